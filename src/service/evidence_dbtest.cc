#include "service/evidence.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/claim_links.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/inbox.h"
#include "service/notices.h"
#include "service/preview.h"
#include "service/questions.h"
#include "service/revisions.h"
#include "service/sources.h"
#include "storage/acts.h"
#include "storage/job_queue.h"
#include "storage/post_history.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;
using domain::ClaimStatus;
using domain::Verdict;

namespace {

/// A site with a question, an answer that cites, and people who have been here for long.
class CitingSite {
public:
    CitingSite()
        : writer{site.a_member("Vera Writer", 1'000)},
          readers{
              site.a_member("Rosa Reader", 1'000),
              site.a_member("Boris Reader", 1'000),
              site.a_member("Clara Reader", 1'000),
          },
          question{site.a_question().titled("Why was he exiled?").post()} {
        site.advance(days(30));
        a_source("vizh-1990-1", 1, 1);
        a_source("serge-1937", 3, 2);
        a_source("deutscher-1963", 3, 3);
        a_source("ency-2001", 5, 4);
    }

    /// The first reader's objection.
    [[nodiscard]] CitationId object_to(ClaimId claim) const {
        return must(add_citation(
            site,
            readers[0].actor,
            {.claim = claim,
             .relation = domain::CitationRelation::disputes,
             .citation = "@deutscher-1963, p. 3",
             .note = "It gives February."}
        ));
    }

    void a_source(const std::string& key, int kind, int origin) const {
        site.run(fmt::format(
            "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
            "criticism, title_key, "
            "author_key, shelfmark, origin_group, created_at, revision) VALUES ('{0}', '{{}}', "
            "'Title of {0}', '', "
            "'1990', {1}, 0, '', '{0}', '', '', {2}, 0, 1)",
            key,
            kind,
            origin
        ));
    }

    AnswerId answer(const std::string& markdown) {
        site.advance(minutes(5));
        return must(post_answer(site, writer.actor, {.question = question, .markdown = markdown}));
    }

    /// What the editor's page warns of.
    [[nodiscard]] std::vector<ClaimId> losses(AnswerId id, const std::string& markdown) const {
        std::vector<ClaimId> lost;
        for (const LostClaim& claim : must(preview(site, writer.actor, markdown, post_id(id))).lost)
            lost.push_back(claim.claim);
        return lost;
    }

    [[nodiscard]] EditPost edit_of(AnswerId id, const std::string& markdown) const {
        return {
            .post = post_id(id),
            .markdown = markdown,
            .summary = "x",
            .let_go = losses(id, markdown),
        };
    }

    void edit(AnswerId id, const std::string& markdown) {
        site.advance(minutes(10));
        must(edit_post(site, writer.actor, edit_of(id, markdown)));
    }

    [[nodiscard]] std::vector<storage::ClaimRecord>
    claims(AnswerId id, bool with_detached = false) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_claims(tx, post_id(id), with_detached);
        }));
    }

    [[nodiscard]] std::vector<storage::CitationRecord> citations(ClaimId id) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_citations(tx, id);
        }));
    }

    [[nodiscard]] ClaimStatus status(AnswerId id, std::size_t index = 0) const {
        return claims(id).at(index).standing.status;
    }

    void check(CitationId citation, std::size_t reader, Verdict verdict) {
        site.advance(minutes(1));
        must(check_citation(
            site,
            readers[reader].actor,
            {.citation = citation, .verdict = verdict, .note = "It says otherwise."}
        ));
    }

    TestSite site;
    Member writer;
    std::vector<Member> readers;
    QuestionId question;
};

constexpr std::string_view text = "He was sent to Alma-Ata in January 1928, and abroad a year "
                                  "later [@vizh-1990-1, p. 79: \"the order\"].\n\n"
                                  "The decision was taken in secret [@serge-1937, p. 5].";

} // namespace

