#include "service/sources.h"

#include "bibliography/origins.h"
#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace attest;
using namespace attest::service;

namespace {

struct Story {
    TestSite site;
    UserId jane = site.a_user("Jane");

    [[nodiscard]] AddedSource paste(const std::string& text, bool accepts_doubles = false) const {
        return must(add_pasted_source(
            site, acting_as(jane), {.text = text, .accepts_doubles = accepts_doubles}
        ));
    }

    SourceSummary add(const std::string& text) const {
        const AddedSource added = paste(text, true);
        REQUIRE(added.source.has_value());
        return *added.source;
    }

    [[nodiscard]] std::vector<std::string> search(const std::string& words) const {
        std::vector<std::string> keys;
        for (const SourceSummary& source : must(search_sources(site, words, 10)).sources)
            keys.push_back(source.key);
        return keys;
    }

    [[nodiscard]] std::int64_t count(std::string_view table) const {
        return site.number(fmt::format("SELECT COUNT(*) FROM {}", table));
    }

    [[nodiscard]] std::int64_t origin(const std::string& key) const {
        return site.number(fmt::format("SELECT origin_group FROM sources WHERE key = '{}'", key));
    }
};

constexpr std::string_view my_life = R"(@book{Trotsky:MyLife, author = {Троцкий, Лев},
    title = {Моя жизнь}, year = 1930, publisher = {Гранит}, address = {Берлин}})";

} // namespace

TEST_CASE("What is pasted becomes a source with a key of the site and an alias of one's own") {
    const Story story;
    const SourceSummary source = story.add(std::string{my_life});
    CHECK(source.key == "trotskii-1930");
    CHECK(source.author == "Лев Троцкий");
    CHECK(source.kind == domain::SourceKind::research);
    CHECK(must(find_source_by_key(story.site, "trotskii-1930")).id == source.id);
    CHECK(must(find_source_by_key(story.site, "trotsky-mylife")).id == source.id);
    CHECK(find_source_by_key(story.site, "trotsky").error().code() == ErrorCode::not_found);
    CHECK(story.count("source_revisions") == 1);

    CHECK(story.add("Троцкий").key != source.key);
    CHECK(
        story.add(R"({"author": [{"family": "Trotskii"}], "issued": "1930"})").key
        == "trotskii-1930-2"
    );
}

TEST_CASE("A likely double is offered and nothing is written, until it is said to be another work"
) {
    const Story story;
    const SourceSummary first = story.add(std::string{my_life});
    const AddedSource again = story.paste(
        R"({"title": "Моя  Жизнь.", "author": [{"family": "Trotsky"}], "issued": "1930"})"
    );
    CHECK(!again.source);
    REQUIRE(again.doubles.size() == 1);
    CHECK(again.doubles[0].key == first.key);
    CHECK(story.count("sources") == 1);
    CHECK(story.paste(std::string{my_life}, true).source->key == "trotskii-1930-2");
}

TEST_CASE("A source may be poor: a number that is wrong is dropped, a sentence is a title") {
    const Story story;
    CHECK(story.add("Letter of Ioffe to Trotsky").kind == domain::SourceKind::retold);
    const SourceSummary broken =
        story.add(R"json({"title": "A", "ISBN": "1", "DOI": "x", "URL": "javascript:alert(1)"})json"
        );
    const SourceReference kept = must(read_source_reference(story.site, broken.key));
    CHECK(kept.reference.isbn.empty());
    CHECK(kept.reference.url.empty());
    CHECK(story.add("10.1038/nphys1170").title == "doi:10.1038/nphys1170");
}

TEST_CASE("A form sent twice makes one source, and a suspended reader makes none") {
    const Story story;
    const PasteSource form{
        .text = "A letter", .accepts_doubles = true, .idempotency_key = std::string(32, 'a')
    };
    const auto first = must(add_pasted_source(story.site, acting_as(story.jane), form));
    const auto second = must(add_pasted_source(story.site, acting_as(story.jane), form));
    CHECK(first.source->id == second.source->id);
    domain::Actor suspended = acting_as(story.jane);
    suspended.suspended_until = story.site.now() + days(1);
    CHECK(
        add_pasted_source(story.site, suspended, {.text = "Another"}).error().code()
        == ErrorCode::forbidden
    );
    CHECK(story.count("sources") == 1);
}

TEST_CASE("Sources are found across spellings and scripts, by title, name, year and key") {
    const Story story;
    story.add(std::string{my_life});
    story.add("@book{d, author = {Deutscher, Isaac}, title = {The Prophet Armed}, year = 1954}");
    const std::vector<std::string> life{"trotskii-1930"};
    CHECK(story.search("моя жиз") == life);
    CHECK(story.search("Trotsky") == life);
    CHECK(story.search("Trotzki 1930") == life);
    CHECK(story.search("zhizn") == life);
    CHECK(story.search("prophet deutscher") == std::vector<std::string>{"deutscher-1954"});
    CHECK(story.search("PROPH").size() == 1);
    CHECK(story.search("prophet 1930").empty());
    CHECK(story.search("").empty());
    CHECK(story.search("one two three four five six seven eight").empty());
}

