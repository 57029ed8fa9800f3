"""Summaries as posted: by when something is to be done, what is new, what changed, what was left out, and the source.

Three kinds of statement look different: what is reported of an official document, what companies claim (marked), and
the publisher's view (never in a summary).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from bot.digests.compose import Digest, DigestSource
from bot.digests.correction import Correction
from bot.digests.outcomes import CHANNEL_SCOPE_MISSING
from bot.digests.reminder import Reminder
from bot.model.briefing import Item
from bot.model.post import Message, Slot
from bot.model.subscription import Schedule, Subscription, SubscriptionVerb, is_person
from bot.names.records import NamedList
from bot.slack.actions import CHANGE, LEFT_OUT, PAUSE, WHY
from bot.slack.blocks import (
    Block,
    actions,
    build_message,
    button,
    context,
    cut,
    divider,
    fits,
    format_json,
    header,
    measure,
    pack_lines,
    section,
)
from bot.slack.messages.digest_lines import (
    ACT,
    build_reminder,
    code,
    count_entries,
    describe_differences,
    describe_issuers,
    describe_source,
    is_change,
    list_deadline_lines,
    list_detail_rows,
    list_entry_rows,
    name_item,
    say_counts,
    say_dated,
    say_words,
    tell_once,
)
from bot.slack.messages.held import build_held, build_restored, mention
from bot.slack.messages.subscriptions import (
    build_left,
    build_list_change,
    build_notice,
    build_rule_change,
    build_state_change,
)
from bot.slack.mrkdwn import bold, escape, format_day, format_period, join_words, plural

# What owner and admins are told when a channel or a person takes no posts: why, and what may help against it.

_INVITE = "Invite the bot there"
_UNARCHIVE = "Unarchive the channel and invite the bot there"
_ALLOW = "Let the bot post there (Slack's settings of the channel or workspace keep it out)"
MENDS = {
    CHANNEL_SCOPE_MISSING: "An admin of the workspace must add the scopes channels:read and groups:read to the app",
    "not_in_channel": _INVITE,
    "channel_not_found": f"{_INVITE}, if the channel still exists",
    "is_archived": _UNARCHIVE,
    "the channel was archived": _UNARCHIVE,
    "the bot was taken out of the channel": _INVITE,
    "the channel was deleted": "",
    "channel_shared_with_others": "Others share this channel: an admin may open it with gongbao admin allow-channel",
    "channel_maybe_shared": f"{_INVITE}, so that Slack says whether others share the channel",
    "messages_tab_disabled": "An admin of the workspace must turn on the Messages tab of the app",
}
"""What may help against a reason; "" where nothing does."""
_MEND_PERSON = "Slack lets no messages of the bot through to this person"


def build_trouble(*, rules: tuple[str, ...], channel: str, reason: str, prefix: str = "") -> Message:
    """Return why these subscriptions pause, and what to do before they are resumed; a person cannot be invited to."""
    mend = MENDS.get(reason, _MEND_PERSON if is_person(channel) else _ALLOW)
    resume = code(f"/{prefix}digest resume {rules[0]}")
    each = " and so for each of them" if len(rules) > 1 else ""
    end = code(f"/{prefix}digest unsubscribe {rules[0]}")
    said = f"Gongbao cannot post {escape(join_words(rules))} to {mention(channel)}: {escape(reason)}."
    if not mend:
        text = f"{said} {end}{each} ends what cannot be posted any more."
    elif mend == _MEND_PERSON:
        text = f"{said} {mend}. Once it does, {resume}{each} lets it go on; {end} ends it."
    else:
        text = f"{said} {mend}, then {resume}{each}."
    return build_message(text, [section(text)])


# The line in a summary's thread that says which facts were corrected, what they are now and what they were.

_MAX_TEXT = 2_900
_MOST_BLOCKS = 50
_OPENING = "Corrected: "
_SEE = "Corrected, see thread."


def build_correction(corrections: Sequence[Correction], taken_out: Sequence[Item] = ()) -> Message:
    """Return the message: one line an item; what is ``taken_out`` is in the briefing no more."""
    lines = [_line(each) for each in corrections]
    lines += [f"{_OPENING}{escape(name_item(item))} was taken out of its briefing" for item in taken_out]
    return _build(lines)


def build_lines(earlier: Message, later: Message) -> Message:
    """Return two such messages in one; the last lines where it is long."""
    return _build([*earlier.text.split("\n"), *later.text.split("\n")])


def build_corrected(message: Message) -> Message:
    """Return a summary that says at its end that its thread corrects it."""
    if message.blocks == "[]":  # Slack refused its blocks
        return message if message.text.endswith(_SEE) else Message(text=f"{message.text}\n{_SEE}")
    note = context(_SEE)
    blocks: list[Block] = json.loads(message.blocks)
    if note in blocks:
        return message
    return build_message(message.text, [*blocks[: _MOST_BLOCKS - 1], note])


def _build(lines: Sequence[str]) -> Message:
    kept = list(lines)
    while len(kept) > 1 and sum(len(line) + 1 for line in kept) > _MAX_TEXT:
        del kept[0]
    text = "\n".join(kept)
    return build_message(text, [section(text)])


def _line(correction: Correction) -> str:
    differences = describe_differences(correction.now, correction.before, correction.issuers)
    facts = "; ".join(f"{name} {now or 'none'} (was {was or 'none'})" for name, now, was in differences)
    return f"{_OPENING}{correction.item.shown_id} {escape(facts)}"


_MAX_PUSH = 140
_MAX_SOURCES = 2000
_BELOW = "below, in the thread"
_LEFT = "left out here to keep this short"
_NOTES = (_BELOW, _LEFT)
_MORE_AHEAD = "More deadlines ahead"


class DigestRenderer:
    """Renders unprompted posts for Slack; ``prefix`` stands before each command's name."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        """Return the summary: one message where it fits, the rest for its thread."""
        return build_digest(digest, prefix=self._prefix)

    def render_notice(self, subscription: Subscription, filter_words: tuple[str, ...]) -> Message:
        """Return the notice that a channel gets about a new subscription."""
        return build_notice(subscription, filter_words, prefix=self._prefix)

    def render_rule_change(
        self, subscription: Subscription, filter_words: tuple[str, ...], schedule: Schedule, *, by: str
    ) -> Message:
        """Return the line about the new filter and schedule of a subscription."""
        return build_rule_change(subscription, filter_words, schedule, by=by)

    def render_state_change(self, subscription: Subscription, verb: SubscriptionVerb, *, by: str) -> Message:
        """Return the line that says that a subscription was paused, goes on, or has ended."""
        return build_state_change(subscription, verb, by=by, prefix=self._prefix)

    def render_left(self, rules: Sequence[Subscription], *, gone: str, is_guest: bool) -> Message:
        """Return what admins are told of subscriptions that nobody looks after, since their owner has ``gone``."""
        return build_left(rules, gone=gone, is_guest=is_guest, prefix=self._prefix)

    def render_list_change(
        self, held: NamedList, words: tuple[str, ...], *, rules: tuple[str, ...], by: str
    ) -> Message:
        """Return the line that says what a named list holds from now on, and which rules of the place follow it."""
        return build_list_change(held, words, rules=rules, by=by)

    def render_correction(self, corrections: Sequence[Correction], *, taken_out: Sequence[Item] = ()) -> Message:
        """Return the line for the thread that says what was corrected, and what is in the briefing no more."""
        return build_correction(corrections, taken_out)

    def render_corrected(self, message: Message) -> Message:
        """Return a summary that points to the correction in its thread."""
        return build_corrected(message)

    def render_reminder(self, reminder: Reminder) -> Message:
        """Return the reminder of a deadline, with the buttons that answer it."""
        return build_reminder(reminder)

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a post says after its briefing was taken back."""
        said = f"{escape(name)}{say_dated(published_on)}"
        text = f"Withdrawn: {said}, which this post told of, was taken back after it was posted."
        return build_message(text, [section(text)])

    def render_trouble(self, *, rules: tuple[str, ...], channel: str, reason: str) -> Message:
        """Get what the owner and the admins are told when a channel takes no posts, and these subscriptions pause."""
        return build_trouble(rules=rules, channel=channel, reason=reason, prefix=self._prefix)

    def render_unreadable(self, subscription: Subscription, *, reason: str) -> Message:
        """Return what channel, owner and admins are told when its filter cannot be read any more."""
        rule = subscription.shown_id
        place = "" if subscription.is_personal else f" in <#{escape(subscription.channel)}>"
        text = (
            f"{rule}{place} is paused: {escape(reason.rstrip('.'))}."
            " Until it is mended it posts nothing and reminds of nothing:"
            f" {code(f'/{self._prefix}digest change {rule}')} with another filter,"
            f" then {code(f'/{self._prefix}digest resume {rule}')}."
        )
        return build_message(text, [section(text)])

    def render_held(self, *, rule: str, channel: str, reason: str, number: int | None) -> Message:
        """Return what they are told when nobody can prove a post; with its ``number`` the reader is to settle it."""
        return build_held(rule=rule, channel=channel, reason=reason, number=number)

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        """Return what admins are asked about posts, by number, that may have been posted before a restore."""
        return build_restored(held)


def build_digest(digest: Digest, *, prefix: str = "") -> tuple[Message, ...]:
    """Return a summary: what is to be done by when, what is new, what was left out, and the source.

    What does not fit into one message goes on in further ones for its thread, deadlines first, which end with the
    details of each item; all are cut at the borders of items.
    """
    push = build_push_text(digest)
    ahead = _Ahead(digest)
    head = [*_head(digest), *ahead.list_blocks(_BELOW)]
    tail = _tail(digest, prefix, in_thread="pages and quotes in the thread")
    rows = list_entry_rows(digest, with_place=False)
    kept = _count_fitting(push, head, rows, tail)
    left = count_entries(rows[kept:])
    note = [context(f"{left} more {_BELOW}")] if left else []
    first = _message(push, [*head, *rows[:kept], *note, *tail])
    return (first, *_build_thread(push, [*ahead.list_rest(), *rows[kept:], *list_detail_rows(digest)]))


def build_private_digest(
    digest: Digest, *, opening: Sequence[Block] = (), closing: Sequence[Block] = (), prefix: str = ""
) -> Message:
    """Return a summary for one person, as one message; what does not fit is counted."""
    push = build_push_text(digest)
    ahead = _Ahead(digest).list_blocks(f"{_LEFT}; {code(f'/{prefix}policy due')} lists them")
    head, tail = [*opening, *_head(digest), *ahead], [*_tail(digest, prefix, with_buttons=False), *closing]
    rows = list_entry_rows(digest)
    kept = _count_fitting(push, head, rows, tail)
    left = count_entries(rows[kept:])
    note = [context(f"{left} more, {_LEFT}")] if left else []
    return _message(push, [*head, *rows[:kept], *note, *tail])


class _Ahead:
    """The deadlines ahead, the soonest first, cut between lines: as many as one block takes, and the rest."""

    def __init__(self, digest: Digest) -> None:
        self._shown, *self._rest = pack_lines(list_deadline_lines(digest.deadlines)) or [""]

    def list_blocks(self, where: str) -> list[Block]:
        """Return the block at the head of a message, and how many more there are ``where``; nothing without any."""
        left = sum(text.count("\n") + 1 for text in self._rest)
        note = [context(f"{plural(left, 'more deadline')} ahead: {where}")] if left else []
        return [section(self._shown), *note] if self._shown else []

    def list_rest(self) -> list[Block]:
        """Return the blocks of the others, under a heading; nothing where all are shown."""
        return [section(bold(_MORE_AHEAD)), *map(section, self._rest)] if self._rest else []


def build_push_text(digest: Digest) -> str:
    """Get the line of the notification: ``China policy: 3 new, 1 changed, answer by 22 Dec 2023: MIIT penalties``."""
    told = tell_once(digest)
    changed = sum(is_change(entries[0].item, digest) for entries in told)
    counted = ((len(told) - changed, "new"), (changed, "changed"))
    news = ", ".join(f"{count} {what}" for count, what in counted if count) or "0 new"
    text = f"China policy: {f'{len(told)} with a deadline ahead' if digest.is_agenda else news}"
    acting = [d for d in digest.deadlines if d.deadline.kind in ACT]
    if acting:
        first = acting[0]
        issuer = describe_issuers(first.entry.item.item, digest.issuers)
        named = f"{issuer} {name_item(first.entry.item.item)}".strip()
        return cut(f"{text}, answer by {format_day(first.deadline.on)}: {escape(named)}", _MAX_PUSH)
    if digest.entries:
        return cut(f"{text}: {escape(name_item(digest.entries[0].item.item))}", _MAX_PUSH)
    return text


def list_rule_buttons(rule: str) -> list[Block]:
    """Return the buttons under what a rule (``D3``) posts."""
    return [button("Why these?", WHY, rule), button("Change", CHANGE, rule), button("Pause", PAUSE, rule)]


def _head(digest: Digest) -> list[Block]:
    return [header("China policy"), context(_describe_issue(digest))]


def _describe_issue(digest: Digest) -> str:
    rule = [*([f"rule {digest.rule}"] if digest.rule else []), say_words(digest.filter_words)]
    if digest.window is not None:
        return " · ".join([f"learned {format_period(*digest.window)}", *rule])
    if len(digest.sources) > 1:
        return " · ".join(rule)
    source = digest.source
    period = format_period(source.period_start, source.period_end)
    facts = [escape(source.name) + say_dated(source.published_on), f"covers {period}" if period else "", *rule]
    return " · ".join(fact for fact in facts if fact)


def _tail(digest: Digest, prefix: str, *, with_buttons: bool = True, in_thread: str = "") -> list[Block]:
    blocks: list[Block] = [divider()]
    if digest.left_out:
        said = f"Left out {digest.total_left_out}: {say_counts(digest.left_out)}"
        if digest.rule and with_buttons:
            see = button("See them privately", LEFT_OUT, digest.rule)
            blocks.append(section(said, accessory=see))
        else:
            blocks.append(context(said))
    brought = {entry.item.briefing_id for entry in digest.entries}
    sources = [source for source in digest.sources if source.briefing_id in brought] or [digest.source]
    if len(digest.sources) == 1:
        sources = [digest.source]
    hint = f"an id opens it: {code(f'/{prefix}policy {_example_id(digest)}')}"
    closing = " · ".join(filter(None, (in_thread, hint)))
    blocks.append(context(f"{_name_sources(sources)} · {closing}"))
    if digest.rule and with_buttons:
        blocks.append(actions(*list_rule_buttons(digest.rule)))
    return blocks


def _name_sources(sources: Sequence[DigestSource]) -> str:
    """Name the briefings that items come from, each whole, and say how many more there are than find room."""
    names = [describe_source(source) for source in sources]
    fitting = (kept for kept in range(len(names), 0, -1) if measure("; ".join(names[:kept])) <= _MAX_SOURCES)
    kept = next(fitting, 1)
    more = f"; and {len(names) - kept} more, whose ids stand beside their items" if kept < len(names) else ""
    return f"{'Source' if len(names) == 1 else 'Sources'}: {cut('; '.join(names[:kept]), _MAX_SOURCES)}{more}"


def _example_id(digest: Digest) -> str:
    return digest.entries[0].item.shown_id if digest.entries else f"B{digest.source.briefing_id}"


def _count_fitting(push: str, head: Sequence[Block], rows: Sequence[Block], tail: Sequence[Block]) -> int:
    note = context(f"{len(rows):,} more, {max(_NOTES, key=len)}")
    for kept in range(len(rows), 0, -1):
        extra = [note] if kept < len(rows) else []
        if fits(push, [*head, *rows[:kept], *extra, *tail]):
            return kept
    return 0


def _build_thread(push: str, rows: Sequence[Block]) -> list[Message]:
    text = f"{push} (continued)"
    messages = []
    rest = list(rows)
    while rest:
        kept = max(1, _count_fitting(text, (), rest, ()))
        messages.append(_message(text, rest[:kept]))
        rest = rest[kept:]
    return messages


def _message(text: str, blocks: Sequence[Block]) -> Message:
    return Message(text=text, blocks=format_json(blocks))
