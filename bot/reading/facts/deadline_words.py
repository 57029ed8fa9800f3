"""What a day closes: the words that its own clause binds to it, not any word that stands near it.

Comments and applications count where nothing between them and the day tells of something else ("mills must close by"),
or where they follow it ("until ... to send feedback"). What may as well name a document or an act ("opinions",
"proposals") counts only where it is asked for, sent, or closed itself; what stands in 《》 never does.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.dates.date_words import HAN_DIGITS, MONTH, find_day, is_month_word, month_end, month_start, parse_month
from bot.dates.printed_dates import find_printed_dates, find_short_days
from bot.model.briefing import DeadlineKind
from bot.reading.facts.passages import lower, mentions

# Labels of days that close something or put it into effect, as heads of columns and before a colon.

DEADLINE_LABEL = (
    r"(?:(?:public\s+)?(?:comments?|consultations?|feedback|applications?|submissions?|responses?|closing|nominations?|proposals?"
    r"|bids?|tenders?|replies|views|papers)\s+)?(?:deadlines?|due(?: date| by)?)"
    r"|deadline for (?:public )?(?:comments?|applications?|feedback|submissions?|bids|proposals|nominations|replies)"
    r"|(?:window|call|round|period) (?:closes|ends|shuts)(?: on)?"
    r"|(?:register|file|submit|reply|nominate|bid) (?:by|before|until)"
    r"|(?:proposals?|bids?|nominations?|replies|submissions?|views|registrations?) (?:by|until|close)"
    r"|(?:public )?(?:comments?|applications?|consultation|feedback|closing)"
    r" (?:by|until|close|closes|closing|date|end|ends|due|period|window|period ends)|closes|closing date|respond by"
    r"|apply (?:by|before)|until"
    r"|(?:open )?for (?:public )?comments? until|open for (?:public )?applications? until"
    r"|(?:last|final|closing) (?:day|date) for (?:(?:the )?submissions? of )?(?:public )?"
    r"(?:comments?|feedback|applications?|submissions?)"
    r"|(?:反馈|意见反馈|征求意见|申报|申请|报名|受理|征集)?截止(?:日期|时间)?|(?:申报|申请|报名)(?:时间|期限)|(?:公开)?征求意见(?:期限|时间|期)"
    r"|意见(?:征集|反馈|征求)(?:截止)?(?:期限|时间|日期|期)|(?:征集|公示)?(?:结束|截止)(?:时间|日期)"
)
"""A pattern of the labels under which a day closes something."""
EFFECT_LABEL = (
    r"effective(?: date| from| on| as of| since)?|date effective|date of effect"
    r"|takes effect(?: on)?|in force(?: from| since)?|(?:date of )?entry into force"
    r"|(?:taking|coming into|entering into) (?:effect|force)|in effect(?: from)?|implementation date"
    r"|date of implementation"
    r"|appli(?:es|cable) (?:from|since|as of)|(?:start|date) of application"
    r"|(?:valid|binding|mandatory|compulsory) (?:from|since|as of)|starts? (?:date|on|from)|bites? (?:on|from)"
    r"|(?:即将|正式|开始)?(?:生效|施行|实施|执行|起效)(?:日期|时间|日)?"
)
"""A pattern of the labels under which a day puts a document into effect."""
_SIGN = r"(?:\s*(?:[:：|]|(?<=[期间])为)|\s[–—-](?=\s))\s*"
_FROM_NOW = r"(?:(?:from )?(?:now|today) (?:until|to|through) |(?:自)?即日起?至\s*)?"
_DEADLINE = re.compile(rf"(?:{DEADLINE_LABEL}){_SIGN}{_FROM_NOW}", re.IGNORECASE)
_EFFECT = re.compile(rf"(?:{EFFECT_LABEL}){_SIGN}", re.IGNORECASE)
_APPLICATIONS = re.compile(
    r"\bappl(?:y|ications?|icants?)\b|\bsubmission|\bbids?\b|\btenders?\b|\bnominat\w+|\bregist(?:er|ration)|\bproposals?\b"
    r"|申报|申请|报名|受理",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\bcomments?\b|\bdraft\b|\bconsult|\bfeedback\b|征求意见|征集意见|意见征集|反馈", re.IGNORECASE)


def labels_deadline(text: str) -> bool:
    """Return whether this text is nothing but the label of a day that closes something, its sign included."""
    return _DEADLINE.fullmatch(text) is not None


def labels_effect(text: str) -> bool:
    """Return whether this text is nothing but the label of a day on which something takes effect, its sign included."""
    return _EFFECT.fullmatch(text) is not None


def labels_applications(label: str, wording: str) -> bool | None:
    """Return whether a label's day is for applications, or for comments; the wording decides where the label does not.

    None where neither says what is asked for.
    """
    if _APPLICATIONS.search(label) and not _COMMENTS.search(label):
        return True
    comments, applications = _find_asked(wording)
    if _COMMENTS.search(label) or comments:
        return False
    return True if applications else None


@lru_cache(maxsize=16)
def _find_asked(wording: str) -> tuple[bool, bool]:
    """Return whether a wording speaks of comments, and of applications; once for all labels of an item."""
    return _COMMENTS.search(wording) is not None, _APPLICATIONS.search(wording) is not None


# The days that a sentence prints, as deadlines read them: each with its year, in the order that the document shows.

RANGE = re.compile(r"to|and|through|until|[-–—~～]|起?[至到]")
"""What stands between the two ends of a range."""
_YEAR = re.compile(r"(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2}年")
_DIGIT = re.compile(r"\d")
_DAY_WORD = re.compile(
    r"end\b(?<!\wend)|last day\b(?<!\wlast day)|月[底末]|[一二三四五六七八九十]日|元旦|th\b|first|second|third|new year"
)
"""Words of a day without figures, each begun by a letter of its own: so a text is looked through for these alone."""
_MONTH_END = re.compile(
    rf"\b(?:the\s)?(?:end|last\sday)(?:\sof\s|[-‐‑\s])(?:(?P<name>{MONTH})\b\.?(?:,?\s(?P<year>20\d\d)\b)?(?!\s?\d)"
    r"|(?P<which>this|next|the)\smonth\b)"
    rf"|(?:(?P<han_year>20\d\d)年)?(?:(?<![\d{HAN_DIGITS}])(?P<month>1[0-2]|[1-9])月|(?P<han_which>本月?|当月|下个?月))[底末](?!至)",
    re.IGNORECASE,
)
"""The end of a month, which is a day: its last."""
_NEW_YEAR = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?元旦(?![节期]?假|后|期间|前后)")
"""The first of January by its name."""
_ENDS = ("end", "last", "底", "末")
_YEAR_STARTS = re.compile(
    r"\b(?:(?:the\s)?first\sday\sof\s(?:(?P<year>20\d\d)\b|(?P<next>next\syear)|the\s(?:new\s|coming\s|following\s)?year\b)"
    r"|New\sYear['’]s\sDay(?:,?\s(?:of\s)?(?P<of>20\d\d)\b)?)",
    re.IGNORECASE,
)
"""The first day of a year, in words."""
_COMING_YEAR = re.compile(r"(?:明|次|下)年\s*\Z")
_SINCE = re.compile(r"\bsince\s(?:\w+day,?\s)?\Z", re.IGNORECASE)
"""Before a day that is over, or today."""
_BEGAN_ZH = re.compile(r"起(?:正式)?(?:施行|实施|生效|执行)")
_COMES_ZH = re.compile(r"(?:[将拟]|[明次]年)(?:自|从|于)?\Z")
_LATELY = 40
"""Days for which a document that began to hold is news, so that its day is no other year's."""
_SAME_MONTH = re.compile(r"(?<=[日号])\s*[-–—~～至到]\s*(?P<day>\d{1,2})[日号]")
"""A range's last day that names no month of its own: 5月1日至14日."""
_NEXT_MONTH = frozenset({"next", "下月", "下个月"})
_SIGNS_OF_YEAR = 4
_SIGNS_OF_SINCE = 20
_HALF_A_YEAR = 183


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What completes the days of an item.

    ``reported_on`` is its own day, ``issued_on`` that of the briefing, ``year`` the one for days without any of them.
    ``published_on`` is its own day where its words or labels tell it, not the document's alone.
    ``day_first`` is the order of day and month that the document's figures show, ``worded_day_first`` that of its days
    with a month's name.
    """

    reported_on: dt.date | None = None
    published_on: dt.date | None = None
    issued_on: dt.date | None = None
    year: int | None = None
    day_first: bool | None = None
    worded_day_first: bool | None = None


class OrderGround(Enum):
    """What tells which figure of a short day is the day, where no figures of the document do."""

    WORDS = "words"
    """The order of the document's days with a month's name."""
    WORDS_FAR = "words, far"
    """The same, but it puts a day without a year more than half a year ahead, where terms rarely end."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedDay:
    """A day between two offsets; ``is_moved`` tells that its year was moved past the item's own day."""

    start: int
    end: int
    on: dt.date
    is_moved: bool


