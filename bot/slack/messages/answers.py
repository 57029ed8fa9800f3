"""Any answer of a lookup as a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.answers.absent import Absent
from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, BriefingRow, PolicyChange
from bot.answers.choices import Choice
from bot.answers.company import CompanyCard, CompanyCount, CompanyList
from bot.answers.lists import Comparison, PolicyList, Timeline, TimelineRow
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard, MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.answers.sources import SECTION_NAMES, describe_place, join_series
from bot.model.briefing import PolicyStatus
from bot.model.comments import is_claim, names_company_in_comment
from bot.model.deadlines import EventKind
from bot.model.post import Message
from bot.names.records import Company, spell_id
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import Block, build_message, build_rows, context, cut, header, section, split_text
from bot.slack.messages.frame import (
    CLAIM,
    COMMENTED,
    Frame,
    Offers,
    Pages,
    build_record_list,
    capitalise,
    cite,
    describe_coverage,
    describe_narrowed,
    describe_proof,
    format_sentence,
    join_facts,
    list_matched,
    open_button,
    open_buttons,
    source_button,
)
from bot.slack.messages.ministries import build_list_card, build_list_of_lists, build_ministry_card, build_ministry_list
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policies import build_policy_card, build_policy_list
from bot.slack.messages.policy_facts import (
    build_absent,
    build_choice,
    build_nearest,
    explain_nothing,
    format_bodies,
    format_deadlines,
    name_policy,
)
from bot.slack.messages.source import build_item_card
from bot.slack.mrkdwn import bold, escape, format_day, format_period, italic, join_some, plural

# Briefings as messages: those held, and the card of one with all its items.

_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12
_MAX_NAMED = 8
_MAX_CHANGES = 12
_MAX_TITLE = 120


def build_briefing_list(answer: BriefingList, frame: Frame) -> Message:
    """Build the list of briefings held, newest first."""
    counted = plural(answer.total, "briefing")
    names = ", ".join(f"{row.id} {escape(row.name)}" for row in answer.rows[:3])
    rows = [_build_briefing(row) for row in answer.rows]
    text = f"{counted}: {names}"
    return build_record_list(answer, frame, rows=rows, text=text, counted=counted, order="held, newest first")


def _build_briefing(row: BriefingRow) -> Block:
    facts = join_facts((_format_dates(row), format_counts(row)))
    ask = Ask(command="briefing", text=row.id)
    return section(f"{bold(f'{row.id}  {row.name}')}\n{facts}", accessory=open_button("Open", ask, 1))


def _format_dates(row: BriefingRow) -> str:
    period = format_period(row.period_start, row.period_end)
    return join_facts((format_day(row.published_on), f"covers {period}" if period else "period not stated"))


def format_counts(row: BriefingRow) -> str:
    """Return the counts by section: ``5 top items · 7 policy news · 8 company news · unread 0``."""
    names = {"top": ("top item", "top items")}
    counts = []
    for section_id, count in row.counts:
        one, many = names.get(section_id, (SECTION_NAMES.get(section_id, escape(section_id)),) * 2)
        counts.append(plural(count, one, many))
    return join_facts((*counts, f"unread {row.unread:,}"))


def build_briefing_card(answer: BriefingCard, frame: Frame) -> Message:
    """Build the card of one briefing: dates, people, deadlines, a page of its items, and what could not be read."""
    row = answer.briefing
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(f"{row.id}  {row.name}"),
        section("\n".join(_format_head(answer))),
        *(section(line) for line in _format_matched(answer)),
    ]
    rows = [[_build_item(each)] for each in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        lines = [line for line in (pages.describe(), *_format_unread(answer)) if line]
        return [*([context(*lines)] if lines else []), *frame.closing(pages=pages, offers=Offers(cite=True))]

    text = f"{row.id} {escape(row.name)}: {format_counts(row)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_matched(answer: BriefingCard) -> list[str]:
    lines = list_matched(answer.understood, answer.total)
    return [f"{line} ({plural(answer.total, 'item')})" for line in lines]


def _format_head(answer: BriefingCard) -> list[str]:
    row = answer.briefing
    people = join_some([escape(f"{person.name} ({person.role})") for person in answer.people], _MAX_PEOPLE, ", ")
    deadlines = [
        f"{each.policy.id} {escape(cut(name_policy(each.policy, each.row), 80))}: "
        f"{format_deadlines(each.policy, each.rows, is_open=each.is_open, asked_on=answer.asked_on)}"
        for each in answer.open_deadlines
    ]
    left = answer.open_total - len(answer.open_deadlines)
    return [
        join_facts((escape(join_series(row.publisher, row.series)), _format_dates(row))),
        format_counts(row),
        *([f"By: {people}"] if people else []),
        *([f"{bold('Act by:')} {'; '.join(deadlines)}{f' and {left} more' if left > 0 else ''}"] if deadlines else []),
        *_format_news(answer),
    ]


def _format_news(answer: BriefingCard) -> list[str]:
    """Return what is new against the briefing before; nothing without one."""
    news = answer.news
    if news is None:
        return []
    before = f"{news.before.id} ({format_day(news.before.published_on)})"
    facts = [
        plural(len(news.new), "new policy", "new policies"),
        *(
            f"{len(found)} {word}"
            for found, word in ((news.changed, "changed"), (news.moved, "with another deadline"))
            if found
        ),
        *_name_some("companies", news.companies),
        *_name_some("bodies", tuple(map(spell_id, news.bodies))),
    ]
    return [f"{bold(f'Since {before}:')} {join_facts(facts)}"]


def _name_some(kind: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    return [f"{kind} {join_some([*map(escape, names)], _MAX_NAMED, ', ')}"]


def build_briefing_comparison(answer: BriefingComparison, frame: Frame) -> Message:
    """Build what a briefing has against an earlier one: new, changed, moved, and no longer mentioned."""
    before, after = (f"{each.id} ({format_day(each.published_on)})" for each in (answer.before, answer.after))
    parts = (
        ("New policies", answer.new),
        ("Changed", answer.changed),
        ("Deadlines moved", answer.moved),
        ("No longer mentioned", answer.gone),
    )
    counted = join_facts(f"{name}: {len(changes)}" for name, changes in parts)
    head = [
        *frame.opening(),
        header(f"{answer.after.id} against {answer.before.id}"),
        section(f"{after} against {before}"),
    ]
    rows = [[section(_format_changes(name, changes))] for name, changes in parts if changes]

    def tail(_shown: int) -> list[Block]:
        opens = [(f"Open {each.id}", Ask(command="briefing", text=each.id)) for each in (answer.after, answer.before)]
        return frame.closing(open_buttons(opens))

    text = f"{after} against {before}: {counted}"
    return build_rows(text, head=head if rows else [*head, section("Nothing changed.")], rows=rows, tail=tail)


def _format_changes(name: str, changes: tuple[PolicyChange, ...]) -> str:
    shown = [
        f"• {bold(each.policy_id)} {escape(cut(each.name, _MAX_TITLE))}{f': {escape(each.said)}' if each.said else ''}"
        for each in changes[:_MAX_CHANGES]
    ]
    left = len(changes) - len(shown)
    return "\n".join([f"{bold(name)} ({len(changes)})", *shown, *([f"… {left} more"] if left else [])])


def _build_item(row: ItemRow) -> Block:
    item = row.item
    line = escape(cut(" ".join((item.headline or row.sentence or item.text).split()), _MAX_LINE))
    about = f"{row.policy_id}, {format_bodies(item.issuing_bodies)}" if row.policy_id else ""
    facts = join_facts(
        (format_day(item.reported_on), about, italic(CLAIM) if is_claim(item) else "", describe_place(row.source))
    )
    return section(f"{bold(row.id)}  {line}\n{facts}", accessory=source_button(row.id))


def _format_unread(answer: BriefingCard) -> list[str]:
    if not answer.unread:
        return []
    lines = [
        f"• {f'{block.place}: ' if block.place else ''}{escape(cut(' '.join(block.text.split()), _MAX_LINE))}"
        for block in answer.unread[:_MAX_UNREAD]
    ]
    left = len(answer.unread) - len(lines)
    return ["\n".join(["Not understood, kept as it stands:", *lines, *([f"… {left} more"] if left else [])])]


# Companies as messages: those in the news, and the card of one.

UNCONFIRMED = "unconfirmed: read from the text, not on our list"
_SHORT_SENTENCE = 160


def build_company_list(answer: CompanyList, frame: Frame) -> Message:
    """Build the companies in the news, each with its newest item."""
    counted = plural(answer.total, "company", "companies")
    names = ", ".join(escape(count.company.name) for count in answer.counts[:5])
    rows = [_build_count(count) for count in answer.counts]
    text = f"{counted}: {names} · {describe_coverage(answer.coverage)}"
    first = "most stories first" if answer.by_count else "the most recent first"
    order = f"{'named in what matches' if answer.understood else 'in the news'}, {first}"
    return build_record_list(answer, frame, rows=rows, text=text, counted=counted, order=order)


def _build_count(count: CompanyCount) -> Block:
    facts = join_facts(
        (
            bold(_name(count.company)),
            plural(count.items, "item"),
            f"newest {format_day(count.newest.item.reported_on)}",
            "" if count.company.confirmed else "unconfirmed",
        )
    )
    sentence = format_sentence(count.newest, _SHORT_SENTENCE)
    ask = Ask(command="company", text=count.company.name)
    return section(f"{facts}\n{sentence}\n— {cite(count.newest.source)}", accessory=open_button("Open", ask, 1))


def _name(company: Company) -> str:
    return " ".join(each for each in (company.name, company.name_zh) if each)


def build_company_card(answer: CompanyCard, frame: Frame) -> Message:
    """Build the card of one company: its items with their sources, claims marked, and the policies naming it."""
    company = answer.company
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(_name(company)),
        *(section(line) for line in describe_narrowed(answer.understood)),
        context(*_format_facts(answer)),
    ]
    rows = [[_companies_build_item(row)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        offers = Offers(follow="Follow…", filter=answer.follow, cite=True, wrong=True, note=f"company:{company.id}")
        return [*pages.build(), *build_notes(answer.team_notes), *frame.closing(pages=pages, offers=offers)]

    text = f"{escape(_name(company))}: {plural(answer.total, 'item')} · {describe_coverage(answer.coverage)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_facts(answer: CompanyCard) -> list[str]:
    company = answer.company
    shown = ", ".join(_name_naming(row, company) for row in answer.policies)
    left = answer.policies_total - len(answer.policies)
    policies = f"policies naming it: {shown}{f' and {left} more' if left > 0 else ''}" if shown else ""
    also = ", ".join(escape(each) for each in (*company.aliases, *company.brands))
    return [
        join_facts((plural(answer.total, "item"), policies, describe_coverage(answer.coverage))),
        join_facts(
            (
                f"also: {cut(also, 300)}" if also else "",
                f"home: {escape(company.country)}" if company.country else "",
                "" if company.confirmed else UNCONFIRMED,
            )
        ),
    ]


def _name_naming(row: PolicyRow, company: Company) -> str:
    """Return a policy that names a company, marked where only the publisher's comment does."""
    name = f"{row.policy.id} {escape(cut(name_policy(row.policy, row.row), 60))}"
    is_view = names_company_in_comment([each.item for each in row.rows], company.id, company.name)
    return f"{name} ({italic(COMMENTED)})" if is_view else name


