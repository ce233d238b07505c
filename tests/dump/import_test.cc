#include "dump_kit.h"
#include "kit/must.h"
#include "storage/reputation.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

using namespace attest;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view one_question =
    R"(<row Id="1" PostTypeId="1" CreationDate="2014-01-21T20:26:05.383" Score="3" ViewCount="9" Body="&lt;p&gt;Why?&lt;/p&gt;&#xA;" OwnerUserId="7" LastActivityDate="2014-01-21T20:26:05.383" Title="Why" Tags="&lt;hops&gt;&lt;history&gt;" AnswerCount="0" CommentCount="0" ContentLicense="CC BY-SA 3.0" />)";

std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return std::move(text).str();
}

/// Rows of each table.
std::string contents(const Importing& importing) {
    const std::unique_ptr<TestSite> site = importing.open();
    std::string all;
    for (const char* table :
         {"users",
          "posts",
          "post_originals",
          "tags",
          "question_tags",
          "comments",
          "post_history",
          "votes",
          "post_links",
          "badges",
          "totals",
          "site_properties",
          "changes"}) {
        all += fmt::format(
            "{} {}\n", table, site->number(fmt::format("SELECT COUNT(*) FROM {}", table))
        );
    }
    return all;
}

} // namespace

TEST_CASE("A dump of one post and no other table is imported and comes back the same") {
    Scratch scratch;
    Importing importing;
    const TinyDump dump = TinyDump{scratch / "dump"}.table("Posts", one_question);

    const dump::ImportSummary summary = must(importing.import(dump.path()));
    CHECK(summary.tables.size() == 8);
    CHECK(summary.bodies.html == 1);
    CHECK(importing.text("SELECT tags FROM posts") == "|hops|history|");
    CHECK(importing.text("SELECT body_html FROM posts") == "<p>Why?</p>\n");
    CHECK(importing.number("SELECT COUNT(*) FROM post_history") == 0);
    // Tags that no table lists are made up, and not exported.
    CHECK(importing.number("SELECT COUNT(*) FROM tags WHERE id < 0 AND question_count = 1") == 2);
    CHECK(importing.open()->wrong_numbers().empty());
    CHECK(differences(dump.path(), importing.export_dump()) == "");
}

