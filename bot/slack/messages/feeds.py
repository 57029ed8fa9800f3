"""What is said of feeds, and what admins are told in private."""

from __future__ import annotations

from bot.ingest.feeds import FeedCard
from bot.model.post import Message
from bot.slack.messages.notices import build_line
from bot.slack.mrkdwn import escape, find_host, format_day


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
