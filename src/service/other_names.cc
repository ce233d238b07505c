#include "service/other_names.h"

#include "base/text.h"
#include "names/keys.h"
#include "names/match.h"
#include "service/authorities.h"
#include "storage/authorities.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace attest::service {

namespace {

/// A word of a record's name, as written and with its keys.
struct NameWord {
    std::string_view text;
    names::NameKeys keys;
};

/// A name of a record, cut into words.
struct CutName {
    const domain::AuthorityName* name = nullptr;
    bool is_person = false;
    std::vector<NameWord> words;
    std::optional<std::size_t> family; ///< The word that a person goes by.
};

std::string_view bare(std::string_view word) {
    while (!word.empty() && (word.ends_with(',') || word.ends_with('.')))
        word.remove_suffix(1);
    return word;
}

/// "Trotsky, Leon", "Leon Trotsky", "Николай II": the word before a comma, or the last that is no
/// number.
std::optional<std::size_t> family_of(std::string_view name, const std::vector<NameWord>& words) {
    if (words.empty()) return std::nullopt;
    if (name.contains(',')) return 0;
    std::size_t last = words.size() - 1;
    const bool ends_in_number = words[last].text.find_first_not_of("IVX") == std::string_view::npos;
    if (ends_in_number && last > 0) --last;
    return last;
}

CutName cut(const domain::AuthorityName& name, bool is_person) {
    CutName parts{.name = &name, .is_person = is_person, .words = {}, .family = {}};
    for (const std::string_view piece : split(std::string_view{name.name}, ' ')) {
        const std::string_view word = bare(piece);
        if (!word.empty()) parts.words.push_back({word, names::keys_of(word, name.language)});
    }
    parts.family = family_of(name.name, parts.words);
    return parts;
}

struct Bearer {
    AuthorityId record;
    bool is_person = false;
    std::vector<CutName> names;
};

void add_name(std::vector<std::string>& names, std::string_view name) {
    const bool is_new = std::ranges::find(names, name) == names.end();
    if (is_new && names.size() < other_names_max) names.emplace_back(name);
}

/// Adds the spellings of `word` among a name's words; whether the record goes by it.
bool add_spellings(
    std::vector<std::string>& spellings, const CutName& name, const names::NameKeys& word
) {
    bool goes_by_it = false;
    for (std::size_t at = 0; at < name.words.size(); ++at) {
        if (!names::is_match(names::match(word, name.words[at].keys))) continue;
        add_name(spellings, name.words[at].text);
        goes_by_it = goes_by_it || (name.is_person ? at == name.family : name.words.size() == 1);
    }
    return goes_by_it;
}

std::vector<std::string>
other_names_of(const std::vector<Bearer>& bearers, const names::NameKeys& word) {
    std::vector<std::string> names;
    std::vector<const Bearer*> meant;
    for (const Bearer& bearer : bearers) {
        bool goes_by_it = false;
        for (const CutName& name : bearer.names)
            goes_by_it = add_spellings(names, name, word) || goes_by_it;
        if (goes_by_it) meant.push_back(&bearer);
    }
    if (meant.size() > bearers_max) return names;
    for (const Bearer* bearer : meant) {
        for (const CutName& name : bearer->names) {
            const bool by_family = bearer->is_person && name.family;
            add_name(names, by_family ? name.words[*name.family].text : name.name->name);
        }
    }
    return names;
}

/// The records that one of the words may name, with all their names cut into words.
std::vector<Bearer> to_bearers(
    const std::vector<storage::FoundName>& found, const std::vector<domain::AuthorityName>& names
) {
    std::vector<Bearer> bearers;
    for (const storage::FoundName& one : found) {
        const bool is_known =
            std::ranges::find(bearers, one.record.id, &Bearer::record) != bearers.end();
        if (is_known) continue;
        const bool is_person = one.record.kind == domain::AuthorityKind::person;
        Bearer bearer{.record = one.record.id, .is_person = is_person, .names = {}};
        for (const domain::AuthorityName& name : names) {
            if (name.record == bearer.record) bearer.names.push_back(cut(name, is_person));
        }
        bearers.push_back(std::move(bearer));
    }
    return bearers;
}

} // namespace

Result<std::map<std::string, std::vector<std::string>, std::less<>>>
read_other_names(db::ReadTransaction& tx, const std::vector<std::string>& words) {
    std::map<std::string, std::vector<std::string>, std::less<>> other_names;
    std::vector<std::pair<std::string, names::NameKeys>> asked;
    std::vector<std::string> keys;
    for (const std::string& word : words) {
        if (asked.size() == named_words_max) break;
        names::NameKeys word_keys = names::keys_of(word);
        if (word_keys.tokens.size() != 1 || word_keys.tokens.front().is_initial) continue;
        const std::vector<std::string> more = name_keys_to_ask(word_keys);
        keys.insert(keys.end(), more.begin(), more.end());
        asked.emplace_back(word, std::move(word_keys));
    }
    if (keys.empty()) return other_names;
    const std::vector<storage::FoundName> found = TRY(storage::find_authority_names(tx, keys));
    if (found.empty()) return other_names;

    std::vector<AuthorityId> ids;
    for (const storage::FoundName& name : found) {
        if (std::ranges::find(ids, name.record.id) == ids.end()) ids.push_back(name.record.id);
    }
    const std::vector<domain::AuthorityName> names =
        TRY(storage::list_names_of_authorities(tx, ids));
    const std::vector<Bearer> bearers = to_bearers(found, names);
    for (const auto& [word, word_keys] : asked) {
        std::vector<std::string> others = other_names_of(bearers, word_keys);
        if (!others.empty()) other_names.emplace(word, std::move(others));
    }
    return other_names;
}

} // namespace attest::service
