"""``gongbao console`` and ``demo``: a workspace in the terminal, to type commands in and press buttons."""

import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from bot.app import Application, bootstrap
from bot.cli.ask import describe_file, save_file
from bot.cli.options import db_option, make_settings, open_app, timed
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.errors import GongbaoError, StoreError
from bot.reading.received import READABLE_SUFFIXES
from bot.slack.in_memory.local import LocalPerson, LocalWorkspace, ScreenButton
from bot.slack.in_memory.local_forms import LocalForm
from bot.slack.in_memory.local_slack import CHANNEL, Payload

PROMPT = "gongbao> "
HELP = """Type a command, such as /policy or /policy help.
A number presses that button of the last answer; so does its name (Source P5).
which drafts are open?   asks the bot in the channel, as @Gongbao and words do; dm and words writes to it alone
home    the bot's Home
Words = robots           fills in a field of the form that is open; submit  submits it
posts   what is posted in the channels
files   the files sent by export:; save FOLDER  writes them there
look    the newest post of the channel, to press its buttons
help    this
quit    leaves (or Ctrl-D)"""
_ID = re.compile(r"\b[A-Z][0-9]+\b")


@click.command(short_help="Type commands and press buttons in the terminal.")
@timed
def console(*, db: Path | None, now: dt.datetime | None) -> None:
    """Open a local workspace in the terminal: type commands, press buttons by number, see what is posted.

    Lines may also be piped in; each is then shown before its answer.
    """
    with open_app(db, now) as (app, _):
        open_console(app)


def open_console(app: Application) -> None:
    """Run the console on standard input and output; after each line the bot does what is due."""
    run_console(app.workspace, input=sys.stdin, output=sys.stdout, after=lambda: app.scheduler.tick(app.clock.now()))


def run_console(
    workspace: LocalWorkspace,
    *,
    input: TextIO,  # noqa: A002  the stream's name
    output: TextIO,
    after: Callable[[], object] = lambda: None,
) -> None:
    """Read lines until ``quit`` or the end of input, and write what a person would see after each.

    ``after`` runs once each line is done, before its answer is written: what the bot would do by itself. Lines that no
    person types are written after the prompt, so that what is kept of a run can be read.
    """
    print("Gongbao, here in the terminal. Type help, or a command such as /policy.", file=output)
    typist = Typist(workspace)
    while True:
        print(PROMPT, end="", file=output, flush=True)
        line = input.readline()
        if not line or line.strip().casefold() in {"quit", "exit", "q"}:
            print("" if line else "\n", end="", file=output)
            return
        if not input.isatty():
            print(line.rstrip("\n"), file=output)
        if line.strip():
            answer = typist.answer_line(line.strip())
            after()
            print(answer, file=output)


class Typist:
    """Somebody at the console; the form that is open is filled in line by line."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self._workspace = workspace
        self._person = LocalPerson(workspace)
        self._form: LocalForm | None = None
        self._sayings: dict[str, Callable[[], str]] = {
            **dict.fromkeys(("help", "?"), lambda: HELP),
            "posts": lambda: render_posts(workspace),
            "files": self._list_files,
        }
        self._acts: dict[str, Callable[[], object]] = {
            "look": workspace.look,
            "home": self._person.open_home,
            "submit": lambda: self._get_form().submit(),
        }

    def answer_line(self, line: str) -> str:
        """Do what one line says, and give what is then seen; a refusal is one line of text."""
        try:
            said = self._do(line)
        except GongbaoError as error:
            return f"{error}"
        return render_screen(self._workspace) if said is None else said

    def _do(self, line: str) -> str | None:
        """Do it; give what is said besides the screen, None where the screen says it."""
        first, _, rest = line.partition(" ")
        field, is_field, typed = line.partition("=")
        say = self._sayings.get(line.casefold())
        if say is not None:
            return say()
        act = self._acts.get(line.casefold())
        if act is not None:
            act()
        elif first.casefold() == "save":
            return self._save(rest)
        elif first.casefold() == "dm":
            self._person.write(rest or "help")
        elif first.startswith("/"):
            self._workspace.command(line)
        elif first.startswith("@"):
            self._person.mention(rest)
        elif is_field:
            return self._get_form().fill(field, typed)
        else:
            self._press_or_ask(line)
        return None

    def _list_files(self) -> str:
        return "\n\n".join(map(describe_file, self._workspace.slack.uploads)) or "No file was sent yet."

    def _save(self, folder: str) -> str:
        if not folder:
            return "“save” needs a folder behind it."
        saved = [f"Saved: {save_file(file, Path(folder))}" for file in self._workspace.slack.uploads]
        return "\n".join(saved) or "No file was sent yet."

    def _press_or_ask(self, line: str) -> None:
        """Press the button of this number or name; anything that no button bears is a question to the bot."""
        buttons = self._workspace.list_buttons()
        for number, (button, name) in enumerate(zip(buttons, name_buttons(buttons), strict=True), start=1):
            if line.casefold() in {str(number), name.casefold(), button.name.casefold()}:
                self._workspace.press(button.name)
                return
        if line.isdecimal() or "#" in line or line in {button.element["action_id"] for button in buttons}:
            self._workspace.press(line)
        else:
            self._person.mention(line)

    def _get_form(self) -> LocalForm:
        screen = self._workspace.screen
        if self._form is None or screen is None or not self._form.is_for(screen.payload):
            self._form = LocalForm(self._workspace)
        return self._form


def name_buttons(buttons: list[ScreenButton]) -> list[str]:
    """Return the names of buttons; of several with one label each is named by what it opens: ``Source P5``."""
    counts = Counter(button.label for button in buttons)
    names: list[str] = []
    for button in buttons:
        opened = _ID.search(str(button.element.get("value") or "")) if counts[button.label] > 1 else None
        name = f"{button.label} {opened[0]}" if opened else button.name
        names.append(button.name if name in names else name)
    return names


def render_screen(workspace: LocalWorkspace) -> str:
    """Return the screen as text, with its buttons numbered below."""
    if workspace.screen is None:
        return "Nothing on the screen yet."
    shown = render_message(workspace.screen.payload)
    names = name_buttons(workspace.list_buttons())
    buttons = "  ".join(f"[{number}] {name}" for number, name in enumerate(names, start=1))
    return f"{shown}\n\n{buttons}" if buttons else shown


def render_posts(workspace: LocalWorkspace) -> str:
    """Return every channel's posts as text, oldest first."""
    parts = [
        f"#{channel.name} ({channel.id})\n{render_message(post)}"
        for channel in workspace.slack.channels.values()
        for post in channel.posts
    ]
    return "\n\n".join(parts) or "Nothing is posted yet."


