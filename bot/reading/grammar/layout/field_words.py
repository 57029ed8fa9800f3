"""Field words: a house's own names of the fields of its records ("Made by", "Bites:", "Seen in"), told by their values.

They come again record after record, beside each other. What each names is told by what stands behind it: offices, days,
titles, links, or sentences, of which the house's view comes last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_first_date, names_office
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.status_signs import find_state
from bot.reading.grammar.lines.headings import fold_heading
from bot.reading.grammar.lines.labels import LabelKind, find_label, is_own_view
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import is_closed

_LEAST = 3
_MOST_FIELDS = 12
_MOST_OF = 0.7
_HALF = 0.5
_DAY_WORDS = 7
_OFFICE_WORDS = 40
_STATE_WORDS = 4
_OPENING = re.compile(r"[\s*_]*(?P<words>[^\W\d_][\w'’/&.-]*(?: [\w'’/&-]+){0,3})[\s*_]*[:：][\s*_]*(?=\S)")
_ALONE = re.compile(r"\s*(?P<words>[A-Z][\w'’/&-]*(?: [\w'’/&-]+){0,4})\??\s*")
_TITLED = re.compile(rf"[《“\"]|[(（][{HAN}]{{4,}}|\b[A-Z][a-z]+ (?:of|on|for) (?:the )?[A-Z]|[{HAN}]{{6,}}")
_VIEW = re.compile(r"\b(?:our|we|us)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[a-z)][.!?] [A-Z“\"]|。.*。")
_EFFECT = re.compile(r"forc|effect|bite|appl|valid|from|start|生效|施行|实施", re.IGNORECASE)
_UNTIL = re.compile(r"comment|window|consult|until|deadline|clos|respon|by\b|截止", re.IGNORECASE)
_TEXT = re.compile(r"[\s*_]*(?:(?:full|original|official) )?(?:text|原文|全文)\b", re.IGNORECASE)
_SIGN = re.compile(r"\s*(?:[–—-]\s+)?")
_MEASURE = re.compile(r"[\s*_]*Measure[\s*_]*:[\s*_]*", re.IGNORECASE)
_DOCUMENT = re.compile(r"[\s*_]*(?:Document|(?:Official\s)?Title|Instrument)[\s*_]*:", re.IGNORECASE)
_AS_OF = re.compile(r"\s*(?:since|from|until|on|by|as of)\b", re.IGNORECASE)
_FIELD_WORDS = 2
"""Words of a field that may be an office's too ("Issuing authority"); longer ones are its name."""
_NAMES = {
    LabelKind.ISSUER: "Issued by: ",
    LabelKind.DATE: "Date: ",
    LabelKind.ARTICLE: "Title: ",
    LabelKind.SUMMARY: "Summary: ",
    LabelKind.COMMENT: "Our view: ",
    LabelKind.SOURCE: "Source: ",
}


@dataclass(kw_only=True, slots=True)
class _Word:
    """A field's words: where they open a piece and where their value begins there, and the label they stand for."""

    words: str
    is_bare: bool
    places: dict[int, int] = field(default_factory=dict)
    label: str | None = None


