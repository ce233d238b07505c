#include "web/question_data.h"

#include "base/json.h"
#include "web/limits.h"
#include "web/parts.h"

namespace attest::web {

namespace {

/// Answers described to machines: the first ones are what they show.
constexpr std::size_t answers_described_max = 10;

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

void write_post(
    JsonWriter& json, const endpoint::RequestContext& request, const service::PostView& post
) {
    json.field("text", plain_excerpt(post.body_html))
        .field("upvoteCount", post.score)
        .field("dateCreated", format_rfc3339(post.created_at));
    if (post.edited_at) json.field("dateModified", format_rfc3339(*post.edited_at));
    write_person(json, request, post.author);
}

void write_answer(
    JsonWriter& json, const endpoint::RequestContext& request, const service::AnswerView& answer
) {
    const endpoint::Links& links = request.links();
    json.begin_object().field("@type", "Answer");
    write_post(json, request, answer.post);
    json.field("url", links.absolute(links.short_answer(AnswerId{answer.post.id.value})).text());
    json.end_object();
}

} // namespace

html::Html
question_data(const endpoint::RequestContext& request, const service::QuestionPage& question) {
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
    write_post(json, request, question.post);
    for (const service::AnswerView& answer : question.answers) {
        if (!answer.is_accepted) continue;
        json.key("acceptedAnswer");
        write_answer(json, request, answer);
        break;
    }
    json.key("suggestedAnswer").begin_array();
    std::size_t described = 0;
    for (const service::AnswerView& answer : question.answers) {
        if (answer.is_accepted || described++ >= answers_described_max) continue;
        write_answer(json, request, answer);
    }
    json.end_array().end_object().end_object();
    // append_json_string escapes <, > and &, so nothing in it can end the element.
    return html::Html::trusted(R"(<script type="application/ld+json">)" + text + "</script>");
}

} // namespace attest::web
