#include "service/sources.h"

#include "base/text.h"
#include "base/verify.h"
#include "bibliography/folding.h"
#include "bibliography/identifiers.h"
#include "bibliography/likeness.h"
#include "domain/privileges.h"
#include "names/keys.h"
#include "service/act_limits.h"
#include "service/citation_places.h"
#include "service/evidence.h"
#include "service/paging.h"
#include "service/rejudging.h"
#include "service/writing.h"
#include "storage/idempotency.h"
#include "storage/moderation_log.h"
#include "storage/source_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace attest::service {

namespace {

using bibliography::Likeness;
using bibliography::Reference;

/// Keys that are tried before -2, -3 … gives up: nobody has more sources of one author and year.
constexpr int key_suffix_max = 10'000;

/// Words under which one source is found. A title of two thousand bytes has some three hundred.
constexpr std::size_t source_words_max = 400;

/// Bytes of a word that are compared.
constexpr std::size_t source_word_bytes_max = 80;

SourceSummary summary_of(const storage::SourceRecord& source, std::int64_t citation_count = 0) {
    return {
        .id = source.id,
        .key = source.key,
        .title = source.title,
        .author = source.author,
        .issued = source.issued,
        .kind = source.kind,
        .is_single_item = source.is_single_item,
        .is_distrusted = source.distrust_reason.has_value(),
        .citation_count = citation_count,
    };
}

std::vector<SourceSummary> summaries_of(const std::vector<storage::ListedSource>& listed) {
    std::vector<SourceSummary> summaries;
    summaries.reserve(listed.size());
    for (const storage::ListedSource& source : listed)
        summaries.push_back(summary_of(source.source, source.citation_count));
    return summaries;
}

void add_words(std::set<std::string>& words, std::string_view folded) {
    for (const std::string_view word : split(folded, ' ')) {
        if (word.empty() || words.size() >= source_words_max) continue;
        words.emplace(utf8_prefix(word, source_word_bytes_max));
    }
}

void add_text(std::set<std::string>& words, std::string_view text) {
    add_words(words, bibliography::fold_words(text));
    add_words(words, bibliography::latin_words(text));
}

void add_skeletons(std::set<std::string>& words, std::string_view name) {
    for (const names::NameToken& token : names::keys_of(name).tokens) {
        if (token.is_initial) continue;
        for (const std::string& skeleton : token.skeletons)
            words.insert("*" + skeleton);
    }
}

std::vector<std::string> words_of(const Reference& reference, std::string_view key) {
    std::set<std::string> words;
    for (const std::vector<bibliography::PersonName>* people :
         {&reference.authors, &reference.editors, &reference.translators}) {
        for (const bibliography::PersonName& person : *people) {
            const std::string name = bibliography::format_person(person);
            add_text(words, name);
            add_skeletons(words, name);
        }
    }
    add_text(words, reference.title);
    add_text(words, reference.container_title);
    add_text(words, bibliography::format_date(reference.issued));
    add_text(words, key);
    for (const std::string* number : {&reference.isbn, &reference.doi, &reference.archive_location})
        add_text(words, *number);
    return {words.begin(), words.end()};
}

std::optional<std::string> or_null(std::string text) {
    return text.empty() ? std::optional<std::string>{} : std::optional{std::move(text)};
}

/// What lists print: the title, or the best that there is.
std::string title_of(const Reference& reference) {
    for (const std::string* text :
         {&reference.title, &reference.container_title, &reference.archive_location}) {
        if (!text->empty()) return *text;
    }
    if (!reference.doi.empty()) return "doi:" + reference.doi;
    if (!reference.isbn.empty()) return "ISBN " + reference.isbn;
    if (!reference.issn.empty()) return "ISSN " + reference.issn;
    if (!reference.url.empty()) return reference.url;
    const std::string author = bibliography::first_author(reference);
    return author.empty() ? bibliography::format_date(reference.issued) : author;
}

/// "ru" of "ru-RU": by it readers choose what they can read.
std::string language_of(const Reference& reference) {
    const std::string tag = ascii_lower(reference.language);
    return tag.substr(0, tag.find('-'));
}

storage::SourceContent content_of(const SourceForm& form, std::string_view key) {
    const Reference& reference = form.reference;
    const Likeness likeness = bibliography::likeness_of(reference);
    return {
        .csl = bibliography::format_csl_json(reference, key),
        .title = title_of(reference),
        .author = bibliography::first_author(reference),
        .issued = bibliography::format_date(reference.issued),
        .kind = form.kind.value_or(bibliography::guess_kind(reference)),
        .is_single_item = form.is_single_item.value_or(bibliography::is_single_item(reference)),
        .criticism = std::string{trim(form.criticism)},
        .title_key = likeness.title_key,
        .author_key = likeness.author_key,
        .year = likeness.year,
        .doi = or_null(likeness.doi),
        .isbn = or_null(likeness.isbn),
        .issn = or_null(likeness.issn),
        .url = or_null(reference.url),
        .shelfmark = shelfmark_of(reference),
        .language = language_of(reference),
        .words = words_of(reference, key),
    };
}

storage::SourceLikeness to_storage(const Likeness& likeness) {
    return {
        .doi = likeness.doi,
        .isbn = likeness.isbn,
        .issn = likeness.issn,
        .author_key = likeness.author_key,
        .title_key = likeness.title_key,
        .year = likeness.year,
    };
}

Likeness likeness_of_record(const storage::SourceRecord& source) {
    return {
        .doi = source.doi.value_or(""),
        .isbn = source.isbn.value_or(""),
        .issn = source.issn.value_or(""),
        .author_key = source.author_key,
        .title_key = source.title_key,
        .year = source.year,
    };
}

Result<std::vector<SourceSummary>>
find_doubles(db::ReadTransaction& tx, const Reference& reference) {
    const Likeness likeness = bibliography::likeness_of(reference);
    const std::vector<storage::SourceRecord> candidates =
        TRY(storage::list_like_sources(tx, to_storage(likeness)));
    std::vector<SourceSummary> doubles;
    for (const storage::SourceRecord& candidate : candidates) {
        if (doubles.size() == doubles_shown_max) break;
        if (!bibliography::is_likely_same(likeness, likeness_of_record(candidate))) continue;
        doubles.push_back(summary_of(candidate));
    }
    return doubles;
}

Result<std::string> free_key(db::ReadTransaction& tx, const Reference& reference) {
    std::string key = bibliography::make_key(reference);
    // These addresses below /sources/ are taken.
    if (key == "new" || key == "cite" || key == "complete") key += "-source";
    if (!TRY(storage::is_source_key_taken(tx, key))) return key;
    for (int number = 2; number < key_suffix_max; ++number) {
        std::string next = fmt::format("{}-{}", key, number);
        if (!TRY(storage::is_source_key_taken(tx, next))) return next;
    }
    return fail(ErrorCode::conflict, "Too many sources have this author and year: say more of it.");
}

void check_number(
    Error& error,
    std::string_view field,
    const std::string& text,
    bool is_right,
    std::string_view example
) {
    if (text.empty() || is_right) return;
    add_field_error(
        error,
        std::string{field},
        fmt::format("Check this number, or leave it empty; it should look like {}.", example)
    );
}

/// All that is wrong with a form, at once.
Result<void> check_form(const SourceForm& form) {
    const Reference& reference = form.reference;
    Error error{ErrorCode::invalid, "Look at the marked fields."};
    if (title_of(reference).empty()) {
        add_field_error(
            error, "title", "Give the source a name, if only \"Letter of 5 May 1920\"."
        );
    }
    if (!reference.url.empty() && !bibliography::is_web_address(reference.url)) {
        add_field_error(
            error, "url", "Check the address: it begins with http:// or https://, without spaces."
        );
    }
    check_number(
        error,
        "doi",
        reference.doi,
        bibliography::find_doi(reference.doi).has_value(),
        "10.1038/nphys1170"
    );
    check_number(
        error,
        "isbn",
        reference.isbn,
        bibliography::find_isbn(reference.isbn).has_value(),
        "978-0-306-40615-7"
    );
    check_number(
        error,
        "issn",
        reference.issn,
        bibliography::find_issn(reference.issn).has_value(),
        "0378-5955"
    );
    if (utf8_length(trim(form.criticism)) > source_note_length_max) {
        add_field_error(
            error,
            "criticism",
            fmt::format("Shorten this to {} characters.", source_note_length_max)
        );
    }
    if (error.fields().empty()) return {};
    return std::unexpected{std::move(error)};
}

/// What is pasted may have a number that is wrong or an address of no use: it is dropped, not
/// refused, since a source must not be an obstacle.
Reference made_valid(Reference reference) {
    if (!reference.url.empty() && !bibliography::is_web_address(reference.url))
        reference.url.clear();
    reference.doi = bibliography::find_doi(reference.doi).value_or("");
    reference.isbn = bibliography::find_isbn(reference.isbn).value_or("");
    reference.issn = bibliography::find_issn(reference.issn).value_or("");
    return reference;
}

Result<storage::SourceRecord> find_existing(db::ReadTransaction& tx, SourceId id) {
    std::optional<storage::SourceRecord> source = TRY(storage::find_source(tx, id));
    if (source && source->merged_into) {
        source = TRY(storage::find_source(tx, *source->merged_into));
    }
    if (!source) return fail(ErrorCode::not_found, "There is no such source here.");
    return *std::move(source);
}

/// A key, or an address of a source's page from which it was copied.
std::string key_in(std::string_view written) {
    std::string_view text = trim(written);
    const std::size_t at = text.rfind("/sources/");
    if (at != std::string_view::npos) text.remove_prefix(at + std::string_view{"/sources/"}.size());
    if (text.starts_with('@')) text.remove_prefix(1);
    text = text.substr(0, text.find_first_of("/?#."));
    return ascii_lower(text);
}

Result<storage::SourceRecord>
find_other(db::ReadTransaction& tx, const std::string& field, const std::string& written) {
    const std::optional<storage::SourceRecord> found =
        TRY(storage::find_source_by_key(tx, key_in(written)));
    if (!found) return refuse(field, "No source has this key. Copy it from the source's page.");
    return *found;
}

Result<void>
check_may_edit(const Site& site, const domain::Actor& actor, const storage::SourceRecord& source) {
    if (source.created_by == actor.user) return {};
    return domain::check_privilege(actor, domain::Privilege::edit_wiki, site.settings.thresholds);
}

storage::SourceAct act_now(const Site& site, const domain::Actor& actor) {
    return {.user = actor.user, .at = site.clock()};
}

bool is_same_content(const storage::SourceRecord& record, const storage::SourceContent& content) {
    return record.csl == content.csl && record.kind == content.kind
           && record.is_single_item == content.is_single_item
           && record.criticism == content.criticism;
}

/// A word as it is looked for.
storage::SearchedWord searched(std::string_view word) {
    storage::SearchedWord searched{
        .start = std::string{utf8_prefix(word, source_word_bytes_max)}, .skeleton = {}
    };
    const names::NameKeys keys = names::keys_of(word);
    if (keys.tokens.size() == 1 && !keys.tokens.front().is_initial
        && !keys.tokens.front().skeletons.empty()) {
        searched.skeleton = "*" + keys.tokens.front().skeletons.front();
    }
    return searched;
}

/// The longest first: it is the rarest, as a rule, and leads.
std::vector<storage::SearchedWord> searched_words(const std::string& text) {
    const std::string folded = bibliography::fold_words(utf8_prefix(text, 500));
    std::vector<std::string_view> words;
    for (const std::string_view word : split(folded, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    std::ranges::sort(words, std::ranges::greater{}, &std::string_view::size);
    if (words.size() > storage::searched_words_max) words.resize(storage::searched_words_max);
    std::vector<storage::SearchedWord> searched_for;
    for (const std::string_view word : words)
        searched_for.push_back(searched(word));
    return searched_for;
}

Result<FoundSources>
search_window(db::ReadTransaction& tx, const std::string& text, const Window& window) {
    std::vector<storage::ListedSource> listed =
        TRY(storage::search_sources(tx, searched_words(text), window.limit(), window.offset));
    const bool has_more = cut_to(listed, window);
    return FoundSources{.sources = summaries_of(listed), .has_more = has_more};
}

} // namespace

std::string shelfmark_of(const Reference& reference) {
    std::string shelfmark;
    for (const std::string* part :
         {&reference.archive, &reference.archive_location, &reference.call_number}) {
        if (part->empty()) continue;
        if (!shelfmark.empty()) shelfmark += ", ";
        shelfmark += *part;
    }
    return shelfmark;
}

Reference reference_of(const storage::SourceRecord& source) {
    const auto read = bibliography::parse_csl_json(source.csl);
    if (!read) return {.title = source.title};
    return read->front().reference;
}

Result<storage::SourceRecord> find_source_by_key(db::ReadTransaction& tx, std::string_view key) {
    std::optional<storage::SourceRecord> source = TRY(storage::find_source_by_key(tx, key));
    if (!source) return fail(ErrorCode::not_found, "There is no such source here.");
    return *std::move(source);
}

Result<storage::SourceRecord> find_source_by_key(const Site& site, std::string_view key) {
    return site.database.read([&](db::ReadTransaction& tx) { return find_source_by_key(tx, key); });
}

Result<AddedSource>
add_source(const Site& site, const domain::Actor& actor, const SourceForm& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::post, site.settings.thresholds));
    TRY(check_form(form));
    const storage::SourceAct act = act_now(site, actor);
    const storage::IdempotencyKey once{
        .user = actor.user, .key = form.idempotency_key, .kind = "source", .at = act.at
    };
    return site.database.write([&](db::Transaction& tx) -> Result<AddedSource> {
        AddedSource added;
        const std::optional<std::int64_t> before = TRY(storage::find_idempotent_result(tx, once));
        if (!before && !form.accepts_doubles) {
            added.doubles = TRY(find_doubles(tx, form.reference));
            if (!added.doubles.empty()) return added;
        }
        const SourceId id = TRY(storage::find_or_insert(tx, once, [&]() -> Result<SourceId> {
            TRY(check_limit(tx, site, actor, domain::LimitedAct::add_source));
            const std::string key = TRY(free_key(tx, form.reference));
            return storage::insert_source(
                tx, {.key = key, .content = content_of(form, key), .act = act}
            );
        }));
        if (const auto alias = bibliography::alias_of(form.alias)) {
            TRY(storage::insert_source_alias(tx, *alias, id));
        }
        added.source = summary_of(TRY(find_existing(tx, id)));
        return added;
    });
}

