#include "http/access_log.h"

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace attest::http {

void AccessLines::add(const AccessRecord& record, std::int64_t unix_milliseconds) {
    if (!is_logged(LogLevel::info)) return;
    const std::int64_t second = unix_milliseconds / 1000;
    if (second != second_) {
        second_ = second;
        second_text_ = format_dump_time(Time{second * 1000}).substr(0, 19);
    }
    const auto out = std::back_inserter(lines_);
    fmt::format_to(
        out,
        R"({{"time":"{}.{:03}Z","level":"info","event":"request","id":"{}","method":"{}","path":)",
        second_text_,
        unix_milliseconds % 1000,
        record.request_id,
        record.method
    );
    append_json_string(lines_, record.path.substr(0, logged_target_bytes_max));
    fmt::format_to(
        out,
        R"(,"status":{},"bytes":{},"us":{},"client":"{}"}})"
        "\n",
        record.status,
        record.bytes,
        record.microseconds,
        format_ip_address(record.client)
    );
}

std::string AccessLines::take() {
    std::string block;
    block.reserve(log_block_bytes + 1024);
    std::swap(block, lines_);
    return block;
}

AccessLog::AccessLog() : thread_{[this] { work(); }} {}

AccessLog::~AccessLog() {
    stop();
}

void AccessLog::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    block_came_.notify_all();
    thread_.join();
}

void AccessLog::write(std::string block) {
    const std::lock_guard lock{mutex_};
    if (blocks_.size() >= log_blocks_max) {
        lines_dropped_ += static_cast<std::uint64_t>(std::ranges::count(block, '\n'));
        return;
    }
    blocks_.push_back(std::move(block));
    block_came_.notify_one();
}

std::uint64_t AccessLog::lines_dropped() const {
    const std::lock_guard lock{mutex_};
    return lines_dropped_;
}

void AccessLog::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        block_came_.wait(lock, [this] { return !blocks_.empty() || is_stopping_; });
        if (blocks_.empty()) return;
        const std::string block = std::move(blocks_.front());
        blocks_.pop_front();
        lock.unlock();
        write_log_lines(block);
        lock.lock();
    }
}

} // namespace attest::http
