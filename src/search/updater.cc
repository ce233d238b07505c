#include "search/updater.h"

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "search/document.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/rebuild.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

namespace attest::search {

namespace {

/// Without being woken it looks all the same, now and then: another process may have imported.
constexpr std::chrono::seconds idle_look{30};

/// How far the bulk filling of related questions has come.
constexpr const char* related_key = "related";
constexpr std::string_view related_all_done = "done";

constexpr db::Query list_changes_query{
    .name = "list_search_changes",
    .sql = "SELECT seq, kind, object_id FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2",
};

constexpr db::Query prune_changes_query{
    .name = "prune_changes",
    .sql = "DELETE FROM changes WHERE seq <= $1",
};

constexpr db::Query list_answer_ids_query{
    .name = "list_answer_ids_to_index",
    .sql = "SELECT id FROM posts WHERE question_id = $1",
};

constexpr db::Query list_question_ids_query{
    .name = "list_question_ids_to_relate",
    .sql = R"sql(
        SELECT id FROM posts
        WHERE id > $1 AND kind = 1 AND deleted_at IS NULL
        ORDER BY id
        LIMIT $2
    )sql",
};

constexpr db::Query delete_related_query{
    .name = "delete_related_questions",
    .sql = "DELETE FROM related_questions WHERE question_id = $1",
};

constexpr db::Query insert_related_query{
    .name = "insert_related_question",
    .sql = "INSERT INTO related_questions (question_id, rank, related_id) VALUES ($1, $2, $3)",
};

struct Change {
    std::int64_t sequence = 0;
    domain::ChangeKind kind = domain::ChangeKind::post;
    std::int64_t object = 0;
};

std::string language_list(const std::vector<std::string>& languages) {
    std::string list;
    for (const std::string& language : languages)
        list += language + ",";
    return list;
}

struct RelatedList {
    QuestionId question;
    std::vector<QuestionId> related;
};

Result<void> write_related(db::Database& database, const std::vector<RelatedList>& lists) {
    if (lists.empty()) return {};
    return database.write([&](db::Transaction& tx) -> Result<void> {
        for (const RelatedList& list : lists) {
            TRY(tx.execute(delete_related_query, {list.question}));
            std::int64_t rank = 0;
            for (const QuestionId related : list.related) {
                TRY(tx.execute(insert_related_query, {list.question, ++rank, related}));
            }
        }
        return {};
    });
}

/// The writer's side of an index, open as long as there is something to do.
class Writer {
public:
    Writer(
        SearchIndex& index,
        db::Database& database,
        const UpdaterOptions& options,
        std::stop_token stop
    )
        : index_{index},
          database_{database},
          options_{options},
          stop_{std::move(stop)},
          maker_{index.languages()} {}

    /// Opens the current index if it is this database's; else builds it.
    Result<void> prepare(bool rebuilds);

    /// Takes in all changes there are. True if there were any.
    Result<bool> take_changes();

    /// Goes on with the bulk filling of related questions; true when there is nothing left to do.
    Result<bool> relate_some();

private:
    Result<void> open_or_build(bool rebuilds);
    Result<void> rebuild();
    [[nodiscard]] bool is_current(const DatabaseState& state) const;
    Result<void> apply(const std::vector<Change>& changes);
    Result<void> reindex(db::ReadTransaction& tx, PostId id, std::set<PostId>& more);
    Result<void> forget(PostId id, std::set<PostId>& more);
    void note_spellings(const Xapian::Document& document);
    void note_names(Xapian::docid docid);
    Result<void> commit();
    Result<void> relate_changed();

