#include "scans/file_store.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

using namespace attest;
using namespace attest::scans;

namespace {

struct Folder {
    Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() { std::filesystem::remove_all(path); }

    std::string path = "/tmp/attest-files-XXXXXX";
};

} // namespace

TEST_CASE("A file comes back under its hash") {
    const Folder folder;
    const FileStore store{folder.path + "/files"};
    const Result<std::string> hash = store.store("In 1534.");
    REQUIRE(hash);
    CHECK(sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(*hash == sha256_of("In 1534."));
    CHECK(store.read(*hash).value_or("") == "In 1534.");
    CHECK(store.store("In 1534.").value_or("") == *hash);
}

TEST_CASE("A file that is damaged, absent or no hash at all is not read") {
    const Folder folder;
    const FileStore store{folder.path};
    const std::string hash = store.store("In 1534.").value_or("");
    std::ofstream{store.path_of(hash), std::ios::binary} << "In 1535.";
    CHECK(store.read(hash).error().code() == ErrorCode::internal);
    CHECK(store.read(sha256_of("other")).error().code() == ErrorCode::not_found);
    CHECK(store.read("../../etc/passwd").error().code() == ErrorCode::not_found);
}
