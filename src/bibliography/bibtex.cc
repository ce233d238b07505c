#include "bibliography/bibtex.h"

#include "base/text.h"
#include "bibliography/folding.h"
#include "bibliography/identifiers.h"
#include "bibliography/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace attest::bibliography {

namespace {

struct TypeName {
    std::string_view bibtex;
    std::string_view csl;
};

// The first row of a CSL type is the one that is written.
constexpr auto types = std::to_array<TypeName>({
    {"article", "article-journal"},
    {"article", "article-magazine"},
    {"article", "article-newspaper"},
    {"periodical", "periodical"},
    {"book", "book"},
    {"mvbook", "book"},
    {"proceedings", "book"},
    {"collection", "book"},
    {"booklet", "pamphlet"},
    {"manual", "report"},
    {"techreport", "report"},
    {"report", "report"},
    {"incollection", "chapter"},
    {"inbook", "chapter"},
    {"inreference", "entry-encyclopedia"},
    {"inproceedings", "paper-conference"},
    {"conference", "paper-conference"},
    {"phdthesis", "thesis"},
    {"mastersthesis", "thesis"},
    {"thesis", "thesis"},
    {"unpublished", "manuscript"},
    {"letter", "personal_communication"},
    {"online", "webpage"},
    {"electronic", "webpage"},
    {"www", "webpage"},
    {"patent", "patent"},
    {"dataset", "dataset"},
    {"software", "software"},
    {"image", "graphic"},
    {"misc", "document"},
});

std::string csl_type_of(std::string_view bibtex) {
    const auto* found = std::ranges::find_if(types, [&](const TypeName& type) {
        return ascii_equal_ignoring_case(type.bibtex, bibtex);
    });
    return std::string{found == types.end() ? "document" : found->csl};
}

/// Only the entry types that every BibTeX style knows (evidence.md, F3).
std::string_view bibtex_type_of(const Reference& reference) {
    if (reference.type.starts_with("article-")) return "article";
    if (reference.type == "book" || reference.type == "pamphlet") return "book";
    const bool is_part = reference.type == "chapter" || reference.type.starts_with("entry")
                         || reference.type == "paper-conference";
    return is_part ? "incollection" : "misc";
}

using Fields = std::map<std::string, std::string>;

struct Entry {
    std::string type;
    std::string key = {};
    Fields fields = {}; ///< Names in small letters, values as TeX, without their outer braces.
};

/// Reads entries one after another. Nothing here recurses: braces are counted.
class BibtexReader {
public:
    explicit BibtexReader(std::string_view text) : text_{text} {}