def list_days(text: str, frame: Frame) -> Iterator[PrintedDay]:
    """Return the days of a sentence in order, not overlapping.

    A day without a year is the first from the item's day on; without that day it is in the briefing's year, or in the
    next where it would lie more than half a year before the briefing.
    """
    if not (_DIGIT.search(text) or _DAY_WORD.search(lower(text))):
        return
    begun: dt.date | None = None  # a range's first day, where its year is printed
    end_of_last = 0
    for start, end, on, has_year, is_end in _find_days(text, frame):
        if begun and not has_year and RANGE.fullmatch(text[end_of_last:start].strip()):
            year_of_end = begun.year + ((on.month, on.day) < (begun.month, begun.day))
            yield PrintedDay(start=start, end=end, on=_in_year(on.month, on.day, year_of_end), is_moved=False)
            begun = None
            continue
        begun, end_of_last = (on if has_year else None), end
        later = on if has_year else _move_ahead(on, frame)
        if frame.reported_on and _COMING_YEAR.search(text, max(0, start - _SIGNS_OF_YEAR), start):
            later = _in_year(on.month, on.day, frame.reported_on.year + 1)
        if later != on and _SINCE.search(text, max(0, start - _SIGNS_OF_SINCE), start):
            later = on
        if later != on and _began_lately(text, start, end, on, frame):
            later = on
        is_moved = later != on and frame.reported_on is not None
        later = month_end(later.year, on.month) if is_end else later
        yield PrintedDay(start=start, end=end, on=later, is_moved=is_moved)


