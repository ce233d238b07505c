// Short pieces of HTML, one behind the other: made once, and put down in several places.
#pragma once

#include "html/writer.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace attest::web {

class Pieces {
public:
    /// As many as will be made, and about how long each is: room for all is made once.
    Pieces(std::size_t count, std::size_t bytes_of_each) : out_{count * bytes_of_each} {
        ends_.reserve(count);
    }

    /// Writes the next one.
    html::Writer& writer() { return out_; }

    void end_piece() { ends_.push_back(out_.size()); }

    [[nodiscard]] std::string_view of(std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
        return out_.view().substr(begin, ends_[index] - begin);
    }

private:
    html::Writer out_;
    std::vector<std::size_t> ends_;
};

} // namespace attest::web
