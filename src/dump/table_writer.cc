#include "dump/table_writer.h"

#include "base/text.h"

#include <fmt/format.h>

namespace attest::dump {

void append_attribute_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t plain = text.find_first_of("&<>\"\t\n\r");
        out += text.substr(0, plain);
        if (plain == std::string_view::npos) return;
        switch (text[plain]) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        // As themselves these would be read as spaces.
        case '\t':
            out += "&#x9;";
            break;
        case '\n':
            out += "&#xA;";
            break;
        default:
            out += "&#xD;";
            break;
        }
        text.remove_prefix(plain + 1);
    }
}

TableWriter::TableWriter(std::filesystem::path file, storage::Table table)
    : file_{std::move(file)}, root_{ascii_lower(table_name(table))} {}

void TableWriter::add(const Formatted& row) {
    if (rows_ == 0) {
        out_.open(file_, std::ios::binary | std::ios::trunc);
        put(fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{}>\n", root_));
    }
    line_ = "  <row";
    for (const auto& [name, value] : row) {
        line_.append(" ").append(name).append("=\"");
        append_attribute_text(line_, value);
        line_ += '"';
    }
    line_ += " />\n";
    put(line_);
    ++rows_;
}

void TableWriter::put(std::string_view text) {
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    bytes_ += static_cast<std::int64_t>(text.size());
}

Result<void> TableWriter::close() {
    if (rows_ == 0) return {};
    put(fmt::format("</{}>\n", root_));
    out_.close();
    if (out_) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format("{} could not be written; is the disk full?", file_.string())
    );
}

} // namespace attest::dump
