#include "domain/closing.h"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

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

std::string format_close_details(const CloseDetails& details) {
    json::array voters;
    for (const CloseVoter& voter : details.voters) {
        json::object object;
        if (voter.id) object["Id"] = voter.id->value;
        if (!voter.name.empty()) object["DisplayName"] = voter.name;
        voters.push_back(std::move(object));
    }
    json::object all;
    if (!details.originals.empty()) {
        json::array originals;
        for (const QuestionId original : details.originals)
            originals.emplace_back(original.value);
        all["OriginalQuestionIds"] = std::move(originals);
    }
    all["Voters"] = std::move(voters);
    return json::serialize(all);
}

std::string_view format_close_reason(CloseReason reason) {
    switch (reason) {
    case CloseReason::duplicate:
        return "duplicate";
    case CloseReason::off_topic:
        return "off_topic";
    case CloseReason::needs_details:
        return "needs_details";
    case CloseReason::needs_focus:
        return "needs_focus";
    case CloseReason::opinion:
        return "opinion";
    }
    std::unreachable();
}

std::optional<CloseReason> parse_close_reason(std::string_view name) {
    for (const CloseReason reason : close_reasons) {
        if (format_close_reason(reason) == name) return reason;
    }
    return std::nullopt;
}

CloseVerdict count_close_votes(const std::vector<CloseVote>& votes) {
    CloseVerdict verdict;
    std::int64_t most = 0;
    for (const CloseVote& vote : votes) {
        const std::int64_t count = std::ranges::count(votes, vote.reason, &CloseVote::reason);
        if (count <= most) continue;
        most = count;
        verdict.reason = vote.reason;
    }
    if (verdict.reason != CloseReason::duplicate) return verdict;

    std::map<QuestionId, std::int64_t> named;
    for (const CloseVote& vote : votes) {
        for (const QuestionId original : vote.originals) {
            if (named[original]++ == 0) verdict.originals.push_back(original);
        }
    }
    std::ranges::stable_sort(verdict.originals, std::greater{}, [&](QuestionId original) {
        return named[original];
    });
    if (verdict.originals.size() > close_originals_max) {
        verdict.originals.resize(close_originals_max);
    }
    return verdict;
}

Result<void> check_not_locked(const Actor& actor, std::optional<Time> locked_at) {
    if (!locked_at || actor.is_moderator()) return {};
    return fail(
        ErrorCode::conflict,
        "A moderator has locked this post: it stays as it is until it is unlocked."
    );
}

} // namespace attest::domain
