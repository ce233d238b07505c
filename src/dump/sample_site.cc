#include "dump/sample_site.h"

#include "domain/site_name.h"
#include "dump/building_site.h"
#include "dump/loader.h"
#include "dump/sample_files.h"
#include "dump/sample_rows.h"
#include "dump/table_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;
using storage::Table;

template <typename Row, typename Format>
Result<void>
write_table(const fs::path& folder, Table table, const std::vector<Row>& rows, Format format) {
    TableWriter out{folder / fmt::format("{}.xml", table_name(table)), table};
    for (const Row& row : rows)
        out.add(format(row));
    return out.close();
}

Result<void> write_dump(const SampleRows& rows, const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    fs::create_directories(folder, error);
    if (error)
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be made: {}.", folder.string(), error.message())
        );

    TRY(write_table(folder, Table::users, rows.users, format_user));
    TRY(write_table(folder, Table::badges, rows.badges, format_badge));
    TRY(write_table(folder, Table::tags, rows.tags, format_tag));
    TRY(write_table(folder, Table::post_history, rows.history, format_history));
    TRY(write_table(folder, Table::posts, rows.posts, [](const storage::PostRow& row) {
        return format_post(row, domain::TagSyntax::bars);
    }));
    TRY(write_table(folder, Table::post_links, rows.links, format_link));
    TRY(write_table(folder, Table::comments, rows.comments, format_comment));
    return write_table(folder, Table::votes, rows.votes, format_vote);
}

SiteDescription describe(const SampleFiles& files) {
    return {
        .origin = {},
        .title = files.title,
        .languages = fmt::format("{}", fmt::join(files.languages, ",")),
        .tag_syntax = domain::TagSyntax::bars,
        .digest = {},
        .live_properties = {},
        .takes_title = true,
        .more =
            {{"tagline", files.about},
             {"license", files.license},
             {"license_url", files.license_url}},
    };
}

} // namespace

Result<SampleSummary>
load_sample(const db::DataFolder& folder, const SampleOptions& options, Progress& progress) {
    const SampleFiles files = TRY(read_sample_files(options.folder));
    SampleSummary summary{.site = options.site.empty() ? files.name : options.site};
    if (!domain::is_site_name(summary.site)) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "\"{}\" is no name for a site; use small letters, digits and hyphens.", summary.site
            )
        );
    }
    BuildingSite building{folder, summary.site};
    summary.nothing_changed = TRY(building.live_has_posts());
    if (summary.nothing_changed) return summary;

    const SampleRows rows = TRY(make_sample_rows(files));
    summary.questions =
        std::ranges::count(rows.posts, domain::PostKind::question, &storage::PostRow::kind);
    summary.answers =
        std::ranges::count(rows.posts, domain::PostKind::answer, &storage::PostRow::kind);

    const fs::path written = folder.temporary_folder() / fmt::format("sample-{}", summary.site);
    TRY(write_dump(rows, written));
    progress.begin("Loading the sample site", 0);
    TRY(building.discard());
    TRY(building.open());
    TRY(building.begin({}));
    const Mapping mapping{.rules = {.tag_syntax = domain::TagSyntax::bars}, .markup = {}};
    Loader loader{building.connection(), mapping, progress};
    TRY(loader.load(TRY(find_tables(written))));
    FinishReport report;
    TRY(building.finish(describe(files), progress, report));
    if (options.act) {
        building.close();
        TRY(options.act(
            {.site = summary.site, .database = building.file(), .files = files, .rows = rows}
        ));
    }
    TRY(building.exchange());
    progress.end();

    std::error_code ignored;
    fs::remove_all(written, ignored);
    return summary;
}

} // namespace attest::dump
