"""``gongbao layout``: the layout of a briefing as TOML with what it reads, and the layouts that are kept."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from bot.cli.ingest import open_application, read_source
from bot.cli.options import BY, make_clock, open_app, print_json, show_plain, timed, timed_json
from bot.ingest.layouts import LayoutView
from bot.ingest.reports import ReadItem
from bot.model.ids import IdKind, find_id, format_id, parse_id
from bot.model.used_layout import LayoutDoubt, explain_doubt
from bot.slack.messages.ingest import list_counts
from bot.slack.mrkdwn import format_day, plural

_TOML = "FILE.toml"


@click.group(short_help="Show, confirm or set the layout that a series is read with.")
def layout() -> None:
    """Show, confirm or set the layout that the issues of a series are read with. docs/reading.md shows how."""


@layout.command()
@click.argument("what", metavar="FILE|BRIEFING")
@click.option("--with", "given", type=click.Path(path_type=Path), default=None, metavar=_TOML, help="Try this layout.")
@timed_json
def show(*, what: str, given: Path | None, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the layout that a file or a stored briefing (B3) is read with, and each item as read; nothing is kept.

    What is printed is a TOML file: all but the layout stands in comments. Change it and give it to gongbao layout set.
    """
    toml = None if given is None else read_source(given).decode(errors="replace")
    found = find_id(what)
    number = found[1] if found and found[0] is IdKind.BRIEFING and not Path(what).exists() else None
    if number is not None:
        with open_app(db, now) as (app, _):
            view = app.services.layouts.show(number) if toml is None else app.services.layouts.preview(number, toml)
    else:
        with open_application(db, make_clock(now), dry_run=True) as app:
            data = read_source(Path(what))
            view = app.services.layouts.show_file(source_name=Path(what).name, data=data, toml=toml)
    if as_json:
        print_json(msgspec.to_builtins(view))
    else:
        click.echo("\n".join(_list_lines(view)))


@layout.command(name="list")
@timed_json
def list_(*, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the series whose layout is kept, with who kept it, when, and on which briefing."""
    with open_app(db, now) as (app, _):
        kept = app.services.layouts.list()
    if as_json:
        print_json(msgspec.to_builtins(kept))
        return
    if not kept:
        click.echo("No layout is kept yet. gongbao layout confirm B1 keeps the one that B1 was read with.", err=True)
    for each in kept:
        shown = format_id(IdKind.BRIEFING, each.briefing_id)
        click.echo(show_plain(f"{each.name}: kept with {shown} on {format_day(each.at.date())} by {each.set_by}"))


@layout.command()
@click.argument("briefing", metavar="BRIEFING")
@timed
def confirm(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Keep the layout that a briefing was read with, so that later issues of its series are read with it."""
    number = parse_id(briefing, IdKind.BRIEFING)
    with open_app(db, now) as (app, at):
        kept = app.services.layouts.confirm(number, by=BY, now=at)
    click.echo(show_plain(f"Confirmed: {kept.name} is read with this layout from now on."))


@layout.command(name="set")
@click.argument("briefing", metavar="BRIEFING")
@click.argument("file", type=click.Path(path_type=Path), metavar=_TOML)
@timed_json
def set_(*, briefing: str, file: Path, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Keep another layout for the series of a briefing, read that again with it, and print what changed."""
    number = parse_id(briefing, IdKind.BRIEFING)
    toml = read_source(file).decode(errors="replace")
    with open_app(db, now) as (app, at):
        done = app.services.layouts.set(number, toml, by=BY, now=at)
    if as_json:
        print_json(msgspec.to_builtins(done))
        return
    counts = list_counts(done.report)
    head = f"{done.report.briefing_id}  {done.report.name}: read again; later issues are read with this layout too."
    posts = [f"Posts: {line}" for line in done.report.posts]
    lines = [head, *counts, *(done.lines or ("No item changed.",)), *posts]
    click.echo("\n".join(show_plain(line) for line in lines))


def _list_lines(view: LayoutView) -> list[str]:
    """Return a layout as lines of TOML, all that is told of it as comments."""
    used = view.used
    source = "given or kept for its series" if used.is_kept else "found in it"
    told = [f"{view.briefing_id or 'Not stored'}  {view.name}: read with the layout {source}"]
    if view.doubt is not None and view.doubt is not LayoutDoubt.NEW:
        told.append(f"Please check: {explain_doubt(used, view.doubt)}.")
    told += view.words
    other = f"; the next best layout {used.runner_up_cost}" if used.runner_up_cost is not None else ""
    cost = [f"Cost {used.cost} an item: what the layout leaves unexplained{other}"]
    cost += [f"  {line}" for line in used.runner_up.splitlines() if line not in used.toml.splitlines()]
    looks = ["Looks of its lines, how many have each, and the first of them"]
    looks += [f"{each.count:5}  {each.look:22} {each.example}" for each in used.looks]
    items = [f"{plural(len(view.items), 'item')} as read"]
    for number, item in enumerate(view.items, 1):
        items += _list_item_lines(number, item)
    parts = [_comment(told), used.toml.splitlines(), _comment(cost), _comment(looks), _comment(items)]
    return [line for part in parts for line in (*part, "")][:-1]


def _list_item_lines(number: int, item: ReadItem) -> Iterator[str]:
    day = format_day(item.reported_on) if item.reported_on else "no date"
    facts = [item.section.replace("_", " "), day, ", ".join(item.issuers)]
    extra = [plural(item.points, "point") if item.points else "", "comment" if item.has_comment else ""]
    yield f"{number:3}  {' · '.join(filter(None, [*facts, *extra]))}"
    if item.headline:
        yield f"     {item.headline}"
    yield f"     {item.text}"


def _comment(lines: list[str]) -> list[str]:
    return [f"# {show_plain(' '.join(line.split(chr(10))))}".rstrip() for line in lines]
