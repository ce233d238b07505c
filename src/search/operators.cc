#include "search/operators.h"

#include <array>

namespace attest::search {

std::span<const OperatorHelp> operator_help() {
    static constexpr std::array<OperatorHelp, 36> operators{{
        {"words", "stalin exile", "posts with both words, in any form"},
        {"phrase", "\"new style\"", "these words side by side"},
        {"excluded_word", "exile -trotsky", "without a word"},
        {"excluded_phrase", "war -\"civil war\"", "without a phrase"},
        {"prefix", "revol*", "words that begin so"},
        {"or", "petrograd OR leningrad", "either of the two"},
        {"tag", "[soviet-union]", "with this tag"},
        {"excluded_tag", "-[war]", "without this tag"},
        {"either_tag", "[russia] or [soviet-union]", "with one of the tags"},
        {"title", "title:exile", "in the title"},
        {"title_phrase", "title:\"new style\"", "a phrase in the title"},
        {"body", "body:pension", "in the body"},
        {"user", "user:22656", "written by this user (by number)"},
        {"me", "user:me", "written by you"},
        {"score",
         "score:3",
         "a score of at least 3; score:1..5 for a range, score:-1 for at most -1"},
        {"answers",
         "answers:0",
         "questions without answers; answers:3 for at least three, answers:1..2"},
        {"views", "views:500", "questions seen at least 500 times; views:100..200"},
        {"question", "is:question", "questions only"},
        {"answer", "is:answer", "answers only"},
        {"is_accepted", "isaccepted:yes", "accepted answers; no for the others"},
        {"has_accepted", "hasaccepted:no", "questions without an accepted answer"},
        {"in_question", "inquestion:175", "a question and its answers"},
        {"url",
         "url:\"*.archive.org\"",
         "with a link to this site; url:\"https://example.com/a*\" for a page"},
        {"created",
         "created:2012..2014",
         "written in these years; created:2012-04, created:2012-04-03..2012-05-01"},
        {"created_since",
         "created:1y",
         "written in the last year; d, w, m and y count days, weeks, months, years"},
        {"last_active", "lastactive:7d", "changed in the last seven days"},
        {"closed", "closed:yes", "closed questions"},
        {"duplicate", "duplicate:yes", "questions closed as duplicates"},
        {"wiki", "wiki:yes", "community wiki posts"},
        {"status",
         "status:disputed",
         "with a claim of this status; status:differ where sources differ in any way"},
        {"in", "in:\"February 1917\"", "with a claim dated then; in:=1917 surely within it"},
        {"between", "between:1914..1918", "with a claim dated on these days"},
        {"cites", "cites:vizh-1990-1", "with a claim that cites the source"},
        {"person", "person:Trotsky", "that mention a person or body, in any spelling"},
        {"place", "place:Petrograd", "that mention a place, under any of its names"},
        {"has_code", "hascode:yes", "with a block of code"},
    }};
    return operators;
}

} // namespace attest::search
