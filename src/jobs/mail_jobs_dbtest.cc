#include "jobs/mail_jobs.h"

#include "base/log.h"
#include "jobs/limits.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/inbox.h"
#include "service/limits.h"
#include "service/notices.h"
#include "storage/inbox.h"
#include "storage/mail_queue.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::jobs;

namespace {

/// Addresses that are easy to read in a test; real ones are endpoint's business.
MailLinks test_links() {
    return {
        .host = "test.example",
        .item =
            [](const domain::InboxItem& item) {
                return fmt::format(
                    "http://test.example/{}/{}",
                    item.post.value,
                    item.comment.value_or(CommentId{}).value
                );
            },
        .unsubscribe = [](std::string_view token
                       ) { return fmt::format("http://test.example/unsubscribe?token={}", token); },
        .choices = "http://test.example/account/notifications",
    };
}

/// A site whose queues are worked through when the test says so, and a mail server that does what
/// it is told.
struct Town {
    TestSite site;
    std::vector<mail::Message> sent;
    std::optional<ErrorCode> refusal = {};
    int tries = 0;
    Scheduler queues{site.site().clock, make_queues()};

    std::vector<Job> make_queues() {
        const mail::Post post = [this](const mail::Message& message) -> Result<void> {
            ++tries;
            if (refusal) return fail(*refusal, "Refused.");
            // As the real one does: what cannot be composed is not sent.
            TRY(mail::compose(message, "attest@test.example", site.now()));
            sent.push_back(message);
            return {};
        };
        const Site& on = site;
        std::vector<Job> jobs{queue_job({
            .name = "notices",
            .kind = service::notice_job,
            .database = site.database(),
            .clock = on.clock,
            .run = [&on](const storage::QueuedJob& job) { return service::tell_people(on, job); },
        })};
        jobs.push_back(inbox_mail_job(
            {.site = on, .network = site.network(), .post = post, .links = test_links()}
        ));
        jobs.push_back(account_mail_job(site.network(), post));
        return jobs;
    }

    void answered(AnswerId answer) const {
        must(site.database().write([&](db::Transaction& tx) {
            return service::leave_answer_notice(tx, answer, site.now());
        }));
    }

    void commented(CommentId comment) const {
        must(site.database().write([&](db::Transaction& tx) {
            return service::leave_comment_notice(tx, comment, site.now());
        }));
    }

    void follow(UserId user, QuestionId question) const {
        site.run(
            fmt::format("INSERT INTO followed_posts VALUES ({}, {}, 0)", user.value, question.value)
        );
    }

    /// Until nothing is due any more.
    void work() {
        for (int pass = 0; pass < 3; ++pass) {
            site.advance(queue_looked_at_every);
            while (queues.run_due() <= site.now()) {
            }
        }
    }

    std::vector<domain::InboxItem> inbox(const Member& member) const {
        return must(service::list_inbox(site, member.actor, 1)).items;
    }

    [[nodiscard]] std::int64_t queued() const { return site.number("SELECT COUNT(*) FROM jobs"); }

    /// Addresses that mail went to, sorted.
    [[nodiscard]] std::multiset<std::string> recipients() const {
        std::multiset<std::string> addresses;
        for (const mail::Message& message : sent)
            addresses.insert(message.to.name);
        return addresses;
    }
};

using Names = std::multiset<std::string>;

} // namespace

TEST_CASE("The asker and those who follow the question are told of an answer, its author is not") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member follower = town.site.a_member("Follower");
    const Member author = town.site.a_member("Author");
    const UserId imported = town.site.a_user("Imported");
    const QuestionId question = town.site.a_question().titled("When?").by(jane);
    town.follow(follower, question);
    town.follow(author, question);
    town.follow(imported, question);
    town.follow(jane, question);
    const AnswerId answer = town.site.an_answer(question).by(author).saying("In 1534.");
    town.answered(answer);
    town.work();

    REQUIRE(town.inbox(jane).size() == 1);
    const domain::InboxItem item = town.inbox(jane).front();
    CHECK(item.kind == domain::InboxKind::answer);
    CHECK(item.question_title == "When?");
    CHECK(item.post == post_id(answer));
    CHECK(item.actor.name == "Author");
    CHECK(item.excerpt == "In 1534.\n");
    CHECK(item.is_own_post);
    CHECK_FALSE(item.read_at);
    CHECK(must(service::count_unread(town.site, jane.actor)) == 1);
    REQUIRE(town.inbox(follower).size() == 1);
    CHECK_FALSE(town.inbox(follower).front().is_own_post);
    CHECK(town.inbox(author).empty());
    CHECK(town.site.number("SELECT COUNT(*) FROM inbox_items") == 2);
    CHECK(town.recipients() == Names{"Follower", "Jane"});
    CHECK(town.queued() == 0);
}

