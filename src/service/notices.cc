#include "service/notices.h"

#include "base/json.h"
#include "search/words.h"
#include "service/limits.h"
#include "storage/inbox.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

/// What a notice speaks of, and how far its followers have been told.
struct Notice {
    std::optional<AnswerId> answer = {};
    std::optional<CommentId> comment = {};
    std::optional<CitationCheckId> check = {};
    std::optional<CitationId> citation = {};
    std::optional<ClaimId> reworded = {};
    std::optional<UserId> after = {};
};

std::string format_notice(const Notice& notice) {
    std::string payload;
    JsonWriter json{payload};
    json.begin_object();
    if (notice.answer) json.field("answer", notice.answer->value);
    if (notice.comment) json.field("comment", notice.comment->value);
    if (notice.check) json.field("check", notice.check->value);
    if (notice.citation) json.field("citation", notice.citation->value);
    if (notice.reworded) json.field("reworded", notice.reworded->value);
    if (notice.after) json.field("after", notice.after->value);
    json.end_object();
    return payload;
}

std::optional<std::int64_t> number_of(const boost::json::value& value, std::string_view name) {
    const boost::json::object* object = value.if_object();
    const boost::json::value* member = object == nullptr ? nullptr : object->if_contains(name);
    const std::int64_t* number = member == nullptr ? nullptr : member->if_int64();
    return number == nullptr ? std::nullopt : std::optional{*number};
}

boost::json::value parse(std::string_view payload) {
    boost::system::error_code error;
    boost::json::value value = boost::json::parse(payload, error);
    return error ? boost::json::value{} : value;
}

Result<Notice> parse_notice(std::string_view payload) {
    const boost::json::value value = parse(payload);
    Notice notice;
    if (const auto answer = number_of(value, "answer")) notice.answer = AnswerId{*answer};
    if (const auto comment = number_of(value, "comment")) notice.comment = CommentId{*comment};
    if (const auto check = number_of(value, "check")) notice.check = CitationCheckId{*check};
    if (const auto citation = number_of(value, "citation")) notice.citation = CitationId{*citation};
    if (const auto claim = number_of(value, "reworded")) notice.reworded = ClaimId{*claim};
    if (const auto after = number_of(value, "after")) notice.after = UserId{*after};
    const bool is_of_evidence = notice.check || notice.citation || notice.reworded;
    if (!notice.answer && !notice.comment && !is_of_evidence) {
        return fail(ErrorCode::internal, "A notice in the queue speaks of nothing.");
    }
    return notice;
}

Result<void> leave(db::Transaction& tx, const Notice& notice, Time now) {
    return storage::enqueue_job(
        tx, {.kind = notice_job, .payload = format_notice(notice), .created_at = now}
    );
}

Time start_of_day(Time now) {
    return {now.milliseconds - now.milliseconds % days(1).milliseconds};
}

/// Into the inbox, once, and if wanted into the mail queue.
Result<void> tell(db::Transaction& tx, const storage::NewInboxItem& item) {
    // Nobody is told of what they did themselves.
    if (item.actor == item.user) return {};
    const std::optional<InboxItemId> id = TRY(storage::insert_inbox_item(tx, item));
    if (!id) return {};
    if (!TRY(storage::wants_mail(tx, item.user, item.kind))) return {};
    const Time today = start_of_day(item.created_at);
    // As many items as mails at least: what counts the one bounds the other.
    if (TRY(storage::count_told_since(tx, item.user, today)) > mails_per_day_max) return {};

    std::string payload;
    JsonWriter{payload}.begin_object().field("item", id->value).end_object();
    return storage::enqueue_job(
        tx, {.kind = inbox_mail_job, .payload = payload, .created_at = item.created_at}
    );
}

Result<void> tell_of_answer(db::Transaction& tx, const Notice& notice, Time now) {
    const std::optional<storage::AnswerNotice> answer =
        TRY(storage::find_answer_notice(tx, *notice.answer));
    if (!answer) return {};
    storage::NewInboxItem item{
        .user = {},
        .kind = domain::InboxKind::answer,
        .post = post_id(answer->answer),
        .actor = answer->author,
        .object = answer->answer.value,
        .created_at = now,
    };
    if (!notice.after && answer->asker) {
        item.user = *answer->asker;
        TRY(tell(tx, item));
    }
    storage::FollowerPage page{.post = post_id(answer->question), .limit = followers_told_at_once};
    if (notice.after) page.after = *notice.after;
    const std::vector<UserId> followers = TRY(storage::list_followers(tx, page));
    for (const UserId follower : followers) {
        item.user = follower;
        TRY(tell(tx, item));
    }
    if (std::ssize(followers) < page.limit) return {};
    return leave(tx, {.answer = answer->answer, .after = followers.back()}, now);
}

