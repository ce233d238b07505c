// What the tags that somebody typed are called here.
#pragma once

#include "base/error.h"
#include "db/transaction.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct NamedTag {
    std::string name; ///< The tag that an approved synonym stands for, else what was typed.
    bool is_new = false;
};

Result<NamedTag> find_named_tag(db::ReadTransaction& tx, std::string_view typed);

/// False for a site on which nobody has asked anything yet.
Result<bool> has_tags(db::ReadTransaction& tx);

/// A tag offered while its name is typed.
struct OfferedTag {
    std::string name;
    std::int64_t question_count = 0;
    std::string typed; ///< The synonym that begins so; empty if the name itself does.
};

/// Tags whose name, or a synonym's, begins so; the most used first.
Result<std::vector<OfferedTag>>
list_tags_beginning(db::ReadTransaction& tx, std::string_view front, std::int64_t count_max);

} // namespace attest::storage
