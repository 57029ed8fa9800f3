"""What stands in the place of an answer that a licence does not allow any more, and what is said of one that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import build_message, cut, section
from bot.slack.mrkdwn import escape, format_day, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.posts.post import Message
    from bot.services.ports import StayingAnswer

_MOST = 10
"""Answers that one message lists."""
_LONGEST = 100


def build_answer_kept_out(publishers: str) -> Message:
    """Give the line that an answer is changed into; ``publishers`` "" leaves out whose it was."""
    text = (
        f"Removed: the licence of {escape(publishers) or 'its publisher'} no longer allows this answer here."
        " Ask again for what it does allow."
    )
    return build_message(text, [section(text)])


def build_answers_stay(answers: Sequence[StayingAnswer]) -> Message:
    """Give the one message that asks a person to delete what only people can delete."""
    listed = [_describe(each) for each in answers[:_MOST]]
    listed += [f"{len(answers) - _MOST} more"] if len(answers) > _MOST else []
    whose = dict.fromkeys(escape(each.publishers) or "a publisher without a name" for each in answers)
    text = (
        f"Please delete, or have an admin of the workspace delete: {'; '.join(listed)}."
        f" The licence of {join_words(list(whose))} no longer allows it there, and Gongbao cannot take it back."
    )
    return build_message(text, [section(text)])


def _describe(answer: StayingAnswer) -> str:
    what = f"`{escape(cut(answer.asked, _LONGEST))}`, shared" if answer.asked else "the answer to your message"
    return (
        f"{what} in <#{escape(answer.channel)}> on {format_day(answer.given_at.date())} at {answer.given_at:%H:%M} UTC"
    )
