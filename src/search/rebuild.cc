#include "search/rebuild.h"

#include "base/text.h"
#include "search/document.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/name_words.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

namespace attest::search {

namespace {

/// Below this two shards cost more than they save.
constexpr std::int64_t posts_for_shards_min = 2000;

constexpr const char* plan_key = "plan";
constexpr const char* next_key = "next";

constexpr db::Query read_database_state_query{
    .name = "read_search_database_state",
    .sql = R"sql(
        SELECT coalesce((SELECT value FROM site_properties WHERE name = 'incarnation'), ''),
               coalesce((SELECT max(seq) FROM changes), 0),
               coalesce((SELECT max(id) FROM posts), 0),
               coalesce((SELECT max(id) FROM posts WHERE id < $1), 0),
               coalesce((SELECT sum(value) FROM totals WHERE name IN ('questions', 'answers')), 0)
    )sql",
};

constexpr db::Query find_later_everything_query{
    .name = "find_later_change_of_everything",
    .sql = "SELECT seq FROM changes WHERE seq > $1 AND kind = 0 LIMIT 1",
};

/// One shard's share: ids after `after`, up to `last`.
struct Share {
    std::filesystem::path path;
    PostId after;
    PostId last;
};

struct Build {
    const IndexFolder& folder;
    db::Database& database;
    std::span<const std::string> languages;
    const RebuildOptions& options;
    DatabaseState state;
    std::atomic<std::int64_t> done = 0;
};

std::string plan_text(const Build& build, const Share& share, std::int64_t sequence) {
    std::string text = fmt::format(
        "{}|{}|{}|{}|{}|",
        index_format,
        build.state.incarnation,
        sequence,
        share.after.value,
        share.last.value
    );
    for (const std::string& language : build.languages)
        text += language + ",";
    return text;
}

Error stopped() {
    return Error{
        ErrorCode::unavailable, "The search index is not finished; it goes on at the next start."
    };
}

void lower_priority() {
    // The thread's, not the process's: on Linux `who` is a thread's number.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);
}

/// Beside a shard, so that what it holds of names is there when a build that was broken off goes
/// on. Lines of a word and of a number of posts; those of one word are added up.
std::filesystem::path names_file(const Share& share) {
    std::filesystem::path file = share.path;
    file += ".names";
    return file;
}

/// Before the commit of the posts that they are of: broken off between the two, these posts are
/// counted twice, and no name is lost.
Result<void> save_names(const Share& share, NameCounts& counts) {
    std::ofstream file{names_file(share), std::ios::app};
    for (const auto& [word, posts] : counts)
        file << word << ' ' << posts << '\n';
    counts.clear();
    if (file.flush()) return {};
    return fail(ErrorCode::unavailable, "Cannot write the search index: is the disk full?");
}

NameCounts read_names(const std::vector<Share>& shares) {
    NameCounts counts;
    for (const Share& share : shares) {
        std::ifstream file{names_file(share)};
        std::string word;
        std::uint32_t posts = 0;
        while (file >> word >> posts) {
            if (counts.size() < name_words_max || counts.contains(word)) counts[word] += posts;
        }
    }
    return counts;
}

/// Opens the share's shard where an earlier run of the same plan left it, or empty.
Xapian::WritableDatabase open_shard(const Share& share, const std::string& plan) {
    std::error_code error;
    try {
        Xapian::WritableDatabase shard{
            share.path.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_NO_SYNC
        };
        if (shard.get_metadata(plan_key) == plan) return shard;
    } catch (const Xapian::DatabaseLockError&) {
        throw;
    } catch (const Xapian::Error&) {
        // Damaged by a power failure: begin it anew.
        std::filesystem::remove_all(share.path, error);
    }
    std::filesystem::create_directories(share.path.parent_path(), error);
    Xapian::WritableDatabase shard{
        share.path.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC
    };
    shard.set_metadata(plan_key, plan);
    shard.set_metadata(next_key, fmt::format("{}", share.after.value));
    std::filesystem::remove(names_file(share), error);
    return shard;
}

Result<void> build_shard(Build& build, const Share& share, const std::string& plan) {
    if (build.options.is_background) lower_priority();
    Xapian::WritableDatabase shard = open_shard(share, plan);
    DocumentMaker maker{build.languages};
    NameCounts names;
    PostId next{parse_number<std::int64_t>(shard.get_metadata(next_key)).value_or(share.after.value)
    };
    build.done += static_cast<std::int64_t>(shard.get_doccount());

    int uncommitted = 0;
    while (true) {
        if (build.options.stop.stop_requested()) {
            TRY(save_names(share, names));
            shard.set_metadata(next_key, fmt::format("{}", next.value));
            shard.commit();
            return std::unexpected{stopped()};
        }
        const std::vector<IndexedPost> posts =
            TRY(build.database.read([&](db::ReadTransaction& tx) {
                return list_indexed_posts(tx, next, share.last, slice_posts);
            }));
        if (posts.empty()) break;
        for (const IndexedPost& post : posts) {
            shard.replace_document(static_cast<Xapian::docid>(post.id.value), maker.make(post));
            for (std::string& name : maker.names())
                ++names[std::move(name)];
        }
        next = posts.back().id;
        uncommitted += static_cast<int>(posts.size());
        if (uncommitted >= bulk_flush_documents) {
            TRY(save_names(share, names));
            shard.set_metadata(next_key, fmt::format("{}", next.value));
            shard.commit();
            uncommitted = 0;
        }
        build.done += static_cast<std::int64_t>(posts.size());
        if (build.options.on_progress) {
            build.options.on_progress(
                build.done, std::max<std::int64_t>(build.done, build.state.posts)
            );
        }
    }
    TRY(save_names(share, names));
    shard.set_metadata(next_key, fmt::format("{}", share.last.value));
    shard.commit();
    return {};
}

std::vector<Share> share_out(const Build& build) {
    const PostId last{build.state.last_post};
    if (build.options.threads < 2 || build.state.posts < posts_for_shards_min) {
        return {{.path = build.folder.shard(0), .after = {}, .last = last}};
    }
    const PostId middle{build.state.last_imported_post / 2};
    return {
        {.path = build.folder.shard(0), .after = {}, .last = middle},
        {.path = build.folder.shard(1), .after = middle, .last = last},
    };
}

Result<void> build_shards(Build& build, const std::vector<Share>& shares, std::int64_t sequence) {
    std::vector<Result<void>> outcomes(shares.size());
    const auto run = [&](std::size_t index) {
        outcomes[index] = catching_xapian([&] {
            return build_shard(build, shares[index], plan_text(build, shares[index], sequence));
        });
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < shares.size(); ++i)
            threads.emplace_back(run, i);
        run(0);
    }
    for (Result<void>& outcome : outcomes) {
        if (!outcome) return std::move(outcome);
    }
    return {};
}

