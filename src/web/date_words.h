// Dates to the day in the words of claims. The phrase stays as it was written; whoever points at
// it, or comes to it with the tab key, is told the day in both calendars.
#pragma once

#include "html/writer.h"
#include "web/claim_marks.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace attest::web {

class DateWords {
public:
    /// Both must outlive this. Of a text whose claims hold no such date nothing is read.
    DateWords(std::string_view body, const PostClaims& claims);

    /// The body from `begin` to `end`, with an element for each date that lies between. Calls
    /// follow the text.
    void write(html::Writer& out, std::size_t begin, std::size_t end);

private:
    struct Found {
        std::size_t begin = 0;
        std::size_t end = 0;
        const service::ShownDate* date = nullptr;
    };

    void find_in(std::size_t begin, std::size_t end, std::span<const service::ShownDate> dates);

    std::string_view body_;
    const PostClaims& claims_;
    std::vector<Found> found_; ///< In the order of the text, none within another.
    std::size_t next_ = 0;
};

/// Whether an element may stand at `at`, in a text whose beginning is in no element: not in a tag,
/// in a link or in code.
bool is_running_text(std::string_view body, std::size_t at);

} // namespace attest::web