Result<SourceId> add_found_source(
    db::Transaction& tx, const bibliography::Reference& reference, const std::string& key, Time at
) {
    const SourceForm form{.reference = made_valid(reference)};
    return storage::insert_source(
        tx, {.key = key, .content = content_of(form, key), .act = {.user = std::nullopt, .at = at}}
    );
}

Result<AddedSource>
add_pasted_source(const Site& site, const domain::Actor& actor, const PasteSource& form) {
    const bibliography::Paste paste = TRY(bibliography::parse_paste(form.text));
    const bibliography::ReadReference& first = paste.references.front();
    AddedSource added = TRY(add_source(
        site,
        actor,
        {.reference = made_valid(first.reference),
         .alias = first.key,
         .accepts_doubles = form.accepts_doubles,
         .idempotency_key = form.idempotency_key}
    ));
    added.left_out = paste.references.size() - 1;
    return added;
}

Result<SeenPaste> look_at_paste(const Site& site, const std::string& text) {
    const bibliography::Paste paste = TRY(bibliography::parse_paste(text));
    const Reference reference = made_valid(paste.references.front().reference);
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SeenPaste> {
        return SeenPaste{.form = paste.form, .likely = TRY(find_doubles(tx, reference))};
    });
}

Result<std::string>
edit_source(const Site& site, const domain::Actor& actor, const EditSource& edit) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_form(edit.form));
    const storage::SourceAct act = act_now(site, actor);
    return site.database.write([&](db::Transaction& tx) -> Result<std::string> {
        const storage::SourceRecord source = TRY(find_source_by_key(tx, edit.key));
        TRY(check_may_edit(site, actor, source));
        const storage::SourceContent content = content_of(edit.form, source.key);
        if (const auto alias = bibliography::alias_of(edit.form.alias)) {
            TRY(storage::insert_source_alias(tx, *alias, source.id));
        }
        if (is_same_content(source, content)) return source.key;
        TRY(check_limit(tx, site, actor, domain::LimitedAct::edit_source));
        TRY(storage::update_source(tx, source.id, edit.based_on, content, act));
        TRY(judge_posts_citing(tx, source.id, site.clock()));
        return source.key;
    });
}

