"""Running prose below sections: paragraphs without headlines that tell of acts, often behind a sentence that leads in.

("Money became a little cheaper. On 22 August the central bank ... Four days after this, the ministry ...")

Decided: where nearly all paragraphs right below the headings of sections tell a day, and half of them not in their
first sentence, each is a piece of news, and so is each further act in it. A further act begins at a sentence that tells
another day, of somebody it names or behind words that turn to it ("In between", "On the same day"), or at the sentence
before, where that leads in to it. What was there before ("had", "earlier") and what leans on the act above begins none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.dates.date_words import ANY_MONTH, WEEKDAY, find_day
from bot.dates.printed_dates import find_printed_dates, word_date
from bot.model.ids import HAN, fold_title
from bot.reading.document import BlockKind, Document, Span
from bot.reading.grammar.layout.headlines import find_run_in_head
from bot.reading.grammar.layout.lead_ins import (
    find_closing_date,
    find_closing_day,
    find_dated_lead,
    find_told_date,
    names_office,
)
from bot.reading.grammar.layout.piece_cuts import TAG
from bot.reading.grammar.layout.pieces import Piece, is_mostly_han
from bot.reading.grammar.lines.headings import find_number, find_section
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import (
    is_closed,
    is_prose,
    leans_on_before,
    may_tell_in_han,
    names_actor,
    refers_back,
    speaks_to_reader,
)
from bot.reading.grammar.lines.title_page import list_title_lines, parse_title_page

# Acts told one after the other in one running paragraph, each in a sentence with its own day, actor and document.

_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\b[A-Z])[.!?][\"'”’)\]]*(?:\s*[(\[][^()\[\]]{1,200}[)\]]\.?)?\s+(?=[A-Z“\"\d])"
    r"|[。！？][”’」』）)]*(?:\s*[（(][^（）()]{1,200}[）)]。?)?\s*"
)
"""Ends a sentence, with sources in brackets behind it."""
_KIND = (
    r"(?:Measures|Provisions|Regulations?|Rules|Opinions|Guidelines|Guidance|Guides?|Plan|Notice|Circular|Announcement"
    r"|Catalogue|Standards?|Law|Decision|Scheme|Program(?:me)?|Outline|Order|Decree|Specifications?|Requirements"
    r"|Interpretation|Roadmap|Strategy|List)"
)
_ISSUED_EN = re.compile(
    r"\b(?:issue|release|publishe|announce|adopt|approve|promulgate|unveile?|circulate|launche|sign|revise|put out)"
    r"(?:s|d|ed)?\b[^.;:]{0,60}?(?P<title>[“\"][^“”\"]{4,200}[”\"]"
    rf"|\b(?:[A-Z][\w’'&-]*\s+(?:(?:for|of|on|the|and|to|in|from)\s+){{0,2}}){{0,12}}{_KIND}\b(?:\s+(?:for|of|on|to|in|\(|No\b\.?)[^.;,]{{0,120}})?)"
)
_ISSUED_ZH = re.compile(
    r"(?:印发|发布|公布|出台|下发|颁布|通过|批准)[^。；《]{0,30}?"
    r"(?P<title>《[^《》]{2,120}》|(?:19|20)\d\d年第\d{1,4}号|〔(?:19|20)\d\d〕\d{1,4}号)"
)
_DATED_ACTS_BEFORE_THAT = re.compile(
    r"\b(?:had|earlier|previously|formerly|already|last (?:year|month|week)|follow(?:ed|s|ing)|after)\b"
    r"|此前|早前|先前|之前|曾|已于|早在|去年|上月|随后|配套",
    re.IGNORECASE,
)
_ON = re.compile(r"\A\W*(?:on\s)?[\s,，]*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ANY_YEAR = 2000
_HALF_A_YEAR = 183
_LEAP_YEAR = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class _Act:
    """The day that a sentence tells, whether with its year, and the title or number of what was issued, folded."""

    on: dt.date
    has_year: bool
    title: str


def part_acts(piece: Piece) -> tuple[Piece, ...]:
    """Return a running paragraph in parts, one for each act that it tells; anything else as it is."""
    if piece.kind is not BlockKind.PARAGRAPH:
        return (piece,)
    starts = _find_starts(piece.raw)
    return tuple(piece.cut(start, end) for start, end in zip(starts, (*starts[1:], None), strict=True))


def list_sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end, the space behind each with it."""
    bounds = [0, *(stop.end() for stop in _SENTENCE_END.finditer(text))]
    return list(zip(bounds, (*bounds[1:], len(text)), strict=True))


