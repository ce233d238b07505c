// What a text will look like, made by the same renderer, with the same options, as the page; and
// what its citations come to while it is written (evidence.md, B1): which claims it makes, what is
// amiss with a citation and where, whether the words quoted stand on the page, and which claims of
// the post an edit would leave without citations.
#pragma once

#include "base/error.h"
#include "dates/historical_date.h"
#include "domain/actor.h"
#include "domain/ids.h"
#include "markup/citation.h"
#include "service/citing.h"
#include "service/site.h"
#include "storage/evidence.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Where the words quoted were found on the scans of the source.
enum class QuoteState : std::uint8_t {
    none,       ///< Nothing is quoted.
    found,      ///< On the page named, or, if none is, on `page`.
    perhaps,    ///< Likewise, but only alike.
    elsewhere,  ///< Not on the page named, but on `page`.
    unnumbered, ///< On a picture of which nobody has said which printed page it is.
    absent,     ///< On no page.
    unread,     ///< The scan still waits to be read.
    no_scan,    ///< There is no scan to look in.
    not_looked, ///< Too many are quoted to look for all at every stroke of a key.
};

/// What a writer may have done to the text by one click: these bytes become `text`.
struct TextEdit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

struct DraftQuote {
    QuoteState state = QuoteState::none;
    int percent = 0;          ///< How like it is.
    std::string page = {};    ///< As printed.
    std::string address = {}; ///< Of the page among those of the file.
    SourceFileId file{};
    std::optional<TextEdit> mend = {}; ///< Writes the page into the text.
};

struct DraftCitation {
    markup::Citation written;
    std::optional<storage::CitedSource> source;  ///< Nothing: the key is unknown.
    std::optional<storage::CitedSource> through; ///< Of "quoted in".
    std::string unknown_key = {};                ///< The first of the two that no source has.
    std::vector<TextEdit> keys_alike = {};       ///< Keys that may have been meant by it.
    bool has_unreadable_page = false;            ///< "p. seventy".
    DraftQuote quote = {};
};

/// Lines are counted from 1, bytes are those of the Markdown.
struct TextPlace {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t line = 1;
};

/// A date in a claim's words: what is understood by it, or what is wrong with it.
struct DraftDate {
    dates::HistoricalDate date = {};
    std::string message = {};           ///< Of a date that cannot be.
    std::optional<TextEdit> other = {}; ///< Says that it is of the other calendar than was assumed.
    TextPlace place;
};

struct DraftClaim {
    std::size_t number = 0; ///< Of its element in the preview.
    std::string words;
    TextPlace place;
    std::vector<DraftCitation> citations;
    std::vector<DraftDate> dates;
};

/// A citation that is none yet.
struct DraftProblem {
    std::string words; ///< How it begins.
    TextPlace place;
    std::string message; ///< What to do.
};

struct Preview {
    std::string html; ///< Safe to print; empty for an empty text.
    std::vector<DraftClaim> claims = {};
    std::vector<DraftProblem> problems = {};
    std::vector<LostClaim> lost = {};
};

/// `invalid` with a field error on "body" for a text that is longer than any post. `edited`: the
/// post whose new text it is.
Result<Preview> preview(
    const Site& site,
    const domain::Actor& actor,
    const std::string& markdown,
    std::optional<PostId> edited = std::nullopt
);

/// Nothing that a citation stands or falls by is wanting: its source is known and its page can be
/// read. What is not on the page is another matter: the writer may know better than the scan.
bool is_whole(const DraftCitation& citation);

} // namespace attest::service
