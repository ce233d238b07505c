// A post as the index sees it: read from the database, made into a document.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "search/name_words.h"
#include "search/words.h"

#include <xapian.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace attest::search {

struct IndexedPost {
    PostId id;
    domain::PostKind kind = domain::PostKind::question;
    QuestionId question; ///< Its own id, for a question.
    std::string title;   ///< Of the question, as are the tags: "|a|b|".
    std::string tags;
    std::optional<UserId> author;
    Time created;
    Time active;
    std::int64_t score = 0;
    std::int64_t views = 0;
    std::int64_t answers = 0;
    std::int64_t accepted_answer = 0; ///< Of the question; 0 if there is none.
    bool is_closed = false;
    bool is_duplicate = false;
    bool is_wiki = false;
    std::string body_html;
    std::string body_text;
};

/// Questions and answers that are to be found, in order of id: those after `after`, up to `last`,
/// at most `count`. Deleted posts and answers of deleted or missing questions are left out.
Result<std::vector<IndexedPost>>
list_indexed_posts(db::ReadTransaction& tx, PostId after, PostId last, std::int64_t count);

/// The one post, if it is to be found.
Result<std::optional<IndexedPost>> find_indexed_post(db::ReadTransaction& tx, PostId id);

/// Addresses in `href="…"` of our own safe HTML, each once, unescaped.
std::vector<std::string> links_of(std::string_view body_html);

/// An address without scheme and without "www.": "example.com/a". Empty if it is not one of the
/// web.
std::string bare_url(std::string_view url);

/// Makes documents. Not for two threads at once.
class DocumentMaker {
public:
    explicit DocumentMaker(std::span<const std::string> languages) : stems_{languages} {}

    Xapian::Document make(const IndexedPost& post);

    /// Words of the post made last that may be names (name_words.h).
    [[nodiscard]] std::vector<std::string> names() const { return name_notes_.names(); }

private:
    void add_title(const IndexedPost& post);
    void add_tags(std::string_view tags, bool is_question);
    void add_body(const IndexedPost& post);
    void add_links(const IndexedPost& post);
    void add_filters(const IndexedPost& post);
    void add_values(const IndexedPost& post);

    Stems stems_;
    Xapian::Document document_;
    std::set<std::string> title_stems_;
    NameNotes name_notes_;
    std::string term_;
};

/// What answers take from their question, in a few bytes.
std::string inherited_mark(const IndexedPost& question);

} // namespace attest::search
