#include "app/manifest.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;      // NOLINT(google-build-using-namespace): a test
using namespace attest::app; // NOLINT(google-build-using-namespace)

namespace {

const std::string digits(64, 'a');

Manifest two_files() {
    return {
        .version = "0.2.0",
        .made_at = "2026-11-25T21:00:00Z",
        .network_schema = 2,
        .site_schema = 3,
        .files =
            {{.path = "mail/ü \"1\".eml", .bytes = 12, .sha256 = digits},
             {.path = "network.sqlite", .bytes = 4'096, .sha256 = digits}},
    };
}

} // namespace

TEST_CASE("A manifest is read as it was written") {
    const Result<Manifest> read = parse_manifest(format_manifest(two_files()));
    REQUIRE(read);
    CHECK(*read == two_files());
    Manifest empty = two_files();
    empty.files.clear();
    CHECK(parse_manifest(format_manifest(empty)).value() == empty);
}

TEST_CASE("A manifest whose paths lead out of the folder is refused") {
    for (const char* path :
         {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.", "a\nb", "a\x7f"}) {
        CAPTURE(path);
        CHECK_FALSE(is_path_within(path));
        Manifest manifest = two_files();
        manifest.files.front().path = path;
        CHECK_FALSE(parse_manifest(format_manifest(manifest)));
    }
    for (const char* path : {"a", "a/b", "..a", "a..", ".a/b", "scans/ü/1.djvu"})
        CHECK(is_path_within(path));
}

TEST_CASE("A manifest that says nonsense is refused") {
    Manifest twice = two_files();
    twice.files.back().path = twice.files.front().path;
    CHECK_FALSE(parse_manifest(format_manifest(twice)));

    Manifest short_sum = two_files();
    short_sum.files.front().sha256.pop_back();
    CHECK_FALSE(parse_manifest(format_manifest(short_sum)));

    Manifest negative = two_files();
    negative.files.front().bytes = -1;
    CHECK_FALSE(parse_manifest(format_manifest(negative)));

    std::string newer = format_manifest(two_files());
    newer.replace(newer.find("\"format\":1"), 10, "\"format\":2");
    CHECK_FALSE(parse_manifest(newer));
    for (const char* text : {"", "{}", "[]", "{\"format\":1}"})
        CHECK_FALSE(parse_manifest(text));
}
