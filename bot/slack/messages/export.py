"""The word that a file is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.paper import FileKind
from bot.slack.blocks import build_message, context, section
from bot.slack.mrkdwn import bold, escape, plural
from bot.writing.files import name_file

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.domain.records.paper import Paper


def build_export(paper: Paper, kind: FileKind, *, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file, what is in it, and where it goes."""
    is_calendar = kind is FileKind.ICS
    rows = len(paper.deadlines) if is_calendar else len(paper.rows)
    count = plural(rows, "deadline" if is_calendar else "row")
    said = f"{bold(name_file(paper, kind))} is on its way to your direct messages with Gongbao: {count}."
    lines = [escape(note) for note in notes]
    if not is_calendar and paper.total > rows:
        lines.append(f"{paper.total:,} match: the first {rows:,} are in the file. Narrow the question for the others.")
    return build_message(said, [section(said), *([context(*lines)] if lines else [])])
