"""Counts by topic and month: a chart where there is enough to draw, and the same figures in words below it.

Source of the block's shape and limits: Slack's reference, "Data visualization block"; the SDK has no class for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.day_text import MONTHS
from bot.slack.blocks import Block, context
from bot.slack.mrkdwn import escape

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.results import MinistryCard

MAX_POINTS = 20
_ENOUGH_MONTHS = 3
_ENOUGH_POLICIES = 5
_MAX_TOPICS = 8
_TITLE = "Issued by month, alone and jointly"


def build_counts(answer: MinistryCard, *, with_chart: bool) -> list[Block]:
    """Build what a body issued by topic and month; ``with_chart`` where charts may stand, which is in messages only."""
    lines = [line for line in (_format_topics(answer), _format_months(answer)) if line]
    if answer.only_joint or answer.offset or not lines:
        return []
    chart = build_month_chart(answer.by_month) if with_chart else None
    return [*([chart] if chart else []), context(*lines)]


def build_month_chart(by_month: tuple[tuple[dt.date, int, int], ...]) -> Block | None:
    """Build the chart of the last months; None where there is too little to draw."""
    shown = by_month[-MAX_POINTS:]
    busy = [month for month in shown if month[1] + month[2]]
    if len(busy) < _ENOUGH_MONTHS or sum(alone + joint for _, alone, joint in shown) < _ENOUGH_POLICIES:
        return None
    labels = [_name_month(month) for month, _, _ in shown]
    series = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]}
        for name, values in (("alone", [each[1] for each in shown]), ("joint", [each[2] for each in shown]))
    ]
    axis = {"categories": labels, "y_label": "policies"}
    return {
        "type": "data_visualization",
        "title": _TITLE,
        "chart": {"type": "bar", "series": series, "axis_config": axis},
    }


def _format_topics(answer: MinistryCard) -> str:
    topics = [f"{escape(name)} {count}" for name, count in answer.by_topic[:_MAX_TOPICS]]
    left = len(answer.by_topic) - len(topics)
    return f"By topic: {' · '.join(topics)}{f' and {left} more' if left > 0 else ''}" if topics else ""


def _format_months(answer: MinistryCard) -> str:
    shown = [
        f"{_name_month(month)} {alone + joint}{f' ({joint} joint)' if joint else ''}"
        for month, alone, joint in answer.by_month[-MAX_POINTS:]
        if alone + joint
    ]
    earlier = sum(alone + joint for _, alone, joint in answer.by_month[:-MAX_POINTS])
    left = f"before that {earlier}, not drawn · " if earlier else ""
    gaps = " · months that no briefing held covers are left out" if len(answer.held.covered) > 1 else ""
    return f"By month: {left}{' · '.join(shown)}{gaps}" if shown else ""


def _name_month(month: dt.date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"
