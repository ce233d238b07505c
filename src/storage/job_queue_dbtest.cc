#include "storage/job_queue.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/mail_queue.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::storage;

namespace {

void enqueue(const TestSite& site, const NewJob& job) {
    must(site.database().write([&](db::Transaction& tx) { return enqueue_job(tx, job); }));
}

std::vector<QueuedJob> due(const TestSite& site, std::string_view kind, std::int64_t most = 100) {
    return must(site.database().read([&](db::ReadTransaction& tx) {
        return list_due_jobs(tx, kind, site.now(), most);
    }));
}

std::vector<std::string> payloads(const std::vector<QueuedJob>& jobs) {
    std::vector<std::string> texts;
    for (const QueuedJob& job : jobs)
        texts.push_back(job.payload);
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("Jobs of a kind are taken in the order in which they are due") {
    TestSite site;
    enqueue(site, {.kind = "a", .payload = "3", .created_at = site.now(), .delay = seconds(60)});
    enqueue(site, {.kind = "a", .payload = "1", .created_at = site.now()});
    enqueue(site, {.kind = "b", .payload = "x", .created_at = site.now()});
    enqueue(site, {.kind = "a", .payload = "2", .created_at = site.now()});
    CHECK(payloads(due(site, "a")) == Texts{"1", "2"});
    CHECK(payloads(due(site, "a", 1)) == Texts{"1"});
    CHECK(payloads(due(site, "b")) == Texts{"x"});
    CHECK(due(site, "c").empty());
    site.advance(seconds(60));
    CHECK(payloads(due(site, "a")) == Texts{"1", "2", "3"});
}

TEST_CASE("A job is there if and only if what caused it is") {
    TestSite site;
    const Result<void> undone = site.database().write([&](db::Transaction& tx) -> Result<void> {
        must(enqueue_job(tx, {.kind = "a", .payload = "1", .created_at = site.now()}));
        return fail(ErrorCode::conflict, "Somebody was faster.");
    });
    CHECK_FALSE(undone);
    CHECK(due(site, "a").empty());
}

TEST_CASE("A job that failed waits, behind those that have not") {
    TestSite site;
    enqueue(site, {.kind = "a", .payload = "1", .created_at = site.now()});
    enqueue(site, {.kind = "a", .payload = "2", .created_at = site.now()});
    const QueuedJob first = due(site, "a").front();
    CHECK(first.attempts == 0);
    must(site.database().write([&](db::Transaction& tx) {
        return postpone_job(tx, first.id, site.now() + seconds(30));
    }));
    CHECK(payloads(due(site, "a")) == Texts{"2"});
    CHECK(
        must(site.database().read([&](db::ReadTransaction& tx) {
            return find_next_job_time(tx, "a");
        }))
        == site.now()
    );
    const QueuedJob second = due(site, "a").front();
    must(site.database().write([&](db::Transaction& tx) { return delete_job(tx, second.id); }));
    CHECK(
        must(site.database().read([&](db::ReadTransaction& tx) {
            return find_next_job_time(tx, "a");
        }))
        == site.now() + seconds(30)
    );
    site.advance(seconds(30));
    REQUIRE(due(site, "a").size() == 1);
    CHECK(due(site, "a").front().attempts == 1);
}

TEST_CASE("A mail comes out of the queue as it went in") {
    TestSite site;
    const QueuedMail mail{
        .to_address = "jane@example.org",
        .to_name = "Jane \"J\" \\ Doe",
        .subject = "Über </script> тема\r\nBcc: x",
        .text = "Line\n\u2028 and \u0001\n",
        .message_id = "1.a@example.org",
    };
    must(site.network().database.write([&](db::Transaction& tx) {
        return enqueue_mail(tx, mail, site.now());
    }));
    const std::vector<QueuedJob> jobs =
        must(site.network().database.read([&](db::ReadTransaction& tx) {
            return list_due_jobs(tx, mail_job, site.now(), 10);
        }));
    REQUIRE(jobs.size() == 1);
    const QueuedMail read = must(parse_queued_mail(jobs.front().payload));
    CHECK(read.to_address == mail.to_address);
    CHECK(read.to_name == mail.to_name);
    CHECK(read.subject == mail.subject);
    CHECK(read.text == mail.text);
    CHECK(read.message_id == mail.message_id);
    CHECK_FALSE(parse_queued_mail("{}"));
    CHECK_FALSE(parse_queued_mail("nonsense"));
    CHECK_FALSE(parse_queued_mail(R"({"to_address":1})"));
}
