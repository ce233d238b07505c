// A page as a decoder gives it: its pixels, its words, its name. And the way from there to what the
// server is told.
#pragma once

#include "base/error.h"
#include "scans/media_type.h"
#include "scans/message.h"
#include "scans/word_boxes.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using VipsImage = struct _VipsImage; // NOLINT(bugprone-reserved-identifier): libvips calls it so

namespace attest::scan_worker {

struct ImageRelease {
    void operator()(VipsImage* image) const;
};

using Image = std::unique_ptr<VipsImage, ImageRelease>;

/// The words of a page, put together one by one in reading order.
class PageText {
public:
    /// A box in any unit, from the upper left corner.
    struct Place {
        double left = 0;
        double top = 0;
        double right = 0;
        double bottom = 0;
    };

    PageText(double page_width, double page_height) : width_{page_width}, height_{page_height} {}

    /// Words beyond what a page may have are left out.
    void add_word(std::string_view word, const Place& place, bool has_space_before);

    void end_line();

    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] std::string pack_boxes() const { return scans::pack_word_boxes(words_); }

private:
    [[nodiscard]] scans::Box scale(const Place& place) const;

    double width_;
    double height_;
    std::string text_;
    std::vector<scans::WordBox> words_;
};

struct Page {
    std::string label;
    PageText text{1, 1};
    Image image;
};

/// A file that could be opened.
class Document {
public:
    Document() = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    virtual ~Document() = default;

    [[nodiscard]] virtual std::uint32_t page_count() const = 0;
    virtual Result<Page> read_page(std::uint32_t index) = 0;
};

/// The bytes must outlive the document.
using Opened = Result<std::unique_ptr<Document>>;
Opened open_pdf(std::string_view bytes);
/// Before the walls go up: djvulibre reads its languages then.
void prepare_djvu();

Opened open_djvu(std::string_view bytes);
Opened open_picture(std::string_view bytes, scans::MediaType type);

/// Pixels of three bytes (or four, of which the last is left out), copied.
Image copy_pixels(const char* pixels, int width, int height, int bands);

/// Width and height that an image may have, in its own proportions; never larger than it is.
struct Size {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
};

Size fit_size(double width, double height);

/// Two JPEGs and the rest, as told to the server.
Result<scans::PageRead> finish_page(std::uint32_t index, Page page);

/// A part of a JPEG with some paper around it, over the whole width.
Result<std::string> cut_strip(std::string_view jpeg, const scans::Box& box);

/// What libvips says went wrong is for nobody; the reason is ours.
std::unexpected<Error> unreadable(std::string reason);

} // namespace attest::scan_worker
