#include "service/evidence.h"

#include "base/text.h"
#include "base/verify.h"
#include "domain/checking.h"
#include "markup/citation.h"
#include "markup/sentences.h"
#include "security/token.h"
#include "service/act_limits.h"
#include "service/check_reputation.h"
#include "service/citation_places.h"
#include "service/cited_pages.h"
#include "service/citing.h"
#include "service/claim_facts.h"
#include "service/claim_links.h"
#include "service/notices.h"
#include "service/open_claims.h"
#include "service/paging.h"
#include "service/posted_check.h"
#include "service/standing_post.h"
#include "service/visible_posts.h"
#include "service/writing.h"
#include "storage/changes.h"
#include "storage/claim_links.h"
#include "storage/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

namespace attest::service {

namespace {

// ── Judging ──

/// The order in which AnswerEvidence is kept.
constexpr auto evidence_members = std::to_array<int domain::AnswerEvidence::*>({
    &domain::AnswerEvidence::corroborated,
    &domain::AnswerEvidence::checked,
    &domain::AnswerEvidence::unresolved,
    &domain::AnswerEvidence::contested,
    &domain::AnswerEvidence::sourced,
    &domain::AnswerEvidence::disputed,
    &domain::AnswerEvidence::failed_citations,
    &domain::AnswerEvidence::standing_claims,
    &domain::AnswerEvidence::sentences,
    &domain::AnswerEvidence::unsourced,
});

std::string format_answer_evidence(const domain::AnswerEvidence& evidence) {
    std::string text;
    for (int domain::AnswerEvidence::* member : evidence_members)
        text += fmt::format("{}{}", text.empty() ? "" : " ", evidence.*member);
    return text;
}

/// An account's age is taken at the check, so that judging again later gives the same.
domain::Reading reading_of(
    const storage::CheckRecord& check,
    const storage::CitationRecord& citation,
    const storage::ClaimRecord& claim
) {
    const bool is_counted = domain::is_counted_reader({
        .reader = check.reader,
        .added_by = citation.added_by,
        .author = citation.post_author,
        .is_citation_in_text = citation.is_in_text || citation.is_link,
        .here_since = check.reader_since,
        .now = check.created_at,
    });
    return {
        .reader = check.reader,
        .verdict = check.verdict,
        .is_of_translation = check.is_of_translation,
        .is_counted = is_counted,
        .is_of_this_wording = check.wording_hash == claim.place.wording_hash,
        .is_of_this_citation = check.content_hash == citation.content.hash,
        .at = check.created_at,
    };
}

domain::JudgedCitation
judged(const storage::CitationRecord& citation, const domain::CitationCounts& counts) {
    return {
        .relation = citation.content.relation,
        .kind = citation.source.kind,
        .is_distrusted = citation.source.distrust_reason.has_value(),
        .has_locator = !citation.content.locator.empty() || citation.source.is_single_item,
        .origin = citation.source.origin,
        .author_key = citation.source.author_key,
        .counts = counts,
    };
}

void count_claim(const domain::ClaimStanding& standing, domain::AnswerEvidence& evidence) {
    using enum domain::ClaimStatus;
    evidence.standing_claims += standing.has_standing_support ? 1 : 0;
    switch (standing.status) {
    case corroborated:
        ++evidence.corroborated;
        break;
    case checked:
    case view_checked:
        ++evidence.checked;
        break;
    case unresolved:
        ++evidence.unresolved;
        break;
    case contested:
        ++evidence.contested;
        break;
    case sourced:
    case view:
        ++evidence.sourced;
        break;
    case disputed:
        ++evidence.disputed;
        break;
    case unsourced:
        ++evidence.unsourced;
        break;
    }
}

/// What judging a post gives, before it is compared with what is stored.
struct Judgement {
    std::vector<PostId> same_posts; ///< Others whose claims are the same as some of this one's.

    struct Claim {
        storage::ClaimRecord record;
        domain::ClaimStanding standing;
    };

    struct Citation {
        storage::CitationRecord record;
        domain::CitationCounts counts;
    };

