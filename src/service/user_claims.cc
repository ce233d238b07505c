#include "service/user_claims.h"

#include "base/log.h"
#include "base/text.h"
#include "service/limits.h"
#include "service/writing.h"
#include "storage/account_events.h"
#include "storage/accounts.h"
#include "storage/personal_data.h"
#include "storage/posts.h"
#include "storage/standing.h"

#include <fmt/format.h>

#include <utility>

namespace attest::service {

namespace {

constexpr std::size_t code_bytes = 10;

std::string profile_url(const Site& site, UserId user) {
    std::string_view origin = site.settings.origin_url;
    while (origin.ends_with('/'))
        origin.remove_suffix(1);
    return fmt::format("{}/users/{}", origin, user.value);
}

/// "175", or the number behind "/users/" in an address.
std::optional<UserId> read_user_number(std::string_view typed) {
    typed = trim(typed);
    constexpr std::string_view folder = "/users/";
    if (const std::size_t at = typed.find(folder); at != std::string_view::npos) {
        typed.remove_prefix(at + folder.size());
        typed = typed.substr(0, typed.find_first_not_of("0123456789"));
    }
    const auto number = parse_number<std::int64_t>(typed);
    if (!number || *number <= 0 || *number >= local_id_min) return std::nullopt;
    return UserId{*number};
}

std::unexpected<Error> refuse_two_users() {
    return fail(
        ErrorCode::conflict,
        "You have written or voted here already under another name, and two users cannot be made "
        "one. Ask the keeper of the site what can be done."
    );
}

std::unexpected<Error> refuse_owned() {
    return fail(ErrorCode::conflict, "That user belongs to an account already.");
}

Result<storage::Standing> find_claimed(db::ReadTransaction& tx, UserId user) {
    auto standing = TRY(storage::find_standing(tx, user));
    if (!standing) return fail(ErrorCode::not_found, "There is no such user on the site.");
    return std::move(*standing);
}

/// Refuses what could not be granted either.
Result<void> check_claimable(const Site& site, UserId user, AccountId account) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<void> {
        const storage::Standing claimed = TRY(find_claimed(tx, user));
        if (claimed.account) return refuse_owned();
        const auto own = TRY(storage::find_standing(tx, account));
        if (own && TRY(storage::has_acted(tx, own->user))) return refuse_two_users();
        return {};
    });
}

Result<UserClaim> to_user_claim(const Site& site, storage::UserClaimRecord&& record) {
    const auto standing = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_standing(tx, record.user);
    }));
    return UserClaim{
        .id = record.id,
        .account = record.account,
        .user = record.user,
        .user_name = standing ? standing->display_name : fmt::format("user{}", record.user.value),
        .profile_url = profile_url(site, record.user),
        .code = std::move(record.code),
        .created_at = record.created_at,
    };
}

Result<storage::UserClaimRecord>
find_open_user_claim(const Network& network, const Site& site, UserClaimId id) {
    auto claim = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return storage::find_user_claim(tx, id);
    }));
    if (!claim || claim->site != site.id) {
        return fail(ErrorCode::not_found, "There is no such claim here.");
    }
    if (claim->decided_at) return fail(ErrorCode::conflict, "This claim was decided already.");
    return std::move(*claim);
}

/// The site first: should it stop half way, the claim is still open to go on with.
Result<void> grant(
    const Network& network,
    const Site& site,
    const storage::UserClaimRecord& claim,
    std::optional<AccountId> by
) {
    TRY(give_user(site, claim.user, claim.account));
    const Time now = network.clock();
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::decide_user_claim(
            tx, {.claim = claim.id, .is_granted = true, .by = by, .at = now}
        ));
        return storage::insert_account_event(
            tx,
            {.account = claim.account,
             .kind = "user_claimed",
             .detail = fmt::format("{}", claim.user.value),
             .created_at = now}
        );
    }));
    log_event(
        LogLevel::info,
        "user_claimed",
        {{"account", claim.account.value}, {"user", claim.user.value}}
    );
    return {};
}

} // namespace

bool has_origin(const Site& site) {
    return site.settings.origin_url.starts_with("https://")
           || site.settings.origin_url.starts_with("http://");
}

