"""make_citeproc.py OUT.js OUT.cc CITEPROC.js LOWERED-BY PRINTER.js LANGUAGES STYLES: makes the program
that prints references, and the C++ file that holds it.

The program is citeproc-js, lowered to ES5 by LOWERED-BY (a node script), the styles and languages of
CSL as the trees of JSON that citeproc reads without an XML parser, and our PRINTER.js. The bytes are
brought in by the assembler (.incbin), so that a megabyte costs no compile time.
"""

import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

FOLDER = pathlib.Path("/usr/share/citation-style-language")
XML = "{http://www.w3.org/XML/1998/namespace}"

SOURCE = """// Made by tools/make_citeproc.py; do not edit.
#include <string_view>

__asm__(
    ".section .rodata\\n"
    ".balign 16\\n"
    "attest_citeproc:\\n"
    ".incbin \\"{path}\\"\\n"
    "attest_citeproc_end:\\n"
    ".byte 0\\n"
    ".previous\\n"
);
extern "C" const char attest_citeproc[];
extern "C" const char attest_citeproc_end[];

namespace attest::bibliography {{

std::string_view citeproc_program();

std::string_view citeproc_program() {{
    return {{attest_citeproc, static_cast<std::size_t>(attest_citeproc_end - attest_citeproc)}};
}}

}} // namespace attest::bibliography
"""


def tree(element):
    """An element as citeproc's XmlJSON has it: name, attrs, children; text only where it says something."""
    attributes = {name.replace(XML, "xml:"): value for name, value in element.attrib.items()}
    children = [element.text] if element.text and element.text.strip() else []
    name = element.tag.split("}")[-1]
    # A term may be empty words; citeproc wants them as a text.
    if not children and len(element) == 0 and name in ("term", "single", "multiple"):
        children = [""]
    children += [tree(child) for child in element if isinstance(child.tag, str)]
    return {"name": name, "attrs": attributes, "children": children}


def trees(kind, pattern, names):
    """JavaScript for an object of trees, by name."""
    found = {}
    for pair in names.split(","):
        name, file = pair.split("=")
        found[name] = tree(xml.parse(FOLDER / kind / pattern.format(file)).getroot())
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def main(out_js, out_cc, citeproc, lower, printer, languages, styles):
    lowered = subprocess.run(["node", lower, citeproc], check=True, capture_output=True, text=True).stdout
    program = "var module = { exports: {} };\n" + lowered
    program += pathlib.Path(printer).read_text()
    program += f"attest.locales = {trees('locales', 'locales-{}.xml', languages)};\n"
    program += f"attest.styles = {trees('styles', '{}.csl', styles)};\n"
    path = pathlib.Path(out_js).resolve()
    path.write_text(program)
    pathlib.Path(out_cc).write_text(SOURCE.format(path=path))


main(*sys.argv[1:])
