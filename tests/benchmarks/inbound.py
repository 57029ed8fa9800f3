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

import gc
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER
from bot.slack.messages.ingest import UNDO
from bot.store.database import open_store
from tests.benchmarks.common import LEXICON, build_parser, say_met
from tests.benchmarks.generate import fill_store, write_briefing
from tests.fake_slack.person import EVENTS_PATH, HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import ROOT, SECRET, Program
from tests.fake_slack.requests import (
    Body,
    build_command,
    build_event,
    build_press,
    build_subscribe,
    list_forgeries,
    sign_body,
)
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, WAIT_S, FakeSlack
from tests.fake_slack.volley import Shots, fire

MODES = ("socket", "http")
READ = "2025-04-02T08:00"
NOW = "2025-04-10T08:00"
LATER = "2025-04-11T07:00"
TIMES = 4
_ITEMS, _COMMANDS_SENT, _AT_ONCE = 10_000, 2000, 50
_CHANNELS, _DOCUMENTS, _LINES = 20, 4, 1200
_BAR_MS = 500.0
_TOO_LONG = 100_000_000
_READING_S = 300.0
_QUIET_S = 1.0
_SETTLED_S = 5.0
_ASKED_IN = "C0ASKED"
_SAMPLE = find_data_folder("briefings") / "quarter-in-documents-2024-q1.md"
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
_CANARIES = (BOT_TOKEN, APP_TOKEN, SECRET, "ticket=canary", "/response/")


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A running bot, the way to it, and somebody who uses it."""

    program: Program
    road: Road
    person: Person


@contextmanager
def start_bot(
    mode: str, fake: FakeSlack, db: Path, *, now: str = NOW, sockets: int = 1, **settings: str
) -> Iterator[Bot]:
    """Start the program over a database and end it; ``sockets`` is how many it and those before it open in all."""
    known = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN, **settings}
    with Program("--mode", mode, "--db", str(db), "--now", now, folder=db.parent, **known) as program:
        road: Road
        if mode == "http":
            road = HttpRoad(port=int(program.wait_for(r"listening on port (\d+)")[1]))
        else:
            fake.wait_for_socket(count=sockets)
            road = SocketRoad(fake=fake)
        yield Bot(program=program, road=road, person=Person(fake=fake, road=road))
        assert program.end() == 0, program.lines
    assert "Traceback" not in "\n".join(program.lines), program.lines


def run_bot(*args: str) -> None:
    """Run a command of the program to its end."""
    call = [sys.executable, "-m", "bot", *args]
    subprocess.run(call, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_db(folder: Path, name: str) -> Path:
    """Read two of the sample briefings into a new database."""
    samples = [str(_SAMPLE.with_name(sample)) for sample in _SAMPLES]
    run_bot("ingest", "--db", str(folder / f"{name}.db"), "--now", READ, *samples)
    return folder / f"{name}.db"


def is_report(post: Body) -> bool:
    """Say whether a message is the report on a briefing."""
    return UNDO in str(post.get("blocks"))


def build_commands(count: int) -> list[Body]:
    """Return so many commands of every kind; no two deliveries are the same."""
    return [build_command(_COMMANDS[n % len(_COMMANDS)].format(n=n % 97 + 1, month=n % 9 + 1)) for n in range(count)]


def try_load(folder: Path, mode: str, *, items: int, commands: int) -> int:
    """Fire commands at a bot that reads and posts; return how many were not answered in their acknowledgement."""
    db = folder / f"{mode}-load.db"
    store = open_store(db, create=True)
    fill_store(store, LEXICON, items)
    store.close()
    with FakeSlack() as fake, start_bot(mode, fake, db) as bot:
        for number in range(_CHANNELS):
            fake.slack.open_channel(f"C0LOAD{number}")
            bot.road.bring(build_subscribe(f"C0LOAD{number}"), kind="interactive")
        fire(bot.road, build_commands(len(_COMMANDS)), at_once=1)  # what loads at first use has been loaded
        fake.wait_quietly(lambda: False, at_most_s=_SETTLED_S)
        for number in range(_DOCUMENTS):
            bot.person.send_file(f"issue-{number}.md", write_briefing(number, items=_LINES).encode())
        shots = fire(bot.road, build_commands(commands), at_once=_AT_ONCE)
        posts = fake.slack.open_direct(ADMIN).posts

        def count_ended() -> int:
            return sum(is_report(post) or str(post.get("text")).startswith("⚠") for post in posts)

        fake.wait_quietly(lambda: count_ended() >= _DOCUMENTS, at_most_s=_READING_S)
        reports = sum(map(is_report, posts))
    tell("load", mode, f"{_AT_ONCE} at once, {reports} documents read: {show_shots(shots)}")
    return shots.sent - shots.answered + _DOCUMENTS - reports


def show_shots(shots: Shots) -> str:
    """Return the figures of what was fired."""
    half, most = shots.find_percentile(50), shots.find_percentile(99)
    counts = f"{shots.sent:,} sent, {shots.acked:,} acked, {shots.sent - shots.acked:,} unacked, {shots.answered:,}"
    times = f"p50 {half:.1f}, p99 {most:.1f}, max {max(shots.times_ms):.1f} ms"
    return f"{counts} answered; {times}; p99 ≤ {_BAR_MS:.0f} ms: {say_met(met=most <= _BAR_MS)}"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A request that is delivered again and again in the very form it came in, under one envelope or signature."""

    name: str
    body: Body
    kind: str
    signed: tuple[bytes, dict[str, str]]

    def bring(self, bot: Bot) -> None:
        """Deliver it once more, and wait until it was acknowledged."""
        if isinstance(bot.road, HttpRoad):
            assert bot.road.send(*self.signed)[0] == 200
        else:
            fake = bot.person.fake
            known = len(fake.acks.get(self.name, []))
            fake.deliver(self.body, kind=self.kind, envelope_id=self.name)
            fake.get_ack(self.name, count=known + 1)


