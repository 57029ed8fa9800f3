"""What composed briefings say: facts of our own in two languages, and the words that publishers use around them."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


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
    """All that there is to say in one language: ``words`` by their names in its file, ``days`` as they are printed."""

    language: str
    words: dict[str, Any]
    days: dict[str, list[str]]
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

    def print_day(self, day: dt.date, style: str = "") -> str:
        """Return a day as one of ``days`` has it, in words with its year where none is given."""
        end = "th" if 4 <= day.day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        return (style or self.words["full_day"]).format(d=day, nth=f"{day.day}{end}", w="一二三四五六日"[day.weekday()])


@cache
def load_pool(language: str) -> Pool:
    """Return what there is to say in "english" or "chinese"."""
    words = tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8"))
    facts: dict[str, str] = words.pop("facts")
    offices = {name: short for short, full in words["bodies"].items() for name in (short, full)}

    def read(name: str) -> tuple[Fact, ...]:
        names = ("topic", "who", "did", "head", "more")
        rows = (dict(zip(names, line.split("|"), strict=True)) for line in facts[name].strip().split("\n"))
        return tuple(
            Fact(**row, office=next((offices[each] for each in offices if row["who"].startswith(each)), None))
            for row in rows
        )

    told = {name: read(name) for name in ("policies", "companies", "abroad")}
    return Pool(language=language, words=words, days=words.pop("days"), **told)
