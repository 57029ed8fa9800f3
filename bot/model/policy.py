"""A policy: one official document across briefings, and what each source reports of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from bot.model.briefing import DeadlineKind, DocumentType, Item, Nature, PolicyStatus
from bot.model.identity import FIRST_WORD


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyReport:
    """What one item reports of a policy: the date and the issuers that this source gives."""

    item_id: str
    issued_on: dt.date | None
    issuing_bodies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyFacts:
    """What one source, or several together, say of a document; None and () where they say nothing."""

    title_en: str | None
    title_zh: str | None
    document_number: str | None
    document_type: DocumentType | None
    nature: Nature | None
    status: PolicyStatus
    issuing_bodies: tuple[str, ...]
    issued_on: dt.date | None
    comments_close_on: dt.date | None
    applications_close_on: dt.date | None
    effective_on: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy(PolicyFacts):
    """One official document.

    Its facts are those of the official notice when it is held (``official``), else those of the earliest report that
    gives them. ``reports`` are what the other sources say, by date; never overwritten by the official facts.
    """

    id: str
    official: PolicyFacts | None = None
    reports: tuple[PolicyReport, ...]
    item_ids: tuple[str, ...]


# Whether a document binds and whether it is final, as far as its kind and status tell; never legal advice.

_BINDS = {
    DocumentType.LAW: "yes, a law",
    DocumentType.REGULATION: "yes where the State Council or a people's congress adopted it",
    DocumentType.MEASURES: "yes where issued as rules of a ministry, as measures mostly are",
    DocumentType.PROVISIONS: "yes where issued as rules of a ministry, as provisions mostly are",
    DocumentType.STANDARD: "only where it is mandatory, or a rule refers to it",
    DocumentType.CATALOGUE: "only through the rules that refer to it",
    DocumentType.INTERPRETATION: "only through the text that it explains",
}
_GUIDE = "not as law; it guides what authorities do"
"""What is to be said of other kinds: opinions, notices, plans, guidelines."""
_OVER = {PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN}
_FINAL = {PolicyStatus.ISSUED: "yes", PolicyStatus.IN_FORCE: "yes", PolicyStatus.AMENDED: "yes, amended since"}
_NATURES = {Nature.TRIAL: "; on trial", Nature.INTERIM: "; for the interim"}


def describe_binding(facts: PolicyFacts) -> str:
    """Say whether a document binds, from its kind, nature and status: ``no, a draft``."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft"
    if facts.status in _OVER:
        return f"no longer, {facts.status.value}"
    kind = facts.document_type
    if kind is None or kind is DocumentType.OTHER:
        return "not known, its kind is not stated"
    said = _BINDS.get(kind, _GUIDE)
    if said.startswith("yes") and facts.status not in _FINAL:
        return "not certain: no source says that it was adopted"
    return f"{said}{_NATURES[facts.nature] if facts.nature and kind in _BINDS else ''}"


def describe_finality(facts: PolicyFacts) -> str:
    """Say whether a document is final, from its status."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft for comment"
    return f"it was {facts.status.value}" if facts.status in _OVER else _FINAL.get(facts.status, "not stated")


# What the sources say of one policy, put together; and where they differ.


def compose_policy(policy_id: str, reports: Sequence[tuple[str, Item]]) -> Policy:
    """Put together what the items say of one policy; at least one, each (item id, item with a policy).

    The official notice comes before every report. Among reports each fact is that of the earliest that gives it; the
    status and the deadlines are those of the latest. Titles that a notice lacks are taken from the reports.
    """
    dated = sort_reports(reports)
    notices = [item for _, item in dated if item.is_official]
    reported = [(item_id, item) for item_id, item in dated if not item.is_official]
    told = _compose_facts([item for _, item in reported]) if reported else None
    official = _compose_facts(notices) if notices else None
    facts = official or told or _compose_facts([])
    known = {each.name: getattr(facts, each.name) for each in fields(PolicyFacts)}
    if told:
        known |= {"title_en": facts.title_en or told.title_en, "title_zh": facts.title_zh or told.title_zh}
    return Policy(
        id=policy_id,
        official=official,
        reports=tuple(
            PolicyReport(item_id=item_id, issued_on=issued_on(item), issuing_bodies=item.issuing_bodies)
            for item_id, item in reported
        ),
        item_ids=tuple(sorted((item_id for item_id, _ in reports), key=_number)),
        **known,
    )


def sort_reports(reports: Sequence[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """Return reports, each with its item's id, in the order of their dates; the undated last."""
    return sorted(reports, key=lambda pair: (pair[1].reported_on or dt.date.max, _number(pair[0])))


