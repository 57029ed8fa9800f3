"""``gongbao ask``, ``search`` and ``export``: what Slack would answer, printed."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.options import db_option, open_app, print_json, timed, timed_json
from bot.cli.text import render_message
from bot.errors import BadQueryError, DeliveryError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.operations.export import compose_export
from bot.query.query import parse_query
from bot.query.query_record import describe_unknown
from bot.slack.commands import find_command
from bot.slack.in_memory.local import LocalPerson, LocalWorkspace, Screen
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
@timed
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
    with open_app(db, now) as (app, at):
        screen = _say(app.workspace, command.strip(), user=user, channel=channel)
        for name in press:
            screen = app.workspace.press(name)
        if as_json:
            print_json(screen.payload)
        else:
            click.echo(render_message(screen.payload))
            show_files(app.workspace.slack.uploads, save)
        if app.services.digests.list_waiting():  # what the command set off, such as a subscription's notice
            for line in app.scheduler.tick(at).lines:
                click.echo(line, err=True)


def _say(workspace: LocalWorkspace, typed: str, *, user: str, channel: str) -> Screen:
    """Run a command, with or without its slash; anything else is a question put to the bot in the channel."""
    first, _, rest = typed.partition(" ")
    if first.startswith("/") or find_command(first.casefold()):
        return workspace.command(typed, user=user, channel=channel)
    return LocalPerson(workspace, user).mention(rest if first.startswith("@") else typed, channel=channel)


@click.command(short_help="Print the ids of what matches.")
@click.argument("query", metavar="QUERY")
@timed_json
def search(*, query: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the ids of the items and policies that match; the search behind /policy.

    QUERY is words and keys, in quotes: 'data security since:2023-11'. All that match are listed unless limit: says
    otherwise. What of it was read otherwise than typed, or is a name on no list, is said on standard error.
    """
    with open_app(db, now) as (app, at):
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
    with open_app(db, None) as (app, _):
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
