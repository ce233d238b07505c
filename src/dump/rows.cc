#include "dump/rows.h"

#include "base/json.h"
#include "base/text.h"
#include "domain/guid.h"
#include "dump/limits.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>
#include <bitset>
#include <concepts>

namespace attest::dump {

namespace {

using storage::Table;

// ── One value ──

bool read_value(std::string_view text, std::int64_t& value) {
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(text);
    if (number) value = *number;
    return number.has_value();
}

template <typename Tag>
bool read_value(std::string_view text, Id<Tag>& value) {
    return read_value(text, value.value);
}

template <typename Enum>
    requires std::is_enum_v<Enum>
bool read_value(std::string_view text, Enum& value) {
    const auto number = parse_number<std::underlying_type_t<Enum>>(text);
    if (number) value = static_cast<Enum>(*number);
    return number.has_value();
}

bool read_value(std::string_view text, Time& value) {
    const Result<Time> time = parse_time(text);
    if (time) value = *time;
    return time.has_value();
}

bool read_value(std::string_view text, bool& value) {
    value = text == "True";
    return text == "True" || text == "False";
}

bool read_value(std::string_view text, std::string& value) {
    value = text;
    return true;
}

template <typename T>
bool read_value(std::string_view text, std::optional<T>& value) {
    T read{};
    if (!read_value(text, read)) return false;
    value = std::move(read);
    return true;
}

/// Appends the value as a dump writes it; false if there is none.
bool write_value(std::int64_t value, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{}", value);
    return true;
}

template <typename Tag>
bool write_value(Id<Tag> value, std::string& out) {
    return write_value(value.value, out);
}

template <typename Enum>
    requires std::is_enum_v<Enum>
bool write_value(Enum value, std::string& out) {
    return write_value(static_cast<std::int64_t>(value), out);
}

bool write_value(Time value, std::string& out) {
    out += format_dump_time(value);
    return true;
}

bool write_value(bool value, std::string& out) {
    out += value ? "True" : "False";
    return true;
}

bool write_value(const std::string& value, std::string& out) {
    out += value;
    return true;
}

template <typename T>
bool write_value(const std::optional<T>& value, std::string& out) {
    return value && write_value(*value, out);
}

// ── One attribute of a table ──

enum class Need : std::uint8_t {
    required, ///< A row without it, or with one that cannot be read, is rejected.
    optional,
};

template <typename Row>
struct Field {
    std::string_view name;
    Need need;
    /// Texts come back as they went in, and need no comparison.
    bool is_text;
    bool (*read)(std::string_view text, Row& row);
    bool (*write)(const Row& row, std::string& out);
};

template <typename T>
struct MemberOf;

template <typename Row, typename Value>
struct MemberOf<Value Row::*> {
    using row = Row;
    using value = Value;
};

template <auto Member>
consteval auto field(std::string_view name, Need need = Need::optional) {
    using Row = typename MemberOf<decltype(Member)>::row;
    using Value = typename MemberOf<decltype(Member)>::value;
    return Field<Row>{
        .name = name,
        .need = need,
        .is_text =
            std::same_as<Value, std::string> || std::same_as<Value, std::optional<std::string>>,
        .read = [](std::string_view text, Row& row) { return read_value(text, row.*Member); },
        .write = [](const Row& row, std::string& out) { return write_value(row.*Member, out); },
    };
}

/// An attribute that a dump gives to questions only.
template <auto Member>
consteval auto question_field(std::string_view name) {
    return Field<storage::PostRow>{
        .name = name,
        .need = Need::optional,
        .is_text = false,
        .read = [](std::string_view text,
                   storage::PostRow& row) { return read_value(text, row.*Member); },
        .write =
            [](const storage::PostRow& row, std::string& out) {
                return row.kind == domain::PostKind::question && write_value(row.*Member, out);
            },
    };
}

// ── GUIDs ──

bool read_guid(std::string_view text, storage::HistoryRow& row) {
    row.guid = domain::parse_guid(text);
    return row.guid.has_value();
}

bool write_guid(const storage::HistoryRow& row, std::string& out) {
    if (row.guid) out += domain::format_guid(*row.guid);
    return row.guid.has_value();
}

// ── The tables ──

constexpr auto user_fields = std::to_array<Field<storage::UserRow>>({
    field<&storage::UserRow::id>("Id", Need::required),
    field<&storage::UserRow::reputation>("Reputation"),
    field<&storage::UserRow::created_at>("CreationDate", Need::required),
    field<&storage::UserRow::display_name>("DisplayName"),
    field<&storage::UserRow::seen_at>("LastAccessDate"),
    field<&storage::UserRow::website_url>("WebsiteUrl"),
    field<&storage::UserRow::location>("Location"),
    field<&storage::UserRow::about_html>("AboutMe"),
    field<&storage::UserRow::view_count>("Views"),
    field<&storage::UserRow::up_vote_count>("UpVotes"),
    field<&storage::UserRow::down_vote_count>("DownVotes"),
    field<&storage::UserRow::origin_account_id>("AccountId"),
    field<&storage::UserRow::deleted_at>("DeletionDate"),
});

constexpr auto badge_fields = std::to_array<Field<storage::BadgeRow>>({
    field<&storage::BadgeRow::id>("Id", Need::required),
    field<&storage::BadgeRow::user_id>("UserId", Need::required),
    field<&storage::BadgeRow::name>("Name", Need::required),
    field<&storage::BadgeRow::awarded_at>("Date", Need::required),
    field<&storage::BadgeRow::badge_class>("Class"),
    field<&storage::BadgeRow::is_tag_based>("TagBased"),
});

constexpr auto tag_fields = std::to_array<Field<storage::TagRow>>({
    field<&storage::TagRow::id>("Id", Need::required),
    field<&storage::TagRow::name>("TagName", Need::required),
    field<&storage::TagRow::question_count>("Count"),
    field<&storage::TagRow::excerpt_post_id>("ExcerptPostId"),
    field<&storage::TagRow::wiki_post_id>("WikiPostId"),
});

constexpr auto history_fields = std::to_array<Field<storage::HistoryRow>>({
    field<&storage::HistoryRow::id>("Id", Need::required),
    field<&storage::HistoryRow::kind>("PostHistoryTypeId", Need::required),
    field<&storage::HistoryRow::post_id>("PostId", Need::required),
    {.name = "RevisionGUID",
     .need = Need::optional,
     .is_text = false,
     .read = read_guid,
     .write = write_guid},
    field<&storage::HistoryRow::created_at>("CreationDate", Need::required),
    field<&storage::HistoryRow::author_id>("UserId"),
    field<&storage::HistoryRow::author_name>("UserDisplayName"),
    field<&storage::HistoryRow::summary>("Comment"),
    field<&storage::HistoryRow::text>("Text"),
    field<&storage::HistoryRow::license>("ContentLicense"),
});

constexpr auto post_fields = std::to_array<Field<storage::PostRow>>({
    field<&storage::PostRow::id>("Id", Need::required),
    field<&storage::PostRow::kind>("PostTypeId", Need::required),
    field<&storage::PostRow::accepted_answer_id>("AcceptedAnswerId"),
    field<&storage::PostRow::question_id>("ParentId"),
    field<&storage::PostRow::created_at>("CreationDate", Need::required),
    field<&storage::PostRow::deleted_at>("DeletionDate"),
    field<&storage::PostRow::score>("Score"),
    question_field<&storage::PostRow::view_count>("ViewCount"),
    field<&storage::PostRow::body>("Body"),
    field<&storage::PostRow::author_id>("OwnerUserId"),
    field<&storage::PostRow::author_name>("OwnerDisplayName"),
    field<&storage::PostRow::editor_id>("LastEditorUserId"),
    field<&storage::PostRow::editor_name>("LastEditorDisplayName"),
    field<&storage::PostRow::edited_at>("LastEditDate"),
    field<&storage::PostRow::active_at>("LastActivityDate"),
    field<&storage::PostRow::title>("Title"),
    // In the row of the schema tags stand as |a|b|; parse_post and format_post see to the dump's
    // syntax.
    field<&storage::PostRow::tags>("Tags"),
    question_field<&storage::PostRow::answer_count>("AnswerCount"),
    field<&storage::PostRow::comment_count>("CommentCount"),
    field<&storage::PostRow::favorite_count>("FavoriteCount"),
    field<&storage::PostRow::closed_at>("ClosedDate"),
    field<&storage::PostRow::community_at>("CommunityOwnedDate"),
    field<&storage::PostRow::license>("ContentLicense"),
});

constexpr auto link_fields = std::to_array<Field<storage::LinkRow>>({
    field<&storage::LinkRow::id>("Id", Need::required),
    field<&storage::LinkRow::created_at>("CreationDate", Need::required),
    field<&storage::LinkRow::post_id>("PostId", Need::required),
    field<&storage::LinkRow::related_post_id>("RelatedPostId", Need::required),
    field<&storage::LinkRow::kind>("LinkTypeId", Need::required),
});

constexpr auto comment_fields = std::to_array<Field<storage::CommentRow>>({
    field<&storage::CommentRow::id>("Id", Need::required),
    field<&storage::CommentRow::post_id>("PostId", Need::required),
    field<&storage::CommentRow::score>("Score"),
    field<&storage::CommentRow::body_source>("Text"),
    field<&storage::CommentRow::created_at>("CreationDate", Need::required),
    field<&storage::CommentRow::author_name>("UserDisplayName"),
    field<&storage::CommentRow::author_id>("UserId"),
    field<&storage::CommentRow::deleted_at>("DeletionDate"),
    field<&storage::CommentRow::license>("ContentLicense"),
});

constexpr auto vote_fields = std::to_array<Field<storage::VoteRow>>({
    field<&storage::VoteRow::id>("Id", Need::required),
    field<&storage::VoteRow::post_id>("PostId", Need::required),
    field<&storage::VoteRow::kind>("VoteTypeId", Need::required),
    field<&storage::VoteRow::user_id>("UserId"),
    field<&storage::VoteRow::created_at>("CreationDate", Need::required),
    field<&storage::VoteRow::bounty_amount>("BountyAmount"),
});

// ── A whole row in ──

/// The originals of one row, written as JSON once the first is found.
class Originals {
public:
    void keep(std::string_view name, std::optional<std::string_view> value) {
        if (json_.empty()) writer_.begin_object();
        if (value) {
            writer_.field(name, *value);
        } else {
            writer_.key(name).null();
        }
    }

