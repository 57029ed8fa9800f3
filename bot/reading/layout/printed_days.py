"""Days as a line of news prints them: at its start, at its end, alone on it, told in it, and in figures alone."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.dates.date_words import ANY_MONTH, WEEKDAY, find_day
from bot.dates.printed_dates import parse_printed_date
from bot.model.ids import HAN

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"{_FIGURE}(?:st|nd|rd|th|er)?(?!\d)"
_MONTH = rf"(?:{ANY_MONTH}(?![^\W\d_])\.?)"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|–|—|~|至|to|and|&)\s*"
DATE = (
    rf"(?:(?:{WEEKDAY}\.?,?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY}(?:{_TO}(?:{_MONTH}\s+)?{_DAY})?(?:,?\s+{_YEAR})?"
    rf"|{_DAY}\.?(?:{_TO}{_DAY}\.?)?(?:\s+of)?\s?{_MONTH}(?:{_TO}{_DAY}\s+{_MONTH})?(?:,?\s+{_YEAR})?)"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.]{_FIGURE}(?!\d)"
    rf"|{_FIGURE}\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)"
    rf"|(?:{_YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号](?:{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?)"
)
"""A day, or a few in a row, with a month's name or all in figures, for a pattern that ignores case."""
_SHORT = (
    rf"(?:{_FIGURE}/{_FIGURE}(?:/(?:{_YEAR}|\d\d))?(?![\d/])|{_FIGURE}/{_FIGURE}\s+{_MONTH}"
    rf"|{_FIGURE}\.\s?(?:0?[1-9]|1[0-2])\.?(?![\d%])|{_FIGURE}-{_MONTH}(?:-(?:{_YEAR}|\d\d))?(?!\d)"
    rf"|{_FIGURE}\s{_MONTH}\s\d\d(?!\d)|{_MONTH}-{_FIGURE}(?:-{_YEAR})?(?![\d-])|{_FIGURE}-{_FIGURE}(?![\d-])"
    rf"|{_FIGURE}日)"
)
"""Figures that are a day only where a sign, brackets, their look or the layout says so."""
_BEHIND = (
    rf"(?:\s*[(（](?:{WEEKDAY}\.?|(?:周|星期)[一二三四五六日天])[)）]|\s*(?:周|星期)[一二三四五六日天])?"
    r"(?:(?<=日)(?:晚间?|上午|下午|凌晨|早间|傍晚|盘后|讯|电))?"
)
_OPEN = r"[\s*_\[(（【▪•·■►>-]*"
_ISO = re.compile(r"[\d./-]+")
_ENDING = re.compile(rf"(?<=[:：。.!?？！\s])(?P<date>{DATE}|{_SHORT})[\s:：,，]*\Z", re.IGNORECASE)
_CLOSE = r"[*_\])）】]*"
_SIGN = r"\s*(?:[:：|｜·，]|//(?=\s)|\.(?=\s|\Z)|,(?=\s*[A-Z][^,]{0,60}:)|\s[–—-]\s|[–—]|-\s|\Z)"
_OPENING = re.compile(
    rf"(?P<open>{_OPEN})(?:(?P<date>{DATE})|(?P<weekday>{WEEKDAY}\.?,?\s+)?(?P<short>{_SHORT})){_CLOSE}{_BEHIND}(?P<sign>{_SIGN})?\s*{_CLOSE}\s*",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"\W*(?:{DATE}|{_FIGURE}日){_BEHIND}\W*", re.IGNORECASE)
