#include "web/asking_view.h"

#include "endpoint/forms.h"
#include "service/writing.h"
#include "web/editor.h"

#include <array>

namespace attest::web {

namespace {

/// Lines of the field for a text: a good question fits without scrolling.
constexpr std::int64_t body_rows = 14;
constexpr std::int64_t answer_rows = 8;
constexpr std::int64_t found_rows = 5;

void write_title_field(html::Writer& out, const RequestContext& request, const AskView& view) {
    const messages::Texts& texts = request.texts();
    endpoint::write_field(
        out,
        {.name = "title",
         .label = texts.ask_title_label(),
         .value = view.fields.title,
         .hint = texts.ask_title_hint(),
         .length_max = service::title_length_max,
         .is_required = true},
        view.error
    );
    // Filled while the title is typed; without a script by the first sending.
    out.put<R"(<div class="similar" id="similar" data-similar="{}" aria-live="polite">)">(
        request.links().similar_questions()
    );
    write_similar(out, request, view.similar);
    out.put<"</div>">();
    endpoint::write_hidden_field(
        out, "similar_step", view.has_seen_similar || !view.similar.empty() ? "seen" : "ask"
    );
}

void write_own_answer(html::Writer& out, const RequestContext& request, const AskView& view) {
    const messages::Texts& texts = request.texts();
    const bool is_open =
        !view.fields.answer.empty() || endpoint::error_of(view.error, "answer") != nullptr;
    out.put<R"(<details class="help ask__own"{}><summary>{}</summary>)">(
        html::Attributes{}.flag("open", is_open), texts.ask_own_answer_summary()
    );
    write_text_editor(
        out,
        request,
        {.field =
             {.name = "answer",
              .label = texts.ask_own_answer_label(),
              .value = view.fields.answer,
              .hint = texts.ask_own_answer_hint(),
              .rows = answer_rows},
         .error = view.error,
         .preview = view.answer_preview}
    );
    out.put<"</details>">();
}

void write_form(html::Writer& out, const RequestContext& request, const AskView& view) {
    const messages::Texts& texts = request.texts();
    endpoint::write_form_start(out, request, request.links().post_question(), "form form--wide");
    endpoint::write_idempotency_key(out, request);
    write_draft_place(out, "ask");
    write_title_field(out, request, view);
    write_text_editor(
        out,
        request,
        {.field =
             {.name = "body",
              .label = texts.ask_body_label(),
              .value = view.fields.body,
              .hint = texts.ask_body_hint(),
              .is_required = true,
              .rows = body_rows},
         .error = view.error,
         .preview = view.preview}
    );
    write_text_editor(
        out,
        request,
        {.field =
             {.name = "found",
              .label = texts.ask_found_label(),
              .value = view.fields.found,
              .hint = texts.ask_found_hint(),
              .rows = found_rows},
         .error = view.error,
         .preview = view.found_preview}
    );
    endpoint::write_field(
        out,
        {.name = "tags",
         .label = texts.ask_tags_label(),
         .value = view.fields.tags,
         .hint = texts.ask_tags_hint(),
         .is_required = true},
        view.error
    );
    out.put<R"(<div data-tags-of="tags" data-complete="{}" data-words="{}"></div>)">(
        request.links().complete_tag(), texts.ask_tags_offered()
    );
    write_own_answer(out, request, view);
    write_editor_acts(out, request, texts.ask_submit(), view.draft.has_value());
    out.put<"</form>">();
}

void write_advice(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<aside class="columns__side"><section class="advice"><h2>{}</h2><ol>)">(
        texts.ask_advice_heading()
    );
    for (const std::string_view line :
         {texts.ask_advice_search(),
          texts.ask_advice_one(),
          texts.ask_advice_known(),
          texts.ask_advice_source(),
          texts.ask_advice_stay()})
        out.put<"<li>{}</li>">(line);
    out.put<R"(</ol><p class="soft"><a href="{}">{}</a></p></section></aside>)">(
        request.links().help_limits(), texts.limits_title()
    );
}

} // namespace

void write_similar(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::TitledQuestion>& similar
) {
    if (similar.empty()) return;
    write_titles(out, request, request.texts().ask_similar_heading(), similar);
    out.put<R"(<p class="soft">{}</p>)">(request.texts().ask_similar_hint());
}

http::Response ask_page(const RequestContext& request, const AskView& view, int status) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="columns columns--ask"><div class="columns__main"><h1>{}</h1>)">(
        texts.nav_ask()
    );
    write_draft_notice(out, request, view.draft);
    endpoint::write_form_error(out, request, view.error);
    write_form(out, request, view);
    out.put<"</div>">();
    write_advice(out, request);
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.nav_ask()}, .is_indexed = false, .has_editor = true},
        out.take(),
        status
    );
}

} // namespace attest::web
