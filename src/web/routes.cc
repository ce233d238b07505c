#include "web/routes.h"

#include "web/account.h"
#include "web/answering.h"
#include "web/asking.h"
#include "web/authorities.h"
#include "web/check_lists.h"
#include "web/cite_field.h"
#include "web/cite_post.h"
#include "web/claims.h"
#include "web/closing.h"
#include "web/comments.h"
#include "web/deleting.h"
#include "web/editing.h"
#include "web/editor_routes.h"
#include "web/flagging.h"
#include "web/inbox.h"
#include "web/invitations.h"
#include "web/limits_page.h"
#include "web/openid.h"
#include "web/passkeys.h"
#include "web/privileges_page.h"
#include "web/question_sources.h"
#include "web/questions.h"
#include "web/revisions.h"
#include "web/scans.h"
#include "web/search.h"
#include "web/second_step.h"
#include "web/security.h"
#include "web/sign_in.h"
#include "web/site_pages.h"
#include "web/sources.h"
#include "web/suggested_edits.h"
#include "web/tag_synonyms.h"
#include "web/tags.h"
#include "web/timeline.h"
#include "web/user_claims.h"
#include "web/users.h"
#include "web/voting.h"
#include "web/waiting_checks.h"

#include <array>

namespace attest::web {

std::span<const std::span<const endpoint::Route>> routes() {
    static const std::array all = {
        question_routes(),      asking_routes(),
        answering_routes(),     editor_routes(),
        limits_routes(),        closing_routes(),
        flagging_routes(),      voting_routes(),
        comment_routes(),       revision_routes(),
        editing_routes(),       suggested_edit_routes(),
        deleting_routes(),      tag_routes(),
        tag_synonym_routes(),   user_routes(),
        inbox_routes(),         sign_in_routes(),
        second_step_routes(),   passkey_routes(),
        openid_routes(),        security_routes(),
        account_routes(),       search_routes(),
        site_routes(),          authority_routes(),
        invitation_routes(),    user_claim_routes(),
        privileges_routes(),    source_routes(),
        cite_post_routes(),     claim_routes(),
        scan_routes(),          timeline_routes(),
        check_list_routes(),    cite_field_routes(),
        waiting_check_routes(), question_source_routes(),
    };
    return all;
}

} // namespace attest::web
