// Nothing that people are told is lost or told twice when the power fails, and every mail goes.

#include "db/database.h"
#include "db/fault_vfs.h"
#include "db/migrations.h"
#include "db/test_folder.h"
#include "jobs/mail_jobs.h"
#include "jobs/queue.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/notices.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::jobs;

namespace {

constexpr std::int64_t followers = 3;
constexpr std::int64_t answers = 40;
constexpr std::int64_t asker = 1;

/// A mail that was sent, and when on the disk.
struct Sent {
    std::string message_id;
    std::size_t moment;
};

/// A site on a disk, its asker with some followers of the one question, and its queues.
struct Place {
    std::unique_ptr<db::Database> database;
    std::unique_ptr<Site> site;
    Time now{1'700'000'000'000};
    const db::FaultDisk* disk = nullptr;
    std::vector<Sent> sent;

    Place(const std::filesystem::path& file, const std::string& vfs) {
        database =
            must(db::Database::open({.file = file, .migrations = db::site_migrations(), .vfs = vfs})
            );
        SiteSettings settings;
        settings.name = "test";
        settings.title = "Test";
        settings.languages = {"en"};
        site = std::make_unique<Site>(Site{
            .id = SiteId{1},
            .settings = settings,
            .database = *database,
            .index = nullptr,
            .clock = [this] { return now; },
            .random = system_random(),
        });
    }

    Result<void> run(const std::string& sql, bool leaves_notice = false, std::int64_t answer = 0) {
        return database->write([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({.name = "test", .sql = sql}));
            if (leaves_notice) TRY(service::leave_answer_notice(tx, AnswerId{answer}, now));
            return {};
        });
    }

    void populate() {
        for (std::int64_t user = asker; user <= asker + followers; ++user) {
            must(run(fmt::format(
                "INSERT INTO users (id, account_id, display_name, reputation, created_at) "
                "VALUES ({0}, {0}, 'User {0}', 1, 0)",
                user
            )));
            if (user != asker)
                must(run(fmt::format("INSERT INTO followed_posts VALUES ({}, 100, 0)", user)));
        }
        must(run(post(100, 1, "NULL")));
    }

    static std::string post(std::int64_t id, int kind, const std::string& question) {
        return fmt::format(
            "INSERT INTO posts (id, kind, question_id, title, author_id, created_at, active_at, "
            "body_format, renderer_version, body_html, body_text) "
            "VALUES ({}, {}, {}, 'Title', {}, 0, 0, 1, 1, '', 'Text')",
            id,
            kind,
            question,
            kind == 1 ? std::to_string(asker) : "NULL"
        );
    }

    /// What an answer's use case does: the post and its notice together.
    bool answer(std::int64_t id) { return run(post(id, 2, "100"), true, id).has_value(); }

    [[nodiscard]] std::vector<Job> queues(const Network& network) {
        std::vector<Job> jobs{queue_job(
            {.name = "notices",
             .kind = service::notice_job,
             .database = *database,
             .clock = site->clock,
             .run = [this](const storage::QueuedJob& job
                    ) { return service::tell_people(*site, job); }}
        )};
        jobs.push_back(inbox_mail_job(
            {.site = *site,
             .network = network,
             .post = [this](const mail::Message& message) -> Result<void> {
                 sent.push_back(
                     {.message_id = message.message_id,
                      .moment = disk == nullptr ? 0 : disk->moment()}
                 );
                 return {};
             },
             .links = {
                 .host = "test.example",
                 .item = [](const domain::InboxItem&) { return "http://test.example/"; },
                 .unsubscribe = [](std::string_view) { return "http://test.example/"; },
                 .choices = "http://test.example/",
             }}
        ));
        return jobs;
    }

    void work(const Network& network) {
        Scheduler scheduler{site->clock, queues(network)};
        for (int pass = 0; pass < 4; ++pass) {
            now = now + minutes(1);
            while (scheduler.run_due() <= now) {
            }
        }
    }

    std::multiset<std::string> told() {
        std::multiset<std::string> rows;
        must(database->read([&](db::ReadTransaction& tx) {
            return tx.each(
                {.name = "test", .sql = "SELECT user_id, object_id FROM inbox_items"},
                {},
                [&](const db::Row& row) {
                    rows.insert(fmt::format("{}-{}", row.integer(1), row.integer(0)));
                }
            );
        }));
        return rows;
    }

