// Feeds and sitemaps are XML that a parser takes, with what their formats ask for.
#include "http/reader.h"

#include <doctest/doctest.h>
#include <expat.h>

#include <map>
#include <string>

using namespace attest;

namespace {

struct Counted {
    std::map<std::string, int> elements;
    std::string text;
    std::string error;
};

/// Reads a document and counts its elements by name.
Counted parse_xml(const std::string& document) {
    Counted counted;
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &counted);
    XML_SetElementHandler(
        parser,
        [](void* data, const XML_Char* name, const XML_Char** /*attributes*/) {
            ++static_cast<Counted*>(data)->elements[name];
        },
        [](void* /*data*/, const XML_Char* /*name*/) {}
    );
    XML_SetCharacterDataHandler(parser, [](void* data, const XML_Char* text, int length) {
        static_cast<Counted*>(data)->text.append(text, static_cast<std::size_t>(length));
    });
    if (XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) != XML_STATUS_OK)
        counted.error = XML_ErrorString(XML_GetErrorCode(parser));
    XML_ParserFree(parser);
    return counted;
}

} // namespace

TEST_CASE("Feeds are Atom: every entry with id, title, date and author") {
    Reader reader;
    reader.site.a_question()
        .titled("<b>Is \"5 > 3 & 2\"?</b> 'yes' ]]>")
        .tagged({"calendar"})
        .post();
    for (const std::string& path :
         {std::string{"/feeds"},
          std::string{"/feeds/tag/calendar"},
          fmt::format("/feeds/question/{}", reader.question.value),
          fmt::format("/feeds/user/{}", reader.jane.value)}) {
        CAPTURE(path);
        const http::ReceivedAnswer feed = reader.get(path);
        CHECK(feed.header("content-type") == "application/atom+xml; charset=utf-8");
        Counted counted = parse_xml(feed.body);
        CHECK(counted.error == "");
        const int entries = counted.elements["entry"];
        CHECK(entries >= 1);
        CHECK(counted.elements["id"] == entries + 1);
        CHECK(counted.elements["title"] == entries + 1);
        CHECK(counted.elements["updated"] == entries + 1);
        CHECK(counted.elements["published"] == entries);
        CHECK(counted.elements["author"] == entries);
        CHECK(feed.body.contains(R"(href="http://localhost/)"));
        CHECK_FALSE(feed.body.contains(R"(href="/)"));
    }
    CHECK(parse_xml(reader.get("/feeds").body).text.contains("<b>Is \"5 > 3 & 2\"?</b> 'yes' ]]>"));
}

TEST_CASE("The feed of a question holds its answers whole") {
    Reader reader;
    reader.site.an_answer(reader.question).saying("Because of <em>eleven minutes</em>.").post();
    const std::string path = fmt::format("/feeds/question/{}", reader.question.value);
    const Counted counted = parse_xml(reader.get(path).body);
    CHECK(counted.text.contains("<p>Because of <em>eleven minutes</em>.</p>"));
    CHECK(counted.elements.at("content") == 3);
}

TEST_CASE("A question without answers, and a site without questions, have feeds all the same") {
    TestSite site;
    ServedTestSite server{site};
    http::TestClient client{server.port()};
    const auto feed = client.get("/feeds");
    REQUIRE(feed.has_value());
    CHECK(feed->status == 200);
    CHECK(parse_xml(feed->body).error == "");
}

TEST_CASE("The sitemap names its parts, and they name every question") {
    Reader reader;
    const Counted index = parse_xml(reader.get("/sitemap.xml").body);
    CHECK(index.error == "");
    CHECK(index.elements.at("sitemap") == 1);
    const std::string first = index.text.substr(index.text.find("/sitemaps/"));
    const Counted slice = parse_xml(reader.get(first).body);
    CHECK(slice.error == "");
    CHECK(slice.elements.at("url") == 1);
    CHECK(slice.text.contains("http://localhost" + reader.question_path()));
}

TEST_CASE("robots.txt leads to the sitemap and away from what costs much") {
    const Reader reader;
    const std::string text = reader.get("/robots.txt").body;
    CHECK(text.contains("Sitemap: http://localhost/sitemap.xml\n"));
    CHECK(text.contains("Disallow: /search\n"));
}

TEST_CASE("The description for browsers' search boxes is XML with an absolute template") {
    const Reader reader;
    const std::string text = reader.get("/opensearch.xml").body;
    CHECK(parse_xml(text).error == "");
    CHECK(text.contains(R"(template="http://localhost/search?q={searchTerms}")"));
}
