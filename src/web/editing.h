// Routes of editing posts: the editor, saving, going back to an earlier revision.
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "service/preview.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::web {

/// What an editor's form holds, as it was sent. Title and tags are nothing where the form has none.
struct EditFields {
    std::optional<std::string> title;
    std::optional<std::string> tags;
    std::string body;
    std::string summary;
    std::string base;
    std::optional<service::Preview> preview = {};
    std::optional<PostId> edited = {};
};

/// `prefix` tells apart two texts on one page: "their_".
EditFields read_edit_fields(const endpoint::RequestContext& request, std::string_view prefix = {});

/// Tags as they are typed: in small letters, with spaces or commas between them, each once.
std::vector<std::string> split_tags(std::string_view text);

std::string join_tags(const std::vector<std::string>& tags);

std::span<const endpoint::Route> editing_routes();

} // namespace attest::web