TEST_CASE("An answer's citations become claims, and readers settle them") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const auto claims = site.claims(id);
    REQUIRE(claims.size() == 2);
    CHECK(
        claims[0].place.exact == "He was sent to Alma-Ata in January 1928, and abroad a year later"
    );
    CHECK(std::string{text}
              .substr(static_cast<std::size_t>(claims[1].place.start))
              .starts_with(claims[1].place.exact));
    CHECK(site.status(id) == ClaimStatus::sourced);

    const CitationId first = site.citations(claims[0].id)[0].id;
    site.check(first, 0, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::checked);

    // A second witness, brought by a reader and confirmed by another.
    const CitationId second = must(add_citation(
        site.site,
        site.readers[1].actor,
        {.claim = claims[0].id, .citation = "@deutscher-1963, p. 100"}
    ));
    CHECK(site.status(id) == ClaimStatus::checked);
    site.check(second, 2, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::corroborated);

    // What a moderator has marked corroborates nothing.
    const Member keeper = site.site.a_member("Keeper", 1, domain::Role::keeper);
    must(distrust_source(site.site, keeper.actor, {.key = "deutscher-1963", .reason = "Forged."}));
    CHECK(site.status(id) == ClaimStatus::checked);
    must(distrust_source(site.site, keeper.actor, {.key = "deutscher-1963", .reason = ""}));
    CHECK(site.status(id) == ClaimStatus::corroborated);

    // Linked as one origin, they are one witness again.
    must(link_sources(
        site.site,
        site.readers[0].actor,
        {.from = "deutscher-1963", .to = "vizh-1990-1", .kind = domain::SourceLinkKind::derives}
    ));
    CHECK(site.status(id) == ClaimStatus::checked);
    CHECK(must(site.site.database().read(find_misjudged)).empty());
}

TEST_CASE("An objection needs a source, a sentence, and two others") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const ClaimId claim = site.claims(id)[0].id;
    site.check(site.citations(claim)[0].id, 0, Verdict::yes);

    AddCitation objection{
        .claim = claim,
        .relation = domain::CitationRelation::disputes,
        .citation = "@deutscher-1963, p. 3"
    };
    CHECK(
        add_citation(site.site, site.readers[0].actor, objection).error().fields()[0].field
        == "note"
    );
    objection.note = "It gives February.";
    objection.citation = "@nobody-1900, p. 3";
    CHECK(
        add_citation(site.site, site.readers[0].actor, objection).error().fields()[0].field
        == "citation"
    );
    objection.citation = "[@deutscher-1963, p. 3; @serge-1937, p. 4]";
    CHECK(
        add_citation(site.site, site.readers[0].actor, objection).error().fields()[0].field
        == "citation"
    );
    objection.citation = "@deutscher-1963, p. 3";
    const CitationId against = must(add_citation(site.site, site.readers[0].actor, objection));
    CHECK(site.claims(id)[0].standing.objections == 1);
    CHECK(
        add_citation(site.site, site.readers[1].actor, objection).error().fields()[0].field
        == "citation"
    );

    CHECK(
        check_citation(
            site.site, site.readers[0].actor, {.citation = against, .verdict = Verdict::yes}
        )
            .error()
            .code()
        == ErrorCode::forbidden
    );
    site.check(against, 1, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::checked);
    site.check(against, 2, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::unresolved);

    CHECK(
        withdraw_citation(site.site, site.readers[1].actor, against).error().code()
        == ErrorCode::forbidden
    );
    must(withdraw_citation(site.site, site.readers[0].actor, against));
    CHECK(site.status(id) == ClaimStatus::checked);
}

