"""Lead-ins: the date a piece of news starts or ends with, and the bold words it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.dates.date_words import ANY_MONTH, MONTH, is_day_stop
from bot.model.ids import HAN
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.printed_days import DATE, WEEKDAY_BEHIND, find_bare_tail, find_dateline, match_bare_day

_YEAR = r"(?:19|20)\d\d"
_ANY_MONTH = rf"(?:{ANY_MONTH}(?![^\W\d_])\.?)"
_OPEN = r"[\s*_\[(（【▪•·■►]*"
_CLOSE = r"[*_\])）】]*"
_START = re.compile(
    rf"{_OPEN}(?P<date>{DATE}){_CLOSE}{WEEKDAY_BEHIND}(?P<sign>\s*(?:[:：|｜·，]|//(?=\s)|\.(?=\s|\Z)|,(?=\s*[A-Z][^,]{{0,60}}:)|\s[–—-]\s|[–—]|-\s)|\Z)?\s*{_CLOSE}\s*",
    re.IGNORECASE,
)
_SPACE_THEN_HAN = re.compile(rf"\s+(?=[{HAN}A-Z《“])")
"""What parts a day that opens a line from its news where no sign does ("5月6日　某公司...")."""
_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_SHORT = (
    rf"(?:{_FIGURE}/{_FIGURE}(?:/(?:{_YEAR}|\d\d))?(?![\d/])|{_FIGURE}/{_FIGURE}\s+{_ANY_MONTH}(?:,?\s+{_YEAR})?"
    rf"|(?=\d?\d?\.?\s?\d\d\.){_FIGURE}\.\s?(?:0?[1-9]|1[0-2])\.?|{_FIGURE}-{_ANY_MONTH}(?:-(?:{_YEAR}|\d\d))?(?!\d)|{_FIGURE}\s{_ANY_MONTH}\s\d\d(?!\d)"
    rf"|{_ANY_MONTH}-{_FIGURE}(?:-{_YEAR})?(?![\d-]))"
)
_SHORT_START = re.compile(
    rf"{_OPEN}(?P<date>{_SHORT}){_CLOSE}(?:\s*[:：|｜·]|\s[–—-]\s)\s*{_CLOSE}\s*(?=\S)", re.IGNORECASE
)
"""Forms of a date that are one only where a sign parts them from the news."""
_SHORT_SET_OFF = re.compile(rf"{_OPEN}(?P<date>{_SHORT}){_CLOSE}\s+(?=\S)", re.IGNORECASE)
"""The same before a space, where their look sets them off."""
_FIGURES_START = re.compile(
    rf"{_OPEN}(?P<date>{_YEAR}[-/.]{_FIGURE}[-/.]{_FIGURE}|{_FIGURE}(?:/{_FIGURE}/|-{_FIGURE}-|\.{_FIGURE}\.){_YEAR}){_CLOSE}"
    rf"\s+(?=[A-Z“\"‘{HAN}《])"
)
_MONTH_LINE = re.compile(rf"\W*(?:(?:early|mid|late)[ -])?{MONTH}(?:,?\s+{_YEAR})?\W*", re.IGNORECASE)
_WHOLE = re.compile(rf"\W*{DATE}{WEEKDAY_BEHIND}\W*", re.IGNORECASE)
_TAIL_BRACKET = re.compile(rf"\s*[(（\[【]\s*(?P<date>{DATE})\s*[)）\]】](?P<stop>[.。]?)\s*\Z", re.IGNORECASE)
_TAIL_FIGURES = re.compile(rf"\s*[(\[]\s*(?!24/7\b)(?P<date>{_FIGURE}/{_FIGURE}(?:/{_YEAR})?)\s*[)\]]\.?\s*\Z")
_TAIL_DOTTED = re.compile(rf"(?<=[{HAN}”》])\s*（(?P<month>0?[1-9]|1[0-2])[.．-](?P<day>0?[1-9]|[12]\d|3[01])）\s*\Z")
"""The day behind a Chinese headline, the month first and a dot between them."""
_TAIL_SIGN = re.compile(
    rf"\s*(?:\s[–—|-]\s|[,，]\s|\s(?={_YEAR}[-/]\d\d?[-/]))\s*(?P<date>{DATE})\.?\s*\Z", re.IGNORECASE
)
_LISTED_ZH = re.compile(rf"(?:通知|公告|通告|意见|函|批复|决定|办法|号[）)])\s+{_YEAR}[-/]\d\d?[-/]\d\d?\s*\Z")
"""The title of a document and its day, as lists on the web have them."""
_ON = re.compile(rf"(?<=[\s,，(（])(?P<date>{DATE})", re.IGNORECASE)
_ANY_DATE = re.compile(rf"(?<!\w)(?P<date>{DATE})", re.IGNORECASE)
_ON_FIRST = re.compile(rf"\W*(?:(?:on|am|le|el|il)\s+)?(?P<date>{DATE})\s*[,，]?", re.IGNORECASE)
_LED_BY_ZH = re.compile(
    rf"\W*(?![{HAN}]{{0,14}}(?:日期|时间|截止|期限))[{HAN}、（）·]{{2,16}}[:：]\s*(?=(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日[，,])"
)
"""The place or the actor before the day ("广东：5月6日，...")."""
_WEEKDAY_FIRST = re.compile(
    r"\W*(?:on|this|last)\s(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?!\s\d)", re.IGNORECASE
)
_NOT_NEWS = re.compile(
    r"effect|force|until|till|by\b(?!\s(?:about\s|around\s)?\d)|before|due|deadline"
    r"|from(?!\s+(?:[a-z]{3}\s?|[€$¥£])?\d[\d.,]*\s?(?:%|per\s?cent|basis|to\s|yuan|[mb]illion|trillion))"
    r"|clos(?!ed)|start(?!ed|-?ups?\b)|begin|end\b|\bend(?:s|ed|ing)\b|expir|\bopen(?: for [\w\s]+)? until|\bruns?\b"
    r"|\bwas due"
    r"|\bhad\b|(?<!['’]s )(?<!\b(?:its|his|her|the|our) )(?<!\btheir )\b(?:first|originally|initially)\s+(?!on\b)[a-z]"
    r"|\bscheduled|\bplanned|\bwill\b|\bto be\b|\bearlier\b|\bprevious|as of"
    r"|\b(?:tritt|treten|gilt|gelten|bis|ab|spätestens|endet)\b|截至|截止|自(?![动主然贸由行愿身治有控律查产])|(?<![目当此以日提])前|(?<![一引发兴])起(?![重草步点诉伏价动])",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    r"\b(?:until|till|before|from|since|due(?:\s+on)?|as\s+of|effective(?:\s+on)?|by(?:\s+the\s+end\s+of)?)\s+\Z",
    re.IGNORECASE,
)
_COMES_TO_BEAR = re.compile(
    r"\W*(?:is|was|marks)\s+(?:the|a|its)\s+(?:\w+\s+){0,3}(?:deadline|day|date|end)\b"
    r"|(?:(?!(?<!\bwas )(?<!\bwere )\b(?:issu|publish|releas|adopt|approv|promulgat|announc)ed\b)[^.;]){0,80}?"
    r"\b(?:takes?\s+effect|(?:comes?|enters?)\s+into\s+(?:force|effect)|becomes?\s+effective|expires?\b"
    r"|(?:comments?|consultations?|applications?|registration|window|period|deadline)\s+(?:\w+\s+){0,3}(?:closes?|ends?)\b)",
    re.IGNORECASE,
)
_ISSUED_BY_ON = re.compile(
    r"[,(]?\s(?:issued|published|released|adopted|promulgated)\s(?:\w+\s)?by\s[^.;]{2,80}\s(?:on|in)\s+$", re.IGNORECASE
)
_ISSUED_FIRST = re.compile(
    rf"\W*(?:issued|published|released|adopted|promulgated|announced|dated)\s+(?:on\s+)?(?P<date>{DATE})", re.IGNORECASE
)
"""Opens a note on a document ("Issued 5 May by MIIT. Effective ...")."""
_ISSUED_LAST = re.compile(
    rf"\b(?:issued|published|released|adopted|promulgated|announced|dated)\s+(?:on\s+)?(?P<date>{DATE})\W*\Z",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\b(?:by|from)\s+(?=(?:the\s+)?[A-Z])")
"""Names who did something, or where it came from: no term, since the day has its own word ("on")."""
_ISSUED_ASIDE_ZH = re.compile(
    rf"[，,（(]\s*(?P<date>{DATE})\s*(?:发布|公布|印发|颁布|出台)(?:(?=[，,。；])|[)）]\s*(?=[：:。]|\Z)|\s*\Z)"
)
"""Tells beside a title when it was issued ("《甲办法》（甲发〔2025〕7号，7月15日发布）")."""
_ISSUED_ON = re.compile(r"\b(?:issu|publish|releas|adopt|approv|promulgat|announc)ed\s+on\s+$", re.IGNORECASE)
_CAME_TO_BEAR = re.compile(r"\b(?:took effect|(?:came|entered|went) into (?:force|effect))\s+on\s+$", re.IGNORECASE)
_WAS_ISSUED = re.compile(
    r"(?:\b\w+\s+)?\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:issued|published|released|promulgated|announced|unveiled|adopted"
    r"|circulated|made\s+public)\b(?:\s+(?:by|in|at|through)\b[^.;,]{0,80})?\s+on\s+$"
    r"|\b(?:notices?|documents?|circulars?|texts?|announcements?|orders?|decisions?|letters?|drafts?|plans?|measures|rules)"
    r"\s+(?:is|are|was|were|bears?\s+the\s+date)\s+(?:of|dated)\s+$"
    r"|\b(?:according\s+to|in|by|with)\s+an?\s+(?:\w+\s+)?(?:notice|announcement|circular|order|decision|document|letter"
    r"|statement)\s+(?:of|dated)\s+$"
    r"|\bNo\.?\s?\d{1,4}(?:\s+of\s+(?:19|20)\d\d)?,\s(?:issued|published|released|dated|of)(?:\s+on)?\s+$",
    re.IGNORECASE,
)
"""Says that a day is that of something's issue, or a document's own."""
_PLUPERFECT = re.compile(r"\bhad\b|\b(?:first|originally|initially)\b|\b(?:which|that)\s+(?:was|were)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z“\"(])|[。！？]")
_ACTOR_DATED = re.compile(
    rf"\s*(?P<who>[A-Z][^.;:()（）]{{1,80}})\s[(（](?P<date>{DATE})[)）]\s+(?=[a-z])", re.IGNORECASE
)
"""Somebody with the day in brackets, before what was done ("MIIT (19 December) opened ...")."""
_TO_COME = re.compile(r"\b(?:will|shall|must|(?:is|are)\s(?:due\s|set\s)?to)\s[^,;:]*\Z")
_ON_WORD = re.compile(r"\b(?:on|am)\s+$", re.IGNORECASE)
_AFTER_WORDS = re.compile(
    rf"(?P<words>[^.!?:：。(（]{{2,120}}?)\s*[(（]\s*(?P<date>{DATE})\s*(?:[,;，]\s[^()（）]{{1,40}})?[)）]"
    r"(?P<rest>(?:\s*[:：]|\s+[–—-]\s).*)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"\s*【[^【】\n]{1,24}】\s*")
_STARTS_SENTENCE = re.compile(rf"[\W_]*(?:[A-Z]|[{HAN}]|[a-z]+[A-Z]|\d+[A-Z])")
_OFFICE = re.compile(
    r"\b(?:Ministry|Ministries|Commission|Administration|Council|Office|Bureau|Committee|Congress|Court|Bank|Authority|Agency"
    rf"|Association|Department\sof\s[A-Z][a-z]+|(?:People[’']s|Municipal|Provincial|City)\sGovernment|[A-Z]{{3,7}})\b|(?:[部委局会办署院厅行]|(?<!公)司)(?![{HAN}])|(?<=\w)ministerium\b|\bStaatsrat\b|\b[Mm]inistère\b"
)
_STOPS = (".", "!", "?", "。", "！", "？")
_BY = re.compile(r"\bby\s(?=\S)")  # before a day in brackets it says who or how ("by another name (5 May)")
_NEAR = 20  # signs before a day in brackets that may say that it is a term
_LEAD_LENGTH = 160
_HEADLINE_WORDS = 3
_TITLE_LENGTH = 240
_TITLE_LINE = re.compile(rf"[A-Z“\"][^.;:。(（]{{6,200}}(?:\([^()]{{3,40}}\))?\s*[(（]《?[{HAN}][^()。]{{3,120}}[)）]")


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedLead:
    """A date at a piece's start or end: as printed, and the offsets between which the news itself stands."""

    date_text: str
    start: int
    end: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadedLead:
    """A bold headline with its date before the news: the headline, the date, and the offset where the news starts."""

    headline: str
    date_text: str
    start: int


