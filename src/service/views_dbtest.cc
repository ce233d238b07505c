#include "service/views.h"

#include "kit/must.h"
#include "kit/test_site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <thread>

using namespace attest;
using namespace attest::service;

TEST_CASE("One visitor counts once in a quarter of an hour") {
    TestSite site;
    const QuestionId question = site.a_question();
    const QuestionId other = site.a_question();
    ViewCounter counter{2};
    const auto views_of = [&](QuestionId id) {
        return site.number(fmt::format("SELECT view_count FROM posts WHERE id = {}", id.value));
    };
    const auto visit = [&](QuestionId id, std::string_view visitor) {
        counter.count(0, id, visitor, site.now());
    };
    visit(question, "192.0.2.1");
    visit(question, "192.0.2.1");
    visit(question, "192.0.2.2");
    visit(other, "192.0.2.1");
    must(write_views(site, counter));
    CHECK(views_of(question) == 2);
    CHECK(views_of(other) == 1);

    site.advance(minutes(14));
    visit(question, "192.0.2.1");
    must(write_views(site, counter));
    CHECK(views_of(question) == 2);

    site.advance(minutes(1));
    visit(question, "192.0.2.1");
    must(write_views(site, counter));
    CHECK(views_of(question) == 3);
    CHECK(counter.take().empty());
}

TEST_CASE("Views of questions that are gone do no harm") {
    TestSite site;
    ViewCounter counter{1};
    counter.count(0, QuestionId{12}, "a", site.now());
    must(write_views(site, counter));
    CHECK(counter.dropped() == 0);
}

TEST_CASE("Memory stays bounded however many questions are viewed") {
    ViewCounter counter{4};
    for (std::int64_t id = 1; id <= 300'000; ++id) {
        counter.count(static_cast<std::size_t>(id), QuestionId{id}, "a", Time{1});
    }
    CHECK(counter.dropped() == 300'000 - static_cast<std::int64_t>(viewed_questions_max));
    CHECK(counter.take().size() == viewed_questions_max);
}

TEST_CASE("Threads count without losing views") {
    ViewCounter counter{2};
    const QuestionId question{1};
    {
        std::vector<std::jthread> threads;
        for (std::size_t lane = 0; lane < 2; ++lane) {
            threads.emplace_back([&counter, question, lane] {
                for (int visitor = 0; visitor < 10'000; ++visitor) {
                    counter.count(lane, question, fmt::format("{}-{}", lane, visitor), Time{1});
                }
            });
        }
        for (int times = 0; times < 100; ++times) {
            counter.put_back(counter.take());
        }
    }
    // A visitor whose place another took is not counted again here, since each comes once.
    CHECK(counter.take()[question] == 20'000);
}
