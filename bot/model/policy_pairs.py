"""How likely two policies that bear no common title or number are one document, reported in two ways.

Nothing here decides: a likely pair goes before a person (``bot.model.review``).
"""

import datetime as dt
import re
from dataclasses import dataclass

from bot.model.briefing import DocumentType, Item, PolicyStatus
from bot.model.identity import numbers_differ, title_core_zh
from bot.model.ids import HAN, fold

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


_ACROSS_LANGUAGES = 0.85
"""How much is to be said for what two reports in two languages have in common: they share no words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gist:
    """What tells a policy's report apart: its words, and what is the same in any language (``is_han``: in Chinese)."""

    words: frozenset[str]
    issuers: frozenset[str]
    topics: frozenset[str]
    years: frozenset[int]
    on: dt.date | None
    kind: DocumentType | None
    document_number: str | None
    title_zh: str
    is_draft: bool
    is_han: bool


def compose_gist(item: Item) -> Gist:
    """Return the gist of an item that is about a policy; its years are those of its goals."""
    policy = item.policy
    titles = (policy.title_en, policy.title_zh) if policy else ()
    text = fold("\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0]))))
    pairs, latin = _list_han_pairs(text), _list_latin(text)
    return Gist(
        words=frozenset(latin | pairs),
        issuers=frozenset(item.issuing_bodies),
        topics=frozenset(item.topics),
        years=frozenset(target.year for target in item.targets),
        on=item.reported_on,
        kind=policy.document_type if policy else None,
        document_number=policy.document_number if policy else None,
        title_zh=title_core_zh(policy.title_zh) if policy and policy.title_zh else "",
        is_draft=bool(policy and policy.status is PolicyStatus.DRAFT_FOR_COMMENT),
        is_han=len(pairs) > len(latin),
    )


def _list_han_pairs(text: str) -> set[str]:
    """Return the words of a Chinese text as pairs of neighbouring signs."""
    return {run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)}


def _list_latin(text: str) -> set[str]:
    return {word.removesuffix("s") for word in set(_WORD.findall(text)) - _COMMON}


def rate_pair(one: Gist, other: Gist) -> float:
    """Return how likely the two are one document, from 0 to 1; 0 where something printed says that they are two."""
    if one.on is None or other.on is None or (apart := abs((one.on - other.on).days)) > PAIR_DAYS:
        return 0.0
    if one.is_draft is not other.is_draft or numbers_differ(one.document_number, other.document_number):
        return 0.0
    if one.title_zh and other.title_zh and one.title_zh != other.title_zh:
        return 0.0
    near = 1 - apart / (PAIR_DAYS + 1)
    if one.is_han is not other.is_han:
        return _ACROSS_LANGUAGES * _rate_across(one, other, near)
    shared = len(one.words & other.words)
    if shared < _FEWEST:
        return 0.0
    common = shared / min(len(one.words), len(other.words))
    score = 0.6 * common + 0.15 * bool(one.issuers & other.issuers) + 0.1 * bool(one.topics & other.topics)
    return min(score + 0.15 * near, 0.99)


def _rate_across(one: Gist, other: Gist, near: float) -> float:
    """Return how much two reports in two languages have in common; nothing without an issuer."""
    if not one.issuers & other.issuers:
        return 0.0
    issuers = len(one.issuers & other.issuers) / len(one.issuers | other.issuers)
    topics = len(one.topics & other.topics) / max(1, min(len(one.topics), len(other.topics)))
    is_kind = one.kind is not None and one.kind is other.kind
    return 0.3 * topics + 0.2 * issuers + 0.2 * is_kind + 0.15 * bool(one.years & other.years) + 0.15 * near
