#include "web/editor.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "html/html.h"
#include "web/parts.h"

#include <fmt/format.h>

namespace attest::web {

FormAct read_form_act(const RequestContext& request) {
    const std::string act = request.field("act");
    if (act == "preview") return FormAct::preview;
    if (act == "draft") return FormAct::save_draft;
    if (act == "discard") return FormAct::discard_draft;
    return FormAct::send;
}

void write_preview(
    html::Writer& out,
    const RequestContext& request,
    std::string_view field,
    const std::optional<std::string>& preview_html
) {
    const messages::Texts& texts = request.texts();
    const bool is_shown = preview_html && !preview_html->empty();
    out.put<
        R"(<section class="preview" data-editor-of="{}" data-preview="{}" data-words="{}" aria-labelledby="{}-preview"{}>)">(
        field,
        request.links().preview(),
        texts.editor_toolbar_words(),
        field,
        html::Attributes{}.flag("hidden", !is_shown)
    );
    out.put<R"(<h2 class="preview__heading" id="{}-preview">{}</h2>)">(
        field, texts.editor_preview_heading()
    );
    out.put<R"(<div class="prose preview__text" dir="auto">{}</div></section>)">(
        is_shown ? body_element(*preview_html) : html::Html{}
    );
}

void write_draft_place(html::Writer& out, std::string_view place) {
    endpoint::write_hidden_field(out, "place", place);
}

void write_draft_notice(
    html::Writer& out, const RequestContext& request, const std::optional<service::Draft>& draft
) {
    if (!draft) return;
    out.put<R"(<p class="hint draft" role="status">)">();
    endpoint::write_pattern(
        out, request.texts().editor_draft_restored(), {time_element(request, draft->updated_at)}
    );
    out.put<"</p>">();
}

void write_editor_acts(
    html::Writer& out, const RequestContext& request, std::string_view words, bool has_draft
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<p class="form__acts"><button class="button" type="submit">{}</button>)">(words);
    const auto write_act = [&](std::string_view act, std::string_view label) {
        out.put<
            R"( <button class="button button--quiet" type="submit" name="act" value="{}" formnovalidate>{}</button>)">(
            act, label
        );
    };
    write_act("preview", texts.editor_preview_button());
    write_act("draft", texts.editor_save_draft());
    if (has_draft) write_act("discard", texts.editor_discard_draft());
    out.put<
        R"(<span class="draft__state soft" role="status" data-draft="{}" data-saved="{}"></span></p>)">(
        request.links().drafts(), texts.editor_draft_saved()
    );
}

service::Draft read_draft_fields(const RequestContext& request) {
    return {
        .place = request.field("place"),
        .title = request.field("title"),
        .tags = request.field("tags"),
        .body = request.text_field("body"),
        .answer = request.text_field("answer"),
        .summary = request.field("summary"),
        .base = request.field("base"),
    };
}

bool shows_form_again(const Error& error) {
    switch (error.code()) {
    case ErrorCode::invalid:
    case ErrorCode::forbidden:
    case ErrorCode::conflict:
    case ErrorCode::rate_limited:
    case ErrorCode::unavailable:
        return true;
    case ErrorCode::unauthenticated:
    case ErrorCode::not_found:
    case ErrorCode::internal:
        return false;
    }
    std::unreachable();
}

} // namespace attest::web
