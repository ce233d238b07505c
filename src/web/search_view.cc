#include "web/search_view.h"

#include "endpoint/paging.h"
#include "endpoint/status.h"
#include "web/limits.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::web {

using service::SearchOrder;

namespace {

/// An example of an operator, and the words that say what it does.
struct Operator {
    std::string_view example;
    std::string_view (messages::Texts::*meaning)() const;
};

constexpr std::array operators = {
    Operator{R"("exact words")", &messages::Texts::op_phrase},
    Operator{"-word", &messages::Texts::op_not_word},
    Operator{"word*", &messages::Texts::op_prefix},
    Operator{"this OR that", &messages::Texts::op_or},
    Operator{"[tag]", &messages::Texts::op_tag},
    Operator{"-[tag]", &messages::Texts::op_not_tag},
    Operator{"title:word body:word", &messages::Texts::op_title},
    Operator{"is:question is:answer", &messages::Texts::op_is},
    Operator{"score:5", &messages::Texts::op_score},
    Operator{"answers:0", &messages::Texts::op_answers},
    Operator{"views:1000", &messages::Texts::op_views},
    Operator{"isaccepted:yes hasaccepted:yes", &messages::Texts::op_accepted},
    Operator{"created:2014..2016-05", &messages::Texts::op_created},
    Operator{"user:12", &messages::Texts::op_user},
    Operator{"inquestion:175", &messages::Texts::op_inquestion},
    Operator{"url:example.org", &messages::Texts::op_url},
    Operator{"closed:yes duplicate:yes", &messages::Texts::op_closed},
    Operator{"wiki:yes", &messages::Texts::op_wiki},
};

void write_help(html::Writer& out, const RequestContext& request) {
    out.put<R"(<details class="help"><summary>{}</summary>)">(request.texts().search_help_summary()
    );
    write_operators(out, request);
    out.put<"</details>">();
}

void write_search_tabs(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    const std::array<std::pair<SearchOrder, std::string_view>, 4> orders = {{
        {SearchOrder::relevance, texts.search_order_relevance()},
        {SearchOrder::newest, texts.search_order_newest()},
        {SearchOrder::active, texts.search_order_active()},
        {SearchOrder::votes, texts.search_order_votes()},
    }};
    std::vector<Tab> tabs;
    for (const auto& [order, words] : orders)
        tabs.push_back({request.links().search(view.query, order), words, order == view.order});
    out.put<R"(<div class="order"><p class="order__count" role="status">{}</p>)">(
        view.found->is_estimate ? texts.results_about(view.found->total)
                                : texts.results(view.found->total)
    );
    write_tabs(out, texts.order_label(), tabs);
    out.put<"</div>">();
}

void write_snippet(html::Writer& out, const std::vector<service::SnippetPiece>& snippet) {
    if (snippet.empty()) return;
    out.put<R"(<p class="line__excerpt" dir="auto">)">();
    for (const service::SnippetPiece& piece : snippet) {
        if (piece.is_match) {
            out.put<"<mark>{}</mark>">(piece.text);
        } else {
            out.text(piece.text);
        }
    }
    out.put<"</p>">();
}

void write_hit(html::Writer& out, const RequestContext& request, const service::SearchHit& hit) {
    const messages::Texts& texts = request.texts();
    const service::QuestionSummary& question = hit.question;
    const html::Url url =
        hit.is_answer
            ? request.links().answer(question.id, question.title, AnswerId{hit.post.value})
            : request.links().question(question.id, question.title);
    out.put<
        R"(<li class="line"><p class="line__score" title="{}"><span class="hidden">{}</span><span aria-hidden="true">{}</span></p>)">(
        texts.score_label(hit.score), texts.score_label(hit.score), texts.number(hit.score)
    );
    out.put<R"(<div class="line__text"><h2 class="line__title"><a href="{}" dir="auto">{}</a>)">(
        url, question.title
    );
    if (question.is_closed) {
        out.put<R"( <span class="mark mark--closed">{}</span>)">(texts.closed_mark());
    }
    out.put<"</h2>">();
    write_snippet(out, hit.snippet);
    out.put<R"(<div class="line__facts"><span class="mark">{}</span>)">(
        hit.is_answer ? texts.hit_answer() : texts.hit_question()
    );
    if (!hit.is_answer) out.put<"<span>{}</span>">(texts.answers(question.answer_count));
    out.put<R"(<span class="line__who">)">();
    endpoint::write_pattern(
        out,
        hit.is_answer ? texts.answered_line() : texts.asked_line(),
        {time_element(request, hit.created_at), name_element(request, hit.author)}
    );
    out.put<"</span>">();
    write_tags(out, request, question.tags);
    out.put<"</div></div></li>">();
}

void write_notes(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    const service::SearchPage& found = *view.found;
    if (found.indexed_share < 1.0) {
        out.put<R"(<p class="hint" role="status">{}</p>)">(
            texts.search_indexing(texts.percent(found.indexed_share))
        );
    }
    if (!found.did_you_mean.empty()) {
        html::Writer offer;
        offer.put<R"(<a href="{}"><bdi>{}</bdi></a>)">(
            request.links().search(found.did_you_mean, view.order), found.did_you_mean
        );
        out.put<R"(<p class="hint">)">();
        endpoint::write_pattern(out, texts.did_you_mean(), {offer.take()});
        out.put<"</p>">();
    }
    if (!found.dropped_words.empty()) {
        html::Writer words;
        for (std::size_t index = 0; index < found.dropped_words.size(); ++index) {
            if (index > 0) words.text(", ");
            words.put<"<s><bdi>{}</bdi></s>">(found.dropped_words[index]);
        }
        out.put<R"(<p class="hint">)">();
        endpoint::write_pattern(
            out, texts.search_dropped(std::ssize(found.dropped_words)), {words.take()}
        );
        out.put<"</p>">();
    }
}

void write_nothing(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    html::Writer query;
    query.put<"<q><bdi>{}</bdi></q>">(view.query);
    out.put<R"(<div class="empty"><p>)">();
    endpoint::write_pattern(out, texts.search_nothing(), {query.take()});
    out.put<R"(</p><p class="soft">)">();
    endpoint::write_pattern(
        out,
        texts.search_nothing_help(),
        {endpoint::link(links.tags(), texts.all_tags()),
         endpoint::link(
             links.questions(service::QuestionOrder::newest), texts.search_all_questions()
         )}
    );
    out.put<"</p></div>">();
}

void write_facets(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    const auto write = [&](std::string_view heading,
                           const std::vector<service::Facet>& facets,
                           bool are_tags) {
        if (facets.empty()) return;
        out.put<R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="facets">)">(
            heading
        );
        for (const service::Facet& facet : facets) {
            const std::string narrowed =
                are_tags ? fmt::format("{} [{}]", view.query, facet.value)
                         : fmt::format("{} created:{}", view.query, facet.value);
            out.put<R"(<li><a href="{}"><bdi>{}</bdi></a> <span class="soft">{}</span></li>)">(
                request.links().search(narrowed, view.order), facet.value, texts.number(facet.count)
            );
        }
        out.put<"</ul></section>">();
    };
    write(texts.facet_tags(), view.found->tags, true);
    write(texts.facet_years(), view.found->years, false);
}

