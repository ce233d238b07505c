// How the status of a claim is shown: words, a sign that says it by its form, and the mark in a
// text, numbered as its note in the margin and its place among the works cited.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "service/evidence.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// The claims of one post in the order of its text, and what is printed of each in several places.
/// Their places in it, from 1, are their numbers.
class PostClaims {
public:
    /// `evidence` must outlive this.
    PostClaims(
        const endpoint::RequestContext& request,
        const service::QuestionEvidence& evidence,
        PostId post
    );

    [[nodiscard]] std::span<const service::ClaimRecord> all() const { return claims_; }

    /// By the number of its citations in the text (markup::CitationGroup::number).
    [[nodiscard]] const service::ClaimRecord* find(std::int64_t ordinal) const;

    [[nodiscard]] std::int64_t number_of(const service::ClaimRecord& claim) const {
        return index_of(claim) + 1;
    }

    /// standing_words of it.
    [[nodiscard]] const std::string& words_of(const service::ClaimRecord& claim) const {
        return words_[static_cast<std::size_t>(index_of(claim))];
    }

    /// "◑2", which leads to the claim's page.
    [[nodiscard]] const html::Html& mark_of(const service::ClaimRecord& claim) const {
        return marks_[static_cast<std::size_t>(index_of(claim))];
    }

    /// What the post's evidence is worth.
    [[nodiscard]] const domain::AnswerEvidence& counts() const { return counts_; }

    /// What is cited for and against a claim of this post.
    [[nodiscard]] std::span<const service::CitationRecord>
    citations_of(const service::ClaimRecord& claim) const;

private:
    [[nodiscard]] std::ptrdiff_t index_of(const service::ClaimRecord& claim) const {
        return &claim - claims_.data();
    }

    std::span<const service::ClaimRecord> claims_;
    std::span<const service::CitationRecord> citations_;
    std::vector<std::string> words_;
    std::vector<html::Html> marks_;
    domain::AnswerEvidence counts_;
};

} // namespace attest::web