TEST_CASE("A byte-order mark, both syntaxes of tags and unknown attributes survive the round trip"
) {
    Scratch scratch;
    Importing importing;
    const TinyDump dump =
        TinyDump{scratch / "dump"}
            .table(
                "Posts",
                R"(<row Id="1" PostTypeId="1" CreationDate="2024-01-21T20:26:05.383" Score="3" ViewCount="9" Body="a" LastActivityDate="2024-01-21T20:26:05.383" Title="One" Tags="|hops|" AnswerCount="0" CommentCount="0" NewThing="&lt;x&gt; &amp; &quot;y&quot;" />
<row Id="2" PostTypeId="1" CreationDate="2024-01-22T20:26:05.3" Score="+3" Body="" LastActivityDate="2024-01-21T20:26:05.383" Title="" Tags="&lt;hops&gt;" AnswerCount="0" CommentCount="0" />
<row Id="3" PostTypeId="1" CreationDate="2024-01-22" Score="" Tags="no list" OwnerDisplayName="user12" />
<row Id="4" PostTypeId="2" ParentId="99" CreationDate="2024-01-22T20:26:05.123" LastActivityDate="x" CommentCount="0" Score="1" Body="x" />
<row Id="5" PostTypeId="42" CreationDate="2024-01-22T20:26:05.123" LastActivityDate="2024-01-22T20:26:05.123" CommentCount="0" Score="1" Body="x" Tags="" />)",
                "\xEF\xBB\xBF"
            )
            .table(
                "Users",
                R"(<row Id="-1" Reputation="1" CreationDate="2024-01-01T00:00:00.000" DisplayName="Community" Views="0" UpVotes="1" DownVotes="2" AccountId="-1" Age="9" EmailHash="" />
<row Id="7" Reputation="101" CreationDate="2024-01-01T00:00:00.000" AboutMe="&lt;script&gt;x&lt;/script&gt;&lt;b onclick=&quot;y&quot;&gt;me" Views="0" UpVotes="0" DownVotes="0" />
<row Id="8" Reputation="many" CreationDate="2024-01-01T00:00:00.000" DisplayName="" Views="0" UpVotes="0" DownVotes="0" />)"
            )
            .table(
                "Badges",
                R"(<row Id="1" UserId="7" Name="Old" Date="2010-01-01T00:00:00.000" />
<row Id="2" UserId="99" Name="New" Date="2010-01-01T00:00:00.000" Class="1" TagBased="True" />)"
            )
            .table(
                "Votes",
                R"(<row Id="1" PostId="1" VoteTypeId="2" CreationDate="2014-01-21T00:00:00.000" />
<row Id="2" PostId="99" VoteTypeId="8" CreationDate="2014-01-21" UserId="7" BountyAmount="50" />)"
            )
            .table(
                "PostLinks",
                R"(<row Id="25" CreationDate="2014-01-21T21:04:25.230" PostId="1" RelatedPostId="99" LinkTypeId="3" />)"
            )
            .table(
                "Comments",
                R"(<row Id="4" PostId="1" Score="4" Text="Is `a&lt;b` off-topic? http://x.y &#xA; &#x9;" CreationDate="2014-01-21T20:52:14.490" UserDisplayName="anonymous" />
<row Id="5" PostId="98" Score="0" Text="dangling" CreationDate="2014-01-21T20:52:14.490" UserId="7" />)"
            )
            .table(
                "PostHistory",
                R"(<row Id="1" PostHistoryTypeId="2" PostId="1" RevisionGUID="A17002a0-00b0-417b-a404-0d8864bbbca5" CreationDate="2024-01-21T20:26:05.383" UserId="7" Text="a" />
<row Id="2" PostHistoryTypeId="10" PostId="1" RevisionGUID="none" CreationDate="2024-01-21T20:26:05.383" Comment="101" Text="{&quot;Voters&quot;:[{&quot;Id&quot;:7,&quot;DisplayName&quot;:&quot;J&quot;}],&quot;OriginalQuestionIds&quot;:[99]}" />)"
            )
            .table("Tags", R"(<row Id="3" TagName="hops" Count="7" IsRequired="True" />)");

    const dump::ImportSummary summary = must(importing.import(dump.path()));
    for (const dump::TableSummary& table : summary.tables)
        CHECK(table.rejected == 0);
    CHECK(differences(dump.path(), importing.export_dump()) == "");
    CHECK(importing.open()->wrong_numbers().empty());

    SUBCASE("What does not add up is counted and said") {
        CHECK(summary.tag_counts.count == 1);
        CHECK(summary.scores.count == 3);
        CHECK(summary.tables[0].dangling == 0);
        const auto dangling = [&](storage::Table wanted) {
            for (const dump::TableSummary& table : summary.tables) {
                if (table.table == wanted) return table.dangling;
            }
            return std::int64_t{-1};
        };
        CHECK(dangling(storage::Table::votes) == 1);
        CHECK(dangling(storage::Table::post_links) == 1);
        CHECK(dangling(storage::Table::comments) == 1);
        CHECK(dangling(storage::Table::badges) == 1);
        CHECK(dangling(storage::Table::posts) == 1);
    }
    SUBCASE("What may be seen is safe") {
        CHECK(importing.text("SELECT about_html FROM users WHERE id = 7") == "<b>me</b>");
        CHECK(importing.text("SELECT display_name FROM users WHERE id = 7") == "user7");
        CHECK(importing.text("SELECT account_id FROM users WHERE id = 7") == "NULL");
    }
}

