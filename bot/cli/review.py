"""``gongbao review``, ``merge``, ``split`` and ``ingests``: what a person decides, and what was read."""

import datetime as dt
from pathlib import Path

import click
import msgspec

from bot.app import Application
from bot.cli.options import BY, open_app, print_json, timed_json
from bot.cli.text import render_message
from bot.errors import BadQueryError
from bot.ingest.ingest_cards import IngestCards, ListedReading
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry, ReviewKind, parse_decision, parse_review_id
from bot.slack.calls.client import load_blocks
from bot.slack.messages.ingest import build_ingest_card, build_reading_list
from bot.slack.messages.review import Press, build_entry_blocks, build_merged, build_settled, build_split, describe_list


@click.command(short_help="List what wants a person's look, and settle it.")
@click.argument("entry", required=False)
@click.argument("words", nargs=-1, metavar="[DECISION]")
@click.option("--briefing", default=None, metavar="ID", help="Only what this briefing brought (B3).")
@timed_json
def review(
    *,
    entry: str | None,
    words: tuple[str, ...],
    briefing: str | None,
    as_json: bool,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """List what wants a person's look, least certain first; or settle an entry of the list.

    Without arguments it lists. ENTRY is an id of the list (R3), alone it is shown. DECISION is yes, no, same "COMPANY",
    same, different, seen, fixed or not wrong: what the entry takes. A decision holds at every later ingest.
    """
    with open_app(db, now) as (app, at):
        if entry is None:
            number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
            _print_all(app, number, as_json=as_json)
            return
        number = parse_review_id(entry)
        if not words:
            raise BadQueryError(
                f"What is to be decided about {entry.upper()}?",
                hint=f"It takes: {', '.join(app.services.review.get(number).choices) or 'nothing, it is settled'}.",
            )
        decision, other = _read_decision(words)
        settled = app.services.review.settle(number, decision, by=BY, now=at, other=other)
    _print(build_settled(settled), settled, as_json=as_json)


def _read_decision(words: tuple[str, ...]) -> tuple[Decision, str | None]:
    """Read ``same "China Mobile"`` as the decision and the company, anything else as a decision alone."""
    if words[0].lower() == Decision.SAME and len(words) > 1:
        return Decision.SAME, " ".join(words[1:])
    return parse_decision(" ".join(words)), None


def _print_all(app: Application, briefing: int | None, *, as_json: bool) -> None:
    """Print the whole list, each entry with what settles it."""
    first = app.services.review.list_open(briefing_id=briefing)
    entries = list(first.entries)
    while len(entries) < first.total:
        page = app.services.review.list_open(offset=len(entries), briefing_id=briefing)
        entries += page.entries
    if as_json:
        print_json({"total": first.total, "entries": [msgspec.to_builtins(entry) for entry in entries]})
        return
    click.echo(describe_list(first))
    for entry in entries:
        blocks = [block for block in build_entry_blocks(entry, Press()) if block["type"] != "actions"]
        click.echo(f"\n{render_message({'blocks': blocks})}")
        click.echo(f"  gongbao review {entry.shown_id} {' | '.join(_list_words(entry))}")


def _list_words(entry: ReviewEntry) -> list[str]:
    is_company = entry.kind is ReviewKind.COMPANY
    return ['same "COMPANY"' if is_company and each is Decision.SAME else each.value for each in entry.choices]


@click.command(short_help="Make one policy of two that are one.")
@click.argument("one", metavar="P3")
@click.argument("other", metavar="P9")
@timed_json
def merge(*, one: str, other: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Make one policy of two that are one: the older id stays, the other leads to it.

    Later ingests keep it so. To take an item out again: gongbao split.
    """
    pair = parse_id(one, IdKind.POLICY), parse_id(other, IdKind.POLICY)
    with open_app(db, now) as (app, at):
        merged = app.services.review.merge(*pair, by=BY, now=at)
    _print(build_merged(merged), merged, as_json=as_json)


@click.command(short_help="Take an item out of its policy into one of its own.")
@click.argument("item", metavar="I12")
@timed_json
def split(*, item: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take an item out of its policy into one of its own, for good."""
    number = parse_id(item, IdKind.ITEM)
    with open_app(db, now) as (app, at):
        done = app.services.review.split(number, by=BY, now=at)
    _print(build_split(done), done, as_json=as_json)


def _print(message: Message, value: object, *, as_json: bool) -> None:
    if as_json:
        print_json(msgspec.to_builtins(value), indent=None)
    else:
        click.echo(_render(message))


def _render(message: Message) -> str:
    return render_message({"text": message.text, "blocks": load_blocks(message)})


@click.command(short_help="List what was read, and where its posts are.")
@click.argument("briefing", required=False, metavar="[BRIEFING]")
@timed_json
def ingests(*, briefing: str | None, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """List what was read, the newest first: by whom, when, and where its posts are.

    With BRIEFING, an id such as B3, its last report is printed again. With --json all are listed, else the last ones.
    """
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    with open_app(db, now) as (app, at):
        cards = app.services.cards
        if as_json:
            value = _list_all(cards, now=at) if number is None else cards.get_card(number, now=at)
            print_json(msgspec.to_builtins(value))
        elif number is None:
            click.echo(_render(build_reading_list(cards.list_readings(now=at))))
        else:
            click.echo(_render(build_ingest_card(cards.get_card(number, now=at))))


def _list_all(cards: IngestCards, *, now: dt.datetime) -> list[ListedReading]:
    page = cards.list_readings(now=now)
    rows = list(page.rows)
    while len(rows) < page.total:
        rows += cards.list_readings(now=now, offset=len(rows)).rows
    return rows
