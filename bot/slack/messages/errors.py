"""Refusals and failures as messages, each private to the person who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NotOwnerError
from bot.slack.actions import OPEN, Ask, format_ask
from bot.slack.blocks import actions, build_message, button, context, cut, section, value_fits
from bot.slack.commands import name_commands
from bot.slack.mrkdwn import bold, escape

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.errors import GongbaoError

_MAX_LINE = 1500


def build_error(error: GongbaoError, *, ask: Ask | None = None) -> Message:
    """Build the message of an error: what is wrong, what to do, and a button to search the text as words.

    ``ask`` is the question that failed; the button stands when the error says how its text reads as words.
    """
    what, hint = (cut(escape(name_commands(text)), _MAX_LINE) for text in (error.message, error.hint))
    if isinstance(error, NotOwnerError):  # whom to ask is shown by name
        what = what.replace(escape(f"<@{error.owner}>"), f"<@{escape(error.owner)}>")
    blocks = [section(f"⚠ {what}"), *([context(hint)] if hint else [])]
    words = getattr(error, "as_words", None)
    if ask is not None and isinstance(words, str) and words:
        value = format_ask(Ask(command=ask.command, text=words))
        if value_fits(value):
            blocks.append(actions(button("Search as words", f"{OPEN}.1", value)))
    return build_message(f"{what} {hint}".strip(), blocks)


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log tells more."""
    text = f"Something went wrong on our side (ref {escape(reference)}). Please try again; if it stays, tell an admin."
    return build_message(text, [section(f"{bold('Sorry.')} {text}")])
