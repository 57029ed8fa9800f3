"""Putting one summary together: a briefing, a filter, and what a channel already had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.digest import (
    Decided,
    Digest,
    DigestItem,
    DigestSource,
    carry_over,
    compose_digest,
    decide_fates,
)
from bot.domain.query import describe_query, format_query
from bot.domain.series import briefing_name
from bot.store.briefings import get_briefing
from bot.store.items import list_briefing_item_ids, list_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from bot.domain.briefing import Item
    from bot.domain.lexicon import Lexicon
    from bot.domain.query import Query
    from bot.services.ports import ItemMatcher
    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing as summaries are made of it: its source line and all its items."""

    source: DigestSource
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A summary and the fate of every item of the briefing."""

    digest: Digest
    decided: tuple[Decided, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a channel was told: ``had`` is left out, (item, version) with the rule that brought it.

    ``carried`` stays in: the items of the summary that is composed again, with the versions it told.
    """

    had: Mapping[tuple[int, int], str] = field(default_factory=dict)
    carried: Mapping[int, int] = field(default_factory=dict)


def get_issue(db: Database, briefing_id: int) -> Issue:
    """Give a briefing in force with all its items, or raise NotFoundError."""
    briefing = get_briefing(db, briefing_id).briefing
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
                item_id=stored.id,
                version=stored.version,
                item=stored.item,
                policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
            )
            for stored in list_items(db, list_briefing_item_ids(db, briefing_id))
        ),
    )


def compose_summary(
    db: Database,
    matcher: ItemMatcher,
    issue: Issue,
    query: Query,
    *,
    rule: str | None,
    told: Told,
    now: dt.datetime,
) -> Summary:
    """Put together what a filter gets of an issue at ``now``, with regard to what the channel was ``told`` already."""
    lexicon = matcher.lexicon()
    rows = matcher.matching_items_in(db, query, now=now, briefing=issue.source.briefing_id)
    sentences = {int(row.id[1:]): row.sentence for row in rows}
    fates = decide_fates(
        issue.items,
        matched=sentences.keys(),
        companies=query.company.include,
        had=told.had,
        rule=format_query(query, lexicon),
    )
    decided = carry_over(fates, told.carried)
    digest = compose_digest(
        source=issue.source,
        decided=decided,
        sentences=sentences,
        rule=rule,
        filter_words=describe_query(query, lexicon),
        issuers=label_issuers((item.item for item in issue.items), lexicon),
        now=now,
    )
    return Summary(digest=digest, decided=decided)


def label_issuers(items: Iterable[Item], lexicon: Lexicon) -> dict[str, str]:
    """Give the label of each body that issued something in these items."""
    named = {body for item in items for body in item.issuing_bodies}
    known = lexicon.body_by_id
    return {body: known[body].name_en if "_" in body and body in known else body for body in sorted(named)}
