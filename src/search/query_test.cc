#include "search/query.h"

#include "search/limits.h"
#include "search/operators.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <set>

namespace attest::search {

namespace {

const QueryContext context{.now = time_of({2020, 1, 1, 12, 0, 0, 0}), .me = UserId{42}};

std::string format_measure(Measure measure) {
    switch (measure) {
    case Measure::score:
        return "score";
    case Measure::answers:
        return "answers";
    case Measure::views:
        return "views";
    case Measure::created:
        return "created";
    case Measure::active:
        return "active";
    }
    return {};
}

std::string format_flag(Flag flag) {
    switch (flag) {
    case Flag::accepted:
        return "accepted";
    case Flag::has_accepted:
        return "has_accepted";
    case Flag::closed:
        return "closed";
    case Flag::duplicate:
        return "duplicate";
    case Flag::wiki:
        return "wiki";
    case Flag::has_code:
        return "has_code";
    }
    return {};
}

std::string format_text(const TextClause& text) {
    std::string out;
    if (text.field == Field::title) out += "title:";
    if (text.field == Field::body) out += "body:";
    switch (text.kind) {
    case TextKind::word:
        return out + text.text;
    case TextKind::phrase:
        return out + '"' + text.text + '"';
    case TextKind::prefix:
        return out + text.text + '*';
    }
    return out;
}

std::string format_range(const RangeClause& range) {
    const auto end = [&](const std::optional<std::int64_t>& value) {
        if (!value) return std::string{};
        const bool is_time = range.measure == Measure::created || range.measure == Measure::active;
        return is_time ? format_dump_time(Time{*value}) : fmt::format("{}", *value);
    };
    return fmt::format("{}={}..{}", format_measure(range.measure), end(range.min), end(range.max));
}

std::string format_day(dates::DayNumber day) {
    return day == dates::open_start || day == dates::open_end ? "" : dates::format_iso(day);
}

std::string format_evidence(const EvidenceClause& clause) {
    switch (clause.evidence) {
    case Evidence::status:
        return fmt::format("status={}", clause.statuses.size());
    case Evidence::days:
        return fmt::format(
            "{}={}..{}",
            clause.is_within ? "within" : "days",
            format_day(clause.first_day),
            format_day(clause.last_day)
        );
    case Evidence::source:
        return "cites=" + clause.text;
    case Evidence::person:
        return "person=" + clause.text;
    case Evidence::place:
        return "place=" + clause.text;
    }
    return "?";
}

template <typename... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};

std::string format_clause(const Clause& clause) {
    return (clause.is_excluded ? "-" : "")
           + std::visit(
               Overload{
                   [](const TextClause& text) { return format_text(text); },
                   [](const TagClause& tag) { return "[" + tag.name + "]"; },
                   [](const AuthorClause& author) {
                       return fmt::format("user={}", author.author.value);
                   },
                   [](const KindClause& kind) {
                       return std::string{
                           kind.kind == domain::PostKind::answer ? "answer" : "question"
                       };
                   },
                   [](const QuestionClause& in) { return fmt::format("in={}", in.question.value); },
                   [](const RangeClause& range) { return format_range(range); },
                   [](const FlagClause& flag) {
                       return (flag.is_set ? "" : "not_") + format_flag(flag.flag);
                   },
                   [](const UrlClause& url) { return "url=" + url.pattern; },
                   [](const EvidenceClause& evidence) { return format_evidence(evidence); },
               },
               clause.content
           );
}

/// "a (b | c) -d", or "!5: what to do" for a problem at the fifth character.
std::string read(std::string_view text) {
    const auto query = read_query(text, context);
    if (!query) return fmt::format("!{}: {}", query.error().character, query.error().message);
    std::string out;
    for (const std::vector<Clause>& group : query->groups) {
        if (!out.empty()) out += ' ';
        if (group.size() == 1) {
            out += format_clause(group.front());
            continue;
        }
        out += '(';
        for (const Clause& clause : group)
            out += format_clause(clause) + " | ";
        out.replace(out.size() - 3, 3, ")");
    }
    return out;
}

struct Case {
    std::string_view query;
    std::string_view meaning;
};

} // namespace

