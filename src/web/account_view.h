// The pages of one's own account: a list of them at the side, one calm form on each. Another page
// of the account is one more line of `account_pages` in the view.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "html/html.h"
#include "http/response.h"
#include "service/accounts.h"
#include "service/memberships.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

/// A whole page: the list of the account's pages, the heading, and `body`. `name` is the page's in
/// its address: "email"; empty for the profile. Also for the account's pages of other files.
http::Response account_page(
    const RequestContext& request,
    std::string_view name,
    const html::Html& body,
    const Error* error = nullptr
);

struct ProfileFormView {
    service::Profile profile;
    bool is_saved = false;
    const Error* error = nullptr;
};

http::Response profile_form_page(const RequestContext& request, const ProfileFormView& view);

struct EmailFormView {
    std::string email;
    std::string new_email = {};
    bool is_changed = false;
    const Error* error = nullptr;
};

http::Response email_form_page(const RequestContext& request, const EmailFormView& view);

http::Response email_confirm_page(const RequestContext& request, std::string_view token);

struct PasswordFormView {
    bool has_password = true;
    bool is_saved = false;
    const Error* error = nullptr;
};

http::Response password_form_page(const RequestContext& request, const PasswordFormView& view);

struct SessionsView {
    std::vector<service::OpenSession> sessions;
    std::vector<service::AccountHappening> happenings;
};

http::Response sessions_page(const RequestContext& request, const SessionsView& view);

http::Response data_page(const RequestContext& request, const Error* error = nullptr);

http::Response erased_page(const RequestContext& request);

http::Response privacy_page(const RequestContext& request);

} // namespace attest::web
