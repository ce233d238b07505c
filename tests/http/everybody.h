// One of everybody before one of everything: the people who may stand before a door, and the
// things that a door leads to, in each of the states they can be in. For tests that ask every
// route of the route table.
#pragma once

#include "http/reader.h"
#include "http/watched_site.h"
#include "kit/must.h"
#include "security/token.h"
#include "service/editing.h"
#include "service/sessions.h"
#include "service/sources.h"
#include "storage/deletions.h"
#include "storage/posts.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest {

enum class Who : std::uint8_t {
    visitor,
    newcomer,  ///< Reputation 1.
    trusted,   ///< Every privilege.
    author,    ///< Of the thing, with reputation 1.
    suspended, ///< Every privilege, but for a while.
    moderator,
    keeper,
};

inline constexpr std::size_t who_count = 7;

enum class State : std::uint8_t {
    live,
    closed, ///< The question that it is, or belongs to.
    locked,
    deleted,
    anothers, ///< Live, and not by `Who::author`.
};

inline constexpr std::size_t state_count = 5;

/// What a door leads to. Those without states are the same for all.
enum class Thing : std::uint8_t {
    none,
    question,
    answer,
    gift, ///< An answer by a bystander: the question is the author's.
    comment,
    revision,
    edit,
    flag,
    item,
};

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Everybody : Reader {
    Member newcomer = site.a_member("Newcomer");
    Member trusted = site.a_member("Trusted", 100'000);
    Member author = site.a_member("Author");
    Member suspended = site.a_member("Suspended", 100'000);
    Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    Member keeper = site.a_member("Keeper", 1, domain::Role::keeper);
    UserId another = site.a_user("Another");
    UserId bystander = site.a_user("Bystander");
    std::string visit = security::new_token(site.network().random).secret;
    WatchedSite watched{site};

    /// What stands in for the parts of a path and for "{base}" and the like in a form.
    std::map<std::string, std::string> names;

    Everybody() {
        // Until long after the end of the test.
        site.run(
            "UPDATE users SET suspended_until = created_at * 2 WHERE display_name = 'Suspended'"
        );
    }

    /// New sessions: months go by in the test, and old ones end (or were ended by a door).
    void sign_in_again() {
        for (Member* one : {&newcomer, &trusted, &author, &suspended, &moderator, &keeper}) {
            one->session_secret = must(service::start_session(
                site.network(),
                {.account = one->actor.account, .device = "A test", .address = "127.0.0.1"}
            ));
            one->cookie = "session=" + one->session_secret;
            one->csrf_token = security::csrf_token(one->session_secret);
        }
    }

    [[nodiscard]] const Member* member(Who who) const {
        const std::array<const Member*, who_count> all{
            nullptr, &newcomer, &trusted, &author, &suspended, &moderator, &keeper
        };
        return all.at(static_cast<std::size_t>(who));
    }

    /// A new question with an answer, a comment, an edit that waits, a flag and a notice, in the
    /// state asked for. Whatever an earlier act earned or cost is forgotten.
    void make_things(Thing thing, State state) {
        site.advance(hours(20)); // past every limit on acts: in a row, in a day, in a month
        site.run("UPDATE users SET reputation = 1 WHERE display_name IN ('Newcomer', 'Author')");
        const UserId owner = state == State::anothers ? another : author.actor.user;
        const std::string tag = fmt::format("tag-{}", site.next_number());
        const QuestionId asked = site.a_question()
                                     .titled(fmt::format("Thing {}?", site.next_number()))
                                     .tagged({"calendar", tag})
                                     .by(owner);
        const AnswerId answered =
            site.an_answer(asked).by(thing == Thing::gift ? bystander : owner);
        const CommentId commented = site.a_comment(post_id(answered)).by(owner);
        for (const std::string_view words : {"It was so, once.", "It was so, and more so."}) {
            site.advance(minutes(1)); // and past fifteen seconds since the comment
            site.an_edit(post_id(asked)).by(owner).saying(std::string{words}).post();
            site.an_edit(post_id(answered)).by(owner).saying(std::string{words}).post();
        }
        names = {
            {"question", fmt::format("{}", asked.value)},
            {"answer", fmt::format("{}", answered.value)},
            {"comment", fmt::format("{}", commented.value)},
            {"post", fmt::format("{}", thing == Thing::question ? asked.value : answered.value)},
            {"original", fmt::format("{}", question.value)},
            {"user", fmt::format("{}", owner.value)},
            {"tag", tag},
            {"slug", "x"},
            {"from", fmt::format("{}", asked.value / 5'000 * 5'000)},
        };
        names["guid"] = first_guid_of(names["answer"]);
        names["base"] = must(service::read_editor(
                                 site,
                                 keeper.actor,
                                 thing == Thing::question ? post_id(asked) : post_id(answered)
                             ))
                            .base;
        names["key"] = fmt::format("key-{}", site.next_number());
        names["source"] = a_source("A source");
        names["other_source"] = a_source("Another source");
        make_other_rows(owner);
        put_into(thing, state, asked, answered);
        // The author has just asked and answered; but a comment is edited for five minutes only.
        if (thing == Thing::none || thing == Thing::question) site.advance(hours(1));
    }

    /// A new source of the library; its key.
    std::string a_source(std::string_view title) {
        const service::AddedSource added = must(service::add_source(
            site,
            keeper.actor,
            {.reference = {.title = fmt::format("{} {}", title, site.next_number())}}
        ));
        return added.source.value().key;
    }

    /// "{post}" and "{post?}" replaced; a parameter that may be absent is.
    [[nodiscard]] std::string filled(std::string_view pattern) const {
        std::string text;
        while (!pattern.empty()) {
            const std::size_t open = pattern.find('{');
            text += pattern.substr(0, open);
            if (open == std::string_view::npos) break;
            const std::size_t close = pattern.find('}', open);
            const std::string name{pattern.substr(open + 1, close - open - 1)};
            pattern.remove_prefix(close + 1);
            if (name.ends_with('?')) {
                if (text.ends_with('/')) text.pop_back();
                continue;
            }
            const auto found = names.find(name);
            text += found == names.end() ? "999" : found->second;
        }
        return text;
    }

    [[nodiscard]] Fields filled(const Fields& form) const {
        Fields all = form;
        for (auto& [name, value] : all)
            value = filled(value);
        return all;
    }

    [[nodiscard]] std::string cookie_of(Who who) const {
        return member(who) == nullptr ? "visit=" + visit : member(who)->cookie;
    }

    [[nodiscard]] std::string token_of(Who who) const {
        return member(who) == nullptr ? security::csrf_token(visit) : member(who)->csrf_token;
    }

private:
    [[nodiscard]] std::string first_guid_of(const std::string& post) const {
        return watched.site().text(fmt::format(
            "SELECT lower(hex(guid)) FROM post_history WHERE post_id = {} AND guid IS NOT NULL "
            "ORDER BY id LIMIT 1",
            post
        ));
    }

    void make_other_rows(UserId owner) {
        site.run(filled(fmt::format(
            "INSERT INTO suggested_edits (post_id, author_id, base_guid, source, summary, "
            "created_at) SELECT {{answer}}, {}, guid, 'It was otherwise.', 'mended', created_at "
            "FROM post_history WHERE post_id = {{answer}} ORDER BY id DESC LIMIT 1",
            bystander.value
        )));
        site.run(filled(fmt::format(
            "INSERT INTO flags (post_id, user_id, kind, created_at) "
            "SELECT id, {}, 2, created_at FROM posts WHERE id = {{answer}}",
            bystander.value
        )));
        site.run(filled(fmt::format(
            "INSERT INTO inbox_items (user_id, kind, post_id, actor_id, object_id, created_at) "
            "SELECT {}, 1, id, {}, id, created_at FROM posts WHERE id = {{answer}}",
            owner.value,
            bystander.value
        )));
        site.run("INSERT INTO authorities (kind, label, note, active_from, active_to, created_at, "
                 "revision) VALUES (1, 'Leon Trotsky', '', '', '', 0, 1)");
        names["authority"] = watched.site().text("SELECT MAX(id) FROM authorities");
        site.run("INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                 "VALUES ('thing-1990', '{}', 'Things', '', '1990', 3, 0, '', '', '', '', 1, 0, 1) "
                 "ON CONFLICT DO NOTHING");
        site.run(filled(
            "INSERT INTO claims (post_id, revision, exact, prefix, suffix, start, wording_hash, "
            "is_detached, status, summary, created_at) "
            "VALUES ({answer}, x'', 'It was so', '', '', 0, 'x', 0, 0, '', 0)"
        ));
        names["claim"] = watched.site().text("SELECT MAX(id) FROM claims");
        site.run(fmt::format(
            "INSERT INTO citations (claim_id, source_id, label, locator, page_from, page_to, "
            "quote, "
            "translation, box, relation, is_absence, note, is_in_text, user_id, created_at, "
            "content_hash, state, yes_count, no_count) SELECT {}, id, 'page', '5', '5', '5', '', "
            "'', "
            "'', 1, 0, '', 0, {}, 0, 'x', 0, 0, 0 FROM sources WHERE key = 'thing-1990'",
            names["claim"],
            bystander.value
        ));
        names["citation"] = watched.site().text("SELECT MAX(id) FROM citations");
        site.run(fmt::format(
            "INSERT INTO citation_checks (citation_id, user_id, verdict, is_of_translation, seen, "
            "note, reply, wording_hash, content_hash, page_sha256, address_hash, is_latest, "
            "created_at) VALUES ({}, {}, 3, 0, 1, 'No.', '', 'x', 'x', '', '', 1, 0)",
            names["citation"],
            another.value
        ));
        names["check"] = watched.site().text("SELECT MAX(id) FROM citation_checks");
        names["edit"] = watched.site().text("SELECT MAX(id) FROM suggested_edits");
        names["flag"] = watched.site().text("SELECT MAX(id) FROM flags");
        names["item"] = watched.site().text("SELECT MAX(id) FROM inbox_items");
    }

    void put_into(Thing thing, State state, QuestionId asked, AnswerId answered) {
        const auto stamp = [&](std::string_view table, std::string_view column, std::string ids) {
            site.run(fmt::format(
                "UPDATE {} SET {} = created_at + 1 WHERE id IN ({})", table, column, ids
            ));
        };
        const PostId post = thing == Thing::question ? post_id(asked) : post_id(answered);
        if (state == State::closed) stamp("posts", "closed_at", names["question"]);
        if (state == State::locked) {
            stamp("posts", "locked_at", names["question"] + "," + names["answer"]);
        }
        if (state != State::deleted) return;
        if (thing == Thing::comment) {
            stamp("comments", "deleted_at", names["comment"]);
            return;
        }
        const storage::Act act{.actor = author.actor.user, .at = site.now(), .guid = site.a_guid()};
        must(site.database().write([&](db::Transaction& tx) -> Result<void> {
            const storage::PostRecord record = TRY(storage::find_post(tx, post));
            return storage::delete_post(tx, {.post = record, .by = author.actor.user, .act = act});
        }));
    }
};

} // namespace attest
