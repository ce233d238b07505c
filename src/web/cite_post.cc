#include "web/cite_post.h"

#include "bibliography/bibtex.h"
#include "bibliography/coins.h"
#include "bibliography/printer.h"
#include "bibliography/ris.h"
#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "service/post_references.h"
#include "web/parts.h"

namespace attest::web {

using bibliography::PrintStyle;
using endpoint::Access;
using endpoint::Route;
using http::Method;

namespace {

/// The revision itself; a post whose revisions were made up has only its own address.
html::Url
permalink_of(const RequestContext& request, PostId post, const service::PostReference& reference) {
    const endpoint::Links& links = request.links();
    if (!reference.guid.empty()) return links.absolute(links.revision(reference.guid));
    return links.absolute(
        reference.is_answer ? links.short_answer(AnswerId{post.value})
                            : links.short_question(QuestionId{post.value})
    );
}

void write_printed(
    html::Writer& out,
    const RequestContext& request,
    std::string_view name,
    const bibliography::Reference& reference,
    PrintStyle style
) {
    const auto printed =
        bibliography::print_reference(reference, style, request.texts().facts().code);
    if (!printed) return;
    // clean_entry leaves i, b, sub and sup, and escapes the rest.
    out.put<
        R"(<section class="cite"><h2>{}</h2><p class="cite__entry" dir="auto">{}</p></section>)">(
        name, html::Html::trusted(printed->html)
    );
}

void write_format(html::Writer& out, std::string_view name, std::string_view text) {
    out.put<
        R"(<section class="cite"><h2>{}</h2><pre class="cite__text" tabindex="0">{}</pre></section>)">(
        name, text
    );
}

Result<http::Response> show_citation(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    service::PostReference cited = TRY(service::read_post_reference(site, post, request.reader()));
    const html::Url permalink = permalink_of(request, post, cited);
    cited.reference.url = permalink.text();
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="index"><header class="head"><h1>{}</h1><p class="head__tagline">)">(
        cited.is_answer ? texts.cite_answer_title() : texts.cite_question_title()
    );
    out.put<R"(<a href="{}"><bdi>{}</bdi></a></p></header>)">(
        cited.is_answer ? request.links().short_answer(AnswerId{post.value})
                        : request.links().short_question(QuestionId{post.value}),
        cited.title
    );
    out.put<R"(<span class="Z3988" title="{}"></span>)">(bibliography::format_coins(cited.reference)
    );
    write_printed(out, request, texts.cite_chicago(), cited.reference, PrintStyle::chicago);
    write_printed(out, request, texts.cite_mla(), cited.reference, PrintStyle::mla);
    write_format(out, "BibTeX", bibliography::format_bibtex(cited.reference, cited.key));
    write_format(out, "RIS", bibliography::format_ris(cited.reference, cited.key));
    out.put<R"(<dl class="facts"><div><dt>{}</dt><dd><a href="{}">{}</a></dd></div>)">(
        texts.cite_permalink(), permalink, permalink
    );
    if (!cited.source_sha256.empty()) {
        out.put<
            R"(<div class="screen-only"><dt>{}</dt><dd><code class="cite__hash">{}</code></dd></div>)">(
            texts.cite_hash(), cited.source_sha256
        );
    }
    out.put<"</dl></div>">();
    return endpoint::write_page(
        request,
        {.title =
             std::string{cited.is_answer ? texts.cite_answer_title() : texts.cite_question_title()},
         .is_indexed = false},
        out.take()
    );
}

constexpr auto all_routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/cite",
     .access = Access::anyone,
     .handler = show_citation,
     .lane = http::Lane::costly},
});

} // namespace

std::span<const Route> cite_post_routes() {
    return all_routes;
}

} // namespace attest::web
