"""The answers to /digest: what a place follows, what a change did, and where its posts stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.digests.accounts import Account, Status
from bot.digests.compose import Digest
from bot.digests.schedule import ScheduledSlot, describe_schedule, to_local
from bot.digests.subscriptions import Changed
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.model.post import Message, Post
from bot.model.subscription import Cadence, Schedule, Subscription, SubscriptionState
from bot.slack.actions import CHANGE
from bot.slack.blocks import Block, build_rows, button, context, section
from bot.slack.messages.frame import capitalise
from bot.slack.messages.items import code, count_reasons, describe_filter_words, describe_source, mention
from bot.slack.messages.notices import build_line, build_rule_menu, describe_rule
from bot.slack.mrkdwn import bold, escape, format_day, plural

_SHOWN_POSTS = 3


def build_notes(notes: Sequence[str]) -> list[Block]:
    """Return notes as small print, nothing without any."""
    return [context(*(capitalise(escape(note)) for note in notes))] if notes else []


def build_subscriptions(
    rows: Sequence[Changed],
    *,
    channel: str = "",
    notes: tuple[str, ...] = (),
    prefix: str = "",
    only_reads: bool = False,
) -> Message:
    """Return the subscriptions of a channel and of the person who asks, each with its menu, or how to make one.

    Whoever ``only_reads`` may make none.
    """
    is_direct = channel.startswith("D")
    place = "You follow" if is_direct else "This channel follows"
    if not rows:
        example = code(f"/{prefix}digest subscribe data security weekly")
        how = [] if only_reads else [context(f"To get what is new every week: {example}")]
        return build_line(f"{place} nothing yet.", *build_notes(notes), *how)
    own = sum(row.subscription.is_personal for row in rows)
    counts = [f"{plural(own, 'subscription')} of yours" if own else ""]
    counts.insert(0, f"{plural(len(rows) - own, 'subscription')} in this channel" if len(rows) > own else "")
    text = ", ".join(filter(None, counts))
    lines = [[_build_row(row)] for row in rows]
    head = [*build_notes(notes), section(bold(text))]
    return build_rows(text, head=head, rows=lines, tail=lambda _shown: ())


def _build_row(row: Changed) -> Block:
    """Return a subscription: what it brings and when, who manages it, when it comes next; its menu for who may."""
    rule = row.subscription
    facts = [
        f"{mention(rule.owner)} manages it" if not rule.is_personal else "in your direct messages",
        f"next {describe_slots(row.next_slots[:1], rule.schedule)}" if row.next_slots else "",
        _describe_state(rule),
        rule.shown_id,
    ]
    what = capitalise(describe_rule(rule, row.filter_words, rule.schedule))
    text = f"{what}\n{' · '.join(filter(None, facts))}"
    return section(text, accessory=build_rule_menu(rule) if row.may_change else None)


def build_subscribed(row: Changed, digest: Digest | None, *, rate: str = "", notes: tuple[str, ...] = ()) -> Message:
    """Return the answer to ``subscribe``: what the place gets from now on, or that it is there already.

    ``digest`` is what it starts with, ``rate`` how often it posts, in words.
    """
    rule = row.subscription
    said = build_notes((*notes, *row.notes))
    who = "You" if rule.is_personal else "This channel"
    what = describe_rule(rule, row.filter_words, rule.schedule)
    if row.changed:
        text = f"Done. {who} now {'get' if rule.is_personal else 'gets'} {what}. ({rule.shown_id})"
        first = [_describe_first(digest)] if digest else []
        coming = [f"Next: {describe_slots(row.next_slots, rule.schedule)}"] if row.next_slots else []
        small = [*([rate] if rate else []), *first, *coming]
        return build_line(text, *([context(*small)] if small else []), *said)
    text = f"{who} already {'get' if rule.is_personal else 'gets'} {what}. ({rule.shown_id}{_state_behind(rule)})"
    if row.wanted is not None and not row.may_change:
        text += f" {mention(rule.owner)} manages it: ask them to change it."
    elif row.wanted is not None:
        text += f" Press Change to get it {escape(describe_schedule(row.wanted))} instead."
    changes = {"accessory": button("Change", CHANGE, rule.shown_id)} if row.may_change else {}
    return build_rows(text, head=[section(text, **changes), *said], rows=[], tail=lambda _shown: ())


def _describe_first(digest: Digest) -> str:
    """Return how much of the latest briefing matches and follows now, and what was left out."""
    total = len(digest.entries) + digest.total_left_out
    text = f"{len(digest.entries)} of {plural(total, 'item')} of {describe_source(digest.source)} match"
    left = f"; left out: {count_reasons(digest.not_brought)}" if digest.not_brought else ""
    return f"{text}{left}. {'A summary follows.' if digest.entries else 'So nothing is posted yet.'}"


def build_changed(row: Changed, action: str, *, prefix: str = "") -> Message:
    """Return the answer to ``unsubscribe``, ``pause``, ``resume`` and ``change``."""
    rule = row.subscription
    what = describe_rule(rule, row.filter_words, rule.schedule)
    who = "you get" if rule.is_personal else "this channel gets"
    if not row.changed:
        return build_line(
            f"Nothing to change: {rule.shown_id} brings {what}{_state_behind(rule)}.", *build_notes(row.notes)
        )
    texts = {
        "unsubscribe": f"{rule.shown_id} has ended: no more posts about {describe_filter_words(row.filter_words)}.",
        "pause": f"{rule.shown_id} is paused. {code(f'/{prefix}digest resume {rule.shown_id}')} starts it again.",
        "resume": f"{rule.shown_id} is on again: {who} {what}.",
        "change": f"Done. From now on {who} {what}. ({rule.shown_id})",
    }
    coming = _list_next(row) if action in {"resume", "change"} else []
    return build_line(texts[action], *coming, *build_notes(row.notes))


def _list_next(row: Changed) -> list[Block]:
    return [context(f"Next: {describe_slots(row.next_slots, row.subscription.schedule)}")] if row.next_slots else []


def describe_slots(slots: Sequence[ScheduledSlot], schedule: Schedule) -> str:
    """Return times in the rule's zone: ``Mon 9 Mar 2026 09:00, Mon 16 Mar 2026 09:00 (Europe/Berlin)``."""
    return f"{', '.join(_format_moment(slot.at, schedule.zone) for slot in slots)} ({escape(schedule.zone)})"


