// Finds a route by method and path. A tree of segments, built once; a look-up walks down the path
// and visits each node of the tree at most once, so no path can make it slow.
#pragma once

#include "http/request.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace attest::http {

/// A segment that a pattern named, and what stood there.
struct Capture {
    std::string_view name;  ///< As in the pattern; lives as long as the router.
    std::string_view value; ///< Lives as long as the segments that were looked up.
};

struct RouteMatch {
    std::size_t index; ///< As given to `Router::add`.
    std::vector<Capture> captures;

    [[nodiscard]] std::optional<std::string_view> capture(std::string_view name) const;
};

struct NoRoute {};

/// The path is known, the method is not; `allowed` is for the Allow field.
struct WrongMethod {
    std::string allowed;
};

using RouteLookup = std::variant<RouteMatch, NoRoute, WrongMethod>;

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// A pattern is made of fixed segments and `{name}`, which takes one segment that is not empty;
    /// the last ones may be `{name?}`, which may be missing: "/questions/{question}/{slug?}". A
    /// route that is there already, or a pattern that cannot be read, is a bug.
    void add(Method method, std::string_view pattern, std::size_t index);

    /// A fixed segment goes before a named one. HEAD is answered by GET's route.
    [[nodiscard]] RouteLookup find(Method method, std::span<const std::string> segments) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
};

} // namespace attest::http
