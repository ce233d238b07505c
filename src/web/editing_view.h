// The editor of a post, and the page of two edits that met.
#pragma once

#include "base/error.h"
#include "service/drafts.h"
#include "service/editing.h"
#include "web/editing.h"
#include "web/parts.h"

#include <string_view>

namespace attest::web {

struct EditView {
    service::Editor editor;
    EditFields fields;
    const Error* error = nullptr; ///< Why it is shown again.
    std::optional<service::Draft> draft = {};
};

http::Response edit_page(const RequestContext& request, const EditView& view, int status = 200);

/// Both texts side by side, each of which can be gone on with. 409.
struct ConflictView {
    service::Editor editor; ///< As the post stands now.
    EditFields mine;
    EditFields theirs;
};

http::Response conflict_page(const RequestContext& request, const ConflictView& view);

/// Excerpt and wiki of a tag, a form each.
struct TagEditView {
    std::string tag;
    domain::EditRight right = domain::EditRight::suggests;
    EditFields excerpt;
    EditFields wiki;
    const Error* error = nullptr;
};

http::Response
tag_edit_page(const RequestContext& request, const TagEditView& view, int status = 200);

/// Two texts side by side: what their fields' names begin with, and no hints, so that both columns
/// are alike.
struct Side {
    std::string_view prefix;
};

/// Title, tags and text of a form that edits.
void write_edit_fields(
    html::Writer& out,
    const RequestContext& request,
    const EditFields& fields,
    const Error* error,
    const std::optional<Side>& side = std::nullopt
);

void write_summary_field(
    html::Writer& out,
    const RequestContext& request,
    const std::string& summary,
    bool is_required,
    const Error* error
);

/// What differs between two texts, word by word, in two columns.
struct Compared {
    std::string_view old_heading;
    std::string_view old_text;
    std::string_view new_heading;
    std::string_view new_text;
};

void write_comparison(html::Writer& out, const Compared& texts);

/// Where the post is read: a question's page or a tag's.
html::Url post_url(const RequestContext& request, const service::Editor& editor);

/// "Edit the question", with the question's title as a link below.
void write_post_head(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const service::Editor& editor
);

} // namespace attest::web
