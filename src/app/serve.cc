// `attest serve`: opens every site of the data folder and serves it until it is told to stop.

#include "app/commands.h"
#include "app/control.h"
#include "app/control_socket.h"
#include "app/doors.h"
#include "app/health.h"
#include "app/mail.h"
#include "app/open_network.h"
#include "app/open_site.h"
#include "app/openid.h"
#include "app/server_options.h"
#include "app/settings.h"
#include "base/log.h"
#include "db/data_folder.h"
#include "endpoint/links.h"
#include "endpoint/pipeline.h"
#include "http/server.h"
#include "http/static_files.h"
#include "jobs/scheduler.h"
#include "jobs/site_jobs.h"
#include "search/updater.h"
#include "service/accounts.h"
#include "service/keepers.h"
#include "service/session_touches.h"
#include "service/views.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <malloc.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attest::app {

namespace {

/// Threads that count views side by side; more threads share.
constexpr std::size_t counting_lanes = 16;

struct ServeOptions {
    std::string data = "data";
    std::string config;
    std::string listen;
    bool no_metrics = false;
    bool no_index = false;
};

/// The file named, or attest.toml in the data folder, or the defaults; then what the command line
/// says.
Result<Settings> settings_for(const ServeOptions& options) {
    const std::filesystem::path in_folder = std::filesystem::path{options.data} / "attest.toml";
    Settings settings;
    if (!options.config.empty()) {
        settings = TRY(read_settings(options.config));
    } else if (std::filesystem::exists(in_folder)) {
        settings = TRY(read_settings(in_folder));
    }
    if (!options.listen.empty()) settings.listen = options.listen;
    if (options.no_metrics) settings.metrics_listen.clear();
    return settings;
}

/// A site being served: open, with the threads that keep its index in step and do what comes back.
struct LiveSite {
    std::unique_ptr<OpenSite> open;
    std::unique_ptr<service::ViewCounter> views;
    std::unique_ptr<search::Updater> updater;
    std::unique_ptr<jobs::Scheduler> scans;
    std::unique_ptr<jobs::Scheduler> jobs; // Last: it stops first, and writes what is in memory.
};

Result<LiveSite> bring_to_life(std::unique_ptr<OpenSite> open, const ServeOptions& options) {
    LiveSite live{
        .open = std::move(open),
        .views = nullptr,
        .updater = nullptr,
        .scans = nullptr,
        .jobs = nullptr
    };
    live.views = std::make_unique<service::ViewCounter>(counting_lanes);
    if (!options.no_index) {
        live.updater = std::make_unique<search::Updater>(
            *live.open->index, *live.open->database, search::UpdaterOptions{.is_background = true}
        );
        live.open->updater = live.updater.get();
    }
    live.jobs = std::make_unique<jobs::Scheduler>(
        live.open->site->clock,
        jobs::site_jobs(
            {.site = *live.open->site, .stamps = *live.open->stamps, .views = *live.views}
        )
    );
    live.jobs->listen_to(live.open->notices_bell, std::string{jobs::notices});
    live.jobs->listen_to(live.open->judging_bell, std::string{jobs::judging});
    live.jobs->start();
    live.scans = std::make_unique<jobs::Scheduler>(
        live.open->site->clock, jobs::scan_jobs(*live.open->site)
    );
    live.scans->start();
    return live;
}

Result<std::vector<LiveSite>>
open_sites(const db::DataFolder& folder, db::Database& network, const ServeOptions& options) {
    std::vector<LiveSite> live;
    for (const storage::SiteRecord& record : TRY(network.read(storage::list_sites))) {
        live.push_back(TRY(bring_to_life(TRY(open_site(folder, record)), options)));
    }
    if (live.empty()) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "There is no site in {} yet. `attest import` brings one in.", folder.path().string()
            )
        );
    }
    return live;
}

/// The numbers for Prometheus, on a port of its own.
Result<std::unique_ptr<http::Server>> serve_metrics(
    const Settings& settings, const http::Server& server, const endpoint::Application& application
) {
    if (settings.metrics_listen.empty()) return nullptr;
    http::ServerOptions options = TRY(listen_options(settings.metrics_listen));
    options.io_threads = 1;
    options.workers = 1;
    options.has_access_log = false;
    return http::Server::start(
        std::move(options),
        {
            .handler =
                [&server, &application](const http::Request& request) {
                    if (request.path() != "/metrics")
                        return http::text(404, "There is only /metrics here.\n");
                    return http::text(
                        200,
                        http::format_metrics(server.metrics())
                            + endpoint::format_metrics(application.cache_metrics())
                    );
                },
            .admit = {},
            .fast_answer = {},
        }
    );
}

/// Waits for SIGTERM or SIGINT, which the caller has blocked in every thread.
void wait_for_signal(const sigset_t& signals) {
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    log_event(LogLevel::info, "stopping", {{"signal", std::int64_t{signal}}});
}

sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A peer that hangs up is an error code, not a reason to die.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    return signals;
}

/// Free memory at the top of the heap that glibc keeps instead of giving it back: with its 128 KB a
/// page that frees a big buffer would ask the kernel for it again each time (measured: 231 µs a
/// question page against 54).
constexpr int trim_threshold_bytes = 64 * 1024 * 1024;

