// The inbox, the choice of mails, and the end of mails by a link.
#include "service/inbox.h"

#include "http/reader.h"
#include "kit/must.h"
#include "service/limits.h"
#include "service/notices.h"
#include "storage/inbox.h"
#include "storage/job_queue.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace attest;

namespace {

/// Jane of the reader's site cannot sign in; these two can.
struct Correspondence : Reader {
    Member asker = site.a_member("Thomas Cromwell");
    Member other = site.a_member("Jane Seymour");
    QuestionId asked = site.a_question().titled("When was <i>it</i>?").by(asker);

    /// What the job does a moment after the answer.
    AnswerId answered(std::string words = "In 1534.") {
        const AnswerId id = site.an_answer(asked).by(other).saying(std::move(words));
        must(site.database().write([&](db::Transaction& tx) {
            return service::leave_answer_notice(tx, id, site.now());
        }));
        for (const storage::QueuedJob& job :
             must(site.database().read([&](db::ReadTransaction& tx) {
                 return storage::list_due_jobs(tx, service::notice_job, site.now(), 10);
             }))) {
            must(service::tell_people(site, job));
        }
        return id;
    }

    InboxItemId newest_item() {
        return must(service::list_inbox(site, asker.actor, 1)).items.front().id;
    }

    std::string unsubscribe_path(domain::InboxKind kind) {
        return "/unsubscribe?token="
               + service::unsubscribe_token(
                   site.network(), site, {.user = asker.actor.user, .kind = kind}
               );
    }
};

} // namespace

TEST_CASE("A visitor is asked to sign in before there is an inbox") {
    const Correspondence reader;
    for (const char* path : {"/inbox", "/account/notifications"}) {
        CAPTURE(path);
        const http::ReceivedAnswer page = reader.get(path);
        CHECK(page.status == 303);
        CHECK(page.header("location").starts_with("/signin?next="));
    }
}

TEST_CASE("An inbox says what could be in it, then what is, newest first, and counts the unread") {
    Correspondence reader;
    const http::ReceivedAnswer empty = reader.get_as(reader.asker, "/inbox");
    CHECK(empty.status == 200);
    CHECK(empty.body.contains("Nothing has come yet."));
    CHECK_FALSE(empty.body.contains("bar__count"));
    CHECK_FALSE(empty.body.contains("Mark all as read"));

    reader.answered("First.");
    reader.site.advance(minutes(1));
    reader.answered("Second <b>.");
    const http::ReceivedAnswer page = reader.get_as(reader.asker, "/inbox");
    CHECK(page.status == 200);
    CHECK(page.header("cache-control").contains("private"));
    CHECK(page.body.contains("Jane Seymour answered your question"));
    CHECK(page.body.contains("When was &lt;i&gt;it&lt;/i&gt;?"));
    CHECK(page.body.contains("Second &lt;b&gt;."));
    CHECK(page.body.find("Second") < page.body.find("First."));
    CHECK(page.body.contains(R"(<b class="bar__count">2</b>)"));
    CHECK(reader.get_as(reader.asker, "/questions").body.contains(R"(<b class="bar__count">2</b>)")
    );
    CHECK_FALSE(reader.get_as(reader.other, "/inbox").body.contains("When was"));
    CHECK_FALSE(reader.get("/questions").body.contains("bar__count"));
}

TEST_CASE("Opening an item leads to the answer and reads it, by a form of ours only") {
    Correspondence reader;
    const AnswerId answer = reader.answered();
    const std::string path = fmt::format("/inbox/{}", reader.newest_item().value);
    const auto unread = [&] {
        return must(service::count_unread(reader.site, reader.asker.actor));
    };

    CHECK(reader.get_as(reader.asker, path).status != 200);
    CHECK(
        reader.post_form(path, {}, fmt::format("Cookie: {}\r\n", reader.asker.cookie)).status == 403
    );
    CHECK(reader.post_as(reader.other, path, {}).status == 404);
    CHECK(reader.post_as(reader.asker, "/inbox/999999", {}).status == 404);
    CHECK(unread() == 1);

    const http::ReceivedAnswer opened = reader.post_as(reader.asker, path, {});
    CHECK(opened.status == 303);
    CHECK(
        opened.header("location")
        == fmt::format("/questions/{}/when-was-i-it-i#{}", reader.asked.value, answer.value)
    );
    CHECK(unread() == 0);
    CHECK_FALSE(reader.get_as(reader.asker, "/inbox").body.contains("inbox__mark"));
}

TEST_CASE("A comment is opened where it stands") {
    Correspondence reader;
    const AnswerId answer = reader.site.an_answer(reader.asked).by(reader.asker);
    const CommentId comment =
        reader.site.a_comment(post_id(answer)).by(reader.other).saying("@Thomas is it so?");
    must(reader.site.database().write([&](db::Transaction& tx) {
        return service::leave_comment_notice(tx, comment, reader.site.now());
    }));
    reader.answered();
    std::string location;
    for (const domain::InboxItem& item :
         must(service::list_inbox(reader.site, reader.asker.actor, 1)).items) {
        if (item.kind != domain::InboxKind::comment) continue;
        location = reader.post_as(reader.asker, fmt::format("/inbox/{}", item.id.value), {})
                       .header("location");
    }
    CHECK(location.ends_with(fmt::format("#comment{}_{}", comment.value, answer.value)));
}

