#include "dump/archive.h"

#include "base/text.h"
#include "dump/limits.h"
#include "dump/rows.h"
#include "dump/seven_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;
using storage::Table;

constexpr std::array all_tables{
    Table::users,
    Table::badges,
    Table::tags,
    Table::post_history,
    Table::posts,
    Table::post_links,
    Table::comments,
    Table::votes,
};

constexpr std::size_t copy_bytes = std::size_t{256} << 10;
constexpr std::size_t names_listed_max = 5;

struct CloseReading {
    void operator()(archive* reading) const { archive_read_free(reading); }
};

struct CloseWriting {
    void operator()(archive* writing) const { archive_write_free(writing); }
};

struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

using Reading = std::unique_ptr<archive, CloseReading>;

std::string describe(archive* native) {
    const char* text = archive_error_string(native);
    return text == nullptr ? "no reason given" : text;
}

std::optional<Table> table_of_file(std::string_view name) {
    for (const Table table : all_tables) {
        if (ascii_equal_ignoring_case(name, fmt::format("{}.xml", table_name(table)))) return table;
    }
    return std::nullopt;
}

/// "Expected …; found …", for a DUMP that is none.
Error not_a_dump(const fs::path& place, std::vector<std::string> found) {
    std::ranges::sort(found);
    const std::size_t count = found.size();
    if (count > names_listed_max) found.resize(names_listed_max);
    const std::string listed =
        count == 0
            ? std::string{"nothing"}
            : fmt::format(
                  "{}{}",
                  fmt::join(found, ", "),
                  count > names_listed_max ? fmt::format(" and {} more", count - names_listed_max)
                                           : ""
              );
    return Error{
        ErrorCode::invalid,
        fmt::format(
            "{} is not a dump: expected Posts.xml and with it Users.xml, Comments.xml, Votes.xml "
            "and so on; found {}.",
            place.string(),
            clean_utf8(listed)
        )
    };
}

Result<TableFiles>
check_has_posts(TableFiles files, const fs::path& place, std::vector<std::string> found) {
    if (!files.contains(Table::posts)) return std::unexpected{not_a_dump(place, std::move(found))};
    return files;
}

std::string read_bytes_of(std::ifstream& file, std::uint64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return bytes;
}

Result<void> check_dictionary(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return fail(ErrorCode::invalid, fmt::format("{} cannot be opened.", path.string()));

    const std::uint64_t dictionary =
        TRY(largest_dictionary([&](std::uint64_t offset, std::size_t size) {
            return read_bytes_of(file, offset, size);
        }));
    if (dictionary > archive_dictionary_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "{} needs {} MB of memory to unpack, and at most {} MB are allowed; unpack it by "
                "hand and import the folder.",
                path.string(),
                dictionary >> 20U,
                archive_dictionary_bytes_max >> 20U
            )
        );
    }
    return {};
}

Result<Reading> open_archive(const fs::path& path) {
    Reading reading{archive_read_new()};
    archive_read_support_format_7zip(reading.get());
    if (archive_read_open_filename(reading.get(), path.c_str(), copy_bytes) != ARCHIVE_OK) {
        return std::unexpected{Error{
            ErrorCode::invalid, fmt::format("{} cannot be read as a .7z archive.", path.string())
        }
                                   .with_detail(describe(reading.get()))};
    }
    return reading;
}

struct Listing {
    std::map<Table, std::uint64_t> sizes;
    std::vector<std::string> names;

    [[nodiscard]] std::uint64_t whole() const {
        std::uint64_t sum = 0;
        for (const auto& [table, bytes] : sizes)
            sum += bytes;
        return sum;
    }
};

/// What an entry is to us: the table it holds, if it is a plain file of a table's name without a
/// path.
std::optional<Table> table_of_entry(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) return std::nullopt;
    return table_of_file(name);
}

Result<Listing> list_archive(const fs::path& path) {
    const Reading reading = TRY(open_archive(path));
    Listing listing;
    archive_entry* entry = nullptr;
    while (true) {
        const int status = archive_read_next_header(reading.get(), &entry);
        if (status == ARCHIVE_EOF) return listing;
        if (status != ARCHIVE_OK) {
            return std::unexpected{
                Error{ErrorCode::invalid, fmt::format("{} is damaged.", path.string())}.with_detail(
                    describe(reading.get())
                )
            };
        }
        const char* name = archive_entry_pathname(entry);
        listing.names.emplace_back(name == nullptr ? "?" : name);
        if (listing.names.size() > archive_entries_max) {
            return fail(
                ErrorCode::invalid,
                fmt::format(
                    "{} holds more than {} files; a dump has eight.",
                    path.string(),
                    archive_entries_max
                )
            );
        }
        if (const std::optional<Table> table = table_of_entry(entry)) {
            if (listing.sizes.contains(*table))
                return fail(
                    ErrorCode::invalid,
                    fmt::format("{} holds {}.xml twice.", path.string(), table_name(*table))
                );
            listing.sizes[*table] =
                static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
        }
    }
}

Result<void> check_space(const fs::path& folder, std::uint64_t bytes) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (error || space.available >= bytes + free_bytes_min) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "Unpacking takes {} MB, and {} has {} MB free; make room or unpack the archive "
            "elsewhere and import the folder.",
            bytes >> 20U,
            folder.string(),
            space.available >> 20U
        )
    );
}

