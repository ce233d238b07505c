#include "dump/progress.h"

#include "base/time.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace attest::dump {

namespace {

constexpr std::int64_t redraw_milliseconds = 100;
constexpr std::int64_t log_milliseconds = 10'000;
constexpr int bar_width = 24;

std::string bar(double share) {
    const int full = std::clamp(static_cast<int>(share * bar_width), 0, bar_width);
    std::string text;
    for (int index = 0; index < bar_width; ++index)
        text += index < full ? "█" : "░";
    return text;
}

} // namespace

std::string format_span(std::int64_t seconds) {
    if (seconds < 60) return fmt::format("{} s", seconds);
    if (seconds < 3'600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {} min", seconds / 3'600, seconds % 3'600 / 60);
}

std::string format_bytes(std::int64_t bytes) {
    const auto number = static_cast<double>(bytes);
    if (bytes < 1'000'000) return fmt::format("{:.0f} kB", number / 1e3);
    if (bytes < 100'000'000) return fmt::format("{:.1f} MB", number / 1e6);
    if (bytes < 10'000'000'000) return fmt::format("{:.0f} MB", number / 1e6);
    return fmt::format("{:.0f} GB", number / 1e9);
}

std::string format_count(std::int64_t count) {
    std::string digits = fmt::format("{}", count);
    const std::size_t first = count < 0 ? 1 : 0;
    for (std::size_t place = digits.size(); place > first + 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

Progress::Progress(std::FILE* out)
    : out_{out}, is_terminal_{out != nullptr && isatty(fileno(out)) == 1} {}

void Progress::begin(std::string_view job, std::int64_t bytes) {
    job_ = job;
    whole_ = bytes;
    done_ = 0;
    done_before_ = 0;
    has_moved_ = false;
    began_ = monotonic_milliseconds();
    drawn_ = 0;
    step_.clear();
}

void Progress::step(std::string_view name) {
    if (step_ == name) return;
    step_ = name;
    draw(true);
}

void Progress::at(std::int64_t bytes) {
    if (!has_moved_) done_before_ = done_;
    has_moved_ = true;
    done_ = bytes;
    draw(false);
}

void Progress::say(std::string_view line) {
    if (out_ == nullptr) return;
    clear_line();
    fmt::print(out_, "{}\n", line);
    std::fflush(out_);
}

void Progress::end() {
    if (out_ != nullptr) clear_line();
    step_.clear();
}

void Progress::clear_line() {
    if (is_terminal_) fmt::print(out_, "\r\x1B[K");
}

void Progress::draw(bool is_new_step) {
    if (out_ == nullptr) return;
    const std::int64_t now = monotonic_milliseconds();
    const std::int64_t pause = is_terminal_ ? redraw_milliseconds : log_milliseconds;
    if (!is_new_step && now - drawn_ < pause) return;
    drawn_ = now;

    const double seconds = static_cast<double>(std::max<std::int64_t>(1, now - began_)) / 1e3;
    const double rate = static_cast<double>(done_ - done_before_) / seconds;
    const double share = whole_ > 0 ? static_cast<double>(done_) / static_cast<double>(whole_) : 0;
    std::string line = fmt::format("{}: {}", job_, step_);
    if (whole_ > 0) {
        const std::string state = fmt::format(
            "{:3.0f} %  {} of {}", share * 100, format_bytes(done_), format_bytes(whole_)
        );
        line = is_terminal_ ? fmt::format("{} {}  {}", bar(share), state, step_)
                            : fmt::format("{}  {}", line, state);
    }
    if (rate > 0 && whole_ > done_) {
        const auto left = static_cast<std::int64_t>(static_cast<double>(whole_ - done_) / rate);
        line += fmt::format(
            "  {}/s, {} left", format_bytes(static_cast<std::int64_t>(rate)), format_span(left)
        );
    }
    clear_line();
    fmt::print(out_, "{}{}", line, is_terminal_ ? "" : "\n");
    std::fflush(out_);
}

} // namespace attest::dump
