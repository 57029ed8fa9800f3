"""Makes text the same whatever format it came in: characters, spaces, and the joins between wrapped lines.

Every reader passes its spans through ``normalise_spans``; the readers of formats whose lines are wrapped by a
renderer (text, PDF) join them first (``bot.reading.formats.joins``), so that all formats agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bot.model.text import CLAUSE_GAP
from bot.reading.document import Span

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
