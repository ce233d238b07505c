#include "bibliography/csl_json.h"

#include "base/json.h"
#include "base/text.h"
#include "bibliography/limits.h"

#include <boost/json.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cmath>

namespace attest::bibliography {

namespace {

namespace json = boost::json;

constexpr int year_first = -9999;
constexpr int year_last = 9999;

/// A text, or a number as managers write years and volumes.
std::string text_of(const json::value& value) {
    if (const json::string* text = value.if_string())
        return tidy_text({text->data(), text->size()});
    if (const std::int64_t* number = value.if_int64()) return std::to_string(*number);
    return {};
}

std::string text_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? std::string{} : text_of(*value);
}

std::string cut_name(std::string text) {
    text.resize(utf8_prefix(text, name_bytes_max).size());
    return text;
}

PersonName read_person(const json::object& object) {
    PersonName person{
        .family = cut_name(text_at(object, "family")),
        .given = cut_name(text_at(object, "given")),
        .particle = cut_name(text_at(object, "non-dropping-particle")),
        .suffix = cut_name(text_at(object, "suffix")),
        .literal = cut_name(text_at(object, "literal")),
    };
    if (person.particle.empty()) {
        person.particle = cut_name(text_at(object, "dropping-particle"));
    }
    if (person.family.empty() && person.literal.empty()) std::swap(person.literal, person.given);
    return person;
}

std::vector<PersonName> read_people(const json::object& item, std::string_view role) {
    std::vector<PersonName> people;
    const json::value* value = item.if_contains(role);
    if (value == nullptr || !value->is_array()) return people;
    for (const json::value& entry : value->get_array()) {
        if (people.size() == people_max) break;
        if (!entry.is_object()) continue;
        PersonName person = read_person(entry.get_object());
        if (person != PersonName{}) people.push_back(std::move(person));
    }
    return people;
}

std::optional<int> number_of(const json::value& value) {
    const std::string text = text_of(value);
    const std::optional<int> number = parse_number<int>(text);
    if (!number || *number < year_first || *number > year_last) return std::nullopt;
    return number;
}

/// [1990, 1, 5]
Day read_day(const json::value& value) {
    if (!value.is_array() || value.get_array().empty()) return {};
    const json::array& parts = value.get_array();
    Day day{.year = number_of(parts[0])};
    // CSL has no year 0: -1 is 1 BC.
    if (day.year && *day.year < 0) *day.year += 1;
    if (parts.size() > 1) day.month = number_of(parts[1]).value_or(0);
    if (parts.size() > 2) day.day = number_of(parts[2]).value_or(0);
    // Months from 13 on are seasons.
    if (day.month < 1 || day.month > 12) day.month = 0;
    if (day.month == 0 || day.day < 1 || day.day > 31) day.day = 0;
    return day;
}

DateOf read_date(const json::object& item, std::string_view name) {
    const json::value* value = item.if_contains(name);
    if (value == nullptr) return {};
    if (!value->is_object()) return parse_date(text_of(*value));
    const json::object& object = value->get_object();
    DateOf date;
    const json::value* parts = object.if_contains("date-parts");
    if (parts != nullptr && parts->is_array() && !parts->get_array().empty()) {
        date.first = read_day(parts->get_array()[0]);
        if (parts->get_array().size() > 1) date.last = read_day(parts->get_array()[1]);
        if (!date.last.year) date.last = {};
    }
    const std::string literal = text_at(object, "literal");
    const std::string raw = literal.empty() ? text_at(object, "raw") : literal;
    if (!date.first.year && !raw.empty()) return parse_date(raw);
    date.literal = literal;
    if (!date.first.year) date.first = {};
    const json::value* circa = object.if_contains("circa");
    date.is_circa = circa != nullptr && !(circa->is_bool() && !circa->get_bool());
    return date;
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}

constexpr std::size_t other_variables_max = 30;

constexpr auto handled_names = std::to_array<std::string_view>({
    "id",
    "type",
    "citation-key",
    "author",
    "editor",
    "translator",
    "issued",
    "accessed",
    "custom",
});

bool has_own_member(std::string_view name) {
    return std::ranges::find(handled_names, name) != handled_names.end()
           || std::ranges::find(text_variables, name, &TextVariable::name) != text_variables.end();
}

/// Texts that have no member of their own.
void read_others(const json::object& item, Reference& reference) {
    for (const auto& [name_text, value] : item) {
        const std::string_view name{name_text.data(), name_text.size()};
        if (has_own_member(name) || !is_plain_name(name)) continue;
        if (reference.other.size() == other_variables_max) return;
        std::string text = text_of(value);
        if (!text.empty()) reference.other.emplace(name, std::move(text));
    }
}

ReadReference read_item(const json::object& item) {
    Reference reference;
    const std::string type = text_at(item, "type");
    if (is_csl_type(type)) reference.type = type;
    for (const TextVariable& variable : text_variables) {
        reference.*variable.text = text_at(item, variable.name);
    }
    reference.authors = read_people(item, "author");
    reference.editors = read_people(item, "editor");
    reference.translators = read_people(item, "translator");
    reference.issued = read_date(item, "issued");
    reference.accessed = read_date(item, "accessed");
    read_others(item, reference);
    std::string key = text_at(item, "citation-key");
    if (key.empty()) key = text_at(item, "id");
    return {.reference = std::move(reference), .key = std::move(key)};
}

void write_people(JsonWriter& writer, std::string_view role, std::span<const PersonName> people) {
    if (people.empty()) return;
    writer.key(role).begin_array();
    for (const PersonName& person : people) {
        writer.begin_object();
        const auto put = [&](std::string_view name, const std::string& text) {
            if (!text.empty()) writer.field(name, text);
        };
        put("literal", person.literal);
        put("family", person.family);
        put("given", person.given);
        put("non-dropping-particle", person.particle);
        put("suffix", person.suffix);
        writer.end_object();
    }
    writer.end_array();
}

void write_day(JsonWriter& writer, const Day& day) {
    if (!day.year) return;
    writer.begin_array().value(*day.year > 0 ? *day.year : *day.year - 1);
    if (day.month != 0) writer.value(day.month);
    if (day.day != 0) writer.value(day.day);
    writer.end_array();
}

void write_date(JsonWriter& writer, std::string_view name, const DateOf& date) {
    if (date.empty()) return;
    writer.key(name).begin_object();
    if (date.first.year) {
        writer.key("date-parts").begin_array();
        write_day(writer, date.first);
        write_day(writer, date.last);
        writer.end_array();
    }
    if (date.is_circa) writer.field("circa", true);
    if (!date.literal.empty()) writer.field("literal", date.literal);
    writer.end_object();
}

} // namespace

