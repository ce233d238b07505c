#include "endpoint/layout.h"

#include "base/text.h"
#include "endpoint/forms.h"
#include "service/inbox.h"
#include "service/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::endpoint {

namespace {

/// Head, bar and foot of a page with room to spare: one allocation for all of it.
constexpr std::size_t frame_bytes = 8 * 1024;

void write_alternates(html::Writer& out, const RequestContext& request, const Frame& frame) {
    const Links& links = request.links();
    if (frame.canonical) {
        out.put<R"(<link rel="canonical" href="{}">)">(links.absolute(*frame.canonical));
    }
    if (frame.previous) out.put<R"(<link rel="prev" href="{}">)">(*frame.previous);
    if (frame.next) out.put<R"(<link rel="next" href="{}">)">(*frame.next);
    for (const FeedLink& feed : frame.feeds) {
        out.put<R"(<link rel="alternate" type="application/atom+xml" title="{}" href="{}">)">(
            feed.title, feed.url
        );
    }
    out.put<
        R"(<link rel="search" type="application/opensearchdescription+xml" title="{}" href="{}">)">(
        request.site().settings.title, links.opensearch()
    );
}

void write_files(html::Writer& out, const RequestContext& request, const Frame& frame) {
    out.put<R"(<link rel="icon" type="image/svg+xml" href="{}"><link rel="stylesheet" href="{}">)">(
        request.asset("img/icon.svg"), request.asset("css/site.css")
    );
    out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/site.js"));
    if (frame.has_post_tools) {
        out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/post.js"));
    }
    if (frame.has_editor) {
        out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/editor.js"));
    }
    if (frame.has_evidence) {
        out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/evidence.js"));
    }
    if (frame.has_editor || frame.has_evidence) {
        out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/draw.js"));
    }
    if (frame.has_map) {
        out.put<R"(<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>)">(
            request.asset("leaflet/leaflet.css"), request.asset("js/map.js")
        );
    }
    if (!frame.has_math) return;
    out.put<R"(<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>)">(
        request.asset("katex/katex.min.css"), request.asset("js/math.js")
    );
}

void write_head(html::Writer& out, const RequestContext& request, const Frame& frame) {
    const std::string& site = request.site().settings.title;
    const std::string title =
        frame.title.empty() ? site : fmt::format("{} · {}", frame.title, site);
    out.put<R"(<head><meta charset="utf-8"><title>{}</title>)">(title);
    out.put<R"(<meta name="viewport" content="width=device-width, initial-scale=1">)">();
    out.put<R"(<meta name="color-scheme" content="light dark">)">();
    if (!frame.is_indexed) out.put<R"(<meta name="robots" content="noindex, follow">)">();
    if (!frame.description.empty()) {
        out.put<R"(<meta name="description" content="{}">)">(frame.description);
        out.put<R"(<meta property="og:description" content="{}">)">(frame.description);
    }
    out.put<
        R"(<meta property="og:title" content="{}"><meta property="og:site_name" content="{}">)">(
        frame.title.empty() ? site : frame.title, site
    );
    write_alternates(out, request, frame);
    write_files(out, request, frame);
    out.put(frame.data_block).put<"</head>">();
}

void write_nav_item(
    html::Writer& out, const html::Url& url, std::string_view words, bool is_current
) {
    if (is_current) {
        out.put<R"(<li><a href="{}" aria-current="page">{}</a></li>)">(url, words);
    } else {
        out.put<R"(<li><a href="{}">{}</a></li>)">(url, words);
    }
}

/// Where to go on after signing in: here, unless this is itself one of the doors.
std::string_view way_back(const RequestContext& request) {
    const std::string_view here = request.request().target();
    const std::string_view path = request.request().path();
    for (const std::string_view door : {"/signin", "/signup", "/join", "/confirm", "/reset"}) {
        if (path.substr(std::min(path.size(), request.links().prefix().size())).starts_with(door)) {
            return {};
        }
    }
    return request.request().is_get_or_head() ? here : std::string_view{};
}

/// " 3", for those who listen " 3 unread"; nothing for none.
html::Html unread_mark(const messages::Texts& texts, std::int64_t unread) {
    html::Writer out;
    if (unread == 0) return out.take();
    const std::string count = unread > service::unread_shown_max
                                  ? texts.number(service::unread_shown_max) + "+"
                                  : texts.number(unread);
    out.put<R"( <b class="bar__count">{}</b><span class="hidden"> {}</span>)">(
        count, texts.inbox_unread()
    );
    return out.take();
}

/// The way out stands on every page; it is a form, since it changes something.
void write_sign_out(html::Writer& out, const RequestContext& request) {
    out.put<R"(<li class="bar__leave">)">();
    write_form_start(out, request, request.links().sign_out(), "form--inline");
    out.put<R"(<button class="act" type="submit">{}</button></form></li>)">(
        request.texts().nav_sign_out()
    );
}

/// With the number of what is unread. Where it cannot be counted the link alone will do.
void write_inbox(html::Writer& out, const RequestContext& request, const domain::Actor& reader) {
    const messages::Texts& texts = request.texts();
    const std::int64_t unread = service::count_unread(request.site(), reader).value_or(0);
    out.put<R"(<li><a class="bar__inbox" href="{}">{}{}</a></li>)">(
        request.links().inbox(), texts.nav_inbox(), unread_mark(texts, unread)
    );
}

void write_member(html::Writer& out, const RequestContext& request, const domain::Actor& reader) {
    const Links& links = request.links();
    const messages::Texts& texts = request.texts();
    write_inbox(out, request, reader);
    out.put<
        R"(<li><details class="bar__menu"><summary><bdi>{}</bdi> <b title="{}">{}</b></summary><ul>)">(
        reader.display_name,
        texts.reputation_label(reader.reputation),
        texts.number(reader.reputation)
    );
    write_nav_item(out, links.user(reader.user, reader.display_name), texts.nav_profile(), false);
    write_nav_item(out, links.account(), texts.nav_account(), false);
    write_sign_out(out, request);
    out.put<"</ul></details></li>">();
}

/// The reader's own corner: a visitor's two doors, or a member's inbox, name and menu.
void write_me(html::Writer& out, const RequestContext& request) {
    if (!request.has_network()) return;
    const Links& links = request.links();
    const messages::Texts& texts = request.texts();
    const std::string_view here = way_back(request);

    out.put<R"(<nav class="bar__me" aria-label="{}"><ul>)">(texts.nav_me_label());
    out.put<
        R"(<li><a class="bar__ask" href="{}"><span class="bar__ask-long">{}</span><span class="bar__ask-short">{}</span></a></li>)">(
        links.ask(), texts.nav_ask(), texts.nav_ask_short()
    );
    if (!request.has_session()) {
        write_nav_item(out, links.sign_in(here), texts.nav_sign_in(), false);
        write_nav_item(out, links.sign_up(here), texts.nav_sign_up(), false);
    } else if (request.reader()) {
        write_member(out, request, *request.reader());
    } else {
        write_nav_item(out, links.join(here), texts.nav_join(), false);
        write_sign_out(out, request);
    }
    out.put<"</ul></nav>">();
}

void write_bar(html::Writer& out, const RequestContext& request, const Frame& frame) {
    const Links& links = request.links();
    const messages::Texts& texts = request.texts();
    const std::string& site = request.site().settings.title;

    out.put<R"(<a class="skip" href="#main">{}</a>)">(texts.skip_to_content());
    out.put<
        R"(<header class="bar"><div class="bar__row"><a class="bar__mark" href="{}" aria-label="{}">{}<span aria-hidden="true">.</span></a>)">(
        links.home(), texts.home_label(site), site
    );
    out.put<R"(<nav class="bar__nav" aria-label="{}"><ul>)">(texts.nav_label());
    write_nav_item(
        out,
        links.questions(service::QuestionOrder::newest),
        texts.nav_questions(),
        frame.nav == NavItem::questions
    );
    write_nav_item(out, links.tags(), texts.nav_tags(), frame.nav == NavItem::tags);
    write_nav_item(out, links.sources(), texts.sources_heading(), frame.nav == NavItem::sources);
    write_nav_item(
        out, links.help_check(), texts.help_check_title(), frame.nav == NavItem::help_check
    );
    write_nav_item(out, links.users(), texts.nav_users(), frame.nav == NavItem::users);
    out.put<"</ul></nav>">();
    write_search_form(out, request, frame.query, "q");
    write_me(out, request);
    out.put<"</div></header>">();
}

void write_foot(html::Writer& out, const RequestContext& request) {
    const SiteSettings& settings = request.site().settings;
    const messages::Texts& texts = request.texts();
    const Links& links = request.links();

    out.put<R"(<footer class="foot"><div class="foot__row"><nav aria-label="{}"><ul>)">(
        texts.footer_sitemap_label()
    );
    write_nav_item(out, links.about(), texts.nav_about(), false);
    write_nav_item(out, links.privacy(), texts.privacy_title(), false);
    write_nav_item(out, links.help_search(), texts.help_search_title(), false);
    write_nav_item(
        out, links.authorities(domain::AuthorityKind::person), texts.authorities_foot(), false
    );
    write_nav_item(out, links.sources(), texts.sources_heading(), false);
    write_nav_item(out, links.feed(), texts.footer_feed(), false);
    out.put<R"(</ul></nav><p>)">();

    const std::optional<html::Url> deed = license_url(settings.license);
    const html::Html licence = deed ? link(*deed, settings.license) : escaped(settings.license);
    write_pattern(out, texts.footer_licence(), {licence});
    const Result<html::Url> origin = html::parse_url(settings.origin_url);
    if (!settings.origin_url.empty() && origin) {
        out.text(" ");
        write_pattern(
            out, texts.footer_origin(), {link(*origin, origin_host(settings.origin_url))}
        );
    }
    out.put<R"( {}</p></div></footer>)">(texts.footer_software());
}

} // namespace

