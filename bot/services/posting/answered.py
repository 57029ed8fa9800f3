"""What a channel or person said to deadlines, as it holds by now: a day that was moved passes its answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.ids import IdKind, find_id, format_id, parse_id
from bot.domain.records.deadlines import DeadlineKey, StandingDay, carry_answers
from bot.domain.records.policy_identity import compose_policy
from bot.domain.records.policy_sources import list_days
from bot.store.items import list_items
from bot.store.policies import list_policies
from bot.store.reminders import list_answers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping

    from bot.domain.records.deadlines import DeadlineAnswer
    from bot.store.database import Database
    from bot.store.items import StoredItem


def list_answers_by(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> dict[DeadlineKey, DeadlineAnswer]:
    """Give what a channel or person said to deadlines by a moment, by day: also under the day that one was moved to."""
    return _read(db, workspace=workspace, channel=channel, now=now)[0]


def list_standing_answers(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> dict[DeadlineKey, DeadlineAnswer]:
    """Give the same for the days alone that still count."""
    answers, standing = _read(db, workspace=workspace, channel=channel, now=now)
    return {key: answer for key, answer in answers.items() if key in standing}


def _read(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> tuple[dict[DeadlineKey, DeadlineAnswer], frozenset[DeadlineKey]]:
    held = list_answers(db, workspace=workspace, channel=channel)
    said = {key: answer for key, answer in held.items() if answer.at <= now}
    standing = tuple(_list_standing(db, {key.subject for key in said}, now=now)) if said else ()
    return carry_answers(said, standing), frozenset(each.key for each in standing)


def _list_standing(db: Database, subjects: Collection[str], *, now: dt.datetime) -> Iterator[StandingDay]:
    """Give the days that count of policies and items (ids as people see them), by what was known at a moment."""
    found = [each for each in map(find_id, sorted(subjects)) if each is not None]
    for item in list_items(db, [number for kind, number in found if kind is IdKind.ITEM]):
        for each in item.item.deadlines:
            key = DeadlineKey(subject=item.shown_id, kind=each.kind, on=each.on)
            yield StandingDay(key=key, learned_on=beijing_day(item.learned_at))
    policies = list_policies(db, [number for kind, number in found if kind is IdKind.POLICY])
    for number, policy in policies.items():
        reports = list_items(db, [parse_id(item, IdKind.ITEM) for item in policy.item_ids])
        known = {report.shown_id: report for report in reports if report.learned_at <= now}
        yield from _list_days_of(format_id(IdKind.POLICY, number), known) if known else ()


def _list_days_of(policy: str, reports: Mapping[str, StoredItem]) -> Iterator[StandingDay]:
    told = [(item, report.item) for item, report in reports.items()]
    for day in list_days(compose_policy(policy, told), told):
        if day.item_id is not None:
            key = DeadlineKey(subject=policy, kind=day.kind, on=day.on)
            yield StandingDay(key=key, learned_on=beijing_day(reports[day.item_id].learned_at))
