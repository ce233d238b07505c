#include "scans/message.h"

#include "base/text.h"
#include "scans/binary.h"
#include "scans/limits.h"
#include "scans/word_boxes.h"

#include <algorithm>

namespace attest::scans {

namespace {

constexpr std::size_t frame_head_bytes = 5;

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

std::unexpected<Error> refuse(std::string_view what) {
    return std::unexpected{
        Error{ErrorCode::invalid, "The file could not be read."}.with_detail(std::string{what})
    };
}

std::string format_content(const Message& message) {
    ByteWriter out;
    std::visit(
        Overloaded{
            [&](const FileOpened& it) { out.number(it.page_count, 4); },
            [&](const PageRead& it) {
                out.number(it.index, 4);
                out.number(it.width, 4);
                out.number(it.height, 4);
                out.string(it.label);
                out.string(it.text);
                out.string(it.boxes);
                out.string(it.image);
                out.string(it.thumbnail);
            },
            [&](const PageFailed& it) {
                out.number(it.index, 4);
                out.string(it.reason);
            },
            [&](const FileFailed& it) { out.string(it.reason); },
            [&](const WorkDone& it) { out.number(it.next, 4); },
            [&](const StripCut& it) { out.string(it.image); },
        },
        message
    );
    return std::move(out).take();
}

bool has_control(std::string_view text, std::string_view allowed) {
    return std::ranges::any_of(text, [&](char c) {
        return static_cast<unsigned char>(c) < 0x20 && !allowed.contains(c);
    });
}

bool is_line(std::string_view text, std::size_t bytes_max) {
    return text.size() <= bytes_max && is_utf8(text) && !has_control(text, "");
}

/// Begins and ends as a JPEG does. What stands between goes to browsers only, as an image.
bool is_image(std::string_view bytes) {
    return bytes.size() <= image_bytes_max && bytes.starts_with("\xFF\xD8\xFF")
           && bytes.ends_with("\xFF\xD9");
}

bool is_page(const PageRead& page) {
    return page.index < pages_max && page.width > 0 && page.width <= image_width && page.height > 0
           && page.height <= image_height_max && is_line(page.label, label_bytes_max)
           && page.text.size() <= page_text_bytes_max && is_utf8(page.text)
           && !has_control(page.text, "\n") && is_image(page.image) && is_image(page.thumbnail)
           && parse_word_boxes(page.boxes, page.text.size()).has_value();
}

PageRead read_page(ByteReader& in) {
    PageRead page;
    page.index = in.number32();
    page.width = in.number32();
    page.height = in.number32();
    for (std::string* part : {&page.label, &page.text, &page.boxes, &page.image, &page.thumbnail}) {
        *part = in.string();
    }
    return page;
}

Result<Message> finish(const ByteReader& in, bool is_possible, Message message) {
    if (!in.is_done()) return refuse("a frame of a wrong length");
    if (!is_possible) return refuse("a frame that says what cannot be");
    return message;
}

Result<Message> parse_content(std::size_t kind, std::string_view content) {
    ByteReader in{content};
    switch (kind) {
    case 0: {
        const FileOpened opened{in.number32()};
        return finish(in, opened.page_count > 0 && opened.page_count <= pages_max, opened);
    }
    case 1: {
        PageRead page = read_page(in);
        const bool is_possible = is_page(page);
        return finish(in, is_possible, std::move(page));
    }
    case 2: {
        PageFailed failed{.index = in.number32(), .reason = {}};
        failed.reason = in.string();
        const bool is_possible =
            failed.index < pages_max && is_line(failed.reason, reason_bytes_max);
        return finish(in, is_possible, std::move(failed));
    }
    case 3: {
        FileFailed failed{std::string{in.string()}};
        const bool is_possible = is_line(failed.reason, reason_bytes_max);
        return finish(in, is_possible, std::move(failed));
    }
    case 4: {
        const WorkDone done{in.number32()};
        return finish(in, done.next <= pages_max, done);
    }
    case 5: {
        StripCut strip{std::string{in.string()}};
        const bool is_possible = is_image(strip.image);
        return finish(in, is_possible, std::move(strip));
    }
    default:
        return refuse("a frame of an unknown kind");
    }
}

} // namespace

std::string format_message(const Message& message) {
    const std::string content = format_content(message);
    ByteWriter out;
    out.number(message.index(), 1);
    out.string(content);
    return std::move(out).take();
}

Result<std::optional<Message>> MessageReader::next() {
    const std::string_view rest = std::string_view{buffer_}.substr(begin_);
    if (rest.size() < frame_head_bytes) return std::nullopt;
    ByteReader head{rest.substr(0, frame_head_bytes)};
    const std::uint64_t kind = head.number(1);
    const std::size_t length = head.number32();
    if (length > frame_bytes_max) return refuse("a frame that is too long");
    if (rest.size() < frame_head_bytes + length) return std::nullopt;

    Message message = TRY(parse_content(kind, rest.substr(frame_head_bytes, length)));
    begin_ += frame_head_bytes + length;
    return std::optional{std::move(message)};
}

} // namespace attest::scans
