"""Title cells: what the lines of a table's cell name: a document's title, the same in its other tongue, its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.model.text import HAN
from bot.reading.document import Span
from bot.reading.grammar.layout.pieces import clean_label, cut_spans, is_mostly_han, join_lines
from bot.reading.grammar.lines.reports import is_closed

_NUMBER = re.compile(
    rf"(?:(?:no|nr|ref)\.?\s?:?\s?|文号\s?[:：]\s?)?[{HAN}]{{0,30}}\s?[〔﹝\[［【(（]?(?:(?:19|20)\d\d年?)?[〕﹞\]］】)）]?\s?第?\s?\d{{1,5}}\s?号(?:公告|令)?"
    r"|(?:order|decree|announcement|notice|circular|document|doc\.)?\s?no\.\s?\d[\w/().-]*(?:\s(?:of\s|\()(?:19|20)\d\d\)?)?",
    re.IGNORECASE,
)
_TWO_TONGUES = re.compile(
    rf"(?P<latin>(?=[A-Z0-9“\"])[^{HAN}]{{6,}}?)(?:\s*[|｜/／·]\s*|(?<=[a-z)])\s+(?![(（]))(?P<han>[《“(（]?(?:(?:19|20)\d\d(?:年)?)?[{HAN}][^A-Za-z]*)"
)
_HAN_FIRST = re.compile(
    rf"(?P<han>[《“]?(?=[A-Z0-9]{{0,4}}[^A-Za-z]*[{HAN}])[^—–|｜/]{{4,}}?)\s*(?:[—–|｜/]|--)\s*(?P<latin>(?=[A-Z0-9“\"])[^{HAN}]{{6,}})"
)
_DOCUMENT_ZH = re.compile(
    r"(?:法|法典|办法|条例|规定|规则|细则|通知|公告|通告|意见|决定|方案|计划|规划|纲要|指南|指引|目录|清单|标准|规范|条件|要求|措施|草案|稿|皮书)"
    r"[》”]?(?:[（(][^（）()]{1,24}[)）])*\W*\Z"
)
_COUNT_WORD = re.compile(rf"\A(?:no|nr|ref)\.?\s?:?\s?(?=[{HAN}])", re.IGNORECASE)
"""Stands before a document's number in Chinese, as a page in English has it."""
_SIGNS = "|/｜／·"
_LEAST_LINES = 2
_LEAST_WORDS = 2
_BEHIND_TITLE = re.compile(
    rf"(?:[,，;；]\s*|\s+)(?P<number>[{HAN}、 ]{{2,60}}(?:[〔\[（(]|公告|令)[^,，;；。]{{0,12}}\d{{1,5}}号)[\s.]*\Z"
)
"""A document's number behind its title."""
_LONG_WORDS = re.compile(r"(?<![\w’'-])[A-Za-z][a-z]{3,}")
_SMALL = frozenset(("with", "from", "into", "under", "among", "between", "within", "through", "against", "across"))
_OPENING = frozenset("(（《[【")


@dataclass(frozen=True, kw_only=True, slots=True)
class TitleCell:
    """A title's spans, its other tongue in brackets behind it; the words of the first tongue; the numbers."""

    spans: tuple[Span, ...]
    first: str
    numbers: tuple[str, ...] = ()


def part_title(spans: Sequence[Span]) -> TitleCell:
    """Part the lines of a title's cell; lines of one tongue are one title, which the source only broke."""
    raw = "".join(span.text for span in spans)
    breaks = [at + 1 for at, sign in enumerate(raw.rstrip()) if sign == "\n"]
    lines = [cut_spans(spans, start, end) for start, end in pairwise((0, *breaks, len(raw)))]
    lines = [line for line in lines if _text_of(line)]
    numbers = [line for line in lines[1:] if _NUMBER.fullmatch(clean_label(_text_of(line)))]
    named = [line for line in lines if line not in numbers]
    in_han = bool(named) and is_mostly_han(_text_of(named[0]))
    own = tuple(takewhile(lambda line: is_mostly_han(_text_of(line)) is in_han, named))
    other = "".join(map(_text_of, named[len(own) :]))
    if not (numbers or other):
        twins = part_tongues(join_lines(raw))
        twins = twins if twins and names_document(twins[1]) else None
        return TitleCell(spans=tuple(spans), first=twins[0] if twins else join_lines(raw))
    kept = [span for line in own for span in line]
    kept += [Span(text=f" ({clean_label(other)})")] if other else []
    return TitleCell(
        spans=tuple(kept),
        first=join_lines("".join(span.text for line in own for span in line)),
        numbers=tuple(_COUNT_WORD.sub("", clean_label(_text_of(line))) for line in numbers),
    )


