// A site of the data folder, opened for this process: its database with the version stamps that
// commits turn, and its search index.
#pragma once

#include "base/error.h"
#include "db/data_folder.h"
#include "db/database.h"
#include "jobs/bell.h"
#include "search/index.h"
#include "search/updater.h"
#include "service/site.h"
#include "service/stamps.h"
#include "storage/sites.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

namespace attest::app {

struct OpenSite {
    storage::SiteRecord record;
    /// Rung when a job has been queued.
    jobs::Bell notices_bell;
    jobs::Bell judging_bell;
    jobs::Bell mail_bell;
    std::unique_ptr<service::Stamps> stamps;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<search::SearchIndex> index;
    std::unique_ptr<Site> site; ///< As it was when it was opened.
    /// Woken after each commit, once a server has put it here; it must outlive every writer but
    /// itself.
    std::atomic<search::Updater*> updater = nullptr;

    /// The site with the settings that are stored now. Earlier ones live on in `changed`, since a
    /// request may be reading them.
    std::atomic<const Site*> current = nullptr;
    std::vector<std::unique_ptr<Site>> changed;
    std::mutex changing;
};

/// Puts a site with the stored settings in place, and lets no cached page show the old ones.
Result<void> reread_settings(OpenSite& site);

/// The sites of the folder, in the order they were made.
Result<std::vector<storage::SiteRecord>> list_sites(const db::DataFolder& folder);

/// Says that there is no such site, and which there are.
std::unexpected<Error> unknown_site(
    const db::DataFolder& folder, std::span<const storage::SiteRecord> sites, std::string_view name
);

/// `not_found` with the names there are.
Result<storage::SiteRecord> find_site(const db::DataFolder& folder, std::string_view name);

/// Brings the database to the newest schema and opens the index if there is one.
Result<std::unique_ptr<OpenSite>>
open_site(const db::DataFolder& folder, const storage::SiteRecord& record);

} // namespace attest::app
