#include "service/citing.h"

#include "base/text.h"
#include "base/verify.h"
#include "markup/citation_tokens.h"
#include "markup/sentences.h"
#include "scans/quote_match.h"
#include "security/token.h"
#include "service/citation_places.h"
#include "service/claim_facts.h"
#include "service/claim_links.h"
#include "service/evidence.h"
#include "service/notices.h"
#include "service/writing.h"
#include "storage/claim_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace attest::service {

namespace {

/// Bytes of the text before and after a claim that are kept, to find its place again.
constexpr std::size_t context_bytes = 32;

/// Of what an edit did to a claim's words, so much must be left for it to be the same claim: the
/// share of their three-letter groups. B9's 0.85 for the whole is for words alone; here a neighbour
/// decides doubts.
constexpr double likeness_min = 0.6;

/// B9's for the whole, where no citation helps to know a claim again: of the letters of its words.
constexpr double uncited_likeness_min = 0.85;

domain::CitationRelation relation_of(markup::CitationSignal signal) {
    switch (signal) {
    case markup::CitationSignal::but_see:
    case markup::CitationSignal::contra:
        return domain::CitationRelation::disputes;
    case markup::CitationSignal::cf:
        return domain::CitationRelation::qualifies;
    case markup::CitationSignal::per:
        return domain::CitationRelation::view;
    default:
        return domain::CitationRelation::supports;
    }
}

/// Without the hash of its sentence.
storage::ClaimPlace
bare_place_of(std::string_view source, WordsRange words, std::string_view revision) {
    std::size_t before = words.begin - std::min(words.begin, context_bytes);
    while (before < words.begin && (static_cast<unsigned char>(source[before]) & 0xC0U) == 0x80U)
        ++before;
    return {
        .revision = std::string{revision},
        .ordinal = std::nullopt,
        .exact = std::string{source.substr(words.begin, words.end - words.begin)},
        .prefix = std::string{source.substr(before, words.begin - before)},
        .suffix = std::string{utf8_prefix(source.substr(words.end), context_bytes)},
        .start = static_cast<std::int64_t>(words.begin),
        .wording_hash = {},
    };
}

/// A claim as the text makes it, before it is matched with one that is there.
struct WrittenClaim {
    storage::ClaimPlace place;
    std::vector<storage::CitationContent> citations;
    std::optional<ClaimId> claim;
    bool is_inference = false;
    std::vector<SourceId> inferred_from;
    std::int64_t paragraph_begin = 0;
};

/// What an inference rests on: the claims that cite the sources named, or those before it in its
/// paragraph.
std::vector<ClaimId>
bases_of(const WrittenClaim& inference, const std::vector<WrittenClaim>& claims) {
    std::vector<ClaimId> bases;
    for (const WrittenClaim& claim : claims) {
        const bool is_before = claim.place.start >= inference.paragraph_begin
                               && claim.place.start < inference.place.start;
        const bool is_named =
            !claim.is_inference && std::ranges::any_of(claim.citations, [&](const auto& content) {
                return std::ranges::find(inference.inferred_from, content.source)
                       != inference.inferred_from.end();
            });
        const bool is_base = inference.inferred_from.empty() ? is_before : is_named;
        if (is_base && claim.claim && claim.claim != inference.claim) bases.push_back(*claim.claim);
    }
    return bases;
}

Result<std::vector<WrittenClaim>> read_written_claims(
    db::ReadTransaction& tx, const storage::StoredBody& body, std::string_view revision
) {
    std::vector<WrittenClaim> claims;
    if (body.format != domain::BodyFormat::markdown) return claims;
    const std::vector<std::size_t> placed = markup::placed_citations(body.html);
    if (placed.empty()) return claims;
    const markup::CitationScan scan = markup::scan_citations(body.source);
    std::map<std::size_t, std::size_t> index_of;
    for (const markup::CitationGroup& group : scan.groups) {
        if (group.words_begin == group.words_end
            || std::ranges::find(placed, group.number) == placed.end())
            continue;
        const auto [found, is_new] = index_of.try_emplace(group.number, claims.size());
        if (is_new) {
            WrittenClaim claim;
            claim.place = bare_place_of(
                body.source, {.begin = group.words_begin, .end = group.words_end}, revision
            );
            claim.place.ordinal = static_cast<std::int64_t>(group.number);
            claim.place.wording_hash =
                security::hash_token(markup::wording_of(body.source, scan, group));
            claim.is_inference = group.is_inference;
            claim.paragraph_begin = static_cast<std::int64_t>(group.paragraph_begin);
            for (const std::string& key : group.inferred_from) {
                if (const auto source = TRY(storage::find_cited_source(tx, key)))
                    claim.inferred_from.push_back(source->id);
            }
            claims.push_back(std::move(claim));
        }
        std::vector<storage::CitationContent>& contents = claims[found->second].citations;
        for (const markup::Citation& citation : group.citations) {
            std::optional<storage::CitationContent> content = TRY(content_of(tx, citation));
            if (!content) continue;
            const bool is_known = std::ranges::any_of(contents, [&](const auto& other) {
                return other.hash == content->hash;
            });
            if (!is_known) contents.push_back(std::move(*content));
        }
    }
    return claims;
}

/// The groups of three characters of a text, sorted; what it has twice stands twice.
std::vector<std::string_view> groups_of(std::string_view text) {
    std::vector<std::string_view> groups;
    for (std::size_t at = 0; at + 3 <= text.size(); ++at)
        groups.push_back(text.substr(at, 3));
    std::ranges::sort(groups);
    return groups;
}

/// How much of one text is in the other: the share of their groups that both have.
bool are_alike(
    const std::vector<std::string_view>& left, const std::vector<std::string_view>& right
) {
    const auto wanted = likeness_min * static_cast<double>(left.size() + right.size());
    if (left.empty() || right.empty()) return false;
    if (2.0 * static_cast<double>(std::min(left.size(), right.size())) < wanted) return false;
    std::size_t shared = 0;
    for (auto ours = left.begin(), theirs = right.begin();
         ours != left.end() && theirs != right.end();) {
        const auto order = *ours <=> *theirs;
        shared += order == 0 ? 1 : 0;
        if (order <= 0) ++ours;
        if (order >= 0) ++theirs;
    }
    return 2.0 * static_cast<double>(shared) >= wanted;
}

/// Claims that stood in the post, and those that its new text makes, brought together.
class Matcher {
public:
    Matcher(
        std::vector<storage::ClaimRecord>& standing,
        std::vector<WrittenClaim>& written,
        const std::map<std::int64_t, std::set<std::string>>& hashes
    )
        : standing_{standing}, written_{written}, hashes_{hashes} {}

