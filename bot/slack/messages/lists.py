"""Lists: what a search gives, a timeline, tables of names, briefings, named lists, several meanings, or none."""

import re
from collections.abc import Sequence
from functools import singledispatch

from bot.answers.briefing import CHANGES, BriefingCard, BriefingComparison, BriefingList
from bot.answers.cards import CompanyCard, CompanyList, MinistryCard, MinistryList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline
from bot.answers.named_lists import ShownLists
from bot.answers.rows import SECTION_NAMES, BriefingRow, ItemRow, PolicyRow
from bot.model.briefing import fold_spaces, list_own_targets
from bot.names.records import Body, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import DIVIDER, MAX_MENU, Block, context, cut, fold, menu, section, table
from bot.slack.messages import facts
from bot.slack.messages.frame import Content, build_notes, open_button, open_row, say_none, say_total, type_command
from bot.slack.mrkdwn import bold, escape, strike
from bot.slack.wording import capitalise, cut_lines, format_day, format_period, join_facts, plural

_MAX_NAMED, _MAX_ASKED, _MAX_CHANGES, _MAX_GOAL = 3, 120, 12, 320
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
    source, own = facts.name_sources([facts.split_row(row)[1] for row in rows])
    years, built = answer.target_years if isinstance(answer, PolicyList) else (), list[list[Block]]()
    for row, issue in zip(rows, own, strict=True):
        policy, told, title = facts.split_row(row)
        item, shown_id = told.item, told.policy_id or told.id
        parts = (
            *(facts.format_deadlines(row, answer.asked_on) if isinstance(row, PolicyRow) else ()),
            facts.format_bodies(policy.issuing_bodies if policy else item.issuing_bodies if item.policy else ()),
            facts.format_kind(policy) or facts.format_claim(told),
            format_day(policy.issued_on if policy else item.reported_on),
            issue,
            shown_id,
        )
        goals = sorted(list_own_targets(item), key=lambda each: each.year) if years else []
        goals = [each for each in goals if each.year in years] or goals
        quotes = dict.fromkeys((each.year, fold_spaces(each.quote)) for each in goals)
        said = [f"• {bold(str(year))} {cut(escape(text), _MAX_GOAL)}" for year, text in quotes]
        if not said and isinstance(answer, PolicyList | CompanyCard):
            said = [facts.format_sentence(told, title)]
        chinese = policy.title_zh if policy and policy.title_zh != title else ""
        lines = (bold(title), escape(chinese or ""), capitalise(join_facts(parts)), *said)
        built.append([open_row("\n".join(filter(None, lines)), shown_id)])
    return built, source


@build_content.register
def _(answer: PolicyList) -> Content:
    asked, counted, about = answer.query_text.strip('" ').casefold(), plural(answer.total, "result"), answer.understood
    known = next((name for name in answer.nearest if name.casefold() == asked), "")
    if (named := _ONE_COMPANY.fullmatch(answer.query_text)) and not answer.notes:
        known = named[1]  # a name on our lists that is all that was asked for
    none = "No policies" if answer.only_policies else "No results"
    if answer.is_cut:
        many = answer.total_items or 0
        whole = f"{many:,}" if many > answer.total else f"more than {answer.total:,}"
        counted = f"{whole} results, the first {answer.total:,} listed"
    if answer.asked_open:
        counted, none = f"{answer.total:,} open for comment", "Nothing open for comment"
        about = tuple(each for each in about if each != _OPEN) if answer.total else ()
    said = say_total(answer, counted, none, about)
    if known and not (answer.total or answer.asked_open):
        said = say_none(f"{bold(known)} {_UNMENTIONED}", answer)
    rows, source = list_rows(answer, (*answer.rows, *answer.near))
    others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
    heading = bold("Related:" if answer.total or answer.only_policies else others) if answer.near else ""
    nearest = () if answer.total else [name for name in answer.nearest if name != known]
    return Content(
        said=said,
        text=", ".join(escape(facts.split_row(row)[2]) for row in (answer.rows or answer.near)[:_MAX_NAMED]),
        body=[DIVIDER if rows else {}],
        rows=rows[: len(answer.rows)],
        above=[context(heading), *(row[0] for row in rows[len(answer.rows) :]), _build_nearest(nearest, "policy")],
        source=source,
    )


