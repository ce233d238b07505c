#include "app/open_site.h"

#include "base/text.h"
#include "db/migrations.h"
#include "storage/site_properties.h"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

namespace attest::app {

namespace {

using Properties = std::unordered_map<std::string, std::string>;

std::string
property_or(const Properties& properties, const std::string& name, std::string otherwise) {
    const auto found = properties.find(name);
    return found == properties.end() ? std::move(otherwise) : found->second;
}

std::vector<std::string> read_languages(std::string_view list) {
    std::vector<std::string> languages;
    for (const std::string_view language : split(list, ',')) {
        if (!trim(language).empty()) languages.emplace_back(trim(language));
    }
    return languages.empty() ? std::vector<std::string>{"en"} : languages;
}

SiteSettings settings_of(const storage::SiteRecord& record, const Properties& properties) {
    SiteSettings settings;
    settings.name = record.name;
    settings.title = property_or(properties, "title", record.name);
    settings.tagline = property_or(properties, "tagline", "");
    settings.languages = read_languages(property_or(properties, "languages", "en"));
    settings.origin_url = property_or(properties, "origin", "");
    settings.license = property_or(properties, "license", settings.license);
    settings.path_prefix = record.path_prefix;
    settings.dollar_math = property_or(properties, "dollar_math", "") == "1";
    return settings;
}

} // namespace

Result<std::vector<storage::SiteRecord>> list_sites(const db::DataFolder& folder) {
    const std::unique_ptr<db::Database> network = TRY(
        db::Database::open({.file = folder.network_file(), .migrations = db::network_migrations()})
    );
    return network->read([](db::ReadTransaction& tx) { return storage::list_sites(tx); });
}

Result<storage::SiteRecord> find_site(const db::DataFolder& folder, std::string_view name) {
    const std::vector<storage::SiteRecord> sites = TRY(list_sites(folder));
    std::string names;
    for (const storage::SiteRecord& site : sites) {
        if (site.name == name) return site;
        names += names.empty() ? "" : ", ";
        names += site.name;
    }
    return fail(
        ErrorCode::not_found,
        names.empty()
            ? fmt::format(
                  "There is no site in {} yet; `attest import` brings one in.",
                  folder.path().string()
              )
            : fmt::format(
                  "There is no site “{}” in {}; there is: {}.", name, folder.path().string(), names
              )
    );
}

Result<std::unique_ptr<OpenSite>>
open_site(const db::DataFolder& folder, const storage::SiteRecord& record) {
    auto open = std::make_unique<OpenSite>();
    open->record = record;
    open->stamps = std::make_unique<service::Stamps>();
    open->database = TRY(db::Database::open({
        .file = folder.site_file(record.name),
        .migrations = db::site_migrations(),
        .create = false,
        .on_commit =
            [target = open.get()](std::span<const std::uint64_t> notes) {
                target->stamps->bump_noted(notes);
                if (target->on_change) target->on_change();
            },
    }));
    const Properties properties = TRY(open->database->read([](db::ReadTransaction& tx) {
        return storage::list_site_properties(tx);
    }));
    SiteSettings settings = settings_of(record, properties);
    open->index = TRY(search::SearchIndex::open(
        {.directory = folder.index_folder(record.name), .languages = settings.languages}
    ));
    open->site = std::make_unique<Site>(Site{
        .id = record.id,
        .settings = std::move(settings),
        .database = *open->database,
        .index = open->index.get(),
        .clock = system_clock(),
        .random = system_random(),
    });
    return open;
}

} // namespace attest::app