TEST_CASE("Rows that cannot be are rejected and written to a file, and the rest is taken") {
    Scratch scratch;
    Importing importing;
    const TinyDump dump = TinyDump{scratch / "dump"}.table(
        "Posts",
        fmt::format(
            "{}\n{}\n{}\n{}\n{}\n{}",
            one_question,
            one_question,
            R"(<row Id="1000000001" PostTypeId="1" CreationDate="2025-06-30T00:00:00.000" Score="1" Body="" />)",
            R"(<row Id="1000000010" PostTypeId="1" CreationDate="2025-06-30T00:00:00.000" Score="1" Body="" />)",
            R"(<row PostTypeId="1" CreationDate="2025-06-30T00:00:00.000" Score="1" Body="" />)",
            R"(<row Id="1500000000" PostTypeId="1" CreationDate="2025-06-30T00:00:00.000" Score="1" Body="" />)"
        )
    );
    SUBCASE("as a rule") {
        const dump::ImportSummary summary = must(importing.import(dump.path()));
        CHECK(importing.number("SELECT COUNT(*) FROM posts") == 1);
        REQUIRE(summary.reject_files.size() == 1);
        CHECK(
            read(summary.reject_files.front())
            == "line\tid\treason\n"
               "4\t1\tthere is already a row of this id or name\n"
               "5\t1000000001\ta watermark, not a post\n"
               "6\t1000000010\ta watermark, not a post\n"
               "7\t\tId is missing\n"
               "8\t1500000000\tId 1500000000 is not below 1500000000, where local rows begin\n"
        );
    }
    SUBCASE("unless all that can be stored is wanted") {
        importing.options().keeps_all = true;
        must(importing.import(dump.path()));
        CHECK(importing.number("SELECT COUNT(*) FROM posts") == 3);
    }
}

TEST_CASE("The last source that renders to the body makes it Markdown, and links lead to this site"
) {
    Scratch scratch;
    Importing importing;
    const TinyDump dump =
        TinyDump{scratch / "dump"}
            .table(
                "Posts",
                R"(<row Id="1" PostTypeId="1" CreationDate="2014-01-21T20:26:05.383" Score="0" ViewCount="9" Body="&lt;p&gt;See &lt;a href=&quot;http://beer.stackexchange.com/questions/2/x&quot;&gt;it&lt;/a&gt;.&lt;/p&gt;&#xA;" LastActivityDate="2014-01-21T20:26:05.383" Title="Why" Tags="&lt;hops&gt;" AnswerCount="0" CommentCount="1" />
<row Id="2" PostTypeId="1" CreationDate="2014-01-21T20:26:05.383" Score="0" ViewCount="9" Body="&lt;p&gt;Other&lt;/p&gt;" LastActivityDate="2014-01-21T20:26:05.383" Title="Why" Tags="&lt;hops&gt;" AnswerCount="0" CommentCount="0" />)"
            )
            .table(
                "PostHistory",
                R"(<row Id="1" PostHistoryTypeId="2" PostId="1" CreationDate="2014-01-21T20:26:05.383" Text="First" />
<row Id="2" PostHistoryTypeId="5" PostId="1" CreationDate="2014-01-22T20:26:05.383" Text="See [it](http://beer.stackexchange.com/questions/2/x)." />
<row Id="3" PostHistoryTypeId="2" PostId="2" CreationDate="2014-01-22T20:26:05.383" Text="Not that" />)"
            )
            .table(
                "Comments",
                R"(<row Id="4" PostId="1" Score="4" Text="As in https://beer.stackexchange.com/a/2" CreationDate="2014-01-21T20:52:14.490" />)"
            );
    must(importing.import(dump.path()));
    CHECK(importing.number("SELECT body_format FROM posts WHERE id = 1") == 1);
    CHECK(importing.number("SELECT body_format FROM posts WHERE id = 2") == 0);
    CHECK(
        importing.text("SELECT body_html FROM posts WHERE id = 1").find("href=\"/questions/2")
        != std::string::npos
    );
    CHECK(
        importing.text("SELECT body_html FROM comments").find("href=\"/a/2\"") != std::string::npos
    );
    CHECK(differences(dump.path(), importing.export_dump()) == "");
}

