"""Credits: lines beside a headline that say who acted and when, in parts ("NDRC | 8 January 2025"; "Chips | 5 May")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise

from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_first_date, is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.labels import Credit
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import is_closed, names_office_han

# Issued lines: lines that say by whom and when something was issued, and where it stands, in one sentence's words.

_LEAST = 2
_LONGEST = 320
_ISSUED = re.compile(
    r"\s*(?:jointly )?(?:issued|promulgated|released|published|adopted|announced)(?: jointly)? by "
    rf"(?P<who>(?:the )?[A-Z][^|·;]{{1,200}}?),? on (?P<day>{DATE})\s*(?=[|·;]|\Z)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s*[|·;]\s*")
_NUMBER = re.compile(
    r"(?:notice|announcement|order|decree|document)?\s*(?P<number>\S*[〔\[(（]?(?:19|20)\d\d[〕\])）]?\S*号)\s*",
    re.IGNORECASE,
)


def read_issued_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines below what was told, from two on, as the fields that they hold in their order."""
    told = (at for at in range(1, len(pieces)) if is_closed(pieces[at - 1].text))
    found = {at: issued for at in told if (issued := _find_issued(pieces[at]))}
    if len(found) < _LEAST:
        return pieces
    return tuple(
        part for at, piece in enumerate(pieces) for part in (_part(piece, found[at]) if at in found else (piece,))
    )


def _find_issued(piece: Piece) -> re.Match[str] | None:
    raw = piece.raw
    plain = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST and " by " in raw and " on " in raw
    return _ISSUED.match(raw) if plain else None


def _part(piece: Piece, issued: re.Match[str]) -> tuple[Piece, ...]:
    who, day = (piece.cut(*issued.span(name)) for name in ("who", "day"))
    return (who.headed("Issued by: "), day.headed("Date: "), *_list_rest(piece, issued.end()))


def _list_rest(piece: Piece, start: int) -> Iterator[Piece]:
    """Return what stands behind the day: the document's number, and where it can be read."""
    raw = piece.raw
    bounds = [(start, start), *(sign.span() for sign in _SIGN.finditer(raw, start)), (len(raw), len(raw))]
    for (_, first), (last, _) in pairwise(bounds):
        if not raw[first:last].strip():
            continue
        number = _NUMBER.fullmatch(raw, first, last)
        if number is not None:
            yield piece.cut(*number.span("number")).headed("Number: ")
        else:
            yield piece.cut(first, last).headed("Source: ")


# Closing credits: who acted and when, behind the last sentence of news ("... a plan. — MIIT · 29/06", "... . 4/7").

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"(?P<day>{_FIGURE}[/.]{_FIGURE}\.?|{DATE})"
_BEHIND = r"(?P<rest>(?:\s*[(（\[][^()（）\[\]]{1,160}[)）\]])*)\s*\Z"
_WHO = re.compile(
    rf"(?<=[.!?。！？”\"’)）])\s+[—–-]{{1,2}}\s+(?P<who>[^—–()（）\[\].!?。]{{2,160}}?)(?:\s*[·•|,;]\s*{_DAY})?{_BEHIND}",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"(?<=[.!?。！？”\"’)）])\s+[·•|—–-]?\s*{_DAY}{_BEHIND}", re.IGNORECASE)
