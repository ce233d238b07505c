#include "mail/message.h"

#include "base/text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::mail;

namespace {

/// Tue, 21 Jan 2014 20:26:05.
constexpr Time now{1'390'335'965'000};

Message a_message() {
    return {
        .to = {.name = "Jane", .address = "jane@example.org"},
        .from_name = "History",
        .subject = "An answer to your question",
        .text = "Somebody has answered.\n\nhttp://example.org/a/7?x=1\n",
        .message_id = "inbox-7.history@example.net"
    };
}

std::string composed(const Message& message) {
    const Result<std::string> bytes = compose(message, "attest@example.net", now);
    REQUIRE(bytes);
    return *bytes;
}

std::string head_of(const std::string& bytes) {
    return bytes.substr(0, bytes.find("\r\n\r\n") + 2);
}

/// Names of the fields, folded lines left out.
std::vector<std::string> fields_of(const std::string& bytes) {
    std::vector<std::string> names;
    const std::string head = head_of(bytes);
    for (const std::string_view line : split(head, '\n')) {
        if (line.empty() || line.starts_with(' ')) continue;
        names.emplace_back(line.substr(0, line.find(':')));
    }
    return names;
}

/// What every message must be, whatever it says.
void check_form(const std::string& bytes) {
    CHECK(bytes.ends_with("\r\n"));
    CHECK_FALSE(bytes.contains('\0'));
    std::size_t start = 0;
    while (start < bytes.size()) {
        const std::size_t end = bytes.find("\r\n", start);
        REQUIRE(end != std::string::npos);
        const std::string_view line = std::string_view{bytes}.substr(start, end - start);
        CHECK(line.size() <= 998);
        CHECK(line != ".");
        CHECK_FALSE(line.contains('\r'));
        CHECK_FALSE(line.contains('\n'));
        start = end + 2;
    }
}

std::string unquoted(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            plain += text[i];
        } else if (text.substr(i + 1).starts_with("\r\n")) {
            i += 2;
        } else {
            plain += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
            i += 2;
        }
    }
    return plain;
}

} // namespace

TEST_CASE("A plain message reads as it was written") {
    CHECK(
        composed(a_message())
        == "Date: Tue, 21 Jan 2014 20:26:05 +0000\r\n"
           "From: \"History\"\r\n <attest@example.net>\r\n"
           "To: \"Jane\"\r\n <jane@example.org>\r\n"
           "Subject: An answer to your question\r\n"
           "Message-ID: <inbox-7.history@example.net>\r\n"
           "MIME-Version: 1.0\r\n"
           "Auto-Submitted: auto-generated\r\n"
           "Content-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: 7bit\r\n\r\n"
           "Somebody has answered.\r\n\r\nhttp://example.org/a/7?x=1\r\n"
    );
}

TEST_CASE("Text in other scripts is encoded, and no character is cut in two") {
    Message message = a_message();
    message.to.name = "Жанна";
    message.subject = "Ответ на ваш вопрос: когда построили стену вокруг старого города?";
    message.text = "Кто-то ответил: 1 = 1.";
    const std::string bytes = composed(message);
    check_form(bytes);
    CHECK(bytes.contains("To: =?UTF-8?B?0JbQsNC90L3QsA==?=\r\n <jane@example.org>\r\n"));
    CHECK(bytes.contains("Content-Transfer-Encoding: quoted-printable\r\n"));
    CHECK(bytes.contains("1 =3D 1."));
    CHECK(std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 128; }));
    const std::string head = head_of(bytes);
    for (const std::string_view line : split(head, '\n')) {
        CHECK(line.size() <= 77);
    }
    CHECK(encode_header_text("Что") == "=?UTF-8?B?0KfRgtC+?=");
    CHECK(encode_header_text("=?UTF-8?B?QQ==?=") != "=?UTF-8?B?QQ==?=");
}

TEST_CASE("Quoted-printable gives back every text, in lines of 76 octets") {
    std::string all;
    for (int c = 1; c < 128; ++c)
        all += static_cast<char>(c);
    const std::vector<std::string> texts{
        "",
        "a",
        std::string(500, 'a'),
        std::string(500, '='),
        std::string(300, '.'),
        "ends with a blank \nand a tab\t\n",
        ".\n..\nFrom here\n",
        "ж" + std::string(74, 'a') + "ж",
    };
    for (const std::string& text : texts) {
        const std::string encoded = encode_quoted_printable(text);
        for (const std::string_view line : split(encoded, '\n')) {
            CHECK(line.size() <= 77);
            CHECK_FALSE(line.starts_with('.'));
            CHECK_FALSE(line.ends_with(" \r"));
        }
        std::string wanted;
        for (const char c : text)
            wanted += c == '\n' ? std::string{"\r\n"} : std::string{c};
        if (!text.empty() && !wanted.ends_with("\r\n")) wanted += "\r\n";
        CHECK(unquoted(encoded) == wanted);
    }
}

