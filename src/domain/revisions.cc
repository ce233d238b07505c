#include "domain/revisions.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace attest::domain {

namespace {

enum class Part : std::uint8_t { none, title, body, tags };

Part part_of(HistoryKind kind) {
    if (!makes_revision(kind)) return Part::none;
    switch (std::to_underlying(kind) % 3) {
    case 1:
        return Part::title;
    case 2:
        return Part::body;
    default:
        return Part::tags;
    }
}

using Act = std::vector<HistoryRow*>;

/// Rows without a guid belong together if they touch parts of a revision at one time by one person,
/// as the first title, body and tags of a post do.
bool continues(const Act& act, const HistoryRow& row) {
    const HistoryRow& first = *act.front();
    const bool is_alike = first.guid.empty() && first.created_at == row.created_at
                          && first.author == row.author && makes_revision(first.kind)
                          && makes_revision(row.kind);
    if (!is_alike) return false;
    return std::ranges::none_of(act, [&](const HistoryRow* known) {
        return part_of(known->kind) == part_of(row.kind);
    });
}

/// Rows of one act together, in order of the first of each.
std::vector<Act> group_acts(std::vector<HistoryRow>& rows) {
    std::vector<Act> acts;
    std::map<std::pair<std::string_view, bool>, std::size_t>
        known; // a guid, and if it makes a revision
    for (HistoryRow& row : rows) {
        if (row.guid.empty()) {
            if (!acts.empty() && continues(acts.back(), row))
                acts.back().push_back(&row);
            else
                acts.push_back({&row});
            continue;
        }
        const auto [place, is_new] =
            known.try_emplace({row.guid, makes_revision(row.kind)}, acts.size());
        if (is_new)
            acts.push_back({&row});
        else
            acts[place->second].push_back(&row);
    }
    return acts;
}

/// What carries over from one revision to the next.
struct State {
    std::string title;
    std::string tags;
    std::string source;
    BodyFormat format = BodyFormat::markdown;
};

void apply(State& state, HistoryRow& row) {
    switch (part_of(row.kind)) {
    case Part::title:
        state.title = std::move(row.text);
        return;
    case Part::body:
        state.source = std::move(row.text);
        state.format = row.format;
        return;
    case Part::tags:
        state.tags = std::move(row.text);
        return;
    case Part::none:
        return;
    }
}

Revision make_revision(Act& act, State& state) {
    HistoryRow& first = *act.front();
    Revision revision{
        .number = 0,
        .guid = first.guid,
        .created_at = first.created_at,
        .author = std::move(first.author),
        .summary = {},
        .kind = first.kind,
        .is_rollback = false,
        .license = {},
        .title = {},
        .tags = {},
        .source = {},
        .format = BodyFormat::markdown,
    };
    for (HistoryRow* row : act) {
        apply(state, *row);
        if (revision.summary.empty()) revision.summary = std::move(row->summary);
        if (revision.license.empty()) revision.license = std::move(row->license);
        if (touches_body(row->kind)) revision.kind = row->kind;
        const bool restores =
            row->kind >= HistoryKind::rollback_title && row->kind <= HistoryKind::rollback_tags;
        revision.is_rollback = revision.is_rollback || restores;
    }
    if (!makes_revision(revision.kind)) return revision;
    revision.title = state.title;
    revision.tags = state.tags;
    revision.source = state.source;
    revision.format = state.format;
    return revision;
}

Revision made_up_revision(const PostAsItStands& post) {
    return {
        .number = 0,
        .guid = {},
        .created_at = post.created_at,
        .author = post.author,
        .summary = {},
        .kind = HistoryKind::initial_body,
        .is_rollback = false,
        .license = post.license,
        .title = post.title,
        .tags = post.tags,
        .source = post.body_html,
        .format = BodyFormat::html,
    };
}

} // namespace

std::vector<Revision> group_revisions(std::vector<HistoryRow> rows, const PostAsItStands& post) {
    const bool has_body =
        std::ranges::any_of(rows, [](const HistoryRow& row) { return touches_body(row.kind); });

    std::vector<Revision> revisions;
    State state;
    if (!has_body) {
        Revision first = made_up_revision(post);
        state = {
            .title = first.title, .tags = first.tags, .source = first.source, .format = first.format
        };
        revisions.push_back(std::move(first));
    }
    std::vector<Act> acts = group_acts(rows);
    for (Act& act : acts)
        revisions.push_back(make_revision(act, state));

    std::int64_t number = 0;
    for (Revision& revision : revisions) {
        if (makes_revision(revision.kind)) revision.number = ++number;
    }
    return revisions;
}

} // namespace attest::domain
