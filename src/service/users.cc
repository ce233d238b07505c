#include "service/users.h"

#include "base/text.h"
#include "domain/names.h"
#include "service/paging.h"
#include "storage/badges.h"
#include "storage/reputation.h"
#include "storage/totals.h"
#include "storage/users.h"

#include <iterator>
#include <utility>

namespace attest::service {

namespace {

/// Posts of each kind on the profile.
constexpr std::int64_t profile_posts = 5;

/// Badges on the profile: nobody has earned more kinds on any site of Stack Exchange but a handful.
constexpr std::int64_t profile_badges = 60;

storage::UserKey key_of(UserOrder order) {
    switch (order) {
    case UserOrder::reputation:
        return storage::UserKey::reputation;
    case UserOrder::newest:
        return storage::UserKey::newest;
    case UserOrder::name:
        return storage::UserKey::name;
    }
    std::unreachable();
}

UserSummary to_summary(storage::ListedUser&& user) {
    return {
        .user = std::move(user.user),
        .location = std::move(user.location),
        .created_at = user.created_at,
        .question_count = user.question_count,
        .answer_count = user.answer_count,
    };
}

void append(UserList& list, std::vector<storage::ListedUser>&& users) {
    for (storage::ListedUser& user : users)
        list.users.push_back(to_summary(std::move(user)));
}

Result<UserList> list_named(db::ReadTransaction& tx, std::string_view start, const Window& window) {
    UserList list;
    for (domain::NameStretch& names : domain::stretches_of_names(start)) {
        append(
            list,
            TRY(storage::list_users_by_name(
                tx,
                {.first = std::move(names.first),
                 .end = std::move(names.end),
                 .limit = window.limit() - std::ssize(list.users)}
            ))
        );
    }
    list.has_more = cut_to(list.users, window);
    list.total = std::ssize(list.users);
    return list;
}

} // namespace

Result<UserList>
list_users(const Site& site, UserOrder order, const std::string& filter, PageRequest page) {
    const Window window = TRY(window_of(page));
    const std::string_view start = trim(filter);
    return site.database.read([&](db::ReadTransaction& tx) -> Result<UserList> {
        if (!start.empty()) return list_named(tx, start, window);
        UserList list;
        append(
            list,
            TRY(storage::list_users(
                tx, {.key = key_of(order), .limit = window.limit(), .offset = window.offset}
            ))
        );
        list.has_more = cut_to(list.users, window);
        list.total = TRY(storage::find_total(tx, "users"));
        return list;
    });
}

namespace {

Result<std::vector<UserPostSummary>>
list_posts(db::ReadTransaction& tx, const storage::UserPostFilter& filter) {
    std::vector<storage::PostOfUser> posts = TRY(storage::list_posts_of_user(tx, filter));
    std::vector<UserPostSummary> summaries;
    summaries.reserve(posts.size());
    for (storage::PostOfUser& post : posts) {
        summaries.push_back({
            .id = post.id,
            .question = post.question,
            .question_title = std::move(post.question_title),
            .score = post.score,
            .created_at = post.created_at,
            .is_accepted = post.is_accepted,
            .tags = std::move(post.tags),
            .answer_count = post.answer_count,
        });
    }
    return summaries;
}

Result<std::vector<BadgeSummary>>
list_badges(db::ReadTransaction& tx, const storage::BadgeFilter& filter) {
    std::vector<storage::BadgeOfUser> badges = TRY(storage::list_badges_of_user(tx, filter));
    std::vector<BadgeSummary> summaries;
    summaries.reserve(badges.size());
    for (storage::BadgeOfUser& badge : badges) {
        summaries.push_back({
            .name = std::move(badge.name),
            .badge_class = badge.badge_class,
            .is_tag_based = badge.is_tag_based,
            .count = badge.count,
            .awarded_at = badge.awarded_at,
        });
    }
    return summaries;
}

Result<void> read_reputation(db::ReadTransaction& tx, const Window& window, UserPage& page) {
    const UserId id = *page.user.user.id;
    page.reputation_event_count = TRY(storage::count_reputation_events(tx, id));
    std::vector<storage::ReputationChange> changes = TRY(
        storage::list_reputation(tx, {.user = id, .limit = window.limit(), .offset = window.offset})
    );
    page.has_more = cut_to(changes, window);
    if (changes.empty()) return {};
    for (const storage::ReputationDay& day : TRY(storage::list_reputation_days(
             tx, {.user = id, .first = changes.back().day, .last = changes.front().day}
         )))
        page.reputation_days.push_back({.day = day.day, .change = day.amount});
    for (storage::ReputationChange& change : changes) {
        page.reputation.push_back({
            .at = change.at,
            .day = change.day,
            .change = change.amount,
            .points = change.points,
            .kind = change.kind,
            .post = change.post,
            .question = change.question,
            .question_title = std::move(change.title),
        });
    }
    return {};
}

/// What a tab shows beside the user's head, in the rows of `window`.
Result<void> read_tab(db::ReadTransaction& tx, UserTab tab, const Window& window, UserPage& page) {
    const UserId id = *page.user.user.id;
    switch (tab) {
    case UserTab::profile:
        page.questions = TRY(
            list_posts(tx, {.user = id, .kind = domain::PostKind::question, .limit = profile_posts})
        );
        page.answers = TRY(
            list_posts(tx, {.user = id, .kind = domain::PostKind::answer, .limit = profile_posts})
        );
        page.badges = TRY(list_badges(tx, {.user = id, .limit = profile_badges}));
        return {};
    case UserTab::questions:
        page.questions = TRY(list_posts(
            tx,
            {.user = id,
             .kind = domain::PostKind::question,
             .limit = window.limit(),
             .offset = window.offset}
        ));
        page.has_more = cut_to(page.questions, window);
        return {};
    case UserTab::answers:
        page.answers = TRY(list_posts(
            tx,
            {.user = id,
             .kind = domain::PostKind::answer,
             .limit = window.limit(),
             .offset = window.offset}
        ));
        page.has_more = cut_to(page.answers, window);
        return {};
    case UserTab::badges:
        page.badges =
            TRY(list_badges(tx, {.user = id, .limit = window.limit(), .offset = window.offset}));
        page.has_more = cut_to(page.badges, window);
        return {};
    case UserTab::reputation:
        TRY(read_reputation(tx, window, page));
        return {};
    case UserTab::bookmarks:
    case UserTab::following:
        return {}; // The page reads them for their owner.
    }
    std::unreachable();
}

} // namespace

Result<UserPage> read_user(const Site& site, UserId id, UserTab tab, PageRequest page_request) {
    const Window window = TRY(window_of(page_request));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<UserPage> {
        storage::UserRecord user = TRY(storage::find_user(tx, id));
        UserPage page{
            .user = to_summary(std::move(user.user)),
            .about_html = std::move(user.about_html),
            .website_url = std::move(user.website_url),
            .seen_at = user.seen_at,
            .view_count = user.view_count,
            .is_moderator = user.is_moderator,
            .suspended_until = user.suspended_until,
            .questions = {},
            .answers = {},
            .badges = {},
            .reputation = {},
            .reputation_days = {},
            .reputation_event_count = 0,
            .has_more = false,
        };
        TRY(read_tab(tx, tab, window, page));
        return page;
    });
}

} // namespace attest::service
