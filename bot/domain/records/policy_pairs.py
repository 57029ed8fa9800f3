"""How likely two policies that bear no common title or number are one document, reported in two ways.

Nothing here decides: a likely pair goes before a person (``bot.domain.records.review``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.domain.names import HAN, fold
from bot.domain.records.briefing import PolicyStatus
from bot.domain.records.glossary import find_batch, find_roots
from bot.domain.records.policy_identity import numbers_differ, title_core_zh

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.records.briefing import Item
    from bot.domain.records.policy import PolicyFacts

PAIR_DAYS = 7
"""Two reports further apart are not asked about: events of one kind come every week."""
LIKELY = 0.55
"""From this likeness on a person is asked."""

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_COMMON_TEXT = (
    "the and for with its from that this will new was were has have are not out set also which their more "
    "than into china chinese ministry national state council commission administration general office "
    "department bureau issued issue issues published released release announced plan plans notice guidelines "
    "measures opinions policy rules draft development industry industrial promote support including according "
    "year years percent system december november october september august july june may april march february "
    "january implementation standards enterprises companies government information technology other"
)
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words that reports of policies have in common, whatever they are about."""
_FEWEST = 3
_NEAR = 0.7
"""Titles with such a part of the shorter one in common are near."""


@dataclass(frozen=True, kw_only=True)
class Gist:
    """What tells a policy's report apart: its folded text, words, issuers, topics, day, number, Chinese title, stage.

    ``roots`` and ``batch`` are what a text in the other language (``is_han``: in Chinese) can be compared by: looked
    for when first asked for, since most reports that are compared are in one language.
    """

    text: str
    words: frozenset[str]
    issuers: frozenset[str]
    topics: frozenset[str]
    on: dt.date | None
    document_number: str | None
    title_zh: str
    is_draft: bool
    is_han: bool

    @cached_property
    def roots(self) -> frozenset[int]:
        """The roots of the trade's words that the text has."""
        return find_roots(self.text)

    @cached_property
    def batch(self) -> int | None:
        """The number of the batch that the text names."""
        return find_batch(self.text)


def compose_gist(item: Item) -> Gist:
    """Give the gist of an item that is about a policy."""
    policy = item.policy
    titles = (policy.title_en, policy.title_zh) if policy else ()
    text = fold("\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0]))))
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)}
    latin = {_stem(word) for word in set(_WORD.findall(text)) - _COMMON}
    return Gist(
        text=text,
        words=frozenset(latin | pairs),
        issuers=frozenset(item.issuing_bodies),
        topics=frozenset(item.topics),
        on=item.reported_on,
        document_number=policy.document_number if policy else None,
        title_zh=title_core_zh(policy.title_zh) if policy and policy.title_zh else "",
        is_draft=bool(policy and policy.status is PolicyStatus.DRAFT_FOR_COMMENT),
        is_han=len(pairs) > len(latin),
    )


def titles_are_near(one: PolicyFacts, other: PolicyFacts) -> bool:
    """Tell whether two titles of one language have most of the words of the shorter in common, by the same kind."""
    if one.document_type is not other.document_type:
        return False
    titles = ((one.title_zh, other.title_zh), (one.title_en, other.title_en))
    words = ((_list_words(first), _list_words(second)) for first, second in titles if first and second)
    return any(
        min(len(first), len(second)) >= _FEWEST and len(first & second) >= _NEAR * min(len(first), len(second))
        for first, second in words
    )


def _list_words(title: str) -> set[str]:
    """Give the words of a title that tell it apart; of Chinese each pair of signs."""
    core = title_core_zh(title)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(core) for at in range(len(run) - 1)}
    return pairs | {_stem(word) for word in set(_WORD.findall(fold(title))) - _COMMON}


def _stem(word: str) -> str:
    return word.removesuffix("s")


def rate_pair(one: Gist, other: Gist) -> float:
    """Give how likely the two are one document, from 0 to 1; 0 where something printed says that they are two."""
    if one.on is None or other.on is None or (apart := abs((one.on - other.on).days)) > PAIR_DAYS:
        return 0.0
    if one.is_draft is not other.is_draft or numbers_differ(one.document_number, other.document_number):
        return 0.0
    if one.title_zh and other.title_zh and one.title_zh != other.title_zh:
        return 0.0
    shared = len(one.words & other.words)
    common = shared / min(len(one.words), len(other.words)) if shared >= _FEWEST else 0.0
    if one.is_han is not other.is_han:
        common = max(common, _compare_roots(one, other))
    if common == 0:
        return 0.0
    near = 1 - apart / (PAIR_DAYS + 1)
    score = 0.6 * common + 0.15 * bool(one.issuers & other.issuers) + 0.1 * bool(one.topics & other.topics)
    return min(score + 0.15 * near, 0.99)


def _compare_roots(one: Gist, other: Gist) -> float:
    """Give how much two texts in different languages say the same, 0 without an issuer in common or of two batches."""
    if not one.issuers & other.issuers or len({one.batch, other.batch} - {None}) > 1:
        return 0.0
    shared = one.roots & other.roots
    if len(shared) < _FEWEST:
        return 0.0
    return len(shared) / min(len(one.roots), len(other.roots))
