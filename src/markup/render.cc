#include "markup/render.h"

#include "markup/limits.h"
#include "markup/markdown_source.h"
#include "markup/markdown_tree.h"
#include "markup/sanitize.h"

#include <utility>

namespace attest::markup {

Result<Rendered> render_markdown(std::string_view source, const Options& options) {
    const PreparedSource prepared = TRY(prepare_markdown(source));
    const std::size_t output_bytes_max = output_base + (output_per_byte_max * source.size());
    const MarkdownRules rules{
        .has_extensions = true,
        .dollar_maths = options.dollar_maths,
        .footnote_prefix = options.footnote_prefix,
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

} // namespace attest::markup
