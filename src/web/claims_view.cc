#include "web/claims_view.h"

#include "domain/checking.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/paging.h"
#include "markup/claim_words.h"
#include "service/citing.h"
#include "web/citation_words.h"
#include "web/cited_body.h"
#include "web/cited_page_view.h"
#include "web/claim_links_view.h"
#include "web/parts.h"
#include "web/sources_view.h"
#include "web/timeline_view.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>
#include <vector>

namespace attest::web {

using domain::CitationRelation;
using domain::Verdict;
using endpoint::RequestContext;

std::string_view verdict_words(const messages::Texts& texts, Verdict verdict) {
    switch (verdict) {
    case Verdict::yes:
        return texts.verdict_yes();
    case Verdict::part:
        return texts.verdict_part();
    case Verdict::no:
        return texts.verdict_no();
    case Verdict::not_here:
        return texts.verdict_not_here();
    case Verdict::unreadable:
        return texts.verdict_unreadable();
    case Verdict::absent:
        return texts.verdict_absent();
    case Verdict::present:
        return texts.verdict_present();
    }
    std::unreachable();
}

namespace {

std::string_view words_of(const messages::Texts& texts, CitationRelation relation) {
    switch (relation) {
    case CitationRelation::supports:
        return texts.relation_supports();
    case CitationRelation::disputes:
        return texts.relation_disputes();
    case CitationRelation::qualifies:
        return texts.relation_qualifies();
    case CitationRelation::view:
        return texts.relation_view();
    }
    std::unreachable();
}

bool is_shown_on(const RequestContext& request, const ClaimView& view) {
    return request.reader().has_value() && !view.page.claim.is_detached;
}

/// A reader who may look at this citation for others.
bool may_check(
    const RequestContext& request, const ClaimView& view, const service::CitationRecord& citation
) {
    if (!is_shown_on(request, view) || citation.withdrawn_at) return false;
    return domain::check_may_check(
               request.actor().user,
               {.added_by = citation.added_by,
                .author = citation.post_author,
                .is_in_text = citation.is_in_text || citation.is_link}
    )
        .has_value();
}

const service::OpenedCitation*
find_opened(const ClaimView& view, const service::CitationRecord& citation) {
    const auto found = view.opened.find(citation.id.value);
    return found == view.opened.end() ? nullptr : &found->second;
}

void write_quote(
    html::Writer& out, const service::CitationContent& content, const messages::Texts& texts
) {
    if (content.quote.empty()) return;
    out.put<R"(<blockquote class="quote" dir="auto"><p>{}</p>)">(content.quote);
    if (!content.translation.empty()) {
        out.put<R"(<p class="quote__translation" dir="auto"><span class="soft">{}</span> {}</p>)">(
            texts.citation_translation(), content.translation
        );
    }
    out.put<"</blockquote>">();
}

/// The writer of the text that a citation is of, who can take things into it with one click. With a
/// claim stand citations of others that are the same.
bool is_writer(
    const RequestContext& request, const ClaimView& view, const service::CitationRecord& citation
) {
    return is_shown_on(request, view) && citation.post_author == request.actor().user;
}

/// The claim that a citation hangs on: this one, or one that is the same.
const service::ClaimRecord&
claim_of(const ClaimView& view, const service::CitationRecord& citation) {
    const auto same = std::ranges::find_if(view.page.same, [&](const service::OtherClaim& other) {
        return other.claim.id == citation.claim;
    });
    return same == view.page.same.end() ? view.page.claim : same->claim;
}

/// A button that sends one thing more than its citation.
struct Taking {
    std::string_view act;   ///< Literal.
    std::string_view field; ///< Literal, or none.
    std::string_view value;
    std::string_view words;
};

void write_taking(
    html::Writer& out, const RequestContext& request, CitationId citation, const Taking& taking
) {
    endpoint::write_form_start(
        out,
        request,
        request.links().citation_act(citation, taking.act),
        "form form--inline take-form"
    );
    if (!taking.field.empty()) endpoint::write_hidden_field(out, taking.field, taking.value);
    out.put<
        R"(<button class="button button--quiet button--small" type="submit">{}</button></form>)">(
        taking.words
    );
}

/// What a check offers to the writer: the page that it names, or the words that it leaves.
void write_offer(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation,
    const service::CheckRecord& check
) {
    const messages::Texts& texts = request.texts();
    if (!is_writer(request, view, citation) || !citation.is_in_text || !check.is_latest) return;
    if (check.verdict == Verdict::not_here) {
        const std::optional<std::string> page = domain::page_named_in(check.note);
        if (!page || *page == citation.content.page_from) return;
        service::CitationContent content = citation.content;
        if (content.label != "folio") content.label = "page";
        content.locator = *page;
        const std::string words = texts.take_page(locator_words(texts, content));
        write_taking(
            out,
            request,
            citation.id,
            {.act = "page", .field = "page", .value = *page, .words = words}
        );
    }
    if (check.verdict == Verdict::part) {
        const std::string_view claim = claim_of(view, citation).place.exact;
        const auto range = service::find_words(claim, check.note, 0);
        if (!range || range->end - range->begin >= claim.size()) return;
        const std::string_view part = claim.substr(range->begin, range->end - range->begin);
        const std::string words = texts.take_words(part);
        write_taking(
            out,
            request,
            citation.id,
            {.act = "words", .field = "words", .value = part, .words = words}
        );
    }
}

void write_check(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation,
    const service::CheckRecord& check
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="check{}"><b>{}</b> <span class="soft">)">(
        check.is_latest ? "" : " check--earlier", verdict_words(texts, check.verdict)
    );
    endpoint::write_pattern(
        out,
        texts.check_by(),
        {name_element(request, {.id = check.reader, .name = check.reader_name}),
         time_element(request, check.created_at)}
    );
    out.put<"</span>">();
    if (check.seen == domain::SeenHow::here)
        out.put<R"( <span class="soft">{}</span>)">(texts.check_seen_was_here());
    if (check.seen == domain::SeenHow::snippet)
        out.put<R"( <span class="soft">{}</span>)">(texts.check_seen_was_snippet());
    if (!check.is_latest || check.wording_hash != claim_of(view, citation).place.wording_hash)
        out.put<R"( <span class="soft">{}</span>)">(texts.check_earlier());
    if (!check.note.empty()) out.put<R"(<p dir="auto">{}</p>)">(check.note);
    write_offer(out, request, view, citation, check);
    if (!check.passage.empty())
        out.put<R"(<blockquote class="quote" dir="auto"><p>{}</p></blockquote>)">(check.passage);
    if (!check.reply.empty()) {
        out.put<R"(<p class="check__reply" dir="auto"><span class="soft">{}</span> {}</p>)">(
            texts.check_reply_by_writer(), check.reply
        );
    }
    const bool may_reply =
        is_shown_on(request, view) && check.reply.empty() && check.is_latest && !check.note.empty()
        && (citation.added_by == request.actor().user || is_writer(request, view, citation));
    if (may_reply) {
        endpoint::write_form_start(
            out, request, request.links().claim_act(citation.claim, "reply"), "form form--row"
        );
        endpoint::write_hidden_field(out, "check", std::to_string(check.id.value));
        out.put<
            R"(<label class="hidden" for="reply{}">{}</label><input class="field__line" id="reply{}" name="reply" maxlength="{}" required dir="auto"> <button class="button button--quiet button--small" type="submit">{}</button></form>)">(
            check.id.value,
            texts.check_reply(),
            check.id.value,
            domain::evidence_note_length_max,
            texts.check_reply()
        );
    }
    out.put<"</li>">();
}

