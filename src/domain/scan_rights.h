// What a reader may see of a scanned page (evidence.md, B3 and invariant 8). One rule, asked at
// every door: pages, images, text, manifest, search.
#pragma once

#include "domain/actor.h"
#include "domain/evidence.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attest::domain {

/// What is open to the rule of a file.
struct ScanFacts {
    ScanRights rights = ScanRights::hidden;
    bool is_hidden = false; ///< After a complaint: hash and citations stay, nothing is shown.
    std::optional<UserId> uploader;
};

/// From less to more.
enum class ScanSight : std::uint8_t {
    nothing, ///< That there is a file, its hash, its size; a quote as its text.
    lines,   ///< The lines around a quote that is cited, cut out of the image.
    whole,   ///< The page: images, text, boxes.
};

/// `reader` is null for a visitor; `is_cited` says whether a citation that stands speaks of the
/// page.
ScanSight sight_of(const ScanFacts& file, const Actor* reader, bool is_cited);

/// Whether the file as it was uploaded may be had.
bool may_download(const ScanFacts& file, const Actor* reader);

/// Whether somebody may say what the file's rights are, and which printed pages it has.
bool may_describe(const ScanFacts& file, const Actor& actor);

inline constexpr std::array scan_rights_choices = {
    ScanRights::open,
    ScanRights::cited_pages,
    ScanRights::lines,
    ScanRights::hidden,
};

/// "open", "cited", "lines", "private": in forms and addresses.
std::string_view format_scan_rights(ScanRights rights);
std::optional<ScanRights> parse_scan_rights(std::string_view text);

/// What an upload is proposed to be shown as: nothing is known to be free that was issued less than
/// `years` ago, or whose year is not known. The law differs by country; the keeper sets the number.
ScanRights
propose_scan_rights(std::optional<std::int64_t> issued, std::int64_t now, std::int64_t years);

} // namespace attest::domain
