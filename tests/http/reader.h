// Somebody who reads a small site through a browser's eyes: a site with one answered question, a
// server before it, and GET.
#pragma once

#include "base/text.h"
#include "http/client_for_tests.h"
#include "http/served_site.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/sources.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest {

struct Reader {
    TestSite site;
    UserId jane = site.a_user("Jane Austen", 1'204);
    UserId clavius = site.a_user("Clavius");
    QuestionId question = site.a_question()
                              .titled("Why did the Julian calendar drift?")
                              .tagged({"calendar", "astronomy"})
                              .by(jane);
    AnswerId answer = site.an_answer(question).by(clavius).scoring(7).accepted();
    CommentId comment = site.a_comment(post_id(answer)).by(jane).saying("Thank you.");
    /// The key of a source.
    std::string source =
        must(service::add_pasted_source(
                 site,
                 {.user = jane,
                  .account = {},
                  .display_name = "Jane Austen",
                  .reputation = 1'204,
                  .joined_at = {}},
                 {.text = "@book{life, author = {Austen, Jane}, title = {A life of Clavius}, "
                          "year = 1811, publisher = {Egerton}, isbn = {9780306406157}}"}
             ))
            .source.value()
            .key;
    ServedTestSite server{site};

    http::ReceivedAnswer
    ask(std::string_view method, std::string_view path, std::string_view fields) const {
        http::TestClient client{server.port()};
        REQUIRE(client.send(
            fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", method, path, fields)
        ));
        std::optional<http::ReceivedAnswer> received = client.read_answer(method == "HEAD");
        REQUIRE(received.has_value());
        return std::move(*received);
    }

    http::ReceivedAnswer get(std::string_view path, std::string_view fields = "") const {
        return ask("GET", path, fields);
    }

    /// GET as a member.
    http::ReceivedAnswer get_as(const Member& member, std::string_view path) const {
        return get(path, fmt::format("Cookie: {}\r\n", member.cookie));
    }

    /// A form sent as a browser sends it, by somebody with these cookies.
    http::ReceivedAnswer post_form(
        std::string_view path,
        const std::vector<std::pair<std::string, std::string>>& form,
        std::string_view fields = ""
    ) const {
        std::string body;
        for (const auto& [name, value] : form) {
            body += body.empty() ? "" : "&";
            body += percent_encode(name) + "=" + percent_encode(value);
        }
        http::TestClient client{server.port()};
        REQUIRE(client.send(fmt::format(
            "POST {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n{}",
            path,
            fields,
            body.size(),
            body
        )));
        std::optional<http::ReceivedAnswer> received = client.read_answer(false);
        REQUIRE(received.has_value());
        return std::move(*received);
    }

    /// A form of a member: with the session's cookie and token, from a page of ours.
    http::ReceivedAnswer post_as(
        const Member& member,
        std::string_view path,
        std::vector<std::pair<std::string, std::string>> form,
        std::string_view fields = ""
    ) const {
        form.emplace_back("csrf_token", member.csrf_token);
        return post_form(
            path,
            form,
            fmt::format("Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n{}", member.cookie, fields)
        );
    }

    std::string question_path() const {
        return fmt::format("/questions/{}/why-did-the-julian-calendar-drift", question.value);
    }

    std::string user_path() const { return fmt::format("/users/{}/jane-austen", jane.value); }
};

/// The value of a hidden or visible field, as a browser reads it from the form.
inline std::string value_of(const std::string& page, const std::string& name) {
    const std::size_t at = page.find(fmt::format(R"(name="{}" value=")", name));
    REQUIRE(at != std::string::npos);
    const std::size_t begin = page.find("value=\"", at) + 7;
    return page.substr(begin, page.find('"', begin) - begin);
}

/// Paths of a page of every kind, all of which answer 200.
inline std::vector<std::string> every_page(const Reader& reader) {
    const std::int64_t question = reader.question.value;
    const std::int64_t jane = reader.jane.value;
    return {
        "/",
        "/?tab=hot",
        "/questions",
        "/questions?tab=unanswered",
        "/questions?tab=week",
        "/questions?tab=month",
        "/questions?tab=votes&page=1",
        "/questions/tagged/calendar",
        "/questions/tagged/calendar?tab=active",
        reader.question_path(),
        reader.question_path() + "?order=oldest",
        "/tags",
        "/tags?tab=name&filter=cal",
        "/tags/calendar/info",
        "/users",
        "/users?tab=newest&filter=J",
        reader.user_path(),
        reader.user_path() + "?tab=answers",
        reader.user_path() + "?tab=questions",
        reader.user_path() + "?tab=badges",
        reader.user_path() + "?tab=reputation",
        "/search",
        "/search/scans",
        "/search/scans?q=life",
        "/help/search",
        "/help/limits",
        "/help/privileges",
        "/tags/complete?q=cal",
        "/sources/complete?q=life",
        "/people",
        "/people?filter=Trotsky",
        "/places",
        "/names",
        "/timeline",
        "/timeline.svg",
        "/questions/tagged/calendar/timeline?from=1900&to=1950",
        "/questions/tagged/calendar/map",
        fmt::format("/questions/{}/timeline", question),
        fmt::format("/questions/{}/timeline.json", question),
        fmt::format("/q/{}/sources.json", question),
        fmt::format("/q/{}/sources.bib", question),
        "/about",
        "/privacy",
        "/erased",
        "/sources",
        "/sources?tab=cited",
        "/sources?q=life",
        "/sources/" + reader.source,
        "/sources/" + reader.source + ".bib",
        "/sources/" + reader.source + "/history",
        "/sources/" + reader.source + "/search?q=life",
        fmt::format("/posts/{}/cite", reader.answer.value),
        "/robots.txt",
        "/opensearch.xml",
        "/sitemap.xml",
        "/sitemaps/" + std::to_string(question / 5'000 * 5'000),
        "/feeds",
        "/feeds/tag/calendar",
        fmt::format("/feeds/question/{}", question),
        fmt::format("/feeds/user/{}", jane),
    };
}

} // namespace attest
