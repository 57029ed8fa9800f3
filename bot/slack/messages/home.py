"""A person's Home: search, what is new, open deadlines, and what they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.answers.sources import join_series
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.digests.schedule import describe_schedule
from bot.digests.subscriptions import Changed
from bot.ingest.feeds import FeedCard
from bot.model.post import Message
from bot.model.subscription import SubscriptionState
from bot.slack.actions import CHANGE, SEARCH, Ask
from bot.slack.blocks import (
    MAX_VIEW_BLOCKS,
    Block,
    actions,
    build_message,
    button,
    context,
    divider,
    header,
    section,
    split_text,
)
from bot.slack.messages.frame import capitalise, describe_coverage, follow_button, join_facts, open_button
from bot.slack.messages.policies import build_row
from bot.slack.mrkdwn import bold, escape, find_host, format_day, plural

# The answers of ``/ingest feed``: what is polled, how it goes, and the word to admins when something is wrong.

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
    """Return the feeds, each with its interval, its last issue, what fails and whether it is overdue."""
    if not cards:
        return _build([f"No feed is polled. {_command(prefix, 'feed add https://… every:6h')} begins with one."])
    return _build([line for card in cards for line in _list_lines(card)])


def build_private_notice(text: str) -> Message:
    """Return what people are told in private of what does not come or go out; ``text`` is raw."""
    shown = escape(text)
    return build_message(shown, [section(piece) for piece in split_text(shown)])


def list_feed_lines(card: FeedCard) -> list[str]:
    """Return a feed in plain lines, for the terminal; the texts of others are raw."""
    counts = [f"every {card.every}", f"{card.read} read"]
    counts += [f"{card.waiting} waiting"] if card.waiting else []
    counts += [f"newest of {format_day(card.newest_on)}"] if card.newest_on else []
    counts += [f"last {card.last_id}"] if card.last_id else []
    lines = [f"{card.id}  {card.title} ({find_host(card.url) or 'address not shown'})", f"    {' · '.join(counts)}"]
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


_MAX_ITEMS = 6
_MAX_SENTENCE = 220
_STATES = {SubscriptionState.PAUSED: "paused"}


def build_home(page: HomePage, *, prefix: str = "", withheld: str = "", only_reads: bool = False) -> Block:
    """Build Home; each part says so plainly where there is nothing.

    ``withheld`` says what somebody may not see; whoever ``only_reads`` follows nothing.
    """
    held = "" if withheld and not page.coverage.briefings else describe_coverage(page.coverage)
    about = join_facts(("China's industrial policy out of your briefings", held))
    blocks = [
        header("Gongbao"),
        context(*filter(None, (about, escape(withheld)))),
        actions(
            button("Search policies", SEARCH, style="primary"),
            open_button("Deadlines", Ask(command="policy", text="due"), 1),
            open_button("Ministries", Ask(command="ministry"), 2),
            open_button("Companies", Ask(command="company"), 3),
            open_button("Briefings", Ask(command="briefing", text="list"), 4),
        ),
        divider(),
        *_build_new(page, withheld),
        divider(),
        *_build_deadlines(page, withheld),
        *([] if only_reads and not page.watches else [divider(), *_build_watches(page, prefix, only_reads=only_reads)]),
    ]
    return {"type": "home", "blocks": blocks[:MAX_VIEW_BLOCKS]}


def _build_new(page: HomePage, withheld: str) -> list[Block]:
    if page.newest is None:
        none = "Nothing is open to you." if withheld else "No briefing is held yet. An admin ingests the first one."
        return [section(f"{bold('What is new')}\n{none}")]
    briefing = page.newest.briefing
    name = join_series(briefing.publisher, briefing.series) or briefing.name
    day = format_day(briefing.published_on) if briefing.published_on else "undated"
    rows = page.newest.rows[:_MAX_ITEMS]
    ask = Ask(command="briefing", text=briefing.id)
    title = f"{bold('What is new')}\n{escape(name)}, {day} · {plural(page.newest.total, 'item')}"
    return [
        section(title, accessory=open_button(f"All of {briefing.id}", ask, 1)),
        *(build_row(row, asked_on=page.asked_on) for row in rows),
    ]


def _build_deadlines(page: HomePage, withheld: str) -> list[Block]:
    if not page.deadlines:
        where = "what is open to you" if withheld else "what is held"
        return [section(f"{bold('Deadlines ahead')}\nNone is printed in {where}.")]
    rows = [build_row(row, asked_on=page.asked_on) for row in page.deadlines]
    left = page.deadlines_total - len(rows)
    more = [context(f"{left} more under Deadlines")] if left > 0 else []
    return [section(bold("Deadlines ahead")), *rows, *more]


def _build_watches(page: HomePage, prefix: str, *, only_reads: bool) -> list[Block]:
    follow = [] if only_reads else follow_button("Follow something…", "")
    title = bold("My watches")
    if not page.watches:
        hint = f"Press Follow under an answer, or type `/{prefix}digest subscribe` in a channel."
        return [section(f"{title}\nYou follow nothing yet. {hint}"), actions(*follow)]
    shown = page.watches[:MAX_WATCHES]
    left = len(page.watches) - len(shown)
    more = [context(f"{left} more: type `/{prefix}digest list`")] if left > 0 else []
    rows = [section(title), *(_build_watch(each, page.hidden) for each in shown), *more]
    return [*rows, actions(*follow)] if follow else rows


def _build_watch(watch: Changed, hidden: frozenset[str]) -> Block:
    rule = watch.subscription
    if rule.shown_id in hidden:
        return section(f"{bold(rule.shown_id)} posts to a private channel that you are not in, as far as Slack says")
    words = " · ".join(escape(each) for each in watch.filter_words) or "everything"
    where = "your direct messages" if rule.is_personal else f"<#{rule.channel}>"
    facts = join_facts((capitalise(describe_schedule(rule.schedule)), f"to {where}", _STATES.get(rule.state, "")))
    change = button("Change", CHANGE, rule.shown_id)
    return section(f"{bold(rule.shown_id)} {words}\n{facts}", accessory=change)
