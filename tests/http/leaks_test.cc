// Nothing private comes out of any door. A word that stands nowhere else is planted in every place
// that is not for all, and then everybody opens every page that there is and looks for it.
#include "http/everybody.h"
#include "search/index.h"
#include "search/updater.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace attest;

namespace {

struct Secret {
    std::string word;
    std::set<Who> readers; ///< Those who may read it.
};

const std::set<Who> staff{Who::moderator, Who::keeper};
const std::set<Who> nobody{};
/// Of what `Who::author` has written and a moderator deleted.
const std::set<Who> who_see_deleted{
    Who::trusted, Who::author, Who::suspended, Who::moderator, Who::keeper
};
const std::set<Who> members{
    Who::newcomer, Who::trusted, Who::author, Who::suspended, Who::moderator, Who::keeper
};

struct PlantedSite : Everybody {
    std::vector<Secret> secrets;
    std::unique_ptr<search::SearchIndex> index;
    QuestionId lost{};      ///< A deleted question.
    AnswerId lost_answer{}; ///< A deleted answer to a question that stands.
    QuestionId standing{};
    CommentId lost_comment{};
    std::vector<std::string> guids;

    PlantedSite() {
        site.settings().origin_url = "https://old.example";
        index = must(
            search::SearchIndex::open({.directory = site.folder() / "index", .languages = {"en"}})
        );
        site.use_index(index.get());
        make_things(Thing::answer, State::live);
        write_posts();
        bring_index_up_to_date();
    }

    void bring_index_up_to_date() const {
        must(search::bring_up_to_date(*index, site.database(), {}));
    }

    std::string plant(const std::string& word, std::set<Who> readers) {
        secrets.push_back({word, std::move(readers)});
        return word;
    }

    void write_posts() {
        standing = site.a_question()
                       .titled("What stands in Zanzibar?")
                       .tagged({"calendar", "zanzibar"})
                       .by(author);
        lost = site.a_question()
                   .titled("Zanzibar " + plant("losttitle", who_see_deleted) + "?")
                   .tagged({"calendar", "zanzibar"})
                   .saying("Zanzibar had a " + plant("lostbody", who_see_deleted) + ".")
                   .by(author);
        guids.push_back(site.an_edit(post_id(lost))
                            .by(author)
                            .titled("Zanzibar " + plant("newlosttitle", who_see_deleted) + "?")
                            .saying("Zanzibar, " + plant("newlostbody", who_see_deleted) + ".")
                            .because(plant("lostsummary", who_see_deleted))
                            .post());
        lost_answer = site.an_answer(standing)
                          .saying("Zanzibar, too: " + plant("lostanswer", who_see_deleted))
                          .by(author);
        guids.push_back(site.an_edit(post_id(lost_answer))
                            .by(author)
                            .saying("Zanzibar: " + plant("newlostanswer", who_see_deleted))
                            .post());
        lost_comment = site.a_comment(post_id(standing))
                           .by(author)
                           .saying("Zanzibar " + plant("lostcomment", staff));
    }

    void delete_posts() const {
        const auto gone = [&](const std::string& path) {
            REQUIRE(post_as(moderator, path, {}).status == 303);
        };
        gone(fmt::format("/posts/{}/delete", lost.value));
        gone(fmt::format("/posts/{}/delete", lost_answer.value));
        gone(fmt::format("/comments/{}/delete", lost_comment.value));
    }

    void run_in_network(const std::string& sql) const {
        must(site.network().database.write([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({.name = "test", .sql = sql}, {}));
            return {};
        }));
    }

    /// In the site's database.
    void plant_rows() {
        const std::int64_t owner = author.actor.user.value;
        site.run(fmt::format(
            "INSERT INTO drafts (user_id, place, title, body, updated_at) VALUES "
            "({}, 'ask', '{}', '{}', 1), ({}, 'answer:{}', '', '{}', 1)",
            owner,
            plant("drafttitleword", {Who::author}),
            plant("draftbodyword", {Who::author}),
            owner,
            standing.value,
            plant("draftanswerword", {Who::author})
        ));
        site.run(filled(fmt::format(
            "UPDATE suggested_edits SET source = 'It was {}.', summary = '{}'",
            plant("suggestedword", members),
            plant("suggestwhyword", members)
        )));
        site.run("UPDATE flags SET note = '" + plant("flagnoteword", staff) + "'");
        site.run(fmt::format(
            "INSERT INTO moderation_log (moderator_id, kind, post_id, note, created_at) VALUES "
            "({}, 'locked', {}, '{}', 1)",
            moderator.actor.user.value,
            standing.value,
            plant("lognoteword", staff)
        ));
        // Somebody who only ever voted, flagged and bookmarked: the list of people is the one place
        // where the name stands.
        const UserId voter = site.a_user("Voterword");
        secrets.push_back({"Voterword", nobody});
        site.run(fmt::format(
            "INSERT INTO votes (id, post_id, kind, user_id, created_at) VALUES "
            "(1900000000, {}, 2, {}, 1)",
            standing.value,
            voter.value
        ));
        site.run(fmt::format(
            "INSERT INTO reputation_events (user_id, kind, post_id, actor_id, points, amount, day, "
            "created_at) VALUES ({}, 2, {}, {}, 10, 10, 1, 1)",
            owner,
            standing.value,
            voter.value
        ));
        // What is marked is public by itself, so its owner's lists are asked for by their tabs.
        for (const char* table : {"bookmarks", "followed_posts"}) {
            site.run(fmt::format(
                "INSERT INTO {} (user_id, post_id, created_at) VALUES ({}, {}, 1)",
                table,
                owner,
                question.value
            ));
        }
    }

