// The enumerations of the Stack Exchange dump that are ours too, with its numbers
// (meta.stackexchange.com/a/2678). A dump may hold numbers that are not named here; they are kept.
#pragma once

#include <cstdint>

namespace attest::domain {

enum class PostKind : std::int16_t {
    question = 1,
    answer = 2,
    orphaned_tag_wiki = 3,
    tag_excerpt = 4,
    tag_wiki = 5,
    moderator_nomination = 6,
    wiki_placeholder = 7,
    privilege_wiki = 8,
};

enum class BodyFormat : std::uint8_t { html = 0, markdown = 1 };

enum class VoteKind : std::int16_t {
    accepted = 1,
    up = 2,
    down = 3,
    offensive = 4,
    favorite = 5,
    close = 6,
    reopen = 7,
    bounty_start = 8,
    bounty_close = 9,
    deletion = 10,
    undeletion = 11,
    spam = 12,
};

enum class HistoryKind : std::int16_t {
    initial_title = 1,
    initial_body = 2,
    initial_tags = 3,
    edit_title = 4,
    edit_body = 5,
    edit_tags = 6,
    rollback_title = 7,
    rollback_body = 8,
    rollback_tags = 9,
    closed = 10,
    reopened = 11,
    deleted = 12,
    undeleted = 13,
    locked = 14,
    unlocked = 15,
    community_owned = 16,
    migrated = 17,
    merged = 18,
    protected_ = 19,
    unprotected = 20,
    suggested_edit_applied = 24,
    migrated_away = 35,
    migrated_here = 36,
};

enum class LinkKind : std::int16_t { linked = 1, duplicate = 3 };

enum class BadgeClass : std::int16_t { gold = 1, silver = 2, bronze = 3 };

/// What a row of `changes` speaks of.
enum class ChangeKind : std::int16_t { everything = 0, post = 1, user = 2, tag = 3 };

/// The lists kept in `ranked_questions`.
enum class RankedList : std::int16_t { hot = 1, week = 2, month = 3 };

} // namespace attest::domain
