// What a question and its answers cite, as files for reference managers.
#include "base/json.h"
#include "http/reader.h"
#include "kit/planted_scan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

struct Bibliography : Reader {
    Member writer = site.a_member("Vera Writer", 1'000);
    Member rosa = site.a_member("Rosa", 1'000);
    QuestionId asked = site.a_question().titled("Who made the calendar?").post();
    std::string letter = add("@misc{l, author = {Clavius, Christoph}, title = {A letter}, year = "
                             "1582, note = {Draft}}");

    Bibliography() { site.advance(days(10)); }

    std::string add(const std::string& paste) {
        return must(service::add_pasted_source(site, writer.actor, {.text = paste}))
            .source.value()
            .key;
    }

    /// Its id.
    std::int64_t answer(const std::string& body) {
        site.advance(minutes(1)); // nobody answers faster
        post_as(
            writer,
            fmt::format("/questions/{}/answers", asked.value),
            {{"body", body}, {"idempotency_key", fmt::format("key-{}", site.next_number())}}
        );
        return site.number("SELECT max(id) FROM posts");
    }

    [[nodiscard]] http::ReceivedAnswer file(std::string_view ending) const {
        return get(fmt::format("/q/{}/sources.{}", asked.value, ending));
    }
};

} // namespace

TEST_CASE("All that a question's page cites goes into one's own library, with its places") {
    Bibliography reader;
    reader.answer(fmt::format(
        "He made it alone [@{0}, p. 79: \"made it alone\"]. They said so [@{1}; @{0}, p. 80]. "
        "Nobody denied it [@{0}, p. 79].",
        reader.source,
        reader.letter
    ));
    reader.answer(
        fmt::format("It was late in the evening of that day [@{}, f. 12v].", reader.letter)
    );

    const auto bibtex = reader.file("bib");
    CHECK(bibtex.header("content-type") == "application/x-bibtex; charset=utf-8");
    CHECK(bibtex.header("content-disposition")
              .contains(fmt::format("filename=\"question-{}-sources.bib\"", reader.asked.value)));
    CHECK(bibtex.body.starts_with("@book{" + reader.source));
    CHECK(bibtex.body.contains("\n\n@misc{" + reader.letter));
    CHECK(bibtex.body.contains("{Cited at p.\u00A079; p.\u00A080}"));
    CHECK(bibtex.body.contains("{Draft. Cited at f.\u00A012v}"));

    const auto ris = reader.file("ris");
    CHECK(ris.header("content-type") == "application/x-research-info-systems; charset=utf-8");
    CHECK(ris.body.starts_with("TY  - BOOK"));
    CHECK(ris.body.contains("ER  - \r\nTY  - "));

    const auto json = reader.file("json");
    CHECK(json.header("content-type") == "application/vnd.citationstyles.csl+json; charset=utf-8");
    CHECK(json.body.starts_with("[{"));
    CHECK(json.body.contains(fmt::format(R"("id":"{}")", reader.source)));
    CHECK(json.body.contains(fmt::format(R"("id":"{}")", reader.letter)));
    CHECK(json.body.contains("Cited at p.\u00A079; p.\u00A080"));
    // References say which works, and no word of them.
    for (const auto& file : {bibtex, ris, json})
        CHECK_FALSE(file.body.contains("made it alone"));

    const std::string page =
        reader.get(fmt::format("/questions/{}/who-made-the-calendar", reader.asked.value)).body;
    for (const char* ending : {"bib", "ris", "json"}) {
        const std::string address = fmt::format("/q/{}/sources.{}", reader.asked.value, ending);
        CHECK(page.contains(fmt::format("\" href=\"{}\">", address)));         // in the head
        CHECK(page.contains(fmt::format("<a href=\"{}\" download", address))); // and at the foot
    }
}

TEST_CASE("What is cited no more is in no library, and a page without sources names none") {
    Bibliography reader;
    const std::int64_t deleted =
        reader.answer(fmt::format("He made it alone [@{}, p. 79].", reader.source));
    reader.answer(
        fmt::format("It was late in the evening of that day [@{}, f. 12v].", reader.letter)
    );
    CHECK(reader.file("bib").body.contains(reader.source));
    reader.post_as(reader.writer, fmt::format("/posts/{}/delete", deleted), {});
    CHECK_FALSE(reader.file("bib").body.contains(reader.source));
    CHECK(reader.file("bib").body.contains(reader.letter));

    CHECK(reader.get(fmt::format("/q/{}/sources.json", reader.question.value)).body == "[]\n");
    CHECK_FALSE(reader.get(reader.question_path()).body.contains("sources.json"));
    CHECK(reader.get("/q/999999/sources.json").status == 404);
    CHECK(reader.get(fmt::format("/q/{}/sources.json", deleted)).status == 404); // an answer's id
    CHECK(reader.get(fmt::format("/q/{}/sources.xml", reader.asked.value)).status != 200);
}

TEST_CASE("A work that is quoted in another is exported with it, and the place is the other's") {
    Bibliography reader;
    reader.answer(fmt::format(
        "It was late in the evening of that day [@{}, quoted in @{}, p. 9].",
        reader.letter,
        reader.source
    ));
    const std::string bibtex = reader.file("bib").body;
    CHECK(bibtex.contains("@misc{" + reader.letter));
    CHECK(bibtex.contains("@book{" + reader.source));
    const std::size_t book = bibtex.find("@book{");
    CHECK(bibtex.find("Cited at p.\u00A09") > book);
    CHECK_FALSE(bibtex.contains("Draft. Cited"));
}