/// From this size on a buffer is a mapping of its own, which costs a page fault for every 4 KB,
/// each time: no page should be one (measured: 309 µs a page of 76 KB against 215). glibc would
/// learn it by itself, had the other threshold not been set.
constexpr int mapping_threshold_bytes = 8 * 1024 * 1024;

/// A server without a keeper shows, to whoever can read its output, the link that makes one. The
/// log says only that there is none: a link in it would be a key in many hands.
Result<void> greet_first_keeper(const Network& network, const Site& site) {
    const std::optional<std::string> token = TRY(service::offer_first_keeper(network));
    if (!token) return {};
    const endpoint::Links links{site.settings.path_prefix, site.mail_origin};
    fmt::print(
        "This server has no keeper yet. Make your account here (good for 7 days, or until the next "
        "start):\n{}\n",
        links.absolute(links.token_page("welcome", *token)).text()
    );
    std::fflush(stdout);
    log_event(LogLevel::warning, "no_keeper", {});
    return {};
}

std::vector<jobs::Job> account_jobs(const Network& network) {
    return {
        {
            .name = "stale_accounts",
            .every = hours(24),
            .run = [&network]() -> Result<bool> {
                TRY(service::delete_stale_accounts(network));
                return false;
            },
        },
        {
            .name = "session_touches",
            .every = jobs::views_written_every,
            .run = [&network]() -> Result<bool> {
                TRY(service::write_session_touches(network));
                return false;
            },
            .runs_at_end = true,
        },
    };
}

Result<void> serve(const ServeOptions& options) {
    mallopt(M_TRIM_THRESHOLD, trim_threshold_bytes);
    mallopt(M_MMAP_THRESHOLD, mapping_threshold_bytes);
    const Settings settings = TRY(settings_for(options));
    set_log_level(TRY(parse_log_level(settings.log_level)));
    const sigset_t signals = block_signals();

    const db::DataFolder folder = TRY(
        db::DataFolder::open({.folder = options.data, .purpose = "attest serve", .create = false})
    );
    const OpenNetwork network = TRY(open_network(
        folder,
        {.registration = parse_registration(settings.registration).value_or(Registration::closed),
         .openid = TRY(read_openid(settings))}
    ));
    network.network->openid = make_openid_directory(network.network->settings.openid);
    const std::vector<LiveSite> sites = TRY(open_sites(folder, *network.database, options));
    std::vector<endpoint::ServedSite> served;
    std::vector<const db::Database*> databases{network.database.get()};
    std::vector<OpenSite*> open;
    for (const LiveSite& site : sites) {
        site.open->site->mail_origin = origin_of(settings, site.open->record);
        open.push_back(site.open.get());
        databases.push_back(site.open->database.get());
        served.push_back(
            {.site = site.open->site.get(),
             .host = site.open->record.host.value_or(""),
             .stamps = site.open->stamps.get(),
             .views = site.views.get(),
             .current = &site.open->current}
        );
    }

    const std::unique_ptr<MailDelivery> delivery =
        TRY(MailDelivery::start(settings, folder.path(), network, open));

    const http::StaticFiles static_files{http::embedded_static_files()};
    const endpoint::Application application{
        std::move(served),
        doors(),
        static_files,
        {.network = network.network.get(),
         .shows_statements = settings.development,
         .cache_bytes_max = static_cast<std::size_t>(settings.page_cache_bytes)},
    };
    const std::unique_ptr<http::Server> server = TRY(http::Server::start(
        TRY(server_options(settings)), with_health(application.functions(), databases)
    ));
    const std::unique_ptr<http::Server> metrics =
        TRY(serve_metrics(settings, *server, application));
    const std::unique_ptr<ControlServer> control = TRY(ControlServer::start(
        folder.path(),
        [&](const ControlRequest& request, const std::stop_token& stop) {
            return run_control(
                {.folder = folder,
                 .network = *network.network,
                 .sites = open,
                 .stop = stop,
                 .is_serving = true},
                request
            );
        }
    ));
    log_event(
        LogLevel::info,
        "serving",
        {{"listen", settings.listen},
         {"port", std::int64_t{server->port()}},
         {"sites", static_cast<std::int64_t>(sites.size())}}
    );
    TRY(greet_first_keeper(*network.network, *open.front()->site));
    jobs::Scheduler accounts{network.network->clock, account_jobs(*network.network)};
    accounts.start();
    wait_for_signal(signals);
    server->stop();
    return {};
}

} // namespace

void add_serve(Commands& commands) {
    const auto options = std::make_shared<ServeOptions>();
    CLI::App& command = commands.add("serve", "Serve the sites of a data folder", [options] {
        return serve(*options);
    });
    command.add_option("--data", options->data, "The data folder")->capture_default_str();
    command.add_option("--listen", options->listen, "Address and port, e.g. 127.0.0.1:8080");
    command.add_option(
        "--config", options->config, "The settings file (default: attest.toml in the data folder)"
    );
    command.add_flag("--no-metrics", options->no_metrics, "Do not serve /metrics");
    command.add_flag(
        "--no-index", options->no_index, "Leave the search index as it is: search finds no news"
    );
}

} // namespace attest::app
