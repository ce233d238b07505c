// The five kinds of file that are taken, told by their first bytes: all that this process itself
// ever reads of a stranger's file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace attest::scans {

enum class MediaType : std::uint8_t { pdf, djvu, jpeg, png, tiff };

/// Bytes that `find_media_type` looks at.
inline constexpr std::size_t magic_bytes = 16;

std::optional<MediaType> find_media_type(std::string_view first_bytes);

/// "application/pdf".
std::string_view format_media_type(MediaType type);
std::optional<MediaType> parse_media_type(std::string_view text);

} // namespace attest::scans
