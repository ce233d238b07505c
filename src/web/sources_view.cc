#include "web/sources_view.h"

#include "bibliography/coins.h"
#include "endpoint/forms.h"
#include "endpoint/paging.h"
#include "markup/claim_words.h"
#include "web/limits.h"
#include "web/reference_files.h"

#include <array>
#include <utility>

namespace attest::web {

using bibliography::Reference;
using domain::SourceKind;
using domain::SourceLinkKind;
using storage::SourceOrder;

namespace {

std::string_view link_words(const messages::Texts& texts, SourceLinkKind kind, bool is_from_here) {
    switch (kind) {
    case SourceLinkKind::derives:
        return is_from_here ? texts.source_link_derives() : texts.source_linked_derives();
    case SourceLinkKind::translation:
        return is_from_here ? texts.source_link_translation() : texts.source_linked_translation();
    case SourceLinkKind::edition:
        return is_from_here ? texts.source_link_edition() : texts.source_linked_edition();
    case SourceLinkKind::reprint:
        return is_from_here ? texts.source_link_reprint() : texts.source_linked_reprint();
    case SourceLinkKind::executes:
        return is_from_here ? texts.source_link_executes() : texts.source_linked_executes();
    case SourceLinkKind::part_of:
        return is_from_here ? texts.source_link_part_of() : texts.source_linked_part_of();
    }
    std::unreachable();
}

std::string_view status_words(const messages::Texts& texts, domain::ClaimStatus status) {
    using enum domain::ClaimStatus;
    switch (status) {
    case unsourced:
        return texts.source_claim_unsourced();
    case sourced:
        return texts.source_claim_sourced();
    case checked:
        return texts.source_claim_checked();
    case corroborated:
        return texts.source_claim_corroborated();
    case contested:
        return texts.source_claim_contested();
    case disputed:
        return texts.source_claim_disputed();
    case unresolved:
        return texts.source_claim_unresolved();
    case view:
        return texts.source_claim_view();
    case view_checked:
        return texts.source_claim_view_checked();
    }
    std::unreachable();
}

/// The shape that stands for a status (look.md, 3).
std::string_view status_shape(domain::ClaimStatus status) {
    using enum domain::ClaimStatus;
    switch (status) {
    case unsourced:
        return "○";
    case sourced:
        return "◔";
    case checked:
        return "◑";
    case corroborated:
        return "●";
    case contested:
    case unresolved:
        return "◆";
    case disputed:
        return "✕";
    case view:
    case view_checked:
        return "❝";
    }
    std::unreachable();
}

void write_list(html::Writer& out, const RequestContext& request, const SourceListView& view) {
    const messages::Texts& texts = request.texts();
    if (!view.sources.empty()) {
        out.put<R"(<ul class="entries entries--sources">)">();
        for (const service::SourceSummary& source : view.sources)
            write_source_line(out, request, source);
        out.put<"</ul>">();
        return;
    }
    out.put<R"(<div class="empty"><p>)">();
    if (view.words.empty()) {
        out.text(texts.sources_empty());
    } else {
        endpoint::write_pattern(out, texts.sources_none_found(), {isolated(view.words)});
    }
    out.put<"</p></div>">();
}

void write_search(html::Writer& out, const RequestContext& request, const SourceListView& view) {
    out.put<
        R"(<form class="form form--row" role="search" action="{}"><div class="field"><label class="field__label" for="source-words">{}</label><input class="field__line" type="search" id="source-words" name="q" value="{}" maxlength="300" dir="auto"></div><button class="button" type="submit">{}</button></form>)">(
        request.links().sources(),
        request.texts().sources_search_label(),
        view.words,
        request.texts().search_button()
    );
}

/// One line of the description list; nothing for what is not known.
void write_fact(html::Writer& out, std::string_view label, std::string_view value) {
    if (value.empty()) return;
    out.put<R"(<div><dt>{}</dt><dd dir="auto">{}</dd></div>)">(label, value);
}

void write_fact(html::Writer& out, std::string_view label, const html::Html& value) {
    out.put<R"(<div><dt>{}</dt><dd>{}</dd></div>)">(label, value);
}

std::string joined_people(const std::vector<bibliography::PersonName>& people) {
    std::string names;
    for (const bibliography::PersonName& person : people) {
        if (!names.empty()) names += "; ";
        names += bibliography::format_person(person);
    }
    return names;
}

/// A stranger's address as a link, if it is one.
html::Html address_element(const std::string& address, std::string_view words) {
    html::Writer out;
    const Result<html::Url> url = html::parse_url(address);
    if (url) {
        out.put<R"(<a href="{}" rel="nofollow noopener">{}</a>)">(*url, words);
    } else {
        out.text(words);
    }
    return out.take();
}

void write_reference(html::Writer& out, const RequestContext& request, const Reference& reference) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<dl class="facts">)">();
    write_fact(out, texts.source_authors(), joined_people(reference.authors));
    write_fact(out, texts.source_editors(), joined_people(reference.editors));
    write_fact(out, texts.source_translators(), joined_people(reference.translators));
    write_fact(out, texts.source_container(), reference.container_title);
    write_fact(out, texts.source_issued(), bibliography::format_date(reference.issued));
    write_fact(out, texts.source_volume(), reference.volume);
    write_fact(out, texts.source_issue(), reference.issue);
    write_fact(out, texts.source_pages(), reference.page);
    write_fact(out, texts.source_edition(), reference.edition);
    write_fact(out, texts.source_publisher(), reference.publisher);
    write_fact(out, texts.source_place(), reference.publisher_place);
    write_fact(out, texts.source_archive(), reference.archive);
    write_fact(out, texts.source_shelfmark(), reference.archive_location);
    write_fact(out, texts.source_isbn(), reference.isbn);
    write_fact(out, texts.source_issn(), reference.issn);
    if (!reference.doi.empty()) {
        write_fact(
            out,
            texts.source_doi(),
            address_element("https://doi.org/" + reference.doi, reference.doi)
        );
    }
    if (!reference.url.empty()) {
        write_fact(out, texts.source_url(), address_element(reference.url, reference.url));
    }
    write_fact(out, texts.source_language(), reference.language);
    write_fact(out, texts.source_note(), reference.note);
    out.put<"</dl>">();
}

