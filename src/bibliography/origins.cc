#include "bibliography/origins.h"

#include <algorithm>

namespace attest::bibliography {

namespace {

/// The root of a source, with the way to it made short.
SourceId root_of(std::map<SourceId, SourceId>& parents, SourceId source) {
    SourceId root = source;
    while (parents.at(root) != root)
        root = parents.at(root);
    while (parents.at(source) != root) {
        const SourceId next = parents.at(source);
        parents[source] = root;
        source = next;
    }
    return root;
}

} // namespace

std::map<SourceId, SourceId> origin_groups(std::span<const OriginLink> links) {
    std::map<SourceId, SourceId> parents;
    for (const OriginLink& link : links) {
        if (!joins_origins(link.kind)) continue;
        parents.try_emplace(link.from, link.from);
        parents.try_emplace(link.to, link.to);
        const SourceId left = root_of(parents, link.from);
        const SourceId right = root_of(parents, link.to);
        // The smaller becomes the root, so the group's name does not hang on the links' order.
        parents[std::max(left, right)] = std::min(left, right);
    }
    std::map<SourceId, SourceId> groups;
    for (const auto& [source, parent] : parents)
        groups.emplace(source, root_of(parents, source));
    return groups;
}

} // namespace attest::bibliography
