// Files made to do harm: hundreds broken by a seeded hand, and bombs. However they end, no child
// lives longer than its time or takes more than its memory, and this process only hears of it.
#include "kit/sanitizers.h"
#include "scans/made_files.h"
#include "scans/worker.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <random>
#include <thread>

using namespace attest;
using namespace attest::scans;
using namespace attest::tests;

namespace {

const Worker worker{.program = ATTEST_SCAN_WORKER};

/// What the parent needs to see that the time is over, and the kernel to end a process, on a busy
/// machine.
constexpr std::chrono::milliseconds margin{1'000};
constexpr std::int64_t memory_kb_max = 256L * 1024;

struct HostileFile {
    std::string name;
    MediaType type = MediaType::pdf;
    std::string bytes;
};

struct Tally {
    std::size_t read = 0;
    std::size_t refused = 0;
    Costs worst;
    std::vector<std::string> complaints;
};

std::string break_bytes(std::string bytes, std::mt19937& random) {
    const auto below = [&](std::size_t end) { return random() % std::max<std::size_t>(end, 1); };
    const std::size_t changes = 1 + below(12);
    for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
        // The front holds what the rest is read by: half of all changes go there.
        const std::size_t at = random() % 2 == 0 ? below(std::min<std::size_t>(bytes.size(), 200))
                                                 : below(bytes.size());
        switch (random() % 6) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes[at] =
                static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ 1U << random() % 8);
            break;
        case 2:
            bytes.erase(at, below(40));
            break;
        case 3:
            bytes.insert(at, bytes.substr(below(bytes.size()), below(60)));
            break;
        case 4:
            std::ranges::fill(
                bytes.begin() + static_cast<std::ptrdiff_t>(at),
                bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + 4, bytes.size())),
                '\xFF'
            );
            break;
        default:
            if (random() % 8 == 0) bytes.resize(at);
        }
    }
    return bytes;
}

/// The file is read as the kind it was, as if it had passed the look at its first bytes.
void read_hostile(
    const ScratchFolder& folder, const HostileFile& file, Tally& tally, std::mutex& lock
) {
    const std::string path = folder.write(file.name, file.bytes);
    Costs costs;
    const auto take = [](ScanEvent&&) -> Result<void> { return {}; };
    const Result<Reading> reading = read_pages(worker, path, file.type, 0, take, &costs);
    const std::scoped_lock guard{lock};
    ++(reading ? tally.read : tally.refused);
    tally.worst.longest = std::max(tally.worst.longest, costs.longest);
    tally.worst.memory_kb_max = std::max(tally.worst.memory_kb_max, costs.memory_kb_max);
    if (costs.longest > child_lives_for + margin || costs.memory_kb_max > memory_kb_max
        || (!reading && reading.error().code() != ErrorCode::invalid)) {
        tally.complaints.push_back(
            fmt::format("{}: {} ms, {} KB", file.name, costs.longest.count(), costs.memory_kb_max)
        );
    }
}

Tally read_all_hostile(const std::vector<HostileFile>& files) {
    const ScratchFolder folder;
    Tally tally;
    std::mutex lock;
    const auto read_every_second = [&](std::size_t first) {
        for (std::size_t i = first; i < files.size(); i += 2) {
            read_hostile(folder, files[i], tally, lock);
        }
    };
    std::jthread other{read_every_second, 1U};
    read_every_second(0);
    other.join();
    MESSAGE(
        files.size() << " files: " << tally.read << " read, " << tally.refused
                     << " refused; the longest child " << tally.worst.longest.count()
                     << " ms, the largest " << tally.worst.memory_kb_max / 1024 << " MB"
    );
    return tally;
}

std::string jpeg_of(const ScratchFolder& folder, const std::string& png) {
    std::string jpeg;
    const auto take = [&](ScanEvent&& event) -> Result<void> {
        if (auto* page = std::get_if<PageRead>(&event)) jpeg = std::move(page->image);
        return {};
    };
    REQUIRE(read_pages(worker, folder.write("source.png", png), MediaType::png, 0, take));
    return jpeg;
}

std::string
one_page(std::string_view media_box, std::string_view resources, std::string_view content) {
    return make_pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>",
         "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         fmt::format(
             "<< /Type /Page /Parent 2 0 R /MediaBox [{}] /Contents 4 0 R /Resources << {} >> >>",
             media_box,
             resources
         ),
         fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content),
         "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 "
         "/Resources << /XObject << /X 5 0 R >> >> >>\nstream\n/X Do /X Do \nendstream"}
    );
}

std::string repeat(std::string_view part, std::size_t times) {
    std::string out;
    out.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        out += part;
    }
    return out;
}

std::string png_header(std::uint32_t width, std::uint32_t height, std::string_view rest) {
    std::string out;
    for (const std::uint32_t side : {width, height}) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out += static_cast<char>(side >> shift & 0xFFU);
        }
    }
    return out + std::string{rest};
}

/// A stream deflated twice: 600 KB of it are 600 MB.
std::string flate_bomb() {
    const std::string once = deflate_bytes(std::string(64UL * 1024 * 1024, ' '));
    const std::string twice = deflate_bytes(repeat(once, 1));
    return make_pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>",
         "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [" + repeat("4 0 R ", 40)
             + "] >>",
         fmt::format("<< /Length {} /Filter [/FlateDecode /FlateDecode] >>\nstream\n", twice.size())
             + twice + "\nendstream"}
    );
}

