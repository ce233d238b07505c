#include "endpoint/context.h"

#include "security/token.h"

#include <fmt/format.h>

namespace attest::endpoint {

std::optional<std::int64_t> RequestContext::read_number(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits.size() > number_digits_max) return std::nullopt;
    // One spelling per page: "/questions/0175" is no address of ours.
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    return parse_number<std::int64_t>(text);
}

std::string RequestContext::csrf_token() const {
    caching_.never();
    if (!parts_.secret.empty()) return security::csrf_token(parts_.secret);
    if (new_visit_.empty()) new_visit_ = security::new_token(network().random).secret;
    return security::csrf_token(new_visit_);
}

std::string RequestContext::text_field(std::string_view name) const {
    const std::string_view sent = parts_.request.form_field(name).value_or("");
    std::string text;
    text.reserve(sent.size());
    for (std::size_t at = 0; at < sent.size(); ++at) {
        if (sent[at] != '\r') {
            text += sent[at];
        } else if (at + 1 == sent.size() || sent[at + 1] != '\n') {
            text += '\n';
        }
    }
    return text;
}

Result<std::int64_t> RequestContext::page_number() const {
    const std::string text = parameter("page");
    if (text.empty()) return 1;
    const std::optional<std::int64_t> number = read_number(text);
    if (!number || *number < 1) {
        return fail(ErrorCode::not_found, "Pages are numbered from 1.");
    }
    return *number;
}

Result<std::optional<std::int64_t>> RequestContext::number(std::string_view name) const {
    const std::string text = parameter(name);
    if (text.empty()) return std::optional<std::int64_t>{};
    const std::optional<std::int64_t> number = read_number(text);
    if (!number) {
        const std::string sentence = fmt::format("{} must be a whole number.", name);
        return std::unexpected{
            Error{ErrorCode::invalid, sentence}.with_field(std::string{name}, sentence)
        };
    }
    return number;
}

} // namespace attest::endpoint