def _began_lately(text: str, start: int, end: int, on: dt.date, frame: Frame) -> bool:
    """Get whether a document holds since a day that is just over ("3月1日起施行"), and not from that day next year."""
    days = (frame.reported_on - on).days if frame.reported_on else 0
    told = 0 < days <= _LATELY and _BEGAN_ZH.match(text, end) is not None
    return told and _COMES_ZH.search(text, max(0, start - _SIGNS_OF_YEAR), start) is None


def rate_order(on: dt.date, text: str, frame: Frame) -> OrderGround | None:
    """Return how the order of a deadline's figures is known: None where they leave it open to nobody."""
    if frame.day_first is not None:
        return None
    found = (day for day in find_short_days(text) if day.is_open and (on.month, on.day) in day.readings)
    short = next(found, None)
    if short is None:
        return None
    if frame.worded_day_first is None:
        return OrderGround.NOTHING
    since = frame.reported_on or frame.issued_on
    is_far = short.year is None and since is not None and (on - since).days > _HALF_A_YEAR
    return OrderGround.WORDS_FAR if is_far else OrderGround.WORDS


def _find_days(text: str, frame: Frame) -> list[tuple[int, int, dt.date, bool, bool]]:
    """Return each day as (start, end, day, whether its year is known, whether it is told as a month's end)."""
    year = frame.reported_on.year if frame.reported_on else frame.year
    found = [
        (start, end, on, bool(_YEAR.search(text[start:end])), False)
        for start, end, on in find_printed_dates(text, default_year=year, day_first=frame.day_first)
    ]
    ends = ((match, on) for _, end, on, _, _ in found if (match := _SAME_MONTH.match(text, end)))
    found += [
        (match.start("day"), match.end(), last, False, False)
        for match, on in ends
        if (last := find_day(on.year, on.month, int(match["day"])))
    ]
    for match in _NEW_YEAR.finditer(text) if "元旦" in text else ():
        if match["year"] or year:
            first = dt.date(int(match["year"] or year or 0), 1, 1)
            found.append((match.start(), match.end(), first, match["year"] is not None, False))
    found.sort()
    starts = [start for start, *_ in found]
    for day in find_short_days(text):
        in_year = day.year or year
        before = bisect_left(starts, day.end) - 1  # the last that begins before this one ends: none overlap another
        if in_year is None or (before >= 0 and day.start < found[before][1]):
            continue
        month, number = min(day.readings, key=lambda reading: _rank(reading, day.readings, in_year, frame))
        found.append((day.start, day.end, _in_year(month, number, in_year), day.year is not None, False))
    for match in _YEAR_STARTS.finditer(text) if mentions(text, ("first day of", "new year")) else ():
        coming = not _SINCE.search(text, max(0, match.start() - _SIGNS_OF_SINCE), match.start())
        new_year = int(match["year"] or match["of"] or 0)
        new_year = new_year or (frame.reported_on.year + coming if frame.reported_on else 0)
        if new_year:
            found.append((match.start(), match.end(), dt.date(new_year, 1, 1), True, False))
    for match in _MONTH_END.finditer(text) if mentions(text, _ENDS) else ():
        ended = _read_month_end(match, frame, year)
        if ended:
            found.append((match.start(), match.end(), *ended, True))
    return sorted(found)


