"""``gongbao ingest`` and ``gongbao undo``: briefings in, one after the other, and back out."""

import re
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from bot.app import Application, bootstrap
from bot.cli.options import (
    BY,
    INTERRUPTED,
    Call,
    Output,
    arg,
    cli,
    command,
    hold,
    opt,
    print_error,
    print_json,
    show_plain,
)
from bot.errors import FetchError, NotABriefingError, UnreadableDocumentError
from bot.ingest.ingest import find_unchanged
from bot.ingest.reports import IngestReport, Outcome
from bot.model.ids import IdKind, parse_id
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.slack.messages.ingest import list_counts
from bot.slack.mrkdwn import cut_lines, format_day, format_period, join_some, plural
from bot.web.addresses import parse_address, show_url

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_SHOWN_SKIPPED = 8
_SHOWN_PATH = 100
_SHOWN_TO_CHECK = 12
_LINE_EVERY = 20
"""Documents between two lines of progress."""
REFUSED = "refused"


@dataclass(kw_only=True, slots=True)
class Sources:
    """What a call names: files and addresses to read, files of other types in its folders, and what is refused."""

    found: list[Path | str] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    refused: list[UnreadableDocumentError | FetchError] = field(default_factory=list)


def list_sources(given: tuple[str, ...]) -> Sources:
    """Return what these paths and addresses name, in their order; files of a folder (and of folders in it) by path."""
    sources = Sources()
    for name in given:
        try:
            if _ADDRESS.match(name):
                sources.found.append(str(parse_address(name)))
                continue
            wanted, others = _find(name)
            sources.found += wanted
            sources.skipped += others
        except (UnreadableDocumentError, FetchError) as error:
            sources.refused.append(error)
        except OSError as error:
            sources.refused.append(_refuse(name, error))
    return sources


def read_source(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableDocumentError when there are too many or the system refuses them."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDocumentError(
                f"{path.name} is too large: {size / 1024 / 1024:.0f} MB.",
                hint=f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images.",
            )
        return path.read_bytes()
    except OSError as error:
        raise _refuse(str(path), error) from error


def _find(name: str) -> tuple[list[Path], list[Path]]:
    """Return a plain file, or those below a folder by path: readable ones and others; nothing hidden is looked at."""
    path = Path(name)
    if not name or not path.exists():
        raise UnreadableDocumentError(f"There is no file “{name}”.", hint="Check the path.")
    if path.is_file():
        return [path], []
    if not path.is_dir():
        raise UnreadableDocumentError(f"{name} is not a plain file.", hint="Save what it gives to a file first.")
    below = ((each, each.relative_to(path).parts) for each in sorted(path.rglob("*")))
    found = [each for each, parts in below if each.is_file() and not any(part.startswith(".") for part in parts)]
    wanted = [each for each in found if each.suffix.lower() in READABLE_SUFFIXES]
    if not wanted:
        hint = "Put PDF, Word, HTML, mail, feed, Markdown or text files there."
        raise UnreadableDocumentError(f"The folder {path} holds no briefing.", hint=hint)
    return wanted, [each for each in found if each not in set(wanted)]