/// At the page that is shown, if one is; that is what most do.
void write_seen_choice(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation,
    const service::CheckCitation* typed
) {
    const messages::Texts& texts = request.texts();
    const service::OpenedCitation* opened = find_opened(view, citation);
    const bool is_here = opened != nullptr && is_page_shown(*opened);
    out.put<
        R"(<div class="field field--seen"><label class="field__label" for="seen{}">{}</label><select class="field__line" id="seen{}" name="seen">)">(
        citation.id.value, texts.check_seen(), citation.id.value
    );
    for (const SeenName& one : seen_names) {
        if (one.seen == domain::SeenHow::here && !is_here) continue;
        html::Attributes selected;
        selected.flag("selected", typed != nullptr && typed->seen == one.seen);
        out.put<R"(<option value="{}"{}>{}</option>)">(
            one.name,
            selected,
            one.seen == domain::SeenHow::here       ? texts.check_seen_here()
            : one.seen == domain::SeenHow::own_copy ? texts.check_seen_own()
                                                    : texts.check_seen_snippet()
        );
    }
    out.put<"</select></div>">();
}

void write_check_form(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation
) {
    const messages::Texts& texts = request.texts();
    const service::CheckCitation* typed =
        view.checked && view.checked->citation == citation.id ? &*view.checked : nullptr;
    endpoint::write_form_start(
        out, request, request.links().citation_act(citation.id, "check"), "form check-form"
    );
    if (typed != nullptr) endpoint::write_form_error(out, request, view.error);
    const std::string id = "note" + std::to_string(citation.id.value);
    out.put<
        R"(<div class="field"><label class="field__label" for="{}">{}</label><input class="field__line" id="{}" name="note" value="{}" maxlength="{}" dir="auto" autocomplete="off"></div>)">(
        id,
        texts.check_note(),
        id,
        typed != nullptr ? std::string_view{typed->note} : std::string_view{},
        domain::evidence_note_length_max
    );
    write_seen_choice(out, request, view, citation, typed);
    const std::string passage = "passage" + std::to_string(citation.id.value);
    out.put<
        R"(<div class="field"><label class="field__label" for="{}">{}</label><textarea class="field__text" id="{}" name="passage" rows="2" maxlength="{}" dir="auto">{}</textarea><p class="field__hint">{}</p></div>)">(
        passage,
        texts.check_passage(),
        passage,
        domain::passage_length_max,
        typed != nullptr ? std::string_view{typed->passage} : std::string_view{},
        texts.check_passage_hint()
    );
    html::Attributes of_translation;
    of_translation.flag("checked", typed != nullptr && typed->is_of_translation);
    out.put<
        R"(<label class="choice"><input type="checkbox" name="translation" value="1"{}> <span>{}</span></label><p class="check-form__verdicts">)">(
        of_translation, texts.check_translation()
    );
    for (const VerdictName& one : verdict_names) {
        if (!domain::is_verdict_of(one.verdict, citation.content.is_absence)) continue;
        out.put<
            R"(<button class="button button--quiet button--small" type="submit" name="verdict" value="{}">{}</button> )">(
            one.name, verdict_words(texts, one.verdict)
        );
    }
    out.put<"</p></form>">();
}

