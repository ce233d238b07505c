#include "storage/posts.h"

#include "base/compress.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/comments.h"
#include "storage/totals.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::storage;

TEST_CASE("Comments of more posts than one statement takes are all found, oldest first") {
    TestSite site;
    const QuestionId question = site.a_question();
    std::vector<PostId> posts{post_id(question)};
    for (int i = 0; i < 70; ++i) {
        const PostId answer = post_id(site.an_answer(question).post());
        site.advance(seconds(1));
        site.a_comment(answer).made_at(site.now()).post();
        posts.insert(posts.begin(), answer);
    }
    const auto comments =
        must(site.database().read([&](db::ReadTransaction& tx) { return list_comments(tx, posts); })
        );
    REQUIRE(comments.size() == 70);
    for (std::size_t i = 1; i < comments.size(); ++i) {
        CHECK(comments[i - 1].created_at < comments[i].created_at);
    }
}

TEST_CASE("Bodies of an older renderer are found in slices") {
    TestSite site;
    std::vector<PostId> posts;
    for (int i = 0; i < 5; ++i)
        posts.push_back(post_id(site.a_question().post()));
    site.run(fmt::format("UPDATE posts SET renderer_version = 0 WHERE id = {}", posts[1].value));

    const auto list = [&](PostId after) {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return list_stale_bodies(tx, after, 1, 3);
        }));
    };
    const StaleBodies first = list(PostId{0});
    CHECK(first.posts == std::vector{posts[1]});
    CHECK(first.next == posts[2]);
    CHECK_FALSE(first.is_done);
    const StaleBodies rest = list(first.next);
    CHECK(rest.posts.empty());
    CHECK(rest.is_done);
}

TEST_CASE("A renewed body does not overwrite an edit that came between") {
    TestSite site;
    const PostId post = post_id(site.a_question().saying("New.").post());
    must(site.database().write([&](db::Transaction& tx) {
        return update_rendered_body(
            tx, {.id = post, .html = "<p>Old.</p>", .text = "Old.", .renderer_version = 1}
        );
    }));
    const std::string body =
        must(site.database().read([&](db::ReadTransaction& tx) { return find_body_html(tx, post); })
        );
    CHECK(body == "<p>New.</p>\n");
}

TEST_CASE("The body of a dump is unpacked, and damage is an error") {
    TestSite site;
    const PostId post = post_id(site.a_question().post());
    const auto original = [&] {
        return site.database().read([&](db::ReadTransaction& tx) {
            return find_original_body(tx, post);
        });
    };
    CHECK_FALSE(must(original()).has_value());

    const auto store = [&](const std::string& packed) {
        static constexpr db::Query query{
            .name = "test",
            .sql = "INSERT INTO post_originals (post_id, body) VALUES ($1, $2)"
                   " ON CONFLICT (post_id) DO UPDATE SET body = excluded.body",
        };
        must(site.database().write([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute(query, {post, db::Blob{packed}}));
            return {};
        }));
    };
    store(compress("<p>As it was</p>"));
    CHECK(must(original()) == "<p>As it was</p>");
    store("no zlib");
    CHECK(original().error().code() == ErrorCode::internal);
}

TEST_CASE("A total that was never counted is nought") {
    TestSite site;
    must(site.database().write([](db::Transaction& tx) { return count_total(tx, "badges", 3); }));
    const Totals totals = must(site.database().read(find_totals));
    CHECK(totals.badges == 3);
    CHECK(totals.questions == 0);
    CHECK(
        must(site.database().read([](db::ReadTransaction& tx) { return find_total(tx, "comments"); }
        ))
        == 0
    );
}