def _compose_facts(dated: Sequence[Item]) -> PolicyFacts:
    """Return the facts of these items, in the order of their dates."""
    said = [item.policy for item in dated if item.policy is not None]
    statuses = [policy.status for policy in said if policy.status is not PolicyStatus.UNKNOWN]
    return PolicyFacts(
        title_en=next((p.title_en for p in said if p.title_en), None),
        title_zh=next((p.title_zh for p in said if p.title_zh), None),
        document_number=next((p.document_number for p in said if p.document_number), None),
        document_type=next((p.document_type for p in said if p.document_type), None),
        nature=next((p.nature for p in said if p.nature), None),
        status=statuses[-1] if statuses else PolicyStatus.UNKNOWN,
        issuing_bodies=next((item.issuing_bodies for item in dated if item.issuing_bodies), ()),
        issued_on=next((day for item in dated if (day := issued_on(item))), None),
        comments_close_on=_last_deadline(dated, DeadlineKind.COMMENTS_CLOSE),
        applications_close_on=_last_deadline(dated, DeadlineKind.APPLICATIONS_CLOSE),
        effective_on=_last_deadline(dated, DeadlineKind.TAKES_EFFECT),
    )


def issued_on(item: Item) -> dt.date | None:
    """Return the day on which the item says that the document was issued: not that of its end."""
    return None if item.policy and item.policy.status in _OVER else item.reported_on


def _number(item_id: str) -> int:
    return int(item_id[1:])


def _last_deadline(dated: Sequence[Item], kind: DeadlineKind) -> dt.date | None:
    for item in reversed(dated):
        days = [deadline.on for deadline in item.deadlines if deadline.kind is kind]
        if days:
            return max(days)
    return None


# Which item gives which deadline of a policy, and what the other sources say instead.

Reported = tuple[str, Item]
"""The id of an item about the policy, and the item."""

DEADLINE_KINDS = tuple(DeadlineKind)
"""In the order in which deadlines of one day are told."""
DATE, ISSUERS = "date", "issuers"


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyDay:
    """A deadline of a policy: ``item_id`` gives it in the words of ``quote``, None and "" when no item held here does.

    ``is_main`` is the last of its kind that counts: a draft is open until then.
    """

    on: dt.date
    kind: DeadlineKind
    item_id: str | None
    quote: str
    is_official: bool
    is_main: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What an item says of ``fact`` (DATE, ISSUERS or a kind of deadline) beside what counts: a day or issuers."""

    fact: str
    item_id: str
    on: dt.date | None = None
    issuing_bodies: tuple[str, ...] = ()
    is_official: bool = False


def list_days(policy: Policy, reports: Sequence[Reported]) -> list[PolicyDay]:
    """Get every deadline that counts, by day: of each kind those of the notice, else of the latest report with one."""
    found: list[PolicyDay] = []
    for kind in DEADLINE_KINDS:
        last = find_main_day(policy, kind)
        saying = [
            (item_id, item, {each.on: each.quote for each in item.deadlines if each.kind is kind})
            for item_id, item in sort_reports(reports)
        ]
        saying = [each for each in saying if each[2]]
        counted = [each for each in saying if each[1].is_official] or saying
        giving = [each for each in counted if last in each[2]] or (counted if last is None else [])
        if giving:
            item_id, item, days = giving[-1]
            found += [
                PolicyDay(
                    on=on,
                    kind=kind,
                    item_id=item_id,
                    quote=quote,
                    is_official=item.is_official,
                    is_main=on == max(days),
                )
                for on, quote in days.items()
            ]
        elif last is not None:
            is_official = policy.official is not None
            day = PolicyDay(on=last, kind=kind, item_id=None, quote="", is_official=is_official, is_main=True)
            found.append(day)
    return sorted(found, key=lambda day: (day.on, DEADLINE_KINDS.index(day.kind)))


def find_main_day(policy: PolicyFacts, kind: DeadlineKind) -> dt.date | None:
    """Return the day of this kind that the policy's record keeps."""
    if kind is DeadlineKind.COMMENTS_CLOSE:
        return policy.comments_close_on
    return policy.applications_close_on if kind is DeadlineKind.APPLICATIONS_CLOSE else policy.effective_on


def list_differences(policy: Policy, reports: Sequence[Reported]) -> list[Difference]:
    """Return what the sources say otherwise of date, issuers and deadlines, each once, by the first that says so.

    The date of a report that tells of something later (in force, amended, repealed) is no other date of issue.
    """
    days = {(day.kind, day.on) for day in list_days(policy, reports)}
    found: dict[object, Difference] = {}
    for item_id, item in sort_reports(reports):
        on, issuers, is_official = issued_on(item), item.issuing_bodies, item.is_official
        tells_issue = item.policy is not None and item.policy.status in FIRST_WORD
        if tells_issue and on and policy.issued_on and on != policy.issued_on:
            found.setdefault(on, Difference(fact=DATE, item_id=item_id, on=on, is_official=is_official))
        if issuers and set(issuers) != set(policy.issuing_bodies):
            found.setdefault(frozenset(issuers), Difference(fact=ISSUERS, item_id=item_id, issuing_bodies=issuers))
        for kind, day in ((each.kind, each.on) for each in item.deadlines):
            if (kind, day) not in days:
                said = Difference(fact=kind.value, item_id=item_id, on=day, is_official=is_official)
                found.setdefault((kind, day), said)
    return list(found.values())
