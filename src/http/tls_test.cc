#include "http/client_for_tests.h"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace attest::http {

namespace {

/// A key and a certificate signed with it, in files that go away with this.
class SelfSigned {
public:
    SelfSigned() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "attest_tls_XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
            EVP_EC_gen("P-256"), EVP_PKEY_free
        };
        const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
        X509_set_version(certificate.get(), X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME* const name = X509_get_subject_name(certificate.get());
        const auto* common = reinterpret_cast<const unsigned char*>("localhost");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
        write(files().certificate_chain, [&](FILE* file) {
            return PEM_write_X509(file, certificate.get());
        });
        write(files().private_key, [&](FILE* file) {
            return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        ::chmod(files().private_key.c_str(), 0600);
    }

    ~SelfSigned() { std::filesystem::remove_all(folder_); }

    SelfSigned(const SelfSigned&) = delete;
    SelfSigned& operator=(const SelfSigned&) = delete;
    SelfSigned(SelfSigned&&) = delete;
    SelfSigned& operator=(SelfSigned&&) = delete;

    [[nodiscard]] TlsFiles files() const {
        return {
            .certificate_chain = folder_ + "/certificate.pem", .private_key = folder_ + "/key.pem"
        };
    }

private:
    template <typename Write>
    static void write(const std::string& path, Write write) {
        FILE* const file = std::fopen(path.c_str(), "w");
        REQUIRE(file != nullptr);
        REQUIRE(write(file) == 1);
        REQUIRE(std::fclose(file) == 0);
    }

    std::string folder_;
};

/// A TLS client over a TestClient's socket.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int version_max = 0)
        : client_{port}, context_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free} {
        if (version_max != 0) {
            SSL_CTX_set_security_level(context_.get(), 0);
            SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context_.get(), version_max);
        }
        session_ = {SSL_new(context_.get()), SSL_free};
        SSL_set_fd(session_.get(), client_.socket());
        constexpr unsigned char protocols[] = {
            2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'
        };
        SSL_set_alpn_protos(session_.get(), protocols, sizeof protocols);
        is_connected_ = SSL_connect(session_.get()) == 1;
    }

    [[nodiscard]] bool is_connected() const { return is_connected_; }

    [[nodiscard]] std::string version() const { return SSL_get_version(session_.get()); }

    [[nodiscard]] std::string protocol() const {
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(session_.get(), &name, &length);
        return {reinterpret_cast<const char*>(name), length};
    }

    bool send(std::string_view bytes) {
        return SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()))
               == static_cast<int>(bytes.size());
    }

    /// All that comes, to the end of the stream or to these bytes.
    std::string receive_until(std::string_view ending) {
        std::string bytes;
        char block[16 * 1024];
        while (!bytes.ends_with(ending)) {
            const int count = SSL_read(session_.get(), block, sizeof block);
            if (count <= 0) break;
            bytes.append(block, static_cast<std::size_t>(count));
        }
        return bytes;
    }

private:
    TestClient client_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> session_{nullptr, SSL_free};
    bool is_connected_ = false;
};

std::unique_ptr<Server> start_tls_server(const SelfSigned& identity, std::size_t page_bytes = 10) {
    ServerOptions options;
    options.tls = identity.files();
    options.deadlines.head = {500};
    options.deadlines.discard = {100};
    return start_test_server(
        {
            .handler =
                [=](const Request& request) {
                    return page(
                        200,
                        fmt::format("{} {}", request.body().size(), std::string(page_bytes, 'a'))
                    );
                },
            .admit = {},
            .fast_answer = {},
        },
        std::move(options)
    );
}

} // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, older ones are not") {
    const SelfSigned identity;
    const auto server = start_tls_server(identity);
    for (const auto& [version, name] :
         {std::pair{TLS1_3_VERSION, "TLSv1.3"}, {TLS1_2_VERSION, "TLSv1.2"}}) {
        TlsClient client{server->port(), version};
        REQUIRE(client.is_connected());
        CHECK(client.version() == name);
        CHECK(client.protocol() == "http/1.1");
        for (int count = 0; count < 3; ++count) {
            REQUIRE(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            const std::string answer = client.receive_until("aaaaaaaaaa");
            CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
            CHECK(answer.contains(
                "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"
            ));
        }
    }
    CHECK_FALSE(TlsClient{server->port(), TLS1_1_VERSION}.is_connected());
    CHECK_FALSE(TlsClient{server->port(), TLS1_VERSION}.is_connected());
}

TEST_CASE("Large bodies go both ways over TLS, and pipelined requests too") {
    const SelfSigned identity;
    const auto server = start_tls_server(identity, 3'000'000);
    TlsClient client{server->port()};
    REQUIRE(client.is_connected());
    REQUIRE(client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + std::string(900'000, 'b')
        + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    ));
    const std::string answers = client.receive_until("nothing");
    CHECK(answers.size() > 6'000'000);
    CHECK(answers.contains("\r\n\r\n900000 aaa"));
    CHECK(answers.contains("\r\n\r\n0 aaa"));
}

TEST_CASE("What is no TLS gets no answer, and a handshake that stalls is cut") {
    const SelfSigned identity;
    const auto server = start_tls_server(identity);
    TestClient plain{server->port()};
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(plain.sees_end());
    CHECK_FALSE(plain.buffered().starts_with("HTTP"));
    TestClient stalled{server->port()};
    stalled.send("\x16\x03\x01");
    CHECK(stalled.sees_end());
    CHECK(server->metrics().timeouts == 1);
}

TEST_CASE("A TLS refusal arrives whole although the client is still sending") {
    const SelfSigned identity;
    const auto server = start_tls_server(identity);
    TlsClient client{server->port()};
    REQUIRE(client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n" + std::string(100'000, 'b')
    ));
    CHECK(client.receive_until("\n").starts_with("HTTP/1.1 413 "));
}

TEST_CASE("A key that others may read, or files that do not fit, keep the server from starting") {
    const SelfSigned identity;
    const SelfSigned other;
    const auto start = [](TlsFiles files) {
        ServerOptions options;
        options.tls = std::move(files);
        const auto server = Server::start(
            std::move(options),
            {.handler = [](const Request&) { return text(200, ""); }, .admit = {}, .fast_answer = {}
            }
        );
        return server ? std::string{} : server.error().message();
    };
    CHECK(start(identity.files()).empty());
    CHECK(start({identity.files().certificate_chain, other.files().private_key})
              .contains("not the certificate's"));
    CHECK(start({"/nowhere.pem", identity.files().private_key}).contains("/nowhere.pem"));
    ::chmod(identity.files().private_key.c_str(), 0640);
    CHECK(start(identity.files()).contains("chmod 600"));
}

} // namespace attest::http
