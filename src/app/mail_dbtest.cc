#include "app/mail.h"

#include "db/test_folder.h"
#include "kit/must.h"
#include "storage/mail_queue.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

using namespace attest;
using namespace attest::app;

namespace {

namespace fs = std::filesystem;

void enqueue(const OpenNetwork& network, int number) {
    must(network.database->write([&](db::Transaction& tx) {
        return storage::enqueue_mail(
            tx,
            {.to_address = "jane@example.org",
             .subject = "Confirm your address",
             .text = "Hello\n",
             .message_id = fmt::format("confirm-{}@test.example", number)},
            network.network->clock()
        );
    }));
}

/// Far less than the half minute after which the queue is looked at anyway.
bool appears(const fs::path& file) {
    for (int tries = 0; tries < 1'000; ++tries) {
        if (fs::exists(file)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}

} // namespace

TEST_CASE("A queued mail is delivered at once, and one that waited for the start, at the start") {
    const db::TestFolder place;
    const db::DataFolder folder =
        must(db::DataFolder::open({.folder = place.path() / "data", .purpose = "a test"}));
    const fs::path mails = folder.path() / "mail";
    const OpenNetwork network = must(open_network(folder));
    enqueue(network, 1);
    {
        const std::unique_ptr<MailDelivery> delivery =
            must(MailDelivery::start({}, folder.path(), network, {}));
        CHECK(appears(mails / "0001-confirm-1@test.example.eml"));
        enqueue(network, 2);
        CHECK(appears(mails / "0002-confirm-2@test.example.eml"));
    }
    enqueue(network, 3);
    CHECK_FALSE(fs::exists(mails / "0003-confirm-3@test.example.eml"));
    const std::unique_ptr<MailDelivery> delivery =
        must(MailDelivery::start({}, folder.path(), network, {}));
    CHECK(appears(mails / "0003-confirm-3@test.example.eml"));
}

TEST_CASE("Links in mails begin with the address that readers use") {
    Settings settings;
    storage::SiteRecord site{
        .id = {}, .name = "history", .host = {}, .path_prefix = "", .created_at = {}
    };
    CHECK(origin_of(settings, site) == "http://127.0.0.1:8080");
    settings.allowed_hosts = {"history.example.org", "www.example.org"};
    CHECK(origin_of(settings, site) == "http://history.example.org");
    settings.tls_certificate = "chain.pem";
    CHECK(origin_of(settings, site) == "https://history.example.org");
    settings.public_url = "https://example.org:8443/";
    CHECK(origin_of(settings, site) == "https://example.org:8443");
    site.host = "beer.example.org";
    CHECK(origin_of(settings, site) == "https://beer.example.org");
}
