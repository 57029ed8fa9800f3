"""Ministries and companies as messages: all that the briefings name as a table, and the card of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from bot.answers.company import CompanyCard, CompanyList
from bot.answers.ministry import MinistryCard, MinistryList
from bot.answers.rows import ItemRow, PolicyRow
from bot.dates.date_words import MONTHS
from bot.model.post import Message
from bot.names.records import Body, Company, spell_id
from bot.slack.actions import NAMES, Ask, format_ask
from bot.slack.blocks import Block, actions, build_rows, button, divider, modal, section, select, table
from bot.slack.messages.facts import format_deadlines, name_item, name_only_source, name_policy
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    Place,
    describe_coverage,
    describe_source,
    explain_nothing,
    join_facts,
    open_buttons,
    say_about,
)
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policies import build_row
from bot.slack.mrkdwn import bold, escape, format_day, format_day_short, join_some, plural

_MAX_NAMED = 5
_MAX_OPEN = 3
_MAX_WITH = 4


def build_company_list(answer: CompanyList, frame: Frame) -> Message:
    """Build the companies in the news as a table."""
    head = ("Company", "中文", "Stories", "Latest")
    rows = [
        (each.company.name, each.company.name_zh or "", str(each.items), format_day(each.newest.item.reported_on))
        for each in answer.counts
    ]
    asks = [(each.company.name, Ask(command="company", text=each.company.name)) for each in answer.counts]
    order = "most stories first" if answer.by_count else "the most recent first"
    said = f"{bold(plural(answer.total, 'company', 'companies'))} in the news, {order}"
    return _build_table(answer, frame, said=said, head=head, rows=rows, asks=asks)


def build_ministry_list(answer: MinistryList, frame: Frame) -> Message:
    """Build the bodies that briefings name as a table."""
    head = ("Ministry or body", "中文", "Issued", "Named in")
    rows = [
        (_name_body(each.body), each.body.name_zh or "", str(each.issued), plural(each.named, "item"))
        for each in answer.counts
    ]
    asks = [(spell_id(each.body.id), Ask(command="ministry", text=each.body.id)) for each in answer.counts]
    said = f"{bold(plural(answer.total, 'ministry or body', 'ministries and bodies'))}, most policies issued first"
    return _build_table(answer, frame, said=said, head=head, rows=rows, asks=asks)


def _build_table(
    answer: CompanyList | MinistryList,
    frame: Frame,
    *,
    said: str,
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    asks: Sequence[tuple[str, Ask]],
) -> Message:
    """Build a table under how many there are, with a list to open one from."""
    about = say_about(answer.understood)
    said = f"{said}{about}" if answer.total else f"{bold('None')}{about}."
    said += "" if answer.total else f" {explain_nothing(answer.coverage, uncovered=False)}"
    opening = select(f"Open a {'company' if isinstance(answer, CompanyList) else 'ministry'}", open_buttons(asks))
    first = frame.open_first(section(said), notes=answer.notes)
    body = [table(head, rows)] if rows else []
    body += [actions(*opening)] if opening and frame.shared_by is None else []

    def tail(_shown: int) -> list[Block]:
        return frame.close(describe_coverage(answer.coverage), pages=Pages.of(answer, shown=len(rows)))

    named = ", ".join(escape(label) for label, _ in asks[:_MAX_NAMED])
    return build_rows(f"{said}{f': {named}' if named else ''}", head=first, rows=[body], tail=tail)


def _name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    spelled = spell_id(body.id)
    return spelled if spelled == body.name_en else f"{spelled}, {body.name_en}"


# The card of one body: what it issued and what is open, first; its names and history in a window.


def build_ministry_card(answer: MinistryCard, frame: Frame) -> Message:
    """Build the card of one body: the answer in a line, then a page of what it issued."""
    source = name_only_source(answer.rows)
    lines = [_say_issued(answer), *_list_open(answer)]
    if answer.with_bodies and not answer.offset:
        partners = [f"{escape(spell_id(name))} ({count})" for name, count in answer.with_bodies]
        lines.append(f"Together with {join_some(partners, _MAX_WITH)}")
    head = frame.open_first(section("\n".join(lines)), notes=answer.notes)
    head += [] if frame.place is Place.WINDOW else _build_chart(answer)
    head.append(divider())
    shown_as = partial(build_row, asked_on=answer.asked_on, with_source=not source, with_sentence=False)
    rows = [[shown_as(row)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        held = describe_source(source, answer.coverage)
        names = button("Names and history", NAMES, format_ask(frame.ask))
        offers = Offers(follow=answer.follow, cite=bool(answer.rows), note=f"body:{answer.body.id}", others=(names,))
        foot = frame.close(held, pages=Pages.of(answer, shown=shown), offers=offers)
        return [*build_notes(answer.team_notes), *foot]

    return build_rows(" · ".join(lines), head=head, rows=rows, tail=tail)


def _say_issued(answer: MinistryCard) -> str:
    """Return how many policies a body issued since when, alone and with others."""
    issued, start = answer.alone + answer.joint, answer.coverage.period_start
    about = say_about(answer.understood)
    since = f" since {format_day_short(start, answer.asked_on)}" if start and not about else about
    shown = f"{answer.joint} joint of {issued}" if answer.only_joint else plural(issued, "policy", "policies")
    split = f" ({answer.alone} alone, {answer.joint} joint)" if answer.joint and answer.alone else ""
    split = "" if answer.only_joint else split or (" (joint)" if answer.joint else "")
    named = f" · named in {plural(answer.mentioned, 'other item')}" if answer.mentioned else ""
    name = f"{_name_body(answer.body)} {answer.body.name_zh or ''}".strip()
    return f"{bold(name)}: {shown}{since}{split}{named}"


def _list_open(answer: MinistryCard) -> list[str]:
    """Return a line for each of the first that take comments or applications, with the last day."""
    shown = [_say_open(row, answer.asked_on) for row in answer.open_drafts[:_MAX_OPEN]]
    left = answer.open_total - len(shown)
    return [*shown, *([f"and {left} more open"] if left > 0 else [])]


def _say_open(row: PolicyRow, asked_on: dt.date) -> str:
    days = format_deadlines(row.policy, row.rows, is_open=row.is_open, asked_on=asked_on)[:1]
    return join_facts((*days, escape(name_policy(row.policy, row.row)), row.policy.id))


def build_names_view(answer: MinistryCard) -> Block:
    """Build the window with a body's names and history."""
    body = answer.body
    lines = [
        (bold(body.name_en), ""),
        ("Chinese", " · ".join(filter(None, (body.name_zh, *body.names_zh)))),
        ("Also", ", ".join(body.aliases)),
        ("Since", body.since or ""),
        ("Until", body.until or ""),
        ("Before", ", ".join(map(_describe_life, answer.predecessors))),
        ("Since then", ", ".join(map(_describe_life, answer.successors))),
        *(("Formerly", f"{', '.join(each.names)}{_until(each.until)}") for each in body.former_names),
    ]
    said = [f"{label}: {escape(text)}" for label, text in lines[1:] if text]
    return modal("Names and history", [section("\n".join([lines[0][0], *said]))])


