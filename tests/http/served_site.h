// A test site behind a real server on a port of its own: for stories over HTTP.
#pragma once

#include "endpoint/pipeline.h"
#include "http/server.h"
#include "http/static_files.h"
#include "kit/test_site.h"

#include <cstdint>
#include <memory>
#include <string>

namespace attest {

class ServedTestSite {
public:
    /// `port` 0 is one that is free.
    explicit ServedTestSite(TestSite& site, std::uint16_t port = 0);

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

    [[nodiscard]] const endpoint::Application& application() const { return *application_; }

    [[nodiscard]] const http::StaticFiles& static_files() const { return *static_files_; }

private:
    std::unique_ptr<http::StaticFiles> static_files_;
    std::unique_ptr<endpoint::Application> application_;
    std::unique_ptr<http::Server> server_;
};

} // namespace attest
