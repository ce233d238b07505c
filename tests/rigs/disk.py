#!/usr/bin/env python3
"""Disks that fail (guards.md, C4, C5, C26): disk.py ATTEST [full|failing|slow …] [--points N] [--seed N] [--data FOLDER].

  full     the data lie on a small tmpfs that fills up: writes are refused, reading goes on, and writing too once there
           is room again, without a restart
  failing  the Nth write or sync answers EIO or ENOSPC, once or for ever (strace): no success for what is not stored
  slow     every sync takes two seconds (strace): readers keep nine tenths of their rate

In each a control that must fail: an answer that is forged to a success must be seen, and a server whose answers
themselves are slowed must be. What needs a mount or strace is skipped where there is none.
"""

import argparse
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import ledger as rig

FULL_KILOBYTES = 160 * 1024
SLOW_SYNC_MICROSECONDS = 2_000_000
READERS_KEEP = 0.9


def read_rate(port, seconds, paths, readers=4):
    """Pages a second that readers get, each another page; and statuses that are not 200."""
    done, bad, stop = [0] * readers, [], threading.Event()

    def read(index):
        chance = random.Random(index)
        while not stop.is_set():
            try:
                status, _ = rig.get(port, chance.choice(paths))
            except OSError as error:
                status = repr(error)
            done[index] += 1
            if status not in (200, 301):  # 301: a title's address where the door does not name it
                bad.append(status)

    threads = [threading.Thread(target=read, args=(index,), daemon=True) for index in range(readers)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return sum(done) / seconds, bad


def pages(targets):
    return ["/", "/tags", "/users"] + [f"{path}?answertab=oldest" for path in targets["pages"][:200]]


def forged_success_is_seen(book, data):
    """A write that was not stored, called acknowledged: the comparison must say so."""
    found, _, _ = rig.stored_keys(data)
    for key, act in list(book.sent.items()):
        if act["kind"] != "vote" and key not in found:
            book.acknowledged[key] = "forged"
            faults = rig.compare(book, data)
            del book.acknowledged[key]
            return any(key in fault for fault in faults)
    return False


def settle(options, data, members, book, where):
    """Starts a server on a disk that is well, sends again what had no answer, and compares."""
    server = rig.Server(options.attest, data)
    if not server.is_up:
        sys.exit(f"{where}: the server does not start on a mended disk; see {data}")
    unsettled = rig.retry_unknown(server, members, book)
    faults = rig.compare(book, data)
    server.stop()
    checked = rig.run(options.attest, "check", "--data", data)
    if faults or unsettled or checked.returncode != 0:
        sys.exit(f"{where} (seed {options.seed}): {faults[:10]}, {unsettled} unsettled, {checked.stdout}; see {data}")


def try_full(options, root):
    mount = root / "small"
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={FULL_KILOBYTES}k,mode=700", "none", mount],
                      capture_output=True).returncode != 0:
        print("full: skipped, since nothing may be mounted here")
        return
    try:
        data = mount / "data"
        members = rig.make_site(options.attest, data, 240)
        book, targets = rig.Ledger(root / "full-ledger"), rig.new_targets()
        server = rig.Server(options.attest, data)
        rig.skip_without_doors(server, members)
        writers = rig.start_writers(server, members, book, targets, seed=options.seed, pause=0.02)
        time.sleep(2)
        before, _ = read_rate(server.port, 2, pages(targets))
        (mount / "ballast").write_bytes(b"")
        with open(mount / "ballast", "ab", buffering=0) as ballast:
            try:
                while ballast.write(b"x" * 65_536):
                    pass
            except OSError:
                pass
        time.sleep(2)
        acknowledged = len(book.acknowledged)
        full, bad = read_rate(server.port, 2, pages(targets))
        (mount / "ballast").unlink()
        time.sleep(3)
        after = len(book.acknowledged)
        statuses = rig.stop_writers(writers)
        refusals = sum(count for status, count in statuses.items() if status in (503, 507))
        if server.process.poll() is not None:
            sys.exit(f"full: the server has ended; see {root}")
        if bad or not refusals or full < READERS_KEEP * before or after <= acknowledged:
            sys.exit(f"full (seed {options.seed}): {before:.0f} pages/s before and {full:.0f} on a full disk, bad {bad[:3]}, "
                     f"{refusals} refusals, {after - acknowledged} writes once there was room; {statuses}")
        if not forged_success_is_seen(book, data):
            sys.exit("full: the rig is blind")
        server.stop()
        settle(options, data, members, book, "full")
        print(f"full: {len(book.acknowledged)} acknowledged, {refusals} refused with 503, none lost; {before:.0f} pages/s before, "
              f"{full:.0f} on the full disk; {after - acknowledged} writes once there was room, without a restart")
    finally:
        subprocess.run(["umount", "-l", mount], capture_output=True)


