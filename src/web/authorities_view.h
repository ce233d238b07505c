// Lists of authority records, one record with its names, and the forms that keep it.
#pragma once

#include "service/authorities.h"
#include "service/timeline.h"
#include "web/parts.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attest::web {

/// A page of the lists: "/names" shows two kinds.
std::span<const domain::AuthorityKind> kinds_beside(domain::AuthorityKind kind);

struct AuthorityListView {
    domain::AuthorityKind kind = domain::AuthorityKind::person;
    service::AuthorityList list;
    std::vector<service::FoundAuthority> found; ///< With a filter, instead of the list.
    std::string filter;
    std::int64_t page = 1;
};

http::Response authority_list_page(const RequestContext& request, const AuthorityListView& view);

struct AuthorityView {
    service::AuthorityPage page;
    service::MentioningPosts posts;                 ///< The newest.
    std::vector<service::TimelineItem> claims = {}; ///< Dated ones, the first of them.
    std::string names_on = {};                      ///< "1915": which names it had then.
    const Error* error = nullptr;                   ///< Of names_on.
};

http::Response authority_page(const RequestContext& request, const AuthorityView& view);

/// The form for a new record, as it was filled in.
http::Response new_authority_page(
    const RequestContext& request, const service::MakeAuthority& form, const Error* error = nullptr
);

/// The forms of a record. What was typed stands in the one that was refused.
http::Response edit_authority_page(
    const RequestContext& request, const service::AuthorityPage& page, const Error* error = nullptr
);

} // namespace attest::web
