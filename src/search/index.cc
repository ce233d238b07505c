#include "search/index.h"

#include "search/facet_cache.h"
#include "search/limits.h"
#include "search/ranking.h"
#include "search/rebuild.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <utility>

namespace attest::search {

/// A database of its own and stemmers of its own: neither may be shared between threads.
class SearchIndex::Reader {
public:
    Reader(
        const std::filesystem::path& path,
        std::uint64_t of_generation,
        const std::vector<std::string>& languages
    )
        : index{path.string()}, stems{languages}, generation{of_generation} {}

    /// Grows with every commit, and with every new index.
    [[nodiscard]] std::uint64_t state() const {
        constexpr int revision_bits = 40;
        return (generation << revision_bits) + index.get_revision();
    }

    Xapian::Database index;
    Stems stems;
    std::uint64_t generation;
};

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(IndexOptions options) {
    return std::unique_ptr<SearchIndex>{new SearchIndex{std::move(options)}};
}

SearchIndex::SearchIndex(IndexOptions options)
    : options_{std::move(options)},
      folder_{options_.directory},
      path_{folder_.current()},
      facets_{std::make_unique<FacetCache>()} {
    if (path_) progress_.state = Progress::State::ready;
}

SearchIndex::~SearchIndex() = default;

Progress SearchIndex::progress() const {
    const std::lock_guard lock{mutex_};
    return progress_;
}

void SearchIndex::set_progress(Progress progress) {
    const std::lock_guard lock{mutex_};
    progress_ = progress;
}

void SearchIndex::switch_index(std::filesystem::path path) {
    const std::lock_guard lock{mutex_};
    path_ = std::move(path);
    ++generation_;
    readers_.clear();
    progress_ = {.state = Progress::State::ready};
}

std::optional<std::filesystem::path> SearchIndex::current_path() const {
    const std::lock_guard lock{mutex_};
    return path_;
}

Result<std::unique_ptr<SearchIndex::Reader>> SearchIndex::take_reader() {
    std::filesystem::path path;
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock{mutex_};
        if (!path_) {
            const std::int64_t percent =
                progress_.total > 0 ? 100 * progress_.done / progress_.total : 0;
            return fail(
                ErrorCode::unavailable,
                progress_.state == Progress::State::building
                    ? fmt::format(
                          "The search index is being built ({} %). Try again in a while.", percent
                      )
                    : std::string{"This site has no search index yet. Run attest reindex, or start "
                                  "attest serve."}
            );
        }
        if (!readers_.empty()) {
            std::unique_ptr<Reader> reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
        path = *path_;
        generation = generation_;
    }
    return std::make_unique<Reader>(path, generation, options_.languages);
}

void SearchIndex::give_back(std::unique_ptr<Reader> reader) {
    const std::lock_guard lock{mutex_};
    if (reader->generation == generation_) readers_.push_back(std::move(reader));
}

Result<void> SearchIndex::with_reader(const std::function<void(Reader&)>& work) {
    return catching_xapian([&]() -> Result<void> {
        for (int attempt = 1;; ++attempt) {
            std::unique_ptr<Reader> reader = TRY(take_reader());
            try {
                reader->index.reopen();
                work(*reader);
                give_back(std::move(reader));
                return {};
            } catch (const Xapian::DatabaseModifiedError&) {
                // The writer has committed twice meanwhile; what we read of is gone.
                if (attempt == reader_tries) {
                    return fail(
                        ErrorCode::unavailable, "The search index is changing too fast. Try again."
                    );
                }
                give_back(std::move(reader));
            }
        }
    });
}

Result<SearchAnswer> SearchIndex::search(const SearchRequest& request) {
    Query query = TRY(parse_query(request.text, request.context));
    TRY(find_evidence(query, request.find_posts));
    SearchRequest checked = request;
    checked.offset = std::min(request.offset, offset_max);
    checked.limit = std::min(request.limit, page_size_max);
    SearchAnswer answer;
    if (query.is_empty()) return answer;
    const std::optional<std::string> key =
        request.with_facets ? facet_key(request, query) : std::nullopt;
    TRY(with_reader([&](Reader& reader) {
        std::optional<Facets> kept = key ? facets_->find(*key, reader.state()) : std::nullopt;
        checked.with_facets = request.with_facets && !kept;
        answer =
            run_search(reader.index, reader.stems, checked, query, Highlighter{options_.languages});
        if (kept) {
            put_facets(*std::move(kept), answer);
        } else if (key) {
            facets_->keep(*key, reader.state(), facets_of(answer));
        }
    }));
    for (std::vector<Clause>& group : query.groups) {
        for (Clause& clause : group) {
            auto* const evidence = std::get_if<EvidenceClause>(&clause.content);
            if (evidence != nullptr && !clause.is_excluded)
                answer.evidence.push_back(std::move(*evidence));
        }
    }
    return answer;
}

Result<std::vector<SimilarQuestion>>
SearchIndex::similar(std::string_view text, std::uint32_t limit) {
    std::vector<SimilarQuestion> questions;
    TRY(with_reader([&](Reader& reader) {
        questions = find_similar(reader.index, reader.stems, text, std::min(limit, page_size_max));
    }));
    return questions;
}

Result<std::vector<QuestionId>> SearchIndex::related(QuestionId question, std::uint32_t limit) {
    std::vector<QuestionId> questions;
    TRY(with_reader([&](Reader& reader) {
        questions = find_related(reader.index, question, std::min(limit, page_size_max));
    }));
    return questions;
}

} // namespace attest::search
