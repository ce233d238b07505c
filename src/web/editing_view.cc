#include "web/editing_view.h"

#include "endpoint/forms.h"
#include "markup/word_diff.h"
#include "service/writing.h"
#include "web/editor.h"

#include <utility>

namespace attest::web {

namespace {

/// Lines of the field for a text: about a screen.
constexpr std::int64_t body_rows = 18;

/// Two fields side by side leave less room for each.
constexpr std::int64_t conflict_rows = 14;

std::string_view heading_of(const messages::Texts& texts, const service::Editor& editor) {
    if (!editor.address) return texts.edit_title_tag();
    return editor.address->answer ? texts.edit_title_answer() : texts.edit_title_question();
}

endpoint::Frame private_frame(std::string_view title) {
    return {.title = std::string{title}, .is_indexed = false};
}

void write_notices(html::Writer& out, const RequestContext& request, const EditView& view) {
    const messages::Texts& texts = request.texts();
    if (view.editor.right == domain::EditRight::suggests) {
        out.put<R"(<p class="hint">{}</p>)">(texts.edit_suggest_intro());
    }
    if (view.editor.waiting) {
        out.put<R"(<p class="hint">)">();
        endpoint::write_pattern(
            out,
            texts.edit_waiting(),
            {endpoint::link(
                request.links().suggested_edit(*view.editor.waiting), texts.edit_waiting_link()
            )}
        );
        out.put<"</p>">();
    }
}

void write_side(
    html::Writer& out,
    const RequestContext& request,
    const EditFields& fields,
    std::string_view prefix
) {
    const messages::Texts& texts = request.texts();
    const bool is_mine = prefix.empty();
    const std::string_view heading =
        is_mine ? texts.edit_conflict_mine() : texts.edit_conflict_theirs();
    out.put<R"(<fieldset class="both__side"><legend>{}</legend>)">(heading);
    write_edit_fields(out, request, fields, nullptr, Side{prefix});
    out.put<R"(<p><button class="button" name="take" value="{}">{}</button></p></fieldset>)">(
        is_mine ? "mine" : "theirs",
        is_mine ? texts.edit_conflict_save_mine() : texts.edit_conflict_save_theirs()
    );
}

} // namespace

html::Url post_url(const RequestContext& request, const service::Editor& editor) {
    return editor.address ? request.links().post(*editor.address)
                          : request.links().tag_info(editor.tag);
}

void write_post_head(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const service::Editor& editor
) {
    out.put<R"(<header class="head"><h1>{}</h1>)">(heading);
    out.put<R"(<p class="head__tagline"><a href="{}" dir="auto">{}</a></p>)">(
        post_url(request, editor), editor.question_title
    );
    out.put<"</header>">();
}

void write_edit_fields(
    html::Writer& out,
    const RequestContext& request,
    const EditFields& fields,
    const Error* error,
    const std::optional<Side>& side
) {
    const std::string_view prefix = side ? side->prefix : std::string_view{};
    const messages::Texts& texts = request.texts();
    const std::string title_name = std::string{prefix} + "title";
    const std::string body_name = std::string{prefix} + "body";
    const std::string tags_name = std::string{prefix} + "tags";
    if (fields.title) {
        endpoint::write_field(
            out,
            {.name = title_name,
             .label = texts.edit_title_label(),
             .value = *fields.title,
             .length_max = service::title_length_max,
             .is_required = true},
            error
        );
    }
    const endpoint::Field body{
        .name = body_name,
        .label = texts.edit_body_label(),
        .value = fields.body,
        .hint = side ? std::string_view{} : texts.edit_body_hint(),
        .is_required = true,
        .rows = side ? conflict_rows : body_rows,
    };
    if (side) {
        endpoint::write_field(out, body, error);
    } else {
        write_text_editor(
            out,
            request,
            {.field = body, .error = error, .preview = fields.preview, .edited = fields.edited}
        );
    }
    if (fields.tags) {
        endpoint::write_field(
            out,
            {.name = tags_name,
             .label = texts.edit_tags_label(),
             .value = *fields.tags,
             .hint = side ? std::string_view{} : texts.edit_tags_hint(),
             .is_required = true},
            error
        );
    }
}

void write_summary_field(
    html::Writer& out,
    const RequestContext& request,
    const std::string& summary,
    bool is_required,
    const Error* error
) {
    endpoint::write_field(
        out,
        {.name = "summary",
         .label = request.texts().edit_summary_label(),
         .value = summary,
         .hint = request.texts().edit_summary_hint(),
         .length_max = service::summary_length_max,
         .is_required = is_required},
        error
    );
}

void write_comparison(html::Writer& out, const Compared& texts) {
    std::string before;
    std::string after;
    const auto parts = markup::diff_words(texts.old_text, texts.new_text);
    for (const markup::DiffRow& row : markup::render_diff_rows(parts)) {
        before += row.old_html;
        before += '\n';
        after += row.new_html;
        after += '\n';
    }
    out.put<
        R"(<div class="diff__pair"><section><h3 class="diff__side">{}</h3><div class="diff" dir="auto">{}</div></section><section><h3 class="diff__side">{}</h3><div class="diff" dir="auto">{}</div></section></div>)">(
        texts.old_heading,
        html::Html::trusted(std::move(before)), // escaped by markup/
        texts.new_heading,
        html::Html::trusted(std::move(after))
    );
}

http::Response edit_page(const RequestContext& request, const EditView& view, int status) {
    const messages::Texts& texts = request.texts();
    const std::string_view heading = heading_of(texts, view.editor);
    const bool suggests = view.editor.right == domain::EditRight::suggests;
    html::Writer out;
    out.put<R"(<div class="history">)">();
    write_post_head(out, request, heading, view.editor);
    write_notices(out, request, view);
    write_draft_notice(out, request, view.draft);
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_form_start(
        out, request, request.links().post_act(view.editor.post, "edit"), "form form--wide"
    );
    endpoint::write_idempotency_key(out, request);
    write_draft_place(out, service::edit_place(view.editor.post));
    endpoint::write_hidden_field(out, "base", view.fields.base);
    write_edit_fields(out, request, view.fields, view.error);
    if (view.editor.is_html) out.put<R"(<p class="soft">{}</p>)">(texts.edit_html_hint());
    write_summary_field(out, request, view.fields.summary, suggests, view.error);
    const bool loses = view.fields.preview && !view.fields.preview->lost.empty();
    write_editor_acts(
        out,
        request,
        loses      ? texts.draft_save_all_the_same()
        : suggests ? texts.edit_suggest_submit()
                   : texts.edit_submit(),
        view.draft.has_value()
    );
    out.put<"</form></div>">();
    endpoint::Frame frame = private_frame(heading);
    frame.has_editor = true;
    return endpoint::write_page(request, frame, out.take(), status);
}

http::Response conflict_page(const RequestContext& request, const ConflictView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="history">)">();
    write_post_head(out, request, texts.edit_conflict_title(), view.editor);
    out.put<R"(<div class="form__error" role="alert"><p>{}</p></div>)">(texts.edit_conflict_intro()
    );
    out.put<R"(<h2 class="both__heading">{}</h2>)">(texts.edit_conflict_difference());
    if (view.mine.body == view.theirs.body) {
        out.put<R"(<p class="soft">{}</p>)">(texts.edit_conflict_same());
    } else {
        write_comparison(
            out,
            {.old_heading = texts.edit_conflict_mine(),
             .old_text = view.mine.body,
             .new_heading = texts.edit_conflict_theirs(),
             .new_text = view.theirs.body}
        );
    }
    endpoint::write_form_start(
        out, request, request.links().post_act(view.editor.post, "edit"), "form form--both"
    );
    endpoint::write_idempotency_key(out, request);
    endpoint::write_hidden_field(out, "base", view.editor.base);
    write_summary_field(
        out, request, view.mine.summary, view.editor.right == domain::EditRight::suggests, nullptr
    );
    out.put<R"(<div class="both">)">();
    write_side(out, request, view.mine, {}); // first: the Enter key takes the first button
    write_side(out, request, view.theirs, "their_");
    out.put<"</div></form></div>">();
    constexpr int conflict_status = 409;
    return endpoint::write_page(
        request, private_frame(texts.edit_conflict_title()), out.take(), conflict_status
    );
}

