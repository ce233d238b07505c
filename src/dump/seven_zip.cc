// The format, as far as it concerns us (7zFormat.txt of the LZMA SDK): 32 bytes at the front say
// where the header lies. The header is a tree of records; often it is itself packed, and then what
// stands there only says where its packed bytes are and how to unpack them. Either way a list of
// "folders" names, for each packed stream, the coders and their properties; the dictionary is in
// those of LZMA and LZMA2.
#include "dump/seven_zip.h"

#include "dump/limits.h"

#include <fmt/format.h>
#include <lzma.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

namespace attest::dump {

namespace {

constexpr std::string_view signature = "7z\xBC\xAF\x27\x1C";
constexpr std::size_t front_bytes = 32;

/// A header packed in a header packed in a header …: one level is what is made, a second is
/// harmless.
constexpr int header_levels_max = 3;
constexpr std::uint64_t counts_max = 1'024;

enum Record : std::uint8_t {
    record_end = 0x00,
    record_header = 0x01,
    record_archive_properties = 0x02,
    record_additional_streams = 0x03,
    record_main_streams = 0x04,
    record_pack_info = 0x06,
    record_unpack_info = 0x07,
    record_size = 0x09,
    record_digest = 0x0A,
    record_folder = 0x0B,
    record_unpack_size = 0x0C,
    record_packed_header = 0x17,
};

constexpr std::string_view lzma_id = "\x03\x01\x01";
constexpr std::string_view lzma2_id = "\x21";

std::unexpected<Error> unreadable() {
    return fail(
        ErrorCode::invalid,
        "The header of the .7z cannot be read; the archive is damaged or of an unknown kind."
    );
}

/// Reads numbers and bytes from the front of a text; after the end every answer is zero, and
/// `is_good` false.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_{text} {}

    std::uint8_t byte() {
        return bytes(1).empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(last_.front());
    }

    std::string_view bytes(std::uint64_t count) {
        if (count > rest_.size()) {
            is_good_ = false;
            rest_ = {};
            last_ = {};
            return last_;
        }
        last_ = rest_.substr(0, static_cast<std::size_t>(count));
        rest_.remove_prefix(last_.size());
        return last_;
    }

    std::uint64_t fixed(int width) {
        std::uint64_t value = 0;
        const std::string_view read = bytes(static_cast<std::uint64_t>(width));
        for (std::size_t index = read.size(); index > 0; --index) {
            value = (value << 8U) | static_cast<std::uint8_t>(read[index - 1]);
        }
        return value;
    }

    /// The format's own variable width: leading ones of the first byte count the bytes that follow,
    /// which are the low ones.
    std::uint64_t number() {
        const std::uint8_t first = byte();
        std::uint64_t value = 0;
        std::uint8_t mask = 0x80;
        for (unsigned index = 0; index < 8; ++index) {
            if ((first & mask) == 0) {
                const std::uint64_t high = first & (mask - 1U);
                return value + (high << (8U * index));
            }
            value |= static_cast<std::uint64_t>(byte()) << (8U * index);
            mask = static_cast<std::uint8_t>(mask >> 1U);
        }
        return value;
    }

    /// A number that counts things; too large a one is an error.
    std::uint64_t count() {
        const std::uint64_t value = number();
        if (value > counts_max) is_good_ = false;
        return is_good_ ? value : 0;
    }

