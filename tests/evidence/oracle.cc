#include "evidence/oracle.h"

#include "kit/must.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace attest::tests {

namespace {

// The numbers of the specification's words, as the migrations name them.
constexpr std::int64_t supports = 1;
constexpr std::int64_t disputes = 2;
constexpr std::int64_t view = 4;
constexpr std::int64_t witness_later = 2;
constexpr std::int64_t retold = 5;
constexpr std::int64_t part_of = 6;
constexpr std::int64_t week = std::int64_t{7} * 24 * 60 * 60 * 1000;

enum Status : std::int64_t {
    unsourced,
    sourced,
    checked,
    corroborated,
    contested,
    disputed,
    unresolved,
    a_view,
    view_checked,
};

struct Check {
    std::int64_t reader = 0;
    std::int64_t verdict = 0;
    bool is_of_translation = false;
    bool is_grown_up = false;
    std::string wording;
    std::string content;

    [[nodiscard]] bool says_yes() const { return verdict == 1 || verdict == 6; }

    [[nodiscard]] bool says_no() const { return verdict == 3 || verdict == 7; }
};

struct Citation {
    std::int64_t id = 0;
    std::int64_t relation = 0;
    bool has_place = false;
    std::string content;
    bool is_in_text = false;
    std::int64_t adder = 0;
    std::int64_t stored_state = 0;
    std::int64_t stored_yes = 0;
    std::int64_t stored_no = 0;
    std::int64_t kind = 0;
    std::int64_t origin = 0;
    std::string author;
    bool is_distrusted = false;
    std::vector<Check> checks = {};
    std::int64_t yes = 0; ///< Counted here.
    std::int64_t no = 0;
};

struct Claim {
    std::int64_t id = 0;
    std::int64_t author = 0;
    std::string wording;
    std::int64_t stored_status = 0;
    std::vector<Citation> citations = {};
};

constexpr db::Query claims_query{
    .name = "oracle_claims",
    .sql = R"sql(
        SELECT c.id, p.author_id, c.wording_hash, c.status
        FROM claims AS c JOIN posts AS p ON p.id = c.post_id
        WHERE c.is_detached = 0
        ORDER BY c.id
    )sql",
};

constexpr db::Query citations_query{
    .name = "oracle_citations",
    .sql = R"sql(
        SELECT t.claim_id, t.id, t.relation, t.locator <> '' OR s.is_single_item, t.content_hash,
               t.is_in_text, t.user_id, t.state, t.yes_count, t.no_count, s.kind, s.origin_group,
               s.author_key, s.distrust_reason IS NOT NULL
        FROM citations AS t
        JOIN claims AS c ON c.id = t.claim_id AND c.is_detached = 0
        JOIN sources AS named ON named.id = t.source_id
        JOIN sources AS s ON s.id = coalesce(named.merged_into, named.id)
        WHERE t.withdrawn_at IS NULL
        ORDER BY t.id
    )sql",
};

constexpr db::Query checks_query{
    .name = "oracle_checks",
    .sql = R"sql(
        SELECT k.citation_id, k.user_id, k.verdict, k.is_of_translation,
               k.created_at - u.created_at, k.wording_hash, k.content_hash
        FROM citation_checks AS k JOIN users AS u ON u.id = k.user_id
        WHERE k.is_latest = 1
        ORDER BY k.id
    )sql",
};

constexpr db::Query places_query{
    .name = "oracle_places",
    .sql = R"sql(
        SELECT c.id, c.exact, c.start, h.text
        FROM claims AS c
        LEFT JOIN post_history AS h
            ON h.guid = c.revision AND h.post_id = c.post_id AND h.kind IN (2, 5, 8)
    )sql",
};

constexpr db::Query source_links_query{
    .name = "oracle_source_links",
    .sql = "SELECT from_id, to_id, kind FROM source_links",
};

constexpr db::Query sources_query{
    .name = "oracle_sources",
    .sql = "SELECT id, origin_group, merged_into FROM sources ORDER BY id",
};

