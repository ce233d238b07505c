// What a long job shows of itself: on a terminal one line that is drawn again (step, bar, rate,
// time left), elsewhere a plain line at most every ten seconds, for logs.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace attest::dump {

class Progress {
public:
    /// Writes to `out`; nothing at all if it is null.
    explicit Progress(std::FILE* out);

    /// A job of several steps that reads `bytes` in all; 0 where that is not known.
    void begin(std::string_view job, std::int64_t bytes);

    /// What is being done now: "Reading Posts.xml".
    void step(std::string_view name);

    /// So much of the job is done, in bytes from its start.
    void at(std::int64_t bytes);

    /// Lines that stay: what the keeper ought to know.
    void say(std::string_view line);

    /// The job is over; takes the bar away.
    void end();

private:
    void draw(bool is_new_step);
    void clear_line();

    std::FILE* out_;
    bool is_terminal_;
    std::string job_;
    std::string step_;
    std::int64_t whole_ = 0;
    std::int64_t done_ = 0;
    std::int64_t done_before_ = 0; ///< By an import that was interrupted.
    bool has_moved_ = false;
    std::int64_t began_ = 0;
    std::int64_t drawn_ = 0;
};

/// "7 s", "3 min 20 s", "2 h 5 min".
std::string format_span(std::int64_t seconds);

/// "290 MB", "12.4 MB", "512 kB", of 1,000 each.
std::string format_bytes(std::int64_t bytes);

/// "1,234,567".
std::string format_count(std::int64_t count);

} // namespace attest::dump
