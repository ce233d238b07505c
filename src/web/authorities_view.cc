#include "web/authorities_view.h"

#include "dates/phrase.h"
#include "domain/privileges.h"
#include "endpoint/forms.h"
#include "endpoint/paging.h"
#include "endpoint/status.h"
#include "web/limits.h"
#include "web/timeline_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace attest::web {

using domain::AuthorityKind;
using domain::NameKind;
using service::AuthorityRecord;

namespace {

std::string_view heading_of(const messages::Texts& texts, AuthorityKind kind) {
    switch (kind) {
    case AuthorityKind::person:
        return texts.authorities_people();
    case AuthorityKind::place:
        return texts.authorities_places();
    case AuthorityKind::organisation:
    case AuthorityKind::other:
        return texts.authorities_names();
    }
    std::unreachable();
}

std::string_view words_of(const messages::Texts& texts, AuthorityKind kind) {
    switch (kind) {
    case AuthorityKind::person:
        return texts.authority_person();
    case AuthorityKind::place:
        return texts.authority_place();
    case AuthorityKind::organisation:
        return texts.authority_organisation();
    case AuthorityKind::other:
        return texts.authority_other();
    }
    std::unreachable();
}

std::string_view words_of(const messages::Texts& texts, NameKind kind) {
    switch (kind) {
    case NameKind::main:
        return texts.authority_name_main();
    case NameKind::other:
        return texts.authority_name_other();
    case NameKind::birth:
        return texts.authority_name_birth();
    case NameKind::pseudonym:
        return texts.authority_name_pseudonym();
    case NameKind::former:
        return texts.authority_name_former();
    case NameKind::exonym:
        return texts.authority_name_exonym();
    }
    std::unreachable();
}

bool may_keep(const RequestContext& request) {
    return request.reader()
           && domain::check_keeps_records(*request.reader(), request.site().settings.thresholds)
                  .has_value();
}

/// "7 November 1879 – 21 August 1940", or one of them; nothing for neither.
std::string span_of(std::string_view from, std::string_view to) {
    if (from.empty() && to.empty()) return {};
    if (from.empty()) return fmt::format("– {}", to);
    if (to.empty()) return fmt::format("{} –", from);
    return fmt::format("{} – {}", from, to);
}

html::Html record_link(const RequestContext& request, const AuthorityRecord& record) {
    html::Writer out;
    out.put<R"(<a href="{}"><bdi>{}</bdi></a>)">(
        request.links().authority(record.kind, record.id, record.label), record.label
    );
    return out.take();
}

html::Html name_words(const domain::AuthorityName& name) {
    html::Writer out;
    out.put<R"(<bdi class="name"{}>{}</bdi>)">(
        html::Attributes{}.with("lang", name.language, !name.language.empty()), name.name
    );
    return out.take();
}

/// `found_as` is the name by which a search found it, where that is not its main one.
void write_entry(
    html::Writer& out,
    const RequestContext& request,
    const AuthorityRecord& record,
    std::string_view found_as = {}
) {
    out.put<R"(<li class="entry"><p class="entry__name">{}</p>)">(record_link(request, record));
    if (!found_as.empty() && found_as != record.label) {
        out.put<R"(<p class="entry__text">)">();
        endpoint::write_pattern(out, request.texts().authorities_found_as(), {isolated(found_as)});
        out.put<"</p>">();
    }
    if (!record.note.empty()) out.put<R"(<p class="entry__text" dir="auto">{}</p>)">(record.note);
    const std::string span = span_of(record.active_from, record.active_to);
    if (!span.empty()) out.put<R"(<p class="entry__facts">{}</p>)">(span);
    out.put<"</li>">();
}

void write_entries(
    html::Writer& out, const RequestContext& request, const AuthorityListView& view
) {
    const messages::Texts& texts = request.texts();
    if (view.found.empty() && view.list.records.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(
            view.filter.empty() ? texts.authorities_empty() : texts.authorities_none_found()
        );
        return;
    }
    out.put<R"(<ul class="entries">)">();
    for (const AuthorityRecord& record : view.list.records)
        write_entry(out, request, record);
    for (const service::FoundAuthority& found : view.found)
        write_entry(out, request, found.record, found.name);
    out.put<"</ul>">();
}

void write_kind_tabs(html::Writer& out, const RequestContext& request, AuthorityKind kind) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    const std::array<Tab, 3> tabs = {{
        {links.authorities(AuthorityKind::person),
         texts.authorities_tab_people(),
         kind == AuthorityKind::person},
        {links.authorities(AuthorityKind::place),
         texts.authorities_tab_places(),
         kind == AuthorityKind::place},
        {links.authorities(AuthorityKind::other),
         texts.authorities_tab_names(),
         kind == AuthorityKind::organisation || kind == AuthorityKind::other},
    }};
    out.put<R"(<div class="order"><p class="order__count">)">();
    if (may_keep(request)) {
        out.put<R"(<a href="{}">{}</a>)">(links.new_authority(kind), texts.authorities_new());
    }
    out.put<"</p>">();
    write_tabs(out, texts.authorities_tabs_label(), tabs);
    out.put<"</div>">();
}

