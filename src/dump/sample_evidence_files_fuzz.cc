// Any text as the sample site's library and as its records of names.
// Smoke runs: 300000
#include "dump/sample_evidence_files.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    attest::dump::SampleEvidence evidence;
    const auto sources = attest::dump::parse_sample_sources(text, "sample", evidence);
    const auto records = attest::dump::parse_sample_records(text, evidence);
    return sources && records && !evidence.sources.empty() ? -1 : 0;
}
