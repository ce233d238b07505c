#include "scans/media_type.h"

#include <array>
#include <utility>

namespace attest::scans {

namespace {

using namespace std::literals;

struct Magic {
    MediaType type;
    std::string_view bytes;
};

constexpr std::array magics = {
    Magic{MediaType::pdf, "%PDF-"sv},
    Magic{MediaType::djvu, "AT&TFORM"sv},
    Magic{MediaType::jpeg, "\xFF\xD8\xFF"sv},
    Magic{MediaType::png, "\x89PNG\r\n\x1A\n"sv},
    Magic{MediaType::tiff, "II*\0"sv},
    Magic{MediaType::tiff, "MM\0*"sv},
};

constexpr std::array names = {
    std::pair{MediaType::pdf, "application/pdf"sv},
    std::pair{MediaType::djvu, "image/vnd.djvu"sv},
    std::pair{MediaType::jpeg, "image/jpeg"sv},
    std::pair{MediaType::png, "image/png"sv},
    std::pair{MediaType::tiff, "image/tiff"sv},
};

} // namespace

std::optional<MediaType> find_media_type(std::string_view first_bytes) {
    for (const Magic& magic : magics) {
        if (first_bytes.starts_with(magic.bytes)) return magic.type;
    }
    return std::nullopt;
}

std::string_view format_media_type(MediaType type) {
    for (const auto& [each, name] : names) {
        if (each == type) return name;
    }
    std::unreachable();
}

std::optional<MediaType> parse_media_type(std::string_view text) {
    for (const auto& [each, name] : names) {
        if (name == text) return each;
    }
    return std::nullopt;
}

} // namespace attest::scans