/// Writes one entry, never more than the size that it was announced with.
Result<void> unpack_entry(
    archive* reading,
    const fs::path& target,
    std::uint64_t size,
    const std::function<void(std::uint64_t)>& progress
) {
    std::ofstream out{target, std::ios::binary | std::ios::trunc};
    std::vector<char> buffer(copy_bytes);
    std::uint64_t written = 0;
    while (true) {
        const la_ssize_t count = archive_read_data(reading, buffer.data(), buffer.size());
        if (count == 0) break;
        if (count < 0 || written + static_cast<std::uint64_t>(count) > size) {
            return std::unexpected{Error{
                ErrorCode::invalid,
                fmt::format(
                    "The archive is damaged: {} cannot be unpacked.", target.filename().string()
                )
            }
                                       .with_detail(describe(reading))};
        }
        out.write(buffer.data(), count);
        written += static_cast<std::uint64_t>(count);
        progress(written);
    }
    out.close();
    if (!out || written != size) {
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} could not be written; is the disk full?", target.string())
        );
    }
    return {};
}

Result<void> unpack_into(
    const fs::path& path,
    const Listing& listing,
    const fs::path& folder,
    const UnpackProgress& progress
) {
    const Reading reading = TRY(open_archive(path));
    archive_entry* entry = nullptr;
    std::uint64_t before = 0;
    while (archive_read_next_header(reading.get(), &entry) == ARCHIVE_OK) {
        const std::optional<Table> table = table_of_entry(entry);
        if (!table || !listing.sizes.contains(*table)) continue;
        const std::uint64_t size = listing.sizes.at(*table);
        TRY(unpack_entry(
            reading.get(),
            folder / fmt::format("{}.xml", table_name(*table)),
            size,
            [&](std::uint64_t written) {
                if (progress) progress(before + written, listing.whole());
            }
        ));
        before += size;
    }
    return {};
}

} // namespace

Result<TableFiles> find_tables(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries{folder, error};
    if (error)
        return fail(
            ErrorCode::invalid,
            fmt::format("{} cannot be read: {}.", folder.string(), error.message())
        );

    TableFiles files;
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        found.push_back(name);
        const std::optional<Table> table = table_of_file(name);
        if (!table || !entry.is_regular_file(error)) continue;
        if (files.contains(*table)) {
            return fail(
                ErrorCode::invalid,
                fmt::format(
                    "{} holds {}.xml twice, in different case.", folder.string(), table_name(*table)
                )
            );
        }
        files[*table] = {.file = entry.path(), .bytes = entry.file_size(error)};
    }
    return check_has_posts(std::move(files), folder, std::move(found));
}

Result<TableFiles>
unpack_archive(const fs::path& archive, const fs::path& folder, const UnpackProgress& progress) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return find_tables(folder);

    TRY(check_dictionary(archive));
    const Listing listing = TRY(list_archive(archive));
    if (!listing.sizes.contains(Table::posts))
        return std::unexpected{not_a_dump(archive, listing.names)};

    // The folder gets its name only when it is complete.
    fs::path unfinished = folder;
    unfinished += ".part";
    fs::remove_all(unfinished, error);
    fs::create_directories(unfinished, error);
    if (error)
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be made: {}.", unfinished.string(), error.message())
        );

    TRY(check_space(unfinished, listing.whole()));
    if (Result<void> unpacked = unpack_into(archive, listing, unfinished, progress); !unpacked) {
        fs::remove_all(unfinished, error);
        return std::unexpected{std::move(unpacked).error()};
    }
    fs::rename(unfinished, folder, error);
    if (error)
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be made: {}.", folder.string(), error.message())
        );
    return find_tables(folder);
}

Result<void> pack_archive(
    const std::vector<fs::path>& files, const fs::path& path, const UnpackProgress& progress
) {
    const std::unique_ptr<archive, CloseWriting> writing{archive_write_new()};
    archive_write_set_format_7zip(writing.get());
    const auto broken = [&] {
        return std::unexpected{Error{
            ErrorCode::unavailable,
            fmt::format("{} could not be written; is the disk full?", path.string())
        }
                                   .with_detail(describe(writing.get()))};
    };
    if (archive_write_open_filename(writing.get(), path.c_str()) != ARCHIVE_OK) return broken();

    std::uint64_t whole = 0;
    for (const fs::path& file : files)
        whole += fs::file_size(file);
    std::uint64_t done = 0;
    std::vector<char> buffer(copy_bytes);
    for (const fs::path& file : files) {
        const std::unique_ptr<archive_entry, FreeEntry> entry{archive_entry_new()};
        archive_entry_set_pathname(entry.get(), file.filename().c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(fs::file_size(file)));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        if (archive_write_header(writing.get(), entry.get()) != ARCHIVE_OK) return broken();

        std::ifstream in{file, std::ios::binary};
        while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())),
               in.gcount() > 0) {
            const auto count = static_cast<std::size_t>(in.gcount());
            if (archive_write_data(writing.get(), buffer.data(), count)
                != static_cast<la_ssize_t>(count))
                return broken();
            done += count;
            if (progress) progress(done, whole);
        }
    }
    if (archive_write_close(writing.get()) != ARCHIVE_OK) return broken();
    return {};
}

std::optional<std::string> guess_origin_host(const fs::path& dump) {
    fs::path last = dump.filename().empty() ? dump.parent_path().filename() : dump.filename();
    std::string name = ascii_lower(last.string());
    if (name.ends_with(".7z")) name.resize(name.size() - 3);
    // "stackoverflow.com-Posts", "beer.stackexchange.com_2020-06"
    const std::string host =
        name.substr(0, name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"));
    const auto labels = split(host, '.');
    const bool has_host_form =
        labels.size() >= 2 && std::ranges::none_of(labels, [](std::string_view label) {
            return label.empty() || label.starts_with('-') || label.ends_with('-');
        });
    const std::string_view top = labels.back();
    const bool has_top_level =
        top.size() >= 2
        && top.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
    if (!has_host_form || !has_top_level) return std::nullopt;
    return host;
}

} // namespace attest::dump
