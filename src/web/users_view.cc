#include "web/users_view.h"

#include "endpoint/paging.h"
#include "web/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::web {

using service::UserOrder;
using service::UserTab;

namespace {

constexpr std::array user_tabs = {
    UserTab::profile, UserTab::questions, UserTab::answers, UserTab::badges, UserTab::reputation
};

constexpr std::array own_tabs = {UserTab::bookmarks, UserTab::following};

std::string_view tab_words(const messages::Texts& texts, UserTab tab) {
    switch (tab) {
    case UserTab::profile:
        return texts.tab_profile();
    case UserTab::questions:
        return texts.tab_questions();
    case UserTab::answers:
        return texts.tab_answers();
    case UserTab::badges:
        return texts.tab_badges();
    case UserTab::reputation:
        return texts.tab_reputation();
    case UserTab::bookmarks:
        return texts.tab_bookmarks();
    case UserTab::following:
        return texts.tab_following();
    }
    std::unreachable();
}

std::string_view class_name(domain::BadgeClass badge_class) {
    switch (badge_class) {
    case domain::BadgeClass::gold:
        return "gold";
    case domain::BadgeClass::silver:
        return "silver";
    case domain::BadgeClass::bronze:
        return "bronze";
    }
    return "bronze";
}

std::string_view class_words(const messages::Texts& texts, domain::BadgeClass badge_class) {
    switch (badge_class) {
    case domain::BadgeClass::gold:
        return texts.gold();
    case domain::BadgeClass::silver:
        return texts.silver();
    case domain::BadgeClass::bronze:
        return texts.bronze();
    }
    return texts.bronze();
}

/// The first letter of a name: pictures on other hosts are never loaded (decisions.md, 11).
void write_initial(html::Writer& out, std::string_view name) {
    std::string_view rest = name;
    while (!rest.empty()) {
        const std::size_t bytes = std::max<std::size_t>(1, utf8_sequence_length(rest));
        const char first = rest.front();
        const bool is_sign =
            static_cast<unsigned char>(first) < 0x80
            && (ascii_lower({&first, 1})[0] < 'a' || ascii_lower({&first, 1})[0] > 'z')
            && (first < '0' || first > '9');
        if (!is_sign) {
            out.put<R"(<span class="initial" aria-hidden="true">{}</span>)">(rest.substr(0, bytes));
            return;
        }
        rest.remove_prefix(bytes);
    }
    out.put<R"(<span class="initial" aria-hidden="true">·</span>)">();
}

void write_user_entry(
    html::Writer& out, const RequestContext& request, const service::UserSummary& user
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="entry entry--person">)">();
    write_initial(out, display_name(request, user.user));
    out.put<R"(<div><p class="entry__name">{}</p>)">(name_element(request, user.user));
    if (!user.location.empty()) {
        out.put<R"(<p class="entry__text" dir="auto">{}</p>)">(user.location);
    }
    html::Writer standing;
    out.put<R"(<p class="entry__facts"><b class="rep" title="{}">{}</b> · {} · {}</p></div></li>)">(
        texts.reputation_label(user.user.reputation),
        texts.number(user.user.reputation),
        texts.questions(user.question_count),
        texts.answers(user.answer_count)
    );
}

void write_user_tabs(html::Writer& out, const RequestContext& request, const UserListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    const std::array<Tab, 3> tabs = {{
        {links.users(UserOrder::reputation, view.filter),
         texts.user_order_reputation(),
         view.order == UserOrder::reputation},
        {links.users(UserOrder::newest, view.filter),
         texts.user_order_newest(),
         view.order == UserOrder::newest},
        {links.users(UserOrder::name, view.filter),
         texts.user_order_name(),
         view.order == UserOrder::name},
    }};
    out.put<R"(<div class="order"><p class="order__count">{}</p>)">(texts.users(view.list.total));
    write_tabs(out, texts.order_label(), tabs);
    out.put<"</div>">();
}

/// The diamond, and for who does not see it a word.
html::Html moderator_mark(const messages::Texts& texts) {
    html::Writer out;
    out.put<
        R"( <span class="diamond" title="{}"><span aria-hidden="true">♦</span><span class="hidden">{}</span></span>)">(
        texts.moderator_mark(), texts.moderator_mark()
    );
    return out.take();
}

