#include "scans/message.h"

#include "scans/limits.h"
#include "scans/word_boxes.h"

#include <doctest/doctest.h>

using namespace attest::scans;

namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0rest\xFF\xD9";

PageRead a_page() {
    return {
        .index = 3,
        .width = 1600,
        .height = 2263,
        .label = "xii",
        .text = "In 1534.\n",
        .boxes = pack_word_boxes({{0, 2, {1, 2, 3, 4}}, {3, 5, {5, 2, 9, 4}}}),
        .image = jpeg,
        .thumbnail = jpeg,
    };
}

bool is_taken(const Message& message) {
    MessageReader reader;
    reader.feed(format_message(message));
    const auto read = reader.next();
    return read && *read && reader.is_empty();
}

} // namespace

TEST_CASE("A child's messages come out whole, however the pipe cuts them") {
    const std::string bytes = format_message(FileOpened{12}) + format_message(a_page())
                              + format_message(PageFailed{4, "The page is broken."})
                              + format_message(WorkDone{5});
    MessageReader reader;
    std::size_t count = 0;
    for (const char byte : bytes) {
        reader.feed({&byte, 1});
        const auto message = reader.next();
        REQUIRE(message);
        if (!*message) continue;
        ++count;
        if (const auto* page = std::get_if<PageRead>(&**message)) {
            CHECK(page->label == "xii");
            CHECK(page->text == "In 1534.\n");
            CHECK(page->thumbnail == jpeg);
        }
    }
    CHECK(count == 4);
    CHECK(reader.is_empty());
}

TEST_CASE("What a child says is held to what can be") {
    CHECK(is_taken(a_page()));
    const auto refused = [](auto change) {
        PageRead page = a_page();
        change(page);
        return !is_taken(page);
    };
    CHECK(refused([](PageRead& page) { page.index = pages_max; }));
    CHECK(refused([](PageRead& page) { page.width = image_width + 1; }));
    CHECK(refused([](PageRead& page) { page.height = 0; }));
    CHECK(refused([](PageRead& page) { page.label = "\n"; }));
    CHECK(refused([](PageRead& page) { page.text = "\xFF"; }));
    CHECK(refused([](PageRead& page) { page.text = "In"; })); // the boxes reach beyond
    CHECK(refused([](PageRead& page) { page.image = "<svg onload=alert(1)>"; }));
    CHECK(refused([](PageRead& page) { page.thumbnail.clear(); }));
    CHECK(!is_taken(FileOpened{0}));
    CHECK(!is_taken(FileOpened{pages_max + 1}));
    CHECK(!is_taken(StripCut{"GIF89a"}));
}

TEST_CASE("A frame of an unknown kind, or longer than any, ends the reading") {
    MessageReader unknown;
    unknown.feed(std::string{"\x09\0\0\0\0", 5});
    CHECK(!unknown.next());
    MessageReader endless;
    endless.feed("\x01\xFF\xFF\xFF\xFF");
    CHECK(!endless.next());
}
