"""What the rigs share: a server that can be killed, members who are signed in, and the ledger of guards.md C1.

A client writes `SENT key` to its own fsynced file before a request, `ACK key` with what it was answered after a
success, and nothing where the outcome is unknown. Afterwards: what was acknowledged is stored, what is stored was
sent, nothing twice, nothing half.
"""

import fcntl
import hashlib
import http.client
import json
import os
import pathlib
import random
import re
import secrets
import signal
import socket
import sqlite3
import struct
import subprocess
import threading
import time
import urllib.parse

TOKEN_BYTES = 32  # as src/security/token.h
LOCAL_ID_MIN = 1_500_000_000
SITE = "rig"
WORDS = [f"word{number}" for number in range(400)]


def run(attest, *arguments):
    return subprocess.run([attest, *map(str, arguments)], capture_output=True, text=True, timeout=600)


def must(attest, *arguments):
    done = run(attest, *arguments)
    if done.returncode != 0:
        raise SystemExit(f"attest {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    return done.stdout


# ── A database written behind Attest's back, with the sums that its pages must carry ──


def page_sum(page, number):
    """src/db/page_checks.cc, written a second time."""
    state = [number, 1, 2, 3]
    for index, word in enumerate(struct.unpack("<511Q", page[:4088])):
        value = (state[index % 4] ^ word) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        state[index % 4] = (value << 31 | value >> 33) & 0xFFFFFFFFFFFFFFFF
    turned = [(value << turn | value >> (64 - turn)) & 0xFFFFFFFFFFFFFFFF for value, turn in zip(state, (0, 16, 32, 48))]
    return turned[0] ^ turned[1] ^ turned[2] ^ turned[3]


def plant(file, statements):
    connection = sqlite3.connect(file)
    for sql, rows in statements:
        connection.executemany(sql, rows)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    for start in range(0, len(content), 4096):
        content[start + 4088:start + 4096] = struct.pack("<Q", page_sum(content[start:start + 4096], start // 4096 + 1))
    file.write_bytes(content)


class Member:
    def __init__(self, number):
        self.number = number
        self.account = 1000 + number
        self.user = LOCAL_ID_MIN + number
        self.secret = secrets.token_urlsafe(TOKEN_BYTES)
        self.csrf = None


def make_site(attest, data, members_count):
    """A new site with members who are signed in."""
    must(attest, "site", "add", "--data", data, SITE, "--title", "Rig")
    return add_members(attest, data, SITE, members_count)


def add_members(attest, data, site, members_count):
    """Members of a site, signed in: their sessions are planted, as hashing some hundred passwords would take longer
    than the rig."""
    limits = re.findall(r"^(limit\.\S+)", must(attest, "site", "show", "--data", data, site), re.MULTILINE)
    now = int(time.time() * 1000)
    old = now - 400 * 86_400_000
    members = [Member(number) for number in range(members_count)]
    plant(data / "network.sqlite", [
        ("INSERT INTO accounts (id, email, email_key, display_name, created_at, confirmed_at) VALUES (?, ?, ?, ?, ?, ?)",
         [(m.account, f"m{m.number}@example.org", f"m{m.number}@example.org", f"Member {m.number}", old, old) for m in members]),
        ("INSERT INTO sessions (token_hash, account_id, created_at, seen_at, expires_at, proved_at, device, address)"
         " VALUES (?, ?, ?, ?, ?, ?, 'rig', '127.0.0.1')",
         [(hashlib.sha256(m.secret.encode()).hexdigest(), m.account, now, now, now + 86_400_000, now) for m in members]),
    ])
    plant(data / "sites" / f"{site}.sqlite", [
        ("INSERT INTO users (id, account_id, display_name, reputation, created_at, is_moderator) VALUES (?, ?, ?, 20001, ?, 0)",
         [(m.user, m.account, f"Member {m.number}", old) for m in members]),
        ("INSERT INTO reputation_events (user_id, kind, points, amount, day, created_at) VALUES (?, 1, 20001, 20001, ?, ?)",
         [(m.user, old // 86_400_000, old) for m in members]),
        ("INSERT INTO totals (name, value) VALUES ('users', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
         [(members_count,)]),
        # What holds a flood back would hold the rig back.
        ("INSERT INTO site_properties (name, value) VALUES (?, 'off')", [(limit,) for limit in limits]),
    ])
    return members


# ── The server ──


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`attest serve`, behind `wrapper` (strace with its faults) if there is one."""

    def __init__(self, attest, data, wrapper=(), settings=""):
        self.port = free_port()
        self.data = pathlib.Path(data)
        config = pathlib.Path(data).parent / "rig.toml"
        config.write_text('metrics_listen = ""\naccess_log = false\n' + settings)
        self.log = open(pathlib.Path(data).parent / "server.log", "ab")
        started = time.monotonic()
        self.process = subprocess.Popen(
            [*map(str, wrapper), str(attest), "serve", "--data", str(data), "--config", str(config),
             "--listen", f"127.0.0.1:{self.port}"], stdout=subprocess.DEVNULL, stderr=self.log, start_new_session=True)
        self.is_up = False
        while self.process.poll() is None and time.monotonic() - started < 60:
            try:
                if get(self.port, "/healthz")[0] == 200:
                    self.is_up = True
                    break
            except OSError:
                time.sleep(0.01)
        self.start_seconds = time.monotonic() - started

    def kill(self):
        """kill -9 of the server, and of the strace that holds it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.log.close()
        # strace is gone; what it held may take a moment longer to go, and to let go of the folder.
        with open(self.data / "lock", "rb") as lock:
            limit = time.monotonic() + 20
            while time.monotonic() < limit:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    time.sleep(0.005)

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        self.log.close()
        return self.process.returncode


def get(port, path, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


# ── The ledger ──


class Ledger:
    """What was sent and what was acknowledged, on disk before the server hears of it."""

    def __init__(self, file):
        self.file = open(file, "ab")
        self.lock = threading.Lock()
        self.sent = {}
        self.acknowledged = {}
        self.refused = {}

    def _write(self, word, key, value):
        with self.lock:
            self.file.write(f"{word} {key} {json.dumps(value)}\n".encode())
            self.file.flush()
            os.fsync(self.file.fileno())

    def send(self, act):
        self._write("SENT", act["key"], act)
        self.sent[act["key"]] = act

    def acknowledge(self, key, result):
        self._write("ACK", key, result)
        self.acknowledged[key] = result

    def refuse(self, key, status):
        self._write("REFUSED", key, status)
        self.refused[key] = status

    def unknown(self):
        return [act for key, act in list(self.sent.items()) if key not in self.acknowledged and key not in self.refused]

    def settled(self, kind):
        return [(act, self.acknowledged[key]) for key, act in list(self.sent.items())
                if key in self.acknowledged and act["kind"] == kind]


def number_after(pattern, location):
    found = re.search(pattern, location or "")
    return int(found.group(1)) if found else None


class Client:
    """One member with one connection."""

    def __init__(self, port, member, timeout=30):
        self.member = member
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def request(self, method, path, fields=None):
        headers = {"Cookie": f"session={self.member.secret}"}
        body = None
        if fields is not None:
            if self.member.csrf is None:
                page = self.request("GET", "/account/notifications")[1]
                self.member.csrf = re.search(rb'name="?csrf_token"? value="?([\w-]+)', page).group(1).decode()
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
                        "Origin": f"http://127.0.0.1:{self.connection.port}"}
            body = urllib.parse.urlencode({**fields, "csrf_token": self.member.csrf})
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, content, answer.getheader("Location")

    def do(self, act, ledger):
        """Sends an act; the status, or None if the outcome is unknown."""
        try:
            if "form" in act and "base" not in act["fields"]:
                # The text that the edit is written on. Another one may come between: that is a conflict, 409.
                form = self.request("GET", act["form"])[1]
                base = re.search(rb'name="?base"? value="?([^"> ]+)', form)
                if base:
                    act["fields"]["base"] = base.group(1).decode()
            status, content, location = self.request("POST", act["path"], act["fields"])
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return None
        if status in (200, 201, 303):
            ledger.acknowledge(act["key"], location or "")
        elif status in (500, 503):
            return status  # what happened is not said: only a retry with the same key can tell
        else:
            act["answer"] = content[-4000:].decode(errors="replace")
            ledger.refuse(act["key"], status)
        return status


class Writer(threading.Thread):
    """Asks, answers, comments, votes and edits until it is told to stop or the server is gone."""

    def __init__(self, port, members, ledger, seed, targets, pause=0.0):
        super().__init__(daemon=True)
        self.port, self.members, self.ledger, self.targets, self.pause = port, members, ledger, targets, pause
        self.chance = random.Random(seed)
        self.stopping = threading.Event()
        self.statuses = {}
        self.seconds = []

    def text(self, key):
        count = self.chance.choice((8, 30, 30, 200, 1500))
        return " ".join(self.chance.choices(WORDS, k=count)) + f" ledger-{key}"

    def next_act(self, member):
        key = secrets.token_hex(16)
        kinds = ["question"] if not self.targets["questions"] else \
            ["question", "answer", "answer", "comment", "comment", "vote", "vote", "edit"]
        kind = self.chance.choice(kinds)
        fields = {"idempotency_key": key}
        act = {"key": key, "kind": kind, "user": member.user, "fields": fields}
        if kind == "question":
            title = f"Why {key[:12]} {' '.join(self.chance.choices(WORDS, k=5))}?"
            fields |= {"title": title, "body": self.text(key), "tags": "law history"}
            act["path"] = "/questions"
        elif kind == "answer":
            act["path"] = f"/questions/{self.chance.choice(self.targets['questions'])[0]}/answers"
            fields["body"] = self.text(key)
        elif kind == "comment":
            act["path"] = f"/posts/{self.chance.choice(self.targets['posts'])[0]}/comments"
            fields["body"] = f"On this, see ledger-{key}"
        else:
            # One's own posts and edits of the last minutes are edited in place, without a revision.
            choices = [post for post in self.targets["posts"] if post[1] != member.user]
            if not choices:
                return self.next_act(member)
            post = self.chance.choice(choices)[0]
            act["post"] = post
            if kind == "vote":
                if (member.user, post) in self.targets["votes"]:
                    return self.next_act(member)
                self.targets["votes"].add((member.user, post))
                fields["kind"] = "up"
                act["path"] = f"/posts/{post}/vote"
            else:
                if (member.user, post) in self.targets["edits"]:
                    return self.next_act(member)
                self.targets["edits"].add((member.user, post))
                title = self.targets["titles"].get(post)
                if title is not None:
                    fields |= {"title": title, "tags": "law history"}
                fields |= {"body": self.text(key), "summary": "once more"}
                act["path"] = f"/posts/{post}/edit"
                act["form"] = act["path"]
        return act

    def learn(self, act):
        location = self.ledger.acknowledged.get(act["key"])
        if location is None:
            return
        if act["kind"] == "question":
            number = number_after(r"/questions/(\d+)", location)
            self.targets["pages"].append(urllib.parse.urlsplit(location).path)
            self.targets["titles"][number] = act["fields"]["title"]
            self.targets["questions"].append((number, act["user"]))
            self.targets["posts"].append((number, act["user"]))
        elif act["kind"] == "answer":
            number = number_after(r"#(\d+)$", location)
            if number is not None:
                self.targets["posts"].append((number, act["user"]))

    def run(self):
        clients = [Client(self.port, member) for member in self.members]
        while not self.stopping.is_set():
            client = self.chance.choice(clients)
            act = self.next_act(client.member)
            self.ledger.send(act)
            began = time.monotonic()
            status = client.do(act, self.ledger)
            self.seconds.append(time.monotonic() - began)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status is None and not self.stopping.is_set():
                return  # the server is gone
            self.learn(act)
            if self.pause:
                time.sleep(self.pause)


def new_targets():
    return {"questions": [], "posts": [], "votes": set(), "edits": set(), "titles": {}, "pages": []}


def start_writers(server, members, ledger, targets, count=8, seed=0, pause=0.0):
    writers = [Writer(server.port, members[index::count], ledger, seed * 1000 + index, targets, pause) for index in range(count)]
    for writer in writers:
        writer.start()
    return writers


def skip_without_doors(server, members):
    """Ends the rig, skipped, where there is no door to ask by."""
    if Client(server.port, members[0]).request("POST", "/questions", {})[0] in (404, 405):
        server.kill()
        print("skipped: there is no door to ask by in this build")
        raise SystemExit(77)


def stop_writers(writers):
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join(timeout=120)
    statuses = {}
    for writer in writers:
        for status, number in writer.statuses.items():
            statuses[status] = statuses.get(status, 0) + number
    return statuses


def retry_unknown(server, members, ledger):
    """The person whose answer was lost presses the button again: the same form with the same key."""
    clients = {member.user: Client(server.port, member) for member in members}
    unsettled = 0
    for act in ledger.unknown():
        if clients[act["user"]].do(act, ledger) in (None, 500, 503):
            unsettled += 1
    return unsettled


# ── The comparison ──


def stored_keys(data):
    """key -> how often it stands, of what kind; (user, post) of votes; posts that are half."""
    connection = sqlite3.connect(f"file:{data}/sites/{SITE}.sqlite?mode=ro", uri=True)
    found = {}

    def note(kind, text):
        for key in re.findall(r"ledger-([0-9a-f]{32})", text or ""):
            found.setdefault(key, []).append(kind)

    half = []
    for post, kind, text in connection.execute(
            "SELECT h.post_id, h.kind, h.text FROM post_history AS h WHERE h.kind IN (2, 5) AND h.id >= ?", (LOCAL_ID_MIN,)):
        note({2: "first", 5: "edit"}[kind], text)
    for (text,) in connection.execute("SELECT body_source FROM comments WHERE id >= ?", (LOCAL_ID_MIN,)):
        note("comment", text)
    votes = {}
    for user, post in connection.execute("SELECT user_id, post_id FROM votes WHERE kind = 2 AND id >= ?", (LOCAL_ID_MIN,)):
        votes[(user, post)] = votes.get((user, post), 0) + 1
    # A question is title, body and tags in one act; an answer a body alone.
    for post, kind, kinds, acts in connection.execute("""
            SELECT p.id, p.kind, group_concat(DISTINCT h.kind), count(DISTINCT h.guid)
            FROM posts AS p JOIN post_history AS h ON h.post_id = p.id AND h.kind IN (1, 2, 3)
            WHERE p.id >= ? AND p.kind IN (1, 2) GROUP BY p.id""", (LOCAL_ID_MIN,)):
        wanted = {"1", "2", "3"} if kind == 1 else {"2"}
        if set(kinds.split(",")) != wanted or acts != 1:
            half.append(post)
    connection.close()
    return found, votes, half


KINDS = {"question": "first", "answer": "first", "comment": "comment", "edit": "edit"}


def compare(ledger, data):
    """The faults, each a sentence: lost, twice, half, or stored and never sent."""
    found, votes, half = stored_keys(data)
    faults = [f"post {post} is half" for post in half]
    for key, act in list(ledger.sent.items()):
        if act["kind"] == "vote":
            times = votes.get((act["user"], act["post"]), 0)
        else:
            times = len(found.get(key, []))
            if any(kind != KINDS[act["kind"]] for kind in found.get(key, [])):
                faults.append(f"{act['kind']} {key} is stored as {found[key]}")
        if times > 1:
            faults.append(f"{act['kind']} {key} is stored {times} times")
        if key in ledger.acknowledged and times == 0:
            faults.append(f"{act['kind']} {key} was acknowledged and is not stored")
        if key in ledger.refused and times > 0:
            faults.append(f"{act['kind']} {key} was refused ({ledger.refused[key]}) and is stored")
    faults += [f"{key} is stored and was never sent" for key in found if key not in ledger.sent]
    return faults
