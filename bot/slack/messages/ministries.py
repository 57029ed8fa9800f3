"""Bodies as messages: the list of ministries, and the card of one."""

from __future__ import annotations

import datetime as dt

from bot.answers.ministry import BodyCount, MinistryCard, MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.rows import PolicyRow
from bot.dates.date_words import MONTHS
from bot.model.post import Message
from bot.names.records import Body, FormerNames, NamedList, spell_id
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, header, section
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    Place,
    build_record_list,
    capitalise,
    describe_coverage,
    describe_narrowed,
    join_facts,
    open_button,
    open_buttons,
)
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policies import build_row
from bot.slack.messages.policy_facts import format_ahead, name_policy
from bot.slack.mrkdwn import bold, escape, join_some, join_words, plural

# Named lists as messages: one with what it holds and how it is used, and all that may be used here.


def build_list_card(answer: ListCard, frame: Frame) -> Message:
    """Build one list: whose it is, what an item on it has any of, how it is used and how it ends."""
    done = "Saved" if answer.is_saved else "List"
    usage = join_words(
        (frame.command(f"list:{answer.name}", "policy"), frame.command(f"subscribe list:{answer.name}", "digest"))
    )
    change = frame.command(f"list save {answer.name} = {answer.filter}{_to(answer)}", "policy")
    delete = frame.command(f"list delete {answer.name}{_to(answer)}", "policy")
    blocks: list[Block] = [
        *frame.opening(answer.notes),
        section(
            f"{bold(f'{done}: {answer.name}')} ({answer.id}), {_name_owner(answer)}\n{_format_members(answer)}",
            accessory=_build_search(answer),
        ),
        context(f"Use it in any search: {usage}.", f"Change it: {change} · end it: {delete}"),
    ]
    if frame.only_reads:
        blocks[-1] = context(f"Use it in any search: {frame.command(f'list:{answer.name}', 'policy')}.")
    return build_rows(f"{done}: {escape(answer.name)}", head=blocks, rows=(), tail=lambda _: ())


def build_list_of_lists(answer: ListOfLists, frame: Frame) -> Message:
    """Build all lists that may be used here, or how the first is saved by who may."""
    example = frame.command("list save us = topic:robotics,ai company:Huawei", "policy")
    own = frame.command("list save mine = … to:me", "policy")
    head: list[Block] = [*frame.opening()]
    if answer.rows:
        head.append(section(f"{bold(plural(len(answer.rows), 'named list'))} that you can use here"))
    else:
        head.append(section(bold("No named list yet.") + ("" if frame.only_reads else f" Save one: {example}")))
    rows = [
        [
            section(
                f"{bold(row.name)} ({row.id}), {_name_owner(row)}\n{_format_members(row)}", accessory=_build_search(row)
            )
        ]
        for row in answer.rows
    ]

    def tail(_shown: int) -> list[Block]:
        save = "" if frame.only_reads else f" Save one: {example} · your own: {own}"
        return [context(f"An item is on a list when it has any of it.{save}")]

    text = ", ".join(escape(row.name) for row in answer.rows) or "No named list yet."
    return build_rows(text, head=head, rows=rows, tail=tail)


def build_list_deleted(held: NamedList) -> Message:
    """Build the word that a list is gone."""
    said = f"{bold(f'Deleted: {held.name}')} ({held.shown_id}). It held: {escape(held.filter)}"
    return build_rows(f"Deleted: {escape(held.name)}", head=[section(said)], rows=(), tail=lambda _: ())


def _build_search(row: ListCard) -> Block:
    return open_button("Search it", Ask(command="policy", text=f"list:{row.id}"), 1)


def _format_members(row: ListCard) -> str:
    return f"any of: {' · '.join(escape(words) for words in row.words)}"


def _name_owner(row: ListCard) -> str:
    return "your own" if row.is_own else "of this channel"


