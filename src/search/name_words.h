// Which words of the posts are names, and which of them sound alike: a search for Trotsky finds
// Троцкий and Trotzki too, without anybody having made a record of him (evidence.md, D2).
//
// A word is taken for a name if a good part of the posts that hold it write it with a capital
// wherever it stands. For every key of its sound (names/) the index keeps the words that have it,
// each with the number of such posts. These lists grow with the words of a site, not with its
// posts. What was found by sound is then looked for as any word is, so that ranking and marking
// need to know nothing of it.
#pragma once

#include "search/words.h"

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attest::search {

/// Whether a word begins with a capital, or with a letter of a script that has none.
bool is_written_as_name(std::string_view written);

/// How the words of one post are written.
class NameNotes {
public:
    void clear() { always_.clear(); }

    /// A word of `text`; little words need not be told.
    void add(std::string_view text, const Word& word);

    /// The words that may be names, in small letters with their accents.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::unordered_map<std::string, bool> always_; ///< Whether a word was always written as a name.
    std::string word_;
};

/// Words with the number of posts that write them as names.
using NameCounts = std::unordered_map<std::string, std::uint32_t>;

/// Adds to what the index knows of names.
void add_names(Xapian::WritableDatabase& index, const NameCounts& counts);

/// The same for an index that knows of none yet, without the words that are no names by their
/// count.
void store_names(Xapian::WritableDatabase& index, const NameCounts& counts);

struct SoundAlikes {
    std::vector<std::string> words; ///< In small letters; the most frequent first.
    bool is_name = false;           ///< The word that was asked for is itself known as a name.
};

/// The names that sound like a word in small letters and are not of the same letters; of one script
/// other than Latin only what differs by a reform of spelling (Чехов is not Шехов).
SoundAlikes find_sound_alikes(const Xapian::Database& index, std::string_view lowered);

} // namespace attest::search