TEST_CASE("Queries are read as meant") {
    static constexpr std::array cases = std::to_array<Case>({
        // Words
        {"", ""},
        {"   ", ""},
        {"?!  ...", ""},
        {"stalin", "stalin"},
        {"Stalin exile", "Stalin exile"},
        {"  stalin \t exile \n", "stalin exile"},
        {"why did stalin exile trotsky?", "why did stalin exile trotsky?"},
        {"don't", "don't"},
        {"birch-bark", "birch-bark"},
        {"C++ or C#", "C++ or C#"},
        {"троцкий", "троцкий"},
        {"漢字", "漢字"},
        {"a - b", "a b"},
        {"a -- b", "a b"},
        {"--verbose", "--verbose"},
        {"std::vector", "std::vector"},
        {"error: x", "error: x"},
        {"foo:bar", "foo:bar"},
        {"12:30", "12:30"},
        {"http://example.com/a", "http://example.com/a"},
        {"array[0]", "array[0]"},
        {"5\" screen", "5\" screen"},
        {"&&", ""},
        {"*", ""},
        // Phrases
        {"\"new style\"", "\"new style\""},
        {"\"new style\" date", "\"new style\" date"},
        {"“new style”", "\"new style\""},
        {"\"\"", ""},
        {"\"?\"", ""},
        {"\"a OR b\"", "\"a OR b\""},
        {"\"user:5\"", "\"user:5\""},
        {"a\"b c\"", "a\"b c\""},
        // Exclusion
        {"war -civil", "war -civil"},
        {"-civil", "-civil"},
        {"war -\"civil war\"", "war -\"civil war\""},
        {"-[usa]", "-[usa]"},
        {"-is:answer", "-answer"},
        {"-title:war", "-title:war"},
        {"-user:7", "-user=7"},
        {"-revol*", "-revol*"},
        // Prefixes
        {"revol*", "revol*"},
        {"рев*", "рев*"},
        {"title:revol*", "title:revol*"},
        {"a.b*", "a.b"},
        {"rev**", "rev**"},
        {"re*vol", "re*vol"},
        // OR and AND
        {"petrograd OR leningrad", "(petrograd | leningrad)"},
        {"a OR b OR c d", "(a | b | c) d"},
        {"x a OR b", "x (a | b)"},
        {"a or b", "a or b"},
        {"[a] or [b]", "([a] | [b])"},
        {"[a] OR [b] or [c]", "([a] | [b] | [c])"},
        {"[a] or b", "[a] or b"},
        {"\"a b\" OR c*", "!10: Write at least 2 letters before the *."},
        {"\"a b\" OR cd*", "(\"a b\" | cd*)"},
        {"[a] OR word", "([a] | word)"},
        {"user:1 OR user:2", "(user=1 | user=2)"},
        {"a AND b", "a b"},
        {"ORDER", "ORDER"},
        {"OR", "OR"},
        {"OR a", "OR a"},
        // Tags
        {"[history]", "[history]"},
        {"[ Soviet-Union ]", "[soviet-union]"},
        {"[c++] [.net]", "[c++] [.net]"},
        {"[a][b]", "[a] [b]"},
        {"[a]word", "[a] word"},
        {"[sql*]", "[sql*]"},
        {"[история]", "[история]"},
        // Fields
        {"title:exile", "title:exile"},
        {"TITLE:exile", "title:exile"},
        {"intitle:exile", "title:exile"},
        {"title:\"new style\"", "title:\"new style\""},
        {"body:pension", "body:pension"},
        {"body:\"a b\"", "body:\"a b\""},
        {"title: how to", "title: how to"},
        {"title:", "title:"},
        {"title:?", ""},
        // People
        {"user:22656", "user=22656"},
        {"user:me", "user=42"},
        {"user:ME", "user=42"},
        {"user:-1", "user=-1"},
        {"author:5", "user=5"},
        {"user: me", "user: me"},
        // Numbers
        {"score:3", "score=3.."},
        {"score:0", "score=0.."},
        {"score:-1", "score=..-1"},
        {"score:1..5", "score=1..5"},
        {"score:-5..-1", "score=-5..-1"},
        {"score:3..", "score=3.."},
        {"score:..3", "score=..3"},
        {"Score:3", "score=3.."},
        {"score:\"3\"", "score=3.."},
        {"answers:0", "answers=0..0"},
        {"answers:2", "answers=2.."},
        {"answers:0..2", "answers=0..2"},
        {"views:500", "views=500.."},
        {"views:..100", "views=..100"},
        // Kinds and flags
        {"is:question", "question"},
        {"is:q", "question"},
        {"is:answer", "answer"},
        {"is:A", "answer"},
        {"isaccepted:yes", "accepted"},
        {"isaccepted:no", "not_accepted"},
        {"isaccepted:1", "accepted"},
        {"hasaccepted:false", "not_has_accepted"},
        {"closed:yes", "closed"},
        {"duplicate:no", "not_duplicate"},
        {"wiki:YES", "wiki"},
        {"hascode:true", "has_code"},
        {"inquestion:175", "in=175"},
        // Addresses
        {"url:archive.org", "url=archive.org"},
        {"url:\"*.archive.org\"", "url=*.archive.org"},
        {"url:\"https://example.com/a*\"", "url=https://example.com/a*"},
        {"url:\"example.com\" x", "url=example.com x"},
        // Dates
        {"created:2012", "created=2012-01-01T00:00:00.000..2012-12-31T23:59:59.999"},
        {"created:2012-04", "created=2012-04-01T00:00:00.000..2012-04-30T23:59:59.999"},
        {"created:2012-12", "created=2012-12-01T00:00:00.000..2012-12-31T23:59:59.999"},
        {"created:2012-02-29", "created=2012-02-29T00:00:00.000..2012-02-29T23:59:59.999"},
        {"created:2012-12-31", "created=2012-12-31T00:00:00.000..2012-12-31T23:59:59.999"},
        {"created:2011..2013", "created=2011-01-01T00:00:00.000..2013-12-31T23:59:59.999"},
        {"created:2012-04-03..", "created=2012-04-03T00:00:00.000.."},
        {"created:..2012", "created=..2012-12-31T23:59:59.999"},
        {"created:2012-04-03..2012-05", "created=2012-04-03T00:00:00.000..2012-05-31T23:59:59.999"},
        {"created:7d", "created=2019-12-25T12:00:00.000.."},
        {"created:2w", "created=2019-12-18T12:00:00.000.."},
        {"created:12h", "created=2020-01-01T00:00:00.000.."},
        {"created:2y..1y", "created=2018-01-01T12:00:00.000..2019-01-01T12:00:00.000"},
        {"created:1y", "created=2019-01-01T12:00:00.000.."},
        {"created:1Y", "created=2019-01-01T12:00:00.000.."},
        {"created:today", "created=2020-01-01T00:00:00.000..2020-01-01T23:59:59.999"},
        {"lastactive:2019", "active=2019-01-01T00:00:00.000..2019-12-31T23:59:59.999"},
        {"lastactive:1d", "active=2019-12-31T12:00:00.000.."},
        // Together
        {"[russia] -[usa] title:exile \"red army\" score:3 created:2012 is:question",
         "[russia] -[usa] title:exile \"red army\" score=3.. "
         "created=2012-01-01T00:00:00.000..2012-12-31T23:59:59.999 question"},
    });
    for (const Case& each : cases) {
        CAPTURE(each.query);
        CHECK(read(each.query) == each.meaning);
    }
}