def _to(row: ListCard) -> str:
    return " to:me" if row.is_own else ""


# Counts by month: a chart where there is enough to draw, and the same figures in words below it.

MAX_POINTS = 20
_ENOUGH_MONTHS = 3
_ENOUGH_POLICIES = 5
_TITLE = "Issued by month, alone and jointly"


def build_counts(answer: MinistryCard, *, with_chart: bool) -> list[Block]:
    """Build what a body issued by month; ``with_chart`` where charts may stand, which is in messages only."""
    line = _format_months(answer)
    if answer.only_joint or answer.offset or not line:
        return []
    chart = build_month_chart(answer.by_month) if with_chart else None
    return [*([chart] if chart else []), context(line)]


def build_month_chart(by_month: tuple[tuple[dt.date, int, int], ...]) -> Block | None:
    """Build the chart of the last months; None where there is too little to draw."""
    shown = by_month[-MAX_POINTS:]
    busy = [month for month in shown if month[1] + month[2]]
    if len(busy) < _ENOUGH_MONTHS or sum(alone + joint for _, alone, joint in shown) < _ENOUGH_POLICIES:
        return None
    labels = [_name_month(month) for month, _, _ in shown]
    series = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]}
        for name, values in (("alone", [each[1] for each in shown]), ("joint", [each[2] for each in shown]))
    ]
    axis = {"categories": labels, "y_label": "policies"}
    return {
        "type": "data_visualization",
        "title": _TITLE,
        "chart": {"type": "bar", "series": series, "axis_config": axis},
    }


def _format_months(answer: MinistryCard) -> str:
    shown = [
        f"{_name_month(month)} {alone + joint}{f' ({joint} joint)' if joint else ''}"
        for month, alone, joint in answer.by_month[-MAX_POINTS:]
        if alone + joint
    ]
    earlier = sum(alone + joint for _, alone, joint in answer.by_month[:-MAX_POINTS])
    left = f"before that {earlier}, not drawn · " if earlier else ""
    gaps = " · months without a briefing are left out" if len(answer.coverage.periods) > 1 else ""
    return f"By month: {left}{' · '.join(shown)}{gaps}" if shown else ""


