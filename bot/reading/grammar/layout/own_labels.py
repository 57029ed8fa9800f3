"""Own labels: words that a publisher sets over or before the parts of its items, told by their coming again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import fold
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import is_credit_number
from bot.reading.grammar.layout.lead_ins import find_bold_lead, find_first_date, is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import fold_heading, is_furniture_heading, is_outlook, is_plain_word
from bot.reading.grammar.lines.labels import (
    FIELD_LABELS,
    ITEM_LABELS,
    Credit,
    Label,
    LabelKind,
    find_field_line,
    find_label,
    is_own_view,
    uses_labels,
)
from bot.reading.grammar.lines.reports import count_words, is_closed, is_report
from bot.reading.grammar.lines.title_page import find_part

# Lone labels: words such as "Article" or "Date" that are labels only where their item uses them as such.

_VALUED = frozenset({LabelKind.ARTICLE, LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.TERM})
"""Labels with a short value, which may look like a heading ("NEA, NDRC")."""
_LONE = _VALUED | {LabelKind.SOURCE}
_STATUS_WORDS, _LONGEST_STATUS = 6, 120
"""Words of a status, without the days it tells, and its signs."""
_ANY_YEAR = 2000
_STATUS = re.compile(r"\bstatus\b|状态", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heads:
    """What may head an item or several: the indexes of numbered headlines, and of sections and the like."""

    numbered: frozenset[int]
    structural: frozenset[int]


def find_lone_labels(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads
) -> tuple[dict[int, Label], frozenset[int]]:
    """Return the paragraphs that are labels since their item has other ``labels`` too, and the values under any.

    What stands under a label alone on its line is its value, even if it is set like a heading. A term over a day
    ("Effective date") is a label without others too, "Status" over a few words is one beside another.
    """
    maybe = {i: label for i in range(len(pieces)) if i not in labels and (label := _find_lone(i, pieces))}
    maybe = {i: label for i, label in maybe.items() if not _states_how(i, pieces, maybe)}
    values = frozenset(i for i in range(1, len(pieces)) if _lone_labels_is_value(i, pieces, labels | maybe, heads))
    found: dict[int, Label] = {}
    for item in _split_items(pieces, labels | maybe, heads, values):
        kinds = [label.kind for i in item if (label := labels.get(i) or maybe.get(i))]
        lone = [i for i in item if i in maybe and i + 1 in item and i + 1 not in labels]
        terms = {i for i in lone if maybe[i].kind is LabelKind.TERM}
        if len(kinds) > 1:
            found |= {i: maybe[i] for i in lone if i in terms or len(set(kinds)) > 1}
        found |= {i: maybe[i] for i in terms if is_date_line(pieces[i + 1].text)}
    return found, frozenset(i for i in values if i - 1 in labels or i - 1 in found)


def as_value(piece: Piece) -> Piece:
    """Return a label's value as words, where it is set like a heading."""
    if not piece.is_heading:
        return piece
    return piece.as_block(BlockKind.PARAGRAPH, 0)


def _find_lone(i: int, pieces: tuple[Piece, ...]) -> Label | None:
    """Return the label that a whole paragraph may be; a link leads on and labels nothing."""
    piece = pieces[i]
    may_label = piece.kind is BlockKind.PARAGRAPH and not is_link_only(piece.spans)
    label = find_label(piece.raw) if may_label else None
    if label is None or label.kind not in _LONE or label.end != len(piece.raw):
        return None
    if label.kind is LabelKind.TERM and not (i + 1 < len(pieces) and _may_be_term(piece, pieces[i + 1])):
        return None
    return label


def _states_how(i: int, pieces: tuple[Piece, ...], labels: dict[int, Label]) -> bool:
    """Whether a word that may be a label is the status that the label above it asks for ("Issued", "Effective")."""
    above = labels.get(i - 1)
    return above is not None and above.kind is LabelKind.TERM and _STATUS.search(pieces[i - 1].text) is not None


def _may_be_term(label: Piece, value: Piece) -> bool:
    """Whether the value of a term's label stands below it: a day, or a few words of a status that are no sentence."""
    if is_date_line(value.text):
        return True
    if _STATUS.search(label.text) is None or value.text.endswith(_SENTENCE_ENDS) or len(value.text) > _LONGEST_STATUS:
        return False
    days = find_printed_dates(value.text, default_year=_ANY_YEAR)
    words = len(value.text.split()) - sum(len(value.text[start:end].split()) for start, end, _ in days)
    return words <= _STATUS_WORDS


