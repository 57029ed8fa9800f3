"""A question in other words: every word or pair of words may stand as one of its synonyms."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, product
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import Alternatives

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.queries.search_plan import SearchPlan

    Synonyms = Callable[[str], tuple[str, ...]]

_SAID = 3
_LONGEST_PHRASE, _PAIR = 3, 2
"""Words of the longest phrase that is looked for; of one longer than a pair each word stands as it was typed."""


def widen_words(plan: SearchPlan, list_synonyms: Synonyms) -> tuple[SearchPlan, list[str]]:
    """Give the plan in which each text may be a synonym, neighbours first, and what was added in words.

    ``list_synonyms`` gives those of a text. What stood in quotes stays as it is.
    """
    wanted, texts = list(plan.wanted), list(plan.texts)
    said: list[str] = []
    for width in range(_LONGEST_PHRASE, 1, -1):
        for start in range(len(texts) - width, -1, -1):
            run = slice(start, start + width)
            synonyms = _list_unquoted(tuple(texts[run]), plan, list_synonyms)
            if synonyms:
                words = product(*(each.wordings[: None if width == _PAIR else 1] for each in wanted[run]))
                others = ((each,) for each in synonyms)
                wanted[run] = [Alternatives(wordings=(*(tuple(chain(*each)) for each in words), *others))]
                texts[run] = [" ".join(texts[run])]
                said.insert(0, _say(texts[start], synonyms))
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