def read_field_words(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of records with such words replaced by the usual label of what they name."""
    pieces = _part_measures(pieces)
    words = _list_words(pieces)
    known = {at for at, piece in enumerate(pieces) if find_label(piece.raw)}
    found = [word for word in words if len(word.places) >= _LEAST]
    beside = known.union(*(word.places for word in found))
    found = [word for word in found if _is_beside_others(word, beside) or _holds_one_kind(word, pieces)]
    if not found or len(found) > _MOST_FIELDS:
        return pieces
    beside = known.union(*(word.places for word in found))
    found += [word for word in words if word not in found and _is_named(word) and _is_beside_others(word, beside)]
    _tell(found, pieces, has_summary=_names_summary(pieces, known))
    named = {at: (word.label, end) for word in found if word.label for at, end in word.places.items()}
    named |= _list_links(pieces, known)
    return tuple(_rename(piece, *named[at]) if at in named else piece for at, piece in enumerate(pieces))


def _part_measures(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get what kind of measure records tell under a name that elsewhere is a title's, where these have titles too."""
    measures = {at: found.end() for at, piece in enumerate(pieces) if (found := _MEASURE.match(piece.raw))}
    titled = any(_DOCUMENT.match(piece.raw) for piece in pieces) if len(measures) >= _LEAST else False
    if not titled:
        return pieces
    return tuple(_rename(piece, "Type: ", measures[at]) if at in measures else piece for at, piece in enumerate(pieces))


def _list_links(pieces: Sequence[Piece], known: set[int]) -> dict[int, tuple[str, int]]:
    """Return the fields whose name could be a title's, and which hold a link alone beside fields with titles ("Text").

    Without such fields those are links to texts that say so, and name no titles.
    """
    titles = {at: label for at in known if (label := find_label(pieces[at].raw)) and label.kind is LabelKind.ARTICLE}
    links = {at: label.end for at, label in titles.items() if is_link_only(pieces[at].cut(label.end).spans)}
    text = {at: end for at, end in links.items() if _TEXT.match(pieces[at].raw)}
    named = _most(_TITLED.search(pieces[at].raw[end:]) is None for at, end in text.items()) if text else False
    found = links if len(links) < len(titles) else text if named and len(text) >= _LEAST else {}
    return {at: (_NAMES[LabelKind.SOURCE], end) for at, end in found.items()}


def _list_words(pieces: Sequence[Piece]) -> list[_Word]:
    words: dict[tuple[str, bool], _Word] = {}
    for at, piece in enumerate(pieces):
        opening = _find_opening(piece)
        if opening is None:
            continue
        text, end, is_bare = opening
        word = words.setdefault((fold_heading(text), is_bare), _Word(words=text, is_bare=is_bare))
        word.places[at] = end
    return list(words.values())


def _find_opening(piece: Piece) -> tuple[str, int, bool] | None:
    """Return the words that a piece opens with, where its value begins, and whether no colon parts them; else None."""
    if piece.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or find_number(piece.raw):
        return None
    opening = _OPENING.match(piece.raw)
    if opening is not None:
        words = opening["words"]
        named = names_office(words) or find_first_date(words) or any(map(str.isdigit, words))
        is_free = find_label(piece.raw) is None and not named
        return (words, opening.end(), False) if is_free else None
    first = piece.spans[0].text if len(piece.spans) > 1 and piece.spans[0].link is None else ""
    alone = _ALONE.fullmatch(first)
    acts = alone is not None and len(alone["words"].split()) > _FIELD_WORDS and names_office(alone["words"])
    if alone is None or acts or not (first[-1:].isspace() or piece.raw[len(first) : len(first) + 1].isspace()):
        return None
    return alone["words"], len(first), True


def _is_named(word: _Word) -> bool:
    """Whether the words alone are the usual label of something, and lack but the colon."""
    return word.is_bare and find_label(f"{word.words}: x") is not None


def _is_beside_others(word: _Word, beside: set[int]) -> bool:
    """Whether nearly all that open with the word stand right beside another field: so do those of a record."""
    near = sum(bool({at - 1, at + 1} & beside - {at}) for at in word.places)
    return near >= _MOST_OF * len(word.places)


def _holds_one_kind(word: _Word, pieces: Sequence[Piece]) -> bool:
    """Whether nothing but links stands behind the word, or in another face than it nothing but days.

    So it is a field wherever it stands ("Read: ...", "`When` 5 May").
    """
    values = [pieces[at].cut(end) for at, end in word.places.items()]
    if word.is_bare:
        return all(_tells_day(value.text) for value in values)
    return all(is_link_only(value.spans) for value in values)


def _names_summary(pieces: Sequence[Piece], known: set[int]) -> bool:
    kinds = Counter(label.kind for at in known if (label := find_label(pieces[at].raw)))
    return kinds[LabelKind.SUMMARY] >= _LEAST


def _tell(words: list[_Word], pieces: Sequence[Piece], *, has_summary: bool) -> None:
    """Set the labels; of those with sentences the first that is no view is the summary, a further one the view."""
    for word in sorted(words, key=lambda word: min(word.places)):
        values = [pieces[at].cut(end) for at, end in word.places.items()]
        own = find_label(f"{word.words}: x")
        if own is not None:
            word.label = _NAMES.get(own.kind) or f"{word.words}: "
            has_summary = has_summary or own.kind is LabelKind.SUMMARY
        elif _most(is_closed(value.text) for value in values):
            is_view = has_summary or is_own_view(word.words) or _VIEW.search(word.words) is not None
            is_view = is_view or _most(at > 0 and _is_told(pieces[at - 1]) for at in word.places)
            word.label = _NAMES[LabelKind.COMMENT if is_view else LabelKind.SUMMARY]
            has_summary = True
        else:
            word.label = _tell_short(word.words, values)


def _is_told(piece: Piece) -> bool:
    """Whether a piece tells the news itself: points, or two sentences under no label, which no headline has."""
    if find_label(piece.raw) or _find_opening(piece):
        return False
    told = piece.kind is BlockKind.PARAGRAPH and is_closed(piece.text) and _SENTENCES.search(piece.text) is not None
    return told or piece.kind is BlockKind.LIST_ITEM


def _tell_short(words: str, values: Sequence[Piece]) -> str | None:
    """Return the label of words before values that are no sentences; None where they tell nothing of themselves."""
    texts = [value.text for value in values]
    if _most(map(_tells_day, texts)):
        effective = f"Effective ({words}): " if _EFFECT.search(words) else _NAMES[LabelKind.DATE]
        return "Comments until: " if _UNTIL.search(words) else effective
    if _most(is_link_only(value.spans) for value in values):
        return _NAMES[LabelKind.SOURCE]
    if _most(len(text.split()) <= _STATE_WORDS and find_state(text) is not None for text in texts):
        return "Status: "
    if _most(names_office(text) and len(text.split()) <= _OFFICE_WORDS for text in texts) and not _most(
        _TITLED.search(text) is not None for text in texts
    ):
        return _NAMES[LabelKind.ISSUER]
    if sum(_TITLED.search(text) is not None for text in texts) >= _HALF * len(texts):
        return _NAMES[LabelKind.ARTICLE]
    return None


def _tells_day(text: str) -> bool:
    """Whether a value is a day with few words beside it, or opens with one and goes on behind a comma."""
    day = find_first_date(text)
    short = len(text.split()) <= _DAY_WORDS
    return day is not None and (short or text.lstrip().startswith((f"{day},", f"{day};", f"{day}，")))


def _most(told: Iterable[bool]) -> bool:
    listed = list(told)
    return sum(listed) >= _MOST_OF * len(listed)


def _rename(piece: Piece, label: str, end: int) -> Piece:
    rest = piece.cut(end)
    since = _AS_OF.match(rest.raw) if label not in _NAMES.values() else None
    if since is not None:  # "In force" before "since 1 May"
        label, rest = f"{label.removesuffix(': ')} {since[0].strip()}: ", rest.cut(since.end())
    sign = _SIGN.match(rest.raw)
    return replace(rest.cut(sign.end() if sign else 0).headed(label), credit=piece.credit)
