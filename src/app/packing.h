// Writes a backup's files into a folder or an archive, and reads them back. The form is told by the
// name: `.tar.zst` and `.tar.gz` are archives, anything else a folder.
#pragma once

#include "app/manifest.h"
#include "base/error.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace attest::app {

enum class Packing : std::uint8_t { folder, tar_zst, tar_gz };

/// `invalid` for a name that looks like an archive of another kind.
Result<Packing> packing_of(const std::filesystem::path& out);

/// Writes to `OUT.part`, which becomes OUT once all is on disk: an OUT that is there is whole. What
/// is not finished is taken away.
class Packer {
public:
    /// `conflict` if OUT exists.
    static Result<std::unique_ptr<Packer>> open(const std::filesystem::path& out);

    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;
    ~Packer();

    /// Adds a file under `path`. `unavailable` if it gets shorter while it is read.
    Result<BackupFile> add(const std::string& path, const std::filesystem::path& file);

    /// Adds a text as a file.
    Result<void> add_text(const std::string& path, std::string_view text);

    Result<void> finish();

private:
    class State;
    explicit Packer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// Writes every file of a backup below `folder`, and says what it wrote, in order of path, the
/// manifest included. `invalid` for what is no backup, or holds more than plain files within the
/// folder; what was written until then is left for the caller to take away.
Result<std::vector<BackupFile>>
unpack(const std::filesystem::path& backup, const std::filesystem::path& folder);

/// Waits until all that was written to the file system of `folder` is on disk.
Result<void> sync_all(const std::filesystem::path& folder);

} // namespace attest::app