    [[nodiscard]] bool is_good() const { return is_good_; }

private:
    std::string_view rest_;
    std::string_view last_;
    bool is_good_ = true;
};

struct Coder {
    std::string id;
    std::string properties;
};

/// What a "streams info" record says, as far as we need it.
struct Streams {
    std::uint64_t pack_position = 0;
    std::vector<std::uint64_t> pack_sizes;
    std::vector<Coder> coders; ///< Of all folders.
    std::uint64_t coders_of_first_folder = 0;
    std::uint64_t unpack_size = 0; ///< Of the first coder.
};

void skip_digests(Cursor& in, std::uint64_t count) {
    std::uint64_t defined = count;
    if (in.byte() == 0) {
        defined = 0;
        std::uint8_t bits = 0;
        for (std::uint64_t index = 0; index < count && in.is_good(); ++index) {
            if (index % 8 == 0) bits = in.byte();
            if ((bits & (0x80U >> (index % 8))) != 0) ++defined;
        }
    }
    in.bytes(defined * 4);
}

bool read_pack_info(Cursor& in, Streams& streams) {
    streams.pack_position = in.number();
    const std::uint64_t count = in.count();
    while (in.is_good()) {
        switch (in.byte()) {
        case record_end:
            return true;
        case record_size:
            for (std::uint64_t index = 0; index < count; ++index)
                streams.pack_sizes.push_back(in.number());
            break;
        case record_digest:
            skip_digests(in, count);
            break;
        default:
            return false;
        }
    }
    return false;
}

/// Answers the number of output streams of the folder.
std::uint64_t read_folder(Cursor& in, Streams& streams) {
    const std::uint64_t coders = in.count();
    std::uint64_t inputs = 0;
    std::uint64_t outputs = 0;
    for (std::uint64_t index = 0; index < coders && in.is_good(); ++index) {
        const std::uint8_t flags = in.byte();
        Coder coder{.id = std::string{in.bytes(flags & 0x0FU)}, .properties = {}};
        const bool is_complex = (flags & 0x10U) != 0;
        inputs += is_complex ? in.count() : 1;
        outputs += is_complex ? in.count() : 1;
        if ((flags & 0x20U) != 0) coder.properties = in.bytes(in.count());
        streams.coders.push_back(std::move(coder));
    }
    for (std::uint64_t pair = 1; pair < outputs && in.is_good(); ++pair) {
        in.number();
        in.number();
    }
    const std::uint64_t packed = inputs + 1 > outputs ? inputs + 1 - outputs : 0;
    for (std::uint64_t index = 0; packed > 1 && index < packed && in.is_good(); ++index)
        in.number();
    return outputs;
}

bool read_unpack_info(Cursor& in, Streams& streams) {
    if (in.byte() != record_folder) return false;
    const std::uint64_t folders = in.count();
    if (in.byte() != 0) return false; // folders told elsewhere: never written by any packer
    std::uint64_t outputs = 0;
    for (std::uint64_t index = 0; index < folders && in.is_good(); ++index) {
        outputs += read_folder(in, streams);
        if (index == 0) streams.coders_of_first_folder = streams.coders.size();
    }
    if (in.byte() != record_unpack_size) return false;
    for (std::uint64_t index = 0; index < outputs && in.is_good(); ++index) {
        const std::uint64_t size = in.number();
        if (index == 0) streams.unpack_size = size;
    }
    const std::uint8_t next = in.byte();
    if (next == record_digest) {
        skip_digests(in, folders);
        return in.byte() == record_end && in.is_good();
    }
    return next == record_end && in.is_good();
}

/// Reads as far as the folders; what follows them does not concern us.
std::optional<Streams> read_streams(Cursor& in) {
    Streams streams;
    std::uint8_t record = in.byte();
    if (record == record_pack_info) {
        if (!read_pack_info(in, streams)) return std::nullopt;
        record = in.byte();
    }
    if (record == record_unpack_info && !read_unpack_info(in, streams)) return std::nullopt;
    if (!in.is_good()) return std::nullopt;
    return streams;
}

std::uint64_t dictionary_of(const Coder& coder) {
    if (coder.id == lzma_id && coder.properties.size() == 5) {
        return Cursor{std::string_view{coder.properties}.substr(1)}.fixed(4);
    }
    if (coder.id == lzma2_id && coder.properties.size() == 1) {
        const unsigned bits = static_cast<std::uint8_t>(coder.properties.front());
        if (bits >= 40) return std::numeric_limits<std::uint32_t>::max();
        return std::uint64_t{2U | (bits & 1U)} << (bits / 2 + 11);
    }
    return 0;
}

std::uint64_t largest_dictionary_of(const Streams& streams) {
    std::uint64_t largest = 0;
    for (const Coder& coder : streams.coders)
        largest = std::max(largest, dictionary_of(coder));
    return largest;
}

/// Unpacks a packed header, which is one stream of LZMA.
std::optional<std::string> unpack_header(const Streams& streams, const ReadBytes& read) {
    const bool is_one_lzma = streams.coders.size() == 1 && streams.coders.front().id == lzma_id
                             && streams.coders.front().properties.size() == 5
                             && !streams.pack_sizes.empty();
    if (!is_one_lzma || streams.unpack_size > archive_header_bytes_max
        || streams.pack_sizes.front() > archive_header_bytes_max) {
        return std::nullopt;
    }
    const std::string packed = read(
        front_bytes + streams.pack_position, static_cast<std::size_t>(streams.pack_sizes.front())
    );

    lzma_filter filter{.id = LZMA_FILTER_LZMA1, .options = nullptr};
    const auto& properties = streams.coders.front().properties;
    if (lzma_properties_decode(
            &filter,
            nullptr,
            reinterpret_cast<const std::uint8_t*>(properties.data()),
            properties.size()
        )
        != LZMA_OK) {
        return std::nullopt;
    }
    std::array<lzma_filter, 2> filters{filter, {.id = LZMA_VLI_UNKNOWN, .options = nullptr}};
    std::string header(static_cast<std::size_t>(streams.unpack_size), '\0');
    lzma_stream stream = LZMA_STREAM_INIT;
    const bool is_ready = lzma_raw_decoder(&stream, filters.data()) == LZMA_OK;
    lzma_ret outcome = LZMA_PROG_ERROR;
    if (is_ready) {
        stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
        stream.avail_in = packed.size();
        stream.next_out = reinterpret_cast<std::uint8_t*>(header.data());
        stream.avail_out = header.size();
        outcome = lzma_code(&stream, LZMA_RUN);
    }
    const bool is_whole =
        is_ready && stream.avail_out == 0 && (outcome == LZMA_OK || outcome == LZMA_STREAM_END);
    lzma_end(&stream);
    std::free(filter.options); // NOLINT(cppcoreguidelines-no-malloc): liblzma's contract
    if (!is_whole) return std::nullopt;
    return header;
}

} // namespace

