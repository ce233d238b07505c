// Timelines, maps and mentions as readers meet them.
#include "http/reader.h"
#include "service/authorities.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

/// A question with an answer that cites, and records of a person and two places.
struct Dated : Reader {
    Member writer = site.a_member("Vera Writer", 1'000);
    Member keeper = site.a_member("Karl", 30'000, domain::Role::keeper);
    QuestionId asked = site.a_question().titled("When did the palace fall?").post();
    AuthorityId trotsky = a_record(domain::AuthorityKind::person, "Leon Trotsky", "");
    AuthorityId city = a_record(domain::AuthorityKind::place, "Petrograd", "59.94, 30.31");
    AuthorityId village = a_record(domain::AuthorityKind::place, "Yanovka", "");

    Dated() {
        site.advance(days(10));
        site.run("INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                 "VALUES ('serge-1937', '{}', 'T', '', '1937', 3, 0, '', 't', '', '', 1, 0, 1)");
        answer(
            "[[Leon Trotsky]] was born at [[Yanovka]] on 7 November 1879 [@serge-1937, p. 5].\n\n"
            "In [[Petrograd]] the palace fell on 25 October 1917 [@serge-1937, p. 6].\n\n"
            "The palace <b>fell</b> on 7 November 1917 [@serge-1937, p. 7].\n\n"
            "He was abroad from 1902 to 1905 [@serge-1937, p. 8]."
        );
    }

    AuthorityId
    a_record(domain::AuthorityKind kind, const std::string& name, const std::string& where) const {
        return must(service::make_authority(
            site,
            keeper.actor,
            {.record = {.kind = kind, .coordinates = where},
             .name = {.name = name, .kind = domain::NameKind::main}}
        ));
    }

    void answer(std::string_view body) {
        post_as(
            writer,
            fmt::format("/questions/{}/answers", asked.value),
            {{"body", std::string{body}},
             {"idempotency_key", fmt::format("key-{}", site.next_number())}}
        );
    }

    [[nodiscard]] std::string path(std::string_view end) const {
        return fmt::format("/questions/{}/{}", asked.value, end);
    }
};

} // namespace

TEST_CASE("A question's timeline lists its dated claims in the order of their days") {
    Dated reader;
    const auto page = reader.get(reader.path("timeline"));
    REQUIRE(page.status == 200);
    const std::size_t born = page.body.find("title=\"= 7 November 1879 N.S.");
    const std::size_t abroad = page.body.find("from 1902 to 1905</span>");
    const std::size_t fell = page.body.find("25 October 1917</span>");
    CHECK(born < abroad);
    CHECK(abroad < fell);
    CHECK(fell != std::string::npos);
    CHECK(page.body.contains("<svg"));
    CHECK(page.body.contains("/claims/"));
    CHECK(page.body.contains("The same day, Old and New Style?"));
    CHECK(!page.body.contains("<b>fell"));
}

TEST_CASE("A shorter stretch leaves out what is not in it, and a wrong date is said at its field") {
    Dated reader;
    const auto page = reader.get(reader.path("timeline?from=1900&to=1910"));
    CHECK(page.body.contains("from 1902 to 1905"));
    CHECK(!page.body.contains("7 November 1879</span>"));
    CHECK(reader.get(reader.path("timeline?from=1800&to=1810"))
              .body.contains("No claim here is dated"));

    const auto wrong = reader.get(reader.path("timeline?from=yesterday"));
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("cannot read yesterday"));
    CHECK(reader.get(reader.path("timeline?from=1917&to=1905")).status == 422);
}

TEST_CASE("The picture, the data and the table of a timeline are files of their own") {
    Dated reader;
    const auto picture = reader.get(reader.path("timeline.svg?style=old"));
    CHECK(picture.header("content-type") == "image/svg+xml; charset=utf-8");
    CHECK(picture.body.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    CHECK(picture.body.contains("O.S."));
    CHECK(!picture.body.contains("<script"));

    const auto json = reader.get(reader.path("timeline.json"));
    CHECK(json.body.contains(R"("edtf":"1879-11-07")"));
    CHECK(json.body.contains(R"("first_day":"1879-11-07")"));
    CHECK(json.body.contains(R"("names":["Leon Trotsky"])"));

    const auto csv = reader.get(reader.path("timeline.csv"));
    CHECK(csv.body.starts_with("phrase,edtf"));
    CHECK(csv.body.contains("\"from 1902 to 1905\",\"1902/1905\",\"G\""));
}

TEST_CASE("Tags, records and the whole site have timelines; what is not there has none") {
    Dated reader;
    CHECK(reader.get(fmt::format("/names/{}/timeline", reader.trotsky.value))
              .body.contains("7 November 1879"));
    CHECK(!reader.get(fmt::format("/names/{}/timeline", reader.trotsky.value))
               .body.contains("25 October 1917"));
    CHECK(reader.get("/timeline").body.contains("25 October 1917"));
    CHECK(reader.get("/timeline?from=1917&to=1917").body.contains("25 October 1917"));
    CHECK(!reader.get("/timeline?from=1917&to=1917").body.contains("from 1902"));
    CHECK(reader.get("/questions/tagged/calendar/timeline").status == 200);
    CHECK(reader.get("/questions/tagged/nothing-at-all/timeline").status == 404);
    CHECK(reader.get("/names/999999/timeline").status == 404);
    CHECK(reader.get("/questions/999999/timeline").status == 404);
}

TEST_CASE("A map lists every place, and draws those of which it knows where they lie") {
    Dated reader;
    const auto page = reader.get(reader.path("map"));
    CHECK(page.status == 200);
    CHECK(page.body.contains("data-lat=\"59.940000\""));
    CHECK(page.body.contains("Yanovka"));
    CHECK(page.body.contains("known by name only"));
    CHECK(page.body.contains("leaflet/leaflet"));
    CHECK(reader.get(fmt::format("/names/{}/map", reader.trotsky.value)).body.contains("Petrograd")
    );
}

TEST_CASE("A record's page shows who mentions it, its dated claims, and its names of a time") {
    Dated reader;
    const std::string record = fmt::format("/people/{}/leon-trotsky", reader.trotsky.value);
    const std::string page = reader.get(record).body;
    CHECK(page.contains("When did the palace fall?"));
    CHECK(page.contains("7 November 1879"));
    CHECK(reader.get(fmt::format("/names/{}/mentions", reader.trotsky.value))
              .body.contains("When did the palace fall?"));

    const auto add = [&](std::string name, std::string from, std::string to) {
        return reader.post_as(
            reader.keeper,
            fmt::format("/names/{}", reader.city.value),
            {{"act", "add"},
             {"name", std::move(name)},
             {"name_kind", "former"},
             {"valid_from", std::move(from)},
             {"valid_to", std::move(to)}}
        );
    };
    CHECK(add("Leningrad", "1924", "1991").status == 303);
    CHECK(add("Piter", "1703", "1914").status == 303);
    const auto wrong = add("Nowhere", "long ago", "");
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("cannot read long ago"));

    const std::string city = fmt::format("/places/{}/petrograd", reader.city.value);
    const std::string then = reader.get(city + "?on=1930").body;
    const std::size_t lead = then.rfind("class=\"lead\"");
    REQUIRE(lead != std::string::npos);
    CHECK(then.substr(lead, 200).contains("Leningrad"));
    CHECK(!then.substr(lead, 200).contains("Piter"));
    CHECK(reader.get(city + "?on=yesterday").status == 422);
}
