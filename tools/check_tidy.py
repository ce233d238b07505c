"""Holds the laws of docs/STYLE.md that a line of text can show: check_tidy.py ROOT."""

import pathlib
import re
import sys

# What must not stand where: pattern, the files it is looked for in, the layers where it may stand, why.
LAWS = [
    (r'R"sql\(', "src/**/*.cc", {"storage", "search", "db"}, "SQL stands in storage, search and db"),
    (r"#include <(sqlite3|libpq-fe)\.h>", "src/**/*.[ch]*", {"db"}, "only db knows its drivers"),
    (r"#include <boost/(asio|beast)", "src/**/*.[ch]*", {"http"}, "only http knows sockets"),
    (r"#include <xapian", "src/**/*.[ch]*", {"search"}, "only search knows Xapian"),
    (r"#include <gumbo|#include <cmark", "src/**/*.[ch]*", {"markup"}, "only markup knows its parsers"),
    (r"#include <regex>|std::regex|pcre", "src/**/*.[ch]*", set(), "no backtracking engine meets users' text"),
    (r"\b(system|popen)\(", "src/**/*.cc", set(), "no shell"),
    (r"\bsplit\(std::string_view\{\w+\(", "src/**/*.cc", set(),
     "split a string that has a name: g++ 12 lets what a range-for is given go too early"),
    (r"\bstd::mt19937|\brand\(\)", "src/**/*.cc", set(), "randomness comes through base/random.h"),
    (r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", "static/js/**/*.js", set(),
     "scripts set textContent"),
    (r"https?://(?!www\.w3\.org/)", "static/css/**/*.css", set(), "no file from elsewhere"),
]
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")


def strip_comment(line):
    return line.split("//", 1)[0] if "://" not in line else line


def check_laws(root):
    for pattern, files, allowed, why in LAWS:
        wanted = re.compile(pattern)
        for path in sorted(root.glob(files)):
            parts = path.relative_to(root).parts
            if path.stem.endswith(("_test", "_dbtest", "_fuzz", "_bench")) or parts[1] in allowed:
                continue
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if wanted.search(strip_comment(line)):
                    yield f"{path.relative_to(root)}:{number}: {why}"


def check_files(root):
    for folder in ("src", "tests", "tools", "script", "static", "bench", "migrations"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or path.suffix not in {".cc", ".h", ".py", ".js", ".css", ".sql", ".toml", ".cmake"}:
                continue
            text = path.read_text()
            name = path.relative_to(root)
            if text and not text.endswith("\n"):
                yield f"{name}: the last line has no end"
            for number, line in enumerate(text.splitlines(), start=1):
                if line != line.rstrip() and path.suffix != ".js":
                    yield f"{name}:{number}: white space at the end of a line"
                if TODO.search(line) and path.name != "check_tidy.py":
                    yield f"{name}:{number}: a TODO names its issue: TODO(#12)"


root = pathlib.Path(sys.argv[1])
errors = [*check_laws(root), *check_files(root)]
print("\n".join(errors) or "All is tidy.")
sys.exit(bool(errors))
