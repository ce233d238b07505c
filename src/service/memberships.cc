#include "service/memberships.h"

#include "base/text.h"
#include "markup/render.h"
#include "security/display_name.h"
#include "service/limits.h"
#include "service/markup_options.h"
#include "service/writing.h"
#include "storage/accounts.h"
#include "storage/profiles.h"
#include "storage/users.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::service {

namespace {

std::unexpected<Error> refuse_taken() {
    return refuse("display_name", "Somebody here has this name, or one that looks like it.");
}

Result<std::string> check_length(const std::string& text, std::size_t most, std::string_view what) {
    if (utf8_length(text) <= most) return text;
    return fail(ErrorCode::invalid, fmt::format("{} has at most {} characters.", what, most));
}

/// An address of the web; "example.org" is taken for one with https.
Result<std::string> check_website(const std::string& typed) {
    if (typed.empty()) return typed;
    std::string url = typed.contains("://") ? typed : "https://" + typed;
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    const bool is_plain = url.find_first_of(" \t\n\"<>\\`{}|^") == std::string::npos;
    const std::string_view host = std::string_view{url}.substr(url.find("://") + 3);
    if (!is_web || !is_plain || host.empty() || host.starts_with('/') || !host.contains('.')) {
        return fail(ErrorCode::invalid, "Write an address like https://example.org.");
    }
    return check_length(url, website_length_max, "The address");
}

} // namespace

Result<std::string>
check_free_name(const Site& site, std::string_view name, std::optional<UserId> user) {
    const std::array<std::string_view, 1> reserved = {site.settings.title};
    std::string checked = TRY(security::check_display_name(name, reserved));
    const std::string key = security::skeleton(checked);
    const bool is_taken = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::is_name_taken(tx, {.name = checked, .key = key, .by_other_than = user});
    }));
    if (is_taken) return refuse_taken();
    return checked;
}

Result<UserId> join_site(const Site& site, AccountId account, std::string_view name) {
    const auto joined = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_actor(tx, account);
    }));
    if (joined) return joined->user;
    const std::string checked = TRY(check_free_name(site, name, {}));
    const std::string key = security::skeleton(checked);
    return site.database.write([&](db::Transaction& tx) -> Result<UserId> {
        if (const auto actor = TRY(storage::find_actor(tx, account))) return actor->user;
        if (TRY(storage::is_name_taken(tx, {.name = checked, .key = key, .by_other_than = {}}))) {
            return refuse_taken();
        }
        return storage::insert_user(
            tx,
            {.display_name = checked,
             .reputation = 1,
             .created_at = site.clock(),
             .account = account,
             .name_key = key}
        );
    });
}

Result<Profile> read_profile(const Site& site, const domain::Actor& actor) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<Profile> {
        storage::ProfileRecord record = TRY(storage::find_profile(tx, actor.user));
        return Profile{
            .display_name = std::move(record.display_name),
            .location = std::move(record.location),
            .website_url = std::move(record.website_url),
            .about = record.about_source ? std::move(*record.about_source)
                                         : std::move(record.about_html),
        };
    });
}

namespace {

/// What an imported person wrote stays as it is until they change it.
Result<void> take_about(
    const Site& site,
    const Profile& before,
    const std::string& typed,
    storage::ProfileRecord& record
) {
    if (typed == before.about) return {};
    TRY(check_length(typed, about_length_max, "The text"));
    markup::Options options = markup_options(site.settings, PostId{0});
    options.has_citations = false;
    markup::Rendered rendered = TRY(markup::render_markdown(typed, options));
    record.about_source = typed;
    record.about_html = std::move(rendered.html);
    return {};
}

} // namespace

Result<void> edit_profile(
    const Network& network, const Site& site, const domain::Actor& actor, const Profile& form
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const Profile before = TRY(read_profile(site, actor));
    Error error{ErrorCode::invalid, "Look at the fields named below."};
    storage::ProfileRecord record{.about_source = {}, .about_html = {}};
    const auto into = [&](const std::string& field, std::string& place, Result<std::string> value) {
        if (value) {
            place = std::move(*value);
        } else {
            add_field_error(error, field, value.error().message());
        }
    };
    // A name that came with a dump may stay, even if nobody could take it today.
    const bool is_new_name = form.display_name != before.display_name;
    into(
        "display_name",
        record.display_name,
        is_new_name ? check_free_name(site, form.display_name, actor.user) : form.display_name
    );
    into(
        "location", record.location, check_length(form.location, location_length_max, "The place")
    );
    into("website", record.website_url, check_website(form.website_url));
    if (const Result<void> about = take_about(site, before, form.about, record); !about) {
        add_field_error(error, "about", about.error().message());
    }
    if (!error.fields().empty()) return std::unexpected{std::move(error)};

    const std::optional<std::string> key =
        is_new_name ? std::optional{security::skeleton(record.display_name)} : std::nullopt;
    const bool has_new_about = form.about != before.about;
    TRY(site.database.write([&](db::Transaction& tx) -> Result<void> {
        if (key) {
            if (TRY(storage::is_name_taken(
                    tx, {.name = record.display_name, .key = *key, .by_other_than = actor.user}
                ))) {
                return refuse_taken();
            }
            TRY(storage::update_name(
                tx, {.user = actor.user, .name = record.display_name, .key = *key}
            ));
        }
        return storage::update_profile(
            tx, {.user = actor.user, .profile = record, .has_new_about = has_new_about}
        );
    }));
    if (!is_new_name) return {};
    return network.database.write([&](db::Transaction& tx) {
        return storage::update_account_name(tx, actor.account, record.display_name);
    });
}

} // namespace attest::service