TEST_CASE("The author of a post is told of a comment, and who is named in one of being named") {
    Town town;
    const Member jane = town.site.a_member("Jane Doe");
    const Member rene = town.site.a_member("René");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    town.site.a_comment(post_id(question)).by(rene).post();
    town.commented(
        town.site.a_comment(post_id(question)).by(bob).saying("@rene and @JaneDoe: look.").post()
    );
    town.work();
    REQUIRE(town.inbox(jane).size() == 1);
    CHECK(town.inbox(jane).front().kind == domain::InboxKind::comment);
    CHECK(town.inbox(jane).front().excerpt == "@rene and @JaneDoe: look.");
    REQUIRE(town.inbox(rene).size() == 1);
    CHECK(town.inbox(rene).front().kind == domain::InboxKind::mention);
    CHECK(town.inbox(bob).empty());
    // By default a comment stays in the inbox.
    CHECK(town.recipients() == Names{"René"});

    // Who takes no part under the post is not called there.
    const Member stranger = town.site.a_member("Stranger");
    town.commented(town.site.a_comment(post_id(question)).by(bob).saying("@Stranger!").post());
    town.work();
    CHECK(town.inbox(stranger).empty());
}

TEST_CASE("The asker can be called under every answer to the question") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    const AnswerId answer = town.site.an_answer(question).by(bob);
    town.commented(
        town.site.a_comment(post_id(answer)).by(bob).saying("@Jane: it is in print.").post()
    );
    town.work();
    REQUIRE(town.inbox(jane).size() == 1);
    CHECK(town.inbox(jane).front().kind == domain::InboxKind::mention);
}

TEST_CASE("A notice that is left twice, or done twice, tells once") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    const AnswerId answer = town.site.an_answer(question);
    town.answered(answer);
    town.answered(answer);
    town.work();
    const storage::QueuedJob again{
        .id = JobId{0}, .kind = "notice", .payload = fmt::format("{{\"answer\":{}}}", answer.value)
    };
    must(service::tell_people(town.site, again));
    town.work();
    CHECK(town.inbox(jane).size() == 1);
    CHECK(town.sent.size() == 1);
}

TEST_CASE("A thousand followers are told in slices, each once") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    town.site.run(fmt::format(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) "
        "INSERT INTO users (id, account_id, display_name, reputation, created_at) "
        "SELECT 1600000000 + i, 1000 + i, 'Follower', 1, 0 FROM n"
    ));
    town.site.run(fmt::format(
        "INSERT INTO followed_posts SELECT id, {}, 0 FROM users WHERE id > 1600000000",
        question.value
    ));
    town.answered(town.site.an_answer(question));
    town.work();
    CHECK(town.site.number("SELECT COUNT(*) FROM inbox_items") == 1'235);
    CHECK(town.site.number("SELECT COUNT(DISTINCT user_id) FROM inbox_items") == 1'235);
}

TEST_CASE("What is deleted is neither told nor mailed nor shown") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    const AnswerId early = town.site.an_answer(question);
    town.answered(early);
    town.site.run(fmt::format("UPDATE posts SET deleted_at = 1 WHERE id = {}", early.value));
    town.work();
    CHECK(town.site.number("SELECT COUNT(*) FROM inbox_items") == 0);

    const AnswerId late = town.site.an_answer(question);
    town.answered(late);
    must(service::tell_people(
        town.site,
        {.id = JobId{0}, .kind = "notice", .payload = fmt::format("{{\"answer\":{}}}", late.value)}
    ));
    const InboxItemId item = town.inbox(jane).front().id;
    town.site.run(fmt::format("UPDATE posts SET deleted_at = 1 WHERE id = {}", late.value));
    town.work();
    CHECK(town.sent.empty());
    CHECK(town.inbox(jane).empty());
    CHECK(must(service::count_unread(town.site, jane.actor)) == 0);
    CHECK(
        service::open_inbox_item(town.site, jane.actor, item).error().code() == ErrorCode::not_found
    );

    // A comment under what is deleted is as good as deleted.
    const CommentId comment = town.site.a_comment(post_id(late));
    town.commented(comment);
    town.work();
    CHECK(town.site.number("SELECT COUNT(*) FROM inbox_items WHERE kind <> 1") == 0);
    CHECK(town.queued() == 0);
}

