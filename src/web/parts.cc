#include "web/parts.h"

#include "base/text.h"
#include "html/entities.h"
#include "markup/citation_tokens.h"
#include "web/limits.h"
#include "web/status_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::web {

using endpoint::fill_pattern;

namespace {

void write_badges(html::Writer& out, const RequestContext& request, const service::Byline& person) {
    const messages::Texts& texts = request.texts();

    struct Kind {
        std::string_view name;
        std::string_view words;
        std::int64_t count;
    };

    const std::array<Kind, 3> kinds = {{
        {"gold", texts.gold(), person.gold_count},
        {"silver", texts.silver(), person.silver_count},
        {"bronze", texts.bronze(), person.bronze_count},
    }};
    for (const Kind& kind : kinds) {
        if (kind.count <= 0) continue;
        out.put<
            R"( <span class="medal medal--{}" title="{}"><span class="hidden">{} </span>{}</span>)">(
            kind.name, kind.words, kind.words, request.texts().number(kind.count)
        );
    }
}

/// The part of the soft line that says when and by whom, according to the list's order.
void write_when(
    html::Writer& out,
    const RequestContext& request,
    const service::QuestionSummary& question,
    service::QuestionOrder order
) {
    const bool by_activity =
        order == service::QuestionOrder::active || order == service::QuestionOrder::hot;
    const html::Html author = question.is_community_wiki
                                  ? endpoint::escaped(request.texts().community_wiki())
                                  : name_element(request, question.author);
    out.put<R"(<span class="line__who">)">();
    if (by_activity) {
        endpoint::write_pattern(
            out, request.texts().active_line(), {time_element(request, question.active_at), author}
        );
    } else {
        endpoint::write_pattern(
            out, request.texts().asked_line(), {time_element(request, question.created_at), author}
        );
    }
    out.put<"</span>">();
}

void write_answer_count(
    html::Writer& out, const RequestContext& request, const service::QuestionSummary& question
) {
    const messages::Texts& texts = request.texts();
    if (question.answer_count == 0) {
        out.put<R"(<span class="line__count line__count--none">{}</span>)">(texts.no_answers());
    } else if (question.has_accepted_answer) {
        out.put<
            R"(<span class="line__count line__count--accepted"><span aria-hidden="true">✓ </span>{}<span class="hidden">, {}</span></span>)">(
            texts.answers(question.answer_count), texts.has_accepted()
        );
    } else {
        out.put<R"(<span class="line__count">{}</span>)">(texts.answers(question.answer_count));
    }
}

/// Whether a tag stands within a sentence, so that no gap is where it was.
bool is_within_words(std::string_view tag) {
    constexpr auto within = std::to_array<std::string_view>(
        {"a", "b", "code", "del", "em", "i", "ins", "kbd", "s", "span", "strong", "sub", "sup"}
    );
    tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
    return std::ranges::find(within, tag.substr(0, tag.find_first_of(" />"))) != within.end();
}

/// Removes tags and citations and decodes the few entities that our own renderer writes. Stops when
/// there is enough text, so that a long body costs no more than a short one.
std::string text_of(std::string_view html, std::size_t bytes_enough) {
    std::string text;
    text.reserve(bytes_enough + 1);
    const auto put_gap = [&] {
        if (!text.empty() && text.back() != ' ') text += ' ';
    };
    for (std::size_t at = 0; at < html.size() && text.size() <= bytes_enough; ++at) {
        const char c = html[at];
        if (c == '<') {
            const std::string_view rest = html.substr(at);
            const bool is_citation = rest.starts_with(markup::citation_start);
            const std::string_view end = is_citation ? markup::citation_end : ">";
            const std::string_view tag = rest.substr(0, rest.find(end));
            if (!is_citation && !is_within_words(tag)) put_gap();
            at += tag.size() + end.size() - 1;
        } else if (c == ' ' || c == '\n' || c == '\t') {
            put_gap();
        } else {
            text += c;
        }
    }
    return html::unescaped(text);
}

} // namespace

html::Html time_element(const RequestContext& request, Time time) {
    html::Writer out;
    out.put<R"(<time datetime="{}" title="{}">{}</time>)">(
        format_rfc3339(time), request.texts().date_time(time), request.texts().date(time)
    );
    return out.take();
}

html::Html isolated(std::string_view words) {
    html::Writer out;
    out.put<"<bdi>{}</bdi>">(words);
    return out.take();
}

std::string display_name(const RequestContext& request, const service::Byline& person) {
    if (!trim(person.name).empty()) return person.name;
    if (person.id) return fmt::format("user{}", person.id->value);
    return std::string{request.texts().anonymous()};
}

html::Html name_element(const RequestContext& request, const service::Byline& person) {
    const std::string name = display_name(request, person);
    html::Writer out;
    if (!person.id) {
        out.put<R"(<bdi class="who">{}</bdi>)">(name);
        return out.take();
    }
    request.caching().depends_on(*person.id);
    out.put<R"(<a class="who" href="{}"><bdi>{}</bdi></a>)">(
        request.links().user(*person.id, name), name
    );
    return out.take();
}

html::Html person_element(const RequestContext& request, const service::Byline& person) {
    html::Writer out;
    out.put(name_element(request, person));
    if (!person.id) return out.take();
    out.put<R"( <span class="rep" title="{}">{}</span>)">(
        request.texts().reputation_label(person.reputation),
        request.texts().number(person.reputation)
    );
    write_badges(out, request, person);
    return out.take();
}

