"""Bring everything that can come in to the bot, and print what came of it: ``make inbound``.

``gongbao serve`` runs as a process against a Slack on loopback, in both modes (``--mode`` takes one alone). ``--part``
does one part alone:

    load         2,000 commands, 50 at once, while 4 long documents are read and 20 channels get what they follow:
                 none may stay unanswered, 99 of 100 within 500 ms
    replays      a command, a button, an event and a file four times each, and again after a restart 23 hours later, and
                 a message whose event never came: each must have one effect
    signatures   unsigned, odd, old, forged, replayed and oversized requests over HTTP
    secrets      a day of work at the most talkative level of the log: where a token or a reply address stands

The status is 1 where anything came otherwise than it must, but for times, which are those of this machine.
"""

import argparse
import datetime as dt
import gc
import http.client
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER
from bot.slack.messages.ingest import UNDO
from bot.store.database import open_store
from tests.benchmarks.generate import build_long_issue, fill_store
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import ROOT, SECRET, Program
from tests.fake_slack.requests import Body, build_command, build_event, build_http, build_press, build_subscribe, sign
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, WAIT_S, FakeSlack
from tests.fake_slack.talker import Talker
from tests.fake_slack.volley import HttpVolley, Shots, SocketVolley, Volley

Say = Callable[[str], None]

MODES = ("socket", "http")
READ = "2025-04-02T08:00"
NOW = "2025-04-10T08:00"
LATER = "2025-04-11T07:00"
TIMES = 4
_AT_ONCE = 50
_BAR_MS = 500.0
_EVENTS_PATH = "/slack/events"
_TOO_LONG = 100_000_000
_READING_S = 300.0
_QUIET_S = 1.0
_SETTLED_S = 5.0
_ASKED_IN = "C0ASKED"
_SAMPLE = "quarter-in-documents-2024-q1.md"
_SAMPLES = ("policy-fortnight-2024-09.md", "china-industry-monitor-2025-04.md")
_COMMANDS = (
    "/policy notice output",
    "/policy ministry:NDRC since:2024-0{month}",
    "/policy due {n}d",
    "/ministry MIIT",
    "/company Huawei",
    "/briefing",
    "/digest",
    "/policy P{n}",
    "/policy 工厂的通知",
    "/policy type:notice machine tools",
    "/policy help",
    "/policy nothing like number {n}",
)
_ODD_TIMES = ("", "soon", "-1", "1e9", "9" * 300, "1.5", " 1531420618")
_ODD_SIGNATURES = ("", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "0" * 64, "v0=" + "Z" * 64, "\xe9")
_CANARIES = (BOT_TOKEN, APP_TOKEN, SECRET, "ticket=canary", "/response/")


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much is asked of the bot; ``lines`` is how long the documents are."""

    items: int = 10_000
    lines: int = 1200
    documents: int = 4
    commands: int = 2000
    channels: int = 20


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A running bot: ``port`` is that of HTTP mode, 0 with a socket."""

    program: Program
    talker: Talker
    port: int


@contextmanager
def start_bot(
    mode: str,
    fake: FakeSlack,
    db: Path,
    *,
    now: str = NOW,
    folder: Path | None = None,
    sockets: int = 1,
    **settings: str,
) -> Iterator[Bot]:
    """Start the program over a database and end it; ``sockets`` is how many it and those before it open in all."""
    known = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN, **settings}
    program = Program("--mode", mode, "--db", str(db), "--now", now, folder=folder or db.parent, **known)
    with program:
        road: Road
        port = 0
        if mode == "http":
            port = int(program.wait_for(r"listening on port (\d+)")[1])
            road = HttpRoad(port=port)
        else:
            fake.wait_for_socket(count=sockets)
            road = SocketRoad(fake=fake)
        yield Bot(program=program, talker=Talker(person=Person(fake=fake, road=road)), port=port)
        assert program.end() == 0, program.lines
    assert "Traceback" not in "\n".join(program.lines), program.lines


