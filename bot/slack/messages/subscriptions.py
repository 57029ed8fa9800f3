"""The answers to /digest: what a place follows, what it would get, what a change did, and where its posts are."""

from collections.abc import Sequence

from bot.digests.accounts import Account, Explained, LookBack, Status
from bot.digests.compose import Digest
from bot.digests.rules import Rule
from bot.digests.schedule import describe_schedule, to_local
from bot.digests.subscriptions import Changed
from bot.model.post import Message, Post
from bot.model.subscription import SubscriptionState, is_person
from bot.query.related import Related
from bot.slack.actions import CHANGE, RELATED, SUBSCRIBE, Ask, format_ask
from bot.slack.blocks import actions, build_message, build_rows, button, context, section
from bot.slack.messages.facts import describe_filter_words, mention, name_dated, name_item
from bot.slack.messages.forms import TICKS
from bot.slack.messages.forms import ask as ask_for
from bot.slack.messages.frame import build_line, build_notes, follow_button, is_mere_reader, type_command
from bot.slack.messages.notices import build_rule, describe_rule, describe_slots, describe_state, format_moment
from bot.slack.mrkdwn import bold, cut_lines, escape, format_period, join_facts, plural

_SHOWN_POSTS = 3
_SHOWN_ITEMS = 12
_MORE = "and {} more"


def build_subscriptions(rows: Sequence[Changed], *, channel: str, notes: Sequence[str]) -> Message:
    """Return the subscriptions of a channel and of the person who asks, each with its menu, or how to make one."""
    if not rows:
        place = "You follow" if channel.startswith("D") else "This channel follows"
        how = f"To get what is new every week: {type_command('digest subscribe data security weekly')}"
        return build_line(f"{place} nothing yet.", build_notes(notes), context("" if is_mere_reader() else how))
    own = sum(row.subscription.is_personal for row in rows)
    counts = {"in this channel": len(rows) - own, "of yours": own}
    text = ", ".join(f"{plural(count, 'subscription')} {where}" for where, count in counts.items() if count)
    return build_rows(text, head=[build_notes(notes), section(bold(text))], rows=[[build_rule(row)] for row in rows])


def build_subscribed(row: Changed, digest: Digest | None, *, rate: str = "", notes: Sequence[str] = ()) -> Message:
    """Return the answer to ``subscribe``: what the place gets from now on, or that it is there already.

    ``digest`` is what it starts with, ``rate`` how often it posts, in words.
    """
    rule, said = row.subscription, build_notes((*notes, *row.notes))
    what, when = describe_rule(rule, row.filter_words), "now" if row.changed else "already"
    gets = f"{f'You {when} get' if rule.is_personal else f'This channel {when} gets'} {what}."
    if row.changed:
        follows = "A summary follows." if digest and digest.entries else "So nothing is posted yet."
        first = f"{_count_latest(digest)}. {follows}" if digest else ""
        return build_line(f"Done. {gets} ({rule.shown_id})", context(rate, first, _say_next(row)), said)
    text = f"{gets} ({', '.join(filter(None, (rule.shown_id, describe_state(rule))))})"
    change = button("Change", CHANGE, rule.shown_id) if row.may_change else {}
    return build_message(text, [section(text, accessory=change), said])


def _count_latest(digest: Digest) -> str:
    """Return how much of the latest briefing matches, and what was left out."""
    total = len(digest.entries) + digest.total_left_out
    named = name_dated(digest.source.name, digest.source.published_on)
    verb = "matches" if len(digest.entries) == 1 else "match"
    text = f"{len(digest.entries)} of {plural(total, 'item')} of {escape(named)} {verb}"
    return f"{text}{_describe_left('; left out', digest.not_brought)}"


def _describe_left(label: str, counted: Sequence[tuple[str, int]]) -> str:
    """Return reasons with how many items each has, escaped: ``2 posted by D1, 1 other topics``; "" for none."""
    reasons = ", ".join(f"{count} {escape(reason)}" for reason, count in counted)
    return f"{label}: {reasons}" if reasons else ""


