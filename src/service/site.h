// A site as use cases see it: its database, its index, its settings, the seams.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "db/database.h"
#include "domain/act_limits.h"
#include "domain/evidence_ranking.h"
#include "domain/ids.h"
#include "domain/privileges.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace attest::search {
class SearchIndex;
}

namespace attest {

/// What the keeper says of a site (site_properties), held in memory while the site is served.
struct SiteSettings {
    std::string name;                     ///< In commands and file names.
    std::string title;                    ///< "History".
    std::string tagline;                  ///< One line under the title; may be empty.
    std::vector<std::string> languages;   ///< ISO 639-1, the first is the site's own.
    std::string origin_url;               ///< Where an imported site came from; empty if nowhere.
    std::string license = "CC BY-SA 4.0"; ///< Where a post does not say.
    std::string path_prefix;              ///< "" or "/name".
    bool dollar_math = false;             ///< Whether `$…$` is a formula (decisions.md, 30).
    domain::Thresholds thresholds = {};   ///< The reputation that privileges need.
    std::int64_t review_votes = 2;        ///< Reviewers who must agree on a suggested edit.
    domain::ActRates rates = {};          ///< How often acts may be done.
    /// Scans of what was issued within so many years are proposed to be shown by lines only.
    std::int64_t scan_rights_years = 95;
    domain::FirstOrder first_order = domain::FirstOrder::by_origin; ///< Of a question's answers.

    /// Whether its questions were asked elsewhere at first, under other rules.
    [[nodiscard]] bool is_imported() const { return !origin_url.empty(); }
};

struct Site {
    SiteId id;
    SiteSettings settings;
    db::Database& database;
    search::SearchIndex*
        index; ///< Null until the index is open; search then answers `unavailable`.
    Clock clock;
    Random random;
    /// Scheme and host under which readers reach the site, for links in mails. What a request says
    /// of its host is not asked: a stranger could have somebody sent a link to a host of his own.
    std::string mail_origin = "http://localhost";
    /// Where uploaded files lie under their hashes; empty where none are taken.
    std::string files_folder = {};
    /// The program that reads them: scans/worker.h.
    std::string scan_program = {};
};

} // namespace attest
