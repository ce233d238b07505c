#include "app/open_site.h"

#include "app/open_network.h"
#include "db/migrations.h"
#include "scans/worker.h"
#include "service/site_settings.h"
#include "storage/job_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace attest::app {

Result<std::vector<storage::SiteRecord>> list_sites(const db::DataFolder& folder) {
    const OpenNetwork network = TRY(open_network(folder));
    return network.database->read(storage::list_sites);
}

std::unexpected<Error> unknown_site(
    const db::DataFolder& folder, std::span<const storage::SiteRecord> sites, std::string_view name
) {
    std::string names;
    for (const storage::SiteRecord& site : sites) {
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

Result<storage::SiteRecord> find_site(const db::DataFolder& folder, std::string_view name) {
    const std::vector<storage::SiteRecord> sites = TRY(list_sites(folder));
    for (const storage::SiteRecord& site : sites) {
        if (site.name == name) return site;
    }
    return unknown_site(folder, sites, name);
}

namespace {

Result<SiteSettings> read_settings(const OpenSite& site) {
    SiteSettings settings = TRY(service::read_site_settings(*site.database, site.record.name));
    settings.path_prefix = site.record.path_prefix;
    return settings;
}

} // namespace

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
                if (std::ranges::find(notes, storage::jobs_note) != notes.end()) {
                    target->notices_bell.ring();
                    target->judging_bell.ring();
                    target->mail_bell.ring();
                }
                if (search::Updater* updater = target->updater) updater->wake();
            },
    }));
    SiteSettings settings = TRY(read_settings(*open));
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
        .files_folder = folder.files_folder().string(),
        .scan_program = scans::find_worker().program,
    });
    open->current = open->site.get();
    return open;
}

Result<void> reread_settings(OpenSite& site) {
    const std::lock_guard lock{site.changing};
    auto fresh = std::make_unique<Site>(*site.site);
    fresh->settings = TRY(read_settings(site));
    site.current = fresh.get();
    site.changed.push_back(std::move(fresh));
    site.stamps->bump_all();
    return {};
}

} // namespace attest::app
