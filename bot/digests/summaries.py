"""Putting one summary together: briefings, a filter, and what a channel already had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.access.licence_terms import cut_item
from bot.access.licences import find_longest_quotes, withhold
from bot.answers.quotes import extend_lead
from bot.digests.chat import Renderer
from bot.digests.compose import (
    Digest,
    DigestRule,
    DigestSource,
    compose_digest,
    decide_fates,
    leave_unchanged,
    list_ahead,
)
from bot.digests.matches import Matcher
from bot.digests.moved_deadlines import find_moved
from bot.digests.post_rules import list_answers_by
from bot.digests.slots import find_end_of_quiet
from bot.errors import BadQueryError, NotFoundError
from bot.model.briefing import Item
from bot.model.deadlines import DateRange, DeadlineKey, beijing_day, intersect_ranges
from bot.model.digest import Decided, DigestItem, Fate, forget_before
from bot.model.ids import IdKind, fold, parse_id
from bot.model.post import Message, PostKind, Slot
from bot.model.series import briefing_name
from bot.model.subscription import Holidays, Subscription, SubscriptionState, is_person
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query, describe_filter, format_filter
from bot.store.briefings import get_briefing
from bot.store.database import Database
from bot.store.items import StoredItem, list_briefing_item_ids, list_items
from bot.store.ledger import end_waiting_of
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post
from bot.store.policies import find_last_reports, list_earlier_reports
from bot.store.schedules import list_had_before, list_had_of
from bot.store.subscriptions import get_subscription, set_state

# A rule whose filter cannot be read any more (a name that no list holds now): it pauses, and that is said, once.

_ACTOR = "gongbao"
_REASON = "its filter cannot be read"


class UnreadableFilters:
    """Pauses rules whose filter cannot be read; ``admins`` are those of the moment, ``holidays`` those of China."""

    def __init__(self, renderer: Renderer, *, admins: Collection[str], holidays: Holidays) -> None:
        self._renderer = renderer
        self._admins = admins
        self._holidays = holidays

    def pause(self, db: Database, rule: Subscription, error: BadQueryError, *, now: dt.datetime) -> None:
        """Pause an active rule in the caller's transaction: what waits for it has failed; channel and people are told.

        The line in the channel waits for the end of its quiet time. One that is not active stays as it is.
        """
        if rule.state is not SubscriptionState.ACTIVE:
            return
        reason = f"{_REASON}: {error.message}"
        set_state(db, rule.id, SubscriptionState.PAUSED, reason=reason)
        end_waiting_of(db, rule.id, fate=Fate.FAILED, reason=reason, now=now)
        add_audit(db, AuditRow(at=now, actor=_ACTOR, action="pause", subject=rule.shown_id, detail=reason))
        loud_at = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
        self._tell(db, rule, rule.channel, self._renderer.render_unreadable(rule, reason=reason), at=loud_at, now=now)
        people = dict.fromkeys((*filter(is_person, (rule.owner,)), *sorted(self._admins)))
        for person in people:
            if person != rule.channel:
                self._tell(db, rule, person, self._renderer.render_unreadable(rule, reason=_REASON), at=now, now=now)

    def _tell(
        self, db: Database, rule: Subscription, place: str, message: Message, *, at: dt.datetime, now: dt.datetime
    ) -> None:
        slot = Slot(
            workspace=rule.workspace,
            channel=place,
            kind=PostKind.NOTICE,
            source=rule.shown_id,
            slot=f"unreadable {now.isoformat()}",
        )
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=at, late_after=None), now=now)


# What a digest of deadlines ahead leaves out, though it matches.

NOT_FOR_US = "answered with Not for us"
"""Why the ledger says so of an item."""
BY_REMINDER = "told by a reminder of the day"
"""The same, and what the digest counts it by."""
_OVER = "its deadline is over"

_TELLS = {Fate.INCLUDED, Fate.ALREADY_HAD, Fate.WAITING, Fate.REMINDED}
"""The fates of what its readers are told: here, by a reminder, or by the channels that they hear."""


def decide_agenda(
    decided: Sequence[Decided], of: DigestRule, *, news: Collection[int], now: dt.datetime
) -> tuple[Decided, ...]:
    """Leave out the items of which no deadline ahead is left to tell.

    Each deadline is told by the newest report that gives it. What changed is told of the briefings that are ``news``.
    """
    told: set[DeadlineKey] = set()
    fates: dict[int, Decided] = {}
    for one in sorted(decided, key=lambda each: (-each.item.briefing_id, each.item.item_id)):
        is_open = one.fate is Fate.INCLUDED
        fates[one.item.item_id] = _decide(one, of, told, now=now) if is_open else one
        if fates[one.item.item_id].fate in _TELLS:
            told |= {key for key, _ in list_ahead(one.item, of, now=now)}
    return tuple(_tell_once(fates[one.item.item_id], news) for one in decided)


def _decide(one: Decided, of: DigestRule, told: Collection[DeadlineKey], *, now: dt.datetime) -> Decided:
    newer = Decided(
        item=one.item, fate=Fate.OUTDATED, reason=f"a newer report of {one.item.shown_id} gives its deadlines"
    )
    keys = [key for key, _ in list_ahead(one.item, of, now=now)]
    if not keys:
        has_moved = any(list_ahead(one.item, replace(of, moved=frozenset()), now=now))
        over = Decided(item=one.item, fate=Fate.FILTERED, reason=_OVER)
        return newer if has_moved else over if _is_over(one.item, of, now=now) else one
    wanted = [key for key in keys if not of.declines(key)]
    if not wanted:
        return Decided(item=one.item, fate=Fate.DECLINED, reason=NOT_FOR_US)
    untold = [key for key in wanted if key not in told]
    if untold and all(key in of.reminded for key in untold):
        return Decided(item=one.item, fate=Fate.REMINDED, reason=BY_REMINDER)
    return one if untold else newer


def _is_over(item: DigestItem, of: DigestRule, *, now: dt.datetime) -> bool:
    """Return whether the days that an item is asked for are gone by, of a rule that does not ask for such alone."""
    if of.due is None or intersect_ranges(of.due, DateRange(start=beijing_day(now))) is None:
        return False
    return any(of.due.contains(each.on) for each in item.item.deadlines)


def _tell_once(one: Decided, news: Collection[int]) -> Decided:
    """Return an item as one not reported before, unless its report is new."""
    if one.item.briefing_id in news:
        return one
    return replace(one, item=forget_before(one.item))


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing as summaries are made of it: its source line and all its items."""

    source: DigestSource
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A summary and the fate of every item of its briefings."""

    digest: Digest
    decided: tuple[Decided, ...]

    @property
    def included(self) -> tuple[DigestItem, ...]:
        """The items it brings."""
        return tuple(one.item for one in self.decided if one.fate is Fate.INCLUDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a channel was told: ``had`` is left out, (item, version) with the rule that brought it.

    ``before`` is what it was told of earlier briefings, (item, version) with the rule: what a new report does not
    change of that is left out. Deadlines of which it was ``reminded`` on the same day are left to their reminders.
    """

    had: Mapping[tuple[int, int], str] = field(default_factory=dict)
    before: Mapping[tuple[int, int], str] = field(default_factory=dict)
    reminded: frozenset[DeadlineKey] = frozenset()


