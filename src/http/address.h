// Internet addresses of clients, and ranges of them for trusted proxies.
#pragma once

#include "base/error.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attest::http {

/// An IPv4 or IPv6 address. IPv4 is kept as IPv6 (::ffff:a.b.c.d), so that a client has one address
/// whichever kind of socket it came in by.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const IpAddress&) const = default;

    [[nodiscard]] bool is_ipv4() const;
    [[nodiscard]] bool is_loopback() const;
};

/// "192.0.2.1", "2001:db8::1". Nothing for anything else: no port, brackets, zone or spaces.
std::optional<IpAddress> parse_ip_address(std::string_view text);

std::string format_ip_address(const IpAddress& address);

/// "10.0.0.0/8", "fd00::/8", or one address.
struct AddressRange {
    IpAddress address;
    int prefix_bits = 128; ///< Of the 128 bits of an IPv6 address.

    [[nodiscard]] bool contains(const IpAddress& other) const;
};

Result<AddressRange> parse_address_range(std::string_view text);

bool contains(std::span<const AddressRange> ranges, const IpAddress& address);

/// Who really asks: `peer`, or, if that is a trusted proxy, the last address in X-Forwarded-For
/// that is not one. Whatever stands left of it was written by a stranger and is not read.
IpAddress client_address(
    const IpAddress& peer,
    std::span<const AddressRange> trusted_proxies,
    std::string_view forwarded_for
);

} // namespace attest::http
