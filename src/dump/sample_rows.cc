#include "dump/sample_rows.h"

#include "base/json.h"
#include "domain/guid.h"
#include "domain/slug.h"
#include "domain/tags.h"
#include "markup/render.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace attest::dump {

namespace {

using domain::HistoryKind;
using domain::PostKind;
using domain::VoteKind;

// What a vote and an acceptance are worth (stackoverflow.com/help/whats-reputation).
constexpr std::int64_t reputation_at_first = 1;
constexpr std::int64_t reputation_up = 10;
constexpr std::int64_t reputation_down = -2;
constexpr std::int64_t reputation_accepted = 15;
constexpr std::int64_t reputation_accepting = 2;

constexpr std::int64_t day_milliseconds = days(1).milliseconds;

Time day_of(Time time) {
    return {time.milliseconds - time.milliseconds % day_milliseconds};
}

/// The same act has the same GUID each time that the files are loaded.
std::string guid_of(std::string_view act) {
    std::string bytes(domain::guid_bytes, '\0');
    crypto_generichash(
        reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(),
        reinterpret_cast<const unsigned char*>(act.data()),
        act.size(),
        nullptr,
        0
    );
    return bytes;
}

std::string format_tags(const std::vector<std::string>& tags) {
    return domain::format_tag_list({tags.begin(), tags.end()}, domain::TagSyntax::bars);
}

std::span<const SampleRevision> imported_revisions(const SamplePost& post) {
    return std::span{post.revisions}.first(post.imported_revisions);
}

std::span<const SampleRevision> revisions_on_site(const SamplePost& post) {
    return std::span{post.revisions}.subspan(post.imported_revisions);
}

class Maker {
public:
    explicit Maker(const SampleFiles& files) : files_{files} {}

    Result<SampleRows> make();

private:
    struct Numbered {
        const SamplePost* post;
        std::int64_t id;
        std::string title; ///< The newest; empty for answers.
        std::vector<std::string> tags;
    };

    Result<void> number();
    Result<void> make_people();
    Result<void> make_tags();
    Result<void> make_post(const Numbered& numbered);
    Result<void> make_history(const Numbered& numbered);
    Result<void> make_closing(const Numbered& numbered, storage::PostRow& row);
    Result<void> make_comments();
    void make_votes(const Numbered& numbered);
    Result<void> add_wiki(const SampleTag& tag, PostKind kind, const std::string& text);
    void finish_questions();
    void finish_people();

    Result<UserId> person(const std::string& key, std::string_view where);
    Result<std::string>
    resolve_links(std::string_view text, const Numbered& from, std::optional<Time> at);
    /// As the import will render it, footnotes included, so that it finds the Markdown to be the
    /// body.
    [[nodiscard]] static Result<std::string>
    render(const std::string& markdown, std::string_view where, std::int64_t post);
    void add_history(
        HistoryKind kind,
        const Numbered& numbered,
        const SampleRevision& revision,
        std::string text,
        const std::string& act
    );
    void add_link(std::int64_t from, std::int64_t to, domain::LinkKind kind, Time at);
    void be_seen(UserId id, Time at);

    Result<void> make_site_acts();

