"""Makes text the same whatever format it came in: characters, spaces, and the joins between wrapped lines.

Every reader passes its spans through ``normalise_spans``; the readers of formats whose lines are wrapped by a
renderer (text, PDF) join them first, so that all formats agree.
"""

import datetime as dt
import re
import string
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from email.utils import parsedate_tz
from itertools import accumulate, groupby

from bot.model.ids import CLAUSE_GAP
from bot.reading.document import Block, BlockKind, Span

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
IS_HAN = re.compile(f"[{HAN}]")
HAN_SIGN = re.compile(f"[{HAN}{WIDE_SIGNS}]")
"""A character of Chinese; the second is one of its wide signs too."""
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
    printed = "".join(span.text for span in cleaned)
    whole, lead = printed.strip(), len(printed) - len(printed.lstrip())
    if not (whole.isascii() or HAN_SIGN.search(whole)):  # word processors make quotes curly in a PDF
        whole = whole.translate(_STRAIGHT)
    edits: list[tuple[int, int, str]] = []
    if not whole.isascii() or any(sign in whole for sign in ("\n", "\r", "  ")):
        edits = [(match.start(), match.end(), _space_for(match)) for match in _SPACING.finditer(whole)]
    starts, ends = [edit[0] for edit in edits], [0, *(edit[1] for edit in edits)]
    shifts = [0, *accumulate(len(new) - end + start for start, end, new in edits)]
    text = (
        "".join(whole[end:start] + new for end, (start, _, new) in zip(ends, edits, strict=False)) + whole[ends[-1] :]
    )

    def move(place: int) -> int:
        inside = min(max(place - lead, 0), len(whole))
        before = bisect_left(starts, inside)
        return max(inside, ends[before]) + shifts[before]

    stops = [0, *map(move, accumulate(len(span.text) for span in cleaned))]
    shown = [each for each in zip(cleaned, stops, stops[1:], strict=False) if each[1] < each[2]]
    looks = (list(group) for _, group in groupby(shown, key=lambda each: (each[0].bold, each[0].italic, each[0].link)))
    return tuple(look[0][0].with_text(text[look[0][1] : look[-1][2]]) for look in looks)


def _space_for(match: re.Match[str]) -> str:
    """Return what stands for spaces: a hard break, one space, or nothing between Chinese signs."""
    if match.lastgroup:
        return "\n" if match.lastgroup == "hard" else " "
    text, start = match.string, match.start()
    clauses = match[0] == " " and _CLAUSES.match(text, start)
    dated = text[start - 1] == "日" and _OPENING_DAY.search(text[max(0, start - _LONGEST_DAY) : start])
    return " " if clauses or dated else ""


def build_block(kind: BlockKind, said: str | Iterable[Span], level: int = 0) -> tuple[Block, ...]:
    """Return the block that says this, none where it says nothing."""
    spans = normalise_spans([Span(text=said)] if isinstance(said, str) else said)
    return (Block(kind=kind, level=level, spans=spans),) if spans else ()


def place_block(block: Block, first: int, last: int) -> Block:
    """Return a block with its lines, from 1."""
    return replace(block, line=first, last_line=max(first, last))


def join_cells(cells: Iterable[Sequence[Span]]) -> tuple[Span, ...]:
    """Return the spans of a table's row, its cells parted by bars; an empty first cell is a space."""
    row: list[Span] = []
    for number, cell in enumerate(cells):
        row += [Span(text=" | "), *cell] if number else cell or [Span(text=" ")]
    return tuple(row)


# How the lines of one paragraph meet again: with a space, without one in Chinese, and mending split words.

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
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
        found.update("‐" if "‐" in whole else "", map(str.lower, _WORD.findall(whole.replace("‐", "-"))))
    return frozenset(found.union(*(word.split("-") for word in found if "-" in word)))


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
    if before.endswith("\u00ad") or (is_split(before) and not _keeps_hyphen(before, after, words)):
        return before[:-1], after, ""
    return before, after, "" if is_split(before) or _meets_without_space(before, after) else " "


def _keeps_hyphen(before: str, after: str, words: Collection[str]) -> bool:
    first, second = _WORD.findall(before[-_LONGEST_WORD:-1])[-1:], _WORD.match(after)
    if not first or not before[:-1].endswith(first[0]) or not second or not second[0][0].islower():
        return True
    left, right = first[0].lower(), second[0].lower()
    if f"{left}-{right}" in words and (before[-1] != "‐" or "‐" in words):
        return True
    if left + right in words or (before[-1] == "‐" and "‐" not in words):
        return False
    return left in _COMPOUND_STARTS or "-" in left or (left in words and right in words)


def _meets_without_space(before: str, after: str) -> bool:
    if not before or not after:
        return True
    last, first = before[-1], after[0]
    if not (last.isascii() and first.isascii()):
        is_han = IS_HAN.match(last), IS_HAN.match(first)
        wide = HAN_SIGN.match(last), HAN_SIGN.match(first)
        if all(wide) or (any(wide) and not any(is_han)):
            return True
        if is_han[1]:
            token = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
            open_ended = last in QUOTES or not (last.isalnum() or last in ",.;:)!?%") or _joins_chinese(token)
            return open_ended and last not in ",;:"
        if is_han[0]:
            return first in QUOTES or _joins_chinese(after.split(None, 1)[0])
    return last in "/–—" and before[-2:-1].strip() != "" and first.isalnum()


def _joins_chinese(token: str) -> bool:
    """Say whether a token needs no space beside Chinese: it holds some, or opens with a quote (“5G)."""
    return bool(HAN_SIGN.search(token)) or token.startswith("“")


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
