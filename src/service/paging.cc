#include "service/paging.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::service {

Result<Window> window_of(const PageRequest& page) {
    const std::int64_t size = std::clamp<std::int64_t>(page.size, 1, page_size_max);
    const bool is_in_reach = page.number >= 1 && page.number - 1 <= offset_max / size;
    if (!is_in_reach) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "Pages of this list go from 1 to {}. Narrow it down with a tag or a search.",
                offset_max / size + 1
            )
        );
    }
    return Window{.size = size, .offset = (page.number - 1) * size};
}

} // namespace attest::service
