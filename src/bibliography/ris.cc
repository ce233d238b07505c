#include "bibliography/ris.h"

#include "base/text.h"
#include "bibliography/identifiers.h"
#include "bibliography/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace attest::bibliography {

namespace {

struct TypeName {
    std::string_view ris;
    std::string_view csl;
};

// The first row of a CSL type is the one that is written.
constexpr auto types = std::to_array<TypeName>({
    {"JOUR", "article-journal"},
    {"JFULL", "periodical"},
    {"MGZN", "article-magazine"},
    {"NEWS", "article-newspaper"},
    {"BOOK", "book"},
    {"EDBOOK", "book"},
    {"EBOOK", "book"},
    {"CHAP", "chapter"},
    {"ECHAP", "chapter"},
    {"CONF", "paper-conference"},
    {"CPAPER", "paper-conference"},
    {"ENCYC", "entry-encyclopedia"},
    {"DICT", "entry-dictionary"},
    {"THES", "thesis"},
    {"RPRT", "report"},
    {"MANSCPT", "manuscript"},
    {"UNPB", "manuscript"},
    {"PCOMM", "personal_communication"},
    {"LETT", "personal_communication"},
    {"MAP", "map"},
    {"ART", "graphic"},
    {"FIGURE", "figure"},
    {"PAMP", "pamphlet"},
    {"STAT", "legislation"},
    {"BILL", "bill"},
    {"CASE", "legal_case"},
    {"HEAR", "hearing"},
    {"GOVDOC", "report"},
    {"MPCT", "motion_picture"},
    {"VIDEO", "motion_picture"},
    {"SOUND", "song"},
    {"MUSIC", "musical_score"},
    {"BLOG", "post-weblog"},
    {"ELEC", "webpage"},
    {"WEB", "webpage"},
    {"DATA", "dataset"},
    {"COMP", "software"},
    {"PAT", "patent"},
    {"STAND", "standard"},
    {"CLSWK", "classic"},
    {"GEN", "document"},
});

std::string csl_type_of(std::string_view ris) {
    const auto* found = std::ranges::find_if(types, [&](const TypeName& type) {
        return ascii_equal_ignoring_case(type.ris, ris);
    });
    return std::string{found == types.end() ? "document" : found->csl};
}

std::string_view ris_type_of(std::string_view csl) {
    const auto* found = std::ranges::find(types, csl, &TypeName::csl);
    return found == types.end() ? "GEN" : found->ris;
}

struct Line {
    std::string_view tag;
    std::string_view value;
};

/// "TY  - JOUR": two letters or digits, two spaces, a hyphen. One space, or none before the hyphen,
/// is met too.
std::optional<Line> parse_line(std::string_view line) {
    if (line.size() < 4) return std::nullopt;
    const auto is_tag_character = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (!is_tag_character(line[0]) || !is_tag_character(line[1])) return std::nullopt;
    std::string_view rest = line.substr(2);
    const std::size_t dash = rest.find_first_not_of(' ');
    if (dash == std::string_view::npos || dash > 2 || rest[dash] != '-') return std::nullopt;
    return Line{.tag = line.substr(0, 2), .value = trim(rest.substr(dash + 1))};
}

bool is_article(std::string_view type) {
    return type.starts_with("article") || type == "review";
}

/// What is being gathered: some tags only make sense together.
struct Draft {
    Reference reference;
    std::string key;
    std::string first_page;
    std::string last_page;
    std::string series_number;
    bool is_begun = false;
};

void add_person(std::vector<PersonName>& people, std::string_view value) {
    if (people.size() == people_max) return;
    PersonName person = parse_person(value);
    if (person != PersonName{}) people.push_back(std::move(person));
}

/// The first value wins: T2 before JO before JF before JA.
void set_once(std::string& text, std::string_view value) {
    if (text.empty()) text = tidy_text(value);
}

struct TextTag {
    std::string_view tag;
    std::string Reference::* text;
};

constexpr auto text_tags = std::to_array<TextTag>({
    {"TI", &Reference::title},
    {"T1", &Reference::title},
    {"CT", &Reference::title},
    {"T2", &Reference::container_title},
    {"JO", &Reference::container_title},
    {"JF", &Reference::container_title},
    {"JA", &Reference::container_title},
    {"BT", &Reference::container_title},
    {"T3", &Reference::collection_title},
    {"VL", &Reference::volume},
    {"IS", &Reference::issue},
    {"PB", &Reference::publisher},
    {"CY", &Reference::publisher_place},
    {"PP", &Reference::publisher_place},
    {"ET", &Reference::edition},
    {"LA", &Reference::language},
    {"UR", &Reference::url},
    {"L2", &Reference::url},
    {"AV", &Reference::archive_location},
    {"DB", &Reference::archive},
    {"CN", &Reference::call_number},
    {"M3", &Reference::genre},
    {"N1", &Reference::note},
});

bool take_person(Draft& draft, const Line& line) {
    if (line.tag == "AU" || line.tag == "A1") {
        add_person(draft.reference.authors, line.value);
    } else if (line.tag == "ED" || line.tag == "A2") {
        add_person(draft.reference.editors, line.value);
    } else if (line.tag == "A4") {
        add_person(draft.reference.translators, line.value);
    } else {
        return false;
    }
    return true;
}

bool take_number(Draft& draft, const Line& line) {
    if (line.tag == "SN") {
        if (const auto isbn = find_isbn(line.value)) {
            draft.reference.isbn = *isbn;
        } else {
            set_once(draft.reference.issn, find_issn(line.value).value_or(std::string{line.value}));
        }
    } else if (line.tag == "DO") {
        const std::string value = tidy_text(line.value);
        draft.reference.doi = find_doi(value).value_or(value);
    } else if (line.tag == "SP") {
        set_once(draft.first_page, line.value);
    } else if (line.tag == "EP") {
        set_once(draft.last_page, line.value);
    } else if (line.tag == "ID") {
        set_once(draft.key, line.value);
    } else {
        return false;
    }
    return true;
}

bool take_date(Draft& draft, const Line& line) {
    if (line.tag == "DA") {
        const DateOf date = parse_date(line.value);
        if (!date.empty()) draft.reference.issued = date;
    } else if (line.tag == "PY" || line.tag == "Y1") {
        if (draft.reference.issued.empty()) draft.reference.issued = parse_date(line.value);
    } else if (line.tag == "Y2") {
        draft.reference.accessed = parse_date(line.value);
    } else {
        return false;
    }
    return true;
}

void take_line(Draft& draft, const Line& line) {
    if (line.tag == "TY") {
        draft.reference.type = csl_type_of(line.value);
        draft.is_begun = true;
        return;
    }
    if (line.value.empty()) return;
    if (take_person(draft, line) || take_number(draft, line) || take_date(draft, line)) return;
    const auto* found = std::ranges::find(text_tags, line.tag, &TextTag::tag);
    if (found != text_tags.end()) set_once(draft.reference.*found->text, line.value);
}

void finish(Draft& draft, std::vector<ReadReference>& read) {
    if (!draft.is_begun) return;
    Reference& reference = draft.reference;
    reference.page = draft.first_page;
    if (!draft.last_page.empty() && !draft.first_page.contains('-')) {
        reference.page += "-" + draft.last_page;
    }
    Reference bare;
    bare.type = reference.type;
    if (reference != bare) read.push_back({std::move(reference), std::move(draft.key)});
    draft = {};
}

class RisWriter {
public:
    void put(std::string_view tag, std::string_view value) {
        if (!value.empty()) out_ += fmt::format("{}  - {}\r\n", tag, value);
    }

