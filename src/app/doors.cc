#include "app/doors.h"

#include "api/routes.h"
#include "web/routes.h"

#include <vector>

namespace attest::app {

std::span<const std::span<const endpoint::Route>> doors() {
    static const std::vector<std::span<const endpoint::Route>> all = [] {
        std::vector<std::span<const endpoint::Route>> list;
        for (const auto& door : {web::routes(), api::routes()}) {
            list.insert(list.end(), door.begin(), door.end());
        }
        return list;
    }();
    return all;
}

} // namespace attest::app
