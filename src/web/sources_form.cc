#include "web/sources_form.h"

#include "bibliography/csl_json.h"
#include "bibliography/limits.h"
#include "endpoint/forms.h"
#include "web/sources_view.h"

#include <array>
#include <utility>

namespace attest::web {

using bibliography::PersonName;
using bibliography::Reference;
using domain::SourceKind;

namespace {

struct LineField {
    std::string_view name;
    std::string Reference::* text;
    std::string_view (messages::Texts::*label)() const;
};

constexpr auto line_fields = std::to_array<LineField>({
    {"container", &Reference::container_title, &messages::Texts::source_container},
    {"volume", &Reference::volume, &messages::Texts::source_volume},
    {"issue", &Reference::issue, &messages::Texts::source_issue},
    {"pages", &Reference::page, &messages::Texts::source_pages},
    {"edition", &Reference::edition, &messages::Texts::source_edition},
    {"publisher", &Reference::publisher, &messages::Texts::source_publisher},
    {"place", &Reference::publisher_place, &messages::Texts::source_place},
    {"isbn", &Reference::isbn, &messages::Texts::source_isbn},
    {"issn", &Reference::issn, &messages::Texts::source_issn},
    {"doi", &Reference::doi, &messages::Texts::source_doi},
    {"url", &Reference::url, &messages::Texts::source_url},
    {"archive", &Reference::archive, &messages::Texts::source_archive},
    {"shelfmark", &Reference::archive_location, &messages::Texts::source_shelfmark},
    {"language", &Reference::language, &messages::Texts::source_language},
    {"genre", &Reference::genre, &messages::Texts::source_genre},
    {"note", &Reference::note, &messages::Texts::source_note},
});

/// The types that a person chooses from, in CSL's words, which reference managers show too.
constexpr auto chosen_types = std::to_array<std::string_view>({
    "document",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "classic",
    "entry-encyclopedia",
    "graphic",
    "interview",
    "legislation",
    "manuscript",
    "map",
    "pamphlet",
    "personal_communication",
    "report",
    "speech",
    "thesis",
    "treaty",
    "webpage",
});

constexpr std::int64_t people_rows = 3;

std::string people_text(const std::vector<PersonName>& people) {
    std::string text;
    for (const PersonName& person : people)
        text += bibliography::format_person_inverted(person) + "\n";
    return text;
}

std::vector<PersonName> read_people(const RequestContext& request, std::string_view name) {
    const std::string text = request.text_field(name);
    std::vector<PersonName> people;
    for (const std::string_view line : split(text, '\n')) {
        PersonName person = bibliography::parse_person(line);
        if (person == PersonName{} || people.size() == bibliography::people_max) continue;
        people.push_back(std::move(person));
    }
    return people;
}

void write_type(html::Writer& out, const RequestContext& request, const std::string& type) {
    out.put<
        R"(<div class="field"><label class="field__label" for="type">{}</label><select class="field__line" id="type" name="type">)">(
        request.texts().source_type()
    );
    bool is_among_them = false;
    for (const std::string_view choice : chosen_types) {
        is_among_them = is_among_them || choice == type;
        out.put<R"(<option value="{}"{}>{}</option>)">(
            choice, html::Attributes{}.flag("selected", choice == type), choice
        );
    }
    if (!is_among_them) out.put<R"(<option value="{}" selected>{}</option>)">(type, type);
    out.put<"</select></div>">();
}

void write_people(
    html::Writer& out,
    const RequestContext& request,
    std::string_view name,
    std::string_view label,
    const std::vector<PersonName>& people
) {
    const std::string value = people_text(people);
    endpoint::write_field(
        out,
        {.name = name,
         .label = label,
         .value = value,
         .hint = request.texts().source_people_hint(),
         .rows = people_rows}
    );
}

std::string format_kind(SourceKind kind) {
    return std::to_string(static_cast<int>(kind));
}

void write_kind(html::Writer& out, const RequestContext& request, const SourceFormView& view) {
    const messages::Texts& texts = request.texts();
    constexpr std::array kinds{
        SourceKind::document_of_the_time,
        SourceKind::witness_later,
        SourceKind::research,
        SourceKind::later_tradition,
        SourceKind::retold,
    };
    out.put<
        R"(<div class="field"><label class="field__label" for="kind">{}</label><select class="field__line" id="kind" name="kind">)">(
        texts.source_kind_label()
    );
    out.put<R"(<option value="">{}</option>)">(texts.source_kind_guess());
    for (const SourceKind kind : kinds) {
        out.put<R"(<option value="{}"{}>{}</option>)">(
            format_kind(kind),
            html::Attributes{}.flag("selected", view.form.kind == kind),
            kind_words(texts, kind)
        );
    }
    out.put<"</select></div>">();
}

void write_doubles(html::Writer& out, const RequestContext& request, const SourceFormView& view) {
    if (view.doubles.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="similar"><h2>{}</h2><p>{}</p><ul class="entries">)">(
        texts.source_doubles_heading(), texts.source_doubles_intro()
    );
    for (const service::SourceSummary& source : view.doubles)
        write_source_line(out, request, source);
    out.put<"</ul></section>">();
}

void write_fields(html::Writer& out, const RequestContext& request, const SourceFormView& view) {
    const messages::Texts& texts = request.texts();
    const Reference& reference = view.form.reference;
    write_type(out, request, reference.type);
    endpoint::write_field(
        out,
        {.name = "title",
         .label = texts.source_title(),
         .value = reference.title,
         .length_max = bibliography::variable_bytes_max},
        view.error
    );
    write_people(out, request, "authors", texts.source_authors(), reference.authors);
    const std::string issued = bibliography::format_date(reference.issued);
    endpoint::write_field(
        out,
        {.name = "issued",
         .label = texts.source_issued(),
         .value = issued,
         .hint = texts.source_issued_hint(),
         .length_max = 200},
        view.error
    );
    for (const LineField& line : line_fields) {
        endpoint::write_field(
            out,
            {.name = line.name,
             .label = (texts.*line.label)(),
             .value = reference.*line.text,
             .length_max = bibliography::variable_bytes_max},
            view.error
        );
    }
    write_people(out, request, "editors", texts.source_editors(), reference.editors);
    write_people(out, request, "translators", texts.source_translators(), reference.translators);
    write_kind(out, request, view);
    endpoint::write_checkbox(
        out, "single_item", texts.source_single_item(), view.form.is_single_item.value_or(false)
    );
    endpoint::write_field(
        out,
        {.name = "criticism",
         .label = texts.source_criticism_label(),
         .value = view.form.criticism,
         .hint = texts.source_criticism_hint(),
         .length_max = service::source_note_length_max},
        view.error
    );
}

} // namespace

