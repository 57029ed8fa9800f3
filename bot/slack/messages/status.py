"""Where the posts of a channel stand: what is next, what waits, what needs a person, and the ledger's sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.post import PostKind
from bot.domain.posts.posting import UNTIL_RELEASED
from bot.domain.posts.schedule import Cadence
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.records.deadlines import AnswerKind
from bot.slack.blocks import Block, build_rows, context, section
from bot.slack.messages.digest_lines import code
from bot.slack.messages.held import mention
from bot.slack.messages.subscriptions import build_notes, describe_slots, format_moment
from bot.slack.mrkdwn import bold, escape, format_day, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.posts.post import Message, Post
    from bot.domain.records.deadlines import DeadlineAnswer, DeadlineKey
    from bot.services.posting.accounts import Account, Status

_SHOWN_POSTS = 3
_SKIPPED = "skipped"
"""What the ledger says of items that never came, since their summary would have been too late."""
_STATES = {
    SubscriptionState.PENDING_NOTICE: "waits for its notice to land",
    SubscriptionState.ACTIVE: "active",
    SubscriptionState.PAUSED: "paused",
}


def build_status(status: Status, *, notes: tuple[str, ...] = (), prefix: str = "", only_reads: bool = False) -> Message:
    """Give the state of sending, of the corpus, and of each subscription, each with the sums of its ledger.

    Whoever ``only_reads`` sees what is open alone, and may make no subscription.
    """
    trouble = bool(status.stopped or status.held_besides) or any(_needs_a_person(row) for row in status.accounts)
    late = any(row.late for row in status.accounts)
    well = "All is well now" if any(_SKIPPED in row.fates for row in status.accounts) else "All is well"
    text = "Something needs a person" if trouble else "Something is late" if late else well
    sending = "Posting works." if not status.stopped else f"Nothing is posted: Slack said {escape(status.stopped)}."
    head: list[Block] = [
        *build_notes(notes),
        section(f"{bold(text)} · {sending}\n{_describe_held(status, only_reads=only_reads)}"),
    ]
    rows = [_build_row(account, prefix) for account in status.accounts]
    if not rows:
        begins = "" if only_reads else f" {code(f'/{prefix}digest subscribe')} begins."
        rows = [[section(f"Nothing is followed here.{begins}")]]
    further = [*_describe_held_besides(status.held_besides), *_describe_answers(status.answers)]
    return build_rows(text, head=head, rows=[*rows, *further], tail=lambda _shown: ())


def _needs_a_person(account: Account) -> bool:
    """Say whether posts are stuck, the sums are wrong, or the rule pauses though nobody paused it."""
    rule = account.subscription
    paused = rule.state is SubscriptionState.PAUSED and rule.reason is not None
    return bool(account.stuck) or not account.adds_up or paused


def _describe_held(status: Status, *, only_reads: bool) -> str:
    if status.held.newest_id is None:
        return "No briefing is open to you." if only_reads else "No briefing is held yet."
    return f"Newest briefing: {escape(status.held.newest_name or '')} ({escape(status.held.newest_id)})."


def _build_row(account: Account, prefix: str) -> list[Block]:
    rule = account.subscription
    reason = f" ({escape(rule.reason)})" if rule.reason else ""
    facts = [f"{bold(rule.shown_id)} {_STATES[rule.state]}{reason}"]
    zone = rule.schedule.zone
    facts.append(f"last {format_moment(account.last_at, zone)}" if account.last_at else "nothing posted yet")
    if rule.state is SubscriptionState.ACTIVE:
        at_once = "with the next briefing"
        slots = (account.next_slot,) if account.next_slot else ()
        facts.append(f"next {at_once if rule.cadence is Cadence.IMMEDIATE else describe_slots(slots, rule.schedule)}")
    lines = [" · ".join(facts)]
    lines += [_describe_post(post, zone) for post in account.stuck[:_SHOWN_POSTS]]
    lines += [_describe_post(post, zone) for post in account.waiting[:_SHOWN_POSTS]]
    left = len(account.stuck[_SHOWN_POSTS:]) + len(account.waiting[_SHOWN_POSTS:])
    lines += [f"and {plural(left, 'more post')}"] if left else []
    return [section("\n".join(lines)), context(_describe_sums(account, prefix))]


def _describe_held_besides(posts: tuple[Post, ...]) -> list[list[Block]]:
    lines = [f"{_describe_post(post, 'UTC')} ({escape(post.slot.source)})" for post in posts[:_SHOWN_POSTS]]
    lines += [f"and {plural(len(posts) - _SHOWN_POSTS, 'more post')}"] if len(posts) > _SHOWN_POSTS else []
    return [[section("\n".join([bold("Held, of what has ended"), *lines]))]] if lines else []


def _describe_post(post: Post, zone: str) -> str:
    on_hold = post.due_at >= UNTIL_RELEASED
    due = "on hold by an admin" if on_hold else f"due {format_moment(post.due_at, zone)}"
    why = f": {escape(post.reason)}" if post.reason else ""
    slot = post.slot.slot.split()[0] if post.slot.kind is PostKind.NOTICE else post.slot.slot
    part = f" part {post.part + 1}" if post.part else ""
    return f"• {post.slot.kind.value} {escape(slot)}{part}, {post.state.value}, {due}{why}"


def _describe_sums(account: Account, prefix: str) -> str:
    if not account.items:
        return "Ledger: no briefing has come in for it yet."
    counted = " + ".join(_count(count, fate) for fate, count in account.fates.items())
    said = f"Ledger: {plural(account.items, 'item')} = {counted}"
    if account.adds_up:
        return f"{said}, none missing"
    ask = code(f"/{prefix}digest status")
    return f"{said}; {bold(f'{account.missing} missing')}: tell an admin, {ask} should never show this"


def _count(count: int, fate: str) -> str:
    return f"{count} {escape(fate)}{' (too late, never posted)' if fate == _SKIPPED else ''}"


def _describe_answers(answers: Mapping[DeadlineKey, DeadlineAnswer]) -> list[list[Block]]:
    lines = [
        f"• {escape(key.subject)}, {format_day(key.on)}: "
        + ("taken on by" if answer.kind is AnswerKind.TAKEN else "not for us, said")
        + f" {mention(answer.by)}"
        for key, answer in answers.items()
    ]
    return [[section("\n".join([bold("Deadlines answered"), *lines]))]] if lines else []
