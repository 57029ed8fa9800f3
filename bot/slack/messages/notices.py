"""What Gongbao says unasked: its posts, and what became of a subscription, of a post, or of a channel."""

import datetime as dt
from collections.abc import Sequence

from bot.digests.outcomes import CHANNEL_SCOPE_MISSING
from bot.digests.rules import Rule
from bot.digests.schedule import ScheduledSlot, describe_schedule, to_local
from bot.digests.subscriptions import Changed
from bot.model.post import Message, Post, Slot
from bot.model.subscription import Cadence, Subscription, SubscriptionState, is_person
from bot.slack.actions import CHANGE, END, PAUSE, POST_AGAIN, RESUME, SEND_ALL, SKIP_ALL, TAKE_OVER, WAS_SENT
from bot.slack.blocks import Block, actions, build_message, button, menu, pack_lines, section
from bot.slack.messages.digest import build_corrected, build_correction, build_digest, build_reminder
from bot.slack.messages.facts import describe_filter_words, mention, name_dated
from bot.slack.messages.frame import build_line
from bot.slack.mrkdwn import capitalise, code, cut_lines, escape, format_day, join_facts, plural

_INVITE = "Invite me there"
_ALLOW = "Slack's settings of the channel or workspace keep me out: let me post there"
_PERSON = "Slack delivers none of my messages to this person"
_MENDS = {
    CHANNEL_SCOPE_MISSING: "An admin of the workspace must add the scopes channels:read and groups:read to the app",
    "not_in_channel": _INVITE,
    "channel_not_found": f"{_INVITE}, if the channel still exists",
    "is_archived": "Unarchive the channel and invite me there",
    "the channel was archived": "Unarchive the channel and invite me there",
    "the bot was taken out of the channel": _INVITE,
    "the channel was deleted": "",
    "channel_shared_with_others": "The channel is shared: an admin can allow it with gongbao admin allow-channel",
    "channel_maybe_shared": f"{_INVITE}, so that Slack says whether the channel is shared",
    "messages_tab_disabled": "An admin of the workspace must turn on the Messages tab of the app",
}
"""What may help against a reason; "" where nothing does."""
_DONE = {SubscriptionState.PAUSED: "paused", SubscriptionState.ACTIVE: "resumed", SubscriptionState.CANCELLED: "ended"}
_MOST_LISTED = 20
_MOST_TAKEN = 3


def describe_rule(rule: Rule | Subscription, words: Sequence[str]) -> str:
    """Return what a rule brings and when, escaped: ``a summary of every new briefing``."""
    when = describe_schedule(rule.schedule)
    if rule.schedule.cadence is Cadence.IMMEDIATE:
        when = when.removeprefix("immediate").removeprefix(", ")
    what = "a summary of what's new" if words else "a summary of every new briefing"
    return join_facts((f"{what}: {describe_filter_words(words)}" if words else what, escape(when)))


def build_rule_menu(rule: Subscription) -> Block:
    """Return the menu of what may be done with a rule: change it, pause or resume it, unsubscribe."""
    is_paused = rule.state is SubscriptionState.PAUSED
    turn = button("Resume", RESUME, rule.shown_id) if is_paused else button("Pause", PAUSE, rule.shown_id)
    return menu(button("Change", CHANGE, rule.shown_id), turn, button("Unsubscribe", END, rule.shown_id))


def build_rule(row: Changed, *, at_home: bool = False) -> Block:
    """Return a subscription: what it brings and when, where ``at_home``, else who manages it and when it comes next."""
    rule = row.subscription
    place = f"in {mention(rule.channel)}" if at_home else f"{mention(rule.owner)} manages it"
    coming = f"next {describe_slots(row.next_slots[:1], rule)}" if row.next_slots and not at_home else ""
    facts = ("in your direct messages" if rule.is_personal else place, coming, describe_state(rule), rule.shown_id)
    text = f"{capitalise(describe_rule(rule, row.filter_words))}\n{join_facts(facts)}"
    return section(text, accessory=build_rule_menu(rule) if row.may_change else {})


def describe_slots(slots: Sequence[ScheduledSlot], rule: Subscription) -> str:
    """Return times in the rule's zone: ``Mon 9 Mar 2026 09:00, Mon 16 Mar 2026 09:00 (Europe/Berlin)``."""
    zone = rule.schedule.zone
    return f"{', '.join(format_moment(slot.at, zone) for slot in slots)} ({escape(zone)})"


def format_moment(moment: dt.datetime, zone: str) -> str:
    """Return a moment in a zone: ``Mon 9 Mar 2026 09:00``."""
    local = to_local(moment, zone)
    return f"{local:%a} {format_day(local.date())} {local:%H:%M}"


def describe_state(rule: Subscription) -> str:
    """Return that a subscription is paused or has ended, and why; "" while it is active."""
    if rule.state is SubscriptionState.PAUSED:
        return f"paused ({escape(rule.reason)})" if rule.reason else "paused"
    return "ended" if rule.state is SubscriptionState.CANCELLED else ""


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
        by = f"{mention(subscription.created_by)} set this up: this channel now gets"
        what = describe_rule(subscription, filter_words)
        text = f"{'You now get' if subscription.is_personal else by} {what}. ({subscription.shown_id})"
        return build_message(text, [section(text, accessory=build_rule_menu(subscription))])

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
        take = (button(f"I'll handle {rule}", f"{TAKE_OVER}.{place}", rule) for place, rule in enumerate(shown, 1))
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
        buttons = button("It's there", WAS_SENT, str(number)), button("Post again", POST_AGAIN, str(number))
        return build_line(f"{text} Please look: is it there?", actions(*buttons))

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        """Return the question about posts, by number, that may have gone out before a restore: send or skip all."""
        text = f"A backup was restored. {plural(len(held), 'post')} may have gone out before: send or skip?"
        lines = [
            f"• {number}: {escape(slot.source)} to {mention(slot.channel)} ({escape(slot.slot)})"
            for number, slot in held
        ]
        until = str(max(number for number, _ in held))
        buttons = actions(button("Send", SEND_ALL, until), button("Skip", SKIP_ALL, until))
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