void write_printed(html::Writer& out, std::string_view style, const std::string& html) {
    if (html.empty()) return;
    out.put<R"(<p class="cite__entry" dir="auto">{} <span class="soft">{}</span></p>)">(
        html::Html::trusted(html), style
    );
}

void write_names(html::Writer& out, const RequestContext& request, const SourceView& view) {
    const messages::Texts& texts = request.texts();
    const storage::SourceRecord& source = view.source.record;
    out.put<R"(<dl class="facts"><div><dt>{}</dt><dd><code>[@{}]</code></dd></div>)">(
        texts.source_cite_as(), source.key
    );
    if (!view.source.aliases.empty()) {
        std::string aliases;
        for (const std::string& alias : view.source.aliases) {
            if (!aliases.empty()) aliases += ", ";
            aliases += alias;
        }
        write_fact(out, texts.source_aliases(), aliases);
    }
    html::Writer exports;
    for (const ReferenceFormat& format : reference_formats) {
        exports.put<R"(<a href="{}" download rel="nofollow">{}</a> )">(
            request.links().source_export(source.key, format.ending), format.words
        );
    }
    write_fact(out, texts.source_exports(), exports.take());
    out.put<"</dl>">();
}

void write_link_line(
    html::Writer& out,
    const RequestContext& request,
    const storage::SourceRecord& source,
    const storage::LinkedSource& link,
    bool may_remove
) {
    out.put<R"(<li class="entry"><p class="entry__text">{} <a href="{}"><bdi>{}</bdi></a></p>)">(
        link_words(request.texts(), link.kind, link.is_from_here),
        request.links().source(link.key),
        link.title
    );
    if (may_remove) {
        const std::string& from = link.is_from_here ? source.key : link.key;
        const std::string& to = link.is_from_here ? link.key : source.key;
        endpoint::write_form_start(
            out, request, request.links().source_act(from, "links"), "form form--inline"
        );
        endpoint::write_hidden_field(out, "to", to);
        endpoint::write_hidden_field(out, "kind", std::to_string(static_cast<int>(link.kind)));
        out.put<
            R"(<button class="button button--quiet button--small" name="act" value="remove">{}</button></form>)">(
            request.texts().source_link_remove()
        );
    }
    out.put<"</li>">();
}