    std::vector<Claim> claims;
    std::vector<Citation> citations;
    domain::AnswerEvidence evidence;
};

/// A bare link is shown to those who help alone, and makes no order by evidence.
bool is_shown_claim(const Judgement::Claim& claim) {
    return !claim.record.is_bare_link || claim.standing.status != domain::ClaimStatus::unsourced;
}

/// The claims of a post that are concluded from others, judged when those are; an inference rests
/// on claims before it, or on such as cite.
void judge_inferences(Judgement& judgement, const std::vector<storage::ClaimBase>& bases) {
    for (Judgement::Claim& claim : judgement.claims) {
        if (!claim.record.is_inference) continue;
        std::vector<domain::ClaimStatus> statuses;
        for (const storage::ClaimBase& base : bases) {
            if (base.claim != claim.record.id) continue;
            const auto found =
                std::ranges::find_if(judgement.claims, [&](const Judgement::Claim& one) {
                    return one.record.id == base.base;
                });
            if (found != judgement.claims.end()) statuses.push_back(found->standing.status);
        }
        claim.standing = domain::judge_inference(claim.standing, statuses);
    }
}

/// Citations of the claims that are the same as one of this post's, with what readers found: they
/// speak for it too.
class SharedEvidence {
public:
    static Result<SharedEvidence> read(db::ReadTransaction& tx, PostId post) {
        SharedEvidence shared;
        shared.same_ = TRY(storage::list_same_claims(tx, post));
        for (const storage::SameClaim& same : shared.same_) {
            if (shared.sides_.contains(same.other.value)) continue;
            shared.sides_[same.other.value] = TRY(read_sides(tx, same.other));
        }
        return shared;
    }

    void add_to(ClaimId claim, std::vector<domain::JudgedCitation>& sides) const {
        for (const storage::SameClaim& same : same_) {
            if (same.claim != claim) continue;
            const std::vector<domain::JudgedCitation>& more = sides_.at(same.other.value);
            sides.insert(sides.end(), more.begin(), more.end());
        }
    }

    [[nodiscard]] std::vector<PostId> posts() const {
        std::vector<PostId> posts;
        for (const storage::SameClaim& same : same_) {
            if (std::ranges::find(posts, same.other_post) == posts.end())
                posts.push_back(same.other_post);
        }
        return posts;
    }

private:
    static Result<std::vector<domain::JudgedCitation>>
    read_sides(db::ReadTransaction& tx, ClaimId id) {
        const storage::ClaimRecord claim = TRY(storage::find_claim_record(tx, id));
        const std::vector<storage::CheckRecord> checks = TRY(storage::list_checks_of_claim(tx, id));
        std::vector<domain::JudgedCitation> sides;
        for (const storage::CitationRecord& citation : TRY(storage::list_citations(tx, id))) {
            if (citation.withdrawn_at) continue;
            std::vector<domain::Reading> readings;
            for (const storage::CheckRecord& check : checks) {
                if (check.citation == citation.id && check.is_latest)
                    readings.push_back(reading_of(check, citation, claim));
            }
            sides.push_back(judged(citation, domain::count_readings(readings)));
        }
        return sides;
    }