    std::set<std::int64_t> stored_answers() {
        std::set<std::int64_t> ids;
        must(database->read([&](db::ReadTransaction& tx) {
            return tx.each(
                {.name = "test", .sql = "SELECT id FROM posts WHERE kind = 2"},
                {},
                [&](const db::Row& row) { ids.insert(row.integer(0)); }
            );
        }));
        return ids;
    }
};

/// Accounts 1 to 4 with addresses; they are on another disk, which does not fail.
void add_accounts(const TestSite& home) {
    for (std::int64_t account = asker; account <= asker + followers; ++account) {
        must(home.network().database.write([&](db::Transaction& tx) -> Result<void> {
            const std::string sql = fmt::format(
                "INSERT INTO accounts (id, email, email_key, display_name, created_at, "
                "confirmed_at) VALUES ({0}, 'u{0}@example.org', 'u{0}', 'User {0}', 0, 0)",
                account
            );
            TRY(tx.execute({.name = "test", .sql = sql}));
            return {};
        }));
    }
}

} // namespace

TEST_CASE("After a power failure nobody has been told twice, and nobody is left untold") {
    const TestSite home;
    add_accounts(home);
    const db::TestFolder folder;
    db::FaultDisk disk;

    std::map<std::int64_t, std::size_t> acknowledged; // answers, and when on the disk
    std::vector<Sent> sent;
    std::size_t begun_at = 0;
    {
        Place place{folder.file("test.sqlite"), disk.name()};
        place.populate();
        begun_at = disk.moment();
        place.disk = &disk;
        Scheduler queues{place.site->clock, place.queues(home.network())};
        for (std::int64_t id = 1'000; id < 1'000 + answers; ++id) {
            REQUIRE(place.answer(id));
            acknowledged[id] = disk.moment();
            if (id % 3 == 0) {
                place.now = place.now + minutes(1);
                while (queues.run_due() <= place.now) {
                }
            }
        }
        sent = place.sent;
    }

    std::mt19937_64 chance{20'261'125};
    std::int64_t half_way = 0;
    for (int state = 0; state < 60; ++state) {
        const std::size_t moment = begun_at + chance() % (disk.moment() - begun_at + 1);
        const db::TestFolder remains;
        disk.write_remains(moment, chance(), remains.path());
        Place place{remains.file("test.sqlite"), ""};
        place.now = place.now + hours(1); // After all that was done before.
        if (must(place.database->read([](db::ReadTransaction& tx) {
                return tx.first(
                    {.name = "test", .sql = "SELECT COUNT(*) FROM jobs"},
                    {},
                    [](const db::Row& row) { return row.integer(0); }
                );
            })).value()
            > 0) {
            ++half_way;
        }
        place.work(home.network());

        const std::set<std::int64_t> stored = place.stored_answers();
        for (const auto& [id, when] : acknowledged) {
            if (when <= moment) CHECK(stored.contains(id));
        }
        std::multiset<std::string> wanted;
        for (const std::int64_t id : stored) {
            for (std::int64_t user = asker; user <= asker + followers; ++user)
                wanted.insert(fmt::format("{}-{}", id, user));
        }
        CHECK(place.told() == wanted);

        // What was sent before the failure and what is sent after make each mail at least once, and
        // no mail has two names.
        std::set<std::string> messages;
        for (const Sent& before : sent) {
            if (before.moment <= moment) messages.insert(before.message_id);
        }
        for (const Sent& after : place.sent)
            messages.insert(after.message_id);
        for (const std::string& row : wanted)
            CHECK(messages.contains(fmt::format("test-answer-{}@test.example", row)));
    }
    // Otherwise no state would have tried what this test is about.
    CHECK(half_way > 20);
}

TEST_CASE("While the disk refuses writes nobody is told half") {
    const TestSite home;
    add_accounts(home);
    const db::TestFolder folder;
    for (std::int64_t write = 1; write <= 40; ++write) {
        db::FaultDisk disk;
        const std::string name = fmt::format("{}.sqlite", write);
        {
            Place place{folder.file(name), disk.name()};
            place.populate();
            REQUIRE(place.answer(1'000));
            disk.fail_write(write, db::Fault::disk_full);
            set_log_level(LogLevel::off);
            place.work(home.network());
            disk.mend();
        }
        Place place{folder.file(name), ""};
        place.work(home.network());
        CHECK(place.told() == std::multiset<std::string>{"1000-1", "1000-2", "1000-3", "1000-4"});
    }
}