/// "12.5": thousandths as percent.
std::string percent_of(std::int64_t thousandths) {
    return fmt::format("{}.{}", thousandths / 10, thousandths % 10);
}

/// What the form for a box holds: what was typed, or the box that is there.
service::DrawBox box_in_form(
    const ClaimView& view, const service::CitationRecord& citation, const service::MarkedPage& page
) {
    if (view.drawn && view.drawn->citation == citation.id) return *view.drawn;
    if (!page.box) return {};
    const scans::Box& box = *page.box;
    return {
        .citation = citation.id,
        .left = percent_of(box.left),
        .top = percent_of(box.top),
        .width = percent_of(box.right - box.left),
        .height = percent_of(box.bottom - box.top),
    };
}

/// A box instead of a quote: four numbers, which a script draws on the image above.
void write_draw_form(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation
) {
    const service::OpenedCitation* opened = find_opened(view, citation);
    const bool may_draw = is_shown_on(request, view) && opened != nullptr && opened->page
                          && opened->page->page.line.sight == domain::ScanSight::whole
                          && (!opened->page->page.box || opened->page->page.is_drawn)
                          && service::may_change_box(request.actor(), citation);
    if (!may_draw) return;
    const messages::Texts& texts = request.texts();
    const bool is_refused = view.drawn && view.drawn->citation == citation.id;
    const Error* error = is_refused ? view.error : nullptr;
    html::Attributes attributes;
    attributes.flag("open", error != nullptr);
    out.put<R"(<details class="help draw-box"{}><summary>{}</summary><p class="soft">{}</p>)">(
        attributes, texts.draw_box_summary(), texts.draw_box_hint()
    );
    endpoint::write_form_start(
        out, request, request.links().citation_act(citation.id, "box"), "form form--row"
    );
    endpoint::write_form_error(out, request, error);
    const service::DrawBox typed = box_in_form(view, citation, opened->page->page);
    const std::tuple<const char*, std::string_view, const std::string*> fields[] = {
        {"left", texts.draw_box_left(), &typed.left},
        {"top", texts.draw_box_top(), &typed.top},
        {"width", texts.draw_box_width(), &typed.width},
        {"height", texts.draw_box_height(), &typed.height},
    };
    for (const auto& [name, label, value] : fields) {
        const std::string id = name + std::to_string(citation.id.value);
        out.put<
            R"(<div class="field"><label class="field__label" for="{}">{}</label><input class="field__line" id="{}" name="{}" value="{}" inputmode="decimal" maxlength="5" required autocomplete="off"></div>)">(
            id, label, id, name, *value
        );
    }
    out.put<R"(<button class="button button--small" type="submit">{}</button>)">(
        texts.draw_box_keep()
    );
    if (opened->page->page.is_drawn) {
        out.put<
            R"( <button class="button button--quiet button--small" type="submit" name="undo" value="1" formnovalidate>{}</button>)">(
            texts.draw_box_undo()
        );
    }
    out.put<"</form></details>">();
}

