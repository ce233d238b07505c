// What a child says of the file that it reads, in frames: a byte for the kind, four for the length,
// the content. The child may have been taken over by the file, so nothing in a frame is believed:
// it is held to every limit, and to what can be at all.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace attest::scans {

/// The file can be opened and has so many pages.
struct FileOpened {
    std::uint32_t page_count = 0;
};

struct PageRead {
    std::uint32_t index = 0; ///< Counts from 0.
    std::uint32_t width = 0; ///< Of the large image, pixels.
    std::uint32_t height = 0;
    std::string label; ///< As the file itself names the page, or "".
    std::string text;  ///< Lines end with "\n".
    std::string boxes; ///< word_boxes.h
    std::string image; ///< JPEG.
    std::string thumbnail;
};

struct PageFailed {
    std::uint32_t index = 0;
    std::string reason;
};

/// The file cannot be read at all.
struct FileFailed {
    std::string reason;
};

/// The child's time is over or nothing is left: `next` is the first page that it has not tried.
struct WorkDone {
    std::uint32_t next = 0;
};

/// A part cut out of an image.
struct StripCut {
    std::string image;
};

using Message = std::variant<FileOpened, PageRead, PageFailed, FileFailed, WorkDone, StripCut>;

/// As bytes, its frame included.
std::string format_message(const Message& message);

/// Takes bytes as they come from the pipe and gives messages.
class MessageReader {
public:
    void feed(std::string_view bytes) {
        buffer_.erase(0, begin_);
        begin_ = 0;
        buffer_ += bytes;
    }

    /// The next whole message; nothing if more bytes are needed; an error if this is none of ours,
    /// after which nothing that follows can be read.
    Result<std::optional<Message>> next();

    /// Whether no piece of a message is left over.
    [[nodiscard]] bool is_empty() const { return begin_ == buffer_.size(); }

private:
    std::string buffer_;
    std::size_t begin_ = 0;
};

} // namespace attest::scans
