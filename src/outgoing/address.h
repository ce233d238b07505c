// Which internet addresses are on the public web. What is not named here as public is not.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace attest::outgoing {

/// IPv4 is kept as ::ffff:a.b.c.d, which is the same machine.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    bool operator==(const Address&) const = default;
};

std::optional<Address> parse_address(std::string_view text);

/// Nothing for another family than IPv4 and IPv6.
std::optional<Address> address_of(const sockaddr& socket_address);

std::string format_address(const Address& address);

/// Global unicast by IANA's registries of special-purpose addresses: not loopback, private,
/// link-local, shared, documentation, benchmarking, multicast or reserved, nor an IPv6 address
/// that stands for an IPv4 one (NAT64, 6to4, Teredo), since a gateway would carry it anywhere.
bool is_public(const Address& address);

} // namespace attest::outgoing
