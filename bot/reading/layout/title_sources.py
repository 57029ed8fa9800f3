"""What may tell of an issue, by where it stands, before anything is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK
from bot.reading.layout.publication_names import is_page_name
from bot.reading.layout.title_line import Name, PrintedDays, parse_title_line

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_MOST_RUNNING = 200


@dataclass(kw_only=True, slots=True)
class TitleSources:
    """All that may tell of an issue.

    ``titles`` are the title's lines with their ``names`` and ``days``, ``ahead`` and ``behind`` the other texts before
    and behind the news, ``makers`` whom these head as publisher, ``framed`` the furniture of the file, ``dates`` those
    of the items, ``sent_on`` the day of a mail.
    """

    framed: Sequence[str] = ()
    dates: Sequence[str] = ()
    sent_on: dt.date | None = None
    day_first: bool | None = None
    is_feed: bool = False
    titles: list[str] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    days: list[PrintedDays] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    labelled: list[str] = field(default_factory=list)
    makers: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    def add_line(self, text: str, *, is_heading: bool, with_names: bool = True) -> None:
        """Take in a line of the title page."""
        line = parse_title_line(text)
        self.titles.append(text)
        self.days.extend(line.days)
        self.years.extend(filter(None, (line.year,)))
        self.labelled.extend(filter(None, (line.publisher,)))
        named = (name for name in line.names if with_names and is_page_name(name.text))
        self.names.extend(replace(name, is_heading=is_heading) for name in named)

    def find_mark(self, mark: str) -> str | None:
        """Return what the file's furniture says behind a mark, or None."""
        return next((text.removeprefix(mark).strip() for text in self.framed if text.startswith(mark)), None)

    def list_running(self) -> list[str]:
        """Return the running headers and the like that the file's furniture has, the first of them."""
        return [text for text in self.framed[:_MOST_RUNNING] if not text.startswith(_MARKS)]
