#include "service/claim_facts.h"

#include "dates/running_text.h"
#include "markup/citation.h"
#include "markup/name_links.h"
#include "storage/authorities.h"
#include "storage/evidence.h"
#include "storage/posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

/// Posts that are read at once.
constexpr std::int64_t posts_at_once = 1'000;

void blank(std::string& text, std::size_t begin, std::size_t end) {
    std::fill(
        text.begin() + static_cast<std::ptrdiff_t>(begin),
        text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())),
        ' '
    );
}

/// Links of a post, each with the record it goes by now and the claims it stands in.
class Names {
public:
    static Result<Names> read(db::ReadTransaction& tx, PostId post) {
        Names names;
        std::vector<markup::PlacedName> placed =
            markup::placed_names(TRY(storage::find_body_html(tx, post)));
        for (markup::PlacedName& name : placed) {
            const std::optional<storage::AuthorityRecord> record =
                TRY(names.find_record(tx, AuthorityId{name.record}));
            // A link to a number that no record has.
            if (!record) continue;
            names.placed_.push_back({.name = std::move(name), .record = *record});
        }
        return names;
    }

    [[nodiscard]] std::vector<storage::Mention> mentions() const {
        std::vector<storage::Mention> all;
        for (const Placed& one : placed_) {
            all.push_back({
                .position = std::ssize(all),
                .named = AuthorityId{one.name.record},
                .record = one.record.id,
                .words = one.name.words,
            });
        }
        return all;
    }

    /// By the number of the record as named, each once.
    [[nodiscard]] std::vector<storage::ClaimAuthority>
    authorities_of(const storage::ClaimRecord& claim) const {
        std::map<std::int64_t, storage::ClaimAuthority> all;
        for (const Placed& one : placed_) {
            if (!stands_in(one.name, claim.place)) continue;
            all.insert({
                one.name.record,
                {.claim = claim.id,
                 .named = AuthorityId{one.name.record},
                 .record = one.record.id,
                 .role = one.record.kind == domain::AuthorityKind::place
                             ? domain::ClaimRole::place
                             : domain::ClaimRole::about},
            });
        }
        std::vector<storage::ClaimAuthority> list;
        for (auto& [number, authority] : all)
            list.push_back(authority);
        return list;
    }

private:
    struct Placed {
        markup::PlacedName name;
        storage::AuthorityRecord record;
    };

    /// A claim without a citation has no place in the page; there its own words say it.
    static bool stands_in(const markup::PlacedName& name, const storage::ClaimPlace& place) {
        if (place.ordinal) {
            return std::ranges::find(name.claims, static_cast<std::size_t>(*place.ordinal))
                   != name.claims.end();
        }
        return place.exact.contains("[[") && place.exact.contains(name.words);
    }

    /// What the record goes by now.
    Result<std::optional<storage::AuthorityRecord>>
    find_record(db::ReadTransaction& tx, AuthorityId id) {
        const auto known = records_.find(id.value);
        if (known != records_.end()) return known->second;
        std::optional<storage::AuthorityRecord> found;
        Result<storage::AuthorityRecord> record = storage::find_authority(tx, id);
        if (record && record->merged_into) {
            record = storage::find_authority(tx, *record->merged_into);
        }
        if (record) {
            found = *std::move(record);
        } else if (record.error().code() != ErrorCode::not_found) {
            return std::unexpected{std::move(record).error()};
        }
        records_.emplace(id.value, found);
        return found;
    }

    std::vector<Placed> placed_;
    std::map<std::int64_t, std::optional<storage::AuthorityRecord>> records_;
};

std::vector<dates::HistoricalDate> dates_of(const storage::ClaimRecord& claim) {
    std::vector<dates::HistoricalDate> all;
    for (dates::DateInText& found : dates::find_dates(words_of_claim(claim.place.exact)))
        all.push_back(std::move(found.date));
    return all;
}

/// What a post's facts should be, where they are not.
struct Differences {
    struct Claim {
        ClaimId id{};
        std::optional<std::vector<dates::HistoricalDate>> dates;
        std::optional<std::vector<storage::ClaimAuthority>> authorities;
    };