Result<FoundSources>
search_sources(db::ReadTransaction& tx, const std::string& words, std::int64_t limit) {
    return search_window(tx, words, {.size = limit, .offset = 0});
}

Result<FoundSources>
search_sources(const Site& site, const std::string& words, std::int64_t limit) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return search_sources(tx, words, limit);
    });
}

Result<FoundSources>
search_sources_page(const Site& site, const std::string& words, const PageRequest& page) {
    const Window window = TRY(window_of(page));
    return site.database.read([&](db::ReadTransaction& tx) {
        return search_window(tx, words, window);
    });
}

Result<SourceList>
list_sources(const Site& site, storage::SourceOrder order, const PageRequest& page) {
    const Window window = TRY(window_of(page));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SourceList> {
        std::vector<storage::ListedSource> listed =
            TRY(storage::list_sources(tx, order, window.limit(), window.offset));
        const bool has_more = cut_to(listed, window);
        return SourceList{
            .sources = summaries_of(listed),
            .total = TRY(storage::count_sources(tx)),
            .has_more = has_more,
        };
    });
}

Result<SourcePage> read_source(const Site& site, const std::string& key, const PageRequest& page) {
    const Window window = TRY(window_of(page));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SourcePage> {
        storage::SourceRecord source = TRY(find_source_by_key(tx, key));
        Reference reference = reference_of(source);
        const SourceId id = source.id;
        return SourcePage{
            .record = std::move(source),
            .reference = std::move(reference),
            .aliases = TRY(storage::list_source_aliases(tx, id)),
            .links = TRY(storage::list_linked_sources(tx, id)),
            .citations = TRY(storage::list_citations_of_source(tx, id, window.size, window.offset)),
            .citation_count = TRY(storage::count_citations_of_source(tx, id)),
        };
    });
}