Result<std::vector<ReadReference>> parse_csl_json(std::string_view text) {
    boost::system::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error);
    if (error) {
        return std::unexpected{Error{
            ErrorCode::invalid,
            "This looks like CSL-JSON and is not whole: copy it again from its first bracket to "
            "its last."
        }
                                   .with_detail(error.message())};
    }
    std::vector<ReadReference> read;
    const auto take = [&](const json::value& entry) {
        if (!entry.is_object() || read.size() == references_max) return;
        ReadReference item = read_item(entry.get_object());
        Reference bare;
        bare.type = item.reference.type;
        if (item.reference != bare) read.push_back(std::move(item));
    };
    if (value.is_array()) {
        for (const json::value& entry : value.get_array())
            take(entry);
    } else if (value.is_object() && value.get_object().contains("items")
               && value.get_object().at("items").is_array()) {
        for (const json::value& entry : value.get_object().at("items").get_array())
            take(entry);
    } else {
        take(value);
    }
    if (read.empty()) {
        return fail(ErrorCode::invalid, "There is no reference in this JSON: it needs a title.");
    }
    return read;
}

std::string format_csl_json(const Reference& reference, std::string_view id) {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object();
    writer.field("id", id);
    writer.field("type", reference.type);
    for (const TextVariable& variable : text_variables) {
        const std::string& text = reference.*variable.text;
        if (!text.empty()) writer.field(variable.name, text);
    }
    write_people(writer, "author", reference.authors);
    write_people(writer, "editor", reference.editors);
    write_people(writer, "translator", reference.translators);
    write_date(writer, "issued", reference.issued);
    write_date(writer, "accessed", reference.accessed);
    for (const auto& [name, text] : reference.other)
        writer.field(name, text);
    const std::string edtf = format_edtf(reference.issued);
    if (!edtf.empty()) writer.key("custom").begin_object().field("edtf", edtf).end_object();
    writer.end_object();
    return out;
}

} // namespace attest::bibliography
