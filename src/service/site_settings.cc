#include "service/site_settings.h"

#include "base/text.h"
#include "storage/site_properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

namespace attest::service {

namespace {

using Properties = std::unordered_map<std::string, std::string>;

/// The property, if there is one and it says something; else `otherwise`.
std::string value_of(const Properties& properties, const std::string& name, std::string otherwise) {
    const auto property = properties.find(name);
    const bool is_said = property != properties.end() && !property->second.empty();
    return is_said ? property->second : std::move(otherwise);
}

std::vector<std::string> parse_languages(std::string_view text) {
    std::vector<std::string> languages;
    for (const std::string_view language : split(text, ',')) {
        if (!trim(language).empty()) languages.emplace_back(trim(language));
    }
    if (languages.empty()) languages.emplace_back("en");
    return languages;
}

struct NamedOrder {
    std::string_view name;
    domain::FirstOrder order;
};

constexpr auto first_orders = std::to_array<NamedOrder>({
    {"by-origin", domain::FirstOrder::by_origin},
    {"evidence", domain::FirstOrder::evidence},
    {"votes", domain::FirstOrder::votes},
});

std::optional<domain::FirstOrder> parse_first_order(std::string_view name) {
    const auto found = std::ranges::find(first_orders, name, &NamedOrder::name);
    return found == first_orders.end() ? std::nullopt : std::optional{found->order};
}

} // namespace

Result<SiteSettings> read_site_settings(db::Database& database, const std::string& name) {
    const Properties properties = TRY(database.read(storage::list_site_properties));
    SiteSettings settings{
        .name = name,
        .title = value_of(properties, "title", name),
        .tagline = value_of(properties, "tagline", ""),
        .languages = parse_languages(value_of(properties, "languages", "")),
        .origin_url = value_of(properties, "origin", ""),
        .path_prefix = value_of(properties, "path_prefix", ""),
    };
    settings.license = value_of(properties, "license", settings.license);
    settings.review_votes = parse_number<std::int64_t>(value_of(properties, "review_votes", ""))
                                .value_or(settings.review_votes);
    settings.scan_rights_years =
        parse_number<std::int64_t>(value_of(properties, "scan_rights_years", ""))
            .value_or(settings.scan_rights_years);
    settings.first_order = parse_first_order(value_of(properties, "answer_order", ""))
                               .value_or(domain::FirstOrder::by_origin);
    settings.dollar_math = value_of(properties, "dollar_math", "0") == "1";
    for (const domain::PrivilegeFacts& facts : domain::all_privileges()) {
        const std::string text = value_of(properties, fmt::format("privilege.{}", facts.name), "");
        const std::optional<std::int64_t> reputation = parse_number<std::int64_t>(text);
        if (reputation) settings.thresholds.set(facts.privilege, *reputation);
    }
    for (std::size_t row = 0; row < domain::act_limit_count; ++row) {
        const std::string_view limit = domain::all_act_limits()[row].name;
        const std::string text = value_of(properties, fmt::format("limit.{}", limit), "");
        const std::optional<domain::ActRate> rate = domain::parse_act_rate(text);
        if (rate) settings.rates.set(row, *rate);
    }
    return settings;
}

namespace {

/// Longer ones would break every page's bar.
constexpr std::size_t title_length_max = 60;
constexpr std::size_t tagline_length_max = 160;
constexpr std::size_t license_length_max = 100;

/// More stemmers than that find everything everywhere.
constexpr std::size_t languages_max = 8;

/// More votes than that a small site could never bring together.
constexpr std::int64_t review_votes_max = 10;

/// No law protects a work for longer.
constexpr std::int64_t scan_rights_years_max = 500;

constexpr std::int64_t reputation_threshold_max = 1'000'000;

bool is_one_line(std::string_view text) {
    return is_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
           });
}

bool is_line_up_to(std::string_view text, std::size_t length_max) {
    return is_one_line(text) && utf8_length(text) <= length_max;
}

