// Tags, and questions under them.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct TagRecord {
    TagId id;
    std::string name;
    std::int64_t question_count = 0;
    std::int64_t unanswered_count = 0;
    std::optional<PostId> excerpt;
    std::optional<PostId> wiki;
};

/// `not_found` if there is no tag of that name.
Result<TagRecord> find_tag(db::ReadTransaction& tx, std::string_view name);

enum class TagKey : std::uint8_t { popular, name, newest };

struct TagListFilter {
    TagKey key = TagKey::popular;
    std::string_view part{}; ///< Of the name; sought among the tags_filtered_max most used.
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

struct ListedTag {
    TagId id;
    std::string name;
    std::int64_t question_count = 0;
    std::string excerpt; ///< Plain text, cut.
};

/// Tags that have questions.
Result<std::vector<ListedTag>> list_tags(db::ReadTransaction& tx, const TagListFilter& filter);

/// The other tags of the tag's last active questions (neighbour_questions_max of them), most
/// frequent first.
Result<std::vector<ListedTag>>
list_neighbours(db::ReadTransaction& tx, TagId tag, std::size_t limit);

/// Puts a question, whose row must be stored, under each of the tags; makes those that are new.
Result<void>
tag_question(db::Transaction& tx, QuestionId question, const std::vector<std::string>& tags);

/// Takes a question from all its tags.
Result<void> untag_question(db::Transaction& tx, QuestionId question);

Result<void> update_tags_unanswered(db::Transaction& tx, QuestionId question, bool is_unanswered);

} // namespace attest::storage