    std::vector<storage::SameClaim> same_;
    std::map<std::int64_t, std::vector<domain::JudgedCitation>> sides_;
};

Result<Judgement> judge(db::ReadTransaction& tx, PostId post) {
    Judgement judgement;
    const SharedEvidence shared = TRY(SharedEvidence::read(tx, post));
    judgement.same_posts = shared.posts();
    std::vector<storage::ClaimRecord> claims = TRY(storage::list_claims(tx, post, false));
    std::vector<storage::CitationRecord> citations = TRY(storage::list_citations_of_post(tx, post));
    const std::vector<storage::CheckRecord> checks = TRY(storage::list_checks_of_post(tx, post));

    std::map<std::int64_t, std::vector<const storage::CheckRecord*>> checks_of;
    for (const storage::CheckRecord& check : checks)
        checks_of[check.citation.value].push_back(&check);
    std::map<std::int64_t, std::vector<const storage::CitationRecord*>> citations_of;
    for (const storage::CitationRecord& citation : citations)
        citations_of[citation.claim.value].push_back(&citation);

    for (storage::ClaimRecord& claim : claims) {
        std::vector<domain::JudgedCitation> sides;
        for (const storage::CitationRecord* citation : citations_of[claim.id.value]) {
            std::vector<domain::Reading> readings;
            for (const storage::CheckRecord* check : checks_of[citation->id.value])
                readings.push_back(reading_of(*check, *citation, claim));
            const domain::CitationCounts counts = domain::count_readings(readings);
            const bool has_failed =
                citation->is_in_text && domain::state_of(counts) == domain::CitationState::failed;
            judgement.evidence.failed_citations += has_failed ? 1 : 0;
            sides.push_back(judged(*citation, counts));
            judgement.citations.push_back({.record = *citation, .counts = counts});
        }
        shared.add_to(claim.id, sides);
        const domain::ClaimStanding standing = domain::judge_claim(sides);
        judgement.claims.push_back({.record = std::move(claim), .standing = standing});
    }
    const bool has_inference =
        std::ranges::any_of(judgement.claims, [](const Judgement::Claim& claim) {
            return claim.record.is_inference;
        });
    if (has_inference) judge_inferences(judgement, TRY(storage::list_claim_bases(tx, post)));
    for (const Judgement::Claim& claim : judgement.claims) {
        // What an inference rests on is counted where it stands.
        if (!claim.record.is_inference && is_shown_claim(claim))
            count_claim(claim.standing, judgement.evidence);
    }
    const std::string text = TRY(storage::find_body_text(tx, post));
    judgement.evidence.sentences = static_cast<int>(markup::count_sentences(text));
    return judgement;
}

/// storage::ShownRow::claims
std::string shown_claims(const Judgement& judgement, std::span<const storage::ClaimDate> dates) {
    std::string text;
    auto citation = judgement.citations.begin();
    for (const Judgement::Claim& claim : judgement.claims) {
        const auto end =
            std::find_if(citation, judgement.citations.end(), [&](const Judgement::Citation& one) {
                return one.record.claim != claim.record.id;
            });
        const auto begin = std::exchange(citation, end);
        if (!is_shown_claim(claim)) continue; // no claim of the page
        storage::append_shown_claim(
            text, claim.record, claim.standing, dates, static_cast<std::size_t>(end - begin)
        );
        for (const Judgement::Citation& shown : std::ranges::subrange{begin, end})
            storage::append_shown_citation(text, shown.record);
    }
    return text;
}

bool has_changed(const Judgement::Citation& citation) {
    return citation.record.state != domain::state_of(citation.counts)
           || citation.record.yes_count != citation.counts.yes
           || citation.record.no_count != citation.counts.no;
}

// ── Acting ──

Result<void> check_passage(std::string_view passage) {
    if (utf8_length(passage) <= domain::passage_length_max) return {};
    return refuse(
        "passage",
        fmt::format("Copy fewer words: at most {} characters.", domain::passage_length_max)
    );
}

/// The one citation that was typed into the field.
Result<markup::Citation> read_typed_citation(const std::string& typed) {
    std::string text{trim(typed)};
    if (!text.starts_with('[')) text = fmt::format("[{}]", text);
    const markup::CitationScan scan = markup::scan_citations(text);
    if (!scan.problems.empty()) return refuse("citation", scan.problems.front().message);
    const bool is_one = scan.groups.size() == 1 && scan.groups[0].end == text.size()
                        && scan.groups[0].citations.size() == 1;
    if (is_one) return scan.groups[0].citations[0];
    return refuse(
        "citation",
        "Write one citation: the source's key, where in it, and its words: @key, p. 79: \"words\"."
    );
}

} // namespace

domain::AnswerEvidence read_answer_evidence(std::string_view counts) {
    domain::AnswerEvidence evidence;
    std::size_t index = 0;
    for (const std::string_view number : split(counts, ' ')) {
        if (index == evidence_members.size()) break;
        evidence.*evidence_members[index++] = parse_number<int>(number).value_or(0);
    }
    return evidence;
}

void add_answer_evidence(domain::AnswerEvidence& sum, std::string_view counts) {
    const domain::AnswerEvidence evidence = read_answer_evidence(counts);
    for (int domain::AnswerEvidence::* member : evidence_members)
        sum.*member += evidence.*member;
}

namespace {

/// Stores what judging one post gives.
Result<void> store_judgement(db::Transaction& tx, PostId post, const Judgement& judgement) {
    for (const Judgement::Citation& citation : judgement.citations) {
        if (has_changed(citation))
            TRY(storage::update_citation_state(tx, citation.record.id, citation.counts));
    }
    for (const Judgement::Claim& claim : judgement.claims) {
        if (claim.record.standing != claim.standing)
            TRY(storage::update_claim_standing(tx, claim.record.id, claim.standing));
    }
    TRY(sync_claim_facts(tx, post));
    TRY(settle_check_reputation(tx, post));
    if (!judgement.claims.empty()) {
        const std::vector<storage::ClaimDate> dates = TRY(storage::list_claim_dates(tx, post));
        TRY(storage::store_shown_row(tx, post, shown_claims(judgement, dates)));
    }
    const storage::PostRecord record = TRY(storage::find_post(tx, post));
    return storage::update_post_evidence(
        tx,
        record.question.value_or(QuestionId{post.value}),
        {.post = post,
         .claim_count = std::ranges::count_if(judgement.claims, is_shown_claim),
         .counts = format_answer_evidence(judgement.evidence)}
    );
}

} // namespace

Result<void> judge_post(db::Transaction& tx, PostId post) {
    const Judgement judgement = TRY(judge(tx, post));
    TRY(store_judgement(tx, post, judgement));
    for (const PostId same : judgement.same_posts) {
        const Judgement other = TRY(judge(tx, same));
        TRY(store_judgement(tx, same, other));
    }
    return {};
}

Result<ClaimPage>
read_claim_page(const Site& site, ClaimId id, const std::optional<domain::Actor>& reader) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ClaimPage> {
        ClaimPage page;
        page.claim = TRY(storage::find_claim_record(tx, id));
        const storage::PostPlace place = TRY(find_visible_place(tx, site, page.claim.post, reader));
        page.question = place.question;
        page.title = place.title;
        page.answer = place.answer;
        page.author = TRY(storage::find_post(tx, page.claim.post)).author;
        page.citations = TRY(storage::list_citations(tx, id));
        page.checks = TRY(storage::list_checks_of_claim(tx, id));
        TRY(read_claim_links(tx, page));
        return page;
    });
}

