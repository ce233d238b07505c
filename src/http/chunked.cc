#include "http/chunked.h"

#include "base/text.h"
#include "http/limits.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace attest::http {

namespace {

constexpr Refusal refusal_chunk{.status = 400, .sentence = "A chunk of the body cannot be read."};
constexpr Refusal refusal_large{.status = 413, .sentence = "The body is too large."};

/// Fifteen hexadecimal digits cannot overflow, and nobody needs sixteen.
constexpr std::size_t size_digits_max = 15;

/// ";name=value;name": without the quoted strings that RFC 9112 allows, since whoever reads them
/// differently ends the line elsewhere, and nobody sends any.
bool is_extension(std::string_view text) {
    while (!text.empty()) {
        if (text.front() != ';') return false;
        const std::size_t end = std::min(text.find(';', 1), text.size());
        const std::string_view part = text.substr(1, end - 1);
        const std::size_t equals = std::min(part.find('='), part.size());
        const bool has_value = equals < part.size();
        if (!is_token(part.substr(0, equals))) return false;
        if (has_value && !is_token(part.substr(equals + 1))) return false;
        text.remove_prefix(end);
    }
    return true;
}

/// A field, but none that would change what the head said about the message (RFC 9110, 6.5.1).
bool is_trailer(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = line.substr(0, colon);
    for (const std::string_view framing : {"content-length", "transfer-encoding", "host"}) {
        if (ascii_equal_ignoring_case(name, framing)) return false;
    }
    return is_token(name) && is_field_value(line.substr(colon + 1));
}

/// The size at the front of "1a", "1a;name=value".
std::optional<std::uint64_t> parse_chunk_size(std::string_view line) {
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const auto digits = static_cast<std::size_t>(end - line.data());
    if (error != std::errc{} || digits == 0 || digits > size_digits_max || line.front() == '-') {
        return std::nullopt;
    }
    if (!is_extension(line.substr(digits))) return std::nullopt;
    return size;
}

} // namespace

std::expected<void, Refusal> ChunkedDecoder::end_line(std::string_view line) {
    if (state_ == State::data_end) {
        if (!line.empty()) return std::unexpected{refusal_chunk};
        state_ = State::size_line;
        return {};
    }
    if (state_ == State::trailer) {
        is_done_ = line.empty();
        if (!is_done_ && !is_trailer(line)) return std::unexpected{refusal_chunk};
        return {};
    }
    const std::optional<std::uint64_t> size = parse_chunk_size(line);
    if (!size) return std::unexpected{refusal_chunk};
    if (*size > body_bytes_max_ - body_bytes_) return std::unexpected{refusal_large};
    chunk_left_ = *size;
    state_ = *size == 0 ? State::trailer : State::data;
    return {};
}

std::expected<void, Refusal> ChunkedDecoder::take_line(std::string_view& input) {
    const std::size_t end = input.find('\n');
    const std::size_t length = end == std::string_view::npos ? input.size() : end + 1;
    overhead_bytes_ += length;
    // Each chunk of body may bring a little of its own; see limits.h.
    const std::size_t overhead_max =
        chunk_overhead_bytes_max + (body_bytes_ * chunk_overhead_per_byte_max);
    if (overhead_bytes_ > overhead_max || line_.size() + length > chunk_overhead_bytes_max) {
        return std::unexpected{refusal_large};
    }
    line_ += input.substr(0, length);
    input.remove_prefix(length);
    if (end == std::string_view::npos) return {};

    std::string_view line = line_;
    if (!line.ends_with("\r\n")) return std::unexpected{refusal_chunk};
    line.remove_suffix(2);
    const auto outcome = end_line(line);
    line_.clear();
    return outcome;
}

void ChunkedDecoder::take_data(std::string_view& input, std::string& body) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, input.size()));
    body += input.substr(0, length);
    body_bytes_ += length;
    chunk_left_ -= length;
    input.remove_prefix(length);
    if (chunk_left_ == 0) state_ = State::data_end;
}

std::expected<bool, Refusal> ChunkedDecoder::decode(std::string_view& input, std::string& body) {
    while (!input.empty() && !is_done_) {
        if (state_ == State::data) {
            take_data(input, body);
            continue;
        }
        if (const auto outcome = take_line(input); !outcome)
            return std::unexpected{outcome.error()};
    }
    return is_done_;
}

} // namespace attest::http