constexpr db::Query pages_query{
    .name = "oracle_pages",
    .sql = R"sql(
        SELECT f.sha256, p.page_index, p.width, p.height, p.image_sha256
        FROM source_pages AS p JOIN source_files AS f ON f.id = p.file_id
    )sql",
};

// ── Reading ──

std::vector<Claim> read_claims(db::ReadTransaction& tx) {
    std::vector<Claim> claims = must(tx.all(claims_query, {}, [](const db::Row& row) {
        return Claim{
            .id = row.integer(0),
            .author = row.integer(1),
            .wording = row.string(2),
            .stored_status = row.integer(3),
        };
    }));
    std::map<std::int64_t, Claim*> claim_of;
    for (Claim& claim : claims)
        claim_of[claim.id] = &claim;
    must(tx.each(citations_query, {}, [&](const db::Row& row) {
        claim_of.at(row.integer(0))
            ->citations.push_back({
                .id = row.integer(1),
                .relation = row.integer(2),
                .has_place = row.boolean(3),
                .content = row.string(4),
                .is_in_text = row.boolean(5),
                .adder = row.integer(6),
                .stored_state = row.integer(7),
                .stored_yes = row.integer(8),
                .stored_no = row.integer(9),
                .kind = row.integer(10),
                .origin = row.integer(11),
                .author = row.string(12),
                .is_distrusted = row.boolean(13),
            });
    }));
    std::map<std::int64_t, Citation*> citation_of;
    for (Claim& claim : claims) {
        for (Citation& citation : claim.citations)
            citation_of[citation.id] = &citation;
    }
    must(tx.each(checks_query, {}, [&](const db::Row& row) {
        const auto found = citation_of.find(row.integer(0));
        if (found == citation_of.end()) return;
        found->second->checks.push_back({
            .reader = row.integer(1),
            .verdict = row.integer(2),
            .is_of_translation = row.boolean(3),
            .is_grown_up = row.integer(4) >= week,
            .wording = row.string(5),
            .content = row.string(6),
        });
    }));
    return claims;
}

// ── Judging again ──

void count_checks(const Claim& claim, Citation& citation) {
    std::vector<const Check*> fit; // of those who may count, on what is cited today
    for (const Check& check : citation.checks) {
        const bool is_own =
            check.reader == citation.adder || (citation.is_in_text && check.reader == claim.author);
        if (!is_own && check.is_grown_up && check.content == citation.content)
            fit.push_back(&check);
    }
    std::set<std::int64_t> confirming;
    for (const Check* check : fit) {
        if (check->says_yes() && !check->is_of_translation && check->wording == claim.wording)
            confirming.insert(check->reader);
    }
    citation.yes = static_cast<std::int64_t>(confirming.size());
    citation.no = std::ranges::count_if(fit, [&](const Check* check) {
        if (!check->says_no()) return false;
        const std::size_t others = confirming.size() - confirming.count(check->reader);
        return check->wording == claim.wording || others == 0;
    });
}

bool has_failed(const Citation& citation) {
    return citation.no >= 2 && citation.no > citation.yes;
}

/// Sources by which one cannot go further than "checked".
bool is_weak(const Citation& citation) {
    return citation.kind == retold || citation.is_distrusted;
}

/// Witnesses: origins, of which those that share a later witness's author are one.
std::size_t count_groups(const std::vector<const Citation*>& confirmed) {
    std::map<std::string, std::set<std::string>> neighbours;
    for (const Citation* citation : confirmed) {
        if (is_weak(*citation)) continue;
        const std::string origin = fmt::format("origin {}", citation->origin);
        neighbours[origin];
        if (citation->kind != witness_later || citation->author.empty()) continue;
        neighbours[origin].insert("author " + citation->author);
        neighbours["author " + citation->author].insert(origin);
    }
    std::size_t groups = 0;
    std::set<std::string> seen;
    for (const auto& entry : neighbours) {
        if (seen.contains(entry.first)) continue;
        ++groups;
        std::vector<std::string> open{entry.first};
        while (!open.empty()) {
            const std::string at = std::move(open.back());
            open.pop_back();
            if (!seen.insert(at).second) continue;
            open.insert(open.end(), neighbours[at].begin(), neighbours[at].end());
        }
    }
    return groups;
}

