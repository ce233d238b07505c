// No page of another site makes a browser change anything here: every changing route of the route
// table is asked in each of the ways in which a foreign page, or a thief of half a secret, can ask.
// Beside each stands the same request with everything right, which is let in.
#include "http/everybody.h"

#include <doctest/doctest.h>

using namespace attest;

namespace {

/// A request that must not be followed: with what differs from the right one.
struct Forgery {
    std::string_view name;
    std::string_view fields;
    bool has_token = true;
    bool has_anothers_token = false;
    std::string_view media_type = "application/x-www-form-urlencoded";
    std::string_view method = "POST";
};

constexpr std::string_view own = "Sec-Fetch-Site: same-origin\r\n";

const std::vector<Forgery>& all_forgeries() {
    static const std::vector<Forgery> all{
        {.name = "no token", .fields = own, .has_token = false},
        {.name = "another session's token", .fields = own, .has_anothers_token = true},
        {.name = "a foreign origin", .fields = "Origin: https://elsewhere.example\r\n"},
        {.name = "our host at another port", .fields = "Origin: http://localhost:1\r\n"},
        {.name = "no origin", .fields = "Origin: null\r\n"},
        {.name = "from another site", .fields = "Sec-Fetch-Site: cross-site\r\n"},
        {.name = "from a neighbour", .fields = "Sec-Fetch-Site: same-site\r\n"},
        {.name = "an unknown word for the site", .fields = "Sec-Fetch-Site: whatever\r\n"},
        {.name = "plain text", .fields = own, .media_type = "text/plain"},
        {.name = "a method in a field",
         .fields = "X-HTTP-Method-Override: POST\r\nSec-Fetch-Site: same-origin\r\n",
         .method = "GET"},
    };
    return all;
}

struct Forger : Everybody {
    std::vector<const endpoint::Route*> changing_routes() const {
        std::vector<const endpoint::Route*> all;
        for (const std::span<const endpoint::Route> door : all_doors()) {
            for (const endpoint::Route& route : door) {
                const bool is_read =
                    route.method == http::Method::get || route.method == http::Method::head;
                if (!is_read && !route.takes_foreign_posts) all.push_back(&route);
            }
        }
        return all;
    }

    http::ReceivedAnswer
    forge(const endpoint::Route& route, const Member& victim, const Forgery& forgery) const {
        const std::string token =
            forgery.has_anothers_token ? trusted.csrf_token : victim.csrf_token;
        const std::string body = forgery.has_token ? "csrf_token=" + token : "";
        http::TestClient client{server.port()};
        REQUIRE(client.send(fmt::format(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n{}Content-Length: {}\r\n"
            "Content-Type: {}\r\n\r\n{}",
            forgery.method,
            filled(route.path),
            victim.cookie,
            forgery.fields,
            body.size(),
            forgery.media_type,
            body
        )));
        const std::optional<http::ReceivedAnswer> received = client.read_answer(false);
        REQUIRE(received.has_value());
        return *received;
    }

    /// Whether the right request gets past the check of where it comes from. What its handler says
    /// to an empty form, or to a person who may not, is another table's business (access_test.cc).
    bool is_let_in(const endpoint::Route& route) {
        sign_in_again();
        make_things(Thing::answer, State::live);
        const http::ReceivedAnswer received = post_as(keeper, filled(route.path), {});
        const bool is_foreign = received.body.contains("This was sent from another site")
                                || received.body.contains("The form is too old");
        return !is_foreign && received.status < 500;
    }
};

/// A body that cannot be read is refused before anybody looks for a token in it; and a GET stays
/// one, whatever a field says: it is a page, or none that takes GET.
bool is_refused(const Forgery& forgery, int status) {
    if (forgery.method == "GET") return status < 500;
    if (forgery.media_type == "text/plain" && (status == 415 || status == 400)) return true;
    return status == 403;
}

} // namespace

TEST_CASE("A changing request that no page of ours made is refused at every door") {
    Forger forger;
    const auto routes = forger.changing_routes();
    std::size_t asked = 0;
    forger.make_things(Thing::answer, State::live);
    for (const endpoint::Route* route : routes) {
        CAPTURE(route->path);
        for (const Forgery& forgery : all_forgeries()) {
            CAPTURE(forgery.name);
            const std::string before = forger.watched.digest();
            const int status = forger.forge(*route, forger.keeper, forgery).status;
            CHECK_MESSAGE(is_refused(forgery, status), status);
            CHECK(forger.watched.digest() == before);
            ++asked;
        }
    }
    MESSAGE(routes.size() << " changing routes, " << asked << " forged requests");
    CHECK(asked >= routes.size() * 10);
}

TEST_CASE("The same requests with everything right are let in") {
    Forger forger;
    for (const endpoint::Route* route : forger.changing_routes()) {
        CHECK_MESSAGE(forger.is_let_in(*route), route->path);
    }
}

TEST_CASE("One door alone takes posts from elsewhere: the one-click end of mails") {
    std::vector<std::string_view> foreign;
    for (const std::span<const endpoint::Route> door : all_doors()) {
        for (const endpoint::Route& route : door) {
            if (route.takes_foreign_posts) foreign.push_back(route.path);
        }
    }
    CHECK(foreign == std::vector<std::string_view>{"/unsubscribe"});
}