def _refuse(name: str, error: OSError) -> UnreadableDocumentError:
    shown = name if len(name) <= _SHOWN_PATH else f"{name[: _SHOWN_PATH - 1]}…"
    return UnreadableDocumentError(f"{shown} cannot be read: {error.strerror}.", hint="Check the path and its rights.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Reads what a call names, as its options say; ``alone`` says that it names one document."""

    app: Application
    alone: bool
    dry_run: bool
    as_json: bool
    keep: bool

    def read_all(self, sources: list[Path | str], outcomes: Counter[str]) -> None:
        """Read them in order, each stored and reported as it is done, and count how they ended.

        What doesn't look like a briefing is asked about in the end, where somebody sits at the terminal.
        """
        asked: list[Path | str] = []
        for at, source in enumerate(sources):
            if at and at % _LINE_EVERY == 0:
                click.echo(f"{at} of {len(sources)} files", err=True)
            try:
                outcomes[self.read(source)] += 1
            except (NotABriefingError, UnreadableDocumentError, FetchError) as error:
                outcomes[REFUSED] += 1
                if not isinstance(error, NotABriefingError):
                    print_error(error)
                elif self.as_json:
                    print_json({"source_name": _name(source), "kept": False, "why": "not_a_briefing"}, indent=None)
                elif is_terminal():
                    asked.append(source)
                else:
                    again = f"gongbao ingest --keep {shlex.quote(str(source))}"
                    print_error(f"{error.message} {again} stores it anyway.")
        for source in asked:
            if click.confirm(f"{_name(source)} doesn't look like a briefing. Keep it?", err=True):
                outcomes[REFUSED] -= 1
                outcomes[replace(self, alone=True, keep=True).read(source)] += 1

    def read(self, source: Path | str) -> str:
        """Read one and return how it ended; one of several that was read already is passed over."""
        if isinstance(source, str):
            fetched = self.app.intake_tools.fetcher.fetch(source)
            name, data = fetched.name, fetched.data
        else:
            name, data = source.name, read_source(source)
        known = None if self.alone else find_unchanged(self.app.store, data)
        report = known or self.app.services.ingest.ingest(
            source_name=name, data=data, by=BY, now=self.app.clock.now(), dry_run=self.dry_run, keep=self.keep
        )
        if self.as_json:
            print_json(report, indent=None)
        elif known is None:
            click.echo(show_plain("\n".join(list_report_lines(report, dry_run=self.dry_run))) + "\n")
        return report.outcome.value


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _name(source: Path | str) -> str:
    return show_plain(show_url(source) if isinstance(source, str) else source.name)


@command(
    cli,
    "gongbao ingest brief.pdf",
    arg("PATH_OR_URL...", name="paths", nargs=-1, required=True),
    opt("--dry-run", "Report what would change; keep nothing.", is_flag=True),
    opt("--keep", "Store also what doesn't look like a briefing.", is_flag=True),
    as_json=True,
)
def ingest(call: Call, *, paths: tuple[str, ...], dry_run: bool, keep: bool) -> Output:
    """Read briefings and store them, with one report each.

    A folder means all in it, an address what stands there. PDF, Word file, web page or newsletter, mail, feed, Markdown
    and text are read. The same file again changes nothing; a corrected one updates what you have.

    A file that cannot be read is named and the others are still read; the status is then 1. After Ctrl-C the same call
    goes on where it was, since of several files those read already are passed over. With --json each report is one line
    of JSON. What doesn't look like a briefing is stored only if you say so. The database is made if there is none. Only
    https addresses of public servers are fetched.
    """
    sources = list_sources(paths)
    if sources.skipped:
        named = join_some([show_plain(path.name) for path in sources.skipped], _SHOWN_SKIPPED)
        click.echo(f"Skipped, no kind of document by name: {named}.", err=True)
    for error in sources.refused:
        print_error(error)
    outcomes = Counter({REFUSED: len(sources.refused)})
    if sources.found:
        alone = len(sources.found) == 1
        reader = Reader(
            app=make_app(call, dry_run=dry_run), alone=alone, dry_run=dry_run, as_json=call.as_json, keep=keep
        )
        try:
            reader.read_all(sources.found, outcomes)
        except KeyboardInterrupt:
            kept = "Nothing was kept" if dry_run else "What was reported is kept: the same call goes on from there"
            print_error(f"Stopped. {kept}.")
            raise SystemExit(INTERRUPTED) from None
    unchanged, refused = outcomes[Outcome.UNCHANGED.value], outcomes[REFUSED]
    counts = f"{outcomes.total() - unchanged - refused} read, {unchanged} unchanged, {refused} refused"
    is_counted = len(sources.found) + len(sources.refused) > 1 and not call.as_json
    return Output(
        value=iter(()), notes=(counts.replace(" 0 unchanged,", ""),) if is_counted else (), failed=refused > 0
    )


def make_app(call: Call, *, dry_run: bool) -> Application:
    """Return the application, its database made where there is none; for a dry run one that is gone afterwards."""
    settings = call.settings
    if dry_run and not settings.db.exists():
        folder = hold(tempfile.TemporaryDirectory(prefix="gongbao-dry-run-"))
        settings = replace(settings, db=Path(folder) / "dry-run.db")
    return hold(bootstrap(settings, clock=call.clock, create=True))


@command(cli, "gongbao undo B3", arg("BRIEFING"), as_json=True)
def undo(call: Call, *, briefing: str) -> Output:
    """Take the last ingest of a briefing back.

    With all that came of it. BRIEFING is its id, such as B3. What an ingest before it said is in force again; without
    one the briefing is out of every answer. Posts that were sent stay, and are named.
    """
    report = call.app.services.ingest.undo(parse_id(briefing, IdKind.BRIEFING), by=BY, now=call.now)
    what = "the reading before it is in force again" if report.restored else "it is out of every answer"
    head = f"{report.briefing_id}  {report.name}: taken back; {what}. {plural(report.items, 'item')} changed."
    more = (*(f"{line}." for line in report.united), *(f"Posts: {line}" for line in report.posts))
    return Output(lines=(head, *more), value=report)


def list_report_lines(report: IngestReport, *, dry_run: bool = False) -> Iterator[str]:
    """Yield the report of one ingest as people read it."""
    day = f", {format_day(report.published_on)}" if report.published_on else ""
    period = f" ({format_period(report.period_start, report.period_end)})" if report.period_start else ""
    source = f" · {report.source_name}" if report.source_name != report.name else ""
    pages = f", {plural(report.pages, 'page')}" if report.pages else ""
    yield f"{report.briefing_id}  {report.name}{day}{period}{source}{pages}"
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    outcome = {
        Outcome.UNCHANGED: "You have this file already: nothing changed.",
        Outcome.SAME_TEXT: "You have this issue already from another file: only its places are updated.",
        Outcome.CORRECTED: f"Corrected an issue that you have: {changes}.",
        Outcome.ADDED: "New.",
    }[report.outcome]
    yield f"{outcome} This was a dry run: nothing was kept." if dry_run else outcome
    yield from list_counts(report)
    if report.layout is not None and report.layout.doubt is not None and report.outcome is not Outcome.UNCHANGED:
        yield f"Please confirm the layout: {report.layout.reason}"
        yield from (f"  {line}" for line in report.layout.words)
        shown = f"gongbao layout confirm {report.briefing_id} · else: gongbao layout show {report.briefing_id}"
        yield from () if dry_run else (f"  Looks right: {shown}",)
    if report.to_check:
        yield "Please check, least certain first"
        yield from (f"  {line}" for line in cut_lines(report.to_check, _SHOWN_TO_CHECK, "… {} more (--json lists all)"))
    yield from (f"One document: {line}." for line in report.united)
    yield from (f"Posts: {line}" for line in report.posts)
    if report.outcome is not Outcome.UNCHANGED and not dry_run:
        yield f"Reading it again changes nothing. To take it back: gongbao undo {report.briefing_id}"
