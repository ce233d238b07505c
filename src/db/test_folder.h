// For tests of db/: a folder on tmpfs that is gone at the end of the test. (An in-memory database
// has no WAL and its writer blocks its readers, so tests use files.)
#pragma once

#include "base/log.h"
#include "base/random.h"

#include <filesystem>
#include <string>

namespace attest::db {

class TestFolder {
public:
    TestFolder() : path_{"/dev/shm/attest_db_test_" + random_hex(system_random(), 8)} {
        // The failures that these tests make would fill the screen.
        set_log_level(LogLevel::off);
        std::filesystem::create_directories(path_);
    }

    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

} // namespace attest::db
