#!/usr/bin/env python3
"""Backups under load (guards.md, C21): backup.py ATTEST [--rounds 3] [--seed N] [--data FOLDER].

While eight clients write, `attest backup` makes a backup, in each form in turn, and proves it. Each is restored into a
new folder: every write acknowledged before the backup began is there, none half. The control: writes acknowledged
after the backup had ended must be missed, or the comparison is blind.
"""

import argparse
import pathlib
import random
import shutil
import sys
import tempfile
import time

import ledger as rig

FORMS = ("folder", "packed.tar.zst", "packed.tar.gz")


def missing(ledger, keys, data):
    """Which of these acknowledged writes are not in the restored folder; and what is half or there twice."""
    found, votes, half = rig.stored_keys(data)
    lost = [key for key in keys if not (
        votes.get((ledger.sent[key]["user"], ledger.sent[key]["post"]), 0) if ledger.sent[key]["kind"] == "vote"
        else found.get(key))]
    twice = [key for key, kinds in found.items() if len(kinds) > 1] + [vote for vote, times in votes.items() if times > 1]
    return lost, [*half, *twice]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("attest", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--data", type=pathlib.Path, default=None)
    options = parser.parse_args()
    options.attest = options.attest.resolve()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    root = pathlib.Path(tempfile.mkdtemp(prefix="attest-backup-", dir=options.data))
    data = root / "data"
    members = rig.make_site(options.attest, data, 240)
    book, targets = rig.Ledger(root / "ledger"), rig.new_targets()
    server = rig.Server(options.attest, data)
    rig.skip_without_doors(server, members)
    writers = rig.start_writers(server, members, book, targets, seed=seed, pause=0.03)
    held = seen_later = 0
    seconds = []
    for number in range(options.rounds):
        time.sleep(1.0)
        before = list(book.acknowledged)
        out, restored = root / FORMS[number % len(FORMS)], root / "restored"
        began = time.monotonic()
        rig.must(options.attest, "backup", "--data", data, out)
        seconds.append(time.monotonic() - began)
        during = set(book.acknowledged)
        time.sleep(0.3)
        later = [key for key in list(book.acknowledged) if key not in during]
        rig.must(options.attest, "restore", out, "--data", restored)
        lost, broken = missing(book, before, restored)
        if lost or broken:
            sys.exit(f"round {number} (seed {seed}): of {len(before)} acknowledged writes {len(lost)} are not in the backup, "
                     f"{len(broken)} are half or twice; see {root}")
        held += len(before)
        seen_later += len(missing(book, later, restored)[0])
        shutil.rmtree(restored)
        shutil.rmtree(out) if out.is_dir() else out.unlink()
    statuses = rig.stop_writers(writers)
    server.stop()
    if not book.acknowledged or not seen_later:
        sys.exit(f"the rig is blind: {len(book.acknowledged)} writes acknowledged, {seen_later} later ones missed, {statuses}; see {root}")
    faults = rig.compare(book, data)
    checked = rig.run(options.attest, "check", "--data", data)
    if faults or checked.returncode != 0:
        sys.exit(f"seed {seed}: {faults[:5]} {checked.stdout}; see {root}")
    shutil.rmtree(root, ignore_errors=True)
    print(f"{options.rounds} backups under load, seed {seed}: {len(book.acknowledged)} writes acknowledged, {held} looked for "
          f"in backups, none missing, none half; {seen_later} later ones not in them, as it should be; "
          f"{sum(seconds) / len(seconds):.2f} s a backup with its proof")


main()
