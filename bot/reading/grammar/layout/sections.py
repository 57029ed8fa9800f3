"""Sections that no list names: told by what stands in them, by their siblings, or as what an issue tells of itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.model.briefing import Section
from bot.model.ids import HAN, is_in_capitals
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_bold_lead, is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.plain_heads import find_counted_heads, heads_one_in_han
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import find_hint, fold_heading, tells_days_ahead
from bot.reading.grammar.lines.labels import explains_form, find_label
from bot.reading.grammar.lines.reports import (
    Actor,
    count_words,
    find_actor_han,
    is_closed,
    may_tell_in_han,
    names_office_han,
)

# Told sections: which section a heading in Chinese opens whose name no list has, by who acts in the news below it.

_NAME = re.compile(rf"(?![{HAN}]*(?:数据(?!局)|统计(?!局)|指[标数]|行情|产销))[{HAN}、·&／/（）()|｜\s]{{1,14}}")
"""A few Chinese signs; figures are told by offices and companies alike."""
_SECTIONS = {Actor.OFFICE: Section.POLICY_NEWS, Actor.COMPANY: Section.CORPORATE_NEWS}
_NAMED = frozenset(_SECTIONS.values())
_SURE = 4
"""No more than one in so many of the news below a heading tells of the other kind."""
_LEAST = 2
_MOST = 4
"""So many headings at most, each over two pieces of news, are sections where none of their level has a known name."""
_HAN_SECTIONS_OPENS = re.compile(r"^\W*(?:第[一二三四五六七八九十\d]{1,3}(?:部分|篇|章|编|板块)\s*)?")


def name_told_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights with such headings as the sections that they open."""
    unknown = {at for at, piece in enumerate(pieces) if _may_open(piece, sights[at])}
    unknown -= {at for at in unknown if heads_one_in_han(pieces, sights, at)}
    if not unknown:
        return sights
    known = {at: sight.section for at, sight in enumerate(sights) if sight.section and pieces[at].is_heading}
    known = {at: section for at, section in known.items() if _count_actors(pieces, sights, at, pieces[at].level)}
    levels = {pieces[at].level for at in known} or _find_level(pieces[at].level for at in unknown)
    acts = {at: _count_actors(pieces, sights, at, min(levels)) for at in sorted(unknown) if pieces[at].level in levels}
    beside = _NAMED.intersection(known.values())
    told = {at: count for at, count in acts.items() if count}
    named = {at: _SECTIONS[count.most_common(1)[0][0]] for at, count in told.items()}
    pure = all(max(count.values()) * _SURE >= count.total() * (_SURE - 1) for count in told.values())
    several = len(told) <= _MOST and all(count.total() >= _LEAST for count in told.values())
    if not pure or beside.union(named.values()) != _NAMED or not (beside or several):
        return sights
    return tuple(
        replace(sight, section=named[at], structural=True) if at in named else sight for at, sight in enumerate(sights)
    )


