// Flags: what a person may bring to the moderators' notice, as on Stack Exchange.
#pragma once

#include "base/time.h"
#include "domain/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::domain {

/// Numbers are stored.
enum class FlagKind : std::int16_t {
    spam = 1,            ///< Advertises something and says nothing.
    rude = 2,            ///< Abusive or hateful.
    low_quality = 3,     ///< Cannot be mended by editing.
    not_an_answer = 4,   ///< Only of answers.
    needs_moderator = 5, ///< Something else, in the flagger's words.
    not_needed = 6,      ///< Only of comments.
};

inline constexpr std::array flag_kinds{
    FlagKind::spam,
    FlagKind::rude,
    FlagKind::low_quality,
    FlagKind::not_an_answer,
    FlagKind::needs_moderator,
    FlagKind::not_needed,
};

/// "not_an_answer": in forms.
std::string_view format_flag_kind(FlagKind kind);

std::optional<FlagKind> parse_flag_kind(std::string_view name);

enum class Flagged : std::uint8_t { question, answer, comment };

/// Whether such a thing can be flagged so.
bool fits(FlagKind kind, Flagged what);

/// So many people who call a post spam or abuse take it away until a moderator has looked
/// (Stack Exchange: four, formerly six).
inline constexpr std::int64_t flags_that_delete = 4;

/// Characters of a flag's note.
inline constexpr std::size_t flag_note_length_min = 10;
inline constexpr std::size_t flag_note_length_max = 500;

/// A flag that waits, with what it speaks of.
struct OpenFlag {
    FlagId id;
    PostId post;
    std::optional<CommentId> comment;
    QuestionId question;
    std::string title; ///< Of the question.
    FlagKind kind = FlagKind::spam;
    std::string note;
    UserId flagger;
    std::string flagger_name;
    Time created_at;
    std::string text; ///< The beginning of what was flagged.
};

} // namespace attest::domain
