#include "dump/export.h"

#include "base/time.h"
#include "dump/archive.h"
#include "dump/limits.h"
#include "dump/loader.h"
#include "dump/table_writer.h"
#include "storage/site_properties.h"

#include <fmt/format.h>

#include <limits>
#include <system_error>
#include <vector>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;
using storage::Table;

/// One table's rows, a slice after the other.
///
/// `list` gives rows after an id, `format` makes attributes of one.
template <typename Id, typename List, typename Format>
Result<void> write_rows(db::Database& site, TableWriter& out, Id after, List list, Format format) {
    while (true) {
        const auto rows = TRY(site.read([&](db::ReadTransaction& tx) {
            return list(tx, after, export_slice_rows);
        }));
        if (rows.empty()) return {};
        for (const auto& row : rows)
            out.add(format(row));
        after = rows.back().id;
    }
}

/// The Community user is -1.
constexpr UserId before_first_user{std::numeric_limits<std::int64_t>::min()};

/// Ids below zero are of rows that we made up.
template <typename Id>
constexpr Id before_first{0};

Result<void>
write_table(db::Database& site, Table table, domain::TagSyntax syntax, TableWriter& out) {
    switch (table) {
    case Table::users:
        return write_rows(site, out, before_first_user, storage::list_users_after, format_user);
    case Table::badges:
        return write_rows(
            site, out, before_first<BadgeId>, storage::list_badges_after, format_badge
        );
    case Table::tags:
        return write_rows(site, out, before_first<TagId>, storage::list_tags_after, format_tag);
    case Table::post_history:
        return write_rows(
            site, out, before_first<PostHistoryId>, storage::list_history_after, format_history
        );
    case Table::posts:
        return write_rows(
            site,
            out,
            before_first<PostId>,
            storage::list_posts_after,
            [&](const storage::PostRow& row) { return format_post(row, syntax); }
        );
    case Table::post_links:
        return write_rows(
            site, out, before_first<PostLinkId>, storage::list_links_after, format_link
        );
    case Table::comments:
        return write_rows(
            site, out, before_first<CommentId>, storage::list_comments_after, format_comment
        );
    case Table::votes:
        return write_rows(site, out, before_first<VoteId>, storage::list_votes_after, format_vote);
    }
    return {};
}

Result<domain::TagSyntax> read_tag_syntax(db::Database& site) {
    const auto syntax = TRY(site.read([](db::ReadTransaction& tx) {
        return storage::find_site_property(tx, "tag_syntax");
    }));
    return syntax == "angles" ? domain::TagSyntax::angles : domain::TagSyntax::bars;
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    fs::create_directories(folder, error);
    if (!error) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format("{} cannot be made: {}.", folder.string(), error.message())
    );
}

Result<void> put_in_place(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (!error) return {};
    return fail(
        ErrorCode::unavailable, fmt::format("{} cannot be made: {}.", to.string(), error.message())
    );
}

/// Removes a folder or file when an export is over, however it ends.
class Scratch {
public:
    explicit Scratch(fs::path path) : path_{std::move(path)} {}

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

Result<std::vector<fs::path>> write_tables(
    db::Database& site, const fs::path& folder, ExportSummary& summary, Progress& progress
) {
    const domain::TagSyntax syntax = TRY(read_tag_syntax(site));
    std::vector<fs::path> files;
    for (const Table table : load_order) {
        progress.step(fmt::format("{}.xml", table_name(table)));
        TableWriter out{folder / fmt::format("{}.xml", table_name(table)), table};
        TRY(write_table(site, table, syntax, out));
        TRY(out.close());
        summary.rows[table] = out.rows();
        summary.bytes += out.bytes();
        if (out.rows() > 0) files.push_back(out.file());
    }
    return files;
}

Result<void> pack(
    const std::vector<fs::path>& files, const fs::path& out, Progress& progress, std::int64_t bytes
) {
    fs::path unfinished = out;
    unfinished += ".part";
    const Scratch scratch{unfinished};
    progress.begin("Packing", bytes);
    progress.step("packing");
    TRY(pack_archive(files, unfinished, [&](std::uint64_t done, std::uint64_t) {
        progress.at(static_cast<std::int64_t>(done));
    }));
    return put_in_place(unfinished, out);
}

} // namespace

Result<ExportSummary>
export_site(db::Database& site, const ExportOptions& options, Progress& progress) {
    const std::int64_t began = monotonic_milliseconds();
    std::error_code error;
    fs::path out = options.out.filename().empty() ? options.out.parent_path() : options.out;
    if (fs::exists(out, error)) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{} is there already; give the export another name.", out.string())
        );
    }
    const bool is_packed = out.extension() == ".7z";
    fs::path unfinished = is_packed ? options.temporary_folder / out.filename() : out;
    unfinished += ".export";
    TRY(make_folder(unfinished));
    const Scratch scratch{unfinished};

    ExportSummary summary;
    progress.begin("Exporting", 0);
    const std::vector<fs::path> files = TRY(write_tables(site, unfinished, summary, progress));
    if (is_packed) {
        TRY(pack(files, out, progress, summary.bytes));
    } else {
        TRY(put_in_place(unfinished, out));
    }
    progress.end();
    summary.milliseconds = monotonic_milliseconds() - began;
    return summary;
}

} // namespace attest::dump
