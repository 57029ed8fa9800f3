"""Companies by their home country: "US companies", "firms from Germany", 美国企业."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.names import fold

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording

_FIRMS = r"(?:companies|firms|businesses|enterprises)"
_OF = re.compile(
    rf"(?:all )?(.+?) {_FIRMS}(?: in the news)?|(?:all )?{_FIRMS} (?:from|of|in) (?:the )?(.+)|(.+?)的?(?:公司|企业)"
)
_FOREIGN = frozenset({"foreign", "外国"})
_CHINA = "CN"


def list_of_nation(text: str, lexicon: Lexicon, wording: Wording) -> frozenset[str]:
    """Give the ids of the companies on our list that are from the country a text names; none for any other text."""
    found = _OF.fullmatch(fold(text))
    said = next(filter(None, found.groups()), "") if found else ""
    country = wording.nations.get(said)
    if said in _FOREIGN:
        return frozenset(each.id for each in lexicon.companies if each.country not in {None, _CHINA})
    return frozenset(each.id for each in lexicon.companies if country and each.country == country)
