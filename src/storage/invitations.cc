#include "storage/invitations.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_invitation_query{
    .name = "insert_invitation",
    .sql = R"sql(
        INSERT INTO invitations (
            token_hash, email, site_id, user_id, invited_by, created_at, expires_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        RETURNING id
    )sql",
};

constexpr db::Query find_invitation_query{
    .name = "find_invitation",
    .sql = R"sql(
        SELECT id, email, site_id, user_id, invited_by, created_at, expires_at, accepted_at
        FROM invitations
        WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > $2
    )sql",
};

constexpr db::Query list_invitations_query{
    .name = "list_invitations",
    .sql = R"sql(
        SELECT id, email, site_id, user_id, invited_by, created_at, expires_at, accepted_at
        FROM invitations
        ORDER BY id DESC LIMIT $1
    )sql",
};

constexpr db::Query accept_invitation_query{
    .name = "accept_invitation",
    .sql = R"sql(
        UPDATE invitations SET accepted_at = $3, account_id = $2
        WHERE id = $1 AND accepted_at IS NULL
    )sql",
};

constexpr db::Query delete_invitation_query{
    .name = "delete_invitation",
    .sql = "DELETE FROM invitations WHERE id = $1 AND accepted_at IS NULL",
};

constexpr db::Query delete_open_invitations_query{
    .name = "delete_open_invitations",
    .sql = "DELETE FROM invitations WHERE email = $1 AND accepted_at IS NULL",
};

InvitationRecord read_invitation(const db::Row& row) {
    return {
        .id = row.id<InvitationId>(0),
        .email = row.string(1),
        .site = row.optional_id<SiteId>(2),
        .user = row.optional_id<UserId>(3),
        .invited_by = row.optional_id<AccountId>(4),
        .created_at = row.time(5),
        .expires_at = row.time(6),
        .accepted_at = row.optional_time(7),
    };
}

} // namespace

Result<InvitationId>
insert_invitation(db::Transaction& tx, std::string_view hash, const InvitationRecord& invitation) {
    const std::optional<InvitationId> id = TRY(tx.first(
        insert_invitation_query,
        {hash,
         invitation.email,
         invitation.site,
         invitation.user,
         invitation.invited_by,
         invitation.created_at,
         invitation.expires_at},
        [](const db::Row& row) { return row.id<InvitationId>(0); }
    ));
    if (!id) return fail(ErrorCode::internal, "An invitation could not be stored.");
    return *id;
}

Result<std::optional<InvitationRecord>>
find_invitation(db::ReadTransaction& tx, std::string_view hash, Time now) {
    return tx.first(find_invitation_query, {hash, now}, read_invitation);
}

Result<std::vector<InvitationRecord>>
list_invitations(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(list_invitations_query, {limit}, read_invitation);
}

Result<void>
accept_invitation(db::Transaction& tx, InvitationId invitation, AccountId account, Time at) {
    if (TRY(tx.execute(accept_invitation_query, {invitation, account, at})) == 0) {
        return fail(ErrorCode::conflict, "This invitation was used already.");
    }
    return {};
}

Result<void> delete_invitation(db::Transaction& tx, InvitationId invitation) {
    TRY(tx.execute(delete_invitation_query, {invitation}));
    return {};
}

Result<void> delete_open_invitations(db::Transaction& tx, std::string_view email) {
    TRY(tx.execute(delete_open_invitations_query, {email}));
    return {};
}

} // namespace attest::storage
