// The network of the data folder, opened for this process: accounts, sessions, the list of sites.
#pragma once

#include "base/error.h"
#include "db/data_folder.h"
#include "db/database.h"
#include "jobs/bell.h"
#include "service/network.h"

#include <memory>

namespace attest::app {

struct OpenNetwork {
    /// Rung when a mail has been queued.
    std::unique_ptr<jobs::Bell> mail_bell;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<Network> network;
};

/// Brings the database to the newest schema; the first time it makes the network's secret key.
Result<OpenNetwork> open_network(const db::DataFolder& folder, NetworkSettings settings = {});

} // namespace attest::app