bool is_language_code(std::string_view text) {
    return (text.size() == 2 || text.size() == 3)
           && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool are_languages(std::string_view text) {
    const std::vector<std::string_view> codes = split(text, ',');
    return codes.size() <= languages_max && std::ranges::all_of(codes, [](std::string_view code) {
               return is_language_code(trim(code));
           });
}

/// A setting that is not a threshold of a privilege.
struct PlainSetting {
    std::string_view name;
    std::string_view comment;
    bool (*is_allowed)(std::string_view value);
    std::string (*value_of)(const SiteSettings& settings);
};

const auto plain_settings = std::to_array<PlainSetting>({
    {
        .name = "title",
        .comment = "the site's name, up to 60 characters",
        .is_allowed = [](std::string_view value
                      ) { return !trim(value).empty() && is_line_up_to(value, title_length_max); },
        .value_of = [](const SiteSettings& settings) { return settings.title; },
    },
    {
        .name = "tagline",
        .comment = "one line under the title, up to 160 characters; may be empty",
        .is_allowed = [](std::string_view value
                      ) { return is_line_up_to(value, tagline_length_max); },
        .value_of = [](const SiteSettings& settings) { return settings.tagline; },
    },
    {
        .name = "languages",
        .comment = "codes with commas between, the site's own first: en,ru",
        .is_allowed = are_languages,
        .value_of = [](const SiteSettings& settings
                    ) { return fmt::format("{}", fmt::join(settings.languages, ",")); },
    },
    {
        .name = "license",
        .comment = "what new posts are licensed under, up to 100 characters: CC BY-SA 4.0",
        .is_allowed =
            [](std::string_view value) {
                return !trim(value).empty() && is_line_up_to(value, license_length_max);
            },
        .value_of = [](const SiteSettings& settings) { return settings.license; },
    },
    {
        .name = "dollar_math",
        .comment = "whether $x$ is a formula: 1 or 0",
        .is_allowed = [](std::string_view value) { return value == "0" || value == "1"; },
        .value_of = [](const SiteSettings& settings
                    ) { return std::string{settings.dollar_math ? "1" : "0"}; },
    },
    {
        .name = "answer_order",
        .comment =
            "how answers stand at first where two of them cite: evidence, votes, or by-origin "
            "(by evidence, but by votes on an imported site)",
        .is_allowed = [](std::string_view value) { return parse_first_order(value).has_value(); },
        .value_of =
            [](const SiteSettings& settings) {
                return std::string{
                    std::ranges::find(first_orders, settings.first_order, &NamedOrder::order)->name
                };
            },
    },
    {
        .name = "scan_rights_years",
        .comment =
            "scans of what was issued within so many years are proposed as \"lines\", 0 to 500",
        .is_allowed =
            [](std::string_view value) {
                const auto number = parse_number<std::int64_t>(value);
                return number && *number >= 0 && *number <= scan_rights_years_max;
            },
        .value_of = [](const SiteSettings& settings
                    ) { return fmt::format("{}", settings.scan_rights_years); },
    },
    {
        .name = "review_votes",
        .comment = "how many votes settle a suggested edit, from 1 to 10",
        .is_allowed =
            [](std::string_view value) {
                const auto number = parse_number<std::int64_t>(value);
                return number && *number >= 1 && *number <= review_votes_max;
            },
        .value_of = [](const SiteSettings& settings
                    ) { return fmt::format("{}", settings.review_votes); },
    },
});

std::string threshold_name(const domain::PrivilegeFacts& facts) {
    return fmt::format("privilege.{}", facts.name);
}

std::string limit_name(const domain::ActLimit& limit) {
    return fmt::format("limit.{}", limit.name);
}

bool is_threshold(std::string_view value) {
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(value);
    return number && *number >= 0 && *number <= reputation_threshold_max;
}

Result<void> check_setting(std::string_view name, std::string_view value) {
    const auto refuse_unless = [&](bool is_allowed, std::string_view comment) -> Result<void> {
        if (is_allowed) return {};
        return fail(ErrorCode::invalid, fmt::format("“{}” is {}.", name, comment));
    };
    for (const PlainSetting& setting : plain_settings) {
        if (setting.name == name) return refuse_unless(setting.is_allowed(value), setting.comment);
    }
    for (const domain::PrivilegeFacts& facts : domain::all_privileges()) {
        if (threshold_name(facts) != name) continue;
        return refuse_unless(is_threshold(value), "a reputation, from 0 to 1000000");
    }
    for (const domain::ActLimit& limit : domain::all_act_limits()) {
        if (limit_name(limit) != name) continue;
        return refuse_unless(
            domain::parse_act_rate(trim(value)).has_value(), "a count and a span, as 6/1d, or off"
        );
    }
    return fail(
        ErrorCode::not_found,
        fmt::format("A site has no setting “{}”; `attest site show` lists those it has.", name)
    );
}

} // namespace

std::vector<SiteSettingLine> list_site_settings(const SiteSettings& settings) {
    std::vector<SiteSettingLine> lines;
    for (const PlainSetting& setting : plain_settings) {
        lines.push_back(
            {std::string{setting.name}, setting.value_of(settings), std::string{setting.comment}}
        );
    }
    for (const domain::PrivilegeFacts& facts : domain::all_privileges()) {
        lines.push_back(
            {threshold_name(facts),
             fmt::format("{}", settings.thresholds.of(facts.privilege)),
             fmt::format("the reputation needed to {}", facts.act)}
        );
    }
    for (std::size_t row = 0; row < domain::act_limit_count; ++row) {
        const domain::ActLimit& limit = domain::all_act_limits()[row];
        lines.push_back(
            {limit_name(limit),
             domain::format_act_rate(settings.rates.of(row)),
             fmt::format(
                 "{} Usually {}.",
                 domain::format_act_limit(limit),
                 domain::format_act_rate(limit.rate)
             )}
        );
    }
    return lines;
}

Result<void>
change_site_setting(db::Database& database, std::string_view name, std::string_view value) {
    TRY(check_setting(name, value));
    const std::string_view stored = trim(value);
    return database.write([&](db::Transaction& tx) {
        return storage::update_site_property(tx, {.name = name, .value = stored});
    });
}

Result<std::string> read_incarnation(db::Database& database) {
    std::optional<std::string> incarnation = TRY(database.read([](db::ReadTransaction& tx) {
        return storage::find_site_property(tx, "incarnation");
    }));
    return std::move(incarnation).value_or("");
}

} // namespace attest::service
