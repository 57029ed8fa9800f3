"""The front page as it is walked: its lines, and what tells a title from a heading over news."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import fold, is_in_capitals
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.day_lines import find_day_line
from bot.reading.grammar.layout.lead_ins import find_closing_date, find_dated_lead, is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only, list_links
from bot.reading.grammar.layout.plain_heads import TAG, TOPIC_LEVEL
from bot.reading.grammar.layout.table_rows import read_front_row
from bot.reading.grammar.lines.furniture import (
    announces_issue,
    is_address,
    is_greeting,
    is_imprint,
    is_site_service,
    list_sentences,
    reads_as_news,
    speaks_of_itself,
)
from bot.reading.grammar.lines.headings import find_number, find_section, is_contents_line, is_lettered
from bot.reading.grammar.lines.imprint import find_house_before, find_place_end, is_byline, is_credit
from bot.reading.grammar.lines.labels import explains_form, find_field_line
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import is_closed, is_report, is_salutation, is_sign_off, names_actor
from bot.reading.grammar.lines.title_line import is_numbered, is_title_date, split_title_line, take_publisher
from bot.reading.grammar.lines.title_names import is_house_name, is_rhythm, is_series_name
from bot.reading.grammar.lines.title_page import (
    find_told_period,
    greets_readers,
    list_sentence_dates,
    list_told_days,
    list_told_lines,
    tells_own_period,
)
from bot.reading.grammar.outlook import Follow, Outlook

# What the lines of a title page name, each looked at once however many ask.

_SHORT_NAME = 4


@dataclass(kw_only=True, slots=True)
class TitleLines:
    """What a title page's lines name, and whether one of them is a date."""

    seen: int = 0
    places: dict[str, int] = field(default_factory=dict)
    """Each name of some length in small letters, and its place among them."""
    folded: set[str] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    dated: bool = False

    def look_at(self, lines: list[str]) -> TitleLines:
        """Take in the lines that came since the last time; give this."""
        for line in lines[self.seen :]:
            found = split_title_line(line).names
            self.folded |= {fold(name) for name in found}
            self.dated = self.dated or is_title_date(line)
            for name in found:
                if len(name) >= _SHORT_NAME:
                    self.places.setdefault(name.lower(), len(self.places))
                    self.lengths.add(len(name))
        self.seen = len(lines)
        return self

    def list_opening(self, text: str) -> list[str]:
        """Return the names with which a text opens, in capitals or not, in the order of the lines."""
        openings = {text[:length].lower() for length in self.lengths}
        return sorted(filter(self.places.__contains__, openings), key=self.places.__getitem__)


_NOTE = re.compile(
    r"\bsamples?\b|\A\W*(?:tl;?dr|(?:executive )?summary)\s*:"
    r"|\A(?:executive )?summary\s(?-i:(?=[A-Z]))(?=.{80})"
    r"|\A\W*in\s+this\s+(?:update|issue|edition|letter|briefing|newsletter|report),?\s+(?:we|the|our|you)\b"
    r"|\ball times (?:are |in )?(?:[A-Z]{3,4}|local|beijing|hong kong)\b"
    r"|^\s*dear\b[^.]{0,60}[,:]?\s*$|^\s*各位[^。]{0,20}[,，:：]\s*$|\bdisclaimer\b|\bfor\s+information\s+only\b|样本|本(?:期|[周旬月季]?刊|[周月简]报)"
    r"|\A\W*(?:[^\W\d]{0,4}内部(?:资料|刊物|参考|交流|发行|使用|文件)|[仅只][供限]内部)[^。；;:：\d]{0,20}\Z"
    r"|\b(?:this|the)\s+(?:briefing|newsletter|report|document|tracker|issue|bulletin|publication|digest|update)\s+"
    r"(?:is|was|covers?|contains?|tracks?|lists?|summari[sz]es?|presents?|does|has)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\A\s*(?:Subject|Re|Betreff|Objet|Asunto|主题)\s*[:：]\s*", re.IGNORECASE)