def build_deliveries(fake: FakeSlack, answer: Body) -> list[Delivery]:
    """Return what is delivered again and again; ``answer`` has the button that is pressed."""
    asked = fake.say(_ASKED_IN, f"<@{BOT_USER}> ministry MIIT")
    mention = {**asked, "type": "app_mention", "channel": _ASKED_IN}
    shared = fake.share_file(_SAMPLE.name, _SAMPLE.read_bytes())
    button = next(found for found in find_buttons(answer) if found["text"]["text"] == "Send to me")
    now = SystemClock().now()
    return [
        Delivery(name=name, body=body, kind=kind, signed=sign_body(body, secret=SECRET, at=now))
        for name, body, kind in (
            ("a command", build_command("/policy P3 export:csv"), "slash_commands"),
            ("a button", build_press(button, response_url=fake.build_response_url()), "interactive"),
            ("an event", build_event(mention, event_id="EvAsked"), "events_api"),
            ("a file", build_event(shared, event_id="EvShared"), "events_api"),
        )
    ]


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


def wait_for_effects(fake: FakeSlack, *names: str) -> dict[str, int]:
    """Wait until each of these had an effect, and as long again as a second one would take; return the counts."""
    fake.wait_quietly(lambda: all(count_effects(fake)[name] for name in names), at_most_s=30)
    fake.wait_quietly(lambda: False, at_most_s=_QUIET_S)
    return count_effects(fake)


def try_replays(folder: Path, mode: str) -> int:
    """Deliver everything four times, and again after a restart; return how many had not exactly one effect."""
    db = make_db(folder, f"{mode}-replays")
    with FakeSlack() as fake:
        with start_bot(mode, fake, db) as bot:
            fake.slack.open_channel(_ASKED_IN)
            deliveries = build_deliveries(fake, bot.person.type("/policy P2"))
            for delivery in deliveries * TIMES:
                delivery.bring(bot)
            first = wait_for_effects(fake, *(delivery.name for delivery in deliveries))
        fake.say(fake.slack.open_direct(ADMIN).id, "P5")
        with start_bot(mode, fake, db, now=LATER, sockets=2) as bot:
            for delivery in deliveries:
                delivery.bring(bot)
            last = wait_for_effects(fake, *first)
    replayed = {delivery.name for delivery in deliveries}
    for name, count in last.items():
        sent = f"{TIMES} times, again 23 hours later" if name in replayed else "looked for in the history"
        effects = f"{first[name]} at first, {count} at the end: {'met' if count == 1 else 'WRONG'}"
        tell("replays", mode, f"{name:26} {sent:34} {effects}")
    return sum(count != 1 for count in last.values())


