#include "dump/sample_files.h"

#include "base/text.h"
#include "dump/limits.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view fence = "+++";

/// A table of a file, whose members are asked for by name. The first thing that is wrong is kept,
/// and asked for at the end.
class Fields {
public:
    Fields(const toml::table& table, std::string where) : table_{table}, where_{std::move(where)} {}

    std::string text(std::string_view key, bool is_required = true) {
        const auto value = table_[key].value<std::string>();
        if (!value || value->empty()) {
            if (is_required || table_.contains(key)) wrong(key, "should be a text");
            return {};
        }
        return *value;
    }

    std::int64_t count(std::string_view key, bool is_required = true) {
        const auto value = table_[key].value_exact<std::int64_t>();
        if (!value || *value < 0) {
            if (is_required || table_.contains(key)) wrong(key, "should be a whole number");
            return 0;
        }
        return *value;
    }

    bool flag(std::string_view key) {
        const auto value = table_[key].value_exact<bool>();
        if (!value && table_.contains(key)) wrong(key, "should be true or false");
        return value.value_or(false);
    }

    Time time(std::string_view key) {
        const auto value = table_[key].value_exact<toml::date_time>();
        if (!value || !value->offset || value->offset->minutes != 0) {
            wrong(key, "should be a time in UTC, such as 2022-03-02T09:14:00Z");
            return {};
        }
        return time_of({
            .year = value->date.year,
            .month = value->date.month,
            .day = value->date.day,
            .hour = value->time.hour,
            .minute = value->time.minute,
            .second = value->time.second,
            .millisecond = static_cast<int>(value->time.nanosecond / 1'000'000),
        });
    }

    std::vector<std::string> texts(std::string_view key, bool is_required = true) {
        std::vector<std::string> values;
        const toml::array* list = table_[key].as_array();
        if (list == nullptr && (is_required || table_.contains(key)))
            wrong(key, "should be a list of texts");
        if (list == nullptr) return values;
        for (const toml::node& node : *list) {
            const auto value = node.value<std::string>();
            if (!value) wrong(key, "should be a list of texts");
            values.push_back(value.value_or(""));
        }
        return values;
    }

    /// Null if there is none.
    const toml::table* table(std::string_view key, bool is_required = true) {
        const toml::table* found = table_[key].as_table();
        if (found == nullptr && (is_required || table_.contains(key)))
            wrong(key, "should be a table");
        return found;
    }

    std::vector<const toml::table*> tables(std::string_view key) {
        std::vector<const toml::table*> found;
        const toml::array* list = table_[key].as_array();
        if (list == nullptr && table_.contains(key)) wrong(key, "should be a list of tables");
        if (list == nullptr) return found;
        for (const toml::node& node : *list) {
            if (node.as_table() != nullptr) {
                found.push_back(node.as_table());
            } else {
                wrong(key, "should be a list of tables");
            }
        }
        return found;
    }

    void only(std::initializer_list<std::string_view> known) {
        for (const auto& [key, value] : table_) {
            if (std::ranges::find(known, key.str()) == known.end())
                wrong(key.str(), "is not a name that README.md gives");
        }
    }

    void wrong(std::string_view key, std::string_view what) {
        if (fault_.empty()) fault_ = fmt::format("{}: \"{}\" {}.", where_, key, what);
    }

    [[nodiscard]] Result<void> check() const {
        if (fault_.empty()) return {};
        return fail(ErrorCode::invalid, fault_);
    }

    [[nodiscard]] const std::string& where() const { return where_; }

private:
    const toml::table& table_;
    std::string where_;
    std::string fault_;
};

Result<toml::table> parse_toml(std::string_view text, const std::string& where) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{}, line {}: {}.", where, error.source().begin.line, error.description())
        );
    }
}

Result<std::string> read_file(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    std::ifstream in{file, std::ios::binary};
    if (error || !in)
        return fail(ErrorCode::invalid, fmt::format("{} cannot be read.", file.string()));
    if (size > sample_file_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{} is larger than {} kB.", file.string(), sample_file_bytes_max >> 10U)
        );
    }
    std::ostringstream text;
    text << in.rdbuf();
    if (!is_utf8(text.view()))
        return fail(ErrorCode::invalid, fmt::format("{} is not UTF-8.", file.string()));
    return std::move(text).str();
}

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

