// The library of sources, as a browser without script meets it: pasting, filling in, finding,
// citing, correcting.
#include "http/reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

struct Library : Reader {
    Member member = site.a_member("Member", 150);
    Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);

    [[nodiscard]] std::int64_t count() const { return site.number("SELECT COUNT(*) FROM sources"); }

    [[nodiscard]] std::string path(std::string_view rest = "") const {
        return fmt::format("/sources/{}{}", source, rest);
    }
};

} // namespace

TEST_CASE("What is pasted fills a form, and the form makes a source") {
    Library library;
    const auto form = library.post_as(
        library.member,
        "/sources",
        {{"paste", "@article{mine, author = {Volkogonov, Dmitri}, title = {Trotsky}, year = 1990}"}}
    );
    CHECK(form.status == 200);
    CHECK(form.body.contains(R"(value="Trotsky")"));
    CHECK(form.body.contains("Volkogonov, Dmitri"));
    CHECK(form.body.contains(R"(<option value="article-journal" selected>)"));
    CHECK(library.count() == 1);

    const auto made = library.post_as(
        library.member,
        "/sources",
        {{"title", "Trotsky"},
         {"type", "article-journal"},
         {"authors", "Volkogonov, Dmitri\nAcademy\n"},
         {"issued", "1990"},
         {"pages", "12-40"},
         {"alias", "mine"},
         {"kind", "3"}}
    );
    CHECK(made.status == 303);
    CHECK(made.header("location") == "/sources/volkogonov-1990");
    const std::string page = library.get("/sources/volkogonov-1990").body;
    CHECK(page.contains("Dmitri Volkogonov; Academy"));
    CHECK(page.contains("[@volkogonov-1990]"));
    CHECK(page.contains("research"));
    CHECK(library.get("/sources/mine").status == 301);
    CHECK(library.get("/sources?q=" + percent_encode("волкогонов")).body.contains("Trotsky"));
}

TEST_CASE("A paste that cannot be read is shown again, with the reason at its field") {
    Library library;
    const auto answer =
        library.post_as(library.member, "/sources", {{"paste", "@book{a, title = {open"}});
    CHECK(answer.status == 422);
    CHECK(answer.body.contains("a brace is not closed"));
    CHECK(answer.body.contains("@book{a, title = {open</textarea>"));
    CHECK(
        library.post_as(library.member, "/sources", {{"title", " "}, {"doi", "none"}}).status == 422
    );
    CHECK(library.count() == 1);
}

TEST_CASE("A likely double is offered, and a tick says that it is another work") {
    Library library;
    Form form{
        {"title", "A Life of Clavius"},
        {"type", "book"},
        {"authors", "Austen, J."},
        {"issued", "1811"},
    };
    const auto offered = library.post_as(library.member, "/sources", form);
    CHECK(offered.status == 422);
    CHECK(offered.body.contains(library.path()));
    CHECK(offered.body.contains("accepts_doubles"));
    CHECK(library.count() == 1);
    form.emplace_back("accepts_doubles", "1");
    CHECK(
        library.post_as(library.member, "/sources", form).header("location")
        == "/sources/austen-1811-2"
    );
}

TEST_CASE("A source is exported, and Zotero finds it in the page") {
    Library library;
    const auto bibtex = library.get(library.path(".bib"));
    CHECK(bibtex.header("content-type").starts_with("application/x-bibtex"));
    CHECK(bibtex.body.starts_with("@book{austen-1811,"));
    CHECK(library.get(library.path(".ris")).body.contains("TY  - BOOK\r\n"));
    CHECK(library.get(library.path(".json")).body.contains(R"("ISBN":"9780306406157")"));
    CHECK(library.get(library.path(".xml")).status == 404);
    CHECK(library.get("/sources/none.bib").status == 404);
    const std::string page = library.get(library.path()).body;
    CHECK(page.contains(R"(<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;)"));
    CHECK(page.contains(R"(<meta name="citation_title" content="A life of Clavius">)"));
    CHECK(page.contains("Austen, Jane. <i>A Life of Clavius</i>. Egerton, 1811."));
}

