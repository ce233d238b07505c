// `attest user`: accounts as their keeper sees and changes them. An account is named by its number
// or its address, as `attest user list` prints them.

#include "app/commands.h"
#include "app/control.h"
#include "app/control_commands.h"
#include "base/text.h"
#include "base/time.h"
#include "domain/ids.h"
#include "endpoint/account_mails.h"
#include "security/email.h"
#include "service/accounts.h"
#include "service/invitations.h"
#include "service/limits.h"
#include "service/personal_data.h"
#include "service/second_factors.h"
#include "service/user_claims.h"
#include "storage/accounts.h"
#include "storage/moderation_log.h"
#include "storage/standing.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attest::app {

namespace {

/// Accounts read at once while all are listed.
constexpr std::int64_t accounts_slice = 500;

/// The longest suspension: as on Stack Exchange, a year.
constexpr std::int64_t suspension_days_max = 365;

Result<storage::AccountRecord> find_account(const ControlTarget& target, const std::string& who) {
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(who);
    const std::string key = security::email_key(who);
    const std::optional<storage::AccountRecord> account =
        TRY(target.network.database.read([&](db::ReadTransaction& tx) {
            return number ? storage::find_account(tx, AccountId{*number})
                          : storage::find_account_by_email(tx, key);
        }));
    if (account) return *account;
    return fail(
        ErrorCode::not_found,
        fmt::format("There is no account “{}”; `attest user list` lists those there are.", who)
    );
}

std::string format_account(const storage::AccountRecord& account) {
    return fmt::format(
        "{:>6}  {}  {}{}{}\n",
        account.id.value,
        account.email,
        account.display_name,
        account.is_keeper ? "  keeper" : "",
        account.confirmed_at ? "" : "  (address not confirmed)"
    );
}

/// The account's user on a site; `not_found` if it has not joined.
Result<storage::Standing> find_member(const OpenSite& site, const storage::AccountRecord& account) {
    std::optional<storage::Standing> standing =
        TRY(site.database->read([&](db::ReadTransaction& tx) {
            return storage::find_standing(tx, account.id);
        }));
    if (standing) return std::move(*standing);
    return fail(
        ErrorCode::not_found,
        fmt::format("{} has not joined the site “{}”.", account.email, site.record.name)
    );
}

Result<void>
set_moderator(const ControlTarget& target, OpenSite& site, UserId user, bool is_moderator) {
    return site.database->write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::update_moderator(tx, user, is_moderator));
        return storage::log_moderation(
            tx,
            {.moderator = {}, .kind = is_moderator ? "made_moderator" : "made_user", .user = user},
            target.network.clock()
        );
    });
}

} // namespace

Result<ControlAnswer>
list_users(const ControlTarget& target, std::span<const std::string> /*arguments*/) {
    ControlAnswer answer;
    for (std::int64_t offset = 0;; offset += accounts_slice) {
        const std::vector<storage::AccountRecord> accounts =
            TRY(target.network.database.read([&](db::ReadTransaction& tx) {
                return storage::list_accounts(tx, {.limit = accounts_slice, .offset = offset});
            }));
        for (const storage::AccountRecord& account : accounts)
            answer.output += format_account(account);
        if (std::ssize(accounts) < accounts_slice) break;
    }
    if (answer.output.empty()) answer.output = "There is no account yet.\n";
    return answer;
}

Result<ControlAnswer>
show_user(const ControlTarget& target, std::span<const std::string> arguments) {
    const storage::AccountRecord account = TRY(find_account(target, arguments[0]));
    ControlAnswer answer{.output = format_account(account)};
    answer.output += fmt::format(
        "        since {}, {}\n",
        format_rfc3339(account.created_at),
        account.password_hash ? "with a password" : "without a password"
    );
    for (const OpenSite* site : target.sites) {
        const auto standing = TRY(site->database->read([&](db::ReadTransaction& tx) {
            return storage::find_standing(tx, account.id);
        }));
        if (!standing) continue;
        answer.output += fmt::format(
            "        on {}: user {}, “{}”, reputation {}{}{}\n",
            site->record.name,
            standing->user.value,
            standing->display_name,
            standing->reputation,
            standing->is_moderator ? ", moderator" : "",
            standing->suspended_until && *standing->suspended_until > target.network.clock()
                ? fmt::format(", suspended until {}", format_rfc3339(*standing->suspended_until))
                : ""
        );
    }
    return answer;
}

