"""Messages that say what they tell, by marks: so it can be counted in the channels themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.post import Message
from tests.posting import FakeRenderer

if TYPE_CHECKING:
    from bot.domain.posts.digest import Digest
    from bot.domain.posts.reminder import Reminder
    from bot.domain.records.briefing import Briefing

MARK = re.compile(r"<\d+\.\d+[ab]>")
"""What tells an item from every other, its briefing and its policy, and its words of before from those of now."""


@dataclass(kw_only=True)
class TellingRenderer(FakeRenderer):
    """Renders summaries and reminders as what they tell."""

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        told = " ".join(find_mark(entry.item.item.text) for entry in digest.entries)
        first = Message(text=f"{digest.rule}{' ahead' if digest.is_agenda else ''}: {told}")
        return (first, *(Message(text=f"part {number}") for number in range(1, self.parts)))

    def render_reminder(self, reminder: Reminder) -> Message:
        what = f"{find_mark(reminder.item.item.text)} {reminder.deadline.kind} {reminder.deadline.on} {reminder.left}"
        return Message(text=f"{reminder.rule} reminds of {what}")


def find_mark(text: str) -> str:
    """Give the mark in a text, "" where there is none."""
    found = MARK.search(text)
    return found[0] if found else ""


def list_marks(issue: Briefing) -> str:
    """Give the marks of a briefing's items in one line."""
    return " ".join(find_mark(item.text) for item in issue.items)
