"""``gongbao ask``, ``search``, ``export``, ``console`` and ``demo``: what Slack would answer, in the terminal."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from bot.app import Application, bootstrap
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.cli.text import list_labels, list_report_lines, render_message
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.errors import BadQueryError, DeliveryError, GongbaoError, StoreError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.operations.export import compose_export
from bot.query.query import parse_query
from bot.query.query_record import describe_unknown
from bot.reading.received import READABLE_SUFFIXES
from bot.slack.commands import find_command
from bot.slack.in_memory.local import LocalPerson, LocalWorkspace, Screen
from bot.slack.in_memory.local_forms import LocalForm
from bot.slack.in_memory.local_slack import LocalUpload


@click.command(short_help="Run one slash command and print its answer.")
@click.argument("command", metavar="COMMAND")
@click.option("--user", metavar="ID", default="U0ADMIN", show_default=True, help="Who asks; the default is an admin.")
@click.option("--channel", metavar="ID", default="C0LOCAL", show_default=True, help="Where it is asked.")
@click.option(
    "--press",
    multiple=True,
    metavar="NAME",
    help="Then press this button: its label, label#2 for the second of that label, or its action_id. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the payload exactly as Slack would get it.")
@click.option(
    "--save",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the files that export: sends into this folder; without it those of text are printed.",
)
@db_option
@now_option
def ask(  # noqa: PLR0913  one parameter an option
    *,
    command: str,
    user: str,
    channel: str,
    press: tuple[str, ...],
    as_json: bool,
    save: Path | None,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """Run one slash command through the app that serves Slack, and print its answer.

    COMMAND is what a person would type, in quotes: '/policy data security since:2023-11', or a question, which is said
    to the bot in the channel, with '@Gongbao' before it or without: 'what is new?'. What the bot would refuse in Slack
    is an answer too: it is printed, and the status is 0.
    """
    if not command.strip():
        raise BadQueryError("The command is empty.", hint="Write one in quotes, such as '/policy data security'.")
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        screen = _say(app.workspace, command.strip(), user=user, channel=channel)
        for name in press:
            screen = app.workspace.press(name)
        if as_json:
            print_json(screen.payload)
        else:
            click.echo(render_message(screen.payload))
            show_files(app.workspace.slack.uploads, save)
        if app.services.digests.list_waiting():  # what the command set off, such as a subscription's notice
            for line in app.scheduler.tick(app.clock.now()).lines:
                click.echo(line, err=True)


def _say(workspace: LocalWorkspace, typed: str, *, user: str, channel: str) -> Screen:
    """Run a command, with or without its slash; anything else is a question put to the bot in the channel."""
    first, _, rest = typed.partition(" ")
    if first.startswith("/") or find_command(first.casefold()):
        return workspace.command(typed, user=user, channel=channel)
    return LocalPerson(workspace, user).mention(rest if first.startswith("@") else typed, channel=channel)


@click.command(short_help="Print the ids of what matches.")
@click.argument("query", metavar="QUERY")
@json_option
@db_option
@now_option
def search(*, query: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the ids of the items and policies that match; the search behind /policy.

    QUERY is words and keys, in quotes: 'data security since:2023-11'. All that match are listed unless limit: says
    otherwise. What of it was read otherwise than typed, or is a name on no list, is said on standard error.
    """
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        at = app.clock.now()
        parsed = parse_query(query, lexicon=app.services.lookup.lexicon(), today=beijing_day(at))
        items, policies, total = app.services.lookup.find_ids(parsed, now=at)
    for line in (*parsed.notes, *describe_unknown(parsed)):
        click.echo(line, err=True)
    if as_json:
        print_json({"query": query, "total": total, "items": items, "policies": policies}, indent=None)
    else:
        click.echo(f"{_count(total, 'item', 'items')}{_list(items)}")
        click.echo(f"{_count(len(policies), 'policy', 'policies')}{_list(policies)}")


@click.command(short_help="Print everything in the store as JSON.")
@click.option("--briefing", metavar="ID", help="Only this briefing (B1) and what belongs to it.")
@db_option
def export(*, briefing: str | None, db: Path | None) -> None:
    """Print everything in the store as one JSON object; the same store gives the same bytes."""
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    with bootstrap(make_settings(db), clock=make_clock(None), create=False) as app:
        value = compose_export(app.store, app.services.lookup.lexicon(), briefing=number)
    print_json(value)