/// Everybody may know why somebody does not answer.
void write_suspension(html::Writer& out, const RequestContext& request, const UserView& view) {
    const std::optional<Time>& until = view.user.suspended_until;
    const Time now = request.site().clock();
    if (!until || *until <= now) return;
    request.caching().keep_at_most(*until - now);
    out.put<R"(<p class="notice">)">();
    endpoint::write_pattern(out, request.texts().user_suspended(), {time_element(request, *until)});
    out.put<"</p>">();
}

void write_profile_head(html::Writer& out, const RequestContext& request, const UserView& view) {
    const messages::Texts& texts = request.texts();
    const service::UserPage& page = view.user;
    const std::string name = display_name(request, page.user.user);
    out.put<R"(<header class="head head--person">)">();
    write_initial(out, name);
    out.put<
        R"(<div><h1><bdi>{}</bdi>{}</h1><p class="meta"><span class="nowrap"><b class="rep">{}</b> {}</span>)">(
        name,
        page.is_moderator ? moderator_mark(texts) : html::Html{},
        texts.number(page.user.user.reputation),
        texts.reputation()
    );
    if (!page.user.location.empty()) out.put<R"( · <bdi>{}</bdi>)">(page.user.location);
    out.text(" · ");
    endpoint::write_pattern(
        out, texts.member_since(), {time_element(request, page.user.created_at)}
    );
    if (page.seen_at) {
        out.text(" · ");
        endpoint::write_pattern(out, texts.last_seen(), {time_element(request, *page.seen_at)});
    }
    const Result<html::Url> website = html::parse_url(page.website_url);
    if (!page.website_url.empty() && website) {
        out.put<R"( · <a rel="ugc nofollow noopener me" href="{}">{}</a>)">(
            *website, texts.website()
        );
    }
    out.put<"</p></div></header>">();
}

void write_profile_tabs(html::Writer& out, const RequestContext& request, const UserView& view) {
    const UserId id = *view.user.user.user.id;
    const std::string name = user_name(request, view.user);
    std::vector<Tab> tabs;
    const auto add = [&](UserTab tab) {
        tabs.push_back(
            {request.links().user_tab(id, name, tab),
             tab_words(request.texts(), tab),
             tab == view.tab}
        );
    };
    for (const UserTab tab : user_tabs)
        add(tab);
    if (request.reader() && request.reader()->user == id) {
        for (const UserTab tab : own_tabs)
            add(tab);
    }
    out.put<R"(<div class="order order--start">)">();
    write_tabs(out, request.texts().profile_tabs_label(), tabs);
    out.put<"</div>">();
}

void write_posts(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::UserPostSummary>& posts,
    bool are_answers
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<ol class="titles titles--posts">)">();
    for (const service::UserPostSummary& post : posts) {
        request.caching().depends_on(post.question);
        const html::Url url = are_answers
                                  ? request.links().answer(
                                        post.question, post.question_title, AnswerId{post.id.value}
                                    )
                                  : request.links().question(post.question, post.question_title);
        out.put<
            R"(<li><span class="titles__score{}" title="{}">{}</span><span><a href="{}" dir="auto">{}</a> <span class="soft nowrap">{})">(
            post.is_accepted ? " titles__score--accepted" : "",
            texts.score_label(post.score),
            texts.number(post.score),
            url,
            post.question_title,
            time_element(request, post.created_at)
        );
        if (!are_answers) out.put<" · {}">(texts.answers(post.answer_count));
        out.put<"</span></span></li>">();
    }
    out.put<"</ol>">();
}

void write_none(html::Writer& out, std::string_view words) {
    out.put<R"(<p class="soft">{}</p>)">(words);
}

void write_posts_section(
    html::Writer& out, const RequestContext& request, const UserView& view, bool are_answers
) {
    const messages::Texts& texts = request.texts();
    const auto& posts = are_answers ? view.user.answers : view.user.questions;
    out.put<R"(<section class="part"><h2>{}</h2>)">(
        are_answers ? texts.best_answers() : texts.best_questions()
    );
    if (posts.empty()) {
        write_none(out, are_answers ? texts.user_no_answers() : texts.user_no_questions());
    } else {
        write_posts(out, request, posts, are_answers);
        const std::int64_t all =
            are_answers ? view.user.user.answer_count : view.user.user.question_count;
        if (all > std::ssize(posts)) {
            out.put<R"(<p><a href="{}">{} ({})</a></p>)">(
                request.links().user_tab(
                    *view.user.user.user.id,
                    user_name(request, view.user),
                    are_answers ? UserTab::answers : UserTab::questions
                ),
                texts.all_of_them(),
                texts.number(all)
            );
        }
    }
    out.put<"</section>">();
}