void write_name_row(
    html::Writer& out,
    const RequestContext& request,
    const service::AuthorityPage& page,
    const domain::AuthorityName& name
) {
    const messages::Texts& texts = request.texts();
    out.put<"<tr><td>{}">(name_words(name));
    for (const AuthorityRecord& merged : page.merged) {
        if (merged.id != name.record) continue;
        out.put<R"( <span class="soft">)">();
        endpoint::write_pattern(out, texts.authority_from_record(), {isolated(merged.label)});
        out.put<"</span>">();
    }
    out.put<R"(</td><td>{}</td><td>{}</td><td dir="auto">{}</td><td dir="auto">{}</td></tr>)">(
        name.language,
        words_of(texts, name.kind),
        span_of(name.valid_from, name.valid_to),
        name.citation
    );
}

/// Which of the names the record had at a time, by what they say themselves.
void write_names_on(html::Writer& out, const RequestContext& request, const AuthorityView& view) {
    const messages::Texts& texts = request.texts();
    if (std::ranges::none_of(view.page.names, domain::has_validity)) return;
    out.put<R"(<form class="timeline__form" method="get" action="{}">)">(request.links().authority(
        view.page.record.kind, view.page.record.id, view.page.record.label
    ));
    endpoint::write_field(
        out, {.name = "on", .label = texts.authority_names_on(), .value = view.names_on}, view.error
    );
    out.put<R"(<p class="form__acts"><button class="button">{}</button></p></form>)">(
        texts.authority_names_on_show()
    );
    if (view.names_on.empty() || view.error != nullptr) return;
    const Result<dates::ReadDate> on = dates::read_date(view.names_on);
    if (!on) return;
    std::string_view separator;
    out.put<R"(<p class="lead" dir="auto">)">();
    for (const domain::AuthorityName& name : view.page.names) {
        if (!domain::has_validity(name)
            || !domain::is_valid_within(name, {.lo = on->date.lo, .hi = on->date.hi}))
            continue;
        out.text(std::exchange(separator, " · ")).put(name_words(name));
    }
    if (separator.empty()) out.text(texts.authority_names_on_none());
    out.put<"</p>">();
}

void write_names(
    html::Writer& out, const RequestContext& request, const service::AuthorityPage& page
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<section aria-labelledby="names"><h2 id="names">{}</h2><table class="table table--names"><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>)">(
        texts.authority_names_heading(),
        texts.authority_name(),
        texts.authority_language(),
        texts.authority_name_kind(),
        texts.authority_validity(),
        texts.authority_citation()
    );
    for (const domain::AuthorityName& name : page.names)
        write_name_row(out, request, page, name);
    out.put<"</tbody></table></section>">();
}

void write_merged(
    html::Writer& out, const RequestContext& request, const service::AuthorityPage& page
) {
    if (page.merged.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section aria-labelledby="merged"><h2 id="merged">{}</h2><ul>)">(
        texts.authority_merged_heading()
    );
    for (const AuthorityRecord& merged : page.merged) {
        out.put<"<li>">();
        endpoint::write_pattern(out, texts.authority_merged(), {isolated(merged.label)});
        out.put<"</li>">();
    }
    out.put<"</ul></section>">();
}