def _describe_life(body: Body) -> str:
    """Return a body's name and from when until when it was, as far as our list is certain of it."""
    life = f" ({body.since or ''} – {body.until or ''})" if body.since or body.until else ""
    return f"{_name_body(body)} {body.name_zh or ''}".strip() + life


def _until(year: str | None) -> str:
    return f" (until {year})" if year else ""


_LEAST_MONTHS = 6
_MOST_POINTS = 20


def _build_chart(answer: MinistryCard) -> list[Block]:
    """Build what a body issued by month; nothing under six months, nor where briefings are missing between them."""
    shown = answer.by_month[-_MOST_POINTS:]
    if len(shown) < _LEAST_MONTHS or len(answer.coverage.periods) > 1 or answer.only_joint or answer.offset:
        return []
    labels = [f"{MONTHS[month.month - 1]} {month.year}" for month, _, _ in shown]
    series = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]}
        for name, values in (("alone", [each[1] for each in shown]), ("joint", [each[2] for each in shown]))
    ]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": labels, "y_label": "policies"}}
    return [{"type": "data_visualization", "title": "Policies issued by month", "chart": chart}]


# The card of one company.


def build_company_card(answer: CompanyCard, frame: Frame) -> Message:
    """Build the card of one company: how many stories, newest first, claims marked."""
    company, source = answer.company, name_only_source(answer.rows)
    about = say_about(answer.understood)
    names = " ".join(filter(None, (company.name, company.name_zh)))
    said = f"{bold(names)}: {plural(answer.total, 'story', 'stories')}{about}"
    head = [*frame.open_first(section(said), notes=answer.notes), divider()]
    rows = [[build_row(row, asked_on=answer.asked_on, with_source=not source)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        facts = (_list_names(company), describe_source(source, answer.coverage))
        offers = Offers(follow=answer.follow, cite=True, note=f"company:{company.id}")
        foot = frame.close(*facts, pages=Pages.of(answer, shown=shown), offers=offers)
        return [*build_notes(answer.team_notes), *foot]

    newest = f": {escape(_name_story(answer.rows[0]))}" if answer.rows else ""
    return build_rows(f"{said}{newest}", head=head, rows=rows, tail=tail)


def _name_story(row: ItemRow) -> str:
    return name_item(row.item, row.sentence)


def _list_names(company: Company) -> str:
    also = join_some([escape(each) for each in (*company.aliases, *company.brands)], _MAX_NAMED, ", ")
    unlisted = "" if company.confirmed else "read from the text, not on our list"
    return join_facts((f"Also {also}" if also else "", unlisted))