TEST_CASE("Characters that XML forbids do not stop an import") {
    Scratch scratch;
    Importing importing;
    const TinyDump dump = TinyDump{scratch / "dump"}.table(
        "Posts",
        R"(<row Id="1" PostTypeId="2" CreationDate="2014-01-21T20:26:05.383" Score="0" Body="a&#x1F;b&#xD83D;&#xDE00;c&#xD800;d)"
        "\xFF\x01"
        R"(" LastActivityDate="2014-01-21T20:26:05.383" CommentCount="0" />)"
    );
    const dump::ImportSummary summary = must(importing.import(dump.path()));
    CHECK(summary.replaced_characters == 4);
    CHECK(
        importing.text("SELECT body_text FROM posts").find("b\xF0\x9F\x98\x80") != std::string::npos
    );
}

TEST_CASE("What is no dump is refused with one line, and nothing is written") {
    Scratch scratch;
    Importing importing;
    const auto refusal = [&](const fs::path& dump) {
        const Result<dump::ImportSummary> refused = importing.import(dump);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message().find('\n') == std::string::npos);
        CHECK_FALSE(fs::exists(importing.site_file()));
        return refused.error().message();
    };
    const auto says = [](const std::string& message, std::string_view part) {
        INFO(message);
        CHECK(message.find(part) != std::string::npos);
    };

    SUBCASE("nothing there") {
        says(refusal(scratch / "nowhere"), "There is no dump at");
    }
    SUBCASE("a folder without tables") {
        says(
            refusal(TinyDump{scratch / "dump"}.file("readme.txt", "x").path()),
            "expected Posts.xml and with it Users.xml, Comments.xml, Votes.xml and so on; found "
            "readme.txt."
        );
    }
    SUBCASE("a file that is no archive") {
        const TinyDump dump = TinyDump{scratch / "dump"}.file(
            "notes.7z", "not an archive at all, but long enough to be read"
        );
        says(refusal(dump.path() / "notes.7z"), "not a .7z archive");
    }
    SUBCASE("another XML file") {
        says(
            refusal(TinyDump{scratch / "dump"}.file("Posts.xml", "<html><body/></html>").path()),
            "should begin with <posts> and begins with <html>"
        );
    }
    SUBCASE("no XML at all") {
        says(
            refusal(TinyDump{scratch / "dump"}.file("Posts.xml", "Posts").path()),
            "is not well-formed XML"
        );
    }
    SUBCASE("a file cut short") {
        says(
            refusal(TinyDump{scratch / "dump"}
                        .file("Posts.xml", fmt::format("<posts>\n{}\n<row Id=\"2\"", one_question))
                        .path()),
            "Posts.xml, line 3"
        );
    }
    SUBCASE("entities that reach for a file") {
        says(
            refusal(TinyDump{scratch / "dump"}
                        .file(
                            "Posts.xml",
                            "<!DOCTYPE posts [<!ENTITY x SYSTEM "
                            "\"file:///etc/passwd\">]><posts><row Id=\"&x;\"/></posts>"
                        )
                        .path()),
            "document type declaration"
        );
    }
    SUBCASE("entities that multiply") {
        says(
            refusal(TinyDump{scratch / "dump"}
                        .file(
                            "Posts.xml",
                            "<!DOCTYPE posts [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                            "\"&a;&a;&a;&a;\">]><posts><row Id=\"&b;\"/></posts>"
                        )
                        .path()),
            "document type declaration"
        );
    }
    SUBCASE("an attribute without end") {
        std::string huge = "<posts><row Id=\"1\" Body=\"";
        huge.append(std::size_t{100} << 20U, 'a');
        says(
            refusal(TinyDump{scratch / "dump"}.file("Posts.xml", huge + "\"/></posts>").path()),
            "a row of more than 8 MB"
        );
    }
    SUBCASE("elements inside elements") {
        says(
            refusal(TinyDump{scratch / "dump"}
                        .file("Posts.xml", "<posts><row Id=\"1\"><row/></row></posts>")
                        .path()),
            "elements only"
        );
    }
}