TEST_CASE("An objection that a writer takes into the text, and out again, stands where it stood") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const ClaimId claim = site.claims(id)[0].id;
    const CitationId against = site.object_to(claim);
    const std::string taken = "He was sent to Alma-Ata in January 1928, and abroad a year later "
                              "[@vizh-1990-1, p. 79: \"the order\"; contra @deutscher-1963, p. 3]";
    const auto is_in_text = [&] {
        for (const storage::CitationRecord& citation : site.citations(claim)) {
            if (citation.id == against && !citation.withdrawn_at) return citation.is_in_text;
        }
        FAIL("The objection is gone.");
        return false;
    };
    site.edit(id, taken + ".");
    CHECK(is_in_text());
    CHECK(site.citations(claim).size() == 2);
    site.edit(id, std::string{text});
    CHECK_FALSE(is_in_text());
    CHECK(site.claims(id)[0].standing.objections == 1);

    // Nor with all that the sentence cites.
    site.edit(id, taken + ".");
    const std::string bare = "He was sent to Alma-Ata in January 1928, and abroad a year later.";
    CHECK(site.losses(id, bare).size() == 1); // the author's own
    site.edit(id, bare);
    REQUIRE(site.claims(id).size() == 1);
    CHECK(site.claims(id)[0].id == claim);
    CHECK_FALSE(is_in_text());

    // Taken back by who brought it, it does not come back under another's pen.
    must(withdraw_citation(site.site, site.readers[0].actor, against));
    site.edit(id, taken + ".");
    CHECK(site.citations(claim).back().id != against);
    CHECK(site.citations(claim).back().added_by == site.writer.actor.user);
}

TEST_CASE("Words that nobody cites any more are known again although a slip in them was mended") {
    CitingSite site;
    const AnswerId id =
        site.answer("He was sent too Alma-Ata in January 1928, as everybody knows. So it was.");
    const ClaimId claim = must(ask_for_source(
        site.site,
        site.readers[0].actor,
        post_id(id),
        "He was sent too Alma-Ata in January 1928, as everybody knows."
    ));
    const CitationId against = site.object_to(claim);
    site.check(against, 1, Verdict::yes);
    const auto jobs = [&] {
        return site.site.number("SELECT count(*) FROM jobs WHERE payload LIKE '%reworded%'");
    };
    CHECK(jobs() == 0);
    const std::string mended =
        "Well: he was sent to Alma-Ata in January 1928, as everybody knows. So it was.";
    site.edit(id, mended);
    REQUIRE(site.claims(id).size() == 1);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(
        site.claims(id)[0].place.exact
        == "he was sent to Alma-Ata in January 1928, as everybody knows"
    );
    CHECK(mended.substr(static_cast<std::size_t>(site.claims(id)[0].place.start))
              .starts_with(site.claims(id)[0].place.exact));
    CHECK(jobs() == 1); // who found the objection on its page is asked to look again
    site.edit(id, "He went abroad of his own will. So it was.");
    CHECK(site.claims(id).empty());
}

TEST_CASE("A deleted answer stands alone, and what it shares counts again when it comes back") {
    CitingSite site;
    const AnswerId first = site.answer("He signed it that night [@vizh-1990-1, p. 79].");
    const AnswerId second = site.answer("That night he signed it [@serge-1937, p. 5].");
    must(join_claims(
        site.site, site.readers[2].actor, site.claims(first)[0].id, site.claims(second)[0].id
    ));
    site.check(site.citations(site.claims(first)[0].id)[0].id, 0, Verdict::yes);
    // It is one of the acts of which nobody may do any number.
    CHECK(must(site.site.database().read([&](db::ReadTransaction& tx) {
              return storage::find_recent_act(
                  tx,
                  {.actor = site.readers[2].actor.user,
                   .act = domain::LimitedAct::cite,
                   .after = Time{0},
                   .count = 1}
              );
          })).has_value());
    const auto misjudged = [&] { return must(site.site.database().read(find_misjudged)); };
    CHECK(site.status(second) == ClaimStatus::checked);
    must(delete_post(site.site, site.writer.actor, post_id(first)));
    CHECK(site.status(second) == ClaimStatus::sourced);
    CHECK(misjudged().empty());

    site.check(site.citations(site.claims(second)[0].id)[0].id, 1, Verdict::yes);
    CHECK(misjudged().empty());
    must(undelete_post(site.site, site.writer.actor, post_id(first)));
    CHECK(site.status(first) == ClaimStatus::corroborated);
    CHECK(site.status(second) == ClaimStatus::corroborated);
    CHECK(misjudged().empty());
}

