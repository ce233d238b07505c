// The file that an import builds beside the live site, from its first row to the exchange of the
// two.
#pragma once

#include "base/error.h"
#include "db/bulk.h"
#include "db/data_folder.h"
#include "domain/tags.h"
#include "dump/progress.h"
#include "storage/import_state.h"
#include "storage/recount.h"
#include "storage/site_properties.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attest::dump {

using SiteProperties = std::unordered_map<std::string, std::string>;

/// What a site is told of itself at the end of an import.
struct SiteDescription {
    std::string origin;
    std::string title;
    std::string languages;
    domain::TagSyntax tag_syntax = domain::TagSyntax::angles;
    std::string digest;
    SiteProperties live_properties; ///< Of the file that is replaced: its keeper's words stay.
    bool takes_title = false;       ///< The title was asked for now.
    SiteProperties more;            ///< Whatever else the site's maker says.
};

/// What the finishing work has found.
struct FinishReport {
    storage::BodyCounts bodies;
    storage::CountDifferences answer_counts;
    storage::CountDifferences comment_counts;
    storage::CountDifferences scores;
    storage::CountDifferences tag_counts;
    storage::DanglingCounts dangling;
    std::vector<std::string> notes;
};

class BuildingSite {
public:
    BuildingSite(const db::DataFolder& folder, std::string site);

    /// What the live site says of itself; nothing if there is none.
    Result<SiteProperties> read_live_properties();

    /// `conflict` if the live site holds posts that came from no dump: an import would lose them.
    Result<void> check_live_is_imported(const SiteProperties& live);

    Result<bool> live_has_posts();

    /// Opens what an interrupted import has left, and answers its options; nothing if there was
    /// none, and then the file is new and empty.
    Result<std::optional<storage::ImportOptionValues>> open();

    /// Makes the tables of a new file and writes down the options.
    Result<void> begin(const storage::ImportOptionValues& options);

    [[nodiscard]] db::BulkConnection& connection() { return *connection_; }

    /// Lets go of the finished file, so that it can be opened as a database before the exchange.
    void close() { connection_.reset(); }

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    /// Everything that follows from the rows: indexes, counts, what is carried over from the live
    /// site, the site's properties. After it the file is complete.
    Result<void>
    finish(const SiteDescription& description, Progress& progress, FinishReport& report);

    /// Whether an earlier run has finished the file for this very dump and beside the same live
    /// site, and was interrupted before the exchange.
    [[nodiscard]] bool is_ready(std::string_view digest) const;

    /// Puts the file in the place of the live one, and the site into the network's database.
    Result<void> exchange();

    /// Throws away what has been built.
    Result<void> discard();

private:
    Result<void> finish_rows(FinishReport& report);
    Result<void> carry_over(db::Transaction& tx, FinishReport& report);
    Result<void> describe(const SiteDescription& description);
    Result<void> mark_ready(std::string_view digest);
    [[nodiscard]] std::string live_state() const;

    std::filesystem::path live_file_;
    std::filesystem::path file_;
    std::filesystem::path ready_file_;
    std::filesystem::path network_file_;
    std::string site_;
    std::unique_ptr<db::BulkConnection> connection_;
};

} // namespace attest::dump
