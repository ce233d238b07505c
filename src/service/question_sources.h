// Everything that a question and its answers cite, for reference managers. What a file's rights
// hide is no part of it: references say which works, and no word of them.
#pragma once

#include "base/error.h"
#include "bibliography/reference.h"
#include "domain/ids.h"
#include "service/site.h"
#include "service/visible_posts.h"

#include <string>
#include <vector>

namespace attest::service {

struct CitedWork {
    struct Place {
        std::string label; ///< CSL's.
        std::string locator;

        bool operator==(const Place&) const = default;
    };

    std::string key;
    bibliography::Reference reference;
    std::vector<Place> places; ///< Each once, in the order of the texts.
};

/// Each work once, in the order in which they are first cited. `not_found` for a question that the
/// reader may not see.
Result<std::vector<CitedWork>>
read_question_sources(const Site& site, QuestionId question, const Reader& reader);

} // namespace attest::service
