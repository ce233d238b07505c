#include "service/named_records.h"

#include "base/text.h"
#include "service/authorities.h"
#include "service/writing.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attest::service {

namespace {

/// `#7`, where a name alone would not do.
std::optional<AuthorityId> numbered(std::string_view name) {
    if (!name.starts_with('#')) return std::nullopt;
    const auto number = parse_number<std::int64_t>(name.substr(1));
    return number ? std::optional{AuthorityId{*number}} : std::nullopt;
}

/// What tells a record from its namesakes.
std::string words_of(const AuthorityRecord& record) {
    return record.note.empty() ? fmt::format("{} #{}", record.label, record.id.value) : record.note;
}

Result<std::vector<AuthorityRecord>> records_of(db::ReadTransaction& tx, std::string_view name) {
    std::vector<AuthorityRecord> records;
    if (const std::optional<AuthorityId> id = numbered(name)) {
        Result<AuthorityRecord> record = storage::find_authority(tx, *id);
        if (record) {
            records.push_back(*std::move(record));
        } else if (record.error().code() != ErrorCode::not_found) {
            return std::unexpected{record.error()};
        }
        return records;
    }
    for (FoundAuthority& found : TRY(find_authorities(tx, name))) {
        if (found.agreement == names::NameMatch::fold) records.push_back(std::move(found.record));
    }
    return records;
}

markup::NameMeaning
meaning_of(const SiteSettings& settings, const std::vector<AuthorityRecord>& records) {
    const auto address_of = [&](const AuthorityRecord& record) {
        return fmt::format("{}/names/{}", settings.path_prefix, record.id.value);
    };
    markup::NameMeaning meaning;
    if (records.size() == 1) {
        meaning.address = address_of(records.front());
        return meaning;
    }
    for (const AuthorityRecord& record : records) {
        if (meaning.choices.size() == choices_shown_max) break;
        meaning.choices.push_back({.address = address_of(record), .words = words_of(record)});
    }
    return meaning;
}

std::string ask_which(std::string_view name, const std::vector<AuthorityRecord>& records) {
    std::string sentence = fmt::format("Several records are called “{}”. Write", name);
    std::string_view separator = " ";
    for (const AuthorityRecord& record :
         std::span{records}.first(std::min(records.size(), choices_shown_max))) {
        sentence += fmt::format(
            "{}[[#{}|{}]] for {}",
            std::exchange(separator, ", "),
            record.id.value,
            name,
            words_of(record)
        );
    }
    return sentence + ".";
}

} // namespace

Result<void> place_named_records(
    db::ReadTransaction& tx,
    const SiteSettings& settings,
    markup::Rendered& rendered,
    SeveralMeant several
) {
    const std::vector<std::string> names = markup::names_in(rendered.html);
    if (names.empty()) return {};
    std::map<std::string, markup::NameMeaning, std::less<>> meanings;
    for (const std::string& name : names) {
        const std::vector<AuthorityRecord> records = TRY(records_of(tx, name));
        if (records.size() > 1 && several == SeveralMeant::refused) {
            return refuse("body", ask_which(name, records));
        }
        markup::NameMeaning meaning = meaning_of(settings, records);
        if (numbered(name) && !records.empty()) meaning.label = records.front().label;
        meanings.emplace(name, std::move(meaning));
    }
    markup::place_names(rendered, [&](std::string_view name) {
        const auto meaning = meanings.find(name);
        return meaning == meanings.end() ? markup::NameMeaning{} : meaning->second;
    });
    return {};
}

} // namespace attest::service
