#include "service/session_touches.h"

#include "storage/sessions.h"

#include <utility>

namespace attest::service {

void SessionTouches::note(const Session& session, Time now, std::string_view address) {
    if (now - session.seen_at < session_touch_interval) return;
    const std::lock_guard lock{mutex_};
    if (touches_.size() >= touched_sessions_max && !touches_.contains(session.id)) return;
    touches_.insert_or_assign(session.id, Touch{.at = now, .address = std::string{address}});
}

std::unordered_map<SessionId, SessionTouches::Touch> SessionTouches::take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(touches_, {});
}

Result<void> write_session_touches(const Network& network) {
    const auto touches = network.touches->take();
    if (touches.empty()) return {};
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [session, touch] : touches) {
            TRY(storage::touch_session(
                tx,
                {.session = session,
                 .seen_at = touch.at,
                 .expires_at = touch.at + session_age_max,
                 .address = touch.address}
            ));
        }
        return {};
    });
}

} // namespace attest::service
