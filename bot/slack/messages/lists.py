"""Lists: what a search gives, a timeline, tables of names, briefings, named lists, several meanings, or none."""

import re
from collections.abc import Sequence
from functools import singledispatch

from bot.answers.briefing import CHANGES, BriefingCard, BriefingComparison, BriefingList, PolicyChange
from bot.answers.cards import CompanyCard, CompanyList, MinistryCard, MinistryList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.named_lists import ShownLists
from bot.answers.rows import SECTION_NAMES, BriefingRow, ItemRow, PolicyRow
from bot.names.records import Body, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, context, divider, fold, menu, section, table
from bot.slack.messages import facts
from bot.slack.messages.frame import Content, build_notes, open_button, open_row, say_none, say_total, type_command
from bot.slack.mrkdwn import bold, escape, strike
from bot.slack.wording import capitalise, cut_lines, format_day, format_period, join_facts, plural

_MAX_NAMED, _MAX_ASKED, _MAX_CHANGES = 3, 120, 12
_ONE_COMPANY = re.compile(r'company:"?([^",:]+)"?')
_UNMENTIONED = "isn't mentioned in your briefings"
_OPEN = "status: open for comment"
"""How a question for what is open is read, which its answer says by itself."""


@singledispatch
def build_content(answer: object) -> Content:
    """Return what an answer says, by its kind."""
    raise TypeError(type(answer))


def list_rows(
    answer: PolicyList | MinistryCard | CompanyCard | BriefingCard, rows: Sequence[PolicyRow | ItemRow]
) -> tuple[list[list[Block]], str | None]:
    """Return a block for each row of an answer, and the briefing that all are from, if it is one.

    A row has title, Chinese title, one line of facts, and Open. In a search and of a company it has the sentence that
    answers, or the goals of the years asked for.
    """
    source = facts.find_only_source([facts.split_row(row)[1] for row in rows])
    built = []
    for row in rows:
        (policy, told), title = facts.split_row(row), facts.name_row(row)
        item, shown_id = told.item, told.policy_id or told.id
        chinese = policy.title_zh if policy and policy.title_zh != title else ""
        days = facts.format_deadlines(row, answer.asked_on) if isinstance(row, PolicyRow) else []
        issuers = policy.issuing_bodies if policy else item.issuing_bodies if item.policy else ()
        parts = (
            *days,
            facts.format_bodies(issuers),
            facts.format_kind(policy) or facts.format_claim(told),
            format_day(policy.issued_on if policy else item.reported_on),
            "" if source else facts.name_issue(told.source),
            shown_id,
        )
        said = facts.format_goals(item, answer.target_years) if isinstance(answer, PolicyList) else []
        if not said and isinstance(answer, PolicyList | CompanyCard):
            said = [facts.format_sentence(told, title)]
        lines = (bold(title), escape(chinese or ""), capitalise(join_facts(parts)), *said)
        built.append([open_row("\n".join(filter(None, lines)), shown_id)])
    return built, source


@build_content.register
def _(answer: PolicyList) -> Content:
    known = _find_known(answer)
    rows, source = list_rows(answer, (*answer.rows, *answer.near))
    rows, near = rows[: len(answer.rows)], rows[len(answer.rows) :]
    others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
    heading = bold("Related:" if answer.total or answer.only_policies else others) if near else ""
    nearest = () if answer.total else [name for name in answer.nearest if name != known]
    return Content(
        said=_say_total(answer, known),
        text=", ".join(escape(facts.name_row(row)) for row in (answer.rows or answer.near)[:_MAX_NAMED]),
        body=[divider() if rows or near else {}],
        rows=rows,
        above=[context(heading), *(block for row in near for block in row), _build_nearest(nearest, "policy")],
        source=source,
    )


