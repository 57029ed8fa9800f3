"""Why a digest brought what it brought: the rule, and for each item the names and words that matched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.access.licence_terms import cut_item
from bot.access.licences import find_longest_quotes
from bot.answers.quotes import find_printed
from bot.digests.matches import Matcher
from bot.digests.post_rules import get_made_by
from bot.errors import NotFoundError
from bot.model.briefing import DeadlineKind, Item, PolicyStatus
from bot.model.digest import Fate
from bot.model.ids import IdKind, fold, format_id, parse_id, slug
from bot.model.policy import Policy
from bot.model.post import Post
from bot.model.subscription import Subscription
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import COMMENT_CLOSED, Query, describe_exclusions, describe_filter
from bot.query.search_plan import compose_search_plan
from bot.query.tokens import facet_token
from bot.store.briefings import list_briefings_among
from bot.store.database import Database, Store
from bot.store.items import StoredItem, list_items
from bot.store.ledger import list_ledger
from bot.store.outbox import get_post
from bot.store.policies import list_policies
from bot.store.schedules import find_post_at, find_slot_of_post, list_announced, list_briefings_carried, list_carried

# Why an item is in an answer or a post: what of a query it answers to, in the item's own words.

_MOST_FORMS = 3
"""So many forms of one word are named."""


def list_reasons(db: Database, stored: StoredItem, query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what of a query an item in force matches, in words; nothing for a query that asks for everything."""
    found = [
        *_list_names(stored.item, query, lexicon),
        *_list_facts(stored, query, _find_policy(db, stored)),
        *_list_days(stored, query),
        *_list_members(db, stored, query, lexicon),
        *_list_words(stored, query, lexicon),
        *describe_exclusions(query, lexicon),
    ]
    return tuple(dict.fromkeys(found))


def _list_names(item: Item, query: Query, lexicon: Lexicon) -> list[str]:
    companies = {mention.company_id: mention.name for mention in item.companies if mention.company_id}
    found = [_name_topic(each, lexicon) for each in item.topics if each in query.topic.include]
    issuing = [each for each in item.issuing_bodies if each in query.ministry.include]
    found += [f"issued by {_name_body(each, lexicon)}" for each in issuing]
    if query.joint.include:
        found += [f"issued by {_name_body(each, lexicon)}" for each in item.issuing_bodies]
    found += [f"names {_name_body(each, lexicon)}" for each in item.bodies if each in query.mentions.include]
    return [*found, *(f"names {name}" for each, name in companies.items() if each in query.company.include)]


def _list_facts(stored: StoredItem, query: Query, policy: Policy | None) -> Iterator[str]:
    item = stored.item
    if query.policy.include and stored.policy_id is not None:
        yield f"about {format_id(IdKind.POLICY, stored.policy_id)}"
    if policy and policy.document_type and policy.document_type in query.type.include:
        yield f"a document of the kind {policy.document_type.value.replace('_', ' ')}"
    if item.section in query.section.include:
        yield f"section {item.section.value.replace('_', ' ')}"
    if str(stored.briefing_id) in query.briefing.include:
        yield f"in briefing {format_id(IdKind.BRIEFING, stored.briefing_id)}"
    yield from (f"goal for {target.year}" for target in item.targets if target.year in query.targets)
    if policy and policy.status in query.status.include:
        until = policy.comments_close_on if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else None
        yield f"status {policy.status.value.replace('_', ' ')}{f' until {until}' if until else ''}"
    elif policy and policy.comments_close_on and COMMENT_CLOSED in query.status.include:
        yield f"comments closed {policy.comments_close_on}"
    elif PolicyStatus.IN_FORCE in query.status.include:
        yield from (f"took effect {each.on}" for each in item.deadlines if each.kind is DeadlineKind.TAKES_EFFECT)


def _list_days(stored: StoredItem, query: Query) -> Iterator[str]:
    if (query.dates or query.as_of) and stored.item.reported_on:
        yield f"dated {stored.item.reported_on}"
    if query.learned:
        yield f"learned {stored.learned_at.date()}"
    if query.due is not None:
        yield from (f"deadline {each.on}" for each in stored.item.deadlines if query.due.contains(each.on))
    if query.without_due:
        yield "no deadline printed"
    if query.effect is not None:
        begins = [each.on for each in stored.item.deadlines if each.kind is DeadlineKind.TAKES_EFFECT]
        yield from (f"takes effect {day}" for day in begins if query.effect.contains(day))
        yield from () if begins else (f"in force, dated {stored.item.reported_on}",)


