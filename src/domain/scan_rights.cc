#include "domain/scan_rights.h"

#include <utility>

namespace attest::domain {

namespace {

bool is_uploader(const ScanFacts& file, const Actor& actor) {
    return file.uploader == actor.user;
}

} // namespace

ScanSight sight_of(const ScanFacts& file, const Actor* reader, bool is_cited) {
    if (reader != nullptr && reader->is_moderator()) return ScanSight::whole;
    if (file.is_hidden) return ScanSight::nothing;
    if (reader != nullptr && is_uploader(file, *reader)) return ScanSight::whole;
    switch (file.rights) {
    case ScanRights::open:
        return ScanSight::whole;
    case ScanRights::cited_pages:
        return is_cited ? ScanSight::whole : ScanSight::nothing;
    case ScanRights::lines:
        return is_cited ? ScanSight::lines : ScanSight::nothing;
    case ScanRights::hidden:
        return ScanSight::nothing;
    }
    std::unreachable();
}

bool may_download(const ScanFacts& file, const Actor* reader) {
    if (reader != nullptr && reader->is_moderator()) return true;
    if (file.is_hidden) return false;
    return file.rights == ScanRights::open || (reader != nullptr && is_uploader(file, *reader));
}

bool may_describe(const ScanFacts& file, const Actor& actor) {
    return actor.is_moderator() || (is_uploader(file, actor) && !file.is_hidden);
}

std::string_view format_scan_rights(ScanRights rights) {
    switch (rights) {
    case ScanRights::open:
        return "open";
    case ScanRights::cited_pages:
        return "cited";
    case ScanRights::lines:
        return "lines";
    case ScanRights::hidden:
        return "private";
    }
    std::unreachable();
}

std::optional<ScanRights> parse_scan_rights(std::string_view text) {
    for (const ScanRights rights : scan_rights_choices) {
        if (format_scan_rights(rights) == text) return rights;
    }
    return std::nullopt;
}

ScanRights
propose_scan_rights(std::optional<std::int64_t> issued, std::int64_t now, std::int64_t years) {
    return issued && now - *issued >= years ? ScanRights::open : ScanRights::lines;
}

} // namespace attest::domain
