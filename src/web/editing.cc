#include "web/editing.h"

#include "base/lower.h"
#include "base/text.h"
#include "endpoint/status.h"
#include "service/drafts.h"
#include "service/editing.h"
#include "service/questions.h"
#include "service/tag_wikis.h"
#include "web/editing_view.h"
#include "web/editor.h"
#include "web/text_check.h"

#include <algorithm>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

std::vector<std::string> split_tags(std::string_view text) {
    std::vector<std::string> tags;
    std::string tag;
    const auto end_tag = [&] {
        if (!tag.empty() && std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
        tag.clear();
    };
    for (const char letter : unicode_lower(text)) {
        const bool is_between =
            letter == ',' || letter == ';' || static_cast<unsigned char>(letter) <= ' ';
        if (is_between)
            end_tag();
        else
            tag += letter;
    }
    end_tag();
    return tags;
}

std::string join_tags(const std::vector<std::string>& tags) {
    std::string text;
    for (const std::string& tag : tags) {
        if (!text.empty()) text += ' ';
        text += tag;
    }
    return text;
}

EditFields read_edit_fields(const RequestContext& request, std::string_view prefix) {
    const auto name = [&](std::string_view field) { return std::string{prefix} += field; };
    EditFields fields{
        .title = std::nullopt,
        .tags = std::nullopt,
        .body = request.text_field(name("body")),
        .summary = request.field("summary"),
        .base = request.field("base"),
    };
    if (request.request().form_field(name("title"))) fields.title = request.field(name("title"));
    if (request.request().form_field(name("tags"))) fields.tags = request.field(name("tags"));
    return fields;
}

namespace {

EditFields fields_of(const service::Editor& editor) {
    EditFields fields{
        .title = std::nullopt,
        .tags = std::nullopt,
        .body = editor.source,
        .summary = {},
        .base = editor.base,
        .edited = editor.post,
    };
    if (editor.kind != domain::PostKind::question) return fields;
    fields.title = editor.title;
    fields.tags = join_tags(editor.tags);
    return fields;
}

/// A draft goes on from the revision that it was begun from: if the post has moved, both texts are
/// shown when it is saved.
EditFields fields_of(const service::Draft& draft, const service::Editor& editor) {
    EditFields fields{
        .title = std::nullopt,
        .tags = std::nullopt,
        .body = draft.body,
        .summary = draft.summary,
        .base = draft.base,
        .edited = editor.post,
    };
    if (editor.kind != domain::PostKind::question) return fields;
    fields.title = draft.title;
    fields.tags = draft.tags;
    return fields;
}

service::EditPost to_edit(const RequestContext& request, PostId post, const EditFields& fields) {
    service::EditPost edit{
        .post = post,
        .base = fields.base,
        .title = fields.title,
        .tags = std::nullopt,
        .markdown = fields.body,
        .summary = fields.summary,
        .idempotency_key = request.field("idempotency_key"),
        .let_go = read_let_go(request),
    };
    if (fields.tags) edit.tags = split_tags(*fields.tags);
    return edit;
}

Result<http::Response> show_editor(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const service::Editor editor = TRY(service::read_editor(site, request.actor(), post));
    std::optional<service::Draft> draft =
        TRY(service::find_draft(site, request.actor(), service::edit_place(post)));
    EditFields fields = draft ? fields_of(*draft, editor) : fields_of(editor);
    return edit_page(
        request, {.editor = editor, .fields = std::move(fields), .draft = std::move(draft)}
    );
}

/// The form again, filled in, with what is wrong; or, if the post has become another, both texts.
Result<http::Response> show_again(
    const Site& site,
    const RequestContext& request,
    PostId post,
    const EditFields& fields,
    const Error& error
) {
    const service::Editor editor = TRY(service::read_editor(site, request.actor(), post));
    const bool has_moved = error.code() == ErrorCode::conflict && fields.base != editor.base;
    if (has_moved) {
        return conflict_page(
            request, {.editor = editor, .mine = fields, .theirs = fields_of(editor)}
        );
    }
    EditFields kept = fields;
    kept.edited = post;
    kept.preview = preview_of_refused(site, request, error, "body", post);
    if (editor.kind != domain::PostKind::question) kept.title = kept.tags = std::nullopt;
    http::Response response = edit_page(
        request,
        {.editor = editor, .fields = kept, .error = &error},
        endpoint::status_of(error, true)
    );
    endpoint::set_retry_after(response, error);
    return response;
}

/// Where the post is read: on a question's page, or its tag's.
Result<http::Response> go_to_edited(const Site& site, const RequestContext& request, PostId post) {
    const service::Editor editor = TRY(service::read_editor(site, request.actor(), post));
    if (!editor.address) {
        return http::see_other(request.links().tag_info(editor.tag).text());
    }
    const service::PostAddress address =
        TRY(service::find_post_address(site, post, request.reader()));
    return http::see_other(request.links().post(address).text());
}

Result<http::Response>
preview_edit(const Site& site, const RequestContext& request, PostId post, EditFields fields) {
    auto preview = service::preview(site, request.actor(), fields.body, post);
    if (!preview) return show_again(site, request, post, fields, preview.error());
    fields.preview = std::move(*preview);
    fields.edited = post;
    const service::Editor editor = TRY(service::read_editor(site, request.actor(), post));
    return edit_page(request, {.editor = editor, .fields = std::move(fields)});
}

/// An empty draft is forgotten.
Result<http::Response>
keep_draft(const Site& site, const RequestContext& request, PostId post, service::Draft draft) {
    draft.place = service::edit_place(post);
    const Result<void> kept = service::save_draft(site, request.actor(), draft);
    if (!kept) return show_again(site, request, post, read_edit_fields(request), kept.error());
    return http::see_other(request.links().post_act(post, "edit").text());
}

Result<http::Response> save_edit(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const bool takes_theirs = request.field("take") == "theirs";
    EditFields fields = read_edit_fields(request, takes_theirs ? "their_" : "");
    switch (read_form_act(request)) {
    case FormAct::preview:
        return preview_edit(site, request, post, std::move(fields));
    case FormAct::save_draft:
        return keep_draft(site, request, post, read_draft_fields(request));
    case FormAct::discard_draft:
        return keep_draft(site, request, post, {});
    case FormAct::send:
        break;
    }
    const Result<service::EditOutcome> outcome =
        service::edit_post(site, request.actor(), to_edit(request, post, fields));
    if (!outcome) {
        if (!shows_form_again(outcome.error())) return std::unexpected{outcome.error()};
        return show_again(site, request, post, fields, outcome.error());
    }
    if (outcome->suggested) {
        return http::see_other(request.links().suggested_edit(*outcome->suggested).text());
    }
    return go_to_edited(site, request, post);
}

TagEditView to_view(service::TagEditors&& editors) {
    TagEditView view{
        .tag = std::move(editors.tag),
        .right = editors.right,
        .excerpt = {},
        .wiki = {},
    };
    if (editors.excerpt) view.excerpt = fields_of(*editors.excerpt);
    if (editors.wiki) view.wiki = fields_of(*editors.wiki);
    return view;
}

Result<http::Response> show_tag_editor(const Site& site, const RequestContext& request) {
    return tag_edit_page(
        request,
        to_view(TRY(service::read_tag_editors(site, request.actor(), request.path_text("tag"))))
    );
}

/// Excerpt and wiki are two forms on one page, each saved by itself.
Result<http::Response> save_tag_edit(const Site& site, const RequestContext& request) {
    const std::string tag = request.path_text("tag");
    const bool is_excerpt = request.field("text") == "excerpt";
    const EditFields fields = read_edit_fields(request);
    service::EditTag form{
        .tag = tag,
        .text = is_excerpt ? service::TagText::excerpt : service::TagText::wiki,
        .edit = to_edit(request, PostId{}, fields),
    };
    form.edit.title = std::nullopt;
    form.edit.tags = std::nullopt;
    const Result<service::EditOutcome> outcome =
        service::edit_tag_wiki(site, request.actor(), form);
    if (outcome) {
        const html::Url next = outcome->suggested
                                   ? request.links().suggested_edit(*outcome->suggested)
                                   : request.links().tag_info(tag);
        return http::see_other(next.text());
    }
    const Error& error = outcome.error();
    const bool is_conflict = error.code() == ErrorCode::conflict;
    if (!is_conflict && error.code() != ErrorCode::invalid) return std::unexpected{error};
    service::TagEditors editors = TRY(service::read_tag_editors(site, request.actor(), tag));
    const std::optional<service::Editor>& edited = is_excerpt ? editors.excerpt : editors.wiki;
    if (is_conflict && edited && edited->base != fields.base) {
        return show_again(site, request, edited->post, fields, error);
    }
    TagEditView view = to_view(std::move(editors));
    (is_excerpt ? view.excerpt : view.wiki) = fields;
    view.error = &error;
    return tag_edit_page(request, view, is_conflict ? 409 : 422);
}

Result<http::Response> roll_back(const Site& site, const RequestContext& request) {
    const PostId post = TRY(service::roll_back(
        site,
        request.actor(),
        {.guid = request.path_text("guid"), .idempotency_key = request.field("idempotency_key")}
    ));
    return go_to_edited(site, request, post);
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/edit",
     .access = Access::signed_in,
     .handler = show_editor},
    {.method = Method::post,
     .path = "/posts/{post}/edit",
     .access = Access::signed_in,
     .handler = save_edit,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/tags/{tag}/edit",
     .access = Access::signed_in,
     .handler = show_tag_editor},
    {.method = Method::post,
     .path = "/tags/{tag}/edit",
     .access = Access::signed_in,
     .handler = save_tag_edit,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/revisions/{guid}/rollback",
     .access = Access::signed_in,
     .handler = roll_back,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> editing_routes() {
    return routes;
}

} // namespace attest::web
