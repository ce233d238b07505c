#include "web/claims.h"

#include "base/text.h"
#include "endpoint/context.h"
#include "endpoint/links.h"
#include "service/citation_edits.h"
#include "service/claim_dates.h"
#include "service/claim_links.h"
#include "service/drawn_boxes.h"
#include "service/evidence.h"
#include "service/questions.h"
#include "web/claims_view.h"
#include "web/limits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace attest::web {

using domain::Verdict;
using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

std::optional<Verdict> parse_verdict(std::string_view name) {
    for (const VerdictName& one : verdict_names) {
        if (one.name == name) return one.verdict;
    }
    return std::nullopt;
}

domain::CitationRelation parse_relation(std::string_view name) {
    if (name == "for") return domain::CitationRelation::supports;
    if (name == "against") return domain::CitationRelation::disputes;
    if (name == "limit") return domain::CitationRelation::qualifies;
    return domain::CitationRelation::view; // which the use case refuses, at its field
}

http::Response to_claim(const RequestContext& request, ClaimId claim) {
    return http::see_other(request.links().claim(claim).text());
}

/// The claim and the pages behind its citations, as the reader may see them.
Result<ClaimView> read_claim_view(const Site& site, const RequestContext& request, ClaimId id) {
    // On its question, its sources, their scans and their rights: without this the names on it
    // would be all that a cached page depends on.
    request.caching().depends_on_site();
    ClaimView view{.page = TRY(service::read_claim_page(site, id, request.reader())), .opened = {}};
    view.opened = TRY(service::open_citations(site, view.page.citations, request.reader()));
    view.dates = TRY(service::list_dates_of_claim(site, view.page.question, id));
    return view;
}

Result<http::Response> show_claim(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<ClaimId>("claim"));
    ClaimView view = TRY(read_claim_view(site, request, id));
    view.relation = request.parameter("add");
    return claim_page(request, view);
}

/// Where nothing is said it was one's own copy: the form says "here" where there is a page.
domain::SeenHow parse_seen(std::string_view name) {
    for (const SeenName& one : seen_names) {
        if (one.name == name) return one.seen;
    }
    return domain::SeenHow::own_copy;
}

Result<http::Response> check(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    const std::optional<Verdict> verdict = parse_verdict(request.field("verdict"));
    if (!verdict) return fail(ErrorCode::invalid, "Choose what you found on the page.");
    const service::CheckCitation form{
        .citation = citation,
        .verdict = *verdict,
        .seen = parse_seen(request.field("seen")),
        .is_of_translation = request.field("translation") == "1",
        .note = request.text_field("note"),
        .passage = request.text_field("passage"),
        .address = http::format_ip_address(request.request().client()),
    };
    const Result<ClaimId> claim = service::check_citation(site, request.actor(), form);
    if (claim) return to_claim(request, *claim);
    if (claim.error().code() != ErrorCode::invalid) return std::unexpected{claim.error()};
    const ClaimId of = TRY(service::find_claim_of_citation(site, citation));
    ClaimView view = TRY(read_claim_view(site, request, of));
    view.error = &claim.error();
    view.checked = form;
    return claim_page(request, view);
}

Result<http::Response> add(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<ClaimId>("claim"));
    const Result<CitationId> added = service::add_citation(
        site,
        request.actor(),
        {.claim = id,
         .relation = parse_relation(request.field("relation")),
         .citation = request.text_field("citation"),
         .note = request.text_field("note")}
    );
    if (added) return to_claim(request, id);
    if (added.error().code() != ErrorCode::invalid) return std::unexpected{added.error()};
    ClaimView view = TRY(read_claim_view(site, request, id));
    view.error = &added.error();
    view.note = request.text_field("note");
    view.citation = request.text_field("citation");
    view.relation = request.field("relation");
    return claim_page(request, view);
}

Result<http::Response> write_page(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    return to_claim(
        request, TRY(service::write_page(site, request.actor(), citation, request.field("page")))
    );
}

Result<http::Response> narrow(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    return to_claim(
        request,
        TRY(service::narrow_claim(site, request.actor(), citation, request.text_field("words")))
    );
}

Result<http::Response> take(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    return to_claim(request, TRY(service::take_citation(site, request.actor(), citation)));
}

Result<http::Response> draw(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    const service::DrawBox form{
        .citation = citation,
        .left = request.field("left"),
        .top = request.field("top"),
        .width = request.field("width"),
        .height = request.field("height"),
        .is_taken_away = request.field("undo") == "1",
    };
    const Result<ClaimId> claim = service::draw_box(site, request.actor(), form);
    if (claim) return to_claim(request, *claim);
    if (claim.error().code() != ErrorCode::invalid) return std::unexpected{claim.error()};
    const ClaimId of = TRY(service::find_claim_of_citation(site, citation));
    ClaimView view = TRY(read_claim_view(site, request, of));
    view.error = &claim.error();
    view.drawn = form;
    return claim_page(request, view);
}

Result<http::Response> withdraw(const Site& site, const RequestContext& request) {
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    return to_claim(request, TRY(service::withdraw_citation(site, request.actor(), citation)));
}