void write_links(html::Writer& out, const RequestContext& request, const SourceView& view) {
    if (view.source.links.empty()) return;
    const bool may_remove =
        request.reader()
        && service::may_edit_source(request.site(), *request.reader(), view.source.record);
    out.put<R"(<h2>{}</h2><ul class="entries entries--lines">)">(
        request.texts().source_links_heading()
    );
    for (const storage::LinkedSource& link : view.source.links)
        write_link_line(out, request, view.source.record, link, may_remove);
    out.put<"</ul>">();
}

void write_citation(
    html::Writer& out, const RequestContext& request, const storage::CitationOfSource& citation
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<li class="entry"><p class="entry__text" dir="auto">{}</p><p class="entry__facts">)">(
        markup::claim_words(citation.claim_text)
    );
    out.put<R"(<a href="{}"><span aria-hidden="true">{}</span> {}</a>)">(
        request.links().claim(citation.claim),
        status_shape(citation.status),
        status_words(texts, citation.status)
    );
    if (!citation.locator.empty()) out.put<" · {}">(texts.source_cited_at(citation.locator));
    if (citation.relation == domain::CitationRelation::disputes) {
        out.put<" · {}">(texts.source_disputes());
    } else if (citation.relation == domain::CitationRelation::qualifies) {
        out.put<" · {}">(texts.source_qualifies());
    }
    out.put<R"( · <a href="{}"><bdi>{}</bdi></a></p></li>)">(
        citation.post.value == citation.question.value
            ? request.links().question(citation.question, citation.title)
            : request.links().short_answer(AnswerId{citation.post.value}),
        citation.title
    );
}

void write_citations(html::Writer& out, const RequestContext& request, const SourceView& view) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<h2>{}</h2>)">(texts.source_citations_heading());
    if (view.source.citations.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.source_citations_none());
        return;
    }
    out.put<R"(<ul class="entries entries--lines">)">();
    for (const storage::CitationOfSource& citation : view.source.citations)
        write_citation(out, request, citation);
    out.put<"</ul>">();
    const std::string& key = view.source.record.key;
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.source.citation_count, source_citations_per_page),
         .url = [&](std::int64_t number) { return request.links().source(key, number); }}
    );
}

/// A form that is folded away until it is wanted, or was refused.
void write_fold_start(
    html::Writer& out, std::string_view summary, std::string_view hint, bool is_open
) {
    out.put<R"(<details class="help"{}><summary>{}</summary><p>{}</p>)">(
        html::Attributes{}.flag("open", is_open), summary, hint
    );
}

const Error* error_at(const Error* error, std::string_view field) {
    return endpoint::error_of(error, field) == nullptr ? nullptr : error;
}

void write_link_form(html::Writer& out, const RequestContext& request, const SourceView& view) {
    const messages::Texts& texts = request.texts();
    const Error* error = error_at(view.error, "to");
    write_fold_start(out, texts.source_link_add(), texts.source_link_hint(), error != nullptr);
    endpoint::write_form_start(
        out, request, request.links().source_act(view.source.record.key, "links")
    );
    std::vector<std::string> values;
    std::vector<endpoint::Choice> choices;
    for (int kind = 1; kind <= static_cast<int>(SourceLinkKind::part_of); ++kind)
        values.push_back(std::to_string(kind));
    for (std::size_t index = 0; index < values.size(); ++index) {
        choices.push_back(
            {.value = values[index],
             .label = link_words(texts, static_cast<SourceLinkKind>(index + 1), true)}
        );
    }
    endpoint::write_choices(
        out, {.name = "kind", .label = texts.source_link_kind(), .value = "1"}, choices
    );
    endpoint::write_field(
        out,
        {.name = "to",
         .label = texts.source_link_to(),
         .value = error == nullptr ? std::string{} : request.field("to"),
         .length_max = 300,
         .is_required = true},
        error
    );
    endpoint::write_submit(out, texts.source_link_save());
    out.put<"</form></details>">();
}