_BEHIND_LINK = re.compile(rf"\s*[,·|]\s*{_DAY}(?P<rest>)\s*\Z", re.IGNORECASE)
_SIGNS = ("— ", "– ", "- ")
_BETWEEN = " \t\n([（［【—–-|·•→"
"""What may stand between a credit and links behind it."""
_DASH = re.compile(r"\s*[—–|·•→-]")
_NAME = re.compile(rf"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|and)){{0,4}}|[{HAN}]{{2,12}}")
"""Who told the news, where nobody acted: a paper, an agency, a company."""
_CLOSING_CREDITS_LONGEST = 400
_LEAST_BEFORE = 24
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def read_closing_credits(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without such words, which each has as its credit."""
    found = {at: credit for at, piece in enumerate(pieces) if (credit := _find_credit(piece))}
    dated = [at for at, credit in found.items() if credit["day"]]
    signed = [at for at in dated if "who" in found[at].groupdict()]
    if len(dated) < _LEAST:
        return pieces
    kept = {at: credit for at, credit in found.items() if credit["day"] or len(signed) >= _LEAST}
    return tuple(_with_credit(piece, kept[at]) if at in kept else piece for at, piece in enumerate(pieces))


def _find_credit(piece: Piece) -> re.Match[str] | None:
    if piece.kind not in _KINDS or piece.is_bold:
        return None
    told = piece.raw[: _find_links(piece)].rstrip(_BETWEEN)
    start = max(_LEAST_BEFORE, len(told) - _CLOSING_CREDITS_LONGEST)
    end = told[start:]
    signed = _WHO.search(told, start) if any(map(end.__contains__, _SIGNS)) else None
    if signed is not None and (names_office(signed["who"]) or (signed["day"] and _NAME.fullmatch(signed["who"]))):
        return signed
    if not any(map(str.isdigit, end)):
        return None
    return _WHEN.search(told, start) or _find_behind_link(piece)


def _find_behind_link(piece: Piece) -> re.Match[str] | None:
    """Return the day that closes a piece behind the link to its source ("... ships. [filing], 31 May")."""
    linked = len(piece.spans) > 1 and piece.spans[-2].link is not None
    return _BEHIND_LINK.match(piece.raw, len(piece.raw) - len(piece.spans[-1].text)) if linked else None


def _find_links(piece: Piece) -> int:
    """Return the offset behind the last words that are no link."""
    end = len(piece.raw)
    for span in reversed(piece.spans):
        if span.link is None and any(map(str.isalnum, span.text)):
            break
        end -= len(span.text)
    return end


def _with_credit(piece: Piece, found: re.Match[str]) -> Piece:
    who = (found.groupdict().get("who") or "").strip()
    named = (who,) if who else ()
    acts = names_office(who)
    credit = Credit(
        issuers=named if acts else (),
        date_text=(found["day"] or "").strip(" ."),
        sources=() if acts else named,
        is_of_fields=not acts,
    )
    told, rest = piece.cut(0, found.start()), piece.cut(found.start("rest"))
    bare = len(rest.raw) - len(rest.raw.lstrip(_BETWEEN))
    cited = (Span(text=" ("), *rest.cut(bare).spans, Span(text=")")) if _DASH.match(rest.raw) else rest.spans
    return replace(told, spans=(*told.spans, *cited), credit=credit)


_BESIDE = re.compile(r"\s*[|｜·•;；]\s*|\s+(?:[^\w\s\"“”‘’'()（）《》,，.。:：&]|--)\s+|(?<=号)\s+(?=(?:19|20)\d\d年)")
_DAY_BESIDE = re.compile(
    rf"(?:(?P<before>[{HAN}（）]{{2,24}}(?:[、\s][{HAN}（）]{{2,24}}){{0,8}})\s+)?"
    r"(?P<day>(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})"
    rf"(?(before)|\s+(?P<behind>[{HAN}（）]{{2,24}}(?:[、\s][{HAN}（）]{{2,24}}){{0,8}}))"
)
"""A day and offices that only a space parts ("12月5日 财政部")."""
_CREDIT_LENGTH = 240
_LEAST_PARTS = 2
_KICKER_LENGTH = 80
_SENTENCE_END = re.compile(r"[a-z]{2}[.!?]\s")
_TELLS = re.compile(r"[a-z]{3,}ed\s")
"""Opens words on what was done, though they name an office ("announced with the CSRC")."""
_KICKER_TOPIC = re.compile(r"[A-Z](?:[\w&/’'-]|\.(?=\w))*(?: (?:[\w&/’'-]+)){0,3}")
_HAPPENED = re.compile(
    r"(?:issued|published|released|adopted|passed|promulgated|announced|approved|dated?|signed)(?:\s+(?:on|of\s\w+))?\s*:?\s+",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:issu(?:er|ed\sby|ing\s(?:body|bodies|authority))|(?:lead\s)?(?:agency|authority|body)|by|from"
    r"|(?:\w+\s)?(?:bodies|agencies|authorities|departments|ministries|organs)(?=\s*:))\s*:?\s+(?=(?-i:[A-Z]))"
    rf"|(?:document\s|doc\.?\s|our\s)?(?:no\.?|number|ref\.?)\s*:?\s*(?=[{HAN}])",
    re.IGNORECASE,
)
"""Says what a part gives, without a sign between ("Issuer NDRC", "No. 商务部公告2025年第1号")."""
_STATUS = re.compile(
    r"(?:draft|issued|final|adopted|in force|not yet in force|repealed|amended|open|closed|planned|expected"
    r"|in preparation|not (?:yet )?published(?: yet)?|propos(?:al|ed)|(?:under|in|open for) consultation|in effect"
    r"|promulgated|passed|withdrawn)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:(?:draft|open|final|issued)[,:;]?\s+)?(?:for\s(?:public\s)?)?"
    r"(?:effective|in force|enters? into force|takes? effect|applies|applicable|comments?|applications?"
    r"|open (?:for|until)|(?:under )?consultation|deadline)\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(
    r"(?P<issue>no\b|[#№])?(?(issue)|(?:our )?(?:ref(?:erence)?|id|entry|file|case|item|record|code|编号))"
    r"\.?\s?[:：]?\s?"
    r"(?=[A-Z/.-]{0,8}\d)[A-Z\d][A-Z\d/.-]{0,14}",
    re.IGNORECASE,
)
"""Counts the news of a house, and says nothing of them ("Ref. 25-041", "#M-17")."""
_AT_ONCE = re.compile(
    r"(?:(?:effective|(?:comes? |enters? )?in(?:to)? force|(?:takes?|with) (?:immediate )?effect|applies)\s*)"
    r"(?:immediately|at once|(?:on|from|upon|as of|since) (?:its |the )?(?:(?:day|date) of (?:its )?)?"
    r"(?:publication|issue|issuance|release|promulgation))?"
    r"|(?:自)?(?:发布|公布|印发)之日起(?:施行|实施|生效)",
    re.IGNORECASE,
)
"""A term whose day is that of the act itself."""
_LINKED = re.compile(
    rf"[{HAN}]{{0,8}}(?:全文|原文|链接|通知|公告|通告|公报|文件|解读|网站|网|微信|公众号)"
    r"|(?:(?:full|official|original) )?(?:text|link|notice|pdf|website)",
    re.IGNORECASE,
)
"""What a link at the end of such a line says of itself."""
_STATUS_HAN = re.compile(
    r"(?:已经?|正式|[将待拟])?(?:发布|公布|印发|出台|下发|施行|实施|生效|修[订改]|废止|失效|撤[回销])"
    r"|(?:尚未|未)(?:发布|公布|施行|实施|生效)|(?:公开|正在)?(?:征求|征集)意见(?:[中稿]|阶段)?|草案|现行(?:有效)?"
)
_TERM_HAN = re.compile(
    r"(?=.*(?:施行|实施|生效|执行|意见|反馈|申报|报名|受理|截止))"
    r"(?:(?:公开|正式|征求|征集|收集|意见|反馈|申报|报名|受理|施行|实施|生效|执行|期限|时间|日期|截止|截至|自|将|[于至到从:：]|\s)*)"
    r"(?:\d{4}年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"(?:日?[起止前]|之前|开始|公开|正式|征求|征集|意见|反馈|申报|报名|受理|施行|实施|生效|执行|截止|结束)*"
)
"""A day on which something else than the news happens, and what: "8月15日起施行", "征求意见至8月24日"."""
_AND_OTHERS = re.compile(r"等?(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|多)?个?(?:部门|部委|单位|机构|委局)\Z|等\Z")
"""What stands behind an office's name for those that act with it ("商务部等十三部门")."""
_FROM_NOW = "Effective from: "
_NO_DAY = re.compile(
    r"(?:no date(?: (?:given|stated))?|n\.d\.|undated|date (?:not given|unknown|to follow)|日期不详)", re.IGNORECASE
)
_KIND = re.compile(
    r"(?:(?P<draft>draft )|(?:interim|trial|mandatory|national|joint|implementation|work|action|guiding|final) )*"
    r"(?:measures|provisions|rules?|notice|opinions|plan|catalogue|standard|guidelines|law|regulations?|announcement)"
    r"(?:, (?P<behind>draft|issued|final|adopted|in force|published))?",
    re.IGNORECASE,
)
"""What kind of document it is that the news is about."""
_CREDIT_NUMBER = re.compile(
    rf"[{HAN}]{{1,14}}\s*[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*\d{{1,5}}\s*号"
    rf"|[{HAN}、\s]{{2,60}}(?:公告|令)\s*(?:(?:19|20)\d\d年)?\s*第\s?\d{{1,5}}号"
    r"|国令第\s?\d{1,5}号"
    rf"|[{HAN}]{{1,14}}\s*[〔\[]\s*(?:19|20)\d\d\s*[〕\]]\s*\d{{1,5}}\s*号"
    r"|(?:\w+ )?(?:Decree|Order|Announcement|Notice) No\. ?\d{1,5}(?: of (?:19|20)\d\d)?"
    r"(?:\s*[（(][^()（）]{2,30}[)）])?"
)


class Part(StrEnum):
    """What a part of such a line gives."""

    DATE = "date"
    UNDATED = "undated"
    TERM = "term"
    NUMBER = "number"
    ISSUER = "issuer"


def find_credit(text: str) -> Credit | None:
    """Return what a line under a headline credits, in parts beside each other ("NDRC | 8 January 2025"); else None.

    Each part must be issuers, a date, a term with its date ("effective 1 May 2025"), the kind of document or a number;
    one of them a date, a term's at least, or words that there is none, another issuers or a number.
    """
    if len(text) > _CREDIT_LENGTH:
        return None
    parts = _split(text)
    if len(parts) < _LEAST_PARTS:
        return None
    found: dict[Part, list[str]] = {}
    for part in parts:
        told = tell_part(part)
        if told is None:
            return None
        found.setdefault(told[0], []).append(told[1])
    dated = found.get(Part.DATE) or found.get(Part.UNDATED) or any(map(find_first_date, found.get(Part.TERM, ())))
    if not dated or not (found.get(Part.ISSUER) or found.get(Part.NUMBER)):
        return None
    day = " ".join(found.get(Part.DATE, [""])[0].split()).strip(" ,.")
    return Credit(
        issuers=tuple(found.get(Part.ISSUER, ())),
        date_text=day,
        terms=date_terms(found.get(Part.TERM, ()), day),
        numbers=tuple(found.get(Part.NUMBER, ())),
    )


def date_terms(terms: Iterable[str], day: str) -> tuple[str, ...]:
    """Return the terms of a credit that say something, those from the act's own day on with this day."""
    return tuple(f"{term}{day}" if term == _FROM_NOW else term for term in terms if term)


def tell_part(part: str) -> tuple[Part, str] | None:
    """Return what a part of such a line gives, and its words; None for words that no credit holds."""
    part = _NAMED.sub("", part, count=1)
    happened = _HAPPENED.match(part)
    bare = part[happened.end() :] if happened else part
    if is_date_line(bare):
        return Part.DATE, bare
    if _NO_DAY.fullmatch(part):
        return Part.UNDATED, part
    if _TERM.match(part) and find_first_date(part):
        return Part.TERM, part
    if "月" in part and _TERM_HAN.fullmatch(part):
        return Part.TERM, part
    if _AT_ONCE.fullmatch(part) and not _STATUS.fullmatch(part):
        return Part.TERM, _FROM_NOW
    if _STATUS.fullmatch(part) or _STATUS_HAN.fullmatch(part):
        return Part.TERM, f"Status: {part}"
    if _CREDIT_NUMBER.fullmatch(part):
        return Part.NUMBER, part
    if _OWN_NUMBER.fullmatch(part):
        return Part.TERM, ""
    if kind := _KIND.fullmatch(part):
        status = kind["behind"] or (kind["draft"] or "").strip()
        return Part.TERM, f"Status: {status}" if status else ""
    office = _AND_OTHERS.sub("", part)
    told = _SENTENCE_END.search(part) or _TELLS.match(part) or find_first_date(part)
    is_office = names_office(office) and not told
    return (Part.ISSUER, part) if is_office else None


def _split(text: str) -> list[str]:
    """Return the parts of such a line, without what a link behind them says of itself."""
    parts = [part.strip() for part in _BESIDE.split(text.strip(" *_")) if part.strip()]
    if len(parts) == 1 and (beside := _DAY_BESIDE.fullmatch(parts[0])):
        office = _AND_OTHERS.sub("", beside["behind"] or beside["before"])
        return [part for part in beside.groups() if part] if names_office_han(office) else []
    return parts[:-1] if len(parts) > _LEAST_PARTS and _LINKED.fullmatch(parts[-1]) else parts


def find_kicker(text: str) -> Credit | None:
    """Return what a short line beside a headline tells of it: a credit, or a topic and a date ("Chips | 5 May").

    A topic is a few words that are neither a number nor a sentence; it credits nobody. The house's own number may stand
    in its place ("Ref. 24-7 | 5 May").
    """
    credit = find_credit(text)
    if credit is not None or len(text) > _KICKER_LENGTH:
        return credit
    parts = [part.strip() for part in _BESIDE.split(text.strip(" *_")) if part.strip()]
    dates = [part for part in parts if is_date_line(part)]
    beside = [part for part in parts if part not in dates]
    topics = [part for part in beside if not (own := _OWN_NUMBER.fullmatch(part)) or own["issue"]]
    named = all(_KICKER_TOPIC.fullmatch(part) for part in topics)
    if len(dates) != 1 or not beside or not named:
        return None
    return Credit(issuers=(), date_text=_clean(dates[0]), topics=tuple(topics))


def is_credit_number(part: str) -> bool:
    """Whether a part of such a line is a document's number."""
    return _CREDIT_NUMBER.fullmatch(part) is not None


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,.")


# Credit heads: headings of nothing but a day and offices over a paragraph each ("30 May | MOF"): no headlines.

_CREDIT_HEADS_LEAST, _LEAST_LINES = 3, 2


def read_credit_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the paragraphs below such headings, from three on, as list items with the credit that stood above them."""
    found = {at: credit for at, piece in enumerate(pieces[:-1]) if (credit := _credit_heads_find_credit(piece))}
    headed = sum(at > 0 and (pieces[at - 1].is_heading or pieces[at - 1].is_bold) for at in found)
    if (
        len(found) < _CREDIT_HEADS_LEAST
        or headed * 2 > len(found)
        or not all(_tells_all(pieces, at + 1) for at in found)
    ):
        return pieces
    return tuple(
        _as_news(piece, found[at - 1]) if at - 1 in found else piece
        for at, piece in enumerate(pieces)
        if at not in found
    )


def part_credit_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with headlines parted from the credit on the line below them, in blocks of these two lines."""
    parted = {at: end for at, piece in enumerate(pieces) if (end := _find_line_end(piece))}
    if len(parted) < _LEAST_LINES:
        return pieces
    return tuple(
        part
        for at, piece in enumerate(pieces)
        for part in ((piece.cut(0, parted[at]), piece.cut(parted[at] + 1)) if at in parted else (piece,))
    )


def _find_line_end(piece: Piece) -> int:
    """Return where the first of two lines ends, a link, over a credit; 0 where a piece is no such block."""
    head, _, below = piece.raw.strip().partition("\n")
    if not below or "\n" in below or is_closed(head) or piece.kind is not BlockKind.PARAGRAPH:
        return 0
    first = [span for span in piece.spans if span.text.strip()][:1]
    set_off = bool(first) and first[0].link is not None and len(first[0].text) >= len(head)
    credit = find_credit(below) if set_off else None
    return piece.raw.index("\n", len(piece.raw) - len(piece.raw.lstrip())) if credit and credit.date_text else 0


def _credit_heads_find_credit(piece: Piece) -> Credit | None:
    credit = find_credit(piece.text) if piece.is_heading or (piece.is_bold and piece.starts_block) else None
    return credit if credit and credit.date_text and credit.issuers else None


def _tells_all(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a piece is a paragraph that ends a sentence, and no other paragraph in plain letters follows it."""
    told = pieces[at].kind is BlockKind.PARAGRAPH and not pieces[at].is_bold and is_closed(pieces[at].text)
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return told and (after is None or after.kind is not BlockKind.PARAGRAPH or after.is_bold)


def _as_news(piece: Piece, credit: Credit) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1), credit=credit)