Result<SourceReference> read_source_reference(const Site& site, const std::string& key) {
    storage::SourceRecord record = TRY(find_source_by_key(site, key));
    Reference reference = reference_of(record);
    return SourceReference{.record = std::move(record), .reference = std::move(reference)};
}

Result<SourceHistory> list_source_revisions(const Site& site, const std::string& key) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SourceHistory> {
        storage::SourceRecord record = TRY(find_source_by_key(tx, key));
        const SourceId id = record.id;
        return SourceHistory{
            .record = std::move(record),
            .revisions = TRY(storage::list_source_revisions(tx, id, source_revisions_shown_max)),
        };
    });
}

Result<void> link_sources(const Site& site, const domain::Actor& actor, const LinkSources& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::post, site.settings.thresholds));
    const storage::SourceAct act = act_now(site, actor);
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::SourceRecord from = TRY(find_source_by_key(tx, form.from));
        const storage::SourceRecord to = TRY(find_other(tx, "to", form.to));
        if (from.id == to.id) return refuse("to", "Name another source than this one.");
        TRY(check_limit(tx, site, actor, domain::LimitedAct::link_sources));
        TRY(storage::insert_source_link(tx, {.from = from.id, .to = to.id, .kind = form.kind}, act)
        );
        return judge_posts_citing(
            tx, from.id, site.clock()
        ); // both are of one origin now, or stand in one volume
    });
}

