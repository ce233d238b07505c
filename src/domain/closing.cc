#include "domain/closing.h"

#include <boost/json.hpp>

namespace attest::domain {

namespace {

namespace json = boost::json;

const json::array* array_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_array();
}

std::optional<CloseVoter> read_voter(const json::value& value) {
    const json::object* object = value.if_object();
    if (object == nullptr) return std::nullopt;
    CloseVoter voter;
    if (const json::value* id = object->if_contains("Id"); id != nullptr && id->is_int64()) {
        voter.id = UserId{id->get_int64()};
    }
    if (const json::value* name = object->if_contains("DisplayName");
        name != nullptr && name->is_string()) {
        voter.name = std::string_view{name->get_string()};
    }
    if (!voter.id && voter.name.empty()) return std::nullopt;
    return voter;
}

} // namespace

CloseDetails parse_close_details(std::string_view text) {
    CloseDetails details;
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    const json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr) return details;

    if (const json::array* voters = array_of(*object, "Voters")) {
        for (const json::value& entry : *voters) {
            if (std::optional<CloseVoter> voter = read_voter(entry)) {
                details.voters.push_back(std::move(*voter));
            }
        }
    }
    if (const json::array* originals = array_of(*object, "OriginalQuestionIds")) {
        for (const json::value& id : *originals) {
            if (id.is_int64()) details.originals.push_back(QuestionId{id.get_int64()});
        }
    }
    return details;
}

} // namespace attest::domain
