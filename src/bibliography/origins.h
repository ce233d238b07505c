// Origin groups: sources that go back to one, by what readers have said of them (evidence.md, B6).
#pragma once

#include "domain/evidence.h"

#include <map>
#include <span>

namespace attest::bibliography {

struct OriginLink {
    SourceId from;
    SourceId to;
    domain::SourceLinkKind kind = domain::SourceLinkKind::derives;
};

/// Whether a link makes two sources one witness. Two letters of one volume are two.
constexpr bool joins_origins(domain::SourceLinkKind kind) {
    return kind != domain::SourceLinkKind::part_of;
}

/// The smallest source of each one's connected component; sources without a link stand for
/// themselves and are not in the map.
std::map<SourceId, SourceId> origin_groups(std::span<const OriginLink> links);

} // namespace attest::bibliography