    std::vector<Claim> claims;
    std::optional<std::vector<storage::Mention>> mentions;
};

Result<Differences> find_differences(db::ReadTransaction& tx, PostId post) {
    std::map<std::int64_t, std::vector<dates::HistoricalDate>> stored_dates;
    for (storage::ClaimDate& one : TRY(storage::list_claim_dates(tx, post)))
        stored_dates[one.claim.value].push_back(std::move(one.date));
    std::map<std::int64_t, std::vector<storage::ClaimAuthority>> stored_authorities;
    for (const storage::ClaimAuthority& one : TRY(storage::list_claim_authorities(tx, post)))
        stored_authorities[one.claim.value].push_back(one);

    Differences differences;
    const Names names = TRY(Names::read(tx, post));
    std::vector<storage::Mention> mentions = names.mentions();
    if (mentions != TRY(storage::list_mentions(tx, post)))
        differences.mentions = std::move(mentions);
    for (const storage::ClaimRecord& claim : TRY(storage::list_claims(tx, post, true))) {
        Differences::Claim wanted{.id = claim.id, .dates = {}, .authorities = {}};
        wanted.dates.emplace();
        wanted.authorities.emplace();
        // A bare link says nothing yet that a timeline could show.
        if (!claim.is_detached && !claim.is_bare_link) {
            wanted.dates = dates_of(claim);
            wanted.authorities = names.authorities_of(claim);
        }
        if (*wanted.dates == stored_dates[claim.id.value]) wanted.dates.reset();
        if (*wanted.authorities == stored_authorities[claim.id.value]) wanted.authorities.reset();
        if (wanted.dates || wanted.authorities) differences.claims.push_back(std::move(wanted));
    }
    return differences;
}

template <typename Visit>
Result<void> for_each_post_with_facts(db::ReadTransaction& tx, const Visit& visit) {
    PostId after{std::numeric_limits<std::int64_t>::min()};
    while (true) {
        const std::vector<PostId> posts =
            TRY(storage::list_posts_with_facts(tx, after, posts_at_once));
        for (const PostId post : posts)
            TRY(visit(post));
        if (std::ssize(posts) < posts_at_once) return {};
        after = posts.back();
    }
}

} // namespace

std::string words_of_claim(std::string_view claim) {
    std::string words{claim};
    if (claim.contains('@')) {
        for (const markup::CitationGroup& group : markup::scan_citations(claim).groups)
            blank(words, group.begin, group.end);
    }
    for (std::size_t at = words.find("]("); at != std::string::npos; at = words.find("](", at)) {
        const std::size_t end = words.find(')', at);
        if (end == std::string::npos) break;
        blank(words, at + 1, end + 1);
        at = end;
    }
    return words;
}

Result<void> sync_claim_facts(db::Transaction& tx, PostId post) {
    const Differences differences = TRY(find_differences(tx, post));
    if (differences.mentions) TRY(storage::replace_mentions(tx, post, *differences.mentions));
    for (const Differences::Claim& claim : differences.claims) {
        if (claim.dates) TRY(storage::replace_claim_dates(tx, claim.id, *claim.dates));
        if (claim.authorities)
            TRY(storage::replace_claim_authorities(tx, claim.id, *claim.authorities));
    }
    return {};
}

Result<std::vector<std::string>> find_wrong_claim_facts(db::ReadTransaction& tx) {
    std::vector<std::string> faults;
    TRY(for_each_post_with_facts(tx, [&](PostId post) -> Result<void> {
        const Differences differences = TRY(find_differences(tx, post));
        if (differences.mentions)
            faults.push_back(fmt::format("post {} mentions other records", post.value));
        for (const Differences::Claim& claim : differences.claims) {
            if (claim.dates)
                faults.push_back(fmt::format("claim {} holds other dates", claim.id.value));
            if (claim.authorities)
                faults.push_back(fmt::format("claim {} names other records", claim.id.value));
        }
        return {};
    }));
    return faults;
}

Result<void> sync_all_claim_facts(db::Transaction& tx) {
    return for_each_post_with_facts(tx, [&](PostId post) { return sync_claim_facts(tx, post); });
}

} // namespace attest::service
