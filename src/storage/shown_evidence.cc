#include "storage/shown_evidence.h"

#include "base/text.h"
#include "storage/id_list.h"
#include "storage/sql.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace attest::storage {

namespace {

// ── The text of a row ──
//
// Numbers, none below zero, in decimal with a space behind them; texts with their length before
// them: "12:In the year". A claim is
//   id, ordinal (or 0), status, counts (as in claims.summary), whether a source is asked for,
//   words, number of dates, dates, number of citations
// a date
//   phrase, calendar, whether it is assumed, first and last day counted from the open past
// and a citation
//   source, through (or 0), label, locator, quote, relation, whether it is an absence, whether it
//   stands in the text.

constexpr char number_end = ' ';
constexpr char length_end = ':';

void put_number(std::string& text, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
    text += number_end;
}

void put_text(std::string& text, std::string_view words) {
    put_number(text, std::ssize(words));
    text.back() = length_end;
    text += words;
}

/// Reads what was put, and remembers whether it could.
class ShownReader {
public:
    explicit ShownReader(std::string_view text) : text_{text} {}

    [[nodiscard]] bool is_at_end() const { return text_.empty(); }

    [[nodiscard]] bool has_failed() const { return has_failed_; }

    std::int64_t number(char end = number_end) {
        std::int64_t value = 0;
        std::size_t at = 0;
        while (at < text_.size() && at < digits_max && text_[at] >= '0' && text_[at] <= '9')
            value = (value * 10) + (text_[at++] - '0');
        if (at == 0 || at == text_.size() || text_[at] != end) return fail();
        text_.remove_prefix(at + 1);
        return value;
    }

    std::string_view words() {
        const std::int64_t length = number(length_end);
        if (length > std::ssize(text_)) {
            fail();
            return {};
        }
        const std::string_view words = text_.substr(0, static_cast<std::size_t>(length));
        text_.remove_prefix(words.size());
        return words;
    }

    template <typename AnyId>
    std::optional<AnyId> optional_id() {
        const std::int64_t value = number();
        return value == 0 ? std::nullopt : std::optional{AnyId{value}};
    }

private:
    static constexpr std::size_t digits_max = 18; ///< Fewer than would overflow.

    /// What follows cannot be read either.
    std::int64_t fail() {
        has_failed_ = true;
        text_ = {};
        return 0;
    }

    std::string_view text_;
    bool has_failed_ = false;
};

/// The standings of one text, each read once.
class StandingReader {
public:
    explicit StandingReader(std::vector<domain::ClaimStanding>& standings)
        : standings_{standings} {}

    std::size_t find(domain::ClaimStatus status, std::string_view counts) {
        const auto known = std::ranges::find_if(known_, [&](const Known& one) {
            return one.status == status && one.counts == counts;
        });
        if (known != known_.end()) return known->index;
        const domain::ClaimStanding standing = read_standing(status, counts);
        const auto same = std::ranges::find(standings_, standing);
        const auto index = static_cast<std::size_t>(same - standings_.begin());
        if (same == standings_.end()) standings_.push_back(standing);
        known_.push_back({.status = status, .counts = counts, .index = index});
        return index;
    }

private:
    struct Known {
        domain::ClaimStatus status;
        std::string_view counts;
        std::size_t index;
    };

