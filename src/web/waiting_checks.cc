#include "web/waiting_checks.h"

#include "endpoint/context.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "endpoint/whence.h"
#include "http/address.h"
#include "markup/claim_words.h"
#include "service/waiting_checks.h"
#include "service/writing.h"
#include "web/citation_words.h"
#include "web/claims_view.h"
#include "web/parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

struct CheckForm {
    service::CheckCitation fields;
    std::string verdict;
    const Error* error = nullptr;
};

endpoint::Frame frame_of(const messages::Texts& texts) {
    return {
        .title = std::string{texts.waiting_check_title()},
        .is_indexed = false,
        .page_class = "page page--narrow found-page",
    };
}

void write_claim_and_work(
    html::Writer& out,
    const RequestContext& request,
    const service::ClaimPage& page,
    const service::CitationRecord& citation
) {
    out.put<
        R"(<blockquote class="claim-page__words" dir="auto">{}</blockquote><p class="found-page__work">)">(
        markup::claim_words(page.claim.place.exact)
    );
    write_citation(out, request, citation);
    out.put<R"(</p><p><a href="{}">{}</a></p>)">(
        request.links().claim(page.claim.id), request.texts().waiting_check_to_claim()
    );
}

Result<service::CitationRecord> find_shown(const service::ClaimPage& page, CitationId id) {
    const auto found = std::ranges::find(page.citations, id, &service::CitationRecord::id);
    if (found != page.citations.end() && !found->withdrawn_at) return *found;
    return fail(ErrorCode::conflict, "This citation was withdrawn. There is nothing to check.");
}

std::vector<endpoint::Choice>
verdicts_of(const messages::Texts& texts, const service::CitationRecord& citation) {
    std::vector<endpoint::Choice> verdicts;
    for (const VerdictName& one : verdict_names) {
        if (domain::is_verdict_of(one.verdict, citation.content.is_absence))
            verdicts.push_back({one.name, verdict_words(texts, one.verdict)});
    }
    return verdicts;
}

/// Nobody has looked here where there is no page.
std::vector<endpoint::Choice>
ways_of(const messages::Texts& texts, const service::CitationRecord& citation) {
    std::vector<endpoint::Choice> ways;
    if (citation.place.file) ways.push_back({"here", texts.check_seen_here()});
    ways.push_back({"own", texts.check_seen_own()});
    ways.push_back({"snippet", texts.check_seen_snippet()});
    return ways;
}

http::Response form_page(
    const RequestContext& request,
    const service::ClaimPage& page,
    const service::CitationRecord& citation,
    const CheckForm& form
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<h1>{}</h1><p>{}</p>)">(texts.waiting_check_title(), texts.waiting_check_intro());
    write_claim_and_work(out, request, page, citation);
    endpoint::write_form_start(
        out, request, request.links().citation_act(citation.id, "keep-check"), "form"
    );
    endpoint::write_form_error(out, request, form.error);
    endpoint::write_choices(
        out,
        {.name = "verdict",
         .label = texts.waiting_check_verdict(),
         .value = form.verdict,
         .is_required = true},
        verdicts_of(texts, citation),
        form.error
    );
    endpoint::write_field(
        out,
        {.name = "note",
         .label = texts.check_note(),
         .value = form.fields.note,
         .length_max = domain::evidence_note_length_max},
        form.error
    );
    endpoint::write_field(
        out,
        {.name = "passage",
         .label = texts.check_passage(),
         .value = form.fields.passage,
         .hint = texts.check_passage_hint(),
         .length_max = domain::passage_length_max,
         .rows = 2},
        form.error
    );
    endpoint::write_choices(
        out,
        {.name = "seen",
         .label = texts.check_seen(),
         .value = form.fields.seen == domain::SeenHow::here      ? "here"
                  : form.fields.seen == domain::SeenHow::snippet ? "snippet"
                                                                 : "own"},
        ways_of(texts, citation),
        form.error
    );
    endpoint::write_checkbox(
        out, "translation", texts.check_translation(), form.fields.is_of_translation
    );
    endpoint::write_submit(out, texts.waiting_check_keep());
    out.put<"</form>">();
    return endpoint::write_page(
        request,
        frame_of(texts),
        out.take(),
        form.error != nullptr ? endpoint::status_of(*form.error, true) : 200
    );
}

/// Where nothing is said it was one's own copy, as on the claim's page.
domain::SeenHow parse_seen(std::string_view name) {
    const auto* found = std::ranges::find(seen_names, name, &SeenName::name);
    return found == seen_names.end() ? domain::SeenHow::own_copy : found->seen;
}

Result<http::Response> show_form(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CitationId>("citation"));
    const ClaimId claim = TRY(service::find_claim_of_citation(site, id));
    const service::ClaimPage page = TRY(service::read_claim_page(site, claim, request.reader()));
    // Who has an account finds the same form there, and his check counts at once.
    if (request.reader()) return http::see_other(request.links().claim(claim).text());
    const service::CitationRecord citation = TRY(find_shown(page, id));
    CheckForm form{.fields = {.citation = id}, .verdict = request.parameter("verdict")};
    if (!citation.place.file) form.fields.seen = domain::SeenHow::own_copy;
    return form_page(request, page, citation, form);
}

