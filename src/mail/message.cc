#include "mail/message.h"

#include "base/text.h"
#include "mail/limits.h"

#include <fmt/format.h>
#include <sodium/utils.h>

#include <algorithm>
#include <string>
#include <vector>

namespace attest::mail {

namespace {

/// Cannot occur in quoted-printable, where "=" is always "=3D", nor in a plain part (`is_plain`).
constexpr std::string_view boundary = "=_attest_part";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322, 3.2.3.
bool is_atom_character(char c) {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.contains(c);
}

bool is_dot_atom(std::string_view text) {
    return std::ranges::all_of(split(text, '.'), [](std::string_view atom) {
        return !atom.empty() && std::ranges::all_of(atom, is_atom_character);
    });
}

bool is_domain_label(std::string_view label) {
    return !label.empty() && label.size() <= domain_label_bytes_max && !label.starts_with('-')
           && !label.ends_with('-')
           && std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
    return std::ranges::all_of(split(text, '.'), is_domain_label);
}

/// Printable ASCII without space and brackets: nothing that could end the header or the link.
bool is_link(std::string_view text) {
    return text.starts_with("http") && text.size() <= unsubscribe_url_bytes_max
           && std::ranges::all_of(text, [](char c) {
                  return c > ' ' && c < '\x7f' && c != '<' && c != '>';
              });
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
}

/// Clean UTF-8 on one line.
std::string header_line(std::string_view text) {
    std::string line;
    for (const char c : clean_utf8(text)) {
        line += (c >= '\0' && c < ' ') || c == '\x7f' ? ' ' : c;
    }
    // U+0085, U+2028 and U+2029 are line ends to some readers.
    for (const std::string_view separator : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        for (auto at = line.find(separator); at != std::string::npos; at = line.find(separator)) {
            line.replace(at, separator.size(), " ");
        }
    }
    return std::string{trim(line)};
}

std::string base64(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        sodium_base64_VARIANT_ORIGINAL
    );
    text.pop_back(); // The NUL that it writes.
    return text;
}

/// Encoded words, one a line, each whole in itself (RFC 2047, 5: no character is cut in two).
std::string encoded_words(std::string_view text) {
    constexpr std::string_view mark = "=?UTF-8?B?";
    // RFC 2047, 2: no line of a header that holds encoded words has more than 76 characters.
    constexpr std::size_t word_bytes_max =
        encoded_line_bytes_max - std::string_view{"Subject: "}.size();
    constexpr std::size_t bytes_a_word = (word_bytes_max - mark.size() - 2) / 4 * 3;
    std::string words;
    while (!text.empty()) {
        const std::string_view piece = utf8_prefix(text, bytes_a_word);
        text.remove_prefix(piece.size());
        if (!words.empty()) words += "\r\n ";
        words += fmt::format("{}{}?=", mark, base64(piece));
    }
    return words;
}

/// The words before an address: always quoted or encoded, so that a comma or an "@" in a name is
/// no address.
std::string format_mailbox(const Mailbox& mailbox) {
    const std::string name = header_line(mailbox.name);
    if (name.empty()) return mailbox.address;
    if (!is_printable_ascii(name) || name.contains("=?") || name.size() > plain_name_bytes_max) {
        return fmt::format("{}\r\n <{}>", encoded_words(name), mailbox.address);
    }
    std::string quoted;
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return fmt::format("\"{}\"\r\n <{}>", quoted, mailbox.address);
}

/// Lines without their ends, whatever they ended with.
std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines{""};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' || text[i] == '\n') {
            if (text[i] == '\r' && text.substr(i + 1).starts_with('\n')) ++i;
            lines.emplace_back();
        } else {
            lines.back() += text[i];
        }
    }
    if (lines.back().empty()) lines.pop_back();
    return lines;
}

/// Whether a line may go as it is: readable in the file, and nothing that a mail server on the way
/// takes for a sign ("." ends the data, "From " begins a mailbox entry, "=_" is our boundary).
bool is_plain(const std::string& line) {
    return line.size() <= line_bytes_wanted && is_printable_ascii(line) && !line.starts_with('.')
           && !line.starts_with("From ") && !line.ends_with(' ') && !line.contains("=_");
}

std::string encode_line(std::string_view line) {
    std::string encoded;
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_last = i + 1 == line.size();
        // "." and "From " at the front of a line are signs to some mail servers.
        const bool is_sign = column == 0 && (c == '.' || c == 'F');
        const bool is_visible = c > ' ' && c < '\x7f' && c != '=';
        const bool is_literal = (is_visible && !is_sign) || (c == ' ' && !is_last);
        const std::string piece =
            is_literal ? std::string{c} : fmt::format("={:02X}", static_cast<unsigned char>(c));
        if (column + piece.size() > quoted_line_bytes_max - 1) {
            encoded += "=\r\n";
            column = 0;
            // Again, since the rules for the first character of a line are others.
            --i;
            continue;
        }
        encoded += piece;
        column += piece.size();
    }
    return encoded;
}

