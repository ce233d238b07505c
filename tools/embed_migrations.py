"""Writes the migrations as one C++ source: embed_migrations.py MIGRATIONS OUT.

MIGRATIONS holds site/ and network/ with NNNN_what_it_does.sql, numbered from 1 without a gap. With
--checksums, prints what src/db/released_migrations.txt holds of a released migration instead."""

import hashlib
import pathlib
import re
import sys

NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
KINDS = ("site", "network")


def migrations(folder):
    """[(number, name, text)] of a folder, in order; ends the build if a name or number is wrong."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = NAME.fullmatch(path.name)
        if not match:
            sys.exit(f"{path}: a migration is called NNNN_what_it_does.sql")
        # A number may be left out: hands that work side by side each take their own before any is in.
        if found and found[-1][0] >= int(match[1]):
            sys.exit(f"{path}: there is another migration of that number")
        found.append((int(match[1]), match[2], path.read_text()))
    return found


def literal(text):
    delimiter = "sql"
    while f"){delimiter}\"" in text:
        delimiter += "_"
    return f'R"{delimiter}({text}){delimiter}"'


def source(folder):
    lines = ['#include "db/migrations.h"', "", "#include <array>", "", "namespace attest::db {"]
    for kind in KINDS:
        found = migrations(folder / kind)
        lines += ["", f"std::span<const Migration> {kind}_migrations() {{"]
        lines += [f"    static constexpr std::array<Migration, {len(found)}> list{{{{"]
        for number, name, text in found:
            lines += [f'        {{.number = {number}, .name = "{name}", .sql = {literal(text)}}},']
        lines += ["    }};" if found else "    }};", "    return list;", "}"]
    lines += ["", "} // namespace attest::db", ""]
    return "\n".join(lines)


def main():
    folder = pathlib.Path(sys.argv[1])
    if sys.argv[2] != "--checksums":
        pathlib.Path(sys.argv[2]).write_text(source(folder))
        return
    for kind in KINDS:
        for number, name, text in migrations(folder / kind):
            print(kind, number, name, hashlib.sha256(text.encode()).hexdigest())


main()
