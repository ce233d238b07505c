// Reading a post's history: its revisions with what changed between them, and single revisions.
#pragma once

#include "domain/editing.h"
#include "service/questions.h"

namespace attest::service {

struct RevisionView {
    std::int64_t number = 0; ///< From 1; 0 for an act that is no revision (closed, protected …).
    std::string guid; ///< Lower-case, with hyphens; empty for a revision made up from the body.
    Time created_at;
    Byline author;
    std::string summary;
    domain::HistoryKind kind; ///< Of the act: what it is called is the view's business.
    bool is_rollback = false;
    std::string license;
    domain::BodyFormat format = domain::BodyFormat::markdown;
    std::string title; ///< As of this revision; empty for answers.
    std::vector<std::string> tags;
    std::string source;    ///< The body as of this revision.
    std::string body_html; ///< The body rendered, safe to print.
    /// What changed since the revision before, safe to print; empty on the first.
    std::string title_diff_html;
    std::string tags_diff_html;
    std::string body_diff_html;        ///< Inline: <ins> and <del>.
    std::string body_diff_before_html; ///< Side by side.
    std::string body_diff_after_html;
};

struct RevisionsPage {
    PostAddress address;
    std::string tag = {}; ///< Of a tag's excerpt or wiki, which stand on no question's page.
    PostId post;
    domain::PostKind post_kind;
    domain::PostStanding standing; ///< Who may roll back.
    std::string question_title;
    std::vector<RevisionView> revisions; ///< Newest first.
    bool has_more = false;
};

/// Revisions shown on one page: diffs are costly.
inline constexpr std::int64_t revisions_per_page = 20;

/// `not_found` for what the reader may not see, here and below.
Result<RevisionsPage> list_revisions(
    const Site& site,
    PostId post,
    std::int64_t page,
    const std::optional<domain::Actor>& reader = std::nullopt
);

/// One revision, by its guid: `/revisions/GUID`.
Result<RevisionsPage> read_revision(
    const Site& site,
    const std::string& guid,
    const std::optional<domain::Actor>& reader = std::nullopt
);

} // namespace attest::service
