"""``gongbao demo``, ``ask``, ``console``, ``search`` and ``export``: what Slack would answer, in the terminal."""

import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from bot.app import Application, bootstrap
from bot.cli.options import Call, Output, arg, cli, command, hold, opt, print_json
from bot.cli.text import Payload, render_message
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.errors import BadQueryError, GongbaoError, StoreError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import ON_ITS_WAY
from bot.operations.export import compose_export
from bot.query.query import parse_query
from bot.query.query_record import describe_unknown
from bot.reading.received import READABLE_SUFFIXES
from bot.slack.commands import BY_NAME
from bot.slack.in_memory.local import LocalWorkspace, Screen
from bot.slack.wording import cut_lines, plural
from bot.store.outbox import list_posts

PROMPT = "gongbao> "
HELP = """Type a command, such as /policy or /policy help.
A number presses that button of the last answer; so does its name (Open P5).
which drafts are open?   asks the bot in the channel
Words = robots           fills in a field of the form that is open; submit  submits it
home    the bot's Home
posts   what is posted in the channels
help    this
quit    leaves (or Ctrl-D)"""
FILL_IN = "Fill it in with a field and its value, such as: Words = robots. Then type submit."
_ID = re.compile(r"\b[A-Z][0-9]+\b")
TOUR = (
    ("Deadlines ahead, the next first", "/policy due limit:3", 14),
    ("One policy", "/policy P19", 17),
    ("One ministry", "/ministry MIIT limit:2", 11),
    ("One company", "/company CATL limit:2", 12),
    ("What your briefings don't mention", "/company Tesla", 4),
)
"""Titles, commands, and how many lines of each answer the tour shows."""
_OF_POST = 24
NEXT = """
== What next ==

gongbao ingest YOUR-BRIEFING.pdf     read a briefing of yours
gongbao ask '/policy data security'  ask about it
gongbao console                      type commands and press buttons
Set up Slack in seven steps: see the README."""


@command(cli, "gongbao demo", opt("--no-console", "End after the tour, in a terminal too.", is_flag=True))
def demo(call: Call, *, no_console: bool) -> None:
    """Take a short tour on the sample briefings.

    It reads them, shows what a channel gets and how questions are answered, then opens the console; without a terminal
    it ends there. The day is that of the newest sample. The database is one of its own and gone afterwards, unless --db
    names a new file.
    """
    path = call.named_db or Path(hold(tempfile.TemporaryDirectory(prefix="gongbao-demo-"))) / "demo.db"
    if path.exists():
        hint = "The demo starts with a database of its own: name a new file."
        raise StoreError(f"{path} exists already.", hint=hint)
    clock = FixedClock(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    app = hold(bootstrap(replace(call.settings, db=path), clock=clock, create=True))
    _show_tour(app, clock)
    if not no_console and sys.stdin.isatty() and sys.stdout.isatty():
        run_console(app)
    else:
        click.echo(NEXT)


def _show_tour(app: Application, clock: FixedClock) -> None:
    """Read the samples in the order of their dates; a channel follows everything before the newest arrives."""
    click.echo("== Reading the sample briefings ==\n")
    files = [path for path in find_data_folder("briefings").iterdir() if path.suffix in READABLE_SUFFIXES]
    read = app.services.reader.read
    days = {path: read(source_name=path.name, data=path.read_bytes()).published_on for path in files}
    dated = sorted((day, path) for path, day in days.items() if day is not None)
    for published_on, path in dated:
        clock.at = dt.datetime.combine(published_on, dt.time(12), dt.UTC)
        if path == dated[-1][1]:
            app.workspace.subscribe("immediate")
            app.scheduler.tick(clock.now())
        report = app.services.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="demo", now=clock.now())
        click.echo(f"{report.briefing_id}  {report.name} · {report.items} items · {path.name}")
    clock.at += dt.timedelta(minutes=11)
    seen = len(app.workspace.list_posts())
    app.scheduler.tick(clock.now())
    _show("What a channel gets ten minutes later", app.workspace.list_posts()[seen], most=_OF_POST)
    for title, typed, most in TOUR:
        _show(f"{title}: {typed}", app.workspace.command(typed).payload, most=most)


def _show(title: str, payload: Payload, *, most: int) -> None:
    """Print a message under a title, cut where it is long."""
    click.echo("\n".join((f"\n== {title} ==\n", *cut_lines(render_message(payload).split("\n"), most, "…"))))


@command(
    cli,
    "gongbao ask '/policy data security since:2023-11' --press Open",
    arg("COMMAND", name="typed"),
    opt("--user", "Who asks; the default is an admin.", metavar="ID", default="U0ADMIN", show_default=True),
    opt("--channel", "Where it is asked.", metavar="ID", default="C0LOCAL", show_default=True),
    opt(
        "--press",
        "Then press this button: its label, label#2 for the second of that label, or its action_id. May be repeated.",
        multiple=True,
        metavar="NAME",
    ),
    as_json=True,
)
def ask(call: Call, *, typed: str, user: str, channel: str, press: tuple[str, ...]) -> None:
    """Run one slash command and print its answer.

    It goes through the app that serves Slack. COMMAND is what a person would type, in quotes: '/policy data security
    since:2023-11', or a question, which is said to the bot in the channel, with '@Gongbao' before it or without: 'what
    is new?'. What the bot would refuse in Slack is an answer too: it is printed, and the status is 0. With --json it is
    the payload exactly as Slack would get it.
    """
    typed = typed.strip()
    if not typed:
        raise BadQueryError("The command is empty.", hint="Write one in quotes, such as '/policy data security'.")
    app = call.app
    first, _, rest = typed.partition(" ")
    if first.startswith("/") or first.casefold() in BY_NAME:
        screen = app.workspace.command(typed, user=user, channel=channel)
    else:
        asked = rest if first.startswith("@") else typed
        screen = app.workspace.mention(asked, channel=channel, user=user)
    for name in press:
        screen = app.workspace.press(name)
    if call.as_json:
        print_json(screen.payload)
    else:
        click.echo(render_message(screen.payload))
        for file in app.workspace.slack.uploads:
            is_text = not file.name.endswith(".docx")
            text = file.data.decode("utf-8-sig").replace("\r", "").rstrip() if is_text else "a Word document"
            click.echo(f"\n{file.name} ({len(file.data):,} bytes):\n{text}")
    with app.store.read() as db:
        is_set_off = list_posts(db, states=ON_ITS_WAY)
    if is_set_off:  # what the command set off, such as a subscription's notice
        for line in app.scheduler.tick(call.now).lines:
            click.echo(line, err=True)


