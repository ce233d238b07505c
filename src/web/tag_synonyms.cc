#include "web/tag_synonyms.h"

#include "domain/privileges.h"
#include "endpoint/context.h"
#include "endpoint/forms.h"
#include "service/tag_synonyms.h"
#include "service/writing.h"
#include "web/parts.h"

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// What a moderator does with one: the name of the button says it.
void write_decision(
    html::Writer& out,
    const RequestContext& request,
    const service::SynonymForm& synonym,
    std::string_view act,
    std::string_view words
) {
    endpoint::write_form_start(
        out, request, request.links().tag_synonyms(synonym.tag), "form form--inline"
    );
    endpoint::write_hidden_field(out, "name", synonym.name);
    out.put<
        R"(<button class="button button--quiet button--small" name="act" value="{}">{}</button></form> )">(
        act, words
    );
}

void write_synonyms(
    html::Writer& out, const RequestContext& request, const service::TagSynonyms& list
) {
    const messages::Texts& texts = request.texts();
    const bool decides = request.reader() && request.reader()->is_moderator();
    if (list.synonyms.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.synonyms_empty());
        return;
    }
    out.put<R"(<ul class="entries">)">();
    for (const storage::TagSynonym& synonym : list.synonyms) {
        out.put<R"(<li class="entry"><p class="entry__name"><bdi>{}</bdi></p>)">(synonym.name);
        if (!synonym.is_approved) {
            out.put<R"(<p class="entry__text">{}</p>)">(texts.synonyms_waiting());
        }
        if (decides) {
            const service::SynonymForm form{.tag = list.tag, .name = synonym.name};
            if (!synonym.is_approved) {
                write_decision(out, request, form, "approve", texts.synonyms_approve());
            }
            write_decision(out, request, form, "remove", texts.synonyms_remove());
        }
        out.put<"</li>">();
    }
    out.put<"</ul>">();
}

http::Response synonyms_page(
    const RequestContext& request,
    const service::TagSynonyms& list,
    const Error* error = nullptr,
    int status = 200
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline"><a href="{}"><bdi>{}</bdi></a></p></header><p class="lead">{}</p>)">(
        texts.synonyms_title(), request.links().tag_info(list.tag), list.tag, texts.synonyms_intro()
    );
    write_synonyms(out, request, list);
    const bool may_suggest = request.reader()
                             && domain::has_privilege(
                                 *request.reader(),
                                 domain::Privilege::suggest_synonym,
                                 request.site().settings.thresholds
                             );
    if (may_suggest) {
        endpoint::write_form_error(out, request, error);
        endpoint::write_form_start(out, request, request.links().tag_synonyms(list.tag));
        endpoint::write_field(
            out,
            {.name = "name",
             .label = texts.synonyms_name_label(),
             .value = error == nullptr ? std::string{} : request.field("name"),
             .length_max = service::tag_length_max,
             .is_required = true},
            error
        );
        endpoint::write_submit(out, texts.synonyms_suggest());
        out.put<"</form>">();
    }
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.synonyms_title()},
         .nav = endpoint::NavItem::tags,
         .is_indexed = false},
        out.take(),
        status
    );
}

Result<http::Response> show_synonyms(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    return synonyms_page(request, TRY(service::list_tag_synonyms(site, request.path_text("tag"))));
}

Result<http::Response> change_synonyms(const Site& site, const RequestContext& request) {
    const service::SynonymForm form{.tag = request.path_text("tag"), .name = request.field("name")};
    const std::string act = request.field("act");
    const Result<void> outcome =
        act == "approve"  ? service::approve_synonym(site, request.actor(), form)
        : act == "remove" ? service::remove_synonym(site, request.actor(), form)
                          : service::suggest_synonym(site, request.actor(), form);
    if (outcome) return http::see_other(request.links().tag_synonyms(form.tag).text());
    const ErrorCode code = outcome.error().code();
    const bool is_the_forms_business = code == ErrorCode::invalid || code == ErrorCode::conflict;
    if (!is_the_forms_business) return std::unexpected{outcome.error()};
    return synonyms_page(
        request,
        TRY(service::list_tag_synonyms(site, form.tag)),
        &outcome.error(),
        code == ErrorCode::conflict ? 409 : 422
    );
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/tags/{tag}/synonyms",
     .access = Access::anyone,
     .handler = show_synonyms},
    {.method = Method::post,
     .path = "/tags/{tag}/synonyms",
     .access = Access::signed_in,
     .handler = change_synonyms,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> tag_synonym_routes() {
    return routes;
}

} // namespace attest::web
