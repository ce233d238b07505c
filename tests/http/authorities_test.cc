// Stories of those who keep records of people and places, and of those who look them up.
#include "http/reader.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace attest;

namespace {

struct Library : Reader {
    Member clio = site.a_member("Clio", 20'000);

    /// Makes a record and answers its address.
    std::string a_record(std::string_view kind, std::string_view name, std::string_view language) {
        const http::ReceivedAnswer made = post_as(
            clio,
            "/names",
            {{"record_kind", std::string{kind}},
             {"name", std::string{name}},
             {"language", std::string{language}}}
        );
        REQUIRE(made.status == 303);
        return made.header("location");
    }

    std::int64_t records() { return site.number("SELECT COUNT(*) FROM authorities"); }
};

std::string acts_of(const std::string& address) {
    const std::size_t begin = address.find('/', 1);
    return "/names" + address.substr(begin, address.find('/', begin + 1) - begin);
}

} // namespace

TEST_CASE("A person is kept under all names and found by any, in any spelling") {
    Library library;
    const std::string trotsky = library.a_record("person", "Leon Trotsky", "en");
    CHECK(trotsky.starts_with("/people/"));
    CHECK(trotsky.ends_with("/leon-trotsky"));
    const std::string acts = acts_of(trotsky);
    CHECK(
        library
            .post_as(
                library.clio,
                acts,
                {{"act", "add"},
                 {"name", "Лев Бронштейн"},
                 {"language", "ru"},
                 {"kind", "birth"},
                 {"valid_to", "1902"},
                 {"citation", "Parish register <of> Yanovka"}}
            )
            .status
        == 303
    );
    const std::string page = library.get(trotsky).body;
    CHECK(page.contains(R"(<bdi class="name" lang="ru">Лев Бронштейн</bdi>)"));
    CHECK(page.contains("Parish register &lt;of&gt; Yanovka"));
    CHECK(page.contains("added the name"));
    CHECK_FALSE(page.contains("/edit")); // A visitor keeps nothing.
    for (const std::string_view name : {"Trotzki", "Троцкий", "Bronshtein", "Бронштейнъ"}) {
        CAPTURE(name);
        const std::string found = library.get("/people?filter=" + percent_encode(name)).body;
        CHECK(found.contains("Leon Trotsky"));
        CHECK_FALSE(library.get("/places?filter=" + percent_encode(name)).body.contains(trotsky));
    }
    CHECK(library.get("/people").body.contains("Leon Trotsky"));
    // A button that nobody made changes nothing, least of all what is told of the record.
    const auto told = [&](const std::string& act) {
        return library.post_as(library.clio, acts, {{"act", act}, {"note", "A revolutionary."}})
            .status;
    };
    CHECK(told("describe") == 303);
    CHECK(library.post_as(library.clio, acts, {}).status == 422);
    CHECK(told("forget") == 422);
    CHECK(
        library.site.number("SELECT count(*) FROM authorities WHERE note = 'A revolutionary.'") == 1
    );
    // Every other address of the record leads to its page.
    CHECK(library.get(acts).header("location") == trotsky);
    CHECK(library.get("/places" + acts.substr(6)).header("location") == trotsky);
    CHECK(library.get("/people/999").status == 404);
}

TEST_CASE("A second record of a name asks first, and keeps what was typed") {
    Library library;
    library.a_record("place", "St. Petersburg", "en");
    const std::vector<std::pair<std::string, std::string>> form{
        {"record_kind", "place"}, {"name", "St Petersburg"}, {"note", "A city in Florida"}
    };
    const http::ReceivedAnswer asked = library.post_as(library.clio, "/names", form);
    CHECK(asked.status == 409);
    CHECK(asked.body.contains("A city in Florida"));
    CHECK(asked.body.contains("is_another"));
    CHECK(library.records() == 1);
    auto said = form;
    said.emplace_back("is_another", "1");
    CHECK(library.post_as(library.clio, "/names", said).status == 303);
    CHECK(library.records() == 2);
    const http::ReceivedAnswer unfit =
        library.post_as(library.clio, "/names", {{"record_kind", "place"}, {"name", "[x]"}});
    CHECK(unfit.status == 422);
    CHECK(unfit.body.contains("brackets"));
}

TEST_CASE("A record that is merged leads to the other, until the merge is taken back") {
    Library library;
    const std::string city = library.a_record("place", "Petrograd", "en");
    const std::string twin = library.a_record("place", "Leningrad", "en");
    const std::string number = acts_of(city).substr(7);
    const Member newcomer = library.site.a_member("New", 100);
    const auto merge = [&](const Member& member) {
        return library.post_as(member, acts_of(twin), {{"act", "merge"}, {"into", number}}).status;
    };
    CHECK(merge(newcomer) == 403);
    CHECK(merge(library.clio) == 303);
    CHECK(library.get(twin).header("location") == city);
    CHECK(library.get(city).body.contains("Leningrad"));
    CHECK(merge(library.clio) == 409);
    CHECK(library.post_as(library.clio, acts_of(twin), {{"act", "unmerge"}}).status == 303);
    CHECK(library.get(twin).status == 200);
    CHECK_FALSE(library.get(city).body.contains("Leningrad"));
}
