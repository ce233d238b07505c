#!/usr/bin/env python3
"""Kills an import at random moments, starts it again, and compares the database that results with that of
an import that nobody disturbed: a hash over all rows of all tables, sorted.

    kill_import.py PROGRAM DUMP [--kills N] [--seed N] [--data FOLDER]

PROGRAM is `attest` or `dump_tool`. Where there is no DUMP, one of our own making is used. Exits with 1 at the
first difference and leaves the folder for a look.
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
# What differs from one import to the next and should: when the tables were made, which incarnation it is.
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


def write_dump(folder, chance):
    """A dump of nothing but numbers and words, large enough for an import of some batches a table."""
    folder.mkdir()
    words = [f"w{number}" for number in range(500)]
    day = "2020-01-{:02}T10:00:00.000"

    def text():
        return " ".join(chance.choices(words, k=60))

    def table(name, rows):
        lines = (" ".join(f'{key}="{value}"' for key, value in row.items()) for row in rows)
        body = "".join(f"  <row {line} />\n" for line in lines)
        (folder / f"{name}.xml").write_text(f"<{name.lower()}>\n{body}</{name.lower()}>\n")

    posts, history = [], []
    for number in range(1, 12_001):
        place = number % 3
        source = text()
        post = {"Id": number, "PostTypeId": 1 if place == 1 else 2, "CreationDate": day.format(number % 28 + 1)}
        if place == 1:
            post |= {"Title": text()[:80], "Tags": "|w1|w2|", "ViewCount": number, "AnswerCount": 2}
        else:
            post["ParentId"] = number - (1 if place == 2 else 2)
        post |= {"Score": 1, "Body": f"&lt;p&gt;{source}&lt;/p&gt;", "OwnerUserId": number % 900 + 1, "CommentCount": 1}
        posts.append(post)
        if number % 2:
            history.append(
                {
                    "Id": number,
                    "PostHistoryTypeId": 2,
                    "PostId": number,
                    "CreationDate": post["CreationDate"],
                    "Text": source,
                }
            )
    table("Posts", posts)
    table("PostHistory", history)
    table(
        "Users",
        ({"Id": n, "Reputation": n, "CreationDate": day.format(1), "DisplayName": f"User {n}"} for n in range(1, 901)),
    )
    table(
        "Comments",
        (
            {"Id": n, "PostId": n, "Score": 0, "Text": text(), "CreationDate": day.format(2)}
            for n in range(1, 12_001)
        ),
    )
    table(
        "Votes",
        (
            {"Id": n, "PostId": n % 12_500 + 1, "VoteTypeId": 2, "CreationDate": day.format(3)}
            for n in range(1, 30_001)
        ),
    )
    table("Tags", ({"Id": n, "TagName": f"w{n}", "Count": 4000} for n in (1, 2)))
    # One id twice, so that there is a rejected row, to be counted once.
    table("Badges", ({"Id": n % 4_000 + 1, "UserId": n, "Name": "Teacher", "Date": day.format(4)} for n in range(4_001)))
    return folder


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
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    chance = random.Random(seed)
    root = pathlib.Path(tempfile.mkdtemp(prefix="attest-kill-", dir=options.data))
    if not options.dump.exists():
        print(f"there is no {options.dump}: a dump of our own making is used")
        options.dump = write_dump(root / "dump", chance)
    began = time.monotonic()
    finish(options.program, root / "undisturbed", options.dump)
    whole = time.monotonic() - began
    expected = database_hash(root / "undisturbed")
    print(f"seed {seed}; an undisturbed import takes {whole:.1f} s", flush=True)

    kills = resumed = 0
    while kills < options.kills:
        data = root / "killed"
        shutil.rmtree(data, ignore_errors=True)
        # Sometimes the resumed import is killed too, up to three times.
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
