"""Ministries and companies as messages: all that the briefings name as a table, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.answers.company import CompanyCard, CompanyList
from bot.answers.ministry import MinistryCard, MinistryList
from bot.dates.date_words import MONTHS
from bot.model.post import Message
from bot.names.records import Body, Company, spell_id
from bot.slack.actions import NAMES, Ask, format_ask
from bot.slack.blocks import Block, actions, button, divider, modal, section, select, table
from bot.slack.messages.cards import build_team_notes
from bot.slack.messages.facts import list_open, name_only_source, name_row
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Place,
    describe_coverage,
    describe_proof,
    describe_source,
    join_facts,
    open_buttons,
    say_about,
)
from bot.slack.messages.lists import build_row
from bot.slack.mrkdwn import bold, escape, format_day, format_day_short, join_some, plural

_MAX_NAMED = 5
_MAX_OPEN = 3
_MAX_WITH = 4


def build_company_list(answer: CompanyList, frame: Frame) -> Message:
    """Build the companies in the news as a table."""
    rows = [
        (each.company.name, each.company.name_zh or "", str(each.items), format_day(each.latest_on))
        for each in answer.counts
    ]
    order = "most stories first" if answer.by_count else "the most recent first"
    said = f"{bold(plural(answer.total, 'company', 'companies'))} in the news, {order}"
    head = ("Company", "中文", "Stories", "Latest")
    asks = [(name, Ask(command="company", text=name)) for name, *_ in rows]
    return _build_table(answer, frame, said, [head, *rows], asks)


def build_ministry_list(answer: MinistryList, frame: Frame) -> Message:
    """Build the bodies that briefings name as a table."""
    rows = [
        (_name_body(each.body), each.body.name_zh or "", str(each.issued), plural(each.named, "item"))
        for each in answer.counts
    ]
    said = f"{bold(plural(answer.total, 'ministry or body', 'ministries and bodies'))}, most policies issued first"
    head = ("Ministry or body", "中文", "Issued", "Named in")
    asks = [(spell_id(each.body.id), Ask(command="ministry", text=each.body.id)) for each in answer.counts]
    return _build_table(answer, frame, said, [head, *rows], asks)


def _build_table(
    answer: CompanyList | MinistryList,
    frame: Frame,
    said: str,
    rows: Sequence[tuple[str, ...]],
    asks: Sequence[tuple[str, Ask]],
) -> Message:
    """Build a table under how many there are, with a list to open one from."""
    about = say_about(answer.understood)
    none = f"{bold('None')}{about}. " if answer.coverage.briefings else ""
    said = f"{said}{about}" if answer.total else f"{none}{describe_proof(answer.coverage)}"
    opening = select(f"Open a {'company' if isinstance(answer, CompanyList) else 'ministry'}", open_buttons(asks))
    opening = opening if frame.shared_by is None else []
    named = ", ".join(escape(label) for label, _ in asks[:_MAX_NAMED])
    return frame.build(
        section(said),
        text=f"{said}{f': {named}' if named else ''}",
        notes=answer.notes,
        body=[*([table(rows[0], rows[1:])] if asks else []), *([actions(*opening)] if opening else [])],
        facts=[describe_coverage(answer.coverage)],
        page=answer,
        shown=len(asks),
    )


def _name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    return ", ".join(dict.fromkeys((spell_id(body.id), body.name_en)))


# The card of one body: what it issued and what is open, first; its names and history in a window.


def build_ministry_card(answer: MinistryCard, frame: Frame) -> Message:
    """Build the card of one body: the answer in a line, then a page of what it issued."""
    source = name_only_source(answer.rows)
    lines = [_say_issued(answer), *list_open(answer.open_drafts[:_MAX_OPEN], answer.open_total, answer.asked_on)]
    if answer.with_bodies and not answer.offset:
        partners = [f"{escape(spell_id(name))} ({count})" for name, count in answer.with_bodies]
        lines.append(f"Together with {join_some(partners, _MAX_WITH)}")
    build = partial(build_row, asked_on=answer.asked_on, with_source=not source, with_sentence=False)
    names = button("Names and history", NAMES, format_ask(frame.ask))
    return frame.build(
        section("\n".join(lines)),
        text=" · ".join(lines),
        notes=answer.notes,
        body=[*([] if frame.place is Place.WINDOW else _build_chart(answer)), *([divider()] if answer.rows else [])],
        rows=[[build(row)] for row in answer.rows],
        above=build_team_notes(answer.team_notes),
        facts=[describe_source(source, answer.coverage)],
        page=answer,
        offers=Offers(follow=answer.follow, cite=bool(answer.rows), note=f"body:{answer.body.id}", others=(names,)),
    )


def _say_issued(answer: MinistryCard) -> str:
    """Return how many policies a body issued since when, alone and with others."""
    issued, start = answer.alone + answer.joint, answer.coverage.period_start
    about = say_about(answer.understood)
    since = f" since {format_day_short(start, answer.asked_on)}" if start and not about else about
    named = f" · named in {plural(answer.mentioned, 'other item')}" if answer.mentioned else ""
    name = bold(f"{_name_body(answer.body)} {answer.body.name_zh or ''}")
    if not issued:
        none = f": no policies in your briefings{about}{named}" if answer.coverage.briefings else ""
        return f"{name}{none}. {describe_proof(answer.coverage)}".strip()
    split = f"{answer.alone} alone, {answer.joint} joint" if answer.alone else "joint"
    return f"{name}: {plural(issued, 'policy', 'policies')}{since}{f' ({split})' if answer.joint else ''}{named}"


def build_names_view(answer: MinistryCard) -> Block:
    """Build the window with a body's names and history."""
    body = answer.body
    lines = [
        ("Chinese", " · ".join(filter(None, (body.name_zh, *body.names_zh)))),
        ("Also", ", ".join(body.aliases)),
        ("Since", body.since or ""),
        ("Until", body.until or ""),
        ("Before", ", ".join(map(_describe_life, answer.predecessors))),
        ("Since then", ", ".join(map(_describe_life, answer.successors))),
        *(
            ("Formerly", f"{', '.join(each.names)}{f' (until {each.until})' if each.until else ''}")
            for each in body.former_names
        ),
    ]
    said = [f"{label}: {escape(text)}" for label, text in lines if text]
    return modal("Names and history", [section("\n".join([bold(body.name_en), *said]))])


