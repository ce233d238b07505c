#include "web/limits_page.h"

#include "domain/act_limits.h"
#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "service/limits.h"
#include "service/writing.h"
#include "web/parts.h"

#include <array>
#include <string>
#include <utility>

namespace attest::web {

using domain::ActLimit;
using domain::LimitedAct;
using endpoint::Access;
using endpoint::Route;
using http::Method;

std::string_view act_words(const messages::Texts& texts, LimitedAct act) {
    switch (act) {
    case LimitedAct::ask:
        return texts.limits_ask();
    case LimitedAct::answer:
        return texts.limits_answer();
    case LimitedAct::comment:
        return texts.limits_comment();
    case LimitedAct::edit:
        return texts.limits_edit();
    case LimitedAct::suggest_edit:
        return texts.limits_suggest_edit();
    case LimitedAct::delete_post:
        return texts.limits_delete_post();
    case LimitedAct::vote:
        return texts.limits_vote();
    case LimitedAct::vote_on_comment:
        return texts.limits_vote_on_comment();
    case LimitedAct::flag:
        return texts.limits_flag();
    case LimitedAct::vote_to_close:
        return texts.limits_vote_to_close();
    case LimitedAct::vote_to_delete:
        return texts.limits_vote_to_delete();
    case LimitedAct::check_citation:
        return texts.limits_check_citation();
    case LimitedAct::cite:
        return texts.limits_cite();
    case LimitedAct::add_source:
        return texts.limits_add_source();
    case LimitedAct::edit_source:
        return texts.limits_edit_source();
    case LimitedAct::link_sources:
        return texts.limits_link_sources();
    }
    std::unreachable();
}

namespace {

std::string span_words(const messages::Texts& texts, Duration span) {
    const auto whole = [&](Duration unit) { return span.milliseconds % unit.milliseconds == 0; };
    const auto count = [&](Duration unit) { return span.milliseconds / unit.milliseconds; };
    if (whole(days(1))) return texts.limits_days(count(days(1)));
    if (whole(hours(1))) return texts.limits_hours(count(hours(1)));
    if (whole(minutes(1))) return texts.limits_minutes(count(minutes(1)));
    return texts.limits_seconds(count(seconds(1)));
}

void write_row(html::Writer& out, const RequestContext& request, const ActLimit& limit) {
    const messages::Texts& texts = request.texts();
    const std::string who = limit.reputation_below == domain::any_reputation
                                ? std::string{texts.limits_everybody()}
                                : texts.limits_below(texts.number(limit.reputation_below));
    out.put<R"(<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>)">(
        act_words(texts, limit.act),
        texts.number(limit.rate.count),
        span_words(texts, limit.rate.per),
        who
    );
}

void write_sizes(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    const auto number = [&](std::size_t count) {
        return texts.number(static_cast<std::int64_t>(count));
    };
    out.put<"<h2>{}</h2><ul><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ul>">(
        texts.limits_sizes_heading(),
        texts.limits_title_size(
            number(service::title_length_min), number(service::title_length_max)
        ),
        texts.limits_body_size(number(domain::body_length_min), number(domain::body_length_max)),
        texts.limits_tags_size(number(service::tags_max)),
        texts.limits_links(
            number(domain::newcomer_links_max), texts.number(domain::links_free_reputation)
        )
    );
}

Result<http::Response> show_limits(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<article class="prose prose--page"><h1>{}</h1><p>{}</p><table>)">(
        texts.limits_title(), texts.limits_intro()
    );
    out.put<R"(<thead><tr><th scope="col">{}</th><th scope="col">{}</th>)">(
        texts.limits_what(), texts.limits_count()
    );
    out.put<R"(<th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>)">(
        texts.limits_span(), texts.limits_who()
    );
    for (std::size_t row = 0; row < domain::act_limit_count; ++row) {
        ActLimit limit = domain::all_act_limits()[row];
        limit.rate = site.settings.rates.of(row);
        if (limit.rate.count > 0) write_row(out, request, limit);
    }
    out.put<"</tbody></table><p>{}</p>">(texts.limits_moderators());
    write_sizes(out, request);
    out.put<"</article>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.limits_title()}, .canonical = request.links().help_limits()},
        out.take()
    );
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get, .path = "/help/limits", .access = Access::anyone, .handler = show_limits
    },
});

} // namespace

std::span<const Route> limits_routes() {
    return routes;
}

} // namespace attest::web
