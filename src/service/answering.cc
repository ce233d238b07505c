#include "service/answering.h"

#include "base/text.h"
#include "domain/act_limits.h"
#include "domain/privileges.h"
#include "service/act_limits.h"
#include "service/citing.h"
#include "service/notices.h"
#include "service/writing.h"
#include "storage/answers.h"
#include "storage/drafts.h"
#include "storage/idempotency.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace attest::service {

namespace {

std::size_t count_links(std::string_view html) {
    constexpr std::string_view link = "<a href=";
    std::size_t count = 0;
    for (std::size_t at = html.find(link); at != std::string_view::npos;
         at = html.find(link, at + link.size())) {
        // A footnote's is within the page.
        if (!html.substr(at + link.size()).starts_with("\"#")) ++count;
    }
    return count;
}

/// `not_found` for what is no question, or deleted; `forbidden` for one that takes no answers.
Result<void> check_takes_answers(db::ReadTransaction& tx, QuestionId id, bool is_moderator) {
    const storage::PostPlace place = TRY(storage::find_post_place(tx, post_id(id)));
    if (place.question != id) {
        return fail(ErrorCode::not_found, "There is no such question here.");
    }
    const storage::PostRecord question = TRY(storage::find_post(tx, post_id(id)));
    if (question.locked_at && !is_moderator) {
        return fail(
            ErrorCode::forbidden, "This question is locked. A moderator has to unlock it first."
        );
    }
    if (question.closed_at) {
        return fail(
            ErrorCode::forbidden,
            "This question is closed and takes no answers until it is reopened. Your text is kept "
            "as a draft if you save it."
        );
    }
    return {};
}

} // namespace

std::string answer_place(QuestionId question) {
    return fmt::format("answer:{}", question.value);
}

Result<void> check_new_body(const std::string& markdown, const std::string& field) {
    const std::size_t length = utf8_length(trim(markdown));
    if (length == 0) return refuse(field, "Write something first.");
    if (length < domain::body_length_min) {
        return refuse(field, fmt::format("Write at least {} characters.", domain::body_length_min));
    }
    if (length > domain::body_length_max) {
        return refuse(
            field,
            fmt::format(
                "Shorten the text to {} characters; it has {}.", domain::body_length_max, length
            )
        );
    }
    return {};
}

Result<void>
check_links(const domain::Actor& actor, const storage::StoredBody& body, const std::string& field) {
    const bool is_trusted =
        actor.is_moderator() || actor.reputation >= domain::links_free_reputation;
    if (is_trusted || count_links(body.html) <= domain::newcomer_links_max) return {};
    return refuse(
        field,
        fmt::format(
            "With less than {} reputation a post can hold {} links. Leave the most useful ones.",
            domain::links_free_reputation,
            domain::newcomer_links_max
        )
    );
}

Result<AnswerId> post_answer(const Site& site, const domain::Actor& actor, const PostAnswer& form) {
    const domain::Thresholds& thresholds = site.settings.thresholds;
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::post, thresholds));
    if (form.is_community_wiki) {
        TRY(domain::check_privilege(actor, domain::Privilege::make_wiki, thresholds));
    }
    TRY(check_new_body(form.markdown, "body"));
    const storage::NewAnswer answer{
        .question = form.question,
        .body = TRY(render_body(site, form.markdown, std::nullopt)),
        .act = act_of(site, actor.user),
        .is_community_wiki = form.is_community_wiki,
    };
    TRY(check_links(actor, answer.body, "body"));
    const storage::IdempotencyKey key{
        .user = actor.user,
        .key = form.idempotency_key,
        .kind = "answer",
        .at = answer.act.at,
    };
    const auto post = [&](db::Transaction& tx) -> Result<AnswerId> {
        TRY(check_takes_answers(tx, form.question, actor.is_moderator()));
        TRY(check_limit(tx, site, actor, domain::LimitedAct::answer));
        const AnswerId id = TRY(storage::insert_answer(tx, answer));
        TRY(sync_claims(tx, post_id(id), answer.act, answer.body));
        TRY(leave_answer_notice(tx, id, answer.act.at));
        TRY(storage::delete_draft(tx, actor.user, answer_place(form.question)));
        return id;
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::find_or_insert(tx, key, [&] { return post(tx); });
    });
}

Result<AnsweredQuestion> find_answered_question(const Site& site, QuestionId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<AnsweredQuestion> {
        storage::PostPlace place = TRY(storage::find_post_place(tx, post_id(id)));
        if (place.question != id) {
            return fail(ErrorCode::not_found, "There is no such question here.");
        }
        return AnsweredQuestion{.id = id, .title = std::move(place.title)};
    });
}

} // namespace attest::service
