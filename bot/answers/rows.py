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
    reports = [_number(item) for policy in policies.values() for item in policy.item_ids]
    stored = _load_rows(db, list(dict.fromkeys((*(hit.item_id for hit in hits), *reports))))
    longest = find_longest_quotes(db)
    show = partial(_show, words=words, of_view=of_view, longest=longest)
    found: list[PolicyRow | ItemRow] = []
    for hit in hits:
        policy = policies.get(hit.policy_id) if hit.policy_id is not None else None
        if hit.item_id not in stored or (policy is not None and best[int(policy.id[1:])] != hit.item_id):
            continue
        if policy is None:
            found += [show(stored[hit.item_id])] if hit.policy_id is None else []
            continue
        rows = [stored[each] for each in map(_number, policy.item_ids) if each in stored]
        row = next((each for each in rows if each.item.comment and of_view), stored[hit.item_id])
        rest = tuple(_show(each, longest=longest) for each in rows if each.id != row.id)
        found.append(PolicyRow(policy=policy, row=show(row), is_open=policy_is_open(policy, now), others=rest))
    return tuple(found)


def list_policy_rows(
    db: Database, hits: Sequence[Hit], *, now: dt.datetime, words: Words = (), of_view: bool = False
) -> list[PolicyRow]:
    """Return the policies of these hits, each once, with its best hit; hits without a policy are left out."""
    about = [hit for hit in hits if hit.policy_id is not None]
    return [row for row in list_rows(db, about, now=now, words=words, of_view=of_view) if isinstance(row, PolicyRow)]


def list_item_rows(db: Database, item_ids: Sequence[int], *, words: Words = (), of_view: bool = False) -> list[ItemRow]:
    """Return the rows of these items in the order asked for."""
    if not item_ids:
        return []
    stored, longest = _load_rows(db, item_ids), find_longest_quotes(db)
    return [
        _show(stored[number], words=words, of_view=of_view, longest=longest) for number in item_ids if number in stored
    ]


def _number(item_id: str) -> int:
    return int(item_id[1:])


def _load_rows(db: Database, numbers: Sequence[int]) -> dict[int, ItemRow]:
    """Return the rows of the items in force of these numbers, with their first sentences."""
    items = list_items(db, numbers)
    briefings = list_briefings_among(db, {stored.briefing_id for stored in items})
    return {stored.id: _build_item_row(stored, briefings[stored.briefing_id]) for stored in items}


def _build_item_row(stored: StoredItem, held: StoredBriefing) -> ItemRow:
    item, briefing, quote = stored.item, held.briefing, choose_quote(stored.item, ())
    source = Source(
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
    )
    return ItemRow(
        id=stored.shown_id,
        item=item,
        policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
        source=source,
        sentence=_extend(item, quote.sentence),
        in_comment=quote.in_comment,
    )


def _show(row: ItemRow, *, words: Words = (), of_view: bool = False, longest: Mapping[str, int]) -> ItemRow:
    """Return a row with the sentence that holds most of the words, as its publisher's licence lets it be quoted."""
    of_view = of_view and row.item.comment is not None
    quote = choose_quote(row.item, words, of_comment=of_view) if words or of_view else None
    if quote and (quote.matched or of_view):
        sentence = _extend(row.item, quote.sentence)
        row = replace(row, sentence=sentence, matched=quote.matched, in_comment=quote.in_comment)
    limit = longest.get(fold(row.source.publisher or ""))
    if limit is None:
        return row
    sentence, item = cut_quote(row.sentence, limit), cut_item(row.item, limit)
    return replace(row, sentence=sentence, item=replace(item, comment=sentence) if row.in_comment else item)


def _extend(item: Item, sentence: str) -> str:
    """Return a sentence, with the next where a short title opens a text without headline: that says nothing alone."""
    opens = item.headline is None and item.text.startswith(sentence)
    return extend_lead(item, sentence) if opens else sentence


def best_by_policy(hits: Sequence[Hit]) -> dict[int, int]:
    """Return each policy's first hit: policy number to item number, in the order of the hits."""
    best: dict[int, int] = {}
    for hit in hits:
        if hit.policy_id is not None:
            best.setdefault(hit.policy_id, hit.item_id)
    return best


def policy_is_open(policy: Policy | PolicyGist, now: dt.datetime) -> bool:
    """Return whether comments on a draft are still taken at this moment."""
    return (
        policy.status is PolicyStatus.DRAFT_FOR_COMMENT
        and policy.comments_close_on is not None
        and deadline_is_open(policy.comments_close_on, now)
    )


def takes_answers(policy: Policy | PolicyGist, now: dt.datetime, today: dt.date) -> bool:
    """Return whether comments or applications are still taken."""
    last = policy.applications_close_on
    return (last is not None and last >= today) or policy_is_open(policy, now)
