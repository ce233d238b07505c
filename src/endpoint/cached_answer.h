// How the pipeline uses the page cache: which requests may be answered from it, and what is done
// when a page is not there.
#pragma once

#include "endpoint/caching.h"
#include "endpoint/page_cache.h"
#include "endpoint/route.h"
#include "http/headers.h"
#include "http/request.h"
#include "http/response.h"
#include "service/stamps.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace attest::endpoint {

/// A request that may be answered from the cache: one without cookie or credentials.
bool is_anonymous(const http::RequestHead& head);

/// Scheme, host and target as sent. Two sites never share one, since the site follows from host
/// and path; nor do two languages, which follow from the site.
std::string page_key(const http::RequestHead& head);

/// Whether the target is written as Links writes it: known parameters only, in the route's order.
/// Others are answered but not kept, or a visitor could fill the memory with one page.
bool is_canonical(const http::Request& request, Parameters parameters);

/// An answer and what it shows.
struct Rendered {
    http::Response response;
    Caching caching;
};

/// An answer and whose reading it counts as.
struct Answered {
    http::Response response;
    std::optional<QuestionId> viewed;
};

struct CachedAnswerOptions {
    const http::DefaultHeaders& default_headers;
    /// Render every hit that comes here again and compare: for the samples and the tests.
    bool verifies = false;
    /// Called with the key of a page that was not what a fresh render gave.
    const std::function<void(std::string_view)>& on_difference;
};

/// The page from the cache; else rendered, and kept if it is asked for the second time.
Answered cached_answer(
    PageCache& cache,
    const service::Stamps& stamps,
    const http::RequestHead& head,
    const CachedAnswerOptions& options,
    const std::function<Rendered()>& render
);

/// The bytes for this reader: 304, packed, or plain.
http::PreparedAnswer pick_answer(const CachedPage& page, const http::RequestHead& head);

} // namespace attest::endpoint
