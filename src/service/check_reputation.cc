#include "service/check_reputation.h"

#include "domain/check_reputation.h"
#include "markup/sentences.h"
#include "storage/check_reputation.h"
#include "storage/reputation.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::service {

namespace {

domain::Reading reading_of(const storage::PaidCheck& check) {
    const bool is_counted = domain::is_counted_reader({
        .reader = check.reader,
        .added_by = check.added_by,
        .author = check.post_author,
        .is_citation_in_text = check.is_in_text,
        .here_since = check.reader_since,
        .now = check.at,
    });
    const bool marks_passage = domain::marks_passage(
        markup::letters_and_digits(check.passage), markup::letters_and_digits(check.quote)
    );
    return {
        .reader = check.reader,
        .verdict = check.verdict,
        .is_of_translation = check.is_of_translation,
        .is_counted = is_counted,
        .is_of_this_wording = check.is_of_this_wording,
        .is_of_this_citation = check.is_of_this_citation,
        .marks_passage = marks_passage,
        .at = check.at,
    };
}

/// What is stored against what it should be.
struct Difference {
    std::vector<storage::CheckEvent> too_much;
    std::vector<domain::EarnedReputation> missing;
};

bool is_same(const storage::CheckEvent& event, const domain::EarnedReputation& earned) {
    return event.user == earned.user && event.kind == earned.kind
           && event.citation == earned.citation && event.at == earned.at;
}

/// Of a post's checks, by citation.
std::vector<domain::EarnedReputation> earned_by(const std::vector<storage::PaidCheck>& checks) {
    std::vector<domain::EarnedReputation> earned;
    domain::CheckedCitation citation;
    const auto finish = [&] {
        for (domain::EarnedReputation& one : domain::reputation_of_checks(citation))
            earned.push_back(std::move(one));
    };
    for (const storage::PaidCheck& check : checks) {
        if (check.citation != citation.id) {
            finish();
            citation = {
                .id = check.citation,
                .added_by = check.added_by,
                .is_live = check.is_live,
                .readings = {}
            };
        }
        citation.readings.push_back(reading_of(check));
    }
    finish();
    return earned;
}

Result<Difference> compare(db::ReadTransaction& tx, PostId post) {
    Difference difference;
    const std::vector<storage::PaidCheck> checks = TRY(storage::list_paid_checks(tx, post));
    std::vector<storage::CheckEvent> events = TRY(storage::list_check_events(tx, post));
    if (checks.empty() && events.empty()) return difference;
    if (!TRY(storage::is_post_shown(tx, post))) return difference;
    for (domain::EarnedReputation& earned : earned_by(checks)) {
        const auto found = std::ranges::find_if(events, [&](const storage::CheckEvent& event) {
            return is_same(event, earned);
        });
        if (found == events.end()) {
            difference.missing.push_back(std::move(earned));
        } else {
            events.erase(found);
        }
    }
    difference.too_much = std::move(events);
    return difference;
}

} // namespace

Result<void> settle_check_reputation(db::Transaction& tx, PostId post) {
    const Difference difference = TRY(compare(tx, post));
    for (const storage::CheckEvent& event : difference.too_much)
        TRY(storage::undo_reputation_event(tx, event.id));
    for (const domain::EarnedReputation& earned : difference.missing) {
        TRY(storage::apply_reputation(
            tx,
            {.user = earned.user,
             .kind = earned.kind,
             .post = post,
             .actor = earned.actor,
             .at = earned.at,
             .citation = earned.citation}
        ));
    }
    return {};
}

Result<std::vector<std::string>> find_wrong_check_reputation(db::ReadTransaction& tx, PostId post) {
    std::vector<std::string> faults;
    const Difference difference = TRY(compare(tx, post));
    if (!difference.too_much.empty() || !difference.missing.empty()) {
        faults.push_back(fmt::format("reputation for checks in post {} is wrong", post.value));
    }
    return faults;
}

} // namespace attest::service
