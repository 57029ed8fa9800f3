"""The line in a summary's thread that says which facts were corrected, what they are now and what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import build_message, section
from bot.slack.messages.differences import describe_differences
from bot.slack.mrkdwn import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.domain.posts.correction import Correction
    from bot.domain.posts.post import Message

_MAX_TEXT = 2_900
_OPENING = "Corrected: "


def build_correction(
    corrections: Sequence[Correction], *, earlier: Message | None = None, withdrawn: Message | None = None
) -> Message:
    """Give the message: one line an item, after the lines of an ``earlier`` message; the last ones where it is long.

    ``withdrawn`` is what a post says whose briefing was taken back, for one that brings others besides.
    """
    lines = [line for said in (earlier, withdrawn) if said for line in said.text.split("\n")]
    lines += [_line(each) for each in corrections]
    while len(lines) > 1 and sum(len(line) + 1 for line in lines) > _MAX_TEXT:
        del lines[0]
    return _build(lines)


def keep_corrections(message: Message, ids: Collection[str]) -> Message | None:
    """Give such a message with the lines alone that tell of these ids; None when there is none."""
    kept = [line for line in message.text.split("\n") if line.removeprefix(_OPENING).partition(" ")[0] in ids]
    return _build(kept) if kept else None


def _build(lines: Sequence[str]) -> Message:
    text = "\n".join(lines)
    return build_message(text, [section(text)])


def _line(correction: Correction) -> str:
    differences = describe_differences(correction.now, correction.before, correction.issuers)
    facts = "; ".join(f"{name} {now or 'none'} (was {was or 'none'})" for name, now, was in differences)
    return f"{_OPENING}{correction.item.shown_id} {escape(facts)}"
