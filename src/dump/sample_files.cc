#include "dump/sample_files.h"

#include "base/text.h"
#include "dump/sample_evidence_files.h"
#include "dump/sample_fields.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view fence = "+++";

// ── Question files ──

struct Block {
    std::size_t line = 0; ///< On which the head begins.
    std::string head;
    std::string body;
};

std::string without_empty_lines_at_ends(std::string_view text) {
    while (text.starts_with('\n'))
        text.remove_prefix(1);
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    return std::string{text};
}

/// Cuts a file at its fences: nothing, head, body, head, body …
Result<std::vector<Block>> cut_blocks(std::string_view text, std::string_view key) {
    std::vector<std::string> pieces{""};
    std::vector<std::size_t> starts{1};
    std::size_t number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (line == fence) {
            pieces.emplace_back();
            starts.push_back(number + 1);
        } else {
            pieces.back().append(line).append("\n");
        }
    }
    if (!trim(pieces.front()).empty() || pieces.size() % 2 == 0 || pieces.size() < 3) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{}.md is not a sequence of \"+++\", head, \"+++\", body.", key)
        );
    }
    std::vector<Block> blocks;
    for (std::size_t index = 1; index + 1 < pieces.size(); index += 2) {
        blocks.push_back({
            .line = starts[index],
            .head = pieces[index],
            .body = without_empty_lines_at_ends(pieces[index + 1]),
        });
    }
    return blocks;
}

Result<std::vector<SampleComment>> read_comments(SampleFields& head) {
    std::vector<SampleComment> comments;
    for (const toml::table* table : head.tables("comments")) {
        SampleFields fields{*table, head.where()};
        fields.only({"author", "at", "votes", "text"});
        comments.push_back({
            .author = fields.text("author"),
            .at = fields.time("at"),
            .votes = fields.count("votes", false),
            .text = fields.text("text"),
        });
        TRY(fields.check());
    }
    return comments;
}

Result<void> read_closing(SampleFields& question, SamplePost& post) {
    const toml::table* table = question.table("closed", false);
    if (table == nullptr) return {};
    SampleFields fields{*table, question.where()};
    fields.only({"as", "of", "at", "by"});
    if (fields.text("as") != "duplicate") fields.wrong("as", "should be \"duplicate\"");
    post.duplicate_of = fields.texts("of");
    post.closed_at = fields.time("at");
    post.closed_by = fields.texts("by");
    return fields.check();
}

Result<SamplePost>
read_post(SampleFields& head, const toml::table& table, bool is_question, const Block& block) {
    SampleFields fields{table, head.where()};
    if (is_question) {
        fields.only({"title", "tags", "author", "at", "views", "votes", "community_wiki", "closed"}
        );
    } else {
        fields.only({"author", "at", "votes", "accepted", "community_wiki"});
    }
    SamplePost post;
    post.is_question = is_question;
    post.revisions.push_back({
        .author = fields.text("author"),
        .at = fields.time("at"),
        .summary = {},
        .title = is_question ? fields.text("title") : std::string{},
        .tags = is_question ? fields.texts("tags") : std::vector<std::string>{},
        .body = block.body,
        .where = head.where(),
    });
    post.views = is_question ? fields.count("views") : 0;
    post.is_accepted = fields.flag("accepted");
    post.is_community_wiki = fields.flag("community_wiki");
    if (const toml::table* votes = fields.table("votes")) {
        SampleFields counts{*votes, head.where()};
        counts.only({"up", "down"});
        post.up_votes = counts.count("up");
        post.down_votes = counts.count("down");
        TRY(counts.check());
    }
    TRY(read_closing(fields, post));
    TRY(fields.check());
    post.comments = TRY(read_comments(head));
    return post;
}

Result<SampleRevision> read_edit(SampleFields& head, const toml::table& table, const Block& block) {
    SampleFields fields{table, head.where()};
    fields.only({"author", "at", "summary", "title", "tags"});
    SampleRevision revision{
        .author = fields.text("author"),
        .at = fields.time("at"),
        .summary = fields.text("summary"),
        .title = fields.text("title", false),
        .tags = fields.texts("tags", false),
        .body = block.body,
        .where = head.where(),
    };
    TRY(fields.check());
    return revision;
}

Result<void> read_block(const Block& block, std::string_view key, std::vector<SamplePost>& posts) {
    const std::string where = fmt::format("{}.md, line {}", key, block.line);
    const toml::table table =
        TRY(parse_sample_toml(block.head, fmt::format("{}.md", key), block.line - 1));
    SampleFields head{table, where};
    head.only({"question", "answer", "edit", "comments", "checks", "objections", "asked"});
    TRY(head.check());

    const toml::table* question = head.table("question", false);
    const toml::table* answer = head.table("answer", false);
    const toml::table* edit = head.table("edit", false);
    const int kinds =
        (question != nullptr ? 1 : 0) + (answer != nullptr ? 1 : 0) + (edit != nullptr ? 1 : 0);
    if (kinds != 1 || (question != nullptr) != posts.empty()) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{}: a file holds one [question], then [answer] and [edit] blocks.", where)
        );
    }
    if (block.body.empty())
        return fail(ErrorCode::invalid, fmt::format("{}: the block has no body.", where));
    const std::string file = fmt::format("{}.md", key);
    if (edit != nullptr) {
        posts.back().revisions.push_back(TRY(read_edit(head, *edit, block)));
        return read_post_acts(head, file, block.line - 1, posts.back().acts);
    }
    SamplePost post =
        TRY(read_post(head, question != nullptr ? *question : *answer, question != nullptr, block));
    post.key = key;
    posts.push_back(std::move(post));
    return read_post_acts(head, file, block.line - 1, posts.back().acts);
}

