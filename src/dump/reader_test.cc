#include "dump/reader.h"

#include "dump/limits.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace attest::dump {

namespace {

constexpr auto badges = storage::Table::badges;

std::string ids(const RowBatch& batch) {
    std::string text;
    std::vector<Attribute> attributes;
    for (std::size_t row = 0; row < batch.size(); ++row) {
        for (const Attribute& attribute : batch.attributes(row, attributes)) {
            if (attribute.name == "Id") text.append(attribute.value).append(" ");
        }
    }
    return text;
}

std::string refusal(std::string text) {
    TableReader reader = TableReader::of_text(std::move(text), badges);
    while (true) {
        const Result<RowBatch> batch = reader.next();
        if (!batch) return batch.error().message();
        if (batch->is_last()) return "none";
    }
}

std::string many_rows(std::size_t count) {
    std::string text = "<badges>\n";
    for (std::size_t id = 1; id <= count; ++id)
        text += fmt::format("  <row Id=\"{}\" Name=\"é&#x1F;&lt;\" />\n", id);
    return text + "</badges>";
}

} // namespace

TEST_CASE("Rows are read with their lines, unescaped, after a byte-order mark too") {
    TableReader reader = TableReader::of_text(
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<badges>\r\n  <row Id=\"1\" "
        "Name=\"a &lt;b&gt; &amp; &#xA;&quot;\" />\r\n  <row Id='2'></row>\r\n</badges>",
        badges
    );
    const Result<RowBatch> batch = reader.next();
    REQUIRE(batch);
    CHECK(batch->is_last());
    REQUIRE(batch->size() == 2);
    CHECK(batch->line(0) == 3);
    CHECK(batch->line(1) == 4);
    std::vector<Attribute> attributes;
    const Attributes first = batch->attributes(0, attributes);
    REQUIRE(first.size() == 2);
    CHECK(first[1].name == "Name");
    CHECK(first[1].value == "a <b> & \n\"");
}

TEST_CASE("A file is read in batches, and from the end of any of them as if from the start") {
    const std::string text = many_rows(2 * batch_rows_max + 10);
    TableReader whole = TableReader::of_text(text, badges);
    const Result<RowBatch> first = whole.next();
    REQUIRE(first);
    CHECK(first->size() == batch_rows_max);
    CHECK_FALSE(first->is_last());
    const Result<RowBatch> second = whole.next();
    REQUIRE(second);

    TableReader later = TableReader::of_text(text, badges, first->next());
    const Result<RowBatch> again = later.next();
    REQUIRE(again);
    CHECK(ids(*again) == ids(*second));
    CHECK(again->line(0) == second->line(0));
    CHECK(again->next() == second->next());
    CHECK(later.next()->size() == 10);
    CHECK(whole.next()->size() == 10);
}

TEST_CASE("An empty table has no rows") {
    CHECK(refusal("<badges></badges>") == "none");
    CHECK(refusal("<badges/>") == "none");
}

TEST_CASE("What is not a table of a dump is refused in one line that says where") {
    CHECK(refusal("") == "Badges.xml, line 1: the file is not XML.");
    CHECK(
        refusal("<posts/>")
        == "Badges.xml, line 1: the file should begin with <badges> and begins with <posts>."
    );
    CHECK(refusal("<badges>\n<row Id=\"1\"/>").find("Badges.xml, line 2: ") == 0);
    CHECK(refusal("<badges>\n\nx</badges>").find("text between its rows") != std::string::npos);
    CHECK(refusal("<badges><badge/></badges>").find("has <badge>") != std::string::npos);
    CHECK(refusal("<badges><row><row/></row></badges>").find("has <row>") != std::string::npos);
    CHECK(
        refusal("<!DOCTYPE badges><badges/>").find("document type declaration") != std::string::npos
    );
    CHECK(
        refusal("<?xml version=\"1.0\" encoding=\"latin1\"?><badges/>").find("UTF-8")
        != std::string::npos
    );
    CHECK(
        refusal("<badges><row Id=\"&x;\"/></badges>").find("undefined entity") != std::string::npos
    );
    CHECK(
        refusal("<badges><row Id=\"1\" Id=\"2\"/></badges>").find("duplicate attribute")
        != std::string::npos
    );
}

TEST_CASE("A row that is too long is refused before it fills the memory") {
    std::string text = "<badges><row Name=\"";
    text.append(row_bytes_max + 2 * read_bytes, 'a');
    CHECK(refusal(text).find("a row of more than 8 MB") != std::string::npos);
}

TEST_CASE("A row with too many attributes is refused") {
    std::string text = "<badges><row";
    for (std::size_t index = 0; index <= row_attributes_max; ++index)
        text += fmt::format(" a{}=\"\"", index);
    CHECK(refusal(text + "/></badges>").find("more than 64 attributes") != std::string::npos);
}

} // namespace attest::dump
