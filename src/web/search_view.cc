#include "web/search_view.h"

#include "base/text.h"
#include "endpoint/paging.h"
#include "endpoint/status.h"
#include "html/writer.h"
#include "markup/claim_words.h"
#include "web/claim_marks.h"
#include "web/limits.h"
#include "web/scan_search_view.h"
#include "web/snippets.h"

#include <fmt/format.h>

#include <algorithm>
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
    Operator{"status:disputed", &messages::Texts::op_status},
    Operator{R"(in:1917 in:"February 1917")", &messages::Texts::op_in},
    Operator{"between:1914..1918", &messages::Texts::op_between},
    Operator{"cites:vizh-1990-1", &messages::Texts::op_cites},
    Operator{"person:Trotsky", &messages::Texts::op_person},
    Operator{"place:Petrograd", &messages::Texts::op_place},
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

/// The way to the dates of what was found, where it has any.
void write_timeline_link(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const bool has_dates = !view.found->claim_years.empty()
                           || std::ranges::any_of(view.found->hits, [](const auto& hit) {
                                  return std::ranges::any_of(hit.claims, [](const auto& claim) {
                                      return !claim.phrase.empty();
                                  });
                              });
    if (!has_dates) return;
    out.put<R"(<p class="meta"><a href="{}">{}</a></p>)">(
        request.links().timeline({.query = view.query}), request.texts().timeline_link()
    );
}

/// The claims and mentions for which a post was found.
void write_evidence(
    html::Writer& out, const RequestContext& request, const service::SearchHit& hit
) {
    const messages::Texts& texts = request.texts();
    for (const service::HitClaim& claim : hit.claims) {
        const StatusSign sign = sign_of(claim.status);
        out.put<
            R"(<p class="line__claim"><span class="status mark--{}" aria-hidden="true">{}</span> <a href="{}" dir="auto">{}</a> <span class="soft">{}</span>)">(
            sign.name,
            sign.sign,
            request.links().claim(claim.id),
            utf8_prefix(markup::claim_words(claim.words), shown_claim_bytes_max),
            status_words(texts, claim.status)
        );
        if (!claim.phrase.empty()) {
            html::Writer phrase;
            phrase.put<"<mark><bdi>{}</bdi></mark>">(claim.phrase);
            out.put<R"( <span class="soft">)">();
            endpoint::write_pattern(out, texts.hit_claim_date(), {phrase.take()});
            out.put<"</span>">();
        }
        out.put<"</p>">();
    }
    if (hit.mentions.empty()) return;
    html::Writer names;
    for (const service::HitMention& mention : hit.mentions) {
        if (&mention != &hit.mentions.front()) names.text(", ");
        names.put<R"(<a href="{}"><bdi>{}</bdi></a>)">(
            request.links().authority_acts(mention.record), mention.words
        );
    }
    out.put<R"(<p class="line__claim soft">)">();
    endpoint::write_pattern(out, texts.hit_mentions(), {names.take()});
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
    write_evidence(out, request, hit);
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

std::string_view operator_of(service::Meanings::Of of) {
    switch (of) {
    case service::Meanings::Of::person:
        return "person";
    case service::Meanings::Of::place:
        return "place";
    case service::Meanings::Of::source:
        return "cites";
    }
    std::unreachable();
}

/// A name that no record has.
void write_no_meaning(
    html::Writer& out,
    const RequestContext& request,
    service::Meanings::Of of,
    const html::Html& asked
) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    const auto write =
        [&](const messages::Pattern<2>& pattern, const html::Url& url, std::string_view words) {
            endpoint::write_pattern(out, pattern, {asked, endpoint::link(url, words)});
        };
    out.put<R"(<p class="hint">)">();
    switch (of) {
    case service::Meanings::Of::person:
        write(
            texts.search_means_none_person(),
            links.authorities(domain::AuthorityKind::person),
            texts.search_all_people()
        );
        break;
    case service::Meanings::Of::place:
        write(
            texts.search_means_none_place(),
            links.authorities(domain::AuthorityKind::place),
            texts.search_all_places()
        );
        break;
    case service::Meanings::Of::source:
        write(texts.search_means_none_source(), links.sources(), texts.search_all_sources());
        break;
    }
    out.put<"</p>">();
}

/// The query with one meaning in the place of what was asked.
std::string
narrowed_query(const SearchView& view, const service::Meanings& named, std::string_view narrowed) {
    const std::string_view query = view.query;
    return fmt::format(
        "{}{}:{}{}",
        query.substr(0, named.begin),
        operator_of(named.of),
        narrowed,
        query.substr(std::min(named.end, query.size()))
    );
}

