"""Texts in traditional characters: each is read as its twin in simplified ones, and told as it is printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from bot.model.briefing import Briefing, CompanyMention
from bot.reading.document import Block, Document
from bot.reading.received import is_simplified

_LEAST_SHARE = 0.08
"""So many of a text's Chinese characters are traditional ones only where it is in that script."""
_LEAST_HAN = 5
"""One in so many signs of a text is Chinese where it is a text in either script."""
_HAN = ("\u3400", "\u9fff")
_KEPT = frozenset({"document_number", "source_name", "media_type", "sha256", "company_id", "field", "reason", "url"})
_Read = TypeVar("_Read")


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """A text in traditional characters with simplified ones for them, and the way back."""

    document: Document
    simple: dict[int, str]
    back: dict[int, str]

    def simplify(self, text: str) -> str:
        """Return another text as the twin prints it."""
        return text.translate(self.simple)

    def restore(self, briefing: Briefing) -> Briefing:
        """Return what was read of the twin with the characters that the text prints."""
        return _restore(briefing, self.back)


def find_twin(document: Document) -> Twin | None:
    """Return the twin of a document in traditional characters; None for any other. Linear in the text."""
    printed: Counter[str] = Counter()
    for block in (*document.blocks, *document.furniture):
        printed.update(block.text)
    chinese = {char: count for char, count in printed.items() if _HAN[0] <= char <= _HAN[1]}
    han = sum(chinese.values())
    traditional = sum(count for char, count in chinese.items() if not is_simplified(char))
    if traditional <= han * _LEAST_SHARE or han * _LEAST_HAN <= printed.total():
        return None
    from opencc import OpenCC  # its dictionaries are loaded with the first such text

    convert = OpenCC("t2s").convert
    simple = {char: found for char in chinese if len(found := convert(char)) == 1 and found != char}
    table = {ord(char): found for char, found in simple.items()}
    # Of several characters that share a simplified form, the text's commonest stands for it.
    back = {found: char for char, found in sorted(simple.items(), key=lambda pair: chinese[pair[0]])}
    back = {found: char for found, char in back.items() if chinese.get(found, 0) <= chinese[char]}
    return Twin(
        document=replace(
            document,
            blocks=tuple(_simplify(block, table) for block in document.blocks),
            furniture=tuple(_simplify(block, table) for block in document.furniture),
        ),
        simple=table,
        back={ord(found): char for found, char in back.items()},
    )


def _simplify(block: Block, table: dict[int, str]) -> Block:
    return replace(block, spans=tuple(span.with_text(span.text.translate(table)) for span in block.spans))


def _restore(value: _Read, back: dict[int, str]) -> _Read:
    """Return a value with the text's own characters in every string of it that is the text's wording."""
    if isinstance(value, Enum) or (isinstance(value, CompanyMention) and value.company_id):
        return value
    if isinstance(value, str):
        return cast("_Read", value.translate(back))
    if isinstance(value, tuple):
        return cast("_Read", tuple(_restore(each, back) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    worded = [each.name for each in fields(value) if each.name not in _KEPT]
    return cast("_Read", replace(value, **{name: _restore(getattr(value, name), back) for name in worded}))
