"""A question in other words: every word or pair of words may stand as one of its synonyms."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import Alternatives

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.queries.search_plan import SearchPlan

    Synonyms = Callable[[str], tuple[str, ...]]

_SAID = 3


def widen_words(plan: SearchPlan, list_synonyms: Synonyms) -> tuple[SearchPlan, list[str]]:
    """Give the plan in which each text may be a synonym, pairs of neighbours first, and what was added in words.

    ``list_synonyms`` gives those of a text. What stood in quotes stays as it is.
    """
    wanted, texts = list(plan.wanted), list(plan.texts)
    said: list[str] = []
    for index, (one, other) in reversed(list(enumerate(pairwise(plan.texts)))):
        synonyms = _list_unquoted((one, other), plan, list_synonyms)
        if synonyms and index + 1 < len(wanted):
            both = tuple(a + b for a in wanted[index].wordings for b in wanted[index + 1].wordings)
            wanted[index : index + 2] = [Alternatives(wordings=(*both, *((each,) for each in synonyms)))]
            texts[index : index + 2] = [f"{one} {other}"]
            said.insert(0, _say(f"{one} {other}", synonyms))
    added: list[str] = []
    for index, text in enumerate(texts):
        synonyms = _list_unquoted((text,), plan, list_synonyms)
        if synonyms:
            wanted[index] = Alternatives(wordings=(*wanted[index].wordings, *((each,) for each in synonyms)))
            line = _say(text, synonyms)
            said += [line] if line not in said else []
            added += synonyms
    marked = tuple(dict.fromkeys((*plan.marked, *added)))
    return replace(plan, wanted=tuple(wanted), texts=tuple(texts), marked=marked), said


def _list_unquoted(texts: tuple[str, ...], plan: SearchPlan, list_synonyms: Synonyms) -> tuple[str, ...]:
    return () if plan.quoted & set(texts) else list_synonyms(" ".join(texts))


def _say(text: str, synonyms: tuple[str, ...]) -> str:
    more = f" and {len(synonyms) - _SAID} more" if len(synonyms) > _SAID else ""
    return f"{text} → {', '.join(synonyms[:_SAID])}{more}"
