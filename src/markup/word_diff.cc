#include "markup/word_diff.h"

#include "markup/direction.h"
#include "markup/limits.h"
#include "markup/safe_writer.h"
#include "markup/words.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::markup {

namespace {

using Tokens = std::vector<std::string_view>;

/// Two rows of tokens as numbers: equal tokens have equal numbers. By sorting, since a hash table
/// can be made slow by whoever chooses the words.
struct Numbered {
    std::vector<std::uint32_t> old_numbers;
    std::vector<std::uint32_t> new_numbers;
};

Numbered number_tokens(
    std::span<const std::string_view> old_tokens, std::span<const std::string_view> new_tokens
) {
    Tokens sorted;
    sorted.reserve(old_tokens.size() + new_tokens.size());
    sorted.insert(sorted.end(), old_tokens.begin(), old_tokens.end());
    sorted.insert(sorted.end(), new_tokens.begin(), new_tokens.end());
    std::ranges::sort(sorted);
    const auto repeated = std::ranges::unique(sorted);
    sorted.erase(repeated.begin(), repeated.end());
    const auto numbers_of = [&sorted](std::span<const std::string_view> tokens) {
        std::vector<std::uint32_t> numbers;
        numbers.reserve(tokens.size());
        for (const std::string_view token : tokens) {
            numbers.push_back(
                static_cast<std::uint32_t>(std::ranges::lower_bound(sorted, token) - sorted.begin())
            );
        }
        return numbers;
    };
    return {.old_numbers = numbers_of(old_tokens), .new_numbers = numbers_of(new_tokens)};
}

/// Which tokens the shortest edit removes and inserts.
class Comparison {
public:
    Comparison(const Numbered& numbered, std::size_t& work_left)
        : old_{numbered.old_numbers},
          new_{numbered.new_numbers},
          work_left_{work_left},
          is_removed(old_.size()),
          is_inserted(new_.size()) {
        compare({0, old_.size(), 0, new_.size()});
    }

private:
    struct Range {
        std::size_t old_start, old_end, new_start, new_end;

        [[nodiscard]] std::ptrdiff_t old_length() const {
            return static_cast<std::ptrdiff_t>(old_end - old_start);
        }

        [[nodiscard]] std::ptrdiff_t new_length() const {
            return static_cast<std::ptrdiff_t>(new_end - new_start);
        }
    };

    struct Meeting {
        std::ptrdiff_t old_at, new_at;
    };

    std::span<const std::uint32_t> old_;
    std::span<const std::uint32_t> new_;
    std::size_t& work_left_;
    std::vector<std::ptrdiff_t> forward_;
    std::vector<std::ptrdiff_t> backward_;

public:
    std::vector<bool> is_removed;
    std::vector<bool> is_inserted;

private:
    void compare(Range range) {
        while (range.old_start < range.old_end && range.new_start < range.new_end
               && old_[range.old_start] == new_[range.new_start]) {
            ++range.old_start;
            ++range.new_start;
        }
        while (range.old_start < range.old_end && range.new_start < range.new_end
               && old_[range.old_end - 1] == new_[range.new_end - 1]) {
            --range.old_end;
            --range.new_end;
        }
        const bool one_is_empty =
            range.old_start == range.old_end || range.new_start == range.new_end;
        const std::optional<Meeting> meeting = one_is_empty ? std::nullopt : find_meeting(range);
        if (!meeting) {
            replace(range);
            return;
        }
        const std::size_t old_at = range.old_start + static_cast<std::size_t>(meeting->old_at);
        const std::size_t new_at = range.new_start + static_cast<std::size_t>(meeting->new_at);
        compare({range.old_start, old_at, range.new_start, new_at});
        compare({old_at, range.old_end, new_at, range.new_end});
    }

    void replace(const Range& range) {
        for (std::size_t at = range.old_start; at < range.old_end; ++at) {
            is_removed[at] = true;
        }
        for (std::size_t at = range.new_start; at < range.new_end; ++at) {
            is_inserted[at] = true;
        }
    }

    /// One search from one end: the furthest place reached on each diagonal, which diagonals have
    /// left the field, and how to read a token at a distance from that end.
    struct Search {
        std::vector<std::ptrdiff_t>& furthest;
        std::ptrdiff_t skipped_low = 0;
        std::ptrdiff_t skipped_high = 0;
    };

