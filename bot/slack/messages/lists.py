"""Lists: what a search gives, a timeline, things side by side, tables of names, named lists, and nothing at all."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial

from bot.answers.company import CompanyList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.ministry import MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.rows import Coverage, ItemRow, PolicyRow
from bot.model.post import Message
from bot.names.records import Body, NamedList, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, actions, build_rows, context, divider, fold, menu, section, select, table
from bot.slack.messages.facts import (
    ACTIONS,
    CLOSES,
    format_bodies,
    format_claim,
    format_deadlines,
    format_goals,
    format_kind,
    format_sentence,
    name_issue,
    name_only_source,
    name_row,
)
from bot.slack.messages.frame import (
    Frame,
    Offers,
    build_line,
    build_notes,
    describe_coverage,
    describe_proof,
    describe_source,
    open_button,
    open_buttons,
    open_row,
    say_about,
    say_none,
)
from bot.slack.mrkdwn import bold, capitalise, escape, format_day, join_facts, join_some, plural, strike

_MAX_NAMED = 3
_MAX_ASKED = 120
_MAX_CHOICES = 20
_OF_ONE = frozenset({"policy", "briefing"})
_ONE_COMPANY = re.compile(r'company:"?([^",:]+)"?')
_OPEN = "status: open for comment"
"""How a question for what is open is read, which its answer says by itself."""


def build_policy_list(answer: PolicyList, frame: Frame) -> Message:
    """Build the answer to a search: how many there are of what, then a row for each, and where all are from."""
    said, known = _say_total(answer), _find_known(answer)
    source = name_only_source([*answer.rows, *answer.near])
    build = partial(build_row, asked_on=answer.asked_on, years=answer.target_years, with_source=not source)
    built, near = [[build(row)] for row in answer.rows], [[build(row)] for row in answer.near]
    if near:
        others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
        near[0].insert(0, context(bold("Related:" if answer.total or answer.only_policies else others)))
    nearest = () if answer.total else [name for name in answer.nearest if name != known]
    return frame.build(
        section(said, accessory=frame.refine_button() if answer.coverage.briefings else {}),
        _name_first(said, [name_row(row) for row in answer.rows or answer.near]),
        notes=answer.notes,
        body=[_build_meanings(answer, frame), *([divider()] if built or near else [])],
        rows=[*built, *near],
        above=[_build_nearest(nearest, frame, command="policy")],
        facts=[describe_source(source, answer.coverage)],
        page=answer if answer.total else None,
        shown=len(built),
        offers=Offers(follow=answer.follow, cite=answer.total > 0, export=answer.total > 0),
    )


def _say_total(answer: PolicyList) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    about = say_about([each for each in answer.understood if not (answer.asked_open and each == _OPEN)])
    if answer.total and answer.asked_open:
        return f"{bold(f'{answer.total:,} open for comment')}{about}"
    if answer.total:
        many = answer.total_items or 0
        counted = f"{many:,}" if many > answer.total else f"more than {answer.total:,}"
        first = f"{counted} results, the first {answer.total:,} listed"
        return f"{bold(first if answer.is_cut else plural(answer.total, 'result'))}{about}"
    if answer.asked_open:
        return say_none("Nothing open for comment", "", answer)
    known = _find_known(answer) if answer.coverage.briefings else ""
    return (
        _say_unmentioned(known, answer.coverage)
        if known
        else say_none("No policies" if answer.only_policies else "No results", about, answer)
    )


def _find_known(answer: PolicyList) -> str:
    """Return the name on our lists that is all that was asked for; "" where it is none."""
    if (named := _ONE_COMPANY.fullmatch(answer.query_text)) and not answer.notes:
        return named[1]
    asked = answer.query_text.strip('" ').casefold()
    return next((name for name in answer.nearest if name.casefold() == asked), "")


def _say_unmentioned(name: str, coverage: Coverage) -> str:
    return f"{bold(name)} isn't mentioned in your briefings. {describe_proof(coverage)}".strip()


def _name_first(said: str, names: Sequence[str]) -> str:
    """Return an answer's first line with the first names in it, as the text of a notification."""
    return f"{said}{': ' if names else ''}{', '.join(map(escape, names[:_MAX_NAMED]))}"


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
    title, chinese = name_row(row), ""
    if isinstance(row, PolicyRow):
        said_by, policy, shown_id = row.row, row.policy, row.policy.id
        chinese = policy.title_zh if policy.title_zh and policy.title_zh != title else ""
        facts = format_deadlines(row.rows, is_open=row.is_open, asked_on=asked_on)
        facts += [format_bodies(policy.issuing_bodies), format_kind(policy), format_day(policy.issued_on)]
    else:
        said_by, shown_id = row, row.id
        facts = [format_claim(row), format_day(row.item.reported_on)]
    line = capitalise(join_facts((*facts, name_issue(said_by.source) if with_source else "", shown_id)))
    goals = format_goals(said_by.item, years) if years else []
    sentence = format_sentence(said_by, title) if with_sentence else ""
    return open_row("\n".join(filter(None, (bold(title), escape(chinese), line, *(goals or [sentence])))), shown_id)


