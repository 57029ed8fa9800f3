"""From the items and policies found to the rows of an answer, each with its source and the sentence that answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.access.licences import cut_item, cut_quote, find_longest_quotes
from bot.answers.quotes import Words, choose_quote, extend_lead
from bot.answers.sources import Source
from bot.model.briefing import Item, PolicyStatus
from bot.model.deadlines import deadline_is_open
from bot.model.ids import fold
from bot.model.policy import Policy
from bot.store.briefings import StoredBriefing, list_briefings_among
from bot.store.database import Database
from bot.store.items import StoredItem, list_items
from bot.store.policies import list_policies
from bot.store.search import Hit
from bot.store.surveys import PolicyGist


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRow:
    """An item with where it stands, and the sentence of it that answers (``sentence``; ``matched`` words inside it).

    ``in_comment``: the sentence is the publisher's comment, its view and no fact.
    """

    id: str
    item: Item
    policy_id: str | None
    source: Source
    sentence: str
    matched: tuple[str, ...] = ()
    in_comment: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRow:
    """A policy in a list, the item of it that matched best, and its ``others``. ``is_open`` as of the day of asking."""

    policy: Policy
    row: ItemRow
    is_open: bool
    others: tuple[ItemRow, ...] = ()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """All its items, the one that matched first."""
        return (self.row, *self.others)


def list_rows(
    db: Database, hits: Sequence[Hit], *, now: dt.datetime, words: Words = (), of_view: bool = False
) -> tuple[PolicyRow | ItemRow, ...]:
    """Return a row for each policy of these hits, with its best hit, and each hit without a policy, in their order.

    ``words`` choose and mark the sentence shown; with ``of_view`` it is one of the publisher's comment, if there is
    one.
    """
    best = best_by_policy(hits)
    policies = list_policies(db, list(best)) if best else {}
    reports = {number: [int(each[1:]) for each in policy.item_ids] for number, policy in policies.items()}
    stored = _load(db, [*(hit.item_id for hit in hits), *(each for ids in reports.values() for each in ids)])
    longest = find_longest_quotes(db)
    show = partial(_show, longest=longest, words=words, of_view=of_view)
    found: list[PolicyRow | ItemRow] = []
    for item_id, number in hits:
        if item_id not in stored:
            continue
        if number is None:
            found.append(show(*stored[item_id]))
        elif number in policies and best[number] == item_id:
            of_policy = [each for each in reports[number] if each in stored]
            viewed = (each for each in of_policy if of_view and stored[each][0].item.comment)
            shown = next(viewed, item_id)
            others = tuple(_show(*stored[each], longest=longest) for each in of_policy if each != shown)
            policy = policies[number]
            row = show(*stored[shown])
            found.append(PolicyRow(policy=policy, row=row, is_open=policy_is_open(policy, now), others=others))
    return tuple(found)


def list_policy_rows(
    db: Database, hits: Sequence[Hit], *, now: dt.datetime, words: Words = (), of_view: bool = False
) -> list[PolicyRow]:
    """Return the policies of these hits, each once, with its best hit; hits without a policy are left out."""
    about = [hit for hit in hits if hit.policy_id is not None]
    return [row for row in list_rows(db, about, now=now, words=words, of_view=of_view) if isinstance(row, PolicyRow)]


def list_item_rows(db: Database, item_ids: Sequence[int], *, words: Words = ()) -> list[ItemRow]:
    """Return the rows of these items in the order asked for."""
    stored, longest = _load(db, item_ids) if item_ids else {}, find_longest_quotes(db)
    return [_show(*stored[number], longest=longest, words=words) for number in item_ids if number in stored]


def _load(db: Database, numbers: Sequence[int]) -> dict[int, tuple[StoredItem, StoredBriefing]]:
    """Return the items in force of these numbers, each with its briefing."""
    items = list_items(db, list(dict.fromkeys(numbers)))
    briefings = list_briefings_among(db, {stored.briefing_id for stored in items})
    return {stored.id: (stored, briefings[stored.briefing_id]) for stored in items}


def _show(
    stored: StoredItem, held: StoredBriefing, *, longest: Mapping[str, int], words: Words = (), of_view: bool = False
) -> ItemRow:
    """Return a row with the sentence that holds most of the words, as its publisher's licence lets it be quoted."""
    item, briefing = stored.item, held.briefing
    quote = choose_quote(item, words, of_comment=of_view)
    opens = item.headline is None and item.text.startswith(quote.sentence)
    sentence = extend_lead(item, quote.sentence) if opens else quote.sentence  # a short title says nothing alone
    limit = longest.get(fold(briefing.publisher or ""))
    if limit is not None:
        sentence, item = cut_quote(sentence, limit), cut_item(item, limit)
        item = replace(item, comment=sentence) if quote.in_comment else item
    return ItemRow(
        id=stored.shown_id,
        item=item,
        policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
        source=Source(
            briefing_id=held.shown_id,
            publisher=briefing.publisher,
            series=briefing.series,
            title=briefing.title,
            published_on=briefing.published_on,
            source_name=briefing.source_name,
            section=item.section,
            position=item.position,
            pages=item.pages,
            lines=item.lines,
        ),
        sentence=sentence,
        matched=quote.matched,
        in_comment=quote.in_comment,
    )


def best_by_policy(hits: Sequence[Hit]) -> dict[int, int]:
    """Return each policy's first hit: policy number to item number, in the order of the hits."""
    best: dict[int, int] = {}
    for hit in hits:
        if hit.policy_id is not None:
            best.setdefault(hit.policy_id, hit.item_id)
    return best


def policy_is_open(policy: Policy | PolicyGist, now: dt.datetime) -> bool:
    """Return whether comments on a draft are still taken at this moment."""
    is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    return is_draft and policy.comments_close_on is not None and deadline_is_open(policy.comments_close_on, now)


def takes_answers(policy: Policy | PolicyGist, now: dt.datetime, today: dt.date) -> bool:
    """Return whether comments or applications are still taken."""
    last = policy.applications_close_on
    return (last is not None and last >= today) or policy_is_open(policy, now)