html::Html link(const html::Url& url, std::string_view words) {
    html::Writer out;
    out.put<R"(<a href="{}">{}</a>)">(url, words);
    return out.take();
}

html::Html escaped(std::string_view words) {
    html::Writer out;
    out.text(words);
    return out.take();
}

bool has_math(std::string_view body_html) {
    return find_part(body_html, "class=\"math") != std::string_view::npos;
}

void write_search_form(
    html::Writer& out, const RequestContext& request, const std::string& query, std::string_view id
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<form class="search" role="search" action="{}" aria-label="{}"><label class="hidden" for="{}">{}</label>)">(
        request.links().search(),
        id == "q" ? texts.search_site() : texts.search_label(),
        id,
        texts.search_label()
    );
    out.put<
        R"(<input class="search__box" type="search" id="{}" name="q" value="{}" placeholder="{}" maxlength="1000" autocomplete="off" enterkeyhint="search" dir="auto">)">(
        id, query, texts.search_placeholder()
    );
    out.put<R"(<button class="search__button" type="submit">{}</button></form>)">(
        texts.search_button()
    );
}

http::Response
write_page(const RequestContext& request, const Frame& frame, const html::Html& body, int status) {
    const PageBody page_body{.bytes_expected = body.text().size(), .write = [&](html::Writer& out) {
                                 out.put(body);
                             }};
    return write_page(request, frame, page_body, status);
}

http::Response
write_page(const RequestContext& request, const Frame& frame, const PageBody& body, int status) {
    html::Writer out{body.bytes_expected + frame_bytes};
    if (frame.is_part && request.request().header("X-Attest-Part") == "panel") {
        body.write(out);
        http::Response part = http::page(status, out.take().text());
        part.set("Vary", "X-Attest-Part");
        return part;
    }
    const messages::LanguageFacts& language = request.texts().facts();
    out.put<R"(<!doctype html><html lang="{}" dir="{}">)">(language.code, language.direction);
    write_head(out, request, frame);
    out.put<"<body>">();
    write_bar(out, request, frame);
    out.put<R"(<main class="{}" id="main" tabindex="-1">)">(frame.page_class);
    body.write(out);
    out.put<"</main>">();
    write_foot(out, request);
    out.put<"</body></html>\n">();
    http::Response page = http::page(status, out.take().text());
    if (frame.is_part) page.set("Vary", "X-Attest-Part");
    return page;
}

} // namespace attest::endpoint