    /// A place on a shortest path, where the searches from both ends meet; nothing if the budget is
    /// spent, or if the two have nothing in common.
    std::optional<Meeting> find_meeting(const Range& range) {
        const std::ptrdiff_t half = (range.old_length() + range.new_length() + 1) / 2;
        const auto size = static_cast<std::size_t>((2 * half) + 2);
        forward_.assign(size, -1);
        backward_.assign(size, -1);
        forward_[static_cast<std::size_t>(half + 1)] = 0;
        backward_[static_cast<std::size_t>(half + 1)] = 0;
        Search ahead{forward_};
        Search back{backward_};
        for (std::ptrdiff_t distance = 0; distance < half; ++distance) {
            const auto cost = static_cast<std::size_t>((2 * distance) + 2);
            if (work_left_ < cost) return std::nullopt;
            work_left_ -= cost;
            if (const auto met = step<true>(range, half, distance, ahead, back)) return met;
            if (const auto met = step<false>(range, half, distance, back, ahead)) return met;
        }
        return std::nullopt;
    }

    template <bool is_forward>
    std::optional<Meeting> step(
        const Range& range,
        std::ptrdiff_t half,
        std::ptrdiff_t distance,
        Search& own,
        const Search& other
    ) {
        const std::ptrdiff_t old_length = range.old_length();
        const std::ptrdiff_t new_length = range.new_length();
        const std::ptrdiff_t delta = old_length - new_length;
        const bool may_meet = (delta % 2 != 0) == is_forward;
        const auto reached =
            [half](const Search& search, std::ptrdiff_t diagonal) -> std::ptrdiff_t& {
            return search.furthest[static_cast<std::size_t>(half + diagonal)];
        };
        for (std::ptrdiff_t diagonal = -distance + own.skipped_low;
             diagonal <= distance - own.skipped_high;
             diagonal += 2) {
            const bool comes_down = diagonal == -distance
                                    || (diagonal != distance
                                        && reached(own, diagonal - 1) < reached(own, diagonal + 1));
            std::ptrdiff_t old_at =
                comes_down ? reached(own, diagonal + 1) : reached(own, diagonal - 1) + 1;
            std::ptrdiff_t new_at = old_at - diagonal;
            while (old_at < old_length && new_at < new_length
                   && is_equal<is_forward>(range, old_at, new_at)) {
                ++old_at;
                ++new_at;
            }
            reached(own, diagonal) = old_at;
            if (old_at > old_length) {
                own.skipped_high += 2;
            } else if (new_at > new_length) {
                own.skipped_low += 2;
            } else if (may_meet && delta - diagonal >= -half && delta - diagonal <= half + 1) {
                const std::ptrdiff_t from_other = reached(other, delta - diagonal);
                if (from_other == -1 || old_at < old_length - from_other) continue;
                if (is_forward) return Meeting{.old_at = old_at, .new_at = new_at};
                return Meeting{.old_at = old_length - old_at, .new_at = new_length - new_at};
            }
        }
        return std::nullopt;
    }

    template <bool is_forward>
    [[nodiscard]] bool
    is_equal(const Range& range, std::ptrdiff_t old_at, std::ptrdiff_t new_at) const {
        const auto old_index = static_cast<std::size_t>(old_at);
        const auto new_index = static_cast<std::size_t>(new_at);
        if (is_forward)
            return old_[range.old_start + old_index] == new_[range.new_start + new_index];
        return old_[range.old_end - 1 - old_index] == new_[range.new_end - 1 - new_index];
    }
};

/// Collects parts, and joins neighbours of one kind that are neighbours in the text too.
class Parts {
public:
    void add(DiffKind kind, std::string_view text) {
        if (text.empty()) return;
        if (!parts_.empty() && parts_.back().kind == kind
            && parts_.back().text.data() + parts_.back().text.size() == text.data()) {
            parts_.back().text = {
                parts_.back().text.data(), parts_.back().text.size() + text.size()
            };
            return;
        }
        parts_.push_back({kind, text});
    }

