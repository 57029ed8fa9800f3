"""Policies as messages: the list that a search gives, and the card of one policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from bot.answers.lists import PolicyList
from bot.answers.policy import PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.model.briefing import DeadlineKind, Item, PolicyStatus
from bot.model.comments import is_built_on_by_comment, is_claim, split_references
from bot.model.policy import (
    ISSUERS,
    Difference,
    Policy,
    describe_binding,
    describe_finality,
    find_givers,
    list_days,
    list_differences,
)
from bot.model.post import Message
from bot.names.records import Body, spell_id
from bot.query.query_scan import Key
from bot.slack.actions import Ask
from bot.slack.blocks import Block, actions, build_rows, context, cut, header, section
from bot.slack.messages.frame import (
    COMMENTED,
    Frame,
    Offers,
    Pages,
    capitalise,
    cite,
    describe_coverage,
    describe_proof,
    format_figures,
    format_links,
    format_printed,
    format_references,
    format_sentence,
    format_targets,
    format_view,
    join_facts,
    name_publisher,
    open_button,
    open_buttons,
    source_button,
)
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policy_facts import (
    build_nearest,
    explain_nothing,
    find_title,
    format_bodies,
    format_closed,
    format_dated,
    format_deadlines,
    format_kind,
    name_policy,
)
from bot.slack.mrkdwn import bold, escape, format_day, italic, join_words, plural, quote

# Where the facts of a policy stand when several items report it, and what those say that differs.

_MAX_DIFFERING = 3
_MAX_QUOTE = 240
_MAX_QUOTES = 8


def format_fact_sources(policy: Policy, rows: Sequence[ItemRow], shown: ItemRow | None = None) -> list[str]:
    """Return a line for each item, other than the one ``shown`` with the facts, that some of them are from."""
    if shown is not None and len(rows) == 1:
        return []
    reports = [(row.id, row.item) for row in rows]
    own = shown.id if shown else ""
    given = list(find_givers(policy, reports, own).items())
    given += [(_name_kind(day.kind.value), day.item_id) for day in list_days(policy, reports) if day.item_id]
    by_id = {row.id: row for row in rows}
    order = [row.id for row in rows]
    found = sorted((pair for pair in given if pair[1] != own), key=lambda pair: order.index(pair[1]))
    return [
        f"— {join_words(dict.fromkeys(fact for fact, _ in pairs))}: {cite(by_id[item_id].source)}"
        for item_id, pairs in groupby(found, key=lambda pair: pair[1])
    ]


def format_differences(policy: Policy, rows: Sequence[ItemRow]) -> list[str]:
    """Return a line of what sources say otherwise of date, issuers and deadlines; none where they agree."""
    if len(rows) == 1:
        return []
    by_id = {row.id: row for row in rows}
    found = list_differences(policy, [(row.id, row.item) for row in rows])
    if not found:
        return []
    order = [row.id for row in rows]
    ordered = sorted(found, key=lambda each: order.index(each.item_id))
    said = [
        f"{join_words(map(_format_difference, each))} ({cite(by_id[item_id].source)})"
        for item_id, each in groupby(ordered, key=lambda each: each.item_id)
    ]
    left = len(said) - _MAX_DIFFERING
    more = f"{plural(left, 'more source')}" if left > 0 else ""
    return [f"{bold('Sources differ:')} {join_facts((*said[:_MAX_DIFFERING], more))}"]


def format_day_quotes(policy: Policy, rows: Sequence[ItemRow]) -> list[str]:
    """Return each deadline with the sentence that sets it and its source, where there is more than one of a kind."""
    by_id = {row.id: row for row in rows}
    days = [day for day in list_days(policy, [(row.id, row.item) for row in rows]) if day.item_id]
    if len({day.kind for day in days}) == len(days):
        return []
    said: dict[tuple[str, str, str], list[str]] = {}
    for day in days:
        said.setdefault((day.kind.value, day.item_id or "", day.quote), []).append(format_day(day.on))
    lines = [
        f"• {_name_kind(kind)} {join_words(on)} — {cite(by_id[item_id].source)}\n"
        f"{quote(cut(escape(' '.join(printed.split())), _MAX_QUOTE))}"
        for (kind, item_id, printed), on in said.items()
    ]
    left = len(lines) - _MAX_QUOTES
    more = [f"… {left} more under Source"] if left > 0 else []
    return [bold("Deadlines as printed:"), *lines[:_MAX_QUOTES], *more]


def _format_difference(each: Difference) -> str:
    if each.fact == ISSUERS:
        return f"issuers {format_bodies(each.issuing_bodies)}"
    return f"{_name_kind(each.fact)} {format_day(each.on)}"


def _name_kind(fact: str) -> str:
    return fact.replace("_", " ") if fact in set(DeadlineKind) else fact


# What stands around the rows of a search: how many match, and what is near where nothing does.

_NAME = 150


def describe_total(answer: PolicyList) -> str:
    """Get how many results and items there are and what is held; of very many only the first can be paged through."""
    if answer.is_cut:
        order = "first" if answer.understood else "newest"
        many = f"{answer.total_items:,}" if answer.total_items > answer.total else f"more than {answer.total_items:,}"
        found = (
            f"{many} items match; the {order} {answer.total:,} results are listed: narrow it by words, keys or dates"
        )
        return f"{found} · {describe_coverage(answer.coverage)}"
    items = f" ({plural(answer.total_items, 'item')})" if answer.total_items != answer.total else ""
    return f"{plural(answer.total, 'result')}{items} · {describe_coverage(answer.coverage)}"


def build_near(answer: PolicyList, *, shared: bool) -> list[Block]:
    """Build the lines of what has some of what was asked for, not counted, each with a button that opens it."""
    return [
        section(
            f"Related: {_name(row)}",
            accessory=None if shared else open_button("Open", Ask(command="policy", text=_find_id(row)), number),
        )
        for number, row in enumerate(answer.near)
    ]


def _find_id(row: PolicyRow | ItemRow) -> str:
    return row.policy.id if isinstance(row, PolicyRow) else row.id


def _name(row: PolicyRow | ItemRow) -> str:
    if isinstance(row, PolicyRow):
        policy = row.policy
        facts = join_facts((format_bodies(policy.issuing_bodies), format_day(policy.issued_on)))
        return f"{escape(cut(name_policy(policy, row.row), _NAME))}{f' ({facts})' if facts else ''}"
    named = row.item.headline or row.sentence or row.id
    day = format_day(row.item.reported_on)
    return f"{escape(cut(named, _NAME))}{f' ({day})' if row.item.reported_on else ''}"


_MAX_OPEN = 10
_MAX_KIN = 4
_MAX_CLOSED = 3
_MAX_NAMED = 3


def build_policy_list(answer: PolicyList, frame: Frame) -> Message:
    """Build the answer to a search: what was understood, what is held, a page of cited rows."""
    rows = [[build_row(row, asked_on=answer.asked_on, years=answer.target_years)] for row in answer.rows]
    head = [*frame.opening(answer.notes), *_build_understood(answer, frame), *_build_choices(answer, frame)]
    if answer.total == 0:
        head += _build_nothing(answer)
        rows = [[build_row(row, asked_on=answer.asked_on)] for row in answer.closed_drafts]
        shown_rows: tuple[PolicyRow | ItemRow, ...] = answer.closed_drafts
    else:
        head += [context(describe_total(answer)), *_build_closed(answer)]
        shown_rows = answer.rows
    offers = Offers(follow="Follow this search…", filter=answer.follow, cite=answer.total > 0)

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        opened = _policies(shown_rows)[: min(shown, _MAX_OPEN)]
        nearest = build_nearest(answer.nearest, frame, command="policy") if answer.total == 0 else []
        return [
            *(pages.build() if answer.total else []),
            *build_near(answer, shared=frame.shared_by is not None),
            *nearest,
            *frame.closing(
                [_open(row.policy.id, place) for place, row in enumerate(opened, 1)], pages=pages, offers=offers
            ),
        ]

    return build_rows(_summarise(answer), head=head, rows=rows, tail=tail)


def _open(policy_id: str, place: int) -> Block:
    """Build the button that opens a policy."""
    return open_button(f"Open {policy_id}", Ask(command="policy", text=policy_id), place)


def _policies(rows: tuple[PolicyRow | ItemRow, ...]) -> list[PolicyRow]:
    return [row for row in rows if isinstance(row, PolicyRow)]


def _build_understood(answer: PolicyList, frame: Frame) -> list[Block]:
    if not answer.understood:
        return []
    text = f"{bold('Showing:')} {escape(' · '.join(answer.understood))}"
    return [section(text, accessory=frame.edit_button())]


def _build_choices(answer: PolicyList, frame: Frame) -> list[Block]:
    """Build the question which of its meanings a name has; not in an answer that all see."""
    if not answer.choices or frame.shared_by is not None:
        return []
    buttons = open_buttons((label, Ask(command="policy", text=text)) for label, text in answer.choices)
    listed = [f"• {escape(label)}" for label, _ in answer.choices]
    text = "\n".join(["A name in this can mean several. Which one?", *listed])
    return [section(text), *([actions(*buttons)] if buttons else [])]


def _build_closed(answer: PolicyList) -> list[Block]:
    """Build the line of drafts on the same that are closed, lest the one that is meant be taken for open."""
    closed = format_closed(answer.closed_drafts[:_MAX_CLOSED])
    left = len(answer.closed_drafts) - len(closed)
    more = f" and {left} more" if closed and left > 0 else ""
    return [context(f"No longer open: {' '.join(closed)}{more}")] if closed else []


def _build_nothing(answer: PolicyList) -> list[Block]:
    return [section(f"{bold(_head_nothing(answer))} {_explain(answer)}".strip()), _build_coverage(answer)]


def _build_coverage(answer: PolicyList) -> Block:
    return context(capitalise(describe_coverage(answer.coverage)))


def _head_nothing(answer: PolicyList) -> str:
    return "Nothing open for comment." if answer.asked_open else "No result."


def _explain(answer: PolicyList) -> str:
    """Say why nothing is listed: when the drafts closed, or which days or briefings have nothing."""
    proof = describe_proof(answer.coverage)
    if answer.asked_open:
        return " ".join(filter(None, (*format_closed(answer.closed_drafts), proof)))
    return f"{explain_nothing(uncovered=answer.uncovered)} {proof}".strip()


def _summarise(answer: PolicyList) -> str:
    if answer.total == 0:
        return f"{_head_nothing(answer)} {_explain(answer)}".strip()
    titles = ", ".join([_name_row(row) for row in answer.rows[:_MAX_NAMED]])
    return f"{plural(answer.total, 'result')}: {titles} · {describe_coverage(answer.coverage)}"


def _name_row(row: PolicyRow | ItemRow) -> str:
    """Return the id of a row with the name of its policy."""
    return f"{row.policy.id} {escape(name_policy(row.policy, row.row))}" if isinstance(row, PolicyRow) else row.id


def build_row(row: PolicyRow | ItemRow, *, asked_on: dt.date, years: tuple[int, ...] = ()) -> Block:
    """Build one row of a list with its sentence, citation and Source button; ``years`` shows the goals set for them."""
    if isinstance(row, PolicyRow):
        lines = _format_facts(row, asked_on)
        item_row = row.row
    else:
        item_row = row
        title = f"{row.id}  {row.item.headline}" if row.item.headline else row.id
        lines = [join_facts((bold(title), format_day(row.item.reported_on), "" if is_claim(row.item) else "news"))]
    lines += _format_goals(item_row.item, years) or [format_sentence(item_row)]
    lines.append(f"— {cite(item_row.source)}")
    return section("\n".join(lines), accessory=source_button(item_row.id))


def _format_goals(item: Item, years: tuple[int, ...]) -> list[str]:
    """Return the goals for the year asked, under their label; where none is for that year itself, all that are set."""
    if not years:
        return []
    if len(years) == 1 and (goals := format_targets(item, years[0])):
        return [f"Goals for {years[0]}:", *goals]
    goals = format_targets(item, None)
    return ["Goals set:", *goals] if goals else []


def _format_facts(row: PolicyRow, asked_on: dt.date) -> list[str]:
    return [
        *_format_policy_head(row, asked_on),
        *format_fact_sources(row.policy, row.rows, row.row),
        *format_differences(row.policy, row.rows),
    ]


def _format_policy_head(row: PolicyRow, asked_on: dt.date) -> list[str]:
    policy = row.policy
    title = find_title(policy, row.row)
    chinese = escape(policy.title_zh) if policy.title_zh and policy.title_zh != title else ""
    facts = join_facts((chinese, format_kind(policy), format_dated(policy)))
    deadlines = format_deadlines(policy, row.rows, is_open=row.is_open, asked_on=asked_on)
    head = [bold(f"{policy.id}  {title}"), facts] if title else [join_facts((bold(policy.id), facts))]
    return [*head, join_facts((format_bodies(policy.issuing_bodies), deadlines))]


def build_policy_card(answer: PolicyCard, frame: Frame) -> Message:
    """Build the card of one policy: its facts, then what each item says, each with its citation."""
    policy = answer.policy
    title = name_policy(policy, answer.rows[0] if answer.rows else None)
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(f"{policy.id}  {title}"),
        section("\n".join(_format_card_facts(answer, title))),
        context(format_reports(policy, answer.rows)),
        *_build_card_sources(answer),
    ]
    rows = [build_item_blocks(row) for row in answer.rows]

    def tail(_shown: int) -> list[Block]:
        offers = Offers(follow="Follow…", filter=f"{Key.POLICY}:{policy.id}", cite=True, wrong=True, note=policy.id)
        held = context(
            capitalise(describe_coverage(answer.coverage)),
            "Our reading from document type and status; not legal advice.",
        )
        kin = (*answer.siblings, *answer.builds_on, *answer.built_on_by)[:_MAX_KIN]
        asks = [(f"Open {each.id}", Ask(command="policy", text=each.id)) for each in kin]
        asks.append(("Timeline", Ask(command="policy", text=f"timeline {policy.id}")))
        return [*build_notes(answer.team_notes), held, *frame.closing(open_buttons(asks), offers=offers)]

    facts = (format_bodies(policy.issuing_bodies), format_dated(policy), _format_state(answer))
    text = f"{policy.id} {escape(title)}: {join_facts(facts)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _build_card_sources(answer: PolicyCard) -> list[Block]:
    """Build where the facts stand when several items report them, what differs, and each of several deadlines."""
    policy, rows = answer.policy, answer.rows
    sources = format_fact_sources(policy, rows) if len(rows) > 1 else []
    lines = [*sources, *format_differences(policy, rows)]
    quotes = format_day_quotes(policy, rows)
    return [*([context(*lines)] if lines else []), *([section("\n".join(quotes))] if quotes else [])]


def _format_card_facts(answer: PolicyCard, title: str) -> list[str]:
    policy = answer.policy
    number = escape(policy.document_number) if policy.document_number else "none printed"
    return [
        *([bold(policy.title_zh)] if policy.title_zh and policy.title_zh != title else []),
        _format_state(answer),
        f"Binding: {describe_binding(policy)} · final: {describe_finality(policy)}",
        *_format_siblings(answer),
        *_format_built(answer),
        join_facts((capitalise(format_kind(policy)), f"document number: {number}")),
        f"{'Issuers' if len(policy.issuing_bodies) > 1 else 'Issuer'}: {name_bodies(policy, answer.bodies)}",
    ]


def _format_state(answer: PolicyCard) -> str:
    deadlines = format_deadlines(answer.policy, answer.rows, is_open=answer.is_open, asked_on=answer.asked_on)
    state = capitalise(deadlines)
    closed = answer.policy.comments_close_on is not None and not answer.is_open
    if closed and answer.policy.status is PolicyStatus.DRAFT_FOR_COMMENT:
        final = "" if answer.siblings else f" You have no final text of it. {describe_proof(answer.coverage)}"
        return f"{state} (Beijing).{final}"
    return state


def _format_siblings(answer: PolicyCard) -> list[str]:
    """Return the final text of a draft, or the draft of a final text, one line each."""
    return [
        f"{'Draft' if sibling.status is PolicyStatus.DRAFT_FOR_COMMENT else 'Final text'}: "
        f"{bold(sibling.id)}, {join_facts((format_bodies(sibling.issuing_bodies), format_dated(sibling)))}"
        for sibling in answer.siblings
    ]


def _format_built(answer: PolicyCard) -> list[str]:
    """Return the policies held that it builds on, and those that build on it, each with its title, or that none is.

    What its reports name and is not held stands with the report.
    """
    items = [row.item for row in answer.rows]
    named = any(split_references(item)[0] for item in items)  # what only the comment names is told as its view
    sides = (
        ("Builds on", answer.builds_on, "" if named else "nothing that its reports name"),
        ("Built on by", answer.built_on_by, "nothing held"),
    )
    return [
        f"{label}: {'; '.join(f'{bold(each.id)} {_name_built(each, items)}' for each in shown) or absent}"
        for label, shown, absent in sides
        if shown or absent
    ]


def _name_built(policy: Policy, items: list[Item]) -> str:
    title = find_title(policy, None)
    name = escape(title) if title else join_facts((format_bodies(policy.issuing_bodies), format_dated(policy)))
    return f"{name} ({italic(COMMENTED)})" if is_built_on_by_comment(items, policy) else name


def name_bodies(policy: Policy, bodies: tuple[Body, ...]) -> str:
    """Return the issuers with their full names where our lists hold them."""
    names = {body.id: body.name_en for body in bodies}
    spelled = ((spell_id(each), names.get(each, "")) for each in policy.issuing_bodies)
    shown = [" ".join(dict.fromkeys(filter(None, each))) for each in spelled]
    return escape("; ".join(shown)) if shown else "not stated"


def format_reports(policy: Policy, rows: tuple[ItemRow, ...]) -> str:
    """Return what each source reports of date and issuers, and that the notice itself is not held."""
    by_item = {row.id: row for row in rows}
    reports = [
        f"Reported by {name_publisher(by_item[report.item_id].source)}: "
        f"{format_day(report.issued_on)}, {format_bodies(report.issuing_bodies)}"
        for report in policy.reports
        if report.item_id in by_item
    ]
    official = policy.official
    notice = (
        f"official notice: {format_day(official.issued_on)}, {format_bodies(official.issuing_bodies)}"
        if official
        else ""
    )
    return join_facts((*dict.fromkeys(reports), notice or "official notice: not held"))


def build_item_blocks(row: ItemRow) -> list[Block]:
    """Build what one item says: as printed, goals, references, the publisher's view, citation and links."""
    item = row.item
    printed = format_printed(item) or format_sentence(row)
    blocks = [section(f"{bold(row.id)}\n{printed}", accessory=source_button(row.id))]
    targets = format_targets(item, None)
    if targets:
        blocks.append(section("\n".join([bold("Goals set:"), *targets])))
    blocks += [context(line) for line in (*format_figures(item), *format_references(item))]
    view = format_view(item)
    if view:
        blocks.append(context(view))
    blocks.append(context(f"— {cite(row.source)} · {format_links(item.links)}"))
    return blocks
