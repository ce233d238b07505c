// Every limit of the pages, with its reason.
#pragma once

#include "base/time.h"
#include "security/throttle.h"

#include <cstddef>
#include <cstdint>

namespace attest::web {

/// Lines in a list of questions: about three screens.
inline constexpr std::int64_t questions_per_page = 30;

/// Tags on a page: they stand in columns.
inline constexpr std::int64_t tags_per_page = 60;

/// Tags in the margin of a list: as many as stand beside the first questions.
inline constexpr std::int64_t popular_tags_shown = 16;

inline constexpr std::int64_t users_per_page = 48;

/// Lines in a list of authority records.
inline constexpr std::int64_t authorities_per_page = 60;

/// Lines in the library of sources, and claims on a source's page: about three screens.
inline constexpr std::int64_t sources_per_page = 40;
inline constexpr std::int64_t source_citations_per_page = 50;

/// Lines of a tab of a profile.
inline constexpr std::int64_t profile_lines_per_page = 30;

inline constexpr std::int64_t hits_per_page = 15;

/// Bytes of a claim's words beside a result: a sentence; its page shows all of it.
inline constexpr std::size_t shown_claim_bytes_max = 300;

/// Bytes of a page's description: search engines show about 160 characters.
inline constexpr std::size_t description_bytes_max = 300;

/// Tags named on a list's line; a question has five at most, but a dump may hold more.
inline constexpr std::size_t tags_shown_max = 12;

/// Previews of one person: more than one a second is a script that has run wild, or means to.
inline constexpr security::RateLimit previews_max{.burst = 60, .per = minutes(1)};

/// Drafts saved by one person: one every few seconds in a few windows.
inline constexpr security::RateLimit drafts_saved_max{.burst = 60, .per = minutes(1)};

/// Letters of a claim's words beside its date in a picture; all of them stand in the list.
inline constexpr std::size_t label_letters_max = 56;

/// Pictures of timelines that a page loads of one text; each costs a request that is not a cheap
/// one. More are links.
inline constexpr std::size_t timeline_pictures_max = 8;

/// Marks on the axis of a timeline: there is room for a dozen, and a loop needs an end.
inline constexpr std::size_t axis_marks_max = 400;

/// Posts and dates that the page of a record shows before it leads to all of them.
inline constexpr std::int64_t record_lines_shown = 8;

/// Languages that one can choose at a time: as many as are offered.
inline constexpr std::size_t languages_asked_max = 12;

} // namespace attest::web