def _say_total(answer: PolicyList, known: str) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    if answer.asked_open:
        about = [each for each in answer.understood if each != _OPEN] if answer.total else []
        return say_total(answer, f"{answer.total:,} open for comment", "Nothing open for comment", about)
    if known and not answer.total:
        return say_none(f"{bold(known)} {_UNMENTIONED}", answer)
    counted = plural(answer.total, "result")
    if answer.is_cut:
        many = answer.total_items or 0
        whole = f"{many:,}" if many > answer.total else f"more than {answer.total:,}"
        counted = f"{whole} results, the first {answer.total:,} listed"
    return say_total(answer, counted, "No policies" if answer.only_policies else "No results")


def _find_known(answer: PolicyList) -> str:
    """Return the name on our lists that is all that was asked for; "" where it is none."""
    if (named := _ONE_COMPANY.fullmatch(answer.query_text)) and not answer.notes:
        return named[1]
    asked = answer.query_text.strip('" ').casefold()
    return next((name for name in answer.nearest if name.casefold() == asked), "")


@build_content.register
def _(answer: Timeline) -> Content:
    about = (f"“{answer.about}”",) if answer.about else answer.understood
    undated = f" · {answer.undated:,} without a date" if answer.undated else ""
    source = facts.find_only_source([row.said_by for row in answer.rows])
    rows: list[list[Block]] = []
    for row in answer.rows:
        told, is_over = row.said_by, row.on < answer.asked_on
        closed = is_over and row.day is not None and row.day.kind in facts.ACTIONS
        bodies = facts.format_bodies(told.item.issuing_bodies) or facts.format_claim(told)
        line = join_facts((bodies, "" if source else facts.name_issue(told.source), escape(row.subject)))
        day = (strike if closed else bold)(format_day(row.on))
        is_first = is_over and all(each.on >= answer.asked_on for each in answer.rows[: len(rows)])
        event = open_row(f"{day} {_describe_event(row)}\n{capitalise(line)}", row.subject)
        rows.append([context(bold("So far")) if is_first else {}, event])
    return Content(
        said=f"{say_total(answer, plural(answer.total, 'dated event'), 'No dated events', about)}{undated}",
        text="".join(map(_describe_event, answer.rows[:1])),
        rows=rows,
        source=source,
    )


def _describe_event(row: TimelineRow) -> str:
    title = escape(facts.name_row(row.row))
    if row.day is None:
        return title
    what = facts.CLOSES[row.day.kind] if row.day.kind else "issued"
    return f"{what}{', official notice' if row.day.is_official else ''}: {title}"


def name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    return ", ".join(dict.fromkeys((spell_id(body.id), body.name_en)))


@build_content.register
def _(answer: CompanyList | MinistryList) -> Content:
    if isinstance(answer, CompanyList):
        order = "most stories first" if answer.by_count else "the most recent first"
        said = f"{plural(answer.total, 'company', 'companies')} in the news, {order}"
        cells = [("Company", "中文", "Stories", "Latest")]
        for each, count in answer.counts:
            cells.append((each.name, each.name_zh or "", str(count.items), format_day(count.latest_on)))
    else:
        said = f"{plural(answer.total, 'ministry or body', 'ministries and bodies')}, most policies issued first"
        cells = [("Ministry or body", "中文", "Issued", "Named in")]
        for body, count in answer.counts:
            cells.append((name_body(body), body.name_zh or "", str(count.issued), plural(count.items, "item")))
    return Content(said=say_total(answer, said, "None"), body=[table(cells)] if answer.counts else [])


@build_content.register
def _(answer: BriefingList) -> Content:
    rows = [(row.id, f"{bold(row.name)}\n{join_facts((*format_issue(row), row.id))}") for row in answer.rows]
    return Content(
        said=say_total(answer, plural(answer.total, "briefing"), "No briefings"),
        rows=[[open_row(text, shown_id, command="briefing")] for shown_id, text in rows],
    )


def format_issue(row: BriefingRow) -> tuple[str, str]:
    """Return a briefing's dates, and its counts by section with what could not be read."""
    period = format_period(row.period_start, row.period_end)
    dates = join_facts((format_day(row.published_on), f"covers {period}" if period else ""))
    counts = [
        plural(count, "top item") if name == "top" else f"{count:,} {SECTION_NAMES.get(name, 'items')}"
        for name, count in row.counts
        if count
    ]
    return dates, join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


