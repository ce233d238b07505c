// The twenty-seven cases of evidence.md, B7, and the rules that they do not show.
#include "domain/claim_status.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace attest;
using namespace attest::domain;

namespace {

constexpr UserId adder{1};
constexpr UserId author{2};

/// A citation under test: relation, kind, origin, and the verdicts on it.
struct Case {
    JudgedCitation citation{};
    std::vector<Reading> readings{};
};

std::vector<Reading> verdicts(int yes, int no = 0) {
    std::vector<Reading> readings;
    for (int number = 0; number < yes + no; ++number) {
        readings.push_back(
            {.reader = UserId{100 + number}, .verdict = number < yes ? Verdict::yes : Verdict::no}
        );
    }
    return readings;
}

Case supports(int yes, int no = 0, SourceKind kind = SourceKind::document_of_the_time) {
    static std::int64_t next_origin = 1;
    return {
        .citation = {.kind = kind, .origin = ++next_origin},
        .readings = verdicts(yes, no),
    };
}

Case disputes(int yes, int no, SourceKind kind) {
    Case objection = supports(yes, no, kind);
    objection.citation.relation = CitationRelation::disputes;
    return objection;
}

ClaimStanding judge(std::vector<Case> cases) {
    std::vector<JudgedCitation> citations;
    for (Case& one : cases) {
        one.citation.counts = count_readings(one.readings);
        citations.push_back(one.citation);
    }
    return judge_claim(citations);
}

using enum SourceKind;

} // namespace

TEST_CASE("Unsourced: nothing, no place, or pages that do not say so") {
    CHECK(judge({}).status == ClaimStatus::unsourced); // 1

    Case whole_work = supports(1); // 2
    whole_work.citation.has_locator = false;
    CHECK(judge({whole_work}).status == ClaimStatus::unsourced);

    const ClaimStanding failed = judge({supports(0, 2)}); // 8
    CHECK(failed.status == ClaimStatus::unsourced);
    CHECK(failed.has_failed_support);
}

TEST_CASE("One citation: sourced, checked, doubted") {
    CHECK(judge({supports(1)}).status == ClaimStatus::checked); // 3: a letter is its own locator
    CHECK(judge({supports(0)}).status == ClaimStatus::sourced); // 4
    CHECK(judge({supports(1)}).status == ClaimStatus::checked); // 5
    for (const int yes : {0, 1}) {                              // 6, 7
        const ClaimStanding doubted = judge({supports(yes, 1)});
        CHECK(doubted.status == ClaimStatus::sourced);
        CHECK(doubted.is_doubted);
    }
}

TEST_CASE("Corroborated: two witnesses, neither of them a retelling") {
    CHECK(judge({supports(1), supports(1, 0, research)}).status == ClaimStatus::corroborated); // 9

    Case reprint = supports(1); // 10, 24
    Case original = supports(1);
    reprint.citation.origin = original.citation.origin;
    CHECK(judge({original, reprint}).status == ClaimStatus::checked);

    CHECK(
        judge({supports(1, 0, research), supports(1, 0, retold)}).status == ClaimStatus::checked
    ); // 11

    Case early = supports(1, 0, witness_later); // 12
    Case late = supports(1, 0, witness_later);
    early.citation.author_key = late.citation.author_key = "rosmer";
    CHECK(judge({early, late}).status == ClaimStatus::checked);
    late.citation.author_key = "serge";
    CHECK(judge({early, late}).status == ClaimStatus::corroborated);

    Case marked = supports(1);
    marked.citation.is_distrusted = true;
    CHECK(judge({supports(1), marked}).status == ClaimStatus::checked);
}