def try_failing(options, root):
    if not shutil.which("strace"):
        print("failing: skipped, since there is no strace")
        return
    chance = random.Random(options.seed)
    data = root / "failing" / "data"
    members = rig.make_site(options.attest, data, 240)
    book, targets = rig.Ledger(root / "failing-ledger"), rig.new_targets()
    refused_starts = closed = 0
    for number in range(options.points):
        call = chance.choice(("pwrite64", "pwrite64", "fdatasync"))
        error = chance.choice(("EIO", "ENOSPC")) if call == "pwrite64" else "EIO"
        when = f"{chance.randint(1, 200 if call == 'pwrite64' else 40)}{chance.choice(('', '+'))}"
        wrapper = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}")
        where = f"failing: point {number}, {call} {error} at {when}"
        if number == 0:
            first = rig.Server(options.attest, data)
            rig.skip_without_doors(first, members)
            first.stop()
        server = rig.Server(options.attest, data, wrapper)
        if server.is_up:
            writers = rig.start_writers(server, members, book, targets, seed=chance.randrange(1 << 30))
            time.sleep(1.0)
            if server.process.poll() is not None:
                sys.exit(f"{where}: the server has ended; see {root}")
            closed += rig.get(server.port, "/healthz")[1].strip() == b"degraded"
            if targets["questions"] and rig.get(server.port, f"/questions/{targets['questions'][0][0]}?answertab=oldest")[0] not in (200, 301, 302, 303):
                sys.exit(f"{where}: reading does not go on; see {root}")
            rig.stop_writers(writers)
        else:
            refused_starts += 1
        server.kill()
        settle(options, data, members, book, where)
    if not book.acknowledged:
        sys.exit("failing: nothing was written")
    act = book.settled("comment")[0][0]
    rig.plant(data / "sites" / f"{rig.SITE}.sqlite", [("DELETE FROM comments WHERE body_source LIKE ?", [(f"%{act['key']}%",)])])
    if len(rig.compare(book, data)) != 1:
        sys.exit("failing: the rig is blind")
    print(f"failing: {options.points} points, {len(book.sent)} writes sent, {len(book.acknowledged)} acknowledged, none lost, none "
          f"twice; {closed} writers closed by a failed sync, {refused_starts} starts refused")


def with_strace(*injections):
    calls = ",".join(sorted({injection.split(":")[0] for injection in injections}))
    wrapper = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
    for injection in injections:
        wrapper += ["-e", f"inject={injection}"]
    return wrapper


def try_slow(options, root):
    if not shutil.which("strace"):
        print("slow: skipped, since there is no strace")
        return
    slow_sync = f"fdatasync:delay_enter={SLOW_SYNC_MICROSECONDS}"
    # The three wait for one system call each, so that all bear the same load of being watched.
    kinds = {"well": with_strace("fdatasync:delay_enter=1"), "slow": with_strace(slow_sync)}
    servers, books = {}, {}
    for name, wrapper in kinds.items():
        data = root / name / "data"
        members = rig.make_site(options.attest, data, 64)
        book, targets = rig.Ledger(root / f"{name}-ledger"), rig.new_targets()
        first = rig.Server(options.attest, data)
        rig.skip_without_doors(first, members)
        writers = rig.start_writers(first, members, book, targets, seed=options.seed)
        time.sleep(1.0)
        rig.stop_writers(writers)
        first.stop()
        servers[name] = rig.Server(options.attest, data, wrapper)
        books[name] = (data, members, book, targets)
    writers = {name: rig.start_writers(servers[name], members, book, targets, seed=options.seed + 1, pause=0.05)
               for name, (data, members, book, targets) in books.items()}
    rates = {name: [] for name in kinds}
    for _ in range(5):
        for name in kinds:
            rate, bad = read_rate(servers[name].port, 1.5, pages(books[name][3]))
            if bad:
                sys.exit(f"slow: readers of “{name}” got {bad[:3]}")
            rates[name].append(rate)
    median = {name: statistics.median(values) for name, values in rates.items()}
    for name in kinds:
        for writer in writers[name]:
            writer.stopping.set()
    for name in kinds:
        rig.stop_writers(writers[name])
        servers[name].kill()
    data, members, book, _ = books["slow"]
    settle(options, data, members, book, "slow")
    control = rig.Server(options.attest, data, with_strace("sendmsg:delay_enter=20000", "sendto:delay_enter=20000", "writev:delay_enter=20000"))
    slowed, _ = read_rate(control.port, 1.5, pages(books["slow"][3]))
    control.kill()
    if median["slow"] < READERS_KEEP * median["well"] or slowed >= READERS_KEEP * median["well"]:
        sys.exit(f"slow (seed {options.seed}): {median['well']:.0f} pages/s on a disk that is well, {median['slow']:.0f} where a sync "
                 f"takes 2 s; with slowed answers, the control, {slowed:.0f}")
    print(f"slow: {median['well']:.0f} pages/s on a disk that is well, {median['slow']:.0f} where a sync takes 2 s "
          f"({median['slow'] / median['well']:.0%}); {slowed:.0f} in the control; {len(book.acknowledged)} acknowledged, none lost")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("attest", type=pathlib.Path)
    parser.add_argument("faults", nargs="*", default=["full", "failing", "slow"])
    parser.add_argument("--points", type=int, default=8)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--data", type=pathlib.Path, default=None)
    options = parser.parse_args()
    options.attest = options.attest.resolve()
    options.seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    root = pathlib.Path(tempfile.mkdtemp(prefix="attest-disk-", dir=options.data))
    for fault in options.faults:
        {"full": try_full, "failing": try_failing, "slow": try_slow}[fault](options, root)
    shutil.rmtree(root, ignore_errors=True)


main()
