#include "http/router.h"

#include "base/text.h"
#include "base/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace attest::http {

struct Router::Node {
    /// A route that ends here, and what the pattern calls the named segments on the way.
    struct Route {
        std::size_t index;
        std::vector<std::string> names;
    };

    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> named;
    std::map<Method, Route> routes;

    Node& child(std::string_view segment);
    void end(Method method, Route route);
};

namespace {

bool is_named(std::string_view segment) {
    return segment.starts_with('{');
}

bool is_optional(std::string_view segment) {
    return segment.ends_with("?}");
}

/// "slug" of "{slug?}".
std::string name_of(std::string_view segment) {
    VERIFY(segment.size() > 2 && segment.ends_with('}'));
    const std::size_t marks = is_optional(segment) ? 3 : 2;
    return std::string{segment.substr(1, segment.size() - marks)};
}

} // namespace

Router::Node& Router::Node::child(std::string_view segment) {
    std::unique_ptr<Node>& place = is_named(segment) ? named : fixed[std::string{segment}];
    if (!place) place = std::make_unique<Node>();
    return *place;
}

void Router::Node::end(Method method, Route route) {
    const bool is_new = routes.emplace(method, std::move(route)).second;
    VERIFY(is_new);
}

std::optional<std::string_view> RouteMatch::capture(std::string_view name) const {
    const auto found = std::ranges::find(captures, name, &Capture::name);
    if (found == captures.end()) return std::nullopt;
    return found->value;
}

Router::Router() : root_{std::make_unique<Node>()} {}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, std::size_t index) {
    VERIFY(pattern.starts_with('/'));
    Node* node = root_.get();
    std::vector<std::string> names;
    bool was_optional = false;
    if (pattern != "/") {
        for (const std::string_view segment : split(pattern.substr(1), '/')) {
            VERIFY(!was_optional || is_optional(segment));
            if (is_optional(segment)) node->end(method, {index, names});
            was_optional = is_optional(segment);
            if (is_named(segment)) names.push_back(name_of(segment));
            node = &node->child(segment);
        }
    }
    node->end(method, {index, std::move(names)});
}

namespace {

template <typename Node>
class Search {
public:
    Search(Method method, std::span<const std::string> segments)
        : method_{method == Method::head ? Method::get : method}, segments_{segments} {}

    /// Depth first; a node hangs below one parent only, so each is visited at most once.
    bool visit(const Node& node, std::size_t depth) {
        if (depth == segments_.size()) return end(node);
        const std::string& segment = segments_[depth];
        const auto fixed = node.fixed.find(segment);
        if (fixed != node.fixed.end() && visit(*fixed->second, depth + 1)) return true;
        if (!node.named || segment.empty()) return false;
        values_.emplace_back(segment);
        if (visit(*node.named, depth + 1)) return true;
        values_.pop_back();
        return false;
    }

    RouteLookup result() && {
        if (match_) return std::move(*match_);
        if (allowed_.empty()) return NoRoute{};
        if (allowed_.contains("GET")) allowed_.insert("HEAD");
        return WrongMethod{fmt::format("{}", fmt::join(allowed_, ", "))};
    }

private:
    bool end(const Node& node) {
        const auto found = node.routes.find(method_);
        if (found == node.routes.end()) {
            for (const auto& [method, route] : node.routes)
                allowed_.insert(format_method(method));
            return false;
        }
        match_ = RouteMatch{.index = found->second.index, .captures = {}};
        for (std::size_t place = 0; place < values_.size(); ++place) {
            match_->captures.push_back({found->second.names[place], values_[place]});
        }
        return true;
    }

    Method method_;
    std::span<const std::string> segments_;
    std::vector<std::string_view> values_;
    std::optional<RouteMatch> match_;
    std::set<std::string_view> allowed_;
};

} // namespace

RouteLookup Router::find(Method method, std::span<const std::string> segments) const {
    Search<Node> search{method, segments};
    search.visit(*root_, 0);
    return std::move(search).result();
}

} // namespace attest::http
