"""The answers of /ingest feed: what is polled, how it goes, and what admins are told in private."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.feeds import FeedCard
from bot.model.post import Message
from bot.slack.blocks import Block, build_message, cut, section
from bot.slack.messages.items import code
from bot.slack.messages.notices import build_line
from bot.slack.mrkdwn import bold, escape, find_host, format_day

_MAX_LINE = 300


def build_feed_added(card: FeedCard, *, prefix: str = "") -> Message:
    """Say that a feed is polled from now on, and what is read first."""
    first = "I'm reading its newest entry; older ones are left alone." if card.waiting else "It is empty so far."
    end = code(f"/{prefix}ingest feed remove {card.id}")
    return build_line(
        f"I check {_name(card)} every {escape(card.every)} from now on. ({card.id}) {first}\nTo stop: {end}"
    )


def build_feed_removed(card: FeedCard) -> Message:
    """Say that a feed is polled no more."""
    return build_line(f"I no longer check {_name(card)}. ({card.id}) What was read from it stays.")


def build_feed_list(cards: Sequence[FeedCard], *, prefix: str = "") -> Message:
    """Return the feeds, each with its interval, its last issue, and what fails."""
    if not cards:
        return build_line(f"I check no feeds yet. To begin: {code(f'/{prefix}ingest feed add https://… every:6h')}")
    rows: list[Block] = []
    for card in cards:
        head, *rest = list_feed_lines(card)
        rows.append(
            section("\n".join([bold(cut(head, _MAX_LINE)), *(escape(cut(line.strip(), _MAX_LINE)) for line in rest)]))
        )
    return build_message("Feeds", rows)


def build_private_notice(text: str) -> Message:
    """Return what people are told in private of what does not come or go out; ``text`` is raw."""
    return build_line(escape(text))


def list_feed_lines(card: FeedCard) -> list[str]:
    """Return a feed in plain lines; the texts of others are raw."""
    counts = [f"every {card.every}", f"{card.read} read"]
    counts += [f"{card.waiting} waiting"] if card.waiting else []
    counts += [f"last {card.last_id}"] if card.last_id else []
    lines = [f"{card.title} ({find_host(card.url) or 'address not shown'}) {card.id}", f"    {' · '.join(counts)}"]
    if card.error:
        lines.append(
            f"    Fails: {card.error} Next try {format_day(card.next_poll_at.date())}, {card.next_poll_at:%H:%M} UTC."
        )
    return lines + [f"    Not read: “{title}”. {error}" for title, error in card.failed]


def _name(card: FeedCard) -> str:
    return escape(f"{cut(card.title, _MAX_LINE)} ({find_host(card.url) or 'address not shown'})")
