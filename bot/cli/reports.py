"""Ingest and undo reports as lines of text."""

from __future__ import annotations

from bot.ingest.reports import IngestReport, Outcome, UndoReport
from bot.slack.messages.ingest import list_counts
from bot.slack.mrkdwn import format_day, format_period, plural

_SHOWN_TO_CHECK = 12


def list_report_lines(report: IngestReport, *, dry_run: bool = False) -> list[str]:
    """Return the report of one ingest as people read it."""
    lines = [_head(report), _outcome(report, dry_run=dry_run), *list_counts(report)]
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
    """Return the report of an undo as people read it."""
    what = "the reading before it is in force again" if report.restored else "it is out of every answer"
    lines = [f"{report.briefing_id}  {report.name}: taken back; {what}. {plural(report.items, 'item')} changed."]
    lines += [f"{line}." for line in report.united]
    return lines + [f"Posts: {line}" for line in report.posts]


def _head(report: IngestReport) -> str:
    head = f"{report.briefing_id}  {report.name}"
    if report.published_on:
        head += f", {format_day(report.published_on)}"
    if report.period_start and report.period_end:
        head += f" ({format_period(report.period_start, report.period_end)})"
    if report.source_name != report.name:
        head += f" · {report.source_name}"
    return head + (f", {plural(report.pages, 'page')}" if report.pages else "")


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
