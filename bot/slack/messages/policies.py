"""Policies and news as messages: the list that a search gives, a timeline, and several things side by side."""

from __future__ import annotations

import datetime as dt

from bot.answers.lists import Compared, Comparison, PolicyList, Timeline, TimelineRow
from bot.answers.rows import ItemRow, PolicyRow
from bot.model.deadlines import EventKind
from bot.model.post import Message
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import Block, build_rows, context, divider, menu, section
from bot.slack.messages.absent import build_nearest
from bot.slack.messages.facts import (
    format_bodies,
    format_claim,
    format_deadlines,
    format_goals,
    format_kind,
    format_sentence,
    name_issue,
    name_item,
    name_only_source,
    name_policy,
    name_source,
)
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    capitalise,
    describe_coverage,
    describe_proof,
    describe_source,
    explain_nothing,
    join_facts,
    join_understood,
    open_button,
    open_buttons,
)
from bot.slack.mrkdwn import bold, escape, format_day, format_known, plural, strike

_MAX_NAMED = 3
_CLOSEST = "No exact match. Closest:"
_RELATED = "Related:"
_OPEN = "status: open for comment"
"""How a question for what is open is read, which its answer says by itself."""

Row = PolicyRow | ItemRow


def build_policy_list(answer: PolicyList, frame: Frame) -> Message:
    """Build the answer to a search: how many there are of what, then a row for each, and where all are from."""
    said = _say_total(answer)
    rows = answer.rows or answer.closed_drafts
    source = name_only_source([*rows, *answer.near])
    years = answer.target_years

    def build(row: Row) -> list[Block]:
        return [build_row(row, asked_on=answer.asked_on, years=years, with_source=not source)]

    built = [build(row) for row in rows]
    if answer.near:
        near_head = context(bold(_RELATED if answer.total else _CLOSEST))
        first, *others = map(build, answer.near)
        built += [[near_head, *first], *others]
    head = frame.open_first(section(said, accessory=frame.refine_button()), notes=answer.notes)
    head += [*_build_choices(answer, frame), *_build_closed(answer), *([divider()] if built else [])]
    near = tuple(name for name in answer.nearest if name != _find_known(answer))
    nearest = build_nearest(near, frame, command="policy") if not answer.total else []

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=min(shown, len(answer.rows))) if answer.total else None
        held = describe_source(source, answer.coverage)
        offers = Offers(follow=answer.follow, cite=answer.total > 0, export=answer.total > 0)
        return [*nearest, *frame.close(held, pages=pages, offers=offers)]

    named = ", ".join(escape(_name(row)) for row in (answer.rows or answer.near)[:_MAX_NAMED])
    return build_rows(f"{said}{f': {named}' if named else ''}", head=head, rows=built, tail=tail)


def _say_total(answer: PolicyList) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    about = join_understood(answer.understood)
    if answer.asked_open and not answer.total:
        return f"{bold('Nothing open for comment')}. {explain_nothing(answer.coverage, uncovered=False)}"
    if not answer.total and (known := _find_known(answer)):
        return f"{bold(known)} isn't mentioned in your briefings. {describe_proof(answer.coverage)}".strip()
    if not answer.total:
        what = f" for {about}" if about else ""
        return f"{bold('No results')}{what}. {explain_nothing(answer.coverage, uncovered=answer.uncovered)}"
    if answer.asked_open:
        others = join_understood(each for each in answer.understood if each != _OPEN)
        return f"{bold(f'{answer.total:,} open for comment')}{f' · {others}' if others else ''}"
    counted = plural(answer.total, "result")
    if answer.is_cut:
        many = f"{answer.total_items:,}" if answer.total_items > answer.total else f"more than {answer.total:,}"
        counted = f"{many} results, the first {answer.total:,} listed"
    return f"{bold(counted)}{f' for {about}' if about else ''}"


def _find_known(answer: PolicyList) -> str:
    """Return the name on our lists that is all that was asked for; "" where it is none."""
    asked = answer.query_text.strip('" ').casefold()
    return next((name for name in answer.nearest if name.casefold() == asked), "")


def _name(row: Row) -> str:
    return name_policy(row.policy, row.row) if isinstance(row, PolicyRow) else name_item(row.item, row.sentence)


def _build_choices(answer: PolicyList, frame: Frame) -> list[Block]:
    """Build the question which of its meanings a name has; not in an answer that all see."""
    if not answer.choices or frame.shared_by is not None:
        return []
    buttons = open_buttons((label, Ask(command="policy", text=text)) for label, text in answer.choices)
    meanings = ", ".join(escape(label) for label, _ in answer.choices)
    offered = menu(*buttons)
    return [section(f"A name in this can mean several: {meanings}.", accessory=offered[0] if offered else None)]