namespace {

/// What judging the post would store, where it has no row.
Result<storage::ShownRow> make_shown_row(db::ReadTransaction& tx, PostId post) {
    storage::ShownRow row{
        .post = post, .days = TRY(storage::find_claimed_days(tx, post)), .claims = {}
    };
    const std::vector<storage::CitationRecord> citations =
        TRY(storage::list_citations_of_post(tx, post));
    const std::vector<storage::ClaimDate> dates = TRY(storage::list_claim_dates(tx, post));
    for (const storage::ClaimRecord& claim : TRY(storage::list_claims(tx, post, false))) {
        if (claim.is_bare_link) continue;
        const auto is_of_claim = [&](const storage::CitationRecord& citation) {
            return citation.claim == claim.id;
        };
        const auto begin = std::ranges::find_if(citations, is_of_claim);
        const auto end = std::find_if_not(begin, citations.end(), is_of_claim);
        storage::append_shown_claim(
            row.claims, claim, claim.standing, dates, static_cast<std::size_t>(end - begin)
        );
        for (const storage::CitationRecord& citation : std::ranges::subrange{begin, end})
            storage::append_shown_citation(row.claims, citation);
    }
    return row;
}

/// An open end gives no day, so a range may miss one.
void widen(std::optional<DayRange>& range, const storage::ShownDays& days) {
    if (!days.first && !days.last) return;
    const std::int64_t first = days.first ? *days.first : *days.last;
    const std::int64_t last = days.last.value_or(first);
    if (!range) {
        range = {.first = std::min(first, last), .last = std::max(first, last)};
        return;
    }
    range->first = std::min({range->first, first, last});
    range->last = std::max({range->last, first, last});
}

std::vector<SourceId> sources_of(const ShownClaims& shown) {
    std::vector<SourceId> sources;
    sources.reserve(shown.citations.size());
    for (const ShownCitation& citation : shown.citations) {
        sources.push_back(citation.source);
        if (citation.through) sources.push_back(*citation.through);
    }
    std::ranges::sort(sources);
    const auto doubles = std::ranges::unique(sources);
    sources.erase(doubles.begin(), doubles.end());
    return sources;
}

} // namespace

const ShownSource& QuestionEvidence::source_of(SourceId id) const {
    static const ShownSource unknown{}; // of a file that somebody has changed by hand
    const auto found = std::ranges::lower_bound(sources, id, {}, &ShownSource::asked);
    return found != sources.end() && found->asked == id ? *found : unknown;
}

