"""A question about whoever asks ("which of these are about us?"): which of their named lists is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.errors import BadQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon, NamedList
    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.wording import Wording

_NAMES = ("us", "我们")
_LONGEST = 3
_SHOWN = 8


def find_ours(words: Sequence[Term | None], wording: Wording) -> tuple[int, int] | None:
    """Give where it stands that something is about us, as first place and the one behind it; None where it does not.

    "US" in capitals is a country.
    """
    for width in range(_LONGEST, 0, -1):
        for start in range(len(words) - width + 1):
            run = [term for term in words[start : start + width] if term and not term.phrase and not term.excluded]
            said = " ".join(term.text for term in run)
            if len(run) == width and not run[-1].text.isupper() and fold(said) in wording.ours:
                return start, start + width
    return None


def choose_own_list(lexicon: Lexicon) -> NamedList:
    """Give the list named "us" (or 我们), else the only one; BadQueryError, saying what to write, for neither."""
    named = next((held for name in _NAMES if (held := lexicon.find_list(name))), None)
    if named is not None:
        return named
    if not lexicon.lists:
        raise BadQueryError(
            "There is no list that says who “us” is.",
            hint="Save one and ask again: /policy list save us = topic:robotics company:Huawei.",
        )
    if len(lexicon.lists) > 1:
        listed = ", ".join(f"list:{held.name}" for held in lexicon.lists[:_SHOWN])
        raise BadQueryError("There are several lists, and none is named “us”.", hint=f"Write one of {listed}.")
    return lexicon.lists[0]
