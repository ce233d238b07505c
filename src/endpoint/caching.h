// What a page shows, as its handler says while it makes it: the page cache compares the versions of
// these things, and serves a page only while none has changed (decisions.md, 18).
#pragma once

#include "base/time.h"
#include "domain/ids.h"
#include "domain/stamps.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace attest::endpoint {

class Caching {
public:
    /// The page shows something of this question, or of its answers and comments.
    void depends_on(QuestionId question) { add(questions_, question); }

    /// The page shows this person's name or standing.
    void depends_on(UserId user) { add(users_, user); }

    void depends_on_tag(const std::string& name) { add(tags_, name); }

    /// The page shows a list: any change of the site may change it.
    void depends_on_site() { site_ = true; }

    /// The page shows what is refreshed on a clock; it may be kept this long.
    void keep_at_most(Duration age) {
        if (!age_max_ || age < *age_max_) age_max_ = age;
    }

    /// Whoever reads the page has seen this question.
    void counts_view_of(QuestionId question) { viewed_ = question; }

    /// The page is made for one reader, or costs nothing to make.
    void never() { never_ = true; }

    [[nodiscard]] bool may_keep() const {
        return !never_ && (site_ || !questions_.empty() || !users_.empty() || !tags_.empty());
    }

    /// Where the versions of all these things stand, sorted.
    [[nodiscard]] std::vector<domain::StampSlot> slots() const {
        std::vector<domain::StampSlot> slots;
        if (site_) slots.push_back(domain::stamp_of_site);
        for (const QuestionId question : questions_)
            slots.push_back(domain::stamp_of_question(question));
        for (const UserId user : users_)
            slots.push_back(domain::stamp_of_user(user));
        for (const std::string& tag : tags_)
            slots.push_back(domain::stamp_of_tag(tag));
        std::ranges::sort(slots);
        const auto rest = std::ranges::unique(slots);
        slots.erase(rest.begin(), rest.end());
        return slots;
    }

    [[nodiscard]] std::optional<QuestionId> viewed() const { return viewed_; }

    [[nodiscard]] std::optional<Duration> age_max() const { return age_max_; }

private:
    template <typename T>
    static void add(std::vector<T>& things, const T& thing) {
        if (std::ranges::find(things, thing) == things.end()) things.push_back(thing);
    }

    std::vector<QuestionId> questions_;
    std::vector<UserId> users_;
    std::vector<std::string> tags_;
    std::optional<Duration> age_max_;
    std::optional<QuestionId> viewed_;
    bool site_ = false;
    bool never_ = false;
};

} // namespace attest::endpoint