def ingest_samples(db: Path) -> None:
    """Read two of the sample briefings into a new database."""
    samples = [str(find_data_folder("briefings") / name) for name in _SAMPLES]
    call = [sys.executable, "-m", "bot", "ingest", "--db", str(db), "--now", READ, *samples]
    subprocess.run(call, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_report(post: Body) -> bool:
    """Say whether a message is the report on a briefing."""
    return UNDO in str(post.get("blocks"))


def build_commands(count: int) -> list[Body]:
    """Return so many commands of every kind; no two deliveries are the same."""
    return [build_command(_COMMANDS[n % len(_COMMANDS)].format(n=n % 97 + 1, month=n % 9 + 1)) for n in range(count)]


def print_load(folder: Path, mode: str, *, say: Say, load: Load | None = None) -> int:
    """Fire commands at a bot that reads and posts; return how many were not answered in their acknowledgement."""
    load = load or Load()
    db = folder / f"{mode}-load.db"
    store = open_store(db, create=True)
    fill_store(store, load_lexicon(find_data_folder("reference")), load.items)
    store.close()
    with FakeSlack() as fake, start_bot(mode, fake, db) as bot:
        talker = bot.talker
        for number in range(load.channels):
            channel = f"C0LOAD{number}"
            fake.slack.open_channel(channel)
            talker.person.road.bring(build_subscribe(channel), kind="interactive")
        volley: Volley = HttpVolley(port=bot.port) if bot.port else SocketVolley(fake)
        volley.fire(build_commands(len(_COMMANDS)), at_once=1)  # what loads at first use has been loaded
        fake.wait_quietly(lambda: False, at_most_s=_SETTLED_S)
        for number in range(load.documents):
            talker.send_file(f"issue-{number}.md", build_long_issue(number, load.lines))
        shots = volley.fire(build_commands(load.commands), at_once=_AT_ONCE)
        posts = fake.slack.open_direct(ADMIN).posts
        fake.wait_quietly(lambda: sum(map(is_end, posts)) >= load.documents, at_most_s=_READING_S)
        reports = sum(1 for post in posts if is_report(post))
    say(f"load        {mode:6} {_AT_ONCE} at once, {reports} documents read: {show_shots(shots)}")
    return shots.sent - shots.answered + load.documents - reports


def is_end(post: Body) -> bool:
    """Say whether a message tells what became of a document: its report, or why there is none."""
    return is_report(post) or str(post.get("text")).startswith("⚠")


def show_shots(shots: Shots) -> str:
    """Return the figures of what was fired."""
    most = shots.find_percentile(99)
    return (
        f"{shots.sent:,} sent, {shots.acked:,} acked, {shots.sent - shots.acked:,} unacked, "
        f"{shots.answered:,} answered; "
        f"p50 {shots.find_percentile(50):.1f}, p99 {most:.1f}, max {max(shots.times_ms):.1f} ms; "
        f"p99 ≤ {_BAR_MS:.0f} ms: {'met' if most <= _BAR_MS else 'MISSED'}"
    )


@dataclass(kw_only=True)
class Repeater:
    """Delivers requests, each again in the very form it came in; ``port`` is that of HTTP mode, 0 with a socket."""

    fake: FakeSlack
    port: int = 0
    signed: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)

    def deliver(self, name: str, body: Body, *, kind: str, times: int = 1) -> None:
        """Deliver what is known by this name so many times more, and wait until each was acknowledged."""
        for _ in range(times):
            if self.port:
                self._post(name, body)
            else:
                known = len(self.fake.acks.get(name, []))
                self.fake.deliver(body, kind=kind, envelope_id=name)
                self.fake.get_ack(name, count=known + 1)

    def _post(self, name: str, body: Body) -> None:
        if name not in self.signed:
            data, content_type = build_http(body)
            headers = {"Content-Type": content_type, **sign(SECRET, data, at=SystemClock().now())}
            self.signed[name] = (data, headers)
        data, headers = self.signed[name]
        url = f"http://127.0.0.1:{self.port}{_EVENTS_PATH}"
        with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers), timeout=WAIT_S):
            pass


def build_deliveries(fake: FakeSlack, answer: Body) -> dict[str, tuple[Body, str]]:
    """Return what is delivered again and again, by name, with its kind; ``answer`` has the button that is pressed."""
    asked = fake.say(_ASKED_IN, f"<@{BOT_USER}> ministry MIIT")
    mention = {**asked, "type": "app_mention", "channel": _ASKED_IN}
    direct = fake.slack.open_direct(ADMIN).id
    file = fake.files.add(_SAMPLE, (find_data_folder("briefings") / _SAMPLE).read_bytes(), address=fake.address)
    shared = {**fake.say(direct, "", subtype="file_share", files=[file]), "channel": direct, "channel_type": "im"}
    button = next(found for found in find_buttons(answer) if found["text"]["text"] == "Send to me")
    return {
        "a command": (build_command("/policy P3 export:csv"), "slash_commands"),
        "a button": (build_press(button, response_url=fake.build_response_url()), "interactive"),
        "an event": (build_event(mention, event_id="EvAsked"), "events_api"),
        "a file": (build_event(shared, event_id="EvShared"), "events_api"),
    }


