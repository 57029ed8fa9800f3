"""Days in a table's column, whose head says what happens on them ("实施日期" over "2025-02-01")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.records.briefing import Deadline, DeadlineKind
from bot.reading.recognition.deadline_days import list_days
from bot.reading.term_labels import labels_applications, labels_deadline, labels_effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading.recognition.deadline_days import Frame
    from bot.reading.recognition.passages import Passage

_IN_EFFECT = re.compile(r"\b(?:takes?|comes?|goes|go|enters?) (?:into )?(?:effect|force)\b|施行|生效", re.IGNORECASE)


def list_column_days(passages: Iterable[Passage], frame: Frame, wording: str) -> Iterator[Deadline]:
    """Give the days of all rows below such a head, each with its row; a cell counts that is one day and nothing else.

    A row of another length ends the table. ``wording`` tells what a head closes that does not say so.
    """
    heads: tuple[DeadlineKind | None, ...] = ()
    for passage in passages:
        cells = [cell.strip() for cell in passage.text.split("|")]
        named = tuple(read_label(f"{cell}：", wording) for cell in cells)
        if len(cells) != len(heads) or any(named):
            heads = named if len(cells) > 1 and any(named) else ()
            continue
        for kind, cell in zip(heads, cells, strict=True):
            days = tuple(list_days(cell, frame)) if kind else ()
            if kind and len(days) == 1 and (days[0].start, days[0].end) == (0, len(cell)):
                yield Deadline(on=days[0].on, kind=kind, quote=passage.text)


def read_label(label: str, wording: str) -> DeadlineKind | None:
    """Give what happens on a day that stands behind this label alone; the item's wording tells where it does not."""
    if labels_effect(label):
        return DeadlineKind.TAKES_EFFECT
    if not labels_deadline(label):
        return None
    applies = labels_applications(label, wording)
    if applies is None:
        return DeadlineKind.TAKES_EFFECT if _IN_EFFECT.search(wording) else None
    return DeadlineKind.APPLICATIONS_CLOSE if applies else DeadlineKind.COMMENTS_CLOSE