Result<void> unlink_sources(const Site& site, const domain::Actor& actor, const LinkSources& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::SourceRecord from = TRY(find_source_by_key(tx, form.from));
        const storage::SourceRecord to = TRY(find_other(tx, "to", form.to));
        TRY(domain::check_privilege(actor, domain::Privilege::edit_wiki, site.settings.thresholds));
        TRY(storage::delete_source_link(tx, {.from = from.id, .to = to.id, .kind = form.kind}));
        TRY(judge_posts_citing(tx, from.id, site.clock()));
        return judge_posts_citing(tx, to.id, site.clock());
    });
}

Result<std::string>
merge_sources(const Site& site, const domain::Actor& actor, const MergeSources& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::edit, site.settings.thresholds));
    return site.database.write([&](db::Transaction& tx) -> Result<std::string> {
        const storage::SourceRecord from = TRY(find_source_by_key(tx, form.from));
        const storage::SourceRecord into = TRY(find_other(tx, "into", form.into));
        if (from.id == into.id) return refuse("into", "Name another source than this one.");
        TRY(check_limit(tx, site, actor, domain::LimitedAct::edit_source));
        TRY(storage::merge_sources(tx, {.from = from.id, .into = into.id}));
        TRY(storage::move_source_files(tx, from.id, into.id));
        TRY(place_citations_in(tx, into.id));
        TRY(judge_posts_citing(tx, into.id, site.clock()));
        TRY(storage::log_moderation(
            tx,
            {.moderator = actor.user,
             .kind = "source_merged",
             .note = fmt::format("{} into {}", from.key, into.key)},
            site.clock()
        ));
        return into.key;
    });
}

