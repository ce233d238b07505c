// What a reader sees when something went wrong: what it was in a sentence, what to do, a search
// box, and the request's number for the keeper. Causes stand in the log only.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "http/response.h"

#include <string_view>
#include <vector>

namespace attest::endpoint {

/// `status` is from status_of().
http::Response error_page(const RequestContext& request, const Error& error, int status);

/// The same where no site is known: a bare page of its own, with the sites that are here.
http::Response unknown_site_page(
    const messages::Texts& texts, const std::vector<FeedLink>& sites, std::string_view request_id
);

} // namespace attest::endpoint
