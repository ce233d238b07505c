// Passwords: what may be one, and Argon2id on a small pool of its own.
//
// A hash costs 32 MiB and some 40 ms by design, so it is the cheapest way to bring a server to its
// knees. Therefore no worker hashes: two threads do, whoever asks waits in a bounded queue, and a
// full queue answers `unavailable` at once. Readers' pages never wait for it.
#pragma once

#include "base/error.h"
#include "security/limits.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace attest::security {

struct PasswordRules {
    std::size_t characters_min = password_characters_min;

    /// What the person's own password must not consist of: e-mail address, display name, the
    /// site's name.
    std::span<const std::string_view> own_words = {};
};

/// `invalid`, with a sentence for the person, for what must not be a password: too short or long,
/// not UTF-8, a common one, a keyboard's row, or the person's own name. There are no rules about
/// capitals and digits, which only make passwords alike.
Result<void> check_password(std::string_view password, const PasswordRules& rules = {});

struct HasherOptions {
    std::size_t threads = hash_threads;
    std::size_t queue_max = hash_queue_max;
    std::size_t memory_bytes = argon2_bytes;
    std::uint64_t passes = argon2_passes;
};

/// Options for tests of other things than hashing: a hash takes microseconds.
HasherOptions cheap_hasher_options();

/// Passwords are compared as typed, after Unicode's compatibility composition (NFKC), since
/// keyboards of different systems send the same letter in different ways. Any thread may call any
/// function; the caller waits while one of the pool's threads hashes.
class PasswordHasher {
public:
    explicit PasswordHasher(HasherOptions options = {});

    /// Answers who still waits, then ends the threads.
    ~PasswordHasher();

    PasswordHasher(const PasswordHasher&) = delete;
    PasswordHasher& operator=(const PasswordHasher&) = delete;
    PasswordHasher(PasswordHasher&&) = delete;
    PasswordHasher& operator=(PasswordHasher&&) = delete;

    /// Argon2id with a fresh salt, as a text that carries its parameters ("$argon2id$v=19$…").
    Result<std::string> hash(std::string_view password);

    /// Whether `hash` is that of the password. False for a hash that cannot be read.
    Result<bool> verify(std::string_view hash, std::string_view password);

    /// For accounts that do not exist or have no password: takes as long as `verify`, and is false
    /// whatever the password.
    Result<bool> verify_decoy(std::string_view password);

    /// Whether a hash was made with other parameters than today's. After a successful `verify` the
    /// caller then stores a new one.
    [[nodiscard]] bool needs_rehash(std::string_view hash) const;

private:
    using Job = std::move_only_function<void()>;

    Result<void> run(Job job);
    void work();

    HasherOptions options_;
    std::string decoy_;

    std::mutex mutex_;
    std::condition_variable work_came_;
    std::deque<Job> jobs_;
    bool is_stopping_ = false;
    std::vector<std::jthread> threads_;
};

} // namespace attest::security
