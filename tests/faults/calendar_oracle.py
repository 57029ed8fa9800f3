"""What is due of whom and when, told by the standard library alone: the soak counts the posts against it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostKind, Slot, post_key
from bot.domain.posts.schedule import Cadence
from tests.faults.office import find_slot_moment
from tests.posting import TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.office import Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """A post that is due: its key in the message's metadata, its channel, and the moment."""

    key: str
    channel: str
    due_at: dt.datetime
    about: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """A briefing that was let go at a moment; one that a restore lost before it was posted is ``gone`` from then on.

    ``known_as`` is what tells it from others, whatever number it gets.
    """

    number: int
    known_as: str
    at: dt.datetime
    gone_at: dt.datetime | None = None


def list_slot_moments(rule: Rule, first: dt.date, days: int) -> Iterator[tuple[dt.date, dt.datetime]]:
    """Give the slots of a rule in so many local days."""
    schedule = rule.schedule
    for day in (first + dt.timedelta(days=ahead) for ahead in range(days)):
        fits = {
            Cadence.DAILY: True,
            Cadence.WEEKLY: day.weekday() in schedule.days,
            Cadence.MONTHLY: day.day == 1,
            Cadence.IMMEDIATE: False,
        }
        if fits[schedule.cadence]:
            yield day, find_slot_moment(day, schedule.at, schedule.zone)


def list_expected(
    rules: Sequence[Rule], announced: Sequence[Announced], *, begin: dt.datetime, end: dt.datetime
) -> Iterator[Expected]:
    """Give every post that is due until ``end``: of a slot with something announced since the last one, or at once.

    What a slot brought before a restore, and was read again after it, is not due again.
    """
    days = (end - begin).days + 3
    for rule in rules:
        if rule.schedule.cadence is Cadence.IMMEDIATE:
            told = set[int]()
            for each in announced:
                if each.gone_at is None and each.number not in told:
                    told.add(each.number)
                    yield _expect(rule, PostKind.IMMEDIATE, f"{each.known_as} v1", each.at)
            continue
        since, brought = begin, set[int]()
        for day, moment in list_slot_moments(rule, begin.date(), days):
            if not begin < moment <= end:
                continue
            inside = [each for each in announced if since < each.at <= moment]
            live = {each.number for each in inside if each.gone_at is None or moment < each.gone_at} - brought
            brought |= live
            if live:
                yield _expect(rule, PostKind.DIGEST, f"{day} {rule.schedule.at:%H:%M}", moment)
            since = moment


def _expect(rule: Rule, kind: PostKind, slot: str, due_at: dt.datetime) -> Expected:
    place = Slot(workspace=TEAM, channel=rule.channel, kind=kind, source=f"D{rule.number}", slot=slot)
    about = f"D{rule.number} {slot} ({rule.schedule.zone})"
    return Expected(key=post_key(place, 0), channel=rule.channel, due_at=due_at, about=about)
