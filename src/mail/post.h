// The seam for mail: whoever sends some is given a Post, and a test gives one that keeps what it
// got.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "mail/limits.h"
#include "mail/message.h"

#include <filesystem>
#include <functional>
#include <string>

namespace attest::mail {

/// Hands one message over. `unavailable`: try again later. Any other error: this message will never
/// be taken.
using Post = std::function<Result<void>(const Message&)>;

struct FolderOptions {
    std::filesystem::path folder;
    std::string from_address;
    Clock clock;
};

/// Each message becomes a file "0001-MESSAGE-ID.eml" in the folder, there as a whole and on disk
/// when the Post answers. For a first day without a mail server, and for tests. Only the owner may
/// read them: a reset link is a key.
Result<Post> post_to_folder(FolderOptions options);

struct SmtpOptions {
    std::string url; ///< "smtp://mail.example.org:587", "smtps://mail.example.org".
    std::string user = {};
    std::string password = {};
    std::string from_address;
    Clock clock;
    Duration time_max = smtp_time_max;
    /// Asked about once a second; true ends a conversation with `unavailable`, so that a server
    /// that stops need not wait for another that is slow.
    std::function<bool()> is_stopping = {};
    /// For tests: "HOST:PORT:CONNECT-TO-HOST:CONNECT-TO-PORT".
    std::string connect_to = {};
};

/// By SMTP. smtps:// is TLS from the first byte; smtp:// must be turned into it by STARTTLS, unless
/// the server is this machine. Certificates are checked.
Result<Post> post_by_smtp(SmtpOptions options);

} // namespace attest::mail
