// One day written in both styles: "25 October/7 November 1917", "26 октября (7 ноября) 1879 года".
// The two must be the same day, else one of them is wrong, and it is worth telling.
#pragma once

#include "dates/settle.h"

#include <optional>

namespace attest::dates {

struct DualDate {
    Partial first;  ///< as it stands in the text, and is kept
    Partial second; ///< in brackets or after the slash
};

/// Nothing if the two are not both days; a complaint if they are not the same day.
std::optional<Draft> settle_dual(DualDate dual, Complaint& complaint);

} // namespace attest::dates