    SearchIndex& index_;
    db::Database& database_;
    const UpdaterOptions& options_;
    std::stop_token stop_;
    DocumentMaker maker_;
    std::optional<Xapian::WritableDatabase> writer_;
    std::int64_t sequence_ = 0;
    std::size_t uncommitted_ = 0;
    std::int64_t uncommitted_since_ = 0;
    std::set<QuestionId> changed_questions_;
};

Result<void> Writer::prepare(bool rebuilds) {
    if (writer_ && !rebuilds) return {};
    return open_or_build(rebuilds);
}

bool Writer::is_current(const DatabaseState& state) const {
    return writer_->get_metadata(metadata::format) == index_format
           && writer_->get_metadata(metadata::languages) == language_list(index_.languages())
           && writer_->get_metadata(metadata::incarnation) == state.incarnation
           && parse_number<std::int64_t>(writer_->get_metadata(metadata::sequence)).has_value();
}

Result<void> Writer::open_or_build(bool rebuilds) {
    const DatabaseState state = TRY(read_database_state(database_));
    const auto path = index_.folder().current();
    if (path && !rebuilds) {
        const Result<void> opened = catching_xapian([&]() -> Result<void> {
            writer_.emplace(path->string(), Xapian::DB_OPEN);
            return {};
        });
        if (!opened && opened.error().code() == ErrorCode::unavailable) return opened;
        if (opened && is_current(state)) {
            sequence_ =
                parse_number<std::int64_t>(writer_->get_metadata(metadata::sequence)).value_or(0);
            return {};
        }
        if (!opened) log_error("search_index_damaged", opened.error());
    }
    writer_.reset();
    return rebuild();
}

Result<void> Writer::rebuild() {
    const bool answers = index_.current_path().has_value();
    const auto state = answers ? Progress::State::renewing : Progress::State::building;
    index_.set_progress({.state = state});
    RebuildOptions options{
        .threads = options_.is_background ? 1 : 2,
        .is_background = options_.is_background,
        .on_progress =
            [&](std::int64_t done, std::int64_t total) {
                index_.set_progress({.state = state, .done = done, .total = total});
                if (options_.on_progress) options_.on_progress(done, total);
            },
        .stop = stop_,
    };
    writer_.reset();
    Result<std::filesystem::path> built =
        rebuild_index(index_.folder(), database_, index_.languages(), options);
    if (!built) {
        index_.set_progress({.state = answers ? Progress::State::ready : Progress::State::absent});
        return std::unexpected{std::move(built).error()};
    }
    const std::filesystem::path path = *std::move(built);
    index_.switch_index(path);
    return catching_xapian([&]() -> Result<void> {
        writer_.emplace(path.string(), Xapian::DB_OPEN);
        sequence_ =
            parse_number<std::int64_t>(writer_->get_metadata(metadata::sequence)).value_or(0);
        return {};
    });
}

Result<bool> Writer::take_changes() {
    bool any = false;
    while (!stop_.stop_requested()) {
        const std::vector<Change> changes = TRY(database_.read([&](db::ReadTransaction& tx) {
            return tx.all(list_changes_query, {sequence_, changes_batch}, [](const db::Row& row) {
                return Change{
                    .sequence = row.integer(0),
                    .kind = row.choice<domain::ChangeKind>(1),
                    .object = row.integer(2),
                };
            });
        }));
        if (changes.empty()) break;
        any = true;
        const bool everything = std::ranges::any_of(changes, [](const Change& change) {
            return change.kind == domain::ChangeKind::everything;
        });
        if (everything) {
            uncommitted_ = 0;
            changed_questions_.clear();
            TRY(rebuild());
            continue;
        }
        TRY(catching_xapian([&] { return apply(changes); }));
        sequence_ = changes.back().sequence;
        const bool is_due =
            uncommitted_ >= live_commit_documents
            || monotonic_milliseconds() - uncommitted_since_ >= live_commit_milliseconds;
        if (is_due) TRY(commit());
    }
    if (any) TRY(commit());
    return any;
}

Result<void> Writer::apply(const std::vector<Change>& changes) {
    std::set<PostId> posts;
    for (const Change& change : changes) {
        // People are in the index by number, and a tag that is renamed changes its questions' rows.
        if (change.kind == domain::ChangeKind::post) posts.insert(PostId{change.object});
    }
    if (uncommitted_ == 0) uncommitted_since_ = monotonic_milliseconds();
    return database_.read([&](db::ReadTransaction& tx) -> Result<void> {
        std::set<PostId> more;
        for (const PostId id : posts)
            TRY(reindex(tx, id, more));
        std::set<PostId> none;
        for (const PostId id : more) {
            if (!posts.contains(id)) TRY(reindex(tx, id, none));
        }
        return {};
    });
}

/// Answers that must follow a change of their question are added to `more`.
Result<void> Writer::reindex(db::ReadTransaction& tx, PostId id, std::set<PostId>& more) {
    ++uncommitted_;
    const std::optional<IndexedPost> post = TRY(find_indexed_post(tx, id));
    if (!post) return forget(id, more);

    const auto docid = static_cast<Xapian::docid>(id.value);
    if (post->kind == domain::PostKind::question) {
        changed_questions_.insert(post->question);
        std::string before;
        try {
            before = writer_->get_document(docid).get_value(slot::inherited);
        } catch (const Xapian::DocNotFoundError&) {
            before.clear(); // New, or back from deletion: its answers come with it.
        }
        if (before != inherited_mark(*post)) {
            TRY(tx.each(list_answer_ids_query, {id}, [&](const db::Row& row) {
                more.insert(row.id<PostId>(0));
            }));
        }
    }
    const Xapian::Document document = maker_.make(*post);
    note_names(docid);
    writer_->replace_document(docid, document);
    note_spellings(document);
    return {};
}

Result<void> Writer::forget(PostId id, std::set<PostId>& more) {
    const std::string family = id_term(prefix::question, id.value);
    for (auto at = writer_->postlist_begin(family); at != writer_->postlist_end(family); ++at) {
        if (*at != static_cast<Xapian::docid>(id.value))
            more.insert(PostId{static_cast<std::int64_t>(*at)});
    }
    try {
        writer_->delete_document(static_cast<Xapian::docid>(id.value));
    } catch (const Xapian::DocNotFoundError&) {
        return {}; // It never was there: a tag's wiki, or a post made and deleted in one breath.
    }
    return {};
}

/// A word's second post makes it one that may be offered as a correction.
void Writer::note_spellings(const Xapian::Document& document) {
    for (auto at = document.termlist_begin(); at != document.termlist_end(); ++at) {
        if (is_spelling_word(*at) && writer_->get_termfreq(*at) == spelling_posts_min) {
            writer_->add_spelling(*at, spelling_posts_min);
        }
    }
}

/// Counts the names that are new to the post just made: it may be indexed again for a vote.
void Writer::note_names(Xapian::docid docid) {
    NameCounts counts;
    for (std::string& name : maker_.names())
        counts.emplace(std::move(name), 1);
    try {
        const Xapian::Document before = writer_->get_document(docid);
        std::erase_if(counts, [&](const auto& name) {
            const std::string folded = fold(name.first);
            Xapian::TermIterator at = before.termlist_begin();
            at.skip_to(folded);
            return at != before.termlist_end() && *at == folded;
        });
    } catch (const Xapian::DocNotFoundError&) {
        // All of a new post's names are new.
        return add_names(*writer_, counts);
    }
    add_names(*writer_, counts);
}

Result<void> Writer::commit() {
    TRY(catching_xapian([&]() -> Result<void> {
        writer_->set_metadata(metadata::sequence, fmt::format("{}", sequence_));
        writer_->commit();
        return {};
    }));
    uncommitted_ = 0;
    TRY(relate_changed());
    // Nobody else reads `changes`; what is committed here is not needed again.
    return database_.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(prune_changes_query, {sequence_}));
        return {};
    });
}