# A timeline: what lies ahead first, then what happened.


def build_timeline(answer: Timeline, frame: Frame) -> Message:
    """Build a page of events, the next one first, then what happened, the newest first."""
    about = say_about((f"“{answer.about}”",) if answer.about else answer.understood)
    undated = f" · {answer.undated:,} without a date" if answer.undated else ""
    said = f"{bold(plural(answer.total, 'dated event') if answer.total else 'No dated events')}{about}{undated}"
    source = name_only_source([row.said_by for row in answer.rows])
    rows = [[_build_event(row, answer.asked_on, source)] for row in answer.rows]
    begins = next((place for place, row in enumerate(answer.rows) if row.on < answer.asked_on), None)
    if begins is not None:
        rows[begins].insert(0, context(bold("So far")))
    if not answer.total and not answer.undated:
        said = say_none("No dated events", about, answer)
    return frame.build(
        section(said),
        f"{said}{f': {_describe_event(answer.rows[0])}' if answer.rows else ''}",
        notes=answer.notes,
        rows=rows,
        facts=[describe_source(source, answer.coverage)],
        page=answer,
        offers=Offers(export=answer.total > 0),
    )


def _build_event(row: TimelineRow, asked_on: dt.date, source: str) -> Block:
    told = row.said_by
    is_over = row.on < asked_on and row.day is not None and row.day.kind in ACTIONS
    day = (strike if is_over else bold)(format_day(row.on))
    bodies = format_bodies(told.item.issuing_bodies) or format_claim(told)
    facts = capitalise(join_facts((bodies, "" if source else name_issue(told.source), escape(row.subject))))
    return open_row(f"{day} {_describe_event(row)}\n{facts}", row.subject)


def _describe_event(row: TimelineRow) -> str:
    title = escape(name_row(row.row))
    if row.day is None:
        return title
    what = CLOSES[row.day.kind] if row.day.kind else "issued"
    return f"{what}{', official notice' if row.day.is_official else ''}: {title}"


# All companies and all bodies, as tables.


def name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    return ", ".join(dict.fromkeys((spell_id(body.id), body.name_en)))


def build_company_list(answer: CompanyList, frame: Frame) -> Message:
    """Build the companies in the news as a table."""
    rows = [
        (each.company.name, each.company.name_zh or "", str(each.items), format_day(each.latest_on))
        for each in answer.counts
    ]
    order = "most stories first" if answer.by_count else "the most recent first"
    said = f"{bold(plural(answer.total, 'company', 'companies'))} in the news, {order}"
    asks = [(name, Ask(command="company", text=name)) for name, *_ in rows]
    return _build_table(answer, frame, said, [("Company", "中文", "Stories", "Latest"), *rows], asks)


def build_ministry_list(answer: MinistryList, frame: Frame) -> Message:
    """Build the bodies that briefings name as a table."""
    rows = [
        (name_body(each.body), each.body.name_zh or "", str(each.issued), plural(each.named, "item"))
        for each in answer.counts
    ]
    said = f"{bold(plural(answer.total, 'ministry or body', 'ministries and bodies'))}, most policies issued first"
    asks = [(spell_id(each.body.id), Ask(command="ministry", text=each.body.id)) for each in answer.counts]
    return _build_table(answer, frame, said, [("Ministry or body", "中文", "Issued", "Named in"), *rows], asks)


def _build_table(
    answer: CompanyList | MinistryList,
    frame: Frame,
    said: str,
    rows: Sequence[tuple[str, ...]],
    asks: Sequence[tuple[str, Ask]],
) -> Message:
    """Build a table under how many there are, with a list to open one from."""
    about = say_about(answer.understood)
    said = f"{said}{about}" if answer.total else say_none("None", about, answer)
    opening = select("Open a company" if isinstance(answer, CompanyList) else "Open a ministry", open_buttons(asks))
    return frame.build(
        section(said),
        _name_first(said, [label for label, _ in asks]),
        notes=answer.notes,
        body=[table(rows[0], rows[1:]) if asks else {}, actions(opening if frame.shared_by is None else {})],
        facts=[describe_coverage(answer.coverage)],
        page=answer,
        shown=len(asks),
    )


# Named lists.


