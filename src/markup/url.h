// Addresses in bodies: which may be links, how they are written, and which of them pointed to the
// site that a dump came from. All of it looks at a parsed address, never at text that resembles
// one.
#pragma once

#include "markup/options.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::markup {

/// `url` as it may stand in an `href` (unescaped for HTML): http, https and mailto, addresses of
/// this site ("/…") and anchors ("#…"); `//host/…` becomes https. Nothing for every other scheme,
/// however it is disguised. Characters that do not belong into an address are percent-encoded;
/// doing it twice changes nothing.
std::optional<std::string> safe_href(std::string_view url);

/// The host of an http(s) or protocol-relative address, without user and port; empty if there is
/// none.
std::string_view url_host(std::string_view url);

/// The address on this site of what `url` names on `origin_host` ("beer.stackexchange.com"), by the
/// old site's forms: /questions/…, /q/, /a/, /users/, /tags/, /posts/ID/revisions, /revisions/GUID
/// and their anchors. Nothing for other hosts and for pages that a dump does not hold (/help,
/// /election …), whose links keep leading to the old site.
std::optional<std::string> rewrite_origin_url(std::string_view url, std::string_view origin_host);

/// `rewrite_origin_url` as the hook that the readers take.
LinkRewriter origin_link_rewriter(std::string origin_host);

} // namespace attest::markup
