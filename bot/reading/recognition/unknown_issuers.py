"""Names under an issuer's label that no list of bodies holds: they want a person's look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.reading.recognition.clauses import BODY
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Passage, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISSUER_SPLIT = re.compile(
    r"\s*[,;、，；\n/|]\s*|\s+(?:and|&)\s+(?=(?:the\s+)?[A-Z])|(?<=[部委局会办署院厅行])\s*[和与及]\s*"
)
_MORE = re.compile(
    r"(?:(?:and|plus)\s)?(?:\w+\s){0,2}(?:others?|departments|ministries|bodies|agencies|authorities)|et al|等\w{0,8}",
    re.IGNORECASE,
)
"""Counts those who are not named under a label ("and five others")."""


def list_unknown_issuers(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Give the names under an issuer label in which no body of ours stands, as printed: they want a person's look."""
    return tuple(name for passage in passages if passage.place is Place.ISSUER for name in _unknown_names(passage))


def _unknown_names(passage: Passage) -> Iterator[str]:
    masked = list(passage.text)
    for name in passage.names_of(NameKind.BODY):
        masked[name.start : name.end] = BODY * (name.end - name.start)
    for piece in _ISSUER_SPLIT.split("".join(masked)):
        if BODY not in piece and any(char.isalpha() for char in piece) and not _MORE.fullmatch(piece.strip(" .()（）")):
            yield piece.strip(" .:：()（）")
