#include "endpoint/whence.h"

#include <doctest/doctest.h>

#include <string>

using attest::endpoint::device_of;
using attest::endpoint::local_path;

TEST_CASE("A device is named by browser and system") {
    CHECK(
        device_of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
        == "Firefox on Linux"
    );
    CHECK(
        device_of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Chrome/120.0 Safari/537.36 Edg/120.0")
        == "Edge on Windows"
    );
    CHECK(device_of("") == "A browser");
}

TEST_CASE("Only a path of our own is gone on to") {
    for (const char* good : {"/", "/questions/1/why#2", "/search?q=a%20b&page=2", "/?tab=hot"}) {
        CHECK(local_path(good) == good);
    }
    for (const char* evil :
         {"",
          "//evil.example",
          "///evil.example",
          "/\\evil.example",
          "\\\\evil.example",
          "https://evil.example/",
          "http:evil.example",
          "javascript:alert(1)",
          "data:text/html,x",
          "evil.example",
          "?next=x",
          "#x",
          " //evil.example",
          "/\t/evil.example",
          "/\n/evil.example",
          "/\r\nLocation: x",
          "/a b",
          "/\x7f",
          "/\xd0\xb0"}) {
        CAPTURE(evil);
        CHECK(local_path(evil).empty());
    }
    CHECK(local_path("/" + std::string(3'000, 'a')).empty());
}