void write_badge_line(html::Writer& out, const RequestContext& request, const UserView& view) {
    if (view.user.badges.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="part"><h2>{}</h2><ul class="badges">)">(texts.tab_badges());
    for (const service::BadgeSummary& badge : view.user.badges) {
        out.put<
            R"(<li><span class="medal medal--{}"><span class="hidden">{} </span></span><bdi>{}</bdi>)">(
            class_name(badge.badge_class), class_words(texts, badge.badge_class), badge.name
        );
        if (badge.count > 1) {
            out.put<R"( <span class="soft">{}</span>)">(texts.badge_times(texts.number(badge.count))
            );
        }
        out.put<"</li>">();
    }
    out.put<"</ul></section>">();
}

void write_profile(html::Writer& out, const RequestContext& request, const UserView& view) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="part"><h2>{}</h2>)">(texts.about_heading());
    if (view.user.about_html.empty()) {
        write_none(out, texts.about_empty());
    } else {
        out.put<R"(<div class="prose" dir="auto">{}</div>)">(
            html::Html::trusted(view.user.about_html)
        );
    }
    out.put<"</section>">();
    write_posts_section(out, request, view, true);
    write_posts_section(out, request, view, false);
    write_badge_line(out, request, view);
}

void write_badges_table(html::Writer& out, const RequestContext& request, const UserView& view) {
    const messages::Texts& texts = request.texts();
    if (view.user.badges.empty()) {
        write_none(out, texts.user_no_badges());
        return;
    }
    out.put<
        R"(<table class="table"><thead><tr><th scope="col">{}</th><th scope="col" class="table__number">{}</th><th scope="col">{}</th></tr></thead><tbody>)">(
        texts.badge_column(), texts.count_column(), texts.date_column()
    );
    for (const service::BadgeSummary& badge : view.user.badges) {
        out.put<
            R"(<tr><th scope="row"><span class="medal medal--{}"><span class="hidden">{} </span></span><bdi>{}</bdi>{}</th><td class="table__number">{}</td><td>{}</td></tr>)">(
            class_name(badge.badge_class),
            class_words(texts, badge.badge_class),
            badge.name,
            badge.is_tag_based ? fmt::format(" ({})", texts.tag_badge()) : "",
            texts.number(badge.count),
            time_element(request, badge.awarded_at)
        );
    }
    out.put<"</tbody></table>">();
}

std::string_view reputation_words(const messages::Texts& texts, domain::ReputationKind kind) {
    switch (kind) {
    case domain::ReputationKind::opening:
        return texts.reputation_opening_local();
    case domain::ReputationKind::question_voted_up:
        return texts.reputation_question_up();
    case domain::ReputationKind::question_voted_down:
        return texts.reputation_question_down();
    case domain::ReputationKind::answer_voted_up:
        return texts.reputation_answer_up();
    case domain::ReputationKind::answer_voted_down:
        return texts.reputation_answer_down();
    case domain::ReputationKind::voted_answer_down:
        return texts.reputation_voting_down();
    case domain::ReputationKind::answer_accepted:
        return texts.reputation_accepted();
    case domain::ReputationKind::accepted_answer:
        return texts.reputation_accepting();
    case domain::ReputationKind::edit_approved:
        return texts.reputation_edit();
    case domain::ReputationKind::spam_or_abuse:
        return texts.reputation_abuse();
    case domain::ReputationKind::passage_marked:
        return texts.reputation_passage();
    case domain::ReputationKind::failure_upheld:
        return texts.reputation_failure_upheld();
    case domain::ReputationKind::citation_confirmed:
        return texts.reputation_citation_confirmed();
    case domain::ReputationKind::citation_failed:
        return texts.reputation_citation_failed();
    }
    std::unreachable();
}

void write_change(html::Writer& out, const RequestContext& request, std::int64_t change) {
    out.put<R"(<td class="table__number">{}{}</td>)">(
        change > 0 ? "+" : "", request.texts().number(change)
    );
}