TEST_CASE("An edit is a new state of the history, and one on an old state is refused") {
    Story story;
    const SourceSummary source = story.add("A lettre");
    EditSource edit{
        .key = source.key,
        .based_on = 1,
        .form =
            {
                .reference = {.type = "personal_communication", .title = "A letter"},
                .kind = domain::SourceKind::document_of_the_time,
                .criticism = "draft, never sent",
            },
    };
    CHECK(must(edit_source(story.site, acting_as(story.jane), edit)) == source.key);
    const SourceReference now = must(read_source_reference(story.site, source.key));
    CHECK(now.record.title == "A letter");
    CHECK(now.record.criticism == "draft, never sent");
    CHECK(now.record.is_single_item);
    CHECK(now.record.revision == 2);
    CHECK(story.search("letter").size() == 1);
    CHECK(story.search("lettre").size() == 1); // The key keeps it.
    CHECK(must(list_source_revisions(story.site, source.key)).revisions.size() == 2);

    // The same once more changes nothing; from an old state it is a conflict.
    CHECK(edit_source(story.site, acting_as(story.jane), edit).has_value());
    CHECK(story.count("source_revisions") == 2);
    edit.form.reference.title = "Another";
    CHECK(
        edit_source(story.site, acting_as(story.jane), edit).error().code() == ErrorCode::conflict
    );
    edit.based_on = 2;
    const UserId guest = story.site.a_user("Guest");
    CHECK(
        edit_source(story.site, acting_as(guest, 99), edit).error().code() == ErrorCode::forbidden
    );
    CHECK(story.count("source_revisions") == 2);
    CHECK(edit_source(story.site, acting_as(guest, 100), edit).has_value());
}

TEST_CASE("A form says all that is wrong at its fields") {
    const Story story;
    const auto refused = add_source(
        story.site,
        acting_as(story.jane),
        {.reference = {.doi = "x", .isbn = "1", .issn = "2", .url = "ftp://x"},
         .criticism = std::string(301, 'x')}
    );
    REQUIRE(!refused);
    std::vector<std::string> fields;
    for (const FieldError& field : refused.error().fields())
        fields.push_back(field.field);
    std::ranges::sort(fields);
    CHECK(fields == std::vector<std::string>{"criticism", "doi", "isbn", "issn", "url"});
    CHECK(story.count("sources") == 0);
}

TEST_CASE("Links join origins and part them again; a part of a volume joins nothing") {
    const Story story;
    const std::string one = story.add("One").key;
    const std::string two = story.add("Two").key;
    const std::string three = story.add("Three").key;
    const auto link = [&](const std::string& from, const std::string& to, auto kind) {
        must(link_sources(story.site, acting_as(story.jane), {.from = from, .to = to, .kind = kind})
        );
    };
    link(three, two, domain::SourceLinkKind::part_of);
    CHECK(story.origin(three) == 3);
    link(three, two, domain::SourceLinkKind::derives);
    link(two, "https://here.example/sources/" + one + "?x=1", domain::SourceLinkKind::reprint);
    CHECK(story.origin(three) == 1);
    CHECK(story.origin(two) == 1);

    const auto page = must(read_source(story.site, two, {}));
    REQUIRE(page.links.size() == 3);
    CHECK(!page.links[0].is_from_here);

    must(unlink_sources(
        story.site,
        acting_as(story.jane),
        {.from = two, .to = one, .kind = domain::SourceLinkKind::reprint}
    ));
    CHECK(story.origin(one) == 1);
    CHECK(story.origin(three) == 2);
    CHECK(
        link_sources(story.site, acting_as(story.jane), {.from = one, .to = one}).error().code()
        == ErrorCode::invalid
    );
    CHECK(
        link_sources(story.site, acting_as(story.jane), {.from = one, .to = "none"})
            .error()
            .fields()[0]
            .field
        == "to"
    );
}

