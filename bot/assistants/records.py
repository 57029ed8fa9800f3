"""Answers as records for programs: each statement with its citation and with who says it, in plain values."""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any, Literal

from bot.answers.briefing import CHANGES, BriefingCard, BriefingComparison, BriefingList
from bot.answers.cards import CompanyCard, CompanyList, ItemCard, MinistryCard, MinistryList, PolicyCard
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList
from bot.answers.lookup import Lookup
from bot.answers.quotes import choose_quote
from bot.answers.rows import BriefingRow, Coverage, ItemRow, PolicyRow
from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.model.briefing import fold_spaces, is_claim, join_printed
from bot.model.ids import IdKind, parse_id
from bot.model.policy import Policy, list_counted_days
from bot.names.records import spell_id
from bot.slack.messages.facts import describe_differences, name_item, name_policy
from bot.slack.messages.frame import describe_coverage, describe_proof

Kind = Literal["official", "reported", "company_claim", "publisher_opinion"]
"""Who says it: an official document, a publisher who reports, a company of itself, a publisher who judges."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a statement stands: the briefing, the place in it, the sentence as printed, and the source's address."""

    briefing: str
    source: str
    place: str
    sentence: str
    address: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A whole day in Beijing and what happens by its end; no citation where nothing at hand prints the day."""

    on: dt.date
    what: str
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One statement: ``kind`` says whose word it is. ``change`` is what is different where briefings are compared.

    ``policy`` is what all sources say of the document: its top fields are the notice's where ``official`` has any.
    """

    id: str
    kind: Kind
    title: str
    text: str
    reported_on: dt.date | None
    companies: tuple[str, ...]
    topics: tuple[str, ...]
    citation: Citation
    policy: Policy | None = None
    open_for_comment: bool = False
    deadlines: tuple[Deadline, ...] = ()
    change: str | None = None


