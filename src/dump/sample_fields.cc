#include "dump/sample_fields.h"

#include "base/text.h"
#include "dump/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

namespace attest::dump {

namespace fs = std::filesystem;

std::string SampleFields::text(std::string_view key, bool is_required) {
    const auto value = table_[key].value<std::string>();
    if (!value || value->empty()) {
        if (is_required || table_.contains(key)) wrong(key, "should be a text");
        return {};
    }
    return *value;
}

std::int64_t SampleFields::count(std::string_view key, bool is_required) {
    const auto value = table_[key].value_exact<std::int64_t>();
    if (!value || *value < 0) {
        if (is_required || table_.contains(key)) wrong(key, "should be a whole number");
        return 0;
    }
    return *value;
}

bool SampleFields::flag(std::string_view key) {
    const auto value = table_[key].value_exact<bool>();
    if (!value && table_.contains(key)) wrong(key, "should be true or false");
    return value.value_or(false);
}

Time SampleFields::time(std::string_view key) {
    const auto value = table_[key].value_exact<toml::date_time>();
    if (!value || !value->offset || value->offset->minutes != 0) {
        wrong(key, "should be a time in UTC, such as 2022-03-02T09:14:00Z");
        return {};
    }
    return time_of({
        .year = value->date.year,
        .month = value->date.month,
        .day = value->date.day,
        .hour = value->time.hour,
        .minute = value->time.minute,
        .second = value->time.second,
        .millisecond = static_cast<int>(value->time.nanosecond / 1'000'000),
    });
}

std::vector<std::string> SampleFields::texts(std::string_view key, bool is_required) {
    std::vector<std::string> values;
    const toml::array* list = table_[key].as_array();
    if (list == nullptr && (is_required || table_.contains(key)))
        wrong(key, "should be a list of texts");
    if (list == nullptr) return values;
    for (const toml::node& node : *list) {
        const auto value = node.value<std::string>();
        if (!value) wrong(key, "should be a list of texts");
        values.push_back(value.value_or(""));
    }
    return values;
}

const toml::table* SampleFields::table(std::string_view key, bool is_required) {
    const toml::table* found = table_[key].as_table();
    if (found == nullptr && (is_required || table_.contains(key))) wrong(key, "should be a table");
    return found;
}

std::vector<const toml::table*> SampleFields::tables(std::string_view key) {
    std::vector<const toml::table*> found;
    const toml::array* list = table_[key].as_array();
    if (list == nullptr && table_.contains(key)) wrong(key, "should be a list of tables");
    if (list == nullptr) return found;
    for (const toml::node& node : *list) {
        if (node.as_table() != nullptr) {
            found.push_back(node.as_table());
        } else {
            wrong(key, "should be a list of tables");
        }
    }
    return found;
}

void SampleFields::only(std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : table_) {
        if (std::ranges::find(known, key.str()) == known.end())
            wrong(key.str(), "is not a name that README.md gives");
    }
}

void SampleFields::wrong(std::string_view key, std::string_view what) {
    if (fault_.empty()) fault_ = fmt::format("{}: \"{}\" {}.", where_, key, what);
}

Result<void> SampleFields::check() const {
    if (fault_.empty()) return {};
    return fail(ErrorCode::invalid, fault_);
}

std::string
where_in_sample(std::string_view file, std::size_t lines_before, const toml::node& node) {
    return fmt::format("{}, line {}", file, lines_before + node.source().begin.line);
}

Result<toml::table>
parse_sample_toml(std::string_view text, std::string_view file, std::size_t lines_before) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "{}, line {}: {}.",
                file,
                lines_before + error.source().begin.line,
                error.description()
            )
        );
    }
}

Result<std::string> read_sample_file(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    std::ifstream in{file, std::ios::binary};
    if (error || !in)
        return fail(ErrorCode::invalid, fmt::format("{} cannot be read.", file.string()));
    if (size > sample_file_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{} is larger than {} kB.", file.string(), sample_file_bytes_max >> 10U)
        );
    }
    std::ostringstream text;
    text << in.rdbuf();
    if (!is_utf8(text.view()))
        return fail(ErrorCode::invalid, fmt::format("{} is not UTF-8.", file.string()));
    return std::move(text).str();
}

} // namespace attest::dump
