#include "outgoing/fetch.h"

#include "base/text.h"
#include "base/verify.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace attest::outgoing {

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
/// The reader of URLs that libcurl itself connects by: what is checked is what is used.
using Url = std::unique_ptr<CURLU, UrlDeleter>;

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK || text == nullptr) return "";
    std::string copy{text};
    curl_free(text);
    return copy;
}

std::unexpected<Error> refuse_url(std::string_view why, std::string_view url) {
    return std::unexpected{
        Error{ErrorCode::invalid, fmt::format("That address is not asked: {}.", why)}.with_detail(
            clean_utf8(utf8_prefix(url, 200))
        )
    };
}

bool has_line_break(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
}

bool is_redirection(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// An "@" before the path: a host's name that begins with a more trusted one.
bool has_userinfo(std::string_view url) {
    const std::size_t start = url.find("//");
    if (start == std::string_view::npos) return false;
    const std::string_view rest = url.substr(start + 2);
    return rest.substr(0, rest.find_first_of("/?#")).contains('@');
}

/// One request without redirections, and what becomes of it.
struct Exchange {
    const FetchOptions& options;
    bool is_private_host = false;
    std::optional<Address> refused;
    bool is_too_long = false;
    std::string body = {};
};

/// Gives libcurl a socket for the address that it is about to connect to, or none.
curl_socket_t open_checked(void* data, curlsocktype purpose, curl_sockaddr* target) {
    auto& exchange = *static_cast<Exchange*>(data);
    const std::optional<Address> address = address_of(target->addr);
    if (purpose != CURLSOCKTYPE_IPCXN || !address) return CURL_SOCKET_BAD;
    if (!exchange.is_private_host && !exchange.options.is_allowed(*address)) {
        exchange.refused = address;
        return CURL_SOCKET_BAD;
    }
    return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* data) {
    auto& exchange = *static_cast<Exchange*>(data);
    if (exchange.body.size() + size * count > answer_bytes_max) {
        exchange.is_too_long = true;
        return 0;
    }
    exchange.body.append(bytes, size * count);
    return size * count;
}

class Fetcher {
public:
    explicit Fetcher(FetchOptions options) : options_{std::move(options)} {}

    Result<Answer> fetch(const Request& request) const {
        const std::int64_t deadline = monotonic_milliseconds() + options_.time_max.milliseconds;
        for (const std::string* field :
             {&request.accept, &request.authorization, &request.content_type}) {
            if (has_line_break(*field)) {
                return fail(
                    ErrorCode::invalid, "A header of a request to another server is not one line."
                );
            }
        }
        const bool may_follow = request.method == Method::get && request.authorization.empty();
        const Url url{curl_url()};
        TRY(set_url(url, request.url));
        for (int redirects = 0;; ++redirects) {
            std::string location;
            Answer answer = TRY(exchange(url, request, deadline, location));
            if (!is_redirection(answer.status) || location.empty() || !may_follow) return answer;
            if (redirects == redirects_max) {
                return refuse_url("it leads on too often", request.url);
            }
            TRY(set_url(url, location));
        }
    }

    Result<std::string> lead_on(const std::string& from, const std::string& location) const {
        const Url url{curl_url()};
        TRY(set_url(url, from));
        TRY(set_url(url, location));
        return part(url, CURLUPART_URL);
    }

private:
    /// `text` may be relative to what `url` holds.
    Result<void> set_url(const Url& url, const std::string& text) const {
        if (text.size() > url_bytes_max) return refuse_url("it is too long", text);
        const bool was_secure = part(url, CURLUPART_SCHEME) == "https";
        // By default a space or a control character makes it malformed, and the scheme must be one
        // that libcurl knows.
        if (text.contains('\0')
            || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
            return refuse_url("it is no web address", text);
        }
        const std::string scheme = part(url, CURLUPART_SCHEME);
        if (scheme != "http" && scheme != "https") {
            return refuse_url("it is neither http nor https", text);
        }
        if (was_secure && scheme == "http") {
            return refuse_url("it leads from https to http", text);
        }
        if (!part(url, CURLUPART_USER).empty() || has_userinfo(text)) {
            return refuse_url("it holds a name or a password", text);
        }
        if (is_private_host(url)) return {};
        const auto port =
            parse_number<std::uint16_t>(part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)).value_or(0);
        if (std::ranges::find(options_.ports, port) == options_.ports.end()) {
            return refuse_url("its port is not one of the web", text);
        }
        return {};
    }

    [[nodiscard]] bool is_private_host(const Url& url) const {
        const std::string host = ascii_lower(part(url, CURLUPART_HOST));
        const std::string authority = host + ":" + part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
        return std::ranges::find(options_.private_hosts, authority) != options_.private_hosts.end();
    }

    Result<Answer> exchange(
        const Url& url, const Request& request, std::int64_t deadline, std::string& location
    ) const {
        Exchange exchange{
            .options = options_, .is_private_host = is_private_host(url), .refused = {}
        };
        const Easy easy{curl_easy_init()};
        if (!easy) return fail(ErrorCode::unavailable, "Other servers cannot be asked now.");
        const auto set = [&](CURLoption option, auto value) {
            VERIFY(curl_easy_setopt(easy.get(), option, value) == CURLE_OK);
        };
        set(CURLOPT_CURLU, url.get());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_QUICK_EXIT, 1L); // Do not wait for a name service that hangs.
        set(CURLOPT_USERAGENT, "Attest");
        set(CURLOPT_TIMEOUT_MS,
            static_cast<long>(std::max<std::int64_t>(deadline - monotonic_milliseconds(), 1)));
        set(CURLOPT_OPENSOCKETFUNCTION, &open_checked);
        set(CURLOPT_OPENSOCKETDATA, &exchange);
        set(CURLOPT_WRITEFUNCTION, &take);
        set(CURLOPT_WRITEDATA, &exchange);
        const List addresses = addresses_for(url);
        if (addresses) set(CURLOPT_RESOLVE, addresses.get());
        const List headers = header_fields(request);
        set(CURLOPT_HTTPHEADER, headers.get());
        if (request.method == Method::post) {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.c_str());
        }
        const CURLcode outcome = curl_easy_perform(easy.get());
        if (outcome != CURLE_OK) return failure(outcome, exchange, url);

        Answer answer{.status = 0, .content_type = {}, .body = std::move(exchange.body)};
        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
        const char* text = nullptr;
        curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &text);
        if (text != nullptr) answer.content_type = text;
        curl_header* field = nullptr;
        if (curl_easy_header(easy.get(), "Location", 0, CURLH_HEADER, -1, &field) == CURLHE_OK) {
            location = field->value;
        }
        return answer;
    }

    [[nodiscard]] List addresses_for(const Url& url) const {
        if (!options_.look_up) return {};
        const std::string host = part(url, CURLUPART_HOST);
        const std::string addresses = options_.look_up(host);
        if (addresses.empty()) return {};
        return List{curl_slist_append(
            nullptr,
            fmt::format("{}:{}:{}", host, part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT), addresses)
                .c_str()
        )};
    }

    static List header_fields(const Request& request) {
        List list;
        const auto add = [&](std::string_view name, const std::string& value) {
            if (value.empty()) return;
            list.reset(curl_slist_append(list.release(), fmt::format("{}: {}", name, value).c_str())
            );
        };
        add("Accept", request.accept);
        add("Authorization", request.authorization);
        add("Content-Type", request.content_type);
        return list;
    }

    static std::unexpected<Error>
    failure(CURLcode outcome, const Exchange& exchange, const Url& url) {
        if (exchange.is_too_long) {
            return fail(ErrorCode::invalid, "The other server's answer is too long.");
        }
        if (exchange.refused) {
            return refuse_url("it is not on the public web", format_address(*exchange.refused));
        }
        return std::unexpected{
            Error{ErrorCode::unavailable, "The other server cannot be reached now."}.with_detail(
                fmt::format(
                    "{}: {}", clean_utf8(part(url, CURLUPART_HOST)), curl_easy_strerror(outcome)
                )
            )
        };
    }

    FetchOptions options_;
};

} // namespace

Fetch fetch_by_http(FetchOptions options) {
    static const CURLcode is_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    VERIFY(is_ready == CURLE_OK);
    const auto fetcher = std::make_shared<const Fetcher>(std::move(options));
    return [fetcher](const Request& request) { return fetcher->fetch(request); };
}

Result<std::string> follow_redirection(
    const FetchOptions& options, const std::string& from, const std::string& location
) {
    return Fetcher{options}.lead_on(from, location);
}

} // namespace attest::outgoing
