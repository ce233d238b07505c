// Printing references as the handbooks want them. The rules are not ours: citeproc-js applies the
// styles of the Citation Style Language, in an interpreter of JavaScript inside the program.
//
// The interpreter gets no function of ours to call: no file, no clock, no network. It has a budget
// of memory and of processor time; what runs over it is an error, and the interpreter is made anew.
#pragma once

#include "base/error.h"
#include "bibliography/reference.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace attest::bibliography {

enum class PrintStyle : std::uint8_t {
    chicago, ///< Notes and bibliography.
    mla,
};

struct PrintedReference {
    std::string html; ///< Text with i, b, sub and sup, and nothing else.
    std::string text;
};

/// One interpreter; not for two threads at once.
class Printer {
public:
    Printer();
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;
    ~Printer();

    /// An entry of a bibliography, with the words of an interface language ("ru"; others: English).
    Result<PrintedReference>
    print(const Reference& reference, PrintStyle style, std::string_view language);

private:
    class Interpreter;
    std::unique_ptr<Interpreter> interpreter_;
};

/// With the one interpreter of the process, made when it is first wanted: starting one takes a
/// third of a second and 20 MB, printing 3 ms, and what is printed of sources is kept.
Result<PrintedReference>
print_reference(const Reference& reference, PrintStyle style, std::string_view language);

/// What citeproc wrote, with all tags but those of PrintedReference taken out and every character
/// of text escaped.
PrintedReference clean_entry(std::string_view html);

} // namespace attest::bibliography
