#include "web/question_view.h"

#include "endpoint/paging.h"
#include "web/answer_order_view.h"
#include "web/answering.h"
#include "web/cited_body.h"
#include "web/claim_panel.h"
#include "web/comments_view.h"
#include "web/evidence_summary.h"
#include "web/post_acts.h"
#include "web/question_data.h"
#include "web/question_sources.h"
#include "web/voting_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::web {

using service::AnswerOrder;

namespace {

/// The sentence for a CloseReasonId of the dump, old and new ones (dump.md).
std::string_view reason_words(const messages::Texts& texts, std::string_view reason) {
    constexpr std::
        array<std::pair<std::string_view, std::string_view (messages::Texts::*)() const>, 12>
            reasons = {{
                {"101", &messages::Texts::closed_as_duplicate},
                {"1", &messages::Texts::closed_as_duplicate},
                {"102", &messages::Texts::closed_off_topic},
                {"2", &messages::Texts::closed_off_topic},
                {"20", &messages::Texts::closed_off_topic},
                {"103", &messages::Texts::closed_needs_details},
                {"104", &messages::Texts::closed_needs_focus},
                {"105", &messages::Texts::closed_opinion},
                {"3", &messages::Texts::closed_opinion},
                {"4", &messages::Texts::closed_not_a_question},
                {"7", &messages::Texts::closed_localised},
                {"10", &messages::Texts::closed_general_reference},
            }};
    for (const auto& [id, words] : reasons) {
        if (id == reason) return (texts.*words)();
    }
    return texts.closed_unknown();
}

const service::ReaderMarks* marks_of(const QuestionView& view) {
    return view.marks ? &*view.marks : nullptr;
}

void write_score(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const service::AnswerView& answer
) {
    write_vote_box(
        out,
        request,
        {.post = answer.post,
         .is_answer = true,
         .is_accepted = answer.is_accepted,
         .marks = marks_of(view),
         .asker = view.question.post.author.id}
    );
}

void write_thread(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const service::PostView& post
) {
    const service::QuestionPage& question = view.question;
    write_comments(
        out,
        request,
        {.post = post,
         .asker = question.post.author.id,
         .marks = marks_of(view),
         .shows_all = view.shows_all_comments,
         .page =
             request.links().question_page(question.id, question.title, question.order, view.page)}
    );
    write_deleted_comments(out, request, post.id, view.deleted_comments);
}

/// Licence, and for an imported post the page where it was first published.
void write_license(
    html::Writer& out, const RequestContext& request, const service::PostView& post, bool is_answer
) {
    const std::string& origin = request.site().settings.origin_url;
    const std::optional<html::Url> first_page =
        post.is_imported && !origin.empty() ? endpoint::origin_post_url(origin, post.id, is_answer)
                                            : std::nullopt;
    out.put<R"(<p class="by__licence">)">();
    if (first_page) {
        html::Writer from;
        from.put<R"(<a rel="ugc nofollow noopener" href="{}">{}</a>)">(
            *first_page, endpoint::origin_host(origin)
        );
        endpoint::write_pattern(
            out, request.texts().licence_from(), {license_element(post.license), from.take()}
        );
    } else {
        out.put(license_element(post.license));
    }
    out.put<"</p>">();
}

/// On a post that only few still see.
void write_deleted(
    html::Writer& out, const RequestContext& request, const service::PostView& post
) {
    if (!post.deleted_at) return;
    out.put<R"(<p class="post__deleted">)">();
    endpoint::write_pattern(
        out, request.texts().deleted_notice(), {time_element(request, *post.deleted_at)}
    );
    out.put<"</p>">();
}

/// Who wrote the post and when, who edited it, its licence and its links.
void write_byline(
    html::Writer& out,
    const RequestContext& request,
    const service::PostView& post,
    bool is_answer,
    bool is_closed = false
) {
    const messages::Texts& texts = request.texts();
    const html::Url permalink = is_answer
                                    ? request.links().short_answer(AnswerId{post.id.value})
                                    : request.links().short_question(QuestionId{post.id.value});
    out.put<
        R"(<footer class="by"><div class="by__acts"><p class="by__links"><a href="{}">{}</a><a href="{}">{}</a>)">(
        permalink, texts.permalink(), request.links().revisions(post.id), texts.history_link()
    );
    // Visitors who want to edit are sent to sign in and back.
    if (!post.deleted_at) {
        out.put<R"(<a rel="nofollow" href="{}">{}</a>)">(
            request.links().post_act(post.id, "cite"), texts.cite_link()
        );
        out.put<R"(<a rel="nofollow" href="{}">{}</a>)">(
            request.links().post_act(post.id, "edit"),
            post.has_suggested_edit ? texts.edit_link_waiting() : texts.edit_link()
        );
    }
    out.put<"</p>">();
    write_post_acts(
        out,
        request,
        {.post = post.id,
         .is_answer = is_answer,
         .author = post.author.id,
         .is_closed = is_closed,
         .is_locked = post.is_locked,
         .is_deleted = post.deleted_at.has_value(),
         .is_community_wiki = post.community_at.has_value()}
    );
    out.put<R"(</div><div class="by__facts">)">();
    const html::Html author = person_element(request, post.author);
    out.put<R"(<p class="by__author">)">();
    if (is_answer) {
        endpoint::write_pattern(
            out, texts.answered_by(), {time_element(request, post.created_at), author}
        );
    } else {
        out.put(author); // the date stands under the title
    }
    out.put<"</p>">();
    if (post.community_at) {
        out.put<"<p>">();
        endpoint::write_pattern(
            out, texts.wiki_since(), {time_element(request, *post.community_at)}
        );
        out.put<"</p>">();
    }
    if (post.edited_at) {
        const bool by_another = post.editor && post.editor->id != post.author.id;
        out.put<"<p>">();
        if (by_another) {
            endpoint::write_pattern(
                out,
                texts.edited_by(),
                {time_element(request, *post.edited_at), name_element(request, *post.editor)}
            );
        } else {
            endpoint::write_pattern(out, texts.edited(), {time_element(request, *post.edited_at)});
        }
        out.put<"</p>">();
    }
    write_license(out, request, post, is_answer);
    out.put<"</div></footer>">();
}

/// A word above a post that a moderator has locked.
void write_locked(html::Writer& out, const RequestContext& request, const service::PostView& post) {
    if (post.is_locked) out.put<R"(<p class="notice">{}</p>)">(request.texts().locked_notice());
}

void write_closed(
    html::Writer& out, const RequestContext& request, const service::ClosedView& closed
) {
    const messages::Texts& texts = request.texts();
    const bool is_duplicate = !closed.originals.empty();
    out.put<R"(<section class="notice"><h2 class="notice__heading">{}</h2><p>{}</p>)">(
        is_duplicate ? texts.duplicate_mark() : texts.closed_heading(),
        is_duplicate ? texts.closed_as_duplicate() : reason_words(texts, closed.reason_id)
    );
    if (is_duplicate) out.put<R"(<ul class="notice__originals">)">();
    for (const service::TitledQuestion& original : closed.originals) {
        request.caching().depends_on(original.id);
        out.put<R"(<li><a href="{}" dir="auto">{}</a></li>)">(
            request.links().question(original.id, original.title), original.title
        );
    }
    if (is_duplicate) out.put<"</ul>">();

    out.put<R"(<p class="soft">)">();
    if (closed.voters.empty()) {
        endpoint::write_pattern(out, texts.closed_on(), {time_element(request, closed.at)});
    } else {
        html::Writer people;
        for (std::size_t index = 0; index < closed.voters.size(); ++index) {
            if (index > 0) people.text(", ");
            people.put(name_element(request, closed.voters[index]));
        }
        endpoint::write_pattern(
            out, texts.closed_by(), {time_element(request, closed.at), people.take()}
        );
    }
    out.put<"</p></section>">();
}

void write_question(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const EvidenceWords& words
) {
    const messages::Texts& texts = request.texts();
    const service::QuestionPage& question = view.question;
    out.put<R"(<article class="post post--question{}" id="{}">)">(
        question.post.deleted_at ? " post--deleted" : "", question.id.value
    );
    out.put<R"(<header class="post__head"><h1 dir="auto">{}</h1><p class="meta">)">(question.title);
    endpoint::write_pattern(
        out,
        texts.asked_by(),
        {time_element(request, question.post.created_at),
         name_element(request, question.post.author)}
    );
    if (question.post.edited_at) {
        out.text(" · ");
        endpoint::write_pattern(
            out, texts.edited(), {time_element(request, *question.post.edited_at)}
        );
    }
    out.put<R"( · <span class="views">{}</span>)">(texts.views(question.view_count));
    if (question.duplicate_count > 0) {
        out.put<R"( · {})">(texts.duplicates(question.duplicate_count));
    }
    if (!view.question.evidence.shown.claims.empty()) {
        out.put<R"( · <a href="{}">{}</a>)">(
            request.links().timeline({.question = question.id}), texts.timeline_link()
        );
    }
    out.put<"</p></header>">();
    write_vote_box(out, request, {.post = question.post, .marks = marks_of(view)});
    out.put<R"(<div class="post__text">)">();
    write_deleted(out, request, question.post);
    if (question.closed) write_closed(out, request, *question.closed);
    write_locked(out, request, question.post);
    const PostId post = post_id(question.id);
    const PostClaims claims{words, post};
    write_coverage(out, request, post, claims);
    write_cited_body(out, question.post.body_html, claims);
    write_works(out, request, post, claims);
    write_tags(out, request, question.tags);
    write_byline(out, request, question.post, false, question.closed.has_value());
    write_thread(out, request, view, question.post);
    out.put<"</div></article>">();
}

void write_answer(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const EvidenceWords& words,
    const service::AnswerView& answer
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<article class="post post--answer{}{}" id="{}" aria-labelledby="h{}"><h3 class="hidden" id="h{}">)">(
        answer.is_accepted ? " post--accepted" : "",
        answer.post.deleted_at ? " post--deleted" : "",
        answer.post.id.value,
        answer.post.id.value,
        answer.post.id.value
    );
    out.text(texts.feed_answer_by(display_name(request, answer.post.author))).put<"</h3>">();
    write_score(out, request, view, answer);
    out.put<R"(<div class="post__text">)">();
    write_locked(out, request, answer.post);
    write_deleted(out, request, answer.post);
    const PostClaims claims{words, answer.post.id};
    write_coverage(out, request, answer.post.id, claims);
    write_cited_body(out, answer.post.body_html, claims);
    write_works(out, request, answer.post.id, claims);
    write_why_here(out, request, view.question, answer.post.id);
    write_byline(out, request, answer.post, true);
    write_thread(out, request, view, answer.post);
    out.put<"</div></article>">();
}

