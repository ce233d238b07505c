#include "domain/scan_rights.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

namespace {

const Actor uploader{
    .user = UserId{7}, .account = AccountId{1}, .display_name = "Jane", .joined_at = {}
};
const Actor other{
    .user = UserId{8}, .account = AccountId{2}, .display_name = "Ann", .joined_at = {}
};
const Actor moderator{
    .user = UserId{9},
    .account = AccountId{3},
    .display_name = "Mod",
    .role = Role::moderator,
    .joined_at = {}
};

ScanFacts with(ScanRights rights, bool is_hidden = false) {
    return {.rights = rights, .is_hidden = is_hidden, .uploader = uploader.user};
}

} // namespace

TEST_CASE("Rights say what strangers see of a page, cited and not") {
    for (const Actor* stranger : {static_cast<const Actor*>(nullptr), &other}) {
        CHECK(sight_of(with(ScanRights::open), stranger, false) == ScanSight::whole);
        CHECK(sight_of(with(ScanRights::cited_pages), stranger, true) == ScanSight::whole);
        CHECK(sight_of(with(ScanRights::cited_pages), stranger, false) == ScanSight::nothing);
        CHECK(sight_of(with(ScanRights::lines), stranger, true) == ScanSight::lines);
        CHECK(sight_of(with(ScanRights::lines), stranger, false) == ScanSight::nothing);
        CHECK(sight_of(with(ScanRights::hidden), stranger, true) == ScanSight::nothing);
        CHECK(may_download(with(ScanRights::open), stranger));
        CHECK(!may_download(with(ScanRights::cited_pages), stranger));
    }
}

TEST_CASE("The uploader and moderators see all; after a complaint moderators only") {
    for (const ScanRights rights : scan_rights_choices) {
        CHECK(sight_of(with(rights), &uploader, false) == ScanSight::whole);
        CHECK(sight_of(with(rights), &moderator, false) == ScanSight::whole);
        CHECK(sight_of(with(rights, true), &uploader, true) == ScanSight::nothing);
        CHECK(sight_of(with(rights, true), nullptr, true) == ScanSight::nothing);
        CHECK(sight_of(with(rights, true), &moderator, false) == ScanSight::whole);
        CHECK(!may_download(with(rights, true), &uploader));
        CHECK(parse_scan_rights(format_scan_rights(rights)) == rights);
    }
    CHECK(may_describe(with(ScanRights::open), uploader));
    CHECK(!may_describe(with(ScanRights::open), other));
    CHECK(!may_describe(with(ScanRights::open, true), uploader));
}

TEST_CASE("What is younger than the site's years, or of no known year, is proposed as lines") {
    CHECK(propose_scan_rights(1990, 2026, 95) == ScanRights::lines);
    CHECK(propose_scan_rights(1931, 2026, 95) == ScanRights::open);
    CHECK(propose_scan_rights(1932, 2026, 95) == ScanRights::lines);
    CHECK(propose_scan_rights(std::nullopt, 2026, 95) == ScanRights::lines);
}
