// Which printed page a page of a scan is: said of the page itself, or counted from the one pair
// that was asked for (evidence.md, B3). And how addresses name a page: "79", or "scan-81".
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "storage/source_files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::service {

/// How an address names a page whose label is not known; no label begins so.
inline constexpr std::string_view scan_address = "scan-";

/// What is printed on the page, as far as it is known; `own` is what was said of the page alone.
std::string label_of(const storage::SourceFile& file, std::int64_t index, std::string own);

std::string scan_address_of(std::int64_t index);

/// The page with this label.
Result<std::optional<std::int64_t>> find_labelled_page(
    db::ReadTransaction& tx, const storage::SourceFile& file, std::string_view label
);

/// The page that a citation names with its label and its locator's first or last page: a folio may
/// be written "12 об." and labelled "12v", and its front without a letter.
Result<std::optional<std::int64_t>> find_cited_page(
    db::ReadTransaction& tx,
    const storage::SourceFile& file,
    std::string_view term,
    const std::string& page
);

} // namespace attest::service
