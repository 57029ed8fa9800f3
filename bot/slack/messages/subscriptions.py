"""Subscriptions before people: the answers to /digest, and the notices of what becomes of them and their posts."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.digests.accounts import Explained, LookBack, Status
from bot.digests.outcomes import CHANNEL_SCOPE_MISSING
from bot.digests.rules import Rule
from bot.digests.schedule import describe_schedule, to_local
from bot.digests.subscriptions import Changed
from bot.model.post import Message, Post, Slot
from bot.model.subscription import Cadence, Subscription, SubscriptionState, is_person
from bot.query.related import Related
from bot.slack import actions as act
from bot.slack.blocks import Block, actions, build_message, button, context, menu, pack_lines, section
from bot.slack.messages.digest import build_corrected, build_correction, build_digest, build_reminder
from bot.slack.messages.facts import describe_filter_words, name_dated, name_item
from bot.slack.messages.forms import TICKS, ask
from bot.slack.messages.frame import build_line, build_notes, follow_button, is_mere_reader, type_command
from bot.slack.mrkdwn import bold, escape, mention
from bot.slack.wording import capitalise, cut_lines, format_moment, format_period, join_facts, plural

_SHOWN_POSTS = 3
_SHOWN_ITEMS = 12
_MOST_LISTED = 20
_MOST_TAKEN = 3
_MORE = "and {} more"
_ALLOW = "Slack's settings of the channel or workspace keep me out: let me post there"
_PERSON = "Slack delivers none of my messages to this person"
_OUT = ("not_in_channel", "channel_not_found", "channel_maybe_shared", "the bot was taken out of the channel")
_MENDS = {
    **dict.fromkeys(_OUT, "Invite me there"),
    **dict.fromkeys(("is_archived", "the channel was archived"), "Unarchive the channel and invite me there"),
    CHANNEL_SCOPE_MISSING: "An admin of the workspace must add the scopes channels:read and groups:read to the app",
    "the channel was deleted": "",
    "channel_shared_with_others": "The channel is shared: an admin can allow it with gongbao admin allow-channel",
    "messages_tab_disabled": "An admin of the workspace must turn on the Messages tab of the app",
}
"""What may help against a reason; "" where nothing does."""

# A subscription in words and as a row.


def _describe_rule(rule: Rule | Subscription, words: Sequence[str], adverb: str | None = None) -> str:
    """Return what a rule brings and when, escaped: ``a summary of every new briefing``.

    With an adverb it says who gets it: ``this channel now gets a summary ...``, ``you would get a summary ...``.
    """
    when = describe_schedule(rule.schedule)
    if rule.schedule.cadence is Cadence.IMMEDIATE:
        when = when.removeprefix("immediate").removeprefix(", ")
    what = f"a summary of what's new: {describe_filter_words(words)}" if words else "a summary of every new briefing"
    said, who = join_facts((what, escape(when))), "you" if is_person(rule.channel) else "this channel"
    gets = "get" if adverb == "would" or who == "you" else "gets"
    return said if adverb is None else " ".join(filter(None, (who, adverb, gets, said)))


def _build_rule_menu(rule: Subscription) -> Block:
    is_paused = rule.state is SubscriptionState.PAUSED
    turn = ("Resume", act.RESUME) if is_paused else ("Pause", act.PAUSE)
    choices = (("Change", act.CHANGE), turn, ("Unsubscribe", act.END))
    return menu(*(button(label, action, rule.shown_id) for label, action in choices))


def build_rule(row: Changed, *, at_home: bool = False) -> Block:
    """Return a subscription: what it brings and when, where ``at_home``, else who manages it and when it comes next."""
    rule = row.subscription
    place = f"in {mention(rule.channel)}" if at_home else f"{mention(rule.owner)} manages it"
    facts = (
        "in your direct messages" if is_person(rule.channel) else place,
        "" if at_home else _say_next(row, 1),
        _describe_state(rule),
        rule.shown_id,
    )
    text = f"{capitalise(_describe_rule(rule, row.filter_words))}\n{join_facts(facts)}"
    return section(text, accessory=_build_rule_menu(rule) if row.may_change else {})


def _say_next(row: Changed, most: int | None = None) -> str:
    """Return its next times in its zone: ``next Mon 9 Mar 2026 09:00, Mon 16 Mar 2026 09:00 (Europe/Berlin)``."""
    zone = row.subscription.schedule.zone
    times = ", ".join(format_moment(slot.at, zone) for slot in row.next_slots[:most])
    return f"next {times} ({escape(zone)})" if times else ""


def _describe_state(rule: Subscription) -> str:
    """Return that a subscription is paused or has ended, and why; "" while it is active."""
    if rule.state is SubscriptionState.PAUSED:
        return f"paused ({escape(rule.reason)})" if rule.reason else "paused"
    return "ended" if rule.state is SubscriptionState.CANCELLED else ""


# The answers to /digest: what a place follows, what it would get, what a change did, and whether all is well.


def build_subscriptions(rows: Sequence[Changed], *, channel: str) -> Message:
    """Return the subscriptions of a channel and of the person who asks, each with its menu, or how to make one."""
    if not rows:
        place = "You follow" if channel.startswith("D") else "This channel follows"
        how = f"To get what is new every week: {type_command('digest subscribe data security weekly')}"
        return build_line(f"{place} nothing yet.", context("" if is_mere_reader() else how))
    text = plural(len(rows), "subscription")
    return build_message(text, [section(bold(text))], rows=[[build_rule(row)] for row in rows])


def build_changed(row: Changed, action: str, *, notes: Sequence[str] = ()) -> Message:
    """Return the answer to what was done to a subscription, or what is there already where nothing changed."""
    rule, words, shown_id, change = row.subscription, row.filter_words, row.subscription.shown_id, {}
    texts = {
        "subscribe": f"Done. {capitalise(_describe_rule(rule, words, 'now'))}. ({shown_id})",
        "unsubscribe": f"{shown_id} has ended: no more posts about {describe_filter_words(words)}.",
        "pause": f"{shown_id} is paused. {type_command(f'digest resume {shown_id}')} starts it again.",
        "resume": f"{shown_id} is on again: {_describe_rule(rule, words, '')}.",
        "change": f"Done. From now on {_describe_rule(rule, words, '')}. ({shown_id})",
    }
    text = texts[action]
    if not row.changed:
        known = ", ".join(filter(None, (shown_id, _describe_state(rule))))
        text = f"{capitalise(_describe_rule(rule, words, 'already'))}. ({known})"
        change = button("Change", act.CHANGE, shown_id) if row.may_change else {}
    coming = capitalise(_say_next(row)) if rule.state is SubscriptionState.ACTIVE else ""
    return build_message(text, [section(text, accessory=change), context(coming), build_notes((*notes, *row.notes))])


def build_preview(
    rule: Rule | Subscription,
    back: LookBack,
    *,
    offer: act.Ask | None = None,
    related: Sequence[Related] = (),
    notes: Sequence[str] = (),
) -> Message:
    """Return what a rule would bring, how often, and its items of 90 days, else of the latest briefing.

    An ``offer`` is what Subscribe carries to set it up: the filter with its schedule. Terms that are ``related`` can be
    ticked beside it.
    """
    zone, entries, latest, buttons = back.schedule.zone, back.entries, back.latest, {}
    gets = capitalise(_describe_rule(rule, back.filter_words, "would"))
    text = f"{bold('Subscribe?' if offer else 'Preview:')} {gets}."
    period = format_period(*(to_local(at, zone).date() for at in (back.since, back.until)))
    counted = f"In {period}: {plural(len(entries), 'item')}." if entries else f"Nothing in {period}."
    counted += f" Left out: {_count(back.left_out)}" if back.left_out else ""
    if latest is not None and not entries:
        entries, total = latest.entries, plural(len(latest.entries) + latest.total_left_out, "item")
        named = escape(name_dated(latest.source.name, latest.source.published_on))
        counted = f"{len(entries)} of {total} of {named} {'matches' if len(entries) == 1 else 'match'}"
        counted += f"; left out: {_count(latest.not_brought)}." if latest.not_brought else "."
    rate = f"About {plural(round(back.a_week), 'post')} a week. "
    if back.a_week < 1:
        rate = f"About {plural(back.posts, 'post')} in {(back.until - back.since).days} days. " if back.posts else ""
    names = [f"• {escape(name_item(entry.item.item))} · {entry.item.shown_id}" for entry in entries]
    shown = context(f"{rate}{counted}", *cut_lines(names, _SHOWN_POSTS if offer else _SHOWN_ITEMS, _MORE))
    terms = ask(act.RELATED, "Related", TICKS, (), {each.label: each.label for each in related})["element"]
    beside = {**section("Follow these, too?", accessory=terms), "block_id": act.RELATED} if related else {}
    if offer:
        subscribe = button("Subscribe", act.SUBSCRIBE, act.format_ask(offer), style="primary")
        buttons = actions(subscribe, follow_button("Edit", rule.filter))
    return build_message(text, [section(text), shown, beside, build_notes(notes), buttons])


def _count(counted: Iterable[tuple[str, int]]) -> str:
    """Return what is counted by reason, escaped: ``2 posted by D1, 1 other topics``."""
    return ", ".join(f"{count} {escape(reason)}" for reason, count in counted)


def build_explained(found: Explained, *, left_out: bool) -> Message:
    """Return why a post brought its items, and what matched in each, or what it left out and why."""
    rule, words = found.subscription, describe_filter_words(found.filter_words)
    asks = f"{rule.shown_id} follows {words}, {escape(describe_schedule(rule.schedule))}."
    text = f"{asks} Set up by {mention(rule.created_by)}."
    if left_out:
        text = f"Left out by {rule.shown_id} ({words}): {plural(len(found.items), 'item')}"
    named = ((": ".join(filter(None, (name_item(item.item), why))), item.shown_id) for item, why in found.items)
    rows = [[section(f"• {escape(name)} · {shown_id}")] for name, shown_id in named]
    return build_message(text, [section(text)], rows=rows)


def build_status(status: Status) -> Message:
    """Return whether all is well, the newest briefing, and of each subscription its posts and items."""
    is_stuck, rows = bool(status.stopped or status.held_besides), list[list[Block]]()
    for account in status.accounts:
        rule, zone, items = account.subscription, account.subscription.schedule.zone, plural(account.items, "item")
        is_paused = rule.state is SubscriptionState.PAUSED and bool(rule.reason)
        is_stuck = is_stuck or bool(account.stuck or account.missing) or is_paused
        coming = f"next {format_moment(account.next_slot.at, zone)}" if account.next_slot else "next with a briefing"
        last = f"last post {format_moment(account.last_at, zone)}" if account.last_at else "nothing posted yet"
        posts = [_describe_post(post, zone) for post in (*account.stuck, *account.waiting)]
        became = f"{items}: {_count(account.fates.items())}" if account.fates else ""
        if len(account.fates) == 1:
            became = f"All {items} {escape(next(iter(account.fates)))}"
        if account.missing:
            became = bold(f"{account.missing} of {items} unaccounted for: please tell an admin")
        facts = join_facts((bold(rule.shown_id), last, _describe_state(rule) or f"{coming} ({escape(zone)})"))
        lines = [facts, *cut_lines(posts, _SHOWN_POSTS, f"{_MORE} posts"), became]
        rows.append([section("\n".join(filter(None, lines)))])
    is_late = any(account.is_late for account in status.accounts)
    text = "Something needs a person" if is_stuck else "Some posts are late" if is_late else "All is well"
    newest = escape(f"Newest briefing: {status.coverage.newest_name} · {status.coverage.newest_id}")
    lines = [
        bold(text),
        f"Slack lets me post nothing: {escape(status.stopped)}." if status.stopped else "",
        newest if status.coverage.newest_id else "No briefings yet",
        "" if status.accounts else f"Nothing is followed here. To begin: {type_command('digest subscribe')}",
        *(_describe_post(post, "UTC") for post in status.held_besides[:_SHOWN_POSTS]),
    ]
    return build_message(text, [section("\n".join(filter(None, lines)))], rows=rows)


def _describe_post(post: Post, zone: str) -> str:
    why = f": {escape(post.reason)}" if post.reason else ""
    return f"• {post.slot.kind.value} of {format_moment(post.due_at, zone)} is {post.state.value}{why}"


# The notices: what becomes of a subscription, of a post, or of a channel.


class DigestRenderer:
    """Renders unprompted posts for Slack; ``prefix`` comes before each command's name."""

    render_digest = staticmethod(build_digest)
    render_reminder = staticmethod(build_reminder)
    render_correction = staticmethod(build_correction)
    render_corrected = staticmethod(build_corrected)

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix

    def _command(self, text: str) -> str:
        return type_command(f"digest {text}", self._prefix)

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a post says after its briefing was taken back."""
        return build_line(
            f"*Withdrawn*: {escape(name_dated(name, published_on))} was taken back after this was posted."
        )

    def render_change(self, rule: Subscription, action: str, filter_words: tuple[str, ...], *, by: str) -> Message:
        """Return the line about a new subscription, with a menu to change it, or about what was changed of it."""
        is_own, shown_id = is_person(rule.channel), rule.shown_id
        who = "You" if is_own else mention(by)
        gets = _describe_rule(rule, filter_words, "now" if action == "subscribe" else "")
        text = {
            "subscribe": f"{capitalise(gets) if is_own else f'{who} set this up: {gets}'}. ({shown_id})",
            "change": f"{who} changed {shown_id}: from now on {gets}.",
            "pause": f"{who} paused {shown_id}. {self._command(f'resume {shown_id}')} starts it again.",
            "resume": f"{who} resumed {shown_id}.",
            "cancel": f"{who} ended {shown_id}.",
        }[action]
        return build_message(text, [section(text, accessory=_build_rule_menu(rule) if action == "subscribe" else {})])

    def render_left(self, rules: Sequence[Subscription], *, gone: str, is_guest: bool) -> Message:
        """Return what admins hear of subscriptions whose manager has ``gone``, and how one takes them over."""
        how = "isn't a member of this workspace any more" if is_guest else "has left"
        lines = [
            f"{mention(gone)} {how}. What they set up in channels goes on without a manager:",
            *(f"• {rule.shown_id} in {mention(rule.channel)}" for rule in rules),
            "An admin who takes one over manages it from then on; so does who changes it in its channel.",
        ]
        shown = [rule.shown_id for rule in rules[:_MOST_TAKEN]]
        take = (button(f"I'll handle {rule}", f"{act.TAKE_OVER}.{place}", rule) for place, rule in enumerate(shown, 1))
        return build_line("\n".join(lines), actions(*take))

    def render_unreadable(self, subscription: Subscription, *, reason: str) -> Message:
        """Return what is said when a subscription pauses since its filter cannot be read any more."""
        rule = subscription.shown_id
        place = "" if is_person(subscription.channel) else f" in {mention(subscription.channel)}"
        how = f"Change its filter with {self._command(f'change {rule}')}, then {self._command(f'resume {rule}')}."
        return build_line(f"{rule}{place} is paused: {escape(reason.rstrip('.'))}. {how}")

    def render_trouble(self, *, rules: tuple[str, ...], channel: str, reason: str) -> Message:
        """Return why these subscriptions pause, and what to do before they are resumed."""
        mend = _MENDS.get(reason, _PERSON if is_person(channel) else _ALLOW)
        each = " (and each of the others)" if len(rules) > 1 else ""
        text = f"I can't post {escape(', '.join(rules))} to {mention(channel)}: {escape(reason)}."
        resume, end = self._command(f"resume {rules[0]}"), self._command(f"unsubscribe {rules[0]}")
        return build_line(f"{text} {mend}, then {resume}{each}." if mend else f"{text} {end}{each} ends it.")

    def render_held(self, *, rule: str, channel: str, reason: str, number: int) -> Message:
        """Return what admins are asked about the post of this number, which may be there or not."""
        text = f"I can't tell whether a post of {escape(rule)} reached {mention(channel)} ({escape(reason)})."
        buttons = button("It's there", act.WAS_SENT, str(number)), button("Post again", act.POST_AGAIN, str(number))
        return build_line(f"{text} Please look: is it there?", actions(*buttons))

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        """Return the question about posts, by number, that may have gone out before a restore: send or skip all."""
        text = f"A backup was restored. {plural(len(held), 'post')} may have gone out before: send or skip?"
        lines = [
            f"• {number}: {escape(slot.source)} to {mention(slot.channel)} ({escape(slot.slot)})"
            for number, slot in held
        ]
        until = str(max(number for number, _ in held))
        buttons = actions(button("Send", act.SEND_ALL, until), button("Skip", act.SKIP_ALL, until))
        return build_line(text, *pack_lines(cut_lines(lines, _MOST_LISTED, _MORE)), buttons)


def build_settled(post: Post, done: str, *, by: str) -> Message:
    """Return what is in the place of the question about a post once somebody answered it."""
    of = f"{escape(post.slot.source)} to {mention(post.slot.channel)}"
    return build_line(f"The post of {of} {escape(done)}. Answered by {mention(by)}.")


def build_restored_settled(count: int, *, sent: bool, by: str) -> Message:
    """Return what is in the place of the question after a restore once somebody answered it."""
    if count == 0:
        return build_line("These posts were decided before. Nothing was changed.")
    return build_line(f"{plural(count, 'post')} {'skipped' if sent else 'on the way'}. Answered by {mention(by)}.")
