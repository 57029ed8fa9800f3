"""The facts of a policy in words, each as the sources print it; and "not in the corpus" with what is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.answers.absent import Absent
from bot.answers.choices import Choice
from bot.answers.rows import ItemRow, PolicyRow
from bot.model.briefing import DeadlineKind, PolicyStatus
from bot.model.policy import DEADLINE_KINDS, Policy, list_days
from bot.model.post import Message
from bot.names.records import spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import Block, actions, build_message, context, cut, section
from bot.slack.messages.frame import Frame, capitalise, describe_coverage, describe_proof, join_facts, open_buttons
from bot.slack.mrkdwn import bold, escape, format_day, join_words, plural

STATUS_WORDS = {
    PolicyStatus.DRAFT_FOR_COMMENT: "draft for comment",
    PolicyStatus.ISSUED: "issued",
    PolicyStatus.IN_FORCE: "in force",
    PolicyStatus.AMENDED: "amended",
    PolicyStatus.REPEALED: "repealed",
    PolicyStatus.WITHDRAWN: "withdrawn",
    PolicyStatus.UNKNOWN: "status not stated",
}
_MAX_TITLE = 200
_MAX_NAME = 140
_MAX_BODIES = 8


def find_title(policy: Policy, row: ItemRow | None = None) -> str:
    """Return the best raw title: English, the briefing's headline, Chinese, or "" when none is printed."""
    headline = row.item.headline if row else None
    title = next((t for t in (policy.title_en, headline, policy.title_zh) if t and t.strip()), "")
    return cut(" ".join(title.split()), _MAX_TITLE)


def name_policy(policy: Policy, row: ItemRow | None = None) -> str:
    """Return a raw name in any case: the title, else the start of what is said of it."""
    title = find_title(policy, row)
    if title or row is None:
        return title or "untitled"
    return cut(" ".join((row.sentence or row.item.text).split()), _MAX_NAME) or "untitled"


def format_kind(policy: Policy) -> str:
    """Return kind, nature and status in words: ``guidelines · trial · draft for comment``."""
    kind = policy.document_type.replace("_", " ") if policy.document_type else ""
    return join_facts(("" if kind == "other" else kind, policy.nature or "", STATUS_WORDS[policy.status]))


def format_bodies(body_ids: tuple[str, ...]) -> str:
    """Return the issuers, the first one leading: ``MIIT with MPS, MOT``."""
    if not body_ids:
        return "issuer not stated"
    first, *others = (escape(spell_id(each)) for each in body_ids)
    if not others:
        return first
    left = len(others) - _MAX_BODIES
    return f"{first} with {', '.join(others[:_MAX_BODIES])}{f' and {left} more' if left > 0 else ''}"


def format_deadlines(policy: Policy, rows: Sequence[ItemRow], *, is_open: bool, asked_on: dt.date) -> str:
    """Return the deadlines as of the day asked (whole days in Beijing): open ones with the days left.

    ``rows`` are the policy's items: a source may print several days of one kind.
    """
    days = list_days(policy, [(row.id, row.item) for row in rows])
    if not days:
        return "no deadline printed"
    ahead = {kind: [day.on for day in days if day.kind is kind and day.on >= asked_on] for kind in DEADLINE_KINDS}
    past = {kind: [day.on for day in days if day.kind is kind and day.on < asked_on] for kind in DEADLINE_KINDS}
    return join_facts(
        (
            _format_comments(ahead[DeadlineKind.COMMENTS_CLOSE], is_open=is_open, asked_on=asked_on),
            _name_days("comments closed", past[DeadlineKind.COMMENTS_CLOSE]),
            _name_days("applications until", ahead[DeadlineKind.APPLICATIONS_CLOSE]),
            _name_days("applications closed", past[DeadlineKind.APPLICATIONS_CLOSE]),
            _name_days("took effect", past[DeadlineKind.TAKES_EFFECT]),
            _name_days("takes effect", ahead[DeadlineKind.TAKES_EFFECT]),
        )
    )


def format_ahead(row: PolicyRow, asked_on: dt.date) -> str:
    """Return what is still taken and until when: ``comments until 12 Sep 2025 and 30 Sep 2025``."""
    kind = DeadlineKind.COMMENTS_CLOSE if row.is_open else DeadlineKind.APPLICATIONS_CLOSE
    days = list_days(row.policy, [(each.id, each.item) for each in row.rows])
    word = "comments" if row.is_open else "applications"
    return _name_days(f"{word} until", [day.on for day in days if day.kind is kind and day.on >= asked_on])


