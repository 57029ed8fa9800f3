"""The word that a file is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import build_message, context, section
from bot.slack.mrkdwn import bold, escape, plural

if TYPE_CHECKING:
    from bot.domain.paper import PaperFile
    from bot.domain.post import Message

_ROWS = {"ics": ("deadline", "deadlines")}


def build_export(file: PaperFile, *, total: int, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file, what is in it, and where it goes."""
    kind = file.name.rsplit(".", 1)[-1]
    one, many = _ROWS.get(kind, ("row", "rows"))
    said = f"{bold(file.name)} is on its way to your direct messages with Gongbao: {plural(file.rows, one, many)}."
    lines = [escape(note) for note in notes]
    if kind != "ics" and total > file.rows:
        lines.append(f"{total:,} match: the first {file.rows:,} are in the file. Narrow the question for the others.")
    blocks = [section(said), *([context(*lines)] if lines else [])]
    return build_message(said, blocks)