def find_group_heads(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Return the headings that are too short to tell anything and stand right over news that tells who acts.

    Two of a level do at least, or one beside a section of that level. What counts up among headlines is one of them.
    """
    headlines = _list_counted_headlines(pieces, sights)
    found = [
        at
        for at, piece in enumerate(pieces[:-1])
        if at not in headlines
        and _may_open(piece, sights[at], offices=True)
        and not may_tell_in_han(_bare(piece))
        and _heads(piece, pieces[at + 1])
    ]
    levels = Counter(pieces[at].level for at in found)
    levels.update(pieces[at].level for at, sight in enumerate(sights) if sight.section and pieces[at].is_heading)
    return frozenset(at for at in found if levels[pieces[at].level] >= _LEAST)


def _list_counted_headlines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> set[int]:
    """Return the headings that count up in a level where most tell something, or below sections over one piece each."""
    levels: dict[int, list[int]] = {}
    for at in sorted(find_counted_heads(pieces, sights)):
        levels.setdefault(pieces[at].level, []).append(at)
    return {
        at
        for level, counted in levels.items()
        if sum(heads_one_in_han(pieces, sights, at) for at in counted) * 2 > len(counted)
        or _stand_in_sections(pieces, sights, counted)
        for at in counted
    }


def _stand_in_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], heads: Sequence[int]) -> bool:
    """Whether headings stand below a section's name of a higher level, and each over one paragraph that is closed."""
    level = pieces[heads[0]].level
    if not any(pieces[at].level < level and sights[at].section for at in range(heads[-1]) if pieces[at].is_heading):
        return False
    below = (takewhile(lambda piece: not piece.is_heading, pieces[at + 1 :]) for at in heads)
    return all(sum(bool(_find_told(piece)) and not find_label(piece.raw) for piece in told) == 1 for told in below)


def count_told_headlines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> int:
    """Return how many headings in Chinese without a number stand over one paragraph each that tells who acts."""
    return sum(
        piece.is_heading
        and sights[at].number is None
        and heads_one_in_han(pieces, sights, at)
        and find_actor_han(pieces[at + 1].text) is not None
        for at, piece in enumerate(pieces[:-1])
    )


def _heads(piece: Piece, after: Piece) -> bool:
    """Whether a heading stands right over news, or over a headline set deeper."""
    if after.is_heading:
        return after.level > piece.level and may_tell_in_han(_bare(after))
    return find_actor_han(_find_told(after)) is not None


def _find_told(piece: Piece) -> str:
    """Return the sentences of a paragraph, bullet or row; none of another piece."""
    text = max(piece.text.split("|"), key=len).strip() if piece.kind is BlockKind.TABLE_ROW else piece.text
    return text if piece.kind is not BlockKind.HEADING and is_closed(text) else ""


def _find_level(levels: Iterable[int]) -> set[int]:
    """Return the highest level that more headings than a title have."""
    return {min((level for level, times in Counter(levels).items() if times >= _LEAST), default=0)}


def _may_open(piece: Piece, sight: Sight, *, offices: bool = False) -> bool:
    """Whether a heading may be a section's name: a few Chinese signs that tell nothing, no label, day or office.

    As a topic's name, with ``offices``, it may be an office's.
    """
    if not piece.is_heading or sight.structural or sight.label is not None or sight.dated or is_date_line(piece.text):
        return False
    name = _bare(piece)
    return _NAME.fullmatch(name) is not None and (offices or not names_office_han(name))


def _bare(piece: Piece) -> str:
    """Return a heading's words without what counts it or sets it off."""
    return fold_heading(_HAN_SECTIONS_OPENS.sub("", piece.text))


def _count_actors(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], head: int, level: int) -> Counter[Actor]:
    """Return how many pieces of news below a heading tell of whom, up to the next of its level."""
    found: Counter[Actor] = Counter()
    for at in range(head + 1, len(pieces)):
        piece = pieces[at]
        headline = heads_one_in_han(pieces, sights, at)
        if piece.is_heading and (sights[at].section is not None or (piece.level <= level and not headline)):
            break
        actor = find_actor_han(_find_told(piece)) if sights[at].label is None else None
        found.update([actor] if actor else [])
    return found


# Sections by their siblings: headings that are set like the names of sections, and say of whom their news are.

_LONGEST_WORDS = 8
_SIBLING_SECTIONS_NAMED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
_MATTERS = re.compile(r"重[点要大磅]|\b(?:key|main|major|top|most important)\b", re.IGNORECASE)
_THE_REST = re.compile(r"其[他它余]|更多|\b(?:other|more|further|also|remaining)\b", re.IGNORECASE)
_SIBLING_SECTIONS_BOLD, _CAPITALS, _NUMBERED = -1, -2, 100


def name_siblings(pieces: Sequence[Piece], sights: Sequence[Sight]) -> tuple[Sight, ...]:
    """Return the sights with such headings as the sections they name."""
    by_look: defaultdict[int, list[int]] = defaultdict(list)
    for at, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if at and (look := _look_of(piece, sight)) is not None:
            by_look[look].append(at)
    named = list(sights)
    for members in by_look.values():
        for at in _list_other_offices(pieces, sights, members):
            named[at] = replace(sights[at], section=None, structural=False)
        for at, section in _list_named(pieces, sights, members):
            named[at] = replace(sights[at], section=section, structural=True, label=None)
    lead = _find_lead_section(pieces, named)
    if lead is not None:
        named[lead] = replace(named[lead], section=Section.TOP)
    return tuple(named)


def _find_lead_section(pieces: Sequence[Piece], sights: Sequence[Sight]) -> int | None:
    """Return the first section where it names what matters most, and the next of its kind the rest (重点, 其他)."""
    heads = [at for at, sight in enumerate(sights) if at and sight.section in _SIBLING_SECTIONS_NAMED]
    if not heads or not _MATTERS.search(pieces[heads[0]].text):
        return None
    rest = next((at for at in heads[1:] if sights[at].section is sights[heads[0]].section), None)
    return heads[0] if rest is not None and _THE_REST.search(pieces[rest].text) else None