/// Where the import of a post ends and its life on the site begins.
Result<void> part_revisions(SamplePost& post) {
    const auto first_here =
        std::ranges::find_if(post.revisions, [](const SampleRevision& revision) {
            return is_written_on_the_site(revision.body);
        });
    if (first_here == post.revisions.begin()) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "{}: the first text of a post cites nothing and names no records; an [edit] brings "
                "that.",
                first_here->where
            )
        );
    }
    post.imported_revisions = static_cast<std::size_t>(first_here - post.revisions.begin());
    return {};
}

// ── The other files ──

Result<void> read_site(const fs::path& folder, SampleFiles& files) {
    const std::string text = TRY(read_sample_file(folder / "site.toml"));
    const toml::table whole = TRY(parse_sample_toml(text, "site.toml"));
    SampleFields top{whole, "site.toml"};
    const toml::table* table = top.table("site");
    TRY(top.check());
    SampleFields fields{*table, "site.toml"};
    fields.only({"name", "title", "about", "languages", "licence", "licence_url"});
    files.name = fields.text("name");
    files.title = fields.text("title");
    files.about = fields.text("about");
    files.languages = fields.texts("languages");
    files.license = fields.text("licence");
    files.license_url = fields.text("licence_url");
    return fields.check();
}

Result<SampleBadge> read_badge(const toml::table& table, const std::string& where) {
    static constexpr std::array<std::string_view, 3> classes{"gold", "silver", "bronze"};
    SampleFields fields{table, where};
    fields.only({"name", "class", "at"});
    const std::string badge_class = fields.text("class");
    const auto* found = std::ranges::find(classes, badge_class);
    if (found == classes.end()) fields.wrong("class", "should be gold, silver or bronze");
    SampleBadge badge{
        .name = fields.text("name"),
        .badge_class = found - classes.begin() + 1,
        .at = fields.time("at")
    };
    TRY(fields.check());
    return badge;
}

Result<void> read_people(const fs::path& folder, SampleFiles& files) {
    const std::string text = TRY(read_sample_file(folder / "people.toml"));
    const toml::table whole = TRY(parse_sample_toml(text, "people.toml"));
    SampleFields top{whole, "people.toml"};
    const toml::table* people = top.table("people");
    TRY(top.check());
    for (const auto& [key, node] : *people) {
        const std::string where = fmt::format("people.toml: {}", key.str());
        if (node.as_table() == nullptr)
            return fail(ErrorCode::invalid, fmt::format("{} should be a table.", where));
        SampleFields fields{*node.as_table(), where};
        fields.only({"name", "since", "location", "about", "badges", "moderator"});
        SamplePerson person{
            .key = std::string{key.str()},
            .name = fields.text("name"),
            .since = fields.time("since"),
            .location = fields.text("location", false),
            .about = fields.text("about", false),
            .is_moderator = fields.flag("moderator"),
            .badges = {},
        };
        for (const toml::table* badge : fields.tables("badges"))
            person.badges.push_back(TRY(read_badge(*badge, where)));
        TRY(fields.check());
        files.people.push_back(std::move(person));
    }
    return {};
}

Result<void> read_tags(const fs::path& folder, SampleFiles& files) {
    const std::string text = TRY(read_sample_file(folder / "tags.toml"));
    const toml::table whole = TRY(parse_sample_toml(text, "tags.toml"));
    SampleFields top{whole, "tags.toml"};
    top.only({"wiki_author", "wiki_at", "tags"});
    files.wiki_author = top.text("wiki_author");
    files.wiki_at = top.time("wiki_at");
    const toml::table* tags = top.table("tags");
    TRY(top.check());
    for (const auto& [key, node] : *tags) {
        const std::string where = fmt::format("tags.toml: {}", key.str());
        if (node.as_table() == nullptr)
            return fail(ErrorCode::invalid, fmt::format("{} should be a table.", where));
        SampleFields fields{*node.as_table(), where};
        fields.only({"excerpt", "wiki"});
        files.tags.push_back({
            .name = std::string{key.str()},
            .excerpt = fields.text("excerpt"),
            .wiki = fields.text("wiki", false),
        });
        TRY(fields.check());
    }
    return {};
}

Result<void> read_questions(const fs::path& folder, SampleFiles& files) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder / "questions", error}) {
        if (entry.path().extension() == ".md") paths.push_back(entry.path());
    }
    if (error || paths.empty()) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{} holds no questions.", (folder / "questions").string())
        );
    }
    std::ranges::sort(paths);
    for (const fs::path& path : paths) {
        const std::string text = TRY(read_sample_file(path));
        std::ranges::move(
            TRY(parse_sample_question(text, path.stem().string())), std::back_inserter(files.posts)
        );
    }
    return {};
}

} // namespace

Result<std::vector<SamplePost>> parse_sample_question(std::string_view text, std::string_view key) {
    std::vector<SamplePost> posts;
    for (const Block& block : TRY(cut_blocks(text, key)))
        TRY(read_block(block, key, posts));
    for (SamplePost& post : posts)
        TRY(part_revisions(post));
    return posts;
}

Result<SampleFiles> read_sample_files(const fs::path& folder) {
    SampleFiles files;
    TRY(read_site(folder, files));
    TRY(read_people(folder, files));
    TRY(read_tags(folder, files));
    TRY(read_questions(folder, files));
    files.evidence = TRY(read_sample_evidence(folder));
    return files;
}

} // namespace attest::dump
