// Smoke runs: 60000
// Whatever strangers write, a message is one message with our headers. The input is cut at its zero
// bytes: name, title, text, HTML, address.
#include "mail/message.h"

#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

std::string next_field(std::string_view& rest) {
    const std::size_t end = rest.find('\0');
    const std::string field{rest.substr(0, end)};
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return field;
}

/// Fields of the head that are not folded lines.
int count_fields(std::string_view head) {
    int fields = 0;
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        VERIFY(end != std::string_view::npos);
        if (head.front() != ' ') ++fields;
        head.remove_prefix(end + 2);
    }
    return fields;
}

void check_lines(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find("\r\n");
        VERIFY(end != std::string_view::npos);
        const std::string_view line = bytes.substr(0, end);
        VERIFY(line.size() <= 998);
        VERIFY(!line.starts_with('.'));
        VERIFY(line.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos);
        bytes.remove_prefix(end + 2);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    attest::mail::Message message{
        .to = {.name = next_field(rest), .address = "jane@example.org"},
        .from_name = "History",
        .subject = next_field(rest),
        .text = next_field(rest),
        .html = next_field(rest),
        .message_id = "1@example.org",
    };
    const std::string address = next_field(rest);
    if (attest::mail::is_address(address)) message.to.address = address;
    const auto bytes = attest::mail::compose(message, "attest@example.org", {0});
    if (!bytes) return 0;
    check_lines(*bytes);
    const std::size_t head_end = bytes->find("\r\n\r\n");
    VERIFY(head_end != std::string::npos);
    VERIFY(
        count_fields(std::string_view{*bytes}.substr(0, head_end + 2))
        == (message.html.empty() ? 9 : 8)
    );
    return 0;
}
