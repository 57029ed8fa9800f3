"""Which item gives which fact of a policy, and what the other sources say instead.

The facts of a policy are those of its notice when that is held, else of its reports (``compose_policy``); here each is
led back to the item that gives it, so that it can be cited there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model.briefing import DeadlineKind, Item, PolicyStatus
from bot.model.policy import Policy
from bot.model.policy_identity import FIRST_WORD, issued_on, sort_reports

Report = tuple[str, Item]
"""The id of an item about the policy, and the item."""

DEADLINE_KINDS = tuple(DeadlineKind)
"""In the order in which deadlines of one day are told."""
DATE, ISSUERS, STATUS = "date", "issuers", "status"


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


def list_days(policy: Policy, reports: Sequence[Report]) -> list[PolicyDay]:
    """Get every deadline that counts, by day: of each kind those of the notice, else of the latest report with one."""
    found: list[PolicyDay] = []
    kinds = {deadline.kind for _, item in reports for deadline in item.deadlines}
    for kind in DEADLINE_KINDS:
        if kind not in kinds and find_main_day(policy, kind) is None:
            continue
        item_id, item = _find_deciding(policy, reports, kind)
        last = find_main_day(policy, kind)
        days = {each.on: each.quote for each in item.deadlines if each.kind is kind} if item else {}
        if last is not None and last not in days:
            item_id, item, days = None, None, {last: ""}
        found += [
            PolicyDay(
                on=on,
                kind=kind,
                item_id=item_id,
                quote=quote,
                is_official=item.is_official if item else policy.official is not None,
                is_main=on == max(days),
            )
            for on, quote in days.items()
        ]
    return sorted(found, key=lambda day: (day.on, DEADLINE_KINDS.index(day.kind)))


def find_main_day(policy: Policy, kind: DeadlineKind) -> dt.date | None:
    """Return the day of this kind that the policy's record keeps."""
    if kind is DeadlineKind.COMMENTS_CLOSE:
        return policy.comments_close_on
    return policy.applications_close_on if kind is DeadlineKind.APPLICATIONS_CLOSE else policy.effective_on


def _find_deciding(
    policy: Policy, reports: Sequence[Report], kind: DeadlineKind
) -> tuple[str, Item] | tuple[None, None]:
    saying = [each for each in sort_reports(reports) if any(day.kind is kind for day in each[1].deadlines)]
    counted = [each for each in saying if each[1].is_official] or saying
    last = find_main_day(policy, kind)
    kept = [each for each in counted if any(day.kind is kind and day.on == last for day in each[1].deadlines)]
    return next(reversed(kept or counted), (None, None))


def find_givers(policy: Policy, reports: Sequence[Report], preferred: str) -> dict[str, str]:
    """Get the item behind the date, the issuers and the status of a policy: ``preferred`` where that gives it too."""
    counted = _list_counted(policy, reports)
    wanted: dict[str, Callable[[Item], bool]] = {}
    if policy.issued_on:
        wanted[DATE] = lambda item: issued_on(item) == policy.issued_on
    if policy.issuing_bodies:
        wanted[ISSUERS] = lambda item: item.issuing_bodies == policy.issuing_bodies
    if policy.status is not PolicyStatus.UNKNOWN:
        wanted[STATUS] = lambda item: item.policy is not None and item.policy.status is policy.status
    givers: dict[str, str] = {}
    for fact, gives in wanted.items():
        found = [item_id for item_id, item in counted if gives(item)]
        if found:
            givers[fact] = preferred if preferred in found else found[0]
    return givers


def list_differences(policy: Policy, reports: Sequence[Report]) -> list[Difference]:
    """Return what the sources say otherwise of date, issuers and deadlines, each once, by the first that says so.

    The date of a report that tells of something later (in force, amended, repealed) is no other date of issue.
    """
    days = list_days(policy, reports)
    found: dict[object, Difference] = {}
    for item_id, item in sort_reports(reports):
        on = issued_on(item)
        tells_issue = item.policy is not None and item.policy.status in FIRST_WORD
        if tells_issue and on and policy.issued_on and on != policy.issued_on:
            found.setdefault(on, Difference(fact=DATE, item_id=item_id, on=on, is_official=item.is_official))
        issuers = item.issuing_bodies
        if issuers and set(issuers) != set(policy.issuing_bodies):
            found.setdefault(frozenset(issuers), Difference(fact=ISSUERS, item_id=item_id, issuing_bodies=issuers))
        for each in item.deadlines:
            if not any(day.kind is each.kind and day.on == each.on for day in days):
                said = Difference(fact=each.kind.value, item_id=item_id, on=each.on, is_official=item.is_official)
                found.setdefault((each.kind, each.on), said)
    return list(found.values())


def _list_counted(policy: Policy, reports: Sequence[Report]) -> list[Report]:
    ordered = sort_reports(reports)
    return [each for each in ordered if each[1].is_official] if policy.official else ordered