/// The same buttons for a reader without an account, as links: what he finds waits behind a token
/// of his own, and this page stays the same for all who are not signed in.
void write_visitor_verdicts(
    html::Writer& out, const RequestContext& request, const service::CitationRecord& citation
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<p class="check-form__verdicts">)">();
    for (const VerdictName& one : verdict_names) {
        if (!domain::is_verdict_of(one.verdict, citation.content.is_absence)) continue;
        out.put<
            R"(<a class="button button--quiet button--small" rel="nofollow" href="{}">{}</a> )">(
            request.links().check_form(citation.id, one.name), verdict_words(texts, one.verdict)
        );
    }
    out.put<R"(</p><p class="check-form__hint soft">{}</p>)">(texts.waiting_check_hint());
}

/// A citation that stands beside the text, into it; and the page on which the site has found a
/// quote that came without one.
void write_takings(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation
) {
    const messages::Texts& texts = request.texts();
    if (!citation.is_in_text) {
        write_taking(
            out,
            request,
            citation.id,
            {.act = "take", .field = {}, .value = {}, .words = texts.take_citation()}
        );
        return;
    }
    const service::OpenedCitation* opened = find_opened(view, citation);
    if (!citation.content.locator.empty() || opened == nullptr || !opened->page) return;
    const std::string& label = opened->page->page.line.label;
    if (label.empty()) return;
    service::CitationContent content = citation.content;
    content.label = "page";
    content.locator = label;
    const std::string words = texts.take_page(locator_words(texts, content));
    write_taking(
        out, request, citation.id, {.act = "page", .field = "page", .value = label, .words = words}
    );
}

