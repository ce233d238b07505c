#include "dump/digest.h"

#include "dump/rows.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

namespace attest::dump {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr std::size_t digest_bytes = 32;

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

class Digest {
public:
    Digest() { crypto_generichash_init(&state_, nullptr, 0, digest_bytes); }

    void add(std::string_view bytes) {
        crypto_generichash_update(
            &state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()
        );
    }

    std::string finish() {
        std::array<unsigned char, digest_bytes> bytes{};
        crypto_generichash_final(&state_, bytes.data(), bytes.size());
        std::string digits;
        for (const unsigned char byte : bytes)
            digits += fmt::format("{:02x}", byte);
        return digits;
    }

private:
    crypto_generichash_state state_{};
};

} // namespace

Result<std::string>
digest_dump(const TableFiles& files, std::string_view asked, Progress& progress) {
    Digest digest;
    digest.add(asked);
    std::vector<char> buffer(piece_bytes);
    std::int64_t done = 0;
    for (const auto& [table, file] : files) {
        digest.add(fmt::format("\n{} {}\n", table_name(table), file.bytes));
        const std::unique_ptr<std::FILE, CloseFile> stream{std::fopen(file.file.c_str(), "rbe")};
        if (!stream)
            return fail(
                ErrorCode::invalid, fmt::format("{} cannot be opened.", file.file.string())
            );
        while (const std::size_t count =
                   std::fread(buffer.data(), 1, buffer.size(), stream.get())) {
            digest.add({buffer.data(), count});
            done += static_cast<std::int64_t>(count);
            progress.at(done);
        }
        if (std::ferror(stream.get()) != 0) {
            return fail(
                ErrorCode::unavailable,
                fmt::format("{} cannot be read: the disk reports an error.", file.file.string())
            );
        }
    }
    return digest.finish();
}

} // namespace attest::dump
