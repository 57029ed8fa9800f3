"""``gongbao demo``, ``ask``, ``console``, ``search`` and ``export``: what Slack would answer, in the terminal."""

import datetime as dt
import re
import sys
from collections import Counter
from dataclasses import replace

import click

from bot.cli.options import BRIEFING, JSON, Call, arg, command, name_scratch, opt
from bot.cli.text import note, print_json, render_message
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.errors import GongbaoError, StoreError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.operations.export import compose_export
from bot.query.query import parse_query
from bot.query.query_record import describe_unknown
from bot.reading.received import READABLE_SUFFIXES
from bot.slack.commands import BY_NAME
from bot.slack.in_memory.local import LocalWorkspace, Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from bot.slack.wording import cut_lines, plural

HELP = """Type commands and press buttons in the terminal.

\b
/policy help             is a command; a number presses that button of the last answer, so does its name (Open P5)
which drafts are open?   asks the bot in the channel
Words = robots           fills in a field of the form that is open; submit  submits it
home    the bot's Home   posts   what is posted in the channels   quit    leaves (or Ctrl-D)"""
TOUR = (
    ("Deadlines ahead, the next first", "/policy due limit:3"),
    ("One policy", "/policy P19"),
    ("One ministry", "/ministry MIIT limit:2"),
    ("One company", "/company CATL limit:2"),
    ("What your briefings don't mention", "/company Tesla"),
)
NEXT = """== What next ==

gongbao ingest YOUR-BRIEFING.pdf     read a briefing of yours
gongbao ask '/policy data security'  ask about it
gongbao console                      type commands and press buttons
Set up Slack in seven steps: see the README."""
_SHOWN = 22  # lines of an answer in the tour
_ID = re.compile(r"\b[A-Z][0-9]+\b")
_USER = opt("--user", "Who asks; U0ADMIN is an admin.", metavar="ID", default=ADMIN)
_CHANNEL = opt("--channel", "Where it is asked.", metavar="ID", default=CHANNEL)
_PRESS = opt("--press", "Then press this button: label, label#2 or action_id.", multiple=True, metavar="NAME")