TEST_CASE("Objections turn a claim when two others confirm them, and retelling never does") {
    const ClaimStanding open = judge({supports(0), disputes(0, 0, research)}); // 13
    CHECK(open.status == ClaimStatus::sourced);
    CHECK(open.objections == 1);

    CHECK(judge({supports(0), disputes(2, 0, research)}).status == ClaimStatus::contested);   // 14
    CHECK(judge({supports(0, 2), disputes(2, 0, research)}).status == ClaimStatus::disputed); // 15

    const ClaimStanding once = judge({supports(1), disputes(1, 0, research)}); // 16
    CHECK(once.status == ClaimStatus::checked);
    CHECK(once.objections == 1);

    const ClaimStanding both = judge({supports(1), disputes(2, 0, document_of_the_time)}); // 17
    CHECK(both.status == ClaimStatus::unresolved);
    CHECK(both.for_count == 1);
    CHECK(both.against_count == 1);

    const ClaimStanding only_retold = judge({supports(1), disputes(5, 0, retold)}); // 18
    CHECK(only_retold.status == ClaimStatus::checked);
    CHECK(only_retold.objections == 1);
    CHECK(only_retold.retold_objections == 1);

    const ClaimStanding two =
        judge({supports(2), supports(2), disputes(2, 0, witness_later)}); // 19
    CHECK(two.status == ClaimStatus::unresolved);
    CHECK(two.for_count == 2);
    CHECK(two.against_count == 1);

    CHECK(
        judge({supports(1)}).status == ClaimStatus::checked
    ); // 25: withdrawn citations are not given
}

TEST_CASE("An objection that names no place in its source turns nothing") {
    Case objection = disputes(3, 0, document_of_the_time);
    objection.citation.has_locator = false;
    const ClaimStanding standing = judge({supports(1), objection});
    CHECK(standing.status == ClaimStatus::checked);
    CHECK(standing.against_count == 0);
    CHECK(standing.objections == 1);
}

TEST_CASE("A limit is printed and changes nothing") {
    Case limit = supports(3); // 20
    limit.citation.relation = CitationRelation::qualifies;
    const ClaimStanding standing = judge({supports(1), limit});
    CHECK(standing.status == ClaimStatus::checked);
    CHECK(standing.limits == 1);
}

TEST_CASE("Who reads his own citation, a translation, or an earlier wording, confirms nothing") {
    ReaderStanding reader{
        .reader = adder,
        .added_by = adder,
        .author = author,
        .here_since = Time{0},
        .now = Time{0} + days(8)
    };
    CHECK_FALSE(is_counted_reader(reader)); // 21
    reader.reader = author;
    CHECK_FALSE(is_counted_reader(reader));
    reader.is_citation_in_text = false;
    CHECK(is_counted_reader(reader));
    reader.now = Time{0} + days(6);
    CHECK_FALSE(is_counted_reader(reader));

    Case own = supports(1);
    own.readings[0].is_counted = false;
    CHECK(judge({own}).status == ClaimStatus::sourced);

    Case translated = supports(1);
    translated.readings[0].is_of_translation = true;
    CHECK(judge({translated}).status == ClaimStatus::sourced);

    Case reworded = supports(1); // 22
    reworded.readings[0].is_of_this_wording = false;
    const ClaimStanding standing = judge({reworded});
    CHECK(standing.status == ClaimStatus::sourced);
    CHECK(standing.is_checked_in_earlier_wording);
}

TEST_CASE("A failure is not washed off by a comma, but by another reader or another citation") {
    Case failed = supports(0, 2); // 23
    for (Reading& reading : failed.readings)
        reading.is_of_this_wording = false;
    CHECK(judge({failed}).has_failed_support);
    CHECK(judge({failed}).status == ClaimStatus::unsourced);

    Case confirmed = failed;
    confirmed.readings.push_back({.reader = UserId{200}, .verdict = Verdict::yes});
    CHECK(judge({confirmed}).status == ClaimStatus::checked);

    Case changed = failed;
    for (Reading& reading : changed.readings)
        reading.is_of_this_citation = false;
    CHECK(judge({changed}).status == ClaimStatus::sourced);
}