/// Names that may mean several, each with a search for it alone.
void write_meanings(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    for (const service::Meanings& named : view.found->meanings) {
        html::Writer asked;
        asked.put<"<q><bdi>{}</bdi></q>">(named.asked);
        html::Html name = asked.take();
        if (named.meanings.empty()) {
            write_no_meaning(out, request, named.of, name);
            continue;
        }
        out.put<R"(<div class="hint"><p>)">();
        endpoint::write_pattern(
            out,
            named.of == service::Meanings::Of::source ? texts.search_means_source()
                                                      : texts.search_means_person(),
            {std::move(name)}
        );
        out.put<"</p><ul>">();
        for (const service::Meanings::Meaning& meaning : named.meanings) {
            out.put<R"(<li><a href="{}"><bdi>{}</bdi></a> <span class="soft">{}</span></li>)">(
                request.links().search(narrowed_query(view, named, meaning.narrowed), view.order),
                meaning.words,
                meaning.note
            );
        }
        out.put<"</ul></div>">();
    }
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

/// Conditions that would narrow the search, with how many questions each leaves.
class FacetWriter {
public:
    FacetWriter(html::Writer& out, const RequestContext& request, const SearchView& view)
        : out_{out}, request_{request}, view_{view} {}

    void begin(std::string_view heading, bool is_exact) {
        is_exact_ = is_exact;
        out_.put<R"(<section class="note"><h2 class="note__heading">{}</h2><ul class="facets">)">(
            heading
        );
    }

    void add(std::string_view condition, std::string_view words, std::int64_t count) {
        out_.put<R"(<li><a href="{}"><bdi>{}</bdi></a> <span class="soft">{}{}</span></li>)">(
            request_.links().search(fmt::format("{} {}", view_.query, condition), view_.order),
            words,
            request_.texts().number(count),
            is_exact_ ? "" : "+"
        );
    }

    void end() { out_.put<"</ul></section>">(); }

private:
    html::Writer& out_;
    const RequestContext& request_;
    const SearchView& view_;
    bool is_exact_ = true;
};

/// As EDTF counts: four digits, 1 BC is 0.
std::string edtf_year(std::int64_t year) {
    return year < 0 ? fmt::format("-{:04}", -year) : fmt::format("{:04}", year);
}

std::string_view operator_value(domain::ClaimStatus status) {
    switch (status) {
    case domain::ClaimStatus::unsourced:
        return "unsourced";
    case domain::ClaimStatus::sourced:
        return "sourced";
    case domain::ClaimStatus::checked:
        return "checked";
    case domain::ClaimStatus::corroborated:
        return "corroborated";
    case domain::ClaimStatus::contested:
        return "contested";
    case domain::ClaimStatus::disputed:
        return "disputed";
    case domain::ClaimStatus::unresolved:
        return "unresolved";
    case domain::ClaimStatus::view:
        return "view";
    case domain::ClaimStatus::view_checked:
        return "viewchecked";
    }
    std::unreachable();
}

void write_evidence_facets(
    html::Writer& out, const RequestContext& request, const SearchView& view
) {
    const messages::Texts& texts = request.texts();
    FacetWriter facets{out, request, view};
    if (!view.found->statuses.empty()) {
        facets.begin(texts.facet_statuses(), view.found->are_evidence_facets_exact);
        for (const service::StatusFacet& facet : view.found->statuses) {
            facets.add(
                fmt::format("status:{}", operator_value(facet.status)),
                fmt::format("{} {}", sign_of(facet.status).sign, status_words(texts, facet.status)),
                facet.count
            );
        }
        facets.end();
    }
    if (view.found->claim_years.empty()) return;
    facets.begin(texts.facet_claim_years(), view.found->are_evidence_facets_exact);
    for (const service::ClaimYears& years : view.found->claim_years) {
        const bool is_one = years.first == years.last;
        facets.add(
            is_one ? fmt::format("in:={}", edtf_year(years.first))
                   : fmt::format("in:={}..{}", edtf_year(years.first), edtf_year(years.last)),
            is_one ? fmt::format("{}", years.first) : fmt::format("{}–{}", years.first, years.last),
            years.count
        );
    }
    facets.end();
}

void write_facets(html::Writer& out, const RequestContext& request, const SearchView& view) {
    const messages::Texts& texts = request.texts();
    FacetWriter facets{out, request, view};
    if (!view.found->tags.empty()) {
        facets.begin(texts.facet_tags(), view.found->are_facets_exact);
        for (const service::Facet& tag : view.found->tags)
            facets.add(fmt::format("[{}]", tag.value), tag.value, tag.count);
        facets.end();
    }
    write_evidence_facets(out, request, view);
    if (view.found->years.empty()) return;
    facets.begin(texts.facet_years(), view.found->are_facets_exact);
    for (const service::Facet& year : view.found->years)
        facets.add(fmt::format("created:{}", year.value), year.value, year.count);
    facets.end();
}

void write_found(html::Writer& out, const RequestContext& request, const SearchView& view) {
    write_notes(out, request, view);
    write_meanings(out, request, view);
    if (view.found->hits.empty()) {
        write_nothing(out, request, view);
        return;
    }
    write_search_tabs(out, request, view);
    write_timeline_link(out, request, view);
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
    write_search_kinds(out, request, view.query, false);
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
