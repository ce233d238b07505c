#include "http/address.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace attest::http {

namespace {

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int ipv4_prefix_bits = 96;

} // namespace

bool IpAddress::is_ipv4() const {
    return std::ranges::equal(std::span{bytes}.first<12>(), ipv4_prefix);
}

bool IpAddress::is_loopback() const {
    if (is_ipv4()) return bytes[12] == 127;
    return std::ranges::all_of(std::span{bytes}.first<15>(), [](auto byte) { return byte == 0; })
           && bytes[15] == 1;
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size() || text.contains('\0')) return std::nullopt;
    std::ranges::copy(text, terminated.begin());

    IpAddress address;
    if (inet_pton(AF_INET6, terminated.data(), address.bytes.data()) == 1) return address;
    std::ranges::copy(ipv4_prefix, address.bytes.begin());
    if (inet_pton(AF_INET, terminated.data(), address.bytes.data() + 12) == 1) return address;
    return std::nullopt;
}

std::string format_ip_address(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool is_four = address.is_ipv4();
    inet_ntop(
        is_four ? AF_INET : AF_INET6,
        address.bytes.data() + (is_four ? 12 : 0),
        text.data(),
        text.size()
    );
    return text.data();
}

bool AddressRange::contains(const IpAddress& other) const {
    const auto whole = static_cast<std::size_t>(prefix_bits / 8);
    if (std::memcmp(address.bytes.data(), other.bytes.data(), whole) != 0) return false;
    const int rest = prefix_bits % 8;
    if (rest == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
    return (address.bytes.at(whole) & mask) == (other.bytes.at(whole) & mask);
}

Result<AddressRange> parse_address_range(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::optional<IpAddress> address = parse_ip_address(text.substr(0, slash));
    const auto refuse = [&] {
        return std::unexpected{
            Error{ErrorCode::invalid, "An address range is written like 10.0.0.0/8 or fd00::/8."}
                .with_detail(std::string{text})
        };
    };
    if (!address) return refuse();
    if (slash == std::string_view::npos) return AddressRange{*address, 128};

    const int bits_max = address->is_ipv4() ? 32 : 128;
    const std::optional<int> bits = parse_number<int>(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > bits_max) return refuse();
    return AddressRange{*address, address->is_ipv4() ? *bits + ipv4_prefix_bits : *bits};
}

bool contains(std::span<const AddressRange> ranges, const IpAddress& address) {
    return std::ranges::any_of(ranges, [&](const AddressRange& range) {
        return range.contains(address);
    });
}

IpAddress client_address(
    const IpAddress& peer,
    std::span<const AddressRange> trusted_proxies,
    std::string_view forwarded_for
) {
    IpAddress client = peer;
    while (contains(trusted_proxies, client) && !forwarded_for.empty()) {
        const std::size_t comma = forwarded_for.rfind(',');
        const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
        const std::optional<IpAddress> next = parse_ip_address(trim(forwarded_for.substr(begin)));
        if (!next) break;
        client = *next;
        forwarded_for = comma == std::string_view::npos ? "" : forwarded_for.substr(0, comma);
    }
    return client;
}

} // namespace attest::http