    const SampleFiles& files_;
    SampleRows rows_;
    std::vector<Numbered> posts_; ///< In order of time, which is the order of ids.
    std::map<std::string, UserId> people_;
    std::map<std::string, std::size_t> questions_; ///< By key, into posts_.
    std::map<std::int64_t, std::int64_t> question_of_answer_;
    std::map<UserId, std::int64_t> reputation_;
    std::map<UserId, Time> seen_;
    std::set<std::pair<std::int64_t, std::int64_t>> linked_;
    std::int64_t next_post_ = 1;
};

Result<SampleRows> Maker::make() {
    TRY(make_people());
    TRY(number());
    for (const Numbered& numbered : posts_)
        TRY(make_post(numbered));
    TRY(make_tags());
    TRY(make_comments());
    finish_questions();
    finish_people();
    TRY(make_site_acts());
    rows_.people = people_;
    return std::move(rows_);
}

/// What is not in the dump: edits of the site's own time, and where each post's readers find it.
Result<void> Maker::make_site_acts() {
    for (const Numbered& numbered : posts_) {
        const SamplePost& post = *numbered.post;
        rows_.on_site.push_back({
            .post = PostId{numbered.id},
            .question =
                QuestionId{post.is_question ? numbered.id : question_of_answer_.at(numbered.id)},
            .in_files = &post,
        });
        for (const SampleRevision& revision : revisions_on_site(post)) {
            TRY(person(revision.author, revision.where));
            rows_.edits.push_back({
                .post = PostId{numbered.id},
                .revision = &revision,
                .markdown = TRY(resolve_links(revision.body, numbered, std::nullopt)),
            });
        }
    }
    return {};
}

Result<void> Maker::make_people() {
    std::vector<const SamplePerson*> people;
    for (const SamplePerson& person : files_.people)
        people.push_back(&person);
    std::ranges::sort(people, {}, [](const SamplePerson* person) {
        return std::pair{person->since, person->key};
    });
    if (people.empty()) return fail(ErrorCode::invalid, "people.toml names nobody.");

    rows_.users.push_back(
        {.id = community_user, .display_name = "Community", .created_at = people.front()->since}
    );
    std::vector<std::pair<UserId, SampleBadge>> badges;
    for (const SamplePerson* person : people) {
        const UserId id{static_cast<std::int64_t>(rows_.users.size())};
        people_[person->key] = id;
        storage::UserRow row{.id = id, .display_name = person->name, .created_at = person->since};
        if (!person->location.empty()) row.location = person->location;
        if (!person->about.empty())
            row.about_html = TRY(render(person->about, person->key, id.value));
        rows_.users.push_back(std::move(row));
        for (const SampleBadge& badge : person->badges)
            badges.emplace_back(id, badge);
    }
    std::ranges::stable_sort(badges, {}, [](const auto& badge) { return badge.second.at; });
    for (const auto& [id, badge] : badges) {
        rows_.badges.push_back({
            .id = BadgeId{static_cast<std::int64_t>(rows_.badges.size()) + 1},
            .user_id = id,
            .name = badge.name,
            .badge_class = static_cast<domain::BadgeClass>(badge.badge_class),
            .awarded_at = badge.at,
        });
    }
    return {};
}

/// Numbers the posts, so that links between them can be resolved.
Result<void> Maker::number() {
    for (const SamplePost& post : files_.posts) {
        Numbered numbered{.post = &post, .id = 0, .title = {}, .tags = {}};
        for (const SampleRevision& revision : imported_revisions(post)) {
            if (!revision.title.empty()) numbered.title = revision.title;
            if (!revision.tags.empty()) numbered.tags = revision.tags;
        }
        posts_.push_back(std::move(numbered));
    }
    std::ranges::sort(posts_, {}, [](const Numbered& numbered) { return numbered.post->at(); });
    for (std::size_t index = 0; index < posts_.size(); ++index) {
        posts_[index].id = next_post_++;
        if (posts_[index].post->is_question) questions_[posts_[index].post->key] = index;
    }
    for (const Numbered& numbered : posts_) {
        if (numbered.post->is_question) continue;
        question_of_answer_[numbered.id] = posts_[questions_.at(numbered.post->key)].id;
    }
    return {};
}

Result<UserId> Maker::person(const std::string& key, std::string_view where) {
    const auto found = people_.find(key);
    if (found != people_.end()) return found->second;
    return fail(ErrorCode::invalid, fmt::format("{}: \"{}\" is not in people.toml.", where, key));
}

Result<std::string>
Maker::render(const std::string& markdown, std::string_view where, std::int64_t post) {
    markup::Options options;
    options.footnote_prefix = fmt::format("{}", post);
    Result<markup::Rendered> rendered = markup::render_markdown(markdown, options);
    if (!rendered)
        return fail(ErrorCode::invalid, fmt::format("{}: {}", where, rendered.error().message()));
    return std::move(rendered->html);
}

/// Makes addresses of `](KEY.md)` and notes which question is linked; without a time, the site will
/// find the link itself.
Result<std::string>
Maker::resolve_links(std::string_view text, const Numbered& from, std::optional<Time> at) {
    static constexpr std::string_view opening = "](";
    static constexpr std::string_view ending = ".md)";
    std::string resolved;
    while (true) {
        const std::size_t open = text.find(opening);
        resolved += text.substr(0, open);
        if (open == std::string_view::npos) return resolved;
        text.remove_prefix(open + opening.size());
        resolved += opening;

        const std::size_t close = text.find_first_of(") \t\n");
        const std::string_view destination =
            text.substr(0, close == std::string_view::npos ? close : close + 1);
        if (!destination.ends_with(ending)) continue;
        const std::string key{destination.substr(0, destination.size() - ending.size())};
        const auto question = questions_.find(key);
        if (question == questions_.end()) {
            return fail(
                ErrorCode::invalid,
                fmt::format("{}: there is no question \"{}\".", from.post->key, key)
            );
        }
        const Numbered& target = posts_[question->second];
        resolved += fmt::format("/questions/{}/{})", target.id, domain::make_slug(target.title));
        if (at && target.id != from.id) add_link(from.id, target.id, domain::LinkKind::linked, *at);
        text.remove_prefix(destination.size());
    }
}

void Maker::add_link(std::int64_t from, std::int64_t to, domain::LinkKind kind, Time at) {
    if (kind == domain::LinkKind::linked && !linked_.insert({from, to}).second) return;
    rows_.links.push_back({
        .id = PostLinkId{static_cast<std::int64_t>(rows_.links.size()) + 1},
        .post_id = PostId{from},
        .related_post_id = PostId{to},
        .kind = kind,
        .created_at = at,
    });
}

void Maker::be_seen(UserId id, Time at) {
    seen_[id] = std::max(seen_[id], at);
}

Result<void> Maker::make_post(const Numbered& numbered) {
    const SamplePost& post = *numbered.post;
    storage::PostRow row;
    row.id = PostId{numbered.id};
    row.kind = post.is_question ? PostKind::question : PostKind::answer;
    row.author_id = TRY(person(post.revisions.front().author, post.key));
    row.created_at = post.at();
    const std::span<const SampleRevision> revisions = imported_revisions(post);
    row.active_at = revisions.back().at;
    row.score = post.up_votes - post.down_votes;
    row.license = files_.license;
    row.comment_count = static_cast<std::int64_t>(post.comments.size());
    if (post.is_community_wiki) row.community_at = post.at();
    if (post.is_question) {
        row.title = numbered.title;
        row.tags = format_tags(numbered.tags);
        row.view_count = post.views;
    } else {
        row.question_id = QuestionId{question_of_answer_.at(numbered.id)};
    }
    if (revisions.size() > 1) {
        row.editor_id = TRY(person(revisions.back().author, post.key));
        row.edited_at = revisions.back().at;
    }
    TRY(make_history(numbered));
    const auto newest = std::ranges::find_if(
        rows_.history.rbegin(),
        rows_.history.rend(),
        [](const storage::HistoryRow& act) {
            return act.kind == HistoryKind::initial_body || act.kind == HistoryKind::edit_body;
        }
    );
    row.body = TRY(render(newest->text.value_or(""), post.key, numbered.id));
    TRY(make_closing(numbered, row));
    make_votes(numbered);
    rows_.posts.push_back(std::move(row));
    return {};
}

void Maker::add_history(
    HistoryKind kind,
    const Numbered& numbered,
    const SampleRevision& revision,
    std::string text,
    const std::string& act
) {
    const bool is_edit = &revision != &numbered.post->revisions.front();
    rows_.history.push_back({
        .id = PostHistoryId{static_cast<std::int64_t>(rows_.history.size()) + 1},
        .kind = kind,
        .post_id = PostId{numbered.id},
        .guid = guid_of(act),
        .created_at = revision.at,
        .author_id = people_.at(revision.author),
        .author_name = std::nullopt,
        .summary = is_edit ? std::optional{revision.summary} : std::nullopt,
        .text = std::move(text),
        .license = files_.license,
    });
}

Result<void> Maker::make_history(const Numbered& numbered) {
    std::string title;
    std::vector<std::string> tags;
    std::string body;
    const std::span<const SampleRevision> revisions = imported_revisions(*numbered.post);
    for (std::size_t index = 0; index < revisions.size(); ++index) {
        const SampleRevision& revision = revisions[index];
        be_seen(TRY(person(revision.author, numbered.post->key)), revision.at);
        const bool is_first = index == 0;
        const std::string act = fmt::format("{} {} {}", numbered.post->key, numbered.id, index);
        const std::string text = TRY(resolve_links(revision.body, numbered, revision.at));
        if (text != body) {
            add_history(
                is_first ? HistoryKind::initial_body : HistoryKind::edit_body,
                numbered,
                revision,
                text,
                act
            );
        }
        if (!revision.title.empty() && revision.title != title) {
            add_history(
                is_first ? HistoryKind::initial_title : HistoryKind::edit_title,
                numbered,
                revision,
                revision.title,
                act
            );
            title = revision.title;
        }
        if (!revision.tags.empty() && revision.tags != tags) {
            add_history(
                is_first ? HistoryKind::initial_tags : HistoryKind::edit_tags,
                numbered,
                revision,
                format_tags(revision.tags),
                act
            );
            tags = revision.tags;
        }
        body = text;
    }
    return {};
}

Result<void> Maker::make_closing(const Numbered& numbered, storage::PostRow& row) {
    const SamplePost& post = *numbered.post;
    if (!post.closed_at) return {};
    row.closed_at = post.closed_at;

    std::string details;
    JsonWriter json{details};
    json.begin_object().key("Voters").begin_array();
    for (const std::string& name : post.closed_by) {
        const UserId id = TRY(person(name, post.key));
        be_seen(id, *post.closed_at);
        json.begin_object()
            .field("Id", id.value)
            .field("DisplayName", rows_.users[static_cast<std::size_t>(id.value)].display_name)
            .end_object();
    }
    json.end_array().key("OriginalQuestionIds").begin_array();
    for (const std::string& key : post.duplicate_of) {
        const auto original = questions_.find(key);
        if (original == questions_.end())
            return fail(
                ErrorCode::invalid, fmt::format("{}: there is no question \"{}\".", post.key, key)
            );
        json.value(posts_[original->second].id);
        add_link(
            numbered.id, posts_[original->second].id, domain::LinkKind::duplicate, *post.closed_at
        );
    }
    json.end_array().end_object();

    static constexpr std::string_view duplicate_reason = "101";
    rows_.history.push_back({
        .id = PostHistoryId{static_cast<std::int64_t>(rows_.history.size()) + 1},
        .kind = HistoryKind::closed,
        .post_id = PostId{numbered.id},
        .guid = guid_of(post.key + " closed"),
        .created_at = *post.closed_at,
        .author_id = community_user,
        .summary = std::string{duplicate_reason},
        .text = std::move(details),
    });
    return {};
}

void Maker::make_votes(const Numbered& numbered) {
    const SamplePost& post = *numbered.post;
    const UserId author = people_.at(post.revisions.front().author);
    const auto add = [&](VoteKind kind, std::int64_t count) {
        for (std::int64_t index = 0; index < count; ++index) {
            rows_.votes.push_back({
                .id = VoteId{static_cast<std::int64_t>(rows_.votes.size()) + 1},
                .post_id = PostId{numbered.id},
                .kind = kind,
                .created_at = day_of(post.at()),
            });
        }
    };
    add(VoteKind::up, post.up_votes);
    add(VoteKind::down, post.down_votes);
    add(VoteKind::accepted, post.is_accepted ? 1 : 0);
    if (post.is_community_wiki) return;

    reputation_[author] += post.up_votes * reputation_up + post.down_votes * reputation_down;
    if (!post.is_accepted) return;
    const UserId asker = people_.at(posts_[questions_.at(post.key)].post->revisions.front().author);
    if (asker == author) return;
    reputation_[author] += reputation_accepted;
    reputation_[asker] += reputation_accepting;
}

Result<void> Maker::make_tags() {
    TRY(person(files_.wiki_author, "tags.toml"));
    std::set<std::string> names;
    for (const SampleTag& tag : files_.tags) {
        names.insert(tag.name);
        storage::TagRow row{
            .id = TagId{static_cast<std::int64_t>(rows_.tags.size()) + 1}, .name = tag.name
        };
        for (const Numbered& numbered : posts_)
            row.question_count += std::ranges::count(numbered.tags, tag.name);
        row.excerpt_post_id = PostId{next_post_};
        TRY(add_wiki(tag, PostKind::tag_excerpt, tag.excerpt));
        if (!tag.wiki.empty()) {
            row.wiki_post_id = PostId{next_post_};
            TRY(add_wiki(tag, PostKind::tag_wiki, tag.wiki));
        }
        rows_.tags.push_back(std::move(row));
    }
    for (const Numbered& numbered : posts_) {
        for (const std::string& name : numbered.tags) {
            if (!names.contains(name)) {
                return fail(
                    ErrorCode::invalid,
                    fmt::format("{}: the tag \"{}\" is not in tags.toml.", numbered.post->key, name)
                );
            }
        }
    }
    return {};
}

Result<void> Maker::add_wiki(const SampleTag& tag, PostKind kind, const std::string& text) {
    const UserId author = people_.at(files_.wiki_author);
    storage::PostRow row;
    row.id = PostId{next_post_++};
    row.kind = kind;
    row.author_id = author;
    row.created_at = files_.wiki_at;
    row.active_at = files_.wiki_at;
    row.license = files_.license;
    row.body = TRY(render(text, tag.name, row.id.value));
    rows_.history.push_back({
        .id = PostHistoryId{static_cast<std::int64_t>(rows_.history.size()) + 1},
        .kind = HistoryKind::initial_body,
        .post_id = row.id,
        .guid = guid_of(fmt::format("tag {} {}", tag.name, static_cast<int>(kind))),
        .created_at = files_.wiki_at,
        .author_id = author,
        .text = text,
        .license = files_.license,
    });
    rows_.posts.push_back(std::move(row));
    return {};
}

Result<void> Maker::make_comments() {
    struct Placed {
        const SampleComment* comment;
        const Numbered* on;
    };

    std::vector<Placed> placed;
    for (const Numbered& numbered : posts_) {
        for (const SampleComment& comment : numbered.post->comments)
            placed.push_back({&comment, &numbered});
    }
    std::ranges::stable_sort(placed, {}, [](const Placed& one) { return one.comment->at; });
    for (const auto& [comment, on] : placed) {
        const UserId author = TRY(person(comment->author, on->post->key));
        be_seen(author, comment->at);
        rows_.comments.push_back({
            .id = CommentId{static_cast<std::int64_t>(rows_.comments.size()) + 1},
            .post_id = PostId{on->id},
            .author_id = author,
            .created_at = comment->at,
            .score = comment->votes,
            .license = files_.license,
            .body_source = TRY(resolve_links(comment->text, *on, comment->at)),
        });
    }
    return {};
}

/// What a question owes to its answers.
void Maker::finish_questions() {
    for (const Numbered& numbered : posts_) {
        if (numbered.post->is_question) continue;
        const storage::PostRow& answer = rows_.posts[static_cast<std::size_t>(numbered.id - 1)];
        storage::PostRow& question =
            rows_.posts[static_cast<std::size_t>(question_of_answer_.at(numbered.id) - 1)];
        ++question.answer_count;
        question.active_at = std::max(question.active_at, answer.active_at);
        if (numbered.post->is_accepted) question.accepted_answer_id = AnswerId{numbered.id};
    }
}

void Maker::finish_people() {
    for (storage::UserRow& user : rows_.users) {
        const auto earned = reputation_.find(user.id);
        user.reputation = std::max(
            reputation_at_first,
            reputation_at_first + (earned == reputation_.end() ? 0 : earned->second)
        );
        const auto seen = seen_.find(user.id);
        user.seen_at =
            seen == seen_.end() ? user.created_at : std::max(user.created_at, seen->second);
    }
}

} // namespace

Result<SampleRows> make_sample_rows(const SampleFiles& files) {
    return Maker{files}.make();
}

} // namespace attest::dump