def _lone_labels_is_value(i: int, pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads) -> bool:
    """Whether a piece stands right under a label that has no value on its own line, and may be it."""
    label, head, piece = labels.get(i - 1), pieces[i - 1], pieces[i]
    if label is None or label.kind not in _VALUED or head.raw[label.end :].strip():
        return False
    numbered = i in heads.numbered and not is_date_line(piece.text)
    named = i in heads.structural and (label.kind is not LabelKind.TERM or piece.is_heading)  # 征求意见 is a status too
    if i in labels or named or numbered:
        return False
    if label.kind is LabelKind.TERM and not _may_be_term(head, piece):
        return False
    follows = labels.get(i + 1)
    headline = follows is not None and follows.kind is LabelKind.SUMMARY
    return not headline and not (piece.is_heading and head.is_heading and piece.level < head.level)


def _split_items(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads, values: frozenset[int]
) -> Iterator[range]:
    """Return the ranges of pieces between what can head an item or several."""
    start = 0
    for i, piece in enumerate(pieces):
        headed = (piece.is_heading and i not in labels) or i in heads.numbered
        if (headed or i in heads.structural) and i not in values:
            yield range(start, i)
            start = i + 1
    yield range(start, len(pieces))


# Listed fields: bullets that name what they give of an item ("- Date: ...", "- Sector: ..."), told by one of them.


