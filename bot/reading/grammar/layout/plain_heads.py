"""Plain heads: lines of a text that marks no headings which by turns with prose are its headlines.

A short line that closes no sentence heads the longer paragraph right below it. Where two such stand, most of the lines
like them do, no other look (headings of a level, bold lines, bullets) stands over as many paragraphs, and few of them
are the second line below such a look, each is a headline. Below the name of the section of lead stories one is enough.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise, takewhile
from statistics import mean

from bot.model.briefing import Section
from bot.model.ids import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.cited_sources import is_source_name
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    is_date_line,
    is_title_line,
)
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import find_number, find_section, is_contents_heading, is_furniture_heading
from bot.reading.grammar.lines.imprint import find_role_heading, is_byline, is_contact_line
from bot.reading.grammar.lines.labels import find_field_line, find_label
from bot.reading.grammar.lines.reports import (
    count_words,
    find_actor_han,
    is_closed,
    is_prose,
    is_salutation,
    is_sign_off,
    may_tell_in_han,
    speaks_to_reader,
)
from bot.reading.grammar.lines.title_line import is_title_date

# Repeated heads: what the headings of one level, looked at together, tell of each of them.

_LEAST = 2
_LEAST_BARE = 3
_REPEATED_HEADS_TOPIC_WORDS = 5
_FEW_WORDS = 4
"""Words that headlines have on the whole, and names of topics do not."""
_NEARLY_ALL = 4
_BEHIND_SENTENCE = "。（"


def read_bare_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with headings that have nothing under them as the list of news that they are.

    Three of a level stand in a row at least, most too long for topics, and no words stand under the last.
    """
    found = list(pieces)
    for level, run in groupby(enumerate(pieces), key=lambda at: at[1].level if at[1].is_heading else 0):
        places = [at for at, _ in run] if level else []
        after = pieces[places[-1] + 1 : places[-1] + 2] if places else ()
        ends = not after or (after[0].is_heading and after[0].level < level)
        long = sum(count_words(pieces[at].text) > _REPEATED_HEADS_TOPIC_WORDS for at in places)
        named = any(find_section(pieces[at].text) or is_contents_heading(pieces[at].text) for at in places)
        if len(places) >= _LEAST_BARE and ends and not named and long * 2 > len(places):
            found[places[0] : places[-1] + 1] = [pieces[at].as_block(BlockKind.LIST_ITEM, 1) for at in places]
    return tuple(found)


def find_headline_levels(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Return the levels of two headings or more that are mostly too long for topics, as headlines are.

    Where most stand over one paragraph each a few signs are enough in Chinese, a few words in English where nearly all.
    """
    long: dict[int, list[bool]] = {}
    alone: dict[int, list[int]] = {}
    for at, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if piece.is_heading and not sight.structural:
            told = count_words(piece.text) > _REPEATED_HEADS_TOPIC_WORDS or heads_one_in_han(pieces, sights, at)
            long.setdefault(piece.level, []).append(told)
            alone.setdefault(piece.level, []).append(count_words(piece.text) if _heads_one(pieces, sights, at) else 0)
    found = {level for level, told in long.items() if len(told) >= _LEAST and sum(told) * 2 > len(told)}
    for level, words in alone.items():
        ones = [count for count in words if count]
        nearly_all = len(ones) > _LEAST_BARE and (len(words) - len(ones)) * _NEARLY_ALL <= len(ones)
        found |= {level} if nearly_all and mean(ones) >= _FEW_WORDS else set()
    return frozenset(found)


def _heads_one(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether one paragraph stands below a heading, with nothing behind it but labelled words and links."""
    below = takewhile(lambda i: not pieces[i].is_heading, range(at + 1, len(pieces)))
    told = [i for i in below if sights[i].label is None and not is_link_only(pieces[i].spans)]
    if len(told) != 1 or pieces[told[0]].kind is not BlockKind.PARAGRAPH or not is_prose(pieces[told[0]].text):
        return False
    lead = find_bold_lead(pieces[told[0]])
    return lead is None or is_date_line(lead)


def heads_one_in_han(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether a line in Chinese that may tell something stands over one paragraph, and no news of another day."""
    below = pieces[at + 1 : at + 3]
    if not below or below[0].kind is not BlockKind.PARAGRAPH or not may_tell_in_han(pieces[at].text):
        return False
    another = len(below) > 1 and below[1].kind is BlockKind.PARAGRAPH
    another = another and (sights[at + 2].dated or all(map(_cites_behind, below)))
    return is_closed(below[0].text) and not below[0].is_bold and not another


def _cites_behind(piece: Piece) -> bool:
    """Whether a paragraph cites a day or source in brackets behind its sentences in Chinese."""
    return piece.text.endswith("）") and _BEHIND_SENTENCE in piece.text


def find_counted_heads(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Return the indices of headings whose numbers count up from 1 at one level, where two such stand or more."""
    counted: dict[int, list[int]] = {}
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if piece.is_heading and sight.number is not None and sight.section is None:
            heads = counted.setdefault(piece.level, [])
            heads.extend([i] if sight.number.number == len(heads) + 1 else [])
    return frozenset(i for heads in counted.values() if len(heads) >= _LEAST for i in heads)


# Topic lines: short plain lines above dated news that head it, in texts that mark no headings.

TOPIC_LEVEL = 2
TAG = re.compile(rf"【[^【】]{{2,14}}】|[▍▎▌]\s*[{HAN}]{{2,12}}")
"""A line that is a topic's name alone, in 【】 or behind a bar."""
HEADLINE_LEVEL = 4
"""That of headlines set as the first line of a paragraph."""
_MOST_WORDS = 5
_MOST_LENGTH = 40
_PART = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}(?:、|[)）])")
_PLAIN = re.compile(rf"[A-Z{HAN}][^\n\d:：,，;；/|@]*")


