"""How likely two policies that bear no common title or number are one document, reported in two ways.

Nothing here decides: a likely pair goes before a person (``bot.model.review``).
"""

import re
from functools import lru_cache

from bot.model.briefing import Item, PolicyStatus
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
"""Reports in one language are compared from so many common words on."""
_ACROSS_LANGUAGES = 0.85
"""How much is to be said for what two reports in two languages have in common: they share no words."""


def rate_pair(a: Item, b: Item) -> float:
    """Return how likely two reports are about one document, from 0 to 1; 0 where something printed says that of two."""
    said, others = a.policy, b.policy
    if said is None or others is None or a.reported_on is None or b.reported_on is None:
        return 0.0
    days = abs((a.reported_on - b.reported_on).days)
    drafts = {each.status is PolicyStatus.DRAFT_FOR_COMMENT for each in (said, others)}
    titles = {title_core_zh(each.title_zh) for each in (said, others) if each.title_zh}
    are_two = len(drafts) > 1 or len(titles) > 1 or numbers_differ(said.document_number, others.document_number)
    if are_two or days > PAIR_DAYS:
        return 0.0
    near = 0.15 * (1 - days / (PAIR_DAYS + 1))
    topics, issuers = {*a.topics} & {*b.topics}, {*a.issuing_bodies} & {*b.issuing_bodies}
    (words, is_han), (other_words, is_other_han) = (_list_words(_join_opening(item)) for item in (a, b))
    if is_han is is_other_han:
        common = len(words & other_words)
        score = 0.6 * common / max(1, min(len(words), len(other_words)))
        return min(score + 0.15 * bool(issuers) + 0.1 * bool(topics) + near, 0.99) if common >= _FEWEST else 0.0
    if not issuers:
        return 0.0
    years = {each.year for each in a.targets} & {each.year for each in b.targets}
    is_kind = said.document_type is not None and said.document_type is others.document_type
    score = 0.3 * len(topics) / max(1, min(len({*a.topics}), len({*b.topics})))
    score += 0.2 * len(issuers) / len({*a.issuing_bodies, *b.issuing_bodies})
    return _ACROSS_LANGUAGES * (score + 0.2 * is_kind + 0.15 * bool(years) + near)


def _join_opening(item: Item) -> str:
    titles = (item.policy.title_en, item.policy.title_zh) if item.policy else ()
    return "\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0])))


@lru_cache(maxsize=2048)  # each report is compared with all around its day
def _list_words(text: str) -> tuple[frozenset[str], bool]:
    """Return the words that tell a text apart, and whether they are Chinese: pairs of neighbouring characters."""
    folded = fold(text)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(len(run) - 1)}
    latin = {word.removesuffix("s") for word in set(_WORD.findall(folded)) - _COMMON}
    return frozenset(latin | pairs), len(pairs) > len(latin)