def find_dated_lead(piece: Piece) -> DatedLead | None:
    """Return the date a piece opens with when a sign, brackets, a line's end or its own look sets it off; else None."""
    raw = piece.raw
    match, is_short = _match_start(raw)
    if match is None:
        return _find_set_off(piece) if piece.spans and (piece.spans[0].bold or piece.spans[0].italic) else None
    if is_short:
        return DatedLead(date_text=_clean(match["date"]), start=match.end())
    bracketed = raw[: match.start("date")].strip()[-1:] in {"(", "[", "（", "【"}
    if match["sign"] is not None or bracketed or _look_ends_at(piece, match.end("date"), match.end()):
        return DatedLead(date_text=_clean(match["date"]), start=match.end())
    if match["date"].endswith("日") and _SPACE_THEN_HAN.match(raw, match.end("date")):
        return DatedLead(date_text=_clean(match["date"]), start=match.end())
    stopped = match["date"].endswith(".") and raw[match.end("date") :][:1].isspace()
    if stopped and _STARTS_SENTENCE.match(raw[match.end() :]):
        return DatedLead(date_text=_clean(match["date"]), start=match.end())
    return None


def _find_set_off(piece: Piece) -> DatedLead | None:
    """Return the day in figures that a piece opens with, where bold or italic letters end with it."""
    match = _SHORT_SET_OFF.match(piece.raw)
    if match is None or not _look_ends_at(piece, match.end("date"), match.end()):
        return None
    return DatedLead(date_text=_clean(match["date"]), start=match.end())