std::vector<HostileFile> make_bombs(const ScratchFolder& folder) {
    const std::string loop_xref =
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n"
        "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R /Prev 58 >>\n"
        "startxref\n58\n%%EOF\n";
    const std::string page_loop = make_pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99 >>"}
    );
    const std::string many_pages = make_pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 100000000 >>"}
    );
    std::string huge_jpeg = jpeg_of(folder, make_png(200, 200));
    const std::size_t frame = huge_jpeg.find("\xFF\xC0");
    huge_jpeg.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");
    std::string tiff_loop = make_tiff(64, 64, 1);
    tiff_loop.replace(8 + 2 + 8 * 12, 4, std::string{"\x08\0\0\0", 4});
    std::string huge_tiff = make_tiff(64, 64, 1);
    huge_tiff.replace(8 + 2 + 8, 4, "\xFF\xFF\xFF\x7F");
    std::string huge_djvu = make_djvu_photograph(folder);
    huge_djvu.replace(huge_djvu.find("INFO") + 8, 4, "\xFF\xFF\xFF\xFF");
    return {
        {"xref-loop.pdf", MediaType::pdf, loop_xref},
        {"page-loop.pdf", MediaType::pdf, page_loop},
        {"many-pages.pdf", MediaType::pdf, many_pages},
        {"nested.pdf", MediaType::pdf, one_page("0 0 595 842 " + repeat("[", 200'000), "", "")},
        {"nested-content.pdf", MediaType::pdf, one_page("0 0 595 842", "", repeat("[<<", 200'000))},
        {"saved-states.pdf", MediaType::pdf, one_page("0 0 595 842", "", repeat("q ", 1'000'000))},
        {"form-loop.pdf", MediaType::pdf, one_page("0 0 9 9", "/XObject << /X 5 0 R >>", "/X Do")},
        {"huge-sheet.pdf", MediaType::pdf, one_page("0 0 1e9 1e9", "", "0 0 1e9 1e9 re f")},
        {"long-roll.pdf", MediaType::pdf, one_page("0 0 1 1e12", "", "")},
        {"dashes.pdf",
         MediaType::pdf,
         one_page("0 0 595 842", "", "[0.00001] 0 d " + repeat("0 0 m 9999999 9999999 l S ", 2'000))
        },
        {"flate.pdf", MediaType::pdf, flate_bomb()},
        {"huge-1-bit.png",
         MediaType::png,
         make_png_of(
             png_header(60'000, 60'000, {"\x01\0\0\0\0", 5}), std::string(60'000UL * 751, '\0')
         )},
        {"interlaced.png",
         MediaType::png,
         make_png_of(
             png_header(10'900, 10'900, {"\x08\x06\0\0\x01", 5}), std::string(40'000'000, '\0')
         )},
        {"endless.png",
         MediaType::png,
         make_png_of(png_header(2'000'000'000, 2'000'000'000, {"\x08\0\0\0\0", 5}), "\0")},
        {"huge.jpg", MediaType::jpeg, huge_jpeg},
        {"loop.tiff", MediaType::tiff, tiff_loop},
        {"huge.tiff", MediaType::tiff, huge_tiff},
        {"huge.djvu", MediaType::djvu, huge_djvu},
    };
}

} // namespace

TEST_CASE("Three hundred and sixty broken files harm nobody" * doctest::skip(has_sanitizer)) {
    const ScratchFolder folder;
    const std::vector<HostileFile> whole = {
        {"print.pdf", MediaType::pdf, make_pdf({"Stalin signed the order that night."}, 79)},
        {"plain.pdf",
         MediaType::pdf,
         one_page("0 0 595 842", "/XObject << /X 5 0 R >>", "0 0 99 99 re f 1 w 0 0 m 9 9 l S")},
        {"photograph.djvu", MediaType::djvu, make_djvu_photograph(folder)},
        {"book.djvu", MediaType::djvu, make_djvu_book(folder)},
        {"page.png", MediaType::png, make_png(240, 300)},
        {"page.jpg", MediaType::jpeg, jpeg_of(folder, make_png(240, 300))},
        {"page.tiff", MediaType::tiff, make_tiff(120, 150, 2)},
    };
    std::mt19937 random{1534}; // NOLINT(cert-msc51-cpp): the same files in every run
    std::vector<HostileFile> files;
    while (files.size() < 364) {
        const HostileFile& model = whole[files.size() % whole.size()];
        files.push_back(
            {fmt::format("{}-{}", files.size(), model.name),
             model.type,
             break_bytes(model.bytes, random)}
        );
    }
    const Tally tally = read_all_hostile(files);
    CHECK(tally.complaints == std::vector<std::string>{});
    CHECK(tally.read + tally.refused == files.size());
    CHECK(tally.refused > 50);
}

TEST_CASE("Bombs go off in the child" * doctest::skip(has_sanitizer)) {
    const ScratchFolder folder;
    const Tally tally = read_all_hostile(make_bombs(folder));
    CHECK(tally.complaints == std::vector<std::string>{});
}