TEST_CASE("Nobody checks his own, and a no says what stands there") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const CitationId citation = site.citations(site.claims(id)[0].id)[0].id;
    CHECK(
        check_citation(
            site.site, site.writer.actor, {.citation = citation, .verdict = Verdict::yes}
        )
            .error()
            .code()
        == ErrorCode::forbidden
    );
    const Result<ClaimId> silent = check_citation(
        site.site, site.readers[0].actor, {.citation = citation, .verdict = Verdict::no}
    );
    REQUIRE_FALSE(silent.has_value());
    CHECK(silent.error().fields()[0].field == "note");
    CHECK_FALSE(check_citation(
        site.site, site.readers[0].actor, {.citation = citation, .verdict = Verdict::absent}
    ));
    CHECK(site.site.number("SELECT count(*) FROM citation_checks") == 0);

    // The same reader thinks again: the later verdict counts, the earlier one is kept.
    site.check(citation, 0, Verdict::no);
    site.check(citation, 0, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::checked);
    CHECK(site.site.number("SELECT count(*) FROM citation_checks") == 2);

    const CitationCheckId check{site.site.number("SELECT min(id) FROM citation_checks")};
    const ClaimId claim = site.claims(id)[0].id;
    CHECK(
        reply_to_check(site.site, site.readers[1].actor, claim, check, "No.").error().code()
        == ErrorCode::forbidden
    );
    must(reply_to_check(site.site, site.writer.actor, claim, check, "See the second column."));
    CHECK(site.site.number("SELECT count(*) FROM citation_checks WHERE reply <> ''") == 1);
}

TEST_CASE("An account of six days may look, and does not count") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const Member young = site.site.a_member("Young", 1);
    site.site.advance(days(6));
    const CitationId citation = site.citations(site.claims(id)[0].id)[0].id;
    must(check_citation(site.site, young.actor, {.citation = citation, .verdict = Verdict::yes}));
    CHECK(site.status(id) == ClaimStatus::sourced);
    site.site.advance(days(30));
    CHECK(must(site.site.database().read(find_misjudged)).empty());
}

TEST_CASE("A check is of a wording, and a failure outlives it") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const ClaimId claim = site.claims(id)[0].id;
    const CitationId citation = site.citations(claim)[0].id;
    site.check(citation, 0, Verdict::yes);

    std::string comma{text};
    comma.replace(comma.find("1928, and"), 9, "1928 — and");
    site.edit(id, comma);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::checked); // a comma voids nothing

    std::string reworded = comma;
    reworded.replace(reworded.find("sent to"), 7, "banished to");
    site.edit(id, reworded);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::sourced);
    CHECK(site.claims(id)[0].standing.is_checked_in_earlier_wording);

    site.check(citation, 0, Verdict::no);
    site.check(citation, 1, Verdict::no);
    CHECK(site.claims(id)[0].standing.has_failed_support);
    std::string third = reworded;
    third.replace(third.find("a year later"), 12, "twelve months later");
    site.edit(id, third);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.claims(id)[0].standing.has_failed_support);
    site.check(citation, 2, Verdict::yes);
    CHECK(site.status(id) == ClaimStatus::checked);

    // Another page is another citation: it begins anew.
    std::string page = third;
    page.replace(page.find("p. 79"), 5, "p. 80");
    site.edit(id, page);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::sourced);
    CHECK(site.citations(claim).size() == 2);
    CHECK(must(site.site.database().read(find_misjudged)).empty());
}

