#include "web/answer_order_view.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace attest::web {

using service::AnswerOrder;

namespace {

std::string_view
order_words(const messages::Texts& texts, AnswerOrder order, bool is_first_by_evidence) {
    switch (order) {
    case AnswerOrder::best:
        return is_first_by_evidence ? texts.answer_order_evidence() : texts.answer_order_best();
    case AnswerOrder::evidence:
        return texts.answer_order_evidence();
    case AnswerOrder::votes:
        return texts.answer_order_votes();
    case AnswerOrder::newest:
        return texts.answer_order_newest();
    case AnswerOrder::oldest:
        return texts.answer_order_oldest();
    case AnswerOrder::active:
        return texts.answer_order_active();
    }
    std::unreachable();
}

/// What there is to choose from: evidence where two answers carry claims, unless it comes first
/// anyway.
std::vector<AnswerOrder> orders_of(const service::QuestionPage& question) {
    std::vector<AnswerOrder> orders{AnswerOrder::best};
    const bool is_weighed = question.answers_with_claims >= domain::answers_with_claims_min;
    const bool is_chosen = question.order == AnswerOrder::evidence;
    if (is_chosen || (is_weighed && !question.is_first_by_evidence))
        orders.push_back(AnswerOrder::evidence);
    for (const AnswerOrder order :
         {AnswerOrder::votes, AnswerOrder::newest, AnswerOrder::oldest, AnswerOrder::active})
        orders.push_back(order);
    return orders;
}

/// "2 corroborated, three each; 1 checked, two".
class Sum {
public:
    void add(int count, const std::string& words) {
        if (count == 0) return;
        if (!text_.empty()) text_ += "; ";
        text_ += words;
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string gain_words(const messages::Texts& texts, const domain::WeighedAnswer& answer) {
    const domain::AnswerEvidence& evidence = answer.evidence;
    if (answer.rank.earned == 0) return std::string{texts.order_why_no_gain()};
    Sum sum;
    sum.add(evidence.corroborated, texts.order_why_corroborated(evidence.corroborated));
    sum.add(evidence.checked, texts.order_why_checked(evidence.checked));
    sum.add(evidence.unresolved, texts.order_why_unresolved(evidence.unresolved));
    sum.add(evidence.contested, texts.order_why_contested(evidence.contested));
    sum.add(evidence.sourced, texts.order_why_sourced(evidence.sourced));
    std::string words = texts.order_why_gain(texts.number(answer.rank.gain), sum.text());
    if (answer.rank.gain < answer.rank.earned)
        words.append(" ").append(texts.order_why_limited(texts.number(answer.rank.earned)));
    return words;
}

std::string loss_words(const messages::Texts& texts, const domain::WeighedAnswer& answer) {
    Sum sum;
    sum.add(
        answer.evidence.failed_citations, texts.order_why_failed(answer.evidence.failed_citations)
    );
    sum.add(answer.evidence.disputed, texts.order_why_disputed(answer.evidence.disputed));
    return texts.order_why_loss(texts.number(answer.rank.loss), sum.text());
}

/// 0.6 to 1 of the key, as parts of a hundred.
std::int64_t weight_of(const domain::EvidenceRank& rank) {
    return std::lround(60 + (40 * rank.coverage));
}

} // namespace

std::vector<Tab>
answer_order_tabs(const endpoint::RequestContext& request, const service::QuestionPage& question) {
    std::vector<Tab> tabs;
    for (const AnswerOrder order : orders_of(question)) {
        tabs.push_back(
            {request.links().question_page(question.id, question.title, order),
             order_words(request.texts(), order, question.is_first_by_evidence),
             order == question.order}
        );
    }
    return tabs;
}

void write_why_here(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::QuestionPage& question,
    PostId answer
) {
    if (!question.is_by_evidence || question.answer_count < 2) return;
    const auto found = std::ranges::find(question.weighed, answer, &domain::WeighedAnswer::post);
    if (found == question.weighed.end()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<details class="why"><summary>{}</summary><ul>)">(texts.order_why());
    out.put<"<li>{}</li>">(texts.order_why_votes(texts.number(found->up), texts.number(found->down))
    );
    out.put<"<li>{}</li>">(gain_words(texts, *found));
    if (found->rank.loss > 0) out.put<"<li>{}</li>">(loss_words(texts, *found));
    out.put<"<li>{}</li>">(texts.order_why_coverage(
        texts.number(found->evidence.standing_claims),
        texts.number(found->rank.wanted),
        texts.number(weight_of(found->rank))
    ));
    out.put<"<li>{}</li></ul></details>">(
        texts.order_why_key(texts.number(std::lround(found->rank.key * 1'000)))
    );
}

} // namespace attest::web
