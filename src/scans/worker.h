// Has a stranger's file read by a child process that may do nothing but that (scan_worker/). Here,
// in the server, no byte of the file is looked at: it is handed over as an open descriptor, and
// what comes back through a pipe is held to message.h.
//
// A child works for half of its life and then stops between two pages; a fresh one goes on. One
// that hangs is killed, and the page that it hung on is tried once more by a child that begins with
// it: if that one is killed too, the page has failed, and reading goes on behind it.
#pragma once

#include "base/error.h"
#include "scans/limits.h"
#include "scans/media_type.h"
#include "scans/message.h"
#include "scans/word_boxes.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace attest::scans {

/// The program that is the child: `attest-scan-worker`, beside the running program unless another
/// is named.
struct Worker {
    std::string program;
    std::chrono::milliseconds child_lives_for = scans::child_lives_for;
};

/// The worker beside the running program.
Worker find_worker();

/// What the longest-lived and the largest child took.
struct Costs {
    std::uint32_t children = 0;
    std::chrono::milliseconds longest{0};
    std::int64_t memory_kb_max = 0; ///< Resident at its height, libraries and the file included.
};

struct Reading {
    std::uint32_t page_count = 0;
    std::vector<PageFailed> failed;
};

/// What comes up while a file is read: how many pages it has (perhaps more than once), and then
/// every page in order, read or failed.
using ScanEvent = std::variant<FileOpened, PageRead, PageFailed>;

/// An error ends the reading.
using ScanSink = std::function<Result<void>(ScanEvent&&)>;

/// Reads all pages from `first` on. `invalid`, with the reason as its message, if the file cannot
/// be read; `unavailable` if no child can be had. `costs`, if wanted, is filled in either case.
Result<Reading> read_pages(
    const Worker& worker,
    const std::string& path,
    MediaType type,
    std::uint32_t first,
    const ScanSink& sink,
    Costs* costs = nullptr
);

/// Cuts a part, with all lines it touches, out of a page image of ours. JPEG.
Result<std::string> cut_strip(const Worker& worker, const std::string& image, const Box& box);

/// Lets a child try what it must not be able to do: names what it could, or nothing.
Result<std::string> try_sandbox(const Worker& worker);

} // namespace attest::scans
