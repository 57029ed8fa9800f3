"""What composed briefings say: facts of our own in two languages, and the words that publishers use around them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomllib

DAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "english": {
        "D Mon": ("{d.day} {d:%B}", "{d.day} {d:%b} {d.year}", "{d:%a} {d.day} {d:%b}", "{nth} {d:%B}"),
        "Mon D": ("{d:%b} {d.day}", "{d:%B} {nth}", "{d:%B} {d.day}, {d.year}"),
        "D/M": ("{d:%d/%m}",),
        "YYYY-M-D": ("{d:%Y-%m-%d}",),
    },
    "chinese": {
        "M月D日": ("{d.month}月{d.day}日", "{d.year}年{d.month}月{d.day}日"),
        "D日": ("{d.day}日",),
        "D-M": ("{d:%m-%d}",),
        "YYYY-M-D": ("{d:%Y-%m-%d}",),
        "YYYY.M.D": ("{d.year}.{d.month}.{d.day}",),
    },
}
"""How days are printed, by the form that a layout names."""
IN_FIGURES = frozenset({"D/M", "D-M", "YYYY-M-D", "YYYY.M.D"})
"""Forms in which no sentence names a day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One piece of news: its topic, who did what, a headline for it, and a second sentence.

    ``office`` is the short name of the authority that acts, None where a company or somebody abroad does.
    """

    topic: str
    who: str
    did: str
    head: str
    more: str
    office: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """All that there is to say in one language; ``words`` are the lists of its file by name."""

    language: str
    words: dict[str, Any]
    policies: tuple[Fact, ...]
    companies: tuple[Fact, ...]
    abroad: tuple[Fact, ...]

    @property
    def is_chinese(self) -> bool:
        """Whether it is in Chinese."""
        return self.language == "chinese"

    def say(self, english: str, chinese: str) -> str:
        """Return the one that is in this language."""
        return chinese if self.is_chinese else english

    def print_day(self, day: dt.date, style: str) -> str:
        """Return a day in one of the styles of ``DAYS``."""
        end = "th" if 4 <= day.day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        return style.format(d=day, nth=f"{day.day}{end}")

    def print_full(self, day: dt.date) -> str:
        """Return a day with its year in words."""
        return self.print_day(day, self.say("{d.day} {d:%B} {d.year}", "{d.year}年{d.month}月{d.day}日"))


@cache
def load_pool(language: str) -> Pool:
    """Return what there is to say in "english" or "chinese"."""
    words = tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8"))
    facts: dict[str, str] = words.pop("facts")
    offices = {name: short for short, full in words["bodies"].items() for name in (short, full)}

    def read(name: str) -> tuple[Fact, ...]:
        rows = [line.split("|") for line in facts[name].strip().split("\n")]
        return tuple(
            Fact(
                topic=topic,
                who=who,
                did=did,
                head=head,
                more=more,
                office=next((offices[each] for each in offices if who.startswith(each)), None)
                if name == "policies"
                else None,
            )
            for topic, who, did, head, more in rows
        )

    return Pool(
        language=language,
        words=words,
        policies=read("policies"),
        companies=read("companies"),
        abroad=read("abroad"),
    )
