// JPEG, PNG and TIFF. libvips is told which of its readers to take, so that a file can reach no
// other.
#include "scan_worker/page.h"
#include "scans/limits.h"

#include <vips/vips.h>

#include <algorithm>
#include <utility>

namespace attest::scan_worker {

namespace {

using scans::MediaType;

int load_jpeg(std::string_view bytes, int shrink, VipsImage** image) {
    return vips_jpegload_buffer(
        const_cast<char*>(bytes.data()),
        bytes.size(),
        image,
        "access",
        VIPS_ACCESS_SEQUENTIAL,
        "fail_on",
        VIPS_FAIL_ON_TRUNCATED,
        "shrink",
        shrink,
        "autorotate",
        FALSE,
        nullptr
    );
}

int load_png(std::string_view bytes, VipsImage** image) {
    return vips_pngload_buffer(
        const_cast<char*>(bytes.data()),
        bytes.size(),
        image,
        "access",
        VIPS_ACCESS_SEQUENTIAL,
        "fail_on",
        VIPS_FAIL_ON_TRUNCATED,
        nullptr
    );
}

int load_tiff(std::string_view bytes, std::uint32_t page, VipsImage** image) {
    return vips_tiffload_buffer(
        const_cast<char*>(bytes.data()),
        bytes.size(),
        image,
        "access",
        VIPS_ACCESS_SEQUENTIAL,
        "fail_on",
        VIPS_FAIL_ON_TRUNCATED,
        "page",
        static_cast<int>(page),
        nullptr
    );
}

class Picture final : public Document {
public:
    Picture(std::string_view bytes, MediaType type) : bytes_{bytes}, type_{type} {}

    Result<void> open() {
        const Image image = TRY(load(0, 1));
        if (type_ != MediaType::tiff) return {};
        const int pages = vips_image_get_n_pages(image.get());
        if (pages < 1 || std::cmp_greater(pages, scans::pages_max)) {
            return unreadable("The file has too many pages.");
        }
        page_count_ = static_cast<std::uint32_t>(pages);
        return {};
    }

    [[nodiscard]] std::uint32_t page_count() const override { return page_count_; }

    Result<Page> read_page(std::uint32_t index) override {
        Image image = TRY(load(index, 1));
        const std::uint64_t pixels =
            static_cast<std::uint64_t>(vips_image_get_width(image.get()))
            * static_cast<std::uint64_t>(vips_image_get_height(image.get()));
        if (pixels > scans::picture_pixels_max) return unreadable("The picture is too large.");
        if (type_ == MediaType::jpeg) image = TRY(load(index, shrink_of(image.get())));
        return Page{.label = {}, .text = PageText{1, 1}, .image = TRY(upright(std::move(image)))};
    }

private:
    Result<Image> load(std::uint32_t index, int shrink) {
        VipsImage* image = nullptr;
        const int failed = type_ == MediaType::jpeg  ? load_jpeg(bytes_, shrink, &image)
                           : type_ == MediaType::png ? load_png(bytes_, &image)
                                                     : load_tiff(bytes_, index, &image);
        if (failed != 0) return unreadable("The picture is broken.");
        return Image{image};
    }

    /// A JPEG can be read at a half, a quarter or an eighth of its size for a fraction of the work.
    static int shrink_of(VipsImage* image) {
        const auto width = static_cast<std::uint32_t>(
            std::min(vips_image_get_width(image), vips_image_get_height(image))
        );
        for (const std::uint32_t shrink : {8U, 4U, 2U}) {
            if (width / shrink >= scans::image_width) return static_cast<int>(shrink);
        }
        return 1;
    }

    /// Cameras note how they were held instead of turning the picture.
    static Result<Image> upright(Image image) {
        if (vips_image_get_orientation(image.get()) == 1) return image;
        const Image all{vips_image_copy_memory(image.get())};
        if (all == nullptr) return unreadable("The picture is broken or cut short.");
        VipsImage* turned = nullptr;
        if (vips_autorot(all.get(), &turned, nullptr) != 0) {
            return unreadable("The picture is broken.");
        }
        return Image{turned};
    }

    std::string_view bytes_;
    MediaType type_;
    std::uint32_t page_count_ = 1;
};

} // namespace

Opened open_picture(std::string_view bytes, MediaType type) {
    auto picture = std::make_unique<Picture>(bytes, type);
    TRY(picture->open());
    return picture;
}

} // namespace attest::scan_worker