TEST_CASE("All is read at once") {
    Correspondence reader;
    reader.answered();
    reader.answered();
    CHECK(reader.post_as(reader.other, "/inbox/read", {}).status == 303);
    CHECK(must(service::count_unread(reader.site, reader.asker.actor)) == 2);
    const http::ReceivedAnswer done = reader.post_as(reader.asker, "/inbox/read", {});
    CHECK(done.status == 303);
    CHECK(done.header("location") == "/inbox");
    CHECK(must(service::count_unread(reader.site, reader.asker.actor)) == 0);
}

TEST_CASE("What is deleted is gone from the inbox and from the count") {
    Correspondence reader;
    const AnswerId answer = reader.answered("A secret.");
    const std::string path = fmt::format("/inbox/{}", reader.newest_item().value);
    reader.site.run(fmt::format("UPDATE posts SET deleted_at = 1 WHERE id = {}", answer.value));
    const http::ReceivedAnswer page = reader.get_as(reader.asker, "/inbox");
    CHECK_FALSE(page.body.contains("A secret."));
    CHECK_FALSE(page.body.contains("bar__count"));
    CHECK(reader.post_as(reader.asker, path, {}).status == 404);
}

TEST_CASE("A long inbox has pages") {
    Correspondence reader;
    for (std::int64_t i = 0; i < service::inbox_page_size + 1; ++i)
        reader.answered(fmt::format("Answer {}.", i));
    const http::ReceivedAnswer first = reader.get_as(reader.asker, "/inbox");
    CHECK(first.body.contains("/inbox?page=2"));
    const http::ReceivedAnswer second = reader.get_as(reader.asker, "/inbox?page=2");
    CHECK(second.status == 200);
    CHECK(second.body.contains("When was"));
    CHECK(reader.get_as(reader.asker, "/inbox?page=3").status == 404);
    CHECK(reader.get_as(reader.asker, "/inbox?page=x").status == 404);
}

TEST_CASE("Which kinds come by mail is chosen by boxes") {
    Correspondence reader;
    const http::ReceivedAnswer form = reader.get_as(reader.asker, "/account/notifications");
    CHECK(form.status == 200);
    CHECK(form.body.contains(R"(name="answers" value="1" checked)"));
    CHECK_FALSE(form.body.contains(R"(name="comments" value="1" checked)"));

    const http::ReceivedAnswer saved =
        reader.post_as(reader.asker, "/account/notifications", {{"comments", "1"}});
    CHECK(saved.status == 303);
    const http::ReceivedAnswer again = reader.get_as(reader.asker, saved.header("location"));
    CHECK(again.body.contains("Saved."));
    CHECK_FALSE(again.body.contains(R"(name="answers" value="1" checked)"));
    CHECK(again.body.contains(R"(name="comments" value="1" checked)"));
    CHECK(must(service::read_mail_choices(reader.site, reader.other.actor)).answers);
}

TEST_CASE("A link in a mail ends its mails with one click, without signing in") {
    Correspondence reader;
    const std::string path = reader.unsubscribe_path(domain::InboxKind::answer);
    const auto choices = [&] {
        return must(service::read_mail_choices(reader.site, reader.asker.actor));
    };
    const http::ReceivedAnswer page = reader.get(path);
    CHECK(page.status == 200);
    CHECK(page.body.contains("End these mails"));
    CHECK(page.body.contains("noindex"));
    // Looking changes nothing: a mail program looks at every link.
    CHECK(choices().answers);

    // As a mail program sends it (RFC 8058): from nowhere, with no cookie.
    const http::ReceivedAnswer done = reader.post_form(path, {{"List-Unsubscribe", "One-Click"}});
    CHECK(done.status == 200);
    CHECK(done.body.contains("These mails have ended."));
    CHECK_FALSE(choices().answers);
    CHECK(choices().mentions);
    CHECK(reader.post_form(path, {{"List-Unsubscribe", "One-Click"}}).status == 200);
}

TEST_CASE("A link that is not from one of our mails ends nothing") {
    Correspondence reader;
    std::string other = reader.unsubscribe_path(domain::InboxKind::mention);
    other.back() = other.back() == 'A' ? 'B' : 'A';
    for (const std::string& path :
         {std::string{"/unsubscribe"},
          std::string{"/unsubscribe?token="},
          std::string{"/unsubscribe?token=1.mention.x"},
          other}) {
        CAPTURE(path);
        CHECK(reader.get(path).status == 404);
        CHECK(reader.post_form(path, {{"List-Unsubscribe", "One-Click"}}).status == 404);
    }
    CHECK(must(service::read_mail_choices(reader.site, reader.asker.actor)).mentions);
}
