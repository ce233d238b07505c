#include "service/authorities.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/writing.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace attest;
using namespace attest::service;
using domain::AuthorityKind;
using domain::NameKind;

namespace {

/// A site with a keeper of records, and records of the specification's pairs.
struct Library {
    TestSite site;
    domain::Actor keeper = acting_as(site.a_user("Natalia", 100'000), 100'000);

    AuthorityId
    a_record(AuthorityKind kind, const std::vector<std::pair<std::string, std::string>>& names) {
        const AuthorityId id = must(make_authority(
            site,
            keeper,
            {.record = {.kind = kind},
             .name = {.name = names.front().first, .language = names.front().second},
             .is_another = true}
        ));
        for (std::size_t other = 1; other < names.size(); ++other) {
            must(add_authority_name(
                site,
                keeper,
                {.record = id, .name = names[other].first, .language = names[other].second}
            ));
        }
        return id;
    }

    AuthorityId trotsky = a_record(
        AuthorityKind::person,
        {{"Leon Trotsky", "en"},
         {"Лев Троцкий", "ru"},
         {"Лев Бронштейн", "ru"},
         {"Lev Davidovich Bronstein", "en"}}
    );
    AuthorityId petersburg = a_record(
        AuthorityKind::place,
        {{"St. Petersburg", "en"},
         {"Санкт-Петербург", "ru"},
         {"Петроград", "ru"},
         {"Ленинград", "ru"}}
    );
    AuthorityId florida = a_record(AuthorityKind::place, {{"St. Petersburg", "en"}});

    std::vector<AuthorityId> found_by(std::string_view name) {
        std::vector<AuthorityId> ids;
        for (const FoundAuthority& found : must(find_authorities(site, name)))
            ids.push_back(found.record.id);
        return ids;
    }
};

} // namespace

TEST_CASE("A record is found by any of its names, in any spelling and script") {
    Library library;
    for (const std::string_view name :
         {"Trotsky",
          "Троцкий",
          "Trotzki",
          "Bronstein",
          "Бронштейн",
          "Leon Trotsky",
          "Троцкій, Левъ",
          "Lew Trotzki"}) {
        CAPTURE(name);
        CHECK(library.found_by(name) == std::vector{library.trotsky});
    }
    CHECK(library.found_by("Petrograd") == std::vector{library.petersburg});
    CHECK(library.found_by("Leningrad") == std::vector{library.petersburg});
    CHECK(library.found_by("Lenin").empty());
    CHECK(library.found_by("").empty());
    CHECK(library.found_by("St. Petersburg").size() == 2); // The writer is asked which.
}

TEST_CASE("What matches better stands above what only may be meant") {
    Library library;
    const AuthorityId son =
        library.a_record(AuthorityKind::person, {{"Trotsky", "en"}, {"Lev Sedov", "en"}});
    const std::vector<FoundAuthority> found = must(find_authorities(library.site, "Trotsky"));
    REQUIRE(found.size() == 2);
    CHECK(found[0].record.id == son);
    CHECK(found[0].agreement == names::NameMatch::fold);
    CHECK(found[1].agreement == names::NameMatch::candidate);
}

TEST_CASE("Merging redirects, carries names along, and can be taken back") {
    Library library;
    const AuthorityId twin = library.a_record(AuthorityKind::person, {{"Antid Oto", "en"}});
    const AuthorityId third = library.a_record(AuthorityKind::person, {{"Pero", "en"}});
    must(merge_authorities(library.site, library.keeper, {.from = third, .into = twin}));
    must(merge_authorities(library.site, library.keeper, {.from = twin, .into = library.trotsky}));
    CHECK(library.found_by("Antid Oto") == std::vector{library.trotsky});
    CHECK(library.found_by("Pero") == std::vector{library.trotsky}); // No chain.
    CHECK(must(read_authority(library.site, library.trotsky)).names.size() == 6);
    CHECK(must(read_authority(library.site, twin)).record.merged_into == library.trotsky);
    // A merged record takes no names, is no target, and is merged once.
    CHECK_FALSE(add_authority_name(library.site, library.keeper, {.record = twin, .name = "X Y"}));
    CHECK_FALSE(
        merge_authorities(library.site, library.keeper, {.from = library.trotsky, .into = twin})
    );
    must(unmerge_authority(library.site, library.keeper, twin));
    CHECK(library.found_by("Antid Oto") == std::vector{twin});
    CHECK_FALSE(unmerge_authority(library.site, library.keeper, twin));
    const AuthorityPage page = must(read_authority(library.site, twin));
    REQUIRE(page.events.size() == 4); // Made, named, merged, taken back.
    CHECK(page.events[0].change == domain::AuthorityChange::unmerged);
    CHECK(page.events[1].other_label == "Leon Trotsky");
    CHECK(page.events[1].user.name == "Natalia");
}

TEST_CASE("What cannot be merged is said") {
    Library library;
    const auto merge = [&](AuthorityId from, AuthorityId into) {
        return merge_authorities(library.site, library.keeper, {.from = from, .into = into});
    };
    CHECK_FALSE(merge(library.trotsky, library.trotsky));
    CHECK_FALSE(merge(library.trotsky, library.petersburg)); // A person is no place.
    CHECK_FALSE(merge(library.trotsky, AuthorityId{999}));
    CHECK(
        library.site.number("SELECT COUNT(*) FROM authorities WHERE merged_into IS NOT NULL") == 0
    );
}

TEST_CASE("A name is once in a record, the main one is one, and it stays until another is main") {
    Library library;
    domain::AuthorityName name{
        .record = library.trotsky, .name = "Лев Троцкий", .language = "ru", .kind = NameKind::main
    };
    must(add_authority_name(library.site, library.keeper, name));
    AuthorityPage page = must(read_authority(library.site, library.trotsky));
    CHECK(page.record.label == "Лев Троцкий");
    CHECK(page.names.size() == 4); // It was another name before, and took its own place.
    CHECK(std::ranges::count(page.names, NameKind::main, &domain::AuthorityName::kind) == 1);
    CHECK_FALSE(add_authority_name(library.site, library.keeper, name));
    CHECK_FALSE(remove_authority_name(library.site, library.keeper, page.names[0]));
    const domain::AuthorityName bronstein =
        *std::ranges::find(page.names, "Lev Davidovich Bronstein", &domain::AuthorityName::name);
    must(remove_authority_name(library.site, library.keeper, bronstein));
    CHECK_FALSE(remove_authority_name(library.site, library.keeper, bronstein));
    CHECK(library.found_by("Davidovich").empty());
}

TEST_CASE("Only who may write tag wikis keeps records, and nothing is written otherwise") {
    Library library;
    const domain::Actor newcomer = acting_as(library.site.a_user("New"), 100);
    const auto refused = [&](const auto& outcome) {
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().code() == ErrorCode::forbidden);
    };
    const std::int64_t before = library.site.number("SELECT COUNT(*) FROM authority_revisions");
    refused(make_authority(library.site, newcomer, {.name = {.name = "Somebody"}}));
    refused(
        add_authority_name(library.site, newcomer, {.record = library.trotsky, .name = "Somebody"})
    );
    refused(describe_authority(library.site, newcomer, library.trotsky, {}));
    refused(merge_authorities(
        library.site, newcomer, {.from = library.florida, .into = library.petersburg}
    ));
    refused(unmerge_authority(library.site, newcomer, library.trotsky));
    CHECK(library.site.number("SELECT COUNT(*) FROM authority_revisions") == before);
}

