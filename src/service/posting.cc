#include "service/posting.h"

#include "base/text.h"
#include "service/markup_options.h"
#include "service/notices.h"
#include "service/writing.h"
#include "storage/answers.h"
#include "storage/questions.h"

#include <utility>

namespace attest::service {

Result<QuestionId> post_question(const Site& site, const PostQuestion& form) {
    TRY(check_title(form.title));
    TRY(check_tags(form.tags));
    const storage::NewQuestion question{
        .title = std::string{trim(form.title)},
        .tags = form.tags,
        .body = TRY(render_body(site, form.markdown, std::nullopt)),
        .act = act_of(site, form.author),
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::insert_question(tx, question);
    });
}

Result<AnswerId> post_answer(const Site& site, const PostAnswer& form) {
    const storage::NewAnswer answer{
        .question = form.question,
        .body = TRY(render_body(site, form.markdown, std::nullopt)),
        .act = act_of(site, form.author),
    };
    return site.database.write([&](db::Transaction& tx) -> Result<AnswerId> {
        const storage::PostPlace place = TRY(storage::find_post_place(tx, post_id(form.question)));
        if (place.question != form.question) {
            return fail(ErrorCode::not_found, "There is no such question here.");
        }
        const AnswerId id = TRY(storage::insert_answer(tx, answer));
        TRY(leave_answer_notice(tx, id, answer.act.at));
        return id;
    });
}

} // namespace attest::service
