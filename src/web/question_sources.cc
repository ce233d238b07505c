#include "web/question_sources.h"

#include "service/question_sources.h"
#include "web/citation_words.h"
#include "web/reference_files.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// "Cited at p. 79; ff. 1–40", behind what the reference notes itself: no format has a place for
/// it.
std::string note_of(const messages::Texts& texts, const service::CitedWork& work) {
    std::string note = work.reference.note;
    if (work.places.empty()) return note;
    std::string places;
    for (const auto& [label, locator] : work.places) {
        if (!places.empty()) places += "; ";
        places += locator_words(texts, label, locator);
    }
    if (!note.empty()) note += ". ";
    return note + texts.cited_places(places);
}

Result<http::Response>
export_sources(const Site& site, const RequestContext& request, std::string_view ending) {
    const auto question = TRY(request.path_id<QuestionId>("question"));
    request.caching().depends_on_site();
    std::vector<NamedReference> references;
    for (service::CitedWork& work :
         TRY(service::read_question_sources(site, question, request.reader()))) {
        work.reference.note = note_of(request.texts(), work);
        references.push_back({.key = work.key, .reference = std::move(work.reference)});
    }
    return reference_file(references, fmt::format("question-{}-sources", question.value), ending);
}

Result<http::Response> export_bibtex(const Site& site, const RequestContext& request) {
    return export_sources(site, request, "bib");
}

Result<http::Response> export_ris(const Site& site, const RequestContext& request) {
    return export_sources(site, request, "ris");
}

Result<http::Response> export_json(const Site& site, const RequestContext& request) {
    return export_sources(site, request, "json");
}

constexpr Route export_route(std::string_view path, endpoint::Handler handler) {
    return {
        .method = Method::get,
        .path = path,
        .access = Access::anyone,
        .handler = handler,
        .lane = Lane::costly,
    };
}

constexpr auto all_routes = std::to_array<Route>({
    export_route("/q/{question}/sources.bib", export_bibtex),
    export_route("/q/{question}/sources.ris", export_ris),
    export_route("/q/{question}/sources.json", export_json),
});

} // namespace

html::Html question_source_alternates(const RequestContext& request, QuestionId question) {
    html::Writer out;
    for (const ReferenceFormat& format : reference_formats) {
        out.put<R"(<link rel="alternate" type="{}" href="{}">)">(
            format.type, request.links().question_sources(question, format.ending)
        );
    }
    return out.take();
}

void write_question_source_links(
    html::Writer& out, const RequestContext& request, QuestionId question
) {
    bool is_first = true;
    for (const ReferenceFormat& format : reference_formats) {
        if (!std::exchange(is_first, false)) out.text(" · ");
        out.put<R"(<a href="{}" download rel="nofollow">{}</a>)">(
            request.links().question_sources(question, format.ending), format.words
        );
    }
}

std::span<const Route> question_source_routes() {
    return all_routes;
}

} // namespace attest::web