def _find_starts(text: str) -> list[int]:
    """Return where the acts of a paragraph start, 0 first: what stands between two goes on with the one before."""
    starts, before = [0], None
    for start, end in list_sentence_bounds(text):
        act = _find_act(text[start:end])
        if start == 0 and act is None:
            break
        if act is None or (before is not None and not _is_next(act, before)):
            continue
        if before is not None:
            starts.append(start)
        before = act
    return starts


def _find_act(sentence: str) -> _Act | None:
    """Return the act that a sentence tells as news of its own; None for background and what is not all told."""
    issued = _ISSUED_ZH.search(sentence) or _ISSUED_EN.search(sentence)
    if issued is None or refers_back(sentence) or _DATED_ACTS_BEFORE_THAT.search(sentence):
        return None
    told = find_told_date(sentence)
    day = find_printed_dates(told, default_year=_ANY_YEAR) if told else []
    if told is None or not day or not names_actor(_ON.sub("", sentence.replace(told, "", 1))):
        return None
    return _Act(on=day[0][2], has_year=_YEAR.search(told) is not None, title=fold_title(issued["title"]))


def _is_next(act: _Act, before: _Act) -> bool:
    """Whether an act is another than the one before it, and no earlier one, over New Year too."""
    is_same = act.title.startswith(before.title) or before.title.startswith(act.title)
    if is_same or (act.has_year and not before.has_year):
        return False
    days = (act.on - before.on).days
    return 0 <= (days if act.has_year else days % _LEAP_YEAR) < _HALF_A_YEAR


# Short leads: days in figures without a year ("7-28", "7.28", "07-28") that date pieces of news.

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = (
    rf"(?P<one>{_FIGURE})(?P<tie>[-–./．])(?P<two>{_FIGURE})(?!\d|[-–./．]\d)(?:(?:(?<=\.\d)|(?<=\.\d\d))\.(?=\s|\Z))?"
)
_COUNTED = rf"(?!\s*(?:[%％‰亿万元日号月年个家倍种项条章]|per\s?cent|yuan|[mb]illion|trillion|(?:of\s+)?{ANY_MONTH}\b))"
_LEAD = re.compile(
    r"(?P<number>\s*(?:\d{1,2}[)）、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]))?"
    rf"(?P<tag>[\s*_]*(?:{TAG}|[{HAN}A-Z]{{2,16}}[:：]\s*)?)[\s*_▪•·■►●◆]*(?:{WEEKDAY}\b\.?,?\s+)?(?:(?P<open>[(（\[])\s*)?{_DAY}(?:\.(?=\s))?{_COUNTED}(?(open)\s*[)）\]])[*_]*"
    rf"(?:\s*[:：,，、|｜]\s*|\s+(?:[–—-]\s+)?|(?=[{HAN}《“])|\Z)[*_]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"\s*[(（\[]\s*(?:(?P<who>[^()（）\[\]\d]{{2,40}}?)\s*[,，、;；|·]\s*)?{_DAY}\s*[)）\]](?P<stop>[.。]?)"
    r"(?P<behind>\s*(?:(?:sources?|via|来源)\s*[:：][^.。:：\n]{2,60}\.?|[(（\[][^()（）\[\]\d]{2,60}[)）\]]))?\s*\Z",
    re.IGNORECASE,
)
_CELL = re.compile(rf"(?:\A|(?<=\s\|\s))\s*{_DAY}(?=\s*(?:\||\Z))")
_LONGEST_TAIL = 120
_BARS = "|｜"
_SHORT_LEADS_LEAST = 2
_MOST_LINES = 12
_LONGEST_LINE = 200
_BEFORE = dt.timedelta(days=31)
_AHEAD = dt.timedelta(days=31)
_BEFORE_ISSUE = dt.timedelta(days=45)


@dataclass(frozen=True, kw_only=True, slots=True)
class _ShortDay:
    """Two figures that may be a day: where they stand in which piece, and what they are."""

    at: int
    match: re.Match[str]

    def read(self, *, day_first: bool) -> tuple[int, int]:
        """Return month and day."""
        one, two = int(self.match["one"]), int(self.match["two"])
        return (two, one) if day_first else (one, two)


