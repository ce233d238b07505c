#include "service/preview.h"

#include "base/text.h"
#include "domain/act_limits.h"
#include "service/writing.h"

#include <utility>

namespace attest::service {

Result<std::string> preview(const Site& site, const std::string& markdown) {
    if (trim(markdown).empty()) return std::string{};
    if (utf8_length(markdown) > domain::body_length_max) {
        return refuse("body", "The text is longer than a post can be. Shorten it.");
    }
    storage::StoredBody body = TRY(render_body(site, markdown, std::nullopt, SeveralMeant::shown));
    return std::move(body.html);
}

} // namespace attest::service
