#include "storage/sites.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/site_properties.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::storage;

TEST_CASE("The network knows its sites by name") {
    TestSite site;
    const auto insert = [&](const std::string& name) {
        return site.network().database.write([&](db::Transaction& tx) {
            return insert_site(
                tx,
                {.id = {},
                 .name = name,
                 .host = {},
                 .path_prefix = "/" + name,
                 .created_at = site.now()}
            );
        });
    };
    const SiteId beer = must(insert("beer"));
    const SiteId history = must(insert("history"));
    CHECK(beer != history);
    CHECK(insert("beer").error().code() == ErrorCode::conflict);

    const auto sites = must(site.network().database.read(list_sites));
    REQUIRE(sites.size() == 3); // with the one that the tests stand on
    CHECK(sites[1].name == "beer");
    CHECK(sites[2].path_prefix == "/history");
    CHECK_FALSE(sites[2].host.has_value());
    const auto find = [&](std::string_view name) {
        return must(site.network().database.read([&](db::ReadTransaction& tx) {
            return find_site(tx, name);
        }));
    };
    CHECK(find("history")->id == history);
    CHECK_FALSE(find("law").has_value());
}

TEST_CASE("A property of a site is replaced when it is said again") {
    TestSite site;
    const auto say = [&](std::string_view value) {
        must(site.database().write([&](db::Transaction& tx) {
            return update_site_property(tx, {.name = "title", .value = value});
        }));
    };
    const auto title = [&] {
        return must(site.database().read([](db::ReadTransaction& tx) {
            return find_site_property(tx, "title");
        }));
    };
    CHECK_FALSE(title().has_value());
    say("History");
    const std::uint64_t stamp = site.stamps().read(domain::stamp_of_site);
    say("History and more");
    CHECK(title() == "History and more");
    CHECK(site.stamps().read(domain::stamp_of_site) != stamp);
}
