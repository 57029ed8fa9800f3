"""Companies by their home country and their trade: "US companies", "firms from Germany", 美国企业, "carmakers"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, product
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.search_text import Alternatives, facet_token

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.search_plan import SearchPlan
    from bot.domain.queries.wording import Wording

_FIRMS = r"(?:compan(?:y|ies)|firms?|businesses|enterprises?)"
_OF = re.compile(
    rf"(?:all )?(.+?) {_FIRMS}(?: in the news)?|(?:all )?{_FIRMS} (?:from|of|in) (?:the )?(.+)|(.+?)的?(?:公司|企业)"
)
_FOREIGN = frozenset({"foreign", "外国"})
_CHINA = "CN"
_LONGEST, _MOST = 3, 250
"""Words of the longest text for companies, and so many of them at most: more are nearly all there are."""


def list_of_nation(text: str, lexicon: Lexicon, wording: Wording) -> frozenset[str]:
    """Give the ids of the companies on our list that are from the country a text names; none for any other text."""
    found = _OF.fullmatch(fold(text))
    said = next(filter(None, found.groups()), "") if found else ""
    if said in _FOREIGN:
        return frozenset(each.id for each in lexicon.companies if each.country not in {None, _CHINA})
    country = wording.nations.get(said)
    return frozenset(each.id for each in lexicon.companies if each.country == country) if country else frozenset()


def _list_firms(text: str, lexicon: Lexicon, wording: Wording) -> list[str]:
    """Give the ids of the companies on our list that a text means by their home, their trade or both."""
    said = fold(text)
    first, _, rest = said.partition(" ")
    country = wording.nations.get(first) if rest in wording.trades else None
    sector = wording.trades.get(rest if country else said)
    if sector is None:
        return sorted(list_of_nation(text, lexicon, wording))
    of_trade = [each for each in lexicon.companies if each.sector == sector]
    return sorted(each.id for each in of_trade if country in {None, each.country})


def widen_firms(plan: SearchPlan, lexicon: Lexicon, wording: Wording) -> tuple[SearchPlan, list[str]]:
    """Give the plan in which "German firms" may be any company on our list that is one, and what was added in words.

    What stood in quotes stays as it is.
    """
    wanted, texts = list(plan.wanted), list(plan.texts)
    said: list[str] = []
    for start in range(len(texts)):  # what is joined leaves places behind the last, where nothing stands
        for width in range(_LONGEST, 0, -1):
            run = slice(start, start + width)
            named = "" if plan.quoted.intersection(texts[run]) else " ".join(texts[run])
            firms = _list_firms(named, lexicon, wording) if len(texts[run]) == width else []
            if 0 < len(firms) <= _MOST:
                words = product(*(each.wordings for each in wanted[run]))
                facets = ((facet_token("company", firm),) for firm in firms)
                wanted[run] = [Alternatives(wordings=(*(tuple(chain(*each)) for each in words), *facets))]
                texts[run] = [named]
                said.append(f"{named} → any of {len(firms)} companies by name")
                break
    return replace(plan, wanted=tuple(wanted), texts=tuple(texts)), said