"""What a mail that was pasted as text puts before its title."""
_MEMO_FIELD = re.compile(r"\A\s*(?:To|From|Cc|An|Von|收件人|发件人)\s*[:：]\s*\S")
"""Whom a memorandum is to and from; names of its house and department stand above."""
_MARKING = re.compile(
    r"\s+(?:INTERNAL|CONFIDENTIAL|RESTRICTED)(?: USE)?(?: ONLY)?\s*\Z|(?<=\b20\d\d)\s*\([^()\d]{3,40}\)\s*\Z"
)
"""Says behind a name who may read it, or behind days what they are ("summer issue")."""
_AFTER_NAME = re.compile(
    r"\s*[》,，.|·•©(（–—-]|\s+(?:advises|helps|supports|represents|serves|is\s+an?|LLP|LLC|Ltd|Limited|Inc|GmbH|AG|B\.?V|plc|PLC)\b"
)
_SAYS_WHOSE = re.compile(
    r"\s+is\s+(?:an?\s+(?:unit|division|arm|department|part|member|project|initiative)|part)\s+of\b[^.]{2,120}(?:\.\s*|\Z)"
)
_LONGEST_LINE = 160
_ROWS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_BESIDE = re.compile(r"[|•·]")
_BARRED_DAY = re.compile(rf"[|｜·•]\s*[^|｜·•]{{0,24}}(?i:{DATE})\s*\Z")
"""A day in the last part of a line, which a bar parts off."""
_FRONT_FIELD = re.compile(
    r"\W*(?:(?P<by>(?:(?:published|prepared|compiled|maintained|kept|edited)\s)?by|publishers?|maintainers?)"
    r"|(?:published(?: on)?|(?:issue |publication )?date|period(?: covered)?|coverage|covers|edition|issue"
    r"|version|status|(?:last )?updated?|as of)|series"
    r"|(?:导出|检索|生成|更新|发布)(?:时间|日期)(?:区间|范围)?|命中|效力级别|检索(?:词|条件))"
    r"[\s*_]*[:：](?=\s*\S)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\W*(?:last )?(?:updated|revised)\b", re.IGNORECASE)
_DASHES = (" –", " -", " —", " to")
_MOST_WORDS, _BADGE_WORDS = 12, 4
_MOST_LINES, _MAIL_LINES = 40, 2
_MOST_HEADINGS, _MOST_TITLE_LINES = 3, 4
_BELOW_DAY = 2


