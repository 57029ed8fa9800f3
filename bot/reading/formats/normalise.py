"""Makes text the same whatever format it came in: characters, spaces, and the joins between wrapped lines.

Every reader passes its spans through ``normalise_spans``; the readers of formats whose lines are wrapped by a
renderer (text, PDF) join them first (``bot.reading.formats.normalise``), so that all formats agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from email.utils import parsedate_tz
from itertools import accumulate

from bot.model.ids import CLAUSE_GAP
from bot.reading.document import Block, Span

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFFFE)
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x85")
_SPACES = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *map(ord, "\t\v\f\r\x85"))
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in range(0x2E80, 0x2FE0)
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_WIDE = {
    code: chr(code - 0xFEE0)
    for first, last in ("09", "AZ", "az")
    for code in range(ord(first) + 0xFEE0, ord(last) + 0xFEE1)
}
_TABLE: dict[int, str | None] = {
    **{ord(char): letters for char, letters in _LIGATURES.items()},
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_CONTROLS),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **_RADICALS,
    **_WIDE,
}

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
WIDE_SIGNS = "\u3001-\u3003\u3008-\u3020\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
QUOTES = "“”‘’"
_CURLY = re.compile(f"[{QUOTES}]")
_QUOTED = re.compile("“[^“”]*”")
_HAN_SIGN = re.compile(f"[{HAN}{WIDE_SIGNS}]")
_SPACING = re.compile(
    "(?P<hard> *\n[ \n]*)"
    f"|(?<=[{HAN}]) +(?=[{HAN}{WIDE_SIGNS}{QUOTES}])"
    f"|(?<=[{WIDE_SIGNS}{QUOTES}]) +(?=[{HAN}])"
    f"|(?<=[{WIDE_SIGNS}]) +(?=[{WIDE_SIGNS}])"
    r"|(?<=\d) +(?=[年月日])|(?<=[年月]) +(?=\d{1,2} ?[月日])"
    r"|(?<=[于自从在至到为]) +(?=(?:(?:19|20)\d\d ?年|\d{1,2} ?月 ?\d{1,2} ?日))"
    "|(?P<many> {2,})"
)
_WIDE_SPACES = ("\u3000\u3000", "\xa0\xa0")
_GAP = re.compile(f"(?<=[{HAN}]{{2}})[\u3000\xa0]{{2,}}(?=[{HAN}]{{2}})")
"""Two wide spaces or more, which part two fields of a line in Chinese as a line break does."""
_COUNTED = re.compile(
    "\\A\\s*(?P<number>[壹贰叁肆伍陆柒捌玖拾](?=[ \u3000])|[一二三四五六七八九十]{1,3}(?= {2}|\u3000))"
    f"[ \u3000]+(?=[{HAN}])"
)
"""A Chinese number before a name of a part, with nothing but a gap between ("壹  政策速递")."""
_KEPT = "\ufdd0"
_CLAUSES = re.compile(CLAUSE_GAP)
_GAP_END = re.compile(f"(?<=[{HAN}])\u3000+\\Z")
_GAP_START = re.compile(f"\u3000+(?=[{HAN}])")
_DAY = re.compile(r"\W*(?:(?:19|20)\d\d ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日")
_LONGEST_DAY = 24
_OF_DAY = frozenset("起前至止之后内到以（(")
"""Belongs to the day before it, so that no space parts them."""


def clean_text(text: str) -> str:
    """Return the text in NFC, ligatures expanded, invisible characters gone, every kind of space a plain one.

    Full-width punctuation stays as printed, full-width figures and letters become plain ones; radicals that some PDF
    fonts give for ideographs become the ideographs.
    Line feeds stay (hard breaks); spaces are not yet made single.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def straighten_quotes(text: str) -> str:
    """Return the text with straight quotes and apostrophes in Latin writing, character for character.

    Word processors turn straight quotes into curly ones when they make a PDF, so that one document would read in two
    ways. Quotes of Chinese writing (with Han characters inside or beside them) stay as printed.
    """
    if text.isascii() or not _CURLY.search(text):
        return text
    kept = {place for pair in _QUOTED.finditer(text) if _is_chinese(pair[0], text, pair) for place in pair.span()}
    return _CURLY.sub(lambda m: m[0] if m.start() in kept or m.end() in kept else _straighten(m), text)


def _is_chinese(quoted: str, text: str, pair: re.Match[str]) -> bool:
    return bool(_HAN_SIGN.search(quoted)) or _stands_in_chinese(text, pair.start(), pair.end())


def _stands_in_chinese(text: str, start: int, end: int) -> bool:
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return bool(_HAN_SIGN.search(text[max(0, start - 1) : start] + text[end : end + 1]))