    /// The surest first: the same words; the same citation; words that are nearly the same.
    void match() {
        match_if([](const storage::ClaimRecord& claim, const WrittenClaim& written) {
            return !claim.is_detached && claim.place.exact == written.place.exact;
        });
        match_if([&](const storage::ClaimRecord& claim, const WrittenClaim& written) {
            return !claim.is_detached && claim.place.ordinal && shares_citation(claim, written);
        });
        match_nearly();
        // What was detached comes back with its words.
        match_if([](const storage::ClaimRecord& claim, const WrittenClaim& written) {
            return claim.place.exact == written.place.exact;
        });
    }

private:
    [[nodiscard]] bool
    shares_citation(const storage::ClaimRecord& claim, const WrittenClaim& written) const {
        const auto known = hashes_.find(claim.id.value);
        return known != hashes_.end()
               && std::ranges::any_of(
                   written.citations,
                   [&](const storage::CitationContent& content) {
                       return known->second.contains(content.hash);
                   }
               );
    }

    template <typename IsSame>
    void match_if(const IsSame& is_same) {
        for (WrittenClaim& written : written_) {
            if (written.claim) continue;
            const storage::ClaimRecord* nearest = nullptr;
            for (const storage::ClaimRecord& claim : standing_) {
                if (taken_.contains(claim.id.value) || !is_same(claim, written)) continue;
                if (nearest == nullptr || distance(claim, written) < distance(*nearest, written))
                    nearest = &claim;
            }
            if (nearest == nullptr) continue;
            written.claim = nearest->id;
            taken_.insert(nearest->id.value);
        }
    }