    std::vector<domain::ClaimStanding>& standings_;
    std::vector<Known> known_;
};

void put_date(std::string& text, const dates::HistoricalDate& date) {
    put_text(text, date.phrase);
    put_number(text, std::to_underlying(date.calendar));
    put_number(text, date.is_assumed ? 1 : 0);
    put_number(text, std::int64_t{date.lo} - dates::open_start);
    put_number(text, std::int64_t{date.hi} - dates::open_start);
}

dates::DayNumber read_day(ShownReader& reader) {
    return static_cast<dates::DayNumber>(reader.number() + dates::open_start);
}

ShownDate read_date(ShownReader& reader) {
    ShownDate date;
    date.phrase = reader.words();
    date.calendar = static_cast<dates::Calendar>(reader.number());
    date.is_assumed = reader.number() != 0;
    date.lo = read_day(reader);
    date.hi = read_day(reader);
    return date;
}

ShownCitation read_citation(ShownReader& reader) {
    ShownCitation citation;
    citation.source = SourceId{reader.number()};
    citation.through = reader.optional_id<SourceId>();
    citation.label = reader.words();
    citation.locator = reader.words();
    citation.quote = reader.words();
    citation.relation = static_cast<domain::CitationRelation>(reader.number());
    citation.is_absence = reader.number() != 0;
    citation.is_in_text = reader.number() != 0;
    return citation;
}

// ── Statements ──

constexpr db::Query list_shown_rows_query{
    .name = "list_shown_rows",
    .sql = R"sql(
        SELECT e.post_id, e.first_day, e.last_day, e.claims
        FROM (SELECT id FROM posts WHERE id = $1
              UNION ALL
              SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL) AS p
        JOIN shown_evidence AS e ON e.post_id = p.id
    )sql",
};

constexpr db::Query find_shown_row_query{
    .name = "find_shown_row",
    .sql = "SELECT post_id, first_day, last_day, claims FROM shown_evidence WHERE post_id = $1",
};

/// Of `claims AS c JOIN claim_dates AS d`: open ends are no days.
constexpr SqlPiece claimed_days = R"sql(
    min(CASE WHEN d.first_day > -2147483648 THEN d.first_day END),
    max(CASE WHEN d.last_day < 2147483647 THEN d.last_day END)
)sql";

constexpr SqlPiece dates_of_claims = R"sql(
    FROM claims AS c
    JOIN claim_dates AS d ON d.claim_id = c.id
    WHERE c.post_id = $1 AND c.is_detached = 0
)sql";

constexpr db::Query find_claimed_days_query{
    .name = "find_claimed_days",
    .sql = joined<"SELECT", claimed_days, dates_of_claims>,
};

constexpr db::Query store_shown_row_query{
    .name = "store_shown_row",
    .sql = joined<
        "INSERT INTO shown_evidence (post_id, first_day, last_day, claims) SELECT $1,",
        claimed_days,
        ", $2",
        dates_of_claims,
        R"sql(
        ON CONFLICT (post_id) DO UPDATE SET
            first_day = excluded.first_day, last_day = excluded.last_day, claims = excluded.claims
        WHERE shown_evidence.claims <> excluded.claims
    )sql">,
};

constexpr db::Query list_shown_sources_query{
    .name = "list_shown_sources",
    .sql = joined<
        "SELECT named.id, s.key, s.title, s.author, s.issued, s.kind FROM",
        id_list,
        R"sql(
        CROSS JOIN sources AS named ON named.id = wanted.column1
        JOIN sources AS s ON s.id = coalesce(named.merged_into, named.id)
    )sql">,
};

ShownRow read_row(const db::Row& row) {
    return {
        .post = row.id<PostId>(0),
        .days = {.first = row.optional_integer(1), .last = row.optional_integer(2)},
        .claims = row.string(3),
    };
}

} // namespace

void append_shown_claim(
    std::string& text,
    const ClaimRecord& claim,
    const domain::ClaimStanding& standing,
    std::span<const ClaimDate> dates,
    std::size_t citations
) {
    put_number(text, claim.id.value);
    put_number(text, claim.place.ordinal.value_or(0));
    put_number(text, std::to_underlying(standing.status));
    put_text(text, format_standing_counts(standing));
    put_number(text, claim.asked_by ? 1 : 0);
    const bool needs_words = !claim.place.ordinal || citations == 0;
    put_text(text, needs_words ? std::string_view{claim.place.exact} : std::string_view{});
    const auto is_shown = [&](const ClaimDate& one) {
        return one.claim == claim.id && dates::is_to_the_day(one.date);
    };
    put_number(text, std::ranges::count_if(dates, is_shown));
    for (const ClaimDate& one : dates) {
        if (is_shown(one)) put_date(text, one.date);
    }
    put_number(text, static_cast<std::int64_t>(citations));
}

