// One child process: started, listened to, and ended by its own doing or by force.
#pragma once

#include "base/error.h"
#include "scans/message.h"
#include "scans/worker.h"

#include <functional>
#include <string>
#include <vector>

namespace attest::scans {

/// How a child ended.
struct Ending {
    bool was_killed = false;     ///< It lived too long.
    bool was_clean = false;      ///< It ended itself, without a fault.
    bool spoke_nonsense = false; ///< It said what cannot be, and was killed for it.
};

using MessageSink = std::function<Result<void>(Message&&)>;

/// Runs the worker on an open file (or none: -1) until it ends or its time is over. `unavailable`
/// if it cannot be started; an error of `sink` kills it and is handed on.
Result<Ending> run_child(
    const Worker& worker,
    const std::vector<std::string>& arguments,
    int file,
    Costs& costs,
    const MessageSink& sink
);

} // namespace attest::scans