@lru_cache(maxsize=512)
def _match_start(raw: str) -> tuple[re.Match[str] | None, bool]:
    """Return the date that a text opens with, and whether it is one by its form alone; many ask for the same text."""
    short = match_bare_day(raw) or _SHORT_START.match(raw) or _FIGURES_START.match(raw)
    return short or _START.match(raw), short is not None


def find_dated_tail(raw: str) -> DatedLead | None:
    """Return the date a text ends with, in brackets or after a dash, comma or bar that ends the text; else None."""
    tail = find_closing_date(raw)
    if tail is not None and raw[: tail.end].rstrip().endswith(_STOPS) and raw.rstrip()[-1:] in {*")）]】"}:
        return tail
    if tail is None or _LISTED_ZH.search(raw):
        return tail
    bracketed = raw.rstrip()[-1:] in {*")）]】"}
    near = _BY.sub("", raw[: tail.end][-_NEAR:]) if bracketed else raw[-60 : tail.end] or raw[: tail.end][-25:]
    return None if _NOT_NEWS.search(near) else tail


def find_closing_date(raw: str) -> DatedLead | None:
    """Return the same, whatever the text says of it."""
    dotted = _TAIL_DOTTED.search(raw)
    if dotted:
        return DatedLead(date_text=f"{dotted['month']}月{dotted['day']}日", start=0, end=dotted.start())
    match = find_bare_tail(raw) or _TAIL_BRACKET.search(raw) or _TAIL_FIGURES.search(raw) or _TAIL_SIGN.search(raw)
    if match is None or not raw[: match.start()].strip():
        return None
    return DatedLead(date_text=_clean(match["date"]), start=0, end=match.start())


