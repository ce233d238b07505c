// Every limit of the layer, each with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest::search {

// ── Words ──

/// Bytes of a folded word. What is longer is a hash, a key or a line without spaces: nobody looks
/// for it by typing it, and every one would be a term of its own. Xapian itself allows 245.
inline constexpr std::size_t word_bytes_max = 64;

/// Bytes of one field that are read into the index. The longest bodies of real dumps are 30,000
/// characters; ten times that is a file pasted in.
inline constexpr std::size_t field_bytes_max = std::size_t{256} * 1024;

/// Parts of a compound ("birch-bark") that is also indexed written together. With more it is a
/// path.
inline constexpr std::size_t compound_parts_max = 3;

// ── Queries ──

/// Bytes of a query, as of a title with room to spare.
inline constexpr std::size_t query_bytes_max = 1024;

/// Words and operators in a query. A pasted sentence has some thirty.
inline constexpr std::size_t query_clauses_max = 64;

/// Letters by which words of a scan may be found in other forms: fewer begin too many words.
inline constexpr std::size_t scan_prefix_letters_min = 4;

/// Conditions of a query that are asked of the database: each costs a statement and holds a list of
/// posts while the search runs.
inline constexpr std::size_t evidence_clauses_max = 8;

/// Words in one quoted phrase: Xapian walks the positions of each.
inline constexpr std::size_t phrase_words_max = 16;

/// Letters that must stand before `*`: with fewer, nearly the whole dictionary answers.
inline constexpr std::size_t prefix_letters_min = 2;

/// Words that a `*` may stand for, the most frequent first.
inline constexpr std::uint32_t prefix_expansion_max = 200;

/// Addresses that `url:"…*"` may stand for.
inline constexpr std::uint32_t url_expansion_max = 1000;

/// Bytes of an address that are indexed.
inline constexpr std::size_t url_bytes_max = 200;

/// Links of one post that are indexed.
inline constexpr std::size_t links_per_post_max = 100;

// ── Names that sound alike ──

/// A word is a name if one of so many posts that hold it, or more, always write it with a capital:
/// names nearly all do, and other words where all of their places begin sentences.
inline constexpr std::uint32_t name_posts_share = 3;

/// Letters of such a word: of two letters too many sound alike. Bytes say it sooner.
inline constexpr std::size_t name_letters_min = 3;
inline constexpr std::size_t name_bytes_min = 3;

/// Consonants by which a name of an abjad finds others, as with records: one or two are those of
/// half the names there are.
inline constexpr std::size_t sound_consonants_min = 3;

/// Words that are kept for one sound, the most frequent ones; each search reads them all.
inline constexpr std::size_t sound_words_max = 32;

/// Of these, words that are added to one word of a query: each costs the search a look.
inline constexpr std::size_t sound_alikes_max = 12;

/// Words that are counted as possible names while an index is built, for the sake of memory: some
/// 100 bytes each. 85,000 posts have a tenth of them.
inline constexpr std::size_t name_words_max = 1'000'000;

// ── Answers ──

/// Results that can be skipped (decisions, 26).
inline constexpr std::uint32_t offset_max = 1000;

/// Results on one page.
inline constexpr std::uint32_t page_size_max = 100;

/// Results that are ranked again by what Xapian does not weigh, as one block: pages cut from it
/// neither repeat nor miss one.
inline constexpr std::uint32_t rerank_block = 30;

/// Posts by which a question is weighed at the most, the best ones.
inline constexpr std::uint32_t weighed_posts_max = 4;

/// Documents that are looked at, at least, before a total becomes an estimate.
inline constexpr std::uint32_t exact_total_max = 250;

/// Posts whose tags and years are counted for the facets; where more are found, the facets say "at
/// least". Some 1.5 ms.
inline constexpr std::uint32_t facet_posts_max = 2500;
inline constexpr std::size_t facet_tags_max = 20;

/// Posts whose claims the database is asked for, to count statuses and years: some 3 ms
/// where each has three.
inline constexpr std::size_t counted_posts_max = 400;

/// Queries whose facets are kept, some 10 kB each.
inline constexpr std::size_t kept_facets_max = 256;

/// When all words together find fewer than this, fewer words are tried.
inline constexpr std::uint32_t few_results = 3;

/// Where any word will do, one that stands in more posts than this, and in more than one of thirty,
/// finds nothing by itself: it only adds weight to what the others find. On a small site no word is
/// so frequent.
inline constexpr std::uint32_t frequent_posts_min = 2000;
inline constexpr std::uint32_t frequent_share = 30;

/// Bytes of a body that are searched for the best place to show.
inline constexpr std::size_t snippet_text_bytes_max = std::size_t{8} * 1024;
inline constexpr std::size_t snippet_letters_max = 240;

// ── Similar and related ──

/// Words by which a title's like are looked for: the rarest of them. More cost time and add little.
inline constexpr std::size_t similar_terms_max = 12;
inline constexpr std::size_t similar_text_bytes_max = 4096;
inline constexpr std::size_t related_terms_max = 16;
inline constexpr std::uint32_t related_questions_max = 10;

// ── Building ──

/// Posts read from the database in one snapshot (no snapshot may live longer than five seconds).
inline constexpr std::int64_t slice_posts = 500;

/// Documents between two commits of a bulk build. By default Xapian holds 10,000 and 616 MB of
/// memory for two shards; with 2,000 it was 164 MB (decisions, 24).
inline constexpr int bulk_flush_documents = 2000;

/// Documents between two commits while serving; and the longest wait for one.
inline constexpr std::size_t live_commit_documents = 2000;
inline constexpr std::int64_t live_commit_milliseconds = 1000;

/// Rows of `changes` read at once.
inline constexpr std::int64_t changes_batch = 200;

/// Questions whose related ones are written by one work of the writer, so that nobody waits long
/// for it.
inline constexpr std::size_t related_batch = 50;

/// A word offered as a correction stands in so many posts at least: a typing error stands in one.
inline constexpr std::uint32_t spelling_posts_min = 2;
inline constexpr std::size_t spelling_letters_min = 3;
inline constexpr std::size_t spelling_letters_max = 24;

/// Tries of a search that meets two commits of the writer (decisions, 24).
inline constexpr int reader_tries = 3;

/// What another name of somebody weighs beside the one that was asked for: posts that hold the word
/// itself stand above.
inline constexpr double other_name_share = 0.6;

/// The same for a word that only sounds like it, which nobody has said is the same name: so little
/// that it stands below even where it fills a short post, and the word itself is lost in a long
/// one.
inline constexpr double sound_alike_share = 0.1;

} // namespace attest::search
