#include "api/atom.h"

#include "base/text.h"
#include "html/writer.h"

#include <algorithm>

namespace attest::api {

namespace {

void write_author(
    html::Writer& out, const endpoint::RequestContext& request, const AtomPerson& author
) {
    out.put<"<author><name>{}</name>">(clean_utf8(author.name));
    if (author.url) out.put<"<uri>{}</uri>">(request.links().absolute(*author.url));
    out.put<"</author>">();
}

void write_entry(
    html::Writer& out, const endpoint::RequestContext& request, const AtomEntry& entry
) {
    const html::Url url = request.links().absolute(entry.url);
    out.put<
        R"(<entry><id>{}</id><title>{}</title><link rel="alternate" type="text/html" href="{}"/>)">(
        url, clean_utf8(entry.title), url
    );
    out.put<"<published>{}</published><updated>{}</updated>">(
        format_rfc3339(entry.published), format_rfc3339(entry.updated)
    );
    write_author(out, request, entry.author);
    for (const std::string& tag : entry.tags)
        out.put<R"(<category term="{}"/>)">(clean_utf8(tag));
    if (!entry.license.empty()) out.put<"<rights>{}</rights>">(clean_utf8(entry.license));
    if (!entry.html.empty()) {
        out.put<R"(<content type="html" xml:base="{}">{}</content>)">(url, clean_utf8(entry.html));
    } else if (!entry.summary.empty()) {
        out.put<"<summary>{}</summary>">(clean_utf8(entry.summary));
    }
    out.put<"</entry>\n">();
}

} // namespace

http::Response write_feed(const endpoint::RequestContext& request, const AtomFeed& feed) {
    Time updated = feed.updated;
    for (const AtomEntry& entry : feed.entries)
        updated = std::max(updated, entry.updated);

    const endpoint::Links& links = request.links();
    html::Writer out;
    out.put<
        R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}"><id>{}</id><title>{}</title>)">(
        request.site().settings.languages.empty() ? "en"
                                                  : request.site().settings.languages.front(),
        links.absolute(feed.self),
        clean_utf8(feed.title)
    );
    out.put<R"(<updated>{}</updated><link rel="self" type="application/atom+xml" href="{}"/>)">(
        format_rfc3339(updated), links.absolute(feed.self)
    );
    out.put<R"(<link rel="alternate" type="text/html" href="{}"/><generator>Attest</generator>)">(
        links.absolute(feed.page)
    );
    out.put<"<rights>{}</rights>\n">(clean_utf8(request.site().settings.license));
    for (const AtomEntry& entry : feed.entries)
        write_entry(out, request, entry);
    out.put<"</feed>\n">();

    http::Response response;
    response.set("Content-Type", "application/atom+xml; charset=utf-8");
    response.body = R"(<?xml version="1.0" encoding="UTF-8"?>)" + out.take().text();
    return response;
}

} // namespace attest::api
