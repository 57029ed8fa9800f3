"""Document lines: lines that give day, offices and the document's title beside each other ("5 May | NDRC | Plan ...").

They stand right below a headline, or last below its text ("NDRC, 5 May 2025. Plan for Ropes (绳索方案). Source: NDRC").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import Part, is_credit_number, tell_part
from bot.reading.grammar.layout.field_words import find_state
from bot.reading.grammar.layout.lead_ins import find_first_date
from bot.reading.grammar.layout.pieces import Piece, clean_label, cut_spans, is_link_only, is_mostly_han, join_lines
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import is_closed

# Title cells: what the lines of a table's cell name: a document's title, the same in its other tongue, its number.

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
_TITLE_CELLS_SIGNS = "|/｜／·"
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
    parted = part_tongues(text) if any(map(text.__contains__, _TITLE_CELLS_SIGNS)) else None
    if parted is None:
        return text
    title, sign, number = (part.strip() for part in parted[1].rpartition("/"))
    if not sign or not _NUMBER.fullmatch(number):
        title, number = parted[1], ""
    return f"{parted[0]} ({title.rstrip(' /')}) {number}".rstrip()


def _text_of(spans: Sequence[Span]) -> str:
    return join_lines("".join(span.text for span in spans))


# Document fields: what the parts of a line between signs tell of a document: day, offices, title, number, state.

Fields = list[tuple[str, int, int]]
"""The label of each field, "" for a value that has its own, and the offsets of its value."""
_LEAST_PARTS = 3
_TONGUES = 2
_STATE_WORDS = 3
_SHORTEST = 6
"""Signs of a title in Chinese; fewer name but a kind of document."""
_SIGN = re.compile(r"\s*[|｜]\s*|\s+(?:[·•]|//?)\s+")
_NAMES = {Part.DATE: "Date: ", Part.ISSUER: "Issued by: ", Part.NUMBER: "Number: ", Part.TERM: "Status: "}


def list_signed(piece: Piece) -> Fields | None:
    """Return the fields of parts between signs: a day, and one title at most beside offices, numbers and links.

    The title may stand in both tongues, and the day be that of a term. None for a line that is no such one.
    """
    raw = piece.raw
    edges = [(0, 0), *(sign.span() for sign in _SIGN.finditer(raw)), (len(raw.rstrip()), len(raw))]
    bounds = [(start, end) for (_, start), (end, _) in pairwise(edges) if raw[start:end].strip()]
    fields: Fields = []
    for start, end in bounds if len(bounds) >= _LEAST_PARTS and not find_label(raw) else ():
        label, words = _tell_label(raw[start:end])
        if label == "Title: " and is_link_only(piece.cut(start, end).spans):
            label = "Source: "
        if label == "Title: " and _tells_state(words) and any(one == label for one, *_ in fields):
            label = "Status: "
        if label is not None:
            fields.append((label, start + raw[start:end].rfind(words), end))
    names = [label for label, *_ in fields]
    titles = [raw[start:end] for label, start, end in fields if label == "Title: "]
    dated = names.count("Date: ") == 1 or (not names.count("Date: ") and _dates_term(raw, fields))
    one = dated and (len(titles) <= 1 or _are_twins(titles))
    return fields if one else None


def _tells_state(words: str) -> bool:
    """Whether a few small words stand behind a title ("under way")."""
    return words.islower() and len(words.split()) <= _STATE_WORDS


def _dates_term(raw: str, fields: Fields) -> bool:
    return any(label in {"", "Status: "} and find_first_date(raw[start:end]) for label, start, end in fields)


def _are_twins(titles: list[str]) -> bool:
    """Whether two titles are one in both tongues."""
    return len(titles) == _TONGUES and is_mostly_han(titles[0]) is not is_mostly_han(titles[1])


def _tell_label(words: str) -> tuple[str | None, str]:
    """Return the label of a part between signs, None for one that tells nothing, and its value."""
    bare = words.strip(" *_")
    if find_state(bare) is not None and len(bare.split()) <= _STATE_WORDS:
        return _NAMES[Part.TERM], words
    if find_label(words):
        return "", words
    titled = len(bare) >= _SHORTEST and is_mostly_han(bare) and names_document(bare) and not is_credit_number(bare)
    told = None if titled else tell_part(bare)
    if told is None:
        return "Title: ", words
    named = told[0] in {Part.DATE, Part.ISSUER}  # without the words before that say so
    return _NAMES.get(told[0], "") if told[1] else None, told[1] if named else words


# Parted bullets: bullets whose first line gives day, offices, document and state between bars, the text below it.

_PARTED_BULLETS_SIGNS = ("|", "｜", "·")


def read_parted_bullets(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such bullets, from two on, as the news behind its day, and what its first line tells as its credit."""
    found = {at: fields for at, piece in enumerate(pieces) if (fields := _list_head(piece))}
    titled = sum(any(label == "Title: " for label, *_ in fields) for fields in found.values())
    if len(found) < _LEAST or titled < _SHARE * len(found):
        return pieces
    return tuple(_credit(piece, found[at]) if at in found else piece for at, piece in enumerate(pieces))


