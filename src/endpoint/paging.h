// Pages of a list: by number as far as offset_max rows, then on by key (decisions.md, 26).
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace attest::endpoint {

/// Numbered pages of a list of `total` rows; at least 1.
std::int64_t count_pages(std::int64_t total, std::int64_t size);

/// `not_found` for a page that the list does not have; the first page is always there.
Result<void> check_page(std::int64_t page, std::int64_t size, std::int64_t total);

struct Pager {
    std::int64_t page = 1;
    std::int64_t page_count = 1;
    std::function<html::Url(std::int64_t)> url;
    /// Where the list goes on behind the last numbered page.
    std::optional<html::Url> beyond = std::nullopt;
};

/// Nothing for a list of one page.
void write_pager(html::Writer& out, const RequestContext& request, const Pager& pager);

} // namespace attest::endpoint
