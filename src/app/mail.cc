#include "app/mail.h"

#include "base/text.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <utility>

namespace attest::app {

namespace {

std::string sender(const Settings& settings) {
    if (!settings.mail_from.empty()) return settings.mail_from;
    return fmt::format(
        "attest@{}",
        settings.allowed_hosts.empty() ? std::string{"localhost"} : settings.allowed_hosts.front()
    );
}

/// The file's first line.
Result<std::string> read_secret(const std::string& file) {
    struct stat state{};
    if (::stat(file.c_str(), &state) == 0 && (state.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "Others than its owner may read {}. Say `chmod 600 {}` and start again.", file, file
            )
        );
    }
    std::ifstream stream{file};
    std::string line;
    if (!std::getline(stream, line) || trim(line).empty()) {
        return fail(
            ErrorCode::invalid,
            fmt::format("The file {} with the mail server's password cannot be read.", file)
        );
    }
    return std::string{trim(line)};
}

} // namespace

Result<mail::Post>
open_post(const Settings& settings, const std::filesystem::path& data_folder, Clock clock) {
    const std::string from = sender(settings);
    if (!mail::is_address(from)) {
        return fail(
            ErrorCode::invalid,
            fmt::format("“{}” is not an e-mail address: set mail.from in the settings.", from)
        );
    }
    if (settings.mail_transport != "smtp") {
        return mail::post_to_folder(
            {.folder = settings.mail_folder.empty() ? data_folder / "mail"
                                                    : std::filesystem::path{settings.mail_folder},
             .from_address = from,
             .clock = std::move(clock)}
        );
    }
    std::string password;
    if (!settings.mail_smtp_password_file.empty()) {
        password = TRY(read_secret(settings.mail_smtp_password_file));
    }
    return mail::post_by_smtp({
        .url = settings.mail_smtp_url,
        .user = settings.mail_smtp_user,
        .password = std::move(password),
        .from_address = from,
        .clock = std::move(clock),
    });
}

} // namespace attest::app
