#include "markup/url.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::markup {

namespace {

std::string ours(std::string_view url) {
    return rewrite_origin_url(url, "beer.stackexchange.com").value_or("-");
}

} // namespace

TEST_CASE("Addresses of the old site become ours") {
    CHECK(
        ours("http://beer.stackexchange.com/questions/175/some-slug") == "/questions/175/some-slug"
    );
    CHECK(
        ours("https://beer.stackexchange.com/questions/175/some-slug#176")
        == "/questions/175/some-slug#176"
    );
    CHECK(
        ours("https://beer.stackexchange.com/questions/175/some-slug/176#176")
        == "/questions/175/some-slug#176"
    );
    CHECK(
        ours("https://beer.stackexchange.com/questions/175/some-slug/176")
        == "/questions/175/some-slug#176"
    );
    CHECK(ours("//beer.stackexchange.com/questions/175") == "/questions/175");
    CHECK(ours("HTTP://Beer.StackExchange.com:80/q/175") == "/q/175");
    CHECK(ours("https://beer.stackexchange.com:443/a/176/12") == "/a/176/12");
    CHECK(ours("http://beer.stackexchange.com/q/175#comment4_16") == "/q/175#comment4_16");
    CHECK(ours("http://beer.stackexchange.com/users/7/jane") == "/users/7/jane");
    CHECK(ours("http://beer.stackexchange.com/users/7?tab=votes") == "/users/7?tab=votes");
    CHECK(ours("http://beer.stackexchange.com/questions/tagged/ipa") == "/questions/tagged/ipa");
    CHECK(ours("http://beer.stackexchange.com/tags/ipa/info") == "/tags/ipa/info");
    CHECK(ours("http://beer.stackexchange.com/posts/175/revisions") == "/posts/175/revisions");
    CHECK(ours("http://beer.stackexchange.com/revisions/0E1C-7a/1") == "/revisions/0E1C-7a/1");
    CHECK(ours("http://beer.stackexchange.com") == "/");
    CHECK(ours("http://beer.stackexchange.com/") == "/");
}

TEST_CASE("Every other address is left alone") {
    for (const std::string_view url : {
             "http://meta.beer.stackexchange.com/q/1",
             "http://beer.stackexchange.com.evil.org/q/1",
             "http://evil.org/http://beer.stackexchange.com/q/1",
             "http://beer.stackexchange.com@evil.org/q/1",
             "http://x:y@beer.stackexchange.com/q/1",
             "http://beer.stackexchange.com:8080/q/1",
             "ftp://beer.stackexchange.com/q/1",
             "http://notbeer.stackexchange.com/q/1",
             "http://beer.stackexchange.com/help",
             "http://beer.stackexchange.com/election/1",
             "http://beer.stackexchange.com/questions/ask",
             "http://beer.stackexchange.com/q/x",
             "http://beer.stackexchange.com/a/",
             "http://beer.stackexchange.com/posts/1/edit",
             "beer.stackexchange.com/q/1",
             "/q/1",
             "",
             "http://",
         }) {
        INFO(url);
        CHECK(ours(url) == "-");
    }
    CHECK(!rewrite_origin_url("http:///q/1", ""));
}

TEST_CASE("A rewritten address cannot lead elsewhere") {
    CHECK(ours("http://beer.stackexchange.com//evil.org/") == "-");
    CHECK(ours("http://beer.stackexchange.com/questions//evil.org") == "-");
}

TEST_CASE("An address is encoded once and for all") {
    const std::string once = safe_href("http://x.org/a b\"<ü>[1]%20").value();
    CHECK(once == "http://x.org/a%20b%22%3C%C3%BC%3E%5B1%5D%20");
    CHECK(safe_href(once) == once);
    CHECK(safe_href("  HTTPS://x.org ") == "https://x.org");
    CHECK(!safe_href(""));
    CHECK(!safe_href("http://"));
    CHECK(!safe_href("x"));
}

TEST_CASE("The host of an address is what a browser would ask") {
    CHECK(url_host("http://a.org:80/x") == "a.org");
    CHECK(url_host("//u:p@a.org?x") == "a.org");
    CHECK(url_host("http://a.org\\@b.org") == "a.org");
    CHECK(url_host("/x") == "");
}

} // namespace attest::markup
