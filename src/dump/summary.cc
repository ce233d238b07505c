#include "dump/import.h"
#include "dump/rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::dump {

namespace {

void append_differences(
    std::string& out, std::string_view what, const storage::CountDifferences& differences
) {
    if (differences.count == 0) return;
    out += fmt::format("{} {}:", format_count(differences.count), what);
    std::size_t listed = 0;
    for (const storage::CountDifference& difference : differences.some) {
        if (++listed > 5) break;
        out +=
            fmt::format(" {} ({}, counted {})", difference.id, difference.said, difference.counted);
    }
    if (static_cast<std::size_t>(differences.count) > listed) out += " …";
    out += "\n";
}

std::string format_table(const std::vector<TableSummary>& tables) {
    std::string out = fmt::format(
        "{:<12}{:>12}{:>12}{:>12}{:>12}\n", "table", "read", "kept", "rejected", "dangling"
    );
    for (const TableSummary& table : tables) {
        if (!table.is_present) {
            out += fmt::format("{:<12}{:>12}\n", table_name(table.table), "not there");
            continue;
        }
        out += fmt::format(
            "{:<12}{:>12}{:>12}{:>12}{:>12}\n",
            table_name(table.table),
            format_count(table.read),
            format_count(table.kept),
            format_count(table.rejected),
            format_count(table.dangling)
        );
    }
    return out;
}

} // namespace

std::string format_summary(const ImportSummary& summary) {
    if (summary.nothing_changed) return "This dump is already here; nothing changed.\n";

    std::string out = format_table(summary.tables);
    out += fmt::format(
        "\nbodies: {} as Markdown, {} as HTML\n",
        format_count(summary.bodies.markdown),
        format_count(summary.bodies.html)
    );
    append_differences(out, "posts have a score that their votes do not add up to", summary.scores);
    append_differences(
        out, "questions say another number of answers than there are", summary.answer_counts
    );
    append_differences(
        out, "posts say another number of comments than there are", summary.comment_counts
    );
    append_differences(
        out, "tags say another number of questions than there are", summary.tag_counts
    );
    if (summary.replaced_characters > 0) {
        out += fmt::format(
            "{} characters that XML does not allow were replaced by U+FFFD\n",
            format_count(summary.replaced_characters)
        );
    }
    if (summary.origin.empty()) {
        out += "Where the dump comes from is not known, so links to its old address were left as "
               "they are; --origin URL says it.\n";
    }
    for (const auto& file : summary.reject_files)
        out += fmt::format("rejected rows: {}\n", file.string());
    for (const std::string& note : summary.notes)
        out += note + "\n";

    const double seconds =
        static_cast<double>(std::max<std::int64_t>(1, summary.milliseconds)) / 1e3;
    out += fmt::format(
        "{} of XML in {:.1f} s, {:.1f} MB/s",
        format_bytes(summary.bytes),
        seconds,
        static_cast<double>(summary.was_resumed ? summary.bytes_read : summary.bytes) / 1e6
            / seconds
    );
    if (summary.unpack_milliseconds > 0) {
        out += fmt::format(
            "; unpacked in {:.1f} s before", static_cast<double>(summary.unpack_milliseconds) / 1e3
        );
    }
    return out + "\n";
}

} // namespace attest::dump
