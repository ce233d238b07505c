// Writes one file of a dump.
#pragma once

#include "base/error.h"
#include "dump/rows.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace attest::dump {

class TableWriter {
public:
    /// The file is made with the first row.
    TableWriter(std::filesystem::path file, storage::Table table);

    void add(const Formatted& row);

    /// `unavailable` if something could not be written.
    Result<void> close();

    [[nodiscard]] std::int64_t rows() const { return rows_; }

    [[nodiscard]] std::int64_t bytes() const { return bytes_; }

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
    void put(std::string_view text);

    std::filesystem::path file_;
    std::string root_;
    std::ofstream out_;
    std::string line_;
    std::int64_t rows_ = 0;
    std::int64_t bytes_ = 0;
};

/// Appends a text as it stands in an attribute.
void append_attribute_text(std::string& out, std::string_view text);

} // namespace attest::dump