    std::string take() && {
        if (!json_.empty()) writer_.end_object();
        return std::move(json_);
    }

private:
    std::string json_;
    JsonWriter writer_{json_};
};

constexpr std::size_t fields_max = 32;

/// What of a row's attributes has been seen, to be compared with what the row gives back.
struct Seen {
    std::array<const Attribute*, fields_max> by_field{};
};

template <typename Row>
Result<Seen> read_attributes(
    std::span<const Field<Row>> fields, Attributes attributes, Row& row, Originals& originals
) {
    Seen seen;
    std::size_t expected = 0; // attributes mostly come in the order of the schema
    for (const Attribute& attribute : attributes) {
        std::size_t index = expected;
        while (index < fields.size() && fields[index].name != attribute.name)
            ++index;
        if (index == fields.size()) {
            index = 0;
            while (index < expected && fields[index].name != attribute.name)
                ++index;
            if (index == expected) {
                originals.keep(attribute.name, attribute.value);
                continue;
            }
        }
        expected = index + 1;
        seen.by_field[index] = &attribute;
        if (!fields[index].read(attribute.value, row) && fields[index].need == Need::required) {
            return fail(
                ErrorCode::invalid,
                fmt::format(
                    "{} cannot be read: \"{}\"", attribute.name, utf8_prefix(attribute.value, 40)
                )
            );
        }
    }
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if (fields[index].need == Need::required && seen.by_field[index] == nullptr) {
            return fail(ErrorCode::invalid, fmt::format("{} is missing", fields[index].name));
        }
    }
    return seen;
}

/// Keeps what the row would not give back.
template <typename Row>
void keep_differences(
    std::span<const Field<Row>> fields, const Seen& seen, const Row& row, Originals& originals
) {
    std::string written;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        const Attribute* attribute = seen.by_field[index];
        if (fields[index].is_text && attribute != nullptr) continue;

        written.clear();
        const bool is_written = fields[index].write(row, written);
        if (attribute == nullptr) {
            if (is_written) originals.keep(fields[index].name, std::nullopt);
        } else if (!is_written || written != attribute->value) {
            originals.keep(attribute->name, attribute->value);
        }
    }
}

