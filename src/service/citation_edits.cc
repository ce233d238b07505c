#include "service/citation_edits.h"

#include "base/text.h"
#include "domain/privileges.h"
#include "markup/citation_writing.h"
#include "service/citing.h"
#include "service/editing.h"
#include "service/standing_post.h"
#include "service/visible_posts.h"
#include "storage/evidence.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

/// A citation in its text, as both stand now.
struct CitationInText {
    storage::ClaimRecord claim;
    storage::CitationRecord citation;
    StandingPost post;
    markup::CitationScan scan;
    std::optional<std::size_t> group; ///< The claim's last one in the text …
    std::optional<std::size_t> item;  ///< … or the one that has the citation, and where.
};

std::unexpected<Error> do_it_yourself() {
    return fail(
        ErrorCode::conflict,
        "The text cannot be changed so with one click. Edit it, and write it as it should be."
    );
}

Result<bool> is_written_as(
    db::ReadTransaction& tx,
    const markup::Citation& written,
    const storage::CitationRecord& citation
) {
    const std::optional<storage::CitationContent> content = TRY(content_of(tx, written));
    return content && content->hash == present_hash(citation);
}

Result<CitationInText>
find_in_text(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, CitationId id) {
    CitationInText found;
    found.citation = TRY(storage::find_citation(tx, id));
    found.claim = TRY(storage::find_claim_record(tx, found.citation.claim));
    TRY(find_visible_place(tx, site, found.claim.post, actor));
    found.post = TRY(find_standing_post(tx, found.claim.post));
    if (found.claim.is_detached || found.citation.withdrawn_at) return do_it_yourself();
    found.scan = markup::scan_citations(found.post.source);
    for (std::size_t group = 0; group < found.scan.groups.size(); ++group) {
        const markup::CitationGroup& one = found.scan.groups[group];
        if (static_cast<std::int64_t>(one.number) != found.claim.place.ordinal) continue;
        if (!found.item) found.group = group;
        for (std::size_t item = 0; item < one.citations.size() && !found.item; ++item) {
            if (!TRY(is_written_as(tx, one.citations[item], found.citation))) continue;
            found.group = group;
            found.item = item;
        }
    }
    return found;
}

Result<CitationInText>
find_in_text(const Site& site, const domain::Actor& actor, CitationId citation) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.read([&](db::ReadTransaction& tx) {
        return find_in_text(tx, site, actor, citation);
    });
}

Result<ClaimId> save(
    const Site& site,
    const domain::Actor& actor,
    const CitationInText& found,
    const std::optional<std::string>& markdown,
    std::string summary
) {
    if (!markdown) return do_it_yourself();
    TRY(edit_post(
        site,
        actor,
        {.post = found.claim.post,
         .base = found.post.base,
         .markdown = markdown,
         .summary = std::move(summary)}
    ));
    return found.claim.id;
}

markup::CitationSignal signal_of(const storage::CitationContent& content) {
    switch (content.relation) {
    case domain::CitationRelation::disputes:
        return markup::CitationSignal::but_see;
    case domain::CitationRelation::qualifies:
        return markup::CitationSignal::cf;
    case domain::CitationRelation::view:
        return markup::CitationSignal::per;
    case domain::CitationRelation::supports:
        break;
    }
    return content.is_absence ? markup::CitationSignal::no_mention : markup::CitationSignal::none;
}

} // namespace

Result<ClaimId> write_page(
    const Site& site, const domain::Actor& actor, CitationId citation, const std::string& page
) {
    const CitationInText found = TRY(find_in_text(site, actor, citation));
    if (!found.item) return do_it_yourself();
    return save(
        site,
        actor,
        found,
        markup::with_page(
            found.post.source, found.scan.groups[*found.group].citations[*found.item], trim(page)
        ),
        "The page of a citation"
    );
}

Result<ClaimId> narrow_claim(
    const Site& site, const domain::Actor& actor, CitationId citation, const std::string& words
) {
    const CitationInText found = TRY(find_in_text(site, actor, citation));
    if (!found.item) return do_it_yourself();
    const markup::CitationGroup& group = found.scan.groups[*found.group];
    const std::string_view claim = std::string_view{found.post.source}.substr(
        group.words_begin, group.words_end - group.words_begin
    );
    const std::optional<WordsRange> range = find_words(claim, words, 0);
    if (!range) return do_it_yourself();
    return save(
        site,
        actor,
        found,
        markup::with_words(
            found.post.source,
            found.scan,
            *found.group,
            group.words_begin + range->begin,
            group.words_begin + range->end
        ),
        "Only what the page bears out"
    );
}

Result<ClaimId> take_citation(const Site& site, const domain::Actor& actor, CitationId citation) {
    const CitationInText found = TRY(find_in_text(site, actor, citation));
    if (found.citation.is_in_text) {
        return fail(ErrorCode::conflict, "This citation stands in the text already.");
    }
    const storage::CitationContent& content = found.citation.content;
    const markup::Citation written{
        .signal = signal_of(content),
        .key = found.citation.source.key,
        .through = found.citation.through_key.value_or(""),
        .label = content.label,
        .locator = content.locator,
        .quote = content.quote,
        .translation = content.translation,
    };
    const std::string& source = found.post.source;
    const auto begin = static_cast<std::size_t>(found.claim.place.start);
    const std::string& exact = found.claim.place.exact;
    std::optional<std::string> changed;
    if (found.group) {
        changed = markup::with_citation(source, found.scan.groups[*found.group], written);
    } else if (source.compare(std::min(begin, source.size()), exact.size(), exact) == 0) {
        changed = markup::with_first_citation(source, begin, begin + exact.size(), written);
    }
    return save(site, actor, found, changed, "A citation that a reader brought");
}

} // namespace attest::service
