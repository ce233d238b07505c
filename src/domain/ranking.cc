#include "domain/ranking.h"

#include <algorithm>
#include <cmath>

namespace attest::domain {

double answer_confidence(std::int64_t score) {
    constexpr double z = 1.0;
    const double up = static_cast<double>(std::max<std::int64_t>(score, 0)) + 1.0;
    const double down = static_cast<double>(std::max<std::int64_t>(-score, 0)) + 1.0;
    const double n = up + down;
    const double share = up / n;
    const double spread = z * std::sqrt((share * (1.0 - share) + z * z / (4.0 * n)) / n);
    return (share + z * z / (2.0 * n) - spread) / (1.0 + z * z / n);
}

double hotness(const Warmth& question, Time now) {
    const auto hours_since = [&](Time then) {
        return std::max(0.0, static_cast<double>((now - then).milliseconds) / 3'600'000.0);
    };
    const double age = hours_since(question.created_at);
    const double idle = std::min(age, hours_since(question.active_at));
    const double views = static_cast<double>(std::max<std::int64_t>(question.view_count, 1));
    const double interest = 4.0 * std::log10(views)
                            + static_cast<double>(question.answer_count * question.score) / 5.0
                            + static_cast<double>(question.answer_scores);
    return interest / std::pow(age + 1.0 - (age - idle) / 2.0, 1.5);
}

} // namespace attest::domain
