"""The layout of a briefing: how a publisher sets its issues, as a record, as TOML and in words."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

import msgspec

from bot.errors import BadQueryError
from bot.model.briefing import Section

_DEEPEST = 6
"""Levels of headings and depths of lists that looks tell apart."""
_LONGEST = 200_000
"""Signs of a layout as TOML."""
_MOST = 200
"""Entries that a list or table of a layout may have."""


class Kind(StrEnum):
    """What a document is."""

    BRIEFING = "briefing"
    FEED = "feed"
    NOTICE = "notice"


class DatePlace(StrEnum):
    """Where the date of an item stands."""

    LABEL = "label"
    COLUMN = "column"
    ENTRY = "entry"
    BEFORE = "before"
    HEADLINE = "headline"
    UNDER = "line under"
    OVER = "line over"
    BEHIND = "behind"
    SOURCES = "brackets at the end"
    DAY_HEADING = "day heading"
    PROSE = "prose"


class PointsPlace(StrEnum):
    """What the points of an item are set as."""

    NONE = "none"
    BULLETS = "bullets"
    NESTED = "nested bullets"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the issues of a series are set.

    ``group``, ``headline`` and ``item`` hold looks (see ``LOOKS``): of lines that head a section, of lines that open
    an item as its headline, and of blocks that are an item by themselves. ``title_page`` is the number of blocks before
    the news, 0 where it is to be searched. ``sections`` are headings and what they head, ``labels`` a publisher's own
    labels and ``columns`` the heads of its tables with the field each names, ``closes`` the heading that ends the news.
    ``text`` are looks that mean nothing: what looks mean that no field names is found in each later issue.
    """

    kind: Kind = Kind.BRIEFING
    title_page: int = 0
    group: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    date: DatePlace = DatePlace.PROSE
    date_form: str = ""
    points: PointsPlace = PointsPlace.NONE
    sections: Mapping[str, Section] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    closes: str = ""


LOOKS: dict[str, str] = {
    **{f"heading {level}": f"a heading of level {level}" for level in range(1, _DEEPEST + 1)},
    **{f"numbered heading {level}": f"a numbered heading of level {level}" for level in range(1, _DEEPEST + 1)},
    **{f"lettered heading {level}": f"a heading of level {level} with a letter" for level in range(1, _DEEPEST + 1)},
    "bold line": "a line in bold",
    "numbered bold line": "a numbered line in bold",
    "lettered bold line": "a line in bold with a letter",
    "numbered line": "a numbered line",
    "lettered line": "a line with a letter",
    "capital line": "a line in capitals",
    "short line": "a short line",
    "marked line": "a line behind a sign",
    "linked line": "a line that is a link",
    "day line": "a line that is a day",
    "bold lead": "a paragraph that opens in bold",
    "tagged paragraph": "a paragraph that opens with a tag",
    "dated paragraph": "a paragraph that opens with a date",
    "acting paragraph": "a paragraph that tells what somebody did",
    "numbered paragraph": "a numbered paragraph",
    "paragraph": "any paragraph",
    **{f"bullet {level}": f"a bullet of depth {level}" for level in range(1, _DEEPEST + 1)},
    **{f"bullet head {level}": f"a bullet of depth {level} over others" for level in range(1, _DEEPEST + 1)},
    "row": "a row of a table",
}
"""Every look that a layout may name, and the words for it."""

FIELDS = [
    "title",
    "issuer",
    "date",
    "number",
    "summary",
    "points",
    "comment",
    "source",
    "closes",
    "effect",
    "status",
    "topic",
    "company",
    "headline",
    "index",
    "contact",
    "other",
]
"""What a label or a column may name."""

_DATES = {
    DatePlace.LABEL: "behind a label",
    DatePlace.COLUMN: "in a column",
    DatePlace.ENTRY: "with the feed's entry",
    DatePlace.BEFORE: "before the text",
    DatePlace.HEADLINE: "in the headline",
    DatePlace.UNDER: "on a line under the headline",
    DatePlace.OVER: "on a line over the headline",
    DatePlace.BEHIND: "behind the text",
    DatePlace.SOURCES: "with the sources at the end",
    DatePlace.DAY_HEADING: "in a heading over the items of a day",
    DatePlace.PROSE: "in the text itself",
}
_SECTIONS = {
    Section.TOP: "top items",
    Section.POLICY_NEWS: "policy news",
    Section.CORPORATE_NEWS: "corporate news",
    Section.OTHER: "other items",
}


