#include "kit/test_site.h"

#include "base/log.h"
#include "base/random.h"
#include "db/migrations.h"
#include "kit/must.h"
#include "security/token.h"
#include "service/session_touches.h"
#include "service/sessions.h"
#include "storage/accounts.h"
#include "storage/findings.h"
#include "storage/post_history.h"
#include "storage/posts.h"

#include <fmt/format.h>

#include <cstdint>
#include <mutex>
#include <utility>

namespace attest {

namespace {

/// Bytes that count upwards: the same in every run, and never the same twice in one.
Random counted_random() {
    return [next = std::make_shared<std::atomic<std::uint64_t>>(0)](std::span<std::byte> bytes) {
        std::uint64_t number = ++*next;
        for (std::byte& byte : bytes) {
            byte = static_cast<std::byte>(number & 0xFFU);
            number = (number >> 8U) * 0x9E3779B97F4A7C15ULL + number;
        }
    };
}

std::unique_ptr<db::Database> open_database(db::DatabaseOptions options) {
    return must(db::Database::open(std::move(options)));
}

storage::StoredBody paragraph(const std::string& text) {
    return {
        .source = text,
        .format = domain::BodyFormat::markdown,
        .html = "<p>" + text + "</p>\n",
        .text = text + "\n",
    };
}

} // namespace

TestSite::TestSite(TestSiteOptions options)
    : folder_{"/dev/shm/attest_test_" + random_hex(system_random(), 8)},
      now_{std::make_shared<Time>(time_of({2024, 1, 1, 12, 0, 0, 0}))},
      stamps_{std::make_unique<service::Stamps>()} {
    set_log_level(LogLevel::warning);
    std::filesystem::create_directories(folder_ / "sites");
    database_ = open_database({
        .file = options.file.empty() ? folder_ / "sites" / "test.sqlite" : options.file,
        .migrations = db::site_migrations(),
        .on_commit = [stamps = stamps_.get()](std::span<const std::uint64_t> notes
                     ) { stamps->bump_noted(notes); },
        .counts_costs = options.counts_costs,
    });
    network_database_ = open_database({
        .file = folder_ / "network.sqlite",
        .migrations = db::network_migrations(),
    });
    must(network_database_->write([](db::Transaction& tx) -> Result<void> {
        constexpr db::Query query{
            .name = "insert_test_site",
            .sql = "INSERT INTO sites (id, name, created_at) VALUES (1, 'test', 0)",
        };
        TRY(tx.execute(query));
        return {};
    }));
    site_ = std::make_unique<Site>(Site{
        .id = SiteId{1},
        .settings =
            {.name = "test",
             .title = "Test",
             .tagline = "A site for tests",
             .languages = {"en"},
             .origin_url = {},
             .path_prefix = {}},
        .database = *database_,
        .index = nullptr,
        .clock = [now = now_] { return *now; },
        .random = counted_random(),
        .files_folder = (folder_ / "files").string(),
        .scan_program = ATTEST_SCAN_WORKER,
    });
    network_ = std::make_unique<Network>(Network{
        .settings = {},
        .database = *network_database_,
        .secret_key = std::string(32, 'k'),
        .clock = site_->clock,
        .random = site_->random,
        .passwords = std::make_shared<security::PasswordHasher>(security::cheap_hasher_options()),
        .throttle = std::make_shared<security::Throttle>(security::ThrottleOptions{
            .monotonic_clock = [now = now_] { return now->milliseconds; },
        }),
        .touches = std::make_shared<service::SessionTouches>(),
    });
}

TestSite::~TestSite() {
    site_.reset();
    database_.reset();
    network_.reset();
    network_database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

UserId TestSite::a_user(const std::string& name, std::int64_t reputation) {
    const storage::NewUser user{
        .display_name = name.empty() ? fmt::format("User {}", next_number()) : name,
        .reputation = reputation,
        .created_at = now(),
    };
    return must(database_->write([&](db::Transaction& tx) { return storage::insert_user(tx, user); }
    ));
}

Member TestSite::a_member(const std::string& name, std::int64_t reputation, domain::Role role) {
    const std::string shown = name.empty() ? fmt::format("Member {}", next_number()) : name;
    const std::string email = fmt::format("member{}@example.org", next_number());
    const AccountId account = must(network_database_->write([&](db::Transaction& tx) {
        return storage::insert_account(
            tx,
            {.email = email,
             .email_key = email,
             .display_name = shown,
             .password_hash = {},
             .is_keeper = role == domain::Role::keeper,
             .created_at = now(),
             .confirmed_at = now()}
        );
    }));
    const UserId user = must(database_->write([&](db::Transaction& tx) {
        return storage::insert_user(
            tx,
            {.display_name = shown,
             .reputation = reputation,
             .created_at = now(),
             .account = account}
        );
    }));
    if (role == domain::Role::moderator) {
        run(fmt::format("UPDATE users SET is_moderator = 1 WHERE id = {}", user.value));
    }
    const std::string secret = must(service::start_session(
        *network_, {.account = account, .device = "A test", .address = "127.0.0.1"}
    ));
    return {
        .actor =
            {.user = user,
             .account = account,
             .display_name = shown,
             .reputation = reputation,
             .role = role,
             .joined_at = now()},
        .session_secret = secret,
        .cookie = "session=" + secret,
        .csrf_token = security::csrf_token(secret),
    };
}

void TestSite::run(std::string_view sql) const {
    const db::Query query{.name = "test", .sql = sql};
    must(database_->write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(query));
        return {};
    }));
}