void write_found(html::Writer& out, const RequestContext& request, const SearchView& view) {
    write_notes(out, request, view);
    if (view.found->hits.empty()) {
        write_nothing(out, request, view);
        return;
    }
    write_search_tabs(out, request, view);
    out.put<R"(<ol class="lines">)">();
    for (const service::SearchHit& hit : view.found->hits)
        write_hit(out, request, hit);
    out.put<"</ol>">();
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.found->total, hits_per_page),
         .url = [&](std::int64_t number
                ) { return request.links().search(view.query, view.order, number); }}
    );
}

void write_error(html::Writer& out, const RequestContext& request, const Error& error) {
    const messages::Texts& texts = request.texts();
    if (error.code() == ErrorCode::unavailable) {
        out.put<R"(<p class="hint" role="alert">{}</p>)">(texts.search_unavailable());
        return;
    }
    out.put<R"(<div class="field-error" role="alert" id="q-error"><p>{}</p>)">(
        texts.search_bad_query()
    );
    if (error.fields().empty()) out.put<R"(<p lang="en">{}</p>)">(error.message());
    for (const FieldError& field : error.fields())
        out.put<R"(<p lang="en">{}</p>)">(field.message);
    out.put<"</div>">();
}

} // namespace

void write_operators(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<table class="table table--operators"><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>)">(
        texts.op_column(), texts.op_meaning_column()
    );
    for (const Operator& row : operators) {
        out.put<R"(<tr><th scope="row"><code>{}</code></th><td>{}</td></tr>)">(
            row.example, (texts.*row.meaning)()
        );
    }
    out.put<"</tbody></table>">();
}

http::Response search_page(const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="columns"><div class="columns__main"><header class="head"><h1>{}</h1></header>)">(
        texts.search_heading()
    );
    endpoint::write_search_form(out, request, view.query, "q-main");
    if (view.error) write_error(out, request, *view.error);
    write_help(out, request);
    if (!view.found && !view.error) out.put<R"(<p class="lead">{}</p>)">(texts.search_prompt());
    if (view.found) write_found(out, request, view);
    out.put<R"(</div><aside class="columns__side">)">();
    if (view.found) write_facets(out, request, view);
    out.put<"</aside></div>">();

    int status = 200;
    if (view.error) status = endpoint::status_of(*view.error, false);
    return endpoint::write_page(
        request,
        {.title = view.query.empty() ? std::string{texts.search_heading()}
                                     : texts.search_title(view.query),
         .is_indexed = false,
         .query = view.query},
        out.take(),
        status
    );
}

} // namespace attest::web