def parse_layout(text: str) -> Layout:
    """Return the layout that a TOML text describes; raises BadQueryError with what is wrong, in one line."""
    if len(text) > _LONGEST:
        raise BadQueryError("The file is too long for a layout.", hint="Compare it with `gongbao layout show`.")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadQueryError(
            f"The layout is no TOML: {error}.", hint="Compare it with `gongbao layout show`."
        ) from error
    return _build(table)


def _build(table: dict[str, Any]) -> Layout:
    known = [each.name for each in fields(Layout)]
    for name, value in table.items():
        if name not in known:
            raise BadQueryError(f"A layout has no `{name}`.", hint=f"It has: {', '.join(known)}.")
        if isinstance(value, (list, dict)) and len(value) > _MOST:
            raise BadQueryError(f"`{name}` has more than {_MOST} entries.")
    try:
        layout = msgspec.convert(table, Layout)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        name = where.strip("`$.").split("[")[0]
        raise BadQueryError(f"`{name}` of the layout is wrong: {what}.", hint=_list_allowed(name)) from error
    named = (*layout.group, *layout.headline, *layout.item, *layout.text)
    _refuse_unknown("look", named, LOOKS)
    _refuse_unknown("field", (*layout.labels.values(), *layout.columns.values()), FIELDS)
    twice = [look for look, count in Counter(named).items() if count > 1]
    if twice:
        raise BadQueryError(f'"{twice[0]}" of the layout has two meanings.', hint="Name it once.")
    if layout.title_page < 0:
        raise BadQueryError("`title_page` of the layout is below 0.", hint="0 has it searched.")
    return layout


def _refuse_unknown(what: str, values: Iterable[str], allowed: Iterable[str]) -> None:
    for value in values:
        if value not in allowed:
            raise BadQueryError(f'The layout names a {what} "{value}".', hint=f"It may be: {', '.join(allowed)}.")


def _list_allowed(name: str) -> str:
    enums = {"kind": Kind, "date": DatePlace, "points": PointsPlace, "sections": Section}
    return f"It may be: {', '.join(enums[name])}." if name in enums else ""


def format_layout(layout: Layout) -> str:
    """Return the layout as TOML, without what is as in any other; ``parse_layout`` reads it back as the same."""
    plain, lines = Layout(), []
    for each in fields(Layout):
        value = getattr(layout, each.name)
        if value != getattr(plain, each.name) or each.name in {"kind", "item", "headline", "date"}:
            lines.append(f"{each.name} = {_format_value(value)}")
    return "\n".join(lines) + "\n"


def _format_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quote(key)} = {_quote(each)}" for key, each in value.items()) + " }"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_quote, value))}]"
    return _quote(value) if isinstance(value, str) else str(value)


def _quote(text: str) -> str:
    return msgspec.json.encode(str(text)).decode()


def describe_layout(layout: Layout) -> tuple[str, ...]:
    """Return the layout in sentences for people who have never seen a layout."""
    if layout.kind is Kind.NOTICE:
        return ("It is an official notice on its own.",)
    if layout.kind is Kind.FEED:
        return ("Each entry of the feed is an item, its title the headline.",)
    told = []
    if layout.headline:
        told.append(f"An item starts at {_join(layout.headline)}, its headline.")
    if layout.item:
        told.append(f"{_join(layout.item, capital=True)} is an item by itself.")
    told.append(f"The date stands {_DATES[layout.date]}.")
    if layout.points is not PointsPlace.NONE:
        told.append("Bullets under an item are its points.")
    told += [f'"{heading}" heads {_SECTIONS[section]}.' for heading, section in layout.sections.items()]
    for words, name in layout.labels.items():
        told.append(f'"{words}" labels {"something else" if name == "other" else f"the {name}"}.')
    told += [f'The column "{words}" has the {name}.' for words, name in layout.columns.items()]
    if layout.closes:
        told.append(f'The news end at "{layout.closes}".')
    return tuple(told)


def _join(looks: Iterable[str], *, capital: bool = False) -> str:
    text = " or ".join(LOOKS[look] for look in looks)
    return f"{text[:1].upper()}{text[1:]}" if capital else text