def find_listed_fields(pieces: Iterable[Piece], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Return the bullets of lists in which a label names issuer, day, title or term of an item at their own level."""
    found: list[int] = []
    run: dict[int, list[int]] = {}
    for at, piece in enumerate((*pieces, None)):
        if piece is not None and piece.kind is BlockKind.LIST_ITEM:
            run.setdefault(piece.level, []).append(at)
            continue
        found += [place for places in run.values() if any(_is_field(sights[i]) for i in places) for place in places]
        run = {}
    return frozenset(found)


def _is_field(sight: Sight) -> bool:
    return sight.label is not None and sight.label.kind in FIELD_LABELS


# Mixed values: fields that give day, office and number in one, parted by commas ("Adopted: State Council, 5 May").

_COMMA = re.compile(r"\s*[,，;；、]\s+|\s*[，；]\s*|\s+[–—|·-]\s+|\s*[(（]|[)）]\s*")
_AHEAD = re.compile(
    r"\s*(?:(?:on|as of|dated|text|was|first|last|published|released|issued|adopted|put up)\s+)*\Z", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 200
_MOST_WORDS = 14


def part_value(text: str) -> Credit | None:
    """Return the offices, the first day and the numbers of such a value, ``topics`` being its other words.

    None for a value that is no day with something else beside it.
    """
    if len(text) > _LONGEST or not _COMMA.search(text) or is_date_line(text):
        return None
    days = find_printed_dates(text, default_year=_ANY_YEAR)
    if not days:
        return None
    start, end, _ = days[0]
    issuers: list[str] = []
    numbers: list[str] = []
    rest: list[str] = []
    for part in _list_parts(text, start, end):
        office = names_office(part) and len(part.split()) <= _MOST_WORDS and not find_printed_dates(part)
        (numbers if is_credit_number(part) else issuers if office else rest).append(part)
    if not (issuers or numbers or rest):
        return None
    return Credit(issuers=tuple(issuers), date_text=text[start:end], numbers=tuple(numbers), topics=tuple(rest))


def _list_parts(text: str, start: int, end: int) -> Iterator[str]:
    """Return the parts around a day, without the words that only say what it is the day of."""
    before = _COMMA.split(text[:start])
    before[-1] = "" if _AHEAD.fullmatch(before[-1]) else before[-1]
    for part in (*before, *_COMMA.split(text[end:])):
        bare = part.strip(" ,;，；.")
        if _LETTER.search(bare):
            yield bare


# Alert parts: the headings that every alert on one document has ("Background", "Key requirements", "Next steps").


def find_alert_parts(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return labels for the headings of an alert, by index: the view for what is the publisher's, else the summary."""
    heads = [at for at, piece in enumerate(pieces) if piece.is_heading]
    inner = [at for at in heads[1:] if not is_furniture_heading(pieces[at].text)]
    if len({fold_heading(pieces[at].text) for at in inner}) < max(_LEAST, len(inner)):
        return {}
    kinds = {at: find_part(pieces[at].text) for at in inner}
    if None in kinds.values() or any(sight.dated for sight in sights):
        return {}
    return {
        at: Label(kind=kind, end=len(pieces[at].raw), colon=False, is_own_view=kind is LabelKind.COMMENT)
        for at, kind in kinds.items()
        if kind is not None
    }


_LEAST = 2
_BOLD_LEVEL, _BOLD_WORDS = 9, 5
"""Below every heading stand lines in bold."""
_LED = re.compile(r"[\s*_]*(?P<words>[^\W\d_][\w'’/&-]*(?: [\w'’/&-]+){0,4})\s*[:：]\s*(?=\S)")
_PUBLISHED = re.compile(r"[\s*_]*(?:published|put forward|drafted)\s+by[\s*_]*[:：][\s*_]*(?=\S)", re.IGNORECASE)
_MOST_OWN_LABELS = 6
_FRONT = 3
_LONGEST_FRONT = 80
_NAME = re.compile(r"[a-z]{4,}")
_BETWEEN = re.compile(r"\s*[,;、，；]\s*(?:and\s)?")
_VALUE_WORDS = 8
_NEARLY_ALL = 4
_OPENING = re.compile(r"[\s*_]*(?P<words>[^\W\d_][\w'’/-]*(?: [\w'’/-]+){0,3})\s*[:：][\s*_]*(?=\S)")


def find_own_labels(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return the labels that no list of ours holds, by the index of the piece that each opens or is."""
    repeated = _label_repeated(pieces, sights) | _label_openings(pieces, sights) | _label_led(pieces, sights)
    repeated |= _label_published(pieces) | _label_views(pieces, sights)
    return repeated or find_alert_parts(pieces, sights)


def _label_published(pieces: tuple[Piece, ...]) -> dict[int, Label]:
    """Return the labels of issuers that come again ("Published by: MIIT"); alone they name the publisher of it all."""
    found = {i: label.end() for i, piece in enumerate(pieces) if (label := _PUBLISHED.match(piece.raw))}
    if len(found) < _LEAST:
        return {}
    return {i: Label(kind=LabelKind.ISSUER, end=end, colon=True) for i, end in found.items()}


def _label_repeated(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return labels for headings printed alike under different headlines of a higher level ("Background", ...)."""
    under: dict[tuple[int, str], dict[int, int]] = {}
    last_at: dict[int, int] = {}
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        level = piece.level if piece.is_heading else _BOLD_LEVEL if _is_bold_line(piece) else 0
        if not level:
            continue
        last_at = {above: at for above, at in last_at.items() if above < level}
        higher = last_at.get(max(last_at)) if last_at else None
        last_at |= {level: i} if piece.is_heading else {}
        plain = sight.label is None or not piece.raw[sight.label.end :].strip()
        named = sight.structural and not is_outlook(piece.text)
        if higher is None or named or not plain or sights[higher].structural:
            continue
        below = pieces[i + 1] if i + 1 < len(pieces) and not sights[i + 1].dated else None
        topic = level == _BOLD_LEVEL and below is not None and find_bold_lead(below) is not None
        if below is not None and not (below.is_heading or topic):
            under.setdefault((level, fold_heading(piece.text)), {})[i] = higher
    found: dict[int, Label] = {}
    for (_, words), places in under.items():
        if len(set(places.values())) < _LEAST or len(set(places.values())) < len(places) or not words:
            continue
        kind = LabelKind.COMMENT if is_own_view(words) else LabelKind.SUMMARY
        for i in places:
            known = sights[i].label
            found[i] = known or Label(
                kind=kind, end=len(pieces[i].raw), colon=False, is_own_view=kind is LabelKind.COMMENT
            )
    return found


def _is_bold_line(piece: Piece) -> bool:
    """Whether a paragraph is a few words in bold, set over others."""
    short = piece.kind is BlockKind.PARAGRAPH and piece.is_bold and len(piece.text.split()) <= _BOLD_WORDS
    named = names_office(piece.text) or find_first_date(piece.text)
    return short and not is_closed(piece.text) and not named


def _label_openings(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return labels for words before a colon that come again right under headlines of labelled items ("Snapshot:").

    Those with nothing but offices behind them say who acted ("Desk: MIIT, NDRC"), where no usual label does.
    """
    kinds = {sight.label.kind for sight in sights if sight.label is not None}
    if kinds.isdisjoint(ITEM_LABELS):
        return {}
    no_issuers = LabelKind.ISSUER not in kinds
    under: dict[str, list[tuple[int, int]]] = {}
    for i in range(1, len(pieces)):
        plain = pieces[i].kind is BlockKind.PARAGRAPH and not find_field_line(pieces[i].text)
        words = _OPENING.match(pieces[i].raw) if plain else None
        headed = pieces[i - 1].is_heading or pieces[i - 1].is_bold or sights[i - 1].number is not None
        if words and headed and sights[i].label is None and not sights[i].dated and not sights[i - 1].structural:
            under.setdefault(fold_heading(words["words"]), []).append((i, words.end()))
    again = [places for places in under.values() if len(places) >= _LEAST]
    offices = [no_issuers and all(_names_offices(pieces[i].raw[end:]) for i, end in places) for places in again]
    return {
        i: Label(kind=LabelKind.ISSUER if acted else LabelKind.SUMMARY, end=end, colon=True)
        for places, acted in zip(again, offices, strict=True)
        for i, end in places
    }


def _names_offices(value: str) -> bool:
    """Whether a value is nothing but names of offices."""
    named = all(map(names_office, filter(None, _BETWEEN.split(value.strip()))))
    return named and not is_closed(value.strip()) and not is_report(value)


def _label_led(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return labels for bold words before a colon where nearly all of a text's come again, once under each headline.

    ("**Status quo:** ..." and "**Our check:** ..."). Names of offices may well come again under topics.
    """
    under: dict[str, dict[int, tuple[int, int]]] = {}
    head, led, no_labels = -1, 0, False
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        head = i if piece.is_heading and sight.label is None else head
        lead = find_bold_lead(piece) if piece.kind is BlockKind.PARAGRAPH and sight.label is None else None
        opening = _LED.match(piece.raw) if lead and not sight.dated and is_closed(piece.text) else None
        if opening is None or head < 0 or len(opening[0].strip(" :：")) > len(lead or ""):
            continue
        led += 1
        places = under.setdefault(fold_heading(opening["words"]), {})
        no_labels = no_labels or head in places or names_office(opening["words"])
        places[head] = (i, opening.end())
    known = {words: places for words, places in under.items() if len(places) >= _LEAST}
    told = sum(map(len, known.values()))
    if no_labels or len(known) > _MOST_OWN_LABELS or told * _NEARLY_ALL < led * (_NEARLY_ALL - 1):
        return {}
    return {
        i: Label(kind=LabelKind.COMMENT if is_own_view(words) else LabelKind.SUMMARY, end=end, colon=True)
        for words, places in known.items()
        for i, end in places.values()
    }


def _label_views(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Return labels for set-off words before a colon that come again behind news and name the house ("Acme says:")."""
    under: dict[str, dict[int, re.Match[str]]] = {}
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        set_off = piece.spans[0].bold or piece.spans[0].italic
        opening = _LED.match(piece.raw) if i and set_off and sight.label is None else None
        behind = piece.kind is BlockKind.PARAGRAPH and not pieces[i - 1].is_heading and not sight.dated
        if opening and behind and len(opening["words"].split()) > 1:
            under.setdefault(fold_heading(opening["words"]), {})[i] = opening
    known = [places for places in under.values() if len(places) >= _LEAST]
    names = _list_own_names(pieces) if known else frozenset()
    return {
        i: Label(kind=LabelKind.COMMENT, end=opening.end(), colon=True)
        for places in known
        for i, opening in places.items()
        if not names.isdisjoint(_NAME.findall(opening["words"].lower()))
    }


def _list_own_names(pieces: tuple[Piece, ...]) -> frozenset[str]:
    """Return the words of the first lines, in small letters, that are of no use but in a house's or a series' name."""
    front = takewhile(lambda piece: len(piece.text) <= _LONGEST_FRONT, pieces[:_FRONT])
    return frozenset(word for piece in front for word in _NAME.findall(fold(piece.text)) if not is_plain_word(word))


def drop_repeated_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights with sections' names that come again over values as labels, in a text whose items have labels.

    ("Company" over "Ostrava Valves".)
    """
    over = [i for i, sight in enumerate(sights[:-1]) if sight.section is not None and _is_value(pieces[i + 1])]
    if len(over) < _LEAST or not uses_labels(piece.raw for piece in pieces):
        return sights
    times = Counter(fold_heading(pieces[i].text) for i in over)
    again = {i for i in over if times[fold_heading(pieces[i].text)] >= _LEAST}
    return tuple(
        replace(sight, section=None, structural=False, headline_like=False, label=_as_term(pieces[i]))
        if i in again
        else sight
        for i, sight in enumerate(sights)
    )


def _is_value(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and not find_label(piece.raw)
    return plain and count_words(piece.text) <= _VALUE_WORDS and not is_closed(piece.text)


def _as_term(piece: Piece) -> Label:
    return Label(kind=LabelKind.TERM, end=len(piece.raw), colon=False)
