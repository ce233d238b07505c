#include "dump/import.h"

#include "base/text.h"
#include "db/bulk.h"
#include "db/database.h"
#include "db/migrations.h"
#include "domain/site_name.h"
#include "dump/archive.h"
#include "dump/batch.h"
#include "dump/building_site.h"
#include "dump/digest.h"
#include "dump/limits.h"
#include "dump/loader.h"
#include "dump/rejects.h"
#include "markup/url.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;
using storage::Table;

std::int64_t whole_bytes(const TableFiles& files) {
    std::int64_t sum = 0;
    for (const auto& [table, file] : files)
        sum += static_cast<std::int64_t>(file.bytes);
    return sum;
}

/// "https://beer.stackexchange.com" of what the keeper wrote, or of the dump's name.
Result<std::string> settle_origin(const ImportOptions& options) {
    if (!options.origin) {
        const std::optional<std::string> host = guess_origin_host(options.dump);
        return host ? "https://" + *host : std::string{};
    }
    const std::string host = ascii_lower(markup::url_host(*options.origin));
    if (host.empty()) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "--origin takes an address such as https://beer.stackexchange.com, not \"{}\".",
                *options.origin
            )
        );
    }
    return "https://" + host;
}

/// "History Meta" from "https://history.meta.stackexchange.com".
std::string title_from_origin(std::string_view origin, std::string_view site) {
    const std::string_view host = markup::url_host(origin);
    std::string title;
    for (const std::string_view label : split(host.empty() ? site : host, '.')) {
        const bool is_common = label == "stackexchange" || label == "com" || label == "net"
                               || label == "org" || label == "www";
        if (is_common || label.empty()) continue;
        if (!title.empty()) title += ' ';
        title += label;
        char& initial = title[title.size() - label.size()];
        if (initial >= 'a' && initial <= 'z') initial = static_cast<char>(initial - 32);
    }
    return title.empty() ? std::string{site} : title;
}

/// The way in which this dump writes lists of tags: that of the first list in it.
Result<domain::TagSyntax> find_tag_syntax(const TableFile& posts) {
    TableReader reader = TRY(TableReader::open(posts.file, Table::posts));
    std::vector<Attribute> attributes;
    while (true) {
        const RowBatch batch = TRY(reader.next());
        for (std::size_t row = 0; row < batch.size(); ++row) {
            for (const Attribute& attribute : batch.attributes(row, attributes)) {
                if (attribute.name != "Tags") continue;
                if (const auto syntax = domain::tag_syntax_of(attribute.value)) return *syntax;
            }
        }
        if (batch.is_last()) return domain::TagSyntax::angles;
    }
}

/// An error for each difference would be long; the keeper wants the names.
std::vector<std::string> differing_options(
    const storage::ImportOptionValues& before, const storage::ImportOptionValues& now
) {
    std::vector<std::string> names;
    for (const auto& [name, value] : now) {
        const auto found = before.find(name);
        if (found == before.end() || found->second != value) names.push_back(name);
    }
    return names;
}

class Import {
public:
    Import(const db::DataFolder& folder, const ImportOptions& options, Progress& progress)
        : folder_{folder},
          options_{options},
          progress_{progress},
          building_{folder, options.site} {}

    Result<ImportSummary> run();

private:
    Result<void> find_files();
    Result<void> check_live_site();
    Result<void> settle_options();
    Result<void> load();
    Result<void> finish();
    Result<void> write_rejects(db::ReadTransaction& tx);
    Result<void> take_counts(db::ReadTransaction& tx);
    void tidy();

    const db::DataFolder& folder_;
    const ImportOptions& options_;
    Progress& progress_;
    BuildingSite building_;

    TableFiles files_;
    fs::path unpacked_; ///< Empty if the dump is a folder.
    std::string digest_;
    std::string origin_;
    SiteProperties live_properties_;
    storage::ImportOptionValues wanted_;
    Mapping mapping_;
    ImportSummary summary_;
};

