"""Briefings as messages: the list of them, the card of one, and what changed between two."""

from __future__ import annotations

from itertools import groupby

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, BriefingRow, PolicyChange
from bot.answers.rows import SECTION_NAMES, ItemRow
from bot.model.post import Message
from bot.slack.blocks import Block, context, cut, divider, header, section
from bot.slack.messages.facts import format_bodies, format_claim, list_open, name_item
from bot.slack.messages.frame import (
    Frame,
    Offers,
    build_title,
    capitalise,
    describe_coverage,
    describe_proof,
    join_facts,
    open_row,
    say_about,
)
from bot.slack.mrkdwn import bold, cut_lines, escape, format_day, format_known, format_period, join_some, plural

_SECTIONS = {"top": "Top items"}
_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12
_MAX_CHANGES = 12


def build_briefing_list(answer: BriefingList, frame: Frame) -> Message:
    """Build the list of briefings, newest first."""
    said = f"{bold(plural(answer.total, 'briefing'))}{say_about(answer.understood)}"
    said += ", newest first" if answer.total > 1 else ""
    if not answer.total:
        none = f"{bold('No briefings')}{say_about(answer.understood)}. " if answer.coverage.briefings else ""
        said = f"{none}{describe_proof(answer.coverage)}"
    named = ", ".join(escape(row.name) for row in answer.rows[:3])
    rows = []
    for row in answer.rows:
        facts = join_facts((_format_dates(row), format_counts(row), row.id))
        rows.append([open_row(f"{bold(row.name)}\n{facts}", row.id, command="briefing")])
    return frame.build(
        section(said),
        text=f"{said}{f': {named}' if named else ''}",
        notes=answer.notes,
        rows=rows,
        facts=[describe_coverage(answer.coverage)],
        page=answer,
    )


def _format_dates(row: BriefingRow) -> str:
    period = format_period(row.period_start, row.period_end)
    return join_facts((format_known(row.published_on), f"covers {period}" if period else ""))


def format_counts(row: BriefingRow) -> str:
    """Return the counts by section, and what could not be read: ``5 top items · 7 policy news · 8 company news``."""
    counts = []
    for section_id, count in (each for each in row.counts if each[1]):
        name = SECTION_NAMES.get(section_id, escape(section_id))
        counts.append(plural(count, "top item") if section_id == "top" else plural(count, name, name))
    return join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


def build_briefing_card(answer: BriefingCard, frame: Frame) -> Message:
    """Build the card of one briefing: its dates, deadlines and what is new, then a page of its items."""
    row, dates = answer.briefing, _format_dates(answer.briefing)
    deadlines = list_open(answer.open_deadlines, answer.open_total, answer.asked_on)
    about = f"{bold(plural(answer.total, 'item'))}{say_about(answer.understood)}" if answer.understood else ""
    lines = [format_counts(row), *deadlines, _say_news(answer.news), about]
    rows: list[list[Block]] = []
    for name, group in groupby(answer.rows, key=lambda each: each.source.section):
        title = context(bold(_SECTIONS.get(name) or capitalise(SECTION_NAMES.get(name, name))))
        rows += ([title, _build_item(each)] if not place else [_build_item(each)] for place, each in enumerate(group))
    people = join_some([escape(f"{each.name} ({each.role})") for each in answer.people], _MAX_PEOPLE, ", ")
    return frame.build(
        build_title(row.name),
        *([context(dates)] if dates else []),
        section("\n".join(filter(None, lines))),
        text=join_facts((f"{escape(row.name)}: {format_counts(row)}", *deadlines[:1])),
        notes=answer.notes,
        body=[divider()],
        rows=rows,
        above=_build_unread(answer),
        facts=[row.id, f"By {people}" if people else ""],
        page=answer,
        offers=Offers(cite=True),
    )


def _say_news(news: BriefingComparison | None) -> str:
    """Return what is new against the briefing before; "" without one."""
    if news is None:
        return ""
    counted = ((news.new, "new"), (news.changed, "changed"), (news.moved, "with another deadline"))
    facts = [f"{len(found)} {word}" for found, word in counted if found]
    said = f"Since {format_day(news.before.published_on)} ({news.before.id})"
    return f"{bold(said)}: {', '.join(facts) or 'nothing new'}"


def _build_item(row: ItemRow) -> Block:
    issuers = format_bodies(row.item.issuing_bodies) if row.item.policy else ""
    shown_id = row.policy_id or row.id
    facts = capitalise(join_facts((issuers, format_claim(row), format_known(row.item.reported_on), shown_id)))
    return open_row(f"{bold(name_item(row.item, row.sentence))}\n{facts}", shown_id)


def _build_unread(answer: BriefingCard) -> list[Block]:
    lines = [
        f"• {f'{block.place}: ' if block.place else ''}{escape(cut(' '.join(block.text.split()), _MAX_LINE))}"
        for block in answer.unread
    ]
    return [context("\n".join(["Not understood, kept as it is:", *cut_lines(lines, _MAX_UNREAD)]))] if lines else []


def build_briefing_comparison(answer: BriefingComparison, frame: Frame) -> Message:
    """Build what a briefing has against an earlier one: new, changed, moved, and no longer mentioned."""
    parts: tuple[tuple[str, tuple[PolicyChange, ...]], ...] = (
        ("New policies", answer.new),
        ("Changed", answer.changed),
        ("Deadlines moved", answer.moved),
        ("No longer mentioned", answer.gone),
    )
    counted = join_facts(f"{name}: {len(changes)}" for name, changes in parts if changes) or "Nothing changed"
    rows = []
    for name, changes in parts:
        lines = [f"• {join_facts((escape(each.name), escape(each.said), each.policy_id))}" for each in changes]
        rows += [[section("\n".join([bold(name), *cut_lines(lines, _MAX_CHANGES)]))]] if lines else []
    rows += [[open_row(escape(each.name), each.id, command="briefing")] for each in (answer.after, answer.before)]
    return frame.build(
        header(f"{answer.after.id} against {answer.before.id}"),
        section(counted),
        text=f"{escape(answer.after.name)} against {escape(answer.before.name)}: {counted}",
        rows=rows,
        facts=[describe_coverage(answer.coverage)],
    )
