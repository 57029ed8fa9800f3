"""What is left out in Chinese: 除新能源外, 除了比亚迪和华为以外, 锑除外. The words around it say where it ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.queries.query_scan import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])"
_CLOSE = r"(?:[以之]外|外(?![国商资贸汇交籍企部]))"
_AROUND = re.compile(rf"{_OPEN}(?P<what>.{{1,40}}?){_CLOSE}的?")
_BEGINS = re.compile(rf"{_OPEN}(?!.*{_CLOSE})")
_ENDS = re.compile(_CLOSE)
_BEHIND = re.compile(r"(?P<what>.{1,40}?)除外")
_AND = re.compile(r"[、，,和与及或]|以及")
_REACH = 4
"""So many words may lie between 除 and 外."""


def join_exceptions(terms: Sequence[Term]) -> list[Term]:
    """Give the words with those from 除 to 外 as one, where a sign between names had parted them."""
    joined: list[Term] = []
    waiting = list(terms)
    while waiting:
        term = waiting.pop(0)
        if _is_plain(term) and _BEGINS.search(term.text):
            ends = (n for n, other in enumerate(waiting[:_REACH], 1) if _is_plain(other) and _ENDS.search(other.text))
            taken = next(ends, 0)
            run = [term, *waiting[:taken]]
            if all(map(_is_plain, run)):
                term, waiting = Term(text="、".join(each.text for each in run)), waiting[taken:]
        joined.append(term)
    return joined


def cut_exceptions(term: Term) -> list[Term]:
    """Give a word as those it holds, what it leaves out as excluded ones; one that leaves nothing out as it is."""
    match = (_AROUND.search(term.text) or _BEHIND.fullmatch(term.text)) if _is_plain(term) else None
    if match is None:
        return [term]
    names = [name.strip() for name in _AND.split(match["what"]) if name.strip()]
    around = [part for part in (term.text[: match.start()], term.text[match.end() :]) if part.strip()]
    return [*(Term(text=part) for part in around), *(Term(text=name, excluded=True) for name in names)]


def _is_plain(term: Term) -> bool:
    return not term.phrase and not term.excluded