def _companies_build_item(row: ItemRow) -> Block:
    standing = "" if is_claim(row.item) else f"about {row.policy_id}" if row.policy_id else "news"
    facts = join_facts((bold(f"{row.id}  {format_day(row.item.reported_on)}"), standing))
    return section(f"{facts}\n{format_sentence(row)}\n— {cite(row.source)}", accessory=source_button(row.id))


# A timeline as a message: what happened day by day, and below a line what is ahead.

_AHEAD, _PAST = "Ahead", "So far"


def build_timeline(answer: Timeline, frame: Frame) -> Message:
    """Build a page of events: a line stands before those that are ahead, and one before those that happened."""
    about = f" of {answer.about}" if answer.about else ""
    total = plural(answer.total, "dated event")
    undated = f" · {plural(answer.undated, 'entry', 'entries')} without a date" if answer.undated else ""
    head: list[Block] = [
        *frame.opening(answer.notes),
        section(f"{bold(f'Timeline{about}')}: {total}{undated}{_format_understood(answer)}"),
        context(capitalise(describe_coverage(answer.coverage))),
    ]
    is_absent = answer.total == 0 and answer.undated == 0
    absence = explain_nothing(uncovered=answer.uncovered)
    if is_absent:
        head.insert(-1, section(f"{bold(absence)} {describe_proof(answer.coverage)}".strip()))
    rows = [_build_row(answer, place) for place in range(len(answer.rows))]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        opens = open_buttons(
            [(f"Open {answer.about}", Ask(command="policy", text=answer.about))] if answer.about else []
        )
        near = build_nearest(answer.nearest, frame, command="policy") if is_absent else []
        return [*pages.build(), *near, *frame.closing(opens, pages=pages, offers=Offers())]

    text = (
        f"{f'{absence} ' if is_absent else ''}Timeline{escape(about)}: {total} · {describe_coverage(answer.coverage)}"
    )
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_understood(answer: Timeline) -> str:
    return f"\nShowing: {' · '.join(escape(each) for each in answer.understood)}" if answer.understood else ""


