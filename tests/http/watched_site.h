// Whether a request has changed anything: one site's and the network's database, seen from outside
// by connections of their own. SQLite counts commits of others for us (PRAGMA data_version), so a
// row that is written and taken back counts as well.
#pragma once

#include "kit/test_site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

namespace attest {

class WatchedDatabase {
public:
    explicit WatchedDatabase(const std::filesystem::path& file) {
        sqlite3* connection = nullptr;
        const int opened =
            sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
        connection_.reset(connection);
        REQUIRE(opened == SQLITE_OK);
    }

    /// All rows of a statement, their columns with "|" between.
    [[nodiscard]] std::string text(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        REQUIRE(
            sqlite3_prepare_v2(connection_.get(), sql.c_str(), -1, &statement, nullptr) == SQLITE_OK
        );
        std::string all;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            if (!all.empty()) all += '\n';
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                const auto* bytes = sqlite3_column_text(statement, column);
                if (column > 0) all += '|';
                if (bytes != nullptr) all += reinterpret_cast<const char*>(bytes);
            }
        }
        sqlite3_finalize(statement);
        return all;
    }

    /// Another text after every commit of others.
    [[nodiscard]] std::string version() const { return text("PRAGMA data_version"); }

private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };

    std::unique_ptr<sqlite3, Close> connection_;
};

class WatchedSite {
public:
    explicit WatchedSite(const TestSite& site)
        : site_{site.folder() / "sites" / "test.sqlite"},
          network_{site.folder() / "network.sqlite"} {}

    [[nodiscard]] const WatchedDatabase& site() const { return site_; }

    /// What stands in both, as far as a person could have changed it. That a session was used is
    /// noted by itself and changes nothing.
    [[nodiscard]] std::string digest() const { return site_.version() + "/" + network_rows(); }

private:
    [[nodiscard]] std::string network_rows() const {
        const std::string version = network_.version();
        if (version == seen_version_) return seen_rows_;
        seen_version_ = version;
        seen_rows_.clear();
        std::string names = network_.text(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        );
        names += '\n';
        for (std::size_t begin = 0; begin < names.size();) {
            const std::size_t end = names.find('\n', begin);
            const std::string table = names.substr(begin, end - begin);
            const bool is_sessions = table == "sessions";
            seen_rows_ += table + ":"
                          + network_.text(
                              is_sessions ? "SELECT COUNT(*), MAX(id) FROM sessions"
                                          : fmt::format("SELECT * FROM {}", table)
                          )
                          + "\n";
            begin = end + 1;
        }
        return seen_rows_;
    }

    WatchedDatabase site_;
    WatchedDatabase network_;
    mutable std::string seen_version_;
    mutable std::string seen_rows_;
};

} // namespace attest