Result<ImportSummary> Import::run() {
    TRY(find_files());
    const std::int64_t began = monotonic_milliseconds();
    TRY(settle_options());
    TRY(check_live_site());
    if (summary_.nothing_changed) {
        tidy();
        return summary_;
    }
    if (!building_.is_ready(digest_)) {
        TRY(load());
        TRY(finish());
    }
    TRY(building_.exchange());
    progress_.end();
    tidy();
    summary_.milliseconds = monotonic_milliseconds() - began;
    return summary_;
}

Result<void> Import::find_files() {
    std::error_code error;
    const fs::file_status status = fs::status(options_.dump, error);
    if (!fs::exists(status))
        return fail(
            ErrorCode::invalid, fmt::format("There is no dump at {}.", options_.dump.string())
        );
    if (fs::is_directory(status)) {
        files_ = TRY(find_tables(options_.dump));
    } else {
        const std::int64_t began = monotonic_milliseconds();
        unpacked_ = folder_.temporary_folder()
                    / fmt::format(
                        "import-{}-{}-{}",
                        options_.site,
                        fs::file_size(options_.dump, error),
                        fs::last_write_time(options_.dump, error).time_since_epoch().count()
                    );
        progress_.begin("Unpacking", 0);
        bool is_begun = false;
        files_ = TRY(unpack_archive(
            options_.dump,
            unpacked_,
            [&](std::uint64_t done, std::uint64_t whole) {
                if (!std::exchange(is_begun, true)) {
                    progress_.begin("Unpacking", static_cast<std::int64_t>(whole));
                    progress_.step("unpacking");
                }
                progress_.at(static_cast<std::int64_t>(done));
            }
        ));
        progress_.end();
        summary_.unpack_milliseconds = monotonic_milliseconds() - began;
    }
    summary_.bytes = whole_bytes(files_);
    return {};
}

Result<void> Import::settle_options() {
    origin_ = TRY(settle_origin(options_));
    mapping_.rules.tag_syntax = TRY(find_tag_syntax(files_.at(Table::posts)));
    mapping_.rules.keeps_all = options_.keeps_all;

    wanted_["languages"] = fmt::format("{}", fmt::join(options_.languages, ","));
    wanted_["keep-all"] = options_.keeps_all ? "yes" : "no";
    wanted_["renderer"] = fmt::format("{}", markup::renderer_version);
    wanted_["schema"] = fmt::format("{}", db::site_migrations().size());
    return {};
}

/// What is already there decides: another origin is refused, the same dump leaves nothing to do.
Result<void> Import::check_live_site() {
    live_properties_ = TRY(building_.read_live_properties());
    const auto said = [&](const std::string& name) {
        const auto found = live_properties_.find(name);
        return found == live_properties_.end() ? std::string{} : found->second;
    };
    const std::string before = said("origin");
    if (origin_.empty()) origin_ = before;
    if (!before.empty() && before != origin_) {
        return fail(
            ErrorCode::conflict,
            fmt::format(
                "The site {} came from {}, and this dump from {}. Import it into another site.",
                options_.site,
                before,
                origin_
            )
        );
    }
    TRY(building_.check_live_is_imported(live_properties_));

    wanted_["origin"] = origin_;
    if (!origin_.empty()) {
        mapping_.markup.rewrite_link =
            markup::origin_link_rewriter(std::string{markup::url_host(origin_)});
    }
    summary_.origin = origin_;

    std::string asked;
    for (const auto& [name, value] : wanted_)
        asked += fmt::format("{}={}\n", name, value);
    progress_.begin("Checking the dump", summary_.bytes);
    progress_.step("checking the dump");
    digest_ = TRY(digest_dump(files_, asked, progress_));
    progress_.end();
    wanted_["dump"] = digest_;
    summary_.nothing_changed = !options_.again && said("import_digest") == digest_;
    return {};
}

