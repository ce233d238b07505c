// Where an index lies: DIR/index/NAME/. The file `current` names the folder that is read; a new
// index is built beside it and takes its place by one rename of that file, so that a crash leaves
// the old or the new one, never half of each.
#pragma once

#include "base/error.h"

#include <filesystem>
#include <optional>
#include <string>

namespace attest::search {

class IndexFolder {
public:
    explicit IndexFolder(std::filesystem::path directory) : directory_{std::move(directory)} {}

    /// The index to read; nothing if none has been built.
    [[nodiscard]] std::optional<std::filesystem::path> current() const;

    /// Where shard `number` of a bulk build lies. Kept when the build is interrupted, to go on with
    /// it.
    [[nodiscard]] std::filesystem::path shard(int number) const;

    [[nodiscard]] std::filesystem::path merged() const {
        return directory_ / "building" / "merged";
    }

    [[nodiscard]] Result<void> prepare() const;

    /// Makes `merged()` the current index and removes the one before. Who still reads that one can
    /// go on.
    [[nodiscard]] Result<std::filesystem::path> publish() const;

    void remove_building() const;

private:
    std::filesystem::path directory_;
};

} // namespace attest::search
