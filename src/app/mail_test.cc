#include "app/mail.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace attest;
using namespace attest::app;

namespace {

namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("attest-app-mail-test-{}", ::getpid());

    Folder() { fs::create_directories(path); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;

    ~Folder() { fs::remove_all(path); }
};

mail::Message a_message() {
    return {
        .to = {.name = "", .address = "jane@example.org"},
        .from_name = "",
        .subject = "Hello",
        .text = "Hello\n",
        .message_id = "1.a@example.org"
    };
}

} // namespace

TEST_CASE("Without settings mail goes to the folder mail/ beside the data") {
    const Folder data;
    const Result<mail::Post> post = open_post({}, data.path, system_clock());
    REQUIRE(post);
    REQUIRE((*post)(a_message()));
    std::ifstream file{data.path / "mail" / "0001-1.a@example.org.eml"};
    std::string date;
    std::string from;
    std::getline(file, date);
    std::getline(file, from);
    CHECK(from == "From: attest@localhost\r");
}

TEST_CASE("A password that others may read is refused, and so is an address that is none") {
    const Folder data;
    const fs::path file = data.path / "password";
    std::ofstream{file} << "secret\n";
    Settings settings;
    settings.mail_transport = "smtp";
    settings.mail_smtp_url = "smtps://mail.example.org";
    settings.mail_smtp_user = "attest";
    settings.mail_smtp_password_file = file;
    settings.mail_from = "attest@example.org";

    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    CHECK(open_post(settings, data.path, system_clock()));
    REQUIRE(::chmod(file.c_str(), 0644) == 0);
    CHECK(
        open_post(settings, data.path, system_clock()).error().message()
        == fmt::format(
            "Others than its owner may read {0}. Say `chmod 600 {0}` and start again.",
            file.string()
        )
    );
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    std::ofstream{file, std::ios::trunc};
    CHECK_FALSE(open_post(settings, data.path, system_clock()));

    settings = {};
    settings.mail_from = "nobody";
    CHECK_FALSE(open_post(settings, data.path, system_clock()));
}
