#!/usr/bin/env python3
"""What the commands do when they are used as keepers use them, and when they are used wrongly: run.py ATTEST."""

import http.client
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTEST = pathlib.Path(sys.argv[1]).resolve()
STORIES = []


def story(function):
    STORIES.append(function)
    return function


def attest(*arguments, stdin=""):
    return subprocess.run([ATTEST, *map(str, arguments)], capture_output=True, text=True, input=stdin, timeout=300)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data, *more):
        self.port = free_port()
        self.metrics_port = free_port()
        config = pathlib.Path(data) / "test.toml"
        config.write_text(f'metrics_listen = "127.0.0.1:{self.metrics_port}"\n')
        self.process = subprocess.Popen([ATTEST, "serve", "--data", data, "--config", config,
                                         "--listen", f"127.0.0.1:{self.port}", *more],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                self.get("/healthz")
                return
            except OSError:
                time.sleep(0.025)
        raise AssertionError("the server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)

    def get(self, path, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def refused(result, *words):
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode == 1, f"exit code {result.returncode}: {result.stderr}"
    assert len(lines) == 1, f"one line, not {lines}"
    for word in words:
        assert word in lines[0], f"“{word}” is not in: {lines[0]}"


def tree(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*")
                  if path.name not in {"lock"} and not path.name.endswith(("-wal", "-shm")))


def page_sum(page, number):
    """The sum in the last eight bytes of a page: src/db/page_checks.cc, written a second time."""
    words = struct.unpack("<511Q", page[:4088])
    state = [number, 1, 2, 3]
    for index, word in enumerate(words):
        value = (state[index % 4] ^ word) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        state[index % 4] = (value << 31 | value >> 33) & 0xFFFFFFFFFFFFFFFF
    turned = [(value << turn | value >> (64 - turn)) & 0xFFFFFFFFFFFFFFFF for value, turn in zip(state, (0, 16, 32, 48))]
    return turned[0] ^ turned[1] ^ turned[2] ^ turned[3]


def plant(file, sql):
    """Changes a database behind Attest's back, and gives the pages their sums, so that only what they say is wrong."""
    connection = sqlite3.connect(file)
    connection.execute(sql)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    for start in range(0, len(content), 4096):
        content[start + 4088:start + 4096] = struct.pack("<Q", page_sum(content[start:start + 4096], start // 4096 + 1))
    file.write_bytes(content)


def pack(archive, *entries):
    """A tar of (name, content or a link's target) as no honest backup holds it."""
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            if isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
                tar.addfile(entry)
            else:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))


@story
def a_folder_without_a_dump_is_refused_and_leaves_nothing(work):
    """A folder that is no dump is refused in one line, and nothing is written"""
    (work / "notes").mkdir()
    (work / "notes" / "readme.txt").write_text("hello")
    refused(attest("import", "--data", work / "data", "--site", "x", work / "notes"), "Posts.xml")
    assert not list((work / "data").glob("sites/*")), tree(work / "data")


@story
def a_file_that_is_no_archive_is_refused(work):
    """A file that is no archive is refused in one line"""
    (work / "dump.7z").write_text("this is not an archive")
    refused(attest("import", "--data", work / "data", "--site", "x", work / "dump.7z"))
    refused(attest("import", "--data", work / "data", "--site", "x", work / "absent.7z"))
    assert not list((work / "data").glob("sites/*")), tree(work / "data")


@story
def a_site_name_is_checked(work):
    """A site's name that is no short word is refused"""
    (work / "dump").mkdir()
    (work / "dump" / "Posts.xml").write_text('<?xml version="1.0"?>\n<posts>\n</posts>\n')
    for name in ("../evil", "A B", ""):
        refused(attest("import", "--data", work / "data", "--site", name, work / "dump"))


@story
def a_command_line_that_cannot_be_read_is_code_2(work):
    """A command line that cannot be read ends with code 2 and says why"""
    for arguments in ([], ["fly"], ["import"], ["serve", "--colour", "red"]):
        result = attest(*arguments)
        assert result.returncode == 2 and result.stderr, (arguments, result)


@story
def unknown_sites_and_folders_are_named(work):
    """Unknown sites and folders are named in the refusal"""
    refused(attest("serve", "--data", work / "nowhere"), "nowhere")
    assert attest("sample", "--data", work / "data", "--from", ROOT / "sample").returncode == 0
    refused(attest("search", "--data", work / "data", "--site", "herstory", "x"), "herstory", "history")
    refused(attest("serve", "--data", work / "data", "--listen", "somewhere"), "somewhere")


@story
def a_data_folder_belongs_to_one_process(work):
    """A data folder in use is refused at once, and the refusal names who has it"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    with Server(data) as server:
        for arguments in (["serve"], ["import", "--site", "y", work]):
            started = time.monotonic()
            refused(attest(*arguments, "--data", data), "in use", "serve", str(server.process.pid))
            assert time.monotonic() - started < 2


@story
def the_sample_site_is_loaded_once(work):
    """The sample site is loaded once and not again"""
    data = work / "data"
    first = attest("sample", "--data", data, "--from", ROOT / "sample")
    assert first.returncode == 0, first.stderr
    second = attest("sample", "--data", data, "--from", ROOT / "sample")
    assert second.returncode == 0 and "nothing changed" in second.stdout, second


@story
def search_and_similar_answer_in_json(work):
    """attest search and similar answer one JSON object a line, queries from arguments or standard input"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    for command in ("search", "similar"):
        by_argument = attest(command, "--data", data, "--site", "history", "--json", "why was trotsky exiled")
        by_input = attest(command, "--data", data, "--site", "history", "--json", stdin="why was trotsky exiled\nnews in the roman empire\n")
        answers = [json.loads(line) for line in by_input.stdout.splitlines()]
        assert [answer["query"] for answer in answers] == ["why was trotsky exiled", "news in the roman empire"]
        assert json.loads(by_argument.stdout) == answers[0]
        assert answers[0]["items"][0]["id"] == 1 and answers[0]["items"][0]["score"] > 0, answers[0]
    by_tag = attest("search", "--data", data, "--site", "history", "--json", "[trotsky]", "[alaska]")
    assert [json.loads(line)["query"] for line in by_tag.stdout.splitlines()] == ["[trotsky]", "[alaska]"], by_tag


@story
def what_is_exported_is_imported_again(work):
    """An export of the sample site can be imported, and its export is the same but for what was done on the site"""
    data, again = work / "data", work / "again"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    assert attest("export", "--data", data, "--site", "history", work / "out").returncode == 0
    assert attest("import", "--data", again, "--site", "history", work / "out").returncode == 0
    assert attest("export", "--data", again, "--site", "history", work / "out2").returncode == 0
    # The sample's edits with citations are made here, under numbers that no dump may bring (decisions, 1).
    made_here = 0
    for path in sorted((work / "out").glob("*.xml")):
        rows = path.read_bytes().splitlines()
        came = [row for row in rows if not re.match(rb'\s*<row Id="15\d{8}"', row)]
        made_here += len(rows) - len(came)
        assert came == (work / "out2" / path.name).read_bytes().splitlines(), path.name
    rejected = (again / "rejects" / "history-PostHistory.tsv").read_text().splitlines()
    assert made_here > 0 and len(rejected) == 1 + made_here, (made_here, rejected[:2])
    refused(attest("export", "--data", data, "--site", "history", work / "out"), "out")


@story
def metrics_stand_on_their_own_port(work):
    """/metrics stands on its own port and not on the readers'"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    with Server(data) as server:
        server.get("/")
        status, text = server.get("/metrics", server.metrics_port)
        assert status == 200 and b"# TYPE" in text, text[:200]
        assert server.get("/metrics")[0] == 404


@story
def a_stop_under_load_fails_no_request(work):
    """SIGTERM under load: what was accepted is answered"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    with Server(data) as server:
        bad, done, stopping = [], [0], threading.Event()

        def read():
            while not stopping.is_set():
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
                try:
                    connection.connect()
                except OSError:
                    return  # refused: the door is closed, nothing was accepted
                try:
                    connection.request("GET", "/questions/1/x", headers={"Connection": "close"})
                    if connection.getresponse().read() is not None:
                        done[0] += 1
                except ConnectionResetError:
                    pass  # the kernel closed it in the listening queue: never accepted
                except (OSError, http.client.HTTPException) as error:
                    bad.append(repr(error))

        readers = [threading.Thread(target=read) for _ in range(8)]
        for reader in readers:
            reader.start()
        time.sleep(0.5)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(timeout=20)
        stopping.set()
        for reader in readers:
            reader.join()
        assert code == 0 and time.monotonic() - started < 10, code
        assert done[0] > 20 and not bad, (done, bad[:3])


@story
def commands_reach_a_running_server(work):
    """reindex goes through a running server, is done by the command itself when none runs, and after a kill"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    with Server(data) as server:
        assert stat.S_IMODE((data / "control.sock").stat().st_mode) == 0o600
        through = attest("reindex", "--data", data, "--site", "history")
        assert through.returncode == 0 and "background" in through.stdout, through
        refused(attest("reindex", "--data", data, "--site", "herstory"), "herstory", "history")
        for _ in range(200):
            if b"Trotsky" in server.get("/search?q=trotsky")[1]:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("the index did not come back")
        server.process.kill()
        server.process.wait()
    assert (data / "control.sock").exists(), "a killed server leaves its socket"
    alone = attest("reindex", "--data", data, "--site", "history")
    assert alone.returncode == 0 and alone.stdout == "", alone
    found = attest("search", "--data", data, "--site", "history", "--json", "why was trotsky exiled")
    assert json.loads(found.stdout)["items"][0]["id"] == 1, found
    with Server(data):
        pass
    assert not (data / "control.sock").exists(), "a server that stops takes its socket away"
    with Server(data, "--no-index"):
        refused(attest("reindex", "--data", data, "--site", "history"), "--no-index")


@story
def a_server_in_a_deep_folder_is_reached(work):
    """A data folder whose path is too long for a socket's address is served and controlled"""
    data = work / ("x" * 100) / ("y" * 100) / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    with Server(data):
        assert "background" in attest("reindex", "--data", data, "--site", "history").stdout


PAGES = ("/", "/questions/1", "/tags", "/users", "/questions/5", "/search?q=trotsky")


def read_pages(server):
    """Pages without what differs from one process to the next, once the index is there."""
    for _ in range(200):
        if b"/questions/1/" in server.get("/search?q=trotsky")[1]:
            break
        time.sleep(0.05)
    pages = {}
    for path in PAGES:
        status, body = server.get(path)
        pages[path] = (status, re.sub(rb"[0-9a-f]{16,}|127\.0\.0\.1:\d+", b"", body))
    return pages


@story
def a_backup_is_restored_as_it_was(work):
    """A backup in each form, of a running and of a stopped server, comes back as it was, settings and mail included"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    (data / "attest.toml").write_text('log_level = "warning"\n')
    (data / "mail").mkdir()
    (data / "mail" / "1.eml").write_text("Subject: x\n")
    (data / "mail" / "link").symlink_to("/etc/passwd")
    forms = ("b", "b.tar.zst", "b.tar.gz")
    with Server(data) as server:
        pages = read_pages(server)
        for form in forms:
            made = attest("backup", "--data", data, work / form)
            assert made.returncode == 0 and "every page is sound" in made.stdout, made
            assert "link" in made.stderr, "a link that is left out is named"
            assert stat.S_IMODE((work / form).stat().st_mode) & 0o077 == 0, "a backup is its keeper's alone"
    stopped = attest("backup", "--data", data, work / "stopped", "--no-proof")
    assert stopped.returncode == 0 and "sound" not in stopped.stdout, stopped
    assert not list((data / "tmp").iterdir()), tree(data / "tmp")
    for form in (*forms, "stopped"):
        again = work / "again" / form
        done = attest("restore", work / form, "--data", again)
        assert done.returncode == 0 and "files" in done.stdout, done
        assert (again / "attest.toml").read_text() == 'log_level = "warning"\n'
        assert tree(again / "mail") == ["1.eml"] and not (again / "mail" / "link").is_symlink()
        assert not list((again / "tmp").iterdir()) and not list((again / "index").iterdir())
        with Server(again) as server:
            assert read_pages(server) == pages, form


@story
def a_backup_goes_where_nothing_is(work):
    """backup refuses to write over something, into the data folder, or in a form it does not know, and leaves nothing"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    (work / "there").mkdir()
    before = tree(work)
    refused(attest("backup", "--data", data, work / "there"), "there", "exists")
    refused(attest("backup", "--data", data, data / "b"), "data folder itself")
    refused(attest("backup", "--data", data, work / "b.zip"), ".tar.zst", "b.zip")
    refused(attest("backup", "--data", data, work / "nowhere" / "b.tar.gz"), "b.tar.gz")
    refused(attest("backup", "--data", work / "absent", work / "b"), "absent")
    assert tree(work) == before
    assert attest("backup", "--data", data).returncode == 2


@story
def a_damaged_backup_is_not_restored(work):
    """restore refuses what is no backup, is damaged, or leads out of the folder, and leaves the folder empty"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    assert attest("backup", "--data", data, work / "good", "--no-proof").returncode == 0
    assert attest("backup", "--data", data, work / "good.tar.zst", "--no-proof").returncode == 0

    def spoil(name, change):
        copy = work / name
        shutil.copytree(work / "good", copy)
        change(copy)
        return copy

    def flip(path):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    whole = (work / "good.tar.zst").read_bytes()
    (work / "cut.tar.zst").write_bytes(whole[:len(whole) // 2])
    (work / "noise.tar.gz").write_bytes(b"noise" * 1000)
    pack(work / "out.tar.gz", ("../evil", b"x"), ("manifest.json", b"{}"))
    pack(work / "root.tar.gz", ("/tmp/evil", b"x"), ("manifest.json", b"{}"))
    pack(work / "link.tar.gz", ("sites", "/etc"), ("sites/x.sqlite", b"x"))
    (work / "empty").mkdir()
    newer = spoil("newer", lambda copy: (copy / "manifest.json").write_text(
        (copy / "manifest.json").read_text().replace('"site":', '"site":9')))
    target = work / "target"
    for bad, words in (
        (spoil("bit", lambda copy: flip(copy / "sites" / "history.sqlite")), ["sites/history.sqlite"]),
        (spoil("missing", lambda copy: (copy / "network.sqlite").unlink()), ["network.sqlite"]),
        (spoil("more", lambda copy: (copy / "more").write_text("x")), ["more"]),
        (spoil("unsaid", lambda copy: (copy / "manifest.json").unlink()), ["manifest.json"]),
        (newer, ["newer"]),
        (work / "cut.tar.zst", ["cut.tar.zst"]),
        (work / "noise.tar.gz", ["noise.tar.gz"]),
        (work / "out.tar.gz", ["out.tar.gz"]),
        (work / "root.tar.gz", ["root.tar.gz"]),
        (work / "link.tar.gz", ["link.tar.gz"]),
        (work / "empty", ["manifest.json"]),
        (work / "absent", ["absent"]),
    ):
        refused(attest("restore", bad, "--data", target), *words)
        assert not tree(target), (bad, tree(target))
    assert not (work / "evil").exists()
    assert attest("restore", work / "good", "--data", target).returncode == 0
    refused(attest("restore", work / "good", "--data", target), "not empty")
    refused(attest("restore", work / "good", "--data", data), "not empty")
    (work / "full").mkdir()
    (work / "full" / "letter.txt").write_text("x")
    refused(attest("restore", work / "good", "--data", work / "full"), "not empty", "letter.txt")
    assert (work / "full" / "letter.txt").exists()
    with Server(target):
        pass


@story
def what_is_not_sound_is_found(work):
    """check names damaged pages and wrong numbers, ends with code 1, and mends numbers only when told to"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    site = data / "sites" / "history.sqlite"
    sound = attest("check", "--data", data)
    assert sound.returncode == 0 and "23 questions" in sound.stdout and "sound" in sound.stdout, sound

    plant(site, "UPDATE posts SET answer_count = 77 WHERE id = 1")
    plant(site, "UPDATE tags SET question_count = question_count + 1 WHERE id = 1")
    with Server(data) as server:
        wrong = attest("check", "--data", data)
        assert wrong.returncode == 1 and "answer_count is 77" in wrong.stdout and "tag 1" in wrong.stdout, wrong
        assert attest("check", "--data", data, "--quick").returncode == 1
        mended = attest("check", "--data", data, "--repair-counts")
        assert mended.returncode == 0, mended
        assert attest("check", "--data", data).returncode == 0
        assert b"77" not in server.get("/questions")[1]

    content = bytearray(site.read_bytes())
    content[4096 * 50 + 1000] ^= 4
    site.write_bytes(content)
    damaged = attest("check", "--data", data)
    assert damaged.returncode == 1 and "history.sqlite: page 51 is damaged" in damaged.stdout, damaged
    refused(attest("check", "--data", work / "absent"), "absent")


@story
def a_site_is_set_while_it_is_served(work):
    """site list, show and set tell and change what the keeper says of a site, at once where it is served"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    listed = attest("site", "list", "--data", data)
    assert listed.returncode == 0 and "history" in listed.stdout and "23 questions" in listed.stdout, listed
    with Server(data) as server:
        for _ in range(4):  # so that the pages are cached
            server.get("/questions/1"), server.get("/")
        set_title = attest("site", "set", "--data", data, "history", "title", "Old <News>")
        assert set_title.returncode == 0 and set_title.stdout == "title is Old <News>\n", set_title
        for path in ("/", "/questions/2", "/about"):
            assert b"Old &lt;News&gt;" in server.get(path)[1], path
        shown = attest("site", "show", "--data", data, "history")
        assert "Old <News>" in shown.stdout and "privilege.vote_up" in shown.stdout, shown
        assert attest("site", "set", "--data", data, "history", "privilege.vote_up", "1").returncode == 0
        assert "starts again" in attest("site", "set", "--data", data, "history", "languages", "en,ru").stdout
        for bad in (("title", ""), ("title", "x" * 61), ("title", "a\nb"), ("languages", "english"), ("languages", ""),
                    ("license", " "), ("dollar_math", "yes"), ("limit.questions_per_day", "lots"), ("review_votes", "0"), ("privilege.vote_up", "-1"), ("privilege.vote_up", "many")):
            refused(attest("site", "set", "--data", data, "history", *bad), bad[0])
        refused(attest("site", "set", "--data", data, "history", "colour", "red"), "colour", "site show")
        refused(attest("site", "set", "--data", data, "herstory", "title", "x"), "herstory", "history")
    # What was set outlives the server, and is set without one, too.
    assert "Old <News>" in attest("site", "show", "--data", data, "history").stdout
    assert attest("site", "set", "--data", data, "history", "title", "History").returncode == 0
    with Server(data) as server:
        assert b"Old &lt;News&gt;" not in server.get("/")[1]
    assert attest("site").returncode == 2


@story
def a_site_begins_without_a_dump(work):
    """site add begins a site in a new folder, which is served empty; a second of the name is refused"""
    data = work / "data"
    refused(attest("site", "add", "--data", data, "A B"), "A B")
    made = attest("site", "add", "--data", data, "history", "--title", "History", "--languages", "en,de")
    assert made.returncode == 0 and "history" in made.stdout, made
    refused(attest("site", "add", "--data", data, "history"), "already")
    with Server(data) as server:
        status, page = server.get("/")
        assert status == 200 and b"History" in page
        added = attest("site", "add", "--data", data, "letters")
        assert added.returncode == 0 and "Start the server again" in added.stdout, added
    assert attest("check", "--data", data).returncode == 0
    assert "letters" in attest("site", "list", "--data", data).stdout


@story
def accounts_are_the_keepers_to_change(work):
    """user list, show, role, suspend, claim and reset-link see and change accounts, with and without a server"""
    data = work / "data"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    assert "no account" in attest("user", "list", "--data", data).stdout
    plant(data / "network.sqlite", "INSERT INTO accounts (id, email, email_key, display_name, created_at, confirmed_at, is_keeper)"
          " VALUES (1, 'ann@example.org', 'ann@example.org', 'Ann', 0, 0, 1), (2, 'bob@example.org', 'bob@example.org', 'Bob', 0, 0, 0)")
    with Server(data):
        listed = attest("user", "list", "--data", data).stdout
        assert "ann@example.org" in listed and "keeper" in listed and "Bob" in listed, listed
        claim = ["user", "claim", "--data", data, "--site", "history", "bob@example.org"]
        refused(attest(*claim, "999999"), "no such user")
        assert attest(*claim, "1").returncode == 0
        refused(attest(*claim, "2"), "already")
        shown = attest("user", "show", "--data", data, "2")
        assert "on history: user 1" in shown.stdout, shown
        role = ["user", "role", "--data", data]
        refused(attest(*role, "ann@example.org", "user"), "last keeper")
        refused(attest(*role, "bob@example.org", "king"), "keeper, moderator or user")
        refused(attest(*role, "bob@example.org", "moderator"), "--site")
        refused(attest(*role, "ann@example.org", "moderator", "--site", "history"), "last keeper")
        assert attest(*role, "bob@example.org", "moderator", "--site", "history").returncode == 0
        assert "moderator" in attest("user", "show", "--data", data, "2").stdout
        assert attest(*role, "bob@example.org", "keeper").returncode == 0
        invite = ["user", "invite", "--data", data, "--site", "history"]
        invited = attest(*invite, stdin="carol@example.org\nbob@example.org\n" + "".join(f"guest{n}@example.org\n" for n in range(250)))
        assert invited.returncode == 0 and invited.stdout.count(" is invited.") == 251, invited
        assert "bob@example.org has an account already." in invited.stdout
        refused(attest(*invite, stdin="carol@example.org\nnobody\n"), "no address: nobody")
        refused(attest(*invite), "standard input")
    refused(attest(*invite, stdin="dora@example.org\n"), "Start the server first")
    with sqlite3.connect(data / "network.sqlite") as network:
        assert network.execute("SELECT count(*) FROM invitations").fetchone() == (251,)
    suspend = ["user", "suspend", "--data", data, "--site", "history"]
    refused(attest(*suspend, "ann@example.org", "7"), "not joined")
    refused(attest(*suspend, "bob@example.org", "1000"), "365")
    assert "until" in attest(*suspend, "bob@example.org", "7").stdout
    assert "suspended until" in attest("user", "show", "--data", data, "2").stdout
    assert "again" in attest(*suspend, "bob@example.org", "0").stdout
    refused(attest("user", "show", "--data", data, "eve@example.org"), "eve@example.org", "user list")
    refused(attest("user", "remove-totp", "--data", data, "bob@example.org"), "without an authenticator")
    plant(data / "network.sqlite", "INSERT INTO totp_secrets (account_id, secret, created_at, confirmed_at) VALUES (2, x'00', 0, 0)")
    plant(data / "network.sqlite", "INSERT INTO recovery_codes (account_id, code_hash) VALUES (2, 'x')")
    assert "password alone" in attest("user", "remove-totp", "--data", data, "bob@example.org").stdout
    with sqlite3.connect(data / "network.sqlite") as network:
        assert network.execute("SELECT (SELECT count(*) FROM totp_secrets) + (SELECT count(*) FROM recovery_codes)").fetchone() == (0,)
    erase = ["user", "erase", "--data", data]
    refused(attest(*erase, "bob@example.org"), "--yes")
    assert attest(*erase, "bob@example.org", "--yes").returncode == 0
    assert "bob@example.org" not in attest("user", "list", "--data", data).stdout
    with sqlite3.connect(data / "sites/history.sqlite") as site:
        assert site.execute("SELECT display_name, account_id, deleted_at > 0 FROM users WHERE id = 1").fetchone() == ("user1", None, 1)
    assert attest("check", "--data", data).returncode == 0
    refused(attest(*erase, "bob@example.org", "--yes"), "user list")
    refused(attest(*erase, "ann@example.org", "--yes"), "last keeper")
    first, second = (attest("user", "reset-link", "--data", data, "1").stdout for _ in range(2))
    assert "/reset/confirm?token=" in first and first != second, first
    with Server(data) as server:
        path = second.split()[0]
        status, page = server.get(path[path.index("/reset/"):])
        assert status == 200 and b"password" in page, status


@story
def names_say_whether_they_match(_work):
    """names reads two names a line and prints whether they match and by which keys"""
    lines = ["Троцкий\tTrotzki", "Чехов\tШехов", "Петръ Великій\tПётр Великий", "Троцкий", "Trotsky\tLeon Trotsky"]
    answer = attest("names", stdin="\n".join(lines) + "\n")
    assert answer.returncode == 0, answer.stderr
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [pair.get("match") for pair in found] == [True, False, True, None, False], found
    assert [pair.get("by") for pair in found] == ["skeleton", "none", "fold", None, "candidate"], found
    assert found[0]["left_keys"]["fold"] == "троцкии" and found[0]["right_keys"]["skeletons"][0][0] == "trocki", found[0]
    assert "tab" in found[3]["error"], found[3]


@story
def dates_are_read_as_people_write_them(work):
    """attest date answers one JSON object a line, also for what is no date, phrases from arguments or standard input"""
    phrases = ["25 октября (7 ноября) 1917 г.", "c. 1340–45", "before 1928", "yesterday", "7 November 1917"]
    by_argument = attest("date", *phrases)
    by_input = attest("date", stdin="\n".join(phrases) + "\n")
    assert by_argument.returncode == by_input.returncode == 0, by_argument.stderr
    assert by_argument.stdout == by_input.stdout
    dual, about, before, none, assumed = [json.loads(line) for line in by_argument.stdout.splitlines()]
    assert dual == {"phrase": phrases[0], "edtf": "1917-10-25", "calendar": "J", "assumed": False, "kind": "point",
                    "lo": "1917-11-07", "hi": "1917-11-07", "remark": ""}, dual
    assert (about["edtf"], about["kind"], about["lo"]) == ("1340~/1345~", "span", "1335-01-09"), about
    assert (before["lo"], before["hi"]) == ("-inf", "1928-12-31"), before
    assert none.keys() == {"phrase", "error"} and "yesterday" in none["error"], none
    assert (assumed["calendar"], assumed["assumed"]) == ("G", True), assumed
    in_russia = json.loads(attest("date", "--place", "russia", phrases[4]).stdout)
    assert (in_russia["calendar"], in_russia["lo"]) == ("J", "1917-11-20"), in_russia
    refused(attest("date", "--place", "atlantis", "1917"), "atlantis", "russia")


def main():
    held = failed = 0
    for function in STORIES:
        work = pathlib.Path(tempfile.mkdtemp(prefix="attest-commands-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
        try:
            function(work)
            held += 1
            print(f"ok   {function.__doc__}", flush=True)
        except Exception:  # a story's failure is reported, and the next one runs
            failed += 1
            print(f"FAIL {function.__doc__}\n{traceback.format_exc(limit=3)}", flush=True)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    print(f"commands: {held} stories held, {failed} did not")
    return failed > 0


sys.exit(main())