def find_told(db: Database, rule: Subscription, briefings: Collection[int]) -> Told:
    """Return what the place of a rule, a channel or person, gets of these briefings and of earlier reports by now."""
    place = {"workspace": rule.workspace, "channel": rule.channel}
    return Told(
        had=list_had_of(db, **place, briefings=briefings), before=list_had_before(db, **place, briefings=briefings)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Why a summary is made: the rule's id, for a slot its time, and the local days that it covers, where known before.

    ``place`` is the workspace and channel where it would be posted, for a rule that is not made yet. ``is_agenda`` when
    it lists deadlines ahead, of which the briefings that are ``news`` say what changed.
    """

    rule: str | None = None
    place: tuple[str, str] | None = None
    matched_at: dt.datetime | None = None
    window: tuple[dt.date, dt.date] | None = None
    is_agenda: bool = False
    news: frozenset[int] = frozenset()


def get_issue(db: Database, briefing_id: int) -> Issue:
    """Return a briefing in force with all its items, or raise NotFoundError."""
    briefing = get_briefing(db, briefing_id).briefing
    stored = list_items(db, list_briefing_item_ids(db, briefing_id))
    earlier = list_earlier_reports(db, briefing_id)
    before = {found.id: found for found in list_items(db, list(earlier.values()))}
    longest = find_longest_quotes(db).get(fold(briefing.publisher or ""))
    return Issue(
        source=DigestSource(
            briefing_id=briefing_id,
            name=briefing_name(briefing),
            published_on=briefing.published_on,
            period_start=briefing.period_start,
            period_end=briefing.period_end,
        ),
        items=tuple(
            DigestItem(
                item_id=held.id,
                version=held.version,
                item=cut_item(held.item, longest),
                policy_id=f"P{held.policy_id}" if held.policy_id else None,
                briefing_id=briefing_id,
                before=found.item if found else None,
                before_of=found.briefing_id if found else 0,
                before_id=found.id if found else 0,
            )
            for held, found in ((held, before.get(earlier.get(held.id, 0))) for held in stored)
        ),
    )


def read_issues(db: Database, numbers: Sequence[int]) -> tuple[Issue, ...]:
    """Return these briefings with their items, those in force."""
    found = []
    for number in numbers:
        try:
            found.append(get_issue(db, number))
        except NotFoundError:
            continue
    return tuple(found)


def compose_summary(
    db: Database,
    matcher: Matcher,
    issue: Issue,
    query: Query,
    *,
    occasion: Occasion,
    told: Told,
    now: dt.datetime,
) -> Summary:
    """Put together what a filter gets of an issue at ``now``, with regard to what the channel was ``told`` already."""
    return compose_window(db, matcher, (issue,), query, occasion=occasion, told=told, now=now)


def compose_window(
    db: Database,
    matcher: Matcher,
    issues: Sequence[Issue],
    query: Query,
    *,
    occasion: Occasion,
    told: Told,
    now: dt.datetime,
) -> Summary:
    """Put together what a filter gets of several issues (at least one), in their order.

    What matches is decided as of the occasion's own time, which deadlines are ahead as of ``now``.
    """
    lexicon = matcher.lexicon()
    sentences: dict[int, str] = {}
    for issue in issues:
        rows = matcher.matching_items_in(db, query, now=occasion.matched_at or now, briefing=issue.source.briefing_id)
        sentences |= {int(row.id[1:]): extend_lead(row.item, row.sentence) for row in rows}
    items = tell_before(db, [item for issue in issues for item in issue.items], told.before)
    fates = decide_fates(
        items,
        matched=sentences.keys(),
        companies=query.company.include,
        had=told.had,
        rule=format_filter(query, lexicon),
    )
    place = occasion.place or _find_place(db, occasion.rule)
    shown = withhold(db, fates, channel=place[1] if place else None)
    decided = shown if occasion.is_agenda else leave_unchanged(shown)
    moved = find_moved(
        db,
        [one.item for one in decided if one.fate is Fate.INCLUDED],
        briefings=() if occasion.is_agenda else {issue.source.briefing_id for issue in issues},
        until=occasion.matched_at or now,
    )
    of = DigestRule(
        rule=occasion.rule,
        filter_words=describe_filter(query, lexicon),
        window=occasion.window,
        due=query.due,
        answers=list_answers_by(db, workspace=place[0], channel=place[1], now=now) if place else {},
        moved=moved,
        reminded=told.reminded,
    )
    if occasion.is_agenda:
        decided = decide_agenda(decided, of, news=occasion.news, now=now)
    digest = compose_digest(
        sources=tuple(issue.source for issue in issues),
        decided=decided,
        sentences=sentences,
        of=of,
        issuers=label_issuers((each for item in items for each in (item.item, item.before) if each), lexicon),
        now=now,
    )
    return Summary(digest=digest, decided=decided)


def tell_before(
    db: Database, items: Sequence[DigestItem], told: Mapping[tuple[int, int], str]
) -> tuple[DigestItem, ...]:
    """Return these items with the last report before them that its readers were ``told``, where there is one.

    One that is told against what it said itself before stays so.
    """
    open_ones = [item.item_id for item in items if item.before is not None and item.before_of != item.briefing_id]
    last = find_last_reports(db, open_ones, told) if told and open_ones else {}
    held = {found.id: found for found in list_items(db, sorted(set(last.values())))}
    return tuple(_set_before(item, held.get(last.get(item.item_id, 0)), told) for item in items)


def _set_before(item: DigestItem, last: StoredItem | None, told: Mapping[tuple[int, int], str]) -> DigestItem:
    if last is None:
        return item
    by = told[last.id, last.version]
    return replace(item, before=last.item, before_of=last.briefing_id, before_id=last.id, told_by=by)


def _find_place(db: Database, rule: str | None) -> tuple[str, str] | None:
    """Return workspace and channel of a rule; None for one that is only tried out, and posts nowhere."""
    if rule is None:
        return None
    try:
        held = get_subscription(db, parse_id(rule, IdKind.SUBSCRIPTION))
    except NotFoundError:
        return None
    return held.workspace, held.channel


def drop_items_besides(issue: Issue, wanted: Iterable[int]) -> Issue:
    """Return an issue with these items only."""
    kept = set(wanted)
    return replace(issue, items=tuple(item for item in issue.items if item.item_id in kept))


def drop_items(issues: Iterable[Issue], unwanted: Collection[int]) -> tuple[Issue, ...]:
    """Return issues without these items."""
    return tuple(
        replace(issue, items=tuple(item for item in issue.items if item.item_id not in unwanted)) for issue in issues
    )


def label_issuers(items: Iterable[Item], lexicon: Lexicon) -> dict[str, str]:
    """Return the label of each body that issued something in these items."""
    named = {body for item in items for body in item.issuing_bodies}
    known = lexicon.body_by_id
    return {body: known[body].name_en if "_" in body and body in known else body for body in sorted(named)}