def find_topic_lines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Get the indices of such lines, those that name a section too; none where one stands alone or over each piece."""
    found = [
        i
        for i in range(1, len(pieces) - 1)
        if _topic_lines_may_head(pieces, sights, i) and not heads_one_in_han(pieces, sights, i)
    ]
    bold = sum(piece.is_bold and not sight.structural for piece, sight in zip(pieces, sights, strict=True))
    short = sum(pieces[i].is_bold and not sights[i].structural for i in found)
    if short * 2 < bold:  # few of the bold lines are as short as a topic: they are headlines like the others
        found = [i for i in found if not pieces[i].is_bold or sights[i].structural]
    first = found[0] if found else len(pieces)
    told = sum(
        sight.dated
        or sight.number is not None
        or (piece.is_heading and piece.level == HEADLINE_LEVEL)
        or (piece.kind is BlockKind.LIST_ITEM and may_tell_in_han(piece.text) and is_closed(piece.text))
        for piece, sight in zip(pieces[first:], sights[first:], strict=True)
    )
    return frozenset(found) if _LEAST <= len(found) < told else frozenset()


def as_topic(piece: Piece, *, above: int = 0) -> Piece:
    """Get such a line as the heading it is, one level below headings that name sections, whose level is ``above``."""
    level = max(above + 1, TOPIC_LEVEL)
    return piece.as_block(BlockKind.HEADING, level)


def _topic_lines_may_head(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], i: int) -> bool:
    piece, sight, after = pieces[i], sights[i], sights[i + 1]
    text = piece.text
    if piece.kind is not BlockKind.PARAGRAPH or sight.label is not None or sight.dated or len(text) > _MOST_LENGTH:
        return False
    if (sight.structural and sight.section is None) or is_closed(text) or is_date_line(text):
        return False
    if is_source_name(text) or any(span.link for span in piece.spans):
        return False
    if _PART.match(text):
        return after.number is not None or after.dated or pieces[i + 1].kind is BlockKind.LIST_ITEM
    short = count_words(text) <= _MOST_WORDS and _PLAIN.fullmatch(text) is not None
    told = pieces[i + 1].text
    heads = (after.dated and not (is_date_line(told) or find_credit(told))) or pieces[i + 1].level == HEADLINE_LEVEL
    return short and (heads or _heads_in_han(text, pieces[i + 1]))


def _heads_in_han(text: str, after: Piece) -> bool:
    """Whether a line in Chinese too short to tell anything stands over a headline, or a sentence of who acts."""
    if may_tell_in_han(text) or not may_tell_in_han(after.text):
        return False
    return after.is_heading or (is_closed(after.text) and find_actor_han(after.text) is not None)


_FIRST_WORD = re.compile(r"\A\W*(?:\d{1,2}\W+)?(?:\w{2,}|A\s\w|[A-Z]/[A-Z])")
_LONGEST = 200
_LONGEST_WORD = 60
_LONGEST_FIELD = 40
_BROKEN_OFF = 20
_PARAGRAPHS_A_HEAD = 4
_TOPIC_WORDS = 5
"""So short a line over a paragraph that opens with a day may be a topic; in Chinese only over several of them."""
_ENDS = (":", "：", ",", "，", ";", "；", ">")
_POINT_ENDS = (";", "；")
_ASIDE = ("(", "（", "[", "【", "“", '"', "http")


def find_plain_heads(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the indices of such lines."""
    return _find_turns(pieces) | _find_leads(pieces)


