#include "web/question_list_view.h"

#include "endpoint/paging.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::web {

using service::QuestionOrder;

namespace {

constexpr std::array orders = {
    QuestionOrder::newest,
    QuestionOrder::active,
    QuestionOrder::hot,
    QuestionOrder::unanswered,
    QuestionOrder::votes,
    QuestionOrder::week,
    QuestionOrder::month,
};

std::string_view tab_words(const messages::Texts& texts, QuestionOrder order) {
    switch (order) {
    case QuestionOrder::newest:
        return texts.tab_newest();
    case QuestionOrder::active:
        return texts.tab_active();
    case QuestionOrder::hot:
        return texts.tab_hot();
    case QuestionOrder::unanswered:
        return texts.tab_unanswered();
    case QuestionOrder::votes:
        return texts.tab_votes();
    case QuestionOrder::week:
        return texts.tab_week();
    case QuestionOrder::month:
        return texts.tab_month();
    }
    std::unreachable();
}

std::string_view heading_words(const messages::Texts& texts, QuestionOrder order) {
    switch (order) {
    case QuestionOrder::newest:
        return texts.list_newest();
    case QuestionOrder::active:
        return texts.list_active();
    case QuestionOrder::hot:
        return texts.list_hot();
    case QuestionOrder::unanswered:
        return texts.list_unanswered();
    case QuestionOrder::votes:
        return texts.list_votes();
    case QuestionOrder::week:
        return texts.list_week();
    case QuestionOrder::month:
        return texts.list_month();
    }
    std::unreachable();
}

html::Url list_url(
    const RequestContext& request,
    const QuestionListView& view,
    QuestionOrder order,
    std::int64_t page
) {
    const endpoint::Links& links = request.links();
    if (view.request.tag) return links.tagged(*view.request.tag, order, page);
    if (view.is_home && order == QuestionOrder::active && page == 1) return links.home();
    return links.questions(order, page);
}

void write_heading(html::Writer& out, const RequestContext& request, const QuestionListView& view) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<header class="head"><h1>)">();
    if (view.request.tag) {
        endpoint::write_pattern(out, texts.list_tagged(), {isolated(*view.request.tag)});
    } else if (view.is_home) {
        out.text(request.site().settings.title);
    } else {
        out.text(heading_words(texts, view.request.order));
    }
    out.put<"</h1>">();
    const std::string& tagline = request.site().settings.tagline;
    if (view.is_home && !tagline.empty()) {
        out.put<R"(<p class="head__tagline" dir="auto">{}</p>)">(tagline);
    }
    if (view.tag && !view.tag->tag.excerpt.empty()) {
        out.put<R"(<p class="head__excerpt" dir="auto">{} <a href="{}">{}</a></p>)">(
            view.tag->tag.excerpt,
            request.links().tag_info(*view.request.tag),
            texts.tag_read_more()
        );
    }
    if (view.tag) {
        const service::Scope scope{.tag = *view.request.tag};
        out.put<R"(<p class="meta"><a href="{}">{}</a> · <a href="{}">{}</a></p>)">(
            request.links().timeline(scope),
            texts.timeline_link(),
            request.links().map(scope),
            texts.map_link()
        );
    }
    out.put<"</header>">();
}

void write_order_tabs(
    html::Writer& out, const RequestContext& request, const QuestionListView& view
) {
    std::vector<Tab> tabs;
    for (const QuestionOrder order : orders) {
        // Hot, week and month are lists of the whole site.
        const bool is_ranked = order == QuestionOrder::hot || order == QuestionOrder::week
                               || order == QuestionOrder::month;
        if (view.request.tag && is_ranked) continue;
        tabs.push_back(
            {list_url(request, view, order, 1),
             tab_words(request.texts(), order),
             order == view.request.order}
        );
    }
    out.put<R"(<div class="order"><p class="order__count">{}</p>)">(
        request.texts().questions(view.list.total)
    );
    write_tabs(out, request.texts().order_label(), tabs);
    out.put<"</div>">();
}