Result<void> check_id(std::int64_t id, std::int64_t id_min) {
    if (id < id_min) return fail(ErrorCode::invalid, fmt::format("Id {} is below {}", id, id_min));
    if (id >= local_id_min) {
        return fail(
            ErrorCode::invalid,
            fmt::format("Id {} is not below {}, where local rows begin", id, local_id_min)
        );
    }
    return {};
}

struct NoAdjustment {
    template <typename Row>
    void operator()(Row&, Originals&) const {}
};

/// Reads a row; `adjust` fills in what follows from other members before the comparison.
template <typename Row, std::size_t N, typename Adjust = NoAdjustment>
Result<Row> parse_row(
    const std::array<Field<Row>, N>& fields,
    Attributes attributes,
    std::int64_t id_min,
    Adjust adjust = {}
) {
    static_assert(N <= fields_max);
    Row row;
    Originals originals;
    const Seen seen = TRY(read_attributes<Row>(fields, attributes, row, originals));
    TRY(check_id(row.id.value, id_min));
    adjust(row, originals);
    keep_differences<Row>(fields, seen, row, originals);
    row.original = std::move(originals).take();
    return row;
}

/// Posts that were put into the dump of 2025-06-30 to mark copies of it; they never were on a site.
bool is_watermark(PostId id) {
    return id.value == 1'000'000'001 || id.value == 1'000'000'010;
}

