// The reader of manifests takes whatever an archive from outside holds. What it takes must keep
// within the folder, and come through a second time as the same.
#include "app/manifest.h"

#include "base/verify.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

using namespace attest;      // NOLINT(google-build-using-namespace): a program
using namespace attest::app; // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the fuzzer's bytes are text here
    const std::string_view text{reinterpret_cast<const char*>(bytes), count};
    const Result<Manifest> manifest = parse_manifest(text);
    if (!manifest) return 0;
    for (const BackupFile& file : manifest->files) {
        const std::filesystem::path path{file.path};
        VERIFY(path.is_relative() && std::ranges::find(path, "..") == path.end());
    }
    VERIFY(parse_manifest(format_manifest(*manifest)).value() == *manifest);
    return 0;
}
