// Pages of lists, by number.
#pragma once

#include "base/error.h"
#include "service/questions.h"

#include <cstdint>
#include <vector>

namespace attest::service {

/// Which rows a page shows; one more is read to know whether others follow.
struct Window {
    std::int64_t size = 0;
    std::int64_t offset = 0;

    [[nodiscard]] std::int64_t limit() const { return size + 1; }
};

/// `not_found` for pages that no list has: before the first, or beyond offset_max.
Result<Window> window_of(const PageRequest& page);

/// Takes off the row too many; true if there was one.
template <typename T>
bool cut_to(std::vector<T>& rows, const Window& window) {
    if (std::ssize(rows) <= window.size) return false;
    rows.resize(static_cast<std::size_t>(window.size));
    return true;
}

} // namespace attest::service
