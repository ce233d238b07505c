#include "service/question_sources.h"

#include "service/limits.h"
#include "service/sources.h"
#include "storage/sources.h"

#include <algorithm>

namespace attest::service {

Result<std::vector<CitedWork>>
read_question_sources(const Site& site, QuestionId question, const Reader& reader) {
    const auto places = TRY(site.database.read(
        [&](db::ReadTransaction& tx) -> Result<std::vector<storage::CitedPlace>> {
            const auto place = TRY(find_visible_place(tx, site, post_id(question), reader));
            if (place.answer) return fail(ErrorCode::not_found, "There is no such question.");
            return storage::list_cited_places(tx, question, cited_places_exported_max);
        }
    ));
    std::vector<CitedWork> works;
    for (const storage::CitedPlace& cited : places) {
        auto work = std::ranges::find(works, cited.source.key, &CitedWork::key);
        if (work == works.end()) {
            works.push_back(
                {.key = cited.source.key, .reference = reference_of(cited.source), .places = {}}
            );
            work = works.end() - 1;
        }
        const CitedWork::Place place{.label = cited.label, .locator = cited.locator};
        const bool is_new = std::ranges::find(work->places, place) == work->places.end();
        if (!place.locator.empty() && is_new) work->places.push_back(place);
    }
    return works;
}

} // namespace attest::service
