// Atom feeds (RFC 4287): the newest questions of the site and of a tag, the answers to a question,
// what a person wrote.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::api {

/// Entries of a feed: what a reader that looks in once a day will not miss on a lively site.
inline constexpr std::int64_t feed_entries = 30;

std::span<const endpoint::Route> feed_routes();

} // namespace attest::api