void write_deleted_answers(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const EvidenceWords& words
) {
    const service::QuestionPage& question = view.question;
    if (question.deleted_answers.empty()) return;
    out.put<R"(<div class="order"><h2 class="order__count">{}</h2></div>)">(
        request.texts().deleted_answers_heading()
    );
    for (const service::AnswerView& answer : question.deleted_answers)
        write_answer(out, request, view, words, answer);
}

bool has_claims(const QuestionView& view) {
    return !view.question.evidence.shown.claims.empty();
}

void write_answer_tabs(html::Writer& out, const RequestContext& request, const QuestionView& view) {
    const service::QuestionPage& question = view.question;
    const messages::Texts& texts = request.texts();
    out.put<R"(<div class="order order--answers"><h2 class="order__count" id="answers">{}</h2>)">(
        texts.answers(question.answer_count)
    );
    if (question.answer_count > 1) {
        write_tabs(out, texts.order_label(), answer_order_tabs(request, question));
    }
    if (has_claims(view)) write_plain_text_switch(out, request);
    out.put<"</div>">();
}

void write_answers(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const EvidenceWords& words
) {
    const service::QuestionPage& question = view.question;
    const messages::Texts& texts = request.texts();
    write_answer_tabs(out, request, view);
    if (question.answer_count == 0) {
        out.put<R"(<div class="empty"><p>{}</p><p class="soft">{}</p></div>)">(
            texts.no_answers_yet(), texts.no_answers_help()
        );
    }
    for (const service::AnswerView& answer : question.answers)
        write_answer(out, request, view, words, answer);
    write_deleted_answers(out, request, view, words);
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(question.answer_count, service::answers_per_page),
         .url =
             [&](std::int64_t number) {
                 return request.links().question_page(
                     question.id, question.title, question.order, number
                 );
             }}
    );
}