TEST_CASE("A source merged into another takes its checks along, through the next edit too") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    site.check(site.citations(site.claims(id)[0].id)[0].id, 0, Verdict::yes);
    const Member keeper = site.site.a_member("Keeper", 1, domain::Role::keeper);
    must(merge_sources(site.site, keeper.actor, {.from = "vizh-1990-1", .into = "deutscher-1963"}));
    CHECK(site.status(id) == ClaimStatus::checked);
    site.edit(id, std::string{text} + " It is late.");
    CHECK(site.status(id) == ClaimStatus::checked);
    // By the name it has now, it is the same citation.
    std::string renamed{text};
    renamed.replace(renamed.find("vizh-1990-1"), 11, "deutscher-1963");
    site.edit(id, renamed);
    CHECK(site.status(id) == ClaimStatus::checked);
    CHECK(must(site.site.database().read(find_misjudged)).empty());
}

TEST_CASE("Claims survive a rollback, with what readers found") {
    CitingSite site;
    const AnswerId id = site.answer(std::string{text});
    const ClaimId claim = site.claims(id)[0].id;
    site.check(site.citations(claim)[0].id, 0, Verdict::yes);
    site.edit(id, "Nothing of it is known to me, and I take it all back today.");
    CHECK(site.claims(id).empty());
    CHECK(site.claims(id, true).size() == 2);

    site.site.advance(minutes(10));
    const auto revisions = must(list_revisions(site.site, post_id(id), 1)).revisions;
    must(roll_back(site.site, site.writer.actor, {.guid = revisions.back().guid}));
    REQUIRE(site.claims(id).size() == 2);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::checked);
}

TEST_CASE("Writers are told what was not found, and readers are asked again once") {
    CitingSite site;
    const AnswerId id = site.answer("He *left* in 1929 [@serge-1937, p. 9].");
    const CitationId citation = site.citations(site.claims(id).at(0).id).at(0).id;
    const auto told = [&](const Member& member) {
        const auto notices = must(site.site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_due_jobs(tx, notice_job, site.site.now(), 100);
        }));
        for (const storage::QueuedJob& notice : notices)
            must(tell_people(site.site, notice));
        std::vector<domain::InboxKind> kinds;
        for (const domain::InboxItem& item : must(list_inbox(site.site, member.actor, 1)).items) {
            CHECK(item.claim == site.claims(id).at(0).id);
            kinds.insert(kinds.begin(), item.kind);
        }
        return kinds;
    };
    using enum domain::InboxKind;
    using Kinds = std::vector<domain::InboxKind>;
    site.check(citation, 0, Verdict::yes);
    CHECK(told(site.writer).empty());
    site.check(citation, 1, Verdict::no);
    CHECK(told(site.writer) == Kinds{finding});

    must(add_citation(
        site.site,
        site.readers[2].actor,
        {.claim = site.claims(id)[0].id,
         .relation = domain::CitationRelation::disputes,
         .citation = "@deutscher-1963, p. 4",
         .note = "It was in 1928."}
    ));
    CHECK(told(site.writer) == Kinds{finding, objection});

    site.edit(id, "He *left* early in 1929 [@serge-1937, p. 9].");
    CHECK(told(site.readers[0]) == Kinds{reworded});
    CHECK(told(site.readers[1]).empty()); // a "no" keeps counting
    site.check(citation, 0, Verdict::yes);
    site.edit(id, "He *left* late in 1929 [@serge-1937, p. 9].");
    CHECK(told(site.readers[0]) == Kinds{reworded});
}

