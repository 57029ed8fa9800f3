"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import or_

from bot.dates.printed_dates import find_printed_dates, parse_printed_date
from bot.dates.printed_periods import is_in_figures, parse_printed_period
from bot.model.briefing import Inference, UnreadBlock
from bot.model.ids import HAN, fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, BriefingParts, Document
from bot.reading.layout.furniture import list_sentences, reports
from bot.reading.layout.printed_days import DayKind, PrintedDay, list_printed_days
from bot.reading.layout.title_line import Name, fold_house, parse_title_line, strip_house, tell_kind

# What texts around the news say of whose the publication is.

_WORDS = r"(?-i:[A-Z&])(?:[\w&’'-]|\.(?=\w)|(?<=\.[A-Z])\.)*"
_NAME = (
    rf"(?:the\s+)?({_WORDS}(?:\s(?:{_WORDS}|of|for|and|in|the|de))*"
    r"(?:,\s(?:(?-i:[A-Z])\w+\s){0,3}(?-i:Section|Department|Division|Office|Bureau|Unit))?)"
)
_SAYS_WHOSE = re.compile(
    rf"\b(?:published|issued|produced|sent|provided|run|brought\sto\syou)(?:\s\w+ly)?\sby\s{_NAME}"
    rf"|\b(?:service|product|publication|project|newsletter|initiative|unit|part)\sof\s{_NAME}"
    rf"|(?:©|\(c\)\s|\bcopyright\b)[\s©]*(?:(?:19|20)\d\d)?,?\s*(?:by\s)?{_NAME}"
    rf"|(?:版权(?:所有|归)?|©)\s*[:：]?\s*©?\s*(?:(?:19|20)\d\d年?)?\s*([{HAN}]{{4,24}})"
    rf"|由\s*([{HAN}]{{4,24}}?)(?:编[印制辑写发]|主办|出品|制作|整理|汇编)"
    rf"|(?:主办|编印|编制|出品)(?:单位|方)?\s*[:：]\s*([{HAN}]{{4,24}})",
    re.IGNORECASE,
)
_STANDS_OUT = re.compile(
    rf"(?i:\b(?:members?|friends?|clients?|subscribers?|customers?)\sof\s){_NAME}"
    rf"|(?i:\b(?:written|compiled|maintained|kept)(?:\sand\s\w+)?\sby\s){_NAME}|来源\s*[:：]\s*([{HAN}]{{4,20}})"
    rf"|(?:\A|(?<=[.。\n!])\s*)(?:(?:19|20)\d\d\s)?{_NAME}"
    r"(?=\.?[,.(|:]|\s(?:is|are|was|has|writes|advises|does|in|at)\b|\s[|·•–—]\s|\Z)"
    rf"|(?:\A|(?<=[。\n]))\s*([{HAN}]{{4,24}}?)(?=（|地址|电话|是|联系|邮箱|\Z)"
)
_SERIES_OF = re.compile(
    rf"(?:\A|(?<=[.\n])\s*){_NAME}(?:\sis|,)\s(?:(?:\w+\sand\s)?(?:published|written|produced|issued|sent)\b"
    r"|an?\s(?:\w+\s)?(?:service|product|publication|project)\sof)"
)
_COMMON = frozenset({"the", "a", "an", "our", "your", "this", "these", "all", "china", "chinese", "we", "it"})
_OPENINGS = frozenset(
    {"by", "dear", "to", "for", "re", "cc", "date", "period", "issue", "published", "edition", "last"}
)
"""What a name does not open with, but a sentence or a field of a memorandum."""
_LONGEST_NAME, _MOST_WORDS, _MOST_HOUSE_WORDS = 90, 12, 6
_ENOUGH = 2

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_MOST_RUNNING, _LEAP_YEAR = 200, 2000
_PUBLISHED = re.compile(
    r"\b(?:published|issued|released|sent(?: out)?(?: to [\w ]{2,30})?|dated|out|updated|date(?: of issue)?|closed"
    r"|completed|compiled|prepared|status)(?:\s(?:on|at))?\s*:?\s*\Z"
    r"|(?:出版|发布|印发|编印|编制|出刊|发刊|更新)(?:日期|时间)?\s*[:：]\s*\Z",
    re.IGNORECASE,
)
_LATE, _LATEST, _NEAR = (dt.timedelta(days=count) for count in (10, 45, 60))
_BY_OTHERS = (0.6, "no year is printed; the latest year of the other dates")
_BY_ISSUE = (0.9, "no year is printed; by the date of issue")
_BY_PERIOD = (0.85, "no year is printed; by the period")
_BY_SENTENCE = (0.85, "no period is printed as such; the span of days told before the news")
_BY_SENDING = (0.85, "no date of issue is printed; the mail's day")

