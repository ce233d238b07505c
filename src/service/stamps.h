// Version stamps for the page cache (decisions.md, 18). A render reads the stamps of all that it
// shows before its snapshot opens; a hit compares them; the writer bumps them after COMMIT and
// before it acknowledges. So no reader sees a page older than an acknowledged write.
#pragma once

#include "domain/stamps.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

namespace attest::service {

/// One site's stamps, half a megabyte. Its slots are named by domain::stamp_of_question and its
/// neighbours.
class Stamps {
public:
    [[nodiscard]] std::uint64_t read(domain::StampSlot slot) const {
        return stamps_[slot].load(std::memory_order_acquire);
    }

    void bump(domain::StampSlot slot) { stamps_[slot].fetch_add(1, std::memory_order_acq_rel); }

    /// Everything may have changed: after an import or a restore.
    void bump_all() {
        for (std::atomic<std::uint64_t>& stamp : stamps_) {
            stamp.fetch_add(1, std::memory_order_acq_rel);
        }
    }

    /// For `db::DatabaseOptions::on_commit`: the notes are slots that storage/ has announced, among
    /// others that are greater (storage/job_queue.h).
    void bump_noted(std::span<const std::uint64_t> notes) {
        for (const std::uint64_t note : notes) {
            if (note < domain::stamp_count) bump(static_cast<domain::StampSlot>(note));
        }
    }

private:
    std::array<std::atomic<std::uint64_t>, domain::stamp_count> stamps_{};
};

} // namespace attest::service
