// Limits of the commands, each with its reason.
#pragma once

#include <cstddef>

namespace attest::app {

/// A request on the control socket: room for some thousand e-mail addresses to be invited at once.
inline constexpr std::size_t control_request_bytes_max = std::size_t{256} << 10;

/// Words of a command.
inline constexpr std::size_t control_arguments_max = 4'096;

/// How deep the JSON of a request or an answer may nest: ours has three levels.
inline constexpr std::size_t control_depth_max = 4;

/// An answer: a list of everybody, or of everything that is wrong.
inline constexpr std::size_t control_answer_bytes_max = std::size_t{64} << 20;

/// Who has connected must ask, and take the answer, within this time.
inline constexpr int control_wait_seconds = 5;

/// Commands that a running server does side by side: a long backup and two short ones. More wait.
inline constexpr std::size_t control_threads = 3;

/// Files of a backup: as many scans as a large archive of sources has pages.
inline constexpr std::size_t backup_files_max = 4'000'000;

/// The manifest of as many, at some 150 bytes each.
inline constexpr std::size_t manifest_bytes_max = std::size_t{1} << 30;

/// A path in a backup. Linux allows no more for a whole path.
inline constexpr std::size_t backup_path_bytes_max = 4'000;

/// How deep a manifest's JSON may nest: ours has three levels.
inline constexpr std::size_t manifest_depth_max = 4;

/// Bytes read at once while files are packed, hashed and unpacked.
inline constexpr std::size_t backup_block_bytes = std::size_t{256} << 10;

} // namespace attest::app
