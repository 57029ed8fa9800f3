"""Unprompted posts and the answers of ``/digest``: summaries, notices, lists of subscriptions.

Three kinds of statement look different: what is reported of an official document, what companies claim (marked), and
the publisher's view (never in a summary).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.briefing import DeadlineKind, Item, PolicyStatus, Section
from bot.domain.post import Message
from bot.domain.subscription import SubscriptionState
from bot.slack.blocks import Block, build_message, context, cut, divider, fits, format_json, header, section
from bot.slack.messages.citations import SECTION_NAMES
from bot.slack.messages.corrections import build_correction
from bot.slack.messages.frame import capitalise
from bot.slack.messages.statements import CLAIM, is_claim
from bot.slack.mrkdwn import bold, escape, format_day, format_period, italic, plural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from bot.domain.correction import Correction
    from bot.domain.digest import Digest, DigestDeadline, DigestEntry, DigestSource
    from bot.domain.subscription import Subscription
    from bot.services.subscriptions import Changed

_MAX_SENTENCE = 320
_MAX_TITLE = 120
_MAX_PUSH = 140
_MAX_WORDS = 300
_ACT = {
    DeadlineKind.COMMENTS_CLOSE: "comment on",
    DeadlineKind.APPLICATIONS_CLOSE: "apply under",
}
_STATUS = {
    PolicyStatus.DRAFT_FOR_COMMENT: "draft",
    PolicyStatus.IN_FORCE: "in force",
    PolicyStatus.AMENDED: "amended",
    PolicyStatus.REPEALED: "repealed",
    PolicyStatus.WITHDRAWN: "withdrawn",
}
_GROUPS = (
    ("Policy", (Section.TOP, Section.POLICY_NEWS)),
    ("Company news: claims as reported, not checked", (Section.CORPORATE_NEWS,)),
    ("Other news", (Section.OTHER,)),
)


class DigestRenderer:
    """Renders unprompted posts for Slack; ``prefix`` stands before each command's name."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        """Give the summary: one message where it fits, the rest for its thread."""
        return build_digest(digest, prefix=self._prefix)

    def render_notice(self, subscription: Subscription, filter_words: tuple[str, ...]) -> Message:
        """Give the notice that a channel gets about a new subscription."""
        return build_notice(subscription, filter_words, prefix=self._prefix)

    def render_correction(self, corrections: Sequence[Correction], *, earlier: Message | None) -> Message:
        """Give the line for the thread that says what was corrected, after what an ``earlier`` one of the day says."""
        return build_correction(corrections, earlier=earlier)

    def render_emptied(self) -> Message:
        """Give what a further message of a summary says once the corrected summary needs it no more."""
        text = "Corrected: what stood here stands further up now, or was taken out."
        return build_message(text, [section(text)])

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Give what a post says after its briefing was taken back."""
        text = f"Withdrawn: this summary of {escape(name)}{_dated(published_on)} was taken back after it was posted."
        return build_message(text, [section(text)])

    def render_trouble(self, *, rule: str, channel: str, reason: str) -> Message:
        """Give what the owner and the admins are told when a post cannot be made."""
        text = (
            f"Gongbao cannot post {escape(rule)} to <#{escape(channel)}>: {escape(reason)}."
            f" Invite the bot there, then {_command(self._prefix, f'resume {rule}')}."
        )
        return build_message(text, [section(text)])


def build_digest(digest: Digest, *, opening: Sequence[Block] = (), prefix: str = "") -> tuple[Message, ...]:
    """Give a summary: what is to be done by when, what is new, what was left out, and the source.

    It is one message where that fits Slack's limits; otherwise the entries go on in further messages for its thread.
    """
    push = build_push_text(digest)
    head = [*opening, header("China policy"), context(_describe_issue(digest))]
    head += [section("\n".join(_deadline_lines(digest.deadlines)))] if digest.deadlines else []
    tail = _tail(digest, prefix)
    rows = _entry_rows(digest)
    kept = _count_fitting(push, head, rows, tail)
    if kept == len(rows):
        return (_message(push, [*head, *rows, *tail]),)
    note = context(f"{_count_left(rows[kept:])} more below, in the thread")
    first = _message(push, [*head, *rows[:kept], note, *tail])
    return (first, *_build_thread(push, rows[kept:]))


def build_push_text(digest: Digest) -> str:
    """Give the line of the notification: ``China policy: 3 new, answer by 22 Dec 2023: MIIT data penalties``."""
    text = f"China policy: {len(digest.entries)} new"
    acting = [d for d in digest.deadlines if d.deadline.kind in _ACT]
    if acting:
        first = acting[0]
        issuer = _issuers(first.entry.item.item, digest.issuers)
        named = f"{issuer} {_name(first.entry.item.item)}".strip()
        return cut(f"{text}, answer by {format_day(first.deadline.on)}: {escape(named)}", _MAX_PUSH)
    if digest.entries:
        return cut(f"{text}: {escape(_name(digest.entries[0].item.item))}", _MAX_PUSH)
    return text


def build_notice(subscription: Subscription, filter_words: tuple[str, ...], *, prefix: str = "") -> Message:
    """Give the notice that a channel gets about a new subscription."""
    rule = subscription.shown_id
    who = f"<@{escape(subscription.created_by)}>"
    text = (
        f"{who} set up {rule}: when a new briefing is read, this channel gets a summary of {_words(filter_words)}."
        " It starts with one of the latest briefing."
    )
    stop = f"{_command(prefix, f'pause {rule}')} or {_command(prefix, f'unsubscribe {rule}')} stops it."
    return build_message(text, [section(text), context(stop)])


def build_preview(
    digest: Digest | None, filter_words: tuple[str, ...], *, notes: tuple[str, ...] = (), prefix: str = ""
) -> Message:
    """Give a preview: what this filter would bring of the latest briefing."""
    said = _note_blocks(notes)
    if digest is None:
        text = "No briefing is held yet, so there is nothing to preview."
        return build_message(text, [*said, section(text)])
    if not digest.entries:
        text = (
            f"Nothing in the latest briefing matches {_words(filter_words)}. A summary without entries is not posted."
        )
        return build_message(text, [*said, section(text), *_tail(digest, prefix)])
    return build_digest(digest, opening=said, prefix=prefix)[0]


def build_subscriptions(rows: Sequence[Changed], *, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Give a channel's subscriptions, or how to make one."""
    said = _note_blocks(notes)
    if not rows:
        text = "This channel follows nothing yet."
        example = _command(prefix, "subscribe topic:data_security immediate")
        return build_message(text, [*said, section(text), context(f"{example} posts here what a new briefing brings.")])
    text = f"This channel has {plural(len(rows), 'subscription')}"
    lines = [section(_subscription_line(row)) for row in rows]
    hint = " · ".join(_command(prefix, f"{verb} {rows[0].subscription.shown_id}") for verb in ("preview", "pause"))
    return build_message(text, [*said, section(bold(text)), *lines, context(hint)])


