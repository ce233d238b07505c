#include "web/authorities.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/authorities.h"
#include "web/authorities_view.h"
#include "web/limits.h"

#include <algorithm>
#include <array>

namespace attest::web {

using domain::AuthorityKind;
using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

Result<http::Response>
list_kind(const Site& site, const RequestContext& request, AuthorityKind kind) {
    request.caching().depends_on_site();
    AuthorityListView view{
        .kind = kind,
        .list = {},
        .found = {},
        .filter = request.parameter("filter"),
        .page = TRY(request.page_number()),
    };
    const std::span<const AuthorityKind> kinds = kinds_beside(kind);
    if (view.filter.empty()) {
        view.list = TRY(service::list_authorities(
            site, kinds, {.number = view.page, .size = authorities_per_page}
        ));
    } else {
        view.found = TRY(service::find_authorities(site, view.filter));
        std::erase_if(view.found, [&](const service::FoundAuthority& found) {
            return std::ranges::find(kinds, found.record.kind) == kinds.end();
        });
    }
    TRY(endpoint::check_page(view.page, authorities_per_page, view.list.total));
    return authority_list_page(request, view);
}

Result<http::Response> list_people(const Site& site, const RequestContext& request) {
    return list_kind(site, request, AuthorityKind::person);
}

Result<http::Response> list_places(const Site& site, const RequestContext& request) {
    return list_kind(site, request, AuthorityKind::place);
}

Result<http::Response> list_names(const Site& site, const RequestContext& request) {
    return list_kind(site, request, AuthorityKind::other);
}

/// Under every address that a record may have had: what was merged leads to what it was merged
/// into.
Result<http::Response> show_authority(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const auto id = TRY(request.path_id<AuthorityId>("authority"));
    service::AuthorityPage page = TRY(service::read_authority(site, id));
    if (page.record.merged_into) {
        page = TRY(service::read_authority(site, *page.record.merged_into));
    }
    const html::Url address =
        request.links().authority(page.record.kind, page.record.id, page.record.label);
    if (request.request().path() != address.text()) {
        return http::moved_permanently(address.text());
    }
    AuthorityView view{.page = std::move(page), .posts = {}};
    const AuthorityId shown = view.page.record.id;
    view.posts =
        TRY(service::list_mentioning_posts(site, shown, {.number = 1, .size = record_lines_shown}));
    view.claims = TRY(service::read_timeline(site, {.record = shown}, {})).items;
    view.names_on = request.parameter("on");
    Result<void> on;
    if (!view.names_on.empty()) on = domain::check_date_phrase("on", view.names_on);
    if (!on) view.error = &on.error();
    return authority_page(request, view);
}

service::MakeAuthority new_record_of(const RequestContext& request) {
    return {
        .record =
            {.kind = domain::parse_authority_kind(request.field("record_kind"))
                         .value_or(AuthorityKind::person),
             .note = request.field("note"),
             .active_from = request.field("active_from"),
             .active_to = request.field("active_to"),
             .coordinates = request.field("coordinates")},
        .name =
            {.name = request.field("name"),
             .language = request.field("language"),
             .kind = domain::NameKind::main,
             .citation = request.field("citation")},
        .is_another = request.field("is_another") == "1",
    };
}

Result<http::Response> show_new_form(const Site& site, const RequestContext& request) {
    TRY(domain::check_keeps_records(request.actor(), site.settings.thresholds));
    service::MakeAuthority form;
    form.record.kind =
        domain::parse_authority_kind(request.parameter("kind")).value_or(AuthorityKind::person);
    form.name.name = request.parameter("name");
    return new_authority_page(request, form);
}

bool is_the_forms_business(const Error& error) {
    return error.code() == ErrorCode::invalid || error.code() == ErrorCode::conflict;
}

Result<http::Response> make_record(const Site& site, const RequestContext& request) {
    const service::MakeAuthority form = new_record_of(request);
    const Result<AuthorityId> made = service::make_authority(site, request.actor(), form);
    if (made) {
        return http::see_other(
            request.links().authority(form.record.kind, *made, form.name.name).text()
        );
    }
    if (!is_the_forms_business(made.error())) return std::unexpected{made.error()};
    return new_authority_page(request, form, &made.error());
}

Result<http::Response> show_edit_forms(const Site& site, const RequestContext& request) {
    TRY(domain::check_keeps_records(request.actor(), site.settings.thresholds));
    const auto id = TRY(request.path_id<AuthorityId>("authority"));
    const service::AuthorityPage page = TRY(service::read_authority(site, id));
    if (page.record.merged_into) {
        return http::see_other(request.links().authority_edit(*page.record.merged_into).text());
    }
    return edit_authority_page(request, page);
}

service::AuthorityForm description_of(const RequestContext& request) {
    return {
        .kind = {},
        .note = request.field("note"),
        .active_from = request.field("active_from"),
        .active_to = request.field("active_to"),
        .coordinates = request.field("coordinates"),
    };
}

domain::AuthorityName name_of(const RequestContext& request, AuthorityId id) {
    return {
        .id = AuthorityNameId{parse_number<std::int64_t>(request.field("name_id")).value_or(0)},
        .record = id,
        .name = request.field("name"),
        .language = request.field("language"),
        .kind = domain::parse_name_kind(request.field("kind")).value_or(domain::NameKind::other),
        .valid_from = request.field("valid_from"),
        .valid_to = request.field("valid_to"),
        .citation = request.field("citation"),
    };
}

/// The button that was pressed says what is to be done.
Result<void> do_act(const Site& site, const RequestContext& request, AuthorityId id) {
    const domain::Actor& actor = request.actor();
    const std::string act = request.field("act");
    if (act == "add") return service::add_authority_name(site, actor, name_of(request, id));
    if (act == "remove") return service::remove_authority_name(site, actor, name_of(request, id));
    if (act == "merge") {
        const auto into = parse_number<std::int64_t>(request.field("into")).value_or(0);
        return service::merge_authorities(site, actor, {.from = id, .into = AuthorityId{into}});
    }
    if (act == "unmerge") return service::unmerge_authority(site, actor, id);
    if (act == "describe")
        return service::describe_authority(site, actor, id, description_of(request));
    return fail(ErrorCode::invalid, "Choose what to do with the record: press one of its buttons.");
}

Result<http::Response> change_record(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<AuthorityId>("authority"));
    const Result<void> outcome = do_act(site, request, id);
    // The edit page of what was merged leads on to the record that stays.
    if (outcome) return http::see_other(request.links().authority_edit(id).text());
    if (!is_the_forms_business(outcome.error())) return std::unexpected{outcome.error()};
    return edit_authority_page(request, TRY(service::read_authority(site, id)), &outcome.error());
}

