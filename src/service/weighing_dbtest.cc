// Reputation for checks, inferences, and claims that are the same in two answers.
#include "db/database.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/claim_links.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/evidence.h"
#include "service/questions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;
using domain::ClaimStatus;
using domain::Verdict;

namespace {

class WeighedSite {
public:
    WeighedSite() {
        site.advance(days(30));
        int origin = 1;
        for (const char* key : {"vizh-1990-1", "serge-1937", "deutscher-1963"}) {
            site.run(fmt::format(
                "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                "VALUES ('{0}', '{{}}', 'Title of {0}', '', '1990', 3, 0, '', '{0}', '', '', {1}, "
                "0, "
                "1)",
                key,
                origin++
            ));
        }
    }

    AnswerId answer(const Member& who, const std::string& markdown) {
        site.advance(minutes(5));
        return must(post_answer(site, who.actor, {.question = question, .markdown = markdown}));
    }

    void edit(AnswerId id, const std::string& markdown) {
        site.advance(minutes(10));
        std::vector<ClaimId> let_go; // the writer knows what the new text may leave behind
        for (const storage::ClaimRecord& claim : claims(id))
            let_go.push_back(claim.id);
        must(edit_post(
            site,
            writer.actor,
            {.post = post_id(id), .markdown = markdown, .summary = "x", .let_go = let_go}
        ));
    }

    [[nodiscard]] std::vector<storage::ClaimRecord> claims(AnswerId id) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_claims(tx, post_id(id), false);
        }));
    }

    [[nodiscard]] ClaimStatus status(AnswerId id, std::size_t index = 0) const {
        return claims(id).at(index).standing.status;
    }

    [[nodiscard]] CitationId citation(AnswerId id, std::size_t index = 0) const {
        const ClaimId claim = claims(id).at(index).id;
        return CitationId{site.number(
            fmt::format("SELECT min(id) FROM citations WHERE claim_id = {}", claim.value)
        )};
    }

    void check(
        CitationId citation, std::size_t reader, Verdict verdict, const std::string& passage = ""
    ) {
        site.advance(minutes(1));
        must(check_citation(
            site,
            readers[reader].actor,
            {.citation = citation,
             .verdict = verdict,
             .note = "It says otherwise.",
             .passage = passage}
        ));
        is_sound();
    }

    [[nodiscard]] std::int64_t reputation(const Member& who) const {
        return site.number(
            fmt::format("SELECT reputation FROM users WHERE id = {}", who.actor.user.value)
        );
    }

    /// Judging all again, and counting all again, gives the same.
    void is_sound() const {
        CHECK(must(site.database().read(find_misjudged)) == std::vector<std::string>{});
        CHECK(site.wrong_numbers() == std::vector<std::string>{});
    }

    TestSite site;
    Member writer = site.a_member("Vera Writer", 1'000);
    Member other = site.a_member("Otto Other", 1'000);
    std::vector<Member> readers{
        site.a_member("Rosa Reader", 1'000),
        site.a_member("Boris Reader", 1'000),
        site.a_member("Clara Reader", 1'000),
    };
    QuestionId question = site.a_question().titled("Why was he exiled?").post();
};

} // namespace

TEST_CASE("Marking the passage and finding what is not there bring reputation, pressing does not") {
    WeighedSite site;
    const AnswerId id = site.answer(
        site.writer, "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79: \"the ship\"]."
    );
    const CitationId citation = site.citation(id);
    site.check(citation, 0, Verdict::yes);
    CHECK(site.reputation(site.readers[0]) == 1'000);
    CHECK(site.reputation(site.writer) == 1'002);

    site.check(citation, 1, Verdict::yes, "on the ship Ilyich he left Odessa in the night");
    CHECK(site.reputation(site.readers[1]) == 1'001);
    CHECK(site.reputation(site.writer) == 1'002);
    site.check(citation, 1, Verdict::yes, "the ship"); // no more than the citation quotes
    CHECK(site.reputation(site.readers[1]) == 1'000);

    site.check(citation, 0, Verdict::no);
    CHECK(site.reputation(site.writer) == 1'000); // one against one
    site.check(citation, 2, Verdict::no);
    CHECK(site.reputation(site.writer) == 998);
    CHECK(site.reputation(site.readers[0]) == 1'001);
    CHECK(site.reputation(site.readers[2]) == 1'000);

    // Taken out of the text, the citation costs nothing more; the reader keeps what he earned.
    site.edit(id, "He left in 1929, it is said, by ship, and nobody knows where he went first.");
    CHECK(site.reputation(site.writer) == 1'000);
    CHECK(site.reputation(site.readers[0]) == 1'001);
    site.is_sound();
}

TEST_CASE("What a deleted answer's citations brought is taken back, and comes back with it") {
    WeighedSite site;
    const AnswerId id =
        site.answer(site.writer, "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79].");
    site.check(site.citation(id), 0, Verdict::yes, "on the ship Ilyich he left Odessa");
    CHECK(site.reputation(site.writer) == 1'002);
    CHECK(site.reputation(site.readers[0]) == 1'001);
    const Member keeper = site.site.a_member("Keeper", 1'000, domain::Role::moderator);
    must(delete_post(site.site, keeper.actor, post_id(id)));
    CHECK(site.reputation(site.writer) == 1'000);
    CHECK(site.reputation(site.readers[0]) == 1'000);
    site.is_sound();
    must(undelete_post(site.site, keeper.actor, post_id(id)));
    CHECK(site.reputation(site.writer) == 1'002);
    CHECK(site.reputation(site.readers[0]) == 1'001);
    site.is_sound();
}

TEST_CASE("An inference shows the weakest of the claims that it rests on") {
    WeighedSite site;
    const AnswerId id = site.answer(
        site.writer,
        "He was in Odessa then [@vizh-1990-1, p. 5]. The ship left at night [@serge-1937, p. 9]. "
        "[So he was on it][inferred].\n\nHe said so later [@deutscher-1963, p. 3]. "
        "[He did not lie][inferred from @serge-1937; @deutscher-1963]."
    );
    REQUIRE(site.claims(id).size() == 5);
    CHECK(site.claims(id)[2].is_inference);
    CHECK(site.status(id, 2) == ClaimStatus::sourced);
    site.check(site.citation(id, 0), 0, Verdict::yes);
    CHECK(site.status(id, 2) == ClaimStatus::sourced);
    site.check(site.citation(id, 1), 0, Verdict::yes);
    CHECK(site.status(id, 2) == ClaimStatus::checked);
    CHECK(site.status(id, 4) == ClaimStatus::sourced); // the third was not looked up
    CHECK(site.claims(id)[4].standing.is_inference);

    const ClaimPage page =
        must(read_claim_page(site.site, site.claims(id)[4].id, site.readers[0].actor));
    REQUIRE(page.bases.size() == 2);
    CHECK(page.bases[0].place.exact == "The ship left at night");
    CHECK(page.bases[1].place.exact == "He said so later");

    // An edit makes a fact of it again, and a rollback would bring the inference back.
    site.edit(
        id,
        "He was in Odessa then [@vizh-1990-1, p. 5]. The ship left at night [@serge-1937, p. 9]. "
        "[So he was on it][@deutscher-1963, p. 4]."
    );
    CHECK_FALSE(site.claims(id)[2].is_inference);
    CHECK(site.status(id, 2) == ClaimStatus::sourced);
    CHECK(
        site.site.number("SELECT count(*) FROM claim_bases WHERE claim_id IN (SELECT id FROM "
                         "claims WHERE is_detached = 0)")
        == 0
    );
    site.is_sound();

    const Result<AnswerId> unknown = post_answer(
        site.site,
        site.other.actor,
        {.question = site.question, .markdown = "[So it was][inferred from @nobody-1900], I think."}
    );
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().fields()[0].message.contains("nobody-1900"));
}

TEST_CASE("Claims of two answers that are the same share their evidence, until they are parted") {
    WeighedSite site;
    const AnswerId first =
        site.answer(site.writer, "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79].");
    const AnswerId second = site.answer(
        site.other, "By ship he went, in the second month of 1929 [@serge-1937, p. 5]. Alone."
    );
    const ClaimId left = site.claims(first)[0].id;
    const ClaimId right = site.claims(second)[0].id;
    site.check(site.citation(first), 0, Verdict::yes);
    site.check(site.citation(second), 1, Verdict::yes);
    CHECK(site.status(first) == ClaimStatus::checked);

    CHECK_FALSE(join_claims(site.site, site.readers[0].actor, left, left));
    must(join_claims(site.site, site.readers[0].actor, left, right));
    CHECK(site.status(first) == ClaimStatus::corroborated);
    CHECK(site.status(second) == ClaimStatus::corroborated);
    site.is_sound();
    CHECK_FALSE(join_claims(site.site, site.readers[0].actor, right, left)); // they are already
    const ClaimPage page = must(read_claim_page(site.site, right, site.readers[2].actor));
    CHECK(page.citations.size() == 2);
    REQUIRE(page.same.size() == 1);
    CHECK(page.same[0].join->name == "Rosa Reader");

    // What is found for the one holds for the other; what is gone counts for neither.
    site.check(site.citation(second), 1, Verdict::no);
    CHECK(site.status(first) == ClaimStatus::checked);
    site.check(site.citation(second), 1, Verdict::yes);
    const Member keeper = site.site.a_member("Keeper", 1'000, domain::Role::moderator);
    must(delete_post(site.site, keeper.actor, post_id(second)));
    CHECK(site.status(first) == ClaimStatus::checked);
    site.is_sound();
    must(undelete_post(site.site, keeper.actor, post_id(second)));
    CHECK(site.status(first) == ClaimStatus::corroborated);
    site.is_sound();
    site.edit(first, "He left by a way that nobody can name, and so much for what is known of it.");
    CHECK(site.status(second) == ClaimStatus::checked);
    site.is_sound();
    site.edit(first, "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79].");
    CHECK(site.status(second) == ClaimStatus::corroborated);

    CHECK_FALSE(part_claim(site.site, site.readers[1].actor, left));
    must(part_claim(site.site, site.readers[0].actor, left));
    CHECK(site.status(first) == ClaimStatus::checked);
    CHECK(site.status(second) == ClaimStatus::checked);
    site.is_sound();
}

TEST_CASE("A question's page with its evidence costs at most eight statements") {
    WeighedSite site;
    const AnswerId first =
        site.answer(site.writer, "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79].");
    site.answer(site.other, "By ship he went, in the second month [@serge-1937, p. 5]. Alone.");
    site.site.a_comment(post_id(first)).post();
    site.site.run(fmt::format("UPDATE posts SET closed_at = 1 WHERE id = {}", site.question.value));
    for (const AnswerOrder order : {AnswerOrder::best, AnswerOrder::votes, AnswerOrder::active}) {
        const std::int64_t before = db::statements_run_on_this_thread();
        const QuestionEvidence evidence =
            must(read_question(site.site, site.question, order, 1)).evidence;
        CHECK(db::statements_run_on_this_thread() - before <= 8);
        CHECK(evidence.shown.claims.size() == 2);
        CHECK(evidence.shown.citations.size() == 2);
    }
}

TEST_CASE("What a page shows of claims is kept in a row, which no change of theirs outlives") {
    WeighedSite site;
    const AnswerId id = site.answer(
        site.writer,
        "He left on 30 January (12 February) 1929, it is said, by ship "
        "[@vizh-1990-1, p. 79: \"the ship\"]. It was bought in 1928 [@vizh-1990-1, p. 80]."
    );
    const auto rows = [&] { return site.site.number("SELECT count(*) FROM shown_evidence"); };
    const auto shown = [&] {
        const QuestionEvidence evidence =
            must(read_question(site.site, site.question, AnswerOrder::best, 1)).evidence;
        std::string text;
        for (const ShownClaim& claim : evidence.shown.claims) {
            text += fmt::format(
                "{} {} {} {} {}:",
                claim.id.value,
                claim.ordinal.value_or(0),
                static_cast<int>(evidence.shown.standings.at(claim.standing).status),
                claim.is_asked,
                claim.words
            );
            for (const storage::ShownDate& date : evidence.shown.dates_of(claim)) {
                text += fmt::format(
                    " {} {} {} {} {}",
                    date.phrase,
                    static_cast<char>(date.calendar),
                    date.is_assumed,
                    date.lo,
                    date.hi
                );
            }
            for (const ShownCitation& citation : evidence.shown.citations_of(claim)) {
                text += fmt::format(
                    " {} {} {} {} {} {} {} {}",
                    evidence.source_of(citation.source).title,
                    citation.through.has_value(),
                    citation.label,
                    citation.locator,
                    citation.quote,
                    static_cast<int>(citation.relation),
                    citation.is_absence,
                    citation.is_in_text
                );
            }
        }
        if (evidence.coverage)
            text += fmt::format(" {} {}", evidence.coverage->first, evidence.coverage->last);
        return text;
    };
    const std::string first = shown();
    CHECK(rows() == 1);
    CHECK(first.contains("Title of vizh-1990-1 false page 79 the ship 1 false true"));
    CHECK(first.contains(" 30 January (12 February) 1929 J false 2425655 2425655 Title"));
    CHECK_FALSE(first.contains("1928"));

    // A source is read as it is now.
    site.site.run("UPDATE sources SET title = 'Retitled' WHERE key = 'vizh-1990-1'");
    CHECK(rows() == 1);
    CHECK(shown().contains("Retitled"));
    site.site.run("UPDATE sources SET title = 'Title of vizh-1990-1' WHERE key = 'vizh-1990-1'");

    // Whatever touches what the row was made from takes it away, and the page shows what is there.
    for (const char* change : {
             "UPDATE claims SET ordinal = NULL",
             "UPDATE claims SET status = 2",
             "UPDATE claims SET summary = '1 1 1'",
             "UPDATE claims SET asked_by = 1",
             "UPDATE claims SET is_bare_link = 1",
             "UPDATE claims SET is_detached = 1",
             "UPDATE citations SET source_id = (SELECT id FROM sources WHERE key = 'serge-1937')",
             "UPDATE citations SET through_id = source_id",
             "UPDATE citations SET label = 'folio'",
             "UPDATE citations SET locator = '80'",
             "UPDATE citations SET quote = 'the other ship'",
             "UPDATE citations SET relation = 2",
             "UPDATE citations SET is_absence = 1",
             "UPDATE citations SET is_in_text = 0",
             "UPDATE citations SET withdrawn_at = 1",
             "UPDATE claim_dates SET last_day = last_day + 1",
             "DELETE FROM claim_dates",
             "DELETE FROM citations",
             "DELETE FROM claims",
         }) {
        CAPTURE(change);
        WeighedSite changed;
        changed.answer(
            changed.writer,
            "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79: \"the ship\"]."
        );
        changed.site.run(change);
        CHECK(changed.site.number("SELECT count(*) FROM shown_evidence") == 0);
    }
    site.site.run("UPDATE citations SET locator = '80'");
    const std::string later = shown(); // without the row
    CHECK(later.contains("page 80 the ship"));
    must(site.site.database().write(judge_all));
    CHECK(rows() == 1);
    CHECK(shown() == later); // and with it
    site.check(site.citation(id), 0, Verdict::yes);
    CHECK(rows() == 1);
    CHECK(shown() != later);
    site.site.run("UPDATE shown_evidence SET claims = ''");
    CHECK(must(site.site.database().read(find_misjudged)).size() == 1);
}

TEST_CASE("The keeper says by what answers stand at first, and an imported site by votes") {
    WeighedSite site;
    site.answer(site.writer, "Nobody can know, and I would not look for it. It was long ago.");
    const AnswerId second =
        site.answer(site.other, "By ship he went, in the second month [@serge-1937, p. 5]. Alone.");
    site.answer(
        site.readers[0], "He left in 1929, it is said, by ship [@vizh-1990-1, p. 79]. So I read it."
    );
    const auto first_of = [&](AnswerOrder order) {
        return must(read_question(site.site, site.question, order, 1)).answers.front().post.id;
    };
    CHECK(must(read_question(site.site, site.question, AnswerOrder::best, 1)).is_by_evidence);
    CHECK(first_of(AnswerOrder::best) == post_id(second));
    site.site.settings().origin_url = "https://history.stackexchange.com";
    CHECK_FALSE(must(read_question(site.site, site.question, AnswerOrder::best, 1)).is_by_evidence);
    CHECK(first_of(AnswerOrder::best) != post_id(second));
    CHECK(first_of(AnswerOrder::evidence) == post_id(second)); // the reader switches
    site.site.settings().first_order = domain::FirstOrder::evidence;
    CHECK(first_of(AnswerOrder::best) == post_id(second));
    site.site.settings().origin_url.clear();
    site.site.settings().first_order = domain::FirstOrder::votes;
    CHECK(first_of(AnswerOrder::best) != post_id(second));
}
