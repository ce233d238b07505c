#include "security/email.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;
using namespace attest::security;

TEST_CASE("An address keeps its local part, and its domain is in small ASCII letters") {
    CHECK(parse_email("Jane.Doe+attest@Example.ORG").value() == "Jane.Doe+attest@example.org");
    CHECK(parse_email("  jane@example.org\n").value() == "jane@example.org");
    CHECK(parse_email("o'hara@mail.example.co.uk").value() == "o'hara@mail.example.co.uk");
    CHECK(parse_email("jane@пример.рф").value() == "jane@xn--e1afmkfd.xn--p1ai");
    CHECK(parse_email("jane@bücher.example").value() == "jane@xn--bcher-kva.example");
    CHECK(email_key("Jane.Doe@example.org") == "jane.doe@example.org");
}

TEST_CASE("What is no address is refused with an example of one") {
    for (const std::string& text : {
             std::string{""},
             std::string{"jane"},
             std::string{"jane@"},
             std::string{"@example.org"},
             std::string{"jane@example"},
             std::string{"jane@@example.org"},
             std::string{"jane@doe@example.org"},
             std::string{"jane doe@example.org"},
             std::string{"jane..doe@example.org"},
             std::string{".jane@example.org"},
             std::string{"jane.@example.org"},
             std::string{"jane@example..org"},
             std::string{"jane@.example.org"},
             std::string{"jane@-example.org"},
             std::string{"jane@example.org."},
             std::string{"jane@[127.0.0.1]"},
             std::string{"jane@127.0.0.1"},
             std::string{"\"jane\"@example.org"},
             std::string{"<jane@example.org>"},
             std::string{"jane@example.org,eve@example.org"},
             std::string{"jane(x)@example.org"},
             std::string{"jane@exa_mple.org"},
             std::string{"jäne@example.org"},
             std::string{"jane@exa\xFFmple.org"},
             std::string{"jane\0@example.org", 17},
             std::string(65, 'a') + "@example.org",
             "jane@" + std::string(64, 'a') + ".org",
         }) {
        CAPTURE(text);
        const auto email = parse_email(text);
        REQUIRE_FALSE(email.has_value());
        CHECK(email.error().code() == ErrorCode::invalid);
    }
}

// ASVS 1.3.11; guards D16
TEST_CASE("Nothing that could begin another header gets into an address") {
    for (const char* text :
         {"jane@example.org\r\nBcc: eve@example.org",
          "jane\r\nBcc:@example.org",
          "jane@exam\nple.org",
          "jane\n.\n@example.org",
          "jane@example.org\r.\r",
          "jane%0d%0a@exam ple.org"}) {
        CAPTURE(text);
        const auto email = parse_email(text);
        CHECK((!email || email->find_first_of("\r\n <>,\"") == std::string::npos));
        CHECK_FALSE(email.has_value());
    }
}
