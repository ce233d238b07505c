#include "web/sources.h"

#include "bibliography/likeness.h"
#include "endpoint/context.h"
#include "endpoint/json_answer.h"
#include "service/post_references.h"
#include "service/sources.h"
#include "web/cite_field.h"
#include "web/limits.h"
#include "web/reference_files.h"
#include "web/sources_form.h"
#include "web/sources_view.h"

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;
using storage::SourceOrder;

namespace {

Result<http::Response> list_sources(const Site& site, const RequestContext& request) {
    SourceListView view{
        .sources = {},
        .order = TRY(endpoint::read_choice(
            request,
            "tab",
            std::array{SourceOrder::newest, SourceOrder::most_cited},
            SourceOrder::newest
        )),
        .words = request.parameter("q"),
        .page = TRY(request.page_number()),
    };
    request.caching().depends_on_site();
    const service::PageRequest page{.number = view.page, .size = sources_per_page};
    if (!view.words.empty()) {
        service::FoundSources found = TRY(service::search_sources_page(site, view.words, page));
        view.sources = std::move(found.sources);
        view.has_more = found.has_more;
        return source_list_page(request, view);
    }
    service::SourceList list = TRY(service::list_sources(site, view.order, page));
    view.sources = std::move(list.sources);
    view.total = list.total;
    view.has_more = list.has_more;
    return source_list_page(request, view);
}

Result<http::Response> show_paste(const Site&, const RequestContext& request) {
    return paste_page(request);
}

/// Errors that a form shows again; others are the pipeline's.
bool is_the_forms_business(const Error& error) {
    return error.code() == ErrorCode::invalid || error.code() == ErrorCode::conflict;
}

int status_of(const Error& error) {
    return error.code() == ErrorCode::conflict ? 409 : 422;
}

/// The first step: what was pasted fills the form.
Result<http::Response> read_paste(const RequestContext& request) {
    const auto paste = bibliography::parse_paste(request.text_field("paste"));
    if (!paste) return paste_page(request, &paste.error(), 422);
    const bibliography::ReadReference& first = paste->references.front();
    return source_form_page(
        request,
        {.form =
             {.reference = first.reference,
              .kind = bibliography::guess_kind(first.reference),
              .is_single_item = bibliography::is_single_item(first.reference),
              .alias = first.key},
         .left_out = std::ssize(paste->references) - 1}
    );
}

Result<http::Response> add_source(const Site& site, const RequestContext& request) {
    TRY(domain::check_not_suspended(request.actor(), site.clock()));
    if (request.request().form_field("paste")) {
        return endpoint::wants_json(request.request()) ? add_pasted(site, request)
                                                       : read_paste(request);
    }
    const service::SourceForm form = read_source_form(request);
    const Result<service::AddedSource> added = service::add_source(site, request.actor(), form);
    if (!added) {
        if (!is_the_forms_business(added.error())) return std::unexpected{added.error()};
        return source_form_page(
            request, {.form = form, .error = &added.error()}, status_of(added.error())
        );
    }
    if (!added->source) {
        return source_form_page(request, {.form = form, .doubles = added->doubles}, 422);
    }
    return http::see_other(request.links().source(added->source->key).text());
}

Result<http::Response>
export_source(const Site& site, const std::string& key, std::string_view format) {
    const service::SourceReference source = TRY(service::read_source_reference(site, key));
    const std::string& name = source.record.key;
    return reference_file(
        std::array{NamedReference{.key = name, .reference = source.reference}}, name, format
    );
}

/// Nothing where a reference cannot be printed: the page has its facts all the same.
std::string printed(
    const Site& site,
    const RequestContext& request,
    const storage::SourceRecord& source,
    bibliography::PrintStyle style
) {
    const auto reference =
        service::print_source(site, source, style, std::string{request.texts().facts().code});
    return reference ? reference->html : std::string{};
}

Result<http::Response> show_source(const Site& site, const RequestContext& request) {
    const std::string name = request.path_text("source");
    request.caching().depends_on_site();
    const std::size_t dot = name.rfind('.');
    if (dot != std::string::npos) {
        return export_source(site, name.substr(0, dot), std::string_view{name}.substr(dot + 1));
    }
    const std::int64_t page = TRY(request.page_number());
    service::SourcePage source =
        TRY(service::read_source(site, name, {.number = page, .size = source_citations_per_page}));
    if (source.record.key != name) {
        return http::moved_permanently(request.links().source(source.record.key).text());
    }
    using enum bibliography::PrintStyle;
    SourceView view{
        .source = {},
        .page = page,
        .chicago_html = printed(site, request, source.record, chicago),
        .mla_html = printed(site, request, source.record, mla),
    };
    view.source = std::move(source);
    return source_page(request, view);
}

Result<http::Response> show_edit(const Site& site, const RequestContext& request) {
    const service::SourceReference source =
        TRY(service::read_source_reference(site, request.path_text("source")));
    return source_form_page(
        request,
        {.form =
             {.reference = source.reference,
              .kind = source.record.kind,
              .is_single_item = source.record.is_single_item,
              .criticism = source.record.criticism},
         .key = source.record.key,
         .based_on = source.record.revision}
    );
}

Result<http::Response> edit_source(const Site& site, const RequestContext& request) {
    service::EditSource edit{
        .key = request.path_text("source"),
        .based_on = parse_number<std::int64_t>(request.field("based_on")).value_or(0),
        .form = read_source_form(request),
    };
    if (!edit.form.is_single_item) edit.form.is_single_item = false;
    const Result<std::string> key = service::edit_source(site, request.actor(), edit);
    if (key) return http::see_other(request.links().source(*key).text());
    if (!is_the_forms_business(key.error())) return std::unexpected{key.error()};
    return source_form_page(
        request,
        {.form = edit.form, .key = edit.key, .based_on = edit.based_on, .error = &key.error()},
        status_of(key.error())
    );
}

Result<http::Response> show_history(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    return source_history_page(
        request, TRY(service::list_source_revisions(site, request.path_text("source")))
    );
}

/// To the source's page, or that page again with the sentence at the field.
template <typename T>
Result<http::Response> back_to_source(
    const Site& site, const RequestContext& request, const Result<T>& outcome, const std::string& to
) {
    if (outcome) return http::see_other(request.links().source(to).text());
    if (!is_the_forms_business(outcome.error())) return std::unexpected{outcome.error()};
    service::SourcePage source = TRY(service::read_source(
        site, request.path_text("source"), {.number = 1, .size = source_citations_per_page}
    ));
    return source_page(
        request,
        {.source = std::move(source), .error = &outcome.error()},
        status_of(outcome.error())
    );
}

/// What a form without one means is the first that it offers.
std::optional<domain::SourceLinkKind> read_link_kind(const RequestContext& request) {
    const std::string text = request.field("kind");
    if (text.empty()) return domain::SourceLinkKind::derives;
    const int kind = parse_number<int>(text).value_or(0);
    const bool is_known = kind >= 1 && kind <= static_cast<int>(domain::SourceLinkKind::part_of);
    if (!is_known) return std::nullopt;
    return static_cast<domain::SourceLinkKind>(kind);
}

Result<http::Response> change_links(const Site& site, const RequestContext& request) {
    const std::optional<domain::SourceLinkKind> kind = read_link_kind(request);
    if (!kind) return fail(ErrorCode::invalid, "Choose how the two sources are linked.");
    const service::LinkSources form{
        .from = request.path_text("source"), .to = request.field("to"), .kind = *kind
    };
    const Result<void> outcome = request.field("act") == "remove"
                                     ? service::unlink_sources(site, request.actor(), form)
                                     : service::link_sources(site, request.actor(), form);
    return back_to_source(site, request, outcome, form.from);
}

Result<http::Response> merge_source(const Site& site, const RequestContext& request) {
    const Result<std::string> key = service::merge_sources(
        site, request.actor(), {.from = request.path_text("source"), .into = request.field("into")}
    );
    return back_to_source(site, request, key, key ? *key : std::string{});
}

Result<http::Response> distrust_source(const Site& site, const RequestContext& request) {
    const std::string key = request.path_text("source");
    const Result<void> outcome = service::distrust_source(
        site, request.actor(), {.key = key, .reason = request.field("reason")}
    );
    return back_to_source(site, request, outcome, key);
}

constexpr std::array<std::string_view, 3> list_parameters = {"tab", "q", "page"};
constexpr std::array<std::string_view, 1> page_parameters = {"page"};

constexpr auto all_routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/sources",
     .access = Access::anyone,
     .handler = list_sources,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/sources/new",
     .access = Access::signed_in,
     .handler = show_paste},
    {.method = Method::post,
     .path = "/sources",
     .access = Access::signed_in,
     .handler = add_source,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/sources/{source}",
     .access = Access::anyone,
     .handler = show_source,
     .parameters = page_parameters},
    {.method = Method::get,
     .path = "/sources/{source}/edit",
     .access = Access::signed_in,
     .handler = show_edit},
    {.method = Method::post,
     .path = "/sources/{source}/edit",
     .access = Access::signed_in,
     .handler = edit_source,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/sources/{source}/history",
     .access = Access::anyone,
     .handler = show_history},
    {.method = Method::post,
     .path = "/sources/{source}/links",
     .access = Access::signed_in,
     .handler = change_links,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/sources/{source}/merge",
     .access = Access::signed_in,
     .handler = merge_source,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/sources/{source}/distrust",
     .access = Access::moderator,
     .handler = distrust_source,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> source_routes() {
    return all_routes;
}

} // namespace attest::web
