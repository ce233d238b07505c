// Any attributes of any table: parsing never fails but by a reason, and what it takes it gives
// back.
// Smoke runs: 150000
#include "dump/rows.h"

#include "base/text.h"
#include "base/verify.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace attest; // NOLINT(google-build-using-namespace): a program of one file

template <typename Row>
void check(
    const std::vector<dump::Attribute>& attributes,
    Result<Row> (*parse)(dump::Attributes, const dump::RowRules&),
    const std::function<dump::Formatted(const Row&)>& format
) {
    const Result<Row> row = parse(attributes, {.keeps_all = true});
    if (!row) {
        VERIFY(!row.error().message().empty());
        return;
    }
    std::map<std::string, std::string> before;
    for (const dump::Attribute& attribute : attributes)
        before.emplace(attribute.name, attribute.value);
    std::map<std::string, std::string> after;
    for (const auto& [name, value] : format(*row))
        after.emplace(name, value);
    VERIFY(before == after);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // As the XML reader gives them: UTF-8, names that differ.
    const std::string text = clean_utf8({reinterpret_cast<const char*>(bytes), size});
    std::vector<dump::Attribute> attributes;
    for (const std::string_view line : split(text, '\n')) {
        const std::size_t sign = line.find('=');
        if (sign == std::string_view::npos || sign == 0) continue;
        const dump::Attribute attribute{line.substr(0, sign), line.substr(sign + 1)};
        const bool is_new = std::ranges::none_of(attributes, [&](const dump::Attribute& other) {
            return other.name == attribute.name;
        });
        if (is_new) attributes.push_back(attribute);
    }
    check<storage::UserRow>(attributes, dump::parse_user, dump::format_user);
    check<storage::BadgeRow>(attributes, dump::parse_badge, dump::format_badge);
    check<storage::TagRow>(attributes, dump::parse_tag, dump::format_tag);
    check<storage::HistoryRow>(attributes, dump::parse_history, dump::format_history);
    check<storage::PostRow>(attributes, dump::parse_post, [](const storage::PostRow& row) {
        return dump::format_post(row, domain::TagSyntax::angles);
    });
    check<storage::LinkRow>(attributes, dump::parse_link, dump::format_link);
    check<storage::CommentRow>(attributes, dump::parse_comment, dump::format_comment);
    check<storage::VoteRow>(attributes, dump::parse_vote, dump::format_vote);
    return 0;
}
