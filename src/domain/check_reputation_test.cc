#include "domain/check_reputation.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

namespace {

Reading reading(std::int64_t who, Verdict verdict) {
    return {.reader = UserId{who}, .verdict = verdict, .at = Time{who * 1'000}};
}

std::vector<EarnedReputation> earned(std::vector<Reading> readings, bool is_live = true) {
    return reputation_of_checks(
        {.id = CitationId{5},
         .added_by = UserId{9},
         .is_live = is_live,
         .readings = std::move(readings)}
    );
}

} // namespace

TEST_CASE("Pressing “says so” brings the reader nothing, and who added the citation two") {
    const auto all = earned({reading(1, Verdict::yes)});
    REQUIRE(all.size() == 1);
    CHECK(all[0].user == UserId{9});
    CHECK(all[0].kind == ReputationKind::citation_confirmed);
    CHECK(all[0].actor == UserId{1});
    CHECK(points_of(all[0].kind) == 2);
}

TEST_CASE("A passage marked brings one, unless as many find that it does not say so") {
    Reading marked = reading(1, Verdict::yes);
    marked.marks_passage = true;
    CHECK(earned({marked})[0].user == UserId{1});
    CHECK(earned({marked})[0].kind == ReputationKind::passage_marked);
    CHECK(earned({marked}, false).size() == 1); // the citation is gone, the work was done
    CHECK(earned({marked, reading(2, Verdict::no)}).empty());
    marked.is_of_translation = true;
    CHECK(earned({marked}).empty());
    marked.is_of_translation = false;
    marked.is_counted = false;
    CHECK(earned({marked}).empty());
}

TEST_CASE("A “does not say so” brings one when another upholds it, and the citation loses two") {
    CHECK(earned({reading(1, Verdict::no)}).empty());
    const auto all = earned({reading(1, Verdict::no), reading(2, Verdict::no)});
    REQUIRE(all.size() == 2);
    CHECK(all[0].user == UserId{1});
    CHECK(all[0].kind == ReputationKind::failure_upheld);
    CHECK(all[0].at == Time{2'000});
    CHECK(all[1].user == UserId{9});
    CHECK(all[1].kind == ReputationKind::citation_failed);
    CHECK(earned({reading(1, Verdict::no),
                  reading(2, Verdict::no),
                  reading(3, Verdict::yes),
                  reading(4, Verdict::yes)})
              .empty());
}

TEST_CASE("What was found of an earlier wording confirms nothing any more, and was not for nothing"
) {
    Reading marked = reading(1, Verdict::yes);
    marked.marks_passage = true;
    marked.is_of_this_wording = false;
    const auto all = earned({marked});
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == ReputationKind::passage_marked);
}

TEST_CASE("A passage is more than the quotation, and more than a word") {
    CHECK(marks_passage("theorderwassignedbyhim", ""));
    CHECK(marks_passage("theorderwassignedbyhim", "theorderwassigned"));
    CHECK_FALSE(marks_passage("theorderwas", ""));
    CHECK_FALSE(marks_passage("orderwassigned", "theorderwassignedbyhim"));
}

TEST_CASE("Checks bring twenty a day at most, beside what votes bring") {
    std::vector<ReputationEntry> entries(25, {.kind = ReputationKind::passage_marked, .points = 1});
    entries.push_back({.kind = ReputationKind::answer_voted_up, .points = 10});
    entries.push_back({.kind = ReputationKind::failure_upheld, .day = 1, .points = 1});
    settle_reputation(1, entries);
    std::int64_t sum = 0;
    for (const ReputationEntry& entry : entries)
        sum += entry.amount;
    CHECK(sum == 31);
    CHECK(entries[19].amount == 1);
    CHECK(entries[20].amount == 0);
}