TEST_CASE("An edit shows at once, stands in the history, and meets another edit as a conflict") {
    Library library;
    Form form{
        {"based_on", "1"},
        {"title", "A life of Christopher Clavius"},
        {"type", "book"},
        {"authors", "Austen, Jane"},
        {"issued", "1811"},
        {"kind", "2"},
        {"criticism", "written from memory"},
    };
    CHECK(library.get(library.path()).body.contains("A life of Clavius"));
    CHECK(library.post_as(library.member, library.path("/edit"), form).status == 303);
    const std::string page = library.get(library.path()).body;
    CHECK(page.contains("A life of Christopher Clavius"));
    CHECK(page.contains("written from memory"));
    CHECK(page.contains("witness, later"));
    CHECK(library.get(library.path("/history")).body.contains("A life of Clavius"));
    form[1].second = "Something else";
    const auto conflict = library.post_as(library.member, library.path("/edit"), form);
    CHECK(conflict.status == 409);
    CHECK(conflict.body.contains("Something else"));
}

TEST_CASE("Sources are linked, merged and marked from their page") {
    Library library;
    REQUIRE(
        library.post_as(library.member, "/sources", {{"title", "Its reprint"}}).header("location")
        == "/sources/its-reprint"
    );
    const auto wrong = library.post_as(
        library.member, "/sources/its-reprint/links", {{"to", "nothing"}, {"kind", "4"}}
    );
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("No source has this key"));
    for (const char* kind : {"0", "7", "reprint", "99999999999999999999"}) {
        CAPTURE(kind);
        CHECK(
            library
                .post_as(
                    library.member,
                    "/sources/its-reprint/links",
                    {{"to", library.source}, {"kind", kind}}
                )
                .status
            == 422
        );
    }
    CHECK(library.site.number("SELECT count(*) FROM source_links") == 0);
    CHECK(
        library
            .post_as(
                library.member,
                "/sources/its-reprint/links",
                {{"to", library.source}, {"kind", "4"}}
            )
            .status
        == 303
    );
    CHECK(library.get(library.path()).body.contains("is reprinted in"));
    CHECK(library.get("/sources/its-reprint").body.contains("is a reprint of"));

    CHECK(
        library.post_as(library.member, library.path("/distrust"), {{"reason", "Forged"}}).status
        == 404
    );
    CHECK(
        library.post_as(library.moderator, library.path("/distrust"), {{"reason", "Forged"}}).status
        == 303
    );
    CHECK(library.get(library.path()).body.contains("Not to be relied on: Forged"));

    CHECK(
        library.post_as(
                   library.moderator, "/sources/its-reprint/merge", {{"into", library.source}}
        ).header("location")
        == library.path()
    );
    const auto moved = library.get("/sources/its-reprint");
    CHECK(moved.status == 301);
    CHECK(moved.header("location") == library.path());
}

TEST_CASE("An answer is cited to the very revision that stands") {
    Library library;
    const std::string path = fmt::format("/posts/{}/cite", library.answer.value);
    const std::string page = library.get(path).body;
    CHECK(page.contains("Clavius. “Answer to"));
    CHECK(page.contains("@misc{"));
    CHECK(page.contains("TY  - "));
    CHECK(page.contains("/revisions/"));
    const std::size_t hash = page.find("cite__hash");
    REQUIRE(hash != std::string::npos);
    library.site.an_edit(post_id(library.answer)).by(library.jane).saying("Otherwise.").post();
    const std::string edited = library.get(path).body;
    REQUIRE(edited.contains("cite__hash"));
    CHECK(edited.substr(edited.find("cite__hash"), 80) != page.substr(hash, 80));
    CHECK(library.get(library.question_path()).body.contains(path));
    CHECK(library.get("/posts/999/cite").status == 404);
}