def _read_month_end(match: re.Match[str], frame: Frame, year: int | None) -> tuple[dt.date, bool] | None:
    """Return the last day of a month, and whether its year is known; None where nothing tells the year or month."""
    which = match["which"] or match["han_which"]
    if which:
        day = frame.reported_on
        start = month_start(day.year, day.month + (which.lower() in _NEXT_MONTH)) if day else None
        return (month_end(start.year, start.month), True) if start else None
    if match["name"] and not is_month_word(match["name"]):
        return None
    printed = match["year"] or match["han_year"]
    in_year = int(printed) if printed else year
    if in_year is None:
        return None
    month = parse_month(match["name"]) if match["name"] else int(match["month"])
    return month_end(in_year, month), printed is not None


def tells_month_end(on: dt.date, text: str) -> bool:
    """Return whether a deadline is the last day of a month of which a text only says the end."""
    is_last = on == month_end(on.year, on.month)
    return is_last and _MONTH_END.search(text) is not None


def _rank(
    reading: tuple[int, int], readings: tuple[tuple[int, int], ...], year: int, frame: Frame
) -> tuple[bool, dt.date]:
    """Rank a reading of a short day: the document's order first, else that which comes first after the item."""
    order = frame.day_first if frame.day_first is not None else frame.worded_day_first
    wanted = order is None or reading == readings[0 if order else -1]
    return not wanted, _move_ahead(_in_year(*reading, year), frame)


def _move_ahead(on: dt.date, frame: Frame) -> dt.date:
    since = frame.reported_on
    if since and frame.issued_on and since > frame.issued_on:
        since = frame.issued_on  # what is to come may ask for something before its own day
    if since:
        return _in_year(on.month, on.day, on.year + 1) if on < since else on
    late = frame.issued_on is not None and (frame.issued_on - on).days > _HALF_A_YEAR
    return _in_year(on.month, on.day, on.year + 1) if late else on