TEST_CASE("What waits for a check is listed with pages at hand first, by the languages of sources"
) {
    CitingSite site;
    site.answer("He left in 1929 [@serge-1937, p. 9].");
    site.answer("He signed it that night [@vizh-1990-1, p. 5].");
    const auto words = [&](const std::vector<std::string>& languages) {
        std::vector<std::string> found;
        for (const auto& listed :
             must(list_wanted_claims(site.site, {.languages = languages})).claims) {
            found.push_back((listed.has_page ? "+" : "") + listed.claim.place.exact);
        }
        return found;
    };
    using Words = std::vector<std::string>;
    CHECK(words({}) == Words{"He left in 1929", "He signed it that night"});

    site.site.run(
        "INSERT INTO source_files (id, source_id, sha256, name, media_type, bytes, page_count, "
        "rights, state, failure, created_at) "
        "SELECT 1, id, 'aa', 'a.pdf', 'application/pdf', 1, 9, 3, 1, '', 0 FROM sources "
        "WHERE key = 'vizh-1990-1'"
    );
    site.site.run(
        "UPDATE citations SET file_id = 1, page_index = 4 WHERE quote = '' AND source_id = "
        "(SELECT source_id FROM source_files)"
    );
    CHECK(words({}) == Words{"+He signed it that night", "He left in 1929"});
    site.site.run("UPDATE source_files SET hidden_reason = 'The heirs ask for it.'");
    CHECK(words({}) == Words{"He left in 1929", "He signed it that night"});

    site.site.run("UPDATE sources SET language = 'fr' WHERE key = 'serge-1937'");
    site.site.run("UPDATE sources SET language = 'ru' WHERE key = 'vizh-1990-1'");
    CHECK(words({"fr"}) == Words{"He left in 1929"});
    CHECK(words({"fr", "ru"}).size() == 2);
    CHECK(words({"r"}).empty());
    CHECK(
        must(list_wanted_claims(site.site, {.languages = {"fr"}})).languages == Words{"fr", "ru"}
    );
}

TEST_CASE("A line of a list counts what a question's answers claim, but not those that are deleted"
) {
    CitingSite site;
    site.answer("He left in 1929 [@serge-1937, p. 9]. He signed it [@vizh-1990-1].");
    const AnswerId other = site.answer("Somebody signed it [@deutscher-1963, p. 7].");
    const auto evidence = [&] {
        return must(list_questions(site.site, {})).questions.at(0).evidence;
    };
    CHECK(evidence().sourced == 2);
    CHECK(evidence().unsourced == 1);
    must(delete_post(site.site, site.writer.actor, post_id(other)));
    CHECK(evidence().sourced == 1);
}

TEST_CASE("Sources can be asked for on any words, and an answer to it meets the claim") {
    CitingSite site;
    const AnswerId id = site.answer("He *left* in 1929. Nobody knows why he left so late.");
    CHECK_FALSE(ask_for_source(site.site, site.readers[0].actor, post_id(id), "He never left."));
    const ClaimId claim =
        must(ask_for_source(site.site, site.readers[0].actor, post_id(id), "He left in 1929."));
    CHECK(site.claims(id)[0].place.exact == "He *left* in 1929");
    CHECK(
        must(ask_for_source(site.site, site.readers[1].actor, post_id(id), "left in 1929")) == claim
    );
    CHECK(
        must(list_wanted_claims(site.site, {.wanted = storage::WantedClaims::asked})).claims.size()
        == 1
    );

    site.edit(id, "He *left* in 1929 [@serge-1937, p. 9]. Nobody knows why he left so late.");
    REQUIRE(site.claims(id).size() == 1);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::sourced);
    CHECK(
        must(list_wanted_claims(site.site, {.wanted = storage::WantedClaims::asked})).claims.empty()
    );
    CHECK(
        must(list_wanted_claims(site.site, {.wanted = storage::WantedClaims::unchecked}))
            .claims.size()
        == 1
    );

    // Taken out of the text, the question for a source stays.
    site.edit(id, "He *left* in 1929. Nobody knows why he left so late, and I neither.");
    REQUIRE(site.claims(id).size() == 1);
    CHECK(site.claims(id)[0].id == claim);
    CHECK(site.status(id) == ClaimStatus::unsourced);
}