/// What it was for, and at which question.
void write_cause(
    html::Writer& out, const RequestContext& request, const service::ReputationEvent& event
) {
    const messages::Texts& texts = request.texts();
    const std::string& origin = request.site().settings.origin_url;
    const bool is_imported = event.kind == domain::ReputationKind::opening && !origin.empty();
    out.put<"<td>">();
    if (is_imported) {
        endpoint::write_pattern(
            out, texts.reputation_opening(), {isolated(endpoint::origin_host(origin))}
        );
    } else {
        out.text(reputation_words(texts, event.kind));
    }
    if (event.post && event.question) {
        request.caching().depends_on(*event.question);
        out.put<R"( · <a href="{}" dir="auto">{}</a>)">(
            request.links().short_answer(AnswerId{event.post->value}), event.question_title
        );
    }
    if (event.change != event.points)
        out.put<R"( <span class="soft">{}</span>)">(texts.reputation_capped());
    out.put<"</td>">();
}

/// Events under their days, and the sum, which is the number shown beside the name.
void write_reputation_table(
    html::Writer& out, const RequestContext& request, const UserView& view
) {
    const messages::Texts& texts = request.texts();
    if (view.user.reputation.empty()) {
        write_none(out, texts.user_no_reputation());
        return;
    }
    out.put<
        R"(<table class="table table--reputation"><thead><tr><th scope="col">{}</th><th scope="col" class="table__number">{}</th><th scope="col">{}</th></tr></thead><tbody>)">(
        texts.date_column(), texts.change_column(), texts.cause_column()
    );
    std::optional<std::int64_t> day;
    for (const service::ReputationEvent& event : view.user.reputation) {
        if (event.day != day) {
            const auto whole = std::ranges::find(
                view.user.reputation_days, event.day, &service::ReputationDay::day
            );
            out.put<R"(<tr class="table__day"><th scope="row">{}</th>)">(
                time_element(request, event.at)
            );
            write_change(
                out,
                request,
                whole == view.user.reputation_days.end() ? event.change : whole->change
            );
            out.put<"<td></td></tr>">();
            day = event.day;
        }
        out.put<"<tr><td></td>">();
        write_change(out, request, event.change);
        write_cause(out, request, event);
        out.put<"</tr>">();
    }
    out.put<
        R"(</tbody><tfoot><tr><th scope="row">{}</th><td class="table__number">{}</td><td></td></tr></tfoot></table>)">(
        texts.reputation_sum(), texts.number(view.user.user.user.reputation)
    );
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count =
             endpoint::count_pages(view.user.reputation_event_count, profile_lines_per_page),
         .url =
             [&](std::int64_t number) {
                 return request.links().user_tab(
                     *view.user.user.user.id, user_name(request, view.user), view.tab, number
                 );
             }}
    );
}

void write_posts_tab(
    html::Writer& out, const RequestContext& request, const UserView& view, bool are_answers
) {
    const messages::Texts& texts = request.texts();
    const auto& posts = are_answers ? view.user.answers : view.user.questions;
    if (posts.empty()) {
        write_none(out, are_answers ? texts.user_no_answers() : texts.user_no_questions());
        return;
    }
    write_posts(out, request, posts, are_answers);
    const std::int64_t total =
        are_answers ? view.user.user.answer_count : view.user.user.question_count;
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(total, profile_lines_per_page),
         .url =
             [&](std::int64_t number) {
                 return request.links().user_tab(
                     *view.user.user.user.id, user_name(request, view.user), view.tab, number
                 );
             }}
    );
}

void write_marked_tab(html::Writer& out, const RequestContext& request, const UserView& view) {
    const messages::Texts& texts = request.texts();
    const bool are_bookmarks = view.tab == UserTab::bookmarks;
    out.put<R"(<p class="soft">{}</p>)">(texts.marks_private());
    if (view.marked.posts.empty()) {
        write_none(out, are_bookmarks ? texts.user_no_bookmarks() : texts.user_no_following());
        return;
    }
    out.put<R"(<ol class="titles titles--posts">)">();
    for (const service::MarkedPost& post : view.marked.posts) {
        out.put<
            R"(<li><span class="titles__score" title="{}">{}</span><span><a href="{}" dir="auto">{}</a> <span class="soft nowrap">{} · {}</span></span></li>)">(
            texts.score_label(post.score),
            texts.number(post.score),
            post.is_answer ? request.links().short_answer(AnswerId{post.post.value})
                           : request.links().question(post.question, post.title),
            post.title,
            post.is_answer ? texts.mark_on_answer() : texts.mark_on_question(),
            time_element(request, post.marked_at)
        );
    }
    out.put<"</ol>">();
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = view.page + (view.marked.has_more ? 1 : 0),
         .url =
             [&](std::int64_t number) {
                 return request.links().user_tab(
                     *view.user.user.user.id, user_name(request, view.user), view.tab, number
                 );
             }}
    );
}

