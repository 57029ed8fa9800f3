"""``gongbao ingest`` and ``gongbao undo``: briefings in, one after the other, and back out."""

import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import msgspec

from bot.app import Application, bootstrap
from bot.cli.options import (
    BY,
    INTERRUPTED,
    make_clock,
    make_settings,
    open_app,
    print_error,
    print_json,
    show_plain,
    timed_json,
)
from bot.cli.text import list_report_lines, list_undo_lines
from bot.clock import Clock
from bot.errors import FetchError, NotABriefingError, UnreadableDocumentError
from bot.ingest.ingest import find_unchanged
from bot.ingest.reports import Outcome
from bot.model.ids import IdKind, parse_id
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.web.addresses import parse_address, show_url

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_SHOWN_SKIPPED = 8
_SHOWN_PATH = 100
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
            path = _find(name)
            wanted, others = _list_folder(path) if path.is_dir() else ([path], [])
            sources.found += wanted
            sources.skipped += others
        except (UnreadableDocumentError, FetchError) as error:
            sources.refused.append(error)
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
        raise _refuse(path, error) from error


def _find(name: str) -> Path:
    """Return the folder or plain file of this name, or raise UnreadableDocumentError."""
    path = Path(name)
    try:
        if not name or not path.exists():
            raise UnreadableDocumentError(f"There is no file “{name}”.", hint="Check the path.")
        if not path.is_dir() and not path.is_file():
            raise UnreadableDocumentError(f"{name} is not a plain file.", hint="Save what it gives to a file first.")
    except OSError as error:
        raise _refuse(path, error) from error
    return path


def _list_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the plain files below a folder by path, readable ones and others; nothing hidden is looked at."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    wanted = [path for path in found if path.suffix.lower() in READABLE_SUFFIXES]
    if not wanted:
        raise UnreadableDocumentError(
            f"The folder {folder} holds no briefing.",
            hint="Put PDF, Word, HTML, mail, feed, Markdown or text files there.",
        )
    return wanted, [path for path in found if path not in set(wanted)]


def _refuse(path: Path, error: OSError) -> UnreadableDocumentError:
    shown = str(path) if len(str(path)) <= _SHOWN_PATH else f"{str(path)[: _SHOWN_PATH - 1]}…"
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
            except NotABriefingError as error:
                outcomes[REFUSED] += 1
                asked.append(source)
                self._tell_refused(source, error)
            except (UnreadableDocumentError, FetchError) as error:
                outcomes[REFUSED] += 1
                print_error(error)
        for source in asked if not self.as_json and is_terminal() else ():
            if click.confirm(f"{_name(source)} doesn't look like a briefing. Keep it?", err=True):
                outcomes[REFUSED] -= 1
                outcomes[replace(self, alone=True, keep=True).read(source)] += 1

    def read(self, source: Path | str) -> str:
        """Read one and return how it ended; one of several that was read already is passed over."""
        if isinstance(source, str):
            fetched = self.app.roads.fetcher.fetch(source)
            name, data = fetched.name, fetched.data
        else:
            name, data = source.name, read_source(source)
        known = None if self.alone else find_unchanged(self.app.store, data)
        report = known or self.app.services.ingest.ingest(
            source_name=name, data=data, by=BY, now=self.app.clock.now(), dry_run=self.dry_run, keep=self.keep
        )
        if self.as_json:
            print_json(msgspec.to_builtins(report), indent=None)
        elif known is None:
            click.echo("\n".join(list_report_lines(report, dry_run=self.dry_run)) + "\n")
        return report.outcome.value

    def _tell_refused(self, source: Path | str, error: NotABriefingError) -> None:
        if self.as_json:
            print_json({"source_name": _name(source), "kept": False, "why": "not_a_briefing"}, indent=None)
        elif not is_terminal():
            print_error(error)


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _name(source: Path | str) -> str:
    return show_plain(show_url(source) if isinstance(source, str) else source.name)


def _describe_skipped(skipped: list[Path]) -> str:
    more = f" and {len(skipped) - _SHOWN_SKIPPED} more" if len(skipped) > _SHOWN_SKIPPED else ""
    named = ", ".join(path.name for path in skipped[:_SHOWN_SKIPPED])
    return f"Skipped, no kind of document by name: {named}{more}."


@click.command(short_help="Read briefings and store what they say.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Report what would change; keep nothing.")
@click.option("--keep", is_flag=True, help="Store also what doesn't look like a briefing.")
@timed_json
def ingest(
    paths: tuple[str, ...],
    *,
    dry_run: bool,
    keep: bool,
    as_json: bool,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """Read briefings and store them, with one report each; a folder means all in it, an address what stands there.

    PDF, Word file, web page or newsletter, mail, feed, Markdown and text are read.

    The same file again changes nothing; a corrected one updates what you have. A file that cannot be read is named and
    the others are still read; the status is then 1. After Ctrl-C the same call goes on where it
    was, since of several files those read already are passed over. With --json each report is one line of JSON.
    What doesn't look like a briefing is stored only if you say so. The database is made if there is none. Only https
    addresses of public servers are fetched.
    """
    sources = list_sources(paths)
    if sources.skipped:
        click.echo(_describe_skipped(sources.skipped), err=True)
    for error in sources.refused:
        print_error(error)
    outcomes = Counter({REFUSED: len(sources.refused)})
    count = len(sources.found) + len(sources.refused)
    if sources.found:
        with open_application(db, make_clock(now), dry_run=dry_run) as app:
            reader = Reader(app=app, alone=len(sources.found) == 1, dry_run=dry_run, as_json=as_json, keep=keep)
            try:
                reader.read_all(sources.found, outcomes)
            except KeyboardInterrupt:
                kept = "Nothing was kept" if dry_run else "What was reported is kept: the same call goes on from there"
                print_error(f"Stopped. {kept}.")
                raise SystemExit(INTERRUPTED) from None
    if count > 1 and not as_json:
        unchanged = outcomes[Outcome.UNCHANGED.value]
        passed = f"{unchanged} unchanged, " if unchanged else ""
        read = outcomes.total() - unchanged - outcomes[REFUSED]
        click.echo(f"{read} read, {passed}{outcomes[REFUSED]} refused", err=True)
    if outcomes[REFUSED]:
        raise SystemExit(1)


@click.command(short_help="Take the last ingest of a briefing back.")
@click.argument("briefing", metavar="BRIEFING")
@timed_json
def undo(*, briefing: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take the last ingest of a briefing back, with all that came of it.

    BRIEFING is its id, such as B3. What an ingest before it said is in force again; without one the briefing is out of
    every answer. Posts that were sent stay, and are named.
    """
    number = parse_id(briefing, IdKind.BRIEFING)
    with open_app(db, now) as (app, at):
        report = app.services.ingest.undo(number, by=BY, now=at)
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    else:
        click.echo("\n".join(list_undo_lines(report)))


@contextmanager
def open_application(db: Path | None, clock: Clock, *, dry_run: bool) -> Iterator[Application]:
    """Return the application; a dry run without a database gets one that is gone afterwards."""
    settings = make_settings(db)
    with ExitStack() as stack:
        if dry_run and not settings.db.exists():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongbao-dry-run-"))
            settings = replace(settings, db=Path(folder) / "dry-run.db")
        yield stack.enter_context(bootstrap(settings, clock=clock, create=True))
