"""Attack the bot, and print what came of it: ``make attacks``.

    signatures   ``gongbao serve --mode http`` as a process: unsigned, odd, old, forged, replayed and oversized requests
    files        files with evil names, and files that are not what they are called, sent to the process: what changed
                 outside its data folder
    addresses    web addresses that lead, or may lead, into a network that is not public: what was dialled
    secrets      a day of work at the most talkative level of its log, in both modes: where a token, a secret or a
                 reply address stands that may not

The status is 1 where anything came otherwise than it must.
"""

from __future__ import annotations

import http.client
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.cli.text import render_message
from bot.clock import SystemClock
from bot.errors import FetchError
from bot.slack.in_memory.local_slack import ADMIN
from bot.slack.transport.http import EVENTS_PATH, MAX_BODY
from bot.web.fetch import WebFetcher
from tests.benchmarks.transcript import MODES, Transcript, ingest_samples
from tests.cli.test_cli_evil_files import ISSUE, NAMES, READ, build_refused, snapshot
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import ROOT, SECRET, Program
from tests.fake_slack.requests import build_command, build_http, list_forgeries, sign
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.fake_slack.talker import Talker
from tests.web.test_addresses import HOSTILE, resolve_anything

if TYPE_CHECKING:
    from collections.abc import Callable

    Say = Callable[[str], None]

NOW = "2025-04-10T08:00"
_READING_S = 300.0
_CANARIES = (BOT_TOKEN, APP_TOKEN, SECRET, "ticket=canary", "/response/")


def start(mode: str, fake: FakeSlack, db: Path, *, folder: Path | None = None, **settings: str) -> Program:
    """Give the program, not started yet, to run in this folder."""
    known = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN, **settings}
    return Program("--mode", mode, "--db", str(db), "--now", NOW, folder=folder or db.parent, **known)