Result<void> Writer::relate_changed() {
    const std::set<QuestionId> questions = std::exchange(changed_questions_, {});
    if (!options_.fills_related) return {};
    std::vector<RelatedList> lists;
    for (const QuestionId question : questions) {
        lists.push_back({question, TRY(index_.related(question, related_questions_max))});
        if (lists.size() < related_batch) continue;
        TRY(write_related(database_, lists));
        lists.clear();
    }
    return write_related(database_, lists);
}

Result<bool> Writer::relate_some() {
    if (!options_.fills_related) return true;
    const std::string mark = writer_->get_metadata(related_key);
    if (mark == related_all_done) return true;
    const std::int64_t after = parse_number<std::int64_t>(mark).value_or(0);
    const std::vector<QuestionId> questions = TRY(database_.read([&](db::ReadTransaction& tx) {
        return tx.all(
            list_question_ids_query,
            {after, static_cast<std::int64_t>(related_batch)},
            [](const db::Row& row) { return row.id<QuestionId>(0); }
        );
    }));
    std::vector<RelatedList> lists;
    for (const QuestionId question : questions) {
        lists.push_back({question, TRY(index_.related(question, related_questions_max))});
    }
    TRY(write_related(database_, lists));
    // Goes to disk with the next commit; after a crash a few are done again.
    const bool is_done = questions.empty();
    writer_->set_metadata(
        related_key,
        is_done ? std::string{related_all_done} : fmt::format("{}", questions.back().value)
    );
    if (is_done) writer_->commit();
    return is_done;
}

} // namespace

