#include "domain/mentions.h"

#include "base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::domain;

namespace {

const std::vector<Participant> people{
    {.id = UserId{1}, .name = "Jane Doe"},
    {.id = UserId{2}, .name = "Jan"},
    {.id = UserId{3}, .name = "Al"},
    {.id = UserId{4}, .name = "O'Hara"},
    {.id = UserId{5}, .name = "Жанна Ильина"},
    {.id = UserId{6}, .name = "jane.smith"},
    {.id = UserId{7}, .name = "user123"},
    {.id = UserId{8}, .name = "user12345"},
    {.id = UserId{9}, .name = "St. John"},
};

/// What stands in for search::fold: capitals of the letters used here.
std::string small(std::string_view text) {
    std::string folded = ascii_lower(text);
    for (const auto& [capital, letter] :
         {std::pair<std::string_view, std::string_view>{"Ж", "ж"}, {"И", "и"}, {"é", "e"}}) {
        for (auto at = folded.find(capital); at != std::string::npos; at = folded.find(capital)) {
            folded.replace(at, capital.size(), letter);
        }
    }
    return folded;
}

std::vector<std::int64_t> mentioned(std::string_view source) {
    std::vector<std::int64_t> ids;
    for (const UserId id : find_mentioned(source, people, small))
        ids.push_back(id.value);
    return ids;
}

using Ids = std::vector<std::int64_t>;

} // namespace

TEST_CASE("A person is named by the beginning of the name without its spaces") {
    CHECK(mentioned("@JaneDoe I disagree.") == Ids{1});
    CHECK(mentioned("@jane, I disagree.") == Ids{1});
    CHECK(mentioned("@jané") == Ids{1});
    CHECK(mentioned("I agree with @Жанна.") == Ids{5});
    CHECK(mentioned("@жаннаильина") == Ids{5});
    CHECK(mentioned("@O'Hara's view") == Ids{4});
    CHECK(mentioned("@Jane's view") == Ids{1});
    CHECK(mentioned("@St.John and @st.") == Ids{9});
    CHECK(mentioned("(@jane.smith)") == Ids{6});
    CHECK(mentioned("«@jane»") == Ids{1});
    CHECK(mentioned("@Jane @O'Hara @Jane") == Ids{1, 4});
}

TEST_CASE("A whole name goes before a beginning, and two letters name only such a name") {
    CHECK(mentioned("@jan") == Ids{2});
    CHECK(mentioned("@user123") == Ids{7});
    CHECK(mentioned("@user12") == Ids{7});
    CHECK(mentioned("@user1234") == Ids{8});
    CHECK(mentioned("@al") == Ids{3});
    CHECK(mentioned("@ja") == Ids{});
    CHECK(mentioned("@janet") == Ids{});
}

TEST_CASE("An address, code and a lone sign name nobody") {
    for (const std::string_view source :
         {"jane@jane.example",
          "https://example.org/@jane",
          "почта@jane",
          "`@jane`",
          "use `a @jane b` here",
          "@",
          "@ jane",
          "@@",
          "@.",
          "@nobody",
          ""}) {
        CAPTURE(source);
        CHECK(mentioned(source).empty());
    }
    CHECK(mentioned("`code` @jane ` open") == Ids{1});
}

TEST_CASE("A crowd is not called together") {
    CHECK(
        mentioned("@jane @jan @al @O'Hara @жанна @user123 @user12345 @st").size() == mentions_max
    );
}
