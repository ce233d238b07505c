#include "web/question_data.h"

#include "base/json.h"
#include "dates/calendar.h"
#include "web/cited_body.h"
#include "web/limits.h"
#include "web/parts.h"

#include <map>
#include <string>
#include <utility>

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

/// A citation but for its place in the source: an object from its beginning on.
std::string
start_citation(const endpoint::RequestContext& request, const service::ShownSource& source) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().field("@type", type_of(source.kind)).field("name", source.title);
    if (!source.author.empty()) {
        json.key("author")
            .begin_object()
            .field("@type", "Person")
            .field("name", source.author)
            .end_object();
    }
    if (!source.issued.empty()) json.field("datePublished", source.issued);
    json.field("url", request.links().absolute(request.links().source(source.key)).text());
    return text;
}

/// Citations as they are described, each source put into JSON once.
class CitationData {
public:
    CitationData(const endpoint::RequestContext& request, const service::QuestionEvidence& evidence)
        : request_{request}, evidence_{evidence} {}

    void write(JsonWriter& json, const service::ShownCitation& citation) {
        std::string& start = starts_[citation.source.value];
        if (start.empty()) start = start_citation(request_, evidence_.source_of(citation.source));
        object_ = start;
        if (!citation.locator.empty()) {
            object_ += R"(,"pagination":)";
            append_json_string(object_, citation.locator);
        }
        object_ += '}';
        json.raw(object_);
    }

    [[nodiscard]] const service::ShownClaims& shown() const { return evidence_.shown; }

private:
    const endpoint::RequestContext& request_;
    const service::QuestionEvidence& evidence_;
    std::map<std::int64_t, std::string> starts_; ///< By the source.
    std::string object_;
};

/// What a post's text cites; readers' citations are theirs, not its author's.
void write_citations(JsonWriter& json, PostId post, CitationData& data) {
    std::size_t described = 0;
    for (const service::ShownClaim& claim : data.shown().claims) {
        if (claim.post != post) continue;
        for (const service::ShownCitation& citation : data.shown().citations_of(claim)) {
            if (!citation.is_in_text || described == citations_described_max) continue;
            if (described++ == 0) json.key("citation").begin_array();
            data.write(json, citation);
        }
    }
    if (described > 0) json.end_array();
}

void write_post(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::PostView& post,
    CitationData& data
) {
    json.field("text", plain_excerpt(without_citations(post.body_html)))
        .field("upvoteCount", post.score)
        .field("datePublished", format_rfc3339(post.created_at));
    if (post.edited_at) json.field("dateModified", format_rfc3339(*post.edited_at));
    write_person(json, request, post.author);
    write_citations(json, post.id, data);
}

void write_answer(
    JsonWriter& json,
    const endpoint::RequestContext& request,
    const service::AnswerView& answer,
    CitationData& data
) {
    const endpoint::Links& links = request.links();
    json.begin_object().field("@type", "Answer");
    write_post(json, request, answer.post, data);
    json.field("url", links.absolute(links.short_answer(AnswerId{answer.post.id.value})).text());
    json.end_object();
}

} // namespace

html::Html question_data(
    const endpoint::RequestContext& request,
    const service::QuestionPage& question,
    const service::QuestionEvidence& evidence
) {
    std::string text = R"(<script type="application/ld+json">)";
    CitationData data{request, evidence};
    JsonWriter json{text};
    json.begin_object()
        .field("@context", "https://schema.org")
        .field("@type", "QAPage")
        .key("mainEntity")
        .begin_object()
        .field("@type", "Question")
        .field("name", question.title)
        .field("answerCount", question.answer_count);
    write_post(json, request, question.post, data);
    if (evidence.coverage) json.field("temporalCoverage", format_coverage(*evidence.coverage));
    for (const service::AnswerView& answer : question.answers) {
        if (!answer.is_accepted) continue;
        json.key("acceptedAnswer");
        write_answer(json, request, answer, data);
        break;
    }
    json.key("suggestedAnswer").begin_array();
    std::size_t described = 0;
    for (const service::AnswerView& answer : question.answers) {
        if (answer.is_accepted || described++ >= answers_described_max) continue;
        write_answer(json, request, answer, data);
    }
    json.end_array().end_object().end_object();
    // append_json_string escapes <, > and &, so nothing in it can end the element.
    text += "</script>";
    return html::Html::trusted(std::move(text));
}

} // namespace attest::web
