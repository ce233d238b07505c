#include "service/page_labels.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace attest::service {

namespace {

/// How the page may be labelled on the scan.
std::vector<std::string> labels_of(std::string_view term, const std::string& page) {
    std::vector<std::string> labels{page};
    constexpr std::string_view digits = "0123456789";
    const std::string number = page.substr(0, page.find_first_not_of(digits));
    if (number.empty()) return labels;
    const std::string rest{trim(std::string_view{page}.substr(number.size()))};
    const bool is_folio = term == "folio";
    if (rest.starts_with("об") || rest == "v" || (is_folio && rest == "b")) {
        for (const std::string_view verso : {"v", "об", "об.", "b"})
            labels.push_back(number + std::string{verso});
    } else if (is_folio && (rest.empty() || rest == "r" || rest == "a")) {
        for (const std::string_view recto : {"r", "", "a"})
            labels.push_back(number + std::string{recto});
    }
    return labels;
}

} // namespace

std::string label_of(const storage::SourceFile& file, std::int64_t index, std::string own) {
    if (!own.empty() || !file.label_offset) return own;
    const std::int64_t printed = index + 1 + *file.label_offset;
    return printed >= 1 ? fmt::format("{}", printed) : std::string{};
}

std::string scan_address_of(std::int64_t index) {
    return fmt::format("{}{}", scan_address, index + 1);
}

Result<std::optional<std::int64_t>> find_labelled_page(
    db::ReadTransaction& tx, const storage::SourceFile& file, std::string_view label
) {
    if (label.empty()) return std::nullopt;
    if (const auto own = TRY(storage::find_page_by_label(tx, file.id, label))) return own;
    const auto printed = parse_number<std::int64_t>(label);
    if (!printed || !file.label_offset) return std::nullopt;
    const std::int64_t index = *printed - 1 - *file.label_offset;
    if (index < 0 || index >= file.page_count) return std::nullopt;
    return index;
}

Result<std::optional<std::int64_t>> find_cited_page(
    db::ReadTransaction& tx,
    const storage::SourceFile& file,
    std::string_view term,
    const std::string& page
) {
    if (page.empty() || (term != "page" && term != "folio")) return std::nullopt;
    for (const std::string& label : labels_of(term, page)) {
        if (const auto index = TRY(find_labelled_page(tx, file, label))) return index;
    }
    return std::nullopt;
}

} // namespace attest::service
