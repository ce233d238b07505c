#include "messages/inbox_words.h"

#include <utility>

namespace attest::messages {

std::string
inbox_words(const Texts& texts, const domain::InboxItem& item, const std::string& name) {
    switch (item.kind) {
    case domain::InboxKind::answer:
        return item.is_own_post ? texts.inbox_answered_yours(name)
                                : texts.inbox_answered_followed(name);
    case domain::InboxKind::comment:
        return texts.inbox_commented(name);
    case domain::InboxKind::mention:
        return texts.inbox_mentioned(name);
    case domain::InboxKind::finding:
        return texts.inbox_finding(name);
    case domain::InboxKind::objection:
        return texts.inbox_objection(name);
    case domain::InboxKind::reworded:
        return std::string{texts.inbox_reworded()};
    }
    std::unreachable();
}

} // namespace attest::messages