Result<void> tell_of_comment(db::Transaction& tx, const Notice& notice, Time now) {
    const std::optional<storage::CommentNotice> comment =
        TRY(storage::find_comment_notice(tx, *notice.comment));
    if (!comment) return {};
    storage::NewInboxItem item{
        .user = {},
        .kind = domain::InboxKind::comment,
        .post = comment->post,
        .comment = comment->comment,
        .actor = comment->author,
        .object = comment->comment.value,
        .created_at = now,
    };
    if (comment->post_author) {
        item.user = *comment->post_author;
        TRY(tell(tx, item));
    }
    const std::vector<domain::Participant> participants =
        TRY(storage::list_participants(tx, comment->post));
    item.kind = domain::InboxKind::mention;
    for (const UserId named : domain::find_mentioned(comment->source, participants, search::fold)) {
        // The author of the post has been told of the comment already.
        if (named == comment->post_author) continue;
        item.user = named;
        TRY(tell(tx, item));
    }
    return {};
}

storage::NewInboxItem item_of(const storage::EvidenceNotice& notice, Time now) {
    return {
        .user = {},
        .post = notice.post,
        .claim = notice.claim,
        .actor = notice.actor,
        .created_at = now,
    };
}

/// Whose citation it is, and the author in whose text it stands, mostly the same.
Result<void> tell_of_check(db::Transaction& tx, CitationCheckId check, Time now) {
    const std::optional<storage::EvidenceNotice> notice =
        TRY(storage::find_check_notice(tx, check));
    if (!notice) return {};
    storage::NewInboxItem item = item_of(*notice, now);
    item.kind = domain::InboxKind::finding;
    item.object = check.value;
    for (const std::optional<UserId> user : {notice->cited_by, notice->author}) {
        if (!user) continue;
        item.user = *user;
        TRY(tell(tx, item));
    }
    return {};
}

Result<void> tell_of_objection(db::Transaction& tx, CitationId citation, Time now) {
    const std::optional<storage::EvidenceNotice> notice =
        TRY(storage::find_citation_notice(tx, citation));
    if (!notice || !notice->author) return {};
    storage::NewInboxItem item = item_of(*notice, now);
    item.kind = domain::InboxKind::objection;
    item.object = citation.value;
    item.user = *notice->author;
    return tell(tx, item);
}

/// Once for each claim, however often it is reworded.
Result<void> tell_of_rewording(db::Transaction& tx, ClaimId claim, Time now) {
    const storage::RewordedClaim reworded =
        TRY(storage::find_reworded_claim(tx, claim, readers_asked_again_max));
    for (const UserId reader : reworded.readers) {
        TRY(tell(
            tx,
            {.user = reader,
             .kind = domain::InboxKind::reworded,
             .post = reworded.post,
             .claim = claim,
             .object = claim.value,
             .created_at = now}
        ));
    }
    return {};
}

} // namespace

Result<void> leave_answer_notice(db::Transaction& tx, AnswerId answer, Time now) {
    return leave(tx, {.answer = answer}, now);
}

Result<void> leave_comment_notice(db::Transaction& tx, CommentId comment, Time now) {
    return leave(tx, {.comment = comment}, now);
}

Result<void> leave_check_notice(db::Transaction& tx, CitationCheckId check, Time now) {
    return leave(tx, {.check = check}, now);
}

Result<void> leave_objection_notice(db::Transaction& tx, CitationId citation, Time now) {
    return leave(tx, {.citation = citation}, now);
}

Result<void> leave_rewording_notice(db::Transaction& tx, ClaimId claim, Time now) {
    return leave(tx, {.reworded = claim}, now);
}

Result<void> tell_people(const Site& site, const storage::QueuedJob& job) {
    const Notice notice = TRY(parse_notice(job.payload));
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        if (notice.answer) TRY(tell_of_answer(tx, notice, now));
        if (notice.comment) TRY(tell_of_comment(tx, notice, now));
        if (notice.check) TRY(tell_of_check(tx, *notice.check, now));
        if (notice.citation) TRY(tell_of_objection(tx, *notice.citation, now));
        if (notice.reworded) TRY(tell_of_rewording(tx, *notice.reworded, now));
        return storage::delete_job(tx, job.id);
    });
}

Result<InboxItemId> parse_inbox_mail(std::string_view payload) {
    const std::optional<std::int64_t> item = number_of(parse(payload), "item");
    if (!item) return fail(ErrorCode::internal, "A mail in the queue speaks of nothing.");
    return InboxItemId{*item};
}

Result<std::vector<domain::Participant>> list_participants(const Site& site, PostId post) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_participants(tx, post);
    });
}

} // namespace attest::service
