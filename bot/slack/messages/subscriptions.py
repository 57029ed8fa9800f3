"""What is said of subscriptions: the line a channel gets about each change, the list, and the answers to changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.digests.accounts import Account, Status
from bot.digests.compose import Digest
from bot.digests.schedule import ScheduledSlot, describe_schedule, format_change, to_local
from bot.digests.subscriptions import Changed
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.model.post import UNTIL_RELEASED, Message, Post, PostKind
from bot.model.subscription import Cadence, Schedule, Subscription, SubscriptionState, SubscriptionVerb, is_person
from bot.names.records import NamedList
from bot.slack.actions import CHANGE, END, PAUSE, RESUME
from bot.slack.blocks import Block, actions, build_message, build_rows, button, context, pack_lines, section
from bot.slack.messages.digest_lines import code, say_counts, say_dated, say_words
from bot.slack.messages.frame import capitalise
from bot.slack.messages.held import mention
from bot.slack.mrkdwn import bold, escape, format_day, plural

_DONE = {
    SubscriptionVerb.PAUSE: "paused",
    SubscriptionVerb.RESUME: "resumed",
    SubscriptionVerb.CANCEL: "ended",
}
_AGAIN = "What a channel of yours gets in a digest comes there again on its day."
"""What a person is told who wants everything at once: no digest is waited for."""


def build_notice(subscription: Subscription, filter_words: tuple[str, ...], *, prefix: str = "") -> Message:
    """Return the line that a channel or person gets about a new subscription."""
    rule = subscription.shown_id
    place = "you get" if subscription.is_personal else "this channel gets"
    if subscription.cadence is Cadence.IMMEDIATE:
        when = "when a new briefing is read"
        quiet = describe_schedule(subscription.schedule).removeprefix("immediate")
        how = f"{when}, {place} a summary of what is new: {say_words(filter_words)}{escape(quiet)}."
    else:
        said = escape(describe_schedule(subscription.schedule))
        what = "what is ahead" if subscription.lists_deadlines else "what is new"
        how = f"{said}, {place} {what}: {say_words(filter_words)}."
    who = "You" if subscription.is_personal else _person(subscription.created_by)
    has = "you have" if subscription.is_personal else "this channel has"
    text = (
        f"{who} set up {rule}: {how} It starts with what matches in the latest briefing and {has} not had, if anything."
    )
    text += _say_again(subscription, subscription.schedule)
    commands = f"{_command(prefix, f'pause {rule}')} or {_command(prefix, f'unsubscribe {rule}')}"
    stop = f"Who set it up, or an admin of Gongbao, stops it with {commands}."
    stop = f"{commands} stops it." if subscription.is_personal else stop
    return build_message(text, [section(text), context(stop)])


def build_rule_change(
    subscription: Subscription, filter_words: tuple[str, ...], schedule: Schedule, *, by: str
) -> Message:
    """Return the line about the new form of a subscription."""
    who = "You" if subscription.is_personal else _person(by)
    rule = subscription.shown_id
    text = f"{who} changed {rule}: from now on {say_words(filter_words)}, {escape(describe_schedule(schedule))}."
    text += _say_again(subscription, schedule)
    return build_message(text, [section(text)])


def build_state_change(subscription: Subscription, verb: SubscriptionVerb, *, by: str, prefix: str = "") -> Message:
    """Return the line that says that a subscription was paused, goes on, or has ended."""
    who = "You" if subscription.is_personal else _person(by)
    rule = subscription.shown_id
    text = f"{who} {_DONE.get(verb, verb.value)} {rule}."
    if verb is SubscriptionVerb.PAUSE:
        text += f" {_command(prefix, f'resume {rule}')} lets it go on."
    return build_message(text, [section(text)])


def build_ended(ids: Sequence[str]) -> Message:
    """Build what a guest is told of their own subscriptions, which have ended."""
    text = (
        f"{', '.join(ids)} {'has' if len(ids) == 1 else 'have'} ended: only members of this workspace get summaries and"
        " reminders in private, and you are no member any more."
    )
    return build_message(text, [section(text)])


def build_left(rules: Sequence[Subscription], *, gone: str, is_guest: bool, prefix: str = "") -> Message:
    """Build what admins are told of subscriptions that nobody looks after, and how one of them takes each over."""
    how = "is no member of this workspace any more" if is_guest else "has left"
    held = [f"• {rule.shown_id} in {mention(rule.channel)}" for rule in rules]
    opening = f"{_person(gone)} {how}. What they set up in channels goes on, and nobody looks after it:"
    closing = (
        f"Whoever changes one in its channel takes it over: {_command(prefix, 'list')} and *Change*, or"
        f" {_command(prefix, f'change {rules[0].shown_id} …')}."
    )
    texts = pack_lines([opening, *held, closing])
    return build_message(f"{opening} {', '.join(rule.shown_id for rule in rules)}", [section(text) for text in texts])


def build_list_change(held: NamedList, words: tuple[str, ...], *, rules: tuple[str, ...], by: str) -> Message:
    """Return the line that says what a named list holds from now on, and which rules of the place follow it."""
    who = "You" if is_person(held.owner) else _person(by)
    follow = f"{', '.join(rules)} {'follows' if len(rules) == 1 else 'follow'}"
    text = f"{who} changed the list “{escape(held.name)}”, which {follow}: from now on any of {say_words(words)}."
    return build_message(text, [section(text)])


def build_subscriptions(
    rows: Sequence[Changed],
    *,
    channel: str = "",
    notes: tuple[str, ...] = (),
    prefix: str = "",
    only_reads: bool = False,
) -> Message:
    """Return the subscriptions of a channel and of the person who asks, with their buttons, or how to make one.

    Whoever ``only_reads`` may make none.
    """
    said = build_notes(notes)
    here = [row for row in rows if not row.subscription.is_personal]
    own = [row for row in rows if row.subscription.is_personal]
    is_direct = channel.startswith("D")
    if not rows:
        text = "You follow nothing yet." if is_direct else "This channel follows nothing yet."
        example = _command(prefix, "subscribe topic:data_security weekly at 09:00")
        how = [] if only_reads else [context(f"{example} posts here what is new, in one digest.")]
        return build_message(text, [*said, section(text), *how])
    counted = [f"This channel has {plural(len(here), 'subscription')}"] if not is_direct else []
    counted += [
        f"you have {len(own)} in direct messages" if counted else f"You have {plural(len(own), 'subscription')}"
    ]
    text = " · ".join(counted if own or is_direct else counted[:1])
    groups = [[section(build_line(row)), *_row_buttons(row)] for row in (*here, *own)]
    hints = [f"{_command(prefix, f'preview {rows[0].subscription.shown_id}')} shows what it would have brought."]
    if not all(row.may_change for row in rows):
        hints.append("What somebody else set up is changed, paused and ended by them or an admin of Gongbao.")
    return build_rows(text, head=[*said, section(bold(text))], rows=groups, tail=lambda _shown: [context(*hints)])


def build_subscribed(row: Changed, digest: Digest | None, *, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Return the answer to ``subscribe``: what was set up and when it comes, or that it is there already."""
    subscription = row.subscription
    rule = subscription.shown_id
    said_notes = build_notes((*notes, *row.notes))
    who = "You follow" if subscription.is_personal else "This channel follows"
    if not row.changed:
        schedule = escape(describe_schedule(subscription.schedule))
        text = f"{who} {say_words(row.filter_words)} already: {rule}, {schedule}{_state_words(subscription)}."
        if row.wanted is not None:
            change = f"change {rule} {format_change(subscription.schedule, row.wanted)}"
            do = f"press Change or write {_command(prefix, change)}"
            if not row.may_change:
                do = f"ask {_person(subscription.owner)}, who looks after it, or an admin of Gongbao"
            text += (
                f" A second rule would bring nothing more. To have it {escape(describe_schedule(row.wanted))} instead,"
                f" {do}."
            )
        return build_message(text, [*said_notes, section(text), *_row_buttons(row)])
    schedule = escape(describe_schedule(subscription.schedule))
    text = f"Done. {who} {say_words(row.filter_words)} from now on, {schedule}. ({rule})"
    text += _say_again(subscription, subscription.schedule)
    blocks = [*said_notes, section(text)]
    if row.next_slots:
        blocks.append(context(f"Next: {describe_slots(row.next_slots, subscription.schedule)}"))
    if digest is not None:
        blocks.append(context(f"{_say_first(digest)} {_command(prefix, f'preview {rule}')} shows the last 90 days."))
    return build_message(text, blocks)