Result<void> begin_user_claim(
    const Network& network, const Site& site, const domain::Actor& actor, std::string_view typed
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    if (!has_origin(site)) {
        return fail(ErrorCode::not_found, "This site was not brought from another.");
    }
    const std::optional<UserId> user = read_user_number(typed);
    if (!user) {
        return refuse(
            "user",
            fmt::format(
                "Write the number of your old profile, or its address, like {}.",
                profile_url(site, UserId{175})
            )
        );
    }
    if (const Result<void> fits = check_claimable(site, *user, actor.account); !fits) {
        return refuse("user", fits.error().message());
    }
    const std::string code = "attest-" + random_hex(network.random, code_bytes);
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        if (std::ssize(TRY(storage::list_user_claims_of(tx, actor.account))) >= claims_max) {
            return refuse("user", "You have claimed too often. Ask the keeper of the site.");
        }
        TRY(storage::open_user_claim(
            tx,
            {.account = actor.account,
             .site = site.id,
             .user = *user,
             .code = code,
             .created_at = network.clock()}
        ));
        return {};
    });
}

Result<std::vector<UserClaim>>
list_own_user_claims(const Network& network, const Site& site, AccountId account) {
    std::vector<storage::UserClaimRecord> records =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::list_user_claims_of(tx, account);
        }));
    std::vector<UserClaim> claims;
    for (storage::UserClaimRecord& record : records) {
        if (record.site != site.id || record.decided_at) continue;
        claims.push_back(TRY(to_user_claim(site, std::move(record))));
    }
    return claims;
}

Result<std::vector<OpenUserClaim>> list_open_user_claims(const Network& network, const Site& site) {
    struct Found {
        storage::UserClaimRecord claim;
        std::string email;
    };

    std::vector<Found> found =
        TRY(network.database.read([&](db::ReadTransaction& tx) -> Result<std::vector<Found>> {
            std::vector<Found> all;
            for (storage::UserClaimRecord& claim :
                 TRY(storage::list_open_user_claims(tx, site.id, keeper_list_max))) {
                const auto account = TRY(storage::find_account(tx, claim.account));
                all.push_back({std::move(claim), account ? account->email : std::string{}});
            }
            return all;
        }));
    std::vector<OpenUserClaim> claims;
    for (Found& one : found)
        claims.push_back({TRY(to_user_claim(site, std::move(one.claim))), std::move(one.email)});
    return claims;
}

Result<void> check_user_claim(
    const Network& network, const Site& site, const domain::Actor& actor, UserClaimId id
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const storage::UserClaimRecord claim = TRY(find_open_user_claim(network, site, id));
    if (claim.account != actor.account) {
        return fail(ErrorCode::not_found, "There is no such claim here.");
    }
    const auto wait = network.throttle->take_or_wait(
        fmt::format("claim account {}", actor.account.value), claim_check_limit
    );
    if (wait) {
        return fail(
            ErrorCode::rate_limited,
            fmt::format("That was too often. Try again {}.", security::format_wait(*wait))
        );
    }
    constexpr const char* keeper_looks =
        "The old site did not show us the profile. Leave the code there: the keeper of this site "
        "sees your claim and looks.";
    if (!network.fetch) return fail(ErrorCode::conflict, keeper_looks);
    const Result<outgoing::Answer> profile =
        network.fetch({.url = profile_url(site, claim.user), .accept = "text/html"});
    if (!profile || profile->status != 200) {
        return std::unexpected{Error{ErrorCode::conflict, keeper_looks}.with_detail(
            profile ? fmt::format("status {}", profile->status) : profile.error().message()
        )};
    }
    if (!profile->body.contains(claim.code)) {
        return fail(
            ErrorCode::conflict,
            "The code does not stand in the old profile yet. Save it there, in the text about "
            "yourself, wait a minute, and look again."
        );
    }
    return grant(network, site, claim, std::nullopt);
}

Result<void>
decide_user_claim(const Network& network, const Site& site, const UserClaimVerdict& verdict) {
    const storage::UserClaimRecord claim = TRY(find_open_user_claim(network, site, verdict.claim));
    if (verdict.grants) return grant(network, site, claim, verdict.by);
    return network.database.write([&](db::Transaction& tx) {
        return storage::decide_user_claim(
            tx, {.claim = claim.id, .is_granted = false, .by = verdict.by, .at = network.clock()}
        );
    });
}

Result<void> give_user(const Site& site, UserId user, AccountId account) {
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::Standing claimed = TRY(find_claimed(tx, user));
        if (claimed.account == account) return {};
        if (claimed.account) return refuse_owned();
        if (const auto own = TRY(storage::find_standing(tx, account))) {
            if (TRY(storage::has_acted(tx, own->user))) return refuse_two_users();
            TRY(storage::move_marks(tx, {.from = own->user, .to = user}));
            TRY(storage::erase_user(tx, own->user, now));
            if (own->is_moderator) TRY(storage::update_moderator(tx, user, true));
            if (own->suspended_until) {
                TRY(storage::update_suspension(tx, user, own->suspended_until));
            }
        }
        return storage::update_owner(tx, user, account);
    });
}

} // namespace attest::service
