#include "web/check_lists.h"

#include "base/text.h"
#include "endpoint/context.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/links.h"
#include "service/check_lists.h"
#include "service/scans.h"
#include "web/parts.h"

#include <array>
#include <string>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

html::Html checker_element(const RequestContext& request, const storage::Checker& checker) {
    return name_element(request, {.id = checker.id, .name = checker.name});
}

endpoint::Frame frame_of(std::string_view title) {
    return {
        .title = std::string{title}, .is_indexed = false, .page_class = "page page--narrow sections"
    };
}

void write_mutual(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<storage::MutualCheckers>& pairs
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section><h2>{}</h2><p class="soft">{}</p>)">(
        texts.check_lists_mutual(), texts.check_lists_mutual_hint()
    );
    if (pairs.empty()) out.put<R"(<p class="empty">{}</p>)">(texts.check_lists_none());
    out.put<R"(<ul class="entries">)">();
    for (const storage::MutualCheckers& pair : pairs) {
        out.put<R"(<li class="entry">)">();
        out.put(checker_element(request, pair.first)).text(" · ");
        out.put(checker_element(request, pair.second));
        out.put<R"(<p class="soft">{}</p>)">(texts.check_lists_pair(
            texts.number(pair.first_to_second),
            texts.number(pair.first_in_all),
            texts.number(pair.second_to_first),
            texts.number(pair.second_in_all)
        ));
        out.put<"</li>">();
    }
    out.put<"</ul></section>">();
}

void write_shared(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<storage::SharedAddress>& shared
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section><h2>{}</h2><p class="soft">{}</p>)">(
        texts.check_lists_shared(), texts.check_lists_shared_hint()
    );
    if (shared.empty()) out.put<R"(<p class="empty">{}</p>)">(texts.check_lists_none());
    out.put<R"(<ul class="entries">)">();
    std::string_view address;
    for (const storage::SharedAddress& one : shared) {
        const bool is_new = one.address != address;
        if (is_new && !address.empty()) out.put<"</li>">();
        if (is_new) out.put<R"(<li class="entry">)">();
        if (!is_new) out.text(", ");
        out.put(checker_element(request, one.checker));
        out.put<" ({})">(texts.check_lists_checks(static_cast<int>(one.checks)));
        address = one.address;
    }
    if (!address.empty()) out.put<"</li>">();
    out.put<"</ul></section>">();
}

void write_flags(
    html::Writer& out, const RequestContext& request, const std::vector<storage::ScanFlag>& flags
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section><h2>{}</h2>)">(texts.check_lists_flags());
    if (flags.empty()) out.put<R"(<p class="empty">{}</p>)">(texts.check_lists_none());
    out.put<R"(<ul class="entries">)">();
    for (const storage::ScanFlag& flag : flags) {
        out.put<
            R"(<li class="entry"><p class="entry__title"><a href="{}" dir="auto">{}</a></p><p dir="auto">{}</p><p class="soft">)">(
            request.links().scan(flag.source_key, flag.file), flag.source_title, flag.note
        );
        out.put(checker_element(request, flag.by)).text(", ").put(time_element(request, flag.at));
        out.put<"</p>">();
        endpoint::write_form_start(
            out, request, request.links().scan_flag(flag.id), "form form--inline"
        );
        out.put<R"(<button class="act" type="submit">{}</button></form></li>)">(
            texts.check_lists_settle()
        );
    }
    out.put<"</ul></section>">();
}

Result<http::Response> show_lists(const Site& site, const RequestContext& request) {
    const service::CheckLists lists = TRY(service::read_check_lists(site));
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.check_lists_title());
    write_flags(out, request, lists.flags);
    write_mutual(out, request, lists.mutual);
    write_shared(out, request, lists.shared);
    return endpoint::write_page(request, frame_of(texts.check_lists_title()), out.take());
}

Result<http::Response> settle(const Site& site, const RequestContext& request) {
    const auto flag = parse_number<std::int64_t>(request.path_text("flag"));
    if (!flag) return fail(ErrorCode::not_found, "There is no such open flag.");
    TRY(service::settle_scan_flag(site, request.actor(), *flag));
    return http::see_other(request.links().check_lists().text());
}

http::Response
flag_page(const RequestContext& request, const service::Scan& scan, const Error* error) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<"<h1>{}</h1><p>{}</p>">(texts.scan_flag_title(), texts.scan_flag_intro());
    endpoint::write_form_start(
        out, request, request.links().scan(request.path_text("key"), scan.file.id, "flag")
    );
    endpoint::write_form_error(out, request, error);
    endpoint::write_field(
        out,
        {.name = "note",
         .label = texts.scan_flag_note(),
         .value = request.text_field("note"),
         .length_max = domain::evidence_note_length_max,
         .is_required = true},
        error
    );
    endpoint::write_submit(out, texts.scan_flag_button());
    out.put<"</form>">();
    return endpoint::write_page(
        request, frame_of(texts.scan_flag_title()), out.take(), error != nullptr ? 422 : 200
    );
}

Result<service::Scan> find_scan(const Site& site, const RequestContext& request) {
    const auto file = TRY(request.path_id<SourceFileId>("file"));
    return service::find_scan(site, request.path_text("key"), file, request.reader());
}

Result<http::Response> show_flag(const Site& site, const RequestContext& request) {
    const service::Scan scan = TRY(find_scan(site, request));
    return flag_page(request, scan, nullptr);
}

Result<http::Response> flag(const Site& site, const RequestContext& request) {
    const service::Scan scan = TRY(find_scan(site, request));
    const Result<void> flagged =
        service::flag_scan(site, request.actor(), scan.file.id, request.text_field("note"));
    if (!flagged && flagged.error().code() == ErrorCode::invalid)
        return flag_page(request, scan, &flagged.error());
    TRY(flagged);
    return http::see_other(request.links().scan(request.path_text("key"), scan.file.id).text());
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/moderation/checks",
     .access = Access::moderator,
     .handler = show_lists},
    {.method = Method::post,
     .path = "/scan-flags/{flag}",
     .access = Access::moderator,
     .handler = settle},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/flag",
     .access = Access::signed_in,
     .handler = show_flag},
    {.method = Method::post,
     .path = "/sources/{key}/files/{file}/flag",
     .access = Access::signed_in,
     .handler = flag},
});

} // namespace

std::span<const endpoint::Route> check_list_routes() {
    return routes;
}

} // namespace attest::web
