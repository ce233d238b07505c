// The pages of web/claims.h.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "http/response.h"
#include "service/cited_pages.h"
#include "service/drawn_boxes.h"
#include "service/evidence.h"
#include "service/timeline.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::web {

/// The verdicts as forms send them, in the order of their buttons.
struct VerdictName {
    std::string_view name;
    domain::Verdict verdict;
};

inline constexpr auto verdict_names = std::to_array<VerdictName>({
    {"yes", domain::Verdict::yes},
    {"absent", domain::Verdict::absent},
    {"part", domain::Verdict::part},
    {"no", domain::Verdict::no},
    {"present", domain::Verdict::present},
    {"not_here", domain::Verdict::not_here},
    {"unreadable", domain::Verdict::unreadable},
});

std::string_view verdict_words(const messages::Texts& texts, domain::Verdict verdict);

/// How a reader has looked, as forms send it.
struct SeenName {
    std::string_view name;
    domain::SeenHow seen;
};

inline constexpr auto seen_names = std::to_array<SeenName>({
    {"here", domain::SeenHow::here},
    {"own", domain::SeenHow::own_copy},
    {"snippet", domain::SeenHow::snippet},
});

struct ClaimView {
    service::ClaimPage page;
    service::OpenedCitations opened; ///< The pages behind its citations.
    std::vector<service::TimelineItem> dates = {};
    const Error* error = nullptr;                       ///< Of a form that was refused …
    std::optional<service::CheckCitation> checked = {}; ///< … a check, as it was typed;
    std::optional<service::DrawBox> drawn = {};         ///< a box;
    bool is_joining = false;                            ///< "the same claim";
    std::string note = {};                              ///< or another citation.
    std::string citation = {};
    std::string relation = {};
};

http::Response claim_page(const endpoint::RequestContext& request, const ClaimView& view);

struct AskSourceView {
    PostId post{};
    std::string words = {}; ///< As typed.
    const Error* error = nullptr;
};

http::Response ask_source_page(const endpoint::RequestContext& request, const AskSourceView& view);

struct HelpCheckView {
    service::WantedClaimsPage found;
    service::WantedClaimsRequest request;
};

http::Response help_check_page(const endpoint::RequestContext& request, const HelpCheckView& view);

} // namespace attest::web