def _describe_life(body: Body) -> str:
    """Return a body's name and from when until when it was, as far as our list is certain of it."""
    life = f" ({body.since or ''} – {body.until or ''})".replace("( – ", "(until ") if body.since or body.until else ""
    return f"{_name_body(body)} {body.name_zh or ''}".strip() + life


_LEAST_MONTHS = 6
_MOST_POINTS = 20


def _build_chart(answer: MinistryCard) -> list[Block]:
    """Build what a body issued by month; nothing under six months, nor where briefings are missing between them."""
    shown = answer.by_month[-_MOST_POINTS:]
    if len(shown) < _LEAST_MONTHS or len(answer.coverage.periods) > 1 or answer.offset:
        return []
    labels = [f"{MONTHS[month.month - 1]} {month.year}" for month, _, _ in shown]
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": each[place]} for label, each in zip(labels, shown, strict=True)],
        }
        for place, name in ((1, "alone"), (2, "joint"))
    ]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": labels, "y_label": "policies"}}
    return [{"type": "data_visualization", "title": "Policies issued by month", "chart": chart}]


# The card of one company.


def build_company_card(answer: CompanyCard, frame: Frame) -> Message:
    """Build the card of one company: how many stories, newest first, claims marked."""
    company, source = answer.company, name_only_source(answer.rows)
    names = " ".join(filter(None, (company.name, company.name_zh)))
    said = f"{bold(names)}: {plural(answer.total, 'story', 'stories')}{say_about(answer.understood)}"
    rows = [[build_row(row, asked_on=answer.asked_on, with_source=not source)] for row in answer.rows]
    return frame.build(
        section(said),
        text=f"{said}{f': {escape(name_row(answer.rows[0]))}' if answer.rows else ''}",
        notes=answer.notes,
        body=[divider()],
        rows=rows,
        above=build_team_notes(answer.team_notes),
        facts=[_list_names(company), describe_source(source, answer.coverage)],
        page=answer,
        offers=Offers(follow=answer.follow, cite=True, note=f"company:{company.id}"),
    )


def _list_names(company: Company) -> str:
    also = join_some([escape(each) for each in (*company.aliases, *company.brands)], _MAX_NAMED, ", ")
    unlisted = "" if company.confirmed else "read from the text, not on our list"
    return join_facts((f"Also {also}" if also else "", unlisted))
