// Why and by whom a question was closed, as a closing act in the history says it.
#pragma once

#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

struct CloseVoter {
    std::optional<UserId> id;
    std::string name;
};

struct CloseDetails {
    std::vector<CloseVoter> voters;
    std::vector<QuestionId> originals;
};

/// Reads the text of a closing in the history of a dump,
/// `{"Voters":[…],"OriginalQuestionIds":[…]}`. What it cannot read it leaves out: old dumps hold
/// other texts.
CloseDetails parse_close_details(std::string_view json);

} // namespace attest::domain
