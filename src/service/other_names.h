// What words of a search are also called, by the authority records: Trotsky is Троцкий and
// Bronstein (evidence.md, D).
#pragma once

#include "base/error.h"
#include "db/transaction.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace attest::service {

/// Names added to one word of a query: a city of many rulers has as many, and each costs the search
/// a look.
inline constexpr std::size_t other_names_max = 20;

/// Words of a query that are looked up: nobody names more people at once.
inline constexpr std::size_t named_words_max = 8;

/// Of more bearers than this, a name tells nobody apart, and only its own spellings are added.
inline constexpr std::size_t bearers_max = 5;

/// By word; words without other names are left out.
///
/// Every word of a name that sounds like the one asked for is a spelling of it. If it is what the
/// record goes by (a family name, the whole name of a place), the record's other names are added.
Result<std::map<std::string, std::vector<std::string>, std::less<>>>
read_other_names(db::ReadTransaction& tx, const std::vector<std::string>& words);

} // namespace attest::service
