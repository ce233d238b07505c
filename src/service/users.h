// Reading people: the list of users and a profile.
#pragma once

#include "domain/reputation.h"
#include "service/questions.h"

namespace attest::service {

enum class UserOrder : std::uint8_t { reputation, newest, name };

struct UserSummary {
    Byline user;
    std::string location;
    Time created_at;
    std::int64_t question_count = 0;
    std::int64_t answer_count = 0;
};

struct UserList {
    std::vector<UserSummary> users;
    std::int64_t total = 0;
    bool has_more = false;
};

/// `filter` keeps users whose display names begin with it, whatever the case of Latin letters; of
/// other scripts as written or with a capital first. They stand by name, on one page (`number` is
/// ignored), and `total` is how many are shown.
Result<UserList>
list_users(const Site& site, UserOrder order, const std::string& filter, PageRequest page);

/// Bookmarks and what one follows are their owner's alone (service/post_marks.h).
enum class UserTab : std::uint8_t {
    profile,
    questions,
    answers,
    badges,
    reputation,
    bookmarks,
    following,
};

/// An answer or a question of the user, in a line.
struct UserPostSummary {
    PostId id;
    QuestionId question;
    std::string question_title;
    std::int64_t score = 0;
    Time created_at;
    bool is_accepted = false;
    std::vector<std::string> tags; ///< Of a question.
    std::int64_t answer_count = 0;
};

struct BadgeSummary {
    std::string name;
    domain::BadgeClass badge_class = domain::BadgeClass::bronze;
    bool is_tag_based = false;
    std::int64_t count = 0;
    Time awarded_at; ///< The newest.
};

/// One line of the history of reputation; never who did it.
struct ReputationEvent {
    Time at;
    std::int64_t day = 0;
    std::int64_t change = 0; ///< What counted of it.
    std::int64_t points = 0; ///< What it was worth; more, where a day's cap was reached.
    domain::ReputationKind kind = domain::ReputationKind::opening;
    std::optional<PostId> post = {};
    std::optional<QuestionId> question = {}; ///< Nothing if it is gone.
    std::string question_title = {};
};

/// What a day brought in all, also where its events stand on two pages.
struct ReputationDay {
    std::int64_t day = 0;
    std::int64_t change = 0;
};

struct UserPage {
    UserSummary user;
    std::string about_html; ///< Safe to print.
    std::string website_url;
    std::optional<Time> seen_at;
    std::int64_t view_count = 0;
    bool is_moderator = false;
    std::optional<Time> suspended_until = {}; ///< Also one that has passed.
    std::vector<UserPostSummary> questions;   ///< By score; on the profile the first 5.
    std::vector<UserPostSummary> answers;
    std::vector<BadgeSummary> badges;
    std::vector<ReputationEvent> reputation;    ///< Newest first.
    std::vector<ReputationDay> reputation_days; ///< Those of the events above.
    std::int64_t reputation_event_count = 0;
    bool has_more = false;
};

/// Reads what the tab shows. `not_found` also for deleted users.
Result<UserPage> read_user(const Site& site, UserId id, UserTab tab, PageRequest page);

} // namespace attest::service