std::int64_t TestSite::number(std::string_view sql) const {
    const db::Query query{.name = "test", .sql = sql};
    return must(database_->read([&](db::ReadTransaction& tx) {
               return tx.first(query, {}, [](const db::Row& row) { return row.integer(0); });
           })
    ).value();
}

std::string TestSite::a_guid() {
    std::string guid(16, '\0');
    const std::string digits = fmt::format("{:016}", next_number());
    guid.replace(0, 16, digits);
    return guid;
}

QuestionBuilder::QuestionBuilder(TestSite& site) : site_{site} {
    question_.title = fmt::format("Question {}", site.next_number());
    question_.tags = {"history"};
    question_.body = paragraph("Why was it so?");
    question_.act.at = site.now();
    question_.act.guid = site.a_guid();
}

QuestionBuilder& QuestionBuilder::titled(std::string title) {
    question_.title = std::move(title);
    return *this;
}

QuestionBuilder& QuestionBuilder::tagged(std::vector<std::string> tags) {
    question_.tags = std::move(tags);
    return *this;
}

QuestionBuilder& QuestionBuilder::by(UserId author) {
    question_.act.actor = author;
    has_author_ = true;
    return *this;
}

QuestionBuilder& QuestionBuilder::saying(std::string text) {
    question_.body = paragraph(text);
    return *this;
}

QuestionBuilder& QuestionBuilder::asked_at(Time at) {
    question_.act.at = at;
    return *this;
}

QuestionBuilder& QuestionBuilder::scoring(std::int64_t score) {
    score_ = score;
    return *this;
}

QuestionBuilder& QuestionBuilder::viewed(std::int64_t times) {
    views_ = times;
    return *this;
}

QuestionId QuestionBuilder::post() {
    if (!has_author_) by(site_.a_user());
    return must(site_.database().write([&](db::Transaction& tx) -> Result<QuestionId> {
        const QuestionId id = TRY(storage::insert_question(tx, question_));
        if (score_ != 0) TRY(storage::count_question_score(tx, id, score_));
        if (views_ != 0) TRY(storage::count_views(tx, {.question = id, .count = views_}));
        return id;
    }));
}

AnswerBuilder::AnswerBuilder(TestSite& site, QuestionId question) : site_{site} {
    answer_.question = question;
    answer_.body = paragraph("It was so.");
    answer_.act.at = site.now();
    answer_.act.guid = site.a_guid();
}

