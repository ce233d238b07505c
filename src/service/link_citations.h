// Links in imported answers become citations of whole works (evidence.md, B8a), so that readers who
// want to help find from the first day where a page is wanted.
//
// The posts stay as they were imported. A citation made here is nobody's, names no place, and
// counts for nothing; its claim is "bare" until somebody gives a page, checks it or asks for a
// source, and is not shown on the question's page until then.
//
// Which links are sources (docs/decisions/0050): those that a sentence with a statement of its own
// rests on. Not the site itself and its sisters, searches, shops, pictures, nor what stands under
// "Further reading".
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace attest::service {

struct LinkCitations {
    std::int64_t answers = 0; ///< With a link to somewhere.
    std::int64_t sources = 0; ///< Added to the library.
    std::int64_t claims = 0;
    std::int64_t citations = 0;
};

/// Makes those that are not there yet: running it again adds nothing. In batches, each of which
/// stands if the rest does not.
Result<LinkCitations> cite_links(
    const Site& site, const std::function<void(std::int64_t done, std::int64_t whole)>& on_progress
);

/// The same, unless it was done for the import that is here.
Result<LinkCitations> cite_links_once(
    const Site& site, const std::function<void(std::int64_t done, std::int64_t whole)>& on_progress
);

/// Whether a link to there may be a source.
bool is_citable_address(std::string_view url, std::string_view origin_url);

/// Addresses of one work have one: without scheme, "www.", fragment, and what says how it is shown.
std::string address_key(std::string_view url);

} // namespace attest::service
