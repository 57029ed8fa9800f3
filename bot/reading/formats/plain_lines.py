"""The lines of a plain text: which are rows of a table, and where they were wrapped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.formats.normalise import HAN

ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", ".”", '."', "”", ")", "）")
MAX_LIST_HEAD = 60
"""A line so short, right above a dash, heads a list; a longer one is a sentence that was wrapped before the dash."""
_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_HAN_SIGN = re.compile(f"[{HAN}]")
_WIDE_SIGN = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uff60]")


@dataclass(kw_only=True, slots=True)
class Line:
    """A source line: its text without indent, and its number; ``after_blank`` when it starts a group."""

    text: str
    indent: int
    number: int
    after_blank: bool = False


def read_lines(text: str) -> list[Line]:
    """Return the lines that hold something; a form feed is a blank line."""
    found: list[Line] = []
    blank = True
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        line = raw.replace("\f", "").expandtabs(4).replace("\x00", "")
        blank = blank or "\f" in raw
        if shown := line.strip():
            indent = len(line) - len(line.lstrip())
            found.append(Line(text=shown, indent=indent, number=number, after_blank=blank))
        blank = not shown
    return found


def find_rows(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of lines that are rows of a table: as many bars as in a line above or below.

    A single bar has to stand at the same place in both.
    """
    pairs = ((line, after, line.text.count(" | ")) for line, after in pairwise(lines))
    alike = [
        (line, after)
        for line, after, bars in pairs
        if bars and bars == after.text.count(" | ") and (bars > 1 or line.text.find(" | ") == after.text.find(" | "))
    ]
    return frozenset(line.number for pair in alike for line in pair)


# Where lines were wrapped: one that ends earlier than it had to was ended on purpose.

_WIDTH_SHARE, _FULL_LINE = 0.85, 0.85
_WIDEST, _WIDER, _UNWRAPPED_WORDS = 110, 1.4, 12
"""A text with a longer line of many words was not wrapped: every end of a line in it is meant."""
_MIN_SENTENCES, _LONG_HAN, _SENTENCES_SHARE = 2, 30, 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Width:
    """How wide lines were wrapped, in signs: 0 where none follows another; of Chinese in columns, two for each sign."""

    words: int
    han: int
    in_columns: bool = False
    is_unwrapped: bool = False
    """Whether a Chinese line is so much longer than those that another follows that none was wrapped."""


_DATED = re.compile(r"[(（](?:\D{0,12}\d{1,4}[-./年 ])?\w{1,9}[-./月 ]\w{1,9}[-./日 ]?[)）]\Z(?<=[\d日][)）])")
"""A day in brackets at the end of a line: a headline's, whose end is meant."""


def measure_width(lines: Sequence[Line]) -> Width:
    """Return at what length the lines were wrapped, by those that another follows."""
    following = [line for line, after in pairwise(lines) if not after.after_blank]
    lengths = sorted(len(line.text) + line.indent for line in following)
    usual = lengths[int(len(lengths) * _WIDTH_SHARE)] if lengths else 0
    longest = max((len(line.text) for line in lines if line.text.count(" ") >= _UNWRAPPED_WORDS), default=0)
    han = [line for line in following if _HAN_SIGN.search(line.text)]
    in_columns = len(han) * 2 > len(following)
    count = _count_columns if in_columns else len
    wrapped = max((count(line.text) + line.indent for line in han), default=0)
    if _ends_sentences(following):
        return Width(words=2 * max(lengths), han=4 * max(lengths), in_columns=in_columns)
    longest_han = max((count(line.text) for line in lines if "。" in line.text), default=0)
    unwrapped = longest_han > _WIDER * wrapped
    words = longest if longest > min(_WIDEST, _WIDER * usual) else usual
    return Width(words=words, han=longest_han if unwrapped else wrapped, in_columns=in_columns, is_unwrapped=unwrapped)


def is_forced(before: Line, line: Line, width: Width, *, is_head: bool = False) -> bool:
    """Say whether the next word (in Chinese: the next sign) would have fitted on the line before.

    Where that looks as a headline (``is_head``), it is enough that it would just have fitted.
    """
    word = line.text.split(None, 1)[0]
    if _DATED.search(before.text) and not word[:1].islower():
        return True
    length = before.indent + (_count_columns(before.text) if width.in_columns else len(before.text))
    if _HAN_SIGN.search(line.text[:80]) and _HAN_SIGN.search(before.text[-1:] + word[:80]):
        return length + 1 + width.in_columns < width.han * _FULL_LINE
    longest = max(width.words, width.han if _HAN_SIGN.match(before.text[-1]) else 0)
    return length + 1 + len(word) < longest * (1 if is_head else _FULL_LINE)


def _count_columns(text: str) -> int:
    """Return how wide a text is: two columns for a Chinese sign, one for any other."""
    return len(text) if text.isascii() else len(text) + len(_WIDE_SIGN.findall(text))


def _ends_sentences(lines: Sequence[Line]) -> bool:
    """Say whether nearly every longer line ends a sentence, which lines that were wrapped do by chance alone."""
    long = [
        line.text for line in lines if len(line.text) > (_LONG_HAN if _HAN_SIGN.match(line.text) else MAX_LIST_HEAD)
    ]
    ended = sum(text.endswith(ENDS) for text in long)
    return len(long) >= _MIN_SENTENCES and ended >= _SENTENCES_SHARE * len(long)
