"""Briefings as messages: those held, and the card of one with all its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import spell_id
from bot.domain.records.standing import is_claim
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, header, section
from bot.slack.messages.citations import SECTION_NAMES, format_place, name_series
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    capitalise,
    describe_held,
    join_facts,
    list_matched,
    open_button,
    source_button,
)
from bot.slack.messages.policy_facts import format_bodies, format_deadlines, name_policy
from bot.slack.messages.record_lists import build_record_list
from bot.slack.messages.statements import CLAIM
from bot.slack.mrkdwn import bold, escape, format_day, format_period, italic, join_some, plural

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.services.results import BriefingCard, BriefingList, BriefingRow, ItemRow

_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12
_MAX_NAMED = 8


def build_briefing_list(answer: BriefingList, frame: Frame) -> Message:
    """Build the list of briefings held, newest first."""
    counted = plural(answer.total, "briefing")
    names = ", ".join(f"{row.id} {escape(row.name)}" for row in answer.rows[:3])
    rows = [_build_briefing(row) for row in answer.rows]
    text = f"{counted}: {names}"
    return build_record_list(answer, frame, rows=rows, text=text, counted=counted, order="held, newest first")


def _build_briefing(row: BriefingRow) -> Block:
    facts = join_facts((_format_dates(row), format_counts(row)))
    ask = Ask(command="briefing", text=row.id)
    return section(f"{bold(f'{row.id}  {row.name}')}\n{facts}", accessory=open_button("Open", ask, 1))


def _format_dates(row: BriefingRow) -> str:
    period = format_period(row.period_start, row.period_end)
    return join_facts((format_day(row.published_on), f"covers {period}" if period else "period not stated"))


def format_counts(row: BriefingRow) -> str:
    """Give the counts by section: ``5 top items · 7 policy news · 8 company news · unread 0``."""
    names = {"top": ("top item", "top items")}
    counts = []
    for section_id, count in row.counts:
        one, many = names.get(section_id, (SECTION_NAMES.get(section_id, escape(section_id)),) * 2)
        counts.append(plural(count, one, many))
    return join_facts((*counts, f"unread {row.unread:,}"))


def build_briefing_card(answer: BriefingCard, frame: Frame) -> Message:
    """Build the card of one briefing: dates, people, deadlines, a page of its items, and what could not be read."""
    row = answer.briefing
    head: list[Block] = [
        *frame.opening(),
        header(f"{row.id}  {row.name}"),
        section("\n".join(_format_head(answer))),
        *(section(line) for line in _format_matched(answer)),
    ]
    rows = [[_build_item(each)] for each in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        lines = [line for line in (pages.describe(), *_format_unread(answer)) if line]
        return [*([context(*lines)] if lines else []), *frame.closing(pages=pages, offers=Offers(cite=True))]

    text = f"{row.id} {escape(row.name)}: {format_counts(row)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_matched(answer: BriefingCard) -> list[str]:
    lines = list_matched(answer.understood, answer.total, answer.briefing.id, answer.elsewhere)
    return [f"{line} ({plural(answer.total, 'item')})" for line in lines]


def _format_head(answer: BriefingCard) -> list[str]:
    row = answer.briefing
    people = join_some([escape(f"{person.name} ({person.role})") for person in answer.people], _MAX_PEOPLE, ", ")
    deadlines = [
        f"{each.policy.id} {escape(cut(name_policy(each.policy, each.row), 80))}: "
        f"{format_deadlines(each.policy, each.rows, is_open=each.is_open, asked_on=answer.asked_on)}"
        for each in answer.open_deadlines
    ]
    left = answer.open_total - len(answer.open_deadlines)
    return [
        join_facts((escape(name_series(row.publisher, row.series)), _format_dates(row))),
        format_counts(row),
        *([f"By: {people}"] if people else []),
        f"{bold('Act by:')} {'; '.join(deadlines) or 'no open deadline'}{f' and {left} more' if left > 0 else ''}",
        *_format_news(answer),
        capitalise(describe_held(answer.held)),
    ]


def _format_news(answer: BriefingCard) -> list[str]:
    """Give what is new against the briefing before, and what both report; that there is none before, if so."""
    news = answer.news
    if news is None:
        return ["No earlier briefing is held to compare it with."]
    before = f"{news.before.id} ({format_day(news.before.published_on)})"
    new = [
        plural(len(news.policies), "policy", "policies"),
        *_name_some("companies", news.companies),
        *_name_some("bodies", tuple(map(spell_id, news.bodies))),
    ]
    again = (
        f"; in both: {join_some([*map(escape, news.again)], _MAX_NAMED, ', ')}"
        if news.again
        else "; in both: no policy"
    )
    return [f"{bold(f'New against {before}:')} {join_facts(new)}{again}"]


def _name_some(kind: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    return [f"{kind} {join_some([*map(escape, names)], _MAX_NAMED, ', ')}"]


def _build_item(row: ItemRow) -> Block:
    item = row.item
    line = escape(cut(" ".join((item.headline or row.sentence or item.text).split()), _MAX_LINE))
    about = f"{row.policy_id}, {format_bodies(item.issuing_bodies)}" if row.policy_id else ""
    facts = join_facts(
        (format_day(item.reported_on), about, italic(CLAIM) if is_claim(item) else "", format_place(row.source))
    )
    return section(f"{bold(row.id)}  {line}\n{facts}", accessory=source_button(row.id))


def _format_unread(answer: BriefingCard) -> list[str]:
    if not answer.unread:
        return []
    lines = [
        f"• {f'{block.place}: ' if block.place else ''}{escape(cut(' '.join(block.text.split()), _MAX_LINE))}"
        for block in answer.unread[:_MAX_UNREAD]
    ]
    left = len(answer.unread) - len(lines)
    return ["\n".join(["Not understood, kept as it stands:", *lines, *([f"… {left} more"] if left else [])])]