Result<http::Response> join(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<ClaimId>("claim"));
    const ClaimId other{parse_number<std::int64_t>(request.field("other")).value_or(0)};
    const Result<void> joined = service::join_claims(site, request.actor(), id, other);
    if (joined) return to_claim(request, id);
    if (joined.error().code() != ErrorCode::invalid) return std::unexpected{joined.error()};
    ClaimView view = TRY(read_claim_view(site, request, id));
    view.error = &joined.error();
    view.is_joining = true;
    return claim_page(request, view);
}

Result<http::Response> part(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<ClaimId>("claim"));
    TRY(service::part_claim(site, request.actor(), id));
    return to_claim(request, id);
}

Result<http::Response> reply(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<ClaimId>("claim"));
    const auto check = parse_number<std::int64_t>(request.field("check"));
    if (!check) return fail(ErrorCode::not_found, "There is no such check.");
    TRY(service::reply_to_check(
        site, request.actor(), id, CitationCheckId{*check}, request.text_field("reply")
    ));
    return to_claim(request, id);
}

Result<http::Response> show_ask(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    TRY(service::find_post_address(site, post, request.reader()));
    return ask_source_page(request, {.post = post});
}

Result<http::Response> ask(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const Result<ClaimId> claim =
        service::ask_for_source(site, request.actor(), post, request.text_field("words"));
    if (claim) return to_claim(request, *claim);
    if (claim.error().code() != ErrorCode::invalid) return std::unexpected{claim.error()};
    return ask_source_page(
        request, {.post = post, .words = request.text_field("words"), .error = &claim.error()}
    );
}

constexpr std::array wanted_choices = {
    service::WantedClaims::unchecked,
    service::WantedClaims::asked,
    service::WantedClaims::differ,
    service::WantedClaims::links,
};

/// "en,ru" as languages; what is no code of one is refused.
Result<std::vector<std::string>> read_languages(const RequestContext& request) {
    std::vector<std::string> languages;
    const std::string text = ascii_lower(request.parameter("language"));
    if (text.empty()) return languages;
    for (const std::string_view code : split(text, ',')) {
        const bool is_code =
            code.size() >= 2 && code.size() <= 8
            && std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
        if (!is_code || languages.size() == languages_asked_max) {
            return fail(
                ErrorCode::invalid, "Name languages by their codes, such as language=en,ru."
            );
        }
        languages.emplace_back(code);
    }
    return languages;
}

Result<http::Response> show_help_check(const Site& site, const RequestContext& request) {
    const service::WantedClaimsRequest wanted{
        .wanted = TRY(
            endpoint::read_choice(request, "show", wanted_choices, service::WantedClaims::unchecked)
        ),
        .languages = TRY(read_languages(request)),
        .page = TRY(request.page_number()),
    };
    return help_check_page(
        request, {.found = TRY(service::list_wanted_claims(site, wanted)), .request = wanted}
    );
}

constexpr std::array<std::string_view, 1> claim_parameters = {"add"};
constexpr std::array<std::string_view, 3> help_parameters = {"show", "language", "page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/claims/{claim}",
     .access = Access::anyone,
     .handler = show_claim,
     .parameters = claim_parameters},
    {.method = Method::post,
     .path = "/claims/{claim}/citations",
     .access = Access::signed_in,
     .handler = add},
    {.method = Method::post,
     .path = "/claims/{claim}/same",
     .access = Access::signed_in,
     .handler = join},
    {.method = Method::post,
     .path = "/claims/{claim}/apart",
     .access = Access::signed_in,
     .handler = part},
    {.method = Method::post,
     .path = "/claims/{claim}/reply",
     .access = Access::signed_in,
     .handler = reply},
    {.method = Method::post,
     .path = "/citations/{citation}/check",
     .access = Access::signed_in,
     .handler = check},
    {.method = Method::post,
     .path = "/citations/{citation}/page",
     .access = Access::signed_in,
     .handler = write_page},
    {.method = Method::post,
     .path = "/citations/{citation}/words",
     .access = Access::signed_in,
     .handler = narrow},
    {.method = Method::post,
     .path = "/citations/{citation}/take",
     .access = Access::signed_in,
     .handler = take},
    {.method = Method::post,
     .path = "/citations/{citation}/box",
     .access = Access::signed_in,
     .handler = draw},
    {.method = Method::post,
     .path = "/citations/{citation}/withdraw",
     .access = Access::signed_in,
     .handler = withdraw},
    {.method = Method::get,
     .path = "/posts/{post}/claims",
     .access = Access::signed_in,
     .handler = show_ask},
    {.method = Method::post,
     .path = "/posts/{post}/claims",
     .access = Access::signed_in,
     .handler = ask},
    {.method = Method::get,
     .path = "/help-check",
     .access = Access::anyone,
     .handler = show_help_check,
     .parameters = help_parameters},
});

} // namespace

std::span<const endpoint::Route> claim_routes() {
    return routes;
}

} // namespace attest::web
