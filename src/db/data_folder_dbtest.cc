#include "db/data_folder.h"

#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <optional>

namespace attest::db {

TEST_CASE("A data folder is made with its layout, and opened again") {
    const TestFolder test;
    const std::filesystem::path path = test.file("new/data");
    for (int time = 0; time < 2; ++time) {
        const auto folder = DataFolder::open({.folder = path, .purpose = "attest serve"});
        REQUIRE(folder);
        CHECK(std::filesystem::is_directory(path / "sites"));
        CHECK(std::filesystem::is_directory(folder->rejects_folder()));
        CHECK(std::filesystem::is_directory(folder->temporary_folder()));
        CHECK(folder->site_file("beer") == path / "sites/beer.sqlite");
        CHECK(folder->index_folder("beer") == path / "index/beer");
        CHECK(folder->network_file() == path / "network.sqlite");
    }
    CHECK(
        (std::filesystem::status(path).permissions() & std::filesystem::perms::others_all)
        == std::filesystem::perms::none
    );
}

TEST_CASE("A data folder in use is refused at once, and its user is named") {
    const TestFolder test;
    std::optional<DataFolder> held;
    {
        auto folder = DataFolder::open({.folder = test.path(), .purpose = "attest serve"});
        REQUIRE(folder);
        held.emplace(std::move(*folder)); // the lock moves with it
    }
    const auto refused = DataFolder::open({.folder = test.path(), .purpose = "attest import"});
    REQUIRE(!refused);
    CHECK(refused.error().code() == ErrorCode::unavailable);
    CHECK(
        refused.error().message()
        == fmt::format(
            "The data folder {} is in use by `attest serve` (process {}).",
            test.path().string(),
            getpid()
        )
    );
    held.reset();
    CHECK(DataFolder::open({.folder = test.path(), .purpose = "attest import"}));
}

TEST_CASE("The lock of a process that is killed is free, and one that it started does not keep it"
) {
    const TestFolder test;
    const pid_t child = fork();
    if (child == 0) {
        const auto folder = DataFolder::open({.folder = test.path(), .purpose = "attest import"});
        if (!folder) _exit(1);
        if (fork() == 0) {
            execl("/bin/sleep", "sleep", "5", nullptr); // NOLINT(cppcoreguidelines-pro-type-vararg)
            _exit(1);
        }
        usleep(100'000); // until the other is /bin/sleep
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(DataFolder::open({.folder = test.path(), .purpose = "attest serve"}));
}

TEST_CASE("A folder that is not ours is left alone") {
    const TestFolder test;
    const auto refusal = [&](const std::filesystem::path& path, bool create = true) {
        const auto folder =
            DataFolder::open({.folder = path, .purpose = "attest serve", .create = create});
        return folder ? "" : folder.error().message();
    };
    std::ofstream{test.file("letter.txt")} << "Dear Jane";
    CHECK(refusal(test.path()).contains("is not a data folder of Attest"));
    CHECK(!std::filesystem::exists(test.file("lock")));
    CHECK(refusal(test.file("letter.txt")).contains("is not a folder"));
    CHECK(refusal(test.file("nothing"), false).contains("There is no data folder"));
    CHECK(!std::filesystem::exists(test.file("nothing")));
}

} // namespace attest::db
