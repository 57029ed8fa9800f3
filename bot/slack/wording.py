"""The wording of dates, counts and lists in what people read, and where a text is cut. All texts are plain ones."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from bot.slack.mrkdwn import clean

_SMALL = (
    "about|across|after|against|and|around|as|at|before|between|but|by|for|from|in|into|of|on|or|over|per|regarding|"
    "since|than|that|through|to|towards?|under|until|which|while|with|without"
)
_BREAK = re.compile(rf"[,;:.!?]\s|\s[–—]|[，；：。！？]|\s(?:{_SMALL})\s")
"""Where a clause or a phrase ends."""
DANGLING = re.compile(rf"(?:\s(?:{_SMALL}|an?|are|has|have|how|is|its|more|such|the|their|was|were|will|\d[\d.,]*))+$")
"""Words that say nothing at the end of what was cut, and a figure without what it counts."""


def format_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, "" for none."""
    return f"{day.day} {day:%b %Y}" if day else ""


def shorten_day(day: dt.date, today: dt.date) -> str:
    """Return a day, without its year where that is today's: ``23 Nov``."""
    return format_day(day).removesuffix(f" {today.year}")


def format_moment(moment: dt.datetime, zone: str = "UTC") -> str:
    """Return a moment in a zone as ``Mon 9 Mar 2026 09:00``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {format_day(local.date())} {local:%H:%M}"


def format_period(start: dt.date | None, end: dt.date | None) -> str:
    """Return an inclusive period as ``25 Oct – 28 Nov 2023``; open ends in words, "" when nothing is known."""
    if start and end:
        return f"{shorten_day(start, end)} – {format_day(end)}"
    words = "from " if start else "until " if end else ""
    return f"{words}{format_day(start or end)}"


def cut_clause(text: str, limit: int = 80) -> str:
    """Return a raw text of up to ``limit`` signs, else its beginning up to the nearest end of a clause or phrase."""
    flat = " ".join(clean(text).split())
    if len(flat) <= limit:
        return flat.rstrip(".")
    ends = [found.start() for found in _BREAK.finditer(flat, limit * 5 // 8, limit * 5 // 4)]
    end = min(ends or [flat.rfind(" ", limit // 3, limit)], key=lambda each: abs(limit - each))
    return f"{DANGLING.sub('', flat[: end if end > 0 else limit].rstrip())}…"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: ``1 briefing``, ``2,000 briefings``, ``3 policies``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Return short facts on one line, those that say something."""
    return " · ".join(filter(None, facts))


def cut_lines(lines: Sequence[str], most: int, more: str = "… {} more") -> list[str]:
    """Return the first lines, and one that says how many are left out."""
    return [*lines[:most], *([more.format(len(lines) - most)] if len(lines) > most else [])]
