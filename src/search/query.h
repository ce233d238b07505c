// The query language: what a person typed, read into clauses. Stack Exchange's operators with their
// meaning there. Pure: the time and the reader are arguments.
//
//   stalin exile                both words        "new style"      these words side by side
//   petrograd OR leningrad      either            -war -"civil war"  without
//   revol*                      words that begin so   [russia] -[usa] [a] or [b]   tags
//   title:… body:… user:… score:… created:… is:answer …          see operators.h
//   status:disputed in:1917 between:1914..1918 cites:KEY person:Trotsky place:Baku    its evidence
//
// A name that is no operator is text: people paste `std::vector` and `error: x`.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "dates/calendar.h"
#include "domain/claim_status.h"
#include "domain/ids.h"
#include "domain/kinds.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace attest::search {

enum class Field : std::uint8_t { any, title, body };

enum class TextKind : std::uint8_t { word, phrase, prefix };

struct TextClause {
    Field field = Field::any;
    TextKind kind = TextKind::word;
    std::string text; ///< As typed; one typed word can hold several ("node.js").
};

struct TagClause {
    std::string name; ///< In small letters; may end in `*`.
};

struct AuthorClause {
    UserId author;
};

struct KindClause {
    domain::PostKind kind = domain::PostKind::question;
};

struct QuestionClause {
    QuestionId question;
};

/// What a range is of. Times are milliseconds.
enum class Measure : std::uint8_t { score, answers, views, created, active };

/// Both ends belong to it.
struct RangeClause {
    Measure measure = Measure::score;
    std::optional<std::int64_t> min;
    std::optional<std::int64_t> max;
};

enum class Flag : std::uint8_t { accepted, has_accepted, closed, duplicate, wiki, has_code };

struct FlagClause {
    Flag flag = Flag::accepted;
    bool is_set = true;
};

struct UrlClause {
    std::string pattern; ///< May begin with `*.` and end in `*`.
};

/// What is known of a post's claims, and whom and what it names.
enum class Evidence : std::uint8_t {
    status, ///< A live claim has one of `statuses`.
    days,   ///< A live claim has a date on days from `first_day` to `last_day`.
    source, ///< A live claim cites the source that `text` names by its key or words of its title.
    person, ///< It mentions who `text` names, by any spelling, or by the record's number.
    place,
};

/// The posts are the database's to say, so that a check counts at once; the index only joins them
/// with the rest (docs/decisions/0048).
struct EvidenceClause {
    Evidence evidence = Evidence::status;
    std::string text; ///< As typed after the colon.
    std::vector<domain::ClaimStatus> statuses = {};
    dates::DayNumber first_day = dates::open_start;
    dates::DayNumber last_day = dates::open_end;
    bool is_within = false; ///< The date lies surely between the days: `in:=1917`.
    /// Where it stands in the query, in bytes, without the “-” before it; filled, as `posts` is, by
    /// `find_evidence`.
    std::size_t begin = 0;
    std::size_t end = 0;
    /// In order of id.
    std::shared_ptr<const std::vector<PostId>> posts = {};
};

using Content = std::variant<
    TextClause,
    TagClause,
    AuthorClause,
    KindClause,
    QuestionClause,
    RangeClause,
    FlagClause,
    UrlClause,
    EvidenceClause>;

struct Clause {
    Content content;
    bool is_excluded = false;
    std::size_t begin = 0; ///< Where it stands in the query, in bytes.
    std::size_t end = 0;
};

/// Every group must hold; in a group with several clauses (joined by OR), one of them.
struct Query {
    std::vector<std::vector<Clause>> groups;

    [[nodiscard]] bool is_empty() const { return groups.empty(); }
};

/// What a word of a query is also called.
using OtherNames = std::map<std::string, std::vector<std::string>, std::less<>>;

struct QueryContext {
    Time now = {};                 ///< `created:1y` counts back from it.
    std::optional<UserId> me = {}; ///< `user:me`.
    /// What other names of tags mean: `[ww2]` finds what carries "world-war-two".
    std::map<std::string, std::string, std::less<>> tag_synonyms = {};
    /// Other names of who or what a word of the query names, by the word as `plain_words_in_query`
    /// gives it: "trotsky" also finds Троцкий and Bronstein. A name of several words is found as
    /// they stand.
    OtherNames other_names = {};
};

/// Why a query cannot be read, and where: bytes for a program, a character's number for a person.
struct QueryProblem {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t character = 1; ///< Counts from 1.
    std::string message;       ///< A sentence that says what to do.
};

/// Reads a query; one of punctuation alone is empty and no error.
std::expected<Query, QueryProblem> read_query(std::string_view text, const QueryContext& context);

/// The same with the problem as an `Error{invalid}` of the field "q", whose message tells the
/// place.
Result<Query> parse_query(std::string_view text, const QueryContext& context);

/// Says which posts such a clause finds.
using FindPosts = std::function<Result<std::vector<PostId>>(const EvidenceClause& clause)>;

/// Fills in the posts of every clause about evidence.
Result<void> find_evidence(Query& query, const FindPosts& find_posts);

/// The names of tags that a query holds, as typed but for capitals; none if it cannot be read.
std::vector<std::string> tags_in_query(std::string_view text);

/// The words that a query looks for anywhere, folded, each once; none if it cannot be read.
std::vector<std::string> plain_words_in_query(std::string_view text);

} // namespace attest::search
