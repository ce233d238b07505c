// One table through the machine: a thread reads, two map, and the caller's writes, in the order of
// the file. At most `batches_under_way_max` batches exist at once, so memory does not grow with the
// dump; the first thing that goes wrong stops all four.
#pragma once

#include "base/error.h"
#include "dump/limits.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace attest::dump {

/// `Raw` is what is read and `Mapped` what is written.
template <typename Raw, typename Mapped>
class Pipeline {
public:
    /// The next piece, or nothing at the end. Called by one thread.
    using Read = std::function<Result<std::optional<Raw>>()>;
    /// Called by several threads at once.
    using Map = std::function<Result<Mapped>(Raw)>;
    /// Called on the thread that runs the pipeline, in the order in which the pieces were read.
    using Write = std::function<Result<void>(Mapped)>;

    static Result<void> run(const Read& read, const Map& map, const Write& write) {
        Pipeline pipeline;
        {
            std::vector<std::jthread> threads;
            threads.emplace_back([&] { pipeline.guarded([&] { pipeline.read_all(read); }); });
            for (std::size_t index = 0; index < mappers; ++index) {
                threads.emplace_back([&] { pipeline.guarded([&] { pipeline.map_all(map); }); });
            }
            pipeline.guarded([&] { pipeline.write_all(write); });
        }
        if (pipeline.error_) return std::unexpected{std::move(*pipeline.error_)};
        return {};
    }

private:
    void read_all(const Read& read) {
        while (true) {
            {
                std::unique_lock lock{mutex_};
                moved_.wait(lock, [&] { return error_ || under_way_ < batches_under_way_max; });
                if (error_) return;
            }
            Result<std::optional<Raw>> piece = read();
            if (!piece) return stop(std::move(piece).error());

            const std::scoped_lock lock{mutex_};
            if (*piece) {
                ++under_way_;
                raw_.emplace_back(read_++, std::move(**piece));
            } else {
                is_all_read_ = true;
            }
            moved_.notify_all();
            if (is_all_read_) return;
        }
    }

    void map_all(const Map& map) {
        while (true) {
            std::optional<std::pair<std::int64_t, Raw>> piece;
            {
                std::unique_lock lock{mutex_};
                moved_.wait(lock, [&] { return error_ || is_all_read_ || !raw_.empty(); });
                if (error_ || raw_.empty()) return;
                piece.emplace(std::move(raw_.front()));
                raw_.pop_front();
            }
            Result<Mapped> mapped = map(std::move(piece->second));
            if (!mapped) return stop(std::move(mapped).error());

            const std::scoped_lock lock{mutex_};
            mapped_.emplace(piece->first, std::move(*mapped));
            moved_.notify_all();
        }
    }

    void write_all(const Write& write) {
        for (std::int64_t next = 0;; ++next) {
            std::optional<Mapped> piece;
            {
                std::unique_lock lock{mutex_};
                moved_.wait(lock, [&] {
                    return error_ || mapped_.contains(next) || (is_all_read_ && next == read_);
                });
                if (error_ || !mapped_.contains(next)) return;
                piece.emplace(std::move(mapped_.extract(next).mapped()));
            }
            if (Result<void> written = write(std::move(*piece)); !written) {
                return stop(std::move(written).error());
            }

            const std::scoped_lock lock{mutex_};
            --under_way_;
            moved_.notify_all();
        }
    }

    /// An exception (no memory) ends the import like any other error; it must not end the process
    /// from a thread of ours.
    void guarded(const std::function<void()>& work) {
        try {
            work();
        } catch (const std::exception& exception) {
            stop(Error{ErrorCode::internal, "The import ran out of memory or met a fault of ours."}
                     .with_detail(exception.what()));
        }
    }

    void stop(Error error) {
        const std::scoped_lock lock{mutex_};
        if (!error_) error_ = std::move(error);
        moved_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable moved_;
    std::deque<std::pair<std::int64_t, Raw>> raw_;
    std::map<std::int64_t, Mapped> mapped_;
    std::int64_t read_ = 0;
    std::size_t under_way_ = 0;
    bool is_all_read_ = false;
    std::optional<Error> error_;
};

} // namespace attest::dump
