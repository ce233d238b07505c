#include "search/post_set.h"

#include "base/verify.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace attest::search {

namespace {

using Posts = std::shared_ptr<const std::vector<PostId>>;

class PostSet : public Xapian::PostingSource {
public:
    explicit PostSet(Posts posts) : posts_{std::move(posts)} {}

    Xapian::doccount get_termfreq_min() const override { return 0; }

    Xapian::doccount get_termfreq_est() const override { return get_termfreq_max(); }

    Xapian::doccount get_termfreq_max() const override {
        return std::min(static_cast<Xapian::doccount>(posts_->size()), documents_);
    }

    void next(double /*min_weight*/) override {
        if (is_begun_) ++at_;
        is_begun_ = true;
    }

    void skip_to(Xapian::docid document, double /*min_weight*/) override {
        is_begun_ = true;
        const PostId wanted{static_cast<std::int64_t>(document)};
        const auto begin = posts_->begin() + static_cast<std::ptrdiff_t>(at_);
        at_ = static_cast<std::size_t>(
            std::lower_bound(begin, posts_->end(), wanted) - posts_->begin()
        );
    }

    bool at_end() const override { return at_ >= posts_->size(); }

    Xapian::docid get_docid() const override {
        return static_cast<Xapian::docid>((*posts_)[at_].value);
    }

    PostingSource* clone() const override {
        return new PostSet{posts_}; // NOLINT(cppcoreguidelines-owning-memory): Xapian owns it
    }

    void init(const Xapian::Database& index) override {
        documents_ = index.get_doccount();
        at_ = 0;
        is_begun_ = false;
        set_maxweight(0);
    }

    std::string get_description() const override { return "PostSet"; }

private:
    Posts posts_;
    Xapian::doccount documents_ = std::numeric_limits<Xapian::doccount>::max();
    std::size_t at_ = 0;
    bool is_begun_ = false;
};

} // namespace

Xapian::Query post_set_query(Posts posts) {
    VERIFY(posts != nullptr);
    VERIFY(std::ranges::is_sorted(*posts));
    if (posts->empty()) return Xapian::Query::MatchNothing;
    // A post that the database has and the index has not yet cannot be shown: hence MatchAll.
    auto* const set = new PostSet{std::move(posts)}; // NOLINT(cppcoreguidelines-owning-memory)
    return {Xapian::Query::OP_FILTER, Xapian::Query::MatchAll, Xapian::Query{set->release()}};
}

} // namespace attest::search
