#include "http/address.h"

#include <doctest/doctest.h>

#include <vector>

namespace attest::http {

namespace {

bool is_inside(std::string_view range, std::string_view address) {
    return parse_address_range(range)->contains(*parse_ip_address(address));
}

std::string client_of(std::string_view peer, std::string_view forwarded_for) {
    const std::vector<AddressRange> trusted{
        *parse_address_range("10.0.0.0/8"), *parse_address_range("fd00::/8")
    };
    return format_ip_address(client_address(*parse_ip_address(peer), trusted, forwarded_for));
}

} // namespace

TEST_CASE("An address is read and printed") {
    for (const char* text : {"192.0.2.1", "::1", "2001:db8::1", "0.0.0.0", "::"}) {
        REQUIRE(parse_ip_address(text).has_value());
        CHECK(format_ip_address(*parse_ip_address(text)) == text);
    }
    CHECK(parse_ip_address("::ffff:192.0.2.1") == parse_ip_address("192.0.2.1"));
    CHECK(parse_ip_address("127.9.9.9")->is_loopback());
    CHECK(parse_ip_address("::1")->is_loopback());
    CHECK_FALSE(parse_ip_address("1.2.3.4")->is_loopback());
    for (const char* text :
         {"",
          "1.2.3",
          "1.2.3.4.5",
          "256.1.1.1",
          "1.2.3.4:80",
          "[::1]",
          "::1%lo",
          " 1.2.3.4",
          "localhost",
          "01.2.3.4",
          "1:2:3:4:5:6:7:8:9",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_ip_address(text).has_value());
    }
}

TEST_CASE("A range holds what shares its prefix") {
    CHECK(is_inside("10.0.0.0/8", "10.255.0.1"));
    CHECK_FALSE(is_inside("10.0.0.0/8", "11.0.0.1"));
    CHECK(is_inside("192.168.16.0/20", "192.168.31.255"));
    CHECK_FALSE(is_inside("192.168.16.0/20", "192.168.32.0"));
    CHECK(is_inside("0.0.0.0/0", "8.8.8.8"));
    CHECK_FALSE(is_inside("0.0.0.0/0", "2001:db8::1"));
    CHECK(is_inside("fd00::/8", "fd12::1"));
    CHECK_FALSE(is_inside("fd00::/8", "fe80::1"));
    CHECK(is_inside("192.0.2.1", "192.0.2.1"));
    CHECK_FALSE(is_inside("192.0.2.1", "192.0.2.2"));
    for (const char* text :
         {"",
          "10.0.0.0/",
          "10.0.0.0/33",
          "10.0.0.0/-1",
          "::/129",
          "a/8",
          "10.0.0.0/8/8",
          "10.0.0.0/ 8"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_address_range(text).has_value());
    }
}

TEST_CASE("The client is the last address that is no proxy of ours") {
    CHECK(client_of("198.51.100.1", "192.0.2.1") == "198.51.100.1");
    CHECK(client_of("10.0.0.1", "") == "10.0.0.1");
    CHECK(client_of("10.0.0.1", "192.0.2.1") == "192.0.2.1");
    CHECK(client_of("10.0.0.1", "203.0.113.5, 192.0.2.1") == "192.0.2.1");
    CHECK(client_of("10.0.0.1", "203.0.113.5, 10.0.0.2,fd00::7") == "203.0.113.5");
    CHECK(client_of("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3");
    CHECK(client_of("10.0.0.1", "203.0.113.5, nonsense") == "10.0.0.1");
    CHECK(client_of("10.0.0.1", "203.0.113.5, unknown, 10.0.0.2") == "10.0.0.2");
    CHECK(client_of("fd00::1", "2001:db8::9") == "2001:db8::9");
}

} // namespace attest::http