TEST_CASE("What cannot be read is answered with the place and what to do") {
    static constexpr std::array cases = std::to_array<Case>({
        {"\"open", "!1: Close the quotation marks, or take them away."},
        {"русь \"open", "!6: Close the quotation marks, or take them away."},
        {"a -\"open", "!4: Close the quotation marks, or take them away."},
        {"title:\"open", "!7: Close the quotation marks, or take them away."},
        {"url:\"open", "!5: Close the quotation marks, or take them away."},
        {"[open", "!1: Close the bracket after the tag’s name, as in [history]."},
        {"a [", "!3: Close the bracket after the tag’s name, as in [history]."},
        {"a []", "!3: Write a tag’s name between the brackets, as in [history]."},
        {"[two words]", "!1: Write a tag’s name between the brackets, as in [history]."},
        {"[*]", "!1: Write a tag’s name between the brackets, as in [history]."},
        {"x*", "!1: Write at least 2 letters before the *."},
        {"a OR", "!3: Write a word after OR, or take OR away."},
        {"a OR ?", "!3: Write a word after OR, or take OR away."},
        {"a OR -b", "!3: Take OR away: it cannot stand beside what is excluded with “-”."},
        {"-a OR b", "!4: Take OR away: it cannot stand beside what is excluded with “-”."},
        {"x score:many", "!3: “many” is not a whole number. Write for example 3, 1..5, 3.. or ..5."
        },
        {"score:", "!1: Write a number after the colon, for example 3 or 1..5."},
        {"score:..", "!1: Write a number after the colon, for example 3 or 1..5."},
        {"score:5..1", "!1: Write the smaller number first, for example 1..5."},
        {"score:1..x", "!1: “x” is not a whole number. Write for example 3, 1..5, 3.. or ..5."},
        {"score:99999999999999999999",
         "!1: “99999999999999999999” is not a whole number. Write for example 3, 1..5, 3.. or ..5."
        },
        {"user:jane",
         "!1: Write the user’s number, which stands in the address of the profile, as in "
         "user:22656."},
        {"inquestion:x",
         "!1: Write the question’s number, which stands in its address, as in inquestion:175."},
        {"inquestion:0",
         "!1: Write the question’s number, which stands in its address, as in inquestion:175."},
        {"is:wiki", "!1: Write is:question or is:answer."},
        {"isaccepted:maybe", "!1: Write “yes” or “no” after the colon."},
        {"closed:", "!1: Write “yes” or “no” after the colon."},
        {"url:*", "!1: Write a site or an address after the colon, as in url:\"*.archive.org\"."},
        {"url:a*b",
         "!1: Put * only at the beginning (*.archive.org) or at the end (https://example.com/a*)."},
        {"created:2013..2012", "!1: Write the earlier date first, for example 2011..2013."},
    });
    for (const Case& each : cases) {
        CAPTURE(each.query);
        CHECK(read(each.query) == each.meaning);
    }
    for (const std::string_view query :
         {"created:",
          "created:..",
          "created:never",
          "created:2012-13",
          "created:2012-02-30",
          "created:12",
          "created:2012-1-1-1",
          "created:5x",
          "created:99999y",
          "created:-1y",
          "lastactive:soon"}) {
        CAPTURE(query);
        CHECK(read(query).starts_with("!1: "));
    }
}