void write_citation_part(
    html::Writer& out,
    const RequestContext& request,
    const ClaimView& view,
    const service::CitationRecord& citation
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<article class="cite cite--{}" id="citation-{}"><p class="cite__relation">{}</p><h2 class="cite__work">)">(
        citation.content.relation == CitationRelation::disputes ? "against" : "for",
        citation.id.value,
        citation.content.is_absence ? texts.relation_absence()
                                    : words_of(texts, citation.content.relation)
    );
    write_citation(out, request, citation);
    out.put<R"(</h2><p class="soft">{})">(kind_words(texts, citation.source.kind));
    if (citation.content.locator.empty() && !citation.source.is_single_item)
        out.put<" · {}">(texts.citation_no_locator());
    if (!citation.source.criticism.empty()) out.put<" · {}">(citation.source.criticism);
    out.put<"</p>">();
    if (citation.source.distrust_reason) {
        out.put<R"(<p class="notice notice--warn">{}</p>)">(
            texts.source_distrusted(*citation.source.distrust_reason)
        );
    }
    write_quote(out, citation.content, texts);
    if (const service::OpenedCitation* opened = find_opened(view, citation))
        write_cited_page(out, request, citation, *opened);
    write_draw_form(out, request, view, citation);
    if (!citation.content.note.empty()) out.put<R"(<p dir="auto">{}</p>)">(citation.content.note);
    out.put<R"(<p class="cite__counts">{})">(
        texts.citation_counts(texts.number(citation.yes_count), texts.number(citation.no_count))
    );
    if (citation.added_by && !citation.is_in_text) {
        out.put<R"( <span class="soft">)">();
        endpoint::write_pattern(
            out,
            texts.citation_added_by(),
            {name_element(
                 request, {.id = citation.added_by, .name = citation.adder_name.value_or("")}
             ),
             time_element(request, citation.created_at)}
        );
        out.put<"</span>">();
    } else if (citation.is_link) {
        out.put<R"( <span class="soft">{}</span>)">(texts.citation_from_link());
    }
    out.put<"</p>">();

    bool has_checks = false;
    for (const service::CheckRecord& check : view.page.checks) {
        if (check.citation != citation.id) continue;
        if (!std::exchange(has_checks, true)) out.put<R"(<ul class="checks">)">();
        write_check(out, request, view, citation, check);
    }
    if (has_checks) out.put<"</ul>">();
    if (may_check(request, view, citation)) write_check_form(out, request, view, citation);
    if (!request.reader() && !view.page.claim.is_detached)
        write_visitor_verdicts(out, request, citation);
    if (is_writer(request, view, citation)) write_takings(out, request, view, citation);
    const bool may_withdraw =
        is_shown_on(request, view) && !citation.is_in_text
        && (citation.added_by == request.actor().user || request.actor().is_moderator()
            || (citation.is_link && is_writer(request, view, citation)));
    if (may_withdraw) {
        endpoint::write_form_start(
            out, request, request.links().citation_act(citation.id, "withdraw"), "form form--inline"
        );
        out.put<R"(<button class="act" type="submit">{}</button></form>)">(texts.citation_withdraw()
        );
    }
    out.put<"</article>">();
}

/// Of a bare link only the page is wanted.
std::string begun_citation(const service::ClaimPage& page) {
    if (!page.claim.is_bare_link) return {};
    const auto link = std::ranges::find_if(page.citations, [](const auto& citation) {
        return citation.is_link && !citation.withdrawn_at;
    });
    return link == page.citations.end() ? std::string{} : "@" + link->source.key + ", p. ";
}

void write_add_form(html::Writer& out, const RequestContext& request, const ClaimView& view) {
    const messages::Texts& texts = request.texts();
    const Error* error = view.checked || view.drawn || view.is_joining ? nullptr : view.error;
    const html::Url page = request.links().claim(view.page.claim.id);
    out.put<
        R"(<section class="add-citation" id="add"><p class="add-citation__ways"><a class="button button--quiet button--small" href="{}" data-relation="for">{}</a> <a class="button button--quiet button--small" href="{}" data-relation="against">{}</a></p><h2>{}</h2>)">(
        html::Url::local(page.text() + "?add=for#add"),
        texts.panel_for(),
        html::Url::local(page.text() + "?add=against#add"),
        texts.panel_against(),
        view.page.claim.is_bare_link ? texts.citation_page_wanted() : texts.citation_add_heading()
    );
    endpoint::write_form_start(
        out, request, request.links().claim_act(view.page.claim.id, "citations")
    );
    endpoint::write_form_error(out, request, error);
    endpoint::write_choices(
        out,
        {.name = "relation",
         .label = texts.citation_relation(),
         .value = view.relation.empty() ? "for" : std::string_view{view.relation},
         .is_required = true},
        {{"for", texts.relation_supports()},
         {"against", texts.relation_disputes()},
         {"limit", texts.relation_qualifies()}},
        error
    );
    endpoint::write_field(
        out,
        {.name = "citation",
         .label = texts.citation_field(),
         .value = view.citation.empty() ? begun_citation(view.page) : view.citation,
         .hint = texts.citation_field_hint(),
         .is_required = true},
        error
    );
    out.put<
        R"(<p><button class="act" type="button" data-cite-into="citation" data-cite="{}">{}</button></p>)">(
        request.links().cite_dialog(), texts.cite_open()
    );
    endpoint::write_field(
        out,
        {.name = "note",
         .label = texts.citation_note(),
         .value = view.note,
         .hint = texts.citation_note_hint(),
         .length_max = domain::evidence_note_length_max},
        error
    );
    endpoint::write_submit(out, texts.citation_add());
    out.put<"</form></section>">();
}

