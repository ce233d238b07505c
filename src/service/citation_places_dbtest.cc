#include "service/citation_places.h"

#include "kit/must.h"
#include "kit/planted_scan.h"
#include "kit/test_site.h"
#include "scans/pages_for_tests.h"
#include "service/answering.h"
#include "service/editing.h"
#include "service/evidence.h"
#include "service/scans.h"
#include "service/sources.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>

using namespace attest;
using namespace attest::service;
using storage::CitationPlace;

namespace {

const std::vector<std::string> magazine = {
    "Contents",
    "The session of the ninth of May was held in the small hall.",
    "The order was written out in May.\nIt was signed by Stalin that night in the study,",
    "80 Military History\nwhile the others waited in the hall below. Nobody spoke of it "
    "afterwards.",
    "",
};

/// A question, a source, and a member who answers with citations of it.
struct PlacingSite {
    TestSite site;
    Member writer = site.a_member("Vera Writer", 1'000);
    Member mona = site.a_member("Mona", 5'000, domain::Role::moderator);
    QuestionId question = site.a_question().titled("Why was he exiled?").post();

    PlacingSite() {
        a_source("vizh-1990-1");
        a_source("letter-1929");
    }

    void a_source(const std::string& key) const {
        site.run(fmt::format(
            "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
            "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
            "VALUES ('{0}', '{{}}', 'Title', '', '1990', 1, 0, '', '{0}', '', '', (SELECT "
            "count(*) + 1 FROM sources), 0, 1)",
            key
        ));
    }

    AnswerId answer(const std::string& citation) {
        site.advance(minutes(5));
        return must(post_answer(
            site,
            writer.actor,
            {.question = question,
             .markdown = fmt::format("He signed the order that night {}.", citation)}
        ));
    }

    /// Of the newest citation.
    [[nodiscard]] storage::CitationRecord citation() const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::find_citation(
                tx, CitationId{site.number("SELECT max(id) FROM citations")}
            );
        }));
    }

    [[nodiscard]] CitationPlace place() const { return citation().place; }

    CitationPlace place_of(const std::string& citation) {
        answer(citation);
        return place();
    }

    [[nodiscard]] bool is_sound() const {
        return must(site.database().read(find_misplaced)).empty();
    }

    [[nodiscard]] std::int64_t waiting() const {
        return site.number("SELECT count(*) FROM citation_searches");
    }
};

} // namespace

TEST_CASE("A citation is bound to its page, and its quote to its lines, when it is written") {
    PlacingSite site;
    const SourceFileId file = plant_scan(site.site, {.pages = magazine, .label_offset = 76});
    const std::string signed_by = R"([@vizh-1990-1, p. 79: "It was sígned by Stalín that n1ght"])";
    const CitationPlace found = site.place_of(signed_by);
    CHECK(found.file == file);
    CHECK(found.page_index == 2);
    CHECK(found.box == "0,130,340,20");
    CHECK(found.likeness.value_or(0) > 900);

    // Not on the page that is named: the page is shown, and that it is not there.
    const CitationPlace missed = site.place_of(R"([@vizh-1990-1, p. 78: "signed by Stalin"])");
    CHECK(missed.page_index == 1);
    CHECK(missed.box.empty());
    CHECK(missed.likeness.value_or(1000) < 650);

    // Without a quote the page alone; of what has no such page, nothing.
    CHECK(site.place_of("[@vizh-1990-1, p. 79]") == CitationPlace{.file = file, .page_index = 2});
    CHECK(site.place_of("[@vizh-1990-1, p. 200]") == CitationPlace{});
    CHECK(site.place_of("[@vizh-1990-1, ch. 79]") == CitationPlace{});
    // A page without text was not looked at.
    CHECK_FALSE(site.place_of(R"([@vizh-1990-1, p. 81: "signed by Stalin"])").likeness);
    // In a range, the page that has it.
    CHECK(site.place_of(R"([@vizh-1990-1, pp. 78–80: "signed by Stalin"])").page_index == 2);
    CHECK(site.is_sound());
    CHECK(site.waiting() == 0);
}