void write_empty(html::Writer& out, const RequestContext& request, const QuestionListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    out.put<R"(<div class="empty"><p>)">();
    const html::Html votes =
        endpoint::link(links.questions(QuestionOrder::votes), texts.by_votes());
    if (view.request.tag) {
        endpoint::write_pattern(
            out, texts.empty_tag(), {endpoint::link(links.tags(), texts.all_tags())}
        );
    } else if (view.request.order == QuestionOrder::week) {
        endpoint::write_pattern(out, texts.empty_week(), {votes});
    } else if (view.request.order == QuestionOrder::month) {
        endpoint::write_pattern(out, texts.empty_month(), {votes});
    } else if (view.request.order == QuestionOrder::unanswered && view.totals.questions > 0) {
        out.text(texts.empty_unanswered());
    } else {
        out.text(texts.empty_active());
    }
    out.put<"</p></div>">();
}

void write_margin(html::Writer& out, const RequestContext& request, const QuestionListView& view) {
    const messages::Texts& texts = request.texts();
    if (view.tag) {
        write_margin_tags(out, request, texts.tag_related(), view.tag->related);
        return;
    }
    write_margin_tags(out, request, texts.popular_tags(), view.popular_tags);
    out.put<
        R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="plain"><li>{}</li><li>{}</li><li><a href="{}">{}</a></li><li><a href="{}">{}</a></li></ul></section>)">(
        texts.about_numbers_heading(),
        texts.questions(view.totals.questions),
        texts.answers(view.totals.answers),
        request.links().users(),
        texts.users(view.totals.users),
        request.links().tags(),
        texts.tags(view.totals.tags)
    );
}

void write_pages(html::Writer& out, const RequestContext& request, const QuestionListView& view) {
    const service::PageRequest& page = view.request.page;
    const std::int64_t pages = endpoint::count_pages(view.list.total, page.size);
    endpoint::Pager pager{
        .page = page.number,
        .page_count = pages,
        .url = [&](std::int64_t number
               ) { return list_url(request, view, view.request.order, number); }
    };
    const bool may_go_on = view.list.has_more && !view.list.questions.empty();
    if (may_go_on && (view.request.after || page.number == pages)) {
        pager.beyond = request.links().list_after(
            view.request.tag, view.request.order, view.list.questions.back().id
        );
        pager.page = pages;
    }
    endpoint::write_pager(out, request, pager);
}

endpoint::Frame frame_of(const RequestContext& request, const QuestionListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    endpoint::Frame frame{
        .title = {},
        .feeds = {{links.feed(), texts.feed_newest(request.site().settings.title)}},
        .nav = endpoint::NavItem::questions,
        .is_indexed = view.request.page.number == 1 && !view.request.after,
    };
    if (view.request.tag) {
        frame.title = texts.title_tagged(*view.request.tag);
        frame.feeds.insert(
            frame.feeds.begin(),
            {links.feed_tag(*view.request.tag),
             texts.feed_tag(request.site().settings.title, *view.request.tag)}
        );
        if (view.tag) frame.description = view.tag->tag.excerpt;
    } else if (!view.is_home) {
        frame.title = heading_words(texts, view.request.order);
    } else {
        frame.description = request.site().settings.tagline;
    }
    if (!view.request.after) {
        frame.canonical = list_url(request, view, view.request.order, view.request.page.number);
    }
    return frame;
}

} // namespace

http::Response question_list_page(const RequestContext& request, const QuestionListView& view) {
    html::Writer out;
    out.put<R"(<div class="columns"><div class="columns__main">)">();
    write_heading(out, request, view);
    write_order_tabs(out, request, view);
    if (view.list.questions.empty()) {
        write_empty(out, request, view);
    } else {
        out.put<R"(<ol class="lines">)">();
        for (const service::QuestionSummary& question : view.list.questions)
            write_question_line(out, request, question, view.request.order);
        out.put<"</ol>">();
        write_pages(out, request, view);
    }
    out.put<R"(</div><aside class="columns__side">)">();
    write_margin(out, request, view);
    out.put<"</aside></div>">();
    return endpoint::write_page(request, frame_of(request, view), out.take());
}

} // namespace attest::web