    void plant_accounts() {
        const std::array<std::pair<const Member*, Who>, 6> people{{
            {&newcomer, Who::newcomer},
            {&trusted, Who::trusted},
            {&author, Who::author},
            {&suspended, Who::suspended},
            {&moderator, Who::moderator},
            {&keeper, Who::keeper},
        }};
        for (const auto& [member, who] : people) {
            std::set<Who> readers{who};
            if (who == Who::author) readers.insert(Who::keeper); // it claims a user
            const std::string word =
                plant(fmt::format("mailword{}", member->actor.account.value), std::move(readers));
            run_in_network(fmt::format(
                "UPDATE accounts SET email = '{}@example.org', email_key = '{}@example.org', "
                "password_hash = '{}' WHERE id = {}",
                word,
                word,
                plant(fmt::format("hashword{}", member->actor.account.value), nobody),
                member->actor.account.value
            ));
        }
        const std::int64_t account = author.actor.account.value;
        run_in_network(fmt::format(
            "UPDATE sessions SET device = '{}' WHERE account_id = {}",
            plant("deviceword", {Who::author}),
            account
        ));
        run_in_network(fmt::format(
            "INSERT INTO account_events (account_id, kind, detail, created_at) VALUES "
            "({}, 'address_changed', '{}', 1)",
            account,
            plant("eventword", {Who::author})
        ));
        run_in_network(fmt::format(
            "INSERT INTO passkeys (account_id, credential_id, public_key, algorithm, sign_count, "
            "name, created_at) VALUES ({}, x'01', x'02', -7, 0, '{}', 1)",
            account,
            plant("passkeyword", {Who::author})
        ));
        run_in_network(fmt::format(
            "INSERT INTO openid_identities (issuer, subject, account_id, created_at) VALUES "
            "('https://id.example', '{}', {}, 1)",
            plant("subjectword", nobody),
            account
        ));
        run_in_network(
            "INSERT INTO invitations (token_hash, email, created_at, expires_at) VALUES ('"
            + plant("tokenhashword", nobody) + "', '" + plant("guestword", {Who::keeper})
            + "@example.org', 1, 9000000000000000)"
        );
        site.run(
            "INSERT INTO users (id, display_name, reputation, created_at) VALUES (175, 'Old', 1, 0)"
        );
        run_in_network(fmt::format(
            "INSERT INTO claims (account_id, site_id, user_id, code, created_at) VALUES "
            "({}, {}, 175, '{}', 1)",
            account,
            site.site().id.value,
            plant("claimcodeword", {Who::author, Who::keeper})
        ));
    }

    /// Every page that there is, for the things that are hidden and for those that stand.
    std::vector<std::string> every_address() {
        std::set<std::string> addresses;
        const std::vector<std::string> posts{
            fmt::format("{}", lost.value),
            fmt::format("{}", lost_answer.value),
            fmt::format("{}", standing.value),
            names.at("answer"),
        };
        for (const std::span<const endpoint::Route> door : all_doors()) {
            for (const endpoint::Route& route : door) {
                if (route.method != http::Method::get) continue;
                for (const std::string& post : posts) {
                    names["post"] = names["question"] = names["answer"] = post;
                    names["comment"] = fmt::format("{}", lost_comment.value);
                    names["user"] = fmt::format("{}", author.actor.user.value);
                    names["tag"] = "zanzibar";
                    for (const std::string& guid : guids) {
                        names["guid"] = guid;
                        addresses.insert(filled(route.path));
                    }
                }
            }
        }
        const std::string person = fmt::format("/users/{}/author", author.actor.user.value);
        for (const char* tab : {"questions", "answers", "reputation", "bookmarks", "following"})
            addresses.insert(person + "?tab=" + tab);
        for (const char* tab :
             {"newest", "active", "hot", "unanswered", "votes", "week", "month"}) {
            addresses.insert(std::string{"/questions?tab="} + tab);
            addresses.insert(std::string{"/questions/tagged/zanzibar?tab="} + tab);
        }
        for (const char* query :
             {"zanzibar", "[zanzibar]", "title:zanzibar", "zanzibar*", "is:answer zanzibar"}) {
            addresses.insert("/search?q=" + percent_encode(query));
            addresses.insert("/search?order=newest&q=" + percent_encode(query));
        }
        addresses.insert(
            fmt::format("/questions/{}/what-stands-in-zanzibar?comments=all", standing.value)
        );
        addresses.insert(fmt::format("/questions/{}/what-stands-in-zanzibar", standing.value));
        addresses.insert("/questions/similar?title=What+was+there+in+Zanzibar");
        addresses.insert("/tags/complete?q=zan");
        return {addresses.begin(), addresses.end()};
    }

