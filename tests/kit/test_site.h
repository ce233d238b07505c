// A site for a test: its database on tmpfs, gone at the end; a clock that stands still unless the
// test moves it; counted randomness; and builders for what the test needs.
//
//   TestSite site;
//   const UserId jane = site.a_user("Jane");
//   const QuestionId question =
//   site.a_question().titled("Why?").tagged({"tudor-england"}).by(jane); const AnswerId answer =
//   site.an_answer(question).by(jane).scoring(3);
//   site.a_comment(post_id(answer)).saying("Because.").post();
//
// Somebody who is signed in is a member: `const Member jane = site.a_member("Jane", 125);`.
//
// A builder becomes what it builds when it is turned into an id, or by `post()`. What is not said
// is made up: a new author, a title with a number. Builders write through storage/, as the use
// cases do.
#pragma once

#include "db/database.h"
#include "domain/actor.h"
#include "service/network.h"
#include "service/site.h"
#include "service/stamps.h"
#include "storage/answers.h"
#include "storage/comments.h"
#include "storage/edits.h"
#include "storage/questions.h"
#include "storage/users.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attest {

class TestSite;

class QuestionBuilder {
public:
    explicit QuestionBuilder(TestSite& site);

    QuestionBuilder& titled(std::string title);
    QuestionBuilder& tagged(std::vector<std::string> tags);
    QuestionBuilder& by(UserId author);
    QuestionBuilder& saying(std::string paragraph);
    QuestionBuilder& asked_at(Time at);
    QuestionBuilder& scoring(std::int64_t score);
    QuestionBuilder& viewed(std::int64_t times);

    QuestionId post();

    operator QuestionId() { return post(); } // NOLINT(google-explicit-constructor)

private:
    TestSite& site_;
    storage::NewQuestion question_;
    bool has_author_ = false;
    std::int64_t score_ = 0;
    std::int64_t views_ = 0;
};

class AnswerBuilder {
public:
    AnswerBuilder(TestSite& site, QuestionId question);

    AnswerBuilder& by(UserId author);
    AnswerBuilder& saying(std::string paragraph);
    AnswerBuilder& given_at(Time at);
    AnswerBuilder& scoring(std::int64_t score);
    AnswerBuilder& accepted();

    AnswerId post();

    operator AnswerId() { return post(); } // NOLINT(google-explicit-constructor)

private:
    TestSite& site_;
    storage::NewAnswer answer_;
    bool has_author_ = false;
    bool is_accepted_ = false;
    std::int64_t score_ = 0;
};

class CommentBuilder {
public:
    CommentBuilder(TestSite& site, PostId post);

    CommentBuilder& by(UserId author);
    CommentBuilder& saying(std::string text);
    CommentBuilder& made_at(Time at);

    CommentId post();

    operator CommentId() { return post(); } // NOLINT(google-explicit-constructor)

private:
    TestSite& site_;
    PostId post_;
    std::optional<UserId> author_;
    std::string text_ = "A comment.";
    Time at_;
};

/// One edit: a new body, and for a question perhaps a new title and new tags.
class RevisionBuilder {
public:
    RevisionBuilder(TestSite& site, PostId post);

    RevisionBuilder& by(UserId editor);
    RevisionBuilder& titled(std::string title);
    RevisionBuilder& tagged(std::vector<std::string> tags);
    RevisionBuilder& saying(std::string paragraph);
    RevisionBuilder& because(std::string summary);
    RevisionBuilder& made_at(Time at);

    /// The guid of the act, 32 hexadecimal digits.
    std::string post();

private:
    TestSite& site_;
    PostId post_;
    std::optional<UserId> editor_;
    std::optional<std::string> title_;
    std::optional<std::vector<std::string>> tags_;
    std::optional<std::string> body_;
    std::string summary_;
    Time at_;
};

/// Somebody with an account and an open session.
struct Member {
    domain::Actor actor;
    std::string session_secret;
    std::string cookie;     ///< "session=…", as the browser sends it.
    std::string csrf_token; ///< What its forms carry.

    operator UserId() const { return actor.user; } // NOLINT(google-explicit-constructor)
};

struct TestSiteOptions {
    /// Keep what every statement costs, for tests of growth.
    bool counts_costs = false;
    /// An imported site's file to stand on; empty: a new site.
    std::filesystem::path file = {};
};

class TestSite {
public:
    explicit TestSite(TestSiteOptions options = {});
    TestSite(const TestSite&) = delete;
    TestSite& operator=(const TestSite&) = delete;
    ~TestSite();

    /// What use cases take.
    [[nodiscard]] const Site& site() const { return *site_; }

    operator const Site&() const { return *site_; } // NOLINT(google-explicit-constructor)

    [[nodiscard]] db::Database& database() const { return *database_; }

    /// Accounts and sessions.
    [[nodiscard]] Network& network() const { return *network_; }

    [[nodiscard]] service::Stamps& stamps() const { return *stamps_; }

    /// The data folder: sites/test.sqlite and network.sqlite lie in it.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    /// 2024-01-01 at first.
    [[nodiscard]] Time now() const { return *now_; }

    void advance(Duration span) const { *now_ = *now_ + span; }

    SiteSettings& settings() { return site_->settings; }

    /// Puts a search index under the site; null takes it away.
    void use_index(search::SearchIndex* index) { site_->index = index; }

    UserId a_user(const std::string& name = {}, std::int64_t reputation = 1);

    /// A user with a confirmed account, signed in.
    Member a_member(
        const std::string& name = {},
        std::int64_t reputation = 1,
        domain::Role role = domain::Role::user
    );

    QuestionBuilder a_question() { return QuestionBuilder{*this}; }

    AnswerBuilder an_answer(QuestionId question) { return {*this, question}; }

    CommentBuilder a_comment(PostId post) { return {*this, post}; }

    RevisionBuilder an_edit(PostId post) { return {*this, post}; }

    /// A plain statement, for what no builder makes.
    void run(std::string_view sql) const;

    /// The number a statement gives: `site.number("SELECT COUNT(*) FROM votes")`.
    [[nodiscard]] std::int64_t number(std::string_view sql) const;

    /// Everything that is stored twice (counters, totals, keys under tags) compared with what it
    /// was made from: one line for each that is wrong.
    [[nodiscard]] std::vector<std::string> wrong_numbers() const;

    /// 16 bytes that no other act has.
    std::string a_guid();

    /// A number that grows with each call.
    std::int64_t next_number() { return ++number_; }

private:
    std::filesystem::path folder_;
    std::shared_ptr<Time> now_;
    std::unique_ptr<service::Stamps> stamps_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<db::Database> network_database_;
    std::unique_ptr<Network> network_;
    std::unique_ptr<Site> site_;
    std::int64_t number_ = 0;
};

} // namespace attest