def read_short_leads(pieces: tuple[Piece, ...], document: Document) -> tuple[Piece, ...]:
    """Return the pieces that such a day dates with the day in words before the news, all lines of a day apart."""
    parted = tuple(line for piece in pieces for line in _part_lines(piece))
    found = [day for at, piece in enumerate(parted) if (day := _short_leads_find_day(at, piece))]
    if len(found) < _SHORT_LEADS_LEAST or _count_sections(found):
        return pieces
    weeks = _find_weeks(parted[: found[0].at], document)
    day_first = _find_order(parted, found, weeks) if weeks else None
    if weeks and day_first is None:  # the last of them may be days to come
        day_first = _find_order(parted, found, (weeks[0], weeks[1] + _AHEAD))
    if day_first is None:
        return pieces
    words = {day.at: _lead_with(parted[day.at], day.match, day.read(day_first=day_first)) for day in found}
    return tuple(words.get(at, piece) for at, piece in enumerate(parted))


def _part_lines(piece: Piece) -> tuple[Piece, ...]:
    """Return the lines of a paragraph each of which opens with such a day, from two on, as pieces."""
    if "\n" not in piece.raw or piece.kind is not BlockKind.PARAGRAPH or not _LEAD.match(piece.raw):
        return (piece,)
    bounds = [0, *(sign.end() for sign in re.finditer("\n", piece.raw)), len(piece.raw)]
    lines = tuple(piece.cut(start, end) for start, end in pairwise(bounds) if piece.raw[start:end].strip())
    return lines if all(_LEAD.match(line.raw) for line in lines) else (piece,)


def _short_leads_find_day(at: int, piece: Piece) -> _ShortDay | None:
    raw = piece.raw
    if piece.kind is BlockKind.TABLE_ROW:
        match = _CELL.search(raw)
    else:
        match = _LEAD.match(raw) or _TAIL.search(raw, max(0, len(raw) - _LONGEST_TAIL))
    return _ShortDay(at=at, match=match) if match else None


def _count_sections(found: Sequence[_ShortDay]) -> bool:
    """Whether the figures count on with full stops, as numbers of sections do ("3.1", "3.2", "4.1")."""
    pairs = [day.read(day_first=False) for day in found]
    dotted = all(day.match["tie"] != "-" and not day.match["two"].startswith("0") for day in found)
    first = pairs[0][1] == 1
    return dotted and first and all(b in {(a[0], a[1] + 1), (a[0] + 1, 1)} for a, b in pairwise(pairs))