def find_closing_day(text: str) -> str | None:
    """Return the day with which a text ends as that of an issue ("..., issued on 2024-05-03"), or None."""
    match = _ISSUED_LAST.search(text)
    return _clean(match["date"]) if match else None


def find_told_date(text: str) -> str | None:
    """Return the date on which the first two sentences say something happened ("On 5 March, ..."), or None.

    Dates on which something takes effect, starts, closes or is due are not such dates.
    """
    for i, sentence in enumerate(islice(_split_sentences(text), 2)):
        dateline = None if i else find_dateline(sentence)
        if dateline:
            return _clean(dateline)
        led = None if i else _LED_BY_ZH.match(sentence)
        first = _ON_FIRST.match(sentence, led.end() if led else 0)
        if first and not _COMES_TO_BEAR.match(sentence[first.end() :]):
            return _clean(first["date"])
        actor = _ACTOR_DATED.match(sentence)
        if actor and not _NOT_NEWS.search(actor["who"]):
            return _clean(actor["date"])
        issued = _ISSUED_FIRST.match(sentence) or _ISSUED_ASIDE_ZH.search(sentence)
        if issued:
            return _clean(issued["date"])
        for match in _ON.finditer(sentence):
            before = sentence[max(0, match.start("date") - 40) : match.start("date")]
            by_whom = sentence[max(0, match.start("date") - 120) : match.start("date")]
            if _ISSUED_BY_ON.search(by_whom) or _CAME_TO_BEAR.search(before):
                return _clean(match["date"])
            happened = _ISSUED_ON.search(before) or not _COMES_TO_BEAR.match(sentence[match.end("date") :])
            due = _NOT_NEWS.search(_BY_WHOM.sub("", before)) or _TO_COME.search(by_whom)
            if happened and not due and _ON_WORD.search(before):
                return _clean(match["date"])
    return find_issue_date(text)


