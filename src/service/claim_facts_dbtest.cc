#include "service/claim_facts.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/authorities.h"
#include "service/editing.h"
#include "service/evidence.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

/// A site with a source, records of a person and a place, and one answer.
class FactsSite {
public:
    FactsSite()
        : writer{site.a_member("Vera Writer", 1'000)},
          keeper{site.a_member("Karl Keeper", 30'000, domain::Role::keeper)},
          question{site.a_question().titled("Why was he exiled?").post()} {
        site.advance(days(30));
        site.run("INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                 "VALUES ('serge-1937', '{}', 'T', '', '1937', 3, 0, '', 't', '', '', 1, 0, 1)");
    }

    [[nodiscard]] AuthorityId a_record(domain::AuthorityKind kind, const std::string& name) const {
        return must(make_authority(
            site,
            keeper.actor,
            {.record = {.kind = kind}, .name = {.name = name, .kind = domain::NameKind::main}}
        ));
    }

    AnswerId answer(const std::string& markdown) {
        site.advance(minutes(5));
        return must(post_answer(site, writer.actor, {.question = question, .markdown = markdown}));
    }

    void edit(AnswerId id, const std::string& markdown) {
        site.advance(minutes(10));
        std::vector<ClaimId> let_go; // any claim: the text is another
        for (std::int64_t claim = site.number("SELECT coalesce(max(id), 0) FROM claims"); claim > 0;
             --claim)
            let_go.push_back(ClaimId{claim});
        must(edit_post(
            site,
            writer.actor,
            {.post = post_id(id), .markdown = markdown, .summary = "x", .let_go = let_go}
        ));
    }

    /// "1928-01 | 1917".
    [[nodiscard]] std::string dates(AnswerId id) const {
        std::string line;
        for (const auto& one : must(site.database().read([&](db::ReadTransaction& tx) {
                 return storage::list_claim_dates(tx, post_id(id));
             })))
            line += (line.empty() ? "" : " | ") + one.date.edtf;
        return line;
    }

    /// "12 as 12: Trotsky | …".
    [[nodiscard]] std::string mentions(AnswerId id) const {
        std::string line;
        for (const auto& one : must(site.database().read([&](db::ReadTransaction& tx) {
                 return storage::list_mentions(tx, post_id(id));
             })))
            line += fmt::format(
                "{}{} as {}: {}",
                line.empty() ? "" : " | ",
                one.named.value,
                one.record.value,
                one.words
            );
        return line;
    }

    [[nodiscard]] std::vector<storage::ClaimAuthority> authorities(AnswerId id) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_claim_authorities(tx, post_id(id));
        }));
    }

    [[nodiscard]] std::vector<std::string> faults() const {
        return must(site.database().read(find_wrong_claim_facts));
    }

    TestSite site;
    Member writer;
    Member keeper;
    QuestionId question;
};

} // namespace

TEST_CASE("A claim's dates are read at every write of its body") {
    FactsSite site;
    const AnswerId id = site.answer(
        "He was sent to Alma-Ata in January 1928, and abroad on 10 February 1929 [@serge-1937, p. "
        "1900].\n\nNothing of 1905 is claimed here."
    );
    CHECK(site.dates(id) == "1928-01 | 1929-02-10");
    site.edit(id, "He was sent to Alma-Ata in February 1928, and abroad [@serge-1937, p. 5].");
    CHECK(site.dates(id) == "1928-02");
    CHECK(site.faults().empty());

    site.edit(id, "It was long ago, in 1928.");
    CHECK(site.dates(id).empty());
}

TEST_CASE("What somebody asks a source for has its dates too") {
    FactsSite site;
    const AnswerId id = site.answer("In 1917 he came back. It was cold.");
    CHECK(site.dates(id).empty());
    const Member reader = site.site.a_member("Rosa Reader", 1'000);
    must(ask_for_source(site.site, reader.actor, post_id(id), "In 1917 he came back."));
    CHECK(site.dates(id) == "1917");
}

TEST_CASE("Links to records are kept with posts and with the claims they stand in") {
    FactsSite site;
    const AuthorityId trotsky = site.a_record(domain::AuthorityKind::person, "Leon Trotsky");
    const AuthorityId city = site.a_record(domain::AuthorityKind::place, "Petrograd");
    const AnswerId id = site.answer(fmt::format(
        "[[Leon Trotsky]] came to [[Petrograd]] in May 1917 [@serge-1937, p. 5]. Of "
        "[[#{}|him]] more is told, and of [[Nobody At All]].",
        trotsky.value
    ));
    CHECK(
        site.mentions(id)
        == fmt::format(
            "{0} as {0}: Leon Trotsky | {1} as {1}: Petrograd | {0} as {0}: him",
            trotsky.value,
            city.value
        )
    );
    const auto authorities = site.authorities(id);
    REQUIRE(authorities.size() == 2);
    CHECK(authorities[0].record == trotsky);
    CHECK(authorities[0].role == domain::ClaimRole::about);
    CHECK(authorities[1].record == city);
    CHECK(authorities[1].role == domain::ClaimRole::place);

    site.edit(id, "Nobody is named.");
    CHECK(site.mentions(id).empty());
    CHECK(site.authorities(id).empty());
}

TEST_CASE("Mentions follow a merge, and come back when it is undone") {
    FactsSite site;
    const AuthorityId one = site.a_record(domain::AuthorityKind::person, "Leon Trotsky");
    const AuthorityId other = site.a_record(domain::AuthorityKind::person, "Lev Bronstein");
    const AnswerId id =
        site.answer("[[Lev Bronstein]] and [[Leon Trotsky]] are one [@serge-1937, p. 5].");
    must(merge_authorities(site.site, site.keeper.actor, {.from = other, .into = one}));
    CHECK(
        site.mentions(id)
        == fmt::format(
            "{1} as {0}: Lev Bronstein | {0} as {0}: Leon Trotsky", one.value, other.value
        )
    );
    CHECK(site.authorities(id)[1].record == one);
    CHECK(site.faults().empty());

    must(unmerge_authority(site.site, site.keeper.actor, other));
    CHECK(site.mentions(id).starts_with(fmt::format("{0} as {0}", other.value)));
    CHECK(site.authorities(id)[1].record == other);
    CHECK(site.faults().empty());
}

TEST_CASE("A check finds facts that are not those of the texts, and mends them") {
    FactsSite site;
    const AuthorityId trotsky = site.a_record(domain::AuthorityKind::person, "Leon Trotsky");
    const AnswerId id =
        site.answer("[[Leon Trotsky]] was exiled in January 1928 [@serge-1937, p. 5].");
    REQUIRE(site.faults().empty());
    site.site.run("UPDATE claim_dates SET first_day = 1");
    site.site.run("DELETE FROM mentions");
    site.site.run("UPDATE claim_authorities SET authority_id = 99");
    CHECK(site.faults().size() == 3);

    must(site.site.database().write(sync_all_claim_facts));
    CHECK(site.faults().empty());
    CHECK(site.mentions(id) == fmt::format("{0} as {0}: Leon Trotsky", trotsky.value));
}