def _list_head(piece: Piece) -> Fields | None:
    """Return the fields of the line over a bullet's text; None for a bullet without one."""
    raw = piece.raw
    end = raw.find("\n") if piece.kind is BlockKind.LIST_ITEM else -1
    if (
        not 0 < end <= _LONGEST
        or not any(map(raw[:end].__contains__, _PARTED_BULLETS_SIGNS))
        or is_closed(raw[:end].strip())
    ):
        return None
    fields = list_signed(piece.cut(0, end)) if raw[end:].strip() else None
    return fields if fields and any(label == "Date: " for label, *_ in fields) else None


def _credit(piece: Piece, fields: Fields) -> Piece:
    told: dict[str, list[str]] = {}
    for label, start, end in fields:
        told.setdefault(label, []).append(piece.raw[start:end].strip(" *_"))
    day = told["Date: "][0]
    rest = piece.cut(piece.raw.find("\n") + 1)
    credit = Credit(
        issuers=tuple(told.get("Issued by: ", ())),
        date_text=day,
        terms=(*(f"Status: {state}" for state in told.get("Status: ", ())), *told.get("", ())),
        numbers=tuple(told.get("Number: ", ())),
        sources=tuple(told.get("Source: ", ())),
        titles=tuple(told.get("Title: ", ())),
    )
    return replace(rest.headed(f"{day}: " if day.isascii() else f"{day}："), credit=credit)


_LEAST = 2
_SHARE = 0.5
_LONGEST = 480
_SIGNS = ("|", "｜", "·", "•", " / ", " // ")
_SENTENCE = re.compile(
    rf"\s*(?:(?P<who>[A-Z][^.|:\n]{{1,160}}?),? (?P<day>{DATE})"
    rf"|(?P<day_first>{DATE})[,:]? (?P<who_behind>(?-i:[A-Z])[^.|:\n]{{1,160}}?))"
    r"\.(?=\s|\Z)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?<=[.)）号])\s*(?:sources?|links?|read more)\s*[:：]\s*", re.IGNORECASE)
_TWIN = re.compile(rf"[(（][^()（）]*[{HAN}]{{4}}.*[)）][\s.]*\Z")
_ORDER = ("Title: ", "Number: ", "Issued by: ", "Status: ", "Source: ", "", "Date: ")
_BELOW = frozenset({LabelKind.COMMENT, LabelKind.SOURCE})
"""Labels that stand below such a line; other fields stand below the headline of a record."""


def read_document_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines, from two on, as the fields that they hold; lines of which each is the news itself stay.

    So with lines of nothing but a title in both tongues, and its number, below the text or right above it.
    """
    pieces = read_parted_bullets(pieces)
    cited = {at for at, piece in enumerate(pieces) if at and _is_cited(piece) and _stands_below(pieces, at)}
    if len(cited) >= _LEAST:
        places = {at: _find_end(pieces, at) for at in cited if not _is_told(pieces[at - 1])}
        order = sorted(range(len(pieces)), key=lambda at: (places.get(at, at), at in places))
        pieces = tuple(part for at in order for part in (_cite(pieces[at]) if at in cited else (pieces[at],)))
    found = {at: fields for at, piece in enumerate(pieces) if (fields := _list_fields(piece))}
    if len(found) < _LEAST:
        return pieces
    kept = {at: fields for at, fields in found.items() if at and at - 1 not in found and _belongs(pieces, at)}
    named = sum(_names_title(pieces[at], fields) for at, fields in kept.items())
    if len(kept) < max(_LEAST, _SHARE * len(found)) or named < max(1, _SHARE * len(kept)):
        return pieces
    return tuple(
        part for at, piece in enumerate(pieces) for part in (_part(piece, kept[at]) if at in kept else (piece,))
    )


def _is_cited(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and len(piece.raw) <= _LONGEST
    return plain and is_citation(piece.raw) and find_label(piece.raw) is None


def _stands_below(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line stands below text, a bullet being closed whatever its end, or below a headline and its day."""
    above = pieces[at - 1]
    if _is_told(above):
        return True
    heads = at > 1 and (pieces[at - 2].is_heading or pieces[at - 2].is_bold)
    return heads and not (above.is_heading or above.is_bold) and find_first_date(above.text) is not None