def _format_moment(moment: dt.datetime, zone: str) -> str:
    local = to_local(moment, zone)
    return f"{local:%a} {format_day(local.date())} {local:%H:%M}"


def _describe_state(rule: Subscription) -> str:
    """Return that a subscription is paused or has ended, and why; "" while it is active."""
    if rule.state is SubscriptionState.PAUSED:
        return f"paused ({escape(rule.reason)})" if rule.reason else "paused"
    return "ended" if rule.state is SubscriptionState.CANCELLED else ""


def _state_behind(rule: Subscription) -> str:
    state = _describe_state(rule)
    return f", {state}" if state else ""


# Where the posts of a place stand: what is next, what needs a person, and what became of each item.


def build_status(status: Status, *, notes: tuple[str, ...] = (), prefix: str = "", only_reads: bool = False) -> Message:
    """Return whether all is well, the newest briefing, and of each subscription its posts and items.

    Whoever ``only_reads`` may make no subscription.
    """
    trouble = status.stopped or status.held_besides or any(map(_needs_a_person, status.accounts))
    late = any(row.late for row in status.accounts)
    text = "Something needs a person" if trouble else "Some posts are late" if late else "All is well"
    stopped = f"Slack lets me post nothing: {escape(status.stopped)}." if status.stopped else ""
    newest = escape(f"Newest briefing: {status.coverage.newest_name} · {status.coverage.newest_id}")
    facts = [bold(text), stopped, newest if status.coverage.newest_id else "No briefings yet"]
    rows = [[section(_describe_account(account))] for account in status.accounts]
    if not rows and not only_reads:
        rows = [[section(f"Nothing is followed here. To begin: {code(f'/{prefix}digest subscribe')}")]]
    held = [_describe_post(post, "UTC") for post in status.held_besides[:_SHOWN_POSTS]]
    rows += [[section("\n".join([bold("Posts of ended subscriptions"), *held]))]] if held else []
    answers = [_describe_answer(*each) for each in status.answers.items()]
    rows += [[section("\n".join([bold("Deadlines"), *answers]))]] if answers else []
    head = [*build_notes(notes), section("\n".join(filter(None, facts)))]
    return build_rows(text, head=head, rows=rows, tail=lambda _shown: ())


def _needs_a_person(account: Account) -> bool:
    """Say whether posts are stuck, items are missing, or the rule pauses though nobody paused it."""
    rule = account.subscription
    paused = rule.state is SubscriptionState.PAUSED and rule.reason is not None
    return bool(account.stuck) or not account.adds_up or paused


def _describe_account(account: Account) -> str:
    rule = account.subscription
    zone = rule.schedule.zone
    facts = [bold(rule.shown_id), _describe_state(rule)]
    facts.append(f"last post {_format_moment(account.last_at, zone)}" if account.last_at else "nothing posted yet")
    if rule.state is SubscriptionState.ACTIVE and rule.cadence is Cadence.IMMEDIATE:
        facts.append("next with the next briefing")
    elif rule.state is SubscriptionState.ACTIVE and account.next_slot:
        facts.append(f"next {describe_slots((account.next_slot,), rule.schedule)}")
    posts = [*account.stuck, *account.waiting]
    lines = [_describe_post(post, zone) for post in posts[:_SHOWN_POSTS]]
    lines += [f"and {plural(len(posts) - _SHOWN_POSTS, 'more post')}"] if len(posts) > _SHOWN_POSTS else []
    return "\n".join(
        [" · ".join(filter(None, facts)), *lines, _describe_items(account.items, account.fates, account.missing)]
    )


def _describe_items(items: int, fates: Mapping[str, int], missing: int) -> str:
    """Return what became of the items: ``All 20 items posted``, ``29 items: 24 filtered, 5 posted``."""
    if missing:
        return bold(f"{missing} of {plural(items, 'item')} unaccounted for: please tell an admin")
    if len(fates) == 1:
        return f"All {plural(items, 'item')} {escape(next(iter(fates)))}"
    return (
        f"{plural(items, 'item')}: {', '.join(f'{count} {escape(fate)}' for fate, count in fates.items())}"
        if items
        else ""
    )


def _describe_post(post: Post, zone: str) -> str:
    why = f": {escape(post.reason)}" if post.reason else ""
    return f"• {post.slot.kind.value} of {_format_moment(post.due_at, zone)} is {post.state.value}{why}"


def _describe_answer(key: DeadlineKey, answer: DeadlineAnswer) -> str:
    said = "handles it" if answer.kind is AnswerKind.TAKEN else "says it isn't for you here"
    return f"• {escape(key.subject)}, {format_day(key.on)}: {mention(answer.by)} {said}"