def _list_named(
    pieces: Sequence[Piece], sights: Sequence[Sight], members: Sequence[int]
) -> Iterator[tuple[int, Section]]:
    """Return the lines set alike that are sections by a word, where few are no section.

    One is by its whole name, or half of the words of two tell of a kind each.
    """
    known = {at: section for at in members if (section := sights[at].section) is not None}
    hints = {
        at: hint
        for at in members
        if at not in known and not sights[at].structural and _heads_several(pieces, sights, at)
        if (hint := find_hint(pieces[at].text)) is not None
    }
    others = [at for at in members if at not in known and at not in hints and not sights[at].structural]
    plain = [at for at in others if not tells_days_ahead(pieces[at].text)]
    if len(plain) > len(known) + len(hints):
        return
    clear = {at: hint for at, hint in hints.items() if hint.is_clear}
    both = len({hint.section for hint in clear.values()}) == len(_SIBLING_SECTIONS_NAMED)
    told = hints if both or _SIBLING_SECTIONS_NAMED & set(known.values()) else {}
    topical = set(known.values()) if plain else set()  # beside topics one word tells of no section that there is
    yield from ((at, hint.section) for at, hint in told.items() if hint.section not in topical)


def _list_other_offices(pieces: Sequence[Piece], sights: Sequence[Sight], members: Sequence[int]) -> list[int]:
    """Return the lines that name the rest and policy, and no section, since lines set alike mostly name an office each.

    ("Other authorities" below "Ministry of Commerce" and "National Energy Administration".)
    """
    rest = [at for at in members if sights[at].section is Section.POLICY_NEWS and _THE_REST.search(pieces[at].text)]
    offices = sum(sights[at].section is None and names_office(pieces[at].text) for at in members) if rest else 0
    return rest if offices >= _LEAST and offices * 2 > len(members) else []


def _look_of(piece: Piece, sight: Sight) -> int | None:
    """Return how a short line that may name a section is set: its level, bold or in capitals, counted or not."""
    text = piece.text
    if piece.kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH} or count_words(text) > _LONGEST_WORDS:
        return None
    if is_closed(text) or sight.dated or is_date_line(text):
        return None
    counted = _NUMBERED if sight.number is not None else 0
    if piece.is_heading:
        return piece.level + counted
    if piece.is_bold:
        return _SIBLING_SECTIONS_BOLD + counted
    return _CAPITALS + counted if is_in_capitals(text) else None


