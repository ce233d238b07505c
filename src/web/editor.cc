#include "web/editor.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "html/html.h"
#include "web/parts.h"
#include "web/text_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::web {

FormAct read_form_act(const RequestContext& request) {
    const std::string act = request.field("act");
    if (act == "preview") return FormAct::preview;
    if (act == "draft") return FormAct::save_draft;
    if (act == "discard") return FormAct::discard_draft;
    return FormAct::send;
}

namespace {

void write_claims(html::Writer& out, const RequestContext& request, const TextEditor& editor) {
    const messages::Texts& texts = request.texts();
    const std::string_view field = editor.field.name;
    out.put<
        R"(<section class="drafts" aria-label="{}: {}"><h2 class="drafts__heading">{}</h2><div id="{}-drafts">)">(
        editor.field.label, texts.draft_heading(), texts.draft_heading(), field
    );
    if (editor.preview) {
        write_text_check(
            out, request, *editor.preview, {.field = field, .markdown = editor.field.value}
        );
    } else {
        out.put<R"(<p class="drafts__empty">{}</p>)">(texts.draft_none());
    }
    out.put<"</div></section>">();
}

void write_preview(html::Writer& out, const RequestContext& request, const TextEditor& editor) {
    const messages::Texts& texts = request.texts();
    const std::string_view field = editor.field.name;
    const bool is_shown = editor.preview && !editor.preview->html.empty();
    html::Attributes attributes;
    if (editor.edited) attributes.with("data-post", std::to_string(editor.edited->value));
    attributes.flag("hidden", !is_shown);
    out.put<
        R"(<section class="preview" data-editor-of="{}" data-preview="{}" data-cite="{}" data-complete="{}" data-words="{}" aria-labelledby="{}-preview"{}>)">(
        field,
        request.links().preview(),
        request.links().cite_dialog(),
        request.links().complete_source(),
        texts.editor_toolbar_words(),
        field,
        attributes
    );
    out.put<R"(<h2 class="preview__heading" id="{}-preview">{}</h2>)">(
        field, texts.editor_preview_heading()
    );
    out.put<R"(<div class="prose preview__text" dir="auto">{}</div></section>)">(
        is_shown ? marked_preview(request, *editor.preview, field) : html::Html{}
    );
}

} // namespace

void write_text_editor(html::Writer& out, const RequestContext& request, const TextEditor& editor) {
    out.put<R"(<div class="desk"><div class="desk__text">)">();
    endpoint::write_field(out, editor.field, editor.error);
    out.put<"</div>">();
    write_claims(out, request, editor);
    write_preview(out, request, editor);
    out.put<"</div>">();
}

std::optional<service::Preview> preview_of_refused(
    const Site& site,
    const RequestContext& request,
    const Error& error,
    std::string_view field,
    std::optional<PostId> edited
) {
    const bool is_of_text = std::ranges::any_of(error.fields(), [&](const FieldError& one) {
        return one.field == field || one.field == "claims";
    });
    if (!is_of_text) return std::nullopt;
    auto preview =
        service::preview(site, request.actor(), request.text_field(std::string{field}), edited);
    if (!preview) return std::nullopt;
    return std::move(*preview);
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
        .found = request.text_field("found"),
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