TEST_CASE("user:me asks a stranger to sign in") {
    const auto query = read_query("user:me", {.now = context.now});
    REQUIRE_FALSE(query);
    CHECK(query.error().message.starts_with("Sign in"));
}

TEST_CASE("A query has a limit of bytes, words and words in a phrase") {
    CHECK(read("word" + std::string(query_bytes_max - 4, '?')).starts_with("word"));
    CHECK(read(std::string(query_bytes_max + 1, 'x')).starts_with("!1025: Shorten the query"));
    std::string words;
    for (std::size_t i = 0; i < query_clauses_max; ++i)
        words += "w ";
    CHECK_FALSE(read(words).starts_with("!"));
    CHECK(read(words + "w").starts_with("!129: Shorten the query"));
    CHECK(read("\"a b c d e f g h i j k l m n o p\"").starts_with("\""));
    CHECK(read("\"a b c d e f g h i j k l m n o p q\"").starts_with("!1: Shorten the phrase"));
    CHECK(read("\xFF").starts_with("!1: Send the query in UTF-8."));
}

TEST_CASE("A clause knows where it stands") {
    const auto query = read_query("ab -\"c d\" [e]", context);
    REQUIRE(query);
    REQUIRE(query->groups.size() == 3);
    CHECK(query->groups[1].front().begin == 3);
    CHECK(query->groups[1].front().end == 9);
    CHECK(query->groups[2].front().begin == 10);
}

