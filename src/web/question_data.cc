#include "web/question_data.h"

#include "base/json.h"
#include "dates/calendar.h"
#include "web/cited_body.h"
#include "web/limits.h"
#include "web/parts.h"

namespace attest::web {

namespace {

/// Answers described to machines: the first ones are what they show.
constexpr std::size_t answers_described_max = 10;

/// Of one post; a bibliography is the page's own affair.
constexpr std::size_t citations_described_max = 30;

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

void write_citation(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::CitationRecord& citation
) {
    const service::CitedSource& source = citation.source;
    json.begin_object().field("@type", type_of(source.kind)).field("name", source.title);
    if (!source.author.empty()) {
        json.key("author")
            .begin_object()
            .field("@type", "Person")
            .field("name", source.author)
            .end_object();
    }
    if (!source.issued.empty()) json.field("datePublished", source.issued);
    if (!citation.content.locator.empty()) json.field("pagination", citation.content.locator);
    json.field("url", request.links().absolute(request.links().source(source.key)).text())
        .end_object();
}

/// What a post's text cites; readers' citations are theirs, not its author's.
void write_citations(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    PostId post,
    const service::QuestionEvidence& evidence
) {
    std::size_t described = 0;
    for (const service::CitationRecord& citation : evidence.citations) {
        if (citation.post != post || !citation.is_in_text) continue;
        if (described == citations_described_max) break;
        if (described++ == 0) json.key("citation").begin_array();
        write_citation(json, request, citation);
    }
    if (described > 0) json.end_array();
}

void write_post(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::PostView& post,
    const service::QuestionEvidence& evidence
) {
    json.field("text", plain_excerpt(without_citations(post.body_html)))
        .field("upvoteCount", post.score)
        .field("datePublished", format_rfc3339(post.created_at));
    if (post.edited_at) json.field("dateModified", format_rfc3339(*post.edited_at));
    write_person(json, request, post.author);
    write_citations(json, request, post.id, evidence);
}

void write_answer(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::AnswerView& answer,
    const service::QuestionEvidence& evidence
) {
    const endpoint::Links& links = request.links();
    json.begin_object().field("@type", "Answer");
    write_post(json, request, answer.post, evidence);
    json.field("url", links.absolute(links.short_answer(AnswerId{answer.post.id.value})).text());
    json.end_object();
}

} // namespace

html::Html question_data(
    const endpoint::RequestContext& request,
    const service::QuestionPage& question,
    const service::QuestionEvidence& evidence
) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .field("@context", "https://schema.org")
        .field("@type", "QAPage")
        .key("mainEntity")
        .begin_object()
        .field("@type", "Question")
        .field("name", question.title)
        .field("answerCount", question.answer_count);
    write_post(json, request, question.post, evidence);
    if (question.coverage) json.field("temporalCoverage", format_coverage(*question.coverage));
    for (const service::AnswerView& answer : question.answers) {
        if (!answer.is_accepted) continue;
        json.key("acceptedAnswer");
        write_answer(json, request, answer, evidence);
        break;
    }
    json.key("suggestedAnswer").begin_array();
    std::size_t described = 0;
    for (const service::AnswerView& answer : question.answers) {
        if (answer.is_accepted || described++ >= answers_described_max) continue;
        write_answer(json, request, answer, evidence);
    }
    json.end_array().end_object().end_object();
    // append_json_string escapes <, > and &, so nothing in it can end the element.
    return html::Html::trusted(R"(<script type="application/ld+json">)" + text + "</script>");
}

} // namespace attest::web