std::int64_t judge(const Claim& claim) {
    std::vector<const Citation*> standing;
    std::vector<const Citation*> confirmed;
    bool has_objection = false;
    bool has_failed_support = false;
    bool is_view = false;
    for (const Citation& citation : claim.citations) {
        is_view = is_view || citation.relation == view;
        // A citation that counts names its place (B9, 2).
        if (citation.relation == disputes && !is_weak(citation) && citation.has_place
            && citation.yes >= 2 && citation.yes > citation.no) {
            has_objection = true;
        }
        if (citation.relation != supports && citation.relation != view) continue;
        has_failed_support = has_failed_support || has_failed(citation);
        if (!citation.has_place || has_failed(citation)) continue;
        standing.push_back(&citation);
        if (citation.yes > citation.no) confirmed.push_back(&citation);
    }
    if (is_view) return confirmed.empty() ? a_view : view_checked;
    if (has_objection && !confirmed.empty()) return unresolved;
    if (has_objection) return has_failed_support ? disputed : contested;
    if (count_groups(confirmed) >= 2) return corroborated;
    if (!confirmed.empty()) return checked;
    return standing.empty() ? unsourced : sourced;
}

std::int64_t state_of(const Citation& citation) {
    if (has_failed(citation)) return 3;
    if (citation.yes > citation.no) return 1;
    return citation.no > 0 ? 2 : 0;
}

// ── The invariants ──

using Lines = std::vector<std::string>;

void check_places(db::ReadTransaction& tx, Lines& lines) {
    must(tx.each(places_query, {}, [&](const db::Row& row) {
        const std::string exact = row.string(1);
        const std::string text = row.optional_string(3).value_or("");
        const auto start = static_cast<std::size_t>(row.integer(2));
        if (start <= text.size() && std::string_view{text}.substr(start).starts_with(exact)) return;
        lines.push_back(fmt::format(
            "1: claim {}: “{}” is not at {} of its revision", row.integer(0), exact, start
        ));
    }));
}

void check_claim(const Claim& claim, Lines& lines) {
    for (const Citation& citation : claim.citations) {
        if (citation.stored_yes != citation.yes || citation.stored_no != citation.no
            || citation.stored_state != state_of(citation)) {
            lines.push_back(fmt::format(
                "3, 4: citation {}: stored {} yes, {} no, state {}; counted {}, {}, {}",
                citation.id,
                citation.stored_yes,
                citation.stored_no,
                citation.stored_state,
                citation.yes,
                citation.no,
                state_of(citation)
            ));
        }
    }
    const std::int64_t status = judge(claim);
    if (status != claim.stored_status) {
        lines.push_back(fmt::format(
            "5: claim {}: stored status {}, judged {}", claim.id, claim.stored_status, status
        ));
    }
    const bool is_backed = std::ranges::any_of(claim.citations, [](const Citation& citation) {
        return citation.has_place && (citation.relation == supports || citation.relation == view);
    });
    const bool needs_backing = claim.stored_status == sourced || claim.stored_status == checked
                               || claim.stored_status == corroborated
                               || claim.stored_status == view_checked;
    if (needs_backing && !is_backed) {
        lines.push_back(fmt::format("2: claim {}: nothing with a place counts for it", claim.id));
    }
}

