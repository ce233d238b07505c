// Streams one file of a dump: a batch of rows at a time, in memory that does not grow with the
// file.
//
// What the reader accepts is what a dump is: a root element with the table's name and in it empty
// elements <row …/>. A document type declaration is refused, so there are no entities to expand and
// nothing to fetch; so is everything deeper, and a row too long to be held.
//
// A batch remembers where the next row begins, so that an interrupted import goes on at that byte.
#pragma once

#include "base/error.h"
#include "dump/rows.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dump {

/// A place in a file, between two rows.
struct Position {
    std::int64_t bytes =
        0; ///< From the start of the file; 0: from the beginning, root element and all.
    std::int64_t line = 1;

    auto operator<=>(const Position&) const = default;
};

/// Rows as text: attributes lie one after the other in one buffer.
class RowBatch {
public:
    [[nodiscard]] std::size_t size() const { return rows_.size(); }

    [[nodiscard]] bool empty() const { return rows_.empty(); }

    /// Bytes that the rows take here: somewhat less than in the file.
    [[nodiscard]] std::size_t bytes() const { return text_.size(); }

    /// Line of the file on which the row stands.
    [[nodiscard]] std::int64_t line(std::size_t row) const { return rows_[row].line; }

    /// The row's attributes; valid until the next call. `into` is the caller's, so that threads
    /// share none.
    Attributes attributes(std::size_t row, std::vector<Attribute>& into) const;

    /// Where the row after the last begins.
    [[nodiscard]] Position next() const { return next_; }

    /// Nothing comes after this batch.
    [[nodiscard]] bool is_last() const { return is_last_; }

private:
    friend class TableReader;

    struct Piece {
        std::uint32_t name_end;
        std::uint32_t value_end;
    };

    struct RowStart {
        std::int64_t line;
        std::uint32_t first_piece;
        std::uint32_t first_byte;
    };

    std::string text_;
    std::vector<Piece> pieces_;
    std::vector<RowStart> rows_;
    Position next_;
    bool is_last_ = false;
};

class TableReader {
public:
    /// `invalid` with one line if there is no such file. `from` is a position that a batch gave.
    static Result<TableReader>
    open(const std::filesystem::path& file, storage::Table table, Position from = {});

    /// Reads from memory, for tests and fuzzing.
    static TableReader of_text(std::string text, storage::Table table, Position from = {});

    TableReader(const TableReader&) = delete;
    TableReader& operator=(const TableReader&) = delete;
    TableReader(TableReader&&) noexcept;
    TableReader& operator=(TableReader&&) noexcept;
    ~TableReader();

    /// The next rows: at most `batch_rows_max`, about `batch_bytes_max`; fewer, perhaps none, at
    /// the end. `invalid` with one clear line if the file is not what it should be.
    Result<RowBatch> next();

    /// Characters that XML does not allow and that U+FFFD stands for now.
    [[nodiscard]] std::int64_t replaced_characters() const;

private:
    class State;
    explicit TableReader(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace attest::dump