struct Body {
    std::string_view encoding;
    std::string bytes;
};

Body encode_body(std::string_view text) {
    const std::vector<std::string> lines = lines_of(clean_utf8(text));
    if (!std::ranges::all_of(lines, is_plain)) {
        return {.encoding = "quoted-printable", .bytes = encode_quoted_printable(text)};
    }
    std::string bytes;
    for (const std::string& line : lines) {
        bytes += line;
        bytes += "\r\n";
    }
    return {.encoding = "7bit", .bytes = std::move(bytes)};
}

std::string format_part(std::string_view kind, std::string_view text) {
    const Body body = encode_body(text);
    return fmt::format(
        "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}",
        kind,
        body.encoding,
        body.bytes
    );
}

/// RFC 5322, 3.3.
std::string format_date(Time now) {
    std::string date = format_http_date(now);
    date.replace(date.size() - 3, 3, "+0000");
    return date;
}

Result<void> check(const Message& message, std::string_view from_address) {
    if (!is_address(from_address)) {
        return fail(ErrorCode::invalid, "The sender's address is not one: correct [mail] from.");
    }
    if (!is_address(message.to.address)) {
        return fail(
            ErrorCode::invalid, "That is not an e-mail address; write it as name@example.org."
        );
    }
    if (!is_message_id(message.message_id)) {
        return fail(ErrorCode::internal, "A mail has no proper Message-ID.");
    }
    if (!message.unsubscribe_url.empty() && !is_link(message.unsubscribe_url)) {
        return fail(ErrorCode::internal, "A mail has no proper link to end such mails.");
    }
    for (const std::string* text : {&message.subject, &message.to.name, &message.from_name}) {
        if (text->size() > header_text_bytes_max) {
            return fail(ErrorCode::invalid, "The subject or a name is too long for a mail.");
        }
    }
    if (message.text.size() > body_bytes_max || message.html.size() > body_bytes_max) {
        return fail(ErrorCode::invalid, "The text is too long for a mail.");
    }
    return {};
}

} // namespace

bool is_address(std::string_view text) {
    if (text.size() > address_bytes_max) return false;
    const std::size_t at = text.rfind('@');
    if (at > local_part_bytes_max) return false; // Also where there is none.
    return is_dot_atom(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

bool is_message_id(std::string_view text) {
    if (text.size() > message_id_bytes_max || std::ranges::count(text, '@') != 1) return false;
    const auto is_fit = [](std::string_view part) {
        return std::ranges::all_of(split(part, '.'), [](std::string_view atom) {
            return !atom.empty() && std::ranges::all_of(atom, [](char c) {
                return is_letter_or_digit(c) || c == '-' || c == '_';
            });
        });
    };
    const std::size_t at = text.find('@');
    return is_fit(text.substr(0, at)) && is_fit(text.substr(at + 1));
}

std::string encode_header_text(std::string_view text) {
    const std::string line = header_line(text);
    const bool is_plain_text =
        is_printable_ascii(line) && !line.contains("=?")
        && line.size() < line_bytes_wanted - std::string_view{"Subject: "}.size();
    return is_plain_text ? line : encoded_words(line);
}

std::string encode_quoted_printable(std::string_view text) {
    std::string encoded;
    for (const std::string& line : lines_of(clean_utf8(text))) {
        encoded += encode_line(line);
        encoded += "\r\n";
    }
    return encoded;
}

Result<std::string> compose(const Message& message, std::string_view from_address, Time now) {
    TRY(check(message, from_address));
    std::string bytes = fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\n"
        "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n",
        format_date(now),
        format_mailbox({.name = message.from_name, .address = std::string{from_address}}),
        format_mailbox(message.to),
        encode_header_text(message.subject),
        message.message_id
    );
    if (!message.unsubscribe_url.empty()) {
        bytes += fmt::format(
            "List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            message.unsubscribe_url
        );
    }
    if (message.html.empty()) return bytes + format_part("plain", message.text);
    bytes += fmt::format(
        "Content-Type: multipart/alternative; boundary=\"{0}\"\r\n\r\n"
        "--{0}\r\n{1}--{0}\r\n{2}--{0}--\r\n",
        boundary,
        format_part("plain", message.text),
        format_part("html", message.html)
    );
    return bytes;
}

} // namespace attest::mail
