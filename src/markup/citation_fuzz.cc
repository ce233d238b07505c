// Any bytes: the scan stays in the text, finds nothing out of order, and reads its own citations
// again alike.
#include "markup/citation.h"

#include "base/text.h"
#include "base/verify.h"

#include <cstdint>

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
    return 0;
}
