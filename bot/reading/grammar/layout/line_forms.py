"""Line forms: headlines and bullets that plain texts set by lines and signs, told by their coming again.

A paragraph whose first line closes no sentence, over a longer line that does, is a headline and its text where two such
stand in the document; so is a line over a credit. Lines that credit the headlines below them go behind these.
Paragraphs that open with a pictogram are bullets where two do.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from bot.model.ids import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.lead_ins import (
    find_dated_lead,
    find_headed_lead,
    is_date_line,
    is_title_line,
    names_office,
)
from bot.reading.grammar.layout.piece_cuts import opens_with_name
from bot.reading.grammar.layout.pieces import Piece, is_link_only, is_mostly_han
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, TAG, TOPIC_LEVEL, is_open_line
from bot.reading.grammar.lines.headings import find_number, find_section, is_outlook
from bot.reading.grammar.lines.labels import (
    ITEM_LABELS,
    Label,
    LabelKind,
    find_field_line,
    find_issuer_line,
    find_label,
)
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import (
    count_words,
    find_actor_han,
    is_closed,
    is_prose,
    is_report,
    is_salutation,
    may_tell_in_han,
)
from bot.reading.grammar.lines.title_line import is_title_date

# Lone lines: a few words in brackets, behind a bar or behind a bullet that stand alone over news and head it.

_LEAST = 2
_TOPIC_ZH = re.compile(rf"[{HAN}]{{2,12}}")


def read_lone_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return lines that are a few words in 【】 or behind a bar (▍) as the headings they are, where two such stand.

    So are bullets that stand alone, where one of them is a section's name ("● 国家政策") or all are too short to tell
    anything, and such names over bullets.
    """
    alone = {at for at, piece in enumerate(pieces) if piece.kind is BlockKind.PARAGRAPH and TAG.fullmatch(piece.text)}
    bullets = _list_lone_bullets(pieces)
    alone = alone if len(alone) >= _LEAST else set()
    named = any(find_section(pieces[at].text) for at in bullets) or all(_heads_acts(pieces, at) for at in bullets)
    alone |= bullets if len(bullets) >= _LEAST and named else set()
    over = _list_section_bullets(pieces)
    ahead = {at for at in over if is_outlook(pieces[at].text) and find_dated_lead(pieces[at + 1])}
    alone |= over if len(over) >= _LEAST else ahead
    return tuple(
        piece.as_block(BlockKind.HEADING, TOPIC_LEVEL) if at in alone else piece for at, piece in enumerate(pieces)
    )


def _heads_acts(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line too short to tell anything stands over news of who acts, with a headline between or without."""
    below = (piece for piece in pieces[at + 1 : at + 3] if is_closed(piece.text))
    return not may_tell_in_han(pieces[at].text) and any(find_actor_han(piece.text) for piece in below)


def _list_section_bullets(pieces: tuple[Piece, ...]) -> set[int]:
    """Return the list items that are sections' names right over items of their level that are none."""
    return {
        at
        for at, (piece, after) in enumerate(pairwise(pieces))
        if piece.kind is after.kind is BlockKind.LIST_ITEM and piece.level == after.level
        if find_section(piece.text) and not find_section(after.text)
    }


def _list_lone_bullets(pieces: tuple[Piece, ...]) -> set[int]:
    """Return the list items of a few Chinese words that stand between pieces of other kinds; none if a list stands."""
    listed = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and not find_dated_lead(piece)]
    follows = any(after == at + 1 for at, after in pairwise(listed))
    named = all(_TOPIC_ZH.fullmatch(pieces[at].text) for at in listed)
    return set(listed) if named and not follows else set()


# Marked lines: headlines that open with a sign (">> Ropes get names") or a tag ("[Ports] ..."), told by repetition.

_MARK = re.compile(
    r"\s*(?:(?P<sign>[>»›→▸▶~#§=+*|@:/-]{1,4}|o)\s+(?=[^\W_a-z])|(?P<picture>(?:[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?)+)\s*(?=[^\W_a-z])|(?P<tag>\[)[^\W\d_][^\[\]\n]{1,30}\]\s+(?=[^\W_a-z])"
    r"|(?P<wrap>[*_~])(?=\S[^*_~\n]{4,140}(?P=wrap)\s*(?:\n|\Z))|(?P<quote>(?=([“\"])[^“”\"\n]{4,140}[”\"]\s*(?:\n|\Z)))"
    r"|(?P<name>Headline|Story|News item|Title of the news)\s*:\s+(?=\S))"
)
_HEADING_SIGN = re.compile(r"\s*(>{1,3}|[»›→▸▶~§+*])\s+(?=[^\W_])")
_DAY = re.compile(DATE, re.IGNORECASE)
_KINDS = ("sign", "picture", "tag", "wrap", "quote", "name")
_TAG = re.compile(r"\s*\[(?P<tag>[^\W\d_][^\[\]\n]{1,30})\]\s+(?=\S)")
_MARKED_LINES_LONGEST = 160
_LEAST_WORDS = 2


