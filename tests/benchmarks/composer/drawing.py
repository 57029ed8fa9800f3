"""Draws at random how a publisher sets an issue and what is in it: a layout, habits that are not the layout's, groups."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.model.briefing import Section
from bot.reading.layout.layouts import DatePlace, IssuerPlace, Kind, Layout, PointsPlace, SourcePlace
from tests.benchmarks.composer.pool import DAYS, IN_FIGURES, Fact, Pool
from tests.benchmarks.composer.rendering import BARE, RICH

ANY = frozenset({Section.TOP, Section.OTHER})

_FORMS = (
    "headline",
    "headline",
    "headline",
    "labels",
    "records",
    "lead",
    "tag",
    "paragraph",
    "numbered",
    "bullets",
    "bullet lead",
    "rows",
)
_GROUPINGS = ("none", "known", "known", "worded", "opaque", "topics", "topics inside", "ministries", "days", "weeks")
_DATES: dict[str, tuple[DatePlace, ...]] = {
    "headline": (
        *(DatePlace.BEFORE, DatePlace.HEADLINE, DatePlace.UNDER, DatePlace.UNDER, DatePlace.OVER),
        *(DatePlace.BEHIND, DatePlace.SOURCES, DatePlace.PROSE),
    ),
    "labels": (DatePlace.LABEL,),
    "records": (DatePlace.LABEL,),
    "rows": (DatePlace.COLUMN,),
}
_RUN_IN_DATES = (DatePlace.BEFORE, DatePlace.BEHIND, DatePlace.SOURCES, DatePlace.PROSE)
_HABITS: dict[str, tuple[str, ...]] = {
    "masthead": ("publisher first", "publisher below", "published by", "one line", "period", "publisher in the footer"),
    "opening": ("none", "none", "contents", "contents with headlines", "letter"),
    "comment": ("none", "none", "label"),
    "days ahead": ("none", "none", "bullets", "rows"),
    "top section": ("none", "none", "yes"),
    "section abroad": ("none", "none", "yes"),
    "end": ("none", "none", "disclaimer", "people", "people in a table"),
    "names": ("full", "abbreviated"),
    "voice": ("acts", "acts", "acts", "passive", "issuer in brackets"),
    "headlines": ("name", "name", "act"),
    "paragraphs": ("one", "one", "two", "three"),
    "opening of sections": ("none", "none", "a sentence"),
    "labels set": ("inline", "bold", "alone", "lines", "headings", "table"),
    "lines": ("spaced", "spaced", "tight"),
    "start": ("plain", "plain", "bold"),
}
EXTRAS = (
    *("table inside", "box inside", "split bullet", "undated item", "advert", "wrong level", "label spelled otherwise"),
    *("topic over headline", "picture caption"),
)
_OFTEN = 0.15


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A fact with its day, and the sections that are right for it."""

    fact: Fact
    day: dt.date
    sections: frozenset[Section]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Stories under one heading; ``topics`` tells that they stand by topic under headings of their own."""

    name: str | None
    stories: tuple[Story, ...]
    is_by_topic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """All that an issue is composed of: ``habits`` are choices by name that no layout holds, ``day`` how days are printed."""

    pool: Pool
    format: str
    layout: Layout
    habits: Mapping[str, str]
    groups: tuple[Group, ...]
    day: str
    ahead: str
    issued: dt.date

    def has(self, name: str) -> bool:
        """Whether one of the extras was drawn."""
        return self.habits.get(name) == "yes"


def draw_plan(chance: random.Random, pool: Pool) -> Plan:
    """Draw a layout that a format can show, habits and facts."""
    bare = (*BARE, "text gb18030") if pool.is_chinese else BARE
    form = chance.choice((*RICH, *RICH, *bare, *bare, "feed"))
    issued = dt.date(2025, chance.randrange(1, 13), chance.randrange(15, 27))
    habits = {name: chance.choice(values) for name, values in _HABITS.items()}
    habits |= {name: "yes" if chance.random() < _OFTEN else "no" for name in EXTRAS}
    habits["sections"] = chance.choice(_GROUPINGS)
    habits["form"] = chance.choice(_list_forms(pool, form))
    _settle(habits, form)
    groups = tuple(_draw_groups(chance, pool, habits, issued))
    ahead = chance.choice(pool.words["ahead"])
    layout = _draw_layout(chance, pool, form, habits, groups)
    if habits["days ahead"] != "none":
        look = "row" if habits["days ahead"] == "rows" else "bullet 1"
        layout = replace(
            layout, sections={**layout.sections, ahead: Section.OTHER}, item=(*dict.fromkeys((*layout.item, look)),)
        )
    day = chance.choice(DAYS[pool.language][layout.date_form]) if layout.date_form else ""
    return Plan(
        pool=pool, format=form, layout=layout, habits=habits, groups=groups, day=day, ahead=ahead, issued=issued
    )


def _list_forms(pool: Pool, form: str) -> list[str]:
    without = {"pdf": {"rows"}}.get(form, set()) if form in RICH else {"lead", "bullet lead"}
    without |= set() if pool.is_chinese else {"tag"}
    return [each for each in _FORMS if each not in without]


def _settle(habits: dict[str, str], form: str) -> None:
    """Leave out what a format cannot show or what cannot stand together."""
    kind = habits["form"]
    if form == "feed":
        habits |= {"form": "entries", "sections": "none", "top section": "none", "section abroad": "none"}
        habits |= {
            "days ahead": "none",
            "opening": "none",
            "end": "none",
            "masthead": "publisher first",
            "lines": "spaced",
        }
    if habits["sections"] == "none":
        habits |= {"top section": "none", "section abroad": "none", "opening of sections": "none"}
    if habits["sections"] in {"days", "weeks"} and kind in {"rows", "records"}:
        habits["sections"] = "known"
    if habits["sections"] == "days":
        habits |= {"top section": "none", "section abroad": "none"}
    if kind not in {"paragraph", "numbered", "bullets", "rows"}:
        habits["voice"] = "acts"
    if form == "pdf":
        habits["labels set"] = "bold" if habits["labels set"] == "table" else habits["labels set"]
        habits["end"] = "people" if habits["end"] == "people in a table" else habits["end"]
        habits["days ahead"] = "bullets" if habits["days ahead"] == "rows" else habits["days ahead"]
    if form in {"pdf", "text", "text gb18030", "mail"}:
        habits |= {"table inside": "no", "box inside": "no"}
    if form not in {"text", "text gb18030", "mail"}:
        habits["lines"] = "spaced"
    elif habits["labels set"] in {"headings", "table"}:
        habits["labels set"] = "inline"
    if kind not in {"headline", "labels", "entries"}:
        habits["headlines"] = "name"
    if kind not in {"paragraph", "bullets"} or form not in RICH:
        habits["start"] = "plain"
    if kind not in {"labels", "records"}:
        habits |= {"labels set": "none", "label spelled otherwise": "no"}


def _draw_groups(chance: random.Random, pool: Pool, habits: Mapping[str, str], issued: dt.date) -> Iterable[Group]:
    words, kind = pool.words, habits["sections"]
    policies = chance.sample(pool.policies, chance.randrange(5, 9))
    companies = chance.sample(pool.companies, chance.randrange(3, 6))
    days = sorted(issued - dt.timedelta(days=chance.randrange(1, 8)) for _ in range(20))

    def tell(facts: Iterable[Fact], *more: Section) -> tuple[Story, ...]:
        listed = list(facts)
        right = frozenset(more) or ANY
        return tuple(
            Story(fact=fact, day=day, sections=right if more else right | {_find_section(fact)})
            for fact, day in zip(listed, sorted(chance.sample(days, len(listed))), strict=True)
        )

    if habits["top section"] == "yes":
        first = [policies.pop(), companies.pop()]
        yield Group(name=chance.choice(words["top"]), stories=tell(first, Section.TOP))
    mixed = [*policies, *companies]
    if kind in {"known", "opaque", "worded", "topics inside"}:
        names = _draw_names(chance, words, kind)
        for name, facts, section in zip(
            names, (policies, companies), (Section.POLICY_NEWS, Section.CORPORATE_NEWS), strict=True
        ):
            yield Group(name=name, stories=tell(facts, section), is_by_topic=kind == "topics inside")
    elif kind == "topics":
        for topic in dict.fromkeys(fact.topic for fact in mixed):
            yield Group(name=chance.choice(words["topics"][topic]), stories=tell(f for f in mixed if f.topic == topic))
    elif kind == "ministries":
        full = chance.random() < 0.5
        for office in dict.fromkeys(fact.office for fact in policies if fact.office):
            yield Group(
                name=words["bodies"][office] if full else office,
                stories=tell([f for f in policies if f.office == office], Section.POLICY_NEWS, *ANY),
            )
        yield Group(name=chance.choice(words["known"][1]), stories=tell(companies, Section.CORPORATE_NEWS))
    elif kind in {"days", "weeks"}:
        chance.shuffle(mixed)
        cut = len(mixed) // 2
        ago, span = ((14, 7), 6) if kind == "weeks" else (sorted(chance.sample(range(1, 8), 2), reverse=True), 1)
        for past, facts in zip(ago, (mixed[:cut], mixed[cut:]), strict=True):
            first = issued - dt.timedelta(days=past)
            told = (replace(each, day=first + dt.timedelta(days=chance.randrange(span))) for each in tell(facts))
            yield Group(name=_name_day(pool, first, is_week=kind == "weeks"), stories=tuple(told))
    else:
        yield Group(name=None, stories=tell(mixed))
    if habits["section abroad"] == "yes":
        yield Group(
            name=chance.choice(words["abroad_names"]), stories=tell(chance.sample(pool.abroad, 3), Section.OTHER)
        )


def _find_section(fact: Fact) -> Section:
    return Section.POLICY_NEWS if fact.office else Section.CORPORATE_NEWS


def _draw_names(chance: random.Random, words: Mapping[str, list[list[str]]], kind: str) -> list[str]:
    if kind != "worded":
        return [chance.choice(names) for names in words["opaque" if kind == "opaque" else "known"]]
    names = [chance.choice(words["frames"]).format(chance.choice(each)) for each in words["words"]]
    return [f"{name[0].upper()}{name[1:]}" for name in names]


def _name_day(pool: Pool, day: dt.date, *, is_week: bool) -> str:
    if pool.is_chinese:
        named = f"{day.month}月{day.day}日"
        return f"{named}当周" if is_week else f"{named} 星期{'一二三四五六日'[day.weekday()]}"
    return f"Week of {day.day} {day:%B}" if is_week else f"{day:%A}, {day.day} {day:%B}"


def _draw_layout(
    chance: random.Random, pool: Pool, form: str, habits: Mapping[str, str], groups: tuple[Group, ...]
) -> Layout:
    kind, words = habits["form"], pool.words
    if kind == "entries":
        return Layout(kind=Kind.FEED, date=DatePlace.ENTRY)
    group, headline = _draw_looks(chance, pool, form, habits)
    date = DatePlace.DAY_HEADING if habits["sections"] == "days" else chance.choice(_DATES.get(kind, _RUN_IN_DATES))
    forms = [each for each in DAYS[pool.language] if date is not DatePlace.PROSE or each not in IN_FIGURES]
    forms = [each for each in forms if each != "D日" or habits["masthead"] == "period"]
    labels = {name: chance.choice(words["labels"][name]) for name in _draw_labels(chance, kind)}
    if date is DatePlace.DAY_HEADING:
        labels.pop("date", None)
    if habits["comment"] == "label":
        labels["comment"] = chance.choice(words["labels"]["comment"])
    columns = _draw_columns(chance, pool) if kind == "rows" else {}
    sections = {
        group.name: next(iter(group.stories[0].sections))
        for group in groups
        if group.name and len(group.stories[0].sections) == 1
    }
    return Layout(
        group=group if any(each.name for each in groups) else (),
        headline=headline,
        item=_ITEMS.get(kind, ()) if kind != "paragraph" else _name_paragraph(date, habits["start"]),
        date=date,
        date_form=chance.choice(forms),
        issuer=_draw_issuer(chance, kind, date, labels, columns),
        source=_draw_source(chance, kind, form, date, labels, columns),
        points=_draw_points(chance, kind),
        sections=sections,
        labels={word: name for name, word in labels.items()},
        columns=columns,
        closes=chance.choice(words["closes"]) if habits["end"].startswith("people") else "",
    )


_ITEMS = {
    "rows": ("row",),
    "lead": ("bold lead",),
    "tag": ("tagged paragraph",),
    "numbered": ("numbered paragraph",),
    "bullets": ("bullet 1",),
    "bullet lead": ("bullet 1",),
}


def _name_paragraph(date: DatePlace, start: str) -> tuple[str, ...]:
    if start == "bold" and date is not DatePlace.BEFORE:
        return ("bold lead",)
    return ("dated paragraph",) if date is DatePlace.BEFORE else ("dated paragraph", "acting paragraph")


def _draw_looks(
    chance: random.Random, pool: Pool, form: str, habits: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Draw the looks of headings over items, the inner ones last, and of headlines."""
    is_rich = form in RICH
    first = 2 if is_rich else 1
    lines = ["marked line", *(["short line"] if not is_rich else []), *([] if pool.is_chinese else ["capital line"])]
    lines += ["bold line"] if is_rich else []
    heads = [f"heading {first}", f"heading {first}", f"numbered heading {first}"]
    group = chance.choice([*heads, *lines] if is_rich else [heads[0], heads[2], *lines, "numbered line"])
    looks = [group]
    if habits["sections"] == "topics inside":
        looks.append(f"heading {first + 1}" if "heading" in group and (is_rich or first < 2) else "short line")
        looks[1] = "bold line" if is_rich and "heading" not in group and group != "bold line" else looks[1]
    if habits["form"] not in {"headline", "labels"}:
        return tuple(looks), ()
    deep = first + len(looks) if habits["sections"] != "none" else first
    allowed = [*lines, "numbered line", "short line", "bullet head 1"]
    allowed += ["linked line"] if form in {"markdown", "html", "mail html", "html styled"} else []
    if "heading" in looks[-1] and (is_rich or deep < 3):
        allowed += [f"heading {deep}"] * 4 + [f"numbered heading {deep}"] * 2
    if habits["form"] == "labels" or habits["lines"] == "tight":
        allowed.remove("bullet head 1")
    allowed = [each for each in allowed if each not in looks]
    return tuple(looks), (chance.choice(allowed),)


