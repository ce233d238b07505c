// The seam for outgoing HTTP: whoever asks another server something is given a Fetch, and a test
// gives one that answers from memory.
//
// An address may come from a stranger, who would like us to ask the machines behind our firewall
// for him (guards.md, D6). So the address that a connection is about to be made to is looked at in
// the moment it is made: there is no second look-up that could answer otherwise, and nothing is
// told apart by its spelling. Every redirection goes the same way.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "outgoing/address.h"
#include "outgoing/limits.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::outgoing {

enum class Method : std::uint8_t { get, post };

struct Request {
    Method method = Method::get;
    std::string url;
    std::string accept = {};        ///< Header fields; empty: none.
    std::string authorization = {}; ///< With one, redirections are not followed.
    std::string content_type = {};
    std::string body = {};
};

struct Answer {
    int status = 0;
    std::string content_type;
    std::string body;
};

/// An answer of any status, once it is there as a whole; redirections of a GET are followed.
/// `invalid` for a URL or an address that is not to be asked, or an answer that is too long;
/// `unavailable` if the other side cannot be reached in time.
using Fetch = std::function<Result<Answer>(const Request&)>;

struct FetchOptions {
    /// "login.example.lan:8443": servers that the keeper has named himself. They may have a private
    /// address and any port; to no other server does this extend.
    std::vector<std::string> private_hosts = {};
    Duration time_max = fetch_time_max;

    // For tests.
    std::function<bool(const Address&)> is_allowed = is_public;
    std::vector<std::uint16_t> ports = {80, 443};
    /// What the name service would answer for a name: addresses with commas between; empty: ask it.
    std::function<std::string(std::string_view host)> look_up = {};
};

Fetch fetch_by_http(FetchOptions options);

/// Where a redirection from one address leads, by the same rules; it may be relative. `invalid` if
/// it is not to be followed. A redirection goes through here; tests ask it by itself where a server
/// with a certificate would be needed.
Result<std::string> follow_redirection(
    const FetchOptions& options, const std::string& from, const std::string& location
);

} // namespace attest::outgoing
