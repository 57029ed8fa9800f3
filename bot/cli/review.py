"""What a person decides: ``gongbao review``, ``merge``, ``split``, and of what was read, when its posts go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import msgspec

from bot.app import Application, bootstrap
from bot.cli.options import BY, db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.cli.text import list_report_lines, render_message, render_mrkdwn
from bot.digests.holds import Holds
from bot.errors import BadQueryError
from bot.ingest.ingest_cards import IngestCard, IngestCards, ListedReading
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry, ReviewKind, parse_decision, parse_review_id
from bot.slack.calls.client import load_blocks
from bot.slack.messages.ingest import describe_done, describe_posting
from bot.slack.messages.review import Press, build_entry_blocks, build_merged, build_settled, build_split, describe_list


@click.command(short_help="List what wants a person's look, and settle it.")
@click.argument("entry", required=False)
@click.argument("words", nargs=-1, metavar="[DECISION]")
@click.option("--briefing", default=None, metavar="ID", help="Only what this briefing brought (B3).")
@click.option("--all", "certain", is_flag=True, help="Also what was inferred with certainty, such as years.")
@json_option
@db_option
@now_option
def review(
    *,
    entry: str | None,
    words: tuple[str, ...],
    briefing: str | None,
    certain: bool,
    as_json: bool,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """List what wants a person's look, least certain first; or settle an entry of the list.

    Without arguments it lists. ENTRY is an id of the list (R3), alone it is shown. DECISION is yes, no, same "COMPANY",
    same, different, seen, fixed or not wrong: what the entry takes. A decision holds at every later ingest.
    """
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        if entry is None:
            number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
            _print_all(app, number, certain=certain, as_json=as_json)
            return
        number = parse_review_id(entry)
        if not words:
            raise BadQueryError(
                f"What is to be decided about {entry.upper()}?",
                hint=f"It takes: {', '.join(app.services.review.get(number).choices) or 'nothing, it is settled'}.",
            )
        decision, other = _read_decision(words)
        settled = app.services.review.settle(number, decision, by=BY, now=app.clock.now(), other=other)
    _print(build_settled(settled), settled, as_json=as_json)


def _read_decision(words: tuple[str, ...]) -> tuple[Decision, str | None]:
    """Read ``same "China Mobile"`` as the decision and the company, anything else as a decision alone."""
    if words[0].lower() == Decision.SAME and len(words) > 1:
        return Decision.SAME, " ".join(words[1:])
    return parse_decision(" ".join(words)), None


def _print_all(app: Application, briefing: int | None, *, certain: bool, as_json: bool) -> None:
    """Print the whole list, each entry with what settles it."""
    first = app.services.review.list_open(briefing_id=briefing, certain=certain)
    entries = list(first.entries)
    while len(entries) < first.total:
        page = app.services.review.list_open(offset=len(entries), briefing_id=briefing, certain=certain)
        entries += page.entries
    if as_json:
        print_json({"total": first.total, "entries": [msgspec.to_builtins(entry) for entry in entries]})
        return
    more = f"{first.more} more, inferred with certainty: gongbao review --all"
    click.echo(describe_list(first))
    for entry in entries:
        blocks = [block for block in build_entry_blocks(entry, Press()) if block["type"] != "actions"]
        click.echo(f"\n{render_message({'blocks': blocks})}")
        click.echo(f"  gongbao review {entry.shown_id} {' | '.join(_list_words(entry))}")
    if first.more:
        click.echo(f"\n{more}")


def _list_words(entry: ReviewEntry) -> list[str]:
    is_company = entry.kind is ReviewKind.COMPANY
    return ['same "COMPANY"' if is_company and each is Decision.SAME else each.value for each in entry.choices]


@click.command(short_help="Make one policy of two that are one.")
@click.argument("one", metavar="P3")
@click.argument("other", metavar="P9")
@json_option
@db_option
@now_option
def merge(*, one: str, other: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Make one policy of two that are one: the older id stays, the other leads to it.

    Later ingests keep it so. To take an item out again: gongbao split.
    """
    pair = parse_id(one, IdKind.POLICY), parse_id(other, IdKind.POLICY)
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        merged = app.services.review.merge(*pair, by=BY, now=app.clock.now())
    _print(build_merged(merged), merged, as_json=as_json)