def _find_weeks(front: Sequence[Piece], document: Document) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which the news of an issue can lie, None where its front page tells none."""
    lines = [line for piece in front for line in piece.lines() if len(line) <= _LONGEST_LINE]
    page = parse_title_page((*list_title_lines(document.furniture), *lines[:_MOST_LINES]))
    printed = (day for line in lines[:_MOST_LINES] for *_, day in find_printed_dates(line))
    issued = page.published_on or document.sent_on or max(printed, default=None)
    if page.period_start and page.period_end:
        return page.period_start - _BEFORE, max(page.period_end, issued or page.period_end)
    return (issued - _BEFORE_ISSUE, issued) if issued else None


def _find_order(pieces: Sequence[Piece], found: Sequence[_ShortDay], weeks: tuple[dt.date, dt.date]) -> bool | None:
    """Return whether the day stands first; None where no order makes days of these weeks, or both do."""
    han = all(is_mostly_han(pieces[day.at].raw) for day in found)
    fits = [
        day_first
        for day_first in ((False,) if han else (False, True))
        if all(_lies_in(*day.read(day_first=day_first), weeks) for day in found)
    ]
    return fits[0] if len(fits) == 1 else None


def _lies_in(month: int, day: int, weeks: tuple[dt.date, dt.date]) -> bool:
    days = (find_day(year, month, day) for year in range(weeks[0].year, weeks[1].year + 1))
    return any(on and weeks[0] <= on <= weeks[1] for on in days)


def _lead_with(piece: Piece, match: re.Match[str], day: tuple[int, int]) -> Piece:
    """Return a piece with the day in words: before the news, or where it stands in a cell or alone."""
    month, number = day
    han = is_mostly_han(piece.raw)
    words = f"{month}月{number}日" if han else word_date(f"{month}/{number}", day_first=False, period=None) or ""
    start, end = match.span()
    beside = match.re.pattern == _TAIL.pattern and (match["who"] or match["behind"] or find_run_in_head(piece))
    if beside:  # a source, or what else stands before the news
        start, end = match.start("one"), match.end("two")
        return replace(piece, spans=(*piece.cut(0, start).spans, Span(text=words), *piece.cut(end).spans))
    if match.re.pattern == _CELL.pattern or not (piece.raw[:start] + piece.raw[end:]).strip():
        kept = match.end("tag") if match.re.pattern == _LEAD.pattern else start  # "Date: 17/03" keeps its label
        return replace(piece, spans=(*piece.cut(0, kept).spans, Span(text=words), *piece.cut(end).spans))
    if han and match.re.pattern == _TAIL.pattern and (find_number(piece.raw) or not is_closed(piece.raw[:start])):
        return replace(piece, spans=(*piece.cut(0, start).spans, Span(text=f"（{words}）{match['stop']}")))
    if han and match.re.pattern == _LEAD.pattern and may_tell_in_han(match["tag"]):
        headed = (*piece.cut(0, match.end("tag")).spans, Span(text=f"{words}，"), *piece.cut(end).spans)
        return replace(piece, spans=headed, source=replace(piece.source, spans=headed))
    if match.re.pattern == _TAIL.pattern:
        told = (*piece.cut(0, start).spans, *((Span(text=match["stop"]),) if match["stop"] else ()))
        if piece.kind is not BlockKind.LIST_ITEM and not is_closed(piece.raw[:start]):  # a headline keeps its look
            return replace(piece, spans=(*told, Span(text=f" ({words})", bold=told[0].bold, link=told[0].link)))
    else:
        told = (*piece.cut(*match.span("tag")).spans, *piece.cut(end).spans)
        if piece.is_bold and han:
            return replace(piece, spans=(*told, Span(text=f" ({words})", bold=True)))
    source = find_label("".join(span.text for span in told))
    if source is not None and source.kind is LabelKind.SOURCE:  # "03-14 来源：…": where the news stood, and when
        return replace(piece, spans=(*told, Span(text=f" {words}")))
    counted = (match["number"] or "") if match.re.pattern == _LEAD.pattern else ""
    bar = any(map(match[0].__contains__, _BARS))  # what parts the day from an office beside it, too
    return replace(piece, spans=told).headed(f"{counted}{words}{' | ' if bar else '：' if han else ': '}")


# Titled leads: the title, the office and the day with which a paragraph on a document opens.

_AFTER_TITLE = re.compile(
    rf"(?P<words>(?:[Dd]raft\s+)?[“\"„«](?P<title>[^“”\"„»\n]{{4,200}})[”\"»])\s*[(（](?P<who>[^()（）]{{2,120}}?)[,，;；]\s*"
    rf"(?P<date>{DATE})\s*[)）](?P<rest>\s*[:：].*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TitledLead:
    """A lead-in that names a document: its title, who issued it and when, and the text without issuers and date."""

    title: str
    issuer_text: str
    date_text: str
    text: str


def find_titled_lead(raw: str) -> TitledLead | None:
    """Return title, issuers and date of a lead-in such as ""Title" (Issuer, 6 March 2024): text"; else None."""
    match = _AFTER_TITLE.match(raw)
    if match is None or not names_office(match["who"]):
        return None
    return TitledLead(
        title=match["title"],
        issuer_text=match["who"],
        date_text=" ".join(match["date"].split()).strip(" ,."),
        text=f"{match['words']}{match['rest']}",
    )


_LEAST = 4
_NEARLY_ALL = 4
_LEAST_DAYS = 3
_SENTENCES = 3
"""Among so many sentences at its start a paragraph tells its day."""
_LONGEST_LEAD = 16
_TURNS = re.compile(
    r"\W*(?:in between|meanwhile|elsewhere|next|then|(?:on )?the same day"
    r"|(?:only )?(?:an?|one|two|three|four|five|six|seven|ten|some|several|\d{1,2}|a few|the)\s(?:days?|weeks?)\s"
    r"(?:later|after(?:wards)?|before|on|earlier|next)\b|later (?:in|that|the same)|(?:late|early) in the month)"
    r"|同[日天]|此间|其间|[一二两三四五六七八九十数几\d]{1,2}[日天周](?:之?后|前)",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(r"\W*(?:(?:on )?the same day|同[日天])", re.IGNORECASE)
_BEFORE_THAT = re.compile(
    r"\b(?:had|earlier|previously|already|last (?:year|month|week))\b|此前|早前|先前|曾|去年|上月", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w’'&-]*")
_COLON = re.compile(r"[:：]\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """A sentence of a paragraph, where it starts and the day that it tells."""

    start: int
    text: str
    day: str | None


def read_running_acts(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such paragraphs as bullets, one for each act, with its day."""
    runs = [at for run in _list_runs(pieces) for at in run]
    if len(runs) < _LEAST:
        return pieces
    told = {at: _list_sentences(pieces[at].raw) for at in runs}
    dated = {at: _find_first_day(sentences) for at, sentences in told.items()}
    days = [found for found in dated.values() if found is not None]
    behind = sum(at > 0 for at, _ in days)
    if len(days) * _NEARLY_ALL < len(told) * (_NEARLY_ALL - 1) or behind * 2 < len(days):
        return pieces
    if len({day for _, day in days}) < _LEAST_DAYS:
        return pieces
    return tuple(
        part
        for at, piece in enumerate(pieces)
        for part in (_part(piece, told[at]) if at in told and _is_news(piece, dated[at]) else (piece,))
    )


