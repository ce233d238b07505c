// How the status of a claim is shown: words, a sign that says it by its form, and the mark in a
// text, numbered as its note in the margin and its place among the works cited.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "service/evidence.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace attest::web {

/// The status in words: "checked", "sources differ".
std::string_view status_words(const messages::Texts& texts, domain::ClaimStatus status);

/// With its counts, as it is always printed: "sources differ: 2 for, 1 against".
std::string standing_words(const messages::Texts& texts, const domain::ClaimStanding& standing);

struct StatusSign {
    std::string_view sign;
    std::string_view name; ///< Of the class in evidence.css.
};

StatusSign sign_of(domain::ClaimStatus status);

/// The sign with all that is known of the claim.
html::Html status_mark(const messages::Texts& texts, const domain::ClaimStanding& standing);

/// The claims of one post in the order of its text. Their places in it, from 1, are their numbers.
class PostClaims {
public:
    PostClaims(const service::QuestionEvidence& evidence, PostId post);

    [[nodiscard]] std::span<const service::ClaimRecord> all() const { return claims_; }

    /// By the number of its citations in the text (markup::CitationGroup::number).
    [[nodiscard]] const service::ClaimRecord* find(std::int64_t ordinal) const;

    [[nodiscard]] std::int64_t number_of(const service::ClaimRecord& claim) const {
        return &claim - claims_.data() + 1;
    }

    /// What is cited for and against a claim of this post.
    [[nodiscard]] std::span<const service::CitationRecord>
    citations_of(const service::ClaimRecord& claim) const;

private:
    std::span<const service::ClaimRecord> claims_;
    std::span<const service::CitationRecord> citations_;
};

/// "◑2", which leads to the claim's page.
html::Html mark_link(
    const endpoint::RequestContext& request, const service::ClaimRecord& claim, std::int64_t number
);

} // namespace attest::web