    std::vector<DiffPart> take() { return std::move(parts_); }

private:
    std::vector<DiffPart> parts_;
};

/// A run of tokens: nothing changed, or the first replaced by the second.
struct Hunk {
    bool is_changed;
    std::span<const std::string_view> old_tokens;
    std::span<const std::string_view> new_tokens;
};

template <typename Work>
void for_each_hunk(
    const Tokens& old_tokens, const Tokens& new_tokens, std::size_t& work_left, Work work
) {
    const Comparison comparison{number_tokens(old_tokens, new_tokens), work_left};
    std::size_t old_at = 0;
    std::size_t new_at = 0;
    while (old_at < old_tokens.size() || new_at < new_tokens.size()) {
        const std::size_t old_start = old_at;
        const std::size_t new_start = new_at;
        while (old_at < old_tokens.size() && comparison.is_removed[old_at]) {
            ++old_at;
        }
        while (new_at < new_tokens.size() && comparison.is_inserted[new_at]) {
            ++new_at;
        }
        const bool is_changed = old_at > old_start || new_at > new_start;
        if (!is_changed) {
            while (old_at < old_tokens.size() && !comparison.is_removed[old_at]
                   && new_at < new_tokens.size() && !comparison.is_inserted[new_at]) {
                ++old_at;
                ++new_at;
            }
        }
        work(Hunk{
            .is_changed = is_changed,
            .old_tokens = std::span{old_tokens}.subspan(old_start, old_at - old_start),
            .new_tokens = std::span{new_tokens}.subspan(new_start, new_at - new_start),
        });
    }
}

/// The text that a run of neighbouring tokens covers.
std::string_view text_of(std::span<const std::string_view> tokens) {
    if (tokens.empty()) return {};
    const char* const end = tokens.back().data() + tokens.back().size();
    return {tokens.front().data(), static_cast<std::size_t>(end - tokens.front().data())};
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// Compares words. Blanks that stayed between two changed words count as changed with them: "two
/// words" for "three signs" is one change, not two.
void diff_as_words(
    std::string_view old_text, std::string_view new_text, std::size_t& work_left, Parts& parts
) {
    const Tokens old_words = split_words(old_text);
    const Tokens new_words = split_words(new_text);
    std::vector<Hunk> hunks;
    for_each_hunk(old_words, new_words, work_left, [&](const Hunk& hunk) {
        hunks.push_back(hunk);
    });

    for (std::size_t at = 0; at < hunks.size();) {
        if (!hunks[at].is_changed) {
            parts.add(DiffKind::equal, text_of(hunks[at++].new_tokens));
            continue;
        }
        std::string_view removed = text_of(hunks[at].old_tokens);
        std::string_view inserted = text_of(hunks[at].new_tokens);
        for (++at; at + 1 < hunks.size() && is_blank(text_of(hunks[at].new_tokens)); at += 2) {
            const auto joined =
                [](std::string_view first, const Hunk& blank, const Hunk& last, auto tokens) {
                    const std::string_view blanks = text_of(blank.*tokens);
                    const std::string_view rest = text_of(last.*tokens);
                    const char* const start = first.empty() ? blanks.data() : first.data();
                    return std::string_view{start, first.size() + blanks.size() + rest.size()};
                };
            removed = joined(removed, hunks[at], hunks[at + 1], &Hunk::old_tokens);
            inserted = joined(inserted, hunks[at], hunks[at + 1], &Hunk::new_tokens);
        }
        parts.add(DiffKind::removed, removed);
        parts.add(DiffKind::inserted, inserted);
    }
}

void append_part(std::string& out, const DiffPart& part) {
    if (part.kind == DiffKind::equal) {
        append_with_visible_direction(out, part.text);
        return;
    }
    const bool is_removed = part.kind == DiffKind::removed;
    out += is_removed ? "<del>" : "<ins>";
    for (const std::string_view line : split_lines(part.text)) {
        const bool has_break = line.ends_with('\n');
        append_with_visible_direction(out, line.substr(0, line.size() - (has_break ? 1 : 0)));
        if (has_break) out += "¶\n";
    }
    out += is_removed ? "</del>" : "</ins>";
}

} // namespace

std::vector<DiffPart> diff_words(std::string_view old_text, std::string_view new_text) {
    // Below this, words are compared at once, which finds what was moved from one line to another.
    constexpr std::size_t short_text_bytes = 8UZ * 1024;
    std::size_t work_left = diff_work_max;
    Parts parts;
    if (old_text.size() + new_text.size() <= short_text_bytes) {
        diff_as_words(old_text, new_text, work_left, parts);
        return parts.take();
    }
    for_each_hunk(split_lines(old_text), split_lines(new_text), work_left, [&](const Hunk& hunk) {
        if (hunk.is_changed) {
            diff_as_words(text_of(hunk.old_tokens), text_of(hunk.new_tokens), work_left, parts);
        } else {
            parts.add(DiffKind::equal, text_of(hunk.new_tokens));
        }
    });
    return parts.take();
}

std::string render_diff_inline(std::span<const DiffPart> parts) {
    std::string html;
    for (const DiffPart& part : parts) {
        append_part(html, part);
    }
    return html;
}

std::vector<DiffRow> render_diff_rows(std::span<const DiffPart> parts) {
    std::vector<DiffRow> rows;
    DiffRow row{.old_html = {}, .new_html = {}, .is_changed = false};
    const auto end_row = [&] {
        rows.push_back(std::exchange(row, {.old_html = {}, .new_html = {}, .is_changed = false}));
    };
    for (const DiffPart& part : parts) {
        if (part.kind != DiffKind::equal) {
            append_part(part.kind == DiffKind::removed ? row.old_html : row.new_html, part);
            row.is_changed = true;
            continue;
        }
        for (const std::string_view line : split_lines(part.text)) {
            append_with_visible_direction(row.old_html, line);
            append_with_visible_direction(row.new_html, line);
            if (line.ends_with('\n')) end_row();
        }
    }
    if (!row.old_html.empty() || !row.new_html.empty()) end_row();
    return rows;
}

} // namespace attest::markup
