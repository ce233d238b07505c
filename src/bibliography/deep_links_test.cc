#include "bibliography/deep_links.h"

#include <doctest/doctest.h>

using attest::bibliography::deep_link;

TEST_CASE("An address leads to the page and its words where its site can do so") {
    CHECK(
        deep_link("https://archive.org/details/mylife1930", "79", "the order")
        == "https://archive.org/details/mylife1930/page/79/mode/1up?q=the%20order"
    );
    CHECK(
        deep_link(
            "http://www.archive.org/details/mylife1930/page/n5/mode/2up?view=theater", "xii", ""
        )
        == "https://archive.org/details/mylife1930/page/xii/mode/1up"
    );
    CHECK(
        deep_link("https://books.google.co.uk/books?hl=en&id=aB3&pg=PA1", "79", "")
        == "https://books.google.co.uk/books?id=aB3&pg=PA79"
    );
    CHECK(
        deep_link("https://books.google.com/books?id=aB3", "xii", "a b")
        == "https://books.google.com/books?id=aB3&pg=PRxii&dq=a%20b"
    );
    CHECK(deep_link("https://example.org/a.pdf", "79", "x") == "https://example.org/a.pdf#page=79");
    CHECK(deep_link("https://example.org/a.pdf", "12v", "x") == "https://example.org/a.pdf");
}

TEST_CASE("Another page is opened at the words, a long quotation by its ends") {
    CHECK(
        deep_link("https://example.org/a?b=1", "79", "well-known, he said")
        == "https://example.org/a?b=1#:~:text=well%2Dknown%2C%20he%20said"
    );
    CHECK(
        deep_link(
            "https://example.org/a#part",
            "",
            "one two three four five six seven eight nine ten eleven"
        )
        == "https://example.org/a#part:~:text=one%20two%20three%20four%20five,"
           "seven%20eight%20nine%20ten%20eleven"
    );
    CHECK(deep_link("https://example.org/a", "79", "") == "https://example.org/a");
    CHECK(
        deep_link("https://example.org/a#:~:text=x", "", "y") == "https://example.org/a#:~:text=x"
    );
    CHECK(deep_link("no address", "79", "y") == "no address");
    CHECK(deep_link("ftp://example.org/a", "79", "y") == "ftp://example.org/a");
}