@dataclass(frozen=True, kw_only=True)  # without slots, which hide the defaults from the schema
class Reply:
    """An answer: ``says`` is it in a sentence, ``notes`` how the question was read, ``options`` what to ask instead.

    ``records`` are a page of ``total``; ``next_offset`` asks for the next. ``related`` have only some of what was
    asked, and don't answer it. ``covered`` tells the days that the briefings cover and the latest of them.
    """

    status: Literal["found", "not_mentioned"]
    says: str
    covered: Coverage
    notes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    total: int = 0
    records: tuple[Record, ...] = ()
    next_offset: int | None = None
    related: tuple[Record, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    briefings: tuple[BriefingRow, ...] = ()


def build_record(row: ItemRow | PolicyRow, about: PolicyRow | None = None) -> Record:
    """Return what an item reports, or the publisher's comment where that holds the sentence that answers."""
    if isinstance(row, PolicyRow):
        return build_record(row.row, row)
    item, policy = row.item, about.policy if about else None
    reported = Record(
        id=row.id,
        kind="official" if item.is_official else "company_claim" if is_claim(item) else "reported",
        title=name_policy(policy, row) if policy else name_item(item, row.sentence),
        text=join_printed(item) or fold_spaces(item.headline),
        reported_on=item.reported_on,
        companies=tuple(dict.fromkeys(each.name for each in item.companies)),
        topics=item.topics,
        citation=build_citation(row, row.sentence),
        policy=policy,
        open_for_comment=about is not None and about.is_open,
        deadlines=list_deadlines(about) if about else (),
    )
    return replace(reported, kind="publisher_opinion", text=fold_spaces(item.comment)) if row.in_comment else reported


def list_statements(row: ItemRow, about: PolicyRow | None = None) -> list[Record]:
    """Return what an item reports, and its publisher's comment, which is its view and no fact, behind it."""
    said = [choose_quote(row.item, ()), *([choose_quote(row.item, (), of_comment=True)] if row.item.comment else [])]
    rows = (replace(row, sentence=each.sentence, in_comment=number > 0) for number, each in enumerate(said))
    return [build_record(each, about) for each in rows]


def whole_row(card: PolicyCard, row: ItemRow | None = None) -> PolicyRow:
    """Return a policy with all its items as a row, led by ``row`` or the first."""
    lead = row or card.rows[0]
    others = tuple(each for each in card.rows if each.id != lead.id)
    return PolicyRow(policy=card.policy, row=lead, is_open=card.is_open, others=others)


def list_deadlines(about: PolicyRow) -> tuple[Deadline, ...]:
    """Return the deadlines of a policy that count, each with the sentence that sets it."""
    by_id = {row.id: row for row in about.rows}
    return tuple(
        Deadline(
            on=day.on,
            what=kind.value.replace("_", " "),
            citation=build_citation(by_id[day.item_id], day.quote),
        )
        for kind, day in list_counted_days([(row.id, row.item) for row in about.rows])
    )


def build_citation(row: ItemRow, sentence: str) -> Citation:
    """Return where a sentence of an item stands, with the first address that the item gives for what it reports."""
    source = row.source
    return Citation(
        briefing=source.id,
        source=f"{source.name}, {describe_day(source.published_on)}" if source.published_on else source.name,
        place=row.place,
        sentence=sentence,
        address=row.find_link(),
    )


def _say_covered(coverage: Coverage) -> str:
    return f"{describe_coverage(coverage)}. {describe_proof(coverage)}".strip()


def _reply(answer: Any, says: str, *, records: tuple[Record, ...] = (), shown: int = 0, **fields: Any) -> Reply:  # noqa: ANN401  any answer
    """Return a reply with a page of records, or of ``shown`` other rows; where nothing was found, with the period."""
    total = fields.pop("total", None) or getattr(answer, "total", len(records))
    end = getattr(answer, "offset", total) + (shown or len(records))
    understood = getattr(answer, "understood", ())
    read = (f"Showing: {' · '.join(understood)}",) if understood else ()
    fields["notes"] = (*read, *getattr(answer, "notes", ()), *fields.get("notes", ()))
    return Reply(
        status="found" if total else "not_mentioned",
        says=says if total else f"{says} {_say_covered(answer.coverage)}",
        covered=answer.coverage,
        total=total,
        records=records,
        next_offset=end if end < total else None,
        **fields,
    )


@singledispatch
def compose_reply(answer: object) -> Reply:
    """Return the reply of an answer; BadQueryError for a kind that no tool asks for."""
    _ = answer
    raise BadQueryError("No tool answers this.", hint="Ask for policies, a ministry, a company or a briefing.")


@compose_reply.register
def _(answer: Choice) -> Reply:
    meanings = "; ".join(label for label, _ in answer.options)
    raise BadQueryError(f"“{answer.asked}” means several: {meanings}.", hint="Ask for one of them.")


@compose_reply.register
def _(answer: PolicyList) -> Reply:
    many = f"{'More than ' if answer.is_cut else ''}{answer.total:,} {'result' if answer.total == 1 else 'results'}."
    return _reply(
        answer,
        many if answer.total else "Not mentioned: nothing matches.",
        records=tuple(map(build_record, answer.rows)),
        related=tuple(map(build_record, answer.near)),
        options=answer.nearest,
    )


@compose_reply.register
def _(answer: PolicyCard) -> Reply:
    whole = whole_row(answer)
    records = tuple(each for row in answer.rows for each in list_statements(row, whole))
    notes = tuple(f"{way}: {each.id} {each.title_en or each.title_zh or ''}".strip() for way, each in answer.kin)
    return _reply(answer, f"{answer.policy.id}: {records[0].title}.", records=records, notes=notes)


@compose_reply.register
def _(answer: ItemCard) -> Reply:
    about = PolicyRow(policy=answer.policy, row=answer.row, is_open=False) if answer.policy else None
    records = tuple(list_statements(answer.row, about))
    return _reply(answer, f"{answer.row.id}: {records[0].title}.", records=records)


@compose_reply.register
def _(answer: MinistryCard) -> Reply:
    body, issued = spell_id(answer.body.id), answer.alone + answer.joint
    says = f"{body} issued {issued} policies, {answer.open_total} of them open."
    kin = (("Was", answer.predecessors), ("Became", answer.successors))
    counts = {
        "policies issued": issued,
        "of them jointly": answer.joint,
        "open for comment or applications": answer.open_total,
        "items that only name it": answer.mentioned,
    }
    return _reply(
        answer,
        says if issued or answer.mentioned else f"{body}: not mentioned.",
        total=answer.total or answer.mentioned,
        counts=counts,
        records=tuple(map(build_record, answer.rows)),
        related=tuple(map(build_record, answer.open_drafts)),
        notes=tuple(f"{word} {each.name_en}" for word, bodies in kin for each in bodies),
    )


@compose_reply.register
def _(answer: MinistryList) -> Reply:
    counts = {spell_id(body.id): count.items for body, count in answer.counts}
    return _reply(answer, f"{answer.total} bodies, with the items that name each.", shown=len(counts), counts=counts)


@compose_reply.register
def _(answer: CompanyList) -> Reply:
    counts = {company.name: count.items for company, count in answer.counts}
    return _reply(answer, f"{answer.total} companies, with the items that name each.", shown=len(counts), counts=counts)


@compose_reply.register
def _(answer: CompanyCard) -> Reply:
    many = "1 item" if answer.total == 1 else f"{answer.total} items"
    records = tuple(map(build_record, answer.rows))
    return _reply(answer, f"{answer.company.name} is in {many}.", records=records)


@compose_reply.register
def _(answer: BriefingCard) -> Reply:
    return _reply(
        answer,
        f"{answer.briefing.name}: {answer.total} items, {answer.open_total} open for comment or applications.",
        briefings=(answer.briefing,),
        records=tuple(map(build_record, answer.rows)),
        related=tuple(map(build_record, answer.open_deadlines)),
    )


@compose_reply.register
def _(answer: BriefingList) -> Reply:
    says = _say_covered(answer.coverage) if answer.total else "No briefing matches."
    return _reply(answer, says, shown=len(answer.rows), briefings=answer.rows)


@compose_reply.register
def _(answer: Absent) -> Reply:
    within = f" with {' and '.join(answer.filters)}" if answer.filters else ""
    says = f"{fold_spaces(answer.asked)}{within}: not mentioned." if answer.asked else f"No such {answer.kind}."
    notes = (f"Its words are in {answer.in_words} items: search_policies finds them.",) if answer.in_words else ()
    return _reply(answer, says, options=answer.nearest, notes=notes)


def compose_changes(answer: BriefingComparison, lookup: Lookup, *, now: dt.datetime) -> Reply:
    """Return what is different between two briefings, each change with what the briefing that shows it says."""
    records, counts = [], dict.fromkeys(CHANGES, 0)
    for each in answer.changes:
        counts[each.kind] += 1
        told = describe_differences(each.differences)
        briefing = answer.before if each.kind == CHANGES[-1] else answer.after
        card = lookup.open(IdKind.POLICY, parse_id(each.policy_id, IdKind.POLICY), now=now)
        said = [row for row in getattr(card, "rows", ()) if row.source.id == briefing.id]
        if isinstance(card, PolicyCard) and said:
            record = build_record(said[0], whole_row(card, said[0]))
            records.append(replace(record, change=": ".join(filter(None, (each.kind, told)))))
    counted = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    says = f"{answer.after.name} beside {answer.before.name}: {counted}."
    return _reply(
        answer, says, total=len(records) or 1, records=tuple(records), briefings=(answer.before, answer.after)
    )
