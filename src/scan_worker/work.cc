#include "scan_worker/work.h"

#include "base/text.h"
#include "scan_worker/page.h"
#include "scan_worker/sandbox.h"
#include "scans/limits.h"
#include "scans/message.h"

#include <fontconfig/fontconfig.h>
#include <iconv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips.h>
// libvips leaves this out of vips.h.
#include <vips/vector.h>

#include <chrono>
#include <exception>
#include <optional>

namespace attest::scan_worker {

namespace {

using scans::MediaType;

constexpr int file_number = 3;
constexpr int pipe_number = 4;

/// Whether the parent still listens.
bool say(const scans::Message& message) {
    const std::string bytes = scans::format_message(message);
    for (std::size_t written = 0; written < bytes.size();) {
        const ssize_t count = ::write(pipe_number, bytes.data() + written, bytes.size() - written);
        if (count <= 0) return false;
        written += static_cast<std::size_t>(count);
    }
    return true;
}

/// Loads what libraries load only when they need it, since behind the walls they cannot.
void prepare_libraries() {
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    // Its vector code is written at run time, which the walls forbid.
    vips_vector_set_enabled(FALSE);
    // Conversions of poppler's strings: the C library keeps the two modules while they are open.
    iconv_open("UTF-8", "UTF-16");
    iconv_open("UTF-16", "UTF-8");
    iconv_open("UTF-8", "UTF-16LE");
    iconv_open("UTF-16LE", "UTF-8");
    FcInit();
}

/// The file, read-only, not copied.
std::optional<std::string_view> map_file() {
    struct stat status{};
    if (fstat(file_number, &status) != 0 || status.st_size <= 0) return std::nullopt;
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > scans::file_bytes_max) return std::nullopt;
    void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file_number, 0);
    if (bytes == MAP_FAILED) return std::nullopt;
    return std::string_view{static_cast<const char*>(bytes), size};
}

Opened open_document(std::string_view bytes, MediaType type) {
    switch (type) {
    case MediaType::pdf:
        return open_pdf(bytes);
    case MediaType::djvu:
        return open_djvu(bytes);
    case MediaType::jpeg:
    case MediaType::png:
    case MediaType::tiff:
        return open_picture(bytes, type);
    }
    return unreadable("The file is of no kind that can be read.");
}

scans::Message read_page(Document& document, std::uint32_t index) {
    try {
        Result<Page> page = document.read_page(index);
        if (!page) return scans::PageFailed{index, page.error().message()};
        auto finished = finish_page(index, *std::move(page));
        if (!finished) return scans::PageFailed{index, finished.error().message()};
        return *std::move(finished);
    } catch (const std::exception&) {
        return scans::PageFailed{index, "The page needs too much memory."};
    }
}

void read_pages(Document& document, std::uint32_t first) {
    const auto end = std::chrono::steady_clock::now() + scans::child_works_for;
    if (!say(scans::FileOpened{document.page_count()})) return;
    std::uint32_t index = first;
    while (index < document.page_count()) {
        if (!say(read_page(document, index))) return;
        ++index;
        if (std::chrono::steady_clock::now() >= end) break;
    }
    say(scans::WorkDone{index});
}

int work_pages(std::string_view type_name, std::string_view first_page) {
    const auto type = scans::parse_media_type(type_name);
    const auto first = parse_number<std::uint32_t>(first_page);
    if (!type || !first) return 2;
    prepare_libraries();
    if (*type == MediaType::djvu) prepare_djvu();
    if (!enter_sandbox()) {
        say(scans::FileFailed{"The program that reads files cannot lock itself in."});
        return 1;
    }
    const auto bytes = map_file();
    if (!bytes) {
        say(scans::FileFailed{"The file is empty or too large."});
        return 0;
    }
    try {
        const Opened document = open_document(*bytes, *type);
        if (document) {
            read_pages(**document, *first);
        } else {
            say(scans::FileFailed{document.error().message()});
        }
        // What the libraries would do at their end is not worth the risk.
        _exit(0);
    } catch (const std::exception&) {
        say(scans::FileFailed{"The file needs too much memory."});
    }
    return 0;
}

int work_strip(const std::vector<std::string>& sides) {
    scans::Box box;
    std::size_t next = 0;
    for (std::uint16_t* side : {&box.left, &box.top, &box.right, &box.bottom}) {
        const auto number = parse_number<std::uint16_t>(sides[next++]);
        if (!number || *number > scans::box_scale) return 2;
        *side = *number;
    }
    prepare_libraries();
    if (!enter_sandbox()) return 1;
    const auto bytes = map_file();
    if (!bytes) return 1;
    const Result<std::string> strip = cut_strip(*bytes, box);
    if (!strip) return 1;
    say(scans::StripCut{*strip});
    return 0;
}

int work_sandbox() {
    prepare_libraries();
    if (!enter_sandbox()) return 1;
    say(scans::FileFailed{find_holes()});
    return 0;
}

} // namespace

int work(const std::vector<std::string>& arguments) {
    if (VIPS_INIT("attest-scan-worker") != 0) return 1;
    if (arguments.size() == 3 && arguments[0] == "pages") {
        return work_pages(arguments[1], arguments[2]);
    }
    if (arguments.size() == 5 && arguments[0] == "strip") {
        return work_strip({arguments.begin() + 1, arguments.end()});
    }
    if (arguments.size() == 1 && arguments[0] == "sandbox") return work_sandbox();
    return 2;
}

} // namespace attest::scan_worker
