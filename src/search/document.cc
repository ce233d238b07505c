#include "search/document.h"

#include "base/text.h"
#include "search/fields.h"
#include "search/limits.h"

#include <algorithm>
#include <functional>

namespace attest::search {

namespace {

/// How often a word counts by where it stands, in the one weight that BM25 sees.
constexpr Xapian::termcount question_title_weight = 2;
constexpr Xapian::termcount answer_title_weight = 1;
constexpr Xapian::termcount question_tag_weight = 2;

constexpr db::Query list_indexed_posts_query{
    .name = "list_indexed_posts",
    .sql = R"sql(
        SELECT p.id, p.kind, coalesce(p.question_id, p.id), coalesce(q.title, p.title, ''),
               coalesce(q.tags, p.tags, ''), p.author_id, p.created_at, p.active_at, p.score,
               p.view_count, p.answer_count, coalesce(q.accepted_answer_id, p.accepted_answer_id, 0),
               p.closed_at IS NOT NULL,
               EXISTS (SELECT 1 FROM post_links l WHERE l.post_id = p.id AND l.kind = 3),
               p.community_at IS NOT NULL, p.body_html, p.body_text
        FROM posts p
        LEFT JOIN posts q ON q.id = p.question_id
        WHERE p.id > $1 AND p.id <= $2 AND p.kind IN (1, 2) AND p.deleted_at IS NULL
          AND (p.kind = 1 OR (q.id IS NOT NULL AND q.deleted_at IS NULL))
        ORDER BY p.id
        LIMIT $3
    )sql",
};

IndexedPost read_post(const db::Row& row) {
    return {
        .id = row.id<PostId>(0),
        .kind = row.choice<domain::PostKind>(1),
        .question = row.id<QuestionId>(2),
        .title = row.string(3),
        .tags = row.string(4),
        .author = row.optional_id<UserId>(5),
        .created = row.time(6),
        .active = row.time(7),
        .score = row.integer(8),
        .views = row.integer(9),
        .answers = row.integer(10),
        .accepted_answer = row.integer(11),
        .is_closed = row.boolean(12),
        .is_duplicate = row.boolean(13),
        .is_wiki = row.boolean(14),
        .body_html = row.string(15),
        .body_text = row.string(16),
    };
}

/// `&amp;` and the few others that stand in our attributes.
std::string unescape_attribute(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.starts_with("&amp;")) {
            out += '&';
            text.remove_prefix(5);
        } else if (text.starts_with("&#39;")) {
            out += '\'';
            text.remove_prefix(5);
        } else if (text.starts_with("&quot;")) {
            out += '"';
            text.remove_prefix(6);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string_view kind_letter(domain::PostKind kind) {
    return kind == domain::PostKind::answer ? "a" : "q";
}

} // namespace

Result<std::vector<IndexedPost>>
list_indexed_posts(db::ReadTransaction& tx, PostId after, PostId last, std::int64_t count) {
    return tx.all(list_indexed_posts_query, {after, last, count}, read_post);
}

Result<std::optional<IndexedPost>> find_indexed_post(db::ReadTransaction& tx, PostId id) {
    return tx.first(list_indexed_posts_query, {PostId{id.value - 1}, id, 1}, read_post);
}

std::vector<std::string> links_of(std::string_view body_html) {
    constexpr std::string_view mark = " href=\"";
    std::vector<std::string> links;
    std::size_t at = 0;
    while (links.size() < links_per_post_max) {
        at = body_html.find(mark, at);
        if (at == std::string_view::npos) break;
        at += mark.size();
        const std::size_t end = body_html.find('"', at);
        if (end == std::string_view::npos) break;
        std::string link = unescape_attribute(body_html.substr(at, end - at));
        if (std::ranges::find(links, link) == links.end()) links.push_back(std::move(link));
        at = end;
    }
    return links;
}

std::string bare_url(std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://", "//"}) {
        if (!url.starts_with(scheme)) continue;
        url.remove_prefix(scheme.size());
        const std::size_t host_end = std::min(url.find_first_of("/?#"), url.size());
        std::string bare = ascii_lower(url.substr(0, host_end));
        if (bare.starts_with("www.")) bare.erase(0, 4);
        if (bare.empty()) return {};
        std::string_view path = url.substr(host_end);
        if (path == "/") path = {};
        bare += path;
        return std::string{utf8_prefix(bare, url_bytes_max)};
    }
    return {};
}

std::string inherited_mark(const IndexedPost& question) {
    const std::string all =
        fmt::format("{}\n{}\n{}", question.title, question.tags, question.accepted_answer);
    return fmt::format("{:x}", std::hash<std::string>{}(all));
}