TEST_CASE("Unknown keys and citations that cannot be read are refused, and nothing is written") {
    CitingSite site;
    for (const std::string bad :
         {"He left in 1929, it is said [@nobody-1900, p. 5].",
          "He left in 1929, it is said [@serge-1937, ]."}) {
        site.site.advance(minutes(5));
        const Result<AnswerId> refused =
            post_answer(site.site, site.writer.actor, {.question = site.question, .markdown = bad});
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().fields()[0].field == "body");
    }
    CHECK(site.site.number("SELECT count(*) FROM claims") == 0);
    CHECK(site.site.number("SELECT count(*) FROM posts WHERE kind = 2") == 0);
}

TEST_CASE("An edit that takes citations from claims is refused until its writer lets them go") {
    CitingSite site;
    const AnswerId id =
        site.answer("He left in 1929 [@vizh-1990-1, p. 5]. She followed him there in the spring "
                    "[@serge-1937, p. 9]. The paper was silent [@deutscher-1963, p. 2].");
    site.site.advance(minutes(10));
    const std::string without =
        "He left the country in 1929 [@vizh-1990-1, p. 5]. She followed him there in the spring.";
    const std::vector<ClaimId> lost = site.losses(id, without);
    REQUIRE(lost.size() == 2);

    EditPost edit{.post = post_id(id), .markdown = without, .summary = "x"};
    const Result<EditOutcome> silent = edit_post(site.site, site.writer.actor, edit);
    REQUIRE_FALSE(silent.has_value());
    CHECK(silent.error().code() == ErrorCode::invalid);
    CHECK(silent.error().fields()[0].field == "claims");
    CHECK(silent.error().fields()[0].message.starts_with("2 claims will lose their citations"));
    edit.let_go = {lost[0]}; // of one of them only
    CHECK_FALSE(edit_post(site.site, site.writer.actor, edit).has_value());
    CHECK(site.claims(id).size() == 3);
    CHECK(site.site.number("SELECT count(*) FROM citations WHERE withdrawn_at IS NOT NULL") == 0);

    edit.let_go = lost;
    must(edit_post(site.site, site.writer.actor, edit));
    CHECK(site.claims(id).size() == 1);
    CHECK(site.claims(id, true).size() == 3);
}

TEST_CASE("A suggestion that takes citations is told so to whoever makes it") {
    CitingSite site;
    const AnswerId id = site.answer("He left in 1929 by sea, it is said [@vizh-1990-1, p. 5].");
    site.site.advance(hours(3));
    const Member newcomer = site.site.a_member("Nina Newcomer", 10);
    EditPost edit{
        .post = post_id(id),
        .markdown = "He left in 1929 by sea, it is said, and he never came back again.",
        .summary = "It was so",
    };
    CHECK_FALSE(edit_post(site.site, newcomer.actor, edit).has_value());
    CHECK(site.site.number("SELECT count(*) FROM suggested_edits") == 0);
    for (const LostClaim& claim :
         must(preview(site.site, newcomer.actor, *edit.markdown, post_id(id))).lost)
        edit.let_go.push_back(claim.claim);
    CHECK(must(edit_post(site.site, newcomer.actor, edit)).suggested.has_value());
}

TEST_CASE("A preview says of each claim what is amiss with its citations, and in which line") {
    CitingSite site;
    const Preview read = must(preview(
        site.site,
        site.writer.actor,
        "He left in 1929 [@vizh-1990, p. 5].\n\nShe followed [@serge-1937, p. seventy: \"she "
        "followed\"].\n\nNobody knew [@serge-1937, ].\n\n`[@nobody-1, p. 2]` is code."
    ));
    REQUIRE(read.claims.size() == 2);
    CHECK(read.claims[0].words == "He left in 1929");
    CHECK(read.claims[0].place.line == 1);
    REQUIRE(read.claims[0].citations.size() == 1);
    CHECK(read.claims[0].citations[0].unknown_key == "vizh-1990");
    CHECK_FALSE(is_whole(read.claims[0].citations[0]));
    CHECK(read.claims[1].place.line == 3);
    CHECK(read.claims[1].citations[0].has_unreadable_page);
    CHECK(read.claims[1].citations[0].quote.state == QuoteState::no_scan);
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].place.line == 5);
    CHECK(read.problems[0].words.starts_with("[@serge-1937, ]"));
    CHECK(read.problems[0].message.starts_with("Say where in it"));
    CHECK(read.lost.empty());
}