def _draw_labels(chance: random.Random, kind: str) -> list[str]:
    if kind not in {"labels", "records"}:
        return []
    names = ["summary", "issuer", "date"]
    chance.shuffle(names)
    if chance.random() < 0.4:
        names.append("source")
    return ["title", *names] if kind == "records" else names


def _draw_columns(chance: random.Random, pool: Pool) -> dict[str, str]:
    names = ["date", "summary", *(["issuer"] if chance.random() < 0.6 else [])]
    names += ["headline"] if chance.random() < 0.3 else []
    chance.shuffle(names)
    names += ["source"] if chance.random() < 0.4 else []
    return {chance.choice(pool.words["columns"][name]): name for name in names}


def _draw_issuer(
    chance: random.Random, kind: str, date: DatePlace, labels: Mapping[str, str], columns: Mapping[str, str]
) -> IssuerPlace:
    if "issuer" in labels:
        return IssuerPlace.LABEL
    if "issuer" in columns.values():
        return IssuerPlace.COLUMN
    beside = kind == "headline" and date in {DatePlace.UNDER, DatePlace.OVER}
    return chance.choice((IssuerPlace.BESIDE_DATE, IssuerPlace.PROSE)) if beside else IssuerPlace.PROSE


def _draw_source(
    chance: random.Random,
    kind: str,
    form: str,
    date: DatePlace,
    labels: Mapping[str, str],
    columns: Mapping[str, str],
) -> SourcePlace:
    if kind in {"labels", "records", "rows"}:
        if "source" in labels:
            return SourcePlace.LABEL
        return SourcePlace.COLUMN if "source" in columns.values() else SourcePlace.NONE
    if date is DatePlace.SOURCES:
        return SourcePlace.BRACKETS
    allowed = [
        SourcePlace.NONE,
        SourcePlace.BRACKETS,
        *([SourcePlace.LINE] if kind in {"headline", "lead", "paragraph"} else []),
    ]
    return chance.choice(allowed)


def _draw_points(chance: random.Random, kind: str) -> PointsPlace:
    if kind.startswith("bullet"):
        return chance.choice((PointsPlace.NONE, PointsPlace.NESTED))
    return chance.choice((PointsPlace.NONE, PointsPlace.BULLETS)) if kind != "rows" else PointsPlace.NONE
