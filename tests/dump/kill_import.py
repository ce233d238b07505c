#!/ usr / bin / env python3
"""Kills an import at random moments, starts it again, and compares the database that results with that of
an import that nobody disturbed: a hash over all rows of all tables, sorted.

    kill_import.py PROGRAM DUMP [--kills N] [--seed N] [--data FOLDER]

PROGRAM is `attest` or `dump_tool`. Exits with 1 at the first difference and leaves the folder for a look;
with 77 (skipped) if there is no dump.
"""

import argparse
import hashlib
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SITE = "killed"
#What differs from one import to the next and should : when the tables were made,                  \
    which incarnation it is.
LEFT_OUT = {"migrations"}


def command(program, data, dump):
    if program.name == "dump_tool":
        return [program, "import", data, SITE, dump]
    return [program, "import", "--no-index", "--data", data, "--site", SITE, dump]


def start(program, data, dump):
    return subprocess.Popen(
        [str(part) for part in command(program, data, dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(program, data, dump):
    process = start(program, data, dump)
    output, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"the import failed:\n{output.decode()}")
    return output.decode()


def database_hash(data):
    """One hash a table, and all of them together."""
    file = data / "sites" / f"{SITE}.sqlite"
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    digests = {}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in sorted(tables):
        if table in LEFT_OUT:
            continue
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        if table == "site_properties":
            rows = [row for row in rows if row[0] != "incarnation"]
        digest = hashlib.sha256()
        for line in sorted(repr(row) for row in rows):
            digest.update(line.encode())
        digests[table] = (len(rows), digest.hexdigest())
    indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").fetchall()
    digests["(indexes)"] = (len(indexes), repr(indexes))
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        sys.exit(f"{file} is damaged")
    connection.close()
    return digests


def left_behind(data):
    """What an import should have taken away."""
    names = [path.name for path in (data / "sites").iterdir() if "building" in path.name]
    return names + [path.name for path in (data / "tmp").iterdir()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("dump", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--data", type=pathlib.Path, default=None)
    options = parser.parse_args()
    if not options.dump.exists():
        print(f"skipped: there is no {options.dump}")
        sys.exit(77)

    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    chance = random.Random(seed)
    root = pathlib.Path(tempfile.mkdtemp(prefix="attest-kill-", dir=options.data))
    began = time.monotonic()
    finish(options.program, root / "undisturbed", options.dump)
    whole = time.monotonic() - began
    expected = database_hash(root / "undisturbed")
    print(f"seed {seed}; an undisturbed import takes {whole:.1f} s", flush=True)

    kills = resumed = 0
    while kills < options.kills:
        data = root / "killed"
        shutil.rmtree(data, ignore_errors=True)
#Sometimes the resumed import is killed too, up to three times.
        for _ in range(min(chance.randint(1, 3), options.kills - kills)):
            process = start(options.program, data, options.dump)
            time.sleep(chance.uniform(0, whole))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
        output = finish(options.program, data, options.dump)
        resumed += "goes on from where it was" in output
        found = database_hash(data)
        if found != expected:
            differing = [table for table in expected if found.get(table) != expected[table]]
            sys.exit(f"after {kills} kills (seed {seed}) these tables differ: {differing}; see {root}")
        if left_behind(data):
            sys.exit(f"after {kills} kills (seed {seed}) there is left behind: {left_behind(data)}; see {root}")
    shutil.rmtree(root, ignore_errors=True)
    rows = sum(count for count, _ in expected.values())
    print(f"{kills} kills, {resumed} imports resumed from a checkpoint, all equal ({rows} rows)")


main()