Xapian::Document DocumentMaker::make(const IndexedPost& post) {
    document_ = Xapian::Document{};
    title_stems_.clear();
    name_notes_.clear();
    add_title(post);
    add_tags(post.tags, post.kind == domain::PostKind::question);
    add_body(post);
    add_links(post);
    add_filters(post);
    add_values(post);
    return document_;
}

void DocumentMaker::add_title(const IndexedPost& post) {
    const bool is_question = post.kind == domain::PostKind::question;
    const Xapian::termcount weight = is_question ? question_title_weight : answer_title_weight;
    WordReader reader{post.title};
    Word word;
    while (reader.next(word)) {
        document_.add_term(std::string{word.folded}, weight);
        // Phrases of a title belong to the question; an answer has its words only.
        if (is_question)
            document_.add_posting(term(prefix::title_word, word.folded), word.position, 0);
        if (stems_.is_stopword(word.folded)) continue;
        name_notes_.add(post.title, word);
        for (const std::string& stem : stems_.of(word)) {
            document_.add_term(term(prefix::stem, stem), weight);
            if (is_question) document_.add_term(term(prefix::title_stem, stem), 1);
            title_stems_.insert(stem);
        }
    }
}

void DocumentMaker::add_tags(std::string_view tags, bool is_question) {
    for (const std::string_view tag : split(tags, '|')) {
        if (tag.empty()) continue;
        document_.add_boolean_term(term(prefix::tag, utf8_prefix(tag, word_bytes_max)));
        if (!is_question) continue;
        WordReader reader{tag};
        Word word;
        while (reader.next(word)) {
            document_.add_term(std::string{word.folded}, question_tag_weight);
            if (stems_.is_stopword(word.folded)) continue;
            for (const std::string& stem : stems_.of(word)) {
                document_.add_term(term(prefix::stem, stem), question_tag_weight);
                title_stems_.insert(stem);
            }
        }
    }
}

void DocumentMaker::add_body(const IndexedPost& post) {
    WordReader reader{post.body_text};
    Word word;
    while (reader.next(word)) {
        term_.assign(word.folded);
        document_.add_posting(term_, word.position + 1, 1);
        if (stems_.is_stopword(term_)) continue;
        name_notes_.add(post.body_text, word);
        for (const std::string& stem : stems_.of(word)) {
            term_.assign(prefix::stem);
            term_.append(stem);
            document_.add_term(term_, 1);
            if (!title_stems_.empty()) title_stems_.erase(stem);
        }
    }
    for (const std::string& stem : title_stems_)
        document_.add_boolean_term(term(prefix::only_title, stem));
}

void DocumentMaker::add_links(const IndexedPost& post) {
    for (const std::string& link : links_of(post.body_html)) {
        const std::string bare = bare_url(link);
        if (bare.empty()) continue;
        document_.add_boolean_term(term(prefix::url, bare));
        std::string_view host = std::string_view{bare}.substr(0, bare.find_first_of("/?#:"));
        while (!host.empty()) {
            document_.add_boolean_term(term(prefix::host, host));
            const std::size_t dot = host.find('.');
            if (dot == std::string_view::npos) break;
            host.remove_prefix(dot + 1);
        }
    }
}

void DocumentMaker::add_filters(const IndexedPost& post) {
    const bool is_question = post.kind == domain::PostKind::question;
    const auto flag = [&](std::string_view name, bool is_set) {
        if (is_set) document_.add_boolean_term(term(prefix::flag, name));
    };
    document_.add_boolean_term(term(prefix::kind, kind_letter(post.kind)));
    document_.add_boolean_term(id_term(prefix::question, post.question.value));
    if (post.author) document_.add_boolean_term(id_term(prefix::author, post.author->value));
    flag("accepted", !is_question && post.accepted_answer == post.id.value);
    flag("has_accepted", is_question && post.accepted_answer != 0);
    flag("closed", is_question && post.is_closed);
    flag("duplicate", is_question && post.is_duplicate);
    flag("wiki", post.is_wiki);
    flag("has_code", post.body_html.contains("<pre"));
}

void DocumentMaker::add_values(const IndexedPost& post) {
    const auto number = [&](Xapian::valueno slot, std::int64_t value) {
        document_.add_value(slot, Xapian::sortable_serialise(static_cast<double>(value)));
    };
    number(slot::question, post.question.value);
    number(slot::score, post.score);
    number(slot::created, post.created.milliseconds);
    number(slot::active, post.active.milliseconds);
    if (!post.tags.empty()) document_.add_value(slot::tags, post.tags);
    if (post.kind != domain::PostKind::question) return;
    number(slot::answers, post.answers);
    number(slot::views, post.views);
    document_.add_value(slot::inherited, inherited_mark(post));
}

} // namespace attest::search