@command(cli, "gongbao console")
def console(call: Call) -> None:
    """Type commands and press buttons in the terminal.

    A local workspace: press buttons by number, see what is posted. Lines may also be piped in; each is then shown
    before its answer.
    """
    run_console(call.app)


def run_console(app: Application) -> None:
    """Read lines until ``quit`` or the end of input, and write what a person would see after each.

    After each line the bot does what is due. Lines that no person types are written after the prompt, so that what is
    kept of a run can be read.
    """
    click.echo("Gongbao, here in the terminal. Type help, or a command such as /policy.")
    typist = _Typist(app.workspace)
    while True:
        click.echo(PROMPT, nl=False)
        line = sys.stdin.readline()
        if not line or line.strip().casefold() in {"quit", "exit", "q"}:
            click.echo("" if line else "\n", nl=False)
            return
        if not sys.stdin.isatty():
            click.echo(line.rstrip("\n"))
        if line.strip():
            answer = typist.answer(line.strip())
            app.scheduler.tick(app.services.clock.now())
            click.echo(answer)


class _Typist:
    """Somebody at the console; the form that is open is filled in line by line."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self._workspace = workspace

    def answer(self, line: str) -> str:
        """Do what one line says, and return what is then seen; a refusal is one line of text."""
        try:
            done = self._act(line)
        except GongbaoError as error:
            return str(error)
        if isinstance(done, str):
            return done
        shown = render_message(done.payload)
        if any(block["type"] == "input" for block in done.payload.get("blocks", ())):
            return f"{shown}\n\n{FILL_IN}"
        buttons = "  ".join(f"[{number}] {name}" for number, name in enumerate(self._list_buttons(), 1))
        return f"{shown}\n\n{buttons}".rstrip()

    def _act(self, line: str) -> Screen | str:
        """Type, press, fill in or ask; anything that no button bears is a question to the bot."""
        field, is_field, typed = line.partition("=")
        buttons = self._list_buttons()
        named = {each.casefold(): each for pair in buttons.items() for each in pair}
        match line.casefold():
            case "help" | "?":
                return HELP
            case "posts":
                channels = self._workspace.slack.channels.values()
                posts = (
                    f"#{each.name} ({each.id})\n{render_message(post)}" for each in channels for post in each.posts
                )
                return "\n\n".join(posts) or "Nothing is posted yet."
            case "home":
                return self._workspace.open_home()
            case "submit":
                return self._workspace.submit()
            case command if command.startswith("/"):
                return self._workspace.command(line)
            case _ if is_field:
                return self._workspace.fill(field, typed)
            case number if number.isdecimal() and 0 < int(number) <= len(buttons):
                return self._workspace.press(list(buttons.values())[int(number) - 1])
            case name if name in named or name.isdecimal() or "#" in name:
                name = named.get(name, line)
                return self._workspace.press(buttons.get(name, name))
        return self._workspace.mention(line.partition(" ")[2] if line.startswith("@") else line)

    def _list_buttons(self) -> dict[str, str]:
        """Return the buttons on the screen by what they are called here; of several with one label by what it opens."""
        buttons = self._workspace.list_buttons()
        counts = Counter(button.label for button in buttons)
        names: dict[str, str] = {}
        for button in buttons:
            opened = _ID.search(str(button.element.get("value") or "")) if counts[button.label] > 1 else None
            name = f"{button.label} {opened[0]}" if opened else button.name
            names[button.name if name in names else name] = button.name
        return names


@command(cli, "gongbao search 'data security since:2023-11' --json", arg("QUERY"), as_json=True)
def search(call: Call, *, query: str) -> Output:
    """Print the ids of what matches.

    Of items and policies; it is the search behind /policy. QUERY is words and keys, in quotes: 'data security
    since:2023-11'. All that match are listed unless limit: says otherwise. What of it was read otherwise than typed, or
    is a name on no list, is said on standard error.
    """
    lookup = call.app.services.lookup
    parsed = parse_query(query, lexicon=lookup.lexicon(), today=beijing_day(call.now))
    items, policies, total = lookup.find_ids(parsed, now=call.now)
    counts = ((plural(total, "item"), items), (plural(len(policies), "policy", "policies"), policies))
    return Output(
        lines=(": ".join(filter(None, (count, " ".join(ids)))) for count, ids in counts),
        value={"query": query, "total": total, "items": items, "policies": policies},
        notes=(*parsed.notes, *describe_unknown(parsed)),
    )


@command(
    cli,
    "gongbao export --briefing B1 > b1.json",
    opt("--briefing", "Only this briefing (B1) and what belongs to it.", metavar="ID"),
)
def export(call: Call, *, briefing: str | None) -> None:
    """Print everything in the store as JSON.

    The same store gives the same bytes.
    """
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    print_json(compose_export(call.app.store, call.app.services.lookup.lexicon(), briefing=number))
