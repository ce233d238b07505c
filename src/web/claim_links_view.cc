#include "web/claim_links_view.h"

#include "base/text.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "markup/claim_words.h"
#include "web/claim_marks.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace attest::web {

using endpoint::RequestContext;

namespace {

/// A claim is chosen by its first words.
constexpr std::size_t offered_words_length = 90;

void write_claim_line(
    html::Writer& out, const RequestContext& request, const service::ClaimRecord& claim
) {
    out.put<R"(<a href="{}" dir="auto">{}</a> {})">(
        request.links().claim(claim.id),
        markup::claim_words(claim.place.exact),
        status_mark(request.texts(), claim.standing)
    );
}

void write_joined(
    html::Writer& out, const RequestContext& request, const std::optional<storage::ClaimJoin>& join
) {
    if (!join) return;
    out.put<R"( <span class="soft">)">();
    endpoint::write_pattern(
        out,
        request.texts().same_claim_by(),
        {name_element(request, {.id = join->user, .name = join->name}),
         time_element(request, join->at)}
    );
    out.put<"</span>">();
}

/// Who joined two claims, the writer of the answer and moderators take them apart.
void write_part_form(
    html::Writer& out, const RequestContext& request, const service::ClaimPage& page
) {
    if (!page.join || !request.reader()) return;
    const bool may_part = page.join->user == request.actor().user
                          || page.author == request.actor().user || request.actor().is_moderator();
    if (!may_part) return;
    endpoint::write_form_start(
        out, request, request.links().claim_act(page.claim.id, "apart"), "form form--inline"
    );
    out.put<R"(<button class="act" type="submit">{}</button></form>)">(
        request.texts().same_claim_part()
    );
}

void write_join_form(
    html::Writer& out,
    const RequestContext& request,
    const service::ClaimPage& page,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    if (error != nullptr) {
        out.put<R"(<details class="same-claim" open>)">();
    } else {
        out.put<R"(<details class="same-claim">)">();
    }
    out.put<R"(<summary>{}</summary><p class="soft">{}</p>)">(
        texts.same_claim_summary(), texts.same_claim_hint()
    );
    endpoint::write_form_start(out, request, request.links().claim_act(page.claim.id, "same"));
    endpoint::write_form_error(out, request, error);
    out.put<
        R"(<div class="field"><label class="field__label" for="other">{}</label><select class="field__line" id="other" name="other">)">(
        texts.same_claim_field()
    );
    for (const service::ClaimRecord& claim : page.offered) {
        const std::string words = markup::claim_words(claim.place.exact);
        const std::string_view first = utf8_prefix(words, offered_words_length);
        out.put<R"(<option value="{}">{}{}</option>)">(
            claim.id.value, first, first.size() < words.size() ? "…" : ""
        );
    }
    out.put<"</select></div>">();
    endpoint::write_submit(out, texts.same_claim_button());
    out.put<"</form></details>">();
}

} // namespace

void write_bases(html::Writer& out, const RequestContext& request, const service::ClaimPage& page) {
    if (!page.claim.is_inference) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="claim-links"><h2>{}</h2>)">(texts.inference_heading());
    out.put<R"(<p class="soft">{}</p>)">(
        page.bases.empty() ? texts.inference_of_nothing() : texts.inference_hint()
    );
    if (!page.bases.empty()) {
        out.put<"<ul>">();
        for (const service::ClaimRecord& base : page.bases) {
            out.put<"<li>">();
            write_claim_line(out, request, base);
            out.put<"</li>">();
        }
        out.put<"</ul>">();
    }
    out.put<"</section>">();
}

void write_same_claims(
    html::Writer& out,
    const RequestContext& request,
    const service::ClaimPage& page,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    const bool may_join =
        request.reader().has_value() && !page.claim.is_inference && !page.offered.empty();
    if (page.same.empty() && !may_join) return;
    out.put<R"(<section class="claim-links">)">();
    if (!page.same.empty()) {
        out.put<R"(<h2>{}</h2><ul>)">(texts.same_claim_heading());
        for (const service::OtherClaim& other : page.same) {
            out.put<"<li>">();
            write_claim_line(out, request, other.claim);
            write_joined(out, request, other.join);
            out.put<"</li>">();
        }
        out.put<"</ul>">();
        write_joined(out, request, page.join);
        write_part_form(out, request, page);
    }
    if (may_join) write_join_form(out, request, page, error);
    out.put<"</section>">();
}

} // namespace attest::web
