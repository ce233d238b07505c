"""Holds every #include in src/ to the layer() lines of src/CMakeLists.txt."""

import pathlib
import re
import sys

LAYER = re.compile(r"^layer\((\w+)(?:\s+DEPENDS ([\w ]+))?\)", re.MULTILINE)
TEST_ENDINGS = ("_test", "_dbtest", "_bench")
INCLUDE = re.compile(r'\s*#include "(\w+)/')


def layers(build_file):
    """Returns {layer: what it may include}; a layer may only name layers declared above it."""
    allowed = {}
    for name, depends in LAYER.findall(build_file.read_text()):
        for below in depends.split():
            if below not in allowed:
                report(f"{build_file}: {name} depends on {below}, which is not declared above it")
        allowed[name] = {name, *depends.split()}
    return allowed


def check(src):
    allowed = layers(src / "CMakeLists.txt")
    for path in sorted(src.rglob("*.cc")) + sorted(src.rglob("*.h")):
        layer = path.relative_to(src).parts[0]
        if path.parent == src:
            continue  # main.cc may include anything
        if layer not in allowed:
            report(f"{path}: {layer} is not declared as a layer")
            continue
        is_test = path.stem.endswith(TEST_ENDINGS)
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            include = INCLUDE.match(line)
            if include and include[1] == "kit" and is_test:
                continue  # tests/kit/ builds the site that a test needs, from storage/ upwards
            if include and include[1] not in allowed[layer]:
                report(f"{path}:{number}: {layer} may not include {include[1]}")


errors = []
report = errors.append
check(pathlib.Path(sys.argv[1]))
print("\n".join(errors) or "The layers hold.")
sys.exit(bool(errors))