/// Closed and deleted questions take no answers, locked ones only a moderator's.
bool takes_answers(const RequestContext& request, const service::QuestionPage& question) {
    if (question.closed || question.post.deleted_at) return false;
    if (!question.post.is_locked) return true;
    return request.reader() && request.reader()->is_moderator();
}

/// The form for one's own answer, where the question takes some.
void write_answering(html::Writer& out, const RequestContext& request, const QuestionView& view) {
    if (!takes_answers(request, view.question)) return;
    if (!request.reader()) {
        write_answer_invitation(out, request);
        return;
    }
    AnswerFields fields{.question = view.question.id, .draft = view.answer_draft};
    if (fields.draft) fields.body = fields.draft->body;
    write_answer_form(out, request, fields);
}

/// The margin names a question once: what is a duplicate is linked too, and reads alike.
std::vector<service::TitledQuestion> without(
    const std::vector<service::TitledQuestion>& questions,
    const std::vector<service::TitledQuestion>& named
) {
    std::vector<service::TitledQuestion> others;
    for (const service::TitledQuestion& question : questions) {
        const auto found = std::ranges::find(named, question.id, &service::TitledQuestion::id);
        if (found == named.end()) others.push_back(question);
    }
    return others;
}

void write_margin(
    html::Writer& out, const RequestContext& request, const service::QuestionPage& question
) {
    const messages::Texts& texts = request.texts();
    std::vector<service::TitledQuestion> named = question.duplicates;
    write_titles(out, request, texts.duplicates_heading(), named);
    const std::vector<service::TitledQuestion> linked = without(question.linked, named);
    write_titles(out, request, texts.linked_heading(), linked);
    named.insert(named.end(), linked.begin(), linked.end());
    write_titles(out, request, texts.related_heading(), without(question.related, named));
}

