// A test site behind a real server on a port of its own: for stories over HTTP.
#pragma once

#include "endpoint/pipeline.h"
#include "http/server.h"
#include "http/static_files.h"
#include "kit/test_site.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace attest {

/// The routes of every door, as app/ puts them together.
std::span<const std::span<const endpoint::Route>> all_doors();

class ServedTestSite {
public:
    /// `port` 0 is one that is free.
    explicit ServedTestSite(TestSite& site, std::uint16_t port = 0);

    ServedTestSite(const ServedTestSite&) = delete;
    ServedTestSite& operator=(const ServedTestSite&) = delete;

    /// Fails the test if a page from the cache was not what a fresh render gives: every hit of
    /// every story is compared.
    ~ServedTestSite();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

    [[nodiscard]] const endpoint::Application& application() const { return *application_; }

    [[nodiscard]] const http::StaticFiles& static_files() const { return *static_files_; }

private:
    std::mutex mutex_;
    std::vector<std::string> differences_;
    std::unique_ptr<http::StaticFiles> static_files_;
    std::unique_ptr<endpoint::Application> application_;
    std::unique_ptr<http::Server> server_;
};

} // namespace attest