def list_own_fields(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the lines that words and a colon open which come again below other fields ("Working groups: all")."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(1, len(pieces)):
        words, colon, _ = pieces[at].raw[:_LONGEST_FIELD].partition(":")
        if colon and _is_paragraph(pieces[at]) and find_label(pieces[at - 1].raw):
            named[words].append(at)
    return frozenset(at for places in named.values() if len(places) > _LEAST for at in places)


def _find_leads(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return such lines between the name of the section of lead stories and the next piece that is none of them."""
    found: set[int] = set()
    lead = False
    for at, piece in enumerate(pieces):
        named = find_section(piece.text) if is_open_line(piece) or piece.is_heading or piece.is_bold else None
        if named is not None:
            lead = named is Section.TOP
        elif lead and is_open_line(piece) and _may_head(piece) and _is_told(pieces, at):
            found.add(at)
        elif piece.is_heading or piece.is_bold or not _is_paragraph(piece):
            lead = False
    return frozenset(found)


def _find_turns(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return those that stand by turns with prose all over the text."""
    fields = list_own_fields(pieces)
    short = [at for at, piece in enumerate(pieces) if at not in fields and is_open_line(piece)]
    over = _add_counted(pieces, short, [at for at in short if _is_told(pieces, at)])
    other = _count_other_look(pieces) if len(over) >= _LEAST else 0
    if len(over) < _LEAST or other >= len(over):
        return frozenset()
    lines = [at for at in short if _may_head(pieces[at])]
    heads = over.intersection(lines)
    if len(heads) < _LEAST or other >= len(heads):
        return frozenset()
    first = min(heads)
    told = sum(_is_paragraph(piece) and is_prose(piece.text) for piece in pieces[first:])
    below = sum(at > 0 and not _is_behind(pieces[at - 1], pieces[at]) for at in heads)
    mostly = len(heads) >= 2 * _count_untold(pieces[at] for at in lines if at > first and at not in heads)
    return heads if mostly and len(heads) * _PARAGRAPHS_A_HEAD >= told and below * 2 < len(heads) else frozenset()


def _add_counted(pieces: tuple[Piece, ...], short: Iterable[int], over: list[int]) -> frozenset[int]:
    """Return the lines with those over a sentence that count on from them ("4." behind "3."): these are no topics."""
    numbers = {number.number for at in over if (number := find_number(pieces[at].raw))}
    found = set(over)
    for at in short:
        number = find_number(pieces[at].raw)
        counted = number is not None and number.number not in numbers and number.number - 1 in numbers
        after = pieces[at + 1 : at + 2]
        if number and counted and after and _is_paragraph(after[0]) and is_closed(after[0].text):
            found.add(at)
            numbers.add(number.number)
    return frozenset(found)


def _count_untold(lines: Iterable[Piece]) -> int:
    """Count lines that head nothing, without those whose first word comes again, as at the end of items ("Details")."""
    words = Counter(found[0] for line in lines for found in _FIRST_WORD.finditer(line.text[:_LONGEST_WORD]))
    return sum(times == 1 for times in words.values())


def as_headline(piece: Piece) -> Piece:
    """Return such a line as the heading it is."""
    return piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)


def _is_paragraph(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold


def _is_behind(above: Piece, line: Piece) -> bool:
    """Whether a line is no second line of what is above it: a paragraph, a point that closes, a topic in Chinese."""
    if above.kind is BlockKind.LIST_ITEM:
        return is_closed(above.text) or above.text.endswith(_POINT_ENDS)
    return _is_paragraph(above) or (may_tell_in_han(line.text) and not may_tell_in_han(above.text))


def is_open_line(piece: Piece) -> bool:
    """Whether a piece is a plain line that closes no sentence and announces nothing."""
    text = piece.text
    if not _is_paragraph(piece) or len(text) > _LONGEST or "\n" in piece.raw or not _FIRST_WORD.match(text):
        return False
    return not (is_closed(text) or text.endswith(_ENDS) or text.startswith(_ASIDE) or "http" in text)


def _may_head(piece: Piece) -> bool:
    tail = find_closing_date(piece.text)
    text = piece.text[: tail.end] if tail and may_tell_in_han(piece.text[: tail.end]) else piece.text
    named = find_section(text) or is_contents_heading(text) or is_furniture_heading(text) or find_label(piece.raw)
    dated = (
        is_date_line(text)
        or is_title_date(text)
        or find_dated_lead(piece)
        or find_credit(text)
        or find_field_line(text)
    )
    spoken = is_salutation(text) or is_sign_off(text) or speaks_to_reader(text)
    beside = is_byline(text) or find_role_heading(piece.raw) or is_contact_line(text) or is_title_line(text)
    return not (named or dated or spoken or beside)


def _is_told(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a paragraph of prose, longer than the line, stands right below it."""
    after = pieces[at + 1 : at + 2]
    if not after or not _is_paragraph(after[0]):
        return False
    text = after[0].text
    if not (is_prose(text) or (may_tell_in_han(pieces[at].text) and may_tell_in_han(text) and is_closed(text))):
        return False
    whole = is_closed(text) or count_words(text) >= _BROKEN_OFF
    dated = find_dated_lead(after[0]) is not None and count_words(pieces[at].text) <= _TOPIC_WORDS
    if dated and may_tell_in_han(pieces[at].text):
        below = pieces[at + 2 : at + 3]
        dated = bool(below) and _is_paragraph(below[0]) and find_dated_lead(below[0]) is not None
    return whole and len(text) > len(pieces[at].text) and not dated and not find_label(after[0].raw)


def _count_other_look(pieces: tuple[Piece, ...]) -> int:
    """Return over how many paragraphs of prose the pieces of the commonest other look stand."""
    looks = Counter(
        (piece.kind, piece.level)
        for piece, after in pairwise(pieces)
        if not _is_paragraph(piece) and _is_paragraph(after) and is_prose(after.text)
    )
    return max(looks.values(), default=0)