def opens_with_day(text: str) -> bool:
    """Whether a text opens with a day of what it tells ("On 5 March, ..."), whatever stands behind that."""
    return _ON_FIRST.match(text) is not None and find_told_date(text) is not None


def find_first_date(text: str) -> str | None:
    """Return the first date that a text prints, whatever happens on it, or None."""
    match = _ANY_DATE.search(text)
    return _clean(match["date"]) if match else None


def find_first_day(text: str) -> str | None:
    """Return the first date of a text that is no term ("until 3 May", "due on 3 May"), or None."""
    days = (day for day in _ANY_DATE.finditer(text) if not _TERM_BEFORE.search(text, 0, day.start()))
    return next((_clean(day["date"]) for day in days), None)


def find_opening_weekday(text: str) -> str | None:
    """Return the weekday that a text opens with ("On Monday, ...", "Last Friday ..."), as it is printed, or None."""
    match = _WEEKDAY_FIRST.match(text)
    return match["day"] if match else None


def find_issue_date(text: str) -> str | None:
    """Get the date on which any sentence says that something was issued ("was published on 13 December"), or None."""
    for sentence in _split_sentences(text):
        for match in _ON.finditer(sentence):
            before = _WAS_ISSUED.search(sentence[max(0, match.start("date") - 120) : match.start("date")])
            if before and not _PLUPERFECT.search(before[0]):
                return _clean(match["date"])
    return None


def find_dated_words(raw: str) -> tuple[str, str] | None:
    """Return the date in brackets after a lead-in's words ("Chip rules (6 March): ..."), and the text without it."""
    match = _AFTER_WORDS.match(raw)
    return (_clean(match["date"]), f"{match['words']}{match['rest']}") if match else None