def _build_row(answer: Timeline, place: int) -> list[Block]:
    row = answer.rows[place]
    is_ahead = row.event.on >= answer.asked_on
    begins = place == 0 or is_ahead is not (answer.rows[place - 1].event.on >= answer.asked_on)
    return [*([context(bold(_AHEAD if is_ahead else _PAST))] if begins else []), _build_event(row)]


def _build_event(row: TimelineRow) -> Block:
    item_row = row.row.row if isinstance(row.row, PolicyRow) else row.row
    what, who = _describe(row, item_row)
    lines = [join_facts((bold(format_day(row.event.on)), what, who)), f"— {cite(row.said_by.source)}"]
    return section("\n".join(lines), accessory=source_button(row.said_by.id))


def _describe(row: TimelineRow, item_row: ItemRow) -> tuple[str, str]:
    if isinstance(row.row, PolicyRow):
        policy = row.row.policy
        title = escape(cut(name_policy(policy, item_row), _MAX_TITLE))
        kind = row.event.kind
        standing = " (official)" if row.event.is_official else " (as reported)"
        word = f"{kind.value}{standing}"
        if kind is EventKind.ISSUED:
            is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
            word = f"{'draft published' if is_draft else kind.value}{standing}"
        told = row.said_by.item
        issuers = policy.issuing_bodies if row.event.is_official else told.issuing_bodies or policy.issuing_bodies
        return f"{word}: {bold(policy.id)} {title}", format_bodies(issuers)
    said = escape(cut(" ".join((item_row.item.headline or item_row.sentence).split()), _MAX_TITLE))
    return f"{bold(item_row.id)} {said}", italic(CLAIM) if is_claim(item_row.item) else "news"