Result<std::uint64_t> largest_dictionary(const ReadBytes& read) {
    const std::string front = read(0, front_bytes);
    if (front.size() < front_bytes || !front.starts_with(signature)) {
        return fail(ErrorCode::invalid, "The file is not a .7z archive.");
    }
    Cursor start{std::string_view{front}.substr(12)};
    const std::uint64_t offset = start.fixed(8);
    const std::uint64_t size = start.fixed(8);
    if (size > archive_header_bytes_max || offset > std::numeric_limits<std::int64_t>::max())
        return unreadable();
    if (size == 0) return 0;

    std::string header = read(front_bytes + offset, static_cast<std::size_t>(size));
    std::uint64_t largest = 0;
    for (int level = 0; level < header_levels_max; ++level) {
        Cursor in{header};
        const std::uint8_t kind = in.byte();
        if (kind == record_header) {
            const std::uint8_t record = in.byte();
            if (record != record_main_streams)
                return record == record_end || record > record_main_streams
                           ? Result<std::uint64_t>{largest}
                           : unreadable();
            const std::optional<Streams> streams = read_streams(in);
            if (!streams) return unreadable();
            return std::max(largest, largest_dictionary_of(*streams));
        }
        if (kind != record_packed_header) return unreadable();

        const std::optional<Streams> streams = read_streams(in);
        if (!streams) return unreadable();
        largest = std::max(largest, largest_dictionary_of(*streams));
        if (largest > archive_dictionary_bytes_max) return largest;
        std::optional<std::string> unpacked = unpack_header(*streams, read);
        if (!unpacked) return unreadable();
        header = std::move(*unpacked);
    }
    return unreadable();
}

} // namespace attest::dump
