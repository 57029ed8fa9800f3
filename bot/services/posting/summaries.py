"""Putting one summary together: briefings, a filter, and what a channel already had."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, parse_id
from bot.domain.licence import cut_item
from bot.domain.names import fold
from bot.domain.posts.agenda import decide_agenda
from bot.domain.posts.digest import (
    Decided,
    Digest,
    DigestItem,
    DigestRule,
    DigestSource,
    Fate,
    carry_over,
    compose_digest,
    decide_fates,
    leave_unchanged,
    leave_waiting,
)
from bot.domain.queries.query import describe_filter, format_filter
from bot.domain.records.series import briefing_name
from bot.errors import NotFoundError
from bot.services.access.licences import find_longest_quotes
from bot.services.access.withholding import withhold
from bot.services.answering.rows import choose_sentence, extend_lead
from bot.services.posting.answered import list_answers_by
from bot.services.posting.moved_deadlines import find_moved
from bot.store.briefings import get_briefing
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.policies import find_last_reports, list_earlier_reports
from bot.store.subscriptions import get_subscription

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.domain.records.briefing import Item
    from bot.domain.records.deadlines import DeadlineKey
    from bot.services.ports import ItemMatcher
    from bot.store.database import Database
    from bot.store.items import StoredItem


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

    ``carried`` stays in: the items of the summary that is composed again, with the versions it told. ``coming`` waits:
    (item, version) with the rule that is about to bring it to the same person elsewhere. ``before`` is what it was
    told of earlier briefings, (item, version) with the rule: what a new report does not change of that is left out.
    Deadlines of which it was ``reminded`` on the same day are left to their reminders.
    """

    had: Mapping[tuple[int, int], str] = field(default_factory=dict)
    carried: Mapping[int, int] = field(default_factory=dict)
    coming: Mapping[tuple[int, int], str] = field(default_factory=dict)
    before: Mapping[tuple[int, int], str] = field(default_factory=dict)
    reminded: frozenset[DeadlineKey] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Why a summary is made: the rule's id, for a slot its time, and the local days that it covers, where known before.

    ``place`` is the workspace and channel where it would be posted, for a rule that is not made yet. ``lexicon`` are
    the names that the filter was read with, where they are not those of now. ``stands`` when it is composed again and
    may be read in its channel already. ``is_agenda`` when it lists deadlines ahead, of which the briefings that are
    ``news`` say what changed.
    """

    rule: str | None = None
    place: tuple[str, str] | None = None
    matched_at: dt.datetime | None = None
    window: tuple[dt.date, dt.date] | None = None
    lexicon: Lexicon | None = None
    stands: bool = False
    is_agenda: bool = False
    news: frozenset[int] = frozenset()


def get_issue(db: Database, briefing_id: int) -> Issue:
    """Give a briefing in force with all its items, or raise NotFoundError."""
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
    """Give these briefings with their items, those in force."""
    found = []
    for number in numbers:
        try:
            found.append(get_issue(db, number))
        except NotFoundError:
            continue
    return tuple(found)


def compose_summary(
    db: Database,
    matcher: ItemMatcher,
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
    matcher: ItemMatcher,
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
    lexicon = occasion.lexicon or matcher.lexicon()
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
    stays = [each for each in items if each.item_id in told.carried and each.item_id not in sentences]
    sentences |= {each.item_id: extend_lead(each.item, choose_sentence(each.item, ())[0]) for each in stays}
    carried = carry_over(fates, told.carried)
    place = occasion.place or _find_place(db, occasion.rule)
    shown = withhold(db, carried, channel=place[1] if place else None, stands=occasion.stands)
    new = shown if occasion.is_agenda else leave_unchanged(shown, told.carried)
    decided = leave_waiting(new, told.coming)
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
        decided = decide_agenda(decided, of, carried=told.carried, news=occasion.news, now=now)
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
    """Give these items with the last report before them that its readers were ``told``, where there is one.

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
    """Give workspace and channel of a rule; None for one that is only tried out, and posts nowhere."""
    if rule is None:
        return None
    try:
        held = get_subscription(db, parse_id(rule, IdKind.SUBSCRIPTION))
    except NotFoundError:
        return None
    return held.workspace, held.channel


def drop_items_besides(issue: Issue, wanted: Iterable[int]) -> Issue:
    """Give an issue with these items only."""
    kept = set(wanted)
    return replace(issue, items=tuple(item for item in issue.items if item.item_id in kept))


def drop_items(issues: Iterable[Issue], unwanted: Collection[int]) -> tuple[Issue, ...]:
    """Give issues without these items."""
    return tuple(
        replace(issue, items=tuple(item for item in issue.items if item.item_id not in unwanted)) for issue in issues
    )


def label_issuers(items: Iterable[Item], lexicon: Lexicon) -> dict[str, str]:
    """Give the label of each body that issued something in these items."""
    named = {body for item in items for body in item.issuing_bodies}
    known = lexicon.body_by_id
    return {body: known[body].name_en if "_" in body and body in known else body for body in sorted(named)}
