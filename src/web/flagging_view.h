// The form to flag something, the flags that wait for a moderator, and the moderation log.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "http/response.h"
#include "service/flagging.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::web {

struct FlagFormView {
    service::FlaggedThing thing;
    std::string kind = {}; ///< As chosen, where the form was refused.
    std::string note = {};
    const Error* error = nullptr;
};

http::Response flag_form_page(const endpoint::RequestContext& request, const FlagFormView& view);

http::Response open_flags_page(
    const endpoint::RequestContext& request, const std::vector<domain::OpenFlag>& flags
);

struct ModerationLogView {
    service::ModerationLog log;
    std::int64_t page = 1;
};

http::Response
moderation_log_page(const endpoint::RequestContext& request, const ModerationLogView& view);

} // namespace attest::web