TEST_CASE("Nothing in a name, title or body becomes a header, a recipient or a second message") {
    const std::vector<std::string> strings{
        "a\r\nBcc: eve@example.org",
        "a\nBcc: eve@example.org",
        "a\rBcc: eve@example.org",
        "a\r\n\r\nBody",
        "a\n\nBody",
        std::string{"a\0b\r\nBcc: eve@example.org", 25},
        "a\n.\nMAIL FROM:<eve@example.org>\nRCPT TO:<all@example.org>\nDATA\nBuy!",
        "a\n.\r\nMAIL FROM:<eve@example.org>",
        "a\r\n.\nMAIL FROM:<eve@example.org>",
        "a\r.\rMAIL FROM:<eve@example.org>",
        "a\r\n.\r\nQUIT",
        ".",
        "\"<eve@example.org>, \"",
        "eve@example.org, b",
        "a\xC2\x85"
        "Bcc: eve@example.org",
        "a\xE2\x80\xA8"
        "Bcc: eve@example.org",
        "=?UTF-8?Q?a=0D=0ABcc:_eve@example.org?=",
        "--=_attest_part--\r\nContent-Type: text/html\r\n\r\n<script>",
        "\xFF\xFE",
        std::string(1'900, 'a'),
        "a" + std::string(1'900, '\n'),
        "Я" + std::string(1'000, '\n') + "я",
    };
    const std::vector<std::string> wanted = fields_of(composed([] {
        Message message = a_message();
        message.html = "<p>Hello</p>";
        return message;
    }()));
    for (const std::string& text : strings) {
        CAPTURE(text);
        for (int place = 0; place < 5; ++place) {
            Message message = a_message();
            message.html = "<p>Hello</p>";
            (place == 0   ? message.to.name
             : place == 1 ? message.from_name
             : place == 2 ? message.subject
             : place == 3 ? message.text
                          : message.html) = text;
            const std::string bytes = composed(message);
            check_form(bytes);
            CHECK(fields_of(bytes) == wanted);
            const std::string body = bytes.substr(head_of(bytes).size());
            std::size_t marks = 0;
            for (auto at = body.find("=_attest_part"); at != std::string::npos;
                 at = body.find("=_attest_part", at + 1)) {
                ++marks;
            }
            CHECK(marks == 3);
        }
    }
}

TEST_CASE("An address of any other form than name@domain is refused") {
    for (const std::string_view good :
         {"jane@example.org", "j.a+tag@mail.example.org", "o'hara@example.org", "a@localhost"}) {
        CAPTURE(good);
        CHECK(is_address(good));
    }
    const std::vector<std::string> bad{
        "",
        "jane",
        "@example.org",
        "jane@",
        "jane@@example.org",
        "ja ne@example.org",
        "jane@example.org ",
        "jane@example..org",
        ".jane@example.org",
        "jane.@example.org",
        "jane@-example.org",
        "jane@[127.0.0.1]",
        "\"a b\"@example.org",
        "<jane@example.org>",
        "jane@example.org,eve@example.org",
        "jane@example.org\r\nBcc: eve@example.org",
        "jane@example.org\nRCPT TO:<eve@example.org>",
        "jane@exam\nple.org",
        std::string{"jane\0@example.org", 17},
        "жанна@example.org",
        std::string(65, 'a') + "@example.org",
        "a@" + std::string(64, 'b') + ".org",
        "a@" + std::string(300, 'b'),
    };
    for (const std::string& address : bad) {
        CAPTURE(address);
        CHECK_FALSE(is_address(address));
        Message message = a_message();
        message.to.address = address;
        const Result<std::string> bytes = compose(message, "attest@example.net", now);
        REQUIRE_FALSE(bytes);
        CHECK(bytes.error().code() == ErrorCode::invalid);
    }
    CHECK_FALSE(compose(a_message(), "attest@example.net>\r\nX: ", now));
}

TEST_CASE("A Message-ID or a link that is not one is our mistake, and nothing is sent") {
    const auto is_composed = [](auto change) {
        Message message = a_message();
        change(message);
        return compose(message, "attest@example.net", now).has_value();
    };
    CHECK(is_composed([](Message& message) {
        message.unsubscribe_url = "https://example.net/unsubscribe?token=0a";
    }));
    CHECK_FALSE(is_composed([](Message& message) {
        message.unsubscribe_url = "https://example.net/>\r\nBcc: eve@example.org";
    }));
    CHECK_FALSE(is_composed([](Message& message) { message.unsubscribe_url = "javascript:1"; }));
    CHECK_FALSE(is_composed([](Message& message) { message.message_id = "7"; }));
    CHECK_FALSE(is_composed([](Message& message) { message.message_id = "../7@example.net"; }));
    CHECK_FALSE(is_composed([](Message& message) { message.message_id = "7@a>\r\nX: b"; }));
    CHECK_FALSE(is_composed([](Message& message) { message.text = std::string(300'000, 'a'); }));
    CHECK_FALSE(is_composed([](Message& message) { message.subject = std::string(3'000, 'a'); }));
}

TEST_CASE("A message that can be ended says how, for one click") {
    Message message = a_message();
    message.unsubscribe_url = "https://example.net/unsubscribe?token=0a";
    const std::string bytes = composed(message);
    CHECK(bytes.contains("\r\nList-Unsubscribe: <https://example.net/unsubscribe?token=0a>\r\n"));
    CHECK(bytes.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    CHECK_FALSE(composed(a_message()).contains("List-Unsubscribe"));
}