def post(port: int, data: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send a request to the program; give status and body."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("POST", EVENTS_PATH, body=data, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def print_signatures(folder: Path, *, say: Say) -> int:
    """Send forgeries and a replay to the program; give how many came otherwise than they must."""
    db = folder / "signatures.db"
    data, content_type = build_http(build_command("/digest subscribe"))
    kind = {"Content-Type": content_type}
    with FakeSlack() as fake, start("http", fake, db) as program:
        port = int(program.wait_for(r"listening on port (\d+)")[1])
        now = SystemClock().now()
        statuses = Counter(
            (what, post(port, sent, {**kind, **headers})[0])
            for what, sent, headers in list_forgeries(SECRET, data, now=now)
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
            line.sendall(head.encode())  # nothing of the body, so that there is nothing to check a signature of
            statuses["over the cap, unsigned", int(line.recv(100).split()[1])] += 1
        signed = {**kind, **sign(SECRET, data, at=now)}
        answers = [post(port, data, signed) for _ in range(4)]
        statuses["replayed four times", answers[-1][0]] += 1
        program.end()
        tracebacks = sum("Traceback" in line for line in program.lines)
    with closing(sqlite3.connect(db)) as held:
        effects = int(held.execute("SELECT count(*) FROM subscriptions").fetchone()[0])
    for (what, status), count in statuses.items():
        say(f"signatures  {what:24} {count:3} sent: {status}")
    say(f"signatures  effects of the replay: {effects}; tracebacks: {tracebacks}")
    right = {"over the cap, unsigned": 413, "replayed four times": 200}
    wrong = sum(count for (what, status), count in statuses.items() if status != right.get(what, 401))
    return wrong + abs(effects - 1) + tracebacks


def print_files(folder: Path, *, say: Say) -> int:
    """Send evil names and spoofed types to the program; give how many came otherwise than they must."""
    data_folder = folder / "data"
    data_folder.mkdir()
    before = snapshot(folder, data_folder)
    named = [(name, ISSUE.replace(b"Harbour", f"Harbour {n}".encode())) for n, name in enumerate(NAMES)]
    spoofed = [*build_refused().items(), *READ.items()]
    with FakeSlack() as fake, start("socket", fake, data_folder / "g.db", folder=folder) as program:
        fake.wait_for_socket()
        talker = Talker(person=Person(fake=fake, road=SocketRoad(fake=fake)))
        for number, (name, held) in enumerate([*named, *spoofed]):
            talker.send_file(f"{number}.bin", held, called=name)
        posts = fake.slack.open_direct(ADMIN).posts

        def list_ended() -> list[str]:
            texts = [render_message(post) for post in posts if post.get("bot_id")]
            return [text for text in texts if "Read:" in text or "Not read" in text or "⚠" in text]

        fake.wait_quietly(lambda: len(list_ended()) >= len(named) + len(spoofed), at_most_s=_READING_S)
        ended = list_ended()
        program.end()
    changed = set(snapshot(folder, data_folder).items() ^ before.items())
    refused = sum("Read:" not in text for text in ended)
    say(f"files       {len(named)} evil names, {len(spoofed)} spoofed types: {len(ended)} ended, {refused} refused")
    say(f"files       changed outside the data folder: {len(changed)}")
    return len(changed) + (len(named) + len(spoofed) - len(ended)) + max(0, len(build_refused()) - refused)


def print_addresses(*, say: Say) -> int:
    """Try to fetch hostile addresses with a lenient and a changing resolver; give how often anything was dialled."""
    dialled: list[str] = []

    def dial(request: httpx.Request) -> httpx.Response:
        dialled.append(request.url.host)
        raise httpx.ConnectError("refused")

    taken = 0
    for url in HOSTILE:
        try:
            WebFetcher(resolve=resolve_anything, transport=lambda: httpx.MockTransport(dial)).fetch(url)
            taken += 1
        except FetchError:
            continue
    hostile = len(dialled)
    answers = iter([("93.184.216.34",), ("127.0.0.1",)])
    rebinding = WebFetcher(resolve=lambda _: next(answers), transport=lambda: httpx.MockTransport(dial))
    for _ in range(2):
        try:
            rebinding.fetch("https://files.example/issue.pdf")
        except FetchError:
            continue
    inside = [address for address in dialled[hostile:] if address != "93.184.216.34"]
    say(f"addresses   {len(HOSTILE)} hostile: {taken} taken, {hostile} dialled")
    say(f"addresses   a name that is public first and private then: dialled {', '.join(dialled[hostile:])}")
    return taken + hostile + len(inside)


def print_secrets(folder: Path, mode: str, *, say: Say) -> int:
    """Go through a short day at the level debug; give in how many places a secret stands."""
    db = folder / f"{mode}.db"
    ingest_samples(db)
    with FakeSlack() as fake, start(mode, fake, db, GONGBAO_LOG_LEVEL="debug") as program:
        road: Road
        if mode == "http":
            road = HttpRoad(port=int(program.wait_for(r"listening on port (\d+)")[1]))
        else:
            fake.wait_for_socket()
            road = SocketRoad(fake=fake)
        Transcript(Talker(person=Person(fake=fake, road=road)), say=lambda _: None).run(short=True)
        processes = list_processes(program.pid)
        backup = folder / f"{mode}-backup.db"
        call = [sys.executable, "-m", "bot", "backup", "--db", str(db), str(backup)]
        subprocess.run(call, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        places = {
            "log": "\n".join(program.lines).encode(),
            "database": b"".join(path.read_bytes() for path in folder.glob(f"{mode}.db*")),
            "backup": backup.read_bytes(),
            "process arguments": b"\n".join(arguments for arguments, _ in processes),
            "the reader's environment": b"\n".join(environment for _, environment in processes[1:]),
        }
        program.end()
    found = 0
    for place, held in places.items():
        count = sum(held.count(canary.encode()) for canary in _CANARIES)
        found += count
        say(f"secrets     {mode:6} {place:26} {len(held):10,} bytes looked through: {count} found")
    return found


def list_processes(pid: int) -> list[tuple[bytes, bytes]]:
    """Give arguments and environment of a process and then of its children; of no child where /proc is not there."""
    proc = Path("/proc")
    if not proc.is_dir():
        return [(b"", b"")]
    children = [each.name for each in proc.iterdir() if each.name.isdigit() and _is_child(each, pid)]
    return [
        ((proc / name / "cmdline").read_bytes(), (proc / name / "environ").read_bytes())
        for name in (str(pid), *children)
    ]


def _is_child(process: Path, pid: int) -> bool:
    try:
        return f"\nPPid:\t{pid}\n" in (process / "status").read_text(encoding="utf-8")
    except OSError:  # it has just ended
        return False


def main() -> None:
    """Do it all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrong = print_signatures(folder, say=print)
        (folder / "files").mkdir()
        wrong += print_files(folder / "files", say=print)
        wrong += print_addresses(say=print)
        wrong += sum(print_secrets(folder, mode, say=print) for mode in MODES)
    print(f"otherwise than it must be: {wrong}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
