#include "http/tls.h"

#include "base/verify.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <filesystem>
#include <string>

namespace attest::http {

namespace {

std::string native_error() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

std::unexpected<Error> refuse_file(const std::string& sentence, const std::string& path) {
    return std::unexpected{
        Error{ErrorCode::invalid, fmt::format("{}: {}", path, sentence)}.with_detail(native_error())
    };
}

/// A private key that others may read is one no longer.
Result<void> check_key_mode(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error) return refuse_file("The TLS key cannot be read.", path);
    using enum std::filesystem::perms;
    if ((status.permissions() & (group_all | others_all)) != none) {
        return refuse_file("The TLS key may be read by others: chmod 600 it.", path);
    }
    return {};
}

/// Only HTTP/1.1 is spoken; a client that offers other protocols alone is left without an answer.
/// What is chosen must outlive the call.
int choose_protocol(
    SSL* /*session*/,
    const unsigned char** chosen,
    unsigned char* chosen_length,
    const unsigned char* offered,
    unsigned int offered_length,
    void* /*argument*/
) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* match = nullptr;
    const int outcome = SSL_select_next_proto(
        &match, chosen_length, ours.data(), ours.size(), offered, offered_length
    );
    if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
    *chosen = match;
    return SSL_TLSEXT_ERR_OK;
}

void set_options(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE
            | SSL_OP_PRIORITIZE_CHACHA
    );
    // Only suites with forward secrecy and authenticated encryption; those of TLS 1.3 all are.
    VERIFY(SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1);
    // An idle connection keeps no buffers; a write that waits may go on from another place in
    // memory.
    SSL_CTX_set_mode(
        context,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
            | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    );
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

} // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

void TlsSession::Free::operator()(ssl_st* session) const {
    SSL_free(session);
}

Result<TlsContext> TlsContext::load(const TlsFiles& files) {
    TRY(check_key_mode(files.private_key));
    TlsContext context{SSL_CTX_new(TLS_server_method())};
    SSL_CTX* const native = context.context_.get();
    VERIFY(native != nullptr);
    set_options(native);
    if (SSL_CTX_use_certificate_chain_file(native, files.certificate_chain.c_str()) != 1) {
        return refuse_file(
            "The TLS certificate cannot be read: it must be PEM.", files.certificate_chain
        );
    }
    if (SSL_CTX_use_PrivateKey_file(native, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return refuse_file(
            "The TLS key cannot be read, or is not the certificate's.", files.private_key
        );
    }
    return context;
}

std::unique_ptr<TlsSession> TlsContext::new_session(int socket) const {
    return std::make_unique<TlsSession>(*context_, socket);
}

TlsSession::TlsSession(ssl_ctx_st& context, int socket) : session_{SSL_new(&context)} {
    VERIFY(session_ != nullptr);
    VERIFY(SSL_set_fd(session_.get(), socket) == 1);
    SSL_set_accept_state(session_.get());
}

Progress TlsSession::explain(int outcome) {
    switch (SSL_get_error(session_.get(), outcome)) {
    case SSL_ERROR_WANT_READ:
        return Progress::wants_read;
    case SSL_ERROR_WANT_WRITE:
        return Progress::wants_write;
    default:
        return Progress::closed;
    }
}

Progress TlsSession::handshake() {
    ERR_clear_error();
    const int outcome = SSL_do_handshake(session_.get());
    return outcome == 1 ? Progress::done : explain(outcome);
}

Transfer TlsSession::read(std::span<char> space) {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int outcome = SSL_read_ex(session_.get(), space.data(), space.size(), &bytes);
    if (outcome != 1) return {.progress = explain(outcome), .bytes = 0};
    return {.progress = Progress::done, .bytes = bytes};
}

Transfer TlsSession::write(std::string_view text) {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int outcome = SSL_write_ex(session_.get(), text.data(), text.size(), &bytes);
    if (outcome != 1) return {.progress = explain(outcome), .bytes = 0};
    return {.progress = Progress::done, .bytes = bytes};
}

void TlsSession::shut_down() {
    ERR_clear_error();
    SSL_shutdown(session_.get());
}

} // namespace attest::http
