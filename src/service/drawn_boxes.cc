#include "service/drawn_boxes.h"

#include "base/text.h"
#include "domain/act_limits.h"
#include "service/act_limits.h"
#include "service/cited_pages.h"
#include "service/open_claims.h"
#include "service/writing.h"
#include "storage/changes.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

/// Thousandths of the page that a box has at least in each direction: less is a slip of the hand.
constexpr std::int64_t side_min = 5;
constexpr std::int64_t thousand = 1000;

/// Thousandths of a percentage with at most one decimal, in either way of writing it.
std::optional<std::int64_t> read_percent(std::string_view typed) {
    std::string text{trim(typed)};
    for (char& c : text) {
        if (c == ',') c = '.';
    }
    const std::size_t point = text.find('.');
    const auto whole = parse_number<std::int64_t>(std::string_view{text}.substr(0, point));
    if (!whole || *whole < 0 || *whole > 100) return std::nullopt;
    std::int64_t tenths = 0;
    if (point != std::string::npos) {
        const auto digit = parse_number<std::int64_t>(std::string_view{text}.substr(point + 1, 1));
        if (!digit) return std::nullopt;
        tenths = *digit;
    }
    return *whole * 10 + tenths;
}

Result<std::string> read_box(const DrawBox& form) {
    const std::array<std::pair<const char*, const std::string*>, 4> fields{{
        {"left", &form.left},
        {"top", &form.top},
        {"width", &form.width},
        {"height", &form.height},
    }};
    std::array<std::int64_t, 4> sides{};
    for (std::size_t index = 0; index < fields.size(); ++index) {
        const auto side = read_percent(*fields[index].second);
        if (!side) return refuse(fields[index].first, "Give a number from 0 to 100: percent.");
        sides[index] = *side;
    }
    const auto [left, top, width, height] = sides;
    if (width < side_min || left + width > thousand) {
        return refuse("width", "The box must lie on the page, and be wide enough to be seen.");
    }
    if (height < side_min || top + height > thousand) {
        return refuse("height", "The box must lie on the page, and be high enough to be seen.");
    }
    return fmt::format("{},{},{},{}", left, top, width, height);
}

/// Nobody marks on a page what he cannot see, nor shows to others what rights hide.
Result<void>
check_page(db::ReadTransaction& tx, const domain::Actor& actor, const CitationRecord& citation) {
    const OpenedCitations opened =
        TRY(open_citations(tx, std::array{citation}, std::optional{actor}));
    const auto found = opened.find(citation.id.value);
    const bool is_whole = found != opened.end() && found->second.page
                          && found->second.page->page.line.sight == domain::ScanSight::whole;
    if (!is_whole) {
        return fail(ErrorCode::conflict, "There is no page here that you could draw on.");
    }
    if (citation.place.box.empty()) return {};
    return fail(ErrorCode::conflict, "The words of the quotation are marked on the page already.");
}

} // namespace

bool may_change_box(const domain::Actor& actor, const CitationRecord& citation) {
    return !citation.drawn.by || citation.drawn.by == actor.user || citation.added_by == actor.user
           || citation.post_author == actor.user || actor.is_moderator();
}

Result<ClaimId> draw_box(const Site& site, const domain::Actor& actor, const DrawBox& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        const CitationRecord citation = TRY(storage::find_citation(tx, form.citation));
        const OpenClaim open = TRY(find_open_claim(tx, site, actor, citation.claim));
        if (citation.withdrawn_at) return fail(ErrorCode::conflict, "This citation was withdrawn.");
        TRY(check_page(tx, actor, citation));
        const std::string box = form.is_taken_away ? std::string{} : TRY(read_box(form));
        if (!may_change_box(actor, citation)) {
            return fail(
                ErrorCode::forbidden,
                "Somebody has drawn a box here already. Its maker, the writer or a moderator can "
                "change it."
            );
        }
        TRY(check_limit(tx, site, actor, domain::LimitedAct::cite));
        TRY(storage::update_drawn_box(
            tx,
            citation.id,
            {.box = box,
             .file = citation.place.file,
             .page_index = citation.place.page_index,
             .by = form.is_taken_away ? std::nullopt : std::optional{actor.user}}
        ));
        const storage::PostRecord& post = open.post.record;
        storage::announce_question(tx, post.question.value_or(QuestionId{post.id.value}));
        return citation.claim;
    });
}

} // namespace attest::service
