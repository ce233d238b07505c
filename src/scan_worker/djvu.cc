// DjVu, by djvulibre, fed from memory. Documents that refer to other files are refused.
#include "scan_worker/page.h"
#include "scans/limits.h"

#include <libdjvu/ddjvuapi.h>
#include <libdjvu/miniexp.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace attest::scan_worker {

namespace {

struct Release {
    void operator()(ddjvu_document_t* it) const { ddjvu_document_release(it); }

    void operator()(ddjvu_page_t* it) const { ddjvu_page_release(it); }

    void operator()(ddjvu_format_t* it) const { ddjvu_format_release(it); }
};

template <typename T>
using Owned = std::unique_ptr<T, Release>;

std::unexpected<Error> broken(std::string reason) {
    return fail(ErrorCode::invalid, std::move(reason));
}

/// Made by `prepare_djvu`; one process reads one file.
ddjvu_context_t* context = nullptr;

int to_int(miniexp_t expression) {
    return miniexp_numberp(expression) ? miniexp_to_int(expression) : 0;
}

/// Text zones are lists: (word left bottom right top "text"), and the same around them with lists
/// in place of the text. Vertical numbers count from the foot of the page.
class ZoneReader {
public:
    ZoneReader(PageText& text, int page_height) : text_{text}, height_{page_height} {}

    void read(miniexp_t zone, int depth) {
        if (!miniexp_consp(zone) || depth > scans::zone_depth_max) return;
        const char* name = miniexp_to_name(miniexp_car(zone));
        miniexp_t rest = miniexp_cdr(zone);
        int sides[4] = {};
        for (int& side : sides) {
            side = to_int(miniexp_car(rest));
            rest = miniexp_cdr(rest);
        }
        const PageText::Place place{
            .left = static_cast<double>(sides[0]),
            .top = static_cast<double>(height_) - sides[3],
            .right = static_cast<double>(sides[2]),
            .bottom = static_cast<double>(height_) - sides[1],
        };
        for (; miniexp_consp(rest); rest = miniexp_cdr(rest)) {
            if (miniexp_stringp(miniexp_car(rest))) {
                text_.add_word(miniexp_to_str(miniexp_car(rest)), place, true);
            } else {
                read(miniexp_car(rest), depth + 1);
            }
        }
        if (name != nullptr && std::strcmp(name, "word") != 0 && std::strcmp(name, "char") != 0) {
            text_.end_line();
        }
    }

private:
    PageText& text_;
    int height_;
};

class DjVu final : public Document {
public:
    Result<void> open(std::string_view bytes) {
        if (context == nullptr) return broken("DjVu files cannot be read here.");
        document_.reset(ddjvu_document_create(context, nullptr, FALSE));
        if (document_ == nullptr) return broken("The DjVu file is broken.");
        ddjvu_stream_write(document_.get(), 0, bytes.data(), bytes.size());
        ddjvu_stream_close(document_.get(), 0, FALSE);
        while (!ddjvu_document_decoding_done(document_.get())) {
            TRY(take_messages());
        }
        if (ddjvu_document_decoding_error(document_.get())) {
            return broken("The DjVu file is broken.");
        }
        return check_pages();
    }

    [[nodiscard]] std::uint32_t page_count() const override {
        return static_cast<std::uint32_t>(ddjvu_document_get_pagenum(document_.get()));
    }

    Result<Page> read_page(std::uint32_t index) override {
        const auto number = static_cast<int>(index);
        const Owned<ddjvu_page_t> page{ddjvu_page_create_by_pageno(document_.get(), number)};
        if (page == nullptr) return broken("The page is broken.");
        while (!ddjvu_page_decoding_done(page.get())) {
            TRY(take_messages());
        }
        if (ddjvu_page_decoding_error(page.get())) return broken("The page is broken.");
        const int width = ddjvu_page_get_width(page.get());
        const int height = ddjvu_page_get_height(page.get());
        if (width < 1 || height < 1) return broken("The page has no size.");
        return Page{
            .label = label_of(number),
            .text = TRY(read_text(number, width, height)),
            .image = TRY(draw(page.get(), width, height)),
        };
    }

private:
    Result<void> check_pages() const {
        const int pages = ddjvu_document_get_pagenum(document_.get());
        if (pages < 1) return broken("The DjVu file has no pages.");
        if (std::cmp_greater(pages, scans::pages_max)) {
            return broken("The DjVu file has more than 2,000 pages. Upload it in parts.");
        }
        return {};
    }

    /// Waits for the decoder to say something. It may ask for another file, which nobody has.
    Result<void> take_messages() {
        ddjvu_message_wait(context);
        while (const ddjvu_message_t* message = ddjvu_message_peek(context)) {
            const bool wants_file =
                message->m_any.tag == DDJVU_NEWSTREAM && message->m_newstream.streamid != 0;
            ddjvu_message_pop(context);
            if (wants_file) {
                return broken("The DjVu file is one of several. Upload a bundled one.");
            }
        }
        return {};
    }

    [[nodiscard]] std::string label_of(int page) const {
        ddjvu_fileinfo_t info{};
        const int files = std::min(
            ddjvu_document_get_filenum(document_.get()), static_cast<int>(scans::pages_max) * 2
        );
        for (int i = 0; i < files; ++i) {
            if (ddjvu_document_get_fileinfo(document_.get(), i, &info) != DDJVU_JOB_OK) break;
            if (info.type != 'P' || info.pageno != page) continue;
            if (info.title == nullptr) break;
            // A title that is the name of a file inside says nothing of the printed page.
            const std::string title = info.title;
            const bool is_name = (info.id != nullptr && title == info.id)
                                 || (info.name != nullptr && title == info.name);
            return is_name ? std::string{} : title;
        }
        return {};
    }

    /// In the order of the page as it is shown: where it is turned, boxes would not fit, so there
    /// are none.
    Result<PageText> read_text(int number, int width, int height) {
        PageText text{static_cast<double>(width), static_cast<double>(height)};
        for (;;) {
            miniexp_t zones = ddjvu_document_get_pagetext(document_.get(), number, "word");
            if (zones == miniexp_dummy) {
                TRY(take_messages());
                continue;
            }
            ZoneReader{text, height}.read(zones, 0);
            ddjvu_miniexp_release(document_.get(), zones);
            return text;
        }
    }

    static Result<Image> draw(ddjvu_page_t* page, int width, int height) {
        const Size size = fit_size(width, height);
        ddjvu_rect_t whole{.x = 0, .y = 0, .w = size.width, .h = size.height};
        const Owned<ddjvu_format_t> format{ddjvu_format_create(DDJVU_FORMAT_RGB24, 0, nullptr)};
        ddjvu_format_set_row_order(format.get(), TRUE);
        const std::size_t row = std::size_t{size.width} * 3;
        std::string pixels(row * size.height, '\xFF');
        // FALSE where nothing is drawn: a blank sheet, which stays white.
        ddjvu_page_render(
            page, DDJVU_RENDER_COLOR, &whole, &whole, format.get(), row, pixels.data()
        );
        Image image = copy_pixels(
            pixels.data(), static_cast<int>(size.width), static_cast<int>(size.height), 3
        );
        if (image == nullptr) return broken("The page cannot be drawn.");
        return image;
    }

    Owned<ddjvu_document_t> document_;
};

} // namespace

void prepare_djvu() {
    context = ddjvu_context_create("attest-scan-worker");
}

Opened open_djvu(std::string_view bytes) {
    auto document = std::make_unique<DjVu>();
    TRY(document->open(bytes));
    return document;
}

} // namespace attest::scan_worker
