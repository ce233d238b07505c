#include "storage/changes.h"

#include "domain/stamps.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_change_query{
    .name = "insert_change",
    .sql = "INSERT INTO changes (kind, object_id) VALUES ($1, $2)",
};

Result<void> insert_change(db::Transaction& tx, domain::ChangeKind kind, std::int64_t object) {
    TRY(tx.execute(insert_change_query, {kind, object}));
    return {};
}

} // namespace

Result<void> record_post_change(db::Transaction& tx, ChangedPost changed) {
    TRY(insert_change(tx, domain::ChangeKind::post, changed.post.value));
    if (changed.question)
        announce_question(tx, *changed.question);
    else
        announce_site(tx);
    return {};
}

Result<void> record_user_change(db::Transaction& tx, UserId user) {
    TRY(insert_change(tx, domain::ChangeKind::user, user.value));
    tx.announce(domain::stamp_of_user(user));
    announce_site(tx);
    return {};
}

Result<void> record_tag_change(db::Transaction& tx, TagId tag, std::string_view name) {
    TRY(insert_change(tx, domain::ChangeKind::tag, tag.value));
    tx.announce(domain::stamp_of_tag(name));
    announce_site(tx);
    return {};
}

Result<void> record_everything_changed(db::Transaction& tx) {
    TRY(insert_change(tx, domain::ChangeKind::everything, 0));
    announce_site(tx);
    return {};
}

void announce_question(db::Transaction& tx, QuestionId question) {
    tx.announce(domain::stamp_of_question(question));
    announce_site(tx);
}

void announce_site(db::Transaction& tx) {
    tx.announce(domain::stamp_of_site);
}

} // namespace attest::storage
