// The list of people, and one person's page.
#pragma once

#include "service/post_marks.h"
#include "service/users.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct UserListView {
    service::UserList list;
    service::UserOrder order = service::UserOrder::reputation;
    std::string filter = {};
    std::int64_t page = 1;
};

http::Response user_list_page(const RequestContext& request, const UserListView& view);

struct UserView {
    service::UserPage user;
    service::UserTab tab = service::UserTab::profile;
    std::int64_t page = 1;
    service::MarkedPosts marked = {}; ///< Of the owner's own tabs.
};

http::Response user_page(const RequestContext& request, const UserView& view);

/// The name in the address of a person's page.
std::string user_name(const RequestContext& request, const service::UserPage& user);

} // namespace attest::web