def count_effects(fake: FakeSlack) -> dict[str, int]:
    """Return how often each had its effect, as people in the workspace see it."""
    directs = [post for post in fake.slack.open_direct(ADMIN).posts if post.get("bot_id")]
    asked = [post for post in fake.slack.open_channel(_ASKED_IN).posts if post.get("bot_id")]
    return {
        "a command": len(fake.slack.uploads),
        "a button": sum("/policy P2" in str(post) for post in directs),
        "an event": len(asked),
        "a file": sum(is_report(post) for post in directs),
        "an event that never came": sum("/policy P5" in str(post) for post in directs),
    }


def print_replays(folder: Path, mode: str, *, say: Say) -> int:
    """Deliver everything four times, and again after a restart; return how many had not exactly one effect."""
    db = folder / f"{mode}-replays.db"
    ingest_samples(db)

    def wait_for_effects(fake: FakeSlack, names: set[str]) -> None:
        fake.wait_quietly(lambda: names <= {name for name, count in count_effects(fake).items() if count}, at_most_s=30)
        fake.wait_quietly(lambda: False, at_most_s=_QUIET_S)  # whatever a second effect would take

    with FakeSlack() as fake:
        with start_bot(mode, fake, db) as bot:
            fake.slack.open_channel(_ASKED_IN)
            deliveries = build_deliveries(fake, bot.talker.person.type("/policy P2"))
            repeater = Repeater(fake=fake, port=bot.port)
            for name, (body, kind) in deliveries.items():
                repeater.deliver(name, body, kind=kind, times=TIMES)
            wait_for_effects(fake, set(deliveries))
            first = count_effects(fake)
        fake.say(fake.slack.open_direct(ADMIN).id, "P5")
        with start_bot(mode, fake, db, now=LATER, sockets=2) as bot:
            again = Repeater(fake=fake, port=bot.port, signed=repeater.signed)
            for name, (body, kind) in deliveries.items():
                again.deliver(name, body, kind=kind)
            wait_for_effects(fake, set(first))
            last = count_effects(fake)
    for name, count in last.items():
        sent = f"{TIMES} times, again 23 hours later" if name in deliveries else "looked for in the history"
        effects = f"{first[name]} at first, {count} at the end"
        say(f"replays     {mode:6} {name:26} {sent:34} {effects}: {'met' if count == 1 else 'WRONG'}")
    return sum(count != 1 for count in last.values())


