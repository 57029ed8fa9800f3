"""The answers of ``/ingest feed``: what is polled, how it goes, and the word to admins when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import build_message, section, split_text
from bot.slack.mrkdwn import escape, find_host, format_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.posts.post import Message
    from bot.services.ingesting.feed_cards import FeedCard

_MAX_TITLE = 120
_MAX_ERROR = 300


def build_feed_added(card: FeedCard, *, prefix: str = "") -> Message:
    """Say that a feed is polled from now on, and what is read first."""
    first = "Its newest entry is read next; older ones are left alone." if card.waiting else "It holds no entry yet."
    return _build(
        [
            f"{card.id} is polled every {escape(card.every)}: {_describe_name(card)}. {first}",
            f"To end it: {_command(prefix, f'feed remove {card.id}')}",
        ]
    )


def build_feed_removed(card: FeedCard) -> Message:
    """Say that a feed is polled no more."""
    return _build([f"{card.id} is polled no more: {_describe_name(card)}. What was read from it stays."])


def build_feed_list(cards: Sequence[FeedCard], *, prefix: str = "") -> Message:
    """Give the feeds, each with its interval, its last issue, what fails and whether it is overdue."""
    if not cards:
        return _build([f"No feed is polled. {_command(prefix, 'feed add https://… every:6h')} begins with one."])
    return _build([line for card in cards for line in _list_lines(card)])


def build_private_notice(text: str) -> Message:
    """Give what people are told in private of what does not come or go out; ``text`` is raw."""
    shown = escape(text)
    return build_message(shown, [section(piece) for piece in split_text(shown)])


def list_feed_lines(card: FeedCard) -> list[str]:
    """Give a feed in plain lines, for the terminal; the texts of others are raw."""
    counts = [f"every {card.every}", f"{card.read} read"]
    counts += [f"{card.waiting} waiting"] if card.waiting else []
    counts += [f"newest of {format_day(card.newest_on)}"] if card.newest_on else []
    counts += [f"last {card.last_id}"] if card.last_id else []
    lines = [f"{card.id}  {card.title} ({find_host(card.url) or 'address not shown'})", f"    {' · '.join(counts)}"]
    if card.overdue:
        lines.append("    Overdue: nothing new for much longer than usual.")
    if card.error:
        lines.append(f"    Fails: {card.error} Asked again {_format_time(card.next_poll_at)}.")
    return lines + [f"    Not read: “{title}”. {error}" for title, error in card.failed]


def _list_lines(card: FeedCard) -> list[str]:
    head, *rest = list_feed_lines(card)
    return [
        f"*{card.id}* {escape(_cut(head.removeprefix(card.id).strip(), _MAX_TITLE))}",
        *(escape(_cut(line.strip(), _MAX_ERROR)) for line in rest),
    ]


def _describe_name(card: FeedCard) -> str:
    return escape(f"{_cut(card.title, _MAX_TITLE)} ({find_host(card.url) or 'address not shown'})")


def _format_time(at: dt.datetime) -> str:
    return f"{format_day(at.date())}, {at:%H:%M} UTC"


def _command(prefix: str, text: str) -> str:
    return f"`/{escape(prefix)}ingest {escape(text)}`"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _build(lines: Sequence[str]) -> Message:
    text = "\n".join(lines)
    return build_message(text, [section(piece) for piece in split_text(text)])