def _format_comments(days: Sequence[dt.date], *, is_open: bool, asked_on: dt.date) -> str:
    if not is_open or not days:
        return _name_days("comments until", days)
    first, *others = days
    more = f", {_name_days('other comments until', others)}" if others else ""
    return f"{bold(f'Open for comment until {format_day(first)}')} ({_days_left(first, asked_on)}){more}"


def _name_days(what: str, days: Sequence[dt.date]) -> str:
    return f"{what} {join_words(format_day(day) for day in days)}" if days else ""


def _days_left(on: dt.date, asked_on: dt.date) -> str:
    days = (on - asked_on).days
    return "today is the last day, Beijing" if days <= 0 else f"{plural(days, 'day')} left, Beijing"


def format_dated(policy: Policy) -> str:
    """Return the date with its standing: ``17 Nov 2023 (as reported)``, or ``(official)`` from the notice itself."""
    standing = "official" if policy.official else "as reported"
    return f"{format_day(policy.issued_on)} ({standing})" if policy.issued_on else "date not stated"


def format_closed(rows: tuple[PolicyRow, ...]) -> list[str]:
    """Return a sentence for each draft that is no longer open: ``Comments closed 22 Dec 2023 (P5)``."""
    return [
        f"Comments closed {format_day(row.policy.comments_close_on)} ({row.policy.id})."
        for row in rows
        if row.policy.comments_close_on is not None
    ]


_MAX_NEAREST = 5
_MAX_ASKED = 120
_COMMANDS = {"policy": "policy", "ministry": "ministry", "company": "company", "briefing": "briefing"}


def build_absent(answer: Absent, frame: Frame) -> Message:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    what = _format_absence(answer)
    command = _COMMANDS.get(answer.kind, frame.ask.command)
    blocks = [
        *frame.opening(),
        section(what),
        *build_nearest(answer.nearest, frame, command=command),
        *_build_words(answer, frame),
        *([context(capitalise(describe_coverage(answer.coverage)))] if answer.coverage.briefings else []),
    ]
    return build_message(what, blocks)


def _build_words(answer: Absent, frame: Frame) -> list[Block]:
    """Build how many items have the words of a name that nobody bears, with a button that searches them."""
    if not answer.in_words:
        return []
    line = f"Its words are in {plural(answer.in_words, 'item')}, but no {answer.kind} of that name is known."
    words = cut(" ".join(answer.asked.split()), _MAX_ASKED)
    buttons = open_buttons([("Search the words", Ask(command="policy", text=words))])
    return [section(line), *([actions(*buttons)] if frame.shared_by is None else [])]


def explain_nothing(*, uncovered: bool) -> str:
    """Say that nothing matches; of days that no briefing covers, that none does."""
    return "You have no briefing for these dates." if uncovered else "Nothing matches in your briefings."


def _format_absence(answer: Absent) -> str:
    asked = escape(cut(" ".join(answer.asked.split()), _MAX_ASKED))
    proof = describe_proof(answer.coverage)
    if not asked:
        none = "may be shown here" if answer.coverage.is_narrowed else "yet"
        return f"There is no {escape(answer.kind)} {none}."
    if answer.filters:
        return f"Nothing about {bold(answer.asked)} matches {escape(' · '.join(answer.filters))}. {proof}".strip()
    if answer.kind in _COMMANDS and answer.kind in {"policy", "briefing"}:
        return f"You have no {answer.kind} {bold(answer.asked)}. {proof}".strip()
    return f"{bold(answer.asked)} isn't mentioned in your briefings. {proof}".strip()


def build_nearest(nearest: tuple[str, ...], frame: Frame, *, command: str) -> list[Block]:
    """Build the nearest names, each with a button that asks for it; nothing when none is near."""
    shown = nearest[:_MAX_NEAREST]
    if not shown:
        return []
    names = ", ".join(escape(name) for name in shown)
    line = context(f"Did you mean {names}?" if len(shown) == 1 else f"Similar names: {names}")
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in shown])
    return [line, *([actions(*buttons)] if buttons and frame.shared_by is None else [])]


def build_choice(answer: Choice, frame: Frame) -> Message:
    """Build the question which of several a name means, one button each."""
    asked = escape(cut(answer.asked, _MAX_ASKED))
    lines = [f"• {escape(label)}" for label, _ in answer.options]
    asks = []
    for label, command in answer.options:
        ask = parse_command(command, frame.prefix) or parse_command(command)
        asks.append((label, ask or Ask(command=frame.ask.command, text=command)))
    means = "names several" if answer.is_several else "can mean several"
    buttons = open_buttons(asks)
    blocks: list[Block] = [
        *frame.opening(),
        section("\n".join([f"“{asked}” {means}. Which one?", *lines])),
        *([actions(*buttons)] if buttons else []),
    ]
    return build_message(f"“{asked}” {means}", blocks)