TEST_CASE("A view is somebody's, and objections to it are other views") {
    Case view = supports(1); // 26
    view.citation.relation = CitationRelation::view;
    const ClaimStanding standing = judge({view, disputes(3, 0, research)});
    CHECK(standing.status == ClaimStatus::view_checked);
    CHECK(standing.other_views == 1);
    view.readings.clear();
    CHECK(judge({view}).status == ClaimStatus::view);
}

TEST_CASE("Not on this page counts against nothing") {
    Case lost = supports(0); // 27
    for (const int number : {1, 2, 3})
        lost.readings.push_back({.reader = UserId{number}, .verdict = Verdict::not_here});
    const ClaimStanding standing = judge({lost});
    CHECK(standing.status == ClaimStatus::sourced);
    CHECK(standing.is_page_unconfirmed);
}

TEST_CASE("What a citation says and what it is silent on have verdicts of their own") {
    for (const Verdict verdict : {Verdict::yes, Verdict::part, Verdict::no}) {
        CHECK(is_verdict_of(verdict, false));
        CHECK_FALSE(is_verdict_of(verdict, true));
    }
    for (const Verdict verdict : {Verdict::absent, Verdict::present}) {
        CHECK_FALSE(is_verdict_of(verdict, false));
        CHECK(is_verdict_of(verdict, true));
    }
    for (const bool is_absence : {false, true})
        CHECK(is_verdict_of(Verdict::unreadable, is_absence));
}

TEST_CASE("Absence is searched for, and found or not") {
    Case absence = supports(0);
    absence.readings = {{.reader = UserId{5}, .verdict = Verdict::absent}};
    CHECK(judge({absence}).status == ClaimStatus::checked);
    absence.readings = {
        {.reader = UserId{5}, .verdict = Verdict::present},
        {.reader = UserId{6}, .verdict = Verdict::present},
    };
    CHECK(judge({absence}).has_failed_support);
}

TEST_CASE("The order of citations and of verdicts does not matter") {
    std::mt19937 random{11};
    const auto pick = [&](int below) {
        return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    for (int round = 0; round < 500; ++round) {
        std::vector<Case> cases;
        for (int count = pick(5); count > 0; --count) {
            Case one = supports(pick(3), pick(3), static_cast<SourceKind>(1 + pick(5)));
            one.citation.relation = static_cast<CitationRelation>(1 + pick(3));
            one.citation.origin = pick(3);
            one.citation.has_locator = pick(4) > 0;
            one.citation.author_key = pick(2) > 0 ? "one" : "two";
            for (Reading& reading : one.readings) {
                reading.is_of_this_wording = pick(3) > 0;
                reading.verdict = static_cast<Verdict>(1 + pick(5));
            }
            cases.push_back(one);
        }
        const ClaimStanding before = judge(cases);
        std::ranges::shuffle(cases, random);
        for (Case& one : cases)
            std::ranges::shuffle(one.readings, random);
        CHECK(judge(cases) == before);
        // An objection that only retells, or does not yet hold, never changes a status.
        cases.push_back(disputes(5, 0, retold));
        cases.push_back(disputes(1, 0, research));
        CHECK(judge(cases).status == before.status);
    }
}

TEST_CASE("An inference is as strong as the weakest claim that it rests on") {
    using enum ClaimStatus;
    CHECK(judge_inference({}, {corroborated, checked}).status == checked);
    CHECK(judge_inference({}, {checked, sourced, view_checked}).status == sourced);
    CHECK(judge_inference({}, {checked, disputed}).status == disputed);
    CHECK(judge_inference({}, {unresolved, view}).status == unresolved);
    CHECK(judge_inference({}, {}).status == unsourced);
    CHECK(judge_inference({}, {checked}).is_inference);
    const ClaimStanding against{.status = contested, .against_count = 1};
    CHECK(judge_inference(against, {checked}).status == contested);
    CHECK(judge_inference(against, {disputed}).status == disputed);
    const ClaimStanding supported{.status = checked, .for_count = 1, .has_standing_support = true};
    CHECK(judge_inference(supported, {unsourced}).status == unsourced);
    CHECK_FALSE(judge_inference(supported, {checked}).has_standing_support);
}