    void match_nearly() {
        // Each text's groups once: of some thousand claims every pair may be compared.
        std::map<const void*, std::vector<std::string_view>> groups;
        for (const storage::ClaimRecord& claim : standing_) {
            if (!claim.is_detached && !taken_.contains(claim.id.value))
                groups.emplace(&claim, groups_of(claim.place.exact));
        }
        for (const WrittenClaim& written : written_) {
            if (!written.claim) groups.emplace(&written, groups_of(written.place.exact));
        }
        match_if([&](const storage::ClaimRecord& claim, const WrittenClaim& written) {
            return !claim.is_detached
                   && (written.place.exact.contains(claim.place.exact)
                       || are_alike(groups.at(&claim), groups.at(&written)));
        });
    }

    static std::int64_t distance(const storage::ClaimRecord& claim, const WrittenClaim& written) {
        return std::abs(claim.place.start - written.place.start);
    }

    std::vector<storage::ClaimRecord>& standing_;
    std::vector<WrittenClaim>& written_;
    const std::map<std::int64_t, std::set<std::string>>& hashes_;
    std::set<std::int64_t> taken_;
};

/// What a reader brought has a sentence of its own, which no text has. It stays his when a writer
/// takes it into the text: so nobody takes an objection in, and out again with it.
bool is_of_a_reader(const storage::CitationRecord& citation) {
    return !citation.content.note.empty();
}

/// The citations in the text of one claim: kept, put back, added, withdrawn. Answers those that are
/// there anew.
Result<std::vector<CitationId>> sync_citations(
    db::Transaction& tx,
    ClaimId claim,
    const std::vector<storage::CitationContent>& written,
    const std::vector<storage::CitationRecord>& standing,
    const storage::Act& act
) {
    std::set<std::string> wanted;
    for (const storage::CitationContent& content : written)
        wanted.insert(content.hash);
    std::set<std::string> kept;
    std::vector<CitationId> fresh;
    // Live ones first, so that of two alike the live one is kept.
    for (const bool is_live : {true, false}) {
        for (const storage::CitationRecord& citation : standing) {
            if (citation.withdrawn_at.has_value() == is_live) continue;
            if (!is_live && is_of_a_reader(citation)) continue; // he took it back himself
            const std::string hash = present_hash(citation);
            if (wanted.contains(hash) && kept.insert(hash).second) {
                if (!is_live) {
                    TRY(storage::reinstate_citation(tx, citation.id));
                    fresh.push_back(citation.id);
                }
                if (!citation.is_in_text)
                    TRY(storage::update_citation_in_text(tx, citation.id, true));
            } else if (is_live && citation.is_in_text) {
                TRY(is_of_a_reader(citation)
                        ? storage::update_citation_in_text(tx, citation.id, false)
                        : storage::withdraw_citation(tx, citation.id, act.at));
            }
        }
    }
    for (const storage::CitationContent& content : written) {
        if (!kept.insert(content.hash).second) continue;
        fresh.push_back(TRY(storage::insert_citation(tx, claim, content, true, act.actor, act.at)));
    }
    return fresh;
}

/// Where a claim that the text no longer cites goes on: where its words stand, or nearly the same
/// ones, if something else hangs on it.
std::optional<WordsRange> find_uncited_words(
    const storage::ClaimRecord& claim,
    const std::vector<storage::CitationRecord>& citations,
    std::string_view source
) {
    const bool has_more =
        claim.asked_by
        || std::ranges::any_of(citations, [](const storage::CitationRecord& citation) {
               return !citation.withdrawn_at && (!citation.is_in_text || is_of_a_reader(citation));
           });
    if (!has_more) return std::nullopt;
    const auto start = static_cast<std::size_t>(claim.place.start);
    if (const auto words = find_words(source, claim.place.exact, start)) return words;
    const auto place = scans::find_quote(
        source,
        claim.place.exact,
        {.before = claim.place.prefix, .after = claim.place.suffix, .begin = start}
    );
    if (!place || place->score < uncited_likeness_min) return std::nullopt;
    return WordsRange{.begin = place->begin, .end = place->end};
}

/// Who found a claim on the page is asked to look again where its sentence has other words now.
Result<void> ask_again(
    db::Transaction& tx,
    const storage::ClaimRecord& claim,
    const std::vector<storage::CitationRecord>& citations,
    const storage::ClaimPlace& place,
    Time now
) {
    if (claim.place.wording_hash == place.wording_hash) return {};
    const bool has_been_found =
        std::ranges::any_of(citations, [](const storage::CitationRecord& citation) {
            return !citation.withdrawn_at && citation.yes_count > 0;
        });
    if (!has_been_found) return {};
    return leave_rewording_notice(tx, claim.id, now);
}

/// A claim that the text no longer cites.
Result<void> let_go(
    db::Transaction& tx,
    const storage::ClaimRecord& claim,
    const storage::StoredBody& body,
    const storage::Act& act
) {
    if (claim.is_detached) return {};
    const std::vector<storage::CitationRecord> citations =
        TRY(storage::list_citations(tx, claim.id));
    TRY(sync_citations(tx, claim.id, {}, citations, act));
    const std::optional<WordsRange> words = find_uncited_words(claim, citations, body.source);
    if (!words) return storage::detach_claim(tx, claim.id);
    const storage::ClaimPlace place = place_of(body.source, *words, act.guid);
    TRY(ask_again(tx, claim, citations, place, act.at));
    return storage::move_claim(tx, claim.id, place);
}

Result<std::map<std::int64_t, std::set<std::string>>>
read_hashes(db::ReadTransaction& tx, PostId post) {
    std::map<std::int64_t, std::set<std::string>> hashes;
    for (const storage::CitationRecord& citation : TRY(storage::list_citations_of_post(tx, post)))
        hashes[citation.claim.value].insert(present_hash(citation));
    return hashes;
}

/// Letters and digits of a text, each with the byte that it began at.
struct PlainText {
    std::string text;
    std::vector<std::size_t> places;
};

PlainText plain_text_of(std::string_view source) {
    PlainText plain;
    std::size_t at = 0;
    while (at < source.size()) {
        const std::size_t length =
            std::max<std::size_t>(1, utf8_sequence_length(source.substr(at, 4)));
        const std::string letter = markup::letters_and_digits(source.substr(at, length));
        plain.text += letter;
        plain.places.insert(plain.places.end(), letter.size(), at);
        at += length;
    }
    return plain;
}

std::optional<std::size_t>
find_nearest(std::string_view text, std::string_view wanted, std::size_t near) {
    std::optional<std::size_t> nearest;
    const auto away = [near](std::size_t at) { return at > near ? at - near : near - at; };
    for (std::size_t found = text.find(wanted); found != std::string_view::npos;
         found = text.find(wanted, found + 1)) {
        if (!nearest || away(found) < away(*nearest)) nearest = found;
    }
    return nearest;
}

/// The sentence that the words are in, without its citations: as the scanner sees it.
std::string wording_around(std::string_view source, WordsRange words) {
    markup::CitationScan scan = markup::scan_citations(source);
    markup::CitationGroup group;
    const auto paragraph = [&](std::size_t at) {
        const std::size_t found = source.rfind("\n\n", at);
        return found == std::string_view::npos ? 0 : found + 2;
    };
    std::size_t begin = words.begin == 0 ? 0 : paragraph(words.begin - 1);
    const std::size_t end = std::min(source.find("\n\n", words.begin), source.size());
    std::size_t next = markup::next_sentence(source.substr(0, end), begin);
    while (next != std::string_view::npos && next <= words.begin) {
        begin = next;
        next = markup::next_sentence(source.substr(0, end), begin);
    }
    group.sentence_begin = begin;
    group.sentence_end = std::min(next, end);
    return markup::wording_of(source, scan, group);
}

/// Claims that were inferences and are no more are told so too.
Result<void> store_inferences(
    db::Transaction& tx,
    const std::vector<WrittenClaim>& written,
    const std::vector<storage::ClaimRecord>& standing
) {
    for (const WrittenClaim& claim : written) {
        const auto before =
            std::ranges::find(standing, claim.claim, [](const storage::ClaimRecord& one) {
                return std::optional{one.id};
            });
        const bool was_inference = before != standing.end() && before->is_inference;
        if (!claim.is_inference && !was_inference) continue;
        const std::vector<ClaimId> bases =
            claim.is_inference ? bases_of(claim, written) : std::vector<ClaimId>{};
        TRY(storage::replace_claim_bases(tx, *claim.claim, claim.is_inference, bases));
    }
    return {};
}

} // namespace