@build_content.register
def _(answer: Timeline) -> Content:
    about = (f"“{answer.about}”",) if answer.about else answer.understood
    undated = f" · {answer.undated:,} without a date" if answer.undated else ""
    source, own = facts.name_sources([row.said_by for row in answer.rows])
    rows, events, was_over = list[list[Block]](), list[str](), False
    for row, issue in zip(answer.rows, own, strict=True):
        day, is_over = row.day, row.on < answer.asked_on
        what = (facts.CLOSES[day.kind] if day.kind else "issued") if day else ""
        event = f"{what}{', official notice' if day and day.is_official else ''}: {escape(facts.split_row(row.row)[2])}"
        events.append(event.removeprefix(": "))
        bodies = facts.format_bodies(row.said_by.item.issuing_bodies) or facts.format_claim(row.said_by)
        line = capitalise(join_facts((bodies, issue, escape(row.subject))))
        on = (strike if is_over and day and day.kind in facts.ACTIONS else bold)(format_day(row.on))
        heading = context(bold("So far")) if is_over and not was_over else {}
        rows.append([heading, open_row(f"{on} {events[-1]}\n{line}", row.subject)])
        was_over = was_over or is_over
    return Content(
        said=f"{say_total(answer, plural(answer.total, 'dated event'), 'No dated events', about)}{undated}",
        text="".join(events[:1]),
        rows=rows,
        source=source,
    )


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
    listed = len(answer.counts)
    return Content(said=say_total(answer, said, "None"), body=[table(cells)] if listed else [], listed=listed)


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
    rows, counted = list[list[Block]](), list[str]()
    names = ("New policies", "Changed", "Deadlines moved", "No longer mentioned")
    for kind, name in zip(CHANGES, names, strict=True):
        changes = [each for each in answer.changes if each.kind == kind]
        told = [(facts.name_item(each.item), facts.describe_differences(each.differences)) for each in changes]
        lines = [
            f"• {join_facts((*map(escape, said), each.policy_id))}" for said, each in zip(told, changes, strict=True)
        ]
        if lines:
            rows.append([section("\n".join([bold(name), *cut_lines(lines, _MAX_CHANGES)]))])
            counted.append(f"{name}: {len(lines)}")
    sides = [f"{bold(each.name)} ({each.id})" for each in (answer.after, answer.before)]
    return Content(said=f"{' against '.join(sides)}: {join_facts(counted) or 'Nothing changed'}", rows=rows)


@build_content.register
def _(answer: ShownLists) -> Content:
    shown, rows = answer.rows, list[list[Block]]()
    counted = f"Saved: {escape(shown[0].name)}" if answer.is_saved else plural(len(shown), "named list")
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
    names = nearest[:MAX_MENU]
    asks = [open_button(name, Ask(command=command, text=name), at) for at, name in enumerate(names, start=1)]
    if len(asks) == 1:
        return section(f"Did you mean {escape(names[0])}?", accessory=asks[0])
    return section(f"Similar names: {', '.join(map(escape, names))}." if names else "", accessory=menu(*asks))


@build_content.register
def _(answer: Choice) -> Content:
    asks = [(escape(name), parse_command(text) or Ask(command="policy", text=text)) for name, text in answer.options]
    return Content(
        said=f"{bold(fold(answer.asked, _MAX_ASKED))}: open one",
        text=join_facts(name for name, _ in asks),
        rows=[[section(name, accessory=open_button("Open", ask))] for name, ask in asks],
    )
