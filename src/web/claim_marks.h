// How the status of a claim is shown: words, a sign that says it by its form, and the mark in a
// text, numbered as its note in the margin and its place among the works cited.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"
#include "service/evidence.h"
#include "web/pieces.h"

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

/// What a page prints again and again of how its claims stand and of the sources that they cite,
/// put into words once: fifty claims stand in a few ways, and cite some sources several times.
class EvidenceWords {
public:
    struct Standing {
        StatusSign sign;
        std::string words;       ///< standing_words
        std::string label_start; ///< Of a mark's label, before and after its number.
        std::string label_end;
    };

    /// `request` and `evidence` must outlive this.
    EvidenceWords(
        const endpoint::RequestContext& request, const service::QuestionEvidence& evidence
    );

    [[nodiscard]] const endpoint::RequestContext& request() const { return request_; }

    [[nodiscard]] const service::QuestionEvidence& evidence() const { return evidence_; }

    [[nodiscard]] const Standing& of(const service::ShownClaim& claim) const {
        return standings_[claim.standing];
    }

    /// "Trotsky, My Life (1930)", with its link.
    void write_in_list(html::Writer& out, SourceId source) const;

    /// "Trotsky, My Life"
    void write_in_note(html::Writer& out, SourceId source) const;

    /// Of its page.
    [[nodiscard]] const html::Url& url_of(SourceId source) const { return urls_[index_of(source)]; }

private:
    /// Behind the last one for what is not there: of a file that somebody has changed by hand.
    [[nodiscard]] std::size_t index_of(SourceId source) const;

    const endpoint::RequestContext& request_;
    const service::QuestionEvidence& evidence_;
    std::vector<Standing> standings_;
    std::vector<html::Url> urls_;
    Pieces in_list_;
    Pieces in_note_;
};

/// The claims of one post in the order of its text, and what is printed of each in several places.
/// Their places in it, from 1, are their numbers.
class PostClaims {
public:
    /// `words` must outlive this.
    PostClaims(const EvidenceWords& words, PostId post);

    [[nodiscard]] std::span<const service::ShownClaim> all() const { return claims_; }

    /// By the number of its citations in the text (markup::CitationGroup::number).
    [[nodiscard]] const service::ShownClaim* find(std::int64_t ordinal) const;

    [[nodiscard]] std::size_t index_of(const service::ShownClaim& claim) const {
        return static_cast<std::size_t>(&claim - claims_.data());
    }

    [[nodiscard]] std::int64_t number_of(const service::ShownClaim& claim) const {
        return static_cast<std::int64_t>(index_of(claim)) + 1;
    }

    [[nodiscard]] const domain::ClaimStanding& standing_of(const service::ShownClaim& claim) const {
        return words_.evidence().shown.standings[claim.standing];
    }

    [[nodiscard]] const EvidenceWords& words() const { return words_; }

    /// Of the claim's page.
    [[nodiscard]] const html::Url& url_of(const service::ShownClaim& claim) const {
        return urls_[index_of(claim)];
    }

    /// "◑2", which leads to the claim's page.
    void write_mark(html::Writer& out, const service::ShownClaim& claim) const {
        out.trusted(marks_.of(index_of(claim)));
    }

    /// ", p. 79"; or nothing.
    void write_locator(html::Writer& out, const service::ShownCitation& citation) const;

    /// What the post's evidence is worth.
    [[nodiscard]] const domain::AnswerEvidence& counts() const { return counts_; }

    /// What is cited for and against a claim of this post.
    [[nodiscard]] std::span<const service::ShownCitation>
    citations_of(const service::ShownClaim& claim) const {
        return words_.evidence().shown.citations_of(claim);
    }

private:
    const EvidenceWords& words_;
    std::span<const service::ShownClaim> claims_;
    std::vector<html::Url> urls_;
    Pieces marks_;
    Pieces locators_; ///< Of all citations of the post.
    domain::AnswerEvidence counts_;
};

} // namespace attest::web
