"""Briefings as messages: the list of them, the card of one, and what changed between two."""

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, BriefingRow
from bot.answers.rows import SECTION_NAMES, ItemRow
from bot.model.post import Message
from bot.slack.blocks import Block, context, divider, fold, header, section
from bot.slack.messages.facts import format_bodies, format_claim, list_open, name_item
from bot.slack.messages.frame import Frame, Offers, describe_coverage, open_row, say_about, say_none
from bot.slack.mrkdwn import (
    bold,
    capitalise,
    cut_lines,
    escape,
    format_day,
    format_period,
    join_facts,
    join_some,
    plural,
)

_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12
_MAX_CHANGES = 12


def build_briefing_list(answer: BriefingList, frame: Frame) -> Message:
    """Build the list of briefings, newest first."""
    about, newest = say_about(answer.understood), ", newest first" if answer.total > 1 else ""
    said = f"{bold(plural(answer.total, 'briefing'))}{about}{newest}"
    if not answer.total:
        said = say_none("No briefings", about, answer)
    return frame.build(
        section(said),
        ": ".join([said, *(escape(row.name) for row in answer.rows[:1])]),
        notes=answer.notes,
        rows=[[_build_briefing(row)] for row in answer.rows],
        facts=[describe_coverage(answer.coverage)],
        page=answer,
    )


def _build_briefing(row: BriefingRow) -> Block:
    facts = join_facts((_format_dates(row), _format_counts(row), row.id))
    return open_row(f"{bold(row.name)}\n{facts}", row.id, command="briefing")


def _format_dates(row: BriefingRow) -> str:
    period = format_period(row.period_start, row.period_end)
    return join_facts((format_day(row.published_on), f"covers {period}" if period else ""))


def _format_counts(row: BriefingRow) -> str:
    """Return the counts by section, and what could not be read: ``5 top items · 7 policy news · 8 company news``."""
    counts = []
    for section_id, count in (each for each in row.counts if each[1]):
        name = SECTION_NAMES.get(section_id, escape(section_id))
        counts.append(plural(count, "top item") if section_id == "top" else f"{count:,} {name}")
    return join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


def build_briefing_card(answer: BriefingCard, frame: Frame) -> Message:
    """Build the card of one briefing: its dates, deadlines and what is new, then a page of its items."""
    row = answer.briefing
    deadlines = list_open(answer.open_deadlines, answer.open_total, answer.asked_on)
    about = f"{bold(plural(answer.total, 'item'))}{say_about(answer.understood)}" if answer.understood else ""
    lines = [_format_counts(row), *deadlines, _say_news(answer.news), about]
    people = join_some([escape(f"{each.name} ({each.role})") for each in answer.people], _MAX_PEOPLE)
    return frame.build(
        header(row.name),
        join_facts((f"{escape(row.name)}: {_format_counts(row)}", *deadlines[:1])),
        notes=answer.notes,
        body=[context(_format_dates(row)), section("\n".join(filter(None, lines))), divider()],
        rows=[_build_item(each, before) for before, each in zip((None, *answer.rows), answer.rows, strict=False)],
        above=[_build_unread(answer)],
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
    said = f"Since {format_day(news.before.published_on) or 'the one before'} ({news.before.id})"
    return f"{bold(said)}: {', '.join(facts) or 'nothing new'}"


def _build_item(row: ItemRow, before: ItemRow | None) -> list[Block]:
    """Build one item, under the name of its section where that begins."""
    name, shown_id = row.source.section, row.policy_id or row.id
    title = "Top items" if name == "top" else capitalise(SECTION_NAMES.get(name, name))
    issuers = format_bodies(row.item.issuing_bodies) if row.item.policy else ""
    facts = capitalise(join_facts((issuers, format_claim(row), format_day(row.item.reported_on), shown_id)))
    return [
        context(bold(title) if before is None or before.source.section != name else ""),
        open_row(f"{bold(name_item(row.item, row.sentence))}\n{facts}", shown_id),
    ]


def _build_unread(answer: BriefingCard) -> Block:
    lines = [
        f"• {f'{each.place}: ' if each.place else ''}{escape(fold(each.text, _MAX_LINE))}" for each in answer.unread
    ]
    return context("\n".join(["Not understood, kept as it is:", *cut_lines(lines, _MAX_UNREAD)]) if lines else "")


def build_briefing_comparison(answer: BriefingComparison, frame: Frame) -> Message:
    """Build what a briefing has against an earlier one: new, changed, moved, and no longer mentioned."""
    parts = {
        "New policies": answer.new,
        "Changed": answer.changed,
        "Deadlines moved": answer.moved,
        "No longer mentioned": answer.gone,
    }
    rows = []
    for name, changes in parts.items():
        lines = [f"• {join_facts((escape(each.name), escape(each.said), each.policy_id))}" for each in changes]
        rows.append([section("\n".join([bold(name), *cut_lines(lines, _MAX_CHANGES)]) if lines else "")])
    rows += [[open_row(escape(each.name), each.id, command="briefing")] for each in (answer.after, answer.before)]
    counted = join_facts(f"{name}: {len(changes)}" for name, changes in parts.items() if changes) or "Nothing changed"
    return frame.build(
        header(f"{answer.after.id} against {answer.before.id}"),
        f"{escape(answer.after.name)} against {escape(answer.before.name)}: {counted}",
        body=[section(counted)],
        rows=rows,
        facts=[describe_coverage(answer.coverage)],
    )
