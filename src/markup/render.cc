#include "markup/render.h"

#include "markup/citation_tokens.h"
#include "markup/limits.h"
#include "markup/markdown_source.h"
#include "markup/markdown_tree.h"
#include "markup/sanitize.h"

namespace attest::markup {

namespace {

Result<Rendered>
render_source(std::string_view source, const Options& options, const CitationTokens* citations) {
    const PreparedSource prepared =
        TRY(prepare_markdown(citations == nullptr ? source : citations->text()));
    const std::size_t output_bytes_max = output_base + (output_per_byte_max * source.size());
    const MarkdownRules rules{
        .has_extensions = true,
        .dollar_maths = options.dollar_maths,
        .footnote_prefix = options.footnote_prefix,
        .citations = citations,
    };
    const std::string html = TRY(markdown_to_html(prepared, rules, output_bytes_max));
    Rendered rendered = sanitize_html(html, options);
    if (rendered.html.size() > output_bytes_max) {
        return fail(
            ErrorCode::invalid,
            "This text would become far longer than it is; please use fewer links and empty cells."
        );
    }
    return rendered;
}

} // namespace

Result<Rendered> render_markdown(std::string_view source, const Options& options) {
    if (!options.has_citations || !source.contains("@"))
        return render_source(source, options, nullptr);
    if (source.size() > markdown_bytes_max)
        return render_source(source, options, nullptr); // refused there
    const CitationTokens citations{source};
    Rendered rendered = TRY(render_source(source, options, &citations));
    citations.place(rendered);
    return rendered;
}

} // namespace attest::markup