def build_changed(row: Changed, action: str) -> Message:
    """Return the answer to ``unsubscribe``, ``pause``, ``resume`` and ``change``."""
    rule, what = row.subscription, describe_rule(row.subscription, row.filter_words)
    gets = f"{'you get' if rule.is_personal else 'this channel gets'} {what}"
    texts = {
        "unsubscribe": f"{rule.shown_id} has ended: no more posts about {describe_filter_words(row.filter_words)}.",
        "pause": f"{rule.shown_id} is paused. {type_command(f'digest resume {rule.shown_id}')} starts it again.",
        "resume": f"{rule.shown_id} is on again: {gets}.",
        "change": f"Done. From now on {gets}. ({rule.shown_id})",
    }
    if not row.changed:
        stands = ", ".join(filter(None, (what, describe_state(rule))))
        return build_line(f"Nothing to change: {rule.shown_id} brings {stands}.", build_notes(row.notes))
    coming = _say_next(row) if action in {"resume", "change"} else ""
    return build_line(texts[action], context(coming), build_notes(row.notes))


def _say_next(row: Changed) -> str:
    return f"Next: {describe_slots(row.next_slots, row.subscription)}" if row.next_slots else ""


def build_offer(
    rule: Rule,
    ask: Ask,
    *,
    back: LookBack,
    latest: Digest | None,
    related: Sequence[Related],
    notes: tuple[str, ...] = (),
) -> Message:
    """Return what was understood of a subscription before it is set up: what it brings, how often, and related terms.

    ``ask`` is what Subscribe carries: the filter with its schedule. ``latest`` is what it brings of the newest.
    """
    who = "You" if is_person(rule.channel) else "This channel"
    text = f"{bold('Subscribe?')} {who} would get {describe_rule(rule, rule.words)}."
    names = [escape(name_item(entry.item.item)) for entry in back.entries]
    counted = _count_look_back(back) if names or latest is None else f"{_count_latest(latest)}."
    blocks = [section(text), context(counted, *cut_lines(names, _SHOWN_POSTS, _MORE))]
    if related:
        terms = ask_for(RELATED, "Related", TICKS, (), {each.label: each.label for each in related})
        blocks.append({**section("Follow these, too?", accessory=terms["element"]), "block_id": RELATED})
    subscribe = button("Subscribe", SUBSCRIBE, format_ask(ask), style="primary")
    return build_message(text, [*blocks, build_notes(notes), actions(subscribe, follow_button("Edit", rule.filter))])


# What a rule would bring, and what is new to somebody.


def build_preview(back: LookBack, latest: Digest | None, *, notes: Sequence[str]) -> Message:
    """Return how many posts a week a rule makes, with its items of 90 days, else of the ``latest`` briefing."""
    if latest is None and not back.entries:
        none = "No briefings are open to you." if is_mere_reader() else "No briefings yet."
        return build_line(none, build_notes(notes))
    what = f"{bold('Preview')}: {describe_filter_words(back.filter_words)}, {escape(describe_schedule(back.schedule))}"
    blocks = [build_notes(notes), section(f"{what}\n{_count_look_back(back)}")]
    entries, text = back.entries, describe_rate(back)
    if latest is not None and not back.entries:
        entries, text = latest.entries, f"{_count_latest(latest)}."
        blocks.append(section(text))
    names = [f"• {escape(name_item(entry.item.item))} · {entry.item.shown_id}" for entry in entries]
    return build_message(text or what, [*blocks, context(*cut_lines(names, _SHOWN_ITEMS, _MORE))])


def _count_look_back(back: LookBack) -> str:
    """Return how often a rule posts, and how many items of the last 90 days it would have brought."""
    zone = back.schedule.zone
    period = format_period(to_local(back.since, zone).date(), to_local(back.until, zone).date())
    left = _describe_left(" Left out", back.left_out)
    if not back.entries:
        return f"Nothing in {period}.{left}"
    rate = describe_rate(back)
    return f"{f'{rate}. ' if rate else ''}In {period}: {plural(len(back.entries), 'item')}.{left}"


