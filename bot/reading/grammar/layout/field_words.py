"""Field words: a house's own names of the fields of its records ("Made by", "Bites:", "Seen in"), told by their values.

They come again record after record, beside each other. What each names is told by what stands behind it: offices, days,
titles, links, or sentences, of which the house's view comes last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from bot.model.ids import HAN
from bot.reading.document import Block, BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_dated_lead, find_first_date, names_office
from bot.reading.grammar.layout.pieces import Piece, cut_spans, is_link_only
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL
from bot.reading.grammar.layout.table_rows import split_cells
from bot.reading.grammar.lines.headings import find_number, fold_heading
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label, is_own_view
from bot.reading.grammar.lines.reports import is_closed

# Status signs: signs or words in capitals before headlines and in cells that say how a document stands.

_STATUS_SIGNS_LEAST = 2
_LISTED = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM})
_NEWS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_FEW_WORDS = 8
_LEAST_HEADS = 3
_LONGEST_KEY = 600
_AHEAD, _BEHIND = 30, 10
"""Blocks at the front and at the end among which a key stands."""
_PICTURE = r"[\u2300-\u23ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
_SIGNED = re.compile(
    rf"(?P<sign>{_PICTURE})\s*(?:[=:：–—-]\s*)?(?P<words>[^\W\d_][^·|;；,，\n\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]{{1,60}})"
)
_WORDED = re.compile(r"\b(?P<sign>[A-Z]{3,14})\s?(?:=|→)\s?(?P<words>[^;；,，·|=]{2,60})")
_LEADING = re.compile(rf"\s*(?P<sign>{_PICTURE})")
_TRAILING = re.compile(rf"(?P<sign>{_PICTURE})\s*\Z")
_WORDS = r"[A-Z]{2,14}(?: [A-Z]{2,14}){0,2}"
_CAPITALS = re.compile(rf"\s*(?=[A-Z ]{{3,24}}[ :])(?:(?P<sign>{_WORDS})\s+[—–|·-]|(?P<word>{_WORDS}):)\s+(?=\S)")
_BADGE = re.compile(
    r"\s+[(（\[【|·•]?\s?(?P<state>Final|Draft(?: for (?:public )?comments?)?|In force|In effect"
    r"|Issued|Published|Adopted|Effective|Amended|Repealed|(?:Under|In) consultation"
    r"|FINAL|DRAFT|IN FORCE|ISSUED|PUBLISHED|ADOPTED|已发布|已生效|已施行|征求意见稿?|草案)"
    r"[)）\]】]?\s*\Z"
)
"""How a document stands, beside the words of a headline."""
_WORD = re.compile(r"[^\W_]")
_STATE_AHEAD = re.compile(
    r"\s*(?P<mark>[\[(（【]?)\s*(?P<state>(?:NOT YET )?IN (?:FORCE|EFFECT)|(?:OPEN )?FOR COMMENTS?|CONSULTATION"
    r"|EFFECTIVE|DRAFT(?: FOR COMMENTS?)?|ISSUED|PUBLISHED|RELEASED|ADOPTED|PASSED|PROMULGATED|FINAL|AMENDED|REVISED"
    r"|REPEALED|WITHDRAWN)\s*[\])）】]?(?:\s*[:：|·]|\s+[–—-])?\s+(?=[A-Z“\"\d])"
)
"""A word for the state between a day and the sentence ("4 Jan ISSUED The ministry ...")."""
_STATES = (
    (
        re.compile(
            r"not (?:yet )?(?:in force|effective|in effect)|yet to take effect|尚未(?:生效|施行)", re.IGNORECASE
        ),
        "issued",
    ),
    (re.compile(r"\bdraft|comment|consult|征求意见|草案", re.IGNORECASE), "draft"),
    (re.compile(r"in (?:force|effect)|effective|\blive\b|生效|施行", re.IGNORECASE), "in force"),
    (re.compile(r"amended|revised|修订|修改", re.IGNORECASE), "amended"),
    (re.compile(r"repealed|abolished|expired|废止|失效", re.IGNORECASE), "repealed"),
    (re.compile(r"withdrawn|撤回", re.IGNORECASE), "withdrawn"),
    (
        re.compile(r"issued|published|released|adopted|passed|promulgated|final|发布|印发|出台|通过", re.IGNORECASE),
        "issued",
    ),
)


def read_status_signs(pieces: tuple[Piece, ...], blocks: Sequence[Block]) -> tuple[Piece, ...]:
    """Return the pieces whose signs say how a document stands with that as a term of theirs, words without the sign."""
    key = _find_key(blocks)
    if key:
        pieces = tuple(_mark(piece, blocks[piece.block], key) for piece in pieces)
    return _read_badges(_read_words(_read_dated(pieces), key))


def _read_dated(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return news that opens with a day and a word in capitals for the state without the word, where two do."""
    found: dict[int, tuple[int, re.Match[str]]] = {}
    for at, piece in enumerate(pieces):
        lead = find_dated_lead(piece) if piece.kind in _NEWS and any(map(str.isdigit, piece.raw[:24])) else None
        ahead = _STATE_AHEAD.match(piece.raw, lead.start) if lead else None
        if lead and ahead:
            found[at] = (lead.start, ahead)
    if len(found) < _STATUS_SIGNS_LEAST:
        return pieces
    return tuple(_without(piece, *found[at]) if at in found else piece for at, piece in enumerate(pieces))