def _name_month(month: dt.date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


_MAX_NAMES = 700
_MAX_WITH = 8


def build_ministry_list(answer: MinistryList, frame: Frame) -> Message:
    """Build the list of bodies the corpus names, with what each issued."""
    names = ", ".join(spell_id(count.body.id) for count in answer.counts[:5])
    counted = plural(answer.total, "ministry", "ministries")
    return build_record_list(
        answer,
        frame,
        rows=[_build_count(count) for count in answer.counts],
        text=f"{counted}: {escape(names)} · {describe_coverage(answer.coverage)}",
        counted=plural(answer.total, "ministry or body", "ministries and bodies"),
        order="named in your briefings",
        note='"issued" means named as issuer',
    )


def _build_count(count: BodyCount) -> Block:
    body = count.body
    facts = join_facts((f"issued {count.issued:,}", f"named in {plural(count.named, 'item')}"))
    names = join_facts((escape(body.name_en), escape(body.name_zh)))
    return section(
        f"{bold(spell_id(body.id))}  {names}\n{facts}",
        accessory=open_button("Open", Ask(command="ministry", text=body.id), 1),
    )


def build_ministry_card(answer: MinistryCard, frame: Frame) -> Message:
    """Build the card of one body: its names and succession, its drafts, and a page of what it issued."""
    body = answer.body
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(_name_body(body)),
        section("\n".join(_format_names(answer))),
        *(section(line) for line in describe_narrowed(answer.understood)),
        section("\n".join(_format_record(answer))),
    ]
    head += build_counts(answer, with_chart=frame.place is not Place.WINDOW)
    rows = [[build_row(row, asked_on=answer.asked_on)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        mentions = frame.command(f"mentions:{body.id}", "policy")
        hint = join_facts((pages.describe(), f'"Issued" means named as issuer; otherwise: {mentions}'))
        asks = _list_other_views(answer)
        offers = Offers(follow="Follow…", filter=answer.follow, cite=answer.total > 0, note=f"body:{body.id}")
        return [
            *build_notes(answer.team_notes),
            context(hint),
            *frame.closing(open_buttons(asks), pages=pages, offers=offers),
        ]

    text = f"{escape(_name_body(body))}: issued {answer.alone + answer.joint} · {describe_coverage(answer.coverage)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _list_other_views(answer: MinistryCard) -> list[tuple[str, Ask]]:
    """Return the way to what it issued with others, and back."""
    if answer.only_joint:
        text = f"{answer.body.id} {answer.filter_text}".rstrip()
        return [(f"All {answer.alone + answer.joint}", Ask(command="ministry", text=text))]
    if answer.alone and answer.joint:
        text = f"joint {answer.body.id} {answer.filter_text}".rstrip()
        return [("Only joint", Ask(command="ministry", text=text))]
    return []


def _name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    spelled = spell_id(body.id)
    return spelled if spelled == body.name_en else f"{spelled}  {body.name_en}"


def _format_names(answer: MinistryCard) -> list[str]:
    body = answer.body
    known = {body.id, body.name_en}
    names = join_facts(escape(name) for name in (body.name_zh, *body.aliases) if name not in known)
    lines = [cut(names, _MAX_NAMES)] if names else []
    life = join_facts(
        (
            f"since {escape(body.since)}" if body.since else "",
            f"until {escape(body.until)}" if body.until else "",
            f"formerly named: {', '.join(map(_format_former, body.former_names))}" if body.former_names else "",
            f"before: {_name_bodies(answer.predecessors)}" if answer.predecessors else "",
            f"since then: {_name_bodies(answer.successors)}" if answer.successors else "",
        )
    )
    return [*lines, *([capitalise(life)] if life else [])] or [escape(body.name_en)]


def _format_former(former: FormerNames) -> str:
    until = f" (until {former.until})" if former.until else ""
    return escape(f"{', '.join(former.names)}{until}")


def _name_bodies(bodies: tuple[Body, ...]) -> str:
    return ", ".join(
        escape(f"{spell_id(body.id)} {body.name_zh or body.name_en}{_format_life(body)}") for body in bodies
    )


def _format_life(body: Body) -> str:
    """Return from when until when a body was, as far as our list is certain of it."""
    if body.since and body.until:
        return f" ({body.since} – {body.until})"
    return f" (until {body.until})" if body.until else f" (since {body.since})" if body.since else ""


def _format_record(answer: MinistryCard) -> list[str]:
    issued = answer.alone + answer.joint
    alone = f"issued {issued} ({answer.alone} alone, {answer.joint} joint)"
    lines = [
        join_facts(
            (
                capitalise(alone),
                f"named besides in {plural(answer.mentioned, 'item')}" if answer.mentioned else "",
                describe_coverage(answer.coverage),
            )
        )
    ]
    if answer.with_bodies:
        partners = [f"{escape(name)} ({count})" for name, count in answer.with_bodies]
        lines.append(f"Together with: {join_some(partners, _MAX_WITH)}")
    return [*lines, *_format_waiting(answer)]


def _format_waiting(answer: MinistryCard) -> list[str]:
    open_drafts = [_format_draft(row, answer.asked_on) for row in answer.open_drafts]
    left = answer.open_total - len(open_drafts)
    more = f" and {left} more" if left > 0 else ""
    return [f"{bold('Open:')} {', '.join(open_drafts)}{more}"] if open_drafts else []


def _format_draft(row: PolicyRow, asked_on: dt.date) -> str:
    title = escape(cut(name_policy(row.policy, row.row), 60))
    return f"{row.policy.id} {title}, {format_ahead(row, asked_on)}"
