"""Briefings in and back out, what people decide about them, the layouts they are read with, and the feeds."""

import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from bot.cli.options import BRIEFING, BY, FILE, JSON, Call, answer, arg, command, opt
from bot.cli.text import note, print_error, print_json, render_made, render_message
from bot.errors import FetchError, NotABriefingError, UnreadableDocumentError
from bot.model.briefing import DOUBTS, LayoutDoubt
from bot.model.ids import IdKind, find_id, parse_id
from bot.model.intake import JobState, LayoutView, Outcome
from bot.model.review import Decision, parse_decision
from bot.reading.layout.layouts import describe_layout, parse_layout
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.slack.blocks import fold
from bot.slack.messages.ingest import build_progress, build_report, list_feed_lines
from bot.slack.messages.review import build_changed, build_entry_blocks, describe_list, describe_settled
from bot.slack.wording import cut_lines, format_day, plural
from bot.web.addresses import parse_address, show_url
from bot.web.fetch import Fetched

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_REFUSED = "refused"
_GIVEN = opt("--with given", "Try this layout.", type=FILE, metavar="FILE.toml")
_DRY = opt("--dry-run", "Report what would change; keep nothing.", is_flag=True)
_KEEP = opt("--keep", "Store also what doesn't look like a briefing.", is_flag=True)


@command("gongbao ingest brief.pdf", arg("PATH_OR_URL..."), _DRY, _KEEP, JSON)
def ingest(call: Call, *, path_or_url: tuple[str, ...], dry_run: bool, keep: bool) -> None:
    """Read briefings and store them, with one report each.

    A folder means all in it, an https address what stands there. The same file again changes nothing, so after Ctrl-C
    the same call goes on. What doesn't look like a briefing is stored only if you say so.
    """
    found: list[Path | str] = []
    outcomes = Counter[str]()
    for name in path_or_url:
        try:
            found += [str(parse_address(name))] if _ADDRESS.match(name) else _list_files(name)
        except (UnreadableDocumentError, FetchError, OSError) as error:
            print_error(error)
            outcomes[_REFUSED] += 1
    alone = len(path_or_url) == len(found) == 1
    if found:
        call.make_app(keeps=not dry_run)
        for source in found:
            outcomes[_read(call, source, dry_run=dry_run, keep=keep, alone=alone)] += 1
    unchanged, refused = outcomes[Outcome.UNCHANGED], outcomes[_REFUSED]
    if outcomes.total() > 1:
        note(f"{outcomes.total() - unchanged - refused} read, {unchanged} unchanged, {refused} refused")
    sys.exit(1 if refused else 0)


def _list_files(name: str) -> list[Path]:
    """Return a plain file, or the readable ones in a folder and below, by path, nothing hidden."""
    path = Path(name)
    if name and path.is_file():
        return [path]
    below = [each for each in sorted(path.rglob("*")) if each.is_file()] if name else []
    seen = [each for each in below if not any(part.startswith(".") for part in each.relative_to(path).parts)]
    wanted = [each for each in seen if each.suffix.lower() in READABLE_SUFFIXES]
    if skipped := [each.name for each in seen if each not in wanted]:
        note(f"Skipped, no kind of document by name: {', '.join(cut_lines(skipped, 8, 'and {} more'))}.")
    if not wanted:
        hint = "Name PDF, Word, HTML, mail, feed, Markdown or text files, or a folder that has some."
        raise UnreadableDocumentError(f"There is no briefing at “{name}”.", hint=hint)
    return wanted