def _list_runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Return the paragraphs of prose that stand right below the headings of sections."""
    run: list[int] = []
    in_section = False
    for at, piece in enumerate(pieces):
        if in_section and _is_running(piece):
            run.append(at)
            continue
        yield run
        run, in_section = [], piece.is_heading and find_section(piece.text) is not None
    yield run


def _is_running(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and not piece.spans[0].bold
    if not plain or piece.spans[0].italic or not (is_prose(piece.text) and is_closed(piece.text)):
        return False
    set_off = find_label(piece.raw) or find_number(piece.raw) or find_dated_lead(piece)
    return not (set_off or find_closing_date(piece.raw) or find_closing_day(piece.text))


def _list_sentences(text: str) -> list[_Sentence]:
    bounds = list_sentence_bounds(text)
    return [_Sentence(start=start, text=text[start:end], day=_find_day(text[start:end])) for start, end in bounds]


def _find_day(sentence: str) -> str | None:
    """Return the day that a sentence tells, or what stands behind its colon or the words that turn to it."""
    parted = (_COLON.search(sentence), _TURNS.match(sentence))
    rests = (sentence[found.end() :].lstrip(" ,，") for found in parted if found)
    return next(filter(None, map(find_told_date, (sentence, *rests))), None)


def _find_first_day(sentences: Sequence[_Sentence]) -> tuple[int, str] | None:
    return next(((at, one.day) for at, one in enumerate(sentences[:_SENTENCES]) if one.day), None)


def _is_news(piece: Piece, dated: tuple[int, str] | None) -> bool:
    return dated is not None or not (leans_on_before(piece.text) or speaks_to_reader(piece.text))


def _part(piece: Piece, sentences: Sequence[_Sentence]) -> tuple[Piece, ...]:
    """Return a paragraph as a bullet for each act."""
    starts, days = [0], [first[1] if (first := _find_first_day(sentences)) else None]
    acted = 0 if first is None else first[0]
    for at in range(acted + 1, len(sentences)):
        one, before = sentences[at], sentences[at - 1]
        same = _SAME_DAY.match(one.text) is not None and names_actor(one.text)
        if not (same or (one.day and one.day != days[-1] and not _is_background(one))):
            continue
        leads = at - 1 > acted and _leads_in(before, piece.raw[starts[-1] : before.start])
        own = same or _TURNS.match(one.text) or (not leans_on_before(one.text) and names_actor(one.text))
        if own or leads:
            starts.append(before.start if leads else one.start)
            days.append(days[-1] if same and one.day is None else one.day)
            acted = at
    bullet = replace(piece.source, kind=BlockKind.LIST_ITEM, level=1)
    parts = (piece.cut(start, end) for start, end in zip(starts, (*starts[1:], None), strict=True))
    return tuple(
        replace(part, source=bullet, credit=Credit(issuers=(), date_text=day) if day else None)
        for part, day in zip(parts, days, strict=True)
    )


def _is_background(one: _Sentence) -> bool:
    """Whether a sentence tells of what was there before, or speaks of a document as told of."""
    told = one.text[: one.text.find(one.day) if one.day else None]
    return refers_back(one.text) or (_BEFORE_THAT.search(told) is not None and _TURNS.match(one.text) is None)


def _leads_in(before: _Sentence, act: str) -> bool:
    """Whether a short sentence leads in to the act behind it: leaning on nothing, it names what that above does not."""
    if before.day or leans_on_before(before.text) or len(before.text.split()) > _LONGEST_LEAD:
        return False
    return not speaks_to_reader(before.text) and any(name not in act for name in _NAME.findall(before.text))