    /// As a browser does, over what leads on.
    http::ReceivedAnswer open(Who who, const std::string& address) const {
        const std::string cookie =
            who == Who::visitor ? std::string{} : fmt::format("Cookie: {}\r\n", cookie_of(who));
        http::ReceivedAnswer received = get(address, cookie);
        for (int hop = 0; hop < 3 && (received.status == 301 || received.status == 302); ++hop) {
            const std::string to = received.header("location");
            const std::string before = std::move(received.head);
            received = get(to.substr(0, to.find('#')), cookie);
            received.head += before;
        }
        return received;
    }
};

/// Where the name of somebody stands who is listed like all others.
bool is_list_of_people(const std::string& address) {
    return address.starts_with("/users") && !address.contains("/author");
}

} // namespace

TEST_CASE("What is private comes out of no door, whoever asks") {
    PlantedSite reader;
    reader.delete_posts();
    reader.sign_in_again(); // some pages ask for a fresh proof
    reader.plant_rows();
    reader.plant_accounts();
    const std::vector<std::string> addresses = reader.every_address();
    std::set<std::string> found; // by somebody who may: or the test looks in the wrong places
    int looked = 0;
    const auto look = [&](Who who, const std::string& address) {
        const http::ReceivedAnswer answer = reader.open(who, address);
        ++looked;
        for (const Secret& secret : reader.secrets) {
            const bool is_there =
                answer.body.contains(secret.word) || answer.head.contains(secret.word);
            if (!is_there) continue;
            found.insert(secret.word);
            const bool may = secret.readers.contains(who)
                             || (secret.word == "Voterword" && is_list_of_people(address));
            CHECK_MESSAGE(
                may, "\"" << secret.word << "\" at " << address << " for " << static_cast<int>(who)
            );
        }
    };
    // Once with what the index knows by now, and once as it was before the deletions.
    for (int round = 0; round < 2; ++round) {
        for (std::size_t who = 0; who < who_count; ++who) {
            for (const std::string& address : addresses)
                look(static_cast<Who>(who), address);
        }
        reader.bring_index_up_to_date();
    }
    for (const Secret& secret : reader.secrets) {
        if (secret.readers.empty()) continue;
        CHECK_MESSAGE(found.contains(secret.word), "nobody ever saw \"" << secret.word << "\"");
    }
    MESSAGE(
        looked << " pages, " << addresses.size() << " addresses, " << reader.secrets.size()
               << " words"
    );
    CHECK(looked > 1'000);
}

TEST_CASE("What was deleted is gone from every page in the moment it is, from cached ones too") {
    PlantedSite reader;
    const std::vector<std::string> addresses = reader.every_address();
    const auto pages_with = [&](const std::string& word) {
        std::int64_t count = 0;
        for (const std::string& address : addresses)
            count += reader.open(Who::visitor, address).body.contains(word) ? 1 : 0;
        return count;
    };
    // A page is kept from its second request on, and answered from there at the third.
    for (int time = 0; time < 2; ++time) {
        CHECK(pages_with("newlosttitle") > 5);
        CHECK(pages_with("newlostanswer") > 2);
        CHECK(pages_with("lostcomment") > 0);
    }
    CHECK(reader.server.application().cache_metrics().hits > 50);
    reader.delete_posts();
    for (const Secret& secret : reader.secrets) {
        CAPTURE(secret.word);
        CHECK(pages_with(secret.word) == 0);
    }
    reader.bring_index_up_to_date();
    for (const Secret& secret : reader.secrets) {
        CAPTURE(secret.word);
        CHECK(pages_with(secret.word) == 0);
    }
}
