#include "endpoint/paging.h"

#include "service/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace attest::endpoint {

namespace {

void write_number(
    html::Writer& out, const RequestContext& request, const Pager& pager, std::int64_t number
) {
    const messages::Texts& texts = request.texts();
    const std::string figure = texts.number(number);
    if (number == pager.page) {
        out.put<R"(<li><a href="{}" aria-current="page" aria-label="{}">{}</a></li>)">(
            pager.url(number), texts.page_number(figure), figure
        );
    } else {
        out.put<R"(<li><a href="{}" aria-label="{}">{}</a></li>)">(
            pager.url(number), texts.page_number(figure), figure
        );
    }
}

void write_numbers(html::Writer& out, const RequestContext& request, const Pager& pager) {
    const std::int64_t first = std::max<std::int64_t>(2, pager.page - pager_neighbours);
    const std::int64_t last = std::min(pager.page_count - 1, pager.page + pager_neighbours);
    write_number(out, request, pager, 1);
    if (first > 2) out.put<R"(<li class="pager__gap" aria-hidden="true">…</li>)">();
    for (std::int64_t number = first; number <= last; ++number)
        write_number(out, request, pager, number);
    if (last < pager.page_count - 1) {
        out.put<R"(<li class="pager__gap" aria-hidden="true">…</li>)">();
    }
    if (pager.page_count > 1) write_number(out, request, pager, pager.page_count);
}

} // namespace

std::int64_t count_pages(std::int64_t total, std::int64_t size) {
    const std::int64_t needed = (total + size - 1) / size;
    const std::int64_t numbered = service::offset_max / size + 1;
    return std::clamp<std::int64_t>(needed, 1, numbered);
}

Result<void> check_page(std::int64_t page, std::int64_t size, std::int64_t total) {
    if (page >= 1 && page <= count_pages(total, size)) return {};
    return fail(ErrorCode::not_found, "There are fewer pages than that.");
}

void write_pager(html::Writer& out, const RequestContext& request, const Pager& pager) {
    if (pager.page_count <= 1 && !pager.beyond) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<nav class="pager" aria-label="{}">)">(texts.pager_label());
    if (pager.page > 1) {
        out.put<R"(<a class="pager__step" rel="prev" href="{}">{}</a>)">(
            pager.url(pager.page - 1), texts.previous_page()
        );
    }
    out.put<"<ol>">();
    write_numbers(out, request, pager);
    out.put<"</ol>">();
    if (pager.page < pager.page_count) {
        out.put<R"(<a class="pager__step" rel="next" href="{}">{}</a>)">(
            pager.url(pager.page + 1), texts.next_page()
        );
    } else if (pager.beyond) {
        out.put<R"(<a class="pager__step" rel="next" href="{}">{}</a>)">(
            *pager.beyond, texts.next_page()
        );
    }
    out.put<"</nav>">();
}

} // namespace attest::endpoint