TEST_CASE("A quote without a page is found in the whole source, and its claim stays unsourced") {
    PlacingSite site;
    plant_scan(site.site, {.pages = magazine, .label_offset = 76});
    const AnswerId id = site.answer(R"([@vizh-1990-1: "signed by Stalin that night"])");
    CHECK(site.place().page_index == 2);
    CHECK(site.citation().content.locator.empty());
    CHECK(site.site.number("SELECT status FROM claims") == 0);
    CHECK(id.value > 0);
    CHECK(
        site.place_of(R"([@vizh-1990-1: "the treaty of Utrecht was broken"])") == CitationPlace{}
    );
    CHECK(site.is_sound());
}

TEST_CASE("A quote that runs over onto the next page has a box on both") {
    PlacingSite site;
    const SourceFileId file = plant_scan(site.site, {.pages = magazine, .label_offset = 76});
    const std::string quote = "signed by Stalin that night in the study, while the others waited";
    const CitationPlace place = site.place_of(fmt::format("[@vizh-1990-1, p. 79: \"{}\"]", quote));
    CHECK(place.file == file);
    CHECK(place.page_index == 2);
    CHECK(place.box == "70,130,410,20");
    CHECK(place.next_box == "0,130,230,20");
    CHECK(site.place_of(fmt::format("[@vizh-1990-1: \"{}\"]", quote)) == place);
    CHECK(site.is_sound());
}

TEST_CASE("What is quoted in another work is looked for there") {
    PlacingSite site;
    const SourceFileId file = plant_scan(site.site, {.pages = magazine, .label_offset = 76});
    plant_scan(site.site, {.source = "letter-1929", .pages = {"signed by Stalin"}});
    const CitationPlace place =
        site.place_of(R"([@letter-1929, quoted in @vizh-1990-1, p. 79: "signed by Stalin"])");
    CHECK(place.file == file);
    CHECK(place.page_index == 2);
}

TEST_CASE("A scan that comes later binds what waits for it, and each change of it binds anew") {
    PlacingSite site;
    CHECK(site.place_of(R"([@vizh-1990-1, p. 79: "signed by Stalin"])") == CitationPlace{});
    const SourceFileId file = plant_scan(site.site, {.pages = magazine});
    CHECK(site.place().page_index == 2); // by its words: nothing is known of its pages
    const auto page = [&](std::string_view name) {
        return ScanPlace{.key = "vizh-1990-1", .file = file, .page = name};
    };
    must(label_scan(site.site, site.writer.actor, page("scan-1"), "78"));
    CHECK(site.place().page_index == 1); // now page 79 is another
    CHECK(site.place().likeness.value_or(1000) < 650);
    must(label_page(site.site, site.writer.actor, page("scan-5"), "79"));
    CHECK(site.place() == CitationPlace{.file = file, .page_index = 4});
    must(type_page_text(site.site, site.writer.actor, page("scan-5"), "signed by Stalin himself"));
    CHECK(site.place().likeness == 1000);
    CHECK(site.place().box.empty()); // what was typed has no boxes
    CHECK(site.is_sound());

    must(hide_scan(site.site, site.mona.actor, file, "The heirs object."));
    CHECK(site.place() == CitationPlace{});
    must(hide_scan(site.site, site.mona.actor, file, std::nullopt));
    CHECK(site.place().page_index == 4);
    CHECK(site.is_sound());
    CHECK(site.waiting() == 0);
}

TEST_CASE("Of two scans the one that has the quote is taken, and then the one that more may see") {
    PlacingSite site;
    const std::vector<std::string> other = {"An edition with other words on all of its pages."};
    plant_scan(site.site, {.pages = other, .label_offset = 78});
    const SourceFileId kept = plant_scan(
        site.site,
        {.pages = {magazine[2]}, .rights = domain::ScanRights::hidden, .label_offset = 78}
    );
    CHECK(site.place_of(R"([@vizh-1990-1, p. 79: "signed by Stalin"])").file == kept);
    const SourceFileId lines = plant_scan(
        site.site, {.pages = {magazine[2]}, .rights = domain::ScanRights::lines, .label_offset = 78}
    );
    CHECK(site.place().file == lines);
    must(set_scan_rights(site.site, site.mona.actor, kept, domain::ScanRights::open));
    CHECK(site.place().file == kept);
    CHECK(site.is_sound());
}