std::string hash_of_content(const storage::CitationContent& content) {
    return security::hash_token(fmt::format(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}",
        content.source.value,
        content.through ? content.through->value : 0,
        content.label,
        content.locator,
        content.quote,
        static_cast<int>(content.relation),
        content.is_absence
    ));
}

Result<std::optional<storage::CitationContent>>
content_of(db::ReadTransaction& tx, const markup::Citation& citation) {
    const std::optional<storage::CitedSource> source =
        TRY(storage::find_cited_source(tx, citation.key));
    if (!source) return std::nullopt;
    std::optional<storage::CitedSource> through;
    if (!citation.through.empty()) {
        through = TRY(storage::find_cited_source(tx, citation.through));
        if (!through) return std::nullopt;
    }
    const markup::PageSpan pages = markup::pages_of(citation.locator);
    storage::CitationContent content{
        .source = source->id,
        .through = through ? std::optional{through->id} : std::nullopt,
        .label = citation.label,
        .locator = citation.locator,
        .page_from = pages.from,
        .page_to = pages.to,
        .quote = citation.quote,
        .translation = citation.translation,
        .relation = relation_of(citation.signal),
        .is_absence = citation.signal == markup::CitationSignal::no_mention,
        .note = {},
        .hash = {},
    };
    content.hash = hash_of_content(content);
    return content;
}

