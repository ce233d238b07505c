#include "web/cite_field.h"

#include "base/json.h"
#include "endpoint/forms.h"
#include "endpoint/json_answer.h"
#include "html/writer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace attest::web {

using bibliography::PasteForm;
using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

/// Sources offered for what is typed: those that one sees at a glance.
constexpr std::int64_t sources_offered_max = 7;

void write_source(JsonWriter& json, const service::SourceSummary& source) {
    json.begin_object()
        .field("key", source.key)
        .field("title", source.title)
        .field("author", source.author)
        .field("issued", source.issued)
        .end_object();
}

void write_sources(
    JsonWriter& json, std::string_view name, const std::vector<service::SourceSummary>& sources
) {
    json.key(name).begin_array();
    for (const service::SourceSummary& source : sources)
        write_source(json, source);
    json.end_array();
}

/// What stands behind "Add …" in the list: as what the words were recognised.
std::string_view words_of(const messages::Texts& texts, PasteForm form) {
    switch (form) {
    case PasteForm::csl_json:
        return "CSL-JSON";
    case PasteForm::ris:
        return "RIS";
    case PasteForm::bibtex:
        return "BibTeX";
    case PasteForm::doi:
        return "DOI";
    case PasteForm::isbn:
        return "ISBN";
    case PasteForm::issn:
        return "ISSN";
    case PasteForm::archive_link:
    case PasteForm::link:
        return texts.cite_a_link();
    case PasteForm::text:
        return texts.cite_a_title();
    }
    std::unreachable();
}

/// Nothing typed: those that came last, which are likely those that one cites now.
Result<http::Response> complete(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const std::string words = request.parameter("q");
    std::vector<service::SourceSummary> sources;
    std::string_view recognised;
    if (words.empty()) {
        sources =
            TRY(service::list_sources(
                    site, storage::SourceOrder::newest, {.number = 1, .size = sources_offered_max}
                ))
                .sources;
    } else {
        sources = TRY(service::search_sources(site, words, sources_offered_max)).sources;
        const service::SeenPaste seen = TRY(service::look_at_paste(site, words));
        recognised = words_of(request.texts(), seen.form);
        for (const service::SourceSummary& source : seen.likely) {
            const bool is_there = std::ranges::any_of(sources, [&](const auto& other) {
                return other.id == source.id;
            });
            if (!is_there) sources.insert(sources.begin(), source);
        }
    }
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    write_sources(json, "sources", sources);
    json.field("recognised", recognised).end_object();
    http::Response response;
    response.set("Content-Type", "application/json; charset=utf-8");
    response.body = std::move(text);
    return response;
}

std::string script_words(const messages::Texts& texts) {
    std::string text;
    JsonWriter{text}
        .begin_object()
        .field("add", texts.cite_add("{words}"))
        .field("added", texts.cite_added())
        .field("doubles", texts.cite_doubles())
        .field("another", texts.cite_another())
        .field("whose", texts.cite_whose_file("{file}"))
        .field("uploading", texts.cite_uploading("{file}"))
        .field("uploaded", texts.cite_uploaded("{file}"))
        .field("choose", texts.cite_choose())
        .end_object();
    return text;
}

struct Signal {
    std::string_view value;
    std::string_view words;
};

