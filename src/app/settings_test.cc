#include "app/settings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace attest::app {

TEST_CASE("An empty settings file gives the defaults, and so does the printed one") {
    const Result<Settings> empty = parse_settings("", "attest.toml");
    const Result<Settings> printed = parse_settings(format_default_settings(), "attest.toml");
    REQUIRE(empty);
    REQUIRE(printed);
    CHECK(printed->listen == empty->listen);
    CHECK(printed->page_cache_bytes == empty->page_cache_bytes);
    CHECK(printed->allowed_hosts == empty->allowed_hosts);
}

TEST_CASE("Settings are read") {
    const Result<Settings> settings = parse_settings(
        "listen = \"0.0.0.0:80\"\nallowed_hosts = [\"a.example\", \"b.example\"]\nworkers = 3", "f"
    );
    REQUIRE(settings);
    CHECK(settings->listen == "0.0.0.0:80");
    CHECK(settings->allowed_hosts.size() == 2);
    CHECK(settings->workers == 3);
}

TEST_CASE("A settings file with a mistake is refused with the line and what to do") {
    const auto message = [](std::string_view text) {
        return parse_settings(text, "attest.toml").error().message();
    };
    CHECK(message("\nlisten = 8080") == "attest.toml, line 2: “listen” must be a text in quotes.");
    CHECK(message("workers = -1") == "attest.toml, line 1: “workers” must be between 0 and 256.");
    CHECK(message("colour = \"red\"") == "attest.toml, line 1: there is no setting “colour”.");
    CHECK(
        message("tls_key = \"k.pem\"")
        == "attest.toml: give both tls_certificate and tls_key, or neither."
    );
    CHECK(message("listen = \"a").starts_with("attest.toml, line 1:"));
    CHECK(
        message("allowed_hosts = [1]")
        == "attest.toml, line 1: “allowed_hosts” must be a list of texts."
    );
}

TEST_CASE("Settings of a section are read, and what belongs together is asked for together") {
    const Result<Settings> settings = parse_settings(
        "workers = 3\n[mail]\ntransport = \"smtp\"\nsmtp_url = \"smtps://mail.example.org\"", "f"
    );
    REQUIRE(settings);
    CHECK(settings->mail_transport == "smtp");
    CHECK(settings->mail_smtp_url == "smtps://mail.example.org");
    CHECK(settings->workers == 3);

    const auto message = [](std::string_view text) {
        return parse_settings(text, "f").error().message();
    };
    CHECK(message("[mail]\ncolour = 1") == "f, line 2: there is no setting “mail.colour”.");
    CHECK(message("[post]\nfrom = \"\"") == "f, line 2: there is no setting “post.from”.");
    CHECK(message("mail = 1") == "f, line 1: there is no setting “mail”.");
    CHECK(message("[mail.a]\nb = 1") == "f, line 1: there is no setting “mail.a”.");
    CHECK(
        message("[mail]\ntransport = \"pigeon\"")
        == "f: mail.transport must be \"folder\" or \"smtp\"."
    );
    CHECK(message("[mail]\ntransport = \"smtp\"") == "f: name the mail server in mail.smtp_url.");
    CHECK(
        message("[mail]\nsmtp_user = \"a\"")
        == "f: give both mail.smtp_user and mail.smtp_password_file, or neither."
    );
}

TEST_CASE("Other sites to sign in by are a list of tables") {
    constexpr std::string_view site = "[[openid]]\nkey = \"a\"\nname = \"A\"\nissuer = "
                                      "\"https://a.example\"\nclient_id = \"x\"\n";
    const Result<Settings> settings = parse_settings(
        std::string{site}
            + "[[openid]]\nkey = \"b\"\nname = \"B\"\nissuer = \"https://b.example/r\"\n"
              "client_id = \"y\"\nclient_secret_file = \"/etc/b\"\n",
        "f"
    );
    REQUIRE(settings);
    REQUIRE(settings->openid.size() == 2);
    CHECK(settings->openid[0].name == "A");
    CHECK(settings->openid[1].client_secret_file == "/etc/b");

    const auto message = [](const std::string& text) {
        return parse_settings(text, "f").error().message();
    };
    const std::string one{site};
    CHECK(message(one + "colour = \"red\"") == "f, line 6: there is no setting “openid.colour”.");
    CHECK(message("[[openid]]\nkey = 1") == "f, line 2: “openid.key” must be a text in quotes.");
    CHECK(message("[[openid]]\nkey = \"a\"").ends_with("“openid.name” is missing."));
    CHECK(message(one + one).contains("each once"));
    CHECK(message("[openid]\nkey = \"a\"").contains("[[openid]]"));
    CHECK(message("[[openid]]\nkey = \"a\"\nname = \"A\"\nissuer = \"http://a.example\"\nclient_id "
                  "= \"x\"")
              .contains("https://"));
}

TEST_CASE("packaging/attest.toml is what `attest settings` prints") {
    std::ostringstream text;
    text << std::ifstream{"packaging/attest.toml"}.rdbuf();
    CHECK(text.str() == format_default_settings());
}

} // namespace attest::app