    /// The next entry; nothing at the end.
    Result<std::optional<Entry>> next() {
        while (true) {
            at_ = text_.find('@', at_);
            if (at_ == std::string_view::npos) return std::nullopt;
            const std::size_t begin = at_++;
            skip_space();
            const std::string type = ascii_lower(read_word());
            skip_space();
            if (type.empty() || (peek() != '{' && peek() != '(')) continue;
            closing_ = peek() == '{' ? '}' : ')';
            ++at_;
            if (type == "comment" || type == "preamble") {
                at_ = begin + 1;
                continue;
            }
            if (type == "string") {
                TRY(read_string_entry());
                continue;
            }
            return TRY(read_entry(type));
        }
    }

private:
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_space() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '%') {
                while (at_ < text_.size() && text_[at_] != '\n')
                    ++at_;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++at_;
            } else {
                return;
            }
        }
    }

    std::string read_word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !std::string_view{" \t\r\n{}(),=#\"%"}.contains(text_[at_]))
            ++at_;
        return std::string{text_.substr(begin, at_ - begin)};
    }

    [[nodiscard]] std::unexpected<Error> unfinished(std::string_view what) const {
        const auto line =
            1 + std::ranges::count(text_.substr(0, std::min(at_, text_.size())), '\n');
        return fail(
            ErrorCode::invalid,
            fmt::format("This BibTeX cannot be read: {} in line {}.", what, line)
        );
    }

    Result<void> read_string_entry() {
        skip_space();
        const std::string name = ascii_lower(read_word());
        skip_space();
        if (peek() != '=') return unfinished("@string needs a name and \"=\"");
        ++at_;
        strings_[name] = TRY(read_value());
        return {};
    }

    Result<std::optional<Entry>> read_entry(const std::string& type) {
        Entry entry{.type = type};
        skip_space();
        const std::size_t before = at_;
        entry.key = read_word();
        skip_space();
        // Some copy an entry without its key.
        if (peek() == '=') {
            at_ = before;
            entry.key.clear();
        }
        while (true) {
            skip_space();
            if (peek() == ',') {
                ++at_;
                continue;
            }
            if (peek() == closing_) {
                ++at_;
                return entry;
            }
            const std::string name = ascii_lower(read_word());
            skip_space();
            if (name.empty() || peek() != '=') {
                return unfinished("a field needs a name, \"=\" and a value");
            }
            ++at_;
            std::string value = TRY(read_value());
            entry.fields.emplace(name, std::move(value));
        }
    }

    /// Pieces joined by #.
    Result<std::string> read_value() {
        std::string value;
        while (true) {
            skip_space();
            value += TRY(read_piece());
            skip_space();
            if (peek() != '#') break;
            ++at_;
        }
        expanded_bytes_ += value.size();
        if (expanded_bytes_ > bibtex_expanded_bytes_max) {
            return unfinished("its @string names make more text than was pasted");
        }
        return value;
    }

    Result<std::string> read_piece() {
        if (peek() == '{') return read_braced();
        if (peek() == '"') return read_quoted();
        const std::string word = read_word();
        if (word.empty()) return unfinished("a value is missing");
        const auto found = strings_.find(ascii_lower(word));
        return found == strings_.end() ? word : found->second;
    }

    Result<std::string> read_braced() {
        const std::size_t begin = ++at_;
        std::size_t depth = 1;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\\') {
                ++at_;
            } else if (c == '{') {
                if (++depth > brace_depth_max) return unfinished("braces stand too deep");
            } else if (c == '}' && --depth == 0) {
                return std::string{text_.substr(begin, at_++ - begin)};
            }
        }
        return unfinished("a brace is not closed");
    }

    Result<std::string> read_quoted() {
        const std::size_t begin = ++at_;
        std::size_t depth = 0;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '{') {
                if (++depth > brace_depth_max) return unfinished("braces stand too deep");
            } else if (c == '}' && depth > 0) {
                --depth;
            } else if (c == '"' && depth == 0) {
                return std::string{text_.substr(begin, at_++ - begin)};
            }
        }
        return unfinished("a quotation mark is not closed");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t expanded_bytes_ = 0;
    char closing_ = '}';
    Fields strings_;
};

std::string plain(std::string_view tex) {
    return compose(tidy_text(text_from_tex(utf8_prefix(tex, 2 * variable_bytes_max))));
}

/// Names parted by "and" outside braces.
std::vector<std::string_view> split_names(std::string_view tex) {
    std::vector<std::string_view> names;
    std::size_t depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < tex.size(); ++at) {
        if (tex[at] == '{') ++depth;
        if (tex[at] == '}' && depth > 0) --depth;
        const bool is_and = depth == 0 && tex.substr(at).starts_with(" and ");
        if (!is_and) continue;
        names.push_back(tex.substr(begin, at - begin));
        begin = at + 5;
        at += 3; // The space behind may be the one before the next "and".
    }
    if (begin <= tex.size()) names.push_back(tex.substr(begin));
    return names;
}

/// A name all in braces is an institution.
bool is_all_braced(std::string_view tex) {
    if (!tex.starts_with('{') || !tex.ends_with('}')) return false;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < tex.size(); ++at) {
        if (tex[at] == '{') ++depth;
        if (tex[at] == '}' && depth > 0 && --depth == 0) return at + 1 == tex.size();
    }
    return false;
}

