#include "web/comments_view.h"

#include "domain/commenting.h"
#include "endpoint/forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::web {

namespace {

void write_comment_score(
    html::Writer& out, const RequestContext& request, const service::CommentView& comment
) {
    if (comment.score <= 0) return;
    const messages::Texts& texts = request.texts();
    out.put<
        R"( <span class="comment__score" title="{}"><span aria-hidden="true">▲ {}</span><span class="hidden">{}</span></span>)">(
        texts.comment_score(comment.score),
        texts.number(comment.score),
        texts.comment_score(comment.score)
    );
}

void write_comment_vote(
    html::Writer& out,
    const RequestContext& request,
    const service::CommentView& comment,
    bool has_voted
) {
    const std::string_view words = request.texts().comment_useful();
    endpoint::write_form_start(
        out, request, request.links().comment_vote(comment.id), "comment__form"
    );
    out.put<
        R"(<button class="comment__act comment__vote" name="undo" value="{}" aria-pressed="{}" title="{}"><span class="hidden">{}</span> <span aria-hidden="true">▲</span> <span data-number>{}</span></button></form>)">(
        has_voted ? "1" : "0",
        has_voted ? "true" : "false",
        words,
        words,
        comment.score > 0 ? request.texts().number(comment.score) : ""
    );
}

/// What who is signed in may do with a comment.
void write_comment_acts(
    html::Writer& out,
    const RequestContext& request,
    const service::CommentView& comment,
    const service::ReaderMarks& marks
) {
    const messages::Texts& texts = request.texts();
    const domain::StandingComment facts{
        .author = comment.author.id,
        .created_at = comment.created_at,
        .post_locked_at = std::nullopt,
    };
    out.put<R"(<div class="comment__acts">)">();
    if (comment.author.id != request.actor().user) {
        write_comment_vote(out, request, comment, marks.has_voted_on(comment.id));
        out.put<R"(<a class="comment__act" rel="nofollow" href="{}" data-comment-form>{}</a>)">(
            request.links().new_comment(comment.post, comment.id), texts.comment_reply()
        );
        out.put<R"(<a class="comment__act" rel="nofollow" href="{}">{}</a>)">(
            request.links().comment_act(comment.id, "flag"), texts.comment_flag()
        );
    }
    if (domain::may_edit_comment(request.actor(), facts, request.site().clock())) {
        out.put<R"(<a class="comment__act" rel="nofollow" href="{}" data-comment-form>{}</a>)">(
            request.links().comment_edit(comment.id), texts.comment_edit()
        );
    }
    if (domain::may_delete_comment(request.actor(), facts)) {
        endpoint::write_form_start(
            out, request, request.links().comment_delete(comment.id), "comment__form"
        );
        out.put<R"(<button class="comment__act">{}</button></form>)">(texts.comment_delete());
    }
    out.put<R"(<p class="votes__say" role="status"></p></div>)">();
}

void write_comment(
    html::Writer& out,
    const RequestContext& request,
    const CommentThread& thread,
    const service::CommentView& comment
) {
    const messages::Texts& texts = request.texts();
    const std::string anchor = endpoint::Links::comment_anchor(comment.id, comment.post);
    const bool by_asker = thread.asker && comment.author.id == thread.asker;
    out.put<
        R"(<li class="comment" id="{}"><div class="comment__body" dir="auto">{}</div><p class="comment__who">)">(
        anchor, html::Html::trusted(comment.body_html)
    );
    out.put(name_element(request, comment.author));
    if (by_asker) out.put<R"( <span class="mark">{}</span>)">(texts.asker_mark());
    out.put<R"( <a class="comment__link" href="{}" title="{}">{}</a>)">(
        html::Url::local("#" + anchor),
        texts.comment_link(),
        time_element(request, comment.created_at)
    );
    const bool has_button = thread.marks != nullptr && comment.author.id != request.actor().user;
    if (!has_button) write_comment_score(out, request, comment);
    out.put<"</p>">();
    if (thread.marks != nullptr) write_comment_acts(out, request, comment, *thread.marks);
    out.put<"</li>">();
}

/// The comments that a thread shows, oldest first.
std::vector<const service::CommentView*> shown_comments(const CommentThread& thread) {
    std::vector<const service::CommentView*> shown;
    for (const service::CommentView& comment : thread.post.comments)
        shown.push_back(&comment);
    if (thread.shows_all || shown.size() <= comments_unfolded) return shown;

    std::ranges::stable_sort(shown, std::ranges::greater{}, &service::CommentView::score);
    shown.resize(comments_unfolded);
    std::ranges::sort(shown, {}, [](const service::CommentView* comment) {
        return std::pair{comment->created_at, comment->id};
    });
    return shown;
}

std::string joined_names(const std::vector<std::string>& names) {
    std::string joined;
    for (const std::string& name : names)
        joined += (joined.empty() ? "" : " ") + name;
    return joined;
}

} // namespace