@command("gongbao demo", opt("--no-console", "End after the tour, in a terminal too.", is_flag=True))
def demo(call: Call, *, no_console: bool) -> None:
    """Take a short tour on the sample briefings.

    Its database is gone afterwards, unless --db names a new file.
    """
    path = call.named_db or name_scratch()
    if path.exists():
        raise StoreError(f"{path} exists already.", hint="The demo starts with a database of its own: name a new file.")
    call.settings = replace(call.settings, db=path)
    call.clock = clock = FixedClock(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    call.make_app()
    app, workspace, read = call.app, call.app.workspace, call.app.services.reader.read
    click.echo("== Reading the sample briefings ==\n")
    files = [each for each in find_data_folder("briefings").iterdir() if each.suffix in READABLE_SUFFIXES]
    days = {each: read(source_name=each.name, data=each.read_bytes()).published_on or dt.date.min for each in files}
    for number, path in enumerate(sorted(files, key=lambda each: (days[each], each)), start=1):
        clock.at, name, data = dt.datetime.combine(days[path], dt.time(12), dt.UTC), path.name, path.read_bytes()
        if number == len(files):
            workspace.subscribe("immediate")
            app.scheduler.tick(clock.now())
        report = app.services.ingest.ingest(source_name=name, data=data, by="demo", now=clock.now())
        click.echo(f"{report.briefing_id}  {report.name} · {len(report.briefing.items)} items · {name}")
    seen = len(workspace.list_posts())
    clock.at += dt.timedelta(minutes=11)
    app.scheduler.tick(clock.now())
    shown = [("What a channel gets ten minutes later", workspace.list_posts()[seen])]
    shown += [(f"{title}: {typed}", workspace.command(typed).payload) for title, typed in TOUR]
    for title, payload in shown:
        click.echo("\n".join((f"\n== {title} ==\n", *cut_lines(render_message(payload).split("\n"), _SHOWN, "…"))))
    if not no_console and sys.stdin.isatty() and sys.stdout.isatty():
        run_console(call)
    else:
        click.echo(f"\n{NEXT}")


@command("gongbao ask '/policy data security' --press Open", arg("COMMAND"), _USER, _CHANNEL, _PRESS, JSON)
def ask(call: Call, *, command: str, user: str, channel: str, press: tuple[str, ...]) -> None:
    """Run one slash command and print its answer.

    COMMAND is what a person would type, in quotes, or a question to the bot: 'what is new?'. A refusal is an answer
    too, with status 0. With --json it is the payload exactly as Slack would get it.
    """
    app, workspace = call.app, call.app.workspace
    screen = _say(workspace, command.strip(), user=user, channel=channel)
    for name in press:
        screen = workspace.press(name)
    shown = [render_message(screen.payload)]
    for file in workspace.slack.uploads:
        text = file.data.decode("utf-8-sig", errors="replace").replace("\r", "").rstrip()
        shown.append(f"\n{file.name}:\n{'a Word document' if file.name.endswith('.docx') else text}")
    call.show(shown, screen.payload)
    if press:  # it may have set something off, such as a subscription's first post
        app.scheduler.tick(call.clock.now())


def _say(workspace: LocalWorkspace, typed: str, *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
    """Type a command; anything else is a question to the bot in the channel."""
    first, _, rest = typed.partition(" ")
    if first.startswith("/") or first.casefold() in BY_NAME:
        return workspace.command(typed, user=user, channel=channel)
    return workspace.mention(rest if first.startswith("@") else typed, user=user, channel=channel)


def run_console(call: Call) -> None:
    """Read lines until ``quit`` or the end of input, and write what a person would see after each."""
    workspace, tick = call.app.workspace, call.app.scheduler.tick
    click.echo("Gongbao, here in the terminal. Type help, or a command such as /policy.")
    try:
        while (line := input("gongbao> ").strip()).casefold() not in {"quit", "exit", "q"}:
            if not sys.stdin.isatty():  # what is kept of a run can then be read
                click.echo(line)
            if line:
                click.echo(_answer(workspace, line))
                tick(call.clock.now())
    except EOFError:
        click.echo()


command("gongbao console", about=HELP)(run_console)


def _answer(workspace: LocalWorkspace, line: str) -> str:
    """Do what one line says, and return what is then seen; a refusal is one line of text."""
    field, is_field, typed = line.partition("=")
    buttons = _name_buttons(workspace)
    name = dict(enumerate(buttons.values(), 1)).get(int(line), line) if line.isdecimal() else buttons.get(line, line)
    try:
        match line.casefold():
            case "help" | "?":
                return HELP
            case "posts":
                held = workspace.slack.channels.values()
                posts = (f"#{each.name} ({each.id})\n{render_message(post)}" for each in held for post in each.posts)
                return "\n\n".join(posts) or "Nothing is posted yet."
            case "home":
                done = workspace.open_home()
            case "submit":
                done = workspace.submit()
            case _ if line.isdecimal() or name in buttons.values():
                done = workspace.press(name)
            case _ if is_field and not line.startswith("/"):
                return workspace.fill(field, typed)
            case _:
                done = _say(workspace, line)
    except GongbaoError as error:
        return str(error)
    shown = render_message(done.payload)
    if any(block["type"] == "input" for block in done.payload.get("blocks", ())):
        return f"{shown}\n\nFill it in with a field and its value, such as: Words = robots. Then type submit."
    return f"{shown}\n\n{'  '.join(f'[{at}] {each}' for at, each in enumerate(_name_buttons(workspace), 1))}".rstrip()


def _name_buttons(workspace: LocalWorkspace) -> dict[str, str]:
    """Return the buttons on the screen by what they are called here; of several with one label by what it opens."""
    buttons = workspace.list_buttons()
    counts = Counter(button.label for button in buttons)
    names: dict[str, str] = {}
    for button in buttons:
        opened = _ID.search(str(button.element.get("value") or ""))
        name = f"{button.label} {opened[0]}" if opened and counts[button.label] > 1 else button.name
        names.setdefault(name, button.name)
    return names


@command("gongbao search 'data security since:2023-11' --json", arg("QUERY"), JSON)
def search(call: Call, *, query: str) -> None:
    """Print the ids of all that matches, as /policy finds it."""
    lookup = call.app.services.lookup
    parsed = parse_query(query, lexicon=lookup.lexicon(), today=beijing_day(call.clock.now()))
    items, policies, total = lookup.find_ids(parsed, now=call.clock.now())
    count = plural(len(policies), "policy", "policies")
    lines = (f"{plural(total, 'item')}: {' '.join(items)}", f"{count}: {' '.join(policies)}")
    if said := (*parsed.notes, *describe_unknown(parsed)):
        note("\n".join(said))
    call.show(lines, {"query": query, "total": total, "items": items, "policies": policies})


@command("gongbao export --briefing B1 > b1.json", BRIEFING)
def export(call: Call, *, briefing: str | None) -> None:
    """Print everything in the store as JSON."""
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    print_json(compose_export(call.app.store, call.app.services.lookup.lexicon(), briefing=number))
