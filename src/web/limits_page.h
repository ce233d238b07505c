// How often one may do what, printed from the table that the rules read.
#pragma once

#include "domain/act_limits.h"
#include "endpoint/route.h"
#include "messages/texts.h"

#include <span>
#include <string_view>

namespace attest::web {

/// "Questions": what is limited.
std::string_view act_words(const messages::Texts& texts, domain::LimitedAct act);

std::span<const endpoint::Route> limits_routes();

} // namespace attest::web