_WHOLE_SHORT = re.compile(rf"\W*(?P<weekday>{WEEKDAY}\.?,?\s+)?{_SHORT}{_BEHIND}\W*", re.IGNORECASE)
_CLOSING = re.compile(
    rf"\s*(?:[(（\[【]\s*(?P<bracketed>{DATE}|(?!24/7){_FIGURE}/{_FIGURE}(?:/{_YEAR})?|{_FIGURE}日"
    rf"|(?<=[{HAN}”》。）]（){_FIGURE}[.．-]{_FIGURE})"
    rf"{_BEHIND}\s*[)）\]】]|(?:\s[–—|·-]\s|[,，|｜·]\s?|\s(?={_YEAR}[-/]))\s*(?P<behind>{DATE}))[.。]?\s*"
    r"(?P<cited>[(（](?:来源|sources?|via)\s*[:：][^()（）]{1,60}[)）]\s*)?\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<![A-Z])(?<!\b\d)(?<!\b\d\d)[.!?][\"”’)\]]*(?=\s+[A-Z“\"(])|[。！？]")
_FIRST = re.compile(
    rf"\W*(?P<led>[{HAN}、（）·]{{2,16}}[:：]\s*)?(?:(?:on|since|with effect from)\s+)?(?P<date>{DATE})(?(led)[,，])",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"\W*(?:[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+)?,?\s(?:\([^()\d]{{2,40}}\)\s)?\(?(?P<date>(?i:{DATE}))\)?\s?(?:\([^()\d]{{2,40}}\)\s?)?(?:[—–:]|--?)\s"
    rf"|[{HAN}]{{0,12}}(?P<zh>(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}日)[电讯])"
)
_WITHIN = re.compile(
    rf"(?<=[\s,，(（）》”{HAN}])(?<!\d年)(?P<date>{DATE}|(?<=[{HAN}）])(?<!月){_FIGURE}日)", re.IGNORECASE
)
_TERM_BEFORE = re.compile(
    r"\b(?:effect(?:ive)?|force|until|till|(?:by|from)(?!\s(?:\d|(?:the\s)?(?-i:[A-Z])))|before|due|deadlines?|since"
    r"|clos(?:e|es|ing)|starts?(?!-)|begins?|ends?|ending|expir\w+|opens?(?=\s(?:on|until|for|from)\b)|runs?|had|first|originally|initially"
    r"|scheduled"
    r"|planned|expected|will|shall|must|to be|earlier|previous\w*|as of)\b"
    r"|(?:截至|截止|自(?![动主由])|至|起|原|曾|将|拟|计划|预计|须|应当|要求|前)",
    re.IGNORECASE,
)
"""Words before a day on which something else than the news happens."""
_TERM_BEHIND = re.compile(
    r"\s*(?:(?:is|was|marks)\s+(?:the|a|its)\s+(?:\w+\s+){0,3}(?:deadline|day|date|end)\b"
    r"|起|前|[以之]前|止|(?:正式)?(?:施行|实施|生效|截止)|(?:[^.;]{0,80}?\b(?:takes?|enters?|comes?|closes?"
    r"|ends?|expires?|becomes?)"
    r"(?:\s(?:effect|into|effective|on|for|today)\b|\W*\Z)))",
    re.IGNORECASE,
)
_WAS_ISSUED = re.compile(
    r"\b(?:(?:was|were|been|jointly)\s(?:\w+ly\s)?)?(?:issued|published|released|promulgated|announced"
    r"|unveiled|adopted"
    r"|circulated|made\spublic|dated)(?:\s(?:by|in|at|through)\b[^.;,]{0,80})?\s(?:on\s)?\Z"
    r"|\b(?:notice|document|circular|announcement|order|decision|letter|statement)\s(?:of|dated)\s\Z",
    re.IGNORECASE,
)
_WINDOW, _WIDE, _LONGEST_LINE = 40, 120, 60
_ANY_YEAR = 2000
_PAIR, _LAST_MONTH, _HEAD, _ENOUGH = 2, 12, 400, 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedDay:
    """A day that a line prints: its wording, and the offsets before and behind all that belongs to it."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def find_opening_day(raw: str, *, in_figures: bool = False, look_end: int = 0) -> PrintedDay | None:
    """Return the day with which a line opens where a sign, brackets, the line's end or its look sets it off.

    The news stands behind ``end``. ``in_figures`` tells that the layout sets days in figures alone ("12/3"), so that
    a blank parts them too; ``look_end`` is where the bold or italic words end that open the line, if any.
    """
    head = raw if len(raw) <= _HEAD else f"{raw[:_HEAD]}…"
    match = _OPENING.match(head)
    if match is None or not (match["date"] or _is_calendar(match["short"])):
        return None
    behind = head[match.end() :]
    closed = (
        match["open"].rstrip(" *_")[-1:] in {"(", "[", "（", "【"} and head[match.end("open") :].lstrip()[:1] != ")"
    )
    is_set_off = match["sign"] is not None or closed or match.end("date" if match["date"] else "short") <= look_end
    by_blank = head[: match.end()][-1:].isspace() and (behind[:1].isupper() or not behind[:1].isascii())
    if match["date"] is None:
        is_set_off = (match["sign"] is not None and bool(behind)) or closed or (is_set_off and look_end > 0)
        fits = is_set_off or (by_blank and (in_figures or match["weekday"] is not None or match["short"][:1] == "0"))
    else:
        fits = is_set_off or (by_blank and (match["date"][-1] in "日号." or _ISO.fullmatch(match["date"])))
    if not fits:
        return None
    return PrintedDay(text=_clean(match["date"] or match["short"]), start=match.end("open"), end=match.end())


@lru_cache(maxsize=2048)
def find_closing_day(raw: str) -> PrintedDay | None:
    """Return the day with which a line ends, in brackets or behind a sign, and which is no term ("until 5 May")."""
    tail = max(0, len(raw) - _WIDE)
    match = _CLOSING.search(raw, tail)
    if match is None:
        return None
    before = raw[: match.start()].rstrip()
    closes = match["bracketed"] is not None and before.endswith((".", "!", "?", "。", "！", "？"))
    near = _WINDOW // 2 if before[-1:].isascii() else _WINDOW // 10
    if not before or (not closes and _TERM_BEFORE.search(before[-near:])):
        return None
    end = match.start("cited") if match["cited"] else len(raw)
    return PrintedDay(text=_clean(match["bracketed"] or match["behind"]), start=match.start(), end=end)


def find_ending_day(lead: str) -> int:
    """Return where the day starts with which the first words of a line end behind others, else their length."""
    match = _ENDING.search(lead, max(0, len(lead) - _LONGEST_LINE))
    return match.start("date") if match and any(map(str.isalpha, lead[: match.start()])) else len(lead)


def is_day(text: str, *, in_figures: bool = False) -> bool:
    """Whether a whole line is a day, with a weekday, a time or brackets perhaps, or a few days in a row."""
    if len(text) > _LONGEST_LINE or not any(map(str.isdigit, text)):
        return False
    if _WHOLE.fullmatch(text) or parse_printed_date(text, default_year=_ANY_YEAR):
        return True
    short = _WHOLE_SHORT.fullmatch(text)
    return short is not None and (in_figures or short["weekday"] is not None)


@lru_cache(maxsize=2048)
def find_told_day(text: str) -> str | None:
    """Return the day on which the first two sentences of a text say that it happened, or on which it was issued.

    Days on which something takes effect, starts, closes or is due are not such days.
    """
    text = text[:_ENOUGH]
    for at, sentence in enumerate(islice(list_sentences(text), 2)):
        dateline = None if at else _DATELINE.match(sentence)
        if dateline is not None:
            return _clean(dateline["date"] or dateline["zh"])
        first = _FIRST.match(sentence)
        if first is not None and not _TERM_BEHIND.match(sentence, first.end("date")):
            return _clean(first["date"])
        told = next((match for match in _WITHIN.finditer(sentence) if _is_told(sentence, match)), None)
        if told is not None:
            return _clean(told["date"])
    for sentence in list_sentences(text):
        for match in _WITHIN.finditer(sentence):
            if _WAS_ISSUED.search(sentence, max(0, match.start() - _WIDE), match.start("date")):
                return _clean(match["date"])
    return None


def list_sentences(text: str) -> Iterator[str]:
    """Return the sentences of a text in order."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def _is_told(sentence: str, match: re.Match[str]) -> bool:
    """Whether a day within a sentence is that of what it tells."""
    start, end = match.span("date")
    before = sentence[max(0, start - _WINDOW) : start]
    clause = before[max(before.rfind(sign) for sign in ",;，；") + 1 :]
    if _TERM_BEHIND.match(sentence, end):
        return False
    if match["date"][-1] in "日号":
        return sentence[end : end + 1] not in "，。、的" and not _TERM_BEFORE.search(clause[-_WINDOW // 5 :])
    in_brackets = sentence[start - 1] in "(（" and sentence[end : end + 2] in {") ", "):"}
    if in_brackets and sentence[:1].isupper() and not before.count(" ", 0, -1) > _WINDOW // 5:
        leads = sentence[end + 2 : end + 3].islower() or sentence[end + 1 : end + 2] in ":："
        return leads and not _TERM_BEFORE.search(before)
    return clause.lower().endswith((" on ", "(on ")) and not _TERM_BEFORE.search(clause)


def _is_calendar(short: str | None) -> bool:
    """Whether two figures can be a day and a month in either order."""
    figures = [
        int(part)
        for part in (short or "").replace("/", " ").replace(".", " ").replace("-", " ").split()
        if part.isdigit()
    ]
    return bool(short) and (len(figures) < _PAIR or min(figures) <= _LAST_MONTH)


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,.")


# Days in figures alone ("12/03", "17.06.", "6-9"): one order of day and month for a whole document, and its words.

_FIGURES = re.compile(
    rf"(?:(?!(?i:{ANY_MONTH}))[^\W\d_]{{2,9}}\.?,?\s+)?"
    r"(?P<one>\d{1,2})\s?(?P<sign>[./-])\s?(?P<two>\d{1,2})(?:(?P=sign)(?P<year>\d{2}(?:\d{2})?))?\.?"
)
_LEAP_YEAR, _CENTURY = 2024, "20"
_NEAR = dt.timedelta(days=70)
"""Days around the issue's within which most of its news fall."""


def word_days(texts: Iterable[str], *, near: dt.date | None, day_first: bool | None, is_han: bool) -> dict[str, str]:
    """Return the days in figures among these texts with their months in words; others are left out.

    The order of day and month is one for all: as ``day_first`` tells, as dots or Chinese tell, else the one in which
    more of them are days near the day of issue.
    """
    found = {text: match for text in texts if (match := _FIGURES.fullmatch(text.strip(" ()[]（）:：")))}
    order = _find_order(list(found.values()), near=near, is_han=is_han) if day_first is None else day_first
    worded = {}
    for text, match in found.items():
        on = _find_day(match, _LEAP_YEAR, day_first=order) or _find_day(match, _LEAP_YEAR, day_first=not order)
        if on is not None:
            figures = match["year"] or ""
            year = f" {_CENTURY}{figures}" if len(figures) == len(_CENTURY) else figures and f" {figures}"
            worded[text] = f"{on:%-m月%-d日}" if is_han and not year else f"{on:%-d %B}{year}"
    return worded


def _find_order(matches: Sequence[re.Match[str]], *, near: dt.date | None, is_han: bool) -> bool:
    """Return whether the day stands first."""
    if is_han or near is None or any(match["sign"] == "." for match in matches):
        return not is_han
    return _count_near(matches, near, day_first=True) >= _count_near(matches, near, day_first=False)


def _count_near(matches: Sequence[re.Match[str]], near: dt.date, *, day_first: bool) -> int:
    days = ([_find_day(match, near.year - ago, day_first=day_first) for ago in (0, 1)] for match in matches)
    return sum(any(on is not None and abs(on - near) <= _NEAR for on in pair) for pair in days)


def _find_day(match: re.Match[str], year: int, *, day_first: bool) -> dt.date | None:
    one, two = int(match["one"]), int(match["two"])
    return find_day(year, two, one) if day_first else find_day(year, one, two)
