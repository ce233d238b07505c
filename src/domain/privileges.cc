#include "domain/privileges.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::domain {

namespace {

constexpr std::array<PrivilegeFacts, privilege_count> table{{
    {Privilege::post, "post", 1, "ask and answer"},
    {Privilege::make_wiki, "make_wiki", 10, "make a post community wiki"},
    {Privilege::vote_up, "vote_up", 15, "vote up"},
    {Privilege::flag, "flag", 15, "flag a post"},
    {Privilege::comment, "comment", 50, "comment on the posts of others"},
    {Privilege::edit_wiki, "edit_wiki", 100, "edit community wiki posts"},
    {Privilege::vote_down, "vote_down", 125, "vote down"},
    {Privilege::create_tag, "create_tag", 150, "make a new tag"},
    {Privilege::see_close_votes, "see_close_votes", 250, "see votes to close"},
    {Privilege::edit, "edit", 2'000, "edit the posts of others without review"},
    {Privilege::suggest_synonym, "suggest_synonym", 2'500, "suggest a tag synonym"},
    {Privilege::close, "close", 3'000, "vote to close and reopen questions"},
    {Privilege::approve_tag_wiki, "approve_tag_wiki", 5'000, "edit tag wikis without review"},
    {Privilege::see_deleted, "see_deleted", 10'000, "see deleted posts and vote to delete"},
    {Privilege::protect, "protect", 15'000, "protect questions"},
}};

constexpr bool is_in_order() {
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (std::to_underlying(table[row].privilege) != row) return false;
    }
    return true;
}

static_assert(is_in_order());

} // namespace

const std::array<PrivilegeFacts, privilege_count>& all_privileges() {
    return table;
}

const PrivilegeFacts& facts_of(Privilege privilege) {
    return table[std::to_underlying(privilege)];
}

std::optional<Privilege> parse_privilege(std::string_view name) {
    const auto* const row = std::ranges::find(table, name, &PrivilegeFacts::name);
    if (row == table.end()) return std::nullopt;
    return row->privilege;
}

Thresholds::Thresholds() {
    for (const PrivilegeFacts& facts : table)
        set(facts.privilege, facts.reputation);
}

bool has_privilege(const Actor& actor, Privilege privilege, const Thresholds& thresholds) {
    return actor.is_moderator() || actor.reputation >= thresholds.of(privilege);
}

Result<void>
check_privilege(const Actor& actor, Privilege privilege, const Thresholds& thresholds) {
    if (has_privilege(actor, privilege, thresholds)) return {};
    return fail(
        ErrorCode::forbidden,
        fmt::format(
            "You need {} reputation to {}; you have {}.",
            thresholds.of(privilege),
            facts_of(privilege).act,
            actor.reputation
        )
    );
}

Result<void> check_not_suspended(const Actor& actor, Time now) {
    if (!actor.suspended_until || *actor.suspended_until <= now) return {};
    const CivilTime until = civil_time(*actor.suspended_until);
    return fail(
        ErrorCode::forbidden,
        fmt::format(
            "A moderator has suspended you until {}-{:02}-{:02}. You can read, and write again "
            "then.",
            until.year,
            until.month,
            until.day
        )
    );
}

} // namespace attest::domain
