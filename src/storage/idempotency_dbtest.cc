#include "storage/idempotency.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/limits.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::storage;

namespace {

/// Makes one more of something under the key, the way a use case does.
Result<AnswerId> make(const TestSite& site, const IdempotencyKey& key, int& made) {
    return site.database().write([&](db::Transaction& tx) {
        return find_or_insert(tx, key, [&]() -> Result<AnswerId> {
            return AnswerId{1'000 + ++made};
        });
    });
}

std::int64_t key_count(const TestSite& site) {
    return site.number("SELECT COUNT(*) FROM idempotency_keys");
}

} // namespace

TEST_CASE("What is sent twice under one key is made once, with one answer") {
    TestSite site;
    int made = 0;
    const IdempotencyKey key{
        .user = site.a_user("jane"), .key = "k1", .kind = "answer", .at = site.now()
    };
    const AnswerId first = must(make(site, key, made));
    CHECK(must(make(site, key, made)) == first);
    CHECK(made == 1);
    CHECK(key_count(site) == 1);

    SUBCASE("another person's key of the same letters is another key") {
        IdempotencyKey theirs = key;
        theirs.user = site.a_user("joe");
        CHECK(must(make(site, theirs, made)) != first);
    }
    SUBCASE("a form without a key is taken as new each time") {
        IdempotencyKey none = key;
        none.key.clear();
        CHECK(must(make(site, none, made)) != must(make(site, none, made)));
        CHECK(key_count(site) == 1);
    }
    SUBCASE("a key that made something else is refused") {
        IdempotencyKey other = key;
        other.kind = "comment";
        CHECK(make(site, other, made).error().code() == ErrorCode::conflict);
        CHECK(made == 1);
    }
    SUBCASE("a key that no form carries is refused") {
        IdempotencyKey long_key = key;
        long_key.key = std::string(idempotency_key_bytes_max + 1, 'k');
        CHECK(make(site, long_key, made).error().code() == ErrorCode::invalid);
        long_key.key.pop_back();
        CHECK(make(site, long_key, made).has_value());
    }
}

TEST_CASE("What was refused leaves no key, so the mended form is taken") {
    TestSite site;
    const IdempotencyKey key{
        .user = site.a_user("jane"), .key = "k1", .kind = "answer", .at = site.now()
    };
    const Result<AnswerId> refused = site.database().write([&](db::Transaction& tx) {
        return find_or_insert(tx, key, [&]() -> Result<AnswerId> {
            return fail(ErrorCode::invalid, "Write something first.");
        });
    });
    CHECK_FALSE(refused.has_value());
    CHECK(key_count(site) == 0);
    int made = 0;
    CHECK(make(site, key, made).has_value());
}

TEST_CASE("Old keys are forgotten a few at a time, young ones are not") {
    TestSite site;
    int made = 0;
    IdempotencyKey key{.user = site.a_user("jane"), .key = "", .kind = "answer", .at = site.now()};
    constexpr std::int64_t old_count = idempotency_keys_forgotten + 2;
    for (std::int64_t i = 0; i < old_count; ++i) {
        key.key = "old" + std::to_string(i);
        must(make(site, key, made));
    }
    key.at = key.at + idempotency_key_age_max;
    key.key = "in time";
    must(make(site, key, made));
    CHECK(key_count(site) == old_count + 1);

    key.at = key.at + seconds(1);
    key.key = "later";
    must(make(site, key, made));
    CHECK(key_count(site) == old_count + 2 - idempotency_keys_forgotten);
    key.key = "latest";
    must(make(site, key, made));
    CHECK(key_count(site) == 3); // "in time", "later" and this
}