TEST_CASE("A mail says what happened, quotes it, links to it, and how to end such mails") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member author = town.site.a_member("Aut<b>hor\r\nBcc: x");
    const QuestionId question = town.site.a_question().titled("Was <b> before \"1534\"?").by(jane);
    const AnswerId answer = town.site.an_answer(question).by(author).saying("In 1534.");
    town.answered(answer);
    town.work();
    REQUIRE(town.sent.size() == 1);
    const mail::Message& message = town.sent.front();
    CHECK(message.from_name == "Test");
    CHECK(message.subject == "New at: Was <b> before \"1534\"?");
    CHECK(message.text.contains("answered your question"));
    CHECK(message.text.contains("> In 1534.\n"));
    const std::string url = fmt::format("http://test.example/{}/0", answer.value);
    CHECK(message.text.contains(url));
    CHECK(message.html.contains(url));
    CHECK(message.html.contains("Was &lt;b&gt; before"));
    CHECK_FALSE(message.html.contains("<b>"));
    CHECK(
        message.message_id
        == fmt::format("test-answer-{}-{}@test.example", answer.value, jane.actor.user.value)
    );
    CHECK(message.unsubscribe_url.starts_with("http://test.example/unsubscribe?token="));
    CHECK(message.text.contains(message.unsubscribe_url));

    town.site.settings().languages = {"ru"};
    town.answered(town.site.an_answer(question).by(author));
    town.work();
    CHECK(town.sent.back().subject.starts_with("Новое: "));
}

TEST_CASE("Each chooses what comes by mail; a link in a mail ends its kind and no other's") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    const service::MailChoices first = must(service::read_mail_choices(town.site, jane.actor));
    CHECK(first.answers);
    CHECK_FALSE(first.comments);
    CHECK(first.mentions);

    must(service::choose_mail(
        town.site, jane.actor, {.answers = false, .comments = true, .mentions = true}
    ));
    town.answered(town.site.an_answer(question).by(bob));
    town.commented(town.site.a_comment(post_id(question)).by(bob));
    town.work();
    CHECK(town.inbox(jane).size() == 2);
    REQUIRE(town.sent.size() == 1);

    const std::string url = town.sent.front().unsubscribe_url;
    const std::string token = url.substr(url.find('=') + 1);
    const Network& network = town.site.network();
    const service::Subscription ended =
        must(service::check_unsubscribe_token(network, town.site, token));
    CHECK(ended.user == jane.actor.user);
    CHECK(ended.kind == domain::InboxKind::comment);
    must(service::unsubscribe(town.site, ended));
    CHECK_FALSE(must(service::read_mail_choices(town.site, jane.actor)).comments);
    CHECK(must(service::read_mail_choices(town.site, jane.actor)).mentions);

    // Whoever changes a letter of it has nothing.
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string other = token;
        other[at] = other[at] == 'a' ? 'b' : 'a';
        CHECK_FALSE(service::check_unsubscribe_token(network, town.site, other));
    }
    for (const std::string_view other : {"", ".", "..", "1.answer.", "1.nothing.abc", "x.answer.y"})
        CHECK_FALSE(service::check_unsubscribe_token(network, town.site, other));
}

TEST_CASE("Who ends mails while one waits does not get it") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    town.answered(town.site.an_answer(question));
    town.refusal = ErrorCode::unavailable;
    set_log_level(LogLevel::off);
    town.work();
    CHECK(town.queued() == 1);
    must(service::unsubscribe(
        town.site, {.user = jane.actor.user, .kind = domain::InboxKind::answer}
    ));
    town.refusal = {};
    town.site.advance(hours(1));
    town.work();
    CHECK(town.sent.empty());
    CHECK(town.queued() == 0);
}

TEST_CASE("Nobody gets more than a hundred mails of a site in a day") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    for (int i = 0; i < 130; ++i)
        town.answered(town.site.an_answer(question).by(bob));
    town.work();
    CHECK(town.site.number("SELECT COUNT(*) FROM inbox_items") == 130);
    CHECK(town.sent.size() == static_cast<std::size_t>(service::mails_per_day_max));
    town.site.advance(days(1));
    town.answered(town.site.an_answer(question).by(bob));
    town.work();
    CHECK(town.sent.size() == static_cast<std::size_t>(service::mails_per_day_max) + 1);
}