std::vector<PersonName> read_people(const Fields& fields, const std::string& role) {
    std::vector<PersonName> people;
    const auto found = fields.find(role);
    if (found == fields.end()) return people;
    std::string spaced = found->second;
    std::ranges::replace_if(
        spaced, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' '
    );
    for (const std::string_view tex : split_names(spaced)) {
        const std::string_view name = trim(tex);
        if (name.empty() || name == "others" || people.size() == people_max) continue;
        const std::string text = plain(name);
        const bool is_literal = is_all_braced(name) && !text.contains('\\');
        PersonName person = parse_person(is_literal ? "{" + text + "}" : text);
        if (person != PersonName{}) people.push_back(std::move(person));
    }
    return people;
}

struct TextField {
    std::string_view name;
    std::string Reference::* text;
};

constexpr auto text_fields = std::to_array<TextField>({
    {"title", &Reference::title},
    {"journaltitle", &Reference::container_title},
    {"journal", &Reference::container_title},
    {"booktitle", &Reference::container_title},
    {"maintitle", &Reference::container_title},
    {"series", &Reference::collection_title},
    {"volume", &Reference::volume},
    {"number", &Reference::issue},
    {"issue", &Reference::issue},
    {"edition", &Reference::edition},
    {"publisher", &Reference::publisher},
    {"institution", &Reference::publisher},
    {"school", &Reference::publisher},
    {"organization", &Reference::publisher},
    {"address", &Reference::publisher_place},
    {"location", &Reference::publisher_place},
    {"langid", &Reference::language},
    {"language", &Reference::language},
    {"library", &Reference::archive},
    {"howpublished", &Reference::genre},
    {"note", &Reference::note},
});

std::string field(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : plain(found->second);
}

/// An address and a DOI are written with escapes that TeX wants, but `_` and `%` are theirs.
std::string verbatim(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return {};
    std::string text = tidy_text(found->second);
    std::erase(text, '\\');
    std::erase(text, '{');
    std::erase(text, '}');
    return text;
}

DateOf read_date(const Fields& fields) {
    DateOf date = parse_date(field(fields, "date"));
    if (date.empty()) date = parse_date(field(fields, "year"));
    if (date.first.year && date.first.month == 0 && date.literal.empty()) {
        const std::string month = field(fields, "month");
        const int number = parse_number<int>(month).value_or(month_of(month));
        if (number >= 1 && number <= 12) date.first.month = number;
        const int day = parse_number<int>(field(fields, "day")).value_or(0);
        if (date.first.month != 0 && day >= 1 && day <= 31) date.first.day = day;
    }
    return date;
}

std::string read_pages(const Fields& fields) {
    std::string pages = field(fields, "pages");
    if (pages.empty()) pages = field(fields, "page");
    for (const std::string_view dash : {"–", "--"}) {
        for (std::size_t at = pages.find(dash); at != std::string::npos; at = pages.find(dash)) {
            pages.replace(at, dash.size(), "-");
        }
    }
    return pages;
}

Reference to_reference(const Entry& entry) {
    Reference reference;
    reference.type = csl_type_of(entry.type);
    for (const TextField& text : text_fields) {
        std::string& value = reference.*text.text;
        if (value.empty()) value = field(entry.fields, std::string{text.name});
    }
    const std::string subtitle = field(entry.fields, "subtitle");
    if (!subtitle.empty()) reference.title += ": " + subtitle;
    reference.authors = read_people(entry.fields, "author");
    reference.editors = read_people(entry.fields, "editor");
    reference.translators = read_people(entry.fields, "translator");
    reference.issued = read_date(entry.fields);
    reference.accessed = parse_date(field(entry.fields, "urldate"));
    reference.page = read_pages(entry.fields);
    reference.url = verbatim(entry.fields, "url");
    reference.doi = find_doi(verbatim(entry.fields, "doi")).value_or("");
    reference.isbn = find_isbn(verbatim(entry.fields, "isbn")).value_or("");
    reference.issn = find_issn(verbatim(entry.fields, "issn")).value_or("");
    // In a book the number is of its series; in our variables it would be an issue.
    return reference;
}

