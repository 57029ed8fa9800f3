"""Payloads and reports as plain text for a terminal or a file: no colour, no markup, buttons as ``[Label]``."""

import re
from typing import Any

from bot.ingest.reports import IngestReport, LayoutReport, Outcome, UndoReport
from bot.slack.messages.ingest import list_counts
from bot.slack.mrkdwn import format_day, format_period, plural, unescape

Payload = dict[str, Any]

_LINK = re.compile(r"<(https?://[^|>]+)(?:\|([^>]*))?>")
_MENTION = re.compile(r"<([@#!])([^|>]+)(?:\|([^>]*))?>")
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?)(?<=\S)\1(?![\w*_~])")
_CODE = re.compile(r"`([^`\n]*)`")
_RULE = "-" * 40
_FENCE = "```"
_GIVEN = ("initial_value", "initial_time", "initial_date", "initial_conversation", "initial_channel")
_PLAIN = {"@": "@", "#": "#", "!": "@"}


def render_message(payload: Payload) -> str:
    """Return a message or window as text, ending without a line break; blocks where there are any, else the text."""
    blocks = payload.get("blocks") or []
    parts = [render_block(block) for block in blocks] if blocks else [render_mrkdwn(str(payload.get("text") or ""))]
    title = payload.get("title")
    if isinstance(title, dict):
        parts.insert(0, f"[ {title.get('text', '')} ]")
    return "\n".join(f"\n{part}" if "\n" in part.strip() else part for part in parts if part).strip("\n")


def render_block(block: Payload) -> str:
    """Return one block as text; a kind that we never build as its name, so that nothing vanishes unseen."""
    match block.get("type"):
        case "header":
            return _render_object(block["text"])
        case "section":
            return _render_section(block)
        case "context":
            return "\n".join(_render_object(element) for element in block["elements"])
        case "actions":
            return " ".join(_render_element(element) for element in block["elements"])
        case "divider":
            return _RULE
        case "markdown":
            return str(block["text"])
        case "table":
            return "\n".join("  ".join(_render_cell(cell) for cell in row).rstrip() for row in block["rows"])
        case "data_visualization":
            return _render_chart(block)
        case "input":
            return f"{_render_object(block['label'])}: {_render_input(block.get('element') or {})}"
        case other:
            return f"({other})"


def _render_chart(block: Payload) -> str:
    """Return a chart as its numbers: one line for each of its series."""
    lines = [str(block["title"])]
    for series in block["chart"]["series"]:
        points = [f"{point['label']} {int(point['value'])}" for point in series["data"]]
        lines.append(f"{series['name']}: {' · '.join(points)}")
    return "\n".join(lines)


def _render_cell(cell: Payload) -> str:
    """Return the words of a table's cell, which may be styled."""
    return str(cell.get("text") or "") + "".join(_render_cell(part) for part in cell.get("elements") or ())


def _render_section(block: Payload) -> str:
    texts = [block["text"]] if "text" in block else []
    shown = "\n".join(_render_object(text) for text in (*texts, *block.get("fields", ())))
    accessory = block.get("accessory")
    return f"{shown}  {_render_element(accessory)}" if accessory else shown


def _render_input(element: Payload) -> str:
    chosen = [*(element.get("initial_options") or ()), *filter(None, [element.get("initial_option")])]
    given = next((element[name] for name in _GIVEN if element.get(name)), None)
    return str(given or ", ".join(_render_object(option["text"]) for option in chosen) or "____")


def _render_element(element: Payload) -> str:
    label = element.get("text") or element.get("placeholder") or {"text": "⋮"}
    options = " · ".join(_render_object(option["text"]) for option in element.get("options", ()))
    return f"[{_render_object(label)} {options}]" if options else f"[{_render_object(label)}]"


def _render_object(text: Payload) -> str:
    shown = str(text.get("text", ""))
    return render_mrkdwn(shown) if text.get("type") == "mrkdwn" else shown


def render_mrkdwn(text: str) -> str:
    """Return Slack's markup as plain text: styles dropped, links with their address, entities resolved.

    Between two fences (lines of three backquotes) nothing is markup.
    """
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if line == _FENCE:
            fenced = not fenced
        else:
            lines.append(unescape(line) if fenced else _render_line(line))
    return "\n".join(lines)


def _render_line(line: str) -> str:
    quoted = line.startswith("> ")
    shown = _render_code(line[2:] if quoted else line)
    return f"  | {shown}" if quoted else shown


def _render_code(line: str) -> str:
    pieces = _CODE.split(line)
    return "".join(unescape(piece) if at % 2 else unescape(_unstyle(_unlink(piece))) for at, piece in enumerate(pieces))


def _unlink(text: str) -> str:
    plain = _LINK.sub(lambda m: f"{m[2]} {m[1]}" if m[2] else m[1], text)
    return _MENTION.sub(lambda m: _PLAIN[m[1]] + (m[3] or m[2]), plain)


def _unstyle(text: str) -> str:
    for _ in range(3):
        text = _STYLED.sub(r"\2", text)
    return text


_SHOWN_TO_CHECK = 12


def list_report_lines(report: IngestReport, *, dry_run: bool = False) -> list[str]:
    """Return the report of one ingest as people read it."""
    lines = [_head(report), _outcome(report, dry_run=dry_run), *list_counts(report)]
    if report.layout is not None and report.outcome is not Outcome.UNCHANGED:
        lines += list_layout_lines(report.layout, report.briefing_id, dry_run=dry_run)
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


def list_layout_lines(layout: LayoutReport, briefing_id: str, *, dry_run: bool) -> list[str]:
    """Return the layout of a briefing as a question, with two of its items; nothing for one that fits."""
    if layout.doubt is None:
        return []
    lines = [f"Please confirm the layout: {layout.reason}", *(f"  {line}" for line in layout.words)]
    for item in layout.items:
        day = format_day(item.reported_on) if item.reported_on else "no date"
        issuers = f" · {', '.join(item.issuers)}" if item.issuers else ""
        lines.append(f"  As read: {day}{issuers} · {item.headline or item.text}")
    if not dry_run:
        lines.append(f"  Looks right: gongbao layout confirm {briefing_id} · else: gongbao layout show {briefing_id}")
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
            return "You have this file already: nothing changed."
        case Outcome.SAME_TEXT:
            places = "would be updated; nothing was kept" if dry_run else "are updated"
            return f"You have this issue already from another file: nothing it says has changed; its places {places}."
        case Outcome.CORRECTED:
            if dry_run:
                return f"Would correct an issue that you have: {changes}; nothing was kept."
            return f"Corrected an issue that you have: {changes}."
        case Outcome.ADDED:
            return "Would be new; nothing was kept." if dry_run else "New."
