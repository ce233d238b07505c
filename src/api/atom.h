// Writes an Atom feed. Addresses are absolute; HTML stands in it as escaped text, as the RFC wants.
#pragma once

#include "base/time.h"
#include "endpoint/context.h"
#include "html/html.h"
#include "http/response.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::api {

struct AtomPerson {
    std::string name;
    std::optional<html::Url> url; ///< Local.
};

struct AtomEntry {
    html::Url url; ///< Local, and the same for ever: the entry's id.
    std::string title;
    Time published;
    Time updated;
    AtomPerson author;
    std::vector<std::string> tags;
    std::string html;    ///< The body, or empty.
    std::string summary; ///< Plain text, where there is no body.
    std::string license;
};

struct AtomFeed {
    html::Url self; ///< Local.
    html::Url page; ///< The same content for people; local.
    std::string title;
    std::vector<AtomEntry> entries;
    /// Of an empty feed; otherwise the newest entry's.
    Time updated;
};

http::Response write_feed(const endpoint::RequestContext& request, const AtomFeed& feed);

} // namespace attest::api