constexpr std::array<std::string_view, 2> list_parameters = {"filter", "page"};
constexpr std::array<std::string_view, 1> record_parameters = {"on"};
constexpr std::array<std::string_view, 2> new_parameters = {"kind", "name"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/people",
     .access = Access::anyone,
     .handler = list_people,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/people/{authority}/{slug?}",
     .access = Access::anyone,
     .handler = show_authority,
     .parameters = record_parameters},
    {.method = Method::get,
     .path = "/places",
     .access = Access::anyone,
     .handler = list_places,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/places/{authority}/{slug?}",
     .access = Access::anyone,
     .handler = show_authority,
     .parameters = record_parameters},
    {.method = Method::get,
     .path = "/names",
     .access = Access::anyone,
     .handler = list_names,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/names/new",
     .access = Access::signed_in,
     .handler = show_new_form,
     .parameters = new_parameters},
    {.method = Method::post,
     .path = "/names",
     .access = Access::signed_in,
     .handler = make_record,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/names/{authority}/{slug?}",
     .access = Access::anyone,
     .handler = show_authority,
     .parameters = record_parameters},
    {.method = Method::get,
     .path = "/names/{authority}/edit",
     .access = Access::signed_in,
     .handler = show_edit_forms},
    {.method = Method::post,
     .path = "/names/{authority}",
     .access = Access::signed_in,
     .handler = change_record,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> authority_routes() {
    return routes;
}

} // namespace attest::web