void write_event(
    html::Writer& out, const RequestContext& request, const storage::AuthorityEvent& event
) {
    const messages::Texts& texts = request.texts();
    const html::Html person = name_element(request, event.user);
    const html::Html date = time_element(request, event.at);
    switch (event.change) {
    case domain::AuthorityChange::made:
        return endpoint::write_pattern(out, texts.authority_event_made(), {person, date});
    case domain::AuthorityChange::described:
        return endpoint::write_pattern(out, texts.authority_event_described(), {person, date});
    case domain::AuthorityChange::name_added:
        return endpoint::write_pattern(
            out, texts.authority_event_name_added(), {person, isolated(event.detail), date}
        );
    case domain::AuthorityChange::name_removed:
        return endpoint::write_pattern(
            out, texts.authority_event_name_removed(), {person, isolated(event.detail), date}
        );
    case domain::AuthorityChange::merged:
        return endpoint::write_pattern(
            out, texts.authority_event_merged(), {person, isolated(event.other_label), date}
        );
    case domain::AuthorityChange::unmerged:
        return endpoint::write_pattern(out, texts.authority_event_unmerged(), {person, date});
    }
    std::unreachable();
}

void write_history(
    html::Writer& out, const RequestContext& request, const service::AuthorityPage& page
) {
    out.put<R"(<details class="names-history"><summary>{}</summary><ol class="plain">)">(
        request.texts().authority_history()
    );
    for (const storage::AuthorityEvent& event : page.events) {
        out.put<"<li>">();
        write_event(out, request, event);
        out.put<"</li>">();
    }
    out.put<"</ol></details>">();
}

/// Every name, as it stands: `"Leon Trotsky" OR "Лев Троцкий" OR Петроград`.
std::string query_of(const service::AuthorityPage& page) {
    constexpr std::size_t names_max = 12; // a query has room for so many
    std::string query;
    std::size_t count = 0;
    for (const domain::AuthorityName& name : page.names) {
        if (count++ == names_max) break;
        if (name.name.contains('"')) continue;
        if (!query.empty()) query += " OR ";
        query += name.name.contains(' ') ? fmt::format("\"{}\"", name.name) : name.name;
    }
    return query;
}

std::vector<endpoint::Choice> name_kind_choices(const messages::Texts& texts) {
    std::vector<endpoint::Choice> choices;
    for (const NameKind kind : domain::all_name_kinds)
        choices.push_back({domain::format_kind(kind), words_of(texts, kind)});
    return choices;
}

/// Name, language and what it rests on: of a new record and of another name.
void write_name_fields(
    html::Writer& out,
    const RequestContext& request,
    const domain::AuthorityName& name,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    endpoint::write_field(
        out,
        {.name = "name",
         .label = texts.authority_name(),
         .value = name.name,
         .length_max = domain::authority_name_length_max,
         .is_required = true},
        error
    );
    endpoint::write_field(
        out,
        {.name = "language",
         .label = texts.authority_language(),
         .value = name.language,
         .hint = texts.authority_language_hint()},
        error
    );
    endpoint::write_field(
        out,
        {.name = "citation",
         .label = texts.authority_citation(),
         .value = name.citation,
         .hint = texts.authority_citation_hint(),
         .length_max = domain::name_citation_length_max},
        error
    );
}

void write_record_fields(
    html::Writer& out,
    const RequestContext& request,
    const service::AuthorityForm& form,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    endpoint::write_field(
        out,
        {.name = "note",
         .label = texts.authority_note(),
         .value = form.note,
         .hint = texts.authority_note_hint(),
         .length_max = domain::authority_note_length_max},
        error
    );
    endpoint::write_field(
        out,
        {.name = "active_from",
         .label = texts.authority_active_from(),
         .value = form.active_from,
         .hint = texts.authority_active_from_hint(),
         .length_max = domain::name_phrase_length_max},
        error
    );
    endpoint::write_field(
        out,
        {.name = "active_to",
         .label = texts.authority_active_to(),
         .value = form.active_to,
         .length_max = domain::name_phrase_length_max},
        error
    );
    if (form.kind != AuthorityKind::place) return;
    endpoint::write_field(
        out,
        {.name = "coordinates",
         .label = texts.authority_coordinates(),
         .value = form.coordinates,
         .hint = texts.authority_coordinates_hint()},
        error
    );
}

