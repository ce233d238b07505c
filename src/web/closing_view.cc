#include "web/closing_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::web {

using endpoint::RequestContext;

namespace {

endpoint::Frame form_frame(std::string_view title) {
    return {.title = std::string{title}, .is_indexed = false, .page_class = "page page--narrow"};
}

std::string_view words_of(const messages::Texts& texts, domain::CloseReason reason) {
    switch (reason) {
    case domain::CloseReason::duplicate:
        return texts.close_reason_duplicate();
    case domain::CloseReason::off_topic:
        return texts.close_reason_off_topic();
    case domain::CloseReason::needs_details:
        return texts.close_reason_needs_details();
    case domain::CloseReason::needs_focus:
        return texts.close_reason_needs_focus();
    case domain::CloseReason::opinion:
        return texts.close_reason_opinion();
    }
    std::unreachable();
}

void write_question_title(
    html::Writer& out, const RequestContext& request, QuestionId id, const std::string& title
) {
    if (title.empty()) return;
    out.put<R"(<p class="lead"><a href="{}" dir="auto">{}</a></p>)">(
        request.links().question(id, title), title
    );
}

/// How the vote stands: who votes should know how much his own decides.
void write_votes(
    html::Writer& out, const RequestContext& request, const service::ClosingState& state
) {
    const messages::Texts& texts = request.texts();
    const domain::Actor& actor = request.actor();
    if (actor.is_moderator()) {
        out.put<R"(<p class="soft">{}</p>)">(texts.close_decides_alone());
        return;
    }
    const std::int64_t votes = std::ssize(state.votes);
    out.put<R"(<p class="soft">{}</p>)">(
        texts.close_votes_so_far(texts.number(votes), texts.number(domain::closing_votes_needed))
    );
}

bool has_voted(const RequestContext& request, const service::ClosingState& state) {
    return std::ranges::any_of(state.votes, [&](const domain::CloseVote& vote) {
        return vote.voter == request.actor().user;
    });
}

void write_similar(html::Writer& out, const RequestContext& request, const CloseFormView& view) {
    if (view.similar.empty()) return;
    out.put<R"(<fieldset class="field"><legend class="field__label">{}</legend>)">(
        request.texts().close_similar()
    );
    for (const domain::TitledQuestion& question : view.similar) {
        out.put<
            R"(<label class="choice"><input type="radio" name="original" value="{}"> <span><a href="{}" dir="auto">{}</a></span></label>)">(
            question.id.value, request.links().question(question.id, question.title), question.title
        );
    }
    out.put<"</fieldset>">();
}

void write_close_form(html::Writer& out, const RequestContext& request, const CloseFormView& view) {
    const messages::Texts& texts = request.texts();
    endpoint::write_form_start(
        out, request, request.links().post_act(post_id(view.state.question), "close")
    );
    endpoint::write_form_error(out, request, view.error);
    std::vector<endpoint::Choice> reasons;
    for (const domain::CloseReason reason : domain::close_reasons)
        reasons.push_back({domain::format_close_reason(reason), words_of(texts, reason)});
    endpoint::write_choices(
        out,
        {.name = "reason",
         .label = texts.close_reason_label(),
         .value = view.reason,
         .is_required = true},
        reasons,
        view.error
    );
    write_similar(out, request, view);
    endpoint::write_field(
        out,
        {.name = "originals",
         .label = texts.close_originals_label(),
         .value = view.originals,
         .hint = texts.close_originals_hint(),
         .rows = 2},
        view.error
    );
    endpoint::write_field(
        out,
        {.name = "note", .label = texts.close_note_label(), .value = view.note, .length_max = 500},
        view.error
    );
    endpoint::write_submit(out, texts.close_submit());
    out.put<"</form>">();
}

void write_button(
    html::Writer& out,
    const RequestContext& request,
    const html::Url& action,
    std::string_view words
) {
    endpoint::write_form_start(out, request, action, "form form--row");
    out.put<R"(<button class="button" type="submit">{}</button></form>)">(words);
}

} // namespace

http::Response close_form_page(const RequestContext& request, const CloseFormView& view) {
    const messages::Texts& texts = request.texts();
    const service::ClosingState& state = view.state;
    const std::string_view title = state.is_closed ? texts.reopen_title() : texts.close_title();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(title);
    write_question_title(out, request, state.question, state.title);
    write_votes(out, request, state);
    if (has_voted(request, state)) {
        out.put<"<p>{}</p>">(texts.close_has_voted());
        write_button(
            out,
            request,
            request.links().post_act(post_id(state.question), "closing-vote/take-back"),
            texts.close_take_back()
        );
    } else if (state.is_closed) {
        write_button(
            out,
            request,
            request.links().post_act(post_id(state.question), "reopen"),
            texts.reopen_submit()
        );
    } else {
        write_close_form(out, request, view);
    }
    return endpoint::write_page(
        request,
        form_frame(title),
        out.take(),
        view.error == nullptr ? 200 : endpoint::status_of(*view.error, true)
    );
}

http::Response lock_form_page(const RequestContext& request, const LockFormView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="lead">{}</p>)">(
        texts.lock_title(), texts.lock_intro()
    );
    endpoint::write_form_start(out, request, request.links().post_act(view.post, "lock"));
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_field(
        out,
        {.name = "note", .label = texts.lock_reason_label(), .value = view.note, .length_max = 500},
        view.error
    );
    endpoint::write_submit(out, texts.lock_submit());
    out.put<"</form>">();
    return endpoint::write_page(
        request, form_frame(texts.lock_title()), out.take(), view.error == nullptr ? 200 : 422
    );
}

http::Response voted_questions_page(
    const RequestContext& request, const std::vector<domain::VotedQuestion>& questions
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.review_closing_title());
    if (questions.empty()) out.put<R"(<p class="lead">{}</p>)">(texts.review_closing_empty());
    out.put<R"(<ol class="items">)">();
    for (const domain::VotedQuestion& question : questions) {
        const bool is_reopening = question.aim == domain::ClosingAim::reopen;
        out.put<
            R"(<li class="item"><h2 class="item__title"><a href="{}" dir="auto">{}</a></h2><p class="item__kind">{}</p></li>)">(
            request.links().post_act(post_id(question.question), "close"),
            question.title,
            is_reopening ? texts.votes_to_reopen(question.votes)
                         : texts.votes_to_close(question.votes)
        );
    }
    out.put<"</ol>">();
    return endpoint::write_page(request, form_frame(texts.review_closing_title()), out.take());
}

} // namespace attest::web