def try_signatures(folder: Path) -> int:
    """Send forgeries and a replay to the program; return how many came otherwise than they must."""
    now = SystemClock().now()
    data, signed = sign_body(build_command("/policy P3 export:csv"), secret=SECRET, at=now)
    kind = {"Content-Type": signed["Content-Type"]}
    with FakeSlack() as fake, start_bot("http", fake, make_db(folder, "signatures")) as bot:
        assert isinstance(bot.road, HttpRoad)
        statuses = Counter(
            (what, bot.road.send(sent, {**kind, **headers})[0])
            for what, sent, headers in list_forgeries(SECRET, data, now=now)
        )
        with socket.create_connection(("127.0.0.1", bot.road.port), timeout=WAIT_S) as line:
            head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {_TOO_LONG}\r\n\r\n"
            line.sendall(head.encode())  # nothing of the body, so that there is nothing to check a signature of
            statuses["over the cap, unsigned", int(line.recv(100).split()[1])] += 1
        for _ in range(TIMES):
            statuses["replayed four times", bot.road.send(data, signed)[0]] += 1
        effects = wait_for_effects(fake, "a command")["a command"]
    for (what, status), count in statuses.items():
        tell("signatures", "", f"{what:24} {count:3} sent: {status}")
    tell("signatures", "", f"effects of the replay: {effects}; tracebacks: none")
    right = {"over the cap, unsigned": {413}, "replayed four times": {200}}
    wrong = sum(count for (what, status), count in statuses.items() if status not in right.get(what, {400, 401}))
    return wrong + abs(effects - 1)


def try_secrets(folder: Path, mode: str) -> int:
    """Go through a short day at the level debug; return in how many places a secret stands."""
    db, backup = make_db(folder, f"{mode}-secrets"), folder / f"{mode}-backup.db"
    with FakeSlack() as fake, start_bot(mode, fake, db, GONGBAO_LOG_LEVEL="debug") as bot:
        spend_day(bot.person)
        processes = list_processes(bot.program.pid)
        run_bot("backup", "--db", str(db), str(backup))
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
        tell("secrets", mode, f"{place:26} {len(held):10,} bytes looked through: {count} found")
    return found


def spend_day(person: Person) -> None:
    """Type, press, write, send a file and fill in a form, and wait for what comes of each."""
    fake = person.fake
    policies = person.type("/policy")
    for label in ("More", "Send to me"):
        fake.list_replies(person.press(policies, label))
    person.press(policies, "Share")
    fake.list_posts(count=1)
    person.mention("what did MIIT issue on data security?")
    person.write("company Huawei")
    form = person.press_in(person.open_home(), "Search")
    person.submit(form, {"words": {"words": {"value": "data"}}})
    posts = fake.slack.open_direct(person.user).posts
    person.send_file(_SAMPLE.name, _SAMPLE.read_bytes())
    fake.wait_until(lambda: any(map(is_report, posts)), what="a report")
    person.type("/ingest https://files.example/issue.pdf")


def list_processes(pid: int) -> list[tuple[bytes, bytes]]:
    """Return arguments and environment of a process and then of its children; of none where /proc is not there."""
    proc = Path("/proc")
    children = [each for task in proc.glob(f"{pid}/task/*/children") for each in task.read_text("ascii").split()]
    found = [proc / each for each in (str(pid), *children) if (proc / each).is_dir()]
    return [((each / "cmdline").read_bytes(), (each / "environ").read_bytes()) for each in found]


def tell(part: str, mode: str, said: str) -> None:
    """Print a line at once."""
    print(f"{part:11} {mode + ' ' if mode else '':7}{said}", flush=True)


def main() -> int:
    """Do the parts asked for, in the modes asked for."""
    parts = {"load": try_load, "replays": try_replays, "signatures": try_signatures, "secrets": try_secrets}
    parser = build_parser(__doc__)
    parser.add_argument("--part", choices=parts, action="append")
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--commands", type=int, default=_COMMANDS_SENT)
    parser.add_argument("--items", type=int, default=_ITEMS)
    given = parser.parse_args()
    gc.disable()  # a pause of the sender's own collector, a third of a second, would count as the bot's
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in given.part or parts:
            if part == "signatures":
                wrong += try_signatures(folder)
                continue
            for mode in given.mode or MODES:
                match part:
                    case "load":
                        wrong += try_load(folder, mode, items=given.items, commands=given.commands)
                    case "replays":
                        wrong += try_replays(folder, mode)
                    case _:
                        wrong += try_secrets(folder, mode)
    print(f"otherwise than it must be: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
