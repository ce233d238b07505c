#include "scans/worker.h"

#include "scans/child.h"
#include "scans/descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <filesystem>
#include <optional>

namespace attest::scans {

namespace {

constexpr std::string_view worker_name = "attest-scan-worker";

/// The state of a reading between two children.
class PagesReader {
public:
    PagesReader(const ScanSink& sink, std::uint32_t first) : sink_{sink}, next_{first} {}

    Result<void> take(Message&& message) {
        if (auto* opened = std::get_if<FileOpened>(&message)) return take(*opened);
        if (auto* failed = std::get_if<FileFailed>(&message)) {
            return fail(ErrorCode::invalid, std::move(failed->reason));
        }
        if (auto* page = std::get_if<PageRead>(&message)) return take(std::move(*page));
        if (auto* page = std::get_if<PageFailed>(&message)) return take(std::move(*page));
        if (auto* done = std::get_if<WorkDone>(&message)) return take(*done);
        return nonsense();
    }

    /// Settles what a child has left undone that did not say "done".
    Result<void> take_ending(const Ending& ending) {
        if (std::exchange(is_done_, false)) {
            if (next_ == child_first_ && !is_finished()) return nonsense();
            child_first_ = next_;
            return {};
        }
        if (!reading_.page_count) return fail(ErrorCode::invalid, reason_of(ending, "file"));
        // Behind other pages it had only what they had left of the time: the next child begins with
        // it. A page that had all the time has failed.
        if (next_ == child_first_) TRY(add_failed({next_, reason_of(ending, "page")}));
        child_first_ = next_;
        return {};
    }

    [[nodiscard]] bool is_finished() const {
        return reading_.page_count > 0 && next_ >= reading_.page_count;
    }

    [[nodiscard]] std::uint32_t next() const { return next_; }

    Reading take_reading() { return std::move(reading_); }

private:
    static std::unexpected<Error> nonsense() {
        return fail(ErrorCode::invalid, "The file broke the program that reads it.");
    }

    static std::string reason_of(const Ending& ending, std::string_view what) {
        const std::string_view how =
            ending.was_killed ? " takes too long to read." : " breaks the program that reads it.";
        return "The " + std::string{what} + std::string{how};
    }

    Result<void> take(const FileOpened& opened) {
        if (reading_.page_count && reading_.page_count != opened.page_count) return nonsense();
        reading_.page_count = opened.page_count;
        return sink_(opened);
    }

    Result<void> take(PageRead&& page) {
        if (page.index != next_ || is_finished()) return nonsense();
        ++next_;
        return sink_(std::move(page));
    }

    Result<void> take(PageFailed&& page) {
        if (page.index != next_ || is_finished()) return nonsense();
        return add_failed(std::move(page));
    }

    Result<void> take(const WorkDone& done) {
        if (done.next != next_) return nonsense();
        is_done_ = true;
        return {};
    }

    Result<void> add_failed(PageFailed page) {
        ++next_;
        reading_.failed.push_back(page);
        TRY(sink_(std::move(page)));
        if (reading_.failed.size() <= failed_pages_max) return {};
        return fail(
            ErrorCode::invalid,
            "More than " + std::to_string(failed_pages_max)
                + " pages cannot be read. The first: " + reading_.failed.front().reason
        );
    }

    const ScanSink& sink_;
    Reading reading_;
    std::uint32_t next_;
    std::uint32_t child_first_ = next_; ///< The page that the present child began with.
    bool is_done_ = false;
};

Result<Descriptor> open_file(const std::string& path) {
    Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.is_open()) return file;
    return std::unexpected{Error{ErrorCode::internal, "The file is not there."}.with_detail(path)};
}

/// The image as a file without a name, since the child reads nothing but descriptors.
Result<Descriptor> hold_in_memory(const std::string& bytes) {
    Descriptor file{memfd_create("attest-page", MFD_CLOEXEC)};
    for (std::size_t written = 0; written < bytes.size();) {
        const ssize_t count =
            ::write(file.number(), bytes.data() + written, bytes.size() - written);
        if (count <= 0) {
            return fail(ErrorCode::unavailable, "The image cannot be cut just now. Try again.");
        }
        written += static_cast<std::size_t>(count);
    }
    return file;
}

/// What a child says that has one thing to say.
template <typename Answer>
Result<Answer>
ask_child(const Worker& worker, const std::vector<std::string>& arguments, int file) {
    Costs costs;
    std::optional<Answer> answer;
    const auto take = [&](Message&& message) -> Result<void> {
        if (auto* said = std::get_if<Answer>(&message)) answer = std::move(*said);
        return {};
    };
    TRY(run_child(worker, arguments, file, costs, take));
    if (!answer)
        return fail(ErrorCode::unavailable, "The image cannot be cut just now. Try again.");
    return *std::move(answer);
}

} // namespace

Worker find_worker() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return {.program = (program.parent_path() / worker_name).string()};
}

Result<Reading> read_pages(
    const Worker& worker,
    const std::string& path,
    MediaType type,
    std::uint32_t first,
    const ScanSink& sink,
    Costs* costs
) {
    const Descriptor file = TRY(open_file(path));
    PagesReader reader{sink, first};
    Costs unasked;
    while (!reader.is_finished()) {
        const std::vector<std::string> arguments = {
            "pages", std::string{format_media_type(type)}, std::to_string(reader.next())
        };
        const auto take = [&](Message&& message) { return reader.take(std::move(message)); };
        const Ending ending = TRY(
            run_child(worker, arguments, file.number(), costs != nullptr ? *costs : unasked, take)
        );
        TRY(reader.take_ending(ending));
    }
    return reader.take_reading();
}

Result<std::string> cut_strip(const Worker& worker, const std::string& image, const Box& box) {
    const Descriptor file = TRY(hold_in_memory(image));
    const std::vector<std::string> arguments = {
        "strip",
        std::to_string(box.left),
        std::to_string(box.top),
        std::to_string(box.right),
        std::to_string(box.bottom)
    };
    return TRY(ask_child<StripCut>(worker, arguments, file.number())).image;
}

Result<std::string> try_sandbox(const Worker& worker) {
    return TRY(ask_child<FileFailed>(worker, {"sandbox"}, -1)).reason;
}

} // namespace attest::scans
