#include "dump/loader.h"

#include "base/text.h"
#include "dump/batch.h"
#include "dump/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace attest::dump {

namespace {

using storage::Table;

// Which functions belong to which row; the rest of this file is written once for all eight.

Result<storage::UserRow>
parse(Attributes a, const RowRules& rules, const storage::UserRow* /*row*/) {
    return parse_user(a, rules);
}

Result<storage::BadgeRow>
parse(Attributes a, const RowRules& rules, const storage::BadgeRow* /*row*/) {
    return parse_badge(a, rules);
}

Result<storage::TagRow> parse(Attributes a, const RowRules& rules, const storage::TagRow* /*row*/) {
    return parse_tag(a, rules);
}

Result<storage::HistoryRow>
parse(Attributes a, const RowRules& rules, const storage::HistoryRow* /*row*/) {
    return parse_history(a, rules);
}

Result<storage::PostRow>
parse(Attributes a, const RowRules& rules, const storage::PostRow* /*row*/) {
    return parse_post(a, rules);
}

Result<storage::LinkRow>
parse(Attributes a, const RowRules& rules, const storage::LinkRow* /*row*/) {
    return parse_link(a, rules);
}

Result<storage::CommentRow>
parse(Attributes a, const RowRules& rules, const storage::CommentRow* /*row*/) {
    return parse_comment(a, rules);
}

Result<storage::VoteRow>
parse(Attributes a, const RowRules& rules, const storage::VoteRow* /*row*/) {
    return parse_vote(a, rules);
}

Result<bool> insert(db::Transaction& tx, const storage::UserRow& row) {
    return storage::insert_user(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::BadgeRow& row) {
    return storage::insert_badge(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::TagRow& row) {
    return storage::insert_tag(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::HistoryRow& row) {
    return storage::insert_history(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::PostRow& row) {
    return storage::insert_post(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::LinkRow& row) {
    return storage::insert_link(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::CommentRow& row) {
    return storage::insert_comment(tx, row);
}

Result<bool> insert(db::Transaction& tx, const storage::VoteRow& row) {
    return storage::insert_vote(tx, row);
}

std::string_view id_of(Attributes attributes) {
    const auto found = std::ranges::find(attributes, std::string_view{"Id"}, &Attribute::name);
    return found == attributes.end() ? std::string_view{} : found->value;
}

} // namespace

/// Rows as read, and for posts the sources of their bodies.
struct Loader::Raw {
    RowBatch rows;
    std::vector<std::optional<std::string>> sources;
};

template <typename Row>
struct Loader::Mapped {
    struct Numbered {
        std::int64_t line;
        Row row;
    };

    std::vector<Numbered> rows;
    std::vector<storage::ImportReject> rejects;
    std::int64_t read_count = 0;
    Position next;
    bool is_last = false;
};

Result<void> Loader::load(const TableFiles& files) {
    for (const Table table : load_order) {
        // Sources of bodies are looked up by post.
        if (table == Table::posts) TRY(storage::make_indexes(connection_, "post_history", {}));

        const auto file = files.find(table);
        if (file == files.end()) continue;
        TRY(load_table(table, file->second));
        bytes_before_ += static_cast<std::int64_t>(file->second.bytes);
    }
    return {};
}

Result<void> Loader::load_table(Table table, const TableFile& file) {
    progress_.step(fmt::format("{}.xml", table_name(table)));
    switch (table) {
    case Table::users:
        return load_rows<storage::UserRow>(table, file);
    case Table::badges:
        return load_rows<storage::BadgeRow>(table, file);
    case Table::tags:
        return load_rows<storage::TagRow>(table, file);
    case Table::post_history:
        return load_rows<storage::HistoryRow>(table, file);
    case Table::posts:
        return load_rows<storage::PostRow>(table, file);
    case Table::post_links:
        return load_rows<storage::LinkRow>(table, file);
    case Table::comments:
        return load_rows<storage::CommentRow>(table, file);
    case Table::votes:
        return load_rows<storage::VoteRow>(table, file);
    }
    return {};
}

template <typename Row>
Result<void> Loader::load_rows(Table table, const TableFile& file) {
    const std::string step{table_name(table)};
    const auto find_progress = [&](db::Transaction& tx) {
        return storage::find_import_progress(tx, step);
    };
    storage::ImportProgress state =
        TRY(in_batch(connection_, find_progress)).value_or(storage::ImportProgress{.step = step});
    progress_.at(bytes_before_ + state.bytes);
    if (state.is_done) return {};

    const std::int64_t began_at = state.bytes;
    TableReader reader =
        TRY(TableReader::open(file.file, table, {.bytes = state.bytes, .line = state.line}));
    bool is_finished = false;
    const auto read = [&]() -> Result<std::optional<Raw>> {
        if (is_finished) return std::nullopt;
        Raw raw{.rows = TRY(reader.next()), .sources = {}};
        is_finished = raw.rows.is_last();
        if constexpr (std::is_same_v<Row, storage::PostRow>) TRY(find_sources(raw));
        return raw;
    };
    const auto map_raw = [&](const Raw& raw) { return map<Row>(table, raw); };
    const auto write_mapped = [&](Mapped<Row> mapped) { return write(std::move(mapped), state); };
    TRY((Pipeline<Raw, Mapped<Row>>::run(read, map_raw, write_mapped)));

    bytes_read_ += static_cast<std::int64_t>(file.bytes) - began_at;
    replaced_characters_ += reader.replaced_characters();
    return {};
}

/// The newest source of each post's body, fetched ahead by the reading thread, which waits most of
/// its time anyway.
Result<void> Loader::find_sources(Raw& raw) {
    raw.sources.resize(raw.rows.size());
    const std::scoped_lock lock{connection_mutex_};
    return in_batch(connection_, [&](db::Transaction& tx) -> Result<void> {
        std::vector<Attribute> attributes;
        for (std::size_t index = 0; index < raw.rows.size(); ++index) {
            const auto id =
                parse_number<std::int64_t>(id_of(raw.rows.attributes(index, attributes)));
            if (id) raw.sources[index] = TRY(storage::find_body_source(tx, PostId{*id}));
        }
        return {};
    });
}

template <typename Row>
Result<Loader::Mapped<Row>> Loader::map(Table table, const Raw& raw) const {
    Mapped<Row> mapped;
    mapped.read_count = static_cast<std::int64_t>(raw.rows.size());
    mapped.next = raw.rows.next();
    mapped.is_last = raw.rows.is_last();
    mapped.rows.reserve(raw.rows.size());
    std::vector<Attribute> storage_of_attributes;
    for (std::size_t index = 0; index < raw.rows.size(); ++index) {
        const Attributes attributes = raw.rows.attributes(index, storage_of_attributes);
        Result<Row> row = parse(attributes, mapping_.rules, static_cast<const Row*>(nullptr));
        if (!row) {
            mapped.rejects.push_back({
                .step = std::string{table_name(table)},
                .line = raw.rows.line(index),
                .object_id = std::string{utf8_prefix(id_of(attributes), 40)},
                .reason = row.error().message(),
            });
            continue;
        }
        if constexpr (std::is_same_v<Row, storage::PostRow>) {
            settle(*row, raw.sources[index], mapping_);
        } else if constexpr (std::is_same_v<Row, storage::UserRow>
                             || std::is_same_v<Row, storage::CommentRow>) {
            settle(*row, mapping_);
        }
        mapped.rows.push_back({.line = raw.rows.line(index), .row = std::move(*row)});
    }
    return mapped;
}

template <typename Row>
Result<void> Loader::write(Mapped<Row> mapped, storage::ImportProgress& state) {
    {
        const std::scoped_lock lock{connection_mutex_};
        TRY(in_batch(connection_, [&](db::Transaction& tx) {
            return write_rows(tx, mapped, state);
        }));
    }
    progress_.at(bytes_before_ + state.bytes);
    return {};
}

template <typename Row>
Result<void>
Loader::write_rows(db::Transaction& tx, const Mapped<Row>& mapped, storage::ImportProgress& state) {
    for (const auto& [line, row] : mapped.rows) {
        if (TRY(insert(tx, row))) {
            ++state.kept_count;
            continue;
        }
        TRY(storage::insert_import_reject(
            tx,
            {
                .step = state.step,
                .line = line,
                .object_id = fmt::format("{}", row.id.value),
                .reason = "there is already a row of this id or name",
            }
        ));
    }
    for (const storage::ImportReject& reject : mapped.rejects) {
        TRY(storage::insert_import_reject(tx, reject));
    }

    state.read_count += mapped.read_count;
    state.bytes = mapped.next.bytes;
    state.line = mapped.next.line;
    state.is_done = mapped.is_last;
    return storage::save_import_progress(tx, state);
}

} // namespace attest::dump