Result<ControlAnswer>
set_role(const ControlTarget& target, std::span<const std::string> arguments) {
    const storage::AccountRecord account = TRY(find_account(target, arguments[0]));
    const std::string& role = arguments[1];
    if (role != "keeper" && role != "moderator" && role != "user") {
        return fail(
            ErrorCode::invalid,
            fmt::format("“{}” is no role; write keeper, moderator or user.", role)
        );
    }
    if (role == "moderator" && arguments[2].empty()) {
        return fail(ErrorCode::invalid, "Say of which site, with --site.");
    }
    TRY(target.network.database.write([&](db::Transaction& tx) -> Result<void> {
        if (account.is_keeper && role != "keeper" && TRY(storage::count_keepers(tx)) <= 1) {
            return fail(
                ErrorCode::conflict,
                "This is the last keeper. Make another one first: a server without a keeper is "
                "nobody's."
            );
        }
        return storage::update_keeper(tx, account.id, role == "keeper");
    }));
    for (OpenSite* site : target.sites) {
        if (!arguments[2].empty() && site->record.name != arguments[2]) continue;
        const auto standing = TRY(site->database->read([&](db::ReadTransaction& tx) {
            return storage::find_standing(tx, account.id);
        }));
        const bool wants = role == "moderator";
        if (!standing && wants) TRY(find_member(*site, account));
        if (standing && standing->is_moderator != wants) {
            TRY(set_moderator(target, *site, standing->user, wants));
        }
    }
    return ControlAnswer{.output = fmt::format("{} is {} now.\n", account.email, role)};
}

Result<ControlAnswer>
suspend_user(const ControlTarget& target, std::span<const std::string> arguments) {
    OpenSite* const site = TRY(find_site(target, arguments[0]));
    const storage::AccountRecord account = TRY(find_account(target, arguments[1]));
    const std::optional<std::int64_t> length = parse_number<std::int64_t>(arguments[2]);
    if (!length || *length < 0 || *length > suspension_days_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("Suspend for 1 to {} days; 0 ends a suspension.", suspension_days_max)
        );
    }
    const storage::Standing standing = TRY(find_member(*site, account));
    const Time now = target.network.clock();
    const Time until = now + days(*length);
    TRY(site->database->write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::update_suspension(
            tx, standing.user, *length == 0 ? std::nullopt : std::optional{until}
        ));
        return storage::log_moderation(
            tx,
            {.moderator = {},
             .kind = *length == 0 ? "unsuspended" : "suspended",
             .user = standing.user},
            now
        );
    }));
    return ControlAnswer{
        .output =
            *length == 0
                ? fmt::format("{} may write again.\n", account.email)
                : fmt::format("{} may not write until {}.\n", account.email, format_rfc3339(until))
    };
}

Result<ControlAnswer>
claim_user(const ControlTarget& target, std::span<const std::string> arguments) {
    OpenSite* const site = TRY(find_site(target, arguments[0]));
    const storage::AccountRecord account = TRY(find_account(target, arguments[1]));
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(arguments[2]);
    if (!number) return fail(ErrorCode::invalid, "Name the imported user by its number.");
    const UserId user{*number};
    TRY(service::give_user(*site->current.load(), user, account.id));
    return ControlAnswer{
        .output = fmt::format("User {} of {} is {} now.\n", *number, arguments[0], account.email)
    };
}

Result<ControlAnswer>
invite_users(const ControlTarget& target, std::span<const std::string> arguments) {
    OpenSite* const site = TRY(find_site(target, arguments[0]));
    if (!target.is_serving) {
        return fail(
            ErrorCode::conflict,
            "Start the server first: only it knows the address that the links must have."
        );
    }
    const service::Invited invited = TRY(service::invite(
        target.network,
        {.addresses = arguments[1]},
        endpoint::account_mail_writer(*site->current.load())
    ));
    ControlAnswer answer;
    for (const std::string& address : invited.addresses)
        answer.output += fmt::format("{} is invited.\n", address);
    for (const std::string& address : invited.already_here)
        answer.output += fmt::format("{} has an account already.\n", address);
    return answer;
}

Result<ControlAnswer>
erase_user(const ControlTarget& target, std::span<const std::string> arguments) {
    const storage::AccountRecord account = TRY(find_account(target, arguments[0]));
    if (arguments[1] != "yes") {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "This takes the address, the profile, drafts, marks and the inbox of {} ({}) for "
                "good; what they wrote stays under “user” and a number. Say --yes if you mean it.",
                account.email,
                account.display_name
            )
        );
    }
    std::vector<const Site*> sites;
    for (const OpenSite* site : target.sites)
        sites.push_back(site->site.get());
    TRY(service::erase_account_everywhere(target.network, sites, account.id));
    return ControlAnswer{.output = fmt::format("{} is erased.\n", account.email)};
}