void add_spellings(Xapian::WritableDatabase& index) {
    std::vector<std::pair<std::string, Xapian::doccount>> words;
    for (auto term = index.allterms_begin(); term != index.allterms_end(); ++term) {
        if (term.get_termfreq() >= spelling_posts_min && is_spelling_word(*term)) {
            words.emplace_back(*term, term.get_termfreq());
        }
    }
    for (const auto& [word, count] : words)
        index.add_spelling(word, count);
}

Result<void> merge(const Build& build, const std::vector<Share>& shares, std::int64_t sequence) {
    std::error_code error;
    std::filesystem::remove_all(build.folder.merged(), error);
    Xapian::Database all;
    int filled = 0;
    for (const Share& share : shares) {
        const Xapian::Database shard{share.path.string()};
        if (shard.get_doccount() == 0) continue;
        all.add_database(shard);
        ++filled;
    }
    if (filled > 0) all.compact(build.folder.merged().string(), Xapian::DBCOMPACT_NO_RENUMBER);

    Xapian::WritableDatabase index{build.folder.merged().string(), Xapian::DB_CREATE_OR_OPEN};
    add_spellings(index);
    store_names(index, read_names(shares));
    std::string languages;
    for (const std::string& language : build.languages)
        languages += language + ",";
    index.set_metadata(plan_key, "");
    index.set_metadata(next_key, "");
    index.set_metadata(metadata::format, std::string{index_format});
    index.set_metadata(metadata::languages, languages);
    index.set_metadata(metadata::incarnation, build.state.incarnation);
    index.set_metadata(metadata::sequence, fmt::format("{}", sequence));
    index.commit();
    return {};
}

/// The change that an interrupted build began with, if going on with it still makes sense: the same
/// database, and nothing in it that calls for a new index.
std::int64_t sequence_to_build(const Build& build, const std::vector<Share>& shares) {
    const std::int64_t now = build.state.sequence;
    std::int64_t begun = now;
    try {
        const Xapian::Database shard{shares.front().path.string()};
        const std::string plan = shard.get_metadata(plan_key);
        const std::vector<std::string_view> parts = split(plan, '|');
        if (parts.size() > 2) begun = parse_number<std::int64_t>(parts[2]).value_or(now);
    } catch (const Xapian::Error&) {
        return now;
    }
    const auto later = build.database.read([&](db::ReadTransaction& tx) {
        return tx.first(find_later_everything_query, {begun}, [](const db::Row& row) {
            return row.integer(0);
        });
    });
    return later && !*later ? begun : now;
}

} // namespace

Result<void> catching_xapian(const std::function<Result<void>()>& work) {
    try {
        return work();
    } catch (const Xapian::DatabaseLockError& error) {
        return std::unexpected{Error{
            ErrorCode::unavailable, "Another process is writing the search index; stop it first."
        }
                                   .with_detail(error.get_description())};
    } catch (const Xapian::Error& error) {
        return std::unexpected{
            Error{ErrorCode::internal, "The search index cannot be used. Run attest reindex."}
                .with_detail(error.get_description())
        };
    }
}

bool is_spelling_word(std::string_view term) {
    if (term.empty() || term.size() > 4 * spelling_letters_max) return false;
    const std::size_t letters = utf8_length(term);
    if (letters < spelling_letters_min || letters > spelling_letters_max) return false;
    return std::ranges::all_of(term, [](char byte) {
        return (byte >= 'a' && byte <= 'z') || static_cast<unsigned char>(byte) >= 0x80;
    });
}

Result<DatabaseState> read_database_state(db::Database& database) {
    const auto state = TRY(database.read([](db::ReadTransaction& tx) {
        return tx.first(read_database_state_query, {local_id_min}, [](const db::Row& row) {
            return DatabaseState{
                .incarnation = row.string(0),
                .sequence = row.integer(1),
                .last_post = row.integer(2),
                .last_imported_post = row.integer(3),
                .posts = row.integer(4),
            };
        });
    }));
    return state.value_or(DatabaseState{});
}

Result<std::filesystem::path> rebuild_index(
    const IndexFolder& folder,
    db::Database& database,
    std::span<const std::string> languages,
    const RebuildOptions& options
) {
    Build build{
        .folder = folder,
        .database = database,
        .languages = languages,
        .options = options,
        .state = TRY(read_database_state(database)),
    };
    TRY(folder.prepare());
    const std::vector<Share> shares = share_out(build);
    const std::int64_t sequence = sequence_to_build(build, shares);
    TRY(build_shards(build, shares, sequence));
    TRY(catching_xapian([&] { return merge(build, shares, sequence); }));
    return folder.publish();
}

} // namespace attest::search