Result<void> bring_up_to_date(
    SearchIndex& index,
    db::Database& database,
    const UpdaterOptions& options,
    const std::stop_token& stop
) {
    Writer writer{index, database, options, stop};
    TRY(writer.prepare(options.rebuilds));
    TRY(writer.take_changes());
    while (!stop.stop_requested()) {
        Result<bool> done = true;
        TRY(catching_xapian([&]() -> Result<void> {
            done = TRY(writer.relate_some());
            return {};
        }));
        if (*done) break;
    }
    return {};
}

Updater::Updater(SearchIndex& index, db::Database& database, UpdaterOptions options)
    : index_{index},
      database_{database},
      options_{std::move(options)},
      thread_{[this](const std::stop_token& stop) { run(stop); }} {}

Updater::~Updater() {
    thread_.request_stop();
    woken_.notify_all();
}

void Updater::wake() {
    {
        const std::lock_guard lock{mutex_};
        is_woken_ = true;
        ++wakes_;
    }
    woken_.notify_all();
}

void Updater::rebuild() {
    {
        const std::lock_guard lock{mutex_};
        wants_rebuild_ = true;
    }
    wake();
}

Result<void> Updater::wait_until_current() {
    wake();
    std::unique_lock lock{mutex_};
    const std::int64_t mine = wakes_;
    const bool came =
        woken_.wait_for(lock, std::chrono::seconds{60}, [&] { return wakes_done_ >= mine; });
    if (!came)
        return fail(ErrorCode::unavailable, "The search index has not caught up within a minute.");
    return {};
}

void Updater::run(const std::stop_token& stop) {
    std::optional<Writer> writer;
    bool rebuilds = options_.rebuilds;
    bool is_related = false;
    while (!stop.stop_requested()) {
        std::int64_t seen = 0;
        {
            std::unique_lock lock{mutex_};
            const auto wait =
                is_related ? std::chrono::milliseconds{idle_look} : std::chrono::milliseconds{0};
            woken_.wait_for(lock, stop, wait, [&] { return is_woken_; });
            is_woken_ = false;
            rebuilds = std::exchange(wants_rebuild_, false) || rebuilds;
            seen = wakes_;
        }
        const std::int64_t begun = monotonic_milliseconds();
        bool changed = false;
        const Result<void> outcome = catching_xapian([&]() -> Result<void> {
            if (!writer) writer.emplace(index_, database_, options_, stop);
            TRY(writer->prepare(rebuilds));
            rebuilds = false;
            changed = TRY(writer->take_changes());
            is_related = TRY(writer->relate_some());
            return {};
        });
        if (!outcome) {
            // Whatever it was, the next try begins from what is on disk.
            writer.reset();
            if (!stop.stop_requested()) log_error("search_update_failed", outcome.error());
        }
        {
            const std::lock_guard lock{mutex_};
            if (outcome) wakes_done_ = seen;
        }
        woken_.notify_all();
        if (!changed && outcome) continue;

        // At most one commit a second: what comes meanwhile goes into the next one together.
        std::unique_lock lock{mutex_};
        const std::int64_t spent = monotonic_milliseconds() - begun;
        const std::int64_t rest =
            std::max<std::int64_t>(live_commit_milliseconds - spent, outcome ? 0 : 1000);
        woken_.wait_for(lock, stop, std::chrono::milliseconds{rest}, [] { return false; });
    }
}

} // namespace attest::search