    void put_people(std::string_view tag, std::span<const PersonName> people) {
        for (const PersonName& person : people) {
            put(tag, person.literal.empty() ? format_person_inverted(person) : person.literal);
        }
    }

    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

/// "1990/01/05/": RIS wants every slash.
std::string format_ris_date(const Day& day) {
    if (!day.year) return {};
    std::string text = fmt::format("{:04}/", *day.year);
    if (day.month != 0) text += fmt::format("{:02}", day.month);
    text += '/';
    if (day.day != 0) text += fmt::format("{:02}", day.day);
    return text + '/';
}

} // namespace

bool looks_like_ris(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto line = parse_line(trim(text).substr(0, 40));
    return line && line->tag == "TY";
}

Result<std::vector<ReadReference>> parse_ris(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<ReadReference> read;
    Draft draft;
    for (std::string_view raw : split(text, '\n')) {
        if (read.size() == references_max) break;
        const auto line = parse_line(trim(raw));
        if (!line) continue;
        if (line->tag == "ER" || (line->tag == "TY" && draft.is_begun)) finish(draft, read);
        if (line->tag != "ER") take_line(draft, *line);
    }
    if (read.size() < references_max) finish(draft, read);
    if (read.empty()) {
        return fail(
            ErrorCode::invalid,
            "This looks like RIS and says nothing: it needs at least a line \"TI  - \" with a "
            "title."
        );
    }
    return read;
}

std::string format_ris(const Reference& reference, std::string_view key) {
    RisWriter out;
    out.put("TY", ris_type_of(reference.type));
    out.put("ID", key);
    out.put_people("AU", reference.authors);
    out.put_people(is_article(reference.type) ? "ED" : "A2", reference.editors);
    out.put_people("A4", reference.translators);
    out.put("TI", reference.title);
    out.put("T2", reference.container_title);
    out.put("T3", reference.collection_title);
    if (reference.issued.first.year) {
        out.put("PY", fmt::format("{:04}", *reference.issued.first.year));
        if (reference.issued.first.month != 0) {
            out.put("DA", format_ris_date(reference.issued.first));
        }
    } else {
        out.put("PY", reference.issued.literal);
    }
    out.put("VL", reference.volume);
    out.put("IS", reference.issue);
    const std::size_t dash = reference.page.find_first_of("-");
    out.put("SP", trim(reference.page.substr(0, dash)));
    if (dash != std::string::npos) {
        std::string_view last = std::string_view{reference.page}.substr(dash);
        while (last.starts_with('-'))
            last.remove_prefix(1);
        out.put("EP", trim(last));
    }
    out.put("ET", reference.edition);
    out.put("PB", reference.publisher);
    out.put("CY", reference.publisher_place);
    out.put("SN", reference.isbn.empty() ? reference.issn : reference.isbn);
    out.put("DO", reference.doi);
    out.put("UR", reference.url);
    out.put("LA", reference.language);
    out.put("DB", reference.archive);
    out.put("AV", reference.archive_location);
    out.put("CN", reference.call_number);
    out.put("M3", reference.genre);
    out.put("N1", reference.note);
    out.put("Y2", format_ris_date(reference.accessed.first));
    return out.take() + "ER  - \r\n";
}

} // namespace attest::bibliography
