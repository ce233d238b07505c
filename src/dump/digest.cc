#include "dump/digest.h"

#include "dump/rows.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
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

/// The digest of one file.
Result<std::string>
digest_file(const TableFile& file, const std::function<void(std::int64_t)>& advance) {
    const std::unique_ptr<std::FILE, CloseFile> stream{std::fopen(file.file.c_str(), "rbe")};
    if (!stream)
        return fail(ErrorCode::invalid, fmt::format("{} cannot be opened.", file.file.string()));
    Digest digest;
    std::vector<char> buffer(piece_bytes);
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stream.get())) {
        digest.add({buffer.data(), count});
        advance(static_cast<std::int64_t>(count));
    }
    if (std::ferror(stream.get()) != 0) {
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be read: the disk reports an error.", file.file.string())
        );
    }
    return digest.finish();
}

/// Whose digest is wanted, largest first, and what has been found.
class Work {
public:
    explicit Work(const TableFiles& files) {
        for (const auto& [table, file] : files)
            waiting_.push_back(table);
        std::ranges::sort(waiting_, {}, [&](storage::Table table) {
            return files.at(table).bytes;
        });
    }

    std::optional<storage::Table> take() {
        const std::scoped_lock lock{mutex_};
        if (waiting_.empty()) return std::nullopt;
        const storage::Table table = waiting_.back();
        waiting_.pop_back();
        return table;
    }

    void put(storage::Table table, Result<std::string> digest) {
        const std::scoped_lock lock{mutex_};
        found_.emplace(table, std::move(digest));
    }

    std::map<storage::Table, Result<std::string>>& found() { return found_; }

private:
    std::mutex mutex_;
    std::vector<storage::Table> waiting_;
    std::map<storage::Table, Result<std::string>> found_;
};

} // namespace

Result<std::string>
digest_dump(const TableFiles& files, std::string_view asked, Progress& progress) {
    Work work{files};
    std::atomic<std::int64_t> done{0};
    const auto advance = [&](std::int64_t bytes) { done += bytes; };
    const auto run = [&](const std::function<void(std::int64_t)>& moved) {
        while (const std::optional<storage::Table> table = work.take())
            work.put(*table, digest_file(files.at(*table), moved));
    };
    {
        const std::jthread second{[&] { run(advance); }};
        run([&](std::int64_t bytes) {
            advance(bytes);
            progress.at(done);
        });
    }
    Digest digest;
    digest.add(asked);
    for (auto& [table, found] : work.found()) {
        digest.add(fmt::format(
            "\n{} {} {}", table_name(table), files.at(table).bytes, TRY(std::move(found))
        ));
    }
    return digest.finish();
}

} // namespace attest::dump
