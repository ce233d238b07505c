// A page, a zero byte, and a text with citations: what is changed by one click is read as it was
// meant, and what stands before and after the place is as it was.
// Smoke runs: 20000
#include "markup/citation_writing.h"

#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;
using namespace attest::markup;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = bytes.find('\0');
    if (cut == std::string_view::npos || size > 2048) return 0;
    const std::string_view page = bytes.substr(0, cut);
    const std::string_view source = bytes.substr(cut + 1);
    const CitationScan scan = scan_citations(source);
    for (std::size_t group = 0; group < scan.groups.size(); ++group) {
        const CitationGroup& one = scan.groups[group];
        for (const Citation& citation : one.citations) {
            const auto turned = with_page(source, citation, page);
            if (turned) {
                VERIFY(turned->starts_with(source.substr(0, citation.begin)));
                VERIFY(turned->ends_with(source.substr(citation.end)));
                VERIFY(scan_citations(*turned).groups.size() == scan.groups.size());
            }
            const auto more = with_citation(source, one, citation);
            if (more) VERIFY(scan_citations(*more).problems.size() == scan.problems.size());
        }
        const std::size_t middle = (one.words_begin + one.words_end) / 2;
        const auto fewer = with_words(source, scan, group, one.words_begin, middle);
        if (fewer) VERIFY(scan_citations(*fewer).groups.size() == scan.groups.size());
    }
    return 0;
}