void check_origins(db::ReadTransaction& tx, Lines& lines) {
    std::map<std::int64_t, std::set<std::int64_t>> neighbours;
    must(tx.each(source_links_query, {}, [&](const db::Row& row) {
        if (row.integer(2) == part_of) return;
        neighbours[row.integer(0)].insert(row.integer(1));
        neighbours[row.integer(1)].insert(row.integer(0));
    }));

    struct Source {
        std::int64_t id = 0;
        std::int64_t origin = 0;
        std::optional<std::int64_t> merged_into;
    };

    const auto sources = must(tx.all(sources_query, {}, [](const db::Row& row) {
        return Source{row.integer(0), row.integer(1), row.optional_integer(2)};
    }));
    std::map<std::int64_t, std::int64_t> origin_of;
    for (const Source& source : sources) {
        if (source.merged_into || origin_of.contains(source.id)) continue;
        std::vector<std::int64_t> open{source.id}; // the smallest of its component
        while (!open.empty()) {
            const std::int64_t at = open.back();
            open.pop_back();
            if (!origin_of.try_emplace(at, source.id).second) continue;
            open.insert(open.end(), neighbours[at].begin(), neighbours[at].end());
        }
    }
    for (const Source& source : sources) {
        const std::int64_t expected = origin_of[source.merged_into.value_or(source.id)];
        if (source.origin == expected) continue;
        lines.push_back(fmt::format(
            "9: source {}: stored origin {}, component {}", source.id, source.origin, expected
        ));
    }
}

/// Rows that must not be there.
void check_none(const TestSite& site, Lines& lines) {
    struct Rule {
        std::string_view name;
        std::string_view count;
    };

    static constexpr auto rules = std::to_array<Rule>({
        {"2: a citation without its source",
         "SELECT count(*) FROM citations WHERE source_id NOT IN (SELECT id FROM sources)"},
        {"4: a check by whoever added the citation",
         "SELECT count(*) FROM citation_checks k JOIN citations t ON t.id = k.citation_id "
         "WHERE k.user_id = t.user_id"},
        {"6: a redirect that leads to a redirect",
         "SELECT count(*) FROM sources s JOIN sources t ON t.id = s.merged_into "
         "WHERE t.merged_into IS NOT NULL"},
        {"3: two latest verdicts of one reader",
         "SELECT count(*) FROM (SELECT 1 FROM citation_checks WHERE is_latest = 1 "
         "GROUP BY citation_id, user_id HAVING count(*) > 1)"},
        {"6: a reader's earlier verdicts without a latest",
         "SELECT count(*) FROM (SELECT 1 FROM citation_checks GROUP BY citation_id, user_id "
         "HAVING max(is_latest) = 0)"},
    });
    for (const Rule& rule : rules) {
        if (const std::int64_t count = site.number(rule.count); count != 0)
            lines.push_back(fmt::format("{}: {}", rule.name, count));
    }
}

} // namespace

std::vector<std::string> find_broken_invariants(const TestSite& site) {
    Lines lines;
    must(site.database().read([&](db::ReadTransaction& tx) -> Result<void> {
        check_places(tx, lines);
        std::vector<Claim> claims = read_claims(tx);
        for (Claim& claim : claims) {
            for (Citation& citation : claim.citations)
                count_checks(claim, citation);
            check_claim(claim, lines);
        }
        check_origins(tx, lines);
        return {};
    }));
    check_none(site, lines);
    return lines;
}

std::vector<std::string> Memory::find_losses(const TestSite& site) {
    Lines lines;
    for (const std::string table :
         {"claims", "citations", "citation_checks", "sources", "source_revisions", "post_history"
         }) {
        // Neither fewer rows nor, with as many, others: ids only grow.
        const std::int64_t count = site.number("SELECT count(*) FROM " + table);
        if (count < counts_[table])
            lines.push_back(fmt::format("6: {}: {} rows of {}", table, count, counts_[table]));
        counts_[table] = count;
    }
    must(site.database().read([&](db::ReadTransaction& tx) -> Result<void> {
        return tx.each(pages_query, {}, [&](const db::Row& row) {
            const std::string name = fmt::format("{}/{}", row.string(0), row.integer(1));
            const std::string looks =
                fmt::format("{} × {} {}", row.integer(2), row.integer(3), row.string(4));
            const auto [known, is_new] = pages_.try_emplace(name, looks);
            if (!is_new && known->second != looks)
                lines.push_back(fmt::format("7: page {} was {}, is {}", name, known->second, looks)
                );
        });
    }));
    return lines;
}

} // namespace attest::tests
