#include "web/post_acts.h"

#include "domain/deleting.h"
#include "domain/privileges.h"
#include "endpoint/forms.h"

namespace attest::web {

using endpoint::RequestContext;

namespace {

void write_act(
    html::Writer& out,
    const RequestContext& request,
    const PostState& state,
    std::string_view act,
    std::string_view words
) {
    out.put<R"(<li><a href="{}" rel="nofollow">{}</a></li>)">(
        request.links().post_act(state.post, act), words
    );
}

/// An act without a form of its own: a button that looks like a link.
void write_act_button(
    html::Writer& out,
    const RequestContext& request,
    const PostState& state,
    std::string_view act,
    std::string_view words
) {
    out.put<"<li>">();
    endpoint::write_form_start(
        out, request, request.links().post_act(state.post, act), "form form--inline"
    );
    out.put<R"(<button class="act" type="submit">{}</button></form></li>)">(words);
}

bool may_close(const RequestContext& request, const PostState& state) {
    const domain::Actor& actor = request.actor();
    const bool is_own = state.author == actor.user;
    return domain::has_privilege(
        actor,
        is_own ? domain::Privilege::see_close_votes : domain::Privilege::close,
        request.site().settings.thresholds
    );
}

/// Of one's own, of those that one may vote on, and of all for a moderator.
bool may_delete(const RequestContext& request, const PostState& state) {
    return domain::may_see_deleted(
        request.reader(), state.author, request.site().settings.thresholds
    );
}

bool may_make_wiki(const RequestContext& request, const PostState& state) {
    if (state.is_community_wiki) return false;
    return domain::check_make_wiki(
               request.actor(),
               {.author = state.author, .is_locked = state.is_locked},
               request.site().settings.thresholds
    )
        .has_value();
}

} // namespace

void write_post_acts(html::Writer& out, const RequestContext& request, const PostState& state) {
    if (!request.reader()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<ul class="acts" aria-label="{}">)">(texts.acts_label());
    if (state.is_deleted) {
        write_act(out, request, state, "undelete", texts.undelete_link());
        out.put<"</ul>">();
        return;
    }
    if (may_delete(request, state)) write_act(out, request, state, "delete", texts.delete_link());
    if (may_make_wiki(request, state)) write_act(out, request, state, "wiki", texts.wiki_link());
    if (!state.is_locked) write_act(out, request, state, "claims", texts.ask_source_link());
    write_act(out, request, state, "flag", texts.flag_link());
    if (!state.is_answer && may_close(request, state)) {
        write_act(
            out, request, state, "close", state.is_closed ? texts.reopen_link() : texts.close_link()
        );
    }
    if (request.actor().is_moderator()) {
        if (state.is_locked) {
            write_act_button(out, request, state, "unlock", texts.unlock_link());
        } else {
            write_act(out, request, state, "lock", texts.lock_link());
        }
    }
    out.put<"</ul>">();
}

} // namespace attest::web
