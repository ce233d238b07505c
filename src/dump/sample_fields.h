// A table of one of the sample site's files, asked for its members by name.
#pragma once

#include "base/error.h"
#include "base/time.h"

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::dump {

/// The first thing that is wrong is kept, and asked for at the end.
class SampleFields {
public:
    SampleFields(const toml::table& table, std::string where)
        : table_{table}, where_{std::move(where)} {}

    std::string text(std::string_view key, bool is_required = true);
    std::int64_t count(std::string_view key, bool is_required = true);
    bool flag(std::string_view key);
    Time time(std::string_view key);
    std::vector<std::string> texts(std::string_view key, bool is_required = true);

    /// Null if there is none.
    const toml::table* table(std::string_view key, bool is_required = true);
    std::vector<const toml::table*> tables(std::string_view key);

    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

    void only(std::initializer_list<std::string_view> known);
    void wrong(std::string_view key, std::string_view what);

    [[nodiscard]] Result<void> check() const;

    [[nodiscard]] const std::string& where() const { return where_; }

private:
    const toml::table& table_;
    std::string where_;
    std::string fault_;
};

/// "sources.toml, line 12": `lines_before` is what stands above the text in its file.
std::string
where_in_sample(std::string_view file, std::size_t lines_before, const toml::node& node);

/// `invalid` with the file's name and the line of what cannot be read.
Result<toml::table>
parse_sample_toml(std::string_view text, std::string_view file, std::size_t lines_before = 0);

/// A text of the sample: UTF-8 and of a bearable size.
Result<std::string> read_sample_file(const std::filesystem::path& file);

} // namespace attest::dump