Result<std::vector<SampleComment>> read_comments(Fields& head) {
    std::vector<SampleComment> comments;
    for (const toml::table* table : head.tables("comments")) {
        Fields fields{*table, head.where()};
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

Result<void> read_closing(Fields& question, SamplePost& post) {
    const toml::table* table = question.table("closed", false);
    if (table == nullptr) return {};
    Fields fields{*table, question.where()};
    fields.only({"as", "of", "at", "by"});
    if (fields.text("as") != "duplicate") fields.wrong("as", "should be \"duplicate\"");
    post.duplicate_of = fields.texts("of");
    post.closed_at = fields.time("at");
    post.closed_by = fields.texts("by");
    return fields.check();
}

Result<SamplePost>
read_post(Fields& head, const toml::table& table, bool is_question, const Block& block) {
    Fields fields{table, head.where()};
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
    });
    post.views = is_question ? fields.count("views") : 0;
    post.is_accepted = fields.flag("accepted");
    post.is_community_wiki = fields.flag("community_wiki");
    if (const toml::table* votes = fields.table("votes")) {
        Fields counts{*votes, head.where()};
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

Result<SampleRevision> read_edit(Fields& head, const toml::table& table, const Block& block) {
    Fields fields{table, head.where()};
    fields.only({"author", "at", "summary", "title", "tags"});
    SampleRevision revision{
        .author = fields.text("author"),
        .at = fields.time("at"),
        .summary = fields.text("summary"),
        .title = fields.text("title", false),
        .tags = fields.texts("tags", false),
        .body = block.body,
    };
    TRY(fields.check());
    return revision;
}

Result<void> read_block(const Block& block, std::string_view key, std::vector<SamplePost>& posts) {
    const std::string where = fmt::format("{}.md, line {}", key, block.line);
    const toml::table table = TRY(parse_toml(block.head, where));
    Fields head{table, where};
    head.only({"question", "answer", "edit", "comments"});
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
    if (edit != nullptr) {
        posts.back().revisions.push_back(TRY(read_edit(head, *edit, block)));
        return {};
    }
    SamplePost post =
        TRY(read_post(head, question != nullptr ? *question : *answer, question != nullptr, block));
    post.key = key;
    posts.push_back(std::move(post));
    return {};
}

// ── The other files ──

Result<void> read_site(const fs::path& folder, SampleFiles& files) {
    const std::string text = TRY(read_file(folder / "site.toml"));
    const toml::table whole = TRY(parse_toml(text, "site.toml"));
    Fields top{whole, "site.toml"};
    const toml::table* table = top.table("site");
    TRY(top.check());
    Fields fields{*table, "site.toml"};
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
    Fields fields{table, where};
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
    const std::string text = TRY(read_file(folder / "people.toml"));
    const toml::table whole = TRY(parse_toml(text, "people.toml"));
    Fields top{whole, "people.toml"};
    const toml::table* people = top.table("people");
    TRY(top.check());
    for (const auto& [key, node] : *people) {
        const std::string where = fmt::format("people.toml: {}", key.str());
        if (node.as_table() == nullptr)
            return fail(ErrorCode::invalid, fmt::format("{} should be a table.", where));
        Fields fields{*node.as_table(), where};
        fields.only({"name", "since", "location", "about", "badges"});
        SamplePerson person{
            .key = std::string{key.str()},
            .name = fields.text("name"),
            .since = fields.time("since"),
            .location = fields.text("location", false),
            .about = fields.text("about", false),
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
    const std::string text = TRY(read_file(folder / "tags.toml"));
    const toml::table whole = TRY(parse_toml(text, "tags.toml"));
    Fields top{whole, "tags.toml"};
    top.only({"wiki_author", "wiki_at", "tags"});
    files.wiki_author = top.text("wiki_author");
    files.wiki_at = top.time("wiki_at");
    const toml::table* tags = top.table("tags");
    TRY(top.check());
    for (const auto& [key, node] : *tags) {
        const std::string where = fmt::format("tags.toml: {}", key.str());
        if (node.as_table() == nullptr)
            return fail(ErrorCode::invalid, fmt::format("{} should be a table.", where));
        Fields fields{*node.as_table(), where};
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
        const std::string text = TRY(read_file(path));
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
    return posts;
}

Result<SampleFiles> read_sample_files(const fs::path& folder) {
    SampleFiles files;
    TRY(read_site(folder, files));
    TRY(read_people(folder, files));
    TRY(read_tags(folder, files));
    TRY(read_questions(folder, files));
    return files;
}

} // namespace attest::dump