def _straighten(match: re.Match[str]) -> str:
    if _stands_in_chinese(match.string, match.start(), match.end()):
        return match[0]
    return '"' if match[0] in "“”" else "'"


def normalise_text(text: str) -> str:
    """Return the text cleaned, with single spaces, none at the ends or around a hard break, and none inside Chinese.

    Two wide ones in Chinese are a hard break, as they part fields ("主办：甲协会　　内部资料").
    """
    return _SPACING.sub(_space_for, straighten_quotes(clean_text(_mark_gaps(text)))).strip()


def _mark_gaps(text: str) -> str:
    text = text if text.isascii() else _COUNTED.sub(r"\g<number>、", text, count=1)
    wide = not text.isascii() and any(map(text.__contains__, _WIDE_SPACES))
    return _GAP.sub("\n", text) if wide else text


def keep_clauses(text: str) -> str:
    """Return a source's text with a sign for each space between two clauses in Chinese, which then stays a space.

    For readers of text whose lines no renderer justified: other spaces in Chinese are the typesetter's.
    """
    return text if text.isascii() or " " not in text else _CLAUSES.sub(_KEPT, text)


def normalise_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans with ``normalise_text`` applied to their whole text; neighbours of one look become one."""
    cleaned = [_with_text(span, clean_text(_mark_gaps(span.text))) for span in _keep_gap(spans)]
    printed = "".join([span.text for span in cleaned])
    whole = straighten_quotes(printed)
    if whole != printed:
        cleaned = _cut(whole, cleaned)
    start = len(whole) - len(whole.lstrip())
    end = len(whole.rstrip())
    edits = [(m.start(), m.end(), _space_for(m)) for m in _find_spacing(whole, start, end)]
    if edits or start or end < len(whole):
        edits = [(0, start, ""), *edits, (end, len(whole), "")]
    found: list[tuple[Span, list[str]]] = []
    position = first = 0
    for span in cleaned:
        while first < len(edits) and edits[first][1] <= position:
            first += 1
        text = _edited(span.text, position, edits, first) if edits else span.text
        position += len(span.text)
        if not text:
            continue
        if found and _look_alike(found[-1][0], span):
            found[-1][1].append(text)
        else:
            found.append((span, [text]))
    return tuple(_with_text(span, "".join(texts).replace(_KEPT, " ")) for span, texts in found)


def _keep_gap(spans: Iterable[Span]) -> Iterable[Span]:
    """Return the spans with a wide space between words in bold that open them and plain ones as one that stays."""
    listed = list(spans)
    at = next((at for at, span in enumerate(listed) if not span.bold and span.text.strip()), 0)
    if not at or not any("\u3000" in span.text for span in listed[: at + 1]):
        return listed
    for behind in (at - 1, at):
        gap = _GAP_END.search(listed[behind].text) if behind < at else _GAP_START.match(listed[behind].text)
        if gap is not None:
            text = listed[behind].text
            listed[behind] = listed[behind].with_text(text[: gap.start()] + _KEPT + text[gap.end() :])
            break
    return listed


def _find_spacing(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Return where spaces need a change between two places; Latin text on one line with single spaces needs none."""
    plain = not ("\n" in text or "  " in text or _HAN_SIGN.search(text))
    return iter(()) if plain or start >= end else _SPACING.finditer(text, start, end)


def _with_text(span: Span, text: str) -> Span:
    return span if span.text == text else span.with_text(text)


def _look_alike(one: Span, other: Span) -> bool:
    return (one.bold, one.italic, one.link) == (other.bold, other.italic, other.link)