@click.command(short_help="Take an item out of its policy into one of its own.")
@click.argument("item", metavar="I12")
@json_option
@db_option
@now_option
def split(*, item: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take an item out of its policy into one of its own, for good."""
    number = parse_id(item, IdKind.ITEM)
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        done = app.services.review.split(number, by=BY, now=app.clock.now())
    _print(build_split(done), done, as_json=as_json)


def _print(message: Message, value: object, *, as_json: bool) -> None:
    if as_json:
        print_json(msgspec.to_builtins(value), indent=None)
    else:
        click.echo(_render(message))


def _render(message: Message) -> str:
    return render_message({"text": message.text, "blocks": load_blocks(message)})


_ALL = 100_000


@click.command(short_help="List what was read, and where its posts stand.")
@click.argument("briefing", required=False, metavar="[BRIEFING]")
@json_option
@db_option
@now_option
def ingests(*, briefing: str | None, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """List what was read, the newest first: by whom, when, and where its posts stand.

    With BRIEFING, an id such as B3, its last report is printed again, with where its posts stand now.
    """
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        at = app.clock.now()
        cards = IngestCards(app.store, Holds(app.store, app.services.digests), app.services.review)
        if number is not None:
            _print_card(cards.get_card(number, now=at), as_json=as_json, now=at)
            return
        rows = _list_all(cards, now=at)
    if as_json:
        print_json(msgspec.to_builtins(rows))
        return
    if not rows:
        click.echo("Nothing was ingested yet.", err=True)
    for row in rows:
        click.echo(_describe_row(row, now=at))


def _list_all(cards: IngestCards, *, now: dt.datetime) -> list[ListedReading]:
    rows: list[ListedReading] = []
    page = cards.list_readings(now=now)
    while page.rows and len(rows) < _ALL:
        rows += page.rows
        page = cards.list_readings(now=now, offset=len(rows))
    return rows


def _describe_row(row: ListedReading, *, now: dt.datetime) -> str:
    reading = row.reading
    if reading.undone_at is not None:
        state = f"taken back {reading.undone_at:%Y-%m-%d %H:%M} UTC"
    elif row.posting is None:
        state = "a later ingest is in force"
    else:
        state = render_mrkdwn(describe_posting(row.posting, now=now))
    date = f", {reading.published_on}" if reading.published_on else ""
    items = f"{reading.items} item{'' if reading.items == 1 else 's'}"
    read = f"{reading.at:%Y-%m-%d %H:%M} UTC by {reading.by}"
    return f"{reading.shown_id}  {reading.name}{date} · {read} · {items} · {state}"


def _print_card(card: IngestCard, *, as_json: bool, now: dt.datetime) -> None:
    if as_json:
        print_json(msgspec.to_builtins(card))
        return
    lines = [line for line in list_report_lines(card.report) if not line.startswith("Posts: ")]
    if card.posting is not None:
        lines.append(render_mrkdwn(describe_posting(card.posting, now=now)))
    if not card.in_force:
        lines = [line for line in lines if not line.startswith("Reading it again")]
        undone = card.reading is not None and card.reading.undone_at is not None
        lines.append("Taken back." if undone else "A later ingest is in force.")
    click.echo("\n".join(lines))


def _run(action: str, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    number = parse_id(briefing, IdKind.BRIEFING)
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        holds, at = Holds(app.store, app.services.digests), app.clock.now()
        changes = {"hold": holds.hold, "release": holds.release, "announce": holds.announce}
        held = changes[action](number, by=BY, now=at)
        click.echo(render_mrkdwn(describe_done(action, held, now=at)))


@click.command(short_help="Keep the posts of a briefing back.")
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def hold(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Keep the posts of a briefing back until somebody lets them go; what is sent already stays."""
    _run("hold", briefing, db, now)


@click.command(short_help="Let the posts of a briefing go now.")
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def release(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Let the posts of a briefing go now, whether they wait or are on hold."""
    _run("release", briefing, db, now)


@click.command(short_help="Announce a briefing that was archived in silence.")
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def announce(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Announce a briefing that was archived in silence; its posts wait ten minutes, as those of a new one do."""
    _run("announce", briefing, db, now)