struct LineForm {
    std::string_view act;
    std::string_view summary;
    std::string_view hint;
    std::string_view field;
    std::string_view label;
    std::string_view submit;
    std::string value;
    bool is_required = false;
};

void write_line_form(
    html::Writer& out, const RequestContext& request, const SourceView& view, const LineForm& form
) {
    const Error* error = error_at(view.error, form.field);
    write_fold_start(out, form.summary, form.hint, error != nullptr);
    endpoint::write_form_start(
        out, request, request.links().source_act(view.source.record.key, form.act)
    );
    const std::string value = error == nullptr ? form.value : request.field(form.field);
    endpoint::write_field(
        out,
        {.name = form.field,
         .label = form.label,
         .value = value,
         .length_max = service::source_note_length_max,
         .is_required = form.is_required},
        error
    );
    endpoint::write_submit(out, form.submit);
    out.put<"</form></details>">();
}

/// Only what makes sense for the reader.
void write_acts(html::Writer& out, const RequestContext& request, const SourceView& view) {
    if (!request.reader()) return;
    const messages::Texts& texts = request.texts();
    const domain::Actor& reader = *request.reader();
    write_link_form(out, request, view);
    if (service::may_merge_sources(request.site(), reader)) {
        write_line_form(
            out,
            request,
            view,
            {.act = "merge",
             .summary = texts.source_merge_add(),
             .hint = texts.source_merge_hint(),
             .field = "into",
             .label = texts.source_merge_into(),
             .submit = texts.source_merge_save(),
             .value = {},
             .is_required = true}
        );
    }
    if (!reader.is_moderator()) return;
    write_line_form(
        out,
        request,
        view,
        {.act = "distrust",
         .summary = texts.source_distrust_add(),
         .hint = texts.source_distrust_hint(),
         .field = "reason",
         .label = texts.source_distrust_reason(),
         .submit = texts.source_distrust_save(),
         .value = view.source.record.distrust_reason.value_or("")}
    );
}

/// What reference managers take from the head.
html::Html head_data(const RequestContext& request, const service::SourcePage& source) {
    html::Writer out;
    for (const auto& [name, content] : bibliography::meta_of(source.reference))
        out.put<R"(<meta name="{}" content="{}">)">(name, content);
    for (const ReferenceFormat& format : reference_formats) {
        out.put<R"(<link rel="alternate" type="{}" href="{}">)">(
            format.type, request.links().source_export(source.record.key, format.ending)
        );
    }
    return out.take();
}

} // namespace

std::string_view kind_words(const messages::Texts& texts, SourceKind kind) {
    switch (kind) {
    case SourceKind::document_of_the_time:
        return texts.source_kind_a();
    case SourceKind::witness_later:
        return texts.source_kind_b();
    case SourceKind::research:
        return texts.source_kind_c();
    case SourceKind::later_tradition:
        return texts.source_kind_t();
    case SourceKind::retold:
        return texts.source_kind_d();
    }
    std::unreachable();
}

std::string_view kind_hint(const messages::Texts& texts, SourceKind kind) {
    switch (kind) {
    case SourceKind::document_of_the_time:
        return texts.source_kind_a_hint();
    case SourceKind::witness_later:
        return texts.source_kind_b_hint();
    case SourceKind::research:
        return texts.source_kind_c_hint();
    case SourceKind::later_tradition:
        return texts.source_kind_t_hint();
    case SourceKind::retold:
        return texts.source_kind_d_hint();
    }
    std::unreachable();
}

void write_source_line(
    html::Writer& out, const RequestContext& request, const service::SourceSummary& source
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="entry"><p class="entry__name"><a href="{}"><bdi>{}</bdi></a></p>)">(
        request.links().source(source.key), source.title
    );
    out.put<R"(<p class="entry__facts">)">();
    if (!source.author.empty()) out.put<"<bdi>{}</bdi> · ">(source.author);
    if (!source.issued.empty()) out.put<"<bdi>{}</bdi> · ">(source.issued);
    out.put<"{} · {}</p></li>">(
        kind_words(texts, source.kind), texts.source_times_cited(source.citation_count)
    );
}