def build_list_card(answer: ListCard, frame: Frame) -> Message:
    """Build one list: whose it is, what it finds, and how it is used, changed and deleted."""
    name, to = answer.name, " to:me" if answer.is_own else ""
    hints = [
        f"Search it: {frame.command(f'list:{name}', 'policy')}",
        f"Follow it: {frame.command(f'subscribe list:{name}', 'digest')}",
        f"Change it: {frame.command(f'list save {name} = {answer.filter}{to}', 'policy')}",
        f"Delete it: {frame.command(f'list delete {name}{to}', 'policy')}",
    ]
    head = [_build_named(answer, "Saved: " if answer.is_saved else "List: "), build_notes(answer.notes)]
    return build_rows(escape(name), head=[*head, context("\n".join(hints[: 1 if frame.only_reads else None]))], rows=[])


def build_list_of_lists(answer: ListOfLists, frame: Frame) -> Message:
    """Build all lists that may be used here, or how the first is saved by who may."""
    said = bold(plural(len(answer.rows), "named list") if answer.rows else "No named lists yet")
    example = frame.command("list save us = topic:robotics,ai company:Huawei", "policy")
    save = "" if frame.only_reads else f"Save one for this channel: {example}, or your own with `to:me` at its end"
    rows = [[_build_named(row)] for row in answer.rows]
    return build_rows(said, head=[section(said)], rows=rows, tail=lambda _: [context(save)])


def build_list_deleted(deleted: NamedList) -> Message:
    """Build the word that a list is gone."""
    return build_line(f"{bold(f'Deleted: {deleted.name}')} ({escape(deleted.filter)})")


def _build_named(row: ListCard, before: str = "") -> Block:
    whose = "your own" if row.is_own else "this channel's"
    search = open_button("Search", Ask(command="policy", text=f"list:{row.id}"))
    words = f"Any of: {join_facts(map(escape, row.words))}"
    return section(f"{bold(f'{before}{row.name}')} · {whose} · {row.id}\n{words}", accessory=search)


# Where nothing or too much is meant.


def build_absent(answer: Absent, frame: Frame) -> Message:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    said = _say_absence(answer, fold(answer.asked, _MAX_ASKED) if answer.asked.strip() else "")
    command = answer.kind if answer.kind in {*_OF_ONE, "ministry", "company"} else frame.ask.command
    body = [_build_nearest(answer.nearest, frame, command=command)]
    if answer.in_words:
        have = plural(answer.in_words, "item has", "items have")
        search = open_button("Search the words", Ask(command="policy", text=answer.asked))
        line = f"{have} these words, but I know no {escape(answer.kind)} of that name."
        body.append(section(line, accessory=search if frame.shared_by is None else {}))
    return frame.build(section(said), said, body=body, facts=[describe_coverage(answer.coverage)])


def _say_absence(answer: Absent, asked: str) -> str:
    proof = describe_proof(answer.coverage)
    if not answer.coverage.briefings:
        return proof
    if not asked:
        none = "that may be shown here" if answer.coverage.is_narrowed else "yet"
        return f"You have no {escape(answer.kind)} {none}."
    if answer.filters:
        return f"Nothing about {bold(asked)} matches {join_facts(map(escape, answer.filters))}. {proof}"
    if answer.kind in _OF_ONE:
        return f"There is no {escape(answer.kind)} {bold(asked)}. {proof}"
    return _say_unmentioned(asked, answer.coverage)


def _build_nearest(nearest: Sequence[str], frame: Frame, *, command: str) -> Block:
    """Build the line of the nearest names, with what asks for one of them; none where none is near."""
    names = nearest[:MAX_MENU]
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in names])
    offered = buttons[0] if len(buttons) == 1 else menu(*buttons)
    listed = join_some([escape(name) for name in names], MAX_MENU)
    line = f"Did you mean {listed}?" if len(names) == 1 else f"Similar names: {listed}"
    return section(line if names else "", accessory=offered if frame.shared_by is None else {})


def _build_meanings(answer: PolicyList, frame: Frame) -> Block:
    """Build the line that says which meanings a name has, with a menu that opens one; none in what all see."""
    meanings = () if frame.shared_by is not None else answer.meanings
    buttons = open_buttons((label, _parse_ask(command, frame)) for label, command in meanings)
    listed = ", ".join(escape(label) for label, _ in meanings)
    return section(f"This name has several meanings: {listed}." if meanings else "", accessory=menu(*buttons))


def _parse_ask(command: str, frame: Frame) -> Ask:
    found = parse_command(command, frame.prefix) or parse_command(command)
    return found or Ask(command=frame.ask.command, text=command)


def build_choice(answer: Choice, frame: Frame) -> Message:
    """Build what a name may mean, or what is side by side: a row for each with what opens it."""
    said = f"{bold(fold(answer.asked, _MAX_ASKED))}: open one"
    rows = [
        [section(escape(label), accessory=open_button("Open", _parse_ask(command, frame)))]
        for label, command in answer.options[:_MAX_CHOICES]
    ]
    text = f"{said} {join_facts(escape(label) for label, _ in answer.options)}"
    return build_rows(text, head=[section(said), build_notes(frame.notes)], rows=rows)
