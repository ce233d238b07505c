// SMTP by libcurl. Every message has a connection of its own: mails are few, and a server that was
// left idle closes the connection anyway.
//
// Whether a refusal is for good is told by the server's code and by what it answered to: 5xx to
// RCPT or to the message itself is about this mail; 5xx to anything before (a wrong password, a
// sender not allowed) is about our settings, which the keeper will mend, so the mail waits.

#include "base/text.h"
#include "mail/post.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace attest::mail {

namespace {

struct EasyDeleter {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

using Easy = std::unique_ptr<CURL, EasyDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;

std::string url_part(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return "";
    std::string copy{text};
    curl_free(text);
    return copy;
}

/// Where mail goes, read from the setting.
struct Target {
    std::string url;
    bool is_loopback = false;
};

Result<Target> parse_target(const SmtpOptions& options) {
    const auto refuse = [&] {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "“{}” is no mail server; write it as smtp://mail.example.org:587 or "
                "smtps://mail.example.org.",
                options.url
            )
        );
    };
    const std::unique_ptr<CURLU, UrlDeleter> url{curl_url()};
    if (curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), CURLU_NON_SUPPORT_SCHEME)
        != CURLUE_OK) {
        return refuse();
    }
    const std::string scheme = url_part(url.get(), CURLUPART_SCHEME);
    const std::string host = url_part(url.get(), CURLUPART_HOST);
    const bool has_more = !url_part(url.get(), CURLUPART_USER).empty()
                          || !url_part(url.get(), CURLUPART_QUERY).empty()
                          || url_part(url.get(), CURLUPART_PATH).size() > 1;
    if ((scheme != "smtp" && scheme != "smtps") || host.empty() || has_more) return refuse();
    // libcurl greets with the name in the path: the sender's domain, as the recipient's server
    // knows it.
    const std::string greeting =
        "/" + options.from_address.substr(options.from_address.find('@') + 1);
    curl_url_set(url.get(), CURLUPART_PATH, greeting.c_str(), 0);
    return Target{
        .url = url_part(url.get(), CURLUPART_URL),
        .is_loopback = host == "localhost" || host == "[::1]" || host.starts_with("127."),
    };
}

/// What libcurl still has to send, and how far the two have come.
struct Conversation {
    std::string_view unsent;
    bool has_named_recipient = false;
    std::string refusal;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* data) {
    auto& conversation = *static_cast<Conversation*>(data);
    const std::size_t taken = std::min(size * count, conversation.unsent.size());
    std::memcpy(buffer, conversation.unsent.data(), taken);
    conversation.unsent.remove_prefix(taken);
    return taken;
}

int listen_in(CURL* /*easy*/, curl_infotype kind, char* text, std::size_t size, void* data) {
    auto& conversation = *static_cast<Conversation*>(data);
    const std::string_view line{text, size};
    if (kind == CURLINFO_HEADER_OUT && line.starts_with("RCPT ")) {
        conversation.has_named_recipient = true;
    }
    const bool is_refusal = line.starts_with('4') || line.starts_with('5');
    if (kind == CURLINFO_HEADER_IN && is_refusal) conversation.refusal = trim(line);
    return 0;
}

int watch(
    void* data,
    curl_off_t /*to_receive*/,
    curl_off_t /*received*/,
    curl_off_t /*to_send*/,
    curl_off_t /*sent*/
) {
    const auto& is_stopping = *static_cast<const std::function<bool()>*>(data);
    return is_stopping() ? 1 : 0;
}

Result<void> report(CURL* easy, CURLcode outcome, const Conversation& conversation) {
    if (outcome == CURLE_OK) return {};
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    const bool is_for_good = conversation.has_named_recipient && code >= 500 && code < 600;
    return std::unexpected{Error{
        is_for_good ? ErrorCode::invalid : ErrorCode::unavailable,
        is_for_good ? "The mail server refused the message for good."
                    : "The mail server does not take the message now."
    }
                               .with_detail(fmt::format(
                                   "{} (code {}, server: {})",
                                   curl_easy_strerror(outcome),
                                   code,
                                   clean_utf8(utf8_prefix(conversation.refusal, 200))
                               ))};
}

Result<void> send(const SmtpOptions& options, const Target& target, const Message& message) {
    const std::string bytes = TRY(compose(message, options.from_address, options.clock()));
    Conversation conversation{.unsent = bytes, .has_named_recipient = false, .refusal = {}};

    const Easy easy{curl_easy_init()};
    if (!easy) return fail(ErrorCode::unavailable, "The mail server cannot be reached now.");
    const List recipients{
        curl_slist_append(nullptr, fmt::format("<{}>", message.to.address).c_str())
    };
    const auto set = [&](CURLoption option, auto value) {
        curl_easy_setopt(easy.get(), option, value);
    };
    set(CURLOPT_URL, target.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.time_max.milliseconds));
    set(CURLOPT_USE_SSL, static_cast<long>(target.is_loopback ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!options.user.empty()) {
        set(CURLOPT_USERNAME, options.user.c_str());
        set(CURLOPT_PASSWORD, options.password.c_str());
    }
    const List redirection{
        options.connect_to.empty() ? nullptr
                                   : curl_slist_append(nullptr, options.connect_to.c_str())
    };
    if (redirection) set(CURLOPT_CONNECT_TO, redirection.get());
    const std::string sender = fmt::format("<{}>", options.from_address);
    set(CURLOPT_MAIL_FROM, sender.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &give);
    set(CURLOPT_READDATA, &conversation);
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, &listen_in);
    set(CURLOPT_DEBUGDATA, &conversation);
    if (options.is_stopping) {
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &watch);
        set(CURLOPT_XFERINFODATA, &options.is_stopping);
    }
    return report(easy.get(), curl_easy_perform(easy.get()), conversation);
}

} // namespace

Result<Post> post_by_smtp(SmtpOptions options) {
    static const CURLcode is_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (is_ready != CURLE_OK) return fail(ErrorCode::internal, "libcurl cannot be started.");
    if (!is_address(options.from_address)) {
        return fail(ErrorCode::invalid, "Say in [mail] from which address mail is sent.");
    }
    const Target target = TRY(parse_target(options));
    return [options = std::move(options), target](const Message& message) {
        return send(options, target, message);
    };
}

} // namespace attest::mail
