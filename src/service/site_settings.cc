#include "service/site_settings.h"

#include "base/text.h"
#include "storage/site_properties.h"

#include <fmt/format.h>

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
    settings.dollar_math = value_of(properties, "dollar_math", "0") == "1";
    for (const domain::PrivilegeFacts& facts : domain::all_privileges()) {
        const std::string text = value_of(properties, fmt::format("privilege.{}", facts.name), "");
        const std::optional<std::int64_t> reputation = parse_number<std::int64_t>(text);
        if (reputation) settings.thresholds.set(facts.privilege, *reputation);
    }
    return settings;
}

Result<std::string> read_incarnation(db::Database& database) {
    std::optional<std::string> incarnation = TRY(database.read([](db::ReadTransaction& tx) {
        return storage::find_site_property(tx, "incarnation");
    }));
    return std::move(incarnation).value_or("");
}

} // namespace attest::service
