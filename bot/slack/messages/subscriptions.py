"""Subscriptions before people: the answers to /digest, and the notices of what becomes of them and their posts."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.digests.accounts import Account, Explained, LookBack, Status
from bot.digests.compose import Digest
from bot.digests.outcomes import CHANNEL_SCOPE_MISSING
from bot.digests.rules import Rule
from bot.digests.schedule import ScheduledSlot, describe_schedule, to_local
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
from bot.slack.mrkdwn import bold, code, escape, mention
from bot.slack.wording import capitalise, cut_lines, format_day, format_period, join_facts, plural

_SHOWN_POSTS = 3
_SHOWN_ITEMS = 12
_MOST_LISTED = 20
_MOST_TAKEN = 3
_MORE = "and {} more"
_DONE = {SubscriptionState.PAUSED: "paused", SubscriptionState.ACTIVE: "resumed", SubscriptionState.CANCELLED: "ended"}
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


def describe_rule(rule: Rule | Subscription, words: Sequence[str]) -> str:
    """Return what a rule brings and when, escaped: ``a summary of every new briefing``."""
    when = describe_schedule(rule.schedule)
    if rule.schedule.cadence is Cadence.IMMEDIATE:
        when = when.removeprefix("immediate").removeprefix(", ")
    what = f"a summary of what's new: {describe_filter_words(words)}" if words else "a summary of every new briefing"
    return join_facts((what, escape(when)))


def _say_gets(rule: Rule | Subscription, words: Sequence[str], adverb: str = "") -> str:
    """Return who gets what: ``this channel now gets a summary of every new briefing``."""
    who, gets = ("you", "get") if is_person(rule.channel) else ("this channel", "gets")
    return f"{' '.join(filter(None, (who, adverb, gets)))} {describe_rule(rule, words)}"


def _build_rule_menu(rule: Subscription) -> Block:
    is_paused = rule.state is SubscriptionState.PAUSED
    turn = ("Resume", act.RESUME) if is_paused else ("Pause", act.PAUSE)
    choices = (("Change", act.CHANGE), turn, ("Unsubscribe", act.END))
    return menu(*(button(label, action, rule.shown_id) for label, action in choices))


def build_rule(row: Changed, *, at_home: bool = False) -> Block:
    """Return a subscription: what it brings and when, where ``at_home``, else who manages it and when it comes next."""
    rule = row.subscription
    place = f"in {mention(rule.channel)}" if at_home else f"{mention(rule.owner)} manages it"
    coming = f"next {_describe_slots(row.next_slots[:1], rule)}" if row.next_slots and not at_home else ""
    facts = ("in your direct messages" if rule.is_personal else place, coming, _describe_state(rule), rule.shown_id)
    text = f"{capitalise(describe_rule(rule, row.filter_words))}\n{join_facts(facts)}"
    return section(text, accessory=_build_rule_menu(rule) if row.may_change else {})


def _describe_slots(slots: Iterable[ScheduledSlot], rule: Subscription) -> str:
    """Return times in the rule's zone: ``Mon 9 Mar 2026 09:00, Mon 16 Mar 2026 09:00 (Europe/Berlin)``."""
    zone = rule.schedule.zone
    return f"{', '.join(_format_moment(slot.at, zone) for slot in slots)} ({escape(zone)})"


def _format_moment(moment: dt.datetime, zone: str) -> str:
    local = to_local(moment, zone)
    return f"{local:%a} {format_day(local.date())} {local:%H:%M}"


def _describe_state(rule: Subscription) -> str:
    """Return that a subscription is paused or has ended, and why; "" while it is active."""
    if rule.state is SubscriptionState.PAUSED:
        return f"paused ({escape(rule.reason)})" if rule.reason else "paused"
    return "ended" if rule.state is SubscriptionState.CANCELLED else ""


# The answers to /digest: what a place follows, what it would get, what a change did.


def build_subscriptions(rows: Sequence[Changed], *, channel: str, notes: Sequence[str]) -> Message:
    """Return the subscriptions of a channel and of the person who asks, each with its menu, or how to make one."""
    if not rows:
        place = "You follow" if channel.startswith("D") else "This channel follows"
        how = f"To get what is new every week: {type_command('digest subscribe data security weekly')}"
        return build_line(f"{place} nothing yet.", build_notes(notes), context("" if is_mere_reader() else how))
    text = plural(len(rows), "subscription")
    return build_message(text, head=[build_notes(notes), section(bold(text))], rows=[[build_rule(row)] for row in rows])