TEST_CASE("Stored origins are those that the links give") {
    const Story story;
    constexpr std::int64_t sources = 12;
    for (std::int64_t number = 1; number <= sources; ++number)
        story.add(fmt::format("Source number {}", number));
    std::vector<bibliography::OriginLink> links;
    std::uint64_t random = 7;
    const auto next = [&](std::int64_t end) {
        random = random * 6'364'136'223'846'793'005U + 1;
        return static_cast<std::int64_t>((random >> 33U) % static_cast<std::uint64_t>(end));
    };
    for (int step = 0; step < 60; ++step) {
        const bool adds = links.empty() || next(3) > 0;
        must(story.site.database().write([&](db::Transaction& tx) -> Result<void> {
            if (adds) {
                const storage::SourceLink link{
                    .from = SourceId{1 + next(sources)},
                    .to = SourceId{1 + next(sources)},
                    .kind = static_cast<domain::SourceLinkKind>(1 + next(6)),
                };
                if (link.from == link.to) return {};
                if (TRY(storage::insert_source_link(
                        tx, link, {.user = story.jane, .at = story.site.now()}
                    ))) {
                    links.push_back({link.from, link.to, link.kind});
                }
                return {};
            }
            const auto at = static_cast<std::size_t>(next(std::ssize(links)));
            TRY(storage::delete_source_link(tx, {links[at].from, links[at].to, links[at].kind}));
            links.erase(links.begin() + static_cast<std::ptrdiff_t>(at));
            return {};
        }));
        const auto groups = bibliography::origin_groups(links);
        for (std::int64_t id = 1; id <= sources; ++id) {
            const auto found = groups.find(SourceId{id});
            const std::int64_t expected = found == groups.end() ? id : found->second.value;
            CHECK(
                story.site.number(fmt::format("SELECT origin_group FROM sources WHERE id = {}", id))
                == expected
            );
        }
    }
}

TEST_CASE("A merged source leads to the other by its key, its aliases, its links, its citations") {
    Story story;
    const SourceSummary life = story.add(std::string{my_life});
    const SourceSummary other = story.add("Моя жизнь (Trotsky)");
    const SourceSummary third = story.add("Reprint of it");
    must(link_sources(story.site, acting_as(story.jane), {.from = third.key, .to = life.key}));
    const AnswerId answer = story.site.an_answer(story.site.a_question().post()).post();
    story.site.run(fmt::format(
        "INSERT INTO claims (id, post_id, revision, exact, prefix, suffix, start, wording_hash, "
        "is_detached, status, summary, created_at) "
        "VALUES (1, {}, x'00', 'He left.', '', '', 0, '', 0, 1, '', 1)",
        answer.value
    ));
    story.site.run(fmt::format(
        "INSERT INTO citations (id, claim_id, source_id, label, locator, page_from, page_to, "
        "quote, "
        "translation, box, relation, is_absence, note, is_in_text, created_at, content_hash, "
        "state, "
        "yes_count, no_count) VALUES (1, 1, {}, 'page', '79', '79', '79', '', '', '', 1, 0, '', 1, "
        "1, "
        "'', 0, 0, 0)",
        life.id.value
    ));

    CHECK(
        merge_sources(
            story.site, acting_as(story.jane, 1'999), {.from = life.key, .into = other.key}
        )
            .error()
            .code()
        == ErrorCode::forbidden
    );
    must(merge_sources(story.site, acting_as(story.jane), {.from = life.key, .into = other.key}));
    CHECK(must(find_source_by_key(story.site, life.key)).id == other.id);
    CHECK(must(find_source_by_key(story.site, "trotsky-mylife")).id == other.id);
    const SourcePage page = must(read_source(story.site, life.key, {}));
    CHECK(page.record.key == other.key);
    CHECK(page.aliases == std::vector<std::string>{"trotskii-1930", "trotsky-mylife"});
    REQUIRE(page.links.size() == 1);
    CHECK(page.links[0].key == third.key);
    REQUIRE(page.citations.size() == 1);
    CHECK(page.citations[0].claim_text == "He left.");
    CHECK(page.citations[0].locator == "79");
    CHECK(story.origin(third.key) == other.id.value);
    CHECK(story.origin(life.key) == other.id.value);
    CHECK(must(list_sources(story.site, storage::SourceOrder::newest, {})).total == 2);

    // Into a third: never a chain.
    must(merge_sources(story.site, acting_as(story.jane), {.from = other.key, .into = third.key}));
    CHECK(must(find_source_by_key(story.site, life.key)).id == third.id);
    CHECK(story.site.number("SELECT COUNT(*) FROM sources WHERE merged_into = 3") == 2);
}

TEST_CASE("Only a moderator says that a source is not to be relied on, and says why") {
    const Story story;
    const std::string key = story.add("Forged diaries").key;
    const DistrustSource mark{.key = key, .reason = "Shown to be forged"};
    CHECK(
        distrust_source(story.site, acting_as(story.jane), mark).error().code()
        == ErrorCode::forbidden
    );
    const domain::Actor moderator = acting_as(story.jane, 1, domain::Role::moderator);
    must(distrust_source(story.site, moderator, mark));
    CHECK(must(find_source_by_key(story.site, key)).distrust_reason == "Shown to be forged");
    CHECK(must(search_sources(story.site, "forged", 5)).sources[0].is_distrusted);
    must(distrust_source(story.site, moderator, {.key = key, .reason = " "}));
    CHECK(!must(find_source_by_key(story.site, key)).distrust_reason);
    CHECK(story.count("moderation_log") == 2);
}
