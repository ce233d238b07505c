#include "service/asking.h"

#include "base/lower.h"
#include "base/text.h"
#include "domain/act_limits.h"
#include "domain/privileges.h"
#include "service/act_limits.h"
#include "service/answering.h"
#include "service/citing.h"
#include "service/limits.h"
#include "service/writing.h"
#include "storage/answers.h"
#include "storage/drafts.h"
#include "storage/idempotency.h"
#include "storage/questions.h"
#include "storage/tag_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

/// Puts the fields that a check has refused to those that were refused before.
void add_errors(std::optional<Error>& errors, Result<void> checked) {
    if (checked) return;
    if (!errors) {
        errors = std::move(checked).error();
        return;
    }
    for (const FieldError& field : checked.error().fields())
        (void)std::move(*errors).with_field(field.field, field.message); // adds in place
}

Result<void> check_new_title(const std::string& title) {
    TRY(check_title(title));
    if (utf8_length(trim(title)) >= title_length_min) return {};
    return refuse(
        "title",
        fmt::format(
            "Say in the title what you want to know, in {} characters or more.", title_length_min
        )
    );
}

/// The names of the tags on this site; `invalid` if one is new and the actor may make none. Who
/// asks the first question of a site has no others to choose from.
Result<std::vector<std::string>> resolve_tags(
    db::ReadTransaction& tx,
    const Site& site,
    const domain::Actor& actor,
    const std::vector<std::string>& typed
) {
    const domain::Thresholds& thresholds = site.settings.thresholds;
    const bool may_make = domain::has_privilege(actor, domain::Privilege::create_tag, thresholds)
                          || !TRY(storage::has_tags(tx));
    std::vector<std::string> names;
    for (const std::string& word : typed) {
        const storage::NamedTag tag = TRY(storage::find_named_tag(tx, word));
        if (tag.is_new && !may_make) {
            return refuse(
                "tags",
                fmt::format(
                    "There is no tag \"{}\" yet. Choose one that exists; you need {} reputation to "
                    "make a new tag, and you have {}.",
                    word,
                    thresholds.of(domain::Privilege::create_tag),
                    actor.reputation
                )
            );
        }
        if (std::ranges::find(names, tag.name) == names.end()) names.push_back(tag.name);
    }
    return names;
}

/// The question as it is kept: what was found already is a section of it.
std::string whole_text(const PostQuestion& form) {
    if (trim(form.found).empty()) return form.markdown;
    return fmt::format("{}\n\n## {}\n\n{}", form.markdown, form.found_heading, trim(form.found));
}

Result<void> check_found(const PostQuestion& form) {
    if (utf8_length(whole_text(form)) <= domain::body_length_max) return {};
    return refuse(
        "found",
        fmt::format(
            "The question and what you have found are too long together. Shorten them to {} "
            "characters.",
            domain::body_length_max
        )
    );
}

struct PreparedQuestion {
    storage::NewQuestion question;
    std::optional<storage::StoredBody> own_answer;
    storage::Act answer_act;
};

/// Citations of both texts, each at its own field.
Result<void> check_texts(db::ReadTransaction& tx, const PostQuestion& form) {
    if (trim(form.found).empty()) return {};
    std::optional<Error> errors;
    add_errors(errors, check_citations(tx, form.markdown));
    add_errors(errors, check_citations(tx, form.found, "found"));
    if (errors) return std::unexpected{std::move(*errors)};
    return {};
}

Result<PreparedQuestion>
prepare_question(const Site& site, const domain::Actor& actor, const PostQuestion& form) {
    PreparedQuestion prepared{
        .question =
            {.title = std::string{trim(form.title)},
             .tags = form.tags,
             .body = TRY(render_body(site, whole_text(form), std::nullopt)),
             .act = act_of(site, actor.user)},
        .own_answer = std::nullopt,
        .answer_act = act_of(site, actor.user),
    };
    TRY(check_links(actor, prepared.question.body, "body"));
    if (!trim(form.own_answer).empty()) {
        prepared.own_answer = TRY(render_body(site, form.own_answer, std::nullopt));
        TRY(check_links(actor, *prepared.own_answer, "answer"));
    }
    return prepared;
}

} // namespace

Result<void> check_question(const PostQuestion& form) {
    std::optional<Error> errors;
    add_errors(errors, check_new_title(form.title));
    add_errors(errors, check_new_body(form.markdown, "body"));
    if (!trim(form.found).empty()) add_errors(errors, check_found(form));
    add_errors(errors, check_tags(form.tags));
    if (!trim(form.own_answer).empty()) {
        add_errors(errors, check_new_body(form.own_answer, "answer"));
    }
    if (errors) return std::unexpected{std::move(*errors)};
    return {};
}

Result<QuestionId>
post_question(const Site& site, const domain::Actor& actor, const PostQuestion& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::post, site.settings.thresholds));
    TRY(check_question(form));
    const PreparedQuestion prepared = TRY(prepare_question(site, actor, form));
    const storage::IdempotencyKey key{
        .user = actor.user,
        .key = form.idempotency_key,
        .kind = "question",
        .at = prepared.question.act.at,
    };
    const auto post = [&](db::Transaction& tx) -> Result<QuestionId> {
        TRY(check_limit(tx, site, actor, domain::LimitedAct::ask));
        storage::NewQuestion question = prepared.question;
        question.tags = TRY(resolve_tags(tx, site, actor, form.tags));
        TRY(check_texts(tx, form));
        const QuestionId id = TRY(storage::insert_question(tx, question));
        TRY(sync_claims(tx, post_id(id), question.act, question.body));
        if (prepared.own_answer) {
            TRY(check_limit(tx, site, actor, domain::LimitedAct::answer));
            const AnswerId answer = TRY(storage::insert_answer(
                tx, {.question = id, .body = *prepared.own_answer, .act = prepared.answer_act}
            ));
            TRY(sync_claims(
                tx, post_id(answer), prepared.answer_act, *prepared.own_answer, "answer"
            ));
        }
        TRY(storage::delete_draft(tx, actor.user, ask_place));
        return id;
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::find_or_insert(tx, key, [&] { return post(tx); });
    });
}

std::vector<std::string> parse_typed_tags(std::string_view typed) {
    constexpr std::string_view between = " \t\r\n,;";
    // As a whole, and first: a Greek question mark becomes the semicolon that it looks like.
    const std::string lowered = unicode_lower(typed);
    std::string_view text = lowered;
    std::vector<std::string> tags;
    while (!text.empty()) {
        const std::size_t begin = text.find_first_not_of(between);
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        const std::size_t length = std::min(text.find_first_of(between), text.size());
        std::string tag{text.substr(0, length)};
        text.remove_prefix(length);
        if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(std::move(tag));
    }
    return tags;
}

Result<std::vector<OfferedTag>> complete_tag(const Site& site, std::string_view front) {
    const std::string typed = unicode_lower(trim(front));
    if (typed.empty() || utf8_length(typed) > tag_length_max) return std::vector<OfferedTag>{};
    const std::vector<storage::OfferedTag> found =
        TRY(site.database.read([&](db::ReadTransaction& tx) {
            return storage::list_tags_beginning(tx, typed, tags_offered_max);
        }));
    std::vector<OfferedTag> offered;
    offered.reserve(found.size());
    for (const storage::OfferedTag& tag : found)
        offered.push_back({tag.name, tag.question_count, tag.typed});
    return offered;
}

} // namespace attest::service
