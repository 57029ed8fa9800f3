"""Lists: what a search gives, a timeline, tables of names, briefings, named lists, several meanings, or none."""

import datetime as dt
import re
from collections.abc import Sequence

from bot.answers.actors import CompanyCard, CompanyList, MinistryCard, MinistryList
from bot.answers.briefing import BriefingComparison, BriefingList, BriefingRow
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.rows import SECTION_NAMES, Coverage, ItemRow, PolicyRow
from bot.model.post import Message
from bot.names.records import Body, NamedList, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, actions, context, divider, fold, menu, section, select, table
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
    Content,
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
    type_command,
)
from bot.slack.mrkdwn import bold, capitalise, cut_lines, escape, format_day, format_period, join_facts, plural, strike

_MAX_NAMED = 3
_MAX_ASKED = 120
_MAX_CHOICES = 20
_MAX_CHANGES = 12
_OF_ONE = frozenset({"policy", "briefing"})
_ONE_COMPANY = re.compile(r'company:"?([^",:]+)"?')
_OPEN = "status: open for comment"
"""How a question for what is open is read, which its answer says by itself."""


def list_rows(
    answer: PolicyList | MinistryCard | CompanyCard, *, years: tuple[int, ...] = (), with_sentence: bool = True
) -> tuple[list[list[Block]], str]:
    """Return a block for each row of an answer and for what is near, and where all are from, as a fact."""
    rows = [*answer.rows, *getattr(answer, "near", ())]
    source = name_only_source(rows)
    built = []
    for row in rows:
        told = row.row if isinstance(row, PolicyRow) else row
        said = format_goals(told.item, years) if years else []
        said = said or [format_sentence(told, name_row(row)) if with_sentence else ""]
        built.append([_build_row(row, said, answer.asked_on, with_source=not source)])
    return built, describe_source(source, answer.coverage)


def _build_row(row: PolicyRow | ItemRow, said: Sequence[str], asked_on: dt.date, *, with_source: bool) -> Block:
    """Build one row: title, Chinese title, one line of facts, the sentence that answers or the goals, and Open."""
    title, chinese = name_row(row), ""
    if isinstance(row, PolicyRow):
        told, policy, shown_id = row.row, row.policy, row.policy.id
        chinese = policy.title_zh if policy.title_zh and policy.title_zh != title else ""
        facts = format_deadlines(row.rows, is_open=row.is_open, asked_on=asked_on)
        facts += [format_bodies(policy.issuing_bodies), format_kind(policy), format_day(policy.issued_on)]
    else:
        told, shown_id = row, row.id
        facts = [format_claim(row), format_day(row.item.reported_on)]
    line = capitalise(join_facts((*facts, name_issue(told.source) if with_source else "", shown_id)))
    return open_row("\n".join(filter(None, (bold(title), escape(chinese), line, *said))), shown_id)


def build_policy_list(answer: PolicyList) -> Content:
    """Build the answer to a search: how many there are of what, then a row for each, and where all are from."""
    said, known = _say_total(answer), _find_known(answer)
    rows, source = list_rows(answer, years=answer.target_years)
    if answer.near:
        others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
        heading = context(bold("Related:" if answer.total or answer.only_policies else others))
        rows[len(answer.rows)].insert(0, heading)
    nearest = () if answer.total else [name for name in answer.nearest if name != known]
    listed = ", ".join(escape(label) for label, _ in answer.meanings)
    menu_of = menu(*open_buttons((label, _parse_ask(command)) for label, command in answer.meanings))
    meanings = section(f"This name has several meanings: {listed}." if listed else "", accessory=menu_of)
    return Content(
        said=said,
        text=_name_first(said, [name_row(row) for row in answer.rows or answer.near]),
        notes=answer.notes,
        body=[meanings, divider() if rows else {}],
        rows=rows,
        above=[_build_nearest(nearest, "policy")],
        facts=[source],
        page=answer if answer.total else None,
        shown=len(answer.rows),
        refines=answer.coverage.briefings > 0,
        follow=answer.follow,
        cite=answer.total > 0,
        export=answer.total > 0,
    )