endpoint::Frame claim_frame(const std::string& title) {
    return {
        .title = title, .is_indexed = false, .is_part = true, .page_class = "page page--narrow"
    };
}

std::string_view heading_of(const messages::Texts& texts, service::WantedClaims wanted) {
    switch (wanted) {
    case service::WantedClaims::asked:
        return texts.help_check_asked();
    case service::WantedClaims::unchecked:
        return texts.help_check_unchecked();
    case service::WantedClaims::differ:
        return texts.help_check_differ();
    case service::WantedClaims::links:
        return texts.help_check_links();
    }
    std::unreachable();
}

/// What a bare link cites, and what is wanted of it.
html::Html wanted_page(const messages::Texts& texts, const service::ListedClaim& listed) {
    html::Writer out;
    if (listed.claim.is_bare_link) {
        out.put<R"(<span><cite dir="auto">{}</cite>, {}</span>)">(
            listed.work, texts.citation_no_locator()
        );
    }
    if (listed.has_page)
        out.put<R"(<span class="wanted__page">{}</span>)">(texts.help_check_has_page());
    return out.take();
}

/// As an address has them.
std::string list_of(const std::vector<std::string>& languages) {
    return fmt::format("{}", fmt::join(languages, ","));
}

/// Each language is switched on or off; none chosen is all.
void write_languages(html::Writer& out, const RequestContext& request, const HelpCheckView& view) {
    const messages::Texts& texts = request.texts();
    const std::vector<std::string>& chosen = view.request.languages;
    const bool is_of_use = !chosen.empty() || view.found.languages.size() > 1;
    if (!is_of_use || view.request.wanted == service::WantedClaims::asked) return;

    std::deque<std::string> names;
    std::vector<Tab> tabs{
        {.url = request.links().help_check(view.request.wanted),
         .words = texts.help_check_all_languages(),
         .is_current = chosen.empty()}
    };
    for (const std::string& language : view.found.languages) {
        std::vector<std::string> others = chosen;
        const bool is_chosen = std::erase(others, language) > 0;
        if (!is_chosen) others.push_back(language);
        names.push_back(texts.language_name(language));
        tabs.push_back(
            {.url = request.links().help_check(view.request.wanted, list_of(others)),
             .words = names.back(),
             .is_current = is_chosen}
        );
    }
    out.put<R"(<div class="languages"><span class="soft">{}</span>)">(texts.help_check_languages());
    write_tabs(out, texts.help_check_languages(), tabs);
    out.put<"</div>">();
}

} // namespace

namespace {

/// The dates in its words, in both calendars.
void write_dates(html::Writer& out, const RequestContext& request, const ClaimView& view) {
    if (view.dates.empty()) return;
    out.put<R"(<ul class="claim-page__dates">)">();
    for (const service::TimelineItem& item : view.dates) {
        out.put<R"(<li><bdi>{}</bdi> <span class="soft">{}</span>)">(
            item.date.phrase, conversion_of(request, item.date)
        );
        if (!item.hint.empty()) out.put<R"(<p class="timeline__hint">{}</p>)">(item.hint);
        out.put<"</li>">();
    }
    out.put<R"(</ul><p class="soft claim-page__place"><a href="{}">{}</a></p>)">(
        request.links().timeline({.question = view.page.question}), request.texts().timeline_link()
    );
}

} // namespace

