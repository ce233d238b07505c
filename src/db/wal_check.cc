#include "db/wal_check.h"

#include "base/random.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <string_view>

namespace attest::db {

namespace {

// The layout of both files, from SQLite's description of its file format (big-endian words).
constexpr std::size_t stamp_at = 60; ///< user_version, in page 1
constexpr std::size_t wal_header_bytes = 32;
constexpr std::size_t wal_page_bytes_at = 8;
constexpr std::size_t wal_salts_at = 16;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::size_t frame_salts_at = 8;

constexpr std::uint64_t starts_mask = 0xffff;
constexpr std::uint64_t identity_mask = 0x7fff;
constexpr int identity_shift = 16;

template <std::size_t size>
using Bytes = std::array<char, size>;

template <std::size_t size>
bool read_at(std::ifstream& in, std::streamoff offset, Bytes<size>& bytes) {
    in.seekg(offset);
    return static_cast<bool>(in.read(bytes.data(), size));
}

template <std::size_t size>
std::string_view view(const Bytes<size>& bytes) {
    return {bytes.data(), size};
}

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
    std::uint64_t word = 0;
    for (std::size_t byte = at; byte < at + 4; ++byte) {
        word = word << 8 | static_cast<unsigned char>(bytes[byte]);
    }
    return word;
}

std::uint64_t salts_at(std::string_view bytes, std::size_t at) {
    return word_at(bytes, at) << 32 | word_at(bytes, at + 4);
}

std::optional<std::uint64_t> stamp_of_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    Bytes<stamp_at + 4> header{};
    if (!read_at(in, 0, header)) return std::nullopt;
    return word_at(view(header), stamp_at);
}

/// The stamp in the first page 1 of the WAL's present round, if it holds one.
std::optional<std::uint64_t> stamp_of_wal(const std::filesystem::path& wal) {
    std::ifstream in{wal, std::ios::binary};
    Bytes<wal_header_bytes> header{};
    if (!read_at(in, 0, header)) return std::nullopt;
    const std::uint64_t frame_bytes = word_at(view(header), wal_page_bytes_at) + frame_header_bytes;
    Bytes<frame_header_bytes + stamp_at + 4> frame{};
    for (std::uint64_t at = wal_header_bytes; read_at(in, static_cast<std::streamoff>(at), frame);
         at += frame_bytes) {
        // Behind the present round lies the rest of an older one.
        if (salts_at(view(frame), frame_salts_at) != salts_at(view(header), wal_salts_at))
            return std::nullopt;
        if (word_at(view(frame), 0) == 1)
            return word_at(view(frame), frame_header_bytes + stamp_at);
    }
    return std::nullopt;
}

} // namespace

std::int64_t next_stamp(std::int64_t stamp) {
    auto bits = static_cast<std::uint64_t>(stamp);
    while (bits >> identity_shift == 0) {
        bits = (random_number(system_random()) & identity_mask) << identity_shift;
    }
    const std::uint64_t starts = (bits + 1) & starts_mask;
    return static_cast<std::int64_t>((bits & ~starts_mask) | starts);
}

Result<void> check_wal_belongs(const std::filesystem::path& file) {
    std::filesystem::path wal = file;
    wal += "-wal";
    const auto file_stamp = stamp_of_file(file);
    const auto wal_stamp = stamp_of_wal(wal);
    // A file without a stamp is new, or was built by an import and not started yet.
    if (!file_stamp || *file_stamp == 0 || !wal_stamp || *wal_stamp == *file_stamp) return {};
    const auto stamp = static_cast<std::int64_t>(*file_stamp);
    if (static_cast<std::int64_t>(*wal_stamp) == next_stamp(stamp)) return {};
    return std::unexpected{
        Error{
            ErrorCode::internal,
            fmt::format(
                "{} does not belong to {}: it is of another database or of another time. If the "
                "database "
                "was restored from a backup, remove that file and start again.",
                wal.string(),
                file.string()
            )
        }
            .with_detail(fmt::format("stamps: database {:x}, WAL {:x}", *file_stamp, *wal_stamp))
    };
}

} // namespace attest::db
