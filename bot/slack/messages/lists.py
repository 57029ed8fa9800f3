"""Lists of policies and news: what a search gives, a timeline, things side by side, named lists, and nothing at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial

from bot.answers.context import Absent, Choice
from bot.answers.lists import Compared, Comparison, PolicyList, Timeline, TimelineRow
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.rows import Coverage, ItemRow, PolicyRow
from bot.model.deadlines import EventKind
from bot.model.post import Message
from bot.names.records import NamedList
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, build_message, build_rows, context, cut, divider, menu, section
from bot.slack.messages.facts import (
    format_bodies,
    format_claim,
    format_deadlines,
    format_goals,
    format_kind,
    format_sentence,
    name_issue,
    name_only_source,
    name_row,
    name_source,
)
from bot.slack.messages.frame import (
    Frame,
    Offers,
    build_line,
    capitalise,
    describe_coverage,
    describe_proof,
    describe_source,
    join_facts,
    open_button,
    open_buttons,
    open_row,
    say_about,
)
from bot.slack.mrkdwn import bold, escape, format_day, format_known, plural, strike

_MAX_NAMED = 3
_MAX_ASKED = 120
_OPEN = "status: open for comment"
_ONE_COMPANY = re.compile(r'company:"?([^",:]+)"?')
"""How a question for what is open is read, which its answer says by itself."""


def build_policy_list(answer: PolicyList, frame: Frame) -> Message:
    """Build the answer to a search: how many there are of what, then a row for each, and where all are from."""
    said = _say_total(answer)
    source = name_only_source([*answer.rows, *answer.near])
    build = partial(build_row, asked_on=answer.asked_on, years=answer.target_years, with_source=not source)
    built = [[build(row)] for row in answer.rows]
    near = [[build(row)] for row in answer.near]
    if near:
        others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
        near[0].insert(0, context(bold("Related:" if answer.total else others)))
    nearest = [name for name in answer.nearest if name != _find_known(answer)]
    named = ", ".join(escape(name_row(row)) for row in (answer.rows or answer.near)[:_MAX_NAMED])
    return frame.build(
        section(said, accessory=frame.refine_button() if answer.coverage.briefings else None),
        text=f"{said}{f': {named}' if named else ''}",
        notes=answer.notes,
        body=[divider()] if built or near else [],
        rows=[*built, *near],
        above=[] if answer.total else _build_nearest(nearest, frame, command="policy"),
        facts=[describe_source(source, answer.coverage)],
        page=answer if answer.total else None,
        shown=len(built),
        offers=Offers(follow=answer.follow, cite=answer.total > 0, export=answer.total > 0),
    )


def _say_total(answer: PolicyList) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    about = say_about(answer.understood)
    if not answer.coverage.briefings:
        return describe_proof(answer.coverage)
    if answer.asked_open and not answer.total:
        return f"{bold('Nothing open for comment')}. {describe_proof(answer.coverage)}"
    if not answer.total and (known := _find_known(answer)):
        return _say_unmentioned(known, answer.coverage)
    if not answer.total:
        return f"{bold('No results')}{about}. {describe_proof(answer.coverage)}"
    if answer.asked_open:
        others = say_about([each for each in answer.understood if each != _OPEN])
        return f"{bold(f'{answer.total:,} open for comment')}{others}"
    counted = plural(answer.total, "result")
    if answer.is_cut:
        counted = f"more than {answer.total:,} results, the first {answer.total:,} listed"
    return f"{bold(counted)}{about}"


def _find_known(answer: PolicyList) -> str:
    """Return the name on our lists that is all that was asked for; "" where it is none."""
    if (named := _ONE_COMPANY.fullmatch(answer.query_text)) and not answer.notes:
        return named[1]
    asked = answer.query_text.strip('" ').casefold()
    return next((name for name in answer.nearest if name.casefold() == asked), "")


def _say_unmentioned(name: str, coverage: Coverage) -> str:
    return f"{bold(name)} isn't mentioned in your briefings. {describe_proof(coverage)}".strip()


def build_row(
    row: PolicyRow | ItemRow,
    *,
    asked_on: dt.date,
    years: tuple[int, ...] = (),
    with_source: bool = False,
    with_sentence: bool = True,
) -> Block:
    """Build one row of a list: title, Chinese title, one line of facts, the sentence that answers, and Open.

    ``years`` shows the goals set for them in the sentence's place.
    """
    item_row = row.row if isinstance(row, PolicyRow) else row
    title = name_row(row)
    lines = [bold(title)]
    if isinstance(row, PolicyRow):
        policy, shown_id = row.policy, row.policy.id
        lines += [escape(policy.title_zh)] if policy.title_zh and policy.title_zh != title else []
        days = format_deadlines(policy, row.rows, is_open=row.is_open, asked_on=asked_on)
        facts = [*days, format_bodies(policy.issuing_bodies), format_kind(policy), format_known(policy.issued_on)]
    else:
        shown_id = row.id
        facts = [format_claim(row), format_known(row.item.reported_on)]
    lines.append(capitalise(join_facts((*facts, name_issue(item_row.source) if with_source else "", shown_id))))
    goals = format_goals(item_row.item, years) if years else []
    lines += goals or ([format_sentence(item_row, title)] if with_sentence else [])
    return open_row("\n".join(filter(None, lines)), shown_id)


# A timeline: what lies ahead first, then what happened.


def build_timeline(answer: Timeline, frame: Frame) -> Message:
    """Build a page of events, the next one first, then what happened, the newest first."""
    about = say_about((f"“{answer.about}”",) if answer.about else answer.understood)
    if answer.total:
        said = f"{bold(plural(answer.total, 'dated event'))}{about}"
        said += f" · {answer.undated:,} without a date" if answer.undated else ""
    else:
        none = f"{bold('No dated events')}{about}." if answer.coverage.briefings else ""
        why = "" if answer.undated else describe_proof(answer.coverage)
        said = f"{none} {why}".strip()
    source = name_only_source([row.said_by for row in answer.rows])
    rows = [[_build_event(row, answer.asked_on, source)] for row in answer.rows]
    begins = next((place for place, row in enumerate(answer.rows) if row.event.on < answer.asked_on), None)
    if begins is not None:
        rows[begins].insert(0, context(bold("So far")))
    return frame.build(
        section(said),
        text=f"{said}{f': {_describe_event(answer.rows[0])}' if answer.rows else ''}",
        notes=answer.notes,
        rows=rows,
        facts=[describe_source(source, answer.coverage)],
        page=answer,
        offers=Offers(export=answer.total > 0),
    )


def _build_event(row: TimelineRow, asked_on: dt.date, source: str) -> Block:
    is_over = row.event.on < asked_on and row.event.kind in {EventKind.COMMENTS_CLOSE, EventKind.APPLICATIONS_CLOSE}
    day = strike(format_day(row.event.on)) if is_over else bold(format_day(row.event.on))
    told = row.said_by
    bodies = format_bodies(told.item.issuing_bodies) or format_claim(told)
    facts = capitalise(join_facts((bodies, "" if source else name_issue(told.source), escape(row.event.subject))))
    return open_row(f"{day} {_describe_event(row)}\n{facts}", row.event.subject)


def _describe_event(row: TimelineRow) -> str:
    title = escape(name_row(row.row))
    if row.event.kind is EventKind.NEWS:
        return title
    return f"{row.event.kind.value}{', official notice' if row.event.is_official else ''}: {title}"


# Several bodies, companies or policies side by side.


def build_comparison(answer: Comparison, frame: Frame) -> Message:
    """Build how many all share, then a row for each side: its counts, its newest sentence and what opens it."""
    said = " · ".join(bold(side.name) for side in answer.sides)
    return frame.build(
        section(said),
        text="; ".join(f"{escape(side.name)}: {_count_side(side)}" for side in answer.sides),
        notes=answer.notes,
        rows=[[_build_side(side)] for side in answer.sides],
        facts=[*map(escape, answer.understood), describe_coverage(answer.coverage)],
    )


def _count_side(side: Compared) -> str:
    latest = f"latest {format_day(side.newest.item.reported_on)}" if side.newest else ""
    return join_facts((*(plural(count, escape(one), escape(many)) for count, one, many in side.counts), latest))


def _build_side(side: Compared) -> Block:
    lines = [f"{bold(side.name)}: {_count_side(side)}"]
    if side.newest:
        lines.append(format_sentence(side.newest, ""))
        lines.append(join_facts((name_source(side.newest.source), side.newest.id)))
    ask = parse_command(side.command)
    return section("\n".join(lines), accessory=open_button("Open", ask) if ask else None)


# Named lists.


def build_list_card(answer: ListCard, frame: Frame) -> Message:
    """Build one list: whose it is, what it finds, and how it is used, changed and deleted."""
    done, name, to = "Saved" if answer.is_saved else "List", answer.name, " to:me" if answer.is_own else ""
    hints = [
        f"Search it: {frame.command(f'list:{name}', 'policy')}",
        f"Follow it: {frame.command(f'subscribe list:{name}', 'digest')}",
        f"Change it: {frame.command(f'list save {name} = {answer.filter}{to}', 'policy')}",
        f"Delete it: {frame.command(f'list delete {name}{to}', 'policy')}",
    ]
    row, hint = _build_named(answer, f"{done}: "), context("\n".join(hints[: 1 if frame.only_reads else None]))
    return build_message(f"{done}: {escape(name)}", [row, *(context(escape(note)) for note in answer.notes), hint])


def build_list_of_lists(answer: ListOfLists, frame: Frame) -> Message:
    """Build all lists that may be used here, or how the first is saved by who may."""
    example = frame.command("list save us = topic:robotics,ai company:Huawei", "policy")
    said = bold(plural(len(answer.rows), "named list")) if answer.rows else f"{bold('No named lists yet')}"
    save = [context(f"Save one for this channel: {example}, or your own with `to:me` at its end")]
    rows = [[_build_named(row)] for row in answer.rows]
    text = join_facts((said, ", ".join(escape(row.name) for row in answer.rows)))
    return build_rows(text, head=[section(said)], rows=rows, tail=lambda _: () if frame.only_reads else save)


def build_list_deleted(deleted: NamedList) -> Message:
    """Build the word that a list is gone."""
    return build_line(f"{bold(f'Deleted: {deleted.name}')} ({escape(deleted.filter)})")


def _build_named(row: ListCard, before: str = "") -> Block:
    whose = "your own" if row.is_own else "this channel's"
    words = f"Any of: {join_facts(map(escape, row.words))}"
    search = open_button("Search", Ask(command="policy", text=f"list:{row.id}"))
    return section(f"{bold(f'{before}{row.name}')} · {whose} · {row.id}\n{words}", accessory=search)


# Where nothing or too much is meant.

_MAX_CHOICES = 20
_OF_ONE = frozenset({"policy", "briefing"})


def build_absent(answer: Absent, frame: Frame) -> Message:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    asked = cut(" ".join(answer.asked.split()), _MAX_ASKED)
    said = _say_absence(answer, asked)
    command = answer.kind if answer.kind in {*_OF_ONE, "ministry", "company"} else frame.ask.command
    body = _build_nearest(answer.nearest, frame, command=command)
    if answer.in_words:
        have = plural(answer.in_words, "item has", "items have")
        line = f"{have} these words, but I know no {escape(answer.kind)} of that name."
        search = open_button("Search the words", Ask(command="policy", text=asked))
        body.append(section(line, accessory=search if frame.shared_by is None else None))
    if not answer.coverage.briefings:
        return build_message(said, [section(said), *body])
    return frame.build(section(said), text=said, body=body, facts=[describe_coverage(answer.coverage)])


def _say_absence(answer: Absent, asked: str) -> str:
    proof = describe_proof(answer.coverage)
    if not answer.coverage.briefings:
        return proof
    if not asked:
        none = "that may be shown here" if answer.coverage.is_narrowed else "yet"
        return f"You have no {escape(answer.kind)} {none}."
    if answer.filters:
        return f"Nothing about {bold(asked)} matches {join_facts(map(escape, answer.filters))}. {proof}"
    return (
        f"There is no {escape(answer.kind)} {bold(asked)}. {proof}"
        if answer.kind in _OF_ONE
        else (_say_unmentioned(asked, answer.coverage))
    )


def _build_nearest(nearest: Sequence[str], frame: Frame, *, command: str) -> list[Block]:
    """Build the line of the nearest names, with what asks for one of them; nothing when none is near."""
    shown = nearest[:MAX_MENU]
    if not shown:
        return []
    names = ", ".join(escape(name) for name in shown)
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in shown])
    offered = buttons if len(buttons) == 1 else menu(*buttons)
    line = f"Did you mean {names}?" if len(shown) == 1 else f"Similar names: {names}"
    return [section(line, accessory=offered[0] if offered and frame.shared_by is None else None)]


def build_choice(answer: Choice, frame: Frame) -> Message:
    """Build the question which of several a name means, a row for each with what opens it."""
    said = f"“{escape(cut(' '.join(answer.asked.split()), _MAX_ASKED))}” means several. Which one?"
    rows = []
    for label, command in answer.options[:_MAX_CHOICES]:
        ask = parse_command(command, frame.prefix) or parse_command(command)
        opened = open_buttons([("Open", ask or Ask(command=frame.ask.command, text=command))])
        rows.append([section(escape(label), accessory=next(iter(opened), None))])
    text = f"{said} {join_facts(escape(label) for label, _ in answer.options)}"
    return build_rows(text, head=[section(said), *(context(escape(note)) for note in frame.notes)], rows=rows)
