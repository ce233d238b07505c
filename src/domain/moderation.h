// What moderators did, as others may read it.
#pragma once

#include "base/time.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::domain {

struct LoggedAct {
    std::int64_t id = 0;
    std::string moderator_name;
    std::optional<UserId> moderator;
    std::string kind;
    std::optional<PostId> post;
    std::string title; ///< Of the post's question.
    std::optional<UserId> user;
    std::string user_name;
    std::string note;
    Time at;
};

} // namespace attest::domain
