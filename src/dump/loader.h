// Tables into the file that an import builds. The dump and the sample site both come through here.
#pragma once

#include "base/error.h"
#include "db/bulk.h"
#include "dump/archive.h"
#include "dump/mapper.h"
#include "dump/progress.h"
#include "dump/reader.h"
#include "storage/import_state.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

namespace attest::dump {

/// The order that the work needs: bodies are settled while posts are read, which takes their
/// history.
inline constexpr std::array load_order{
    storage::Table::users,
    storage::Table::badges,
    storage::Table::tags,
    storage::Table::post_history,
    storage::Table::posts,
    storage::Table::post_links,
    storage::Table::comments,
    storage::Table::votes,
};

class Loader {
public:
    Loader(db::BulkConnection& connection, const Mapping& mapping, Progress& progress)
        : connection_{connection}, mapping_{mapping}, progress_{progress} {}

    /// Loads all tables, each from where it was left.
    Result<void> load(const TableFiles& files);

    /// Bytes of XML that this run has read, and characters in them that no XML may hold.
    [[nodiscard]] std::int64_t bytes_read() const { return bytes_read_; }

    [[nodiscard]] std::int64_t replaced_characters() const { return replaced_characters_; }

private:
    Result<void> load_table(storage::Table table, const TableFile& file);

    template <typename Row>
    Result<void> load_rows(storage::Table table, const TableFile& file);

    template <typename Row>
    struct Mapped;
    struct Raw;

    template <typename Row>
    Result<Mapped<Row>> map(storage::Table table, const Raw& raw) const;

    template <typename Row>
    Result<void> write(Mapped<Row> mapped, storage::ImportProgress& state);

    template <typename Row>
    Result<void>
    write_rows(db::Transaction& tx, const Mapped<Row>& mapped, storage::ImportProgress& state);

    Result<void> find_sources(Raw& raw);

    db::BulkConnection& connection_;
    const Mapping& mapping_;
    Progress& progress_;
    /// The connection is used by the writing thread, and by the reading one for sources of bodies.
    std::mutex connection_mutex_;
    std::int64_t bytes_before_ = 0; ///< Of the tables before the present one.
    std::int64_t bytes_read_ = 0;
    std::int64_t replaced_characters_ = 0;
};

} // namespace attest::dump