def _heads_several(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether a list, a table, lower headings or dated or led paragraphs stand right below a line."""
    if at + 1 >= len(pieces):
        return False
    piece, below, sight = pieces[at], pieces[at + 1], sights[at + 1]
    if below.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
        return True
    if below.is_heading or (below.is_bold and sight.headline_like):
        return not (piece.is_heading and below.is_heading) or below.level > piece.level
    return sight.dated or sight.number is not None or find_bold_lead(below) is not None


# Own parts: what an issue tells of itself under a heading: its change log, how to read or mend it, all its links.

_OWN = re.compile(
    r"\W*(?:change ?-?logs?|(?:version|revision|edit|update|document|change) (?:history|log|notes)|release notes"
    r"|(?:what|changes) (?:has )?changed (?:in|since) (?:this|the last|version) ?(?:version|edition|update|[\d.]+)"
    r"|how to (?:read|use|contribute to|cite)(?: (?:this|the|an?|our)(?: \w+){1,2})?|how to (?:contribute|cite)"
    r"|contribut(?:e|ing)(?: to this \w+)?|contributors?|legend|key(?: to (?:symbols|icons|status(?:es)?|colou?rs))?"
    r"|symbols?|status (?:key|legend)|suggested citation|citation|licen[cs](?:e|es|ing)"
    r"|(?:更新|修订|变更|版本)(?:日志|记录|历史|说明)|图例(?:说明)?|(?:使用|阅读|填报|收录|体例|编[写制辑印排])说明|凡例|引用(?:格式|方式))\W*",
    re.IGNORECASE,
)
_LOG = re.compile(
    r"\W*(?:change ?-?logs?|(?:version|revision|change) (?:history|log)|changes since .{3,30})\W*", re.IGNORECASE
)
_VIEW = re.compile(r"\W*(?:核心(?:观点|结论)|主要观点|本期观点|(?:投资|报告)(?:要点|摘要|观点)|编者的话|卷首语)\W*")
"""Heads what a house thinks of the issue as a whole, where it stands on the front, over no news yet."""
_CAPTION = re.compile(
    r"\W*(?:(?:图表?|表格?)\s?\d{1,2}(?:[-.–]\d{1,2})?\s*[:：]\s*[^。；:：]{2,50}"
    r"|(?:Table|Figure|Fig\.|Chart|Exhibit)\s?\d{1,2}\s?(?:[:.]|\s[–—-])\s[^.;:]{2,100})"
)
"""What stands over or under a picture, or over a table whose rows are read by themselves."""
_LONGEST = 60
_OPENS = re.compile(
    r"\W*(?:chang|version|revis|edit|updat|docum|releas|what|how to|contrib|legend|key|symbol|status|suggest|citat"
    r"|licen"
    r"|更新|修订|变更|版本|图例|使用|阅读|填报|收录|体例|编|凡例|引用)",
    re.IGNORECASE,
)
"""How all of these begin."""
_LINKS = re.compile(
    r"\W*(?:(?:list of )?(?:the )?(?:web )?(?:links|addresses|sources|references)(?: (?:and|&) (?:links|sources))?"
    r"|(?:end|foot)notes|参考(?:链接|资料|文献)|(?:资料)?来源(?:链接|列表)?|链接)\W*",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\W*(?:signs?|symbols?|icons?|emojis?|colou?rs?|标[志识]|符号|图例)\s*\|"
    r"\s*(?:meanings?|stands? for|status|what it means|含义|说明)\W*\Z",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"\s*(?:(?:[\[(]?\d{1,3}[\]).]?:?\s+)?<?https?://[^\s>]+>?\s*)+")
_HEADS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_BOLD = 9
"""How deep a bold line stands, below any heading."""


def find_own_parts(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the indices of such headings and of what stands below each, to the next heading that is set no deeper.

    Behind a list or table a paragraph that does not speak of the list's form ends it too.
    """
    told = next((at for at, piece in enumerate(pieces) if is_closed(piece.text)), 0)
    own = [at for at, piece in enumerate(pieces) if at and (_names_own(piece) or (at < told and _names_view(piece)))]
    found: set[int] = set()
    for start in own:
        if start in found:
            continue
        found.add(start)
        if not _is_head(pieces[start]):
            continue
        level = _level_of(pieces[start])
        for at in range(start + 1, len(pieces)):
            piece = pieces[at]
            listed = piece.kind is BlockKind.PARAGRAPH and pieces[at - 1].kind in _LISTED
            if (_is_head(piece) and _level_of(piece) <= level) or (listed and not explains_form(piece.text)):
                break
            found.add(at)
    return frozenset(found | _list_addresses(pieces) | _list_legend(pieces))


def _list_legend(pieces: Sequence[Piece]) -> set[int]:
    """Return the rows of a table that says what signs stand for ("Sign | Meaning")."""
    heads = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.TABLE_ROW and _SIGNS.match(piece.raw)]
    rows = (takewhile(lambda at: pieces[at].kind is BlockKind.TABLE_ROW, range(at, len(pieces))) for at in heads)
    return {at for table in rows for at in table}


def _list_addresses(pieces: Sequence[Piece]) -> set[int]:
    """Return where the addresses of all sources stand under one heading of an issue ("Links"), and the heading."""
    named = [at for at, piece in enumerate(pieces) if _is_head(piece) and _LINKS.fullmatch(piece.text)]
    if len(named) != 1:
        return set()
    below = range(named[0] + 1, len(pieces))
    listed = set(takewhile(lambda at: _ADDRESSES.fullmatch(pieces[at].raw) or is_link_only(pieces[at].spans), below))
    return {named[0], *listed} if listed else set()


def _is_head(piece: Piece) -> bool:
    return piece.is_heading or (piece.is_bold and piece.kind is BlockKind.PARAGRAPH)


def _names_own(piece: Piece) -> bool:
    """Whether a piece is such a heading, or a paragraph that opens with the name of a change log and a colon."""
    if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and _CAPTION.fullmatch(piece.text):
        return True
    if piece.kind not in _HEADS or not _OPENS.match(piece.raw):
        return False
    if _is_head(piece) and len(piece.text) <= _LONGEST and _OWN.fullmatch(piece.text) is not None:
        return True
    head, colon, _ = piece.text.partition(":") if piece.kind is BlockKind.PARAGRAPH else ("", "", "")
    return bool(colon) and len(head) <= _LONGEST and _LOG.fullmatch(head) is not None


def _names_view(piece: Piece) -> bool:
    return _is_head(piece) and len(piece.text) <= _LONGEST and _VIEW.fullmatch(piece.text) is not None


def _level_of(piece: Piece) -> int:
    return piece.level if piece.is_heading else _BOLD