Span = tuple[dt.date, dt.date]


@dataclass(kw_only=True, slots=True)
class TitlePage:
    """All that may tell of an issue, by where it stands, and what is chosen of it.

    ``names``, ``days``, ``years`` and ``labelled`` are of the title's lines, ``ahead`` and ``behind`` the other texts
    before and behind the news, ``dates`` the days printed with the items.
    """

    document: Document
    dates: Sequence[str] = ()
    day_first: bool | None = None
    names: list[Name] = field(default_factory=list)
    days: list[PrintedDay] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    labelled: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    inferred: list[Inference] = field(default_factory=list)

    def add_line(self, text: str, *, is_heading: bool = False) -> None:
        """Take in a line of the title page."""
        line = parse_title_line(text)
        self.days.extend(line.days)
        self.years.extend(line.years)
        self.labelled.extend(filter(None, (line.publisher,)))
        self.names.extend(name._replace(is_heading=is_heading) for name in line.names if _may_be_name(name.text))

    def list_running(self) -> list[str]:
        """Return the running headers and the like that the file's furniture has, the first of them."""
        texts = [block.text for block in self.document.furniture[:_MOST_RUNNING]]
        return [text for text in texts if not text.startswith(_MARKS)]

    def read(self) -> BriefingParts:
        """Choose what the title page says out of all that may tell it; days that may be two are unread."""
        title = self._find_mark(TITLE_MARK)
        if title and not (self.days and self.names):
            self.add_line(title)
        publisher, series = self._find_names()
        spans = [each for kind in (DayKind.SPAN, DayKind.MONTH) for each in self.days if each.kind is kind][:1]
        period = parse_printed_period(spans[0].text, day_first=self.day_first) if spans else None
        told = list(_list_told(self.ahead))
        issued = self._find_day([*told, *_list_told(self.behind)], period)
        start, end = period or self._infer_period(spans, told, issued) or (None, None)
        if issued is None and self.document.sent_on:
            issued = self.document.sent_on
            self._infer("published_on", issued, _BY_SENDING, "")
        whole = series if not (publisher and series) or fold(publisher) in fold(series) else f"{publisher} {series}"
        figures = [each.text for each in self.days if is_in_figures(each.text)]
        return BriefingParts(
            publisher=publisher,
            series=series,
            title=whole or publisher,
            published_on=issued,
            period_start=start,
            period_end=end,
            inferred=tuple(self.inferred),
            unread=tuple(
                UnreadBlock(page=None, line=None, text=day) for day in figures if not self._parse(day, _LEAP_YEAR)
            ),
        )

    def _find_mark(self, mark: str) -> str:
        texts = (block.text for block in self.document.furniture)
        return next((text.removeprefix(mark).strip() for text in texts if text.startswith(mark)), "")

    def _find_names(self) -> tuple[str | None, str | None]:
        """Return publisher and series out of the names of the title page and of what texts around the news tell."""
        running = self.list_running()
        texts = (*self.ahead, *self.behind, *running)
        labelled = [strip_house(name) for name in self.labelled[:1]]
        owners = [name for mark in (LOGO_MARK, SITE_MARK) if (name := self._find_mark(mark))]
        makers = [*labelled, *_list_matches(texts, _SAYS_WHOSE), *(name for name in owners if tell_kind(name) < 0)]
        stand_out = _list_matches(texts, _STANDS_OUT)
        of_house = Counter(dict.fromkeys(map(fold_house, makers), 4))
        of_house.update(dict.fromkeys(map(fold_house, stand_out), 2))
        of_series = dict.fromkeys(map(fold, _list_matches(texts, _SERIES_OF)), 4)

        def score_series(name: Name) -> int:
            return 2 * tell_kind(name.text) + 2 * name.is_numbered + of_series.get(fold(name.text), 0)

        def score_house(name: Name) -> int:
            return of_house[fold_house(name.text)] - score_series(name)

        parts = self._list_parts([*makers, *stand_out])
        house = max(parts, key=score_house, default=None)
        house = house if house and score_house(house) >= _ENOUGH else None
        publisher = labelled[0] if labelled else strip_house(house.text) if house else ""
        rest = [name for name in parts if name != house and (not publisher or fold(name.text) != fold(publisher))]
        series = max(rest, key=lambda name: score_series(name) + name.is_heading, default=Name(""))
        sender = self._find_mark(SENDER_MARK)
        off_page = [
            *makers,
            *([sender] if tell_kind(sender) else []),
            *(name for name in stand_out if tell_kind(name) < 0),
        ]
        others = [strip_house(name) for name in off_page if fold(name) != fold(series.text)]
        if score_series(series) + series.is_heading >= _ENOUGH:
            plain = (name for name in rest if name != series and (name == rest[0] or name.beside_day))
            few = (name.text for name in plain if 1 < len(name.text.split()) < _MOST_HOUSE_WORDS)
            # a few words in capitals may be a house's name without a word for it
            others += [
                strip_house(text) for text in few if all(w[0].isupper() or not w.isalpha() for w in text.split())
            ]
        others += [name for name in owners if " " in name and name != series.text]
        publisher = next(filter(None, (publisher, *others)), "")
        if publisher.isupper():  # a logo set in capitals; a running header has the name as it is written
            starts = ((text, text.casefold().find(publisher.casefold())) for text in running)
            publisher = next((text[at : at + len(publisher)] for text, at in starts if at >= 0), publisher)
        return publisher or None, series.text or None

    def _list_parts(self, known: Sequence[str]) -> list[Name]:
        """Return the names once each with all that is told of them; in capitals only what is so everywhere."""
        houses = {fold(name): name for name in known}
        bare = set(map(fold_house, known))
        is_feed = self.document.media_type.endswith(("rss+xml", "atom+xml", "/xml"))
        merged: dict[str, Name] = {}
        for each in self.names:
            left, colon, right = each.text.partition(": ")
            if colon and (is_feed or tell_kind(left) < (1 if fold_house(left) in bare else 0)):
                parts = [each._replace(text=left, is_numbered=False), each._replace(text=right)]
            else:
                parts = _part_name(each, houses)
            for name in parts:
                had = merged.get(fold(name.text), name)
                text = name.text if had.text.isupper() else had.text
                merged[fold(name.text)] = Name(text, *map(or_, had[1:], name[1:]))
        return list(merged.values())

    def _parse(self, text: str, year: int | None = None, period: Span | None = None) -> dt.date | None:
        found = parse_printed_date(text, day_first=self.day_first, default_year=year, period=period)
        return found[0] if found else None

    def _find_day(self, told: Sequence[PrintedDay], period: Span | None) -> dt.date | None:
        """Return the day of issue: said to be that, else printed in a title's line or a running header."""
        days = [each for each in self.days if each.kind is DayKind.DAY]
        headers = [each for text in self.list_running() for each in parse_title_line(text).days]
        for each in (*filter(is_said_published, (*days, *told)), *days):
            if on := self._parse(each.text):
                return on
        near = (period[1], period[1] + _NEAR) if period else None
        for each in days:
            if on := self._parse(each.text, self._find_year(), near):
                self._infer("published_on", on, _BY_PERIOD if period else _BY_OTHERS, each.text)
                return on
        return next((on for each in headers if each.kind is DayKind.DAY and (on := self._parse(each.text))), None)

    def _find_year(self) -> int | None:
        """Return the year of the issue's number, else the latest of other dates, else the mail's."""
        others = (on.year for text in (*self.list_running(), *self.dates) for *_, on in find_printed_dates(text))
        sent = self.document.sent_on.year if self.document.sent_on else None
        return self.years[0] if self.years else max(others, default=sent)

    def _infer_period(
        self, spans: Sequence[PrintedDay], told: Sequence[PrintedDay], issued: dt.date | None
    ) -> Span | None:
        """Return the span that is printed without a year, or told before the news, or from a day until the issue's."""
        near = issued or self.document.sent_on
        since = (each for each in (*self.days, *told) if each.kind is DayKind.SINCE)
        for each in (*spans, *since, *(each for each in told if each.kind is DayKind.SPAN)):
            span = self._place_span(each, near)
            if span and (each in spans or near is None or span[1] <= near + _LATE <= span[1] + _LATEST):
                ground = _BY_SENTENCE if each not in spans else _BY_ISSUE if issued else _BY_OTHERS
                if each.kind is not DayKind.SINCE:
                    self._infer("period", f"{span[0]} to {span[1]}", ground, each.text)
                return span
        return None

    def _place_span(self, days: PrintedDay, issued: dt.date | None) -> Span | None:
        """Return a span with the latest year in which it does not end after the issue."""
        year = issued.year if issued else self._find_year()
        for each in (year, year - 1) if year and issued else (year,):
            if days.kind is DayKind.SINCE:
                start = self._parse(days.text, each)
                span = (start, issued) if start and issued and start < issued else None
            else:
                span = parse_printed_period(days.text, default_year=each)
            if span and (issued is None or span[1] <= issued + _LATE):
                return span
        return parse_printed_period(days.text, default_year=year)

    def _infer(self, name: str, value: object, ground: tuple[float, str], quote: str) -> None:
        confidence, reason = ground
        self.inferred.append(Inference(field=name, value=str(value), confidence=confidence, reason=reason, quote=quote))


