// What reputation earns: the privileges of Stack Exchange with its thresholds, which a keeper may
// change for a site (stackexchange.com/help/privileges). Moderators have them all.
#pragma once

#include "base/error.h"
#include "domain/actor.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace attest::domain {

/// In the order in which they are earned.
enum class Privilege : std::uint8_t {
    post,      ///< Ask and answer; suggest an edit; comment on one's own and under it.
    make_wiki, ///< Make an own answer community wiki; no more limits of the newcomer.
    vote_up,   ///< Posts and comments.
    flag,      ///< Bring something to the moderators' notice.
    comment,   ///< On any post.
    edit_wiki, ///< Edit community wiki posts.
    vote_down, ///< Costs the voter 1.
    create_tag,
    see_close_votes, ///< And vote to close one's own question.
    edit,            ///< Any post, without review; review suggested edits.
    suggest_synonym,
    close,            ///< Vote to close and to reopen.
    approve_tag_wiki, ///< Edit tag wikis without review.
    see_deleted,      ///< And vote to delete and undelete.
    protect,
};

inline constexpr std::size_t privilege_count = std::to_underlying(Privilege::protect) + 1;

struct PrivilegeFacts {
    Privilege privilege;
    std::string_view name; ///< In settings: `privilege.vote_up`.
    std::int64_t reputation;
    std::string_view act; ///< Goes into "You need 15 reputation to vote up".
};

/// One row each, in the order of the enumeration.
const std::array<PrivilegeFacts, privilege_count>& all_privileges();

const PrivilegeFacts& facts_of(Privilege privilege);

/// "vote_up"; nothing for a name that is none.
std::optional<Privilege> parse_privilege(std::string_view name);

/// The reputation that each privilege needs on a site.
class Thresholds {
public:
    /// Those of Stack Exchange.
    Thresholds();

    [[nodiscard]] std::int64_t of(Privilege privilege) const {
        return reputations_[std::to_underlying(privilege)];
    }

    void set(Privilege privilege, std::int64_t reputation) {
        reputations_[std::to_underlying(privilege)] = reputation;
    }

private:
    std::array<std::int64_t, privilege_count> reputations_{};
};

bool has_privilege(const Actor& actor, Privilege privilege, const Thresholds& thresholds);

/// `forbidden` with "You need 15 reputation to vote up; you have 1."
Result<void> check_privilege(const Actor& actor, Privilege privilege, const Thresholds& thresholds);

/// `forbidden` with the day on which it ends. Every changing use case asks it first.
Result<void> check_not_suspended(const Actor& actor, Time now);

} // namespace attest::domain