def _in_year(month: int, day: int, year: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 29 February
        return dt.date(year, 3, 1)


_ASK = (
    r"(?:seek\w*|sought|solicit\w*|invit\w+|request\w*|collect\w*|gather\w*|welcom\w+|accept\w*|receiv\w+|tak(?:en?|es"
    r"|ing)|open(?:ed|s|ing)?|extend\w*|call\w*\sfor|ask\w*\s(?:\w+\s){0,4}?for)"
)
_SEND = (
    r"(?:sen[dt]\w*|submit\w*|provid\w+|fil(?:e[ds]?|ing)|e-?mail\w*|mail\w*|post\w*|deliver\w*|g[ai]v(?:en?|es|ing)"
    r"|offer\w*|shar(?:e[ds]?|ing)|express\w*|voic\w+|lodg\w+|hand(?:s|ed|ing)?\sin|put\s(?:in|forward)|made?"
    r"|return\w*|upload\w*|forward\w*|comment\w*|repl(?:y|ied)|respond\w*|apply|applied|register\w*|enrol\w*"
    r"|sign\w*\sup|nominat\w+|bid|take\spart|reach|arrive)"
)
_CLOSE = (
    r"(?:wraps?\sup|clos(?:es?|ed|ing)|end(?:s|ed|ing)?|expir\w+|conclud\w+"
    r"|run(?:s|ning)?|stay\w*|remain\w*|continue\w*)"
)
_TERM = r"(?:until|till?|by|before|through|to|up\sto|no\slater\sthan|not\slater\sthan|due|from)"
_ADVERB = r"(?:(?:not|also|only|then|now|still|again|first|\w+ly)\s)?"
_ASIDE = re.compile(r",\s(?:\w+\s)?(?:which|who|whose|whom|where|whereby)\b[^,;]*,")
_IN_ASIDE = re.compile(
    r"(?:\b(?:[Aa]fter|[Ff]ollowing|[Dd]espite|[Ss]ince|[Aa]mid|[Bb]ased on|[Gg]iven|[Ww]ithout|[Ii]n response to)\b"
    r"|,\s(?:\w+\s)?(?:which|who|whom|where)\b)[^,.;]*\Z"
)
_LABEL = re.compile(
    r"(?<!for )(?<!to )\bcomments?\s?[:：](?!\s?(?:open|clos|until|till|by|due|from|end|\W*\d))", re.IGNORECASE
)
_OTHERWISE = re.compile(
    rf"\b(?:must|shall|should|can|cannot|could|may|might|ha(?:ve|s|d)\sto|need(?:s|ed)?\sto|(?:is|are|was|were)\s(?:\w+ed"
    rf"\s)?to)\s{_ADVERB}(?!(?:be|{_ASK}|{_SEND})\b)[a-z]+"
    rf"|\b(?:will|would)\s{_ADVERB}(?!(?:be|{_ASK}|{_SEND}|{_CLOSE})\b)[a-z]+"
    rf"|\b(?:be|been|being|is|are|was|were)\s{_ADVERB}(?!(?:{_ASK}|{_SEND}|{_CLOSE})\b)"
    r"(?:[a-z]{2,}ed|built|cut|put|met|paid|shut|done|drawn|chosen|written)\b"
    rf"|\b(?:that|which)\b(?!\s(?:will\s)?(?:{_CLOSE}|(?:is|are|be)\s(?:due|open)|(?:can|may)\sbe\s(?:{_SEND})|is,?\s{_TERM})\b)"
    r"|\b(?:who|whose|whom|where|whereby|whether|says?|said|shows?|showed|warns?|warned|expects?|requires?"
    r"|requiring|demands?|suggests?|argues?|hopes?)\b"
)
"""Tells of something else that happens by the day; case counts, since names are no verbs."""
_TO_DO = re.compile(
    r"(?<!changes )(?<!amendments )(?<!revisions )(?<!updates )(?<!additions )(?<!access )(?<!up )(?<!open )(?<!due )"
    rf"(?<!according )\bto\s(?!(?:the|its|their|an?|all|{_ASK}|{_SEND})\b)[a-z]{{3,}}\b(?!@|\.\w)"
)
_RECIPIENT = re.compile(r"\A\sto\s")
_LASTS = re.compile(r"\b(?:until|till)\b")
_ASKED_THEN = re.compile(
    rf"\b(?:due|(?:is|are|be|stays?|remains?|kept)\s{_ADVERB}(?:open|possible|welcome)"
    rf"|(?:be|been|is|are|was|were)\s{_ADVERB}(?:{_ASK}|{_SEND}))\b"
)
_ASKED_BEFORE = re.compile(rf"\b(?:{_ASK}|{_SEND})\b[^.;:,]{{0,40}}\Z", re.IGNORECASE)
_ASKED_AFTER = re.compile(
    rf"(?:\s(?:on|for|about|from)(?:\s(?!{_CLOSE}\b)[^\s.;,]+){{1,12}}?)?\s?[:：|]?\s?(?:(?:period|window)\s)?"
    rf"(?:(?:are|is|may|can|could|must|should|will)\s{_ADVERB}(?:be\s)?(?:{_ASK}|{_SEND}|due|open|welcome|in)\b"
    rf"|(?:(?:must|should|have\sto)\s)?(?:go|reach)\b"
    rf"|(?:due|open|welcome|{_TERM})\b)"
)
_ELLIPTIC = re.compile(
    r"(?:\W*\b(?:and|but|or|which|that|it|they|both|this|these|the|a|its|their|with|period|window|deadline|date|day|last|final|process"
    r"|call|round|exercise|is|are|was|were|will|be|stays?|remains?|r[ua]ns?|running|open|clos(?:es?|ed|ing)|shuts?|end(?:s|ed|ing)?|expire[sd]?"
    r"|expiring|conclude[sd]?|due|until|till?|by|before|on|to|at|through|from|for|no|later|than|not|of|set|falls|midnight|latest|published"
    r"|up|including|(?:\d+|an?|one|two|three|four|six|ten|fifteen|twenty|thirty|forty|sixty|ninety)\s(?:days|weeks?|months?)|[–—]|[A-Za-z]+day)\b)*\W*",
    re.IGNORECASE,
)
"""A clause without a subject of its own."""
_OPINIONS_BEFORE_ZH = re.compile(
    r"(?:将|把|修改|书面)(?:\w{0,6}[^推荐初审核])?(?:意见|建议)\w{0,4}[于在]?\Z"
    r"|(?:\A|[。，；：])(?:有关|相关|具体|反馈)?(?:意见|建议|意见建议|意见和建议|建议、批评和意见|书面反馈|反馈)[，,]?(?:请|应|可|须)?[于在]?\Z"
)
_TREATED = re.compile(
    r"\b(?:publish\w*|releas\w+|review\w*|consider\w*|answer\w*|examin\w+|summari\w+|process\w*|evaluat\w+|assess\w*"
    r"|analy[sz]\w+|decid\w+\son|(?:respon[ds]\w*|repl(?:y|ies|ied))\sto|approv\w+|reject\w*)"
    r"\s(?:(?:the|all|its|their|these|those|any|most|public|received|such|new)\s){0,3}\Z",
    re.IGNORECASE,
)
"""What an office does with comments or applications that it has."""
_WINDOW = 120
_DEADLINE_ZH = re.compile(
    r"截止|截至|期限[至到]|即日起?[至到]|(?:申报|申请|报名|反馈|征求意见|征集)(?:时间|期限)[：:为]|(?:延长?|顺延|延期|推迟|延后|调整)[至到为]"
)
_TITLES_ZH = re.compile(r"《(?:[^《》]|《[^《》]*》)*》?")
_PROPOSALS_ZH = re.compile(r"(?:项目|需求|立项|课题|选题)建议(?:书|表)?")
"""What is applied with; no view on a draft."""
CLOCK_ZH = (
    r"\s*(?:[(（](?:星期|周)[一二三四五六日天][)）])?\s*(?:上午|下午|中午|晚上?)?\s*"
    r"(?:(?:\d{1,2}|零)\s*[:：时点]\s*(?:\d{1,2}|半|整)?分?)?\s*(?:下班)?"
)
"""What may stand between a day and "before": its weekday in brackets, an hour of it."""
_LATEST_ZH = re.compile(r"(?:不(?:得|能|应)?[晚迟]于|[最至][迟晚](?:不(?:得)?[晚迟]于|应?[于在])?)\s*\Z")
_ENDS_ZH = re.compile(CLOCK_ZH + r"(?:截止|为?止|结束|关闭)")
_SENT_ZH = CLOCK_ZH + (
    r"(?:之?前|以前|止|（含）前|\(含\)前)?[，,]?"
    r"(?:(?:请|可|并)?(?:[将把按以经由向对在]|依据|依照|根据|通过|登[录陆]|使用|填写|动员|统一|认真|如实)[^，,。；]*[，,])*[^，,。；]*?"
)
"""From the day over clauses that tell how, to what is done by it."""
_DONE_ZH = re.compile(
    _SENT_ZH + r"(?:提交|报送|发送|发至|寄送|寄至|邮寄|函告|上传|反映|传真|反馈|寄达|送达|寄回|寄出|交回)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """The words of one kind of deadline: ``sure`` ones, those that must be ``asked`` for, and the Chinese ones.

    ``sent_zh`` is what one does by the day, ``named_zh`` what ends on it.
    """

    kind: DeadlineKind
    sure: re.Pattern[str]
    asked: re.Pattern[str]
    follows: re.Pattern[str]
    sent_zh: re.Pattern[str]
    named_zh: re.Pattern[str]


def _follows(sure: str, asked: str) -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:(?:is\s)?(?:the\s|your\s)?(?:last|final)\s(?:chance|day|call|opportunity)\s)?(?:to|for)\s(?:[^.;,]{{0,60}}?\b)?(?:(?:{sure})|(?:{_SEND})\s[^.;,]{{0,30}}\b(?:{asked}))\b",
        re.IGNORECASE,
    )


_COMMENT_SURE = (
    r"drafts?(?=(?:\s(?:of|for|on)\s[^.;,]{2,80}?)?,? (?:(?:is|are|still) ){0,2}open (?:until|till|to|through)\b)"
    r"|have (?:your|their|its|a) say|commented(?=\s(?:up)?on\b)|consults(?=:)|remarks|reactions"
    rf"|contributions(?=\s(?:must|should|are|can|may|have\sto|{_TERM})\b)|letters(?=\s(?:until|till|by)\b)"
    r"|(?:(?<=can )|(?<=may )|(?<=to )|(?<=should )|(?<=must )|(?<=could ))(?:respond|write(?: in)?|reply|react)"
    rf"(?=\s(?:to (?:the|its) [\w ]{{2,30}}?\s)?{_TERM}\b)|answers(?=\s(?:by|until|till|are|due)\b)"
    r"|(?<=wants to )(?:know|hear)(?=\s(?:by|until|before)\b)"
    r"|comments?|feedbacks?|repl(?:y|ies)(?!\sto\s(?!(?:the|its|this|an?)\s(?:draft|notice|consultation|call)))"
    r"|responses|consultation|consult(?:s|ed|ing)?(?= on\b)|(?:public|industry) (?:input|review)"
)
_COMMENT_ASKED = r"opinions?|views|suggestions|input"
_APPLY_SURE = (
    r"applications|candidates|claims(?=\s(?:are|can|may|must|have to)\b)|entries(?=\s(?:until|till|by|close)\b)"
    r"|ask(?:ing)? for (?:an? )?(?:grants?|funds|funding|subsid(?:y|ies))"
    r"|(?:application|registration|nomination|bidding) (?:period|window|deadline|round|process|phase)"
    r"|(?:portal|system)(?=\s(?:shuts|closes|stays open|is open)\b)"
    r"|expressions of interest|offers(?=\s(?:must|are|can|should|have to|close)\b)|put (?:their names?"
    r"|themselves|its name) forward|(?:dossiers|paperwork|papers|documents|files|forms)(?=\s(?:must|should|are|can"
    r"|may|have to|need to)\s(?:be\s)?(?:due\b|handed|sent|submitted|filed|in\b))"
    r"|applying(?= (?:for|to)\b)|applicants|nominations|registrations?|submissions|enrolments?|submit(?:s|ting)?"
    r"|nominate|enroll?"
    r"|sign up|appl(?:y|ies)(?= (?:for|by|until|till|before|through|to|online|no|not)\b)"
    r"|(?:(?<=to )|(?<=can )|(?<=may )|(?<=must ))apply"
    r"(?=\s(?:for|by|until|till|before|through|to|online|with|as|at|no|not|in|via|on|is|are|ends?|closes?|expires?|runs?)\b"
    r"|\s*(?:[.,;:)]|\Z))"
    rf"|(?:bids|bidding|tenders?|proposals)(?=(?:\s(?:for|on)\s[^.;]{{2,80}}?)? (?:period )?{_CLOSE}\b)"
    r"|register(?= (?:for|by|until|till|before|through|with|within|online|as|at|no|not)\b)"
    r"|calls?(?=\s(?:is open|runs|closes|ends|stays open)\b)|hand in (?:papers|documents|files|materials)"
    r"|ask\s[^.;,]{2,60}?\sfor\s(?:up\sto\s)?(?:[A-Z]{3}\s|[$€¥])?\d"
    r"|calls?(?=\sfor\s(?:[\w-]+\s){0,3}?(?:projects|proposals|pilots|partners|entries|bids|tenders|cities|parks)\b)"
)
_APPLY_ASKED = r"application|proposals?|bids?|bidding|tenders?|declarations?|submission"
_ALL_WORDS = (
    _Words(
        kind=DeadlineKind.COMMENTS_CLOSE,
        sure=re.compile(rf"\b(?:{_COMMENT_SURE})\b", re.IGNORECASE),
        asked=re.compile(rf"\b(?:{_COMMENT_ASKED})\b", re.IGNORECASE),
        follows=_follows(
            f"{_COMMENT_SURE}|respond|weigh in|object|share (?:it|them)|(?:have|give) (?:your|their|its|a) say"
            r"|(?:react|contribute|reply|answer|write in|take a stand|speak up)(?=\s*(?:[.,;:)]|\Z|to\b|on\b))"
            r"|(?:tell|let|write to)\s[^.;,]{2,40}?\s(?:know|what|how|whether)",
            _COMMENT_ASKED,
        ),
        sent_zh=re.compile(
            _SENT_ZH + r"(?:反馈|征[求集][^，。；]{0,20}意见|(?:提出|提交|报送|发送|寄送|函告)[^，。；]{0,12}(?<!推荐)"
            r"(?<!审核)(?:意见|建议)|(?<!推荐)(?<!初审)(?<!审核)(?:意见|建议)[^，。；]{0,20}?(?:发送|提交|寄送|寄至|报送|发至|函告|邮寄|传真))"
        ),
        named_zh=re.compile(
            r"征[求集][^，。；]{0,20}意见|意见(?:建议|和建议)?的?(?:反馈|征集|征求|提交|收集)|反馈|(?:修改|书面)意见"
            r"|(?:意见|建议)的?截[止至]|提出[^，。；]{0,12}(?:意见|建议)"
        ),
    ),
    _Words(
        kind=DeadlineKind.APPLICATIONS_CLOSE,
        sure=re.compile(rf"\b(?:{_APPLY_SURE})\b", re.IGNORECASE),
        asked=re.compile(rf"\b(?:{_APPLY_ASKED})\b", re.IGNORECASE),
        follows=_follows(f"{_APPLY_SURE}|apply|register", _APPLY_ASKED),
        sent_zh=re.compile(
            _SENT_ZH + r"(?:申报|申请|报送|推荐|报名|提交|寄送|上报|填报|上传|发送|邮寄|函报"
            r"|送达|递交|寄达|[前，]报(?!告|废)|[将把][^，。；]*[送报寄])"
        ),
        named_zh=re.compile(r"申报|受理|申请|投标|竞标|竞买|报送|推荐|报名|提交|寄送|上报|填报|上传"),
    ),
)


def find_kind(before: str, after: str) -> DeadlineKind | None:
    """Return what the day between these two parts of its clause closes, or None where they bind nothing to it."""
    before, after = _clean(before), _clean(after)
    if _OPINIONS_BEFORE_ZH.search(before) and _DONE_ZH.match(after):
        return DeadlineKind.COMMENTS_CLOSE
    return next((words.kind for words in _ALL_WORDS if _is_bound(words, before, after)), None)


@lru_cache(maxsize=64)
def find_asked(text: str) -> DeadlineKind | None:
    """Get what a text asks for, comments or else applications, whatever day closes it; None where it asks nothing."""
    text = _clean(text)
    return next(
        (words.kind for words in _ALL_WORDS if _list_cues(words, text) or words.named_zh.search(text)),
        None,
    )


def is_elliptic(before: str) -> bool:
    """Return whether the words before a day have no subject of their own ("and closes on"), so that others give it."""
    return _ELLIPTIC.fullmatch(before) is not None or _DEADLINE_ZH.search(before) is not None


def tells_otherwise(text: str) -> bool:
    """Return whether words tell of something else than of what is asked for: what must be done, banned or built."""
    return _OTHERWISE.search(text) is not None


def _clean(text: str) -> str:
    return _LABEL.sub("", _PROPOSALS_ZH.sub("申报书", _TITLES_ZH.sub("《》", text)))


def _is_bound(words: _Words, before: str, after: str) -> bool:
    if words.follows.match(after) or words.sent_zh.match(after):
        return True
    if _TO_DO.match(after.lstrip()) and _LASTS.search(before, max(0, len(before) - _WINDOW)):
        return False
    if (_DEADLINE_ZH.search(before) or _ENDS_ZH.match(after)) and words.named_zh.search(before):
        return True
    if _LATEST_ZH.search(before) and words.named_zh.search(before, before.rfind("，") + 1):
        return True
    if any(_reaches(before, end, lasting=sure) for end, sure in _list_cues(words, before)):
        return True
    return bool(is_elliptic(before) and any(_opens(after, end) for end, _ in _list_cues(words, after)))


def _list_cues(words: _Words, text: str) -> list[tuple[int, bool]]:
    """Return where each word of this kind ends that is asked for, and whether it is one that says so by itself."""
    sure = [(match.start(), match.end(), True) for match in words.sure.finditer(text) if not _is_treated(text, match)]
    asked = [(match.start(), match.end(), False) for match in words.asked.finditer(text) if _is_asked(text, match)]
    return [(end, by_itself) for start, end, by_itself in (*sure, *asked) if not _is_aside(text, start, end)]


def _is_treated(text: str, word: re.Match[str]) -> bool:
    return _TREATED.search(text, max(0, word.start() - _WINDOW), word.start()) is not None


def _is_asked(text: str, word: re.Match[str]) -> bool:
    asked = _ASKED_BEFORE.search(text, max(0, word.start() - _WINDOW), word.start())
    return bool(asked or _ASKED_AFTER.match(text, word.end()))


def _is_aside(text: str, start: int, end: int) -> bool:
    return _IN_ASIDE.search(text, max(0, start - _WINDOW), start) is not None and "," in text[end : end + _WINDOW]


def _reaches(before: str, end: int, *, lasting: bool) -> bool:
    """Return whether nothing between a word that ends here and the day is about something else."""
    between = _ASIDE.sub("", before[end:])
    between = _RECIPIENT.sub(" ", between) if lasting else between
    other = [match.end() for match in _OTHERWISE.finditer(between)]
    if not (lasting and _LASTS.search(between)):
        other += [match.end() for match in _TO_DO.finditer(between)]
    return not other or _ASKED_THEN.search(between, max(other)) is not None


def _opens(after: str, end: int) -> bool:
    """Return whether what follows a day that opens its clause comes to a word that ends here without a stop."""
    return not re.search(r"[.;:]", after[:end])
