#include "http/multipart.h"

#include "http/request.h"

#include <doctest/doctest.h>

using namespace attest::http;

namespace {

const std::string body =
    "--XX\r\nContent-Disposition: form-data; name=\"rights\"\r\n\r\nlines\r\n"
    "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--X\r\n\r\n--XX--\r\n";

} // namespace

TEST_CASE("A form with a file is read part by part") {
    const auto parts = parse_multipart(body, "XX");
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).name == "rights");
    CHECK(!parts->at(0).file_name);
    CHECK(parts->at(0).content == "lines");
    CHECK(parts->at(1).file_name == "a \"b\".pdf");
    CHECK(parts->at(1).content == "%PDF-1.4\r\n--X\r\n");
}

TEST_CASE("A form that is cut short or has no name is refused") {
    CHECK(!parse_multipart(body.substr(0, body.size() - 6), "XX"));
    CHECK(!parse_multipart("", "XX"));
    CHECK(!parse_multipart("--XX\r\n\r\n\r\n--XX--", "XX"));
    CHECK(!parse_multipart(
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--XX--", "XX"
    ));
    CHECK(parse_multipart("--XX--", "XX")->empty());
}

TEST_CASE("The boundary stands in the content type") {
    CHECK(find_boundary("multipart/form-data; boundary=XX") == "XX");
    CHECK(find_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"X X\"") == "X X");
    CHECK(!find_boundary("multipart/mixed; boundary=XX"));
    CHECK(!find_boundary("multipart/form-data"));
    CHECK(!find_boundary("multipart/form-data; boundary=\"X\""
                         "; boundary=")
               ->empty());
    CHECK(!find_boundary("multipart/form-data; boundary=X\tX"));
}

TEST_CASE("A request gives a form's fields and its file") {
    const Request request = Request::from_parts({
        .method = Method::post,
        .target = "/sources/a/files",
        .headers = {{"Content-Type", "multipart/form-data; boundary=XX"}},
        .body = body,
    });
    CHECK(request.form_field("rights") == "lines");
    CHECK(!request.form_field("file"));
    const auto file = request.uploaded_file("file");
    REQUIRE(file);
    CHECK(file->file_name == "a \"b\".pdf");
    CHECK(file->content == "%PDF-1.4\r\n--X\r\n");
}
