// What a handler knows about the request besides its words: the site it is for, who is signed in,
// the interface's language, the addresses of everything, and where it notes what its page depends
// on.
#pragma once

#include "base/error.h"
#include "base/text.h"
#include "base/verify.h"
#include "domain/actor.h"
#include "endpoint/caching.h"
#include "endpoint/limits.h"
#include "endpoint/links.h"
#include "http/request.h"
#include "http/router.h"
#include "http/static_files.h"
#include "messages/texts.h"
#include "service/network.h"
#include "service/sessions.h"
#include "service/site.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::endpoint {

class RequestContext {
public:
    struct Parts {
        const Site& site;
        const http::Request& request;
        const http::StaticFiles& static_files;
        Links links;
        messages::Texts texts;
        http::RouteMatch match = {};
        const Network* network = nullptr;
        /// What the forms of this browser are signed with: its session's secret or its visit's;
        /// empty if it has sent neither.
        std::string secret = {};
        std::optional<service::Session> session = {};
        std::optional<domain::Actor> actor = {};
    };

    explicit RequestContext(Parts parts) : parts_{std::move(parts)} {}

    [[nodiscard]] const Site& site() const { return parts_.site; }

    [[nodiscard]] const http::Request& request() const { return parts_.request; }

    /// Accounts and sessions. Calling it where the server has none (a test of a page alone) is a
    /// bug.
    [[nodiscard]] const Network& network() const {
        VERIFY(parts_.network != nullptr);
        return *parts_.network;
    }

    /// Whether accounts are there at all.
    [[nodiscard]] bool has_network() const { return parts_.network != nullptr; }

    /// Who is signed in; nothing for a visitor.
    [[nodiscard]] const std::optional<domain::Actor>& reader() const { return parts_.actor; }

    /// Who is signed in, behind a route whose access says that somebody is.
    [[nodiscard]] const domain::Actor& actor() const {
        VERIFY(parts_.actor.has_value());
        return *parts_.actor;
    }

    /// The session, behind such a route.
    [[nodiscard]] const service::Session& session() const {
        VERIFY(parts_.session.has_value());
        return *parts_.session;
    }

    [[nodiscard]] bool has_session() const { return parts_.session.has_value(); }

    /// What the browser's forms are signed with; empty for one that has not been here.
    [[nodiscard]] std::string_view secret() const { return parts_.secret; }

    [[nodiscard]] bool has_secret() const { return !parts_.secret.empty(); }

    /// The token that every form of this page carries. A visitor is given a cookie to hold its
    /// other half (form_token.h). The page becomes one for this reader: it is not cached.
    [[nodiscard]] std::string csrf_token() const;

    /// The visit's secret that the answer must set as a cookie, if a form was written for a visitor
    /// who has none.
    [[nodiscard]] const std::string& new_visit() const { return new_visit_; }

    /// A field of the form without spaces at its ends; empty if it is missing.
    [[nodiscard]] std::string field(std::string_view name) const {
        return std::string{trim(parts_.request.form_field(name).value_or(""))};
    }

    /// A field of the form as it was sent, with line ends made "\n": for texts.
    [[nodiscard]] std::string text_field(std::string_view name) const;

    [[nodiscard]] const Links& links() const { return parts_.links; }

    [[nodiscard]] const messages::Texts& texts() const { return parts_.texts; }

    /// The address of a file of ours: "css/site.css".
    [[nodiscard]] html::Url asset(std::string_view name) const {
        return html::Url::local(parts_.static_files.url(name));
    }

    /// A part of the path that is an id. `not_found` if it is not a number: such an address was
    /// never ours.
    template <typename AnyId>
    [[nodiscard]] Result<AnyId> path_id(std::string_view name) const {
        const std::optional<std::int64_t> number =
            read_number(parts_.match.capture(name).value_or(""));
        if (!number) return fail(ErrorCode::not_found, "There is no page at this address.");
        return AnyId{*number};
    }

    /// A part of the path as text; empty if it is missing.
    [[nodiscard]] std::string path_text(std::string_view name) const {
        return std::string{parts_.match.capture(name).value_or("")};
    }

    /// A query parameter without spaces at its ends; empty if it is missing.
    [[nodiscard]] std::string parameter(std::string_view name) const {
        return std::string{trim(parts_.request.parameter(name).value_or(""))};
    }

    /// The number of a page from 1 on. `not_found` for what is no such number.
    [[nodiscard]] Result<std::int64_t> page_number() const;

    /// A number in a parameter, if the parameter is there. `invalid` with a field error otherwise.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view name) const;

    /// Where a handler says what its page shows. Not part of what it is told, hence not const.
    [[nodiscard]] Caching& caching() const { return caching_; }

private:
    /// Digits only, as many as any id has; a leading minus, since the Community user is −1.
    static std::optional<std::int64_t> read_number(std::string_view text);

    Parts parts_;
    mutable Caching caching_;
    mutable std::string new_visit_;
};

/// Reads a parameter that names one of a few choices (with `format_choice`): `first` if it is
/// missing, `invalid` if it is none of them.
template <typename Choice, std::size_t N>
Result<Choice> read_choice(
    const RequestContext& request,
    std::string_view parameter,
    const std::array<Choice, N>& choices,
    Choice first
) {
    const std::string text = ascii_lower(request.parameter(parameter));
    if (text.empty()) return first;
    std::string known;
    for (const Choice choice : choices) {
        if (format_choice(choice) == text) return choice;
        known += known.empty() ? "" : ", ";
        known += format_choice(choice);
    }
    const std::string sentence = std::string{parameter} + " must be one of " + known + ".";
    return std::unexpected{
        Error{ErrorCode::invalid, sentence}.with_field(std::string{parameter}, sentence)
    };
}

} // namespace attest::endpoint