Result<void> check_post(const storage::PostRow& row, const RowRules& rules) {
    if (rules.keeps_all) return {};
    if (is_watermark(row.id)) return fail(ErrorCode::invalid, "a watermark, not a post");
    if (row.question_id && row.question_id->value == row.id.value) {
        return fail(ErrorCode::invalid, "the post is an answer to itself");
    }
    return {};
}

/// Makes |a|b| of the dump's list. What is no list of tags, or is written in the other syntax, is
/// kept as it was.
void adjust_tags(storage::PostRow& row, domain::TagSyntax syntax, Originals& originals) {
    if (!row.tags) return;
    const auto names = domain::parse_tag_list(*row.tags);
    if (!names || names->empty()) {
        originals.keep("Tags", *row.tags);
        row.tags.reset();
        return;
    }
    if (format_tag_list(*names, syntax) != *row.tags) originals.keep("Tags", *row.tags);
    row.tags = format_tag_list(*names, domain::TagSyntax::bars);
}

// ── A whole row out ──

boost::json::object parse_original(std::string_view original) {
    if (original.empty()) return {};
    boost::system::error_code error;
    boost::json::value value = boost::json::parse(original, error);
    return !error && value.is_object() ? std::move(value.as_object()) : boost::json::object{};
}

template <typename Row, std::size_t N>
Formatted format_row(const std::array<Field<Row>, N>& fields, const Row& row) {
    boost::json::object original = parse_original(row.original);
    Formatted attributes;
    for (const Field<Row>& field : fields) {
        if (auto* kept = original.find(field.name); kept != original.end()) {
            if (kept->value().is_string())
                attributes.emplace_back(field.name, kept->value().as_string());
            original.erase(kept);
            continue;
        }
        std::string text;
        if (field.write(row, text)) attributes.emplace_back(field.name, std::move(text));
    }
    for (const auto& unknown : original) {
        if (unknown.value().is_string())
            attributes.emplace_back(unknown.key(), unknown.value().as_string());
    }
    return attributes;
}

} // namespace