def _list_members(db: Database, stored: StoredItem, query: Query, lexicon: Lexicon) -> Iterator[str]:
    for held in filter(None, map(lexicon.find_list, query.list.include)):
        listed = parse_query(held.filter, lexicon=lexicon, today=dt.date.min)  # a list holds no dates
        yield from (f"on the list {held.name}: {each}" for each in list_reasons(db, stored, listed, lexicon))


def _list_words(stored: StoredItem, query: Query, lexicon: Lexicon) -> Iterator[str]:
    """Return for each word or name asked for the record of the item that it means, and how the item prints it."""
    text, records = _read_text(stored.item), _read_records(stored.item, lexicon)
    plan = compose_search_plan(query.terms, lexicon)
    for wanted, names in zip(plan.wanted, plan.marked, strict=True):
        phrases = dict.fromkeys(phrase for wording in wanted.wordings for phrase in wording)
        yield from (records[phrase] for phrase in phrases if phrase in records)
        yield from (f"“{form}”" for form in find_printed(text, (*phrases, *names))[:_MOST_FORMS])


def _read_text(item: Item) -> str:
    titles = (item.policy.title_en, item.policy.title_zh, item.policy.document_number) if item.policy else ()
    parts = (item.headline, *titles, item.text, *item.points, *item.references, item.comment)
    return "\n".join(part for part in parts if part)


def _read_records(item: Item, lexicon: Lexicon) -> dict[str, str]:
    """Return what records an item has, in words, by their tokens."""
    found = {facet_token("body", each): f"names {_name_body(each, lexicon)}" for each in item.bodies}
    found |= {facet_token("body", each): f"issued by {_name_body(each, lexicon)}" for each in item.issuing_bodies}
    found |= {facet_token("topic", each): _name_topic(each, lexicon) for each in item.topics}
    companies = ((each.company_id or slug(each.name), each.name) for each in item.companies)
    return found | {facet_token("company", each): f"names {name}" for each, name in companies}


def _name_body(body_id: str, lexicon: Lexicon) -> str:
    body = lexicon.body_by_id.get(body_id)
    return body.name_en if body and "_" in body_id else body_id


def _name_topic(topic_id: str, lexicon: Lexicon) -> str:
    name = next((topic.name_en for topic in lexicon.topics if topic.id == topic_id), topic_id)
    return f"topic {name}"


def _find_policy(db: Database, stored: StoredItem) -> Policy | None:
    return list_policies(db, [stored.policy_id]).get(stored.policy_id) if stored.policy_id else None


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

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher

    def explain(self, subscription: Subscription, *, ts: str) -> Why:
        """Return why a rule's post at this timestamp brought its items; NotFoundError for a post that is not known."""
        lexicon = self._matcher.lexicon()
        with self._store.read() as db:
            post_id = _find_post(db, subscription, ts)
            made = get_made_by(db, post_id, subscription, lexicon=lexicon)
            held = list_items(db, sorted(list_carried(db, post_id)))
            shown = _cut_items(db, held)
            made_at = get_post(db, post_id).created_at
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
        """Return what a rule's post at this timestamp left out, by briefing and item; NotFoundError as above.

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
    """Return the briefings that a post was made of."""
    slot = find_slot_of_post(db, post.id)
    announced = list_announced(db, since=slot.since, until=slot.due_at) if slot else []
    own = [post.briefing_id] if post.briefing_id is not None else []
    return list(dict.fromkeys((*own, *announced, *list_briefings_carried(db, post.id))))


def _cut_items(db: Database, held: Sequence[StoredItem]) -> dict[int, Item]:
    """Return the items by number as their publishers' licences let them be quoted."""
    longest = find_longest_quotes(db)
    briefings = list_briefings_among(db, {each.briefing_id for each in held})
    publishers = {number: fold(briefing.briefing.publisher or "") for number, briefing in briefings.items()}
    return {each.id: cut_item(each.item, longest.get(publishers.get(each.briefing_id, ""))) for each in held}


def _shown_id(stored: StoredItem) -> str:
    return f"P{stored.policy_id}" if stored.policy_id else stored.shown_id
