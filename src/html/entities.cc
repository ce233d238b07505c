#include "html/entities.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attest::html {

std::string unescaped(std::string_view text) {
    static constexpr auto entities = std::to_array<std::pair<std::string_view, char>>(
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}
    );
    std::string out;
    while (!text.empty()) {
        const auto* const entity = std::ranges::find_if(entities, [&](const auto& one) {
            return text.starts_with(one.first);
        });
        const bool is_entity = entity != entities.end();
        const std::size_t plain = is_entity ? 0 : std::min(text.find('&', 1), text.size());
        if (is_entity) out += entity->second;
        out += text.substr(0, plain);
        text.remove_prefix(is_entity ? entity->first.size() : plain);
    }
    return out;
}

} // namespace attest::html