/// What stands in the description's form: what was sent if that form was refused.
service::AuthorityForm
form_of(const RequestContext& request, const AuthorityRecord& record, bool was_sent) {
    if (was_sent) {
        return {
            .kind = record.kind,
            .note = request.field("note"),
            .active_from = request.field("active_from"),
            .active_to = request.field("active_to"),
            .coordinates = request.field("coordinates"),
        };
    }
    return {
        .kind = record.kind,
        .note = record.note,
        .active_from = record.active_from,
        .active_to = record.active_to,
        .coordinates =
            record.coordinates ? domain::format_coordinates(*record.coordinates) : std::string{},
    };
}

/// A form of the page: each says by its button's name what it does.
void write_act_start(
    html::Writer& out, const RequestContext& request, AuthorityId id, std::string_view heading
) {
    out.put<"<section><h2>{}</h2>">(heading);
    endpoint::write_form_start(out, request, request.links().authority_acts(id));
}

void write_act_end(html::Writer& out, std::string_view act, std::string_view words) {
    out.put<
        R"(<p class="form__acts"><button class="button" name="act" value="{}">{}</button></p></form></section>)">(
        act, words
    );
}

void write_describe_form(
    html::Writer& out,
    const RequestContext& request,
    const AuthorityRecord& record,
    const Error* error
) {
    const bool was_sent = error != nullptr && request.field("act") == "describe";
    write_act_start(out, request, record.id, request.texts().authority_describe_heading());
    write_record_fields(
        out, request, form_of(request, record, was_sent), was_sent ? error : nullptr
    );
    write_act_end(out, "describe", request.texts().authority_describe());
}

void write_add_form(
    html::Writer& out, const RequestContext& request, AuthorityId id, const Error* error
) {
    const messages::Texts& texts = request.texts();
    const bool was_sent = error != nullptr && request.field("act") == "add";
    const Error* mine = was_sent ? error : nullptr;
    const auto sent = [&](std::string_view field) {
        return was_sent ? request.field(field) : std::string{};
    };
    write_act_start(out, request, id, texts.authority_add_heading());
    write_name_fields(
        out,
        request,
        {.name = sent("name"), .language = sent("language"), .citation = sent("citation")},
        mine
    );
    const std::string kind =
        was_sent ? sent("kind") : std::string{domain::format_kind(NameKind::other)};
    endpoint::write_choices(
        out,
        {.name = "kind",
         .label = texts.authority_name_kind(),
         .value = kind,
         .hint = texts.authority_main_hint(),
         .is_required = true},
        name_kind_choices(texts),
        mine
    );
    const std::string from = sent("valid_from");
    const std::string to = sent("valid_to");
    endpoint::write_field(
        out,
        {.name = "valid_from",
         .label = texts.authority_valid_from(),
         .value = from,
         .length_max = domain::name_phrase_length_max},
        mine
    );
    endpoint::write_field(
        out,
        {.name = "valid_to",
         .label = texts.authority_valid_to(),
         .value = to,
         .length_max = domain::name_phrase_length_max},
        mine
    );
    write_act_end(out, "add", texts.authority_add());
}