TOUR = (
    ("What is open for comment, soonest first", "/policy due limit:3", 14),
    ("One policy", "/policy P19", 17),
    ("One ministry", "/ministry MIIT limit:2", 11),
    ("One company", "/company CATL limit:2", 12),
    ("What your briefings don't mention", "/company Tesla", 4),
)
"""Titles, commands, and how many lines of each answer the tour shows."""
_OF_POST = 24
NEXT = """== What next ==

gongbao ingest YOUR-BRIEFING.pdf     read a briefing of yours
gongbao ask '/policy data security'  ask about it
gongbao console                      type commands and press buttons
Set up Slack in seven steps: see the README."""


@click.command(short_help="Take a short tour on the sample briefings.")
@click.option("--no-console", is_flag=True, help="End after the tour, in a terminal too.")
@db_option
def demo(*, no_console: bool, db: Path | None) -> None:
    """Read the sample briefings, show what a channel gets and how questions are answered, then open the console.

    The database is one of its own and gone afterwards, unless --db names a new file. The day is that of the newest
    sample. Without a terminal it ends after the tour.
    """
    with tempfile.TemporaryDirectory(prefix="gongbao-demo-") as folder:
        path = db or Path(folder) / "demo.db"
        if path.exists():
            raise StoreError(
                f"{path} exists already.", hint="The demo starts with a database of its own: name a new file."
            )
        clock = FixedClock(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        with bootstrap(replace(make_settings(None), db=path), clock=clock, create=True) as app:
            _show_tour(app, clock)
            if not no_console and sys.stdin.isatty() and sys.stdout.isatty():
                open_console(app)
            else:
                click.echo(f"\n{NEXT}")


def _show_tour(app: Application, clock: FixedClock) -> None:
    """Read the samples in the order of their dates; a channel follows everything before the newest arrives."""
    click.echo("== Reading the sample briefings ==\n")
    files = sorted(p for p in find_data_folder("briefings").iterdir() if p.suffix in READABLE_SUFFIXES)
    days = {path: app.roads.reader.read(source_name=path.name, data=path.read_bytes()).published_on for path in files}
    dated = sorted((day, path) for path, day in days.items() if day is not None)
    for published_on, path in dated:
        clock.at = dt.datetime.combine(published_on, dt.time(12), dt.UTC)
        if published_on == dated[-1][0] and not app.workspace.list_posts(CHANNEL):
            app.workspace.subscribe("immediate", channel=CHANNEL)
            app.scheduler.tick(clock.now())
        report = app.services.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="demo", now=clock.now())
        click.echo(f"{report.briefing_id}  {report.name} · {report.items} items · {path.name}")
    clock.at += dt.timedelta(minutes=11)
    seen = len(app.workspace.list_posts(CHANNEL))
    app.scheduler.tick(clock.now())
    _show("What a channel gets ten minutes later", app.workspace.list_posts(CHANNEL)[seen], most=_OF_POST)
    for title, command, most in TOUR:
        _show(f"{title}: {command}", app.workspace.command(command).payload, most=most)


def _show(title: str, payload: Payload, *, most: int) -> None:
    """Print a message under a title, cut where it is long."""
    lines = render_message(payload).split("\n")
    shown = [*lines[:most], "…"] if len(lines) > most else lines
    click.echo(f"\n== {title} ==\n\n" + "\n".join(shown))