@dataclass(kw_only=True, slots=True)
class FrontPage:
    """The title page's lines so far, and how many of them were headings."""

    outlook: Outlook
    lines: list[str] = field(default_factory=list)
    headings: int = 0
    names: TitleLines = field(default_factory=TitleLines)
    """What the lines name; each is looked at once, however many ask."""

    def add(self, piece: Piece) -> None:
        """Count a piece as the title page's."""
        self.headings += piece.is_heading or piece.is_bold
        fields = find_field_line(piece.text)
        own = take_publisher(piece.text)[0] if fields and not (fields.issuers or fields.sources) else None
        houses = (own,) if own and is_house_name(own) else fields.issuers[:1] if fields else ()
        named = tuple(f"发布：{house}" for house in houses)
        dated = (*named, fields.date_text) if fields else list_sentence_dates(piece.text)
        lines = dated or [_MARKING.sub("", _HEADER.sub("", line)) for line in _join_open(piece.lines())]
        self.lines.extend(line for at, line in enumerate(lines) if not (self.lines or at) or not _tells_news(line))

    def add_beside(self, piece: Piece) -> None:
        """Take the date that stands beside a byline ("By Ann Bow | 17 May 2024", "By Ann Bow, 17 May 2024")."""
        tail = find_closing_date(piece.raw)
        beside = [part for part in _BESIDE.split(piece.raw)[1:] if is_title_date(part)]
        text = piece.text.rstrip(" .")
        printed = [text[start:end] for start, end, _ in find_printed_dates(text) if end == len(text)]
        house = find_house_before(piece.raw)
        days = beside or ([tail.date_text] if tail else printed) or list_told_days(piece.text)
        self.lines.extend([*((house,) if house else ()), *days])

    def take_told_period(self, piece: Piece) -> bool:
        """Take the period that a greeting tells in passing, and tell whether there was one."""
        period = find_told_period(piece.text)
        if period is None or not (tells_own_period(piece.text) or greets_readers(piece.text)):
            return False
        self.lines.extend((f"Period: {period}", *list_told_days(piece.text)))
        return True

    def take_told_lines(self, piece: Piece) -> bool:
        """Take the days that a paragraph on the issue itself tells, and tell whether it told any."""
        lines = list_told_lines(piece.text) if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold else ()
        self.lines.extend(lines)
        return bool(lines)

    def take_listed(self, piece: Piece) -> bool:
        """Take a row of the title page's table, or a bullet that names a field of it, and tell whether it was one."""
        named = _FRONT_FIELD.match(piece.text) if piece.kind is BlockKind.LIST_ITEM else None
        if named is not None:
            words = piece.text[named.end() :].strip(" *_")
            self.lines.append(f"Published by {words}" if named["by"] else piece.text.strip(" *_"))
            return True
        line = read_front_row(piece) if piece.kind is BlockKind.TABLE_ROW else None
        if line is not None:
            self.lines.append(line)
        return line is not None

    def take_dated(self, piece: Piece) -> bool:
        """Take a line that names the publisher and gives the date too, and tell whether it was one."""
        if not self.takes_date(piece):
            return False
        self.add(piece)
        return True

    def takes_date(self, piece: Piece) -> bool:
        """Return whether a piece gives the issue date, number or reporting period, and heads no day's news."""
        if tells_own_period(piece.text):
            return False  # ``take_told_period`` does
        heads_news = self.lines and self.outlook.date_headings > 1 and (piece.is_heading or piece.is_bold)
        if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and list_sentence_dates(piece.text):
            return True
        if find_field_line(piece.text) and not any(map(is_title_date, self.lines)):
            return True
        lead = find_dated_lead(piece)
        colon = (
            lead is not None
            and lead.start < len(piece.raw)
            and piece.raw[: lead.start].rstrip().endswith((":", "："))
            and not _BARRED_DAY.search(piece.raw, lead.start)
        )
        told = any(map(reads_as_news, split_title_line(piece.text).names))
        lines = piece.lines()
        several = (
            1 < len(lines) <= _MOST_TITLE_LINES and any(map(is_title_date, lines)) and not any(map(_tells_news, lines))
        )
        told = told or (
            piece.kind is BlockKind.LIST_ITEM
            and (is_report(piece.text) or (lead is not None and bool(piece.raw[lead.start :].strip())))
        )
        return (is_title_date(piece.text) or several) and not heads_news and not colon and not told

    def takes_line(self, piece: Piece) -> bool:
        """Return whether a piece is short enough to be a name on the title page."""
        text = piece.text
        if len(self.lines) <= _MAIL_LINES and _HEADER.match(piece.raw):
            return True
        if is_in_capitals(piece.text) and find_number(piece.raw) and self.names.look_at(self.lines).dated:
            return False
        few = len(self.lines) < _MOST_LINES and len(text.split()) <= _MOST_WORDS and len(text) <= _LONGEST_LINE
        return few and not text.endswith((".", "。", ":")) and not all(map(reads_as_news, piece.lines()))

    def is_note(self, piece: Piece) -> bool:
        """Return whether a piece speaks of the publication itself or to its readers, or opens or ends a letter.

        What goes on with a small letter does so with the salutation ("Dear readers, / it was ...").
        """
        spoken = self.lines and (is_address(piece.text) or is_greeting(piece.text) or announces_issue(piece.text))
        letter = is_sign_off(piece.text) or is_salutation(piece.text) or piece.text[:2].islower()
        return _NOTE.search(piece.text) is not None or letter or bool(spoken) or explains_form(piece.text)

    def is_badge(self, i: int, piece: Piece) -> bool:
        """Return whether a few words right over the only title say what kind of page it is ("LIVE BLOG: closed")."""
        below = self.outlook.pieces[i + 1 : i + 2]
        titled = bool(below) and below[0].is_heading and below[0].level == 1 and self.outlook.headings_at_all[1] == 1
        return titled and not self.headings and len(piece.text.split()) <= _BADGE_WORDS and not is_closed(piece.text)

    def is_standfirst(self, i: int) -> bool:
        """Return whether a sentence between the only title over several and its day or author sums the page up."""
        above, below = self.outlook.pieces[max(i - 1, 0)], self.outlook.pieces[i + 1 : i + 2]
        only = i > 0 and above.is_heading and self.headings == 1 and self.outlook.headings_at_all[above.level] == 1
        several = self.outlook.headings_at_all.total() > _MOST_HEADINGS
        dated = only and bool(below) and (is_title_date(below[0].text) or is_byline(below[0].text))
        piece = self.outlook.pieces[i]
        leads = bool(below) and below[0].is_heading and is_closed(piece.text) and not names_actor(piece.text)
        return several and (dated or (leads and self.headings == 1 and not self.outlook.sights[i].dated))

    def is_navigation(self, i: int, piece: Piece) -> bool:
        """Return whether a piece leads elsewhere: links before any heading, the way from home, cookies, contents."""
        anchors = [span for span in piece.spans if (span.link or "").startswith("#")]
        if sum(len(span.text) for span in anchors) * 2 > len(piece.raw):
            return True
        if not piece.is_heading and self.is_badge(i, piece) and find_section(piece.text) is not None:
            return True
        linked = not self.headings and is_link_only(piece.spans) and len(list_links(piece.spans)) > 1
        return linked or is_site_service(piece.text) or is_contents_line(piece.text)

    def takes_heading(self, i: int, piece: Piece, follow: Follow) -> bool:
        """Return whether a heading belongs to the title: the first, before the contents, or with nothing under it."""
        if any(map(_tells_news, piece.lines()[1:])):
            return False
        counted = self.outlook.sights[i].number is not None or is_lettered(piece.raw)
        lists = counted and follow in {Follow.LIST, Follow.DATED, Follow.TABLE}
        repeated = i in self.outlook.topic_lines | self.outlook.plain_heads | self.outlook.counted_heads
        dated = piece.is_heading and piece.level in self.outlook.dated_levels and self._heads_day(i)
        repeated = repeated or (piece.level == TOPIC_LEVEL and TAG.fullmatch(piece.text) is not None)
        if self.lines and fold(piece.text) == fold(self.lines[0]):
            return True
        if self.lines and (lists or repeated or dated or self._heads_part(piece, follow) or self.heads_stories(i)):
            return False
        if self.repeats(piece):
            return True
        if not self.headings or i < self.outlook.contents:
            return True
        named = is_series_name(piece.text) or is_house_name(piece.text) or is_numbered(piece.text)
        named = named or (i == 1 and piece.is_heading and piece.level == self.outlook.pieces[0].level)
        if named and self.heads_date(i):
            return self.headings < _MOST_HEADINGS
        if self._stands_over_period(i):
            return self.headings < _MOST_HEADINGS
        alone = piece.is_heading and self.outlook.headings_at[piece.level] == 1
        if follow is Follow.HEADING:
            after = self.outlook.pieces[i + 1]
            named = self.outlook.sights[i + 1].section is not None and is_series_name(piece.text)
            return (
                alone
                or (named and self.headings < _MOST_HEADINGS)
                or (after.is_heading and piece.is_heading and after.level <= piece.level)
            )
        return alone and follow is Follow.PROSE and self.headings < _MOST_HEADINGS

    def _heads_part(self, piece: Piece, follow: Follow) -> bool:
        """Return whether a heading over news below a dated front is one of several of its level, and names no series.

        Below sentences that told the series, a heading over others is too.
        """
        several = piece.is_heading and piece.level > 1 and self.outlook.headings_at_all[piece.level] > 1
        named = self.names.look_at(self.lines)
        whole = follow is Follow.HEADING and not self.headings and any(map(is_series_name, self.lines))
        told = (follow in {Follow.LIST, Follow.DATED, Follow.TABLE} or whole) and named.dated
        return several and told and not (is_series_name(piece.text) or is_house_name(piece.text))

    def _stands_over_period(self, i: int) -> bool:
        """Whether the issue's period, or a table on the issue, stands right below, and nothing told its day yet."""
        if self.names.look_at(self.lines).dated:
            return False
        below = self.outlook.pieces[i + 1 : i + 1 + _MOST_TITLE_LINES]
        if below and below[0].kind is BlockKind.TABLE_ROW:
            return read_front_row(below[0]) is not None
        below = tuple(takewhile(lambda piece: not piece.is_heading, below))
        return any(split_title_line(piece.text).period_texts and is_title_date(piece.text) for piece in below)

    def _heads_day(self, i: int) -> bool:
        return any(find_day_line(after.text) for after in self.outlook.pieces[i + 1 : i + 2])

    def heads_stories(self, i: int) -> bool:
        """Return whether a heading or bold line stands over news, and the title page has its date already.

        The next piece is a numbered headline, or it is one of several headings of its level and reports who did what,
        or is a credit.
        """
        headed = self.outlook.pieces[i].is_heading or self.outlook.pieces[i].is_bold
        headed = headed and not _UPDATED.match(self.outlook.pieces[i].raw)
        if not headed or i + 1 >= len(self.outlook.pieces) or not self.names.look_at(self.lines).dated:
            return False
        piece, after, sight = self.outlook.pieces[i], self.outlook.pieces[i + 1], self.outlook.sights[i + 1]
        if piece.is_heading and is_date_line(after.text) and i + _BELOW_DAY < len(self.outlook.pieces):
            after, sight = self.outlook.pieces[i + _BELOW_DAY], self.outlook.sights[i + _BELOW_DAY]
        numbered = sight.number is not None and sight.headline_like and self.outlook.sights[i].number is None
        story = piece.is_heading and self.outlook.headings_at[piece.level] > 1 and not after.is_heading
        story = story or i in self.outlook.bold_heads
        return numbered or (
            story
            and sight.label is None
            and (is_report(after.text) or (find_credit(after.text) or find_field_line(after.text)) is not None)
        )

    def names_series(self, i: int, piece: Piece) -> bool:
        """Return whether a line that reads like a section's name is the series' ("China Policy Tracker")."""
        if i < self.outlook.contents:
            return True
        if any(_MEMO_FIELD.match(piece.raw) for piece in self.outlook.pieces[i + 1 : i + 1 + _MOST_TITLE_LINES]):
            return True
        below = self.outlook.pieces[i + 1 : i + 2]
        after = below[0].text if below and below[0].kind is not BlockKind.LIST_ITEM else ""
        if is_title_date(after) and (i == 0 or all(map(is_rhythm, split_title_line(after).names))):
            return True
        if i == 0 and self._opens_page():
            return True
        only_one = piece.is_heading and piece.level == 1 and self.outlook.headings_at_all[1] == 1
        return only_one and not self.headings and self.outlook.headings_at_all.total() > 1

    def _opens_page(self) -> bool:
        """Whether the issue's day or period stands in the lines right below the first, with names alone between.

        Before a day it is a house's name: a heading of the news may stand over a day too.
        """
        first, below = fold(self.outlook.pieces[0].text), self.outlook.pieces[1 : 1 + _MOST_TITLE_LINES]
        day = next((at for at, piece in enumerate(below) if is_title_date(piece.text)), None)
        if day is None:
            return False
        period = bool(split_title_line(below[day].text).period_texts)
        return all(
            piece.kind not in _ROWS
            and (is_house_name(piece.text) or fold(piece.text) == first or (period and not reads_as_news(piece.text)))
            for piece in below[:day]
        )

    def is_only_title(self, i: int, piece: Piece) -> bool:
        """Return whether a heading opens the document, notes on it aside, and no other has its level."""
        return (i == 0 or not self.lines) and not self.headings and self.outlook.headings_at[piece.level] == 1

    def heads_date(self, i: int) -> bool:
        """Return whether a heading stands right over the day or number of the issue, of which nothing told yet."""
        below = self.outlook.pieces[i + 1 : i + 2]
        if not below or self.names.look_at(self.lines).dated:
            return False
        told = is_title_date(below[0].text) or bool(list_sentence_dates(below[0].text))
        return told or _MEMO_FIELD.match(below[0].raw) is not None

    def closes_with_name(self, i: int, piece: Piece) -> bool:
        """Return whether an imprint stands after the news: it credits people, or opens with a name of the page."""
        if is_credit(piece.raw):
            return True
        if i < self.outlook.last_report:
            return False
        text = piece.text.removeprefix("《")
        named = self.names.look_at(self.lines).list_opening(text)
        says = next((said.end() for name in named if (said := _SAYS_WHOSE.match(text, len(name)))), 0)
        if says and is_imprint(text[says:]):
            return True
        opens = any(_AFTER_NAME.match(text, len(name)) for name in named)
        placed = find_place_end(text) if opens else 0
        opens = opens and (is_imprint(piece.text) or bool(placed and is_imprint(text[placed:])))
        return opens and not any(map(_tells_outside, list_sentences(piece.text)))

    def repeats(self, piece: Piece) -> bool:
        """Return whether a line repeats only what stands on the title page, as a running header does."""
        names = self.names.look_at(self.lines).folded
        found = split_title_line(piece.text).names if len(piece.raw) <= _LONGEST_LINE and names else ()
        return bool(found) and all(fold(name) in names for name in found)


def _join_open(lines: tuple[str, ...]) -> list[str]:
    """Return the lines, each that ends in a dash or inside brackets together with the next."""
    joined: list[str] = []
    for line in lines:
        if joined and (joined[-1].endswith(_DASHES) or joined[-1].count("(") > joined[-1].count(")")):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _tells_outside(sentence: str) -> bool:
    """Whether a sentence tells something, and not of the publication."""
    return reads_as_news(sentence) and not speaks_of_itself(sentence)


def _tells_news(line: str) -> bool:
    """Whether a line tells news; of one that says when the issue was sent, only its names can."""
    return any(map(reads_as_news, split_title_line(line).names if is_title_date(line) else (line,)))