Result<ControlAnswer>
remove_totp_of(const ControlTarget& target, std::span<const std::string> arguments) {
    const storage::AccountRecord account = TRY(find_account(target, arguments[0]));
    const service::SecondFactors factors =
        TRY(service::read_second_factors(target.network, account.id));
    if (!factors.totp_since) {
        return fail(
            ErrorCode::conflict,
            fmt::format("{} signs in without an authenticator app.", account.email)
        );
    }
    TRY(service::remove_totp(target.network, account.id));
    TRY(service::note_happening(target.network, account.id, "app_removed_by_keeper", {}));
    return ControlAnswer{
        .output = fmt::format(
            "{} signs in with the password alone now. Be sure that it was they who asked.\n",
            account.email
        )
    };
}

Result<ControlAnswer>
make_reset_link(const ControlTarget& target, std::span<const std::string> arguments) {
    const storage::AccountRecord account = TRY(find_account(target, arguments[0]));
    const std::string token = TRY(service::make_reset_token(target.network, account.id));
    const std::string origin =
        target.sites.empty() ? "" : (*target.sites.front()->current).mail_origin;
    return ControlAnswer{
        .output = fmt::format(
            "{}/reset/confirm?token={}\nWho has this link can set a new password for {}, once. "
            "Hand "
            "it to nobody else.\n",
            origin,
            token,
            account.email
        )
    };
}

namespace {

/// Has the addresses of the standard input invited, so many at a time as one form takes.
Result<void> invite_from_input(const std::string& data, const std::string& site) {
    std::vector<std::string> addresses;
    for (std::string address; std::cin >> address;)
        addresses.push_back(std::move(address));
    if (addresses.empty()) {
        return fail(ErrorCode::invalid, "Give addresses on the standard input, one a line.");
    }
    for (std::size_t begin = 0; begin < addresses.size();
         begin += service::invitations_at_once_max) {
        std::string slice;
        const std::size_t end =
            std::min(addresses.size(), begin + service::invitations_at_once_max);
        for (std::size_t at = begin; at < end; ++at)
            slice += addresses[at] + "\n";
        TRY(ask_and_print(data, {.command = "user invite", .arguments = {site, slice}}));
    }
    return {};
}

struct UserCommand {
    std::string data = "data";
    std::string who;
    std::string role;
    std::string site;
    std::string days;
    std::string user;
    bool is_sure = false;
};

} // namespace

void add_user_commands(Commands& commands) {
    const auto command = std::make_shared<UserCommand>();
    CLI::App& group = commands.add_group("user", "Accounts, their roles and whose they are");
    const auto add = [&](const char* name, const char* help, Command work) -> CLI::App& {
        CLI::App& line = commands.add_to(group, name, help, std::move(work));
        line.add_option("--data", command->data, "The data folder")->capture_default_str();
        return line;
    };
    const auto ask = [command](const char* what, std::vector<std::string> arguments) {
        return ask_and_print(command->data, {.command = what, .arguments = std::move(arguments)});
    };
    const auto add_who = [command](CLI::App& line) {
        line.add_option("account", command->who, "The account's number or address")->required();
    };

    add("list", "All accounts", [=] { return ask("user list", {}); });
    add_who(add("show", "One account, and its users on the sites", [=] {
        return ask("user show", {command->who});
    }));
    CLI::App& role = add("role", "Make an account keeper, moderator or plain user", [=] {
        return ask("user role", {command->who, command->role, command->site});
    });
    add_who(role);
    role.add_option("role", command->role, "keeper, moderator or user")->required();
    role.add_option("--site", command->site, "Of which site a moderator is one");

    CLI::App& suspend = add("suspend", "Let somebody write nothing for some days", [=] {
        return ask("user suspend", {command->site, command->who, command->days});
    });
    add_who(suspend);
    suspend.add_option("days", command->days, "How long; 0 ends it")->required();
    suspend.add_option("--site", command->site, "The site's name")->required();

    CLI::App& claim = add("claim", "Give an imported user to the account of the same person", [=] {
        return ask("user claim", {command->site, command->who, command->user});
    });
    add_who(claim);
    claim.add_option("user", command->user, "The imported user's number")->required();
    claim.add_option("--site", command->site, "The site's name")->required();

    CLI::App& invite = add("invite", "Invite the addresses on the standard input", [=] {
        return invite_from_input(command->data, command->site);
    });
    invite.add_option("--site", command->site, "The site's name")->required();

    CLI::App& erase = add("erase", "Erase an account; what it wrote stays", [=] {
        return ask("user erase", {command->who, command->is_sure ? "yes" : ""});
    });
    add_who(erase);
    erase.add_flag("--yes", command->is_sure, "Yes, for good");

    add_who(add("remove-totp", "Let somebody sign in who has lost phone and codes", [=] {
        return ask("user remove-totp", {command->who});
    }));

    add_who(add("reset-link", "Print a link that sets a new password", [=] {
        return ask("user reset-link", {command->who});
    }));
}

} // namespace attest::app
