#include "web/inbox_view.h"

#include "endpoint/forms.h"
#include "endpoint/paging.h"
#include "markup/claim_words.h"
#include "messages/inbox_words.h"
#include "service/limits.h"
#include "web/account_view.h"

#include <utility>

namespace attest::web {

namespace {

/// The title is a button that looks like a link: opening changes what is unread.
void write_item(html::Writer& out, const RequestContext& request, const domain::InboxItem& item) {
    const messages::Texts& texts = request.texts();
    const bool is_unread = !item.read_at;
    out.put<R"(<li class="{}">)">(
        is_unread ? std::string_view{"inbox__item inbox__item--unread"}
                  : std::string_view{"inbox__item"}
    );
    endpoint::write_form_start(out, request, request.links().inbox_item(item.id), "inbox__form");
    out.put<R"(<p class="inbox__event"><bdi>{}</bdi>)">(
        messages::inbox_words(texts, item, display_name(request, item.actor))
    );
    if (is_unread) out.put<R"( <b class="inbox__mark">{}</b>)">(texts.inbox_unread());
    out.put<R"(</p><button class="inbox__open" type="submit"><bdi>{}</bdi></button></form>)">(
        item.question_title
    );
    out.put<R"(<p class="line__excerpt" dir="auto">{}</p><p class="inbox__time">{}</p></li>)">(
        item.claim ? markup::claim_words(item.excerpt) : item.excerpt,
        time_element(request, item.created_at)
    );
}

void write_head(html::Writer& out, const RequestContext& request, const InboxView& view) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<header class="head"><h1>{}</h1></header><div class="order inbox__head">)">(
        texts.inbox_title()
    );
    out.put<R"(<p class="meta"><a href="{}">{}</a></p>)">(
        request.links().mail_choices(), texts.inbox_choices_link()
    );
    if (view.inbox.unread > 0) {
        endpoint::write_form_start(out, request, request.links().inbox_read(), "form--inline");
        out.put<
            R"(<button class="button button--quiet button--small" type="submit">{}</button></form>)">(
            texts.inbox_mark_all()
        );
    }
    out.put<"</div>">();
}

std::string_view what_ends(const messages::Texts& texts, domain::InboxKind kind) {
    switch (kind) {
    case domain::InboxKind::answer:
        return texts.unsubscribe_what_answer();
    case domain::InboxKind::comment:
        return texts.unsubscribe_what_comment();
    case domain::InboxKind::mention:
        return texts.unsubscribe_what_mention();
    case domain::InboxKind::finding:
        return texts.unsubscribe_what_finding();
    case domain::InboxKind::objection:
        return texts.unsubscribe_what_objection();
    case domain::InboxKind::reworded:
        return texts.unsubscribe_what_reworded();
    }
    std::unreachable();
}

endpoint::Frame private_frame(std::string_view title) {
    return {.title = std::string{title}, .is_indexed = false};
}

} // namespace

http::Response inbox_page(const RequestContext& request, const InboxView& view) {
    html::Writer out;
    write_head(out, request, view);
    if (view.inbox.items.empty()) {
        out.put<R"(<p class="lead">{}</p>)">(request.texts().inbox_empty());
    } else {
        out.put<R"(<ol class="inbox">)">();
        for (const domain::InboxItem& item : view.inbox.items)
            write_item(out, request, item);
        out.put<"</ol>">();
    }
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.inbox.total, service::inbox_page_size),
         .url = [&](std::int64_t page) { return request.links().inbox(page); }}
    );
    return endpoint::write_page(request, private_frame(request.texts().inbox_title()), out.take());
}

http::Response mail_choices_page(const RequestContext& request, const MailChoicesView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    if (view.is_saved)
        out.put<R"(<p class="notice notice--good" role="status">{}</p>)">(texts.mail_choices_saved()
        );
    out.put<R"(<p class="lead">{}</p>)">(texts.mail_choices_intro());
    endpoint::write_form_start(out, request, request.links().mail_choices());
    endpoint::write_checkbox(out, "answers", texts.mail_choices_answers(), view.choices.answers);
    endpoint::write_checkbox(out, "comments", texts.mail_choices_comments(), view.choices.comments);
    endpoint::write_checkbox(out, "mentions", texts.mail_choices_mentions(), view.choices.mentions);
    endpoint::write_checkbox(out, "findings", texts.mail_choices_findings(), view.choices.findings);
    endpoint::write_checkbox(
        out, "objections", texts.mail_choices_objections(), view.choices.objections
    );
    endpoint::write_checkbox(
        out, "rewordings", texts.mail_choices_rewordings(), view.choices.rewordings
    );
    endpoint::write_submit(out, texts.mail_choices_save());
    out.put<"</form>">();
    return account_page(request, "notifications", out.take());
}

http::Response unsubscribe_page(const RequestContext& request, const UnsubscribeView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.unsubscribe_title());
    if (view.is_done) {
        out.put<R"(<p class="lead" role="status">{}</p>)">(texts.unsubscribe_done());
        out.put<R"(<p><a href="{}">{}</a></p>)">(
            request.links().mail_choices(), texts.inbox_choices_link()
        );
    } else {
        out.put<R"(<p class="lead">{}</p>)">(what_ends(texts, view.kind));
        out.put<R"(<form class="form" method="post" action="{}">)">(
            request.links().unsubscribe(view.token)
        );
        endpoint::write_submit(out, texts.unsubscribe_button());
        out.put<"</form>">();
    }
    return endpoint::write_page(request, private_frame(texts.unsubscribe_title()), out.take());
}

} // namespace attest::web