def build_subscribed(row: Changed, digest: Digest | None, *, rate: str = "", notes: Sequence[str] = ()) -> Message:
    """Return the answer to ``subscribe``: what the place gets from now on, or that it is there already.

    ``digest`` is what it starts with, ``rate`` how often it posts, in words.
    """
    rule, said = row.subscription, build_notes((*notes, *row.notes))
    gets = f"{capitalise(_say_gets(rule, row.filter_words, 'now' if row.changed else 'already'))}."
    if row.changed:
        follows = "A summary follows." if digest and digest.entries else "So nothing is posted yet."
        first = f"{_count_latest(digest)}. {follows}" if digest else ""
        return build_line(f"Done. {gets} ({rule.shown_id})", context(rate, first, _say_next(row)), said)
    text = f"{gets} ({', '.join(filter(None, (rule.shown_id, _describe_state(rule))))})"
    change = button("Change", act.CHANGE, rule.shown_id) if row.may_change else {}
    return build_message(text, [section(text, accessory=change), said])


def build_changed(row: Changed, action: str) -> Message:
    """Return the answer to ``unsubscribe``, ``pause``, ``resume`` and ``change``."""
    rule, gets = row.subscription, _say_gets(row.subscription, row.filter_words)
    texts = {
        "unsubscribe": f"{rule.shown_id} has ended: no more posts about {describe_filter_words(row.filter_words)}.",
        "pause": f"{rule.shown_id} is paused. {type_command(f'digest resume {rule.shown_id}')} starts it again.",
        "resume": f"{rule.shown_id} is on again: {gets}.",
        "change": f"Done. From now on {gets}. ({rule.shown_id})",
    }
    if not row.changed:
        stands = ", ".join(filter(None, (describe_rule(rule, row.filter_words), _describe_state(rule))))
        return build_line(f"Nothing to change: {rule.shown_id} brings {stands}.", build_notes(row.notes))
    coming = _say_next(row) if action in {"resume", "change"} else ""
    return build_line(texts[action], context(coming), build_notes(row.notes))


def _say_next(row: Changed) -> str:
    return f"Next: {_describe_slots(row.next_slots, row.subscription)}" if row.next_slots else ""


def build_offer(
    rule: Rule, shown: act.Ask, *, back: LookBack, related: Sequence[Related], notes: Sequence[str] = ()
) -> Message:
    """Return what was understood of a subscription before it is set up: what it brings, how often, and related terms.

    ``shown`` is what Subscribe carries: the filter with its schedule.
    """
    who = "You" if is_person(rule.channel) else "This channel"
    text = f"{bold('Subscribe?')} {who} would get {describe_rule(rule, rule.words)}."
    terms = ask(act.RELATED, "Related", TICKS, (), {each.label: each.label for each in related})["element"]
    beside = {**section("Follow these, too?", accessory=terms), "block_id": act.RELATED} if related else {}
    subscribe = button("Subscribe", act.SUBSCRIBE, act.format_ask(shown), style="primary")
    buttons = actions(subscribe, follow_button("Edit", rule.filter))
    brings = context(*_list_brought(back, _SHOWN_POSTS))
    return build_message(text, [section(text), brings, beside, build_notes(notes), buttons])


def build_preview(back: LookBack, *, notes: Sequence[str]) -> Message:
    """Return how many posts a week a rule makes, with its items of 90 days, else of the latest briefing."""
    if back.latest is None and not back.entries:
        none = "No briefings are open to you." if is_mere_reader() else "No briefings yet."
        return build_line(none, build_notes(notes))
    what = f"{describe_filter_words(back.filter_words)}, {escape(describe_schedule(back.schedule))}"
    counted, *names = _list_brought(back, _SHOWN_ITEMS)
    text = f"{bold('Preview')}: {what}\n{counted}"
    return build_message(text, [build_notes(notes), section(text), context(*names)])


def _list_brought(back: LookBack, most: int) -> list[str]:
    """Return how often a rule posts and what it would have brought in 90 days, else of the latest briefing."""
    zone, rate, entries = back.schedule.zone, describe_rate(back), back.entries
    period = format_period(to_local(back.since, zone).date(), to_local(back.until, zone).date())
    counted = f"In {period}: {plural(len(entries), 'item')}." if entries else f"Nothing in {period}."
    counted = f"{f'{rate}. ' if rate else ''}{counted}{_describe_left(' Left out', back.left_out)}"
    if back.latest is not None and not entries:
        entries, counted = back.latest.entries, f"{_count_latest(back.latest)}."
    names = [f"• {escape(name_item(entry.item.item))} · {entry.item.shown_id}" for entry in entries]
    return [counted, *cut_lines(names, most, _MORE)]


def describe_rate(back: LookBack) -> str:
    """Return about how many posts a week a rule makes, or in the time looked at where that is less; "" for none."""
    if not back.posts:
        return ""
    if back.a_week < 1:
        return f"About {plural(back.posts, 'post')} in {(back.until - back.since).days} days"
    return f"About {plural(round(back.a_week), 'post')} a week"


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