bool shows_math(const service::QuestionPage& question) {
    return endpoint::has_math(question.post.body_html)
           || std::ranges::any_of(question.answers, [](const service::AnswerView& answer) {
                  return endpoint::has_math(answer.post.body_html);
              });
}

/// What machines take from the head: where nothing is cited there are no sources to take.
html::Html
head_data(const RequestContext& request, const QuestionView& view, const EvidenceWords& words) {
    html::Html data = question_data(view.question, words);
    if (view.question.evidence.sources.empty()) return data;
    html::Writer out;
    out.put(question_source_alternates(request, view.question.id)).put(data);
    return out.take();
}

/// The works cited stand under each text; here are all of them for one's own library.
void write_sources(html::Writer& out, const RequestContext& request, const QuestionView& view) {
    if (view.question.evidence.sources.empty()) return;
    out.put<R"(<p class="meta screen-only">{}: )">(request.texts().question_sources());
    write_question_source_links(out, request, view.question.id);
    out.put<"</p>">();
}

/// About as long as the page will be: it is grown in one step, and not doubled a dozen times.
std::size_t bytes_of_page(const QuestionView& view) {
    constexpr std::size_t of_post = 2'500; // name, dates, votes, some comments
    constexpr std::size_t of_claim = 1'250;
    const service::QuestionPage& question = view.question;
    std::size_t bytes = of_post + question.post.body_html.size();
    for (const service::AnswerView& answer : question.answers)
        bytes += of_post + answer.post.body_html.size();
    return bytes + (view.question.evidence.shown.claims.size() * of_claim);
}

/// A member may also ask for a source.
bool opens_claims(const RequestContext& request, const QuestionView& view) {
    return has_claims(view) || request.reader().has_value();
}

void write_body(
    html::Writer& out,
    const RequestContext& request,
    const QuestionView& view,
    const EvidenceWords& words
) {
    const service::QuestionPage& question = view.question;
    // Beside claims the margin is theirs, and what else stood in it goes to the foot.
    out.put<R"(<div class="columns{}"><div class="columns__main">)">(
        has_claims(view) ? " columns--cited" : ""
    );
    write_question(out, request, view, words);
    write_answers(out, request, view, words);
    write_sources(out, request, view);
    out.put<R"(<p class="print-only">{}</p></div>)">(
        request.links().absolute(request.links().short_question(question.id))
    );
    write_answering(out, request, view); // as wide as both columns: claims stand beside the text
    out.put<R"(<aside class="columns__side">)">();
    write_margin(out, request, question);
    out.put<"</aside></div>">();
    if (opens_claims(request, view)) write_claim_panel(out, request);
}

} // namespace

http::Response question_page(const RequestContext& request, const QuestionView& view) {
    const service::QuestionPage& question = view.question;
    const messages::Texts& texts = request.texts();
    request.caching().depends_on(question.id);
    request.caching().counts_view_of(question.id);
    request.caching().keep_at_most(endpoint::ranked_list_age_max); // related questions

    const EvidenceWords words{request, question.evidence};
    const bool is_plain = question.order == AnswerOrder::best;
    const endpoint::Frame frame{
        .title = question.title,
        .description = plain_excerpt(question.post.body_html),
        .canonical = request.links().question_page(
            question.id, question.title, AnswerOrder::best, is_plain ? view.page : 1
        ),
        .feeds = {{request.links().feed_question(question.id), texts.feed_question(question.title)}
        },
        .nav = endpoint::NavItem::questions,
        .has_math = shows_math(question),
        .has_post_tools = request.reader().has_value(),
        .has_editor = request.reader().has_value(),
        .has_evidence = opens_claims(request, view),
        .data_block = head_data(request, view, words),
    };
    const endpoint::PageBody body{
        .bytes_expected = bytes_of_page(view),
        .write = [&](html::Writer& out) { write_body(out, request, view, words); },
    };
    return endpoint::write_page(request, frame, body);
}

} // namespace attest::web