def describe_rate(back: LookBack) -> str:
    """Return about how many posts a week a rule makes, or in the time looked at where that is less; "" for none."""
    if not back.posts:
        return ""
    if back.a_week < 1:
        return f"About {plural(back.posts, 'post')} in {(back.until - back.since).days} days"
    return f"About {plural(round(back.a_week), 'post')} a week"


def build_explained(found: Explained, *, left_out: bool) -> Message:
    """Return why a post brought its items, and what matched in each, or what it left out and why."""
    rule, words = found.subscription, describe_filter_words(found.filter_words)
    asks = f"{rule.shown_id} follows {words}, {escape(describe_schedule(rule.schedule))}."
    text = f"{asks} Set up by {mention(rule.created_by)}."
    if left_out:
        counted = f"Left out by {rule.shown_id} ({words}): {plural(len(found.items), 'item')}"
        text = counted if found.items else f"{rule.shown_id} left nothing out."
    rows = []
    for item, reason in found.items:
        named = ": ".join(filter(None, (name_item(item.item), reason)))
        rows.append([section(f"• {escape(named)} · {item.shown_id}")])
    return build_rows(text, head=[section(text)], rows=rows)


# Where the posts of a place are: what is next, what needs a person, and what became of each item.


def build_status(status: Status, *, notes: Sequence[str]) -> Message:
    """Return whether all is well, the newest briefing, and of each subscription its posts and items."""
    trouble = status.stopped or status.held_besides or any(map(_needs_a_person, status.accounts))
    late = any(row.is_late for row in status.accounts)
    text = "Something needs a person" if trouble else "Some posts are late" if late else "All is well"
    newest = escape(f"Newest briefing: {status.coverage.newest_name} · {status.coverage.newest_id}")
    none = f"Nothing is followed here. To begin: {type_command('digest subscribe')}"
    lines = [
        bold(text),
        f"Slack lets me post nothing: {escape(status.stopped)}." if status.stopped else "",
        newest if status.coverage.newest_id else "No briefings yet",
        none if not status.accounts and not is_mere_reader() else "",
        *(_describe_post(post, "UTC") for post in status.held_besides[:_SHOWN_POSTS]),
    ]
    head = [build_notes(notes), section("\n".join(filter(None, lines)))]
    return build_rows(text, head=head, rows=[[section(_describe_account(each))] for each in status.accounts])


def _needs_a_person(account: Account) -> bool:
    """Say whether posts are stuck, items are missing, or the rule pauses though nobody paused it."""
    rule = account.subscription
    paused = rule.state is SubscriptionState.PAUSED and rule.reason is not None
    return bool(account.stuck) or bool(account.missing) or paused


def _describe_account(account: Account) -> str:
    """Return the last post of a rule and the next, what waits, and what became of the items."""
    rule, zone = account.subscription, account.subscription.schedule.zone
    coming = describe_slots((account.next_slot,), rule) if account.next_slot else "with the next briefing"
    facts = (
        bold(rule.shown_id),
        describe_state(rule),
        f"last post {format_moment(account.last_at, zone)}" if account.last_at else "nothing posted yet",
        f"next {coming}" if rule.state is SubscriptionState.ACTIVE else "",
    )
    posts = [_describe_post(post, zone) for post in (*account.stuck, *account.waiting)]
    items = plural(account.items, "item")
    fates = ", ".join(f"{count} {escape(fate)}" for fate, count in account.fates.items())
    became = f"{items}: {fates}" if account.items else ""
    if len(account.fates) == 1:
        became = f"All {items} {escape(next(iter(account.fates)))}"
    if account.missing:
        became = bold(f"{account.missing} of {items} unaccounted for: please tell an admin")
    lines = [join_facts(facts), *cut_lines(posts, _SHOWN_POSTS, f"{_MORE} posts"), became]
    return "\n".join(filter(None, lines))


def _describe_post(post: Post, zone: str) -> str:
    why = f": {escape(post.reason)}" if post.reason else ""
    return f"• {post.slot.kind.value} of {format_moment(post.due_at, zone)} is {post.state.value}{why}"