void write_removals(
    html::Writer& out, const RequestContext& request, const service::AuthorityPage& page
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section><h2>{}</h2><ul class="entries">)">(texts.authority_names_heading());
    for (const domain::AuthorityName& name : page.names) {
        out.put<
            R"(<li class="entry"><p class="entry__name">{} <span class="soft">{} · {}</span></p>)">(
            name_words(name), name.language, words_of(texts, name.kind)
        );
        if (name.kind != NameKind::main && name.record == page.record.id) {
            endpoint::write_form_start(
                out, request, request.links().authority_acts(page.record.id), "form form--inline"
            );
            endpoint::write_hidden_field(out, "name_id", fmt::format("{}", name.id.value));
            out.put<
                R"(<button class="button button--quiet button--small" name="act" value="remove" aria-label="{}">{}</button></form>)">(
                texts.authority_remove_label(name.name), texts.authority_remove()
            );
        }
        out.put<"</li>">();
    }
    out.put<"</ul></section>">();
}

void write_merge_forms(
    html::Writer& out,
    const RequestContext& request,
    const service::AuthorityPage& page,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    const bool was_sent = error != nullptr && request.field("act") == "merge";
    const std::string into = was_sent ? request.field("into") : std::string{};
    write_act_start(out, request, page.record.id, texts.authority_merge_heading());
    endpoint::write_field(
        out,
        {.name = "into",
         .label = texts.authority_merge_into(),
         .value = into,
         .hint = texts.authority_merge_hint(),
         .is_required = true},
        was_sent ? error : nullptr
    );
    write_act_end(out, "merge", texts.authority_merge());
    for (const AuthorityRecord& merged : page.merged) {
        endpoint::write_form_start(
            out, request, request.links().authority_acts(merged.id), "form form--inline"
        );
        out.put<
            R"(<p><bdi>{}</bdi> <button class="button button--quiet button--small" name="act" value="unmerge">{}</button></p></form>)">(
            merged.label, texts.authority_unmerge()
        );
    }
}

int status_of_form(const Error* error) {
    if (error == nullptr) return 200;
    constexpr int unprocessable = 422;
    constexpr int conflict = 409;
    return error->code() == ErrorCode::conflict ? conflict : unprocessable;
}

} // namespace

std::span<const AuthorityKind> kinds_beside(AuthorityKind kind) {
    static constexpr std::array people = {AuthorityKind::person};
    static constexpr std::array places = {AuthorityKind::place};
    static constexpr std::array others = {AuthorityKind::organisation, AuthorityKind::other};
    switch (kind) {
    case AuthorityKind::person:
        return people;
    case AuthorityKind::place:
        return places;
    case AuthorityKind::organisation:
    case AuthorityKind::other:
        return others;
    }
    std::unreachable();
}

http::Response authority_list_page(const RequestContext& request, const AuthorityListView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    html::Writer out;
    out.put<
        R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline">{}</p></header>)">(
        heading_of(texts, view.kind), texts.authorities_intro()
    );
    write_filter(
        out,
        request,
        {.action = links.authorities(view.kind),
         .label = texts.authorities_filter(),
         .filter = view.filter,
         .order = ""}
    );
    write_kind_tabs(out, request, view.kind);
    write_entries(out, request, view);
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.list.total, authorities_per_page),
         .url = [&](std::int64_t number) { return links.authorities(view.kind, {}, number); }}
    );
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{heading_of(texts, view.kind)},
         .canonical = links.authorities(view.kind, view.filter, view.page),
         .is_indexed = view.filter.empty() && view.page == 1},
        out.take()
    );
}

namespace {

void write_posts(html::Writer& out, const RequestContext& request, const AuthorityView& view) {
    const messages::Texts& texts = request.texts();
    const AuthorityRecord& record = view.page.record;
    out.put<R"(<section aria-labelledby="posts"><h2 id="posts">{}</h2>)">(
        texts.authority_posts_heading()
    );
    if (!view.posts.posts.empty()) {
        write_mentioning_posts(out, request, view.posts.posts);
        out.put<R"(<p><a href="{}">{}</a></p>)">(
            request.links().mentions(record.id), texts.mentions_all(view.posts.total)
        );
    }
    out.put<R"(<p><a href="{}">{}</a></p></section>)">(
        request.links().search(query_of(view.page)), texts.authority_posts_search()
    );
}

void write_claims(html::Writer& out, const RequestContext& request, const AuthorityView& view) {
    if (view.claims.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section aria-labelledby="claims"><h2 id="claims">{}</h2>)">(
        texts.authority_claims_heading()
    );
    const std::span<const service::TimelineItem> all = view.claims;
    write_dated_claims(
        out, request, all.first(std::min<std::size_t>(all.size(), record_lines_shown))
    );
    out.put<R"(<p><a href="{}">{}</a></p></section>)">(
        request.links().timeline({.record = view.page.record.id}), texts.timeline_link()
    );
}

