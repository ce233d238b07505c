// PDF, by poppler. Scripts, forms and links are not looked at.
#include "scan_worker/page.h"
#include "scans/limits.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <vips/vips.h>

#include <algorithm>
#include <utility>

namespace attest::scan_worker {

namespace {

/// Points in an inch: a PDF's unit.
constexpr double points_per_inch = 72;

std::string to_utf8(const poppler::ustring& text) {
    const poppler::byte_array bytes = text.to_utf8();
    return {bytes.data(), bytes.size()};
}

bool is_sideways(const poppler::page& page) {
    return page.orientation() == poppler::page::landscape
           || page.orientation() == poppler::page::seascape;
}

PageText::Place place_of(const poppler::text_box& word) {
    const poppler::rectf box = word.bbox();
    return {.left = box.left(), .top = box.top(), .right = box.right(), .bottom = box.bottom()};
}

/// Whether a word begins another line than the one before it stands in.
bool begins_line(const PageText::Place& before, const PageText::Place& word) {
    const double height = std::min(before.bottom - before.top, word.bottom - word.top);
    const double overlap = std::min(before.bottom, word.bottom) - std::max(before.top, word.top);
    return 2 * overlap < height || word.right < before.left;
}

PageText read_text(const poppler::page& page, double width, double height) {
    PageText text{width, height};
    PageText::Place before;
    bool is_first = true;
    bool has_space = false;
    for (const poppler::text_box& word : page.text_list()) {
        const PageText::Place place = place_of(word);
        if (!is_first && begins_line(before, place)) text.end_line();
        text.add_word(to_utf8(word.text()), place, has_space);
        has_space = word.has_space_after();
        before = place;
        is_first = false;
    }
    text.end_line();
    return text;
}

/// Blue, green, red, nothing → red, green, blue.
Image to_image(const poppler::image& drawn) {
    const auto width = static_cast<std::size_t>(drawn.width());
    const auto height = static_cast<std::size_t>(drawn.height());
    std::string pixels(width * height * 3, '\0');
    char* out = pixels.data();
    for (std::size_t y = 0; y < height; ++y) {
        const char* row = drawn.const_data() + y * static_cast<std::size_t>(drawn.bytes_per_row());
        for (std::size_t x = 0; x < width; ++x, row += 4) {
            *out++ = row[2];
            *out++ = row[1];
            *out++ = row[0];
        }
    }
    return copy_pixels(pixels.data(), drawn.width(), drawn.height(), 3);
}

class Pdf final : public Document {
public:
    explicit Pdf(std::unique_ptr<poppler::document> document) : document_{std::move(document)} {}

    [[nodiscard]] std::uint32_t page_count() const override {
        return static_cast<std::uint32_t>(document_->pages());
    }

    Result<Page> read_page(std::uint32_t index) override {
        const std::unique_ptr<poppler::page> page{document_->create_page(static_cast<int>(index))};
        if (page == nullptr) return unreadable("The page is broken.");
        poppler::rectf sheet = page->page_rect();
        double width = sheet.width();
        double height = sheet.height();
        if (is_sideways(*page)) std::swap(width, height);
        if (!(width > 0) || !(height > 0)) return unreadable("The page has no size.");

        Image image = draw(*page, width, height);
        if (image == nullptr) return unreadable("The page cannot be drawn.");
        const std::string label = to_utf8(page->label());
        // Where nothing is said poppler counts, which says nothing of the printed page.
        const bool is_count = label == std::to_string(index + 1);
        return Page{
            .label = is_count ? std::string{} : label,
            .text = read_text(*page, width, height),
            .image = std::move(image),
        };
    }

private:
    static Image draw(const poppler::page& page, double width, double height) {
        const Size size = fit_size(width, height);
        poppler::page_renderer renderer;
        renderer.set_render_hint(poppler::page_renderer::antialiasing);
        renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
        renderer.set_image_format(poppler::image::format_argb32);
        const double resolution = points_per_inch * size.width / width;
        const poppler::image drawn = renderer.render_page(
            &page,
            resolution,
            resolution,
            0,
            0,
            static_cast<int>(size.width),
            static_cast<int>(size.height)
        );
        return drawn.is_valid() ? to_image(drawn) : Image{};
    }

    std::unique_ptr<poppler::document> document_;
};

} // namespace

Opened open_pdf(std::string_view bytes) {
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    std::unique_ptr<poppler::document> document{
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size()))
    };
    if (document == nullptr) return unreadable("The PDF is broken.");
    if (document->is_locked()) {
        return unreadable("The PDF is locked with a password. Upload one without.");
    }
    if (document->pages() < 1) return unreadable("The PDF has no pages.");
    if (std::cmp_greater(document->pages(), scans::pages_max)) {
        return unreadable("The PDF has more than 2,000 pages. Upload it in parts.");
    }
    return std::make_unique<Pdf>(std::move(document));
}

} // namespace attest::scan_worker
