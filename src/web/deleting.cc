#include "web/deleting.h"

#include "endpoint/context.h"
#include "endpoint/forms.h"
#include "service/deleting.h"
#include "web/parts.h"

#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// A page that asks before something is done: one sentence, one button.
struct Question {
    std::string_view heading;
    std::string words;
    html::Url action;
    std::string_view button;
    service::PostAddress back;
    bool is_done = false; ///< Nothing is left to ask.
};

http::Response ask_page(const RequestContext& request, const Question& question) {
    const bool is_answer = question.back.answer.has_value();
    html::Writer out;
    out.put<
        R"(<div class="history"><header class="head"><h1>{}</h1></header><p class="lead">{}</p>)">(
        question.heading, question.words
    );
    if (!question.is_done) {
        endpoint::write_form_start(out, request, question.action);
        endpoint::write_submit(out, question.button);
        out.put<"</form>">();
    }
    out.put<R"(<p class="steps"><a href="{}">{}</a></p></div>)">(
        request.links().post(question.back),
        is_answer ? request.texts().history_back_answer() : request.texts().history_back()
    );
    return endpoint::write_page(
        request, {.title = std::string{question.heading}, .is_indexed = false}, out.take()
    );
}

std::string
words_of(const messages::Texts& texts, const service::DeletionPage& page, std::string_view intro) {
    if (page.right == domain::DeletionRight::decides) return std::string{intro};
    if (page.has_voted) return std::string{texts.delete_has_voted()};
    return std::string{intro} + " " + texts.delete_votes_intro(texts.number(page.votes));
}

Result<http::Response> ask_to_delete(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const messages::Texts& texts = request.texts();
    const service::DeletionPage page = TRY(service::read_deletion(site, request.actor(), post));
    return ask_page(
        request,
        {.heading =
             page.address.answer ? texts.delete_title_answer() : texts.delete_title_question(),
         .words = words_of(texts, page, texts.delete_intro()),
         .action = request.links().post_act(post, "delete"),
         .button = page.right == domain::DeletionRight::decides ? texts.delete_submit()
                                                                : texts.delete_vote_submit(),
         .back = page.address,
         .is_done = page.has_voted}
    );
}

Result<http::Response> ask_to_undelete(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const messages::Texts& texts = request.texts();
    const service::DeletionPage page = TRY(service::read_undeletion(site, request.actor(), post));
    return ask_page(
        request,
        {.heading =
             page.address.answer ? texts.undelete_title_answer() : texts.undelete_title_question(),
         .words = words_of(texts, page, texts.undelete_intro()),
         .action = request.links().post_act(post, "undelete"),
         .button = page.right == domain::DeletionRight::decides ? texts.undelete_submit()
                                                                : texts.undelete_vote_submit(),
         .back = page.address,
         .is_done = page.has_voted}
    );
}

/// Back to the post, where whoever deleted it still sees it; a voter who never will, to the lists.
Result<http::Response> go_back(const Site& site, const RequestContext& request, PostId post) {
    const Result<service::PostAddress> address =
        service::find_post_address(site, post, request.reader());
    return http::see_other(
        (address ? request.links().post(*address) : request.links().home()).text()
    );
}

Result<http::Response> delete_post(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    TRY(service::delete_post(site, request.actor(), post));
    return go_back(site, request, post);
}

Result<http::Response> undelete_post(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    TRY(service::undelete_post(site, request.actor(), post));
    return go_back(site, request, post);
}

Result<http::Response> ask_to_make_wiki(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const messages::Texts& texts = request.texts();
    return ask_page(
        request,
        {.heading = texts.wiki_title(),
         .words = std::string{texts.wiki_intro()},
         .action = request.links().post_act(post, "wiki"),
         .button = texts.wiki_submit(),
         .back = TRY(service::read_wiki_making(site, request.actor(), post))}
    );
}

Result<http::Response> make_wiki(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    TRY(service::make_wiki(site, request.actor(), post));
    return go_back(site, request, post);
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/delete",
     .access = Access::signed_in,
     .handler = ask_to_delete},
    {.method = Method::post,
     .path = "/posts/{post}/delete",
     .access = Access::signed_in,
     .handler = delete_post,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/posts/{post}/undelete",
     .access = Access::signed_in,
     .handler = ask_to_undelete},
    {.method = Method::post,
     .path = "/posts/{post}/undelete",
     .access = Access::signed_in,
     .handler = undelete_post,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/posts/{post}/wiki",
     .access = Access::signed_in,
     .handler = ask_to_make_wiki},
    {.method = Method::post,
     .path = "/posts/{post}/wiki",
     .access = Access::signed_in,
     .handler = make_wiki,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> deleting_routes() {
    return routes;
}

} // namespace attest::web