TEST_CASE("The problem reaches a form as an error of its field") {
    const auto query = parse_query("a [", context);
    REQUIRE_FALSE(query);
    CHECK(query.error().code() == ErrorCode::invalid);
    CHECK(
        query.error().message()
        == "At character 3: Close the bracket after the tag’s name, as in [history]."
    );
    REQUIRE(query.error().fields().size() == 1);
    CHECK(query.error().fields().front().field == "q");
}

TEST_CASE("Every example of the help can be read, and has a key of its own") {
    std::set<std::string_view> keys;
    for (const OperatorHelp& help : operator_help()) {
        CAPTURE(help.example);
        CHECK(read_query(help.example, context));
        CHECK(keys.insert(help.key).second);
        CHECK_FALSE(help.meaning.empty());
    }
}

TEST_CASE("Conditions on evidence are read") {
    CHECK(read("status:disputed") == "status=1");
    CHECK(read("Status:Differ war") == "status=3 war");
    CHECK(read("-status:view") == "-status=2");
    CHECK(read("in:1917") == "days=1917-01-01..1917-12-31");
    CHECK(read("in:=1917") == "within=1917-01-01..1917-12-31");
    CHECK(read("in:=\"February 1917\"") == "within=1917-02-01..1917-02-28");
    CHECK(read("in:\"February 1917\"") == "days=1917-02-01..1917-02-28");
    CHECK(read("in:\"февраль 1917\" царь") == "days=1917-02-01..1917-02-28 царь");
    CHECK(read("in:\"= 25 October 1917 O.S.\"") == "within=1917-11-07..1917-11-07");
    CHECK(read("in:1914..1918") == "days=1914-01-01..1918-12-31");
    CHECK(read("between:1914..1918") == "days=1914-01-01..1918-12-31");
    CHECK(read("between:\"1914 and 1918\"") == "days=1914-01-01..1918-12-31");
    CHECK(read("between:\"=1914 and 1918\"") == "within=1914-01-01..1918-12-31");
    CHECK(read("between:1914..") == "days=1914-01-01..");
    CHECK(read("in:..1918") == "days=..1918-12-31");
    CHECK(read("in:[..1918]") == "days=..1918-12-31");
    CHECK(read("cites:vizh-1990-1") == "cites=vizh-1990-1");
    CHECK(read("cites:\"the prophet outcast\"") == "cites=the prophet outcast");
    CHECK(read("person:Троцкий OR place:Baku") == "(person=Троцкий | place=Baku)");
    CHECK(read("person:“Leon Trotsky” -place:Rome") == "person=Leon Trotsky -place=Rome");
    CHECK(read("a state in: 1917") == "a state in: 1917"); // No condition: a space follows.
}

TEST_CASE("A condition on evidence that cannot be read says where") {
    CHECK(
        read("war status:wrong")
        == "!5: Write one of these after the colon: unsourced, sourced, checked, corroborated, "
           "contested, disputed, unresolved, view, viewchecked, differ."
    );
    CHECK(read("in:whenever").starts_with("!1: cannot read whenever. "));
    CHECK(read("x in:1914..sometime").starts_with("!3: cannot read sometime. "));
    CHECK(read("in:\"30 February 1917\"").starts_with("!1: 30 February 1917"));
    CHECK(read("in:1918..1914") == "!1: Write the earlier date first, for example 1914..1918.");
    CHECK(read("in:..").starts_with("!1: Write a date after the colon"));
    CHECK(read("in:\"=\"").starts_with("!1: Write a date after the colon"));
    CHECK(
        read("cites:") == "!1: Write a source’s key or words of its title, as in cites:vizh-1990-1."
    );
    CHECK(read("person:-") == "!1: Write a person’s name, as in person:Trotsky.");
    CHECK(read("place:\"\"") == "!1: Write a place’s name, as in place:Petrograd.");
    CHECK(
        read("in:1901 in:1902 in:1903 in:1904 in:1905 in:1906 in:1907 in:1908 in:1909")
        == "!65: Take this condition away: a query may have 8 on dates, statuses, sources and "
           "names."
    );
}

} // namespace attest::search