http::Response
source_form_page(const RequestContext& request, const SourceFormView& view, int status) {
    const messages::Texts& texts = request.texts();
    const bool is_new = view.key.empty();
    const std::string_view title = is_new ? texts.source_new_title() : texts.source_edit_title();
    html::Writer out;
    out.put<R"(<div class="index"><header class="head"><h1>{}</h1>)">(title);
    if (is_new) {
        out.put<R"(<p class="head__tagline">{}</p></header>)">(texts.source_form_intro());
    } else {
        out.put<R"(<p class="head__tagline"><a href="{}"><bdi>{}</bdi></a></p></header>)">(
            request.links().source(view.key), view.key
        );
    }
    if (view.left_out > 0) {
        out.put<R"(<p class="lead">{}</p>)">(texts.source_left_out(view.left_out));
    }
    endpoint::write_form_error(out, request, view.error);
    write_doubles(out, request, view);
    endpoint::write_form_start(
        out,
        request,
        is_new ? request.links().sources() : request.links().source_act(view.key, "edit")
    );
    if (is_new) {
        endpoint::write_idempotency_key(out, request);
    } else {
        endpoint::write_hidden_field(out, "based_on", std::to_string(view.based_on));
    }
    endpoint::write_hidden_field(
        out, "csl", bibliography::format_csl_json(view.form.reference, "")
    );
    endpoint::write_hidden_field(out, "alias", view.form.alias);
    if (!view.doubles.empty()) {
        endpoint::write_checkbox(out, "accepts_doubles", texts.source_accept_doubles(), false);
    }
    write_fields(out, request, view);
    endpoint::write_submit(out, is_new ? texts.source_save() : texts.source_edit_save());
    out.put<"</form></div>">();
    return endpoint::write_page(
        request, {.title = std::string{title}, .is_indexed = false}, out.take(), status
    );
}

http::Response paste_page(const RequestContext& request, const Error* error, int status) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="index"><header class="head"><h1>{}</h1></header>)">(
        texts.source_new_title()
    );
    endpoint::write_form_error(out, request, error);
    endpoint::write_form_start(out, request, request.links().sources(), "form form--wide");
    const std::string pasted = error == nullptr ? std::string{} : request.text_field("paste");
    endpoint::write_field(
        out,
        {.name = "paste",
         .label = texts.source_paste_label(),
         .value = pasted,
         .hint = texts.source_paste_hint(),
         .is_required = true,
         .rows = 6},
        error
    );
    endpoint::write_submit(out, texts.source_paste_submit());
    out.put<"</form></div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.source_new_title()}, .is_indexed = false},
        out.take(),
        status
    );
}

service::SourceForm read_source_form(const RequestContext& request) {
    service::SourceForm form;
    const auto base = bibliography::parse_csl_json(request.text_field("csl"));
    if (base) form.reference = base->front().reference;
    Reference& reference = form.reference;
    const std::string type = request.field("type");
    if (bibliography::is_csl_type(type)) reference.type = type;
    reference.title = bibliography::tidy_text(request.field("title"));
    for (const LineField& line : line_fields)
        reference.*line.text = bibliography::tidy_text(request.field(line.name));
    reference.authors = read_people(request, "authors");
    reference.editors = read_people(request, "editors");
    reference.translators = read_people(request, "translators");
    // A date that nobody touched keeps what the form does not show.
    const std::string issued = bibliography::tidy_text(request.field("issued"));
    if (issued != bibliography::format_date(reference.issued)) {
        reference.issued = bibliography::parse_date(issued);
    }
    const auto kind = parse_number<int>(request.field("kind"));
    if (kind && *kind >= 1 && *kind <= static_cast<int>(SourceKind::retold)) {
        form.kind = static_cast<SourceKind>(*kind);
    }
    if (request.field("single_item") == "1") form.is_single_item = true;
    form.criticism = bibliography::tidy_text(request.field("criticism"));
    form.alias = request.field("alias");
    form.accepts_doubles = request.field("accepts_doubles") == "1";
    form.idempotency_key = request.field("idempotency_key");
    return form;
}

} // namespace attest::web
