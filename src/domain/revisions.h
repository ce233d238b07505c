// From what happened to a post to its revisions.
//
// The history of a dump has a row for every part that an act touched: an edit of title and body is
// two rows that share a guid. A revision is one act that touched title, body or tags; what it did
// not touch is as in the revision before. Other acts (closed, protected …) stand between the
// revisions, without number.
#pragma once

#include "base/time.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/people.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::domain {

/// One row of the history.
struct HistoryRow {
    PostHistoryId id;
    HistoryKind kind = HistoryKind::initial_body;
    std::string guid; ///< 16 bytes; empty where the dump had none.
    Time created_at;
    Byline author;
    std::string summary;
    std::string text;
    BodyFormat format = BodyFormat::markdown;
    std::string license;
};

/// Whether an act of this kind makes a revision: 1 to 9, the initial, edited or restored title,
/// body or tags.
constexpr bool makes_revision(HistoryKind kind) {
    return kind >= HistoryKind::initial_title && kind <= HistoryKind::rollback_tags;
}

/// Whether it sets the body.
constexpr bool touches_body(HistoryKind kind) {
    return kind == HistoryKind::initial_body || kind == HistoryKind::edit_body
           || kind == HistoryKind::rollback_body;
}

struct Revision {
    std::int64_t number = 0; ///< From 1; 0 for an act that is no revision.
    std::string guid;
    Time created_at;
    Byline author;
    std::string summary;
    HistoryKind kind = HistoryKind::initial_body; ///< Of the act; of a body if it touched one.
    bool is_rollback = false;
    std::string license;
    std::string title;
    std::string tags;   ///< "|a|b|"
    std::string source; ///< The body.
    BodyFormat format = BodyFormat::markdown;
};

/// The post as it stands, from which a first revision is made up where the history holds no body.
struct PostAsItStands {
    Time created_at;
    Byline author;
    std::string license;
    std::string title;
    std::string tags;
    std::string body_html;
};

/// All acts, oldest first; `rows` in order of time and id. There is at least one revision.
std::vector<Revision> group_revisions(std::vector<HistoryRow> rows, const PostAsItStands& post);

} // namespace attest::domain