http::Response source_list_page(const RequestContext& request, const SourceListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    html::Writer out;
    out.put<
        R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline">{}</p></header>)">(
        texts.sources_heading(), texts.sources_intro()
    );
    write_search(out, request, view);
    if (view.words.empty()) {
        const std::array<Tab, 2> tabs = {{
            {links.sources(), texts.sources_newest(), view.order == SourceOrder::newest},
            {links.sources(SourceOrder::most_cited),
             texts.sources_cited(),
             view.order == SourceOrder::most_cited},
        }};
        out.put<R"(<div class="order"><p class="order__count">{}</p>)">(
            texts.sources_count(view.total)
        );
        write_tabs(out, texts.order_label(), tabs);
        out.put<"</div>">();
    }
    out.put<R"(<p class="steps"><a href="{}" rel="nofollow">{}</a></p>)">(
        links.source_new(), texts.sources_add()
    );
    write_list(out, request, view);
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = view.has_more ? view.page + 1 : view.page,
         .url = [&](std::int64_t number) { return links.sources(view.order, view.words, number); }}
    );
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.sources_heading()},
         .canonical = links.sources(view.order, view.words, view.page),
         .nav = endpoint::NavItem::sources,
         .is_indexed = view.words.empty() && view.page == 1},
        out.take()
    );
}

http::Response source_page(const RequestContext& request, const SourceView& view, int status) {
    const messages::Texts& texts = request.texts();
    const storage::SourceRecord& source = view.source.record;
    html::Writer out;
    out.put<R"(<div class="index index--source"><header class="head"><h1 dir="auto">{}</h1>)">(
        source.title
    );
    out.put<R"(<p class="head__tagline"><span title="{}">{}</span></p></header>)">(
        kind_hint(texts, source.kind), kind_words(texts, source.kind)
    );
    out.put<R"(<span class="Z3988" title="{}"></span>)">(
        bibliography::format_coins(view.source.reference)
    );
    if (source.distrust_reason) {
        out.put<R"(<p class="source__distrust"><strong>{}</strong></p>)">(
            texts.source_distrusted(*source.distrust_reason)
        );
    }
    if (!source.criticism.empty()) {
        out.put<R"(<p class="lead" dir="auto">{}</p>)">(source.criticism);
    }
    write_printed(out, texts.cite_chicago(), view.chicago_html);
    write_printed(out, texts.cite_mla(), view.mla_html);
    write_reference(out, request, view.source.reference);
    write_names(out, request, view);
    out.put<
        R"(<p class="steps"><a href="{}">{}</a> · <a rel="nofollow" href="{}">{}</a> · <a rel="nofollow" href="{}">{}</a></p>)">(
        request.links().scans(source.key),
        texts.source_scans(),
        request.links().source_act(source.key, "edit"),
        texts.source_edit(),
        request.links().source_act(source.key, "history"),
        texts.source_history()
    );
    write_links(out, request, view);
    write_citations(out, request, view);
    write_acts(out, request, view);
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = source.title,
         .canonical = request.links().source(source.key, view.page),
         .data_block = head_data(request, view.source)},
        out.take(),
        status
    );
}

http::Response
source_history_page(const RequestContext& request, const service::SourceHistory& history) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline"><a href="{}"><bdi>{}</bdi></a></p></header>)">(
        texts.source_history_title(),
        request.links().source(history.record.key),
        history.record.title
    );
    for (const storage::SourceRevision& revision : history.revisions) {
        out.put<
            R"(<section class="source__state"><h2>{}</h2><p class="soft">{} · <bdi>{}</bdi> · {}</p>)">(
            texts.source_revision(texts.number(revision.revision)),
            time_element(request, revision.created_at),
            revision.user_name,
            kind_words(texts, revision.kind)
        );
        if (!revision.criticism.empty()) out.put<R"(<p dir="auto">{}</p>)">(revision.criticism);
        storage::SourceRecord state = history.record;
        state.csl = revision.csl;
        const Reference reference = service::reference_of(state);
        out.put<R"(<p dir="auto">{}</p>)">(reference.title);
        write_reference(out, request, reference);
        out.put<"</section>">();
    }
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.source_history_title()}, .is_indexed = false},
        out.take()
    );
}

} // namespace attest::web
