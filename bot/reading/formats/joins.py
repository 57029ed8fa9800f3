"""How the lines of one paragraph meet again: with a space, without one in Chinese, and mending split words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.reading.formats.normalise import HAN, QUOTES, WIDE_SIGNS

_HAN_OR_WIDE = re.compile(f"[{HAN}{WIDE_SIGNS}]")
_IS_HAN = re.compile(f"[{HAN}]")
_IS_WIDE = re.compile(f"[{WIDE_SIGNS}]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED_END = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-‐]\Z")
_FIRST_WORD = re.compile(r"\A[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = frozenset("-‐\u00ad")
_SPLIT_END = re.compile(r"\w[-‐\u00ad]\Z")
_ADDRESS_PIECE = re.compile(r"\A[\w%.~-]*[/.?=&#%_][\w/.?=&#%_~-]*\Z")
_MIN_COMPOUND_START = 3
_LONGEST_WORD = 80
# Parts that are seldom a syllable of a split word, so a hyphen beside them belongs to the word.
_STARTS_TEXT = (
    "anti cross far fast first five four full half hard heavy high large long low medium non old quasi real second "
    "self short single six small state third three two ultra well zero"
)
_ENDS_TEXT = (
    "and based border built by chain cost driven duty end energy exporting facing focused free friendly funded "
    "generation grade growth importing in intensive invested largest led level like linked long looking made making of "
    "oriented owned passenger powered producing profile quality ranking rate related run running saving scale sector "
    "sensitive sized speed sponsored standing style tech term the tier time to up value wheel wide year"
)
_COMPOUND_STARTS = frozenset(_STARTS_TEXT.split())
_COMPOUND_ENDS = frozenset(_ENDS_TEXT.split())


def collect_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of a document in lower case, compounds whole and in parts; what a line end cut is left out.

    "‐" is among them where it stands inside lines: elsewhere it only tells that a line end split a word.
    """
    found: set[str] = set()
    for text in texts:
        whole = text.rpartition(" ")[0] if is_split(text.rstrip()) else text
        if "‐" in whole:
            found.add("‐")
            whole = whole.replace("‐", "-")
        found.update(map(str.lower, _WORD.findall(whole)))
    found.update(part for word in tuple(found) if "-" in word for part in word.split("-"))
    return frozenset(found)


def is_split(line: str) -> bool:
    """Say whether a line ends inside a word, with a hyphen."""
    return line[-1:] in _HYPHENS and _SPLIT_END.search(line[-2:]) is not None


def join_lines(lines: Sequence[str], words: Collection[str] = frozenset()) -> str:
    """Join the lines of one paragraph; ``words`` (from ``collect_words``) tell a split word from a compound."""
    pieces = [lines[0].rstrip()] if lines else []
    for line in lines[1:]:
        pieces[-1], after, between = decide_join(pieces[-1], line, words)
        pieces += [between, after] if between else [after]
    return "".join(pieces)


def decide_join(before: str, after: str, words: Collection[str]) -> tuple[str, str, str]:
    """Decide how two lines meet: what is left of the first, of the second, and what comes between."""
    before, after = before.rstrip(" \t"), after.lstrip(" \t")
    if before.endswith("\u00ad"):
        return before[:-1], after, ""
    if is_split(before):
        keep = _keeps_hyphen(before, after, words)
        return (before if keep else before[:-1]), after, ""
    return before, after, "" if _meets_without_space(before, after) else " "


def _keeps_hyphen(before: str, after: str, words: Collection[str]) -> bool:
    first, second = _HYPHENATED_END.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(after)
    if not first or not second or not second[0][0].islower():
        return True
    if before[-1] == "‐" and "‐" not in words:
        return False
    left, right = first[1].lower(), second[0].lower()
    if f"{left}-{right}" in words:
        return True
    if left + right in words:
        return False
    if left in _COMPOUND_STARTS or "-" in left or (right.startswith("ion") and left.endswith("ium")):
        return True
    if right.split("-")[0] in _COMPOUND_ENDS and len(left) >= _MIN_COMPOUND_START:
        return True
    return left in words and right in words


def _meets_without_space(before: str, after: str) -> bool:
    if not before or not after:
        return True
    last, first = before[-1], after[0]
    token, following = _token_at_end(before), _token_at_start(after)
    if not (last.isascii() and first.isascii()):
        if _IS_WIDE.match(last) or _IS_WIDE.match(first) or (_IS_HAN.match(last) and _IS_HAN.match(first)):
            return True
        if _IS_HAN.match(first) and last in ",;:":
            return False
        if _IS_HAN.match(first):
            return last in QUOTES or not (last.isalnum() or last in ",.;:)!?%") or _is_chinese(token)
        if _IS_HAN.match(last):
            return first in QUOTES or _is_chinese(following)
    if last in "/–—" and len(token) > 1 and first.isalnum():
        return True
    return token.startswith(("http://", "https://", "www.")) and bool(_ADDRESS_PIECE.match(following))


def _token_at_end(text: str) -> str:
    return text[max(text.rfind(" "), text.rfind("\n")) + 1 :]


def _token_at_start(text: str) -> str:
    return text.split(None, 1)[0]


def _is_chinese(token: str) -> bool:
    """Say whether a token needs no space beside Chinese: it holds some, or opens with a quote (“5G)."""
    return bool(_HAN_OR_WIDE.search(token)) or token.startswith("“")


def starts_small(text: str) -> bool:
    """Whether a line opens with a small letter, as what goes on does; names such as "iFlytek" have a capital next."""
    return text[:1].islower() and not text[1:2].isupper()