class BibtexWriter {
public:
    void put(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        out_ += fmt::format(",\n  {} = {{", name);
        for (const char c : value) {
            // Braces would have to balance; the rest is what TeX takes for commands.
            if (c == '{' || c == '}') continue;
            if (c == '\\') {
                out_ += "\\textbackslash ";
                continue;
            }
            if (is_escaped_in(name) && std::string_view{"%&#_$"}.contains(c)) out_ += '\\';
            out_ += c;
        }
        out_ += '}';
    }

    void put_people(std::string_view role, std::span<const PersonName> people) {
        if (people.empty()) return;
        out_ += fmt::format(",\n  {} = {{", role);
        for (std::size_t index = 0; index < people.size(); ++index) {
            if (index > 0) out_ += " and ";
            const PersonName& person = people[index];
            std::string name =
                person.literal.empty() ? format_person_inverted(person) : person.literal;
            std::erase_if(name, [](char c) { return c == '{' || c == '}' || c == '\\'; });
            out_ += person.literal.empty() ? name : "{" + name + "}";
        }
        out_ += '}';
    }

    void begin(std::string_view type, std::string_view key) {
        out_ = fmt::format("@{}{{{}", type, key);
    }

    std::string take() { return std::move(out_); }

private:
    static bool is_escaped_in(std::string_view name) { return name != "url" && name != "doi"; }

    std::string out_;
};

std::string join_note(const Reference& reference) {
    std::string note = reference.note;
    for (const std::string* more : {&reference.archive, &reference.archive_location}) {
        if (more->empty()) continue;
        if (!note.empty()) note += ", ";
        note += *more;
    }
    return note;
}

} // namespace

bool looks_like_bibtex(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) return false;
    // What may stand before is a comment; a mail address is none.
    if (at > 0 && text[at - 1] != '\n' && !trim(text.substr(0, at)).empty()) return false;
    std::size_t end = at + 1;
    while (end < text.size()
           && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
        ++end;
    if (end == at + 1) return false;
    const std::string_view rest = trim(text.substr(end).substr(0, 4));
    return rest.starts_with('{') || rest.starts_with('(');
}

Result<std::vector<ReadReference>> parse_bibtex(std::string_view text) {
    BibtexReader reader{text};
    std::vector<ReadReference> read;
    while (read.size() < references_max) {
        const std::optional<Entry> entry = TRY(reader.next());
        if (!entry) break;
        ReadReference made{.reference = to_reference(*entry), .key = entry->key};
        Reference bare;
        bare.type = made.reference.type;
        if (made.reference != bare) read.push_back(std::move(made));
    }
    if (read.empty()) {
        return fail(
            ErrorCode::invalid, "There is no entry in this BibTeX: it needs at least a title."
        );
    }
    return read;
}

std::string format_bibtex(const Reference& reference, std::string_view key) {
    const std::string_view type = bibtex_type_of(reference);
    BibtexWriter out;
    out.begin(type, key);
    out.put_people("author", reference.authors);
    out.put_people("editor", reference.editors);
    out.put_people("translator", reference.translators);
    out.put("title", reference.title);
    out.put(type == "article" ? "journal" : "booktitle", reference.container_title);
    out.put("series", reference.collection_title);
    if (reference.issued.first.year) {
        out.put("year", std::to_string(*reference.issued.first.year));
        if (reference.issued.first.month != 0) {
            out.put("month", std::to_string(reference.issued.first.month));
        }
    } else {
        out.put("year", reference.issued.literal);
    }
    out.put("volume", reference.volume);
    out.put("number", reference.issue);
    std::string pages = reference.page;
    const std::size_t dash = pages.find('-');
    if (dash != std::string::npos && !pages.contains("--")) pages.insert(dash, 1, '-');
    out.put("pages", pages);
    out.put("edition", reference.edition);
    out.put("publisher", reference.publisher);
    out.put("address", reference.publisher_place);
    out.put("doi", reference.doi);
    out.put("isbn", reference.isbn);
    out.put("issn", reference.issn);
    out.put("url", reference.url);
    out.put("langid", reference.language);
    out.put("note", join_note(reference));
    return out.take() + "\n}\n";
}

} // namespace attest::bibliography
