"""Ingest and undo reports as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.reports import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.reports import IngestReport, UndoReport

_SECTIONS = {"top": "top", "policy_news": "policy", "corporate_news": "company", "other": "other"}
_SHOWN_TO_CHECK = 12


def list_report_lines(report: IngestReport, *, dry_run: bool = False) -> list[str]:
    """Give the report of one ingest as people read it."""
    head = f"{report.briefing_id}  {report.name}"
    if report.published_on:
        head += f", {_day(report.published_on)}"
    if report.period_start and report.period_end:
        head += f" ({_day(report.period_start)} – {_day(report.period_end)})"
    counted = " + ".join(f"{count} {_SECTIONS[name]}" for name, count in report.sections)
    lines = [
        f"{head} · {report.source_name}" + (f", {report.pages} pages" if report.pages else ""),
        _outcome(report, dry_run=dry_run),
        f"{_plural(report.items, 'item')}" + (f" = {counted}" if counted else "") + f" · {_unread(report.unread)}",
        f"Dates {report.dated} of {report.items}"
        + (f", year inferred in {report.years_inferred}" if report.years_inferred else "")
        + f" · issuers {report.with_issuer} of {report.policies} · deadlines {report.deadlines} · {_links(report)}",
    ]
    if report.to_check:
        lines.append("Please check, least certain first")
        lines += [f"  {n}  {line}" for n, line in enumerate(report.to_check[:_SHOWN_TO_CHECK], 1)]
        if len(report.to_check) > _SHOWN_TO_CHECK:
            lines.append(f"  … {len(report.to_check) - _SHOWN_TO_CHECK} more (--json lists all)")
    lines += [f"Posts: {line}" for line in report.posts]
    if not dry_run and report.outcome is not Outcome.UNCHANGED:
        lines.append(f"Reading it again changes nothing. To take it back: gongbao undo {report.briefing_id}")
    return lines


def list_undo_lines(report: UndoReport) -> list[str]:
    """Give the report of an undo as people read it."""
    what = "the reading before it is in force again" if report.restored else "it is out of every answer"
    lines = [f"{report.briefing_id}  {report.name}: taken back; {what}. {_plural(report.items, 'item')} changed."]
    return lines + [f"Posts: {line}" for line in report.posts]


def _outcome(report: IngestReport, *, dry_run: bool) -> str:
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    match report.outcome:
        case Outcome.UNCHANGED:
            return "This file is held already: nothing changed."
        case Outcome.SAME_TEXT:
            return "This issue is held already from another file: nothing it says has changed; its places are updated."
        case Outcome.CORRECTED:
            verb = "Would correct" if dry_run else "Corrected"
            return f"{verb} an issue held already: {changes}."
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


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