std::string_view table_name(Table table) {
    switch (table) {
    case Table::users:
        return "Users";
    case Table::badges:
        return "Badges";
    case Table::tags:
        return "Tags";
    case Table::post_history:
        return "PostHistory";
    case Table::posts:
        return "Posts";
    case Table::post_links:
        return "PostLinks";
    case Table::comments:
        return "Comments";
    case Table::votes:
        return "Votes";
    }
    return {};
}

Result<storage::UserRow> parse_user(Attributes attributes, const RowRules& /*rules*/) {
    // The Community user is -1.
    return parse_row(user_fields, attributes, -1);
}

Result<storage::BadgeRow> parse_badge(Attributes attributes, const RowRules& /*rules*/) {
    return parse_row(badge_fields, attributes, 1);
}

Result<storage::TagRow> parse_tag(Attributes attributes, const RowRules& /*rules*/) {
    storage::TagRow row = TRY(parse_row(tag_fields, attributes, 1));
    if (!domain::is_tag_name(row.name)) {
        return fail(
            ErrorCode::invalid, fmt::format("\"{}\" is no name of a tag", utf8_prefix(row.name, 40))
        );
    }
    return row;
}

Result<storage::HistoryRow> parse_history(Attributes attributes, const RowRules& /*rules*/) {
    return parse_row(history_fields, attributes, 1);
}

Result<storage::PostRow> parse_post(Attributes attributes, const RowRules& rules) {
    storage::PostRow row = TRY(parse_row(
        post_fields,
        attributes,
        1,
        [&](storage::PostRow& post, Originals& originals) {
            adjust_tags(post, rules.tag_syntax, originals);
            if (post.active_at == Time{}) post.active_at = post.edited_at.value_or(post.created_at);
            post.imported_score = post.score;
            post.imported_accepted_answer_id = post.accepted_answer_id;
        }
    ));
    TRY(check_post(row, rules));
    return row;
}

Result<storage::LinkRow> parse_link(Attributes attributes, const RowRules& /*rules*/) {
    return parse_row(link_fields, attributes, 1);
}

Result<storage::CommentRow> parse_comment(Attributes attributes, const RowRules& /*rules*/) {
    return parse_row(comment_fields, attributes, 1, [](storage::CommentRow& comment, Originals&) {
        comment.imported_score = comment.score;
    });
}

Result<storage::VoteRow> parse_vote(Attributes attributes, const RowRules& /*rules*/) {
    return parse_row(vote_fields, attributes, 1);
}

Formatted format_user(const storage::UserRow& row) {
    return format_row(user_fields, row);
}

Formatted format_badge(const storage::BadgeRow& row) {
    return format_row(badge_fields, row);
}

Formatted format_tag(const storage::TagRow& row) {
    return format_row(tag_fields, row);
}

Formatted format_history(const storage::HistoryRow& row) {
    return format_row(history_fields, row);
}

Formatted format_post(const storage::PostRow& row, domain::TagSyntax syntax) {
    Formatted attributes = format_row(post_fields, row);
    if (syntax == domain::TagSyntax::bars || !row.tags || row.original.contains("\"Tags\""))
        return attributes;
    for (auto& [name, text] : attributes) {
        if (name != "Tags") continue;
        if (const auto names = domain::parse_tag_list(*row.tags))
            text = format_tag_list(*names, syntax);
    }
    return attributes;
}

Formatted format_link(const storage::LinkRow& row) {
    return format_row(link_fields, row);
}

Formatted format_comment(const storage::CommentRow& row) {
    return format_row(comment_fields, row);
}

Formatted format_vote(const storage::VoteRow& row) {
    return format_row(vote_fields, row);
}

std::string with_original(
    std::string_view original, std::string_view name, std::optional<std::string_view> value
) {
    boost::json::object kept = parse_original(original);
    if (value) {
        kept[name] = *value;
    } else {
        kept[name] = nullptr;
    }
    Originals originals;
    for (const auto& entry : kept) {
        if (entry.value().is_string()) {
            originals.keep(entry.key(), std::string_view{entry.value().as_string()});
        } else {
            originals.keep(entry.key(), std::nullopt);
        }
    }
    return std::move(originals).take();
}

} // namespace attest::dump
