// Commands that only print.

#include "app/commands.h"
#include "app/doors.h"
#include "app/settings.h"
#include "endpoint/route.h"
#include "http/request.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace attest::app {

namespace {

Result<void> print_settings() {
    fmt::print("{}", format_default_settings());
    return {};
}

std::string_view format_access(endpoint::Access access) {
    switch (access) {
    case endpoint::Access::anyone:
        return "anyone";
    case endpoint::Access::signed_in:
        return "signed in";
    case endpoint::Access::moderator:
        return "moderator";
    case endpoint::Access::keeper:
        return "keeper";
    }
    std::unreachable();
}

Result<void> print_routes() {
    for (const std::span<const endpoint::Route> door : doors()) {
        for (const endpoint::Route& route : door) {
            fmt::print(
                "{:6} {:45} {}\n",
                http::format_method(route.method),
                route.path,
                format_access(route.access)
            );
        }
    }
    return {};
}

} // namespace

void add_settings(Commands& commands) {
    commands.add("settings", "Print every setting with its default", print_settings);
}

void add_routes(Commands& commands) {
    commands.add("routes", "Print every address that is answered, and who may ask", print_routes);
}

} // namespace attest::app
