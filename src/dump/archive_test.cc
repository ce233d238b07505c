#include "dump/archive.h"

#include "base/random.h"
#include "dump/limits.h"
#include "dump/seven_zip.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() : path_{"/dev/shm/attest_archive_test_" + random_hex(system_random(), 8)} {
        fs::create_directories(path_);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    [[nodiscard]] fs::path write(std::string_view name, std::string_view bytes) const {
        std::ofstream{path_ / name, std::ios::binary} << bytes;
        return path_ / name;
    }

    [[nodiscard]] fs::path operator/(std::string_view name) const { return path_ / name; }

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return std::move(text).str();
}

ReadBytes reader_of(const std::string& bytes) {
    return [&bytes](std::uint64_t offset, std::size_t size) {
        return offset >= bytes.size() ? std::string{}
                                      : bytes.substr(static_cast<std::size_t>(offset), size);
    };
}

} // namespace

TEST_CASE("What is packed comes out again, once, under the tables' names") {
    const Folder folder;
    const std::vector<fs::path> files{
        folder.write("Posts.xml", "<posts/>"),
        folder.write("users.XML", "<users/>"),
        folder.write("readme.txt", "hello")
    };
    const fs::path archive = folder / "dump.7z";
    REQUIRE(pack_archive(files, archive, {}));

    const Result<TableFiles> unpacked = unpack_archive(archive, folder / "out", {});
    REQUIRE(unpacked);
    CHECK(unpacked->size() == 2);
    CHECK(read(unpacked->at(storage::Table::users).file) == "<users/>");
    CHECK_FALSE(fs::exists(folder / "out" / "readme.txt"));

    // A second import of the archive finds the folder and reads no archive.
    fs::remove(archive);
    CHECK(unpack_archive(archive, folder / "out", {}));
}

TEST_CASE("An archive without posts is refused and leaves nothing") {
    const Folder folder;
    const fs::path archive = folder / "dump.7z";
    REQUIRE(pack_archive(
        {folder.write("a.txt", "x"), folder.write("Users.xml", "<users/>")}, archive, {}
    ));
    const Result<TableFiles> refused = unpack_archive(archive, folder / "out", {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message().find("found Users.xml, a.txt.") != std::string::npos);
    CHECK_FALSE(fs::exists(folder / "out"));
    CHECK_FALSE(fs::exists(folder / "out.part"));
}

TEST_CASE("A damaged archive is refused") {
    const Folder folder;
    const fs::path archive = folder / "dump.7z";
    REQUIRE(pack_archive({folder.write("Posts.xml", std::string(50'000, 'p'))}, archive, {}));
    std::string bytes = read(archive);
    SUBCASE("cut short") {
        bytes.resize(bytes.size() / 2);
    }
    SUBCASE("changed in the middle") {
        bytes[40] = static_cast<char>(bytes[40] ^ 0x55);
    }
    SUBCASE("no header") {
        bytes.resize(20);
    }
    const fs::path damaged = folder.write("damaged.7z", bytes);
    CHECK_FALSE(unpack_archive(damaged, folder / "out", {}));
    CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("A .7z says how large its dictionary is") {
    const Folder folder;
    const fs::path archive = folder / "dump.7z";
    REQUIRE(pack_archive({folder.write("Posts.xml", std::string(50'000, 'p'))}, archive, {}));
    const std::string bytes = read(archive);
    const Result<std::uint64_t> dictionary = largest_dictionary(reader_of(bytes));
    REQUIRE(dictionary);
    CHECK(*dictionary > 0);
    CHECK(*dictionary <= archive_dictionary_bytes_max);
    CHECK_FALSE(largest_dictionary(reader_of("not an archive, and of more than 32 bytes")));
}

TEST_CASE("A dictionary above the limit is seen in a plain header") {
    // Header, main streams, pack info (position 0, one stream of 4 bytes), one folder of one LZMA2
    // coder.
    const auto archive_with = [](char bits) {
        const std::string header =
            std::string{"\x01\x04\x06\x00\x01\x09\x04\x00\x07\x0B\x01\x00\x01\x21\x21\x01", 16}
            + bits + std::string{"\x0C\x04\x00\x00\x00", 5};
        std::string bytes = std::string{"7z\xBC\xAF\x27\x1C\x00\x04\x00\x00\x00\x00", 12};
        bytes += std::string{"\x04\x00\x00\x00\x00\x00\x00\x00", 8};
        bytes += static_cast<char>(header.size()) + std::string(7, '\0');
        bytes += std::string(4, '\0') + "data" + header;
        return bytes;
    };
    CHECK(largest_dictionary(reader_of(archive_with(30))).value() == std::uint64_t{128} << 20U);
    CHECK(largest_dictionary(reader_of(archive_with(31))).value() == std::uint64_t{192} << 20U);
    CHECK(largest_dictionary(reader_of(archive_with(40))).value() == 0xFFFFFFFFU);

    const Folder folder;
    const Result<TableFiles> refused =
        unpack_archive(folder.write("large.7z", archive_with(40)), folder / "out", {});
    REQUIRE_FALSE(refused);
    CHECK(
        refused.error().message().find(
            "needs 4095 MB of memory to unpack, and at most 128 MB are allowed"
        )
        != std::string::npos
    );
}

TEST_CASE("The name of a dump tells where it came from, where it does") {
    CHECK(guess_origin_host("/d/beer.stackexchange.com_2020-06.7z") == "beer.stackexchange.com");
    CHECK(guess_origin_host("history.meta.stackexchange.com/") == "history.meta.stackexchange.com");
    CHECK(guess_origin_host("ru.stackoverflow.com") == "ru.stackoverflow.com");
    CHECK_FALSE(guess_origin_host("scale.7z"));
    CHECK_FALSE(guess_origin_host("/tmp/2020-06"));
    CHECK_FALSE(guess_origin_host("."));
}

} // namespace attest::dump