def is_said_published(day: PrintedDay) -> bool:
    """Whether the words before a day say that the issue came out on it."""
    return day.kind is DayKind.DAY and _PUBLISHED.search(day.said) is not None


def _list_told(texts: Iterable[str]) -> Iterator[PrintedDay]:
    """Yield the days of the sentences that report nothing, which may be the issue's."""
    for text in texts:
        for sentence in list_sentences(text):
            if not reports(sentence):
                yield from list_printed_days(sentence)


def _list_matches(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """Return the houses or series that texts around the news tell of, in their order."""
    matches = (match for text in texts for match in pattern.finditer(text))
    names = (next(filter(None, match.groups()), "").strip(" ,;") for match in matches)
    return [name for name in names if name and name.lower() not in _COMMON]


def _may_be_name(text: str) -> bool:
    """Whether words of a title's line may be a name: they go on no sentence and are not too long."""
    words = text.split()
    opens = bool(words) and not text[0].islower() and words[0].lower().strip(":：") not in _OPENINGS
    short = len(words) <= _MOST_WORDS and len(text) <= _LONGEST_NAME
    return opens and short and any(map(str.isalpha, text)) and text.lower() not in _COMMON


def _part_name(name: Name, houses: Mapping[str, str]) -> list[Name]:
    """Return a name, or the names of a house and of its series that stand in it without a sign between them."""
    words = name.text.split()
    heads = (" ".join(words[:count]) for count in range(len(words) - 2, 0, -1))
    told = (head for head in heads if fold(head) in houses)
    head = next((head for head in told if (tell_kind(name.text) > 0 if " " in head else head.isupper())), None)
    if head is None:
        return [name]
    series = name._replace(text=name.text.removeprefix(head).strip(), is_numbered=True)
    return [name._replace(text=houses[fold(head)], is_numbered=False), series]