def _is_told(piece: Piece) -> bool:
    return piece.kind is BlockKind.LIST_ITEM or is_closed(piece.text)


def _find_end(pieces: tuple[Piece, ...], at: int) -> int:
    """Return the last piece of the text below a line, itself without one."""
    below = (pieces[i] for i in range(at + 1, len(pieces)))
    told = takewhile(lambda piece: not (piece.is_heading or piece.is_bold) and _is_told(piece), below)
    return at + sum(1 for _ in told)


def _cite(piece: Piece) -> Iterator[Piece]:
    title = part_citation(piece.spans)
    yield replace(piece, spans=title.spans).headed("Title: ")
    yield from (replace(piece, spans=(Span(text=f"Number: {number}"),)) for number in title.numbers)


def _belongs(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line stands right below a headline, or below text that no text of the same news follows."""
    before, after = pieces[at - 1], pieces[at + 1] if at + 1 < len(pieces) else None
    if before.is_heading or before.is_bold:
        return True
    label = find_label(after.raw) if after else None
    ends = after is None or after.is_heading or after.is_bold or (label and label.kind in _BELOW)
    return bool(ends) and (is_closed(before.text) or before.kind is BlockKind.LIST_ITEM)


def _list_fields(piece: Piece) -> Fields | None:
    raw = piece.raw
    if piece.kind is not BlockKind.PARAGRAPH or len(raw) > _LONGEST or not any(map(str.isdigit, raw)):
        return None
    if any(map(raw.__contains__, _SIGNS)):
        fields = list_signed(piece)
        return fields if fields and any(label in {"Title: ", ""} for label, *_ in fields) else None
    return _list_told(piece) if ". " in raw or raw.rstrip().endswith(".") else None


def _list_told(piece: Piece) -> Fields | None:
    """Return the fields of a line that names office and day first, then nothing but a title, its number and sources."""
    raw = piece.raw
    opening = _SENTENCE.match(raw)
    who = "who" if opening and opening["who"] else "who_behind"
    told = tell_part(opening[who].strip()) if opening else None
    if opening is None or told is None or told[0] is not Part.ISSUER:
        return None
    source = _SOURCE.search(raw, opening.end())
    start, end = opening.end(), source.start() if source else len(raw)
    number = find_number_behind(raw[:end], start)
    title = (start, number.start() if number else end)
    if not raw[start:].strip() or (raw[slice(*title)].strip() and not _is_title(raw[slice(*title)])):
        return None
    fields: Fields = [("Title: ", *title)] if raw[slice(*title)].strip() else []
    fields += [("Number: ", *number.span("number"))] if number else []
    fields += [("Source: ", source.end(), len(raw))] if source else []
    return [
        *fields,
        ("Issued by: ", *opening.span(who)),
        ("Date: ", *opening.span("day" if who == "who" else "day_first")),
    ]


def _names_title(piece: Piece, fields: Fields) -> bool:
    return any(label == "" or (label == "Title: " and _is_title(piece.raw[start:end])) for label, start, end in fields)


def _is_title(text: str) -> bool:
    """Whether words are the title of a document: in Chinese by their end, else by their twin or their capitals."""
    bare = text.strip(" .。*_")
    if is_mostly_han(bare):
        return names_document(bare)
    return (_TWIN.search(bare) is not None or has_capitals(bare)) and ". " not in bare


def _part(piece: Piece, fields: Fields) -> Iterator[Piece]:
    """Return each field as a piece with its label; the day is last, since no text goes on with one."""
    for label, start, end in sorted(fields, key=lambda field: _ORDER.index(field[0])):
        part = piece.cut(start, start + len(piece.raw[start:end].rstrip(" .")))
        yield part.headed(label) if label else part