Result<QuestionEvidence> read_question_evidence(
    db::ReadTransaction& tx, QuestionId question, std::vector<storage::PostEvidence> posts
) {
    if (posts.empty()) return QuestionEvidence{};
    std::vector<storage::ShownRow> rows = TRY(storage::list_shown_rows(tx, question));
    QuestionEvidence evidence;
    evidence.posts = std::move(posts);
    std::ranges::sort(evidence.posts, {}, &PostEvidence::post);
    for (const PostEvidence& post : evidence.posts) {
        auto row = std::ranges::find(rows, post.post, &storage::ShownRow::post);
        const bool is_shown =
            row != rows.end()
            && storage::add_shown_claims(evidence.shown, post.post, std::move(row->claims));
        if (is_shown) {
            widen(evidence.coverage, row->days);
            continue;
        }
        storage::ShownRow made = TRY(make_shown_row(tx, post.post));
        widen(evidence.coverage, made.days);
        VERIFY(storage::add_shown_claims(evidence.shown, post.post, std::move(made.claims)));
    }
    evidence.sources = TRY(storage::list_shown_sources(tx, sources_of(evidence.shown)));
    return evidence;
}

Result<void> check_posted_words(const CheckCitation& form, bool is_absence) {
    TRY(domain::check_verdict(form.verdict, is_absence, form.note));
    return check_passage(form.passage);
}

Result<ClaimId> post_check(
    db::Transaction& tx,
    const Site& site,
    const domain::Actor& actor,
    const CheckCitation& form,
    const std::string& address_hash
) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    const storage::CitationRecord citation = TRY(storage::find_citation(tx, form.citation));
    const OpenClaim open = TRY(find_open_claim(tx, site, actor, citation.claim));
    if (citation.withdrawn_at) {
        return fail(ErrorCode::conflict, "This citation was withdrawn. There is nothing to check.");
    }
    TRY(domain::check_may_check(
        actor.user,
        {.added_by = citation.added_by,
         .author = citation.post_author,
         .is_in_text = citation.is_in_text || citation.is_link}
    ));
    TRY(check_posted_words(form, citation.content.is_absence));
    const std::string passage{domain::is_yes(form.verdict) ? trim(form.passage) : ""};
    TRY(check_limit(tx, site, actor, domain::LimitedAct::check_citation));
    std::string page_sha256;
    if (form.seen == domain::SeenHow::here)
        page_sha256 = TRY(hash_of_seen_page(tx, citation, actor));
    const CitationCheckId check = TRY(storage::insert_check(
        tx,
        {.citation = citation.id,
         .reader = actor.user,
         .reader_name = {},
         .verdict = form.verdict,
         .is_of_translation = form.is_of_translation,
         .seen = page_sha256.empty() && form.seen == domain::SeenHow::here
                     ? domain::SeenHow::own_copy
                     : form.seen,
         .note = std::string{trim(form.note)},
         .passage = passage,
         .reply = {},
         .wording_hash = open.claim.place.wording_hash,
         .content_hash = citation.content.hash,
         .page_sha256 = page_sha256,
         .address_hash = address_hash,
         .created_at = now}
    ));
    if (open.claim.is_bare_link) TRY(storage::take_up_claim(tx, citation.claim, std::nullopt));
    TRY(judge_post(tx, open.claim.post));
    const bool is_found =
        domain::is_yes(form.verdict) || form.verdict == domain::Verdict::unreadable;
    if (!is_found) TRY(leave_check_notice(tx, check, now));
    return citation.claim;
}

Result<ClaimId>
check_citation(const Site& site, const domain::Actor& actor, const CheckCitation& form) {
    const std::string address = form.address.empty() ? "" : security::hash_token(form.address);
    return site.database.write([&](db::Transaction& tx) {
        return post_check(tx, site, actor, form, address);
    });
}