def _say_first(digest: Digest) -> str:
    """Say what of the latest briefing matches, what of that is left out and why, and whether a summary follows."""
    left = digest.not_brought
    matching = len(digest.entries) + sum(count for _, count in left)
    total = len(digest.entries) + digest.total_left_out
    name = f"{escape(digest.source.name)}{say_dated(digest.source.published_on)}"
    found = f"Latest briefing: {name}. {matching} of {plural(total, 'item')} match"
    found += f"; left out: {say_counts(left)}." if left else "."
    if not digest.entries:
        return f"{found} So no summary of it is posted."
    return f"{found} A summary of {'the rest' if left else 'it'} follows."


def build_changed(row: Changed, action: str, *, prefix: str = "") -> Message:
    """Return the answer to ``unsubscribe``, ``pause``, ``resume`` and ``change``."""
    subscription = row.subscription
    rule = subscription.shown_id
    done = {"unsubscribe": "has ended", "pause": "is paused", "resume": "goes on", "change": "is changed"}[action]
    if not row.changed:
        text = f"Nothing to do: {rule} ({say_words(row.filter_words)}){_state_words(subscription)}."
    elif action == "change":
        text = f"{rule} {done}: {say_words(row.filter_words)}, {escape(describe_schedule(subscription.schedule))}."
    else:
        text = f"{rule} {done}: {say_words(row.filter_words)}."
    blocks = [*build_notes(row.notes), section(text)]
    if row.next_slots and action in {"resume", "change"}:
        blocks.append(context(f"Next: {describe_slots(row.next_slots, subscription.schedule)}"))
    hint = {"pause": f"resume {rule}", "resume": f"pause {rule}"}.get(action)
    return build_message(text, [*blocks, *([context(_command(prefix, hint))] if hint else [])])


