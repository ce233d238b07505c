#include "domain/inbox.h"

#include <algorithm>
#include <utility>

namespace attest::domain {

std::string_view format_inbox_kind(InboxKind kind) {
    switch (kind) {
    case InboxKind::answer:
        return "answer";
    case InboxKind::comment:
        return "comment";
    case InboxKind::mention:
        return "mention";
    case InboxKind::finding:
        return "finding";
    case InboxKind::objection:
        return "objection";
    case InboxKind::reworded:
        return "reworded";
    }
    std::unreachable();
}

std::optional<InboxKind> parse_inbox_kind(std::string_view name) {
    const auto* kind = std::ranges::find(inbox_kinds, name, format_inbox_kind);
    return kind == inbox_kinds.end() ? std::nullopt : std::optional{*kind};
}

bool is_mailed_by_default(InboxKind kind) {
    return kind == InboxKind::answer || kind == InboxKind::mention;
}

} // namespace attest::domain
