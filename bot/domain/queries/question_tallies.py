"""Questions for a count by name: "number of policies by ministry", "companies by mentions", 各部门发文数量."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.question_names import is_filler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.wording import Wording

_APART = frozenset({"by", "per", "each", "every"})
_BELONGING = frozenset({"of", "for"})
"""Behind "by ministry" these go on with its name."""
_RANKED, _RANKING = frozenset({"by", "ranked", "ordered", "sorted", "with"}), frozenset({"active", "of", "busiest"})
_COUNTING = frozenset(
    {
        *("number", "numbers", "count", "counts", "counted", "total", "totals", "statistics", "stats", "breakdown"),
        *("ranking", "rankings", "rank", "ranked", "ordered", "sorted", "active", "busiest", "most", "many"),
    }
)
_COUNTED = frozenset({"items", "news", "times", "activity", "mentions", "issued", "published", "issue", "publish"})
_HAN_EACH = re.compile(r"(?:各个|各|每个|按)(?P<noun>部委|部门|机构|单位|部|公司|企业|厂商)")
_HAN_COUNTED = re.compile(
    r"统计|排名|排行|排序|分别|数量|数目|发文|发布|印发|出台|多少|几[个项条]|政策|文件|新闻|个|项|条|了|的"
)
_HAN_COMPANIES = frozenset({"公司", "企业", "厂商"})
_MINISTRIES, _COMPANIES = "ministries", "companies"


def take_tally(terms: tuple[Term, ...], wording: Wording) -> tuple[tuple[Term, ...], str] | None:
    """Give the words left of a question for a count by name, and the kind of the names; None for any other text."""
    if any(term.phrase or term.excluded for term in terms):
        return None
    words = [fold(term.text) for term in terms]
    for place, word in enumerate(words):
        kind = wording.listed.get(word)
        before, behind = words[place - 1] if place else "", [*words[place + 1 :], ""][0]
        is_each = before in _APART and not word.endswith("s") and behind not in _BELONGING
        is_counted = behind in _RANKED or before in _RANKING
        is_ranked = word.endswith("s") and is_counted and _COUNTING.intersection(words)
        if kind and (is_each or is_ranked):
            start = place - 1 if is_each else place
            left = (*terms[:start], *terms[place + 1 :])
            return tuple(term for term in left if fold(term.text) not in _COUNTING | _COUNTED | _APART), kind
    return _take_chinese(terms)


def _take_chinese(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], str] | None:
    for place, term in enumerate(terms):
        match = _HAN_EACH.search(term.text)
        if match is None:
            continue
        behind = (replace(term, text=term.text[match.end() :]), *terms[place + 1 :])
        parts = (*terms[:place], replace(term, text=term.text[: match.start()]), *behind)
        cut = (replace(part, text=_HAN_COUNTED.sub("", part.text)) for part in parts)
        kind = _COMPANIES if match["noun"] in _HAN_COMPANIES else _MINISTRIES
        is_counted = any(_HAN_COUNTED.search(part.text) for part in behind)
        return (tuple(part for part in cut if part.text), kind) if is_counted else None
    return None


def asks_for_tally(terms: Sequence[Term], wording: Wording) -> bool:
    """Tell whether a text asks how many there are of each and for nothing else: "most active", "ranking"."""
    words = [fold(term.text) for term in terms if not term.phrase and not term.excluded]
    plain = _COUNTING | _COUNTED
    return bool(_COUNTING.intersection(words)) and all(
        fold(term.text) in plain or is_filler(term, wording) for term in terms
    )