def _say_total(answer: PolicyList) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    about = say_about([each for each in answer.understood if not (answer.asked_open and each == _OPEN)])
    counted = plural(answer.total, "result")
    if answer.asked_open:
        if not answer.total:
            return say_none("Nothing open for comment", "", answer)
        counted = f"{answer.total:,} open for comment"
    elif answer.is_cut:
        many = answer.total_items or 0
        whole = f"{many:,}" if many > answer.total else f"more than {answer.total:,}"
        counted = f"{whole} results, the first {answer.total:,} listed"
    if answer.total:
        return f"{bold(counted)}{about}"
    if answer.coverage.briefings and (known := _find_known(answer)):
        return _say_unmentioned(known, answer.coverage)
    return say_none("No policies" if answer.only_policies else "No results", about, answer)


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


# A timeline: what lies ahead first, then what happened.


def build_timeline(answer: Timeline) -> Content:
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
    return Content(
        said=said,
        text=": ".join([said, *map(_describe_event, answer.rows[:1])]),
        notes=answer.notes,
        rows=rows,
        facts=[describe_source(source, answer.coverage)],
        page=answer,
        export=answer.total > 0,
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


def build_company_list(answer: CompanyList) -> Content:
    """Build the companies in the news as a table."""
    rows = [
        (each.name, each.name_zh or "", str(count.items), format_day(count.latest_on)) for each, count in answer.counts
    ]
    order = "most stories first" if answer.by_count else "the most recent first"
    said = f"{bold(plural(answer.total, 'company', 'companies'))} in the news, {order}"
    asks = [(name, Ask(command="company", text=name)) for name, *_ in rows]
    return _build_table(answer, said, [("Company", "中文", "Stories", "Latest"), *rows], asks)


def build_ministry_list(answer: MinistryList) -> Content:
    """Build the bodies that briefings name as a table."""
    rows = [
        (name_body(body), body.name_zh or "", str(count.issued), plural(count.items, "item"))
        for body, count in answer.counts
    ]
    said = f"{bold(plural(answer.total, 'ministry or body', 'ministries and bodies'))}, most policies issued first"
    asks = [(spell_id(body.id), Ask(command="ministry", text=body.id)) for body, _ in answer.counts]
    return _build_table(answer, said, [("Ministry or body", "中文", "Issued", "Named in"), *rows], asks)


def _build_table(
    answer: CompanyList | MinistryList, said: str, rows: Sequence[tuple[str, ...]], asks: Sequence[tuple[str, Ask]]
) -> Content:
    """Build a table under how many there are, with a list to open one from."""
    about = say_about(answer.understood)
    said = f"{said}{about}" if answer.total else say_none("None", about, answer)
    return Content(
        said=said,
        text=_name_first(said, [label for label, _ in asks]),
        notes=answer.notes,
        body=[table(rows[0], rows[1:]), actions(select("Open one", open_buttons(asks)))] if asks else [],
        facts=[describe_coverage(answer.coverage)],
        page=answer,
        shown=len(asks),
    )


# Briefings: the list of them, and what changed between two.


def build_briefing_list(answer: BriefingList) -> Content:
    """Build the list of briefings, newest first."""
    about = say_about(answer.understood)
    said = f"{bold(plural(answer.total, 'briefing'))}{about}{', newest first' if answer.total > 1 else ''}"
    said = said if answer.total else say_none("No briefings", about, answer)
    lines = [join_facts((*format_issue(row), row.id)) for row in answer.rows]
    return Content(
        said=said,
        text=": ".join([said, *(escape(row.name) for row in answer.rows[:1])]),
        notes=answer.notes,
        rows=[
            [open_row(f"{bold(row.name)}\n{line}", row.id, command="briefing")]
            for row, line in zip(answer.rows, lines, strict=True)
        ],
        facts=[describe_coverage(answer.coverage)],
        page=answer,
    )


def format_issue(row: BriefingRow) -> tuple[str, str]:
    """Return a briefing's dates, and its counts by section with what could not be read."""
    period = format_period(row.period_start, row.period_end)
    dates = join_facts((format_day(row.published_on), f"covers {period}" if period else ""))
    counts = []
    for name, count in row.counts:
        said = plural(count, "top item") if name == "top" else f"{count:,} {SECTION_NAMES.get(name, escape(name))}"
        counts.append(said if count else "")
    return dates, join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


def build_briefing_comparison(answer: BriefingComparison) -> Content:
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
    return Content(
        title=f"{answer.after.id} against {answer.before.id}",
        text=f"{escape(answer.after.name)} against {escape(answer.before.name)}: {counted}",
        body=[section(counted)],
        rows=rows,
        facts=[describe_coverage(answer.coverage)],
    )


# Named lists.


def build_list_card(answer: ListCard) -> Content:
    """Build one list: whose it is, what it finds, and how it is used, changed and deleted."""
    name, to = answer.name, " to:me" if answer.is_own else ""
    uses = {
        "Search": f"policy list:{name}",
        "Follow": f"digest subscribe list:{name}",
        "Change": f"policy list save {name} = {answer.filter}{to}",
        "Delete": f"policy list delete {name}{to}",
    }
    return Content(
        text=escape(name),
        body=[_build_named(answer, "Saved: " if answer.is_saved else "List: "), build_notes(answer.notes)],
        hints=[f"{label} it: {type_command(text)}" for label, text in uses.items()],
        shared=False,
    )


def build_list_of_lists(answer: ListOfLists) -> Content:
    """Build all lists that may be used here, or how the first is saved by who may."""
    example = type_command("policy list save us = topic:robotics,ai company:Huawei")
    return Content(
        said=bold(plural(len(answer.rows), "named list") if answer.rows else "No named lists yet"),
        rows=[[_build_named(row)] for row in answer.rows],
        hints=[f"Save one for this channel: {example}, or your own with `to:me` at its end"],
        shared=False,
    )


def build_list_deleted(deleted: NamedList) -> Message:
    """Build the word that a list is gone."""
    return build_line(f"{bold(f'Deleted: {deleted.name}')} ({escape(deleted.filter)})")


def _build_named(row: ListCard, before: str = "") -> Block:
    whose = "your own" if row.is_own else "this channel's"
    search = open_button("Search", Ask(command="policy", text=f"list:{row.id}"))
    words = f"Any of: {join_facts(map(escape, row.words))}"
    return section(f"{bold(f'{before}{row.name}')} · {whose} · {row.id}\n{words}", accessory=search)


# Where nothing or too much is meant.


def build_absent(answer: Absent) -> Content:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    body = [_build_nearest(answer.nearest, "policy" if answer.kind == "item" else answer.kind)]
    if answer.in_words:
        have = plural(answer.in_words, "item has", "items have")
        search = open_button("Search the words", Ask(command="policy", text=answer.asked))
        line = f"{have} these words, but I know no {escape(answer.kind)} of that name."
        body.append(section(line, accessory=search))
    return Content(said=_say_absence(answer), body=body, facts=[describe_coverage(answer.coverage)])


def _say_absence(answer: Absent) -> str:
    proof, kind = describe_proof(answer.coverage), escape(answer.kind)
    if not answer.coverage.briefings:
        return proof
    if not answer.asked.strip():
        return f"You have no {kind} {'that may be shown here' if answer.coverage.is_narrowed else 'yet'}."
    asked = fold(answer.asked, _MAX_ASKED)
    if answer.filters:
        return f"Nothing about {bold(asked)} matches {join_facts(map(escape, answer.filters))}. {proof}"
    if answer.kind in _OF_ONE:
        return f"There is no {kind} {bold(asked)}. {proof}"
    return _say_unmentioned(asked, answer.coverage)


def _build_nearest(nearest: Sequence[str], command: str) -> Block:
    """Build the line of the nearest names, with what asks for one of them; none where none is near."""
    names = nearest[:MAX_MENU]
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in names])
    listed = ", ".join(map(escape, names))
    line = f"Did you mean {listed}?" if len(names) == 1 else f"Similar names: {listed}"
    return section(line if names else "", accessory=buttons[0] if len(buttons) == 1 else menu(*buttons))


def _parse_ask(command: str) -> Ask:
    return parse_command(command) or Ask(command="policy", text=command)


def build_choice(answer: Choice) -> Content:
    """Build what a name may mean, or what is side by side: a row for each with what opens it."""
    said = f"{bold(fold(answer.asked, _MAX_ASKED))}: open one"
    options = answer.options[:_MAX_CHOICES]
    return Content(
        said=said,
        text=f"{said} {join_facts(escape(label) for label, _ in options)}",
        rows=[
            [section(escape(label), accessory=open_button("Open", _parse_ask(command)))] for label, command in options
        ],
        shared=False,
    )
