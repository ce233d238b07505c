#include "domain/site_name.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::domain {

TEST_CASE("A site's name is fit for a file name and a command") {
    CHECK(is_site_name("beer"));
    CHECK(is_site_name("history-meta2"));
    for (const std::string& name :
         {std::string{},
          std::string{"Beer"},
          std::string{"a/b"},
          std::string{".."},
          std::string{"-a"},
          std::string{"a-"},
          std::string{"a--b"},
          std::string{"a b"},
          std::string(64, 'a')}) {
        CAPTURE(name);
        CHECK_FALSE(is_site_name(name));
    }
}

} // namespace attest::domain