def part_citation(spans: Sequence[Span]) -> TitleCell:
    """Part the lines that ``is_citation`` tells, or the number behind a title on one line."""
    raw = "".join(span.text for span in spans)
    behind = find_number_behind(raw) if "\n" not in raw.strip() else None
    if behind is None:
        return part_title(spans)
    return TitleCell(spans=cut_spans(spans, 0, behind.start()), first=raw, numbers=(behind["number"],))


def is_citation(raw: str) -> bool:
    """Whether lines name a document and nothing else: its title in both tongues, one a line, and perhaps its number."""
    if "\n" not in raw.strip():
        return _is_cited_line(raw.strip())
    lines = [line.strip() for line in raw.strip().split("\n")]
    named = [line for line in lines if not _NUMBER.fullmatch(line)]
    if len(lines) < _LEAST_LINES or len(named) != _LEAST_LINES or any(map(is_closed, lines)):
        return False
    han = [is_mostly_han(line) for line in named]
    zh = named[han.index(True)] if any(han) else ""
    return han[0] != han[1] and names_document(zh)


def _is_cited_line(line: str) -> bool:
    """Whether one line is an English title, with capitals as titles have, and its Chinese twin on either side of it."""
    bare = "" if line.isascii() else _BEHIND_TITLE.sub("", line)
    twins = _TWO_TONGUES.fullmatch(bare) or _HAN_FIRST.fullmatch(bare)
    return twins is not None and has_capitals(twins["latin"]) and names_document(twins["han"].strip(" ,，"))


def has_capitals(text: str) -> bool:
    """Whether an English text has capitals as titles have: on all long words but prepositions, two or more."""
    words = [word for word in _LONG_WORDS.findall(text) if word not in _SMALL]
    return len(words) >= _LEAST_WORDS and all(word[0].isupper() for word in words)


def find_number_behind(text: str, start: int = 0) -> re.Match[str] | None:
    """Find the Chinese number of a document behind its title; the group ``number`` is without the sign between."""
    return _BEHIND_TITLE.search(text, start)


def join_titles(parts: Sequence[str]) -> str:
    """Return the parts of a title as one: what is in the other tongue than the first stands in brackets behind it."""
    if not parts:
        return ""
    first = _in_brackets(parts[0])
    in_han = is_mostly_han(first)
    told = [part if is_mostly_han(part) is in_han or part[:1] in _OPENING else f"({part})" for part in parts[1:]]
    return " ".join((first, *told))


def part_tongues(text: str) -> tuple[str, str] | None:
    """Return the title of a line in English and its Chinese twin behind it, signed or not; None for another line."""
    found = None if text.isascii() else _TWO_TONGUES.fullmatch(text)
    return (found["latin"].strip(" *_"), found["han"].strip(" *_")) if found else None


def names_document(han: str) -> bool:
    """Whether a Chinese text ends as the title of a document does, with or without a remark in brackets."""
    return _DOCUMENT_ZH.search(han) is not None


def _in_brackets(text: str) -> str:
    parted = part_tongues(text) if any(map(text.__contains__, _SIGNS)) else None
    if parted is None:
        return text
    title, sign, number = (part.strip() for part in parted[1].rpartition("/"))
    if not sign or not _NUMBER.fullmatch(number):
        title, number = parted[1], ""
    return f"{parted[0]} ({title.rstrip(' /')}) {number}".rstrip()


def _text_of(spans: Sequence[Span]) -> str:
    return join_lines("".join(span.text for span in spans))