def show_files(files: Sequence[LocalUpload], folder: Path | None) -> None:
    """Print the files that were sent, or write them into a folder; what is no text is only named."""
    for file in files:
        if folder is not None:
            click.echo(f"\nSaved: {save_file(file, folder)}")
        else:
            click.echo(f"\n{describe_file(file)}")


def describe_file(file: LocalUpload) -> str:
    """Return a file with its content where that is text, else how it is kept."""
    head = f"{file.name} ({len(file.data):,} bytes)"
    if file.name.endswith(".docx"):
        return f"{head}: a Word document, not shown here. Add --save FOLDER, or type save FOLDER in the console."
    return f"{head}:\n{file.data.decode('utf-8-sig').replace(chr(13), '').rstrip()}"


def save_file(file: LocalUpload, folder: Path) -> Path:
    """Write a file into a folder, made where it is new, and give its path; DeliveryError when it cannot be written."""
    target = folder / Path(file.name).name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
    except OSError as error:
        raise DeliveryError(f"{target} cannot be written: {error.strerror}.", hint="Choose another folder.") from error
    return target


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _list(ids: Sequence[str]) -> str:
    return f": {' '.join(ids)}" if ids else ""


PROMPT = "gongbao> "
HELP = """Type a command, such as /policy or /policy help.
A number presses that button of the last answer; a label does too (Source, Source#2).
which drafts are open?   ask the bot in the channel, as @Gongbao and words do; dm and words write to it alone
home    the bot's Home; form  the form to search policies
Words = robots           fill in a field of the form that is open; submit  submits it
posts   what is posted in the channels
files   the files sent by export:; save FOLDER  writes them there
look    the newest post of the channel, to press its buttons
help    this
quit    leave (or Ctrl-D)"""


@click.command(short_help="Type commands and press buttons in the terminal.")
@db_option
@now_option
def console(*, db: Path | None, now: dt.datetime | None) -> None:
    """Open a local workspace in the terminal: type commands, press buttons by number, see what is posted.

    Lines may also be piped in; each is then shown before its answer.
    """
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
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

    def answer_line(self, line: str) -> str:
        """Do what one line says, and give what is then seen; a refusal is one line of text."""
        try:
            return self._do(line)
        except GongbaoError as error:
            return f"{error}"

    def _do(self, line: str) -> str:
        first, _, rest = line.partition(" ")
        field, is_field, typed = line.partition("=")
        match first.casefold() if rest or first.startswith(("/", "@")) else line.casefold():
            case "help" | "?":
                return HELP
            case "posts" | "files" as word:
                return (render_posts if word == "posts" else render_files)(self._workspace)
            case "save" if rest:
                return save_files(self._workspace, Path(rest))
            case "look" | "home" | "form" | "submit" as word:
                self._act(word)
            case "dm" if rest:
                self._person.write(rest)
            case "dm" | "save" as word:
                return f"“{word}” needs something behind it; help shows how it is written."
            case _ if line.startswith("/"):
                self._workspace.command(line)
            case _ if line.startswith("@"):
                self._person.mention(rest)
            case _ if is_field:
                return self._get_form().fill(field, typed)
            case _:
                self._press_or_ask(line)
        return render_screen(self._workspace)

    def _press_or_ask(self, line: str) -> None:
        """Press the button of this number or label; anything that no button bears is a question to the bot."""
        listed = self._workspace.list_buttons()
        buttons = {name.casefold() for each in listed for name in (each.name, str(each.element["action_id"]))}
        if line.casefold() in buttons or line.isdecimal() or "#" in line:
            self._workspace.press(_find_name(self._workspace, line))
        else:
            self._person.mention(line)

    def _act(self, word: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "look": self._workspace.look,
            "home": self._person.open_home,
            "form": lambda: self._person.use_shortcut("search_policies"),
            "submit": lambda: self._get_form().submit(),
        }
        acts[word]()

    def _get_form(self) -> LocalForm:
        screen = self._workspace.screen
        if self._form is None or screen is None or not self._form.is_for(screen.payload):
            self._form = LocalForm(self._workspace)
        return self._form


