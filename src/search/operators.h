// The operators, for the help beside the search box: the names and examples. The words that explain
// them are the interface's (`search.operator.KEY` in its message files).
#pragma once

#include <span>
#include <string_view>

namespace attest::search {

struct OperatorHelp {
    std::string_view key;     ///< Of the message that explains it.
    std::string_view example; ///< As typed; reads without error.
    std::string_view meaning; ///< In English, for `attest search --help`.
};

std::span<const OperatorHelp> operator_help();

} // namespace attest::search
