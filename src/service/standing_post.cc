#include "service/standing_post.h"

#include "domain/guid.h"
#include "security/token.h"
#include "storage/post_history.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace attest::service {

namespace {

/// Enough that two states of one post never meet.
constexpr std::size_t digest_bytes = 8;

std::string base_of(const StandingPost& post) {
    std::string state = post.record.title;
    state += '\0';
    state += post.record.tags;
    state += '\0';
    state += post.source;
    std::string base = post.newest ? domain::format_guid(post.newest->guid) : std::string{};
    base += '.';
    const std::string digest = security::sha256(state);
    for (const char byte : std::string_view{digest}.substr(0, digest_bytes))
        base += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return base;
}

/// A dump's sources end their lines with CR LF; an editor's text ends them with LF.
std::string with_plain_line_ends(std::string text) {
    std::erase(text, '\r');
    return text;
}

Result<std::string> find_source(db::ReadTransaction& tx, const storage::PostRecord& post) {
    if (post.body_format == domain::BodyFormat::markdown) {
        std::optional<storage::BodySource> source = TRY(storage::find_body_source(tx, post.id));
        const bool is_markdown = source && source->format == domain::BodyFormat::markdown;
        if (is_markdown) return with_plain_line_ends(std::move(source->text));
    }
    return with_plain_line_ends(TRY(storage::find_body_html(tx, post.id)));
}

bool is_tag_wiki(domain::PostKind kind) {
    return kind == domain::PostKind::tag_wiki || kind == domain::PostKind::tag_excerpt;
}

} // namespace

domain::PostStanding StandingPost::standing() const {
    return {
        .author = record.author,
        .is_community_wiki = record.community_at.has_value(),
        .is_locked = record.locked_at.has_value(),
    };
}

Result<StandingPost> find_standing_post(db::ReadTransaction& tx, PostId id) {
    StandingPost post{
        .record = TRY(storage::find_post(tx, id)),
        .place = std::nullopt,
        .source = {},
        .base = {},
        .newest = std::nullopt,
    };
    if (!is_tag_wiki(post.record.kind)) {
        post.place = TRY(storage::find_post_place(tx, id));
    } else if (post.record.deleted_at) {
        return fail(ErrorCode::not_found, "There is no such tag wiki here.");
    }
    post.source = TRY(find_source(tx, post.record));
    post.newest = TRY(storage::find_newest_revision(tx, id));
    post.base = base_of(post);
    return post;
}

Result<domain::EditRight> right_to_edit(
    const domain::Actor& actor, const StandingPost& post, const domain::Thresholds& thresholds
) {
    if (!post.is_tag_wiki()) return domain::check_edit(actor, post.standing(), thresholds);
    TRY(domain::check_not_locked(actor, post.standing()));
    return domain::tag_wiki_right(actor, thresholds);
}

} // namespace attest::service
