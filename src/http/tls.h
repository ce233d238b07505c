// TLS 1.2 and 1.3 on a socket that never blocks. Only tls.cc knows OpenSSL.
#pragma once

#include "base/error.h"
#include "http/server.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace attest::http {

/// What an operation on a socket came to.
enum class Progress : std::uint8_t { done, wants_read, wants_write, closed };

struct Transfer {
    Progress progress = Progress::done;
    std::size_t bytes = 0;
};

class TlsSession {
public:
    TlsSession(ssl_ctx_st& context, int socket);

    /// Until `done`, nothing else may be called.
    Progress handshake();
    Transfer read(std::span<char> space);
    Transfer write(std::string_view bytes);

    /// Says goodbye, as far as that can be done without waiting.
    void shut_down();

private:
    Progress explain(int outcome);

    struct Free {
        void operator()(ssl_st* session) const;
    };

    std::unique_ptr<ssl_st, Free> session_;
};

class TlsContext {
public:
    /// `invalid` if a file cannot be read or does not fit the other, or if the key may be read by
    /// others.
    static Result<TlsContext> load(const TlsFiles& files);

    [[nodiscard]] std::unique_ptr<TlsSession> new_session(int socket) const;

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };

    explicit TlsContext(ssl_ctx_st* context) : context_{context} {}

    std::unique_ptr<ssl_ctx_st, Free> context_;
};

} // namespace attest::http
