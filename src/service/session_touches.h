// When and where sessions were last used, kept in memory and written every half minute as one work,
// so that no page ever waits for it (decisions.md, 27). A crash may lose that much of it: somebody
// is signed out half a minute early after thirty days.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "service/network.h"
#include "service/sessions.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace attest::service {

/// Sessions whose use is not yet written. Beyond, their use is noted at the next page they open.
inline constexpr std::size_t touched_sessions_max = 100'000;

class SessionTouches {
public:
    struct Touch {
        Time at;
        std::string address;
    };

    /// From any thread. Does nothing for a session that was noted lately.
    void note(const Session& session, Time now, std::string_view address);

    /// All since the last call.
    std::unordered_map<SessionId, Touch> take();

private:
    std::mutex mutex_;
    std::unordered_map<SessionId, Touch> touches_;
};

/// Writes all that was noted as one work. What cannot be written is noted again with the next page.
Result<void> write_session_touches(const Network& network);

} // namespace attest::service
