"""Lists: what a search gives, a timeline, tables of names, briefings, named lists, several meanings, or none."""

import re
from collections.abc import Sequence

from bot.answers.briefing import CHANGES, BriefingCard, BriefingComparison, BriefingList, BriefingRow, PolicyChange
from bot.answers.cards import CompanyCard, CompanyList, MinistryCard, MinistryList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.named_lists import ShownLists
from bot.answers.rows import SECTION_NAMES, ItemRow, PolicyRow
from bot.names.records import Body, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, actions, context, divider, fold, menu, section, select, table
from bot.slack.messages import facts
from bot.slack.messages.frame import (
    Content,
    build_notes,
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
_MAX_CHANGES = 12
_ONE_COMPANY = re.compile(r'company:"?([^",:]+)"?')
_UNMENTIONED = "isn't mentioned in your briefings"
_OPEN = "status: open for comment"
"""How a question for what is open is read, which its answer says by itself."""


def list_rows(
    answer: PolicyList | MinistryCard | CompanyCard | BriefingCard,
    *,
    years: tuple[int, ...] = (),
    with_sentence: bool = True,
) -> tuple[list[list[Block]], str | None]:
    """Return a block for each row of an answer and for what is near, and where all are from, as a fact.

    A row has title, Chinese title, one line of facts, the sentence that answers or the goals of the years, and Open.
    """
    rows: list[PolicyRow | ItemRow] = [*answer.rows, *getattr(answer, "near", ())]
    source = facts.name_only_source(rows)
    built = []
    for row in rows:
        title, chinese, told = facts.name_row(row), "", row.row if isinstance(row, PolicyRow) else row
        shown_id, item = told.policy_id or told.id, told.item
        if isinstance(row, PolicyRow):
            policy, shown_id = row.policy, row.policy.id
            chinese = policy.title_zh if policy.title_zh and policy.title_zh != title else ""
            parts = facts.format_deadlines(row.rows, is_open=row.is_open, asked_on=answer.asked_on)
            issuers, kind, day = policy.issuing_bodies, facts.format_kind(policy), policy.issued_on
        else:
            parts, kind, day = [], facts.format_claim(row), item.reported_on
            issuers = item.issuing_bodies if item.policy else ()
        issue = "" if source else facts.name_issue(told.source)
        parts += [facts.format_bodies(issuers), kind, format_day(day), issue, shown_id]
        said = facts.format_goals(item, years) if years else []
        said = said or [facts.format_sentence(told, title) if with_sentence else ""]
        lines = filter(None, (bold(title), escape(chinese), capitalise(join_facts(parts)), *said))
        built.append([open_row("\n".join(lines), shown_id)])
    return built, f"All from {source}" if source else None


def build_policy_list(answer: PolicyList) -> Content:
    """Build the answer to a search: how many there are of what, then a row for each, and where all are from."""
    known = _find_known(answer)
    rows, source = list_rows(answer, years=answer.target_years)
    rows, near = rows[: len(answer.rows)], rows[len(answer.rows) :]
    others = "No longer open:" if answer.asked_open else "No exact match. Closest:"
    heading = context(bold("Related:" if answer.total or answer.only_policies else others)) if near else {}
    nearest = () if answer.total else [name for name in answer.nearest if name != known]
    return Content(
        said=_say_total(answer, known),
        text=", ".join(escape(facts.name_row(row)) for row in (answer.rows or answer.near)[:_MAX_NAMED]),
        body=[divider() if rows or near else {}],
        rows=rows,
        above=[heading, *(block for row in near for block in row), _build_nearest(nearest, "policy")],
        source=source,
        refines=True,
        follow=answer.follow,
        cite=answer.total > 0,
        export=answer.total > 0,
    )


def _say_total(answer: PolicyList, known: str) -> str:
    """Return the answer in a line: how many results for what, or that there is none and why."""
    about = say_about([each for each in answer.understood if not (answer.asked_open and each == _OPEN)])
    if not answer.total:
        if answer.asked_open:
            return say_none(bold("Nothing open for comment"), answer)
        if known:
            return say_none(f"{bold(known)} {_UNMENTIONED}", answer)
        return say_none(f"{bold('No policies' if answer.only_policies else 'No results')}{about}", answer)
    counted = f"{answer.total:,} open for comment" if answer.asked_open else plural(answer.total, "result")
    if answer.is_cut and not answer.asked_open:
        many = answer.total_items or 0
        whole = f"{many:,}" if many > answer.total else f"more than {answer.total:,}"
        counted = f"{whole} results, the first {answer.total:,} listed"
    return f"{bold(counted)}{about}"


def _find_known(answer: PolicyList) -> str:
    """Return the name on our lists that is all that was asked for; "" where it is none."""
    if (named := _ONE_COMPANY.fullmatch(answer.query_text)) and not answer.notes:
        return named[1]
    asked = answer.query_text.strip('" ').casefold()
    return next((name for name in answer.nearest if name.casefold() == asked), "")


def build_timeline(answer: Timeline) -> Content:
    """Build a page of events: what lies ahead, the next one first, then what happened, the newest first."""
    about = say_about((f"“{answer.about}”",) if answer.about else answer.understood)
    undated = f" · {answer.undated:,} without a date" if answer.undated else ""
    said = f"{bold(plural(answer.total, 'dated event') if answer.total else 'No dated events')}{about}{undated}"
    source = facts.name_only_source([row.said_by for row in answer.rows])
    rows: list[list[Block]] = []
    for row in answer.rows:
        told, is_over = row.said_by, row.on < answer.asked_on
        closed = is_over and row.day is not None and row.day.kind in facts.ACTIONS
        day = (strike if closed else bold)(format_day(row.on))
        bodies = facts.format_bodies(told.item.issuing_bodies) or facts.format_claim(told)
        line = join_facts((bodies, "" if source else facts.name_issue(told.source), escape(row.subject)))
        block = open_row(f"{day} {_describe_event(row)}\n{capitalise(line)}", row.subject)
        is_first = is_over and all(each.on >= answer.asked_on for each in answer.rows[: len(rows)])
        rows.append([context(bold("So far")) if is_first else {}, block])
    return Content(
        said=said if answer.total or answer.undated else say_none(said, answer),
        text="".join(map(_describe_event, answer.rows[:1])),
        rows=rows,
        source=f"All from {source}" if source else None,
        export=answer.total > 0,
    )


def _describe_event(row: TimelineRow) -> str:
    title = escape(facts.name_row(row.row))
    if row.day is None:
        return title
    what = facts.CLOSES[row.day.kind] if row.day.kind else "issued"
    return f"{what}{', official notice' if row.day.is_official else ''}: {title}"


# All companies and all bodies, as tables.


def name_body(body: Body) -> str:
    """Return a body's id and English name, once where they are the same in words."""
    return ", ".join(dict.fromkeys((spell_id(body.id), body.name_en)))


def build_company_list(answer: CompanyList) -> Content:
    """Build the companies in the news as a table."""
    rows = []
    for each, count in answer.counts:
        row = (each.name, each.name_zh or "", str(count.items), format_day(count.latest_on))
        rows.append((each.name, each.name, row))
    order = "most stories first" if answer.by_count else "the most recent first"
    said = f"{bold(plural(answer.total, 'company', 'companies'))} in the news, {order}"
    return _build_table(answer, said, "company", ("Company", "中文", "Stories", "Latest"), rows)


def build_ministry_list(answer: MinistryList) -> Content:
    """Build the bodies that briefings name as a table."""
    rows = []
    for body, count in answer.counts:
        row = (name_body(body), body.name_zh or "", str(count.issued), plural(count.items, "item"))
        rows.append((spell_id(body.id), body.id, row))
    said = f"{bold(plural(answer.total, 'ministry or body', 'ministries and bodies'))}, most policies issued first"
    return _build_table(answer, said, "ministry", ("Ministry or body", "中文", "Issued", "Named in"), rows)


def _build_table(
    answer: CompanyList | MinistryList,
    said: str,
    command: str,
    head: tuple[str, ...],
    rows: Sequence[tuple[str, str, tuple[str, ...]]],
) -> Content:
    """Build a table of rows (label, what opens it, cells) under how many there are, with a list to open one from."""
    about = say_about(answer.understood)
    opened = open_buttons([(label, Ask(command=command, text=text)) for label, text, _ in rows])
    return Content(
        said=f"{said}{about}" if answer.total else say_none(f"{bold('None')}{about}", answer),
        body=[table(head, [cells for *_, cells in rows]), actions(select("Open one", opened))] if rows else [],
        shown=len(rows),
    )


# Briefings: the list of them, and what changed between two.


def build_briefing_list(answer: BriefingList) -> Content:
    """Build the list of briefings, newest first."""
    about = say_about(answer.understood)
    said = f"{bold(plural(answer.total, 'briefing'))}{about}{', newest first' if answer.total > 1 else ''}"
    rows = [(row, join_facts((*format_issue(row), row.id))) for row in answer.rows]
    return Content(
        said=said if answer.total else say_none(f"{bold('No briefings')}{about}", answer),
        rows=[[open_row(f"{bold(row.name)}\n{line}", row.id, command="briefing")] for row, line in rows],
    )


def format_issue(row: BriefingRow) -> tuple[str, str]:
    """Return a briefing's dates, and its counts by section with what could not be read."""
    period = format_period(row.period_start, row.period_end)
    dates = join_facts((format_day(row.published_on), f"covers {period}" if period else ""))
    counts = []
    for name, count in filter(lambda each: each[1], row.counts):
        section_name = escape(SECTION_NAMES.get(name, name))
        counts.append(plural(count, "top item") if name == "top" else f"{count:,} {section_name}")
    return dates, join_facts((*counts, f"{row.unread:,} not understood" if row.unread else ""))


def build_briefing_comparison(answer: BriefingComparison) -> Content:
    """Build what a briefing has against an earlier one: new, changed, moved, and no longer mentioned."""
    names = ("New policies", "Changed", "Deadlines moved", "No longer mentioned")
    kinds = zip(CHANGES, names, strict=True)
    parts = [(name, [each for each in answer.changes if each.kind == kind]) for kind, name in kinds]
    rows = []
    for name, changes in parts:
        lines = [f"• {join_facts(_name_change(each))}" for each in changes]
        rows.append([section("\n".join([bold(name), *cut_lines(lines, _MAX_CHANGES)]) if lines else "")])
    counted = join_facts(f"{name}: {len(changes)}" for name, changes in parts if changes) or "Nothing changed"
    sides = [f"{bold(each.name)} ({each.id})" for each in (answer.after, answer.before)]
    opened = [(f"Open {each.id}", Ask(command="briefing", text=each.id)) for each in (answer.after, answer.before)]
    return Content(
        said=f"{' against '.join(sides)}: {counted}",
        rows=rows,
        first=open_buttons(opened),
    )


def _name_change(change: PolicyChange) -> tuple[str, str, str]:
    said = facts.describe_differences(change.differences)
    return escape(facts.name_item(change.item)), escape(said), change.policy_id


# Named lists.


def build_lists(answer: ShownLists) -> Content:
    """Build one named list, or all that may be used here: whose each is, what it finds, and how one is saved."""
    shown, counted = answer.rows, "Saved" if answer.is_saved else plural(len(answer.rows), "named list")
    rows = []
    for row in shown:
        name = bold(row.name)
        whose = "your own" if row.is_own else "this channel's"
        text = f"{name} · {whose} · {row.id}\nAny of: {join_facts(map(escape, row.words))}"
        rows.append([open_row(text, f"list:{row.id}", label="Search")])
    first = shown[0].name if shown else "us"
    words = shown[0].filter if shown else "topic:robotics,ai company:Huawei"
    uses = {
        "Save or change": f"policy list save {first} = {words}",
        "Delete": f"policy list delete {first}",
        "Follow": f"digest subscribe list:{first}",
    }
    hint = " · ".join(f"{label}: {type_command(text)}" for label, text in list(uses.items())[: None if shown else 1])
    return Content(
        said=bold(counted if rows else "No named lists yet"),
        text=join_facts(escape(row.name) for row in shown),
        rows=rows,
        above=[build_notes(answer.notes), context(f"{hint} · for a list of your own add `to:me`")],
        shared=False,
    )


# Where nothing or too much is meant.


def build_absent(answer: Absent) -> Content:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    asked, kind = bold(fold(answer.asked, _MAX_ASKED)), escape(answer.kind)
    said = f"{asked} {_UNMENTIONED}"
    if answer.filters:
        said = f"Nothing about {asked} matches {join_facts(map(escape, answer.filters))}"
    elif answer.kind in {"policy", "briefing"}:
        said = f"There is no {kind} {asked}"
    body = [_build_nearest(answer.nearest, "policy" if answer.kind == "item" else answer.kind)]
    if answer.in_words:
        have = plural(answer.in_words, "item has", "items have")
        line = f"{have} these words, but I know no {kind} of that name."
        body.append(open_row(line, answer.asked, label="Search the words"))
    return Content(said=say_none(said, answer), body=body)


def _build_nearest(nearest: Sequence[str], command: str) -> Block:
    """Build the line of the nearest names, with what asks for one of them; none where none is near."""
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in nearest[:MAX_MENU]])
    listed = ", ".join(map(escape, nearest[:MAX_MENU]))
    line = f"Did you mean {listed}?" if len(buttons) == 1 else f"Similar names: {listed}"
    return section(line if buttons else "", accessory=buttons[0] if len(buttons) == 1 else menu(*buttons))


def _read_ask(command: str) -> Ask:
    return parse_command(command) or Ask(command="policy", text=command)


def build_choice(answer: Choice) -> Content:
    """Build what a name may mean, or what is side by side: a row for each with what opens it."""
    rows = [(escape(label), open_button("Open", _read_ask(command))) for label, command in answer.options]
    return Content(
        said=f"{bold(fold(answer.asked, _MAX_ASKED))}: open one",
        text=join_facts(label for label, _ in rows),
        rows=[[section(label, accessory=opens)] for label, opens in rows],
        shared=False,
    )
