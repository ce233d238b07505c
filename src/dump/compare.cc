// Memory is bounded by rows, not by bytes: of the first dump a hash of each row is kept, the second
// is streamed past it, and only rows that differ are read again to be named.
#include "dump/compare.h"

#include "dump/limits.h"
#include "dump/loader.h"
#include "dump/reader.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace attest::dump {

namespace {

using storage::Table;
using RowHash = std::array<unsigned char, 16>;

std::string id_of(Attributes attributes) {
    const auto found = std::ranges::find(attributes, std::string_view{"Id"}, &Attribute::name);
    return found == attributes.end() ? std::string{} : std::string{found->value};
}

RowHash hash_of(Attributes attributes) {
    std::vector<Attribute> sorted(attributes.begin(), attributes.end());
    std::ranges::sort(sorted, {}, &Attribute::name);
    std::string text;
    for (const Attribute& attribute : sorted) {
        text += fmt::format("{}={}:", attribute.name, attribute.value.size());
        text += attribute.value;
    }
    RowHash hash{};
    crypto_generichash(
        hash.data(),
        hash.size(),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        nullptr,
        0
    );
    return hash;
}

Result<void>
each_row(const TableFiles& files, Table table, const std::function<void(Attributes)>& take) {
    const auto file = files.find(table);
    if (file == files.end()) return {};
    TableReader reader = TRY(TableReader::open(file->second.file, table));
    std::vector<Attribute> attributes;
    while (true) {
        const RowBatch batch = TRY(reader.next());
        for (std::size_t row = 0; row < batch.size(); ++row)
            take(batch.attributes(row, attributes));
        if (batch.is_last()) return {};
    }
}

using AttributeMap = std::map<std::string, std::string, std::less<>>;

Result<std::map<std::string, AttributeMap>>
read_rows(const TableFiles& files, Table table, const std::set<std::string>& ids) {
    std::map<std::string, AttributeMap> rows;
    TRY(each_row(files, table, [&](Attributes attributes) {
        const std::string id = id_of(attributes);
        if (!ids.contains(id)) return;
        for (const Attribute& attribute : attributes)
            rows[id].emplace(attribute.name, attribute.value);
    }));
    return rows;
}

std::string shorten(const AttributeMap& row, const std::string& name) {
    const auto found = row.find(name);
    if (found == row.end()) return "absent";
    constexpr std::size_t shown = 120;
    return found->second.size() <= shown
               ? fmt::format("\"{}\"", found->second)
               : fmt::format(
                     "\"{}…\" ({} bytes)", found->second.substr(0, shown), found->second.size()
                 );
}

std::string
describe(Table table, const std::string& id, const AttributeMap& left, const AttributeMap& right) {
    std::string line = fmt::format("{} {}:", table_name(table), id);
    if (left.empty() || right.empty())
        return line + (left.empty() ? " only in the second" : " only in the first");
    std::set<std::string> names;
    for (const auto& [name, value] : left)
        names.insert(name);
    for (const auto& [name, value] : right)
        names.insert(name);
    for (const std::string& name : names) {
        const std::string before = shorten(left, name);
        const std::string after = shorten(right, name);
        const bool is_same = left.contains(name) == right.contains(name)
                             && (!left.contains(name) || left.at(name) == right.at(name));
        if (!is_same) line += fmt::format(" {} is {} and {};", name, before, after);
    }
    return line;
}

Result<void> compare_table(
    const TableFiles& left, const TableFiles& right, Table table, Comparison& comparison
) {
    std::unordered_map<std::string, RowHash> hashes;
    TRY(each_row(left, table, [&](Attributes attributes) {
        ++comparison.rows;
        hashes[id_of(attributes)] = hash_of(attributes);
    }));
    std::set<std::string> differing;
    const auto differs = [&](std::string id) {
        ++comparison.differences;
        if (differing.size() < differences_listed_max) differing.insert(std::move(id));
    };
    TRY(each_row(right, table, [&](Attributes attributes) {
        const std::string id = id_of(attributes);
        const auto found = hashes.find(id);
        if (found == hashes.end()) return differs(id);
        if (found->second != hash_of(attributes)) differs(id);
        hashes.erase(found);
    }));
    for (const auto& [id, hash] : hashes)
        differs(id);
    if (differing.empty()) return {};

    const auto before = TRY(read_rows(left, table, differing));
    const auto after = TRY(read_rows(right, table, differing));
    const auto row_of = [](const auto& rows, const std::string& id) {
        const auto found = rows.find(id);
        return found == rows.end() ? AttributeMap{} : found->second;
    };
    for (const std::string& id : differing) {
        if (comparison.some.size() >= differences_listed_max) break;
        comparison.some.push_back(describe(table, id, row_of(before, id), row_of(after, id)));
    }
    return {};
}

} // namespace

Result<Comparison> compare_dumps(const TableFiles& left, const TableFiles& right) {
    Comparison comparison;
    for (const Table table : load_order)
        TRY(compare_table(left, right, table, comparison));
    return comparison;
}

} // namespace attest::dump