void write_tab(html::Writer& out, const RequestContext& request, const UserView& view) {
    switch (view.tab) {
    case UserTab::profile:
        write_profile(out, request, view);
        return;
    case UserTab::questions:
        write_posts_tab(out, request, view, false);
        return;
    case UserTab::answers:
        write_posts_tab(out, request, view, true);
        return;
    case UserTab::badges:
        write_badges_table(out, request, view);
        return;
    case UserTab::reputation:
        write_reputation_table(out, request, view);
        return;
    case UserTab::bookmarks:
    case UserTab::following:
        write_marked_tab(out, request, view);
        return;
    }
    std::unreachable();
}

void write_numbers(html::Writer& out, const RequestContext& request, const UserView& view) {
    const messages::Texts& texts = request.texts();
    const service::Byline& person = view.user.user.user;
    out.put<
        R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="plain"><li>{}</li><li>{}</li><li>{}</li>)">(
        texts.about_numbers_heading(),
        texts.questions(view.user.user.question_count),
        texts.answers(view.user.user.answer_count),
        texts.profile_views(view.user.view_count)
    );
    const auto write_medal =
        [&](std::string_view medal, std::int64_t count, const std::string& words) {
            if (count == 0) return;
            out.put<R"(<li><span class="medal medal--{}"></span>{}</li>)">(medal, words);
        };
    write_medal("gold", person.gold_count, texts.gold_badges(person.gold_count));
    write_medal("silver", person.silver_count, texts.silver_badges(person.silver_count));
    write_medal("bronze", person.bronze_count, texts.bronze_badges(person.bronze_count));
    out.put<"</ul>">();
    if (request.reader() && request.reader()->user == person.id) {
        out.put<R"(<p><a href="{}">{}</a></p>)">(
            request.links().help_privileges(), texts.privileges_next_link()
        );
    }
    out.put<"</section>">();
}

} // namespace

std::string user_name(const RequestContext& request, const service::UserPage& user) {
    return display_name(request, user.user.user);
}

http::Response user_list_page(const RequestContext& request, const UserListView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="index"><header class="head"><h1>{}</h1></header>)">(texts.users_heading()
    );
    write_filter(
        out,
        request,
        {.action = request.links().users(),
         .label = texts.user_filter_label(),
         .filter = view.filter,
         .order = view.order == UserOrder::reputation ? "" : endpoint::format_choice(view.order)}
    );
    write_user_tabs(out, request, view);
    if (view.list.users.empty()) {
        out.put<R"(<div class="empty"><p>)">();
        if (view.filter.empty()) {
            out.text(texts.empty_users());
        } else {
            endpoint::write_pattern(out, texts.empty_users_filter(), {isolated(view.filter)});
        }
        out.put<"</p></div>">();
    } else {
        out.put<R"(<ul class="entries">)">();
        for (const service::UserSummary& user : view.list.users)
            write_user_entry(out, request, user);
        out.put<"</ul>">();
    }
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.list.total, users_per_page),
         .url = [&](std::int64_t number
                ) { return request.links().users(view.order, view.filter, number); }}
    );
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.users_heading()},
         .canonical = request.links().users(view.order, view.filter, view.page),
         .nav = endpoint::NavItem::users,
         .is_indexed = view.filter.empty() && view.page == 1},
        out.take()
    );
}

http::Response user_page(const RequestContext& request, const UserView& view) {
    const UserId id = *view.user.user.user.id;
    const std::string name = user_name(request, view.user);
    request.caching().depends_on(id);

    html::Writer out;
    out.put<R"(<div class="columns"><div class="columns__main">)">();
    write_profile_head(out, request, view);
    write_suspension(out, request, view);
    write_profile_tabs(out, request, view);
    write_tab(out, request, view);
    out.put<R"(</div><aside class="columns__side">)">();
    write_numbers(out, request, view);
    out.put<"</aside></div>">();
    return endpoint::write_page(
        request,
        {.title = name,
         .description = plain_excerpt(view.user.about_html),
         .canonical = request.links().user_tab(id, name, view.tab, view.page),
         .feeds =
             {{request.links().feed_user(id),
               request.texts().feed_user(request.site().settings.title, name)}},
         .nav = endpoint::NavItem::users,
         .is_indexed = view.tab == UserTab::profile},
        out.take()
    );
}

} // namespace attest::web
