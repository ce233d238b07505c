#include "web/tags_view.h"

#include "endpoint/paging.h"
#include "web/limits.h"

#include <array>
#include <utility>

namespace attest::web {

using service::QuestionOrder;
using service::TagOrder;

namespace {

void write_tag_tabs(html::Writer& out, const RequestContext& request, const TagListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    const std::array<Tab, 3> tabs = {{
        {links.tags(TagOrder::popular, view.filter),
         texts.tag_order_popular(),
         view.order == TagOrder::popular},
        {links.tags(TagOrder::name, view.filter),
         texts.tag_order_name(),
         view.order == TagOrder::name},
        {links.tags(TagOrder::newest, view.filter),
         texts.tag_order_newest(),
         view.order == TagOrder::newest},
    }};
    out.put<R"(<div class="order"><p class="order__count">{}</p>)">(texts.tags(view.list.total));
    write_tabs(out, texts.order_label(), tabs);
    out.put<"</div>">();
}

void write_tag_entry(
    html::Writer& out, const RequestContext& request, const service::TagSummary& tag
) {
    out.put<
        R"(<li class="entry"><p class="entry__name"><a class="tag" rel="tag" href="{}"><bdi>{}</bdi></a> <span class="soft" title="{}">{}</span></p>)">(
        request.links().tagged(tag.name, QuestionOrder::newest),
        tag.name,
        request.texts().tag_question_count(tag.question_count),
        request.texts().number(tag.question_count)
    );
    if (!tag.excerpt.empty()) {
        out.put<R"(<p class="entry__text" dir="auto">{}</p>)">(tag.excerpt);
    }
    out.put<"</li>">();
}

} // namespace

http::Response tag_list_page(const RequestContext& request, const TagListView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline">{}</p></header>)">(
        texts.tags_heading(), texts.tags_intro()
    );
    write_filter(
        out,
        request,
        {.action = request.links().tags(),
         .label = texts.tag_filter_label(),
         .filter = view.filter,
         .order = view.order == TagOrder::popular ? "" : endpoint::format_choice(view.order)}
    );
    write_tag_tabs(out, request, view);
    if (view.list.tags.empty()) {
        out.put<R"(<div class="empty"><p>)">();
        if (view.filter.empty()) {
            out.text(texts.empty_tags());
        } else {
            endpoint::write_pattern(out, texts.empty_tags_filter(), {isolated(view.filter)});
        }
        out.put<"</p></div>">();
    } else {
        out.put<R"(<ul class="entries">)">();
        for (const service::TagSummary& tag : view.list.tags)
            write_tag_entry(out, request, tag);
        out.put<"</ul>">();
    }
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.list.total, tags_per_page),
         .url = [&](std::int64_t number
                ) { return request.links().tags(view.order, view.filter, number); }}
    );
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.tags_heading()},
         .canonical = request.links().tags(view.order, view.filter, view.page),
         .nav = endpoint::NavItem::tags,
         .is_indexed = view.filter.empty() && view.page == 1},
        out.take()
    );
}

http::Response tag_page(const RequestContext& request, const service::TagPage& tag) {
    const messages::Texts& texts = request.texts();
    const std::string& name = tag.tag.name;
    const std::array<Tab, 2> tabs = {{
        {request.links().tagged(name, QuestionOrder::newest), texts.tag_questions(), false},
        {request.links().tag_info(name), texts.tag_wiki(), true},
    }};
    html::Writer out;
    out.put<
        R"(<div class="columns"><div class="columns__main"><header class="head"><h1><bdi>{}</bdi></h1></header><div class="order"><p class="order__count">{}</p>)">(
        name, texts.tag_question_count(tag.tag.question_count)
    );
    write_tabs(out, texts.profile_tabs_label(), tabs);
    out.put<"</div>">();
    if (!tag.tag.excerpt.empty()) {
        out.put<R"(<p class="lead" dir="auto">{}</p>)">(tag.tag.excerpt);
    }
    if (tag.wiki && !tag.wiki->body_html.empty()) {
        out.put<R"(<div class="prose" dir="auto">{}</div>)">(html::Html::trusted(tag.wiki->body_html
        ));
        out.put<
            R"(<footer class="by"><p class="by__links"><a href="{}">{}</a></p><div class="by__facts"><p>)">(
            request.links().revisions(tag.wiki->id), texts.history_link()
        );
        endpoint::write_pattern(
            out,
            texts.edited_by(),
            {time_element(request, tag.wiki->edited_at.value_or(tag.wiki->created_at)),
             name_element(request, tag.wiki->editor.value_or(tag.wiki->author))}
        );
        out.put<R"(</p><p class="by__licence">{}</p></div></footer>)">(
            license_element(tag.wiki->license)
        );
    } else if (tag.tag.excerpt.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.tag_no_wiki());
    }
    out.put<
        R"(<p class="steps"><a rel="nofollow" href="{}">{}</a> · <a rel="nofollow" href="{}">{}</a></p>)">(
        request.links().tag_edit(name),
        texts.tag_edit_link(),
        request.links().tag_synonyms(name),
        texts.synonyms_link()
    );
    out.put<R"(</div><aside class="columns__side">)">();
    write_margin_tags(out, request, texts.tag_related(), tag.related);
    out.put<"</aside></div>">();
    return endpoint::write_page(
        request,
        {.title = texts.tag_about(name),
         .description = tag.tag.excerpt,
         .canonical = request.links().tag_info(name),
         .feeds =
             {{request.links().feed_tag(name), texts.feed_tag(request.site().settings.title, name)}
             },
         .nav = endpoint::NavItem::tags,
         .has_math = tag.wiki && endpoint::has_math(tag.wiki->body_html)},
        out.take()
    );
}

} // namespace attest::web
