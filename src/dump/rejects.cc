#include "dump/rejects.h"

#include <fmt/format.h>

#include <string>

namespace attest::dump {

namespace {

/// A field must not end its line or itself.
std::string one_field(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return text;
}

} // namespace

RejectFile::RejectFile(std::filesystem::path path)
    : path_{std::move(path)}, out_{path_, std::ios::binary | std::ios::trunc} {
    out_ << "line\tid\treason\n";
}

void RejectFile::add(const storage::ImportReject& reject) {
    out_ << reject.line << '\t' << one_field(reject.object_id) << '\t' << one_field(reject.reason)
         << '\n';
}

Result<void> RejectFile::close() {
    out_.close();
    if (out_) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format("{} could not be written; is the disk full?", path_.string())
    );
}

} // namespace attest::dump
