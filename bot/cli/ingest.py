"""``gongbao ingest`` and ``undo``: briefings in, one after the other, and back out; ``ingests``: what was read."""

import re
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.app import Application, bootstrap
from bot.cli.options import BY, INTERRUPTED, Call, Output, arg, cli, command, hold, opt, plain, print_error, print_json
from bot.cli.text import render_made
from bot.errors import FetchError, GongbaoError, NotABriefingError, UnreadableDocumentError
from bot.model.ids import IdKind, parse_id
from bot.model.intake import IngestReport, Outcome
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.slack.messages.ingest import build_reading_list, build_report, describe_undone
from bot.slack.wording import cut_lines
from bot.web.addresses import parse_address, show_url

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_SHOWN_SKIPPED = 8
_SHOWN_PATH = 100
_LINE_EVERY = 20
"""Documents between two lines of progress."""
REFUSED = "refused"


def list_sources(given: tuple[str, ...]) -> tuple[list[Path | str], list[Path], list[GongbaoError]]:
    """Return the files and addresses that these name, in their order, files of other types, and what is refused.

    A folder means the readable files in it and below, by path, nothing hidden.
    """
    found: list[Path | str] = []
    skipped: list[Path] = []
    refused: list[GongbaoError] = []
    for name in given:
        try:
            found += [str(parse_address(name))] if _ADDRESS.match(name) else _list_files(name, skipped)
        except (UnreadableDocumentError, FetchError) as error:
            refused.append(error)
        except OSError as error:
            refused.append(_refuse(name, error))
    return found, skipped, refused


def _list_files(name: str, skipped: list[Path]) -> list[Path]:
    """Return a plain file, or the readable ones of a folder; its others are added to ``skipped``."""
    path = Path(name)
    if not name or not path.exists():
        raise UnreadableDocumentError(f"There is no file “{name}”.", hint="Check the path.")
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UnreadableDocumentError(f"{name} is not a plain file.", hint="Save what it gives to a file first.")
    below = [each for each in sorted(path.rglob("*")) if each.is_file()]
    seen = [each for each in below if not any(part.startswith(".") for part in each.relative_to(path).parts)]
    wanted = [each for each in seen if each.suffix.lower() in READABLE_SUFFIXES]
    if not wanted:
        hint = "Put PDF, Word, HTML, mail, feed, Markdown or text files there."
        raise UnreadableDocumentError(f"The folder {path} holds no briefing.", hint=hint)
    skipped += [each for each in seen if each.suffix.lower() not in READABLE_SUFFIXES]
    return wanted


def read_source(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableDocumentError when there are too many or the system refuses them."""
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            hint = f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images."
            raise UnreadableDocumentError(f"{path.name} is too large: {size / 1024 / 1024:.0f} MB.", hint=hint)
        return path.read_bytes()
    except OSError as error:
        raise _refuse(str(path), error) from error


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
            except NotABriefingError as error:
                outcomes[REFUSED] += 1
                if self.as_json:
                    print_json({"source_name": _name(source), "kept": False, "why": "not_a_briefing"}, indent=None)
                elif is_terminal():
                    asked.append(source)
                else:
                    print_error(f"{error.message} gongbao ingest --keep {shlex.quote(str(source))} stores it anyway.")
            except (UnreadableDocumentError, FetchError) as error:
                outcomes[REFUSED] += 1
                print_error(str(error))
        for source in asked:
            if click.confirm(f"{_name(source)} doesn't look like a briefing. Keep it?", err=True):
                outcomes[REFUSED] -= 1
                outcomes[replace(self, alone=True, keep=True).read(source)] += 1

    def read(self, source: Path | str) -> str:
        """Read one and return how it ended; one of several that was read already is passed over."""
        if isinstance(source, str):
            fetched = self.app.services.fetcher.fetch(source)
            name, data = fetched.name, fetched.data
        else:
            name, data = source.name, read_source(source)
        now, services = self.app.services.clock.now(), self.app.services
        report = services.ingest.ingest(
            source_name=name, data=data, by=BY, now=now, dry_run=self.dry_run, keep=self.keep
        )
        if self.as_json:
            print_json(report, indent=None)
        elif self.alone or report.effects.outcome is not Outcome.UNCHANGED:
            lines = ("This was a dry run: nothing was kept.",) if self.dry_run else _list_next(report)
            click.echo(plain("\n".join((render_made(build_report(report), buttons=False), *lines))) + "\n")
        return report.effects.outcome.value


def _list_next(report: IngestReport) -> Iterator[str]:
    """Yield what may be typed next."""
    if report.layout is not None and report.layout.doubt is not None:
        yield f"Layout: gongbao layout confirm {report.briefing_id}, or gongbao layout show {report.briefing_id}"
    if report.to_check:
        yield "Review: gongbao review"
    if report.effects.outcome is not Outcome.UNCHANGED:
        yield f"Undo: gongbao undo {report.briefing_id}"


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _name(source: Path | str) -> str:
    return plain(show_url(source) if isinstance(source, str) else source.name)


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
    found, skipped, refused = list_sources(paths)
    if skipped:
        named = ", ".join(cut_lines([plain(path.name) for path in skipped], _SHOWN_SKIPPED, "and {} more"))
        click.echo(f"Skipped, no kind of document by name: {named}.", err=True)
    for error in refused:
        print_error(str(error))
    outcomes = Counter({REFUSED: len(refused)})
    if found:
        app, alone = make_app(call, dry_run=dry_run), len(found) == 1
        try:
            Reader(app=app, alone=alone, dry_run=dry_run, as_json=call.as_json, keep=keep).read_all(found, outcomes)
        except KeyboardInterrupt:
            kept = "Nothing was kept" if dry_run else "What was reported is kept: the same call goes on from there"
            raise SystemExit(print_error(f"Stopped. {kept}.", INTERRUPTED)) from None
    unchanged, failed = outcomes[Outcome.UNCHANGED.value], outcomes[REFUSED]
    counts = f"{outcomes.total() - unchanged - failed} read, {unchanged} unchanged, {failed} refused"
    is_counted = len(found) + len(refused) > 1 and not call.as_json
    return Output(value=iter(()), notes=(counts.replace(" 0 unchanged,", ""),) if is_counted else (), failed=failed > 0)


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
    return Output(lines=(describe_undone(report),), value=report)


@command(cli, "gongbao ingests", arg("[BRIEFING]", name="briefing", required=False), as_json=True)
def ingests(call: Call, *, briefing: str | None) -> Output:
    """List the last ingests, and where their posts are.

    The newest first: by whom and when. With BRIEFING, an id such as B3, its last report is printed again.
    """
    service = call.app.services.ingest
    if briefing:
        report = service.get_report(parse_id(briefing, IdKind.BRIEFING), now=call.now)
        return Output(lines=(render_made(build_report(report), buttons=False),), value=report)
    page = service.list_reports(now=call.now)
    return Output(lines=(render_made(build_reading_list(page)),), value=page.rows)