std::string present_hash(const storage::CitationRecord& citation) {
    storage::CitationContent content = citation.content;
    content.source = citation.source.id;
    return hash_of_content(content);
}

Result<void>
check_citations(db::ReadTransaction& tx, const std::string& markdown, const std::string& field) {
    const markup::CitationScan scan = markup::scan_citations(markdown);
    std::set<std::string> missing;
    for (const markup::CitationGroup& group : scan.groups) {
        for (const std::string& key : group.inferred_from) {
            if (!TRY(storage::find_cited_source(tx, key))) missing.insert(key);
        }
        for (const markup::Citation& citation : group.citations) {
            for (const std::string& key : {citation.key, citation.through}) {
                if (key.empty() || missing.contains(key)) continue;
                if (!TRY(storage::find_cited_source(tx, key))) missing.insert(key);
            }
        }
    }
    std::string sentences;
    for (const std::string& key : missing) {
        sentences += fmt::format(
            "{}No source here is called “{}”. Add it to the library, or correct the key.",
            sentences.empty() ? "" : " ",
            key
        );
    }
    for (const markup::CitationProblem& problem : scan.problems) {
        const std::string_view place = utf8_prefix(
            std::string_view{markdown}.substr(problem.begin, problem.end - problem.begin), 60
        );
        sentences +=
            fmt::format("{}At “{}”: {}", sentences.empty() ? "" : " ", place, problem.message);
    }
    if (sentences.empty()) return {};
    return refuse(field, sentences);
}

