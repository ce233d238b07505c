// Files of the kinds that can be uploaded, made by the tests themselves: small, valid, and with
// known words on their pages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::tests {

/// A folder of its own, gone with its owner.
class ScratchFolder {
public:
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    [[nodiscard]] std::string path(std::string_view name) const;
    std::string write(std::string_view name, std::string_view bytes) const;

private:
    std::string folder_;
};

/// One page a text; lines end with "\n". Page labels begin with `first_label` unless that is 0.
std::string make_pdf(const std::vector<std::string>& pages, int first_label = 0);

/// A PDF from its objects, numbered from 1, of which the first is the catalogue.
std::string make_pdf_of(const std::vector<std::string>& objects);

std::string deflate_bytes(std::string_view bytes);

/// Grey stripes, as if printed.
std::string make_png(std::uint32_t width, std::uint32_t height);

/// A PNG whose header says one thing and whose data is given.
std::string make_png_of(std::string_view header, std::string_view pixels);

std::string make_tiff(std::uint32_t width, std::uint32_t height, int pages);
std::string make_ppm(std::uint32_t width, std::uint32_t height);

/// By djvulibre's own programs: a photograph, and a bundle of two pages of print with words.
std::string make_djvu_photograph(const ScratchFolder& folder);
std::string make_djvu_book(const ScratchFolder& folder);

} // namespace attest::tests
