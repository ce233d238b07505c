// What names in a text mean, by the authority records: `[[Leon Trotsky]]` (markup/name_links.h).
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "markup/name_links.h"
#include "markup/options.h"
#include "service/site.h"

#include <string_view>

namespace attest::service {

/// Records that a name of several is shown with: more are found on the page of names.
inline constexpr std::size_t choices_shown_max = 6;

/// What becomes of a name that several records have.
enum class SeveralMeant : std::uint8_t {
    refused, ///< `invalid` at "body": the writer is asked which.
    shown,   ///< All are offered to the reader: in previews, and of texts that stand already.
};

/// Makes links of the names in a body. Only a name that a record has as it is written, but for
/// capitals and accents, links by itself; other spellings are words (evidence.md, D3).
Result<void> place_named_records(
    db::ReadTransaction& tx,
    const SiteSettings& settings,
    markup::Rendered& rendered,
    SeveralMeant several
);

} // namespace attest::service
