"""Briefings as messages: the list of them, the card of one, and what changed between two."""

from __future__ import annotations

from itertools import groupby

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, BriefingRow, PolicyChange
from bot.answers.rows import ItemRow
from bot.answers.sources import SECTION_NAMES
from bot.model.post import Message
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, divider, header, section
from bot.slack.messages.facts import format_bodies, format_claim, format_deadlines, name_item, name_policy
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    build_title,
    capitalise,
    describe_coverage,
    explain_nothing,
    join_facts,
    join_understood,
    open_button,
    say_about,
)
from bot.slack.mrkdwn import bold, escape, format_day, format_known, format_period, join_some, plural

_SECTIONS = {"top": "Top items"}
_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12
_MAX_CHANGES = 12


def build_briefing_list(answer: BriefingList, frame: Frame) -> Message:
    """Build the list of briefings, newest first."""
    about = say_about(answer.understood)
    said = f"{bold(plural(answer.total, 'briefing'))}{about}"
    said += ", newest first" if answer.total > 1 else ""
    said += "" if answer.total else f". {explain_nothing(answer.coverage, uncovered=False)}"
    rows = [[_build_briefing(row)] for row in answer.rows]
    named = ", ".join(escape(row.name) for row in answer.rows[:3])

    def tail(shown: int) -> list[Block]:
        return frame.close(describe_coverage(answer.coverage), pages=Pages.of(answer, shown=shown))

    head = frame.open_first(section(said), notes=answer.notes)
    return build_rows(f"{said}{f': {named}' if named else ''}", head=head, rows=rows, tail=tail)


def _build_briefing(row: BriefingRow) -> Block:
    facts = join_facts((_format_dates(row), format_counts(row), row.id))
    return section(f"{bold(row.name)}\n{facts}", accessory=_open(row))


def _open(row: BriefingRow) -> Block:
    return open_button("Open", Ask(command="briefing", text=row.id))


def _format_dates(row: BriefingRow) -> str:
    period = format_period(row.period_start, row.period_end)
    published = format_known(row.published_on)
    return join_facts((published, f"covers {period}" if period else ""))


def format_counts(row: BriefingRow) -> str:
    """Return the counts by section, and what could not be read: ``5 top items · 7 policy news · 8 company news``."""
    counts = []
    for section_id, count in (each for each in row.counts if each[1]):
        name = SECTION_NAMES.get(section_id, escape(section_id))
        counts.append(plural(count, "top item") if section_id == "top" else plural(count, name, name))
    return join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


def build_briefing_card(answer: BriefingCard, frame: Frame) -> Message:
    """Build the card of one briefing: its dates, deadlines and what is new, then a page of its items."""
    row = answer.briefing
    about = [f"{bold(plural(answer.total, 'item'))} for {join_understood(answer.understood)}"]
    dates = _format_dates(row)
    lines = [
        format_counts(row),
        *_list_deadlines(answer),
        *_say_news(answer.news),
        *(about if answer.understood else []),
    ]
    first = (build_title(row.name), *([context(dates)] if dates else []), section("\n".join(filter(None, lines))))
    head = [*frame.open_first(*first, notes=answer.notes), divider()]
    rows = []
    for name, group in groupby(answer.rows, key=lambda each: each.source.section):
        title, *others = map(_build_item, group)
        rows += [
            [context(bold(_SECTIONS.get(name) or capitalise(SECTION_NAMES.get(name, name)))), title],
            *([each] for each in others),
        ]

    def tail(shown: int) -> list[Block]:
        people = join_some([escape(f"{each.name} ({each.role})") for each in answer.people], _MAX_PEOPLE, ", ")
        by = f"By {people}" if people else ""
        foot = frame.close(row.id, by, pages=Pages.of(answer, shown=shown), offers=Offers(cite=True))
        return [*_build_unread(answer), *foot]

    text = join_facts((f"{escape(row.name)}: {format_counts(row)}", *_list_deadlines(answer)[1:2]))
    return build_rows(text, head=head, rows=rows, tail=tail)


def _list_deadlines(answer: BriefingCard) -> list[str]:
    """Return what is still open of a briefing, with its last day, a line each."""
    shown = []
    for each in answer.open_deadlines:
        days = format_deadlines(each.policy, each.rows, is_open=each.is_open, asked_on=answer.asked_on)[:1]
        shown.append(join_facts((*days, escape(name_policy(each.policy, each.row)), each.policy.id)))
    left = answer.open_total - len(shown)
    return [*shown, *([f"and {left} more open"] if left > 0 else [])]


def _say_news(news: BriefingComparison | None) -> list[str]:
    """Return what is new against the briefing before; nothing without one."""
    if news is None:
        return []
    counted = ((news.new, "new"), (news.changed, "changed"), (news.moved, "with another deadline"))
    facts = [f"{len(found)} {word}" for found, word in counted if found]
    said = f"Since {format_day(news.before.published_on)} ({news.before.id})"
    return [f"{bold(said)}: {', '.join(facts) or 'nothing new'}"]


def _build_item(row: ItemRow) -> Block:
    item = row.item
    day = format_known(item.reported_on)
    issuers = format_bodies(item.issuing_bodies) if item.policy else ""
    facts = capitalise(join_facts((issuers, format_claim(row), day, row.policy_id or row.id)))
    open_it = open_button("Open", Ask(command="policy", text=row.policy_id or row.id))
    return section(f"{bold(name_item(item, row.sentence))}\n{facts}", accessory=open_it)


def _build_unread(answer: BriefingCard) -> list[Block]:
    lines = [
        f"• {f'{block.place}: ' if block.place else ''}{escape(cut(' '.join(block.text.split()), _MAX_LINE))}"
        for block in answer.unread[:_MAX_UNREAD]
    ]
    left = len(answer.unread) - len(lines)
    more = [f"… {left} more"] if left > 0 else []
    return [context("\n".join(["Not understood, kept as it is:", *lines, *more]))] if lines else []


def build_briefing_comparison(answer: BriefingComparison, frame: Frame) -> Message:
    """Build what a briefing has against an earlier one: new, changed, moved, and no longer mentioned."""
    parts = (
        ("New policies", answer.new),
        ("Changed", answer.changed),
        ("Deadlines moved", answer.moved),
        ("No longer mentioned", answer.gone),
    )
    counted = join_facts(f"{name}: {len(changes)}" for name, changes in parts if changes) or "Nothing changed"
    head = [header(f"{answer.after.id} against {answer.before.id}"), section(counted)]
    rows = [[section(_list_changes(name, changes))] for name, changes in parts if changes]
    rows += [[section(escape(each.name), accessory=_open(each))] for each in (answer.after, answer.before)]

    def tail(_shown: int) -> list[Block]:
        return frame.close(describe_coverage(answer.coverage))

    text = f"{escape(answer.after.name)} against {escape(answer.before.name)}: {counted}"
    return build_rows(text, head=frame.open_first(*head), rows=rows, tail=tail)


def _list_changes(name: str, changes: tuple[PolicyChange, ...]) -> str:
    shown = [
        f"• {join_facts((escape(each.name), escape(each.said), each.policy_id))}" for each in changes[:_MAX_CHANGES]
    ]
    left = len(changes) - len(shown)
    return "\n".join([bold(name), *shown, *([f"… {left} more"] if left else [])])
