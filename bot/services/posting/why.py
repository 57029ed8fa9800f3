"""Why a digest brought what it brought: the rule, and for each item the names and words that matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id, parse_id
from bot.domain.licence import cut_item
from bot.domain.names import fold
from bot.domain.posts.digest import Fate
from bot.domain.queries.query import describe_filter
from bot.errors import NotFoundError
from bot.services.access.licences import find_longest_quotes
from bot.services.posting.post_rules import get_made_by
from bot.services.posting.reasons import list_reasons
from bot.store.briefings import list_briefings_among
from bot.store.carried import list_briefings_carried, list_carried
from bot.store.items import list_items
from bot.store.ledger import list_ledger
from bot.store.outbox import get_decided_at, get_post
from bot.store.schedules import find_post_at, find_slot_of_post, list_announced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.posts.post import Post
    from bot.domain.posts.subscription import Subscription
    from bot.domain.records.briefing import Item
    from bot.services.ports import ItemMatcher
    from bot.store.database import Database, Store
    from bot.store.items import StoredItem


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchedItem:
    """An item of a digest with what of the filter matched, such as ``topic Robotics`` or ``“robot”``; raw."""

    shown_id: str
    item: Item
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """The rule, the filter that one of its posts was made by in words, and the items of that post.

    ``is_changed`` when the rule asks for something else by now.
    """

    subscription: Subscription
    filter_words: tuple[str, ...]
    items: tuple[MatchedItem, ...]
    is_changed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOutItem:
    """An item that a post does not carry, and why, in the ledger's words: ``fate`` and ``reason``."""

    shown_id: str
    item: Item
    fate: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """The rule, the filter that one of its posts was made by in words, and what it left out of its briefings."""

    subscription: Subscription
    filter_words: tuple[str, ...]
    items: tuple[LeftOutItem, ...]


class Explainer:
    """Explains posts that stand in channels."""

    def __init__(self, store: Store, matcher: ItemMatcher) -> None:
        self._store = store
        self._matcher = matcher

    def explain(self, subscription: Subscription, *, ts: str) -> Why:
        """Give why a rule's post at this timestamp brought its items; NotFoundError for a post that is not known."""
        lexicon = self._matcher.lexicon()
        with self._store.read() as db:
            post_id = _find_post(db, subscription, ts)
            made = get_made_by(db, post_id, subscription, lexicon=lexicon)
            held = list_items(db, sorted(list_carried(db, post_id)))
            shown = _cut_items(db, held)
            made_at = get_decided_at(db, post_id)
            moving = dict[int, int]()
            for briefing in {each.briefing_id for each in held}:
                moving |= self._matcher.find_moving(db, made.query, now=made_at, briefing=briefing)
            return Why(
                subscription=subscription,
                filter_words=describe_filter(made.query, made.lexicon),
                items=tuple(
                    MatchedItem(
                        shown_id=_shown_id(each),
                        item=shown[each.id],
                        reasons=_say_moved(moving.get(each.id)) or list_reasons(db, each, made.query, made.lexicon),
                    )
                    for each in held
                ),
                is_changed=made.is_changed,
            )

    def list_left_out(self, subscription: Subscription, *, ts: str) -> LeftOut:
        """Give what a rule's post at this timestamp left out, by briefing and item; NotFoundError as above.

        What came while the rule was paused was none of the post's.
        """
        lexicon = self._matcher.lexicon()
        with self._store.read() as db:
            post = get_post(db, _find_post(db, subscription, ts))
            made = get_made_by(db, post.id, subscription, lexicon=lexicon)
            carried = list_carried(db, post.id)
            fates = [
                (parse_id(row.item, IdKind.ITEM), row)
                for briefing in _list_briefings(db, post)
                for row in list_ledger(db, subscription_id=subscription.id, briefing_id=briefing)
            ]
            left = {number: row for number, row in fates if number not in carried and row.fate != Fate.PAUSED}
            held = list_items(db, list(left))
            shown = _cut_items(db, held)
        return LeftOut(
            subscription=subscription,
            filter_words=describe_filter(made.query, made.lexicon),
            items=tuple(
                LeftOutItem(
                    shown_id=_shown_id(each),
                    item=shown[each.id],
                    fate=left[each.id].fate,
                    reason=left[each.id].reason,
                )
                for each in held
            ),
        )


def _say_moved(earlier: int | None) -> tuple[str, ...]:
    return (f"moves a deadline of {format_id(IdKind.ITEM, earlier)}, which matches",) if earlier is not None else ()


def _find_post(db: Database, subscription: Subscription, ts: str) -> int:
    post_id = find_post_at(db, subscription.id, ts)
    if post_id is None:
        raise NotFoundError(
            f"This post of {subscription.shown_id} is not on record.",
            hint=f"/digest {subscription.shown_id} shows what the rule asks for.",
        )
    return post_id


def _list_briefings(db: Database, post: Post) -> list[int]:
    """Give the briefings that a post was made of."""
    slot = find_slot_of_post(db, post.id)
    announced = list_announced(db, since=slot.since, until=slot.due_at) if slot else []
    own = [post.briefing_id] if post.briefing_id is not None else []
    return list(dict.fromkeys((*own, *announced, *list_briefings_carried(db, post.id))))


def _cut_items(db: Database, held: Sequence[StoredItem]) -> dict[int, Item]:
    """Give the items by number as their publishers' licences let them be quoted."""
    longest = find_longest_quotes(db)
    briefings = list_briefings_among(db, {each.briefing_id for each in held})
    publishers = {number: fold(briefing.briefing.publisher or "") for number, briefing in briefings.items()}
    return {each.id: cut_item(each.item, longest.get(publishers.get(each.briefing_id, ""))) for each in held}


def _shown_id(stored: StoredItem) -> str:
    return f"P{stored.policy_id}" if stored.policy_id else stored.shown_id