TEST_CASE("What is judged step by step is what judging again gives, through a year of random acts"
) {
    CitingSite site;
    for (std::size_t row = 0; row < domain::all_act_limits().size(); ++row)
        site.site.settings().rates.set(row, {});
    std::mt19937 random{7};
    const auto pick = [&](std::size_t below) { return random() % below; };
    const std::vector<std::string> keys{"vizh-1990-1", "serge-1937", "deutscher-1963", "ency-2001"};
    const std::vector<std::string> sentences{
        "He was sent to Alma-Ata",
        "Nobody was told of it",
        "The paper was silent",
        "She followed him there"
    };
    const auto compose = [&] {
        std::string body;
        for (std::size_t count = 1 + pick(4); count > 0; --count) {
            body += fmt::format("{} in {}", sentences[pick(sentences.size())], 1927 + pick(3));
            if (pick(4) > 0)
                body += fmt::format(" [@{}, p. {}]", keys[pick(keys.size())], 1 + pick(3));
            body += ". ";
        }
        return body + "So much is known.";
    };
    const AnswerId id = site.answer(compose());
    for (int act = 0; act < 600; ++act) {
        site.site.advance(minutes(11));
        const Member& reader = site.readers[pick(site.readers.size())];
        const auto claims = site.claims(id);
        if (pick(6) == 0 || claims.empty()) {
            static_cast<void>(edit_post(site.site, site.writer.actor, site.edit_of(id, compose())));
            continue;
        }
        const storage::ClaimRecord& claim = claims[pick(claims.size())];
        const auto citations = site.citations(claim.id);
        if (pick(4) == 0 || citations.empty()) {
            static_cast<void>(add_citation(
                site.site,
                reader.actor,
                {.claim = claim.id,
                 .relation = static_cast<domain::CitationRelation>(1 + pick(3)),
                 .citation = fmt::format("@{}, p. {}", keys[pick(keys.size())], 1 + pick(3)),
                 .note = "It says so."}
            ));
        } else if (pick(5) == 0) {
            static_cast<void>(
                withdraw_citation(site.site, reader.actor, citations[pick(citations.size())].id)
            );
        } else {
            static_cast<void>(check_citation(
                site.site,
                reader.actor,
                {.citation = citations[pick(citations.size())].id,
                 .verdict = static_cast<Verdict>(1 + pick(5)),
                 .note = "So it stands there."}
            ));
        }
        if (act % 50 == 0) {
            CHECK(must(site.site.database().read(find_misjudged)).empty());
            CHECK(site.site.wrong_numbers().empty());
        }
    }
    // Invariants of B9: no dispute without a source; nobody's check counts on what he added; a
    // claim's words stand in the text.
    CHECK(
        site.site.number("SELECT count(*) FROM citations WHERE relation = 2 AND source_id IS NULL")
        == 0
    );
    CHECK(
        site.site.number(
            "SELECT count(*) FROM citation_checks k JOIN citations t ON t.id = k.citation_id "
            "WHERE k.user_id = t.user_id"
        )
        == 0
    );
    const std::string source = must(site.site.database().read([&](db::ReadTransaction& tx) {
                                   return storage::find_body_source(tx, post_id(id));
                               }))->text;
    for (const storage::ClaimRecord& claim : site.claims(id))
        CHECK(std::string_view{source}
                  .substr(static_cast<std::size_t>(claim.place.start))
                  .starts_with(claim.place.exact));
    CHECK(site.site.number("SELECT count(*) FROM citation_checks") > 100);
}