Result<std::vector<LostClaim>>
find_lost_claims(db::ReadTransaction& tx, PostId post, const storage::StoredBody& body) {
    std::vector<storage::ClaimRecord> standing = TRY(storage::list_claims(tx, post, true));
    std::vector<LostClaim> lost;
    if (standing.empty()) return lost;
    std::vector<WrittenClaim> written = TRY(read_written_claims(tx, body, {}));
    const auto hashes = TRY(read_hashes(tx, post));
    Matcher{standing, written, hashes}.match();
    for (const storage::ClaimRecord& claim : standing) {
        const bool is_kept = std::ranges::any_of(written, [&](const WrittenClaim& one) {
            return one.claim == claim.id;
        });
        if (is_kept || claim.is_detached) continue;
        const std::vector<storage::CitationRecord> citations =
            TRY(storage::list_citations(tx, claim.id));
        const auto is_live = [](const storage::CitationRecord& citation) {
            return !citation.withdrawn_at;
        };
        const auto is_in_text = [](const storage::CitationRecord& citation) {
            return citation.is_in_text && !citation.withdrawn_at && !is_of_a_reader(citation);
        };
        const bool is_lost = std::ranges::any_of(citations, is_in_text)
                             || (std::ranges::any_of(citations, is_live)
                                 && !find_uncited_words(claim, citations, body.source));
        if (is_lost) lost.push_back({.claim = claim.id, .words = claim.place.exact});
    }
    return lost;
}

std::optional<WordsRange>
find_words(std::string_view source, std::string_view words, std::size_t near) {
    words = trim(words);
    if (words.empty()) return std::nullopt;
    if (const std::optional<std::size_t> found = find_nearest(source, words, near))
        return WordsRange{.begin = *found, .end = *found + words.size()};
    const std::string wanted = markup::letters_and_digits(words);
    if (wanted.empty()) return std::nullopt;
    const PlainText plain = plain_text_of(source);
    const auto place = std::ranges::lower_bound(plain.places, near);
    const std::optional<std::size_t> found =
        find_nearest(plain.text, wanted, static_cast<std::size_t>(place - plain.places.begin()));
    if (!found) return std::nullopt;
    const std::size_t last = plain.places[*found + wanted.size() - 1];
    const std::size_t length =
        std::max<std::size_t>(1, utf8_sequence_length(source.substr(last, 4)));
    return WordsRange{.begin = plain.places[*found], .end = last + length};
}

storage::ClaimPlace place_of(std::string_view source, WordsRange words, std::string_view revision) {
    storage::ClaimPlace place = bare_place_of(source, words, revision);
    place.wording_hash = security::hash_token(wording_around(source, words));
    return place;
}

Result<void> sync_claims(
    db::Transaction& tx,
    PostId post,
    const storage::Act& act,
    const storage::StoredBody& body,
    const std::string& field
) {
    if (body.format == domain::BodyFormat::markdown && body.source.contains('@'))
        TRY(check_citations(tx, body.source, field));
    std::vector<WrittenClaim> written = TRY(read_written_claims(tx, body, act.guid));
    std::vector<storage::ClaimRecord> standing = TRY(storage::list_claims(tx, post, true));
    if (written.empty() && standing.empty()) return sync_claim_facts(tx, post);

    const std::vector<PostId> same_before = TRY(find_same_posts(tx, post));
    const auto hashes = TRY(read_hashes(tx, post));
    Matcher{standing, written, hashes}.match();
    std::set<std::int64_t> kept;
    std::vector<CitationId> fresh;
    for (WrittenClaim& claim : written) {
        ClaimId id{};
        std::vector<storage::CitationRecord> citations;
        if (claim.claim) {
            id = *claim.claim;
            kept.insert(id.value);
            citations = TRY(storage::list_citations(tx, id));
            const auto before = std::ranges::find(standing, id, &storage::ClaimRecord::id);
            VERIFY(before != standing.end());
            TRY(ask_again(tx, *before, citations, claim.place, act.at));
            TRY(storage::move_claim(tx, id, claim.place));
        } else {
            id = TRY(storage::insert_claim(tx, post, claim.place, std::nullopt, act.at));
            claim.claim = id;
        }
        for (const CitationId added : TRY(sync_citations(tx, id, claim.citations, citations, act)))
            fresh.push_back(added);
    }
    for (const storage::ClaimRecord& claim : standing) {
        if (!kept.contains(claim.id.value)) TRY(let_go(tx, claim, body, act));
    }
    TRY(place_citations(tx, fresh));
    TRY(store_inferences(tx, written, standing));
    return judge_parted(tx, post, same_before); // what was taken out counts there no more
}

} // namespace attest::service