Result<CitationId>
add_citation(const Site& site, const domain::Actor& actor, const AddCitation& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    markup::Citation citation = TRY(read_typed_citation(form.citation));
    const std::string note{trim(form.note)};
    TRY(domain::check_evidence_note("note", note));
    const bool is_against = form.relation == domain::CitationRelation::disputes
                            || form.relation == domain::CitationRelation::qualifies;
    if (is_against && note.empty())
        return refuse("note", "Say in a sentence what this source says instead.");
    if (form.relation == domain::CitationRelation::view) {
        return refuse("relation", "Say whether it is for the claim, against it, or a limit to it.");
    }
    citation.signal =
        form.relation == domain::CitationRelation::disputes     ? markup::CitationSignal::contra
        : form.relation == domain::CitationRelation::qualifies  ? markup::CitationSignal::cf
        : citation.signal == markup::CitationSignal::no_mention ? citation.signal
                                                                : markup::CitationSignal::none;
    return site.database.write([&](db::Transaction& tx) -> Result<CitationId> {
        const OpenClaim open = TRY(find_open_claim(tx, site, actor, form.claim));
        std::optional<storage::CitationContent> content = TRY(content_of(tx, citation));
        if (!content) {
            return refuse(
                "citation",
                fmt::format(
                    "No source here is called “{}”. Add it to the library, or correct the key.",
                    citation.key
                )
            );
        }
        content->note = note;
        for (const storage::CitationRecord& other : TRY(storage::list_citations(tx, form.claim))) {
            if (!other.withdrawn_at && present_hash(other) == content->hash) {
                return refuse(
                    "citation", "This citation is there already. Check it, or name another page."
                );
            }
        }
        TRY(check_limit(tx, site, actor, domain::LimitedAct::cite));
        const CitationId id =
            TRY(storage::insert_citation(tx, form.claim, *content, false, actor.user, now));
        TRY(place_citations(tx, std::array{id}));
        if (open.claim.is_bare_link) TRY(storage::take_up_claim(tx, form.claim, std::nullopt));
        TRY(judge_post(tx, open.claim.post));
        if (is_against) TRY(leave_objection_notice(tx, id, now));
        return id;
    });
}

Result<ClaimId> find_claim_of_citation(const Site& site, CitationId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ClaimId> {
        return TRY(storage::find_citation(tx, id)).claim;
    });
}

Result<ClaimId> withdraw_citation(const Site& site, const domain::Actor& actor, CitationId id) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        const storage::CitationRecord citation = TRY(storage::find_citation(tx, id));
        const OpenClaim open = TRY(find_open_claim(tx, site, actor, citation.claim));
        if (citation.is_in_text) {
            return fail(
                ErrorCode::conflict,
                "This citation stands in the text. Edit the text to take it out."
            );
        }
        const bool is_own =
            citation.is_link ? citation.post_author == actor.user : citation.added_by == actor.user;
        if (!is_own && !actor.is_moderator()) {
            return fail(
                ErrorCode::forbidden, "Only who added a citation, or a moderator, can withdraw it."
            );
        }
        TRY(storage::withdraw_citation(tx, id, now));
        TRY(judge_post(tx, open.claim.post));
        return citation.claim;
    });
}

Result<ClaimId> reply_to_check(
    const Site& site,
    const domain::Actor& actor,
    ClaimId claim,
    CitationCheckId check,
    const std::string& reply
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const std::string text{trim(reply)};
    if (text.empty()) return refuse("reply", "Write your answer first.");
    TRY(domain::check_evidence_note("reply", text));
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        const OpenClaim open = TRY(find_open_claim(tx, site, actor, claim));
        const std::vector<storage::CheckRecord> checks =
            TRY(storage::list_checks_of_claim(tx, claim));
        const auto found = std::ranges::find(checks, check, &storage::CheckRecord::id);
        if (found == checks.end()) return fail(ErrorCode::not_found, "There is no such check.");
        const storage::CitationRecord citation = TRY(storage::find_citation(tx, found->citation));
        if (citation.added_by != actor.user && open.post.record.author != actor.user) {
            return fail(
                ErrorCode::forbidden, "Only the writer of a citation answers what readers found."
            );
        }
        TRY(storage::update_check_reply(tx, check, text));
        const storage::PostRecord& post = open.post.record;
        storage::announce_question(tx, post.question.value_or(QuestionId{post.id.value}));
        return claim;
    });
}

