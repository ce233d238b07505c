// A quote looked for in a book of 400 pages, folding included:
// build/release/src/scans_quote_match_bench
#include "scans/quote_match.h"

#include "scans/pages_for_tests.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace attest::scans;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Median of 15.
template <typename Work>
double measure(const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < 15; ++i) {
        const auto start = Clock::now();
        work();
        times.push_back(milliseconds_since(start));
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

} // namespace

int main() {
    BookForTests book{1534};
    std::vector<std::string> texts;
    for (int i = 0; i < 400; ++i) {
        texts.push_back(book.make_page());
    }
    const std::vector<std::string_view> pages{texts.begin(), texts.end()};
    fold_text("");
    for (const std::size_t length : {40U, 80U, 300U}) {
        const std::string quote = book.misread(texts[390].substr(100, length), 0.08);
        std::size_t page = 0;
        const double book_time = measure([&] { page = find_quote_in(pages, quote)->page; });
        const double page_time = measure([&] { find_quote(pages[390], quote); });
        std::printf(
            "%3zu characters: book %6.2f ms (page %zu), page with its place %5.3f ms\n",
            length,
            book_time,
            page,
            page_time
        );
    }
    const std::u32string page = fold_text(texts[390]).letters;
    const std::u32string quote = fold_text(texts[390].substr(100, 80)).letters;
    std::printf("plain table, one page: %5.3f ms\n", measure([&] {
                    count_least_edits(page, quote);
                }));
    return 0;
}
