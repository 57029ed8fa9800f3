"""Ingest and undo reports as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.ingesting.reports import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.ingesting.reports import IngestReport, UndoReport

_SECTIONS = {"top": "top", "policy_news": "policy", "corporate_news": "company", "other": "other"}
_SHOWN_TO_CHECK = 12


def list_report_lines(report: IngestReport, *, dry_run: bool = False) -> list[str]:
    """Give the report of one ingest as people read it."""
    lines = [_head(report), _outcome(report, dry_run=dry_run), *_counts(report)]
    if report.to_check:
        lines.append("Please check, least certain first")
        lines += [f"  {n}  {line}" for n, line in enumerate(report.to_check[:_SHOWN_TO_CHECK], 1)]
        if len(report.to_check) > _SHOWN_TO_CHECK:
            lines.append(f"  … {len(report.to_check) - _SHOWN_TO_CHECK} more (--json lists all)")
    lines += [f"One document: {line}." for line in report.united]
    lines += [f"Posts: {line}" for line in report.posts]
    if not dry_run and report.outcome is not Outcome.UNCHANGED:
        lines.append(f"Reading it again changes nothing. To take it back: gongbao undo {report.briefing_id}")
    return lines


def list_undo_lines(report: UndoReport) -> list[str]:
    """Give the report of an undo as people read it."""
    what = "the reading before it is in force again" if report.restored else "it is out of every answer"
    lines = [f"{report.briefing_id}  {report.name}: taken back; {what}. {_plural(report.items, 'item')} changed."]
    lines += [f"{line}." for line in report.united]
    return lines + [f"Posts: {line}" for line in report.posts]


def _head(report: IngestReport) -> str:
    head = f"{report.briefing_id}  {report.name}"
    if report.published_on:
        head += f", {_day(report.published_on)}"
    if report.period_start and report.period_end:
        head += f" ({_period(report.period_start, report.period_end)})"
    if report.source_name != report.name:
        head += f" · {report.source_name}"
    return head + (f", {_plural(report.pages, 'page')}" if report.pages else "")


def _counts(report: IngestReport) -> list[str]:
    if not report.items:
        return [f"No item was found in it · {_unread(report.unread)}"]
    counted = " + ".join(f"{count} {_SECTIONS[name]}" for name, count in report.sections)
    inferred = f", year inferred in {report.years_inferred}" if report.years_inferred else ""
    dates = f"Dates {report.dated} of {report.items}{inferred}"
    issuers = f"issuers {report.with_issuer} of {report.policies}"
    return [
        f"{_plural(report.items, 'item')} = {counted} · {_unread(report.unread)}",
        f"{dates} · {issuers} · deadlines {report.deadlines} · {_links(report)}",
    ]


def _outcome(report: IngestReport, *, dry_run: bool) -> str:
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    match report.outcome:
        case Outcome.UNCHANGED:
            return "This file is held already: nothing changed."
        case Outcome.SAME_TEXT:
            places = "would be updated; nothing was kept" if dry_run else "are updated"
            return f"This issue is held already from another file: nothing it says has changed; its places {places}."
        case Outcome.CORRECTED:
            if dry_run:
                return f"Would correct an issue held already: {changes}; nothing was kept."
            return f"Corrected an issue held already: {changes}."
        case Outcome.ADDED:
            return "Would be new; nothing was kept." if dry_run else "New."


def _unread(count: int) -> str:
    return "every block placed, unread 0" if count == 0 else f"unread {count}"


def _links(report: IngestReport) -> str:
    if not report.links:
        return "no links"
    if report.links_without_address == report.links:
        return f"links {report.links}, none with an address in the source"
    missing = f", {report.links_without_address} without an address" if report.links_without_address else ""
    return f"links {report.links}{missing}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _period(start: dt.date, end: dt.date) -> str:
    first = f"{start.day} {start:%b}" if start.year == end.year else _day(start)
    return f"{first} – {_day(end)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