Result<void>
distrust_source(const Site& site, const domain::Actor& actor, const DistrustSource& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    if (!actor.is_moderator()) {
        return fail(
            ErrorCode::forbidden, "Only moderators may mark a source as not to be relied on."
        );
    }
    const std::string reason{trim(clean_utf8(form.reason))};
    if (utf8_length(reason) > source_note_length_max) {
        return refuse(
            "reason", fmt::format("Shorten this to {} characters.", source_note_length_max)
        );
    }
    const storage::SourceAct act = act_now(site, actor);
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::SourceRecord source = TRY(find_source_by_key(tx, form.key));
        TRY(storage::update_source_distrust(tx, source.id, or_null(reason), act));
        TRY(judge_posts_citing(tx, source.id, site.clock()));
        return storage::log_moderation(
            tx,
            {.moderator = actor.user,
             .kind = reason.empty() ? "source_trusted" : "source_distrusted",
             .note = reason.empty() ? source.key : fmt::format("{}: {}", source.key, reason)},
            act.at
        );
    });
}

bool may_edit_source(
    const Site& site, const domain::Actor& actor, const storage::SourceRecord& source
) {
    return check_may_edit(site, actor, source).has_value();
}

bool may_merge_sources(const Site& site, const domain::Actor& actor) {
    return domain::has_privilege(actor, domain::Privilege::edit, site.settings.thresholds);
}

} // namespace attest::service
