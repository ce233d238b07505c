#include "endpoint/account_mails.h"

#include "endpoint/links.h"
#include "endpoint/pipeline.h"
#include "messages/texts.h"
#include "security/token.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace attest::endpoint {

namespace {

using service::AccountMailKind;

/// Digits of the hash that tells one mail's Message-ID from another's.
constexpr std::size_t message_number_digits = 24;

struct Words {
    std::string subject;
    std::string text;
    std::string link; ///< Whole; empty for a mail without one.
    bool may_be_ignored = true;
};

std::string host_of(std::string_view origin) {
    const std::size_t scheme = origin.find("://");
    if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
    const std::string_view host = origin.substr(0, origin.find_first_of(":/"));
    return host.empty() || host.starts_with('[') ? "localhost" : std::string{host};
}

std::string_view name_of(AccountMailKind kind) {
    switch (kind) {
    case AccountMailKind::confirm_address:
        return "confirm";
    case AccountMailKind::already_here:
        return "already";
    case AccountMailKind::reset_password:
        return "reset";
    case AccountMailKind::change_address:
        return "address";
    case AccountMailKind::address_changed:
        return "address-changed";
    case AccountMailKind::password_changed:
        return "password-changed";
    case AccountMailKind::invitation:
        return "invitation";
    }
    std::unreachable();
}

Words words_of(
    const messages::Texts& texts,
    const std::string& site,
    const Links& links,
    const service::AccountMail& mail
) {
    const auto link = [&](std::string_view page) {
        return links.absolute(links.token_page(page, mail.token)).text();
    };
    switch (mail.kind) {
    case AccountMailKind::confirm_address:
        return {texts.letter_confirm_subject(site), texts.letter_confirm(site), link("confirm")};
    case AccountMailKind::already_here:
        return {
            texts.letter_already_subject(site), texts.letter_already(site), link("reset/confirm")
        };
    case AccountMailKind::reset_password:
        return {texts.letter_reset_subject(site), texts.letter_reset(site), link("reset/confirm")};
    case AccountMailKind::change_address:
        return {
            texts.letter_change_subject(site),
            texts.letter_change(site),
            link("account/email/confirm")
        };
    case AccountMailKind::address_changed:
        return {
            texts.letter_changed_subject(site),
            texts.letter_changed(site, mail.new_email),
            "",
            false
        };
    case AccountMailKind::password_changed:
        return {
            texts.letter_password_subject(site),
            texts.letter_password(site),
            links.absolute(links.reset()).text(),
            false
        };
    case AccountMailKind::invitation:
        return {
            texts.letter_invitation_subject(site), texts.letter_invitation(site), link("invitation")
        };
    }
    std::unreachable();
}

service::Letter write_letter(const Site& site, const service::AccountMail& mail) {
    const messages::Texts texts = texts_of(site.settings);
    const std::string& title = site.settings.title;
    const Words words =
        words_of(texts, title, Links{site.settings.path_prefix, site.mail_origin}, mail);
    std::string text;
    if (!mail.to_name.empty()) text += texts.letter_greeting(mail.to_name) + "\n\n";
    text += words.text + "\n";
    if (!words.link.empty()) text += "\n" + words.link + "\n";
    if (words.may_be_ignored) text += fmt::format("\n{}\n", texts.letter_ignore());
    const std::string number = security::hash_token(mail.token.empty() ? mail.number : mail.token);
    return {
        .to_address = mail.to_address,
        .to_name = mail.to_name,
        .from_name = title,
        .subject = words.subject,
        .text = std::move(text),
        .message_id = fmt::format(
            "{}-{}@{}",
            name_of(mail.kind),
            number.substr(0, message_number_digits),
            host_of(site.mail_origin)
        ),
    };
}

} // namespace

service::WriteLetter account_mail_writer(const Site& site) {
    return [&site](const service::AccountMail& mail) { return write_letter(site, mail); };
}

} // namespace attest::endpoint
