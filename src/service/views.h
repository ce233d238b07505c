// Views of questions: counted in memory where the answer is sent, cached or not, and written every
// half minute as one work (decisions.md, 27). A crash may lose that much of views, and of nothing
// else.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "service/site.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace attest::service {

/// One visitor counts once for a question in this time, as on Stack Exchange.
inline constexpr Duration view_counts_again_after = minutes(15);

/// Visits remembered by each counting thread, at 24 bytes each. When they are all young, a visitor
/// who comes back may be counted twice; memory stays as it is.
inline constexpr std::size_t visits_remembered_max = 65'536;

/// Questions with views not yet written, over all threads. Beyond, further questions wait for the
/// next half minute: their views are dropped and counted in `dropped`.
inline constexpr std::size_t viewed_questions_max = 100'000;

class ViewCounter {
public:
    /// One lane for each counting thread, so that they do not wait for one another.
    explicit ViewCounter(std::size_t lanes);
    ViewCounter(const ViewCounter&) = delete;
    ViewCounter& operator=(const ViewCounter&) = delete;
    ~ViewCounter();

    /// `visitor` is whatever tells visitors apart (an address); only a hash of it is kept, with a
    /// secret that changes at each start. `lane` is taken modulo the number of lanes.
    void count(std::size_t lane, QuestionId question, std::string_view visitor, Time now);

    /// All views since the last call.
    std::unordered_map<QuestionId, std::int64_t> take();

    /// Gives back what could not be written.
    void put_back(const std::unordered_map<QuestionId, std::int64_t>& views);

    [[nodiscard]] std::int64_t dropped() const;

private:
    struct Lane;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::uint64_t secret_;
};

/// Writes all counted views as one work; on failure they are kept for the next time.
Result<void> write_views(const Site& site, ViewCounter& counter);

} // namespace attest::service
