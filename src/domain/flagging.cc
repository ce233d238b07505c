#include "domain/flagging.h"

#include <utility>

namespace attest::domain {

std::string_view format_flag_kind(FlagKind kind) {
    switch (kind) {
    case FlagKind::spam:
        return "spam";
    case FlagKind::rude:
        return "rude";
    case FlagKind::low_quality:
        return "low_quality";
    case FlagKind::not_an_answer:
        return "not_an_answer";
    case FlagKind::needs_moderator:
        return "needs_moderator";
    case FlagKind::not_needed:
        return "not_needed";
    }
    std::unreachable();
}

std::optional<FlagKind> parse_flag_kind(std::string_view name) {
    for (const FlagKind kind : flag_kinds) {
        if (format_flag_kind(kind) == name) return kind;
    }
    return std::nullopt;
}

bool fits(FlagKind kind, Flagged what) {
    switch (kind) {
    case FlagKind::spam:
    case FlagKind::rude:
    case FlagKind::needs_moderator:
        return true;
    case FlagKind::low_quality:
        return what != Flagged::comment;
    case FlagKind::not_an_answer:
        return what == Flagged::answer;
    case FlagKind::not_needed:
        return what == Flagged::comment;
    }
    std::unreachable();
}

} // namespace attest::domain