def _without(piece: Piece, start: int, ahead: re.Match[str]) -> Piece:
    bare = replace(piece, spans=(*piece.cut(0, start).spans, *piece.cut(ahead.end()).spans))
    return _with_state(bare, find_state(ahead["state"]) or ahead["state"].lower())


def _read_badges(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get headings that end with how a document stands, set beside their words, without it, where most of a level do.

    ("Cranes need a seal Draft for comment".)
    """
    heads = [(at, piece) for at, piece in enumerate(pieces) if piece.is_heading and piece.level > 1]
    badges = ((at, piece, _BADGE.search(piece.raw)) for at, piece in heads)
    ends = {at: badge for at, piece, badge in badges if badge and piece.raw[: badge.start()].strip()}
    times = Counter(pieces[at].level for at in ends)
    of_level = Counter(piece.level for _, piece in heads)
    levels = {level for level, count in times.items() if count >= _LEAST_HEADS and count * 2 > of_level[level]}
    found = {at: badge for at, badge in ends.items() if pieces[at].level in levels}
    states = {at: find_state(badge["state"]) or "issued" for at, badge in found.items()}
    return tuple(
        _with_state(piece.cut(0, found[at].start()), states[at]) if at in found else piece
        for at, piece in enumerate(pieces)
    )


def _find_key(blocks: Sequence[Block]) -> dict[str, str]:
    """Return what each sign stands for, from the first paragraph, table or list that says it of two or more."""
    for text in _list_keys((*blocks[:_AHEAD], *blocks[_AHEAD:][-_BEHIND:])):
        if len(text) > _LONGEST_KEY or ("=" not in text and text.isascii()):
            continue
        for form in (_SIGNED, _WORDED):
            told = {found["sign"]: find_state(found["words"]) for found in form.finditer(text)}
            known = {sign: state for sign, state in told.items() if state}
            if len(known) >= _STATUS_SIGNS_LEAST and len(set(known.values())) >= _STATUS_SIGNS_LEAST:
                return known
    return {}


def _list_keys(blocks: Sequence[Block]) -> Iterator[str]:
    """Return the paragraphs, and the rows or bullets of a few words each that stand together, as one text."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [block.text for block in run]
        if kind is BlockKind.PARAGRAPH:
            yield from texts
        elif kind in _LISTED and all(len(text.split()) <= _FEW_WORDS for text in texts):
            yield " · ".join(text.replace(" | ", " = ", 1) for text in texts)


def find_state(words: str) -> str | None:
    """Return how a document stands by a few words that say so, as "issued" or "in force"; None where they do not."""
    return next((state for pattern, state in _STATES if pattern.search(words)), None)


def _mark(piece: Piece, block: Block, key: dict[str, str]) -> Piece:
    """Return a headline, bullet or row with what the sign at its block's start or end stands for."""
    if piece.kind is BlockKind.TABLE_ROW:
        return _spell_cells(piece, key)
    if not _may_bear(piece) or not piece.raw.strip() or block.text.isascii():
        return piece
    sign = _LEADING.match(block.text) or _TRAILING.search(block.text)
    state = key.get(sign["sign"]) if sign else None
    return _with_state(piece, state) if state else piece


def _may_bear(piece: Piece) -> bool:
    return piece.is_heading or piece.kind is BlockKind.LIST_ITEM


def _as_headline(piece: Piece) -> Piece:
    if piece.is_heading:
        return piece
    return piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)


def _with_state(piece: Piece, state: str) -> Piece:
    if piece.credit is not None:
        return replace(piece, credit=replace(piece.credit, terms=(*piece.credit.terms, f"Status: {state}")))
    return replace(piece, credit=Credit(issuers=(), date_text="", terms=(f"Status: {state}",)))


def _spell_cells(row: Piece, key: dict[str, str]) -> Piece:
    """Return a row whose cell is such a sign with its meaning there; one before other words goes to the row's end."""
    if row.raw.isascii():
        return row
    spans: list[Span] = []
    behind = ""
    for cell in split_cells(row):
        text = "".join(span.text for span in cell.spans)
        lead = _LEADING.match(text)
        state = key.get(lead["sign"]) if lead else None
        rest = cut_spans(cell.spans, lead.end()) if lead and state else cell.spans
        worded = any(_WORD.search(span.text) for span in rest)
        behind = behind or (state or "" if worded else "")
        spans += [Span(text=" | "), *(rest if worded or not state else (Span(text=state),))]
    return replace(row, spans=(*spans[1:], *((Span(text=f" | {behind}"),) if behind else ())))


def _read_words(pieces: tuple[Piece, ...], key: dict[str, str]) -> tuple[Piece, ...]:
    """Return headlines that open with a word in capitals for how a document stands without it, where three do."""
    found = {
        at: word
        for at, piece in enumerate(pieces)
        if (piece.is_heading or piece.is_bold) and (word := _CAPITALS.match(piece.raw))
    }
    signs = {at: word["sign"] or word["word"] for at, word in found.items()}
    states = {at: key.get(sign) or find_state(sign) for at, sign in signs.items()}
    told = sum(state is not None for state in states.values())
    if told < _LEAST_HEADS or told * 2 <= len(found) or len(set(signs.values())) == len(signs):
        return pieces
    bare = {at: _as_headline(pieces[at].cut(word.end())) for at, word in found.items()}
    return tuple(
        (_with_state(bare[at], state) if (state := states[at]) else bare[at]) if at in bare else piece
        for at, piece in enumerate(pieces)
    )


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