def build_subscribed(row: Changed, digest: Digest | None, *, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Give the answer to ``subscribe``: what was set up, or that the channel has it already."""
    subscription = row.subscription
    rule = subscription.shown_id
    if not row.changed:
        text = f"This channel follows {_words(row.filter_words)} already: {rule}{_state_words(subscription)}."
        hint = f"{_command(prefix, f'resume {rule}')} lets it go on." if _is_paused(subscription) else ""
        return build_message(text, [*_note_blocks(notes), section(text), *([context(hint)] if hint else [])])
    text = f"{rule} is set up: {_words(row.filter_words)}, immediate. It starts when its notice has landed here."
    blocks = [*_note_blocks(notes), section(text)]
    if digest is not None:
        total = len(digest.entries) + digest.total_left_out
        said = (
            f"Latest briefing: {_source_name(digest.source)}. {len(digest.entries)} of {plural(total, 'item')} match."
        )
        follows = " A summary of it follows the notice." if digest.entries else " So no summary of it is posted."
        blocks.append(context(said + follows))
    return build_message(text, blocks)


def build_changed(row: Changed, action: str, *, prefix: str = "") -> Message:
    """Give the answer to ``unsubscribe``, ``pause`` and ``resume``."""
    subscription = row.subscription
    rule = subscription.shown_id
    done = {"unsubscribe": "has ended", "pause": "is paused", "resume": "goes on"}[action]
    if not row.changed:
        text = f"Nothing to do: {rule} ({_words(row.filter_words)}){_state_words(subscription)}."
    else:
        text = f"{rule} {done}: {_words(row.filter_words)}."
    if subscription.state is SubscriptionState.PENDING_NOTICE:
        text += " It waits for its notice to land here."
    hint = {"pause": f"resume {rule}", "resume": f"pause {rule}"}.get(action)
    return build_message(text, [section(text), *([context(_command(prefix, hint))] if hint else [])])


def _note_blocks(notes: Sequence[str]) -> list[Block]:
    return [context(*(capitalise(escape(note)) for note in notes))] if notes else []


def _describe_issue(digest: Digest) -> str:
    source = digest.source
    period = format_period(source.period_start, source.period_end)
    facts = [escape(source.name) + _dated(source.published_on), f"covers {period}" if period else ""]
    facts += [f"rule {digest.rule}" if digest.rule else "preview", _words(digest.filter_words)]
    return " · ".join(fact for fact in facts if fact)


def _deadline_lines(deadlines: Sequence[DigestDeadline]) -> list[str]:
    lines = []
    for each in deadlines:
        day = f"{format_day(each.deadline.on)} ({_days(each.days)}, Beijing)"
        what = f"{escape(_name(each.entry.item.item))} ({each.entry.item.shown_id})"
        verb = _ACT.get(each.deadline.kind)
        lines.append(f"{bold('Act by')} {day}: {verb} {what}" if verb else f"{bold('Takes effect')} {day}: {what}")
    return lines


def _days(days: int) -> str:
    return "today" if days <= 0 else plural(days, "day")


def _entry_rows(digest: Digest) -> list[Block]:
    rows: list[Block] = []
    for title, sections in _GROUPS:
        entries = [entry for entry in digest.entries if entry.item.item.section in sections]
        if entries:
            rows.append(section(bold(title)))
        rows += [section(_entry_line(entry, digest.issuers)) for entry in entries]
    return rows


def _entry_line(entry: DigestEntry, issuers: Mapping[str, str]) -> str:
    item = entry.item.item
    facts = [_who(item, issuers), _what(item), format_day(item.reported_on) if item.reported_on else ""]
    lead = " · ".join(bold(fact) for fact in facts if fact)
    sentence = cut(escape(" ".join(entry.sentence.split())), _MAX_SENTENCE)
    said_above = item.section is Section.CORPORATE_NEWS  # its heading says so of them all
    claim = f" ({italic(CLAIM)})" if is_claim(item) and not said_above else ""
    return f"• {lead}: {sentence}{claim} ({entry.item.shown_id} · {_place(item)})"


def _who(item: Item, issuers: Mapping[str, str]) -> str:
    if item.policy is not None:
        return _issuers(item, issuers)
    return ", ".join(mention.name for mention in item.companies if mention.company_id is not None)


def _issuers(item: Item, issuers: Mapping[str, str]) -> str:
    return ", ".join(issuers.get(body, body) for body in item.issuing_bodies)


def _what(item: Item) -> str:
    if item.policy is None:
        return ""
    kind = item.policy.document_type.value.replace("_", " ") if item.policy.document_type else ""
    nature = item.policy.nature.value if item.policy.nature else ""
    words = [word for word in (_STATUS.get(item.policy.status, ""), nature, kind if kind != "other" else "") if word]
    return " ".join(words)


def _place(item: Item) -> str:
    place = f"{SECTION_NAMES[item.section.value]} {item.position}"
    for one, many, span in (("p.", "pp.", item.pages), ("line", "lines", item.lines)):
        if span is not None:
            return f"{place}, {one} {span[0]}" if span[0] == span[1] else f"{place}, {many} {span[0]}–{span[1]}"
    return place


def _name(item: Item) -> str:
    title = item.headline or (item.policy.title_en if item.policy else None) or item.text
    return cut(" ".join(title.split()), _MAX_TITLE)


def _tail(digest: Digest, prefix: str) -> list[Block]:
    blocks: list[Block] = [divider()]
    if digest.left_out:
        reasons = ", ".join(f"{escape(reason)} {count}" for reason, count in digest.left_out)
        blocks.append(context(f"Left out {digest.total_left_out}: {reasons}"))
    source = f"Source: {_source_name(digest.source)} (B{digest.source.briefing_id})"
    blocks.append(context(f"{source} · an id opens it: {_code(f'/{prefix}policy {_example_id(digest)}')}"))
    if digest.rule:
        blocks.append(context(f"{_command(prefix, f'pause {digest.rule}')} pauses this."))
    return blocks


def _example_id(digest: Digest) -> str:
    return digest.entries[0].item.shown_id if digest.entries else f"B{digest.source.briefing_id}"


def _count_fitting(push: str, head: Sequence[Block], rows: Sequence[Block], tail: Sequence[Block]) -> int:
    note = context(f"{len(rows)} more below, in the thread")
    for kept in range(len(rows), 0, -1):
        extra = [note] if kept < len(rows) else []
        if fits(push, [*head, *rows[:kept], *extra, *tail]):
            return kept
    return 0


def _count_left(rows: Sequence[Block]) -> int:
    return sum(row["text"]["text"].startswith("•") for row in rows)


def _build_thread(push: str, rows: Sequence[Block]) -> list[Message]:
    messages = []
    rest = list(rows)
    while rest:
        kept = max(1, _count_fitting(push, (), rest, ()))
        messages.append(_message(f"{push} (continued)", rest[:kept]))
        rest = rest[kept:]
    return messages


def _message(text: str, blocks: Sequence[Block]) -> Message:
    return Message(text=text, blocks=format_json(blocks))


def _subscription_line(row: Changed) -> str:
    subscription = row.subscription
    rule = bold(subscription.shown_id)
    since = format_day(subscription.created_at.date())
    state = f"{subscription.cadence.value}{_state_words(subscription)}"
    return f"{rule} · {_words(row.filter_words)} · {state} · since {since}"


def _state_words(subscription: Subscription) -> str:
    if subscription.state is SubscriptionState.PENDING_NOTICE:
        return ", waits for its notice to land"
    if _is_paused(subscription):
        return f", paused ({escape(subscription.reason)})" if subscription.reason else ", paused"
    return ", active"


def _is_paused(subscription: Subscription) -> bool:
    return subscription.state is SubscriptionState.PAUSED


def _words(filter_words: tuple[str, ...]) -> str:
    return cut(escape(", ".join(filter_words)), _MAX_WORDS) if filter_words else "everything"


def _source_name(source: DigestSource) -> str:
    return f"{escape(source.name)}{_dated(source.published_on)}"


def _dated(day: dt.date | None) -> str:
    return f", {format_day(day)}" if day else ""


def _command(prefix: str, text: str) -> str:
    return _code(f"/{prefix}digest {text}")


def _code(text: str) -> str:
    return f"`{escape(text)}`"