# Several bodies, companies or policies side by side.


def build_comparison(answer: Comparison, frame: Frame) -> Message:
    """Build the counts of each side, with a button that opens it, and one for what they share."""
    names = " and ".join(escape(side.name) for side in answer.sides)
    sides = [
        f"{bold(side.name)}: {join_facts(plural(count, escape(one), escape(many)) for count, one, many in side.counts)}"
        f"{f' · latest {format_day(side.newest.item.reported_on)}' if side.newest else ''}"
        for side in answer.sides
    ]
    shared = [f"Together: {answer.shared}"] if answer.shared else []
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(" and ".join(side.name for side in answer.sides)),
        *(section(line) for line in describe_narrowed(answer.understood)),
        section("\n".join([*sides, *shared])),
    ]
    rows = [
        [
            section(
                f"{bold(side.name)}\n{format_sentence(side.newest)}\n— {cite(side.newest.source)}",
                accessory=source_button(side.newest.id),
            )
        ]
        for side in answer.sides
        if side.newest
    ]

    def tail(_shown: int) -> list[Block]:
        asks = [(f"Open {side.name}", ask) for side in answer.sides if (ask := parse_command(side.command))]
        together = [("What they share", Ask(command="policy", text=answer.together))] if answer.shared else []
        return [
            context(capitalise(describe_coverage(answer.coverage))),
            *frame.closing(open_buttons([*asks, *together])),
        ]

    return build_rows(f"{names}: {'; '.join(sides)}", head=head, rows=rows, tail=tail)


_BUILDERS: dict[type, Callable[[Any, Frame], Message]] = {
    PolicyList: build_policy_list,
    PolicyCard: build_policy_card,
    Timeline: build_timeline,
    Comparison: build_comparison,
    ItemCard: build_item_card,
    MinistryList: build_ministry_list,
    MinistryCard: build_ministry_card,
    CompanyList: build_company_list,
    CompanyCard: build_company_card,
    BriefingList: build_briefing_list,
    BriefingCard: build_briefing_card,
    BriefingComparison: build_briefing_comparison,
    ListCard: build_list_card,
    ListOfLists: build_list_of_lists,
    Absent: build_absent,
    Choice: build_choice,
}


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer."""
    return _BUILDERS[type(answer)](answer, frame)


def build_help(text: str) -> Message:
    """Build a help page from its mrkdwn."""
    return build_message(text, [section(piece) for piece in split_text(text)])