TEST_CASE("A merged source brings its scans along, and a complaint about them") {
    PlacingSite site;
    const SourceFileId file =
        plant_scan(site.site, {.source = "letter-1929", .pages = magazine, .label_offset = 76});
    CHECK(site.place_of("[@vizh-1990-1, p. 79]") == CitationPlace{});
    must(merge_sources(site.site, site.mona.actor, {.from = "letter-1929", .into = "vizh-1990-1"}));
    CHECK(site.place() == CitationPlace{.file = file, .page_index = 2});
    // The other way: what cites the merged one is of the other.
    CHECK(site.place_of("[@letter-1929, p. 80]").page_index == 3);
    CHECK(must(find_scan(site.site, "letter-1929", file, site.mona.actor)).pages.size() == 5);
    CHECK(site.is_sound());
}

TEST_CASE("A rollback finds the page again that was labelled meanwhile") {
    PlacingSite site;
    const SourceFileId file = plant_scan(site.site, {.pages = magazine, .label_offset = 76});
    const AnswerId id = site.answer("[@vizh-1990-1, p. 79]");
    const auto edit = [&](const std::string& markdown) {
        site.site.advance(minutes(10));
        must(edit_post(
            site.site,
            site.writer.actor,
            {.post = post_id(id),
             .markdown = markdown,
             .summary = "x",
             .let_go = {ClaimId{site.site.number("SELECT max(id) FROM claims")}}}
        ));
    };
    edit("He signed the order that night, and nobody has ever said where this stands.");
    must(label_scan(
        site.site, site.writer.actor, {.key = "vizh-1990-1", .file = file, .page = "scan-1"}, "78"
    ));
    edit("He signed the order that night [@vizh-1990-1, p. 79].");
    CHECK(site.place().page_index == 1);
    CHECK(site.site.number("SELECT count(*) FROM citations") == 1);
    CHECK(site.is_sound());
}

TEST_CASE("A write looks at so many pages; the job does the rest, and knows what changed meanwhile"
) {
    PlacingSite site;
    scans::BookForTests book{5};
    std::vector<std::string> pages;
    for (int i = 0; i < 470; ++i)
        pages.push_back(book.make_page());
    const SourceFileId file = plant_scan(site.site, {.pages = pages});
    std::string quote = pages[400].substr(900, 80);
    std::ranges::replace(quote, '\n', ' ');
    CHECK(site.place_of(fmt::format("[@vizh-1990-1: \"{}\"]", quote)) == CitationPlace{});
    CHECK(site.waiting() == 1);
    CHECK(site.is_sound()); // what waits is not wrong

    // Asked for again, it has another turn: an older search may not end it.
    const std::int64_t turn = site.site.number("SELECT turn FROM citation_searches");
    must(site.site.database().write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::queue_search(tx, site.citation().id));
        CHECK_FALSE(TRY(storage::finish_search(tx, turn)));
        return {};
    }));
    CHECK(site.waiting() == 1);

    const auto begin = std::chrono::steady_clock::now();
    CHECK(must(place_waiting_citations(site.site)));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    MESSAGE("a quote of 80 letters in 470 pages: " << took.count() << " ms");
    CHECK(site.place().file == file);
    CHECK(site.place().page_index == 400);
    CHECK(site.place().likeness == 1000);
    CHECK(site.waiting() == 0);
    CHECK_FALSE(must(place_waiting_citations(site.site)));
    CHECK(site.is_sound());

    // A book may be cited by its pages as often as one likes.
    must(label_scan(
        site.site, site.writer.actor, {.key = "vizh-1990-1", .file = file, .page = "scan-1"}, "1"
    ));
    must(place_waiting_citations(site.site));
    std::string body;
    for (int i = 0; i < 20; ++i)
        body += fmt::format("This is said there [@vizh-1990-1, p. {}: \"x\"].\n\n", i + 1);
    must(post_answer(site.site, site.mona.actor, {.question = site.question, .markdown = body}));
    CHECK(site.waiting() == 0);
    CHECK(site.site.number("SELECT count(*) FROM citations WHERE page_index = 19") == 1);
}

TEST_CASE("A box is kept as it is read") {
    CHECK(format_box(*parse_box("10,20,300,40")) == "10,20,300,40");
    CHECK(format_box(*parse_box("900,20,300,40")) == "900,20,100,40");
    for (const std::string_view wrong : {"", "1,2,3", "1,2,3,4,5", "-1,2,3,4", "1,2,3,1001", "a"})
        CHECK_FALSE(parse_box(wrong));
}