AnswerBuilder& AnswerBuilder::by(UserId author) {
    answer_.act.actor = author;
    has_author_ = true;
    return *this;
}

AnswerBuilder& AnswerBuilder::saying(std::string text) {
    answer_.body = paragraph(text);
    return *this;
}

AnswerBuilder& AnswerBuilder::given_at(Time at) {
    answer_.act.at = at;
    return *this;
}

AnswerBuilder& AnswerBuilder::scoring(std::int64_t score) {
    score_ = score;
    return *this;
}

AnswerBuilder& AnswerBuilder::accepted() {
    is_accepted_ = true;
    return *this;
}

AnswerId AnswerBuilder::post() {
    if (!has_author_) by(site_.a_user());
    return must(site_.database().write([&](db::Transaction& tx) -> Result<AnswerId> {
        const AnswerId id = TRY(storage::insert_answer(tx, answer_));
        const storage::AnswerOfQuestion which{.answer = id, .question = answer_.question};
        if (score_ != 0) TRY(storage::count_answer_score(tx, which, score_));
        if (is_accepted_) TRY(storage::update_accepted_answer(tx, answer_.question, id));
        return id;
    }));
}

CommentBuilder::CommentBuilder(TestSite& site, PostId post)
    : site_{site}, post_{post}, at_{site.now()} {}

CommentBuilder& CommentBuilder::by(UserId author) {
    author_ = author;
    return *this;
}

CommentBuilder& CommentBuilder::saying(std::string text) {
    text_ = std::move(text);
    return *this;
}

CommentBuilder& CommentBuilder::made_at(Time at) {
    at_ = at;
    return *this;
}

CommentId CommentBuilder::post() {
    const UserId author = author_ ? *author_ : site_.a_user();
    return must(site_.database().write([&](db::Transaction& tx) -> Result<CommentId> {
        const storage::PostRecord post = TRY(storage::find_post(tx, post_));
        return storage::insert_comment(
            tx,
            {.post = post_,
             .question = post.question.value(),
             .source = text_,
             .html = text_,
             .act = {.actor = author, .at = at_, .guid = {}}}
        );
    }));
}

RevisionBuilder::RevisionBuilder(TestSite& site, PostId post)
    : site_{site}, post_{post}, at_{site.now()} {}

RevisionBuilder& RevisionBuilder::by(UserId editor) {
    editor_ = editor;
    return *this;
}

RevisionBuilder& RevisionBuilder::titled(std::string title) {
    title_ = std::move(title);
    return *this;
}

RevisionBuilder& RevisionBuilder::tagged(std::vector<std::string> tags) {
    tags_ = std::move(tags);
    return *this;
}

RevisionBuilder& RevisionBuilder::saying(std::string text) {
    body_ = std::move(text);
    return *this;
}

RevisionBuilder& RevisionBuilder::because(std::string summary) {
    summary_ = std::move(summary);
    return *this;
}

RevisionBuilder& RevisionBuilder::made_at(Time at) {
    at_ = at;
    return *this;
}

std::string RevisionBuilder::post() {
    const storage::Act act{
        .actor = editor_ ? *editor_ : site_.a_user(),
        .at = at_,
        .guid = site_.a_guid(),
        .summary = summary_,
    };
    must(site_.database().write([&](db::Transaction& tx) {
        return storage::edit_post(
            tx,
            post_,
            {.title = title_,
             .tags = tags_,
             .body = body_ ? std::optional{paragraph(*body_)} : std::nullopt,
             .act = act}
        );
    }));
    std::string hex;
    for (const char byte : act.guid) {
        hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return hex;
}

std::vector<std::string> TestSite::wrong_numbers() const {
    std::vector<std::string> wrong;
    for (const storage::Findings& kind : must(database_->read(storage::find_wrong_numbers))) {
        for (const storage::Finding& one : kind.some)
            wrong.push_back(storage::format_finding(kind, one));
    }
    return wrong;
}

} // namespace attest