void write_source_field(html::Writer& out, const messages::Texts& texts) {
    out.put<
        R"(<div class="field field--completed"><label class="field__label" for="cite-source">{}</label><p class="field__hint" id="cite-source-hint">{}</p>)">(
        texts.cite_source(), texts.cite_source_hint()
    );
    out.put<
        R"(<input class="field__line" id="cite-source" type="text" role="combobox" aria-expanded="false" aria-controls="cite-offered" aria-describedby="cite-source-hint" autocomplete="off" dir="auto"><ul class="offered offered--sources" id="cite-offered" role="listbox" aria-label="{}" hidden></ul></div>)">(
        texts.cite_offered()
    );
    out.put<
        R"(<div class="cite-box__row"><p class="cite-box__said" role="status"></p><label class="cite-box__file act"><input class="hidden" id="cite-file" type="file" multiple accept=".pdf,.djvu,.djv,image/*">{}</label></div>)">(
        texts.cite_file()
    );
}

void write_place_fields(html::Writer& out, const messages::Texts& texts) {
    out.put<
        R"(<div class="cite-box__pair"><div class="field"><label class="field__label" for="cite-place">{}</label><input class="field__line" id="cite-place" type="text" placeholder="{}" autocomplete="off" dir="auto"></div>)">(
        texts.cite_place(), texts.cite_place_example()
    );
    out.put<
        R"(<div class="field cite-box__signal"><label class="field__label" for="cite-signal">{}</label><select class="field__choice" id="cite-signal">)">(
        texts.citation_relation()
    );
    for (const Signal& signal : std::to_array<Signal>({
             {"", texts.relation_supports()},
             {"but see", texts.relation_disputes()},
             {"cf.", texts.relation_qualifies()},
             {"per", texts.relation_view()},
             {"no mention in", texts.relation_absence()},
         }))
        out.put<R"(<option value="{}">{}</option>)">(signal.value, signal.words);
    out.put<"</select></div></div>">();
}

void write_words_fields(html::Writer& out, const messages::Texts& texts) {
    out.put<"<div class=\"field\"><label class=\"field__label\" for=\"cite-quote\">{}</label>"
            "<p class=\"field__hint\" id=\"cite-quote-hint\">{}</p>"
            "<textarea class=\"field__text\" id=\"cite-quote\" rows=\"3\" dir=\"auto\" "
            "aria-describedby=\"cite-quote-hint\"></textarea>"
            "<div class=\"cite-box__looked\" role=\"status\"></div></div>"
            "<details class=\"help\"><summary>{}</summary><div class=\"field\">"
            "<label class=\"field__label\" for=\"cite-translation\">{}</label>"
            "<textarea class=\"field__text\" id=\"cite-translation\" rows=\"2\" dir=\"auto\">"
            "</textarea></div></details>">(
        texts.cite_quote(),
        texts.cite_quote_hint(),
        texts.cite_translation_summary(),
        texts.cite_translation()
    );
}

Result<http::Response> show_dialog(const Site&, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<dialog class="cite-box" aria-labelledby="cite-heading" data-find="{}" data-add="{}" data-look="{}" data-files="{}" data-words="{}">)">(
        request.links().complete_source(),
        request.links().sources(),
        request.links().preview(),
        request.links().scans("{key}"),
        script_words(texts)
    );
    out.put<R"(<form class="cite-box__form" novalidate><h2 id="cite-heading">{}</h2>)">(
        texts.cite_heading()
    );
    write_source_field(out, texts);
    write_place_fields(out, texts);
    write_words_fields(out, texts);
    out.put<
        R"(<p class="cite-box__line"><span class="hidden">{}</span><code class="cite-box__written" dir="auto"></code></p><p class="form__acts"><button class="button" type="submit">{}</button> <button class="button button--quiet" type="button" data-close>{}</button></p></form></dialog>)">(
        texts.cite_written(), texts.cite_insert(), texts.cite_cancel()
    );
    http::Response response;
    response.set("Content-Type", "text/html; charset=utf-8");
    response.body = out.take().text();
    return response;
}

constexpr std::array<std::string_view, 1> complete_parameters = {"q"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/sources/complete",
     .access = Access::anyone,
     .handler = complete,
     .parameters = complete_parameters},
    {.method = Method::get,
     .path = "/sources/cite",
     .access = Access::signed_in,
     .handler = show_dialog},
});

} // namespace

Result<http::Response> add_pasted(const Site& site, const RequestContext& request) {
    const service::AddedSource added = TRY(service::add_pasted_source(
        site,
        request.actor(),
        {.text = request.text_field("paste"),
         .accepts_doubles = !request.field("another").empty(),
         .idempotency_key = request.field("idempotency_key")}
    ));
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    if (added.source) {
        json.key("source");
        write_source(json, *added.source);
    } else {
        write_sources(json, "doubles", added.doubles);
    }
    json.field("left_out", added.left_out).end_object();
    return endpoint::json_answer(std::move(text));
}

std::span<const Route> cite_field_routes() {
    return routes;
}

} // namespace attest::web
