"""Ids as people see them, and how names and titles are compared."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from bot.errors import BadQueryError

_QUOTES = dict.fromkeys(map(ord, "'\"‘’“”„‟‚‛«»‹›「」『』"), None)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣-"), " ")
_BRACKETS = str.maketrans("﹝﹞【】[]", "〔〕〔〕〔〕")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef\u3007"
"""The ranges of Han characters, for use inside a character class."""
_IN_CLAUSE = f"{HAN}“”、"
CLAUSE_GAP = f"(?<=[{_IN_CLAUSE}]{{5}}[{HAN}])(?<![部委局院会署厅行办司所社网组]) (?=[{_IN_CLAUSE}]{{6}})"
"""A space between two clauses in Chinese, as official titles of two parts have one, and none behind an office."""
IS_HAN = re.compile(f"[{HAN}]")
_SHORTEST_PLURAL = 2
"""A word of so few letters is none with an ending: "US"."""
_HAN_GAP = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")


@lru_cache(maxsize=8192)  # the same names are compared again and again
def fold(text: str) -> str:
    """Return the form in which two spellings of a name are equal: without case, width, accents, quotes and dashes."""
    wide = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().replace("&", " and ")
    if not wide.isascii():  # without accents
        wide = "".join([sign for sign in unicodedata.normalize("NFKD", wide) if not unicodedata.combining(sign)])
    spaced = " ".join(wide.translate(_QUOTES).translate(_DASHES).replace(".", " ").replace("_", " ").split())
    return spaced if spaced.isascii() else _HAN_GAP.sub("", spaced)


def list_forms(name: str) -> tuple[str, ...]:
    """Return the folded forms in which a word or name may stand, in either number: EV and "evs", penalty, penalties."""
    folded = fold(name)
    if not folded.isascii():
        return (folded,)
    plural = f"{folded[:-1]}ies" if folded.endswith("y") else f"{folded}s"
    if len(folded) <= _SHORTEST_PLURAL or not folded.endswith("s"):
        return (folded, plural)
    return (folded, folded[:-1], f"{folded[:-3]}y" if folded.endswith("ies") else folded.removesuffix("es"), plural)


def fold_title(text: str) -> str:
    """Return the form in which two printings of one title are equal: letters, digits and Han characters only."""
    return _NOT_WORD.sub("", fold(text))


def normalise_document_number(text: str) -> str:
    """Return a document number (文号) with its brackets as 〔〕 and without spaces (contract: identity of a policy)."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS)).replace("〔〔", "〔")


def is_in_capitals(text: str) -> bool:
    """Return whether a text is set in capitals; Chinese has none, whatever letters stand in it."""
    return text.isupper() and IS_HAN.search(text) is None


def slug(name: str) -> str:
    """Return an id made of a name: folded letters, digits and Han characters, words joined by a dash."""
    return _NOT_WORD.sub("-", fold(name)).strip("-")


# The ids people see: a letter and a number (``P5``, ``I12``, ``B1``, ``D3``); never reused.

_ID = re.compile(r"([PIBD])([1-9][0-9]{0,9})", re.IGNORECASE | re.ASCII)


class IdKind(StrEnum):
    """What an id names, by its letter."""

    POLICY = "P"
    ITEM = "I"
    BRIEFING = "B"
    SUBSCRIPTION = "D"
    REVIEW = "R"


def format_id(kind: IdKind, number: int) -> str:
    """Return the id as people see it."""
    return f"{kind}{number}"


def find_id(text: str) -> tuple[IdKind, int] | None:
    """Return kind and number when the whole text is an id, in either case; else None."""
    match = _ID.fullmatch(text.strip())
    return (IdKind(match[1].upper()), int(match[2])) if match else None


def parse_id(text: str, kind: IdKind) -> int:
    """Return the number of an id of this kind, with its letter or without, or raise BadQueryError."""
    match = re.fullmatch(rf"{kind}?([1-9]\d{{0,9}})", text.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        raise BadQueryError(f"“{text}” is not an id of this kind.", hint=f"Write {kind} and a number: {kind}3.")
    return int(match[1])
