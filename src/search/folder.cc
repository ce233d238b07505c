#include "search/folder.h"

#include "base/text.h"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace attest::search {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view generation_prefix = "index-";

Error cannot_write(const fs::path& path, const std::error_code& error) {
    return Error{
        ErrorCode::unavailable, fmt::format("Cannot write the search index in {}.", path.string())
    }
        .with_detail(error.message());
}

} // namespace

std::optional<fs::path> IndexFolder::current() const {
    std::ifstream file{directory_ / "current"};
    std::string name;
    if (!std::getline(file, name) || !name.starts_with(generation_prefix)) return std::nullopt;
    if (name.contains('/')) return std::nullopt;
    const fs::path path = directory_ / name;
    std::error_code error;
    if (!fs::is_directory(path, error)) return std::nullopt;
    return path;
}

fs::path IndexFolder::shard(int number) const {
    return directory_ / "building" / fmt::format("shard-{}", number);
}

Result<void> IndexFolder::prepare() const {
    std::error_code error;
    fs::create_directories(directory_ / "building", error);
    if (error) return std::unexpected{cannot_write(directory_, error)};
    return {};
}

Result<fs::path> IndexFolder::publish() const {
    const std::optional<fs::path> before = current();
    int number = 1;
    if (before) {
        const std::string name = before->filename().string();
        number =
            parse_number<int>(std::string_view{name}.substr(generation_prefix.size())).value_or(0)
            + 1;
    }
    const std::string name = fmt::format("{}{}", generation_prefix, number);
    const fs::path target = directory_ / name;
    std::error_code error;
    fs::remove_all(target, error); // Left by a crash between the two renames.
    fs::rename(merged(), target, error);
    if (error) return std::unexpected{cannot_write(target, error)};

    const fs::path next = directory_ / "current.new";
    std::ofstream{next} << name << '\n';
    fs::rename(next, directory_ / "current", error);
    if (error) return std::unexpected{cannot_write(directory_ / "current", error)};

    if (before) fs::remove_all(*before, error);
    remove_building();
    return target;
}

void IndexFolder::remove_building() const {
    std::error_code error;
    fs::remove_all(directory_ / "building", error);
}

} // namespace attest::search