def read_marked_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such lines as headings, what follows one in the same paragraph as a paragraph below it."""
    pieces = _lower_signed(pieces)
    marks = {at: mark for at, piece in enumerate(pieces) if (mark := _find_mark(piece))}
    opening: dict[str, list[int]] = {}
    for at, mark in marks.items():
        opening.setdefault(_key_of(mark), []).append(at)
    heads: dict[int, int] = {}
    for places in opening.values():
        told = {at: end for at in places if (end := _find_head_end(pieces, at, marks[at]))}
        heads |= told if len(told) >= _LEAST and len(told) * 2 > len(places) else {}
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at not in heads:
            found.append(piece)
            continue
        start = 0 if marks[at]["tag"] else marks[at].end()
        found.append(piece.cut(start, heads[at]).as_block(BlockKind.HEADING, HEADLINE_LEVEL))
        found.extend([piece.cut(heads[at]).as_block(BlockKind.PARAGRAPH, 0)] if piece.raw[heads[at] :].strip() else [])
    return tuple(found)


def _lower_signed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get headings that open with one sign, two or more, without it, and below those of their level without a sign."""
    signed: dict[tuple[int, str], list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.is_heading and (sign := _HEADING_SIGN.match(piece.raw)):
            signed.setdefault((piece.level, sign[1]), []).append(at)
    lower = {at: level for (level, _), places in signed.items() if len(places) >= _LEAST for at in places}
    plain = {piece.level for at, piece in enumerate(pieces) if at and piece.is_heading and at not in lower}
    found = list(pieces)
    for at, level in lower.items():
        sign = _HEADING_SIGN.match(pieces[at].raw)
        bare = pieces[at].cut(sign.end() if sign else 0)
        found[at] = bare.as_block(BlockKind.HEADING, level + (level in plain))
    return tuple(found)


def split_tag(headline: str) -> tuple[str | None, str]:
    """Return the tag that a headline opens with ("[Ports] Ropes get names"), or None, and the rest of it."""
    tag = _TAG.match(headline)
    return (tag["tag"].strip(), headline[tag.end() :]) if tag else (None, headline)


def _find_mark(piece: Piece) -> re.Match[str] | None:
    may_head = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and piece.starts_block
    mark = _MARK.match(piece.raw) if may_head else None
    return None if mark and _DAY.match(piece.raw, mark.end()) else mark


def _key_of(mark: re.Match[str]) -> str:
    """Return what lines that open alike have in common."""
    return next(f"{kind} {mark[kind] if kind == 'sign' else ''}" for kind in _KINDS if mark[kind] is not None)


def _find_head_end(pieces: tuple[Piece, ...], at: int, mark: re.Match[str]) -> int:
    """Return the offset behind the headline that a marked piece opens with, 0 where it opens with none."""
    raw = pieces[at].raw
    head, _, rest = raw.partition("\n")
    words = head[mark.end() :].strip()
    if count_words(words) < _LEAST_WORDS or len(words) > _MARKED_LINES_LONGEST or is_closed(words):
        return 0
    if find_label(words) or find_section(words):
        return 0
    after = pieces[at + 1 : at + 2]
    below = rest or (
        "" if not after or after[0].kind is not BlockKind.PARAGRAPH or _find_mark(after[0]) else after[0].raw
    )
    told = mark["name"] is not None or (is_closed(below.rstrip()) and len(below) > len(words))
    return len(head) + bool(rest) if told else 0


# Signed lines: paragraphs that open with a pictogram: bullets where two do, sources where one is all links.

_SIGN = re.compile(r"\s*(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?\s*)+(?=\S)|\s*\*\s+(?=\S)")


def read_signs(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such paragraphs as bullets, or as labelled sources, without the sign."""
    signs = {
        at: sign.end()
        for at, piece in enumerate(pieces)
        if piece.kind is BlockKind.PARAGRAPH and (sign := _SIGN.match(piece.raw))
    }
    if len(signs) < _LEAST:
        return pieces
    bare = {at: pieces[at].cut(end) for at, end in signs.items()}
    days = {at for at, piece in bare.items() if is_date_line(piece.text) or find_kicker(piece.text)}
    return tuple(
        (bare[at] if at in days else _as_marked(bare[at])) if at in bare else piece for at, piece in enumerate(pieces)
    )


def _as_marked(piece: Piece) -> Piece:
    """Return what stands behind a sign as the item's sources where it is nothing but links, else as a bullet."""
    return piece.headed("Source: ") if is_link_only(piece.spans) else piece.as_block(BlockKind.LIST_ITEM, 1)


_OF_ITEMS = ITEM_LABELS | {LabelKind.NUMBER, LabelKind.DATE}
_LONGEST = 140
_HEADLINE = re.compile(rf"[^\W_a-z]\S*(?:\s+\S+)+|[^\n]*[{HAN}“”]{{6,}}[^\n]*")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d{1,2}[.．、)）]\s*(?=\S)")
_HAN_SIGN = re.compile(f"[{HAN}]")
_TITLE_ZH = re.compile(
    rf"[^。；A-Za-z]*[{HAN}]{{2}}[^。；A-Za-z]*(?:通知|意见|公告|通告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|清单|名单|标准|规范|决定|批复|函|法)"
    r"(?:[（(][^（）()]*[）)])*[》”]?(?:[（(][^（）()]*[）)])*"
)
_CAPITALS = re.compile(
    r"(?=[^a-z]{8,120}?[.:–—-] )(?:[A-Z][A-Z0-9’'&/-]+(?: [A-Z0-9’'&/,$%-]+){1,14}"
    r"|\d{1,2}[.)] +[A-Z]{4}[A-Z0-9’'&/-]*(?: [A-Z0-9’'&/,$%-]+){0,14})(?:[.:]| [–—-])(?= +[A-Z“\"])"
)
_BEHIND_DAY = re.compile(rf"[{HAN}][{HAN}A-Z\d“”、·-]{{2,}}")
"""What heads news behind its day, however short ("9月24日 并购六条")."""
_HEAD_SENTENCE = re.compile(
    rf"\s*\d{{1,2}}[、.．)）]\s*(?=[^。]*[{HAN}]{{4}})[^。\n：:；]{{6,44}}(?P<stop>[。！])\s*(?=(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日)"
)
"""Opens a numbered piece of news in Chinese with its headline, a sentence before the one that tells the day."""
_LONE_NUMBER = re.compile(r"0?\d{1,2}[.、]?")


def read_line_forms(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such lines as the headings, and such paragraphs as the list items, they are."""
    counted = _read_counted(_read_under_numbers(pieces))
    numbered = _read_issuers_below(_read_titles_below(_read_over_labels(counted)))
    signed = _read_capitals(read_signs(read_lone_lines(numbered)))
    parted = tuple(part for piece in signed for part in _part_dated_lines(piece))
    return _read_credited(_part_credits(_move_kickers(_read_headlines(_read_head_sentences(parted)))))


def find_line_headline(piece: Piece) -> int:
    """Return the offset behind a headline that is a whole line, linked or bold, over a longer sentence; 0 for none."""
    head, _, rest = piece.raw.partition("\n")
    words = [span for span in piece.cut(0, len(head)).spans if span.text.strip()]
    marked = bool(words) and (all(span.link for span in words) or all(span.bold for span in words))
    told = rest[: len(rest) - _count_linked_end(piece)] if marked else ""
    longer = is_closed(told) and len(told) > len(head.strip())
    return len(head) + 1 if marked and longer and _HEADLINE.fullmatch(head.strip()) and not is_closed(head) else 0


def _count_linked_end(piece: Piece) -> int:
    """Return how many signs at a piece's end are links, as those to sources behind a sentence."""
    ending = list(takewhile(lambda span: span.link is not None or not span.text.strip(), reversed(piece.spans)))
    return sum(len(span.text) for span in ending) if len(ending) < len(piece.spans) else 0


def _read_under_numbers(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return short paragraphs under numbers that stand alone and count up from 1 as the numbered headlines they are."""
    alone = [at for at, piece in enumerate(pieces[:-2]) if _LONE_NUMBER.fullmatch(piece.text)]
    under = {
        at + 1: number
        for number, at in enumerate(alone, start=1)
        if int(pieces[at].text.strip(" .、")) == number
        if _is_short(pieces[at + 1]) and is_closed(pieces[at + 2].text)
    }
    if len(under) < _LEAST or len(under) < len(alone):
        return pieces
    return tuple(
        piece.headed(f"{under[at]}. ").as_block(BlockKind.HEADING, HEADLINE_LEVEL) if at in under else piece
        for at, piece in enumerate(pieces)
    )


def _read_counted(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return numbered lines that count up from 1 as the headlines they are, where most stand over a report."""
    over = [at for at, piece in enumerate(pieces[:-1]) if _NUMBER.match(piece.raw) and _is_short(piece)]
    counted = [int(re.findall(r"\d+", pieces[at].raw)[0]) for at in over]
    told = sum(is_report(pieces[at + 1].text) and is_prose(pieces[at + 1].text) for at in over)
    if len(over) < _LEAST or counted != list(range(1, len(over) + 1)) or told * _LEAST <= len(over):
        return pieces
    return tuple(
        piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL) if at in set(over) else piece
        for at, piece in enumerate(pieces)
    )


def _read_over_labels(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return plain lines right over labels of one kind that only items have as the headlines they are, where two do."""
    over: dict[LabelKind, list[int]] = {}
    for at, (piece, after) in enumerate(pairwise(pieces)):
        plain = is_open_line(piece) and not (_find_any_label(piece.raw) or find_field_line(piece.text))
        plain = plain and not (at and pieces[at - 1].is_heading and is_title_line(piece.text))
        label = find_label(after.raw) if plain else None
        above = find_label(pieces[at - 1].raw) if at else None
        value = above and (not pieces[at - 1].raw[above.end :].strip() or opens_with_name(piece.raw))
        if label is not None and label.colon and label.kind in _OF_ITEMS and not value:
            over.setdefault(label.kind, []).append(at)
    least = {LabelKind.DATE: _LEAST + 1}  # a title page has a line over its day too
    heads = {at for kind, places in over.items() if len(places) >= least.get(kind, _LEAST) for at in places}
    return tuple(
        piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL) if at in heads else piece for at, piece in enumerate(pieces)
    )


def _find_any_label(raw: str) -> Label | None:
    return find_label(raw) or find_issuer_line(raw)


def _read_titles_below(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return Chinese titles on a line below headlines in another tongue as the articles they name, where two stand so.

    Beside them any Chinese line below a heading of their level is one. Below a plain line any Chinese one over prose in
    that tongue is a title, and the plain line is a headline.
    """
    below = {
        at + 1
        for at, (piece, after) in enumerate(pairwise(pieces))
        if (piece.is_heading or is_open_line(piece)) and not _HAN_SIGN.search(piece.text)
        if after.kind is BlockKind.PARAGRAPH and len(after.text) <= _LONGEST
        if (piece.is_heading and _TITLE_ZH.fullmatch(after.text)) or _is_title_over_prose(pieces, at + 1)
    }
    if len(below) < _LEAST:
        return pieces
    levels = {pieces[at - 1].level for at in below if pieces[at - 1].is_heading}
    below |= {
        at + 1
        for at, (piece, after) in enumerate(pairwise(pieces))
        if piece.is_heading and piece.level in levels and not _HAN_SIGN.search(piece.text)
        if after.kind is BlockKind.PARAGRAPH and len(after.text) <= _LONGEST
        if is_mostly_han(after.text) and not is_closed(after.text)
    }
    return tuple(
        piece.headed("Article: ")
        if at in below
        else piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)
        if at + 1 in below and not piece.is_heading
        else piece
        for at, piece in enumerate(pieces)
    )


def _is_title_over_prose(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line in Chinese stands over a paragraph in another tongue."""
    told = pieces[at + 1 : at + 2]
    above = bool(told) and is_prose(told[0].text) and not _HAN_SIGN.match(told[0].text.strip("《“"))
    return above and is_mostly_han(pieces[at].text) and not is_closed(pieces[at].text)


def _read_issuers_below(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return bold lines that name offices right below headings as who issued what these tell of.

    Two such stand at least, nothing else of the text is bold alone, and most name an office.
    """
    bold = [at for at, piece in enumerate(pieces) if piece.is_bold and piece.kind is BlockKind.PARAGRAPH]
    below = [
        at
        for at in bold
        if at
        and pieces[at - 1].is_heading
        and any(is_closed(p.text) or is_prose(p.text) for p in pieces[at + 1 : at + 2])
    ]
    offices = [at for at in below if names_office(pieces[at].text) and not is_closed(pieces[at].text)]
    if len(below) < _LEAST or len(below) < len(bold) or len(offices) * 2 <= len(below):
        return pieces
    issuers = frozenset(at for at in below if not find_label(pieces[at].raw))
    return tuple(piece.headed("Issuing body: ") if at in issuers else piece for at, piece in enumerate(pieces))


def _is_short(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and len(piece.text) <= _LONGEST and not is_closed(piece.text)


def _read_headlines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    ends = {at: end for at, piece in enumerate(pieces) if (end := _find_headline_end(piece))}
    if sum(not _asks(pieces[at].cut(0, end)) for at, end in ends.items()) < _LEAST:
        return pieces
    ends |= {at: len(piece.raw) for at, piece in enumerate(pieces[:-1]) if _stands_over(piece, pieces[at + 1])}
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in ends:
            found.append(piece.cut(0, ends[at]).as_block(BlockKind.HEADING, HEADLINE_LEVEL))
        rest = piece.cut(ends[at]).as_block(BlockKind.PARAGRAPH, 0) if at in ends else piece
        found.extend([rest] if rest.raw.strip() else [])
    return tuple(found)


def _read_head_sentences(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the sentences that open numbered pieces of news as the headlines they are, where most of these open so."""
    numbered = [at for at, piece in enumerate(pieces) if not piece.is_heading and _NUMBER.match(piece.raw)]
    heads = {at: head for at in numbered if (head := _HEAD_SENTENCE.match(pieces[at].raw))}
    if len(heads) < _LEAST or len(heads) * 2 <= len(numbered):
        return pieces
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        head = heads.get(at)
        parts = (
            (
                piece.cut(0, head.start("stop")).as_block(BlockKind.HEADING, HEADLINE_LEVEL),
                piece.cut(head.end()).as_block(BlockKind.PARAGRAPH, 0),
            )
            if head
            else (piece,)
        )
        found.extend(parts)
    return tuple(found)


def _stands_over(piece: Piece, after: Piece) -> bool:
    """Whether an open line stands on the line right above a paragraph that closes, which it may head."""
    ends, starts = piece.source.last_line or piece.source.line, after.source.line
    beside = ends is not None and starts == ends + 1 and after.kind is BlockKind.PARAGRAPH
    if (
        not beside
        or not (is_open_line(piece) or _is_short_question(piece))
        or not is_prose(after.text)
        or not is_closed(after.text)
    ):
        return False
    plain = _HEADLINE.fullmatch(piece.text) is not None and not is_title_date(piece.text)
    return plain and not (find_label(piece.raw) or find_section(piece.text) or find_dated_lead(after))


def _part_credits(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return paragraphs whose second line is a credit in their two or three parts, where two such stand."""
    bounds = {at: ends for at, piece in enumerate(pieces) if (ends := _find_credit_ends(piece))}
    if len(bounds) < _LEAST:
        return pieces
    parted: list[Piece] = []
    for at, piece in enumerate(pieces):
        ends = bounds.get(at, ())
        parted.extend(piece.cut(start, end) for start, end in pairwise((0, *ends, len(piece.raw))))
    return tuple(parted)


def _find_credit_ends(piece: Piece) -> tuple[int, ...]:
    """Return the offsets behind a paragraph's first line and the credit below it, none without one."""
    head, _, rest = piece.raw.partition("\n")
    credit, _, told = rest.partition("\n")
    opens = piece.kind is BlockKind.PARAGRAPH and head.strip() and len(head) <= _LONGEST
    if not opens or is_closed(head) or is_title_date(head):
        return ()
    dated = is_date_line(credit.strip()) or find_kicker(credit)
    if not (find_credit(credit) or (dated and piece.cut(0, len(head)).is_bold)):
        return ()
    if told.strip():
        return len(head) + 1, len(head) + len(credit) + 2
    return () if is_closed(credit) else (len(head) + 1,)


def _part_dated_lines(piece: Piece) -> tuple[Piece, ...]:
    """Return the lines of a paragraph that each tell news of a day ("5 May: ..."), from two on, as pieces."""
    if piece.kind is not BlockKind.PARAGRAPH or "\n" not in piece.raw.strip():
        return (piece,)
    bounds = [0, *(match.end() for match in re.finditer("\n", piece.raw)), len(piece.raw)]
    lines = tuple(piece.cut(start, end) for start, end in pairwise(bounds) if piece.raw[start:end].strip())
    bare = [line.cut(number.end()) if (number := _NUMBER.match(line.raw)) else line for line in lines]
    dated = ((line, find_dated_lead(line)) for line in bare)
    told = all(lead is not None and count_words(line.raw[lead.start :]) >= _LEAST for line, lead in dated)
    return lines if told else (piece,)


def _move_kickers(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return lines over headlines that credit or date them ("MIIT | 5 May") behind these, where two such stand."""
    over = {
        at
        for at, (piece, after) in enumerate(pairwise(pieces))
        if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and _is_headline(after) and find_kicker(piece.text)
        if not (find_kicker(after.text) or is_title_date(after.text) or find_number(piece.raw))
        if not (find_label(after.raw) or find_label(piece.raw))
        if not at or find_section(pieces[at - 1].text) or not _is_headline(pieces[at - 1])
    }
    if len(over) < _LEAST or _stand_behind(pieces, over):
        return pieces
    moved = list(pieces)
    for at in sorted(over):
        moved[at], moved[at + 1] = pieces[at + 1], pieces[at]
    return tuple(moved)


def _stand_behind(pieces: tuple[Piece, ...], lines: set[int]) -> bool:
    """Whether such lines are of the news above: the first has a headline of its own there, the last ends it all."""
    first, last = min(lines), max(lines)
    headed = any(
        _is_headline(pieces[at]) and is_closed(pieces[at + 1].text) for at in range(max(first - 4, 0), first - 1)
    )
    after = [at for at in range(last + 2, len(pieces)) if find_kicker(pieces[at].text)]
    return headed and bool(after) and not any(is_prose(piece.text) for piece in pieces[after[-1] + 1 :])


def _read_credited(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return plain lines over credits ("NDRC | 8 January") as the headlines they are, where two such stand.

    Those right below a heading are too, since that heads a group, where more stand below none.
    """
    over = {
        at
        for at, (piece, after) in enumerate(pairwise(pieces))
        if piece.kind is after.kind is BlockKind.PARAGRAPH and (find_credit(after.text) or find_field_line(after.text))
        if len(piece.text) <= _LONGEST and not (piece.is_bold or is_closed(piece.text) or find_label(piece.raw))
        if not (find_credit(piece.text) or find_dated_lead(piece) or is_title_date(piece.text))
        if not is_title_line(piece.text)
    }
    headed = {at for at in over if at and _is_headline(pieces[at - 1])}
    over -= headed if len(headed) * 2 >= len(over) else set()
    over -= {at for at in over if at + 2 in over}  # the title and its day, over the first headline
    if len(over) < _LEAST:
        return pieces
    return tuple(
        piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL) if at in over else piece for at, piece in enumerate(pieces)
    )


def _is_headline(piece: Piece) -> bool:
    return (piece.is_heading or piece.is_bold) and find_section(piece.text) is None


def _find_headline_end(piece: Piece) -> int:
    """Return the offset behind a headline that is the first of a paragraph's lines, 0 for none."""
    head, _, rest = piece.raw.partition("\n")
    lines = [line for line in rest.split("\n") if not _ADDRESS.fullmatch(line.strip())]
    told = lines[0] if lines else ""
    listed = piece.kind is BlockKind.LIST_ITEM and piece.level == 1 and (_NUMBER.match(head) or may_tell_in_han(head))
    if (
        not (listed or piece.kind is BlockKind.PARAGRAPH)
        or len(told) <= len(head)
        or len(head) > _LONGEST
        or not is_closed(told)
    ):
        return 0
    lead = find_dated_lead(piece)
    bare = head[lead.start :] if lead else head
    worded = _HEADLINE.fullmatch(bare.strip()) or (lead and _BEHIND_DAY.fullmatch(bare.strip()))
    plain = worded is not None and (not is_closed(head) or _asks(piece.cut(0, len(head))))
    labelled = (
        is_salutation(head) or find_label(head) or find_label(rest) or is_date_line(head) or find_headed_lead(piece)
    )
    return len(head) + 1 if plain and not labelled else 0


def _is_short_question(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and len(piece.text) <= _LONGEST and _asks(piece)


def _asks(line: Piece) -> bool:
    return line.text.endswith(("?", "？"))


def _read_capitals(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return paragraphs that open with a few words in capitals ("ROPES GET NAMES. Every ...") with these in bold."""
    ends = {
        at: lead.end()
        for at, piece in enumerate(pieces)
        if piece.kind is BlockKind.PARAGRAPH and (lead := _CAPITALS.match(piece.raw)) and is_closed(piece.text)
    }
    if len(ends) < _LEAST:
        return pieces
    return tuple(piece.in_bold(ends[at]) if at in ends else piece for at, piece in enumerate(pieces))