def _say_again(subscription: Subscription, schedule: Schedule) -> str:
    """Say to a person who gets at once what a channel of theirs may bring in a digest later that it does; else ""."""
    return f" {_AGAIN}" if subscription.is_personal and schedule.cadence is Cadence.IMMEDIATE else ""


def build_line(row: Changed) -> str:
    """Return the line of a subscription in a list."""
    subscription = row.subscription
    facts = [
        bold(subscription.shown_id),
        say_words(row.filter_words),
        f"{escape(describe_schedule(subscription.schedule))}{_state_words(subscription)}",
        f"since {format_day(subscription.created_at.date())} by {_say_people(subscription)}",
    ]
    if row.next_slots and subscription.state is SubscriptionState.ACTIVE:
        facts.append(f"next {describe_slots(row.next_slots[:1], subscription.schedule)}")
    return " · ".join(facts)


def build_notes(notes: Sequence[str]) -> list[Block]:
    """Return notes as small print, nothing without any."""
    return [context(*(capitalise(escape(note)) for note in notes))] if notes else []


def describe_slots(slots: Sequence[ScheduledSlot], schedule: Schedule) -> str:
    """Return times in the rule's zone: ``Mon 9 Mar 09:00, Mon 16 Mar 09:00 (Europe/Berlin)``."""
    times = ", ".join(format_moment(slot.at, schedule.zone) for slot in slots)
    return f"{times} ({escape(schedule.zone)})"


def format_moment(moment: dt.datetime, zone: str) -> str:
    """Return a moment as local time: ``Mon 9 Mar 2026 09:00``."""
    local = to_local(moment, zone)
    return f"{local:%a} {format_day(local.date())} {local:%H:%M}"


def _row_buttons(row: Changed) -> list[Block]:
    """Return the buttons that change a subscription, none for who may not."""
    if not row.may_change:
        return []
    rule = row.subscription.shown_id
    paused = row.subscription.state is SubscriptionState.PAUSED
    turn = button("Resume", RESUME, rule) if paused else button("Pause", PAUSE, rule)
    return [actions(button("Change", CHANGE, rule), turn, button("End", END, rule))]


def _state_words(subscription: Subscription) -> str:
    if subscription.state is SubscriptionState.PAUSED:
        return f", paused ({escape(subscription.reason)})" if subscription.reason else ", paused"
    return ", active"


def _say_people(subscription: Subscription) -> str:
    """Name who set it up, and who looks after it where that is another by now."""
    made_by = _person(subscription.created_by)
    if subscription.owner == subscription.created_by:
        return made_by
    return f"{made_by}, looked after by {_person(subscription.owner)}"


def _person(user: str) -> str:
    return f"<@{escape(user)}>" if is_person(user) else f"<#{escape(user)}>"


def _command(prefix: str, text: str) -> str:
    return code(f"/{prefix}digest {text}")


# Where the posts of a channel stand: what is next, what waits, what needs a person, and the ledger's sums.

_SHOWN_POSTS = 3
_SKIPPED = "skipped"
"""What the ledger says of items that never came, since their summary would have been too late."""
_STATES = {
    SubscriptionState.ACTIVE: "active",
    SubscriptionState.PAUSED: "paused",
}


def build_status(status: Status, *, notes: tuple[str, ...] = (), prefix: str = "", only_reads: bool = False) -> Message:
    """Return the state of sending, of the corpus, and of each subscription, each with the sums of its ledger.

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
    if status.coverage.newest_id is None:
        return "No briefing is open to you." if only_reads else "No briefing is held yet."
    return f"Newest briefing: {escape(status.coverage.newest_name or '')} ({escape(status.coverage.newest_id)})."


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
