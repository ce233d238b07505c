#include "scans/made_files.h"

#include "base/verify.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace attest::tests {

namespace {

std::string big_endian(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) {
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
    return out;
}

std::string little_endian(std::uint64_t value, int bytes) {
    std::string out = big_endian(value, bytes);
    std::ranges::reverse(out);
    return out;
}

/// Lines of words, as a page looks from afar.
unsigned char shade(std::uint32_t x, std::uint32_t y) {
    const bool is_ink = y % 16 > 6 && x % 61 > 9 && (x * 7 + y * 13) % 5 < 3;
    return is_ink ? 30 : 240;
}

void run_tool(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    pid_t child = 0;
    VERIFY(posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0);
    int status = 0;
    VERIFY(waitpid(child, &status, 0) == child && status == 0);
}

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string png_chunk(std::string_view name, std::string_view content) {
    const std::string named = std::string{name} + std::string{content};
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(named.data()), static_cast<uInt>(named.size()));
    return big_endian(content.size(), 4) + named + big_endian(sum, 4);
}

std::string pdf_text(const std::string& page) {
    std::string out = "BT /F1 24 Tf 30 TL 60 760 Td\n";
    std::size_t begin = 0;
    while (begin < page.size()) {
        const std::size_t end = std::min(page.find('\n', begin), page.size());
        out += fmt::format("({}) Tj T*\n", page.substr(begin, end - begin));
        begin = end + 1;
    }
    return out + "ET\n";
}

std::string pdf_stream(std::string_view attributes, std::string_view content) {
    return fmt::format(
        "<< {} /Length {} >>\nstream\n{}\nendstream", attributes, content.size(), content
    );
}

} // namespace

ScratchFolder::ScratchFolder() {
    std::string name = "/tmp/attest-scans-XXXXXX";
    VERIFY(mkdtemp(name.data()) != nullptr);
    folder_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
}

std::string ScratchFolder::path(std::string_view name) const {
    return folder_ + "/" + std::string{name};
}

std::string ScratchFolder::write(std::string_view name, std::string_view bytes) const {
    std::string file_path = path(name);
    std::ofstream{file_path, std::ios::binary} << bytes;
    return file_path;
}

std::string make_pdf_of(const std::vector<std::string>& objects) {
    std::string out = "%PDF-1.5\n";
    std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t table_begin = out.size();
    return out + table
           + fmt::format(
               "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
               objects.size() + 1,
               table_begin
           );
}

std::string make_pdf(const std::vector<std::string>& pages, int first_label) {
    const std::string labels =
        first_label == 0
            ? ""
            : fmt::format("/PageLabels << /Nums [0 << /S /D /St {} >>] >>", first_label);
    std::string kids;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        kids += fmt::format("{} 0 R ", 4 + 2 * i);
    }
    std::vector<std::string> objects = {
        fmt::format("<< /Type /Catalog /Pages 2 0 R {} >>", labels),
        fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    };
    for (const std::string& page : pages) {
        objects.push_back(fmt::format(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            objects.size() + 2
        ));
        objects.push_back(pdf_stream("/Filter /FlateDecode", deflate_bytes(pdf_text(page))));
    }
    return make_pdf_of(objects);
}

std::string deflate_bytes(std::string_view bytes) {
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    const int done = compress2(
        reinterpret_cast<Bytef*>(out.data()),
        &size,
        reinterpret_cast<const Bytef*>(bytes.data()),
        bytes.size(),
        6
    );
    VERIFY(done == Z_OK);
    out.resize(size);
    return out;
}

std::string make_png_of(std::string_view header, std::string_view pixels) {
    return std::string{"\x89PNG\r\n\x1A\n"} + png_chunk("IHDR", header)
           + png_chunk("IDAT", deflate_bytes(pixels)) + png_chunk("IEND", "");
}

std::string make_png(std::uint32_t width, std::uint32_t height) {
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows += '\0';
        for (std::uint32_t x = 0; x < width; ++x) {
            rows += static_cast<char>(shade(x, y));
        }
    }
    const std::string header =
        big_endian(width, 4) + big_endian(height, 4) + std::string{"\x08\0\0\0\0", 5};
    return make_png_of(header, rows);
}

std::string make_tiff(std::uint32_t width, std::uint32_t height, int pages) {
    std::string out = "II" + little_endian(42, 2) + little_endian(8, 4);
    const auto entry = [](std::uint16_t tag, std::uint16_t type, std::uint32_t value) {
        return little_endian(tag, 2) + little_endian(type, 2) + little_endian(1, 4)
               + little_endian(value, 4);
    };
    for (int page = 0; page < pages; ++page) {
        const auto begin = static_cast<std::uint32_t>(out.size());
        constexpr std::uint32_t entries = 8;
        const std::uint32_t data = begin + 2 + entries * 12 + 4;
        const std::uint32_t next = page + 1 < pages ? data + width * height : 0;
        out += little_endian(entries, 2) + entry(256, 4, width) + entry(257, 4, height)
               + entry(258, 3, 8) + entry(259, 3, 1) + entry(262, 3, 1) + entry(273, 4, data)
               + entry(278, 4, height) + entry(279, 4, width * height) + little_endian(next, 4);
        for (std::uint32_t y = 0; y < height; ++y) {
            for (std::uint32_t x = 0; x < width; ++x) {
                out += static_cast<char>(shade(x, y));
            }
        }
    }
    return out;
}

std::string make_ppm(std::uint32_t width, std::uint32_t height) {
    std::string out = fmt::format("P6 {} {} 255\n", width, height);
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            out.append(3, static_cast<char>(shade(x, y)));
        }
    }
    return out;
}

std::string make_djvu_photograph(const ScratchFolder& folder) {
    const std::string picture = folder.write("photograph.ppm", make_ppm(320, 400));
    const std::string djvu = folder.path("photograph.djvu");
    run_tool({"c44", "-slice", "74", picture, djvu});
    return read_file(djvu);
}

std::string make_djvu_book(const ScratchFolder& folder) {
    std::string bitmap = "P1 320 400\n";
    for (std::uint32_t y = 0; y < 400; ++y) {
        for (std::uint32_t x = 0; x < 320; ++x) {
            bitmap += shade(x, y) < 128 ? '1' : '0';
        }
        bitmap += '\n';
    }
    const std::string picture = folder.write("page.pbm", bitmap);
    const std::string words = folder.write(
        "words",
        "(page 0 0 320 400 (line 20 300 300 320 (word 20 300 100 320 \"signed\") (word 110 300 200 "
        "320 \"the\") "
        "(word 210 300 300 320 \"order\")) (line 20 270 300 290 (word 20 270 140 290 \"that\") "
        "(word 150 270 300 290 \"night\")))"
    );
    std::vector<std::string> bundle = {"djvm", "-c", folder.path("book.djvu")};
    for (const std::string_view name : {"one.djvu", "two.djvu"}) {
        run_tool({"cjb2", picture, folder.path(name)});
        run_tool({"djvused", folder.path(name), "-e", "select 1; set-txt " + words, "-s"});
        bundle.push_back(folder.path(name));
    }
    run_tool(bundle);
    return read_file(bundle[2]);
}

} // namespace attest::tests