TEST_CASE("A mail server that is down is asked seldom, and gets every mail when it is back") {
    Town town;
    set_log_level(LogLevel::off);
    const Member jane = town.site.a_member("Jane");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    for (int i = 0; i < 50; ++i)
        town.answered(town.site.an_answer(question).by(bob));
    town.refusal = ErrorCode::unavailable;
    for (int minute = 0; minute < 120; ++minute) {
        town.site.advance(minutes(1));
        town.queues.run_due();
    }
    CHECK(town.sent.empty());
    CHECK(town.queued() == 50);
    CHECK(town.tries <= 20);
    CHECK(town.tries >= 10);
    town.refusal = {};
    for (int hour = 0; hour < 12; ++hour) {
        town.site.advance(hours(1));
        town.work();
    }
    CHECK(town.sent.size() == 50);
    CHECK(town.queued() == 0);
}

TEST_CASE("A mail refused for good is given up at once, another after three days") {
    Town town;
    set_log_level(LogLevel::off);
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    town.refusal = ErrorCode::invalid;
    town.answered(town.site.an_answer(question));
    town.work();
    CHECK(town.tries == 1);
    CHECK(town.queued() == 0);

    town.refusal = ErrorCode::unavailable;
    town.answered(town.site.an_answer(question));
    const Time begun = town.site.now();
    Time ended = begun;
    for (int quarter = 0; quarter < 5 * 24 * 4 && town.queued() > 0; ++quarter) {
        town.site.advance(minutes(15));
        town.queues.run_due();
        ended = town.site.now();
    }
    CHECK(town.queued() == 0);
    CHECK(ended - begun > days(2));
    CHECK(ended - begun < days(4));
    CHECK(town.tries == 1 + attempts_max);
    CHECK(town.inbox(jane).size() == 2);
}

TEST_CASE("A mail about an account goes as it was worded, and what cannot be read is given up") {
    Town town;
    set_log_level(LogLevel::off);
    db::Database& network = town.site.network().database;
    must(network.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::enqueue_job(
            tx, {.kind = storage::mail_job, .payload = "nonsense", .created_at = town.site.now()}
        ));
        return storage::enqueue_mail(
            tx,
            {.to_address = "jane@example.org",
             .subject = "Confirm your address",
             .text = "http://test.example/confirm?token=x\n",
             .message_id = "confirm-1@test.example"},
            town.site.now()
        );
    }));
    for (int hour = 0; hour < 100; ++hour) {
        town.site.advance(hours(1));
        town.queues.run_due();
    }
    REQUIRE(town.sent.size() == 1);
    CHECK(town.sent.front().to.address == "jane@example.org");
    CHECK(town.sent.front().text == "http://test.example/confirm?token=x\n");
    CHECK(
        must(network.read([&](db::ReadTransaction& tx) {
            return storage::find_next_job_time(tx, storage::mail_job);
        }))
        == std::nullopt
    );
}

TEST_CASE("Whose address is not confirmed or whose account is erased gets no mail") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const QuestionId question = town.site.a_question().by(jane);
    must(town.site.network().database.write([&](db::Transaction& tx) -> Result<void> {
        constexpr db::Query erase{
            .name = "test", .sql = "UPDATE accounts SET confirmed_at = NULL WHERE id = $1"
        };
        TRY(tx.execute(erase, {jane.actor.account}));
        return {};
    }));
    town.answered(town.site.an_answer(question));
    town.work();
    CHECK(town.inbox(jane).size() == 1);
    CHECK(town.tries == 0);
    CHECK(town.queued() == 0);
}

TEST_CASE("Opening an item reads it, and all can be read at once; another's is not there") {
    Town town;
    const Member jane = town.site.a_member("Jane");
    const Member bob = town.site.a_member("Bob");
    const QuestionId question = town.site.a_question().by(jane);
    for (int i = 0; i < 3; ++i)
        town.answered(town.site.an_answer(question).by(bob));
    town.work();
    const InboxItemId first = town.inbox(jane).front().id;
    CHECK(
        service::open_inbox_item(town.site, bob.actor, first).error().code() == ErrorCode::not_found
    );
    CHECK(must(service::count_unread(town.site, jane.actor)) == 3);
    must(service::open_inbox_item(town.site, jane.actor, first));
    CHECK(must(service::count_unread(town.site, jane.actor)) == 2);
    CHECK(town.inbox(jane).front().read_at);
    must(service::mark_inbox_read(town.site, bob.actor));
    CHECK(must(service::count_unread(town.site, jane.actor)) == 2);
    must(service::mark_inbox_read(town.site, jane.actor));
    CHECK(must(service::count_unread(town.site, jane.actor)) == 0);
}
