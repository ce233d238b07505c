#!/usr/bin/env python3
"""What the commands do when they are used as keepers use them, and when they are used wrongly: run.py ATTEST."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import sys
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
                                         "--listen", f"127.0.0.1:{self.port}", *more], stderr=subprocess.DEVNULL)
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
    """An export of the sample site can be imported, and its export is the same"""
    data, again = work / "data", work / "again"
    attest("sample", "--data", data, "--from", ROOT / "sample")
    assert attest("export", "--data", data, "--site", "history", work / "out").returncode == 0
    assert attest("import", "--data", again, "--site", "history", work / "out").returncode == 0
    assert attest("export", "--data", again, "--site", "history", work / "out2").returncode == 0
    for path in sorted((work / "out").glob("*.xml")):
        assert path.read_bytes() == (work / "out2" / path.name).read_bytes(), path.name
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
