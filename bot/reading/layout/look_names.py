"""The look of a line, by which a layout says what it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bot.model.ids import HAN
from bot.reading.document import BlockKind
from bot.reading.layout.label_names import Field
from bot.reading.layout.line_signs import FEW
from bot.reading.layout.lines import Line
from bot.reading.layout.spans import is_link_only

_MARKED = re.compile(r"\s*(?:[▪■□►▶▸▷●○◆◇★☆▍▎▌▋◎➤➢✦▲△▼☞❖※»›§¶→⇒✓✔]|【[^【】]{1,40}】\s*\Z|[\U0001F300-\U0001FAFF])")


_ENOUGH = 2
"""Bullets that surely head others in a document where two in a row may do so."""


def assign_looks(lines: list[Line]) -> list[Line]:
    """Return the lines with the look of each."""
    around = zip([None, *lines], lines, [*lines[1:], None], strict=False)
    named = [replace(line, look=_name_look(line, above, below)) for above, line, below in around]
    return _join_heads(named)


def _join_heads(lines: list[Line]) -> list[Line]:
    """Return the lines with two bullets alone over a text as heads, the one of the other, where others are heads."""
    counts = Counter(line.look for line in lines)
    joined = list(lines)
    for at in range(1, len(lines) - 2):
        above, first, second, below = lines[at - 1 : at + 3]
        pair = first.is_bullet and second.is_bullet and first.level == second.level and not above.is_bullet
        short = not (first.is_prose or second.is_prose or first.label or second.label or second.opening)
        look = f"bullet head {min(first.level, 6)}"
        told = (below.is_prose and below.label is None) or below.is_day or second.look == look
        if pair and short and told and below.kind is BlockKind.PARAGRAPH and counts[look] >= _ENOUGH:
            joined[at], joined[at + 1] = replace(first, look=look), replace(second, look=look)
    return joined


def _name_look(line: Line, above: Line | None, below: Line | None) -> str:
    counted = "" if line.number is None else "lettered " if line.is_lettered else "numbered "
    if not line.is_row and line.text.strip(" .、)").isdigit() and len(line.text) < FEW // 2:
        return "counter"
    if line.is_row:
        return "row"
    if line.kind is BlockKind.HEADING and not line.is_beside:
        return f"{counted}heading {min(max(line.level, 1), 6)}"
    if line.is_bullet:
        return _name_bullet(line, above, below)
    if line.is_day:
        return "day line"
    if not line.is_prose and (line.is_beside or not line.opening or line.opening.end >= len(line.raw.rstrip())):
        return _name_short(line, counted)
    if line.is_bold and not line.is_prose:
        return f"{counted}bold line"
    return _name_paragraph(line)


def _name_paragraph(line: Line) -> str:
    if line.lead_end and not (line.opening and line.lead_end <= line.opening.end and not line.tag_end):
        return "bold lead"
    if line.raw.lstrip()[:1] in "【[" and line.tag_end:
        return "tagged paragraph"
    if line.opening:
        return "dated paragraph"
    if line.number is not None:
        return "numbered paragraph"
    if line.acts:
        return "dated paragraph" if line.dated else "acting paragraph"
    return "paragraph"


def _name_bullet(line: Line, above: Line | None, below: Line | None) -> str:
    """Return the look of a bullet: one over deeper bullets, or over a paragraph of its own, heads them."""
    level = min(line.level, 6)
    if below is None or line.is_prose or (line.opening is not None and not line.is_day) or line.label is not None:
        return f"bullet {level}"
    tells = line.dated or (line.acts and line.words >= FEW)
    over = below.is_bullet and below.level > line.level and not tells
    in_list = above is not None and above.is_bullet and above.level == line.level and not above.is_prose
    if below.kind is BlockKind.PARAGRAPH and not (in_list or below.continues or below.is_furniture):
        told = (below.is_prose and (below.acts or not below.is_about_issue)) or below.is_day
        labelled = below.label is not None and below.label.field is not Field.SOURCE
        over = told or below.is_beside or labelled
    return f"bullet head {level}" if over or (line.is_day and not below.is_bullet) else f"bullet {level}"


def _name_short(line: Line, counted: str) -> str:
    if line.is_beside:
        return "short line"
    if line.is_bold:
        return f"{counted}bold line"
    if counted:
        return f"{counted}line"
    if _MARKED.match(line.raw):
        return "marked line"
    if line.text.isupper() and len(line.text) >= FEW // 2 and not re.search(f"[{HAN}]", line.text):
        return "capital line"
    return "linked line" if is_link_only(line.spans) else "short line"