namespace {

struct TagForm {
    const EditFields& fields;
    std::string_view text; ///< "excerpt" or "wiki".
    std::string_view heading;
    std::string_view hint;
    std::int64_t rows = 0;
};

void write_tag_form(
    html::Writer& out, const RequestContext& request, const TagEditView& view, const TagForm& form
) {
    const messages::Texts& texts = request.texts();
    const bool suggests = view.right == domain::EditRight::suggests;
    out.put<"<h2>{}</h2>">(form.heading);
    endpoint::write_form_start(out, request, request.links().tag_edit(view.tag), "form form--wide");
    endpoint::write_hidden_field(out, "text", form.text);
    endpoint::write_hidden_field(out, "base", form.fields.base);
    const std::string body_id = std::string{form.text} + "-body";
    const std::string summary_id = std::string{form.text} + "-summary";
    // Two forms of one page: the ids of their fields differ, the names do not.
    out.put<"<div class=\"field\"><label class=\"field__label\" for=\"{}\">{}</label>"
            "<p class=\"field__hint\">{}</p>"
            "<textarea class=\"field__text\" id=\"{}\" name=\"body\" rows=\"{}\" dir=\"auto\" "
            "required>\n{}</textarea></div>">(
        body_id, texts.edit_body_label(), form.hint, body_id, form.rows, form.fields.body
    );
    out.put<"<div class=\"field\"><label class=\"field__label\" for=\"{}\">{}</label>"
            "<input class=\"field__line\" id=\"{}\" name=\"summary\" value=\"{}\" "
            "autocomplete=\"off\" dir=\"auto\"></div>">(
        summary_id, texts.edit_summary_label(), summary_id, form.fields.summary
    );
    endpoint::write_submit(out, suggests ? texts.edit_suggest_submit() : texts.edit_submit());
    out.put<"</form>">();
}

} // namespace

http::Response tag_edit_page(const RequestContext& request, const TagEditView& view, int status) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="history"><header class="head"><h1>{}</h1><p class="head__tagline"><a href="{}"><bdi>{}</bdi></a></p></header>)">(
        texts.edit_title_tag(), request.links().tag_info(view.tag), view.tag
    );
    if (view.right == domain::EditRight::suggests) {
        out.put<R"(<p class="hint">{}</p>)">(texts.edit_suggest_intro());
    }
    if (view.error != nullptr) {
        out.put<R"(<div class="form__error" role="alert"><p>{}</p></div>)">(view.error->message());
    }
    constexpr std::int64_t excerpt_rows = 4;
    write_tag_form(
        out,
        request,
        view,
        {.fields = view.excerpt,
         .text = "excerpt",
         .heading = texts.tag_excerpt_heading(),
         .hint = texts.tag_excerpt_hint(),
         .rows = excerpt_rows}
    );
    write_tag_form(
        out,
        request,
        view,
        {.fields = view.wiki,
         .text = "wiki",
         .heading = texts.tag_wiki_heading(),
         .hint = texts.edit_body_hint(),
         .rows = body_rows}
    );
    out.put<"</div>">();
    return endpoint::write_page(request, private_frame(texts.edit_title_tag()), out.take(), status);
}

} // namespace attest::web
