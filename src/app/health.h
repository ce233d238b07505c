// `/healthz`, in front of all sites: whether the server can serve. It reads no content, so that no
// post can make a server look ill.
#pragma once

#include "db/database.h"
#include "http/server.h"

#include <vector>

namespace attest::app {

/// Answers `/healthz` and passes everything else on. "ok", or "degraded" once a database refuses
/// writes after its disk failed; both 200, since reading goes on.
http::Application
with_health(http::Application application, std::vector<const db::Database*> databases);

} // namespace attest::app
