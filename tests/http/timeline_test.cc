// Timelines, maps and mentions as readers meet them.
#include "http/cited_question.h"
#include "service/authorities.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

/// A question with an answer that cites, and records of a person and two places.
struct Dated : CitedQuestion {
    Member keeper = site.a_member("Karl", 30'000, domain::Role::keeper);
    AuthorityId trotsky = a_record(domain::AuthorityKind::person, "Leon Trotsky", "");
    AuthorityId city = a_record(domain::AuthorityKind::place, "Petrograd", "59.94, 30.31");
    AuthorityId village = a_record(domain::AuthorityKind::place, "Yanovka", "");

    Dated() : CitedQuestion{"When did the palace fall?"} {
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

TEST_CASE("A timeline that an answer sets as a picture is shown there, and leads to its page") {
    Dated reader;
    const std::string timeline = fmt::format("/questions/{}/timeline", reader.asked.value);
    const auto page = [&] {
        return reader.get(fmt::format("/questions/{}/when-did-the-palace-fall", reader.asked.value))
            .body;
    };
    reader.answer(
        "![Palace & \"tsar\"](" + timeline
        + ".svg?from=1900&style=old#960x412)\n\n"
          "![Everything](http://localhost/timeline.svg) and ![]("
        + timeline
        + ".svg \"Their <years>\")"
          "\n\nThese are three pictures of what is known of those years."
    );
    CHECK(page().contains(
        "<a class=\"timeline-picture\" href=\"" + timeline
        + "?from=1900&amp;style=old\"><img src=\"" + timeline
        + ".svg?from=1900&amp;style=old\" alt=\"Palace &amp; &quot;tsar&quot;\" width=\"960\" "
          "height=\"412\" loading=\"lazy\" decoding=\"async\"></a>"
    ));
    CHECK(page().contains("href=\"/timeline\"><img src=\"/timeline.svg\" alt=\"Everything\" loading"
    ));
    CHECK(page().contains(
        "href=\"" + timeline + "\" title=\"Their &lt;years&gt;\"><img src=\"" + timeline
        + ".svg\" alt=\"Timeline\" loading"
    ));
    // What is stored is a link, as of every picture.
    CHECK(reader.site.number("SELECT count(*) FROM posts WHERE body_html LIKE '%<img%'") == 0);
    CHECK(
        reader.site.number("SELECT count(*) FROM posts WHERE body_html LIKE '%timeline.svg%'") == 1
    );
}

TEST_CASE("Other pictures stay links, those of other hosts and of searches among them") {
    Dated reader;
    constexpr std::string_view picture = " class=\"picture\"";
    for (const std::string& address : std::vector<std::string>{
             "https://example.org/questions/5/timeline.svg",
             "//localhost.example.org/timeline.svg",
             "/timeline.svg?q=palace",
             "/timeline.svg?from=1900&q=palace",
             "/questions/5/timeline.json#timeline.svg",
             "/questions/five/timeline.svg",
             "/questions/tagged/a/b/timeline.svg",
             "/users/5/timeline.svg",
             "/scans/1/timeline.svg",
             "/questions/5/timeline.svg/../../../signout"
         }) {
        reader.answer(fmt::format("![It]({}) is a picture of what is known of it.", address));
    }
    const std::string page = reader.get(reader.path("when-did-the-palace-fall")).body;
    CHECK_FALSE(page.contains("<img"));
    std::size_t links = 0;
    for (std::size_t at = page.find(picture); at != std::string::npos;
         at = page.find(picture, at + 1))
        ++links;
    CHECK(links == 10);
}

TEST_CASE("The page of a timeline gives the line that sets its picture into an answer") {
    Dated reader;
    const std::string page = reader.get(reader.path("timeline?from=1900&to=1910")).body;
    const std::size_t begin = page.find("![Timeline: When did the palace fall?](/questions/");
    REQUIRE(begin != std::string::npos);
    std::string line = page.substr(begin, page.find("</pre>", begin) - begin);
    for (std::size_t at = line.find("&amp;"); at != std::string::npos; at = line.find("&amp;", at))
        line.replace(at, 5, "&");
    CHECK(line.contains("from=1900&to=1910#960x"));
    reader.answer(line + "\n\nThis is a picture of what is known of it.");
    const std::string question = reader.get(reader.path("when-did-the-palace-fall")).body;
    CHECK(question.contains("alt=\"Timeline: When did the palace fall?\" width=\"960\" height=\""));
    const std::string picture = reader.get(reader.path("timeline.svg?from=1900&to=1910")).body;
    const std::size_t height = picture.find(" height=\"") + 9;
    CHECK(line.ends_with("#960x" + picture.substr(height, picture.find('"', height) - height) + ")")
    );

    CHECK_FALSE(reader.get("/timeline?q=palace").body.contains("timeline__line"));
    CHECK(reader.get("/timeline").body.contains("](/timeline.svg#960x"));
}