void write_tags(
    html::Writer& out, const RequestContext& request, const std::vector<std::string>& tags
) {
    if (tags.empty()) return;
    out.put<R"(<ul class="tags" aria-label="{}">)">(request.texts().tags_label());
    for (std::size_t index = 0; index < std::min(tags.size(), tags_shown_max); ++index) {
        out.put<R"(<li><a class="tag" rel="tag" href="{}"><bdi>{}</bdi></a></li>)">(
            request.links().tagged(tags[index], service::QuestionOrder::newest), tags[index]
        );
    }
    out.put<"</ul>">();
}

void write_tabs(html::Writer& out, std::string_view label, std::span<const Tab> tabs) {
    out.put<R"(<nav class="tabs" aria-label="{}"><ul>)">(label);
    for (const Tab& tab : tabs) {
        if (tab.is_current) {
            out.put<R"(<li><a href="{}" aria-current="page">{}</a></li>)">(tab.url, tab.words);
        } else {
            out.put<R"(<li><a href="{}">{}</a></li>)">(tab.url, tab.words);
        }
    }
    out.put<"</ul></nav>">();
}

void write_question_line(
    html::Writer& out,
    const RequestContext& request,
    const service::QuestionSummary& question,
    service::QuestionOrder order
) {
    const messages::Texts& texts = request.texts();
    request.caching().depends_on(question.id);
    out.put<
        R"(<li class="line"><p class="line__score" title="{}"><span class="hidden">{}</span><span aria-hidden="true">{}</span></p>)">(
        texts.score_label(question.score),
        texts.score_label(question.score),
        texts.number(question.score)
    );
    out.put<R"(<div class="line__text"><h2 class="line__title"><a href="{}" dir="auto">{}</a>)">(
        request.links().question(question.id, question.title), question.title
    );
    if (question.is_closed) {
        out.put<R"( <span class="mark mark--closed">{}</span>)">(texts.closed_mark());
    }
    out.put<"</h2>">();
    if (!question.excerpt.empty()) {
        out.put<R"(<p class="line__excerpt" dir="auto">{}</p>)">(question.excerpt);
    }
    out.put<R"(<div class="line__facts">)">();
    write_answer_count(out, request, question);
    write_status_bar(out, request, question.evidence);
    out.put<R"(<span class="views">{}</span>)">(texts.views(question.view_count));
    write_when(out, request, question, order);
    write_tags(out, request, question.tags);
    out.put<"</div></div></li>">();
}

void write_titles(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const std::vector<service::TitledQuestion>& questions
) {
    if (questions.empty()) return;
    out.put<R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="titles">)">(heading
    );
    for (const service::TitledQuestion& question : questions) {
        request.caching().depends_on(question.id);
        out.put<
            R"(<li><span class="titles__score{}" title="{}">{}<span class="hidden">{}</span></span><a href="{}" dir="auto">{}</a></li>)">(
            question.has_accepted_answer ? " titles__score--accepted" : "",
            request.texts().score_label(question.score),
            request.texts().number(question.score),
            question.has_accepted_answer ? request.texts().has_accepted() : std::string_view{},
            request.links().question(question.id, question.title),
            question.title
        );
    }
    out.put<"</ul></section>">();
}

void write_margin_tags(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const std::vector<service::TagSummary>& tags
) {
    if (tags.empty()) return;
    out.put<
        R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="tags tags--column">)">(
        heading
    );
    for (const service::TagSummary& tag : tags) {
        out.put<
            R"(<li><a class="tag" href="{}"><bdi>{}</bdi></a> <span class="soft">{}</span></li>)">(
            request.links().tagged(tag.name, service::QuestionOrder::newest),
            tag.name,
            request.texts().number(tag.question_count)
        );
    }
    out.put<"</ul></section>">();
}

void write_filter(html::Writer& out, const RequestContext& request, const Filter& filter) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<form class="filter" action="{}"><label for="filter">{}</label>)">(
        filter.action, filter.label
    );
    if (!filter.order.empty()) {
        out.put<R"(<input type="hidden" name="tab" value="{}">)">(filter.order);
    }
    out.put<
        R"(<input id="filter" name="filter" value="{}" maxlength="100" autocomplete="off" dir="auto"><button type="submit">{}</button>)">(
        filter.filter, texts.filter_button()
    );
    if (!filter.filter.empty()) {
        out.put<R"(<a class="filter__clear" href="{}">{}</a>)">(
            filter.action, texts.filter_clear()
        );
    }
    out.put<"</form>">();
}

std::string plain_excerpt(std::string_view body_html) {
    // An entity is at most six times as long as its sign; few texts are made of them.
    const std::string text = text_of(body_html, description_bytes_max * 2);
    const std::string_view whole = trim(text);
    if (whole.size() <= description_bytes_max) return std::string{whole};
    std::string_view cut = utf8_prefix(whole, description_bytes_max);
    const std::size_t space = cut.rfind(' ');
    if (space != std::string_view::npos) cut = cut.substr(0, space);
    return std::string{cut} + "…";
}

html::Html body_element(const std::string& body_html) {
    // In stored HTML a "<" always begins a tag, so these bytes can be nothing else.
    constexpr std::string_view spoiler = R"(<blockquote class="spoiler")";
    std::string body = body_html;
    for (std::size_t at = find_part(body, spoiler); at != std::string::npos;
         at = find_part(body, spoiler, at + spoiler.size())) {
        body.insert(at + spoiler.size(), R"( tabindex="0")");
    }
    return html::Html::trusted(std::move(body));
}

html::Html license_element(std::string_view license) {
    const std::optional<html::Url> deed = endpoint::license_url(license);
    if (!deed) return endpoint::escaped(license);
    html::Writer out;
    out.put<R"(<a rel="license" href="{}">{}</a>)">(*deed, license);
    return out.take();
}

} // namespace attest::web