def build_explained(found: Explained, *, left_out: bool) -> Message:
    """Return why a post brought its items, and what matched in each, or what it left out and why."""
    rule, words = found.subscription, describe_filter_words(found.filter_words)
    asks = f"{rule.shown_id} follows {words}, {escape(describe_schedule(rule.schedule))}."
    text = f"{asks} Set up by {mention(rule.created_by)}."
    if left_out:
        text = f"Left out by {rule.shown_id} ({words}): {plural(len(found.items), 'item')}"
    rows = []
    for item, reason in found.items:
        named = ": ".join(filter(None, (name_item(item.item), reason)))
        rows.append([section(f"• {escape(named)} · {item.shown_id}")])
    return build_message(text, head=[section(text)], rows=rows)


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
    return build_message(text, head=head, rows=[[section(_describe_account(each))] for each in status.accounts])


def _needs_a_person(account: Account) -> bool:
    """Say whether posts are stuck, items are missing, or the rule pauses though nobody paused it."""
    rule = account.subscription
    paused = rule.state is SubscriptionState.PAUSED and rule.reason is not None
    return bool(account.stuck or account.missing or paused)


def _describe_account(account: Account) -> str:
    rule, zone, items = account.subscription, account.subscription.schedule.zone, plural(account.items, "item")
    coming = _describe_slots((account.next_slot,), rule) if account.next_slot else "with the next briefing"
    last = f"last post {_format_moment(account.last_at, zone)}" if account.last_at else "nothing posted yet"
    coming = f"next {coming}" if rule.state is SubscriptionState.ACTIVE else ""
    posts = [_describe_post(post, zone) for post in (*account.stuck, *account.waiting)]
    fates = [f"{count} {escape(fate)}" for fate, count in account.fates.items()]
    became = f"{items}: {', '.join(fates)}" if fates else ""
    if len(fates) == 1:
        became = f"All {items} {escape(next(iter(account.fates)))}"
    if account.missing:
        became = bold(f"{account.missing} of {items} unaccounted for: please tell an admin")
    facts = join_facts((bold(rule.shown_id), _describe_state(rule), last, coming))
    return "\n".join(filter(None, [facts, *cut_lines(posts, _SHOWN_POSTS, f"{_MORE} posts"), became]))


def _describe_post(post: Post, zone: str) -> str:
    why = f": {escape(post.reason)}" if post.reason else ""
    return f"• {post.slot.kind.value} of {_format_moment(post.due_at, zone)} is {post.state.value}{why}"


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
        return code(f"/{self._prefix}digest {text}")

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a post says after its briefing was taken back."""
        named = escape(name_dated(name, published_on))
        return build_line(f"*Withdrawn*: {named} was taken back after this was posted.")

    def render_notice(self, subscription: Subscription, filter_words: tuple[str, ...]) -> Message:
        """Return the line that a channel or person gets about a new subscription, with a menu to change it."""
        by = "" if subscription.is_personal else f"{mention(subscription.created_by)} set this up: "
        text = f"{capitalise(by + _say_gets(subscription, filter_words, 'now'))}. ({subscription.shown_id})"
        return build_message(text, [section(text, accessory=_build_rule_menu(subscription))])

    def render_rule_change(self, subscription: Subscription, filter_words: tuple[str, ...], *, by: str) -> Message:
        """Return the line about the new filter and schedule of a subscription."""
        what = describe_rule(subscription, filter_words)
        return build_line(f"{_name(subscription, by)} changed {subscription.shown_id}: from now on {what}.")

    def render_state_change(self, subscription: Subscription, *, by: str) -> Message:
        """Return the line that says that a subscription was paused, goes on, or has ended."""
        rule, state = subscription.shown_id, subscription.state
        again = f" {self._command(f'resume {rule}')} starts it again." if state is SubscriptionState.PAUSED else ""
        return build_line(f"{_name(subscription, by)} {_DONE[state]} {rule}.{again}")

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
        place = "" if subscription.is_personal else f" in {mention(subscription.channel)}"
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
        return build_line(text, *pack_lines(cut_lines(lines, _MOST_LISTED, "and {} more")), buttons)


def _name(subscription: Subscription, by: str) -> str:
    return "You" if subscription.is_personal else mention(by)


def build_settled(post: Post, done: str, *, by: str) -> Message:
    """Return what is in the place of the question about a post once somebody answered it."""
    of = f"{escape(post.slot.source)} to {mention(post.slot.channel)}"
    return build_line(f"The post of {of} {escape(done)}. Answered by {mention(by)}.")


def build_restored_settled(count: int, *, sent: bool, by: str) -> Message:
    """Return what is in the place of the question after a restore once somebody answered it."""
    if count == 0:
        return build_line("These posts were decided before. Nothing was changed.")
    return build_line(f"{plural(count, 'post')} {'skipped' if sent else 'on the way'}. Answered by {mention(by)}.")
