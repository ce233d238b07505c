#include "service/scan_search.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "storage/source_files.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;
using domain::ScanRights;

namespace {

/// A source with one scan of four pages; the third is cited.
class ScannedSite {
public:
    ScannedSite()
        : uploader{site.a_member("Ursula Uploader", 1'000)},
          reader{site.a_member("Rosa Reader", 1'000)},
          moderator{site.a_member("Mara Moderator", 1'000, domain::Role::moderator)} {
        site.run("INSERT INTO sources (id, key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                 "VALUES (1, 'prinkipo', '{}', 'Letters from the island', '', '1930', 1, 0, '', "
                 "'x', '', '', 1, 0, 1), (2, 'other', '{}', 'Another', '', '1930', 1, 0, '', 'y', "
                 "'', '', 2, 0, 1)");
        site.run(fmt::format(
            "INSERT INTO source_files (id, source_id, sha256, name, media_type, bytes, page_count, "
            "label_offset, rights, state, failure, user_id, created_at) VALUES (7, 1, 'aa', "
            "'a.pdf', 'application/pdf', 1, 4, 10, 1, 1, '', {}, 0)",
            uploader.actor.user.value
        ));
        page(0, "The exiled man came to the island.");
        page(1, "He wrote letters about his exile; Троцкого там знали.");
        page(2, "Letters from the isle: a secret fisherman named Kharalambos.");
        page(3, "Nothing more is written here, naïve reader.");
        const QuestionId question = site.a_question().titled("Where did he live?").post();
        site.advance(days(1));
        const AnswerId answer = must(post_answer(
            site,
            reader.actor,
            {.question = question, .markdown = "He lived on an island [@prinkipo, p. 13]."}
        ));
        site.run("UPDATE citations SET file_id = 7, page_index = 2");
        cited = post_id(answer);
    }

    void page(std::int64_t index, const std::string& text) const {
        must(site.database().write([&](db::Transaction& tx) {
            storage::SourcePage page;
            page.file = SourceFileId{7};
            page.index = index;
            page.text = text;
            return storage::insert_source_page(tx, page);
        }));
    }

    void rights(ScanRights rights) const {
        site.run(fmt::format("UPDATE source_files SET rights = {}", std::to_underlying(rights)));
    }

    [[nodiscard]] ScanSearchPage
    search(const std::string& query, const std::optional<domain::Actor>& who = {}) const {
        return must(search_scans(site, {.query = query}, who));
    }

    /// Indexes of the pages found.
    [[nodiscard]] std::vector<std::int64_t>
    pages(const std::string& query, const std::optional<domain::Actor>& who = {}) const {
        std::vector<std::int64_t> pages;
        const ScanSearchPage found = search(query, who);
        for (const ScanHit& hit : found.hits)
            pages.push_back(hit.index);
        CHECK(found.total == std::ssize(pages));
        return pages;
    }

    mutable TestSite site;
    Member uploader;
    Member reader;
    Member moderator;
    PostId cited{};
};

using Pages = std::vector<std::int64_t>;

} // namespace

TEST_CASE("Words of scanned pages are found in other forms, phrases as they stand") {
    const ScannedSite site;
    CHECK(site.pages("exile") == Pages{0, 1});
    CHECK(site.pages("EXILED") == Pages{0, 1});
    CHECK(site.pages("letters exile") == Pages{1});
    CHECK(site.pages("letters -exile") == Pages{2});
    CHECK(site.pages("\"letters from\"") == Pages{2});
    CHECK(site.pages("\"from letters\"").empty());
    CHECK(site.pages("kharal*") == Pages{2});
    CHECK(site.pages("island OR fisherman") == Pages{0, 2});
    CHECK(site.pages("naive") == Pages{3});
    CHECK(site.pages("троцкого") == Pages{1});
    CHECK(site.pages("the \"\" ...").size() == 2);
    CHECK(site.pages("...").empty());
    CHECK(site.search("[tag] score:5 island").has_conditions);
    CHECK(site.pages("[tag] score:5 island") == Pages{0});
    CHECK_FALSE(search_scans(site.site, {.query = "score:x"}, {}).has_value());
    // Nothing that FTS5 reads as a sign of its own gets through.
    for (const char* query :
         {"NEAR(", "text:island", "a\"b", "^island", "island)", "{text}:x", "*", "AND", "a' OR b"})
        CHECK(search_scans(site.site, {.query = query}, {}).has_value());
}

TEST_CASE("A page that was found says its label, and by what it marks the words") {
    const ScannedSite site;
    const ScanSearchPage found = site.search("fisherman Kharalambos");
    REQUIRE(found.hits.size() == 1);
    const ScanHit& hit = found.hits[0];
    CHECK(hit.source_key == "prinkipo");
    CHECK(hit.source_title == "Letters from the island");
    CHECK(hit.label == "13");
    CHECK(hit.address == "13");
    CHECK(hit.quote == "fisherman named Kharalambos");
    CHECK(std::ranges::count_if(hit.snippet, &SnippetPiece::is_match) == 2);

    CHECK(must(search_scans(site.site, {.query = "island", .source = "prinkipo"}, {})).total == 1);
    CHECK(must(search_scans(site.site, {.query = "island", .source = "other"}, {})).total == 0);
    const auto absent = search_scans(site.site, {.query = "island", .source = "none"}, {});
    CHECK(absent.error().code() == ErrorCode::not_found);
}

TEST_CASE("Of pages that a reader may not see nothing comes out of the search") {
    const ScannedSite site;
    const std::optional<domain::Actor> visitor;
    const std::optional<domain::Actor> member = site.reader.actor;
    const std::optional<domain::Actor> uploader = site.uploader.actor;
    const std::optional<domain::Actor> moderator = site.moderator.actor;
    const Pages all{0, 1, 2, 3};
    const std::string everything = "exile OR letters OR written";

    for (const auto& who : {visitor, member, uploader, moderator})
        CHECK(site.pages(everything, who) == all);

    site.rights(ScanRights::cited_pages);
    for (const auto& who : {visitor, member}) {
        CHECK(site.pages(everything, who) == Pages{2});
        CHECK(site.search("exile", who).total == 0);
    }
    for (const auto& who : {uploader, moderator})
        CHECK(site.pages(everything, who) == all);

    for (const ScanRights hidden : {ScanRights::lines, ScanRights::hidden}) {
        site.rights(hidden);
        for (const auto& who : {visitor, member}) {
            const ScanSearchPage nothing = site.search(everything, who);
            CHECK(nothing.hits.empty());
            CHECK(nothing.total == 0);
            CHECK_FALSE(nothing.is_more);
            CHECK_FALSE(nothing.has_more);
        }
        for (const auto& who : {uploader, moderator})
            CHECK(site.pages(everything, who) == all);
    }

    // After a complaint not even the uploader sees it.
    site.rights(ScanRights::open);
    site.site.run("UPDATE source_files SET hidden_reason = 'rights'");
    for (const auto& who : {visitor, member, uploader})
        CHECK(site.pages(everything, who).empty());
    CHECK(site.pages(everything, moderator) == all);

    // What is no longer cited is no longer seen; a deleted post cites nothing.
    site.site.run("UPDATE source_files SET hidden_reason = NULL, rights = 2");
    CHECK(site.pages(everything) == Pages{2});
    site.site.run(fmt::format("UPDATE posts SET deleted_at = 1 WHERE id = {}", site.cited.value));
    CHECK(site.pages(everything).empty());
    site.site.run("UPDATE posts SET deleted_at = NULL");
    site.site.run("UPDATE citations SET withdrawn_at = 1");
    CHECK(site.pages(everything).empty());
}

TEST_CASE("The words of a page change with its text") {
    const ScannedSite site;
    must(site.site.database().write([&](db::Transaction& tx) {
        return storage::update_page_text(tx, SourceFileId{7}, 0, "A lighthouse.");
    }));
    CHECK(site.pages("lighthouse") == Pages{0});
    CHECK(site.pages("exiled") == Pages{1});
    site.site.run("UPDATE source_pages SET label = 'iv' WHERE page_index = 0");
    CHECK(site.search("lighthouse").hits.at(0).label == "iv");
    CHECK(site.pages("island").empty());
}
