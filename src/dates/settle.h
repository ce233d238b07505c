// From what a phrase says to a date: which calendar, which days.
#pragma once

#include "dates/adoption.h"
#include "dates/partial.h"
#include "dates/phrase.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dates {

struct WeekdayClaim {
    EdtfPart day;
    std::int32_t weekday = 0;
};

/// A phrase taken apart, before its calendar is settled.
struct Draft {
    Edtf edtf;
    std::optional<Calendar> calendar = {}; ///< stated or proved
    std::string remark = {};
    std::vector<WeekdayClaim> weekdays = {};
};

/// Nothing, and a complaint, if no calendar fits what is stated. `phrase` is left empty.
std::optional<ReadDate> settle(Draft draft, const Adoption* place, Complaint& complaint);

/// `parse_edtf` for what begins as EDTF does; the error of the others is cheap.
Result<Edtf> parse_edtf_quickly(std::string_view text);

} // namespace attest::dates