@build_content.register
def _(answer: BriefingComparison) -> Content:
    names = ("New policies", "Changed", "Deadlines moved", "No longer mentioned")
    kinds = zip(CHANGES, names, strict=True)
    parts = {name: [each for each in answer.changes if each.kind == kind] for kind, name in kinds}
    rows = []
    for name, changes in parts.items():
        lines = [f"• {join_facts(_name_change(each))}" for each in changes]
        rows.append([section("\n".join([bold(name), *cut_lines(lines, _MAX_CHANGES)]) if lines else "")])
    counted = [f"{name}: {len(changes)}" for name, changes in parts.items() if changes]
    sides = [f"{bold(each.name)} ({each.id})" for each in (answer.after, answer.before)]
    return Content(said=f"{' against '.join(sides)}: {join_facts(counted) or 'Nothing changed'}", rows=rows)


def _name_change(change: PolicyChange) -> tuple[str, str, str]:
    said = facts.describe_differences(change.differences)
    return escape(facts.name_item(change.item)), escape(said), change.policy_id


@build_content.register
def _(answer: ShownLists) -> Content:
    shown, counted = answer.rows, plural(len(answer.rows), "named list")
    counted = f"Saved: {escape(shown[0].name)}" if answer.is_saved else counted
    rows = []
    for row in shown:
        head = join_facts((bold(row.name), "your own" if row.is_own else "this channel's", row.id))
        text = f"{head}\nAny of: {join_facts(map(escape, row.words))}"
        rows.append([open_row(text, f"list:{row.id}", label="Search")])
    saved = f"{shown[0].name} = {shown[0].filter}" if shown else "us = topic:robotics,ai company:Huawei"
    hint = f"Save or change: {type_command(f'policy list save {saved}')} · for a list of your own add `to:me`"
    return Content(
        said=bold(counted if rows else "No named lists yet"),
        text=join_facts(escape(row.name) for row in shown),
        rows=rows,
        above=[build_notes(answer.notes), context(hint)],
    )


@build_content.register
def _(answer: Absent) -> Content:
    asked, kind = bold(fold(answer.asked, _MAX_ASKED)), escape(answer.kind)
    said = f"{asked} {_UNMENTIONED}"
    if answer.filters:
        said = f"Nothing about {asked} matches {join_facts(map(escape, answer.filters))}"
    elif answer.kind in {"policy", "briefing"}:
        said = f"There is no {kind} {asked}"
    have = f"{plural(answer.in_words, 'item has', 'items have')} these words, but I know no {kind} of that name."
    words = open_row(have, answer.asked, label="Search the words") if answer.in_words else {}
    nearest = _build_nearest(answer.nearest, "policy" if answer.kind == "item" else answer.kind)
    return Content(said=say_none(said, answer), body=[nearest, words])


def _build_nearest(nearest: Sequence[str], command: str) -> Block:
    """Build the line of the nearest names, with what asks for one of them; none where none is near."""
    if len(nearest) == 1:
        return open_row(f"Did you mean {escape(nearest[0])}?", nearest[0], command=command, label=nearest[0])
    named = [(name, Ask(command=command, text=name)) for name in nearest[:MAX_MENU]]
    asks = [open_button(name, ask, number) for number, (name, ask) in enumerate(named, start=1)]
    listed = ", ".join(escape(name) for name, _ in named)
    return section(f"Similar names: {listed}." if listed else "", accessory=menu(*asks))


def _read_ask(command: str) -> Ask:
    return parse_command(command) or Ask(command="policy", text=command)


@build_content.register
def _(answer: Choice) -> Content:
    rows = [[section(escape(name), accessory=open_button("Open", _read_ask(text)))] for name, text in answer.options]
    return Content(
        said=f"{bold(fold(answer.asked, _MAX_ASKED))}: open one",
        text=join_facts(escape(name) for name, _ in answer.options),
        rows=rows,
    )
