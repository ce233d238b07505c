#include "web/question_data.h"

#include "base/json.h"
#include "dates/calendar.h"
#include "web/limits.h"
#include "web/parts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace attest::web {

namespace {

/// Answers described to machines: the first ones are what they show.
constexpr std::size_t answers_described_max = 10;

/// Of one post; a bibliography is the page's own affair.
constexpr std::size_t works_described_max = 30;

// About as long as they are.
constexpr std::size_t posts_bytes = 4'000;
constexpr std::size_t work_bytes = 250;

void write_person(
    JsonWriter& json, const endpoint::RequestContext& request, const service::Byline& person
) {
    const std::string name = display_name(request, person);
    json.key("author").begin_object().field("@type", "Person").field("name", name);
    if (person.id) {
        json.field("url", request.links().absolute(request.links().user(*person.id, name)).text());
    }
    json.end_object();
}

/// "1879-11-07/1940-08-21" in the proleptic Gregorian calendar, or one day.
std::string format_coverage(const service::DayRange& days) {
    const auto iso = [](std::int64_t day) {
        return dates::format_iso(static_cast<dates::DayNumber>(day));
    };
    if (days.first == days.last) return iso(days.first);
    return iso(days.first) + "/" + iso(days.last);
}

/// The nearest of schema.org's types that is surely right.
std::string_view type_of(domain::SourceKind kind) {
    return kind == domain::SourceKind::document_of_the_time ? "ArchiveComponent" : "CreativeWork";
}

/// A source that a post cites, with all places that it cites.
struct CitedWork {
    SourceId source{};
    std::string pages; ///< "79, 81–84"
};

/// What a post's text cites, each work once; readers' citations are theirs, not its author's.
std::vector<CitedWork> list_cited_works(const service::ShownClaims& shown, PostId post) {
    std::vector<CitedWork> works;
    const auto claims = std::ranges::equal_range(
        shown.claims, post, std::ranges::less{}, &service::ShownClaim::post
    );
    for (const service::ShownClaim& claim : claims) {
        for (const service::ShownCitation& citation : shown.citations_of(claim)) {
            if (!citation.is_in_text) continue;
            auto work = std::ranges::find(works, citation.source, &CitedWork::source);
            if (work == works.end()) {
                if (works.size() == works_described_max) continue;
                work = works.insert(work, {.source = citation.source, .pages = {}});
            }
            if (citation.locator.empty()) continue;
            if (!work->pages.empty()) work->pages += ", ";
            work->pages += citation.locator;
        }
    }
    return works;
}

void write_cited_works(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const EvidenceWords& words,
    PostId post
) {
    const service::QuestionEvidence& evidence = words.evidence();
    const std::vector<CitedWork> works = list_cited_works(evidence.shown, post);
    if (works.empty()) return;
    json.key("citation").begin_array();
    for (const CitedWork& work : works) {
        const service::ShownSource& source = evidence.source_of(work.source);
        json.begin_object().field("@type", type_of(source.kind)).field("name", source.title);
        if (!source.author.empty()) {
            json.key("author")
                .begin_object()
                .field("@type", "Person")
                .field("name", source.author)
                .end_object();
        }
        if (!source.issued.empty()) json.field("datePublished", source.issued);
        json.field("url", request.links().absolute(words.url_of(work.source)).text());
        if (!work.pages.empty()) json.field("pagination", work.pages);
        json.end_object();
    }
    json.end_array();
}

void write_post(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::PostView& post,
    const EvidenceWords& words
) {
    json.field("text", plain_excerpt(post.body_html))
        .field("upvoteCount", post.score)
        .field("datePublished", format_rfc3339(post.created_at));
    if (post.edited_at) json.field("dateModified", format_rfc3339(*post.edited_at));
    write_person(json, request, post.author);
    write_cited_works(json, request, words, post.id);
}

void write_answer(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::AnswerView& answer,
    const EvidenceWords& words
) {
    const endpoint::Links& links = request.links();
    json.begin_object().field("@type", "Answer");
    write_post(json, request, answer.post, words);
    json.field("url", links.absolute(links.short_answer(AnswerId{answer.post.id.value})).text());
    json.end_object();
}

} // namespace

html::Html question_data(const service::QuestionPage& question, const EvidenceWords& words) {
    const endpoint::RequestContext& request = words.request();
    const service::QuestionEvidence& evidence = words.evidence();
    std::string text;
    text.reserve(posts_bytes + (evidence.sources.size() * work_bytes));
    text += R"(<script type="application/ld+json">)";
    JsonWriter json{text};
    json.begin_object()
        .field("@context", "https://schema.org")
        .field("@type", "QAPage")
        .key("mainEntity")
        .begin_object()
        .field("@type", "Question")
        .field("name", question.title)
        .field("answerCount", question.answer_count);
    write_post(json, request, question.post, words);
    if (evidence.coverage) json.field("temporalCoverage", format_coverage(*evidence.coverage));
    for (const service::AnswerView& answer : question.answers) {
        if (!answer.is_accepted) continue;
        json.key("acceptedAnswer");
        write_answer(json, request, answer, words);
        break;
    }
    json.key("suggestedAnswer").begin_array();
    std::size_t described = 0;
    for (const service::AnswerView& answer : question.answers) {
        if (answer.is_accepted || described++ >= answers_described_max) continue;
        write_answer(json, request, answer, words);
    }
    json.end_array().end_object().end_object();
    // append_json_string escapes <, > and &, so nothing in it can end the element.
    text += "</script>";
    return html::Html::trusted(std::move(text));
}

} // namespace attest::web