Result<ClaimId> ask_for_source(
    const Site& site, const domain::Actor& actor, PostId post, const std::string& words
) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    if (trim(words).empty()) return refuse("words", "Copy the words for which you want a source.");
    if (utf8_length(words) > domain::claim_length_max) {
        return refuse(
            "words",
            fmt::format("Choose fewer words: at most {} characters.", domain::claim_length_max)
        );
    }
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        TRY(find_visible_place(tx, site, post, actor));
        const StandingPost standing = TRY(find_standing_post(tx, post));
        TRY(check_unlocked(standing.record, actor.is_moderator()));
        const std::optional<WordsRange> range = find_words(standing.source, words, 0);
        if (!range) {
            return refuse(
                "words",
                "These words do not stand in the text. Copy them from the page as they are."
            );
        }
        for (const storage::ClaimRecord& claim : TRY(storage::list_claims(tx, post, false))) {
            const auto begin = static_cast<std::size_t>(claim.place.start);
            const bool overlaps =
                range->begin < begin + claim.place.exact.size() && begin < range->end;
            if (!overlaps) continue;
            if (claim.is_bare_link) {
                TRY(storage::take_up_claim(tx, claim.id, actor.user));
                TRY(judge_post(tx, post));
            }
            return claim.id; // it is a claim already: its page is where to go on
        }
        TRY(check_limit(tx, site, actor, domain::LimitedAct::cite));
        const std::string guid = standing.newest ? standing.newest->guid : std::string{};
        const ClaimId id = TRY(storage::insert_claim(
            tx, post, place_of(standing.source, *range, guid), actor.user, now
        ));
        TRY(judge_post(tx, post));
        return id;
    });
}

Result<WantedClaimsPage> list_wanted_claims(const Site& site, const WantedClaimsRequest& request) {
    const Window window = TRY(window_of({.number = request.page}));
    std::string languages;
    for (const std::string& language : request.languages)
        languages += fmt::format("{}{},", languages.empty() ? "," : "", language);
    return site.database.read([&](db::ReadTransaction& tx) -> Result<WantedClaimsPage> {
        WantedClaimsPage found;
        found.claims = TRY(storage::list_wanted_claims(
            tx,
            {.wanted = request.wanted,
             .languages = languages,
             .limit = window.limit(),
             .offset = window.offset}
        ));
        found.languages = TRY(storage::list_source_languages(tx));
        found.has_more = cut_to(found.claims, window);
        return found;
    });
}

namespace {

/// Does something with every post that has a claim, some hundred ids at a time.
template <typename Do>
Result<void> for_each_post_with_claims(db::ReadTransaction& tx, const Do& act) {
    constexpr std::int64_t slice = 200;
    PostId after{std::numeric_limits<std::int64_t>::min()};
    while (true) {
        const std::vector<PostId> posts = TRY(storage::list_posts_with_claims(tx, after, slice));
        if (posts.empty()) return {};
        for (const PostId post : posts)
            TRY(act(post));
        after = posts.back();
    }
}

} // namespace

Result<std::vector<std::string>> find_misjudged(db::ReadTransaction& tx) {
    std::vector<std::string> faults;
    TRY(for_each_post_with_claims(tx, [&](PostId post) -> Result<void> {
        const Judgement judgement = TRY(judge(tx, post));
        for (const Judgement::Claim& claim : judgement.claims) {
            if (claim.record.standing != claim.standing)
                faults.push_back(fmt::format("claim {} is judged wrong", claim.record.id.value));
        }
        for (const Judgement::Citation& citation : judgement.citations) {
            if (has_changed(citation))
                faults.push_back(
                    fmt::format("citation {} is counted wrong", citation.record.id.value)
                );
        }
        // A row that is not there is made when the post is judged.
        const auto shown = TRY(storage::find_shown_row(tx, post));
        const storage::ShownDays days = TRY(storage::find_claimed_days(tx, post));
        const std::vector<storage::ClaimDate> dates = TRY(storage::list_claim_dates(tx, post));
        if (shown && (shown->claims != shown_claims(judgement, dates) || shown->days != days))
            faults.push_back(fmt::format("post {} shows other claims than it has", post.value));
        for (std::string& fault : TRY(find_wrong_check_reputation(tx, post)))
            faults.push_back(std::move(fault));
        return {};
    }));
    return faults;
}

Result<void> judge_all(db::Transaction& tx) {
    return for_each_post_with_claims(tx, [&](PostId post) { return judge_post(tx, post); });
}

} // namespace attest::service
