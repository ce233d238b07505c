// Rows that could not be taken, for a person to look at: a line each of line number, id and reason,
// with tabs between.
#pragma once

#include "base/error.h"
#include "storage/import_state.h"

#include <filesystem>
#include <fstream>

namespace attest::dump {

class RejectFile {
public:
    explicit RejectFile(std::filesystem::path path);

    void add(const storage::ImportReject& reject);

    /// `unavailable` if something could not be written.
    Result<void> close();

private:
    std::filesystem::path path_;
    std::ofstream out_;
};

} // namespace attest::dump