Result<void> Import::load() {
    const std::optional<storage::ImportOptionValues> before = TRY(building_.open());
    if (before) {
        const std::vector<std::string> differing = differing_options(*before, wanted_);
        summary_.was_resumed = differing.empty();
        if (differing.empty()) {
            progress_.say("An import of this dump was interrupted; it goes on from where it was.");
        } else {
            summary_.notes.push_back(fmt::format(
                "An interrupted import was begun again from the start, since these differ from "
                "then: {}.",
                fmt::join(differing, ", ")
            ));
            TRY(building_.discard());
            TRY(building_.open());
        }
    }
    if (!summary_.was_resumed) TRY(building_.begin(wanted_));

    progress_.begin("Importing", summary_.bytes);
    Loader loader{building_.connection(), mapping_, progress_};
    TRY(loader.load(files_));
    summary_.bytes_read = loader.bytes_read();
    summary_.replaced_characters = loader.replaced_characters();
    return {};
}

Result<void> Import::finish() {
    FinishReport report;
    SiteDescription description{
        .origin = origin_,
        .title =
            options_.title.empty() ? title_from_origin(origin_, options_.site) : options_.title,
        .languages = wanted_["languages"],
        .tag_syntax = mapping_.rules.tag_syntax,
        .digest = digest_,
        .live_properties = live_properties_,
        .takes_title = !options_.title.empty(),
        .more = {},
    };
    TRY(in_batch(building_.connection(), [&](db::Transaction& tx) -> Result<void> {
        TRY(take_counts(tx));
        return write_rejects(tx);
    }));
    TRY(building_.finish(description, progress_, report));

    summary_.bodies = report.bodies;
    summary_.answer_counts = report.answer_counts;
    summary_.comment_counts = report.comment_counts;
    summary_.scores = report.scores;
    summary_.tag_counts = report.tag_counts;
    std::ranges::move(report.notes, std::back_inserter(summary_.notes));
    const std::map<Table, std::int64_t> dangling{
        {Table::votes, report.dangling.votes},
        {Table::post_links, report.dangling.links},
        {Table::comments, report.dangling.comments},
        {Table::post_history, report.dangling.history},
        {Table::posts, report.dangling.answers},
        {Table::badges, report.dangling.badges},
    };
    for (TableSummary& table : summary_.tables) {
        if (const auto found = dangling.find(table.table); found != dangling.end())
            table.dangling = found->second;
    }
    return {};
}

Result<void> Import::take_counts(db::ReadTransaction& tx) {
    for (const Table table : load_order) {
        const std::string_view step = table_name(table);
        const storage::ImportProgress state =
            TRY(storage::find_import_progress(tx, step)).value_or(storage::ImportProgress{});
        summary_.tables.push_back({
            .table = table,
            .is_present = files_.contains(table),
            .read = state.read_count,
            .kept = state.kept_count,
            .rejected = TRY(storage::count_import_rejects(tx, step)),
        });
    }
    return {};
}

/// `rejects/NAME-Posts.tsv`: line, id, reason. A file of an earlier import goes away.
Result<void> Import::write_rejects(db::ReadTransaction& tx) {
    for (const TableSummary& table : summary_.tables) {
        const fs::path path = folder_.rejects_folder()
                              / fmt::format("{}-{}.tsv", options_.site, table_name(table.table));
        std::error_code error;
        fs::remove(path, error);
        if (table.rejected == 0) continue;
        RejectFile file{path};
        TRY(storage::list_import_rejects(
            tx,
            table_name(table.table),
            [&](const storage::ImportReject& reject) { file.add(reject); }
        ));
        TRY(file.close());
        summary_.reject_files.push_back(path);
    }
    return {};
}

/// Takes away what was unpacked.
void Import::tidy() {
    if (unpacked_.empty()) return;
    // It loses its name before it loses a file: whoever finds the name takes all to be there.
    fs::path unfinished = unpacked_;
    unfinished += ".part";
    std::error_code ignored;
    fs::rename(unpacked_, unfinished, ignored);
    fs::remove_all(unfinished, ignored);
}

} // namespace

Result<ImportSummary>
import_dump(const db::DataFolder& folder, const ImportOptions& options, Progress& progress) {
    if (!domain::is_site_name(options.site)) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "\"{}\" is no name for a site; use small letters, digits and hyphens.", options.site
            )
        );
    }
    Result<ImportSummary> summary = Import{folder, options, progress}.run();
    if (!summary) progress.end();
    return summary;
}

} // namespace attest::dump
