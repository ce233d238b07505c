#include "web/privileges_page.h"

#include "domain/act_limits.h"
#include "domain/privileges.h"
#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "web/limits_page.h"
#include "web/parts.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace attest::web {

using domain::Privilege;
using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

std::string_view privilege_words(const messages::Texts& texts, Privilege privilege) {
    switch (privilege) {
    case Privilege::post:
        return texts.privilege_post();
    case Privilege::make_wiki:
        return texts.privilege_make_wiki();
    case Privilege::vote_up:
        return texts.privilege_vote_up();
    case Privilege::flag:
        return texts.privilege_flag();
    case Privilege::comment:
        return texts.privilege_comment();
    case Privilege::edit_wiki:
        return texts.privilege_edit_wiki();
    case Privilege::vote_down:
        return texts.privilege_vote_down();
    case Privilege::create_tag:
        return texts.privilege_create_tag();
    case Privilege::see_close_votes:
        return texts.privilege_see_close_votes();
    case Privilege::edit:
        return texts.privilege_edit();
    case Privilege::suggest_synonym:
        return texts.privilege_suggest_synonym();
    case Privilege::close:
        return texts.privilege_close();
    case Privilege::approve_tag_wiki:
        return texts.privilege_approve_tag_wiki();
    case Privilege::see_deleted:
        return texts.privilege_see_deleted();
    case Privilege::protect:
        return texts.privilege_protect();
    }
    std::unreachable();
}

/// The site's own thresholds, lowest first: a keeper may have changed their order.
std::vector<domain::PrivilegeFacts> by_reputation(const domain::Thresholds& thresholds) {
    std::vector<domain::PrivilegeFacts> rows;
    for (domain::PrivilegeFacts facts : domain::all_privileges()) {
        facts.reputation = thresholds.of(facts.privilege);
        rows.push_back(facts);
    }
    std::ranges::stable_sort(rows, {}, &domain::PrivilegeFacts::reputation);
    return rows;
}

/// What stands in the way besides reputation: a suspension, and what binds newcomers.
void write_other_bounds(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    const domain::Actor& actor = request.actor();
    if (actor.suspended_until && *actor.suspended_until > request.site().clock()) {
        out.put<R"(<p class="notice">)">();
        endpoint::write_pattern(
            out, texts.privileges_suspended(), {time_element(request, *actor.suspended_until)}
        );
        out.put<"</p>">();
    }
    html::Writer bounds;
    for (std::size_t row = 0; row < domain::act_limit_count; ++row) {
        const domain::ActLimit& limit = domain::all_act_limits()[row];
        const bool binds = limit.reputation_below != domain::any_reputation
                           && actor.reputation < limit.reputation_below && !actor.is_moderator()
                           && request.site().settings.rates.of(row).count > 0;
        if (!binds) continue;
        bounds.put<"<li>{}: {}</li>">(
            act_words(texts, limit.act),
            texts.privileges_limit_ends(
                texts.number(limit.reputation_below),
                texts.number(limit.reputation_below - actor.reputation)
            )
        );
    }
    if (bounds.size() == 0) return;
    out.put<R"(<h2>{}</h2><ul>{}</ul><p><a href="{}">{}</a></p>)">(
        texts.privileges_newcomer(),
        bounds.take(),
        request.links().help_limits(),
        texts.limits_title()
    );
}

/// "You have 20 reputation. Next: comment on the posts of others, in 30 more."
void write_next(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<domain::PrivilegeFacts>& rows
) {
    const messages::Texts& texts = request.texts();
    const domain::Actor& actor = request.actor();
    out.put<"<h2>{}</h2><p>{} ">(
        texts.privileges_yours(), texts.privileges_have(texts.number(actor.reputation))
    );
    const auto next = std::ranges::find_if(rows, [&](const domain::PrivilegeFacts& facts) {
        return actor.reputation < facts.reputation;
    });
    if (actor.is_moderator()) {
        out.text(texts.privileges_moderator());
    } else if (next == rows.end()) {
        out.text(texts.privileges_all());
    } else {
        out.text(texts.privileges_next(
            privilege_words(texts, next->privilege),
            texts.number(next->reputation),
            texts.number(next->reputation - actor.reputation)
        ));
    }
    out.put<"</p>">();
}

void write_row(
    html::Writer& out, const RequestContext& request, const domain::PrivilegeFacts& facts
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<tr><td class="table__number">{}</td><th scope="row">{}</th>)">(
        texts.number(facts.reputation), privilege_words(texts, facts.privilege)
    );
    if (request.reader()) {
        const domain::Actor& actor = request.actor();
        const bool has =
            domain::has_privilege(actor, facts.privilege, request.site().settings.thresholds);
        out.put<"<td>{}</td>">(
            has ? std::string{texts.privileges_has()}
                : texts.privileges_more(texts.number(facts.reputation - actor.reputation))
        );
    }
    out.put<"</tr>">();
}

Result<http::Response> show_privileges(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const messages::Texts& texts = request.texts();
    const std::vector<domain::PrivilegeFacts> rows = by_reputation(site.settings.thresholds);
    html::Writer out;
    out.put<R"(<article class="prose prose--page"><h1>{}</h1><p>{}</p>)">(
        texts.privileges_title(), texts.privileges_intro()
    );
    if (request.reader()) {
        write_next(out, request, rows);
        write_other_bounds(out, request);
        out.put<"<h2>{}</h2>">(texts.privileges_all_heading());
    }
    out.put<R"(<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th>)">(
        texts.reputation(), texts.privileges_what()
    );
    if (request.reader()) out.put<R"(<th scope="col">{}</th>)">(texts.privileges_you());
    out.put<"</tr></thead><tbody>">();
    for (const domain::PrivilegeFacts& facts : rows)
        write_row(out, request, facts);
    out.put<"</tbody></table></article>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.privileges_title()},
         .canonical = request.links().help_privileges()},
        out.take()
    );
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/help/privileges",
     .access = Access::anyone,
     .handler = show_privileges},
});

} // namespace

std::span<const Route> privileges_routes() {
    return routes;
}

} // namespace attest::web