def is_dated_by_words(piece: Piece) -> bool:
    """Whether a piece opens with bold words, a date and a sign: "**Chip rules** (6 March) – ..."."""
    if find_bold_lead(piece) is None:
        return False
    return find_dated_words(piece.raw) is not None or find_headed_lead(piece) is not None


def find_headed_lead(piece: Piece) -> HeadedLead | None:
    """Return headline and date of "**Chip rules are out** 6 March 2024 – text", as a line's end often parts them.

    A word or two in bold are a headline only on a line of their own. None without a date set off, or without news.
    """
    headline = find_bold_lead(piece)
    if headline is None or is_date_line(headline):
        return None
    at = _bold_end(piece)
    rest = piece.raw[at:]
    gap = piece.raw[:at][len(piece.raw[:at].rstrip()) :] + rest[: len(rest) - len(rest.lstrip())]
    if "\n" not in gap and (len(headline.split()) < _HEADLINE_WORDS or rest.lstrip()[:1] in "([（【"):
        return None
    lead = find_dated_lead(piece.cut(at))
    if lead is None or not rest[lead.start :].strip():
        return None
    return HeadedLead(headline=" ".join(headline.split()), date_text=lead.date_text, start=at + lead.start)


def names_office(text: str) -> bool:
    """Whether a line names an office, or has capitals that may be its abbreviation."""
    return _OFFICE.search(text) is not None


def find_tag_end(text: str) -> int:
    """Return the offset after a tag such as 【国务院】 that opens a piece of news; 0 without one."""
    match = _TAG.match(text)
    return match.end() if match else 0


def is_title_line(text: str) -> bool:
    """Whether a line is the title of a document with its Chinese title in brackets, and nothing else."""
    return len(text) <= _TITLE_LENGTH and _TITLE_LINE.fullmatch(text.strip()) is not None


def is_bracketed_date(text: str) -> bool:
    """Whether the whole text is a date in brackets, as one that a line's end parted from its news."""
    inner = text.strip()
    return inner[:1] in {"(", "（", "["} and inner[-1:] in {")", "）", "]"} and is_date_line(inner[1:-1])


@lru_cache(maxsize=512)
def is_date_line(text: str) -> bool:
    """Whether the whole text is one date or a span of days, as a heading above a day's news."""
    return len(text) <= _LEAD_LENGTH and _WHOLE.fullmatch(text) is not None


def is_month_line(text: str) -> bool:
    """Whether the whole text is a month, perhaps with its year, as a heading above its news."""
    return len(text) <= _LEAD_LENGTH and _MONTH_LINE.fullmatch(text) is not None


def find_bold_lead(piece: Piece) -> str | None:
    """Return the bold words a piece opens with, when plain words follow them; else None."""
    at = _bold_end(piece)
    if at > _LEAD_LENGTH or at == len(piece.raw):
        return None
    return piece.raw[:at].strip(" \t\n:：.–—-") or None


def _bold_end(piece: Piece) -> int:
    """Return the offset of the first words that are not bold."""
    at = 0
    for span in piece.spans:
        if not span.bold and span.text.strip():
            break
        at += len(span.text)
    return at


def _look_ends_at(piece: Piece, date_end: int, lead_end: int) -> bool:
    """Whether the bold or italic run that holds the date ends with it, and plain text follows."""
    at = 0
    for span in piece.spans:
        at += len(span.text)
        if span.bold or span.italic:
            if date_end <= at <= lead_end:
                return True
        elif span.text.strip():
            return False
    return False


def _split_sentences(text: str) -> Iterator[str]:
    """Return what stands between the signs that end a sentence."""
    start = 0
    for stop in _SENTENCE.finditer(text):
        if not is_day_stop(text, stop.start()):
            yield text[start : stop.start()]
            start = stop.end()
    yield text[start:]


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,.")
