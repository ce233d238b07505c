// A site's search index, read: search with operators, questions like a text, questions like a
// question. The updater (updater.h) writes it.
//
//   auto index = TRY(search::SearchIndex::open({.directory = data / "index" / name, .languages =
//   {"en"}})); auto answer = TRY(index->search({.text = "stalin exile", .context = {.now =
//   clock()}}));
//
// Any thread may ask: each search takes a reader of its own from a pool.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "search/folder.h"
#include "search/query.h"
#include "search/snippet.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::search {

struct IndexOptions {
    std::filesystem::path directory; ///< DIR/index/NAME
    std::vector<std::string> languages;
};

enum class Sort : std::uint8_t { relevance, newest, active, score };

enum class Grouping : std::uint8_t {
    posts,     ///< Every post by itself, as on Stack Exchange.
    questions, ///< Of each question the best post: itself or one of its answers.
};

struct SearchRequest {
    std::string text = {};
    QueryContext context = {};
    Sort sort = Sort::relevance;
    Grouping grouping = Grouping::questions;
    std::uint32_t offset = 0;
    std::uint32_t limit = 15;
    bool with_facets = false;
    /// Without it a query that asks for evidence is `unavailable`.
    FindPosts find_posts = {};
};

struct Hit {
    PostId post;
    QuestionId question;
    domain::PostKind kind = domain::PostKind::question;
    double score = 0;
};

struct TagCount {
    std::string tag;
    std::uint32_t posts = 0;
};

struct YearCount {
    int year = 0;
    std::uint32_t posts = 0;
};

/// A post that was counted for the facets.
struct CountedPost {
    PostId post;
    QuestionId question;
};

struct SearchAnswer {
    std::vector<Hit> hits;
    std::uint32_t total = 0;
    bool is_total_exact = true;

    /// All words together found little, so posts with fewer of them are among the hits;
    /// `missing_words` are those, as typed, that the first hit does not hold.
    bool is_relaxed = false;
    std::vector<std::string> missing_words;

    /// The query with a word spelled another way, if that finds more.
    std::optional<std::string> suggestion;

    std::vector<TagCount> tags; ///< The most frequent first.
    std::vector<YearCount> years;
    bool are_facets_exact = true;
    /// Those that match, for facets that the database counts; in order of id, not more than
    /// `counted_posts_max`.
    std::vector<CountedPost> counted;
    bool are_all_counted = true;

    /// What the query asks of evidence, without what it excludes.
    std::vector<EvidenceClause> evidence;

    Highlighter highlighter; ///< Marks the query's words in titles and bodies.
};

struct SimilarQuestion {
    QuestionId question;
    double score = 0;
};

struct Progress {
    enum class State : std::uint8_t {
        absent,   ///< There is no index, and nobody is making one.
        building, ///< The first one is being made: searching answers `unavailable`.
        renewing, ///< A new one is being made beside the one that answers.
        ready,
    };
    State state = State::absent;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

class FacetCache;

class SearchIndex {
public:
    /// Never fails for want of an index: then `progress()` says so, and searching is `unavailable`.
    static Result<std::unique_ptr<SearchIndex>> open(IndexOptions options);

    SearchIndex(const SearchIndex&) = delete;
    SearchIndex& operator=(const SearchIndex&) = delete;
    ~SearchIndex();

    /// `invalid` with the place for a query that cannot be read.
    Result<SearchAnswer> search(const SearchRequest& request);

    /// Questions like a title or a question's text, typed by a person; the best first.
    Result<std::vector<SimilarQuestion>> similar(std::string_view text, std::uint32_t limit);

    /// Questions like this one, without itself.
    Result<std::vector<QuestionId>> related(QuestionId question, std::uint32_t limit);

    [[nodiscard]] Progress progress() const;

    // For the updater.
    [[nodiscard]] const IndexFolder& folder() const { return folder_; }

    [[nodiscard]] const std::vector<std::string>& languages() const { return options_.languages; }

    void set_progress(Progress progress);
    /// Another index has become current.
    void switch_index(std::filesystem::path path);
    [[nodiscard]] std::optional<std::filesystem::path> current_path() const;

private:
    class Reader;

    explicit SearchIndex(IndexOptions options);

    Result<void> with_reader(const std::function<void(Reader&)>& work);
    Result<std::unique_ptr<Reader>> take_reader();
    void give_back(std::unique_ptr<Reader> reader);

    IndexOptions options_;
    IndexFolder folder_;
    mutable std::mutex mutex_;
    std::optional<std::filesystem::path> path_;
    std::uint64_t generation_ = 0;
    std::vector<std::unique_ptr<Reader>> readers_;
    std::unique_ptr<FacetCache> facets_;
    Progress progress_;
};

} // namespace attest::search