Result<http::Response> keep(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CitationId>("citation"));
    const std::string name = request.field("verdict");
    const auto* verdict = std::ranges::find(verdict_names, name, &VerdictName::name);
    const bool has_verdict = verdict != verdict_names.end();
    CheckForm form{
        .fields =
            {.citation = id,
             .verdict = has_verdict ? verdict->verdict : domain::Verdict{},
             .seen = parse_seen(request.field("seen")),
             .is_of_translation = request.field("translation") == "1",
             .note = request.text_field("note"),
             .passage = request.text_field("passage"),
             .address = http::format_ip_address(request.request().client())},
        .verdict = name,
    };
    const Result<std::string> token =
        has_verdict ? service::keep_check(
                          request.network(), site, form.fields, endpoint::whence_of(request).network
                      )
                    : service::refuse("verdict", "Choose what you found on the page.");
    if (token) return http::see_other(request.links().waiting_check(*token).text());
    if (token.error().code() != ErrorCode::invalid) return std::unexpected{token.error()};
    const ClaimId claim = TRY(service::find_claim_of_citation(site, id));
    const service::ClaimPage page = TRY(service::read_claim_page(site, claim, request.reader()));
    form.error = &token.error();
    return form_page(request, page, TRY(find_shown(page, id)), form);
}

void write_act(
    html::Writer& out,
    const RequestContext& request,
    std::string_view act,
    std::string_view button_class,
    std::string_view words
) {
    endpoint::write_form_start(
        out,
        request,
        request.links().waiting_check(request.path_text("token"), act),
        "form form--inline"
    );
    out.put<R"(<button class="{}" type="submit">{}</button></form> )">(button_class, words);
}

Result<http::Response> show(const Site& site, const RequestContext& request) {
    const std::string token = request.path_text("token");
    const service::WaitingCheckPage page =
        TRY(service::read_waiting_check(site, token, request.reader()));
    const service::CitationRecord citation = TRY(find_shown(page.claim, page.check.citation));
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<h1>{}</h1><p>{} <strong>{}</strong></p>)">(
        texts.waiting_check_title(),
        texts.waiting_check_found(),
        verdict_words(texts, page.check.verdict)
    );
    if (!page.check.note.empty()) out.put<R"(<p dir="auto">{}</p>)">(page.check.note);
    if (!page.check.passage.empty())
        out.put<R"(<blockquote class="quote" dir="auto"><p>{}</p></blockquote>)">(page.check.passage
        );
    write_claim_and_work(out, request, page.claim, citation);
    const std::string here = request.links().waiting_check(token).text();
    if (request.reader()) {
        out.put<"<p>{}</p>">(texts.waiting_check_question());
        write_act(out, request, "confirm", "button", texts.waiting_check_confirm());
    } else {
        out.put<R"(<p>{}</p><p><a class="button" href="{}">{}</a> )">(
            texts.waiting_check_waits(),
            request.has_session() ? request.links().join(here) : request.links().sign_in(here),
            texts.nav_sign_in()
        );
        if (!request.has_session()) {
            out.put<R"(<a class="button button--quiet" href="{}">{}</a>)">(
                request.links().sign_up(here), texts.nav_sign_up()
            );
        }
        out.put<R"(</p><p class="soft">{}</p>)">(texts.waiting_check_address());
    }
    write_act(out, request, "discard", "button button--quiet", texts.waiting_check_discard());
    return endpoint::write_page(request, frame_of(texts), out.take());
}

Result<http::Response> confirm(const Site& site, const RequestContext& request) {
    const ClaimId claim =
        TRY(service::confirm_check(site, request.actor(), request.path_text("token")));
    return http::see_other(request.links().claim(claim).text());
}

Result<http::Response> discard(const Site& site, const RequestContext& request) {
    const ClaimId claim = TRY(service::discard_check(site, request.path_text("token")));
    return http::see_other(request.links().claim(claim).text());
}

constexpr std::array<std::string_view, 1> form_parameters = {"verdict"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/citations/{citation}/check",
     .access = Access::anyone,
     .handler = show_form,
     .parameters = form_parameters},
    {.method = Method::post,
     .path = "/citations/{citation}/keep-check",
     .access = Access::anyone,
     .handler = keep},
    {.method = Method::get, .path = "/checks/{token}", .access = Access::anyone, .handler = show},
    {.method = Method::post,
     .path = "/checks/{token}/confirm",
     .access = Access::signed_in,
     .handler = confirm},
    {.method = Method::post,
     .path = "/checks/{token}/discard",
     .access = Access::anyone,
     .handler = discard},
});

} // namespace

std::span<const Route> waiting_check_routes() {
    return routes;
}

} // namespace attest::web
