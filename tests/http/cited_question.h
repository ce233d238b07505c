// A question to be answered with citations of one source, by a writer and before a reader.
#pragma once

#include "http/reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace attest {

struct CitedQuestion : Reader {
    Member writer = site.a_member("Vera Writer", 1'000);
    Member rosa = site.a_member("Rosa", 1'000);
    QuestionId asked;

    /// Ten days on, so that what they do counts; the source's key is "serge-1937".
    explicit CitedQuestion(const std::string& title)
        : asked{site.a_question().titled(title).post()} {
        site.advance(days(10));
        site.run("INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                 "VALUES ('serge-1937', '{}', 'From Lenin <to> Stalin: the years that I saw', "
                 "'Victor Serge', '1937', 2, 0, '', 's', '', '', 1, 0, 1)");
    }

    void answer(std::string_view body) { answer_as(writer, body); }

    void answer_as(const Member& member, std::string_view body) {
        site.advance(minutes(1)); // nobody answers faster
        const auto answered = post_as(
            member,
            fmt::format("/questions/{}/answers", asked.value),
            {{"body", std::string{body}},
             {"idempotency_key", fmt::format("key-{}", site.next_number())}}
        );
        const std::size_t error = answered.body.find("form__error");
        INFO(answered.body.substr(std::min(error, answered.body.size()), 300));
        REQUIRE(answered.status == 303);
    }
};

/// How often `part` stands in `text`.
inline std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size()))
        ++count;
    return count;
}

} // namespace attest
