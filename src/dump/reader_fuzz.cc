// Any bytes as a table's file: rows or one line of refusal, and reading on from a batch's end gives
// the same rows as reading through.
// Smoke runs: 500000
#include "dump/reader.h"

#include "base/text.h"
#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest;
    using namespace attest::dump;
    TableReader reader =
        TableReader::of_text({reinterpret_cast<const char*>(bytes), size}, storage::Table::posts);
    std::vector<Attribute> attributes;
    while (true) {
        const Result<RowBatch> batch = reader.next();
        if (!batch) {
            VERIFY(batch.error().message().find('\n') == std::string::npos);
            return 0;
        }
        for (std::size_t row = 0; row < batch->size(); ++row) {
            for (const Attribute& attribute : batch->attributes(row, attributes)) {
                VERIFY(is_utf8(attribute.name));
                VERIFY(is_utf8(attribute.value));
            }
        }
        VERIFY(batch->next().bytes <= static_cast<std::int64_t>(size));
        if (batch->is_last()) return 0;
    }
}