http::Response claim_page(const RequestContext& request, const ClaimView& view) {
    const messages::Texts& texts = request.texts();
    const service::ClaimPage& page = view.page;
    html::Writer out;
    out.put<
        R"(<p class="soft claim-page__place">{}</p><h1 class="claim-page__title">{}</h1><blockquote class="claim-page__words" dir="auto">{}</blockquote><p>{}</p>)">(
        texts.claim_page_label(),
        texts.claim_page_title(),
        markup::claim_words(page.claim.place.exact),
        status_mark(texts, page.claim.standing)
    );
    out.put<R"(<p class="soft claim-page__place">)">();
    endpoint::write_pattern(
        out,
        texts.claim_in_post(),
        {endpoint::link(
            page.answer ? request.links().short_answer(*page.answer)
                        : request.links().question(page.question, page.title),
            page.title
        )}
    );
    out.put<"</p>">();
    write_dates(out, request, view);
    if (page.claim.is_detached) out.put<R"(<p class="notice">{}</p>)">(texts.claim_detached());
    write_bases(out, request, page);

    bool has_any = false;
    for (const service::CitationRecord& citation : page.citations) {
        if (citation.withdrawn_at) continue;
        has_any = true;
        write_citation_part(out, request, view, citation);
    }
    if (!has_any && !page.claim.is_inference)
        out.put<R"(<p class="empty">{}</p>)">(texts.claim_no_citations());
    write_same_claims(out, request, page, view.is_joining ? view.error : nullptr);
    if (is_shown_on(request, view)) {
        write_add_form(out, request, view);
    } else if (!page.claim.is_detached) {
        out.put<R"(<p class="soft"><a href="{}">{}</a></p>)">(
            request.links().sign_in(request.links().claim(page.claim.id).text()),
            texts.claim_sign_in()
        );
    }
    endpoint::Frame frame = claim_frame(std::string{texts.claim_page_title()});
    frame.has_editor = is_shown_on(request, view); // for the dialog of its field
    return endpoint::write_page(request, frame, out.take(), view.error != nullptr ? 422 : 200);
}

http::Response ask_source_page(const RequestContext& request, const AskSourceView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<"<h1>{}</h1><p>{}</p>">(texts.ask_source_title(), texts.ask_source_intro());
    endpoint::write_form_start(out, request, request.links().post_act(view.post, "claims"));
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_field(
        out,
        {.name = "words",
         .label = texts.ask_source_words(),
         .value = view.words,
         .length_max = domain::claim_length_max,
         .is_required = true,
         .rows = 3},
        view.error
    );
    endpoint::write_submit(out, texts.ask_source_button());
    out.put<"</form>">();
    return endpoint::write_page(
        request,
        claim_frame(std::string{texts.ask_source_title()}),
        out.take(),
        view.error != nullptr ? 422 : 200
    );
}

http::Response help_check_page(const RequestContext& request, const HelpCheckView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1><p class="head__tagline">{}</p></header>)">(
        texts.help_check_title(), texts.help_check_intro()
    );
    const std::string languages = list_of(view.request.languages);
    std::vector<Tab> tabs;
    for (const service::WantedClaims wanted :
         {service::WantedClaims::unchecked,
          service::WantedClaims::asked,
          service::WantedClaims::differ,
          service::WantedClaims::links}) {
        tabs.push_back(
            {.url = request.links().help_check(wanted, languages),
             .words = heading_of(texts, wanted),
             .is_current = wanted == view.request.wanted}
        );
    }
    write_tabs(out, texts.help_check_title(), tabs);
    write_languages(out, request, view);
    if (view.request.wanted == service::WantedClaims::links)
        out.put<R"(<p class="soft">{}</p>)">(texts.help_check_links_intro());
    if (view.found.claims.empty()) out.put<R"(<p class="empty">{}</p>)">(texts.help_check_empty());
    out.put<R"(<ul class="lines lines--wanted">)">();
    for (const service::ListedClaim& listed : view.found.claims) {
        out.put<
            R"(<li class="wanted"><h2 class="line__title"><a href="{}" dir="auto">{}</a></h2><div class="line__facts">{}{}<a href="{}" dir="auto">{}</a></div></li>)">(
            request.links().claim(listed.claim.id),
            markup::claim_words(listed.claim.place.exact),
            status_mark(texts, listed.claim.standing),
            wanted_page(texts, listed),
            request.links().question(listed.question, listed.title),
            listed.title
        );
    }
    out.put<"</ul>">();
    if (view.request.page > 1) {
        out.put<R"(<p><a href="{}" rel="prev">{}</a></p>)">(
            request.links().help_check(view.request.wanted, languages, view.request.page - 1),
            texts.previous_page()
        );
    }
    if (view.found.has_more) {
        out.put<R"(<p><a href="{}" rel="next">{}</a></p>)">(
            request.links().help_check(view.request.wanted, languages, view.request.page + 1),
            texts.next_page()
        );
    }
    return endpoint::write_page(
        request,
        {.title = std::string{texts.help_check_title()},
         .nav = endpoint::NavItem::help_check,
         .page_class = "page"},
        out.take()
    );
}

} // namespace attest::web
