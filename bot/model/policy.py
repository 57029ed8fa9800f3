"""A policy: one official document across briefings, and what each source reports of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.briefing import DeadlineKind, DocumentType, Item, Nature, PolicyStatus, ReportedPolicy
from bot.model.identity import FIRST_WORD

Reported = tuple[str, Item]
"""The id of an item about a policy, and the item."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """One official document; None and () where no source says something.

    Its facts are those of the official notice when it is held (``has_notice``), else those of the earliest report that
    gives them. ``all_issuers`` are those that any notice names, else any report.
    """

    id: str
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
    has_notice: bool = False
    all_issuers: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number of its id."""
        return int(self.id[1:])


_BINDS = {
    DocumentType.LAW: "yes, a law",
    DocumentType.REGULATION: "yes where the State Council or a people's congress adopted it",
    DocumentType.MEASURES: "yes where issued as rules of a ministry, as measures mostly are",
    DocumentType.PROVISIONS: "yes where issued as rules of a ministry, as provisions mostly are",
    DocumentType.STANDARD: "only where it is mandatory, or a rule refers to it",
    DocumentType.CATALOGUE: "only through the rules that refer to it",
    DocumentType.INTERPRETATION: "only through the text that it explains",
}
_OVER = {PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN}


def describe_binding(policy: Policy) -> str:
    """Say whether a document that is no draft binds, from its kind and status."""
    kind, status = policy.document_type, policy.status
    if status in _OVER:
        return f"no longer, {status.value}"
    if kind is None or kind is DocumentType.OTHER:
        return "not known, its kind is not stated"
    said = _BINDS.get(kind, "not as law; it guides what authorities do")
    is_certain = status is not PolicyStatus.UNKNOWN or not said.startswith("yes")
    return said if is_certain else "not certain: no source says that it was adopted"


def compose_policy(policy_id: str, reports: Sequence[Reported]) -> Policy:
    """Put together what the items say of one policy; at least one.

    The official notice comes before every report. Among reports each fact is that of the earliest that gives it; the
    status and the deadlines are those of the latest. Titles that a notice lacks are taken from the reports.
    """
    reported = [each for each in sort_reports(reports) if not each[1].is_official]
    counted = [each for each in sort_reports(reports) if each[1].is_official] or reported
    said, anywhere = ([item.policy for _, item in pairs if item.policy] for pairs in (counted, [*counted, *reported]))
    issuers = [item.issuing_bodies for _, item in counted if item.issuing_bodies]
    statuses = [policy.status for policy in said if policy.status is not PolicyStatus.UNKNOWN]
    days = [day for day in list_days(counted) if day.counts]
    last: dict[DeadlineKind | None, Any] = {day.kind: day.on for day in days}

    def first(sources: Sequence[ReportedPolicy], *names: str) -> dict[str, Any]:
        return {name: next(filter(None, (getattr(source, name) for source in sources)), None) for name in names}

    return Policy(
        id=policy_id,
        status=statuses[-1] if statuses else PolicyStatus.UNKNOWN,
        issued_on=last.get(None),
        issuing_bodies=issuers[0] if issuers else (),
        all_issuers=tuple(dict.fromkeys(body for bodies in issuers for body in bodies)),
        has_notice=counted is not reported,
        item_ids=tuple(sorted((item_id for item_id, _ in reports), key=lambda item_id: int(item_id[1:]))),
        **first(anywhere, "title_en", "title_zh"),
        **first(said, "document_number", "document_type", "nature"),
        **{field: last.get(kind) for kind, field in DEADLINE_FIELDS.items()},
    )


def sort_reports(reports: Sequence[Reported]) -> list[Reported]:
    """Return reports in the order of their dates, the undated last."""
    return sorted(reports, key=lambda pair: (pair[1].reported_on or dt.date.max, int(pair[0][1:])))


def find_issue(item: Item) -> dt.date | None:
    """Return the day on which the item says that the document was issued: not that of its end."""
    return None if item.policy and item.policy.status in _OVER else item.reported_on


DEADLINE_FIELDS = {
    DeadlineKind.COMMENTS_CLOSE: "comments_close_on",
    DeadlineKind.APPLICATIONS_CLOSE: "applications_close_on",
    DeadlineKind.TAKES_EFFECT: "effective_on",
}
"""The field of a policy that keeps the last day of each kind, in the order in which days are told."""


@dataclass(frozen=True, slots=True)
class PolicyDay:
    """A day that an item gives for a policy, of its issue without ``kind``; ``counts`` where it is the one believed."""

    on: dt.date
    kind: DeadlineKind | None
    item_id: str
    quote: str
    is_official: bool
    counts: bool


def list_days(reports: Sequence[Reported]) -> list[PolicyDay]:
    """Return every day that the sources give for a policy, in order, each once by the first that gives it.

    Those of the notice count, else those of the earliest report for its issue, of the latest for a deadline. The date
    of a report that tells of something later (in force, amended, repealed) is no other day of issue.
    """
    order = (None, *DEADLINE_FIELDS)
    found: dict[tuple[DeadlineKind | None, dt.date], PolicyDay] = {}
    for kind in order:
        printed = ((item_id, item, list_printed(item, kind)) for item_id, item in sort_reports(reports))
        saying = [each for each in printed if each[2]]
        believed = [each for each in saying if each[1].is_official] or saying
        if not believed:
            continue
        counted = believed[-1 if kind else 0]
        for item_id, item, days in (counted, *saying):
            for on, quote in days.items():
                is_counted = on in counted[2]
                if is_counted or kind or (item.policy and item.policy.status in FIRST_WORD):
                    found.setdefault((kind, on), PolicyDay(on, kind, item_id, quote, item.is_official, is_counted))
    return sorted(found.values(), key=lambda day: (day.on, order.index(day.kind), not day.is_official))


def list_counted_days(reports: Sequence[Reported]) -> list[tuple[DeadlineKind, PolicyDay]]:
    """Return the deadlines of a policy that count, in order, each with its kind."""
    return [(day.kind, day) for day in list_days(reports) if day.kind and day.counts]


def list_printed(item: Item, kind: DeadlineKind | None) -> Mapping[dt.date, str]:
    """Return the days of a kind that an item gives, each with its sentence; for None that of the issue."""
    if kind is None:
        return {on: ""} if (on := find_issue(item)) else {}
    return {each.on: each.quote for each in item.deadlines if each.kind is kind}