TEST_CASE("A second record of a name is made only by who says that it is another") {
    Library library;
    MakeAuthority form{
        .record = {.kind = AuthorityKind::person, .note = "A painter"},
        .name = {.name = "Trotzky, Leon", .language = "de"}
    };
    const Result<AuthorityId> doubled = make_authority(library.site, library.keeper, form);
    REQUIRE_FALSE(doubled.has_value());
    CHECK(doubled.error().code() == ErrorCode::conflict);
    CHECK(doubled.error().message().contains("Leon Trotsky"));
    form.is_another = true;
    must(make_authority(library.site, library.keeper, form));
    CHECK_FALSE(make_authority(library.site, library.keeper, {.name = {.name = "..."}}));
}

TEST_CASE("A name in a text links to its record; of several the writer is asked which") {
    Library library;
    const auto html_of = [&](const std::string& markdown, SeveralMeant several) {
        return render_body(library.site, markdown, std::nullopt, several);
    };
    const auto linked = [](AuthorityId id, std::string_view words) {
        return fmt::format("<a href=\"/names/{}\">{}</a>", id.value, words);
    };
    const std::string trotsky =
        must(html_of("[[leon trotsky]] was [[Лев Бронштейн|born so]].", SeveralMeant::refused))
            .html;
    CHECK(trotsky.contains(linked(library.trotsky, "leon trotsky")));
    CHECK(trotsky.contains(linked(library.trotsky, "born so")));
    // Another spelling only finds; it does not link by itself.
    CHECK(must(html_of("[[Leo Trotzki]], [[Trotsky]]", SeveralMeant::refused))
              .html.contains("<span class=\"named\">Trotsky</span>"));
    const auto asked = html_of("In [[St. Petersburg]].", SeveralMeant::refused);
    REQUIRE_FALSE(asked.has_value());
    CHECK(asked.error().code() == ErrorCode::invalid);
    const std::string chosen = fmt::format("[[#{}|St. Petersburg]]", library.florida.value);
    CHECK(asked.error().message().contains(chosen));
    CHECK(must(html_of("In " + chosen, SeveralMeant::refused))
              .html.contains(linked(library.florida, "St. Petersburg")));
    CHECK(
        must(html_of("In [[St. Petersburg]].", SeveralMeant::shown)).html.contains("named__choices")
    );
    CHECK(must(html_of(fmt::format("[[#{}]]", library.florida.value), SeveralMeant::refused))
              .html.contains(linked(library.florida, "St. Petersburg")));
    CHECK(must(html_of("[[#999999]]", SeveralMeant::refused)).html.contains("named"));
    CHECK(must(html_of("[[leon trotsky]]", SeveralMeant::refused)).text == "leon trotsky");
}

TEST_CASE("A place has coordinates that are on Earth") {
    Library library;
    AuthorityForm form{
        .kind = AuthorityKind::place, .note = "Capital until 1918", .coordinates = "59.94, 30.31"
    };
    must(describe_authority(library.site, library.keeper, library.petersburg, form));
    CHECK(
        must(read_authority(library.site, library.petersburg)).record.coordinates->latitude
        == 59'940'000
    );
    form.coordinates = "north of Moscow";
    CHECK_FALSE(describe_authority(library.site, library.keeper, library.petersburg, form));
}