/// Birth and death, where it lies, and the pages about it.
void write_facts(html::Writer& out, const RequestContext& request, const AuthorityRecord& record) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    const std::string span = span_of(record.active_from, record.active_to);
    if (!span.empty()) out.put<" · <bdi>{}</bdi>">(span);
    if (record.coordinates) {
        out.put<R"( · <bdi class="nowrap">{}</bdi>)">(domain::format_coordinates(*record.coordinates
        ));
    }
    out.put<R"( · <a href="{}">{}</a>)">(links.map({.record = record.id}), texts.map_link());
    if (!may_keep(request)) return;
    out.put<R"( · <a href="{}">{}</a>)">(links.authority_edit(record.id), texts.authority_edit());
}

} // namespace

http::Response authority_page(const RequestContext& request, const AuthorityView& view) {
    const messages::Texts& texts = request.texts();
    const service::AuthorityPage& page = view.page;
    const AuthorityRecord& record = page.record;
    html::Writer out;
    out.put<
        R"(<div class="index sections"><header class="head"><h1><bdi>{}</bdi></h1><p class="meta">{})">(
        record.label, words_of(texts, record.kind)
    );
    write_facts(out, request, record);
    out.put<"</p></header>">();
    if (!record.note.empty()) out.put<R"(<p class="lead" dir="auto">{}</p>)">(record.note);
    write_names(out, request, page);
    write_names_on(out, request, view);
    write_claims(out, request, view);
    write_posts(out, request, view);
    write_merged(out, request, page);
    write_history(out, request, page);
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = record.label,
         .description = record.note,
         .canonical = request.links().authority(record.kind, record.id, record.label),
         .is_indexed = view.names_on.empty()},
        out.take(),
        view.error == nullptr ? 200 : 422
    );
}

http::Response new_authority_page(
    const RequestContext& request, const service::MakeAuthority& form, const Error* error
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.authorities_new());
    endpoint::write_form_error(out, request, error);
    endpoint::write_form_start(out, request, request.links().make_authority());
    std::vector<endpoint::Choice> kinds;
    for (const AuthorityKind kind : domain::all_authority_kinds)
        kinds.push_back({domain::format_kind(kind), words_of(texts, kind)});
    endpoint::write_choices(
        out,
        {.name = "record_kind",
         .label = texts.authority_kind_label(),
         .value = domain::format_kind(form.record.kind),
         .is_required = true},
        kinds,
        error
    );
    write_name_fields(out, request, form.name, error);
    write_record_fields(out, request, form.record, error);
    const bool is_double = error != nullptr && error->code() == ErrorCode::conflict;
    if (is_double) {
        endpoint::write_checkbox(out, "is_another", texts.authority_is_another(), form.is_another);
    }
    endpoint::write_submit(out, texts.authorities_new());
    out.put<"</form>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.authorities_new()},
         .is_indexed = false,
         .page_class = "page page--narrow"},
        out.take(),
        status_of_form(error)
    );
}

http::Response edit_authority_page(
    const RequestContext& request, const service::AuthorityPage& page, const Error* error
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1><p class="meta">{}</p></header>)">(
        texts.authority_edit_title(page.record.label), record_link(request, page.record)
    );
    endpoint::write_form_error(out, request, error);
    write_describe_form(out, request, page.record, error);
    write_removals(out, request, page);
    write_add_form(out, request, page.record.id, error);
    write_merge_forms(out, request, page, error);
    return endpoint::write_page(
        request,
        {.title = texts.authority_edit_title(page.record.label),
         .is_indexed = false,
         .page_class = "page page--narrow"},
        out.take(),
        status_of_form(error)
    );
}

} // namespace attest::web