def _build_closed(answer: PolicyList) -> list[Block]:
    """Build the line of drafts on the same that are closed, lest the one that is meant be taken for open."""
    if not answer.total:
        return []
    closed = [
        f"{format_day(row.policy.comments_close_on)} ({row.policy.id})" for row in answer.closed_drafts[:_MAX_NAMED]
    ]
    left = len(answer.closed_drafts) - len(closed)
    return [context(f"No longer open: {', '.join(closed)}{f' and {left} more' if left else ''}")] if closed else []


def build_row(
    row: Row,
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
    title = _name(row)
    lines = [bold(title)]
    if isinstance(row, PolicyRow):
        policy, shown_id = row.policy, row.policy.id
        lines += [escape(policy.title_zh)] if policy.title_zh and policy.title_zh != title else []
        days = format_deadlines(policy, row.rows, is_open=row.is_open, asked_on=asked_on)
        on = format_known(policy.issued_on)
        facts = [*days, format_bodies(policy.issuing_bodies), format_kind(policy), on]
    else:
        shown_id = row.id
        facts = [format_claim(row), format_known(row.item.reported_on)]
    lines.append(capitalise(join_facts((*facts, name_issue(item_row.source) if with_source else "", shown_id))))
    goals = format_goals(item_row.item, years) if years else []
    lines += goals or ([format_sentence(item_row, title)] if with_sentence else [])
    open_it = open_button("Open", Ask(command="policy", text=shown_id))
    return section("\n".join(filter(None, lines)), accessory=open_it)


# A timeline: what lies ahead first, then what happened.


def build_timeline(answer: Timeline, frame: Frame) -> Message:
    """Build a page of events, the next one first, then what happened, the newest first."""
    about = join_understood((answer.about,) if answer.about else answer.understood)
    if answer.total:
        said = f"{bold(plural(answer.total, 'dated event'))}{f' for {about}' if about else ''}"
        said += f" · {answer.undated:,} without a date" if answer.undated else ""
    else:
        said = f"{bold('No dated events')}{f' for {about}' if about else ''}."
        said += "" if answer.undated else f" {explain_nothing(answer.coverage, uncovered=answer.uncovered)}"
    source = name_only_source([row.said_by for row in answer.rows])
    begins = next((place for place, row in enumerate(answer.rows) if row.event.on < answer.asked_on), -1)
    rows = [
        [*([context(bold("So far"))] if place == begins else []), _build_event(row, answer.asked_on, source)]
        for place, row in enumerate(answer.rows)
    ]
    nearest = [] if answer.total or answer.undated else build_nearest(answer.nearest, frame, command="policy")

    def tail(shown: int) -> list[Block]:
        held = describe_source(source, answer.coverage)
        offers = Offers(export=answer.total > 0)
        return [*nearest, *frame.close(held, pages=Pages.of(answer, shown=shown), offers=offers)]

    first = f": {_describe_event(answer.rows[0])}" if answer.rows else ""
    return build_rows(f"{said}{first}", head=frame.open_first(section(said), notes=answer.notes), rows=rows, tail=tail)


def _build_event(row: TimelineRow, asked_on: dt.date, source: str) -> Block:
    is_over = row.event.on < asked_on and row.event.kind in {EventKind.COMMENTS_CLOSE, EventKind.APPLICATIONS_CLOSE}
    day = strike(format_day(row.event.on)) if is_over else bold(format_day(row.event.on))
    told = row.said_by
    bodies = format_bodies(told.item.issuing_bodies) or format_claim(told)
    facts = capitalise(join_facts((bodies, "" if source else name_issue(told.source), escape(row.event.subject))))
    open_it = open_button("Open", Ask(command="policy", text=row.event.subject))
    return section(f"{day} {_describe_event(row)}\n{facts}", accessory=open_it)


def _describe_event(row: TimelineRow) -> str:
    title = escape(_name(row.row))
    if row.event.kind is EventKind.NEWS:
        return title
    official = ", official notice" if row.event.is_official else ""
    return f"{row.event.kind.value}{official}: {title}"


# Several bodies, companies or policies side by side.


def build_comparison(answer: Comparison, frame: Frame) -> Message:
    """Build how many all share, then a row for each side: its counts, its newest sentence and what opens it."""
    said = " and ".join(bold(side.name) for side in answer.sides)
    together = open_buttons([("Open", Ask(command="policy", text=answer.together))]) if answer.shared else []
    said += f": {plural(answer.shared, 'policy', 'policies')} together" if together else ""
    head = frame.open_first(section(said, accessory=together[0] if together else None), notes=answer.notes)
    rows = [[_build_side(side)] for side in answer.sides]

    def tail(_shown: int) -> list[Block]:
        return frame.close(join_understood(answer.understood), describe_coverage(answer.coverage))

    text = "; ".join(f"{escape(side.name)}: {_count_side(side)}" for side in answer.sides)
    return build_rows(text, head=head, rows=rows, tail=tail)


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
