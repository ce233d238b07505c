// The doors: pages with one calm form each.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "http/response.h"
#include "service/accounts.h"

#include <string>
#include <string_view>

namespace attest::web {

using endpoint::RequestContext;

struct SignInView {
    std::string email = {};
    std::string next = {};
    std::string_view notice = {}; ///< Something went well before.
    const Error* error = nullptr;
};

http::Response sign_in_page(const RequestContext& request, const SignInView& view);

struct SignUpView {
    std::string email = {};
    std::string display_name = {};
    std::string next = {};
    const Error* error = nullptr;
};

http::Response sign_up_page(const RequestContext& request, const SignUpView& view);

/// Instead of the form where nobody, or not everybody, may sign up.
http::Response no_sign_up_page(const RequestContext& request, std::string_view why);

enum class SentMail : std::uint8_t { sign_up, reset, new_address };

/// "Look into your mail": the same whoever has the address.
http::Response mail_sent_page(const RequestContext& request, SentMail sent, std::string_view email);

http::Response
confirm_page(const RequestContext& request, std::string_view token, const Error* error = nullptr);

http::Response
reset_page(const RequestContext& request, std::string_view email, const Error* error = nullptr);

http::Response reset_confirm_page(
    const RequestContext& request, std::string_view token, const Error* error = nullptr
);

http::Response dead_link_page(const RequestContext& request);

struct JoinView {
    std::string display_name;
    std::string next;
    const Error* error = nullptr;
};

http::Response join_page(const RequestContext& request, const JoinView& view);

struct WelcomeView {
    std::string token;
    std::string email = {};
    std::string display_name = {};
    const Error* error = nullptr;
};

http::Response welcome_page(const RequestContext& request, const WelcomeView& view);

struct InvitationView {
    std::string token;
    std::string email;
    std::string display_name = {};
    const Error* error = nullptr;
};

/// Who was invited makes an account.
http::Response invitation_page(const RequestContext& request, const InvitationView& view);

struct ProveView {
    std::string next;
    bool has_password = true;
    const Error* error = nullptr;
};

http::Response prove_page(const RequestContext& request, const ProveView& view);

} // namespace attest::web
