// Any bytes: the scan stays in the text, finds nothing out of order, and reads its own citations
// again alike.
#include "markup/citation.h"

#include "base/text.h"
#include "base/verify.h"
#include "markup/citation_tokens.h"
#include "markup/render.h"
#include "markup/sanitize.h"

#include <cstdint>
#include <vector>

namespace {

/// The elements that citations add, taken away again.
std::string without_elements(std::string_view html) {
    std::string out;
    std::vector<bool> is_ours;
    while (!html.empty()) {
        if (html.starts_with("<span")) {
            is_ours.push_back(html.substr(0, html.find('>')).contains("data-citation"));
            const std::size_t end = html.find('>') + 1;
            if (!is_ours.back()) out += html.substr(0, end);
            html.remove_prefix(end);
        } else if (html.starts_with("</span>")) {
            VERIFY(!is_ours.empty());
            if (!is_ours.back()) out += "</span>";
            is_ours.pop_back();
            html.remove_prefix(7);
        } else {
            const std::size_t length =
                std::max<std::size_t>(1, std::min(html.find('<', 1), html.size()));
            out += html.substr(0, length);
            html.remove_prefix(length);
        }
    }
    VERIFY(is_ours.empty());
    return out;
}

} // namespace

// Smoke runs: 30000
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest;
    const std::string source = clean_utf8({reinterpret_cast<const char*>(bytes), size});
    const markup::CitationScan scan = markup::scan_citations(source);
    std::size_t end = 0;
    for (const markup::CitationGroup& group : scan.groups) {
        VERIFY(group.begin >= end && group.end <= source.size() && group.begin < group.end);
        VERIFY(group.words_begin <= group.words_end && group.words_end <= source.size());
        VERIFY(group.sentence_begin <= group.sentence_end && group.sentence_end <= source.size());
        VERIFY(!group.citations.empty());
        end = group.end;
        static_cast<void>(markup::wording_of(source, scan, group));
        const std::string alone =
            source.substr(group.brackets_begin, group.end - group.brackets_begin);
        const markup::CitationScan again = markup::scan_citations(alone);
        VERIFY(
            again.groups.size() == 1 && again.groups[0].citations.size() == group.citations.size()
        );
        for (std::size_t index = 0; index < group.citations.size(); ++index) {
            VERIFY(again.groups[0].citations[index].quote == group.citations[index].quote);
            VERIFY(again.groups[0].citations[index].locator == group.citations[index].locator);
            static_cast<void>(markup::pages_of(group.citations[index].locator));
        }
    }
    for (const markup::CitationProblem& problem : scan.problems)
        VERIFY(problem.begin < problem.end && problem.end <= source.size());

    const markup::Options options{.has_citations = true};
    const auto rendered = markup::render_markdown(source, options);
    if (!rendered || !source.contains('@')) return 0;
    VERIFY(!markup::CitationTokens::has_token(rendered->html));
    VERIFY(!markup::CitationTokens::has_token(rendered->text));
    const std::string plain = without_elements(rendered->html);
    VERIFY(markup::sanitize_html(plain, options).html == plain);
    return 0;
}
