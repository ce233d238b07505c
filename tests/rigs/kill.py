#!/usr/bin/env python3
"""kill -9 under write load (guards.md, C1): every acknowledged write is there, none half, none twice.

    kill.py ATTEST [--rounds 10] [--seed N] [--data FOLDER] [--strace-every 3]

Eight clients ask, answer, comment, vote and edit over HTTP; at a random moment, or (every third round) at the Nth
write or sync that strace counts, the server is killed. It is started again, the clients send again, with the same
keys, what they had no answer to, and the ledger is compared with the database. At the end `attest check` must find
nothing. Then the control: an acknowledged write that is taken out, and one that is doubled, must both be seen.
"""

import argparse
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time

import ledger as rig

# The comparison reads a whole site after each round.
ROUNDS_A_SITE = 20

POINTS = ("pwrite64", "fdatasync", "fsync", "ftruncate")


def one_round(options, data, members, book, targets, chance, number):
    wrapper = ()
    how = "at a moment"
    if options.strace_every and number % options.strace_every == options.strace_every - 1 and shutil.which("strace"):
        call = chance.choice(POINTS[:2])
        count = chance.randint(5, 250) if call == "pwrite64" else chance.randint(3, 60)
        how = f"at {call} {count}"
        wrapper = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={count}")
    server = rig.Server(options.attest, data, wrapper)
    writers = rig.start_writers(server, members, book, targets, seed=chance.randrange(1 << 30)) if server.is_up else []
    if wrapper:
        limit = time.monotonic() + 20
        while server.process.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)
    else:
        time.sleep(chance.uniform(0.05, 1.5))
    server.kill()
    statuses = rig.stop_writers(writers)

    again = rig.Server(options.attest, data)
    if not again.is_up:
        raise SystemExit(f"round {number}: the server does not start after a kill {how}; see {data}")
    unsettled = rig.retry_unknown(again, members, book) if options.retries else 0
    faults = rig.compare(book, data)
    again.stop()
    if unsettled:
        faults.append(f"{unsettled} writes could not be settled")
    return how, again.start_seconds, statuses, faults


def control(options, data, book):
    """The rig must see a write that is lost, and one that is there twice."""
    file = data / "sites" / f"{rig.SITE}.sqlite"
    act, _ = book.settled("comment")[0]
    whole = file.read_bytes()
    rig.plant(file, [("DELETE FROM comments WHERE body_source LIKE ?", [(f"%{act['key']}%",)])])
    lost = rig.compare(book, data)
    checked = rig.run(options.attest, "check", "--data", data)
    file.write_bytes(whole)
    rig.plant(file, [("INSERT INTO comments (id, post_id, created_at, body_source, body_html)"
                      " SELECT (SELECT max(id) FROM comments) + 1, post_id, created_at, body_source, body_html FROM comments"
                      " WHERE body_source LIKE ?", [(f"%{act['key']}%",)])])
    twice = rig.compare(book, data)
    file.write_bytes(whole)
    if len(lost) != 1 or len(twice) != 1 or checked.returncode != 1:
        raise SystemExit(f"the rig is blind: lost {lost}, twice {twice}, check {checked.stdout}")


def one_site(options, chance, seed, rounds):
    """Some rounds on one site, which is compared as a whole after each."""
    root = pathlib.Path(tempfile.mkdtemp(prefix="attest-kill-", dir=options.data))
    data = root / "data"
    members = rig.make_site(options.attest, data, 160)
    book, targets = rig.Ledger(root / "ledger"), rig.new_targets()
    first = rig.Server(options.attest, data)
    rig.skip_without_doors(first, members)
    first.stop()
    figures = {"slowest": 0.0, "injected": 0}
    for number in rounds:
        how, seconds, statuses, faults = one_round(options, data, members, book, targets, chance, number)
        figures["slowest"] = max(figures["slowest"], seconds)
        figures["injected"] += how != "at a moment"
        for status, count in statuses.items():
            figures[f"status {status}"] = figures.get(f"status {status}", 0) + count
        if faults:
            print("\n".join(faults[:20]))
            sys.exit(f"round {number} (seed {seed}), killed {how}: {len(faults)} faults; see {root}")
    checked = rig.run(options.attest, "check", "--data", data)
    if checked.returncode != 0:
        sys.exit(f"seed {seed}: {checked.stdout}{checked.stderr}; see {root}")
    figures |= {"sent": len(book.sent), "acknowledged": len(book.acknowledged)}
    figures |= {kind: len(book.settled(kind)) for kind in ("question", "answer", "comment", "vote", "edit")}
    if not all(figures[kind] for kind in ("question", "answer", "comment", "vote", "edit")):
        samples = [(act["kind"], act.get("answer", "")[-600:]) for act in book.sent.values() if act["key"] in book.refused][:2]
        sys.exit(f"not everything was written: {figures} {samples}; see {root}")
    control(options, data, book)
    shutil.rmtree(root, ignore_errors=True)
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("attest", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--data", type=pathlib.Path, default=None)
    parser.add_argument("--strace-every", type=int, default=3)
    parser.add_argument("--no-retries", dest="retries", action="store_false")
    options = parser.parse_args()
    options.attest = options.attest.resolve()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    chance = random.Random(seed)
    sums, slowest, injected = {}, 0.0, 0
    for begun in range(0, options.rounds, ROUNDS_A_SITE):
        rounds = min(ROUNDS_A_SITE, options.rounds - begun)
        figures = one_site(options, chance, seed, range(begun, begun + rounds))
        slowest = max(slowest, figures.pop("slowest"))
        injected += figures.pop("injected")
        for name, count in figures.items():
            sums[name] = sums.get(name, 0) + count
        print(f"{begun + rounds} rounds, {sums['acknowledged']} acknowledged", flush=True)
    print(f"{options.rounds} kills ({injected} of them at a counted system call), seed {seed}: none lost, none twice, none half; "
          f"slowest start {slowest:.2f} s; {sums}")


main()