void write_comments(html::Writer& out, const RequestContext& request, const CommentThread& thread) {
    const messages::Texts& texts = request.texts();
    const service::PostView& post = thread.post;
    const std::vector<const service::CommentView*> shown = shown_comments(thread);
    if (!shown.empty()) {
        out.put<R"(<div class="comments" id="comments-{}" role="group" aria-label="{}"><ol>)">(
            post.id.value, texts.comments(std::ssize(post.comments))
        );
        for (const service::CommentView* comment : shown)
            write_comment(out, request, thread, *comment);
        out.put<"</ol></div>">();
    }
    out.put<R"(<p class="comments__more">)">();
    const std::int64_t folded = std::ssize(post.comments) - std::ssize(shown);
    if (folded > 0) {
        out.put<R"(<a rel="nofollow" href="{}">{}</a>)">(
            request.links().all_comments(thread.page, post.id), texts.comments_more(folded)
        );
    }
    if (!post.deleted_at && !post.is_locked) {
        out.put<R"(<a rel="nofollow" href="{}" data-comment-form>{}</a>)">(
            request.links().new_comment(post.id), texts.comment_add()
        );
    }
    out.put<"</p>">();
}

void write_deleted_comments(
    html::Writer& out,
    const RequestContext& request,
    PostId post,
    const std::vector<domain::DeletedComment>& deleted
) {
    const messages::Texts& texts = request.texts();
    const std::int64_t count =
        std::ranges::count(deleted, post, [](const auto& one) { return one.comment.post; });
    if (count == 0) return;
    out.put<R"(<details class="comments comments--deleted"><summary>{}</summary><ol>)">(
        texts.comments_deleted(count)
    );
    for (const domain::DeletedComment& one : deleted) {
        if (one.comment.post != post) continue;
        out.put<
            R"(<li class="comment comment--deleted"><div class="comment__body" dir="auto">{}</div><p class="comment__who">{} · {} · )">(
            html::Html::trusted(one.comment.body_html),
            name_element(request, one.comment.author),
            time_element(request, one.comment.created_at)
        );
        if (one.deleted_by.id) {
            endpoint::write_pattern(
                out,
                texts.comment_deleted_by(),
                {name_element(request, one.deleted_by), time_element(request, one.deleted_at)}
            );
        } else {
            endpoint::write_pattern(
                out, texts.comment_deleted_at(), {time_element(request, one.deleted_at)}
            );
        }
        out.put<"</p></li>">();
    }
    out.put<"</ol></details>">();
}

http::Response
comment_form_page(const RequestContext& request, const CommentFormView& view, const Error* error) {
    const messages::Texts& texts = request.texts();
    const std::string_view title =
        view.is_edit ? texts.comment_edit_title() : texts.comment_add_title();
    html::Writer out;
    out.put<R"(<div class="narrow"><header class="head"><h1>{}</h1>)">(title);
    if (!view.question_title.empty()) {
        out.put<R"(<p class="meta"><a href="{}" dir="auto">{}</a></p>)">(
            view.question, view.question_title
        );
    }
    out.put<"</header>">();
    endpoint::write_form_error(out, request, error);
    endpoint::write_form_start(out, request, view.action, "form comment-form");
    if (!view.is_edit) endpoint::write_idempotency_key(out, request);
    endpoint::write_field(
        out,
        {.name = "body",
         .label = texts.comment_label(),
         .value = view.body,
         .hint = texts.comment_hint(),
         .length_max = domain::comment_length_max,
         .is_required = true,
         .rows = 3},
        error
    );
    out.put<R"(<datalist data-names="{}"></datalist>)">(joined_names(view.names));
    endpoint::write_submit(out, view.is_edit ? texts.comment_save() : texts.comment_send());
    out.put<"</form></div>">();
    const endpoint::Frame frame{
        .title = std::string{title},
        .nav = endpoint::NavItem::questions,
        .is_indexed = false,
        .has_post_tools = true,
    };
    return endpoint::write_page(request, frame, out.take(), error == nullptr ? 200 : 422);
}

} // namespace attest::web
