"""What a person decides about what was read: ``review``, ``merge``, ``split``, layouts; and the feeds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.cli.ingest import make_app, read_source
from bot.cli.options import BY, FILE, Call, Output, arg, cli, command, group, opt
from bot.cli.text import render_made, render_message
from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id, format_id, parse_id
from bot.model.intake import JobState, LayoutView
from bot.model.review import Decision, ReviewKind, parse_decision, parse_review_id
from bot.model.used_layout import LayoutDoubt, explain_doubt
from bot.reading.layout.layouts import describe_layout, parse_layout
from bot.slack.blocks import fold
from bot.slack.messages.ingest import build_progress, list_counts, list_feed_lines
from bot.slack.messages.review import Press, build_entry_blocks, build_moved, build_settled, describe_list
from bot.slack.wording import format_day, plural

_LONGEST_TEXT = 160
"""Of an item as read."""


@command(
    cli,
    "gongbao review",
    arg("[ENTRY]", name="entry", required=False),
    arg("[DECISION]", name="words", nargs=-1),
    opt("--briefing", "Only what this briefing brought (B3).", metavar="ID"),
    as_json=True,
)
def review(call: Call, *, entry: str | None, words: tuple[str, ...], briefing: str | None) -> Output:
    """List what wants a person's look, and settle it.

    Without arguments it lists, least certain first. ENTRY is an id of the list (R3). DECISION is yes, no, same
    "COMPANY", same, different, seen, fixed or not wrong: what the entry takes. A decision holds at every later ingest.
    """
    reviewing = call.app.services.review
    if entry is None:
        return _list_review(call, parse_id(briefing, IdKind.BRIEFING) if briefing else None)
    number = parse_review_id(entry)
    if not words:
        choices = ", ".join(reviewing.get(number).choices) or "nothing, it is settled"
        raise BadQueryError(f"What is to be decided about {entry.upper()}?", hint=f"It takes: {choices}.")
    other = " ".join(words[1:]) if words[0].lower() == Decision.SAME else ""
    decision = Decision.SAME if other else parse_decision(" ".join(words))
    settled = reviewing.settle(number, decision, by=BY, now=call.now, other=other or None)
    return Output(lines=(render_made(build_settled(settled)),), value=settled)


def _list_review(call: Call, briefing: int | None) -> Output:
    """Return the whole list, each entry with what settles it."""
    page = call.app.services.review.list_open(briefing_id=briefing)
    entries = list(page.rows)
    while len(entries) < page.total:
        entries += call.app.services.review.list_open(offset=len(entries), briefing_id=briefing).rows
    lines = [describe_list(page)]
    for entry in entries:
        same = 'same "COMPANY"' if entry.kind is ReviewKind.COMPANY else Decision.SAME.value
        words = " | ".join(same if each is Decision.SAME else each.value for each in entry.choices)
        shown = render_message({"blocks": build_entry_blocks(entry, Press())}, buttons=False)
        lines.append(f"\n{shown}\n  gongbao review {entry.shown_id} {words}")
    return Output(lines=lines, value={"total": page.total, "entries": entries})


@command(cli, "gongbao merge P3 P9", arg("P3", name="one"), arg("P9", name="other"), as_json=True)
def merge(call: Call, *, one: str, other: str) -> Output:
    """Make one policy of two that are one.

    The older id stays, the other leads to it. Later ingests keep it so. To take an item out again: gongbao split.
    """
    pair = parse_id(one, IdKind.POLICY), parse_id(other, IdKind.POLICY)
    merged = call.app.services.review.merge(*pair, by=BY, now=call.now)
    return Output(lines=(render_made(build_moved(merged)),), value=merged)


@command(cli, "gongbao split I12", arg("I12", name="item"), as_json=True)
def split(call: Call, *, item: str) -> Output:
    """Take an item out of its policy into one of its own, for good."""
    done = call.app.services.review.split(parse_id(item, IdKind.ITEM), by=BY, now=call.now)
    return Output(lines=(render_made(build_moved(done)),), value=done)


layout = group("layout", "Show, confirm or set the layout of a series.\n\ndocs/reading.md shows how.")


@command(
    layout,
    "gongbao layout show brief.pdf",
    arg("FILE|BRIEFING", name="what"),
    opt("--with", "Try this layout.", to="given", type=FILE, metavar="FILE.toml"),
    as_json=True,
)
def show_layout(call: Call, *, what: str, given: Path | None) -> Output:
    """Print the layout that a file or briefing is read with.

    And each item as read. What is printed is a TOML file: all but the layout stands in comments. Change it and give it
    to gongbao layout set. Nothing is kept.
    """
    toml = None if given is None else _read_toml(given)
    found = find_id(what)
    if found is None or found[0] is not IdKind.BRIEFING or Path(what).exists():
        layouts, data = make_app(call, dry_run=True).services.layouts, read_source(Path(what))
        view = layouts.show_file(source_name=Path(what).name, data=data, toml=toml)
    else:
        layouts = call.app.services.layouts
        view = layouts.show(found[1], toml)
    return Output(lines=_list_layout(view), value=view)


@command(layout, "gongbao layout list", as_json=True)
def list_layouts(call: Call) -> Output:
    """Print the series whose layout is kept: by whom, when, on what."""
    kept = call.app.services.layouts.list()
    lines = (
        f"{each.name}: kept with {format_id(IdKind.BRIEFING, each.briefing_id)} on {format_day(each.at.date())}"
        f" by {each.set_by}"
        for each in kept
    )
    none = "No layout is kept yet. gongbao layout confirm B1 keeps the one that B1 was read with."
    return Output(lines=lines, value=kept, notes=() if kept else (none,))


@command(layout, "gongbao layout confirm B1", arg("BRIEFING"))
def confirm_layout(call: Call, *, briefing: str) -> Output:
    """Keep the layout of a briefing for later issues of its series."""
    kept = call.app.services.layouts.confirm(parse_id(briefing, IdKind.BRIEFING), by=BY, now=call.now)
    return Output(lines=(f"Confirmed: {kept.name} is read with this layout from now on.",))


@command(
    layout, "gongbao layout set B1 mine.toml", arg("BRIEFING"), arg("FILE.toml", name="file", type=FILE), as_json=True
)
def set_layout(call: Call, *, briefing: str, file: Path) -> Output:
    """Keep another layout for the series of a briefing.

    The briefing is read again with it, and what changed is printed.
    """
    number, toml = parse_id(briefing, IdKind.BRIEFING), _read_toml(file)
    done = call.app.services.layouts.set(number, toml, by=BY, now=call.now)
    head = f"{done.briefing_id}  {done.name}: read again; later issues are read with this layout too."
    changes = done.effects.changes or ("No item changed.",)
    posts = [f"Posts: {line}" for line in done.effects.posts]
    return Output(lines=(head, *list_counts(done), *changes, *posts), value=done)


def _read_toml(file: Path) -> str:
    return read_source(file).decode(errors="replace")


def _list_layout(view: LayoutView) -> Iterator[str]:
    """Yield a layout as lines of TOML, all that is said of it as comments."""
    used = view.used
    how = "given or kept for its series" if used.is_kept else "found in it"
    yield _comment((f"{view.briefing_id or 'Not stored'}  {view.name}: read with the layout {how}",))
    if view.doubt is not None and view.doubt is not LayoutDoubt.NEW:
        yield _comment((f"Please check: {explain_doubt(used, view.doubt)}.",))
    yield _comment(describe_layout(parse_layout(used.toml)))
    yield f"\n{used.toml.rstrip()}\n"
    other = f"; the next best layout {used.runner_up_cost}" if used.runner_up_cost is not None else ""
    better = [f"  {line}" for line in used.runner_up.splitlines() if line not in used.toml.splitlines()]
    yield _comment((f"Cost {used.cost} an item: what the layout leaves unexplained{other}", *better))
    yield "\n# Looks of its lines, how many have each, and the first of them"
    yield _comment(f"{each.count:5}  {each.look:22} {each.example}" for each in used.looks)
    yield f"\n# {plural(len(view.items), 'item')} as read"
    for number, item in enumerate(view.items, 1):
        day = format_day(item.reported_on) if item.reported_on else "no date"
        more = (plural(len(item.points), "point") if item.points else "", "comment" if item.comment else "")
        facts = (item.section.replace("_", " "), day, ", ".join(item.issuing_bodies), *more)
        texts = (f"     {fold(text, _LONGEST_TEXT)}" for text in (item.headline, item.text) if text)
        yield _comment((f"{number:3}  {' · '.join(filter(None, facts))}", *texts))


def _comment(lines: Iterable[str]) -> str:
    return "\n".join(f"# {' '.join(line.split(chr(10)))}".rstrip() for line in lines)


feed = group(
    "feed", "Poll feeds for new issues.\n\nEach new entry (RSS, Atom) is read as a briefing. gongbao serve polls them."
)


@command(
    feed,
    "gongbao feed add https://example.org/feed.xml every:6h",
    arg("URL [every:6h]", name="words", nargs=-1, required=True),
)
def add_feed(call: Call, *, words: tuple[str, ...]) -> Output:
    """Poll the feed at an https address, and read its newest entry."""
    services = call.app.services
    card = services.feeds.add(" ".join(words), by=BY, now=call.now)
    jobs = list(iter(services.intake.run_next, None))
    failed = any(job.state in {JobState.FAILED, JobState.WAITING} for job in jobs)
    notes = ("gongbao: It could not be read. gongbao review shows what fails.",) if failed else ()
    first = f"{card.id} is checked every {card.every}: {card.title}."
    read = (render_made(build_progress(jobs), buttons=False),) if jobs else ()
    return Output(lines=(first, *read), notes=notes, failed=failed)


@command(feed, "gongbao feed list", as_json=True)
def list_feeds(call: Call) -> Output:
    """Print the feeds: how often, what came, and what fails."""
    cards = call.app.services.feeds.list_feeds()
    lines = (line for card in cards for line in list_feed_lines(card))
    none = ("No feeds yet. Add one: gongbao feed add https://…",)
    return Output(lines=lines, value=cards, notes=() if cards else none)


@command(feed, "gongbao feed remove F1", arg("FEED"))
def remove_feed(call: Call, *, feed: str) -> Output:
    """Poll a feed no more; what was read from it stays."""
    card = call.app.services.feeds.remove(feed, by=BY, now=call.now)
    return Output(lines=(f"{card.id} removed: {card.title}. Its briefings stay.",))
