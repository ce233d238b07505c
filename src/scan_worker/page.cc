#include "scan_worker/page.h"

#include "base/text.h"
#include "scans/limits.h"

#include <vips/vips.h>

#include <algorithm>
#include <cmath>

namespace attest::scan_worker {

namespace {

/// Print on paper is as readable at 72 as at 90, in two thirds of the bytes.
constexpr int jpeg_quality = 72;

/// Thousandths of the page's height left above and below the lines of a strip.
constexpr int strip_margin = 12;

std::uint16_t to_thousandths(double value, double whole) {
    const double scaled = whole > 0 ? value * scans::box_scale / whole : 0;
    if (!std::isfinite(scaled)) return 0;
    return static_cast<std::uint16_t>(std::clamp(std::lround(scaled), 0L, 1000L));
}

/// Without control characters, which neither a database nor a page wants.
std::string clean_word(std::string_view word) {
    std::string clean = clean_utf8(word);
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; }, ' '
    );
    return std::string{trim(clean)};
}

Result<std::string> encode(VipsImage* image) {
    void* bytes = nullptr;
    std::size_t size = 0;
    const int failed = vips_jpegsave_buffer(
        image, &bytes, &size, "Q", jpeg_quality, "strip", TRUE, "optimize_coding", TRUE, nullptr
    );
    if (failed != 0) return unreadable("The picture is broken.");
    std::string jpeg{static_cast<const char*>(bytes), size};
    g_free(bytes);
    if (jpeg.size() > scans::image_bytes_max) return unreadable("The picture is too large.");
    return jpeg;
}

/// Narrower, never wider, without transparency.
Result<Image> shrink(VipsImage* image, std::uint32_t width) {
    VipsImage* shrunk = nullptr;
    const int failed = vips_thumbnail_image(
        image,
        &shrunk,
        static_cast<int>(width),
        "height",
        static_cast<int>(scans::image_height_max),
        "size",
        VIPS_SIZE_DOWN,
        nullptr
    );
    if (failed != 0) return unreadable("The picture is broken.");
    Image owned{shrunk};
    if (vips_image_hasalpha(shrunk) == FALSE) return owned;
    VipsArrayDouble* white = vips_array_double_newv(1, 255.0);
    VipsImage* flat = nullptr;
    const int broken = vips_flatten(shrunk, &flat, "background", white, nullptr);
    vips_area_unref(VIPS_AREA(white));
    if (broken != 0) return unreadable("The picture is broken.");
    return Image{flat};
}

/// All pixels computed, once.
Result<Image> settle(const Image& image) {
    VipsImage* settled = vips_image_copy_memory(image.get());
    if (settled == nullptr) return unreadable("The picture is broken or cut short.");
    return Image{settled};
}

} // namespace

void ImageRelease::operator()(VipsImage* image) const {
    g_object_unref(image);
}

std::unexpected<Error> unreadable(std::string reason) {
    vips_error_clear();
    return fail(ErrorCode::invalid, std::move(reason));
}

scans::Box PageText::scale(const Place& place) const {
    const auto [left, right] = std::minmax(place.left, place.right);
    const auto [top, bottom] = std::minmax(place.top, place.bottom);
    return {
        .left = to_thousandths(left, width_),
        .top = to_thousandths(top, height_),
        .right = to_thousandths(right, width_),
        .bottom = to_thousandths(bottom, height_),
    };
}

void PageText::add_word(std::string_view word, const Place& place, bool has_space_before) {
    const std::string clean = clean_word(word);
    if (clean.empty() || words_.size() == scans::page_words_max) return;
    if (text_.size() + clean.size() + 2 > scans::page_text_bytes_max) return;
    if (has_space_before && !text_.empty() && !text_.ends_with('\n')) text_ += ' ';
    words_.push_back(
        {.begin = static_cast<std::uint32_t>(text_.size()),
         .length = static_cast<std::uint32_t>(clean.size()),
         .box = scale(place)}
    );
    text_ += clean;
}

void PageText::end_line() {
    if (!text_.empty() && !text_.ends_with('\n')) text_ += '\n';
}

Image copy_pixels(const char* pixels, int width, int height, int bands) {
    const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height)
                      * static_cast<std::size_t>(bands);
    Image image{
        vips_image_new_from_memory_copy(pixels, size, width, height, bands, VIPS_FORMAT_UCHAR)
    };
    if (image == nullptr) return image;
    image->Type = bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    return image;
}

Size fit_size(double width, double height) {
    if (!(width > 0) || !(height > 0)) return {};
    const double scale = std::min(scans::image_width / width, scans::image_height_max / height);
    const auto fit = [scale](double side, std::uint32_t most) {
        return static_cast<std::uint32_t>(std::clamp<double>(std::floor(side * scale), 1, most));
    };
    return {
        .width = fit(width, scans::image_width),
        .height = fit(height, scans::image_height_max),
    };
}

Result<scans::PageRead> finish_page(std::uint32_t index, Page page) {
    const Image shrunk = TRY(shrink(page.image.get(), scans::image_width));
    page.image.reset();
    const Image image = TRY(settle(shrunk));
    const Image thumbnail = TRY(shrink(image.get(), scans::thumbnail_width));
    // "Page 3 of 8" or the name of a file is not what is printed on a page.
    if (page.label.size() > scans::label_bytes_max || page.label.contains(' ')) page.label.clear();
    return scans::PageRead{
        .index = index,
        .width = static_cast<std::uint32_t>(vips_image_get_width(image.get())),
        .height = static_cast<std::uint32_t>(vips_image_get_height(image.get())),
        .label = clean_word(page.label),
        .text = page.text.text(),
        .boxes = page.text.pack_boxes(),
        .image = TRY(encode(image.get())),
        .thumbnail = TRY(encode(thumbnail.get())),
    };
}

Result<std::string> cut_strip(std::string_view jpeg, const scans::Box& box) {
    VipsImage* loaded = nullptr;
    if (vips_jpegload_buffer(
            const_cast<char*>(jpeg.data()),
            jpeg.size(),
            &loaded,
            "access",
            VIPS_ACCESS_SEQUENTIAL,
            nullptr
        )
        != 0) {
        return unreadable("The picture is broken.");
    }
    const Image image{loaded};
    const int height = vips_image_get_height(loaded);
    const int top = std::max(0, box.top - strip_margin) * height / scans::box_scale;
    const int bottom =
        std::min<int>(scans::box_scale, box.bottom + strip_margin) * height / scans::box_scale;
    VipsImage* cut = nullptr;
    const int width = vips_image_get_width(loaded);
    if (vips_crop(loaded, &cut, 0, top, width, std::max(1, bottom - top), nullptr) != 0) {
        return unreadable("The picture is broken.");
    }
    return encode(Image{cut}.get());
}

} // namespace attest::scan_worker