void append_shown_citation(std::string& text, const CitationRecord& citation) {
    const CitationContent& content = citation.content;
    put_number(text, content.source.value);
    put_number(text, content.through.value_or(SourceId{}).value);
    put_text(text, content.label);
    put_text(text, content.locator);
    put_text(text, content.quote);
    put_number(text, std::to_underlying(content.relation));
    put_number(text, content.is_absence ? 1 : 0);
    put_number(text, citation.is_in_text ? 1 : 0);
}

bool add_shown_claims(ShownClaims& shown, PostId post, std::string text) {
    auto kept = std::make_shared<const std::string>(std::move(text));
    const std::size_t claims_before = shown.claims.size();
    const std::size_t citations_before = shown.citations.size();
    const std::size_t dates_before = shown.dates.size();
    constexpr std::size_t bytes_of_claim = 128; // about, with one citation
    shown.claims.reserve(claims_before + (kept->size() / bytes_of_claim));
    shown.citations.reserve(citations_before + (kept->size() / bytes_of_claim));
    ShownReader reader{*kept};
    StandingReader standings{shown.standings};
    while (!reader.is_at_end()) {
        ShownClaim claim;
        claim.id = ClaimId{reader.number()};
        claim.post = post;
        if (const std::int64_t ordinal = reader.number(); ordinal != 0) claim.ordinal = ordinal;
        const auto status = static_cast<domain::ClaimStatus>(reader.number());
        claim.standing = standings.find(status, reader.words());
        claim.is_asked = reader.number() != 0;
        claim.words = reader.words();
        claim.first_date = shown.dates.size();
        for (std::int64_t left = reader.number(); left > 0 && !reader.has_failed(); --left)
            shown.dates.push_back(read_date(reader));
        claim.date_count = shown.dates.size() - claim.first_date;
        claim.first_citation = shown.citations.size();
        for (std::int64_t left = reader.number(); left > 0 && !reader.has_failed(); --left)
            shown.citations.push_back(read_citation(reader));
        claim.citation_count = shown.citations.size() - claim.first_citation;
        shown.claims.push_back(claim);
    }
    if (reader.has_failed()) {
        shown.claims.resize(claims_before);
        shown.citations.resize(citations_before);
        shown.dates.resize(dates_before);
        return false;
    }
    shown.texts.push_back(std::move(kept));
    return true;
}

Result<std::vector<ShownRow>> list_shown_rows(db::ReadTransaction& tx, QuestionId question) {
    return tx.all(list_shown_rows_query, {question}, read_row);
}

Result<std::optional<ShownRow>> find_shown_row(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_shown_row_query, {post}, read_row);
}

Result<ShownDays> find_claimed_days(db::ReadTransaction& tx, PostId post) {
    const auto found = TRY(tx.first(find_claimed_days_query, {post}, [](const db::Row& row) {
        return ShownDays{.first = row.optional_integer(0), .last = row.optional_integer(1)};
    }));
    return found.value_or(ShownDays{});
}

Result<void> store_shown_row(db::Transaction& tx, PostId post, const std::string& claims) {
    TRY(tx.execute(store_shown_row_query, {post, claims}));
    return {};
}

Result<std::vector<ShownSource>>
list_shown_sources(db::ReadTransaction& tx, std::span<const SourceId> ids) {
    std::vector<ShownSource> sources;
    sources.reserve(ids.size());
    TRY(each_by_id(tx, list_shown_sources_query, ids, [&](const db::Row& row) {
        sources.push_back({
            .asked = row.id<SourceId>(0),
            .key = row.string(1),
            .title = row.string(2),
            .author = row.string(3),
            .issued = row.string(4),
            .kind = row.choice<domain::SourceKind>(5),
        });
    }));
    std::ranges::sort(sources, {}, &ShownSource::asked);
    return sources;
}

} // namespace attest::storage
