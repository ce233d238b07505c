// A line for every answer. Each I/O thread gathers lines in a block of its own; full blocks go to
// one thread that writes them, so that a slow log never holds up an answer.
#pragma once

#include "http/address.h"
#include "http/limits.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace attest::http {

struct AccessRecord {
    std::string_view method; ///< Empty if the request could not be read.
    std::string_view
        path; ///< As sent, without the query, which may hold what is nobody's business.
    int status = 0;
    std::size_t bytes = 0; ///< Of the body.
    std::int64_t microseconds = 0;
    std::string_view request_id;
    IpAddress client;
};

/// The lines of one thread.
class AccessLines {
public:
    void add(const AccessRecord& record, std::int64_t unix_milliseconds);

    [[nodiscard]] bool is_empty() const { return lines_.empty(); }

    [[nodiscard]] bool is_full() const { return lines_.size() >= log_block_bytes; }

    /// The block, for AccessLog::write; this one begins anew.
    std::string take();

private:
    std::string lines_;
    std::string second_text_; // "2026-11-25T18:00:00", for second_
    std::int64_t second_ = -1;
};

class AccessLog {
public:
    AccessLog();

    /// `stop`.
    ~AccessLog();

    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;
    AccessLog(AccessLog&&) = delete;
    AccessLog& operator=(AccessLog&&) = delete;

    /// Never waits: where too many blocks wait already, this one is dropped and its lines are
    /// counted.
    void write(std::string block);

    /// Writes what waits and ends the thread; nothing may be written afterwards.
    void stop();

    [[nodiscard]] std::uint64_t lines_dropped() const;

private:
    void work();

    mutable std::mutex mutex_;
    std::condition_variable block_came_;
    std::deque<std::string> blocks_;
    std::uint64_t lines_dropped_ = 0;
    bool is_stopping_ = false;
    std::jthread thread_;
};

} // namespace attest::http
