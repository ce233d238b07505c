#include "web/voting_view.h"

#include "endpoint/forms.h"

#include <utility>

namespace attest::web {

namespace {

using domain::VoteKind;

constexpr std::string_view up_path = "M2 13 11 3l9 10";
constexpr std::string_view down_path = "M2 3l9 10 9-10";
constexpr std::string_view tick_path = "M2 9.5 8 15 20 2";
constexpr std::string_view bookmark_path = "M5 1.5h12v15l-6-4.6-6 4.6z";
constexpr std::string_view bell_path =
    "M3.5 13.5h15l-2-3V7a5.5 5.5 0 0 0-11 0v3.5zM9 16a2.2 2.2 0 0 0 4 0";

html::Html sign(std::string_view path) {
    html::Writer out;
    out.put<
        R"(<svg class="vote__arrow" aria-hidden="true" viewBox="0 0 22 18" width="22" height="18"><path d="{}"/></svg>)">(
        path
    );
    return out.take();
}

void write_number(html::Writer& out, const RequestContext& request, const service::PostView& post) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<p class="votes__number" title="{}"><span class="hidden" data-label>{}</span><span aria-hidden="true" data-number>{}</span></p>)">(
        texts.score_label(post.score), texts.score_label(post.score), texts.number(post.score)
    );
}

void write_arrow_link(html::Writer& out, const RequestContext& request, VoteKind kind) {
    const messages::Texts& texts = request.texts();
    const bool is_up = kind == VoteKind::up;
    const std::string_view words = is_up ? texts.vote_up_sign_in() : texts.vote_down_sign_in();
    out.put<
        R"(<a class="votes__button" rel="nofollow" href="{}" title="{}"><span class="hidden">{}</span>{}</a>)">(
        request.links().sign_in(request.request().path()),
        words,
        words,
        sign(is_up ? up_path : down_path)
    );
}

void write_arrow(html::Writer& out, const RequestContext& request, VoteKind kind, bool is_pressed) {
    const messages::Texts& texts = request.texts();
    const bool is_up = kind == VoteKind::up;
    const std::string_view words = is_up ? texts.vote_up() : texts.vote_down();
    const std::string_view name = is_up ? "up" : "down";
    out.put<
        R"(<button class="votes__button" name="kind" value="{}" data-kind="{}" aria-pressed="{}" aria-label="{}" title="{}">{}</button>)">(
        is_pressed ? std::string_view{"none"} : name,
        name,
        is_pressed ? "true" : "false",
        words,
        words,
        sign(is_up ? up_path : down_path)
    );
}

void write_votes(html::Writer& out, const RequestContext& request, const VoteBox& box) {
    if (box.marks == nullptr) {
        write_arrow_link(out, request, VoteKind::up);
        write_number(out, request, box.post);
        write_arrow_link(out, request, VoteKind::down);
        return;
    }
    if (box.post.author.id == request.actor().user || box.post.is_locked) {
        write_number(out, request, box.post);
        return;
    }
    const std::optional<VoteKind> own = box.marks->vote_on(box.post.id);
    endpoint::write_form_start(
        out, request, request.links().post_vote(box.post.id), "votes__form votes__form--arrows"
    );
    write_arrow(out, request, VoteKind::up, own == VoteKind::up);
    write_number(out, request, box.post);
    write_arrow(out, request, VoteKind::down, own == VoteKind::down);
    out.put<"</form>">();
}

struct Toggle {
    html::Url action;
    std::string_view words;
    std::string_view path;
    std::string_view kind;
    bool is_pressed = false;
};

/// A button that is pressed or not; `undo` says which of the two is asked for.
void write_toggle(html::Writer& out, const RequestContext& request, const Toggle& toggle) {
    endpoint::write_form_start(out, request, toggle.action, "votes__form");
    out.put<
        R"(<button class="votes__button votes__button--{}" name="undo" value="{}" aria-pressed="{}" aria-label="{}" title="{}">{}</button></form>)">(
        toggle.kind,
        toggle.is_pressed ? "1" : "0",
        toggle.is_pressed ? "true" : "false",
        toggle.words,
        toggle.words,
        sign(toggle.path)
    );
}

void write_acceptance(html::Writer& out, const RequestContext& request, const VoteBox& box) {
    const messages::Texts& texts = request.texts();
    const bool may_accept =
        box.is_answer && box.marks != nullptr && box.asker == request.actor().user;
    if (may_accept) {
        write_toggle(
            out,
            request,
            {.action = request.links().accept(AnswerId{box.post.id.value}),
             .words = texts.accept_answer(),
             .path = tick_path,
             .kind = "accept",
             .is_pressed = box.is_accepted}
        );
    } else if (box.is_accepted) {
        out.put<R"(<p class="post__accepted" title="{}"><span class="hidden">{}</span>{}</p>)">(
            texts.accepted_answer(), texts.accepted_answer(), sign(tick_path)
        );
    }
}

void write_marks(html::Writer& out, const RequestContext& request, const VoteBox& box) {
    if (box.marks == nullptr) return;
    const messages::Texts& texts = request.texts();
    write_toggle(
        out,
        request,
        {.action = request.links().bookmark(box.post.id),
         .words = texts.bookmark_post(),
         .path = bookmark_path,
         .kind = "mark",
         .is_pressed = box.marks->has_bookmarked(box.post.id)}
    );
    write_toggle(
        out,
        request,
        {.action = request.links().follow(box.post.id),
         .words = texts.follow_post(),
         .path = bell_path,
         .kind = "mark",
         .is_pressed = box.marks->follows(box.post.id)}
    );
}

} // namespace

void write_vote_box(html::Writer& out, const RequestContext& request, const VoteBox& box) {
    out.put<R"(<div class="post__score votes">)">();
    write_votes(out, request, box);
    write_acceptance(out, request, box);
    write_marks(out, request, box);
    if (box.marks != nullptr) out.put<R"(<p class="votes__say" role="status"></p>)">();
    out.put<"</div>">();
}

} // namespace attest::web