def _cut(whole: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans with their stretches of a text of the same length."""
    ends = list(accumulate(len(span.text) for span in spans))
    return [_with_text(span, whole[end - len(span.text) : end]) for span, end in zip(spans, ends, strict=True)]


def _space_for(match: re.Match[str]) -> str:
    """Keep a hard break, make several spaces one, leave none between Chinese but behind the day that opens a line."""
    if match.lastgroup is None and match.string[match.start() - 1] == "日":
        line = match.string[max(0, match.start() - _LONGEST_DAY) : match.start()].rsplit("\n", maxsplit=1)
        opens = len(line) > 1 or match.start() <= _LONGEST_DAY
        return " " if opens and _DAY.fullmatch(line[-1]) and match.string[match.end()] not in _OF_DAY else ""
    return {"hard": "\n", "many": " "}.get(match.lastgroup or "", "")


def _edited(text: str, position: int, edits: Sequence[tuple[int, int, str]], first: int) -> str:
    """Apply the edits, from one on, that touch this stretch of the text; a replacement stands where its edit starts."""
    pieces: list[str] = []
    done = 0
    for at in range(first, len(edits)):
        start, end, new = edits[at]
        if start - position >= len(text):
            break
        cut, last = max(start - position, done), min(end - position, len(text))
        if last < cut:
            continue
        pieces.append(text[done:cut])
        if start >= position:
            pieces.append(new)
        done = last
    return "".join((*pieces, text[done:]))


# How the lines of one paragraph meet again: with a space, without one in Chinese, and mending split words.

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
            return last in QUOTES or not (last.isalnum() or last in ",.;:)!?%") or _joins_is_chinese(token)
        if _IS_HAN.match(last):
            return first in QUOTES or _joins_is_chinese(following)
    if last in "/–—" and len(token) > 1 and first.isalnum():
        return True
    return token.startswith(("http://", "https://", "www.")) and bool(_ADDRESS_PIECE.match(following))


def _token_at_end(text: str) -> str:
    return text[max(text.rfind(" "), text.rfind("\n")) + 1 :]


def _token_at_start(text: str) -> str:
    return text.split(None, 1)[0]


def _joins_is_chinese(token: str) -> bool:
    """Say whether a token needs no space beside Chinese: it holds some, or opens with a quote (“5G)."""
    return bool(_HAN_OR_WIDE.search(token)) or token.startswith("“")


def starts_small(text: str) -> bool:
    """Whether a line opens with a small letter, as what goes on does; names such as "iFlytek" have a capital next."""
    return text[:1].islower() and not text[1:2].isupper()


# Days of mail headers and feeds, written as briefings print them.

Day = tuple[int, int, int]
_MONTHS_TEXT = "January February March April May June July August September October November December"
_MONTHS = tuple(_MONTHS_TEXT.split())
_LAST_DAY = 31
_YEARS = range(1970, 2200)


def parse_mail_day(text: str) -> Day | None:
    """Return year, month and day of a mail's date as written, before any time zone moves them; None for no date."""
    parsed = parsedate_tz(text)
    return parsed[:3] if parsed and is_day(parsed[:3]) else None


def is_day(day: Day) -> bool:
    """Say whether three numbers can be a day of a document."""
    return day[0] in _YEARS and 1 <= day[1] <= len(_MONTHS) and 1 <= day[2] <= _LAST_DAY


def write_day(day: Day) -> str:
    """Write a day as "November 6, 2023"."""
    return f"{_MONTHS[day[1] - 1]} {day[2]}, {day[0]}"


# What a line of a table of contents looks like: words, leaders, and a page number.

_CONTENTS_LINE = re.compile(r"(?:[.…·⋯_]{3,}|(?:[.…·] ){3,}[.…·]?|….*?\.)[ \t\u00a0]*(?:\d{1,4}|[ivxl]{1,6})\s*\Z")
_ROMAN = frozenset("ivxl")


def is_contents_line(text: str) -> bool:
    """Say whether a line ends with leaders and a page number, as in a table of contents."""
    last = text.rstrip()[-1:]
    return (last.isdigit() or last in _ROMAN) and bool(_CONTENTS_LINE.search(text[-200:]))


# Footnotes of any format: the source that a note names, and how it stands behind the paragraph that cites it.

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Signs that call notes: raised figures, and in Chinese circled ones."""
MARK = re.compile(rf"\[?(?P<number>\d{{1,3}}|[{RAISED}]{{1,3}})(?:[.)\]]\s*|\s+|(?=[^\W\d_]))(?=\S)")
"""The number with which a note begins."""
LONGEST_NOTE = 300
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)]")
_TRIM = " ,;:.–—-"
_LONGEST_LABEL = 120


def read_note(spans: Sequence[Span]) -> list[Span]:
    """Return what a note says, without its number; a source and its address are one link."""
    text = "".join(span.text for span in spans)
    mark = MARK.match(text)
    kept = list(_notes_cut(spans, mark.end() if mark else 0))
    text = "".join(span.text for span in kept)
    address = _ADDRESS.search(text)
    links = [span.link for span in kept if span.link]
    url = links[0] if links else address[0] if address else None
    label = (_ADDRESS.sub("", text) if address else text).strip(_TRIM)
    if url and len(set(links)) <= 1 and len(label) <= _LONGEST_LABEL:
        return [Span(text=label or url, link=url)]
    return kept


def put_behind(block: Block, spans: Sequence[Span], notes: Iterable[Sequence[Span]]) -> Block:
    """Return a block with these spans, and its notes in brackets behind them."""
    told = [*spans, Span(text=" (")]
    for at, note in enumerate(notes):
        told += [Span(text="; "), *note] if at else note
    return replace(block, spans=(*told, Span(text=")")))


def _notes_cut(spans: Sequence[Span], length: int) -> Iterator[Span]:
    for span in spans:
        kept = span.text[length:]
        length = max(length - len(span.text), 0)
        if kept:
            yield replace(span, text=kept)
