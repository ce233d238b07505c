// Authority records: who somebody is and where something lies, whatever the spelling (evidence.md,
// D1). Numbers stand in the database and never change.
#pragma once

#include "base/error.h"
#include "base/id.h"
#include "dates/historical_date.h"
#include "domain/actor.h"
#include "domain/privileges.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest {

using AuthorityId = Id<struct AuthorityTag>;
using AuthorityNameId = Id<struct AuthorityNameTag>;

} // namespace attest

namespace attest::domain {

enum class AuthorityKind : std::int16_t { person = 1, place = 2, organisation = 3, other = 4 };

inline constexpr std::array all_authority_kinds = {
    AuthorityKind::person, AuthorityKind::place, AuthorityKind::organisation, AuthorityKind::other
};

enum class NameKind : std::int16_t {
    main = 1, ///< One of a record: its label.
    other = 2,
    birth = 3,
    pseudonym = 4,
    former = 5,
    exonym = 6, ///< What others call it: Lemberg.
};

inline constexpr std::array all_name_kinds = {
    NameKind::main,
    NameKind::other,
    NameKind::birth,
    NameKind::pseudonym,
    NameKind::former,
    NameKind::exonym
};

enum class AuthorityChange : std::int16_t {
    made = 1,
    described = 2,
    name_added = 3,
    name_removed = 4,
    merged = 5,   ///< Into another, which `detail` names.
    unmerged = 6, ///< A merge was taken back.
};

/// "person", as in forms and in addresses.
std::string_view format_kind(AuthorityKind kind);
std::optional<AuthorityKind> parse_authority_kind(std::string_view text);
std::string_view format_kind(NameKind kind);
std::optional<NameKind> parse_name_kind(std::string_view text);

/// The longest titles of rulers; the names library reads as many bytes.
inline constexpr std::size_t authority_name_length_max = 200;
/// A line under a heading.
inline constexpr std::size_t authority_note_length_max = 300;
inline constexpr std::size_t name_phrase_length_max = 60;
inline constexpr std::size_t name_citation_length_max = 500;
/// A city of an old border has some thirty; a page still shows these in one table.
inline constexpr std::size_t names_of_record_max = 100;

struct AuthorityName {
    AuthorityNameId id{};
    AuthorityId record{}; ///< Another than the one shown where that was merged into it.
    std::string name = {};
    std::string language = {};
    NameKind kind = NameKind::other;
    std::string valid_from = {};
    std::string valid_to = {};
    std::string citation = {};
};

/// `invalid`, with a sentence at each field that is wrong: name, language, valid_from, valid_to,
/// citation.
Result<void> check_name(const AuthorityName& name);

/// Whether a record went by the name on some day from `days.lo` to `days.hi`, as far as the name
/// says when it was one. What does not say is always valid.
bool is_valid_within(const AuthorityName& name, dates::Bounds days);

/// Whether the name says from when or to when it was one.
inline bool has_validity(const AuthorityName& name) {
    return !name.valid_from.empty() || !name.valid_to.empty();
}

/// `invalid`, with the sentence of the dates library, if there is a phrase that is no date.
Result<void> check_date_phrase(const std::string& field, const std::string& phrase);

/// Records are kept by those whom the site trusts with tag wikis: both are read on many pages.
Result<void> check_keeps_records(const Actor& actor, const Thresholds& thresholds);

struct Coordinates {
    std::int64_t latitude = 0; ///< Millionths of a degree.
    std::int64_t longitude = 0;

    bool operator==(const Coordinates&) const = default;
};

/// "59.93, 30.31"; nothing for what is no place on Earth.
std::optional<Coordinates> parse_coordinates(std::string_view text);
std::string format_coordinates(Coordinates coordinates);

} // namespace attest::domain
