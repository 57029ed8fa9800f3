"""What a slot of a rule brings: what was announced in its window, or the deadlines that lie ahead of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.digest import Fate, name_reason
from bot.domain.posts.schedule import list_next_slots
from bot.domain.posts.subscription import is_person
from bot.domain.queries.query import parse_query
from bot.errors import BadQueryError
from bot.services.posting.elsewhere import AHEAD, SOON, list_channels_of
from bot.services.posting.learned_days import say_learned
from bot.services.posting.summaries import Occasion, Summary, Told, compose_window, drop_items, read_issues
from bot.store.brought import list_listed
from bot.store.carried import list_briefings_carried
from bot.store.schedules import find_last_day, find_slot_of_post, list_announced, list_known_by
from bot.store.subscriptions import list_active_in

if TYPE_CHECKING:
    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.post import Post
    from bot.domain.posts.subscription import Subscription
    from bot.domain.queries.query import Query
    from bot.services.ports import ItemMatcher
    from bot.services.posting.summaries import Issue
    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """What belongs to a slot: what was announced after ``since`` and by ``until``.

    And the briefings ``waiting`` from before, which a clock that was wrong has left out of every slot; not the items
    ``kept`` away by a pause. ``zone`` is that of its days, ``key`` that of its digest.
    """

    since: dt.datetime
    until: dt.datetime
    waiting: tuple[int, ...] = ()
    kept: frozenset[int] = frozenset()
    zone: str = "UTC"
    key: str | None = None


def compose_slot(
    db: Database,
    matcher: ItemMatcher,
    query: Query,
    *,
    occasion: Occasion,
    window: Window,
    told: Told,
    now: dt.datetime,
) -> Summary | None:
    """Put together what a rule's slot at the end of ``window`` brings; None when there is nothing to look at.

    ``occasion`` says whose it is. What was announced in the window belongs to the slot.
    A filter with ``due:`` follows deadlines: its digest lists all of them that lie ahead in that range, told before
    or not; what it was ``told`` is what ``find_agendas`` gives.
    """
    if query.due is not None:
        if query.due_text is None and query.due.last and query.due.last < beijing_day(window.until):
            return None  # its days are over
        matching = matcher.list_matching_briefings(db, query, now=window.until)
        numbers = tuple(list_known_by(db, matching, until=window.until))
    else:
        numbers = tuple(dict.fromkeys((*window.waiting, *list_announced(db, since=window.since, until=window.until))))
    issues = read_issues(db, numbers)
    if query.due is None:
        issues = drop_items(issues, window.kept)
    if not issues:
        return None
    summary = compose_window(
        db,
        matcher,
        issues,
        query,
        occasion=replace(
            occasion,
            matched_at=window.until,
            is_agenda=query.due is not None,
            news=frozenset(list_announced(db, since=window.since, until=window.until)),
        ),
        told=told,
        now=now,
    )
    if query.due is not None:
        return as_agenda(summary)
    return say_learned(db, summary, since=window.since, until=window.until, zone=window.zone)


def read_issues_of(db: Database, post: Post) -> tuple[Issue, ...]:
    """Give the briefings of a digest in its order, in force: whose items it brings from before, and its slot's."""
    slot = find_slot_of_post(db, post.id)
    numbers = list_announced(db, since=slot.since, until=slot.due_at) if slot else []
    waited = [carried for carried in list_briefings_carried(db, post.id) if carried not in numbers]
    return read_issues(db, [*waited, *numbers])


def find_agendas(
    db: Database,
    matcher: ItemMatcher,
    holidays: Holidays,
    *,
    place: tuple[str, str],
    window: Window,
    now: dt.datetime,
) -> Told:
    """Give what a digest of a person's deadlines leaves to those of the channels they hear; a channel leaves nothing.

    What those listed in the window, and what they list within a day after it. ``place`` is a workspace, and a channel
    or person in it.
    """
    workspace, person = place
    channels = list_channels_of(db, workspace=workspace, user=person) if is_person(person) else ()
    had, coming = dict[tuple[int, int], str](), dict[tuple[int, int], str]()
    for rule in list_active_in(db, workspace, channels):
        if rule.runs_from is None or not rule.lists_deadlines:
            continue
        for listed, due_at in list_listed(db, rule.id, after=window.since, until=window.until + SOON):
            (had if due_at <= window.until else coming).setdefault(listed, rule.shown_id)
        if window.until + SOON > now:
            ahead = _list_agenda_ahead(db, matcher, holidays, rule, at=window.until)
            coming = {**dict.fromkeys(ahead, rule.shown_id), **coming}
    return Told(had=had, coming=coming)


def _list_agenda_ahead(
    db: Database, matcher: ItemMatcher, holidays: Holidays, rule: Subscription, *, at: dt.datetime
) -> list[tuple[int, int]]:
    """Give what a rule's digest of deadlines will list in its next slot, if that comes within a day after a moment."""
    last_on = find_last_day(db, rule.id, before=at + AHEAD)
    found = list_next_slots(rule.schedule, holidays, after=at - dt.timedelta(microseconds=1), beyond=last_on)
    if not found or found[0].at > at + SOON:
        return []
    try:
        query = parse_query(rule.filter, lexicon=matcher.lexicon(), today=beijing_day(found[0].at))
    except BadQueryError:
        return []
    window = Window(since=at, until=found[0].at, zone=rule.schedule.zone)
    occasion = Occasion(rule=rule.shown_id)
    summary = compose_slot(db, matcher, query, occasion=occasion, window=window, told=Told(), now=found[0].at)
    return [(item.item_id, item.version) for item in summary.included] if summary else []


def as_agenda(summary: Summary) -> Summary:
    """Give a summary as one of deadlines ahead: of no stretch of learning, and of the rest but what others tell.

    What its place does not want to hear of, or hears by a newer report, is decided and not counted.
    """
    told = {Fate.ALREADY_HAD, Fate.WAITING, Fate.REMINDED}
    decided = tuple(one for one in summary.decided if one.fate in {Fate.INCLUDED, Fate.DECLINED, Fate.OUTDATED, *told})
    left = Counter(name_reason(one, summary.digest.rule) for one in decided if one.fate in told)
    digest = replace(summary.digest, left_out=tuple(left.most_common()), window=None, is_agenda=True)
    return Summary(digest=digest, decided=decided)