TEST_CASE("The same dump once more changes nothing") {
    Scratch scratch;
    Importing importing;
    const TinyDump dump = TinyDump{scratch / "dump"}.table("Posts", one_question);
    must(importing.import(dump.path()));
    const std::string incarnation =
        importing.text("SELECT value FROM site_properties WHERE name = 'incarnation'");
    const std::string before = contents(importing);

    const dump::ImportSummary second = must(importing.import(dump.path()));
    CHECK(second.nothing_changed);
    CHECK(dump::format_summary(second) == "This dump is already here; nothing changed.\n");
    CHECK(
        importing.text("SELECT value FROM site_properties WHERE name = 'incarnation'")
        == incarnation
    );

    importing.options().again = true;
    CHECK_FALSE(must(importing.import(dump.path())).nothing_changed);
    CHECK(
        importing.text("SELECT value FROM site_properties WHERE name = 'incarnation'")
        != incarnation
    );
    CHECK(contents(importing) == before);
}

TEST_CASE("What was earned here stands on the reputation of a dump, also of a newer one") {
    Scratch scratch;
    Importing importing;
    const auto user = [](std::int64_t id, std::int64_t reputation) {
        return fmt::format(
            R"(<row Id="{}" Reputation="{}" CreationDate="2014-01-21T20:26:05.383" DisplayName="U{}" />)",
            id,
            reputation,
            id
        );
    };
    const TinyDump older = TinyDump{scratch / "older"}
                               .table("Posts", one_question)
                               .table("Users", user(7, 101) + user(8, 2'000) + user(9, 301));
    must(importing.import(older.path()));
    const auto reputation = [&](std::int64_t id) {
        return importing.number(fmt::format("SELECT reputation FROM users WHERE id = {}", id));
    };
    CHECK(importing.open()->wrong_numbers().empty());
    CHECK(reputation(7) == 101);
    {
        const std::unique_ptr<TestSite> site = importing.open();
        const auto apply = [&](std::int64_t id, domain::ReputationKind kind) {
            must(site->database().write([&](db::Transaction& tx) {
                return storage::apply_reputation(
                    tx,
                    {.user = UserId{id},
                     .kind = kind,
                     .post = PostId{1},
                     .actor = UserId{8},
                     .at = site->now()}
                );
            }));
        };
        apply(7, domain::ReputationKind::question_voted_up);
        apply(7, domain::ReputationKind::question_voted_down);
        apply(9, domain::ReputationKind::question_voted_up);
    }
    CHECK(reputation(7) == 109);

    // 7 has risen on the origin, 8 has fallen, 9 is gone, and kept because of what was earned here.
    const TinyDump newer = TinyDump{scratch / "newer"}
                               .table("Posts", one_question)
                               .table("Users", user(7, 151) + user(8, 1));
    must(importing.import(newer.path()));
    CHECK(reputation(7) == 159);
    CHECK(reputation(8) == 1);
    CHECK(reputation(9) == 311);
    CHECK(importing.open()->wrong_numbers().empty());
    importing.options().again = true;
    must(importing.import(newer.path()));
    CHECK(reputation(7) == 159);
    CHECK(reputation(9) == 311);
}

TEST_CASE("A site takes dumps of its own origin only") {
    Scratch scratch;
    Importing importing;
    const TinyDump dump = TinyDump{scratch / "dump"}.table("Posts", one_question);
    must(importing.import(dump.path()));

    importing.options().origin = "https://history.stackexchange.com";
    importing.options().again = true;
    const Result<dump::ImportSummary> refused = importing.import(dump.path());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::conflict);

    importing.options().origin = "beer";
    CHECK(importing.import(dump.path()).error().code() == ErrorCode::invalid);
}

TEST_CASE("Posts that came from no dump are not lost to an import") {
    Scratch scratch;
    Importing importing;
    must(db::DataFolder::open({.folder = importing.folder(), .purpose = "a test"}));
    {
        importing.open()->a_question().titled("Ours").post();
    }

    const TinyDump dump = TinyDump{scratch / "dump"}.table("Posts", one_question);
    const Result<dump::ImportSummary> refused = importing.import(dump.path());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::conflict);
    CHECK(importing.text("SELECT title FROM posts") == "Ours");
}
