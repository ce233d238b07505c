// Who may do what, cell by cell: every route of the route table, asked over HTTP by everybody, for
// a thing in each of its states. Where somebody is refused, and where somebody only reads, nothing
// has changed afterwards.
//
// A route without a row here fails the test, and so does a row without a route.
#include "http/everybody.h"

#include <doctest/doctest.h>

#include <set>

using namespace attest;

namespace {

/// What came of it, as one letter:
///   o  let in: an answer, or the form again because of what was in it
///   c  not in this state (409)
///   s  sent to sign in
///   u  not signed in (401)
///   f  may not, and is told why (403)
///   n  nothing there (404)
using Outcome = char;

/// `expected` has a word for each of Who, in order: visitor, newcomer, trusted, author, suspended,
/// moderator, keeper. A word is a letter, or five: live, closed, locked, deleted, another's.
struct Row {
    std::string_view door;
    Thing thing;
    std::string_view expected;
    Fields form = {};
};

const Fields edit_form{
    {"base", "{base}"},
    {"title", "What is this thing for?"},
    {"tags", "calendar"},
    {"body", "Something else altogether."},
    {"summary", "said it better"},
    {"idempotency_key", "{key}"},
};
const Fields text_form{
    {"base", "{base}"},
    {"body", "Something else altogether."},
    {"summary", "said it better"},
    {"idempotency_key", "{key}"},
    {"let_go", "{claim}"},
};
const Fields close_form{{"reason", "needs_focus"}};
const Fields flag_form{{"kind", "needs_moderator"}, {"note", "Please look at this one."}};

// clang-format off
const std::vector<Row> all_rows{
    {"GET /", Thing::none, "o o o o o o o"},
    {"GET /questions", Thing::none, "o o o o o o o"},
    {"GET /questions/tagged/{tag}", Thing::none, "o o o o o o o"},
    {"GET /tags", Thing::none, "o o o o o o o"},
    {"GET /tags/{tag}", Thing::none, "o o o o o o o"},
    {"GET /tags/{tag}/info", Thing::none, "o o o o o o o"},
    {"GET /users", Thing::none, "o o o o o o o"},
    {"GET /users/{user}/{name?}", Thing::none, "o o o o o o o"},
    {"GET /search", Thing::none, "o o o o o o o"},
    {"GET /search/scans", Thing::none, "o o o o o o o"},
    {"GET /about", Thing::none, "o o o o o o o"},
    {"GET /help/search", Thing::none, "o o o o o o o"},
    {"GET /robots.txt", Thing::none, "o o o o o o o"},
    {"GET /opensearch.xml", Thing::none, "o o o o o o o"},
    {"GET /sitemap.xml", Thing::none, "o o o o o o o"},
    {"GET /sitemaps/{from}", Thing::none, "o o o o o o o"},
    {"GET /feeds", Thing::none, "o o o o o o o"},
    {"GET /feeds/tag/{tag}", Thing::none, "o o o o o o o"},
    {"GET /feeds/user/{user}", Thing::none, "o o o o o o o"},
    {"GET /unsubscribe", Thing::none, "n n n n n n n"},
    {"POST /unsubscribe", Thing::none, "n n n n n n n"},
    {"GET /questions/{question}/{slug?}", Thing::question, "ooono ooono o o o o o"},
    {"GET /questions/{question}/{slug}/{post}", Thing::answer, "ooono ooono o o o o o"},
    {"GET /feeds/question/{question}", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /q/{post}/{reader?}", Thing::question, "ooono ooono o o o o o"},
    {"GET /q/{post}/{reader?}", Thing::answer, "ooono ooono o o o o o"},
    {"GET /a/{post}/{reader?}", Thing::question, "ooono ooono o o o o o"},
    {"GET /a/{post}/{reader?}", Thing::answer, "ooono ooono o o o o o"},
    {"GET /posts/{post}", Thing::question, "ooono ooono o o o o o"},
    {"GET /posts/{post}", Thing::answer, "ooono ooono o o o o o"},
    {"GET /posts/{post}/revisions", Thing::question, "ooono ooono o o o o o"},
    {"GET /posts/{post}/revisions", Thing::answer, "ooono ooono o o o o o"},
    {"GET /revisions/{guid}", Thing::revision, "ooono ooono o o o o o"},
    {"POST /revisions/{guid}/rollback", Thing::revision, "u fffnf oofno oofnf f ooono ooono", {{"idempotency_key", "{key}"}}},
    {"GET /posts/{post}/edit", Thing::question, "s oofno oofno oofno oofno ooono ooono"},
    {"GET /posts/{post}/edit", Thing::answer, "s oofno oofno oofno oofno ooono ooono"},
    {"POST /posts/{post}/edit", Thing::question, "u oofno oofno oofno fffnf ooono ooono", edit_form},
    {"POST /posts/{post}/edit", Thing::answer, "u ccfnc oofno oofnc fffnf ooono ooono", text_form},
    {"GET /posts/{post}/delete", Thing::question, "s fffnf oofco oofcf oofco oooco oooco"},
    {"GET /posts/{post}/delete", Thing::answer, "s fffnf oofco oofcf oofco oooco oooco"},
    {"POST /posts/{post}/delete", Thing::question, "u fffnf oofco oofcf f oooco oooco"},
    {"POST /posts/{post}/delete", Thing::answer, "u fffnf oofco oofcf f oooco oooco"},
    {"GET /posts/{post}/undelete", Thing::question, "s cccnc cccoc cccoc cccoc cccoc cccoc"},
    {"GET /posts/{post}/undelete", Thing::answer, "s cccnc cccoc cccoc cccoc cccoc cccoc"},
    {"POST /posts/{post}/undelete", Thing::question, "u cccnc cccoc cccoc f cccoc cccoc"},
    {"POST /posts/{post}/undelete", Thing::answer, "u cccnc cccoc cccoc f cccoc cccoc"},
    {"GET /posts/{post}/wiki", Thing::question, "s fffnf fffnf fffnf fffnf ooono ooono"},
    {"GET /posts/{post}/wiki", Thing::answer, "s fffnf fffnf fffnf fffnf ooono ooono"},
    {"POST /posts/{post}/wiki", Thing::question, "u fffnf fffnf fffnf f ooono ooono"},
    {"POST /posts/{post}/wiki", Thing::answer, "u fffnf fffnf fffnf f ooono ooono"},
    {"GET /posts/{post}/flag", Thing::question, "s fffnf ooono fffnf fffnf ooono ooono"},
    {"GET /posts/{post}/flag", Thing::answer, "s fffnf ooono fffnf fffnf ooono ooono"},
    {"POST /posts/{post}/flag", Thing::question, "u fffnf ooono fffnf fffnf ooono ooono", flag_form},
    {"POST /posts/{post}/flag", Thing::answer, "u fffnf ooono fffnf fffnf ooono ooono", flag_form},
    {"GET /posts/{post}/close", Thing::question, "s fffnf oocno fffnf fffnf ooono ooono"},
    {"GET /posts/{post}/close", Thing::answer, "s n n n n n n"},
    {"POST /posts/{post}/close", Thing::question, "u fffnf occno fffnf fffnf ocono ocono", close_form},
    {"POST /posts/{post}/close", Thing::answer, "u n n n n n n", close_form},
    {"GET /posts/{post}/lock", Thing::question, "n n n n n ooono ooono"},
    {"GET /posts/{post}/lock", Thing::answer, "n n n n n ooono ooono"},
    {"POST /posts/{post}/lock", Thing::question, "n n n n n oocno oocno", {{"note", "A quarrel."}}},
    {"POST /posts/{post}/lock", Thing::answer, "n n n n n oocno oocno", {{"note", "A quarrel."}}},
    {"POST /posts/{post}/reopen", Thing::question, "u fffnf cocnc fffnf fffnf cocnc cocnc"},
    {"POST /posts/{post}/reopen", Thing::answer, "u n n n n n n"},
    {"POST /posts/{post}/closing-vote/take-back", Thing::question, "u cccnc cccnc cccnc cccnc cccnc cccnc"},
    {"POST /posts/{post}/closing-vote/take-back", Thing::answer, "u n n n n n n"},
    {"POST /posts/{post}/unlock", Thing::question, "n n n n n cconc cconc"},
    {"POST /posts/{post}/unlock", Thing::answer, "n n n n n cconc cconc"},
    {"GET /review/closing", Thing::none, "s f o f o o o"},
    {"GET /comments/{comment}/flag", Thing::comment, "s fffnf ooono fffnf fffnf ooono ooono"},
    {"POST /comments/{comment}/flag", Thing::comment, "u fffnf ooono fffnf fffnf ooono ooono", flag_form},
    // What a file shows to whom: scans_test.cc. Here the source is not there.
    {"GET /sources/{key}/search", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/manifest.json", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/original", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/image.jpg", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/thumbnail.jpg", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/lines/{citation}", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/annotations.json", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/iiif/info.json", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/pages/{page}/iiif/full/{size}/0/default.jpg", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/find-quote", Thing::none, "s n n n n n n"},
    {"POST /sources/{key}/files", Thing::none, "u n n n f n n"},
    {"POST /sources/{key}/files/{file}/rights", Thing::none, "u n n n n n n"},
    {"POST /sources/{key}/files/{file}/hide", Thing::none, "n n n n n n n"},
    {"POST /sources/{key}/files/{file}/pages/{page}/label", Thing::none, "u n n n f n n"},
    {"POST /sources/{key}/files/{file}/pages/{page}/text", Thing::none, "u n n n f n n"},
    {"GET /moderation", Thing::none, "n n n n n o o"},
    {"GET /moderation/log", Thing::none, "n n n n n o o"},
    {"GET /moderation/checks", Thing::none, "n n n n n o o"},
    {"POST /scan-flags/{flag}", Thing::none, "n n n n n n n"},
    {"GET /sources/{key}/files/{file}/flag", Thing::none, "s n n n n n n"},
    {"POST /sources/{key}/files/{file}/flag", Thing::none, "u n n n n n n"},
    {"POST /flags/{flag}", Thing::flag, "n n n n n o o", {{"verdict", "helpful"}}},
    {"GET /inbox", Thing::none, "s o o o o o o"},
    {"POST /inbox/read", Thing::none, "u o o o o o o"},
    {"POST /inbox/{item}", Thing::item, "u n n ooonn n n n"},
    {"GET /account/notifications", Thing::none, "s o o o o o o"},
    {"POST /account/notifications", Thing::none, "u o o o o o o"},
    {"GET /suggested-edits", Thing::none, "s f o f o o o"},
    {"GET /suggested-edits/{edit}", Thing::edit, "s ooono ooono ooono ooono ooono ooono"},
    {"POST /suggested-edits/{edit}/approve", Thing::edit, "u fffnf oofno oofnf f ooono ooono"},
    {"POST /suggested-edits/{edit}/reject", Thing::edit, "u fffnf oofno oofnf f ooono ooono", {{"reason", "It says something else."}}},
    {"GET /suggested-edits/{edit}/improve", Thing::edit, "s fffnf oofno oofnf fffnf ooono ooono"},
    {"POST /suggested-edits/{edit}/improve", Thing::edit, "u fffnf oofno oofnf fffnf ooono ooono", text_form},
    {"GET /posts/{post}/comments/new", Thing::question, "s fffnf oofno oofnf f ooono ooono"},
    {"POST /posts/{post}/comments", Thing::question, "u fffnf oofno oofnf f ooono ooono", {{"body", "A remark on this, in passing."}, {"idempotency_key", "{key}"}}},
    {"POST /posts/{post}/vote", Thing::question, "u fffnf oofno fffnf f oofno oofno", {{"kind", "up"}}},
    {"POST /posts/{post}/vote", Thing::question, "u fffnf oofno fffnf f oofno oofno", {{"kind", "down"}}},
    {"POST /posts/{post}/follow", Thing::question, "u ooono ooono ooono f ooono ooono"},
    {"POST /posts/{post}/bookmark", Thing::question, "u ooono ooono ooono f ooono ooono"},
    {"GET /posts/{post}/comments/new", Thing::answer, "s fffnf oofno oofnf f ooono ooono"},
    {"POST /posts/{post}/comments", Thing::answer, "u fffnf oofno oofnf f ooono ooono", {{"body", "A remark on this, in passing."}, {"idempotency_key", "{key}"}}},
    {"POST /posts/{post}/vote", Thing::answer, "u fffnf oofno fffnf f oofno oofno", {{"kind", "up"}}},
    {"POST /posts/{post}/vote", Thing::answer, "u fffnf oofno fffnf f oofno oofno", {{"kind", "down"}}},
    {"POST /posts/{post}/follow", Thing::answer, "u ooono ooono ooono f ooono ooono"},
    {"POST /posts/{post}/bookmark", Thing::answer, "u ooono ooono ooono f ooono ooono"},
    {"POST /answers/{answer}/accept", Thing::answer, "u fffnf fffnf fffnf f fffnf fffnf"},
    {"POST /answers/{answer}/accept", Thing::gift, "u fffnf fffnf oofnf f fffnf fffnf"},
    {"GET /comments/{comment}/edit", Thing::comment, "s fffnf fffnf oofnf fffnf ooono ooono"},
    {"POST /comments/{comment}/edit", Thing::comment, "u fffnf fffnf oofnf f ooono ooono", {{"body", "Another remark, in passing."}}},
    {"POST /comments/{comment}/delete", Thing::comment, "u fffnf fffnf oofnf fffnf ooono ooono"},
    {"POST /comments/{comment}/vote", Thing::comment, "u fffnf oofno fffnf f oofno oofno"},
    {"GET /tags/{tag}/edit", Thing::none, "s o o o o o o"},
    {"POST /tags/{tag}/edit", Thing::none, "u o o o f o o", {{"text", "wiki"}, {"base", ""}, {"body", "{key} says what it is for."}, {"summary", "{key}"}}},
    {"GET /signin", Thing::none, "o o o o o o o"},
    {"POST /signin", Thing::none, "o o o o o o o"},
    {"GET /signup", Thing::none, "o o o o o o o"},
    {"POST /signup", Thing::none, "o o o o o o o"},
    {"GET /confirm", Thing::none, "n n n n n n n"},
    {"POST /confirm", Thing::none, "n n n n n n n"},
    {"GET /reset", Thing::none, "o o o o o o o"},
    {"POST /reset", Thing::none, "o o o o o o o"},
    {"GET /reset/confirm", Thing::none, "n n n n n n n"},
    {"POST /reset/confirm", Thing::none, "n n n n n n n"},
    {"GET /join", Thing::none, "s o o o o o o"},
    {"POST /join", Thing::none, "u o o o o o o"},
    {"GET /welcome", Thing::none, "n n n n n n n"},
    {"POST /welcome", Thing::none, "n n n n n n n"},
    {"GET /account/prove", Thing::none, "s o o o o o o"},
    {"POST /account/prove", Thing::none, "u o o o o o o"},
    {"GET /signin/second", Thing::none, "s s s s s s s"},
    {"POST /signin/second", Thing::none, "c c c c c c c"},
    {"GET /account/security/app", Thing::none, "s o o o o o o"},
    {"POST /account/security/app", Thing::none, "u f f f f f f"},
    {"POST /signout", Thing::none, "o o o o o o o"},
    {"GET /account/security", Thing::none, "s o o o o o o"},
    {"POST /signin/openid/{provider}", Thing::none, "n n n n n n n"},
    {"POST /account/security/openid/{provider}/connect", Thing::none, "u f f f f f f"},
    {"POST /account/security/openid/{provider}/disconnect", Thing::none, "u f f f f f f"},
    {"POST /signin/passkey/start", Thing::none, "o o o o o o o"},
    {"POST /signin/passkey", Thing::none, "o o o o o o o"},
    {"POST /account/security/passkeys/start", Thing::none, "u f f f f f f"},
    {"POST /account/security/passkeys", Thing::none, "u f f f f f f"},
    {"POST /account/security/passkeys/{passkey}/remove", Thing::none, "u f f f f f f"},
    {"POST /account/security/app/confirm", Thing::none, "u f f f f f f"},
    {"POST /account/security/app/remove", Thing::none, "u f f f f f f"},
    {"POST /account/security/codes", Thing::none, "u f f f f f f"},
    {"GET /signin/openid/back", Thing::none, "c c c c c c c"},
    {"GET /questions/ask", Thing::none, "s o o o o o o"},
    {"POST /questions", Thing::none, "u o o o f o o", {{"title", "What is {key} for, and since when?"}, {"tags", "calendar"}, {"body", "A body that is long enough to be a question or an answer to one, we hope."}, {"similar_step", "seen"}, {"idempotency_key", "{key}"}}},
    {"GET /questions/similar", Thing::none, "s o o o o o o"},
    {"POST /questions/{question}/answers", Thing::question, "u offno offno offno fffnf ofono ofono", {{"body", "A body that is long enough to be a question or an answer to one, we hope."}, {"idempotency_key", "{key}"}}},
    {"POST /preview", Thing::none, "u o o o o o o", {{"body", "*So*."}}},
    {"POST /drafts", Thing::none, "u o o o o o o", {{"place", "ask"}, {"body", "So far."}}},
    {"GET /tags/complete", Thing::none, "o o o o o o o"},
    {"GET /help/limits", Thing::none, "o o o o o o o"},
    {"GET /help/privileges", Thing::none, "o o o o o o o"},
    {"GET /invitation", Thing::none, "n n n n n n n"},
    {"POST /invitation", Thing::none, "n n n n n n n"},
    {"GET /account/invitations", Thing::none, "n n n n n n o"},
    {"POST /account/invitations", Thing::none, "n n n n n n o", {{"addresses", "{key}@example.org"}}},
    {"POST /account/invitations/{invitation}/withdraw", Thing::none, "n n n n n n o"},
    {"GET /account/claim", Thing::none, "s n n n n n n"},
    {"POST /account/claim", Thing::none, "u n n n f n n", {{"user", "1"}}},
    {"GET /account/claims", Thing::none, "n n n n n n o"},
    {"POST /account/claims/{claim}/check", Thing::none, "u n n n f n n"},
    {"POST /account/claims/{claim}/grant", Thing::none, "n n n n n n n"},
    {"POST /account/claims/{claim}/reject", Thing::none, "n n n n n n n"},
    {"GET /privacy", Thing::none, "o o o o o o o"},
    {"GET /erased", Thing::none, "o o o o o o o"},
    {"GET /tags/{tag}/synonyms", Thing::none, "o o o o o o o"},
    {"POST /tags/{tag}/synonyms", Thing::none, "u f o f f o o", {{"name", "name-{key}"}}},
    {"GET /people", Thing::none, "o o o o o o o"},
    {"GET /places", Thing::none, "o o o o o o o"},
    {"GET /names", Thing::none, "o o o o o o o"},
    {"GET /people/{authority}/{slug?}", Thing::none, "o o o o o o o"},
    {"GET /places/{authority}/{slug?}", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/{slug?}", Thing::none, "o o o o o o o"},
    {"GET /q/{question}/sources.bib", Thing::question, "ooono ooono o o o o o"},
    {"GET /q/{question}/sources.ris", Thing::question, "ooono ooono o o o o o"},
    {"GET /q/{question}/sources.json", Thing::question, "ooono ooono o o o o o"},
    {"GET /questions/{question}/timeline", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /questions/{question}/timeline.svg", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /questions/{question}/timeline.json", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /questions/{question}/timeline.csv", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /questions/{question}/map", Thing::question, "ooono ooono ooono ooono ooono ooono ooono"},
    {"GET /questions/tagged/{tag}/timeline", Thing::none, "o o o o o o o"},
    {"GET /questions/tagged/{tag}/timeline.svg", Thing::none, "o o o o o o o"},
    {"GET /questions/tagged/{tag}/timeline.json", Thing::none, "o o o o o o o"},
    {"GET /questions/tagged/{tag}/timeline.csv", Thing::none, "o o o o o o o"},
    {"GET /questions/tagged/{tag}/map", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/timeline", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/timeline.svg", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/timeline.json", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/timeline.csv", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/map", Thing::none, "o o o o o o o"},
    {"GET /names/{authority}/mentions", Thing::none, "o o o o o o o"},
    {"GET /timeline", Thing::none, "o o o o o o o"},
    {"GET /timeline.svg", Thing::none, "o o o o o o o"},
    {"GET /timeline.json", Thing::none, "o o o o o o o"},
    {"GET /timeline.csv", Thing::none, "o o o o o o o"},
    {"GET /names/new", Thing::none, "s f o f o o o"},
    {"POST /names", Thing::none, "u f o f f o o", {{"record_kind", "place"}, {"name", "Name {key}"}}},
    {"GET /names/{authority}/edit", Thing::none, "s f o f o o o"},
    {"POST /names/{authority}", Thing::none, "u f o f f o o", {{"act", "add"}, {"name", "Name {key}"}}},
    {"GET /posts/{post}/cite", Thing::question, "ooono ooono o o o o o"},
    {"GET /posts/{post}/cite", Thing::answer, "ooono ooono o o o o o"},
    {"GET /sources", Thing::none, "o o o o o o o"},
    {"GET /sources/new", Thing::none, "s o o o o o o"},
    {"GET /sources/cite", Thing::none, "s o o o o o o"},
    {"GET /sources/complete", Thing::none, "o o o o o o o"},
    {"POST /sources", Thing::none, "u o o o f o o", {{"title", "The source of {key}"}, {"idempotency_key", "{key}"}}},
    {"GET /sources/{source}", Thing::none, "o o o o o o o"},
    {"GET /sources/{source}/history", Thing::none, "o o o o o o o"},
    {"GET /sources/{source}/edit", Thing::none, "s o o o o o o"},
    {"POST /sources/{source}/edit", Thing::none, "u f o f f o o", {{"title", "What {key} says"}, {"based_on", "1"}}},
    {"POST /sources/{source}/links", Thing::none, "u o o o f o o", {{"to", "{other_source}"}, {"kind", "1"}}},
    {"POST /sources/{source}/merge", Thing::none, "u f o f f o o", {{"into", "{other_source}"}}},
    {"POST /sources/{source}/distrust", Thing::none, "n n n n n o o", {{"reason", "{key} is forged."}}},
    {"GET /claims/{claim}", Thing::answer, "ooono ooono o o o o o"},
    {"POST /claims/{claim}/citations", Thing::answer, "u oofno oofno oofno f ooono ooono", {{"relation", "for"}, {"citation", "@thing-1990, p. 7: \"{key}\""}}},
    {"POST /claims/{claim}/same", Thing::answer, "u nnfnn nnfnn nnfnn f n n", {{"other", "0"}}},
    {"POST /claims/{claim}/apart", Thing::answer, "u ccfnc ccfnc ccfnc f cccnc cccnc"},
    {"POST /claims/{claim}/reply", Thing::answer, "u fffnf fffnf oofnf f fffnf fffnf", {{"check", "{check}"}, {"reply", "Look again."}}},
    {"POST /citations/{citation}/check", Thing::answer, "u oofno oofno oofno f ooono ooono", {{"verdict", "yes"}}},
    {"GET /citations/{citation}/check", Thing::answer, "ooono ooono o o o o o"},
    {"POST /citations/{citation}/keep-check", Thing::answer, "oofno oofno oofno oofno oofno oofno oofno", {{"verdict", "yes"}}},
    {"GET /checks/{token}", Thing::none, "n n n n n n n"},
    {"POST /checks/{token}/confirm", Thing::none, "u n n n n n n"},
    {"POST /checks/{token}/discard", Thing::none, "n n n n n n n"},
    {"POST /citations/{citation}/page", Thing::answer, "u cccnc cccnc cccnc f cccnc cccnc", {{"page", "6"}}},
    {"POST /citations/{citation}/box", Thing::answer, "u ccfnc ccfnc ccfnc f cccnc cccnc", {{"left", "1"}, {"top", "1"}, {"width", "9"}, {"height", "9"}}},
    {"POST /citations/{citation}/words", Thing::answer, "u cccnc cccnc cccnc f cccnc cccnc", {{"words", "It was so"}}},
    {"POST /citations/{citation}/take", Thing::answer, "u ccfnc oofno oofnc f ooono ooono"},
    {"POST /citations/{citation}/withdraw", Thing::answer, "u fffnf fffnf fffnf f ooono ooono"},
    {"GET /posts/{post}/claims", Thing::answer, "s ooono o o o o o"},
    {"POST /posts/{post}/claims", Thing::answer, "u oofno oofno oofno f ooono ooono", {{"words", "and more so."}}},
    {"GET /help-check", Thing::none, "o o o o o o o"},
    {"GET /account", Thing::none, "s o o o o o o"},
    {"POST /account", Thing::none, "u o o o f o o"},
    {"GET /account/email", Thing::none, "s o o o o o o"},
    {"POST /account/email", Thing::none, "u f f f f f f"},
    {"GET /account/email/confirm", Thing::none, "n n n n n n n"},
    {"POST /account/email/confirm", Thing::none, "n n n n n n n"},
    {"GET /account/password", Thing::none, "s o o o o o o"},
    {"POST /account/password", Thing::none, "u f f f f f f"},
    {"GET /account/sessions", Thing::none, "s o o o o o o"},
    {"GET /account/data", Thing::none, "s o o o o o o"},
    {"POST /account/sessions/end", Thing::none, "u n n n n n n"},
    {"POST /account/sessions/end-others", Thing::none, "u o o o o o o"},
    {"POST /account/data/download", Thing::none, "u f f f f f f"},
    {"POST /account/erase", Thing::none, "u o o o o o o"},
};
// clang-format on

std::string door_of(const endpoint::Route& route) {
    return fmt::format("{} {}", http::format_method(route.method), route.path);
}

Outcome outcome_of(const http::ReceivedAnswer& answer) {
    const std::string to = answer.header("location");
    if (answer.status == 303 && (to.starts_with("/signin") || to.starts_with("/join"))) return 's';
    switch (answer.status) {
    case 401:
        return 'u';
    case 403:
        return 'f';
    case 404:
        return 'n';
    case 409:
        return 'c';
    case 400:
    case 422:
        return 'o';
    default:
        return answer.status < 400 ? 'o' : '?';
    }
}

struct Cells : Everybody {
    int asked = 0;

    http::ReceivedAnswer open(Who who, const Row& row) const {
        const std::size_t space = row.door.find(' ');
        const std::string path = filled(row.door.substr(space + 1));
        const std::string cookie = fmt::format("Cookie: {}\r\n", cookie_of(who));
        if (row.door.starts_with("GET")) return get(path, cookie);
        Fields form = filled(row.form);
        form.emplace_back("csrf_token", token_of(who));
        return post_form(path, form, cookie + "Sec-Fetch-Site: same-origin\r\n");
    }

    /// One letter; or '!' after it if something changed that must not.
    std::string cell(Who who, const Row& row) {
        const std::string before = watched.digest();
        const http::ReceivedAnswer received = open(who, row);
        ++asked;
        std::string outcome(1, outcome_of(received));
        if (outcome == "?") outcome = fmt::format("({})", received.status);
        if (watched.digest() == before) return outcome;
        if (row.door.starts_with("GET") || outcome != "o") outcome += '!';
        return outcome;
    }

    std::string word(Who who, const Row& row) {
        const bool has_states = row.thing != Thing::none;
        std::string letters;
        for (std::size_t state = 0; state < (has_states ? state_count : 1); ++state) {
            make_things(row.thing, static_cast<State>(state));
            letters += cell(who, row);
        }
        const bool is_same = letters.find_first_not_of(letters.front()) == std::string::npos;
        return is_same ? letters.substr(0, 1) : letters;
    }

    std::string words(const Row& row) {
        std::string all;
        for (std::size_t who = 0; who < who_count; ++who) {
            sign_in_again();
            if (who > 0) all += ' ';
            all += word(static_cast<Who>(who), row);
        }
        return all;
    }
};

} // namespace

TEST_CASE("Every route has a row in the table of access, and every row a route") {
    std::set<std::string> doors;
    for (const std::span<const endpoint::Route> door : all_doors()) {
        for (const endpoint::Route& route : door)
            doors.insert(door_of(route));
    }
    std::set<std::string> rows;
    for (const Row& row : all_rows)
        rows.emplace(row.door);
    for (const std::string& door : doors) {
        CHECK_MESSAGE(rows.contains(door), "no row says who may come in at " << door);
    }
    for (const std::string& row : rows) {
        CHECK_MESSAGE(doors.contains(row), "there is no such door: " << row);
    }
}

TEST_CASE("Everybody is let in where they may, and nowhere else, in every state of the thing") {
    Cells cells;
    for (const Row& row : all_rows) {
        CAPTURE(row.door);
        const std::string seen = cells.words(row);
        CHECK_MESSAGE(
            seen == row.expected,
            row.door << " [" << static_cast<int>(row.thing) << "] expected \"" << row.expected
                     << "\", saw \"" << seen << "\""
        );
    }
    MESSAGE(cells.asked << " cells");
    CHECK(cells.asked >= 1'000);
}
