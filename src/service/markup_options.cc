#include "service/markup_options.h"

#include "markup/url.h"

namespace attest::service {

markup::Options markup_options(const SiteSettings& settings, PostId post) {
    markup::Options options{
        .rewrite_link = {},
        .footnote_prefix = std::to_string(post.value),
        .dollar_maths = settings.dollar_math,
        .has_citations = true,
    };
    const std::string_view origin = markup::url_host(settings.origin_url);
    if (!origin.empty()) options.rewrite_link = markup::origin_link_rewriter(std::string{origin});
    return options;
}

} // namespace attest::service
