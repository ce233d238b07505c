"""embed.py FOLDER OUT.cc: makes a C++ file that holds every file below FOLDER in the program.

The bytes are brought in by the assembler (.incbin), so that a megabyte of fonts costs no compile time.
The file defines attest::http::embedded_static_files() (src/http/static_files.h), sorted by name.
"""

import pathlib
import sys

HEAD = """// Made by tools/embed.py; do not edit.
#include "http/static_files.h"

#include <array>

"""

ASSEMBLY = """// {name}
__asm__(
    ".section .rodata\\n"
    ".balign 16\\n"
    "attest_static_{number}:\\n"
    ".incbin \\"{path}\\"\\n"
    "attest_static_{number}_end:\\n"
    ".byte 0\\n"
    ".previous\\n"
);
extern "C" const char attest_static_{number}[];
extern "C" const char attest_static_{number}_end[];

"""

ROW = '        {{"{name}", {{attest_static_{number}, static_cast<std::size_t>(attest_static_{number}_end - attest_static_{number})}}}},\n'


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


def main(folder, out):
    root = pathlib.Path(folder).resolve()
    files = sorted(
        (path.relative_to(root).as_posix(), path)
        for path in root.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )
    text = HEAD
    for number, (name, path) in enumerate(files):
        text += ASSEMBLY.format(name=name, number=number, path=quoted(str(path)))
    text += "namespace attest::http {\n\nstd::span<const EmbeddedFile> embedded_static_files() {\n"
    if files:
        text += f"    static const std::array<EmbeddedFile, {len(files)}> files{{{{\n"
        for number, (name, path) in enumerate(files):
            text += ROW.format(name=quoted(name), number=number)
        text += "    }};\n    return files;\n"
    else:
        text += "    return {};\n"
    text += "}\n\n} // namespace attest::http\n"

    pathlib.Path(out).write_text(text)


main(*sys.argv[1:])