def _find_name(workspace: LocalWorkspace, line: str) -> str:
    buttons = workspace.list_buttons()
    if line.isdecimal() and 1 <= int(line) <= len(buttons):
        return buttons[int(line) - 1].name
    return line


def render_screen(workspace: LocalWorkspace) -> str:
    """Return the screen as text, with its buttons numbered below."""
    if workspace.screen is None:
        return "Nothing on the screen yet."
    shown = render_message(workspace.screen.payload)
    buttons = list_labels(button.name for button in workspace.list_buttons())
    return f"{shown}\n\n{buttons}" if buttons else shown


def render_files(workspace: LocalWorkspace) -> str:
    """Return every file that was sent, oldest first."""
    return "\n\n".join(describe_file(file) for file in workspace.slack.uploads) or "No file was sent yet."


def save_files(workspace: LocalWorkspace, folder: Path) -> str:
    """Write every file that was sent into a folder, and give their paths."""
    saved = [f"Saved: {save_file(file, folder)}" for file in workspace.slack.uploads]
    return "\n".join(saved) or "No file was sent yet."


def render_posts(workspace: LocalWorkspace) -> str:
    """Return every channel's posts as text, oldest first."""
    parts = [
        f"#{channel.name} ({channel.id})\n{render_message(post)}"
        for channel in workspace.slack.channels.values()
        for post in channel.posts
    ]
    return "\n\n".join(parts) or "Nothing is posted yet."


DEMO_COMMANDS = (
    ("Which drafts are open for comment", "/policy status:draft_for_comment"),
    ("One policy", "/policy P1"),
    ("One ministry", "/ministry MIIT"),
    ("One company", "/company CATL"),
    ("The latest briefing", "/briefing"),
    ("The same in Chinese", "/policy 数据安全"),
    ("What is not held is said to be", "/company Tesla"),
)
_SUBSCRIBER = "C0LOCAL"


@click.command(short_help="Show every kind of answer on the sample briefings.")
@click.option("--no-console", is_flag=True, help="End after the tour, in a terminal too.")
@db_option
def demo(*, no_console: bool, db: Path | None) -> None:
    """Read the sample briefings and show every kind of answer and one posted summary; then open the console.

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
            _tour(app, clock)
            if not no_console and sys.stdin.isatty() and sys.stdout.isatty():
                open_console(app)


def _tour(app: Application, clock: FixedClock) -> None:
    """Read the samples in the order of their dates; a channel follows everything before the newest arrives."""
    _print_title("Reading the sample briefings")
    files = sorted(p for p in find_data_folder("briefings").iterdir() if p.suffix in READABLE_SUFFIXES)
    days = {path: app.roads.reader.read(source_name=path.name, data=path.read_bytes()).published_on for path in files}
    dated = sorted((day, path) for path, day in days.items() if day is not None)
    newest_on = dated[-1][0]
    followed = False
    for published_on, path in dated:
        clock.at = dt.datetime.combine(published_on, dt.time(12), dt.UTC)
        if published_on == newest_on and not followed:
            followed = True
            _follow(app, clock)
        report = app.services.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="demo", now=clock.now())
        click.echo("\n".join(list_report_lines(report)) + "\n")
    clock.at += dt.timedelta(minutes=11)
    seen = len(app.workspace.list_posts(_SUBSCRIBER))
    app.scheduler.tick(clock.now())
    _print_title("Posted to the channel, ten minutes after the newest briefing was read")
    for post in app.workspace.list_posts(_SUBSCRIBER)[seen:]:
        click.echo(render_message(post) + "\n")
    for title, command in DEMO_COMMANDS:
        _print_title(title)
        click.echo(f"{PROMPT}{command}\n")
        app.workspace.command(command)
        click.echo(render_screen(app.workspace) + "\n")


def _follow(app: Application, clock: FixedClock) -> None:
    command = "/digest subscribe immediate"
    _print_title("A channel follows what is new")
    click.echo(f"{PROMPT}{command}\n")
    app.workspace.command(command, channel=_SUBSCRIBER)
    click.echo(render_screen(app.workspace) + "\n")
    app.scheduler.tick(clock.now())


def _print_title(title: str) -> None:
    click.echo(f"== {title} ==\n")
