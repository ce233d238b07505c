#include "scans/worker.h"

#include "kit/sanitizers.h"
#include "scans/made_files.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::scans;
using namespace attest::tests;

namespace {

const Worker worker{.program = ATTEST_SCAN_WORKER};

struct Pages {
    std::vector<PageRead> pages;
    Reading reading;
};

Result<Pages> read_all(const std::string& path, MediaType type, std::uint32_t first = 0) {
    Pages all;
    const auto take = [&](ScanEvent&& event) -> Result<void> {
        if (auto* page = std::get_if<PageRead>(&event)) all.pages.push_back(std::move(*page));
        return {};
    };
    all.reading = TRY(read_pages(worker, path, type, first, take));
    return all;
}

} // namespace

TEST_CASE("The child that reads files can do nothing else" * doctest::skip(has_sanitizer)) {
    const Result<std::string> holes = try_sandbox(worker);
    REQUIRE(holes);
    CHECK(*holes == "");
}

TEST_CASE(
    "A PDF gives images, words with their places, and printed page numbers"
    * doctest::skip(has_sanitizer)
) {
    const ScratchFolder folder;
    const std::string path = folder.write(
        "a.pdf", make_pdf({"Stalin signed the\norder that night.", "And regretted it."}, 79)
    );
    const Result<Pages> all = read_all(path, MediaType::pdf);
    REQUIRE(all);
    REQUIRE(all->pages.size() == 2);
    CHECK(all->reading.failed.empty());
    const PageRead& page = all->pages[0];
    CHECK(page.label == "79");
    CHECK(all->pages[1].label == "80");
    CHECK(page.width == image_width);
    CHECK(page.height == 2264);
    CHECK(page.text == "Stalin signed the\norder that night.\n");
    const auto words = parse_word_boxes(page.boxes, page.text.size());
    REQUIRE(words);
    REQUIRE(words->size() == 6);
    // "order": 24 points high, in the second line, from the left margin on.
    const Box order = words->at(3).box;
    CHECK(order.left == 101);
    CHECK(order.top > 100);
    CHECK(order.bottom < 140);
    CHECK(page.thumbnail.size() < page.image.size());
}

TEST_CASE(
    "A DjVu book gives its words, from the left and from above" * doctest::skip(has_sanitizer)
) {
    const ScratchFolder folder;
    const std::string path = folder.write("a.djvu", make_djvu_book(folder));
    const Result<Pages> all = read_all(path, MediaType::djvu, 1);
    REQUIRE(all);
    CHECK(all->reading.page_count == 2);
    REQUIRE(all->pages.size() == 1);
    CHECK(all->pages[0].index == 1);
    CHECK(all->pages[0].text == "signed the order\nthat night\n");
    const auto words = parse_word_boxes(all->pages[0].boxes, all->pages[0].text.size());
    REQUIRE(words);
    CHECK(words->at(0).box == Box{63, 200, 313, 250});
    CHECK(all->pages[0].label == "");
}

TEST_CASE(
    "Photographs are read as they are, and made smaller where they are large"
    * doctest::skip(has_sanitizer)
) {
    const ScratchFolder folder;
    const Result<Pages> png = read_all(folder.write("a.png", make_png(2000, 1000)), MediaType::png);
    REQUIRE(png);
    REQUIRE(png->pages.size() == 1);
    CHECK(png->pages[0].width == 1600);
    CHECK(png->pages[0].height == 800);
    const Result<Pages> jpeg =
        read_all(folder.write("a.jpg", png->pages[0].thumbnail), MediaType::jpeg);
    REQUIRE(jpeg);
    CHECK(jpeg->pages.at(0).width == 400);
    const Result<Pages> tiff =
        read_all(folder.write("a.tiff", make_tiff(300, 200, 3)), MediaType::tiff);
    REQUIRE(tiff);
    CHECK(tiff->pages.size() == 3);
    const Result<Pages> djvu =
        read_all(folder.write("b.djvu", make_djvu_photograph(folder)), MediaType::djvu);
    REQUIRE(djvu);
    CHECK(djvu->pages.size() == 1);
}

TEST_CASE("A strip is cut out of a page image" * doctest::skip(has_sanitizer)) {
    const ScratchFolder folder;
    const Result<Pages> all = read_all(folder.write("a.png", make_png(800, 1000)), MediaType::png);
    REQUIRE(all);
    const Result<std::string> strip =
        cut_strip(worker, all->pages.at(0).image, {100, 500, 300, 520});
    REQUIRE(strip);
    const Result<Pages> read = read_all(folder.write("strip.jpg", *strip), MediaType::jpeg);
    REQUIRE(read);
    CHECK(read->pages.at(0).width == 800);
    CHECK(read->pages.at(0).height == 44);
}

TEST_CASE("A file that cannot be read says why" * doctest::skip(has_sanitizer)) {
    const ScratchFolder folder;
    const auto refused = [&](std::string_view bytes, MediaType type) -> std::string {
        const Result<Pages> all = read_all(folder.write("broken", bytes), type);
        if (!all) return all.error().message();
        return all->reading.failed.empty() ? "" : all->reading.failed.front().reason;
    };
    CHECK(refused("%PDF-1.4\n", MediaType::pdf) == "The PDF is broken.");
    CHECK(refused("AT&TFORM", MediaType::djvu) == "The DjVu file is broken.");
    CHECK(
        refused(make_png(300, 300).substr(0, 500), MediaType::png)
        == "The picture is broken or cut short."
    );
    CHECK(refused("", MediaType::pdf) == "The file is empty or too large.");
}

TEST_CASE("Without its program nothing can be read, and that is said") {
    const Worker none{.program = "/nonexistent"};
    const Result<std::string> holes = try_sandbox(none);
    REQUIRE(!holes);
    CHECK(holes.error().code() == ErrorCode::unavailable);
}
