"""Makes text the same whatever format it came in: characters, spaces, and the joins between wrapped lines.

Every reader passes its spans through ``normalise_spans``; the readers of formats whose lines are wrapped by a
renderer (text, PDF) join them first, so that all formats agree.
"""

import datetime as dt
import re
import string
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from email.utils import parsedate_tz
from itertools import accumulate

from bot.model.ids import CLAUSE_GAP
from bot.reading.document import Block, Span

Blocks = tuple[tuple[Block, ...], tuple[Block, ...]]
"""The blocks of a file in reading order, and its furniture."""

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
WIDE_SIGNS = "\u3001-\u3003\u3008-\u3020\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
QUOTES = "“”‘’"
SOFT_BREAK = "\r"
"""The end of a source line that is none on the page: a space, and nothing within Chinese."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFFFE)
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x85")
_SPACES = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *map(ord, "\t\v\f\x85"))
_PLAINER = (*range(0x2E80, 0x2FE0), *(ord(char) + 0xFEE0 for char in string.ascii_letters + string.digits))
"""Radicals that some PDF fonts give for ideographs, full-width figures and letters."""
_TABLE: dict[int, str | None] = {
    **{ord(char): letters for char, letters in _LIGATURES.items()},
    **dict.fromkeys((*_INVISIBLE, *_CONTROLS)),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _PLAINER},
}
_STRAIGHT = str.maketrans(QUOTES, "\"\"''")
_HAN_SIGN = re.compile(f"[{HAN}{WIDE_SIGNS}]")
_SPACING = re.compile(
    "(?P<hard>[ \r]*\n[ \r\n]*)"
    f"|(?<=[{HAN}])[ \r]+(?=[{HAN}{WIDE_SIGNS}{QUOTES}])"
    f"|(?<=[{WIDE_SIGNS}{QUOTES}])[ \r]+(?=[{HAN}])"
    f"|(?<=[{WIDE_SIGNS}])[ \r]+(?=[{WIDE_SIGNS}])"
    r"|(?<=\d) +(?=[年月日])|(?<=[年月]) +(?=\d{1,2} ?[月日])"
    r"|(?<=[于自从在至到为]) +(?=(?:(?:19|20)\d\d ?年|\d{1,2} ?月 ?\d{1,2} ?日))"
    "|(?P<many>\r[ \r]*| [ \r]+)"
)
_CLAUSES = re.compile(CLAUSE_GAP)
_FIELD_GAP = re.compile(f"(?<=[{HAN}]{{2}})(?:[\u3000\xa0]{{2,}}(?=[{HAN}]{{2}})|\u3000(?=[{HAN}]{{2,6}}[:：]))")
"""Two wide spaces, or one before a label: they part the fields of a line in Chinese as a line break does."""
_OPENING_DAY = re.compile(r"(?:\A|\n)\W*(?:(?:19|20)\d\d ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日\Z")
_LONGEST_DAY = 24


def clean_text(text: str) -> str:
    """Return the text in NFC, ligatures expanded, invisible characters gone, every kind of space a plain one.

    Full-width punctuation stays as printed, full-width figures and letters become plain ones. Line feeds stay (hard
    breaks), and so do soft ones; spaces are not yet made single.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def normalise_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans cleaned, with single spaces, none at the ends or around a hard break, and none inside Chinese.

    A space between two clauses in Chinese stays, and so does one behind the day that opens a line. Neighbours of
    one look become one.
    """
    cleaned = [span.with_text(clean_text(_FIELD_GAP.sub("\n", span.text))) for span in spans]
    whole = _straighten_quotes("".join(span.text for span in cleaned))
    start, end = len(whole) - len(whole.lstrip()), len(whole.rstrip())
    edits = [(0, start, "")] if start else []
    if not whole.isascii() or any(sign in whole for sign in ("\n", "\r", "  ")):
        edits += [(match.start(), match.end(), _space_for(match)) for match in _SPACING.finditer(whole, start, end)]
    edits += [(end, len(whole), "")] if start <= end < len(whole) else []
    text, ends = _apply_edits(whole, edits, list(accumulate(len(span.text) for span in cleaned)))
    found: list[tuple[Span, int, int]] = []
    begin = 0
    for span, stop in zip(cleaned, ends, strict=True):
        if stop > begin and found and _look_alike(found[-1][0], span):
            found[-1] = (found[-1][0], found[-1][1], stop)
        elif stop > begin:
            found.append((span, begin, stop))
        begin = stop
    return tuple(span.with_text(text[low:high]) for span, low, high in found)


def _straighten_quotes(text: str) -> str:
    """Return a text without Chinese with straight quotes and apostrophes: word processors make them curly in a PDF."""
    return text if text.isascii() or _HAN_SIGN.search(text) else text.translate(_STRAIGHT)


def _space_for(match: re.Match[str]) -> str:
    """Return what stands for spaces: a hard break, one space, or nothing between Chinese signs."""
    if match.lastgroup:
        return "\n" if match.lastgroup == "hard" else " "
    text, start = match.string, match.start()
    if match[0] == " " and _CLAUSES.match(text, start):
        return " "
    if text[start - 1] == "日":
        return " " if _OPENING_DAY.search(text[max(0, start - _LONGEST_DAY) : start]) else ""
    return ""


def _apply_edits(whole: str, edits: Sequence[tuple[int, int, str]], ends: Sequence[int]) -> tuple[str, list[int]]:
    """Return a text with stretches replaced, and where the places ``ends`` of it, which come in order, are then."""
    pieces: list[str] = []
    moved: list[int] = []
    done = length = 0
    for start, end, new in (*edits, (len(whole), len(whole), "")):
        while len(moved) < len(ends) and ends[len(moved)] <= start:
            moved.append(length + ends[len(moved)] - done)
        pieces += (whole[done:start], new)
        length += start - done + len(new)
        while len(moved) < len(ends) and ends[len(moved)] < end:
            moved.append(length)
        done = end
    return "".join(pieces), moved


def _look_alike(one: Span, other: Span) -> bool:
    return (one.bold, one.italic, one.link) == (other.bold, other.italic, other.link)


# How the lines of one paragraph meet again: with a space, without one in Chinese, and mending split words.

_IS_HAN = re.compile(f"[{HAN}]")
_IS_WIDE = re.compile(f"[{WIDE_SIGNS}]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPLIT_END = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-‐]\Z")
_HYPHENS = frozenset("-‐\u00ad")
_LONGEST_WORD = 80
_STARTS_TEXT = "anti cross far first full half hard high large long low multi non second self short state two well zero"
_COMPOUND_STARTS = frozenset(_STARTS_TEXT.split())
"""Seldom a syllable of a split word, so that a hyphen behind them belongs to the word."""


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
    return line[-1:] in _HYPHENS and line[-2:-1].isalnum()


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
        return (before if _keeps_hyphen(before, after, words) else before[:-1]), after, ""
    return before, after, "" if _meets_without_space(before, after) else " "


def _keeps_hyphen(before: str, after: str, words: Collection[str]) -> bool:
    first, second = _SPLIT_END.search(before[-_LONGEST_WORD:]), _WORD.match(after)
    if not first or not second or not second[0][0].islower():
        return True
    if before[-1] == "‐" and "‐" not in words:
        return False
    left, right = first[1].lower(), second[0].lower()
    if f"{left}-{right}" in words:
        return True
    if left + right in words:
        return False
    return left in _COMPOUND_STARTS or "-" in left or (left in words and right in words)


def _meets_without_space(before: str, after: str) -> bool:
    if not before or not after:
        return True
    last, first = before[-1], after[0]
    token, following = before[max(before.rfind(" "), before.rfind("\n")) + 1 :], after.split(None, 1)[0]
    if not (last.isascii() and first.isascii()):
        if _IS_WIDE.match(last) or _IS_WIDE.match(first) or (_IS_HAN.match(last) and _IS_HAN.match(first)):
            return True
        if _IS_HAN.match(first):
            open_ended = last in QUOTES or not (last.isalnum() or last in ",.;:)!?%") or _joins_chinese(token)
            return open_ended and last not in ",;:"
        if _IS_HAN.match(last):
            return first in QUOTES or _joins_chinese(following)
    return last in "/–—" and len(token) > 1 and first.isalnum()


def _joins_chinese(token: str) -> bool:
    """Say whether a token needs no space beside Chinese: it holds some, or opens with a quote (“5G)."""
    return bool(_HAN_SIGN.search(token)) or token.startswith("“")


def starts_small(text: str) -> bool:
    """Whether a line opens with a small letter, as what goes on does; names such as "iFlytek" have a capital next."""
    return text[:1].islower() and not text[1:2].isupper()


# Days of mail headers and feeds, written as briefings print them.

_YEARS = range(1970, 2200)


def parse_mail_day(text: str) -> dt.date | None:
    """Return a mail's day as written, before any time zone moves it; None for no day of a document."""
    parsed = parsedate_tz(text)
    return build_day(*parsed[:3]) if parsed else None


def build_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day of these numbers; None where there is none that a document can be of."""
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def write_day(day: dt.date) -> str:
    """Write a day as "November 6, 2023"."""
    return f"{day:%B} {day.day}, {day.year}"


# What a line of a table of contents looks like: words, leaders, and a page number.

_CONTENTS_LINE = re.compile(r"(?:[.…·⋯_]{3,}|(?:[.…·] ){3,}[.…·]?|….*?\.)[ \t\u00a0]*(?:\d{1,4}|[ivxl]{1,6})\s*\Z")


def is_contents_line(text: str) -> bool:
    """Say whether a line ends with leaders and a page number, as in a table of contents."""
    last = text.rstrip()[-1:]
    return (last.isdigit() or last in "ivxl") and bool(_CONTENTS_LINE.search(text[-200:]))