def read_source(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than are ever read."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _read(call: Call, source: Path | str, *, dry_run: bool, keep: bool, alone: bool) -> str:
    """Read one document, print its report, and return how it ended; of several, one read before is passed over."""
    name = show_url(source) if isinstance(source, str) else source.name
    fetch, take = call.app.services.fetcher.fetch, call.app.services.ingest.ingest
    try:
        got = fetch(source) if isinstance(source, str) else Fetched(name=name, data=read_source(source), url="")
        report = take(source_name=got.name, data=got.data, by=BY, now=call.clock.now(), dry_run=dry_run, keep=keep)
    except NotABriefingError as error:
        if call.as_json:
            print_json({"source_name": name, "kept": False, "why": "not_a_briefing"}, indent=0)
        elif not sys.stdin.isatty():
            print_error(f"{error.message} gongbao ingest --keep {shlex.quote(str(source))} stores it anyway.")
        elif click.confirm(f"{name} doesn't look like a briefing. Keep it?", err=True):
            return _read(call, source, dry_run=dry_run, keep=True, alone=True)
        return _REFUSED
    except (UnreadableDocumentError, FetchError, OSError) as error:
        print_error(error)
        return _REFUSED
    is_new, shown = report.effects.outcome is not Outcome.UNCHANGED, report.briefing_id
    if call.as_json or alone or is_new:
        lines = [render_made(build_report(report), buttons=False)]
        if dry_run:
            lines += ["This was a dry run: nothing was kept."]
        elif is_new:
            asks = report.layout is not None and report.layout.doubt is not None
            lines += [f"Layout: gongbao layout confirm {shown}, or gongbao layout show {shown}"] if asks else []
            lines += ["Review: gongbao review"] if report.to_check else []
            lines += [f"Undo: gongbao undo {shown}"]
        call.show((*lines, ""), report)
    return report.effects.outcome


for _example, _params, _about in (
    ("gongbao undo B3", ["BRIEFING"], "Take the last ingest of a briefing back, with what came of it."),
    ("gongbao merge P3 P9", ["P3", "P9"], "Make one policy of two that are one, for good; the older id stays."),
    ("gongbao split I12", ["I12"], "Take an item out of its policy into one of its own, for good."),
    ("gongbao ingests", [], "List the last ingests, and where their posts are."),
):
    _slash = f"ingest {_example.split()[1].replace('ingests', 'list')}"
    command(_example, *map(arg, _params), about=_about)(partial(answer, slash=_slash))


@command("gongbao review R3 yes", arg("[ENTRY]"), arg("[DECISION]..."), BRIEFING, JSON)
def review(call: Call, *, entry: str | None, decision: tuple[str, ...], briefing: str | None) -> None:
    """List what wants a person's look, and settle it.

    ENTRY is an id of the list (R3), DECISION one of those listed with it, or same "COMPANY".
    """
    reviewing = call.app.services.review
    if entry is not None:
        word, *rest = decision or ("",)
        other = " ".join(rest) if word == Decision.SAME else None
        decided = parse_decision(word if other else " ".join(decision))
        number = parse_id(entry, IdKind.REVIEW)
        settled = reviewing.settle(number, decided, by=BY, now=call.clock.now(), other=other or None)
        call.show(describe_settled(settled), settled)
        return
    of = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    page = reviewing.list_open(briefing_id=of)
    entries = list(page.rows)
    while len(entries) < page.total:
        entries += reviewing.list_open(offset=len(entries), briefing_id=of).rows
    lines = [describe_list(page)]
    for each in entries:
        shown = render_message({"blocks": build_entry_blocks(each)}, buttons=False)
        lines.append(f"\n{shown}\n  gongbao review {each.shown_id} {' | '.join(each.choices)}")
    call.show(lines, {"total": page.total, "entries": entries})


@command("gongbao layout show brief.pdf", arg("FILE|BRIEFING"), _GIVEN, JSON)
def show_layout(call: Call, *, filebriefing: str, given: Path | None) -> None:
    """Print the layout that a file or briefing is read with, and in its comments each item as read."""
    toml, path = read_source(given).decode(errors="replace") if given else None, Path(filebriefing)
    if find_id(filebriefing) and not path.exists():
        view = call.app.services.layouts.show(parse_id(filebriefing, IdKind.BRIEFING), toml)
    else:
        data = read_source(path)
        call.make_app(keeps=False)
        view = call.app.services.layouts.show_file(source_name=path.name, data=data, toml=toml)
    call.show(_list_layout(view), view)


def _list_layout(view: LayoutView) -> Iterator[str]:
    """Yield a layout as TOML, and all that is said of it as comments."""
    used, how = view.used, "given or kept for its series" if view.used.is_kept else "found in it"
    yield f"# {view.briefing_id or 'Not stored'}  {view.name}: read with the layout {how}"
    if view.doubt and view.doubt is not LayoutDoubt.NEW:
        yield f"# Please check: {DOUBTS[view.doubt]}."
    yield from (f"# {line}" for line in describe_layout(parse_layout(used.toml)))
    yield f"\n{used.toml.rstrip()}\n"
    other = f"; the next best layout {used.runner_up_cost}" if used.runner_up_cost is not None else ""
    yield f"# Cost {used.cost} an item: what the layout leaves unexplained{other}"
    yield from (f"#   {line}" for line in used.runner_up.splitlines() if line not in used.toml.splitlines())
    yield "\n# Looks of its lines, how many have each, and the first of them"
    yield from (f"# {each.count:5}  {each.look:22} {fold(each.example, 160)}" for each in used.looks)
    yield f"\n# {plural(len(view.items), 'item')} as read"
    for number, item in enumerate(view.items, 1):
        day = format_day(item.reported_on) if item.reported_on else "no date"
        more = (plural(len(item.points), "point") if item.points else "", "comment" if item.comment else "")
        facts = (item.section.replace("_", " "), day, ", ".join(item.issuing_bodies), *more)
        yield f"# {number:3}  {' · '.join(filter(None, facts))}"
        yield from (f"#      {fold(text, 160)}" for text in (item.headline, item.text) if text)


@command("gongbao layout list", JSON)
def list_layouts(call: Call) -> None:
    """Print the series whose layout is kept: by whom, when, on what."""
    kept = call.app.services.layouts.list()
    lines = (f"{each.name}: kept with B{each.briefing_id} on {each.at:%Y-%m-%d} by {each.set_by}" for each in kept)
    call.show(lines, kept, none="No layout is kept yet. gongbao layout confirm B1 keeps the one B1 was read with.")


@command("gongbao layout confirm B1", arg("BRIEFING"))
def confirm_layout(call: Call, *, briefing: str) -> None:
    """Keep the layout of a briefing for later issues of its series."""
    kept = call.app.services.layouts.confirm(parse_id(briefing, IdKind.BRIEFING), by=BY, now=call.clock.now())
    call.show([f"Confirmed: {kept.name} is read with this layout from now on."])


@command("gongbao layout set B1 mine.toml", arg("BRIEFING"), arg("FILE.toml", type=FILE), JSON)
def set_layout(call: Call, *, briefing: str, filetoml: Path) -> None:
    """Keep another layout for the series of a briefing, and read that again."""
    number, toml = parse_id(briefing, IdKind.BRIEFING), read_source(filetoml).decode(errors="replace")
    done = call.app.services.layouts.set(number, toml, by=BY, now=call.clock.now())
    call.show([render_message(build_changed(done))], done)


@command("gongbao feed add https://example.org/feed.xml every:6h", arg("URL"), arg("[every:6h]"))
def add_feed(call: Call, *, url: str, every6h: str | None) -> None:
    """Poll the feed at an https address, and read its newest entry."""
    services = call.app.services
    card = services.feeds.add(f"{url} {every6h or ''}", by=BY, now=call.clock.now())
    jobs = list(iter(services.intake.run_next, None))
    shown = [render_made(build_progress(jobs), buttons=False)] if jobs else []
    failed = any(job.state in {JobState.FAILED, JobState.WAITING} for job in jobs)
    if failed:
        print_error("It could not be read. gongbao review shows what fails.")
    call.show([f"{card.id} is checked every {card.every}: {card.title}.", *shown], failed=failed)


@command("gongbao feed list", JSON)
def list_feeds(call: Call) -> None:
    """Print the feeds: how often, what came, and what fails."""
    cards = call.app.services.feeds.list_feeds()
    lines = (line for card in cards for line in list_feed_lines(card))
    call.show(lines, cards, none="No feeds yet. Add one: gongbao feed add https://…")


@command("gongbao feed remove F1", arg("FEED"))
def remove_feed(call: Call, *, feed: str) -> None:
    """Poll a feed no more; what was read from it stays."""
    card = call.app.services.feeds.remove(feed, by=BY, now=call.clock.now())
    call.show([f"{card.id} removed: {card.title}. Its briefings stay."])