def post(port: int, data: bytes, headers: dict[str, str]) -> int:
    """Send a request to the program and return its status."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    try:
        line.request("POST", _EVENTS_PATH, body=data, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer.status
    finally:
        line.close()


def list_forgeries(data: bytes, now: dt.datetime) -> list[tuple[str, bytes, dict[str, str]]]:
    """Return requests that must not be heard: what is wrong with each, its bytes and its two headers."""
    right = sign(SECRET, data, at=now)
    timestamp, signature = right.values()

    def build(at: str, signed: str) -> dict[str, str]:
        return dict(zip(right, (at, signed), strict=True))

    return [
        ("unsigned", data, {}),
        *(("odd timestamp", data, build(at, signature)) for at in _ODD_TIMES),
        *(("odd signature", data, build(timestamp, signed)) for signed in _ODD_SIGNATURES),
        *(("old", data, sign(SECRET, data, at=now - dt.timedelta(days=back))) for back in (1, 365)),
        ("ahead of time", data, sign(SECRET, data, at=now + dt.timedelta(days=365))),
        ("of another secret", data, sign("another", data, at=now)),
        ("of another body", data + b"&x=1", right),
    ]


def print_signatures(folder: Path, *, say: Say) -> int:
    """Send forgeries and a replay to the program; return how many came otherwise than they must."""
    data, content_type = build_http(build_command("/policy P3 export:csv"))
    kind = {"Content-Type": content_type}
    db = folder / "signatures.db"
    ingest_samples(db)
    with FakeSlack() as fake, start_bot("http", fake, db) as bot:
        now = SystemClock().now()
        statuses = Counter(
            (what, post(bot.port, sent, {**kind, **headers})) for what, sent, headers in list_forgeries(data, now)
        )
        with socket.create_connection(("127.0.0.1", bot.port), timeout=WAIT_S) as line:
            head = f"POST {_EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {_TOO_LONG}\r\n\r\n"
            line.sendall(head.encode())  # nothing of the body, so that there is nothing to check a signature of
            statuses["over the cap, unsigned", int(line.recv(100).split()[1])] += 1
        signed = {**kind, **sign(SECRET, data, at=now)}
        for _ in range(TIMES):
            statuses["replayed four times", post(bot.port, data, signed)] += 1
        fake.wait_quietly(lambda: count_effects(fake)["a command"] > 0, at_most_s=WAIT_S)
        fake.wait_quietly(lambda: False, at_most_s=_QUIET_S)
        effects = count_effects(fake)["a command"]
    for (what, status), count in statuses.items():
        say(f"signatures  {what:24} {count:3} sent: {status}")
    say(f"signatures  effects of the replay: {effects}; tracebacks: none")
    right = {"over the cap, unsigned": {413}, "replayed four times": {200}}
    wrong = sum(count for (what, status), count in statuses.items() if status not in right.get(what, {400, 401}))
    return wrong + abs(effects - 1)


def print_secrets(folder: Path, mode: str, *, say: Say) -> int:
    """Go through a short day at the level debug; return in how many places a secret stands."""
    db = folder / f"{mode}-secrets.db"
    ingest_samples(db)
    with FakeSlack() as fake, start_bot(mode, fake, db, GONGBAO_LOG_LEVEL="debug") as bot:
        spend_day(bot.talker)
        processes = list_processes(bot.program.pid)
        backup = folder / f"{mode}-backup.db"
        call = [sys.executable, "-m", "bot", "backup", "--db", str(db), str(backup)]
        subprocess.run(call, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        places = {
            "log": "\n".join(bot.program.lines).encode(),
            "database": b"".join(path.read_bytes() for path in folder.glob(f"{db.name}*")),
            "backup": backup.read_bytes(),
            "process arguments": b"\n".join(arguments for arguments, _ in processes),
            "the reader's environment": b"\n".join(environment for _, environment in processes[1:]),
        }
    found = 0
    for place, held in places.items():
        count = sum(held.count(canary.encode()) for canary in _CANARIES)
        found += count
        say(f"secrets     {mode:6} {place:26} {len(held):10,} bytes looked through: {count} found")
    return found


def spend_day(talker: Talker) -> None:
    """Type, press, write, send a file and fill in a form, and wait for what comes of each."""
    person, fake = talker.person, talker.person.fake
    policies = person.type("/policy")
    for label in ("More", "Send to me"):
        fake.list_replies(person.press(policies, label))
    person.press(policies, "Share")
    fake.list_posts(count=1)
    talker.mention("what did MIIT issue on data security?")
    talker.write("company Huawei")
    form = talker.press_in(talker.open_home(), "Search")
    talker.submit(form, {"words": {"words": {"value": "data"}}})
    posts = fake.slack.open_direct(talker.user).posts
    talker.send_file(_SAMPLE, (find_data_folder("briefings") / _SAMPLE).read_bytes())
    fake.wait_until(lambda: any(map(is_report, posts)), what="a report")
    person.type("/ingest https://files.example/issue.pdf")


def list_processes(pid: int) -> list[tuple[bytes, bytes]]:
    """Return arguments and environment of a process and then of its children; of none where /proc is not there."""
    proc = Path("/proc")
    if not proc.is_dir():
        return [(b"", b"")]

    def is_child(process: Path) -> bool:
        try:
            return f"\nPPid:\t{pid}\n" in (process / "status").read_text(encoding="utf-8")
        except OSError:  # it has just ended
            return False

    children = [each.name for each in proc.iterdir() if each.name.isdigit() and is_child(each)]
    return [
        ((proc / name / "cmdline").read_bytes(), (proc / name / "environ").read_bytes())
        for name in (str(pid), *children)
    ]


PARTS = ("load", "replays", "signatures", "secrets")


def main() -> None:
    """Do the parts asked for, in the modes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--commands", type=int, default=Load.commands)
    parser.add_argument("--items", type=int, default=Load.items)
    given = parser.parse_args()
    modes = given.mode or MODES
    wrong = 0
    gc.disable()  # a pause of the sender's own collector, a third of a second, would count as the bot's

    def say(line: str) -> None:
        print(line, flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = Load(items=given.items, commands=given.commands)
        for part in given.part or PARTS:
            match part:
                case "load":
                    wrong += sum(print_load(folder, mode, say=say, load=load) for mode in modes)
                case "replays":
                    wrong += sum(print_replays(folder, mode, say=say) for mode in modes)
                case "secrets":
                    wrong += sum(print_secrets(folder, mode, say=say) for mode in modes)
                case _:
                    wrong += print_signatures(folder, say=say)
    say(f"otherwise than it must be: {wrong}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
