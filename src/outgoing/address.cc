#include "outgoing/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace attest::outgoing {

namespace {

struct Network {
    std::string_view start;
    unsigned bits; ///< Of the address as it is written.
};

constexpr std::array not_public_ipv4{
    Network{"0.0.0.0", 8},        // "this network"; Linux takes it for the loopback
    Network{"10.0.0.0", 8},       // private
    Network{"100.64.0.0", 10},    // shared by carriers
    Network{"127.0.0.0", 8},      // loopback
    Network{"168.63.129.16", 32}, // a cloud's inner services, on an address that looks public
    Network{"169.254.0.0", 16},   // link-local, and every cloud's metadata
    Network{"172.16.0.0", 12},    // private
    Network{"192.0.0.0", 24},     // protocol assignments
    Network{"192.0.2.0", 24},     // documentation
    Network{"192.88.99.0", 24},   // 6to4 relays
    Network{"192.168.0.0", 16},   // private
    Network{"198.18.0.0", 15},    // benchmarking
    Network{"198.51.100.0", 24},  // documentation
    Network{"203.0.113.0", 24},   // documentation
    Network{"224.0.0.0", 4},      // multicast
    Network{"240.0.0.0", 4},      // reserved, broadcast
};

/// Global unicast is 2000::/3; these lie in it and are not.
constexpr std::array not_public_ipv6{
    Network{"2001::", 23},     // protocol assignments: Teredo, ORCHID, benchmarking
    Network{"2001:db8::", 32}, // documentation
    Network{"2002::", 16},     // 6to4
    Network{"3fff::", 20},     // documentation
};

constexpr Network global_unicast{"2000::", 3};

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_ipv4(const Address& address) {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
}

bool contains(const Network& network, const Address& address) {
    const Address start = *parse_address(network.start);
    const unsigned bits = network.bits + (is_ipv4(start) ? 96 : 0);
    const std::size_t whole = bits / 8;
    if (!std::equal(start.bytes.begin(), start.bytes.begin() + whole, address.bytes.begin())) {
        return false;
    }
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
    return (start.bytes.at(whole) & mask) == (address.bytes.at(whole) & mask);
}

bool is_in_any(const auto& networks, const Address& address) {
    return std::ranges::any_of(networks, [&](const Network& network) {
        return contains(network, address);
    });
}

Address from_ipv4(const void* four_bytes) {
    Address address;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
    std::memcpy(address.bytes.data() + mapped_prefix.size(), four_bytes, 4);
    return address;
}

} // namespace

std::optional<Address> parse_address(std::string_view text) {
    const std::string copy{text};
    in_addr four{};
    if (::inet_pton(AF_INET, copy.c_str(), &four) == 1) return from_ipv4(&four);
    Address address;
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::optional<Address> address_of(const sockaddr& socket_address) {
    if (socket_address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &socket_address, sizeof four);
        return from_ipv4(&four.sin_addr);
    }
    if (socket_address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 six{};
    std::memcpy(&six, &socket_address, sizeof six);
    Address address;
    std::memcpy(address.bytes.data(), &six.sin6_addr, address.bytes.size());
    return address;
}

std::string format_address(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_ipv4(address)) {
        ::inet_ntop(AF_INET, address.bytes.data() + mapped_prefix.size(), text.data(), text.size());
    } else {
        ::inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
    }
    return text.data();
}

bool is_public(const Address& address) {
    if (is_ipv4(address)) return !is_in_any(not_public_ipv4, address);
    return contains(global_unicast, address) && !is_in_any(not_public_ipv6, address);
}

} // namespace attest::outgoing
