"""Draws at random how a publisher sets an issue and what is in it: a layout, habits that no layout holds, groups."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.model.briefing import Section
from bot.reading.layout.layouts import DatePlace, Kind, Layout, PointsPlace
from tests.benchmarks.composer.pool import Fact, Pool
from tests.benchmarks.composer.rendering import BARE, RICH

_ANY = (Section.TOP, Section.OTHER)
_POLICY, _COMPANIES = Section.POLICY_NEWS, Section.CORPORATE_NEWS
_RUN_IN = frozenset({"paragraph", "numbered", "bullets", "bullet lead", "lead", "tag"})
_HABITS: dict[str, tuple[str, ...]] = {
    "format": (*RICH, *RICH, *BARE, *BARE, "feed"),
    "form": (
        *("headline", "headline", "headline", "headline", "labels", "labels", "lead", "tag", "bullets", "bullets"),
        *("records", "paragraph", "numbered", "bullet lead", "rows"),
    ),
    "sections": (
        *("none", "known", "known", "worded", "opaque", "topics", "topics inside", "ministries", "days", "weeks"),
    ),
    "masthead": ("publisher first", "publisher below", "published by", "one line", "period", "publisher in the footer"),
    "opening": ("none", "none", "contents", "contents with headlines", "letter"),
    "comment": ("none", "none", "label"),
    "days ahead": ("none", "none", "none", "bullets", "rows"),
    "top section": ("none", "none", "yes"),
    "section abroad": ("none", "none", "yes"),
    "end": ("none", "none", "disclaimer", "people", "people in a table"),
    "names": ("full", "abbreviated"),
    "voice": ("acts", "acts", "acts", "passive", "issuer in brackets"),
    "headlines": ("name", "name", "name", "act"),
    "paragraphs": ("one", "one", "two", "three"),
    "opening of sections": ("none", "none", "none", "a sentence"),
    "labels set": ("inline", "bold", "alone", "lines", "headings", "table"),
    "lines": ("spaced", "spaced", "tight"),
    "start": ("plain", "plain", "bold"),
}
EXTRAS = (
    *("table inside", "box inside", "split bullet", "undated item", "advert", "wrong level", "label spelled otherwise"),
    *("topic over headline", "picture caption"),
)
"""Each is in one item of an issue, or in none."""
_OFTEN = 0.12
_WITHOUT_TABLES = {*BARE, "pdf"}
_SETTLED: tuple[tuple[dict[str, set[str]], dict[str, str]], ...] = (
    ({"form": {"lead", "bullet lead"}, "format": set(BARE)}, {"form": "headline"}),
    ({"form": {"tag"}, "language": {"english"}}, {"form": "headline"}),
    ({"form": {"rows"}, "format": {"pdf"}}, {"form": "bullets"}),
    ({"form": {"lead", "bullet lead"}, "format": {"pdf"}, "language": {"chinese"}}, {"form": "headline"}),
    ({"format": {"pdf"}, "language": {"chinese"}}, {"start": "plain"}),  # its Chinese font has no bold
    ({"format": {"text gb18030"}, "language": {"english"}}, {"format": "text"}),
    ({"format": {"feed"}}, {"form": "entries", "sections": "none", "days ahead": "none", "opening": "none"}),
    ({"format": {"feed"}}, {"end": "none", "masthead": "publisher first", "comment": "none"}),
    ({"sections": {"days"}, "form": {"rows", "records"}}, {"sections": "known"}),
    ({"sections": {"none", "days"}}, {"top section": "none", "section abroad": "none"}),
    ({"sections": {"none"}}, {"opening of sections": "none"}),
    ({"form": {"headline", "labels", "records", "entries", "lead", "tag", "bullet lead"}}, {"voice": "acts"}),
    ({"form": {*_RUN_IN, "records", "rows"}}, {"headlines": "name"}),
    ({"form": {"paragraph", "numbered", "bullets", "bullet lead", "rows", "entries"}}, {"paragraphs": "one"}),
    ({"form": {*_RUN_IN, "headline", "rows", "entries"}}, {"labels set": "none", "label spelled otherwise": "no"}),
    ({"form": {"headline", "labels", "records", "rows", "entries", "numbered"}}, {"start": "plain"}),
    ({"format": set(BARE)}, {"start": "plain"}),
    ({"format": {*RICH, "feed"}}, {"lines": "spaced"}),
    ({"format": _WITHOUT_TABLES}, {"table inside": "no", "box inside": "no"}),
    ({"format": _WITHOUT_TABLES, "labels set": {"table"}}, {"labels set": "bold"}),
    ({"format": set(BARE), "labels set": {"headings"}}, {"labels set": "inline"}),
    ({"form": {"records"}, "labels set": {"table", "headings"}}, {"labels set": "bold"}),
    ({"format": {"pdf"}, "end": {"people in a table"}}, {"end": "people"}),
    ({"format": {"pdf"}, "days ahead": {"rows"}}, {"days ahead": "bullets"}),
)
"""What is set where such choices come together, one after the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A fact with its day, and the sections that are right for it."""

    fact: Fact
    day: dt.date
    sections: frozenset[Section]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Stories under one heading."""

    name: str | None
    stories: tuple[Story, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """All that an issue is composed of; ``day`` is how days are printed, ``ahead`` heads the days to come."""

    pool: Pool
    layout: Layout
    habits: Mapping[str, str]
    groups: tuple[Group, ...]
    day: str
    ahead: str
    issued: dt.date


def draw_plan(chance: random.Random, pool: Pool) -> Plan:
    """Draw a layout that a format can show, habits and facts."""
    habits = {"language": pool.language} | {name: chance.choice(values) for name, values in _HABITS.items()}
    habits |= {name: "yes" if chance.random() < _OFTEN else "no" for name in EXTRAS}
    for given, settled in _SETTLED:
        if all(habits[name] in values for name, values in given.items()):
            habits |= settled
    issued = dt.date(2025, chance.randrange(1, 13), chance.randrange(15, 27))
    groups = tuple(_draw_groups(chance, pool, habits, issued))
    ahead = chance.choice(pool.words["ahead"])
    layout = _draw_layout(
        chance, pool, habits, {group.name: group.stories[0].sections for group in groups if group.name}
    )
    if habits["days ahead"] != "none":
        item = (*layout.item, "row" if habits["days ahead"] == "rows" else "bullet 1")
        layout = replace(layout, sections={**layout.sections, ahead: Section.OTHER}, item=tuple(dict.fromkeys(item)))
    day = chance.choice(pool.days[layout.date_form]) if layout.date_form else ""
    return Plan(pool=pool, layout=layout, habits=habits, groups=groups, day=day, ahead=ahead, issued=issued)


def _draw_groups(chance: random.Random, pool: Pool, habits: Mapping[str, str], issued: dt.date) -> Iterator[Group]:
    words, sections = pool.words, habits["sections"]
    policies = chance.sample(pool.policies, chance.randrange(5, 9))
    companies = chance.sample(pool.companies, chance.randrange(3, 6))
    mixed = chance.sample([*policies[1:], *companies[1:]], len(policies) + len(companies) - 2)
    tell = partial(_tell, chance, issued)
    if habits["top section"] == "yes":
        yield tell(chance.choice(words["top"]), [policies[0], companies[0]], Section.TOP)
    match sections:
        case "none":
            yield tell(None, mixed)
        case "topics":
            for topic in dict.fromkeys(fact.topic for fact in mixed):
                yield tell(chance.choice(words["topics"][topic]), (fact for fact in mixed if fact.topic == topic))
        case "ministries":
            shown = words["bodies"] if habits["names"] == "full" else {name: name for name in words["bodies"]}
            for office in dict.fromkeys(fact.office for fact in policies[1:]):
                yield tell(shown[office], (f for f in policies[1:] if f.office == office), _POLICY, *_ANY)
            yield tell(chance.choice(words["known"][1]), companies[1:], _COMPANIES)
        case "days" | "weeks":
            firsts, span = ((14, 7), 7) if sections == "weeks" else ((5, 2), 1)
            for first, facts in zip(firsts, (mixed[::2], mixed[1::2]), strict=True):
                name = pool.print_day(issued - dt.timedelta(days=first), words[f"heading of {sections}"])
                yield tell(name, facts, first=first, span=span)
        case _:
            yield tell(_draw_name(chance, words, sections, 0), policies[1:], _POLICY)
            yield tell(_draw_name(chance, words, sections, 1), companies[1:], _COMPANIES)
    if habits["section abroad"] == "yes":
        yield tell(chance.choice(words["abroad"]), chance.sample(pool.abroad, 3), Section.OTHER)


def _tell(
    chance: random.Random,
    issued: dt.date,
    name: str | None,
    facts: Iterable[Fact],
    *right: Section,
    first: int = 7,
    span: int = 7,
) -> Group:
    """Return facts under a heading with days in order; where ``right`` names no section, who acts tells one of them."""
    listed = list(facts)
    days = sorted(issued - dt.timedelta(days=first - chance.randrange(span)) for _ in listed)
    stories = (
        Story(fact=fact, day=day, sections=frozenset(right or (_POLICY if fact.office else _COMPANIES, *_ANY)))
        for fact, day in zip(listed, days, strict=True)
    )
    return Group(name=name, stories=tuple(stories))


def _draw_name(chance: random.Random, words: Mapping[str, list[list[str]]], kind: str, which: int) -> str:
    if kind != "worded":
        return chance.choice(words["opaque" if kind == "opaque" else "known"][which])
    name: str = chance.choice(words["frames"]).format(chance.choice(words["words"][which]))  # type: ignore[attr-defined]
    return f"{name[0].upper()}{name[1:]}"


def _draw_layout(
    chance: random.Random, pool: Pool, habits: dict[str, str], sections: Mapping[str, frozenset[Section]]
) -> Layout:
    """Return a layout, and note among the habits where issuers and sources stand."""
    form, words = habits["form"], pool.words
    habits |= {"issuer": "prose", "source": "none"}
    if form == "entries":
        return Layout(kind=Kind.FEED, date=DatePlace.ENTRY)
    group, headline = _draw_looks(chance, pool, habits)
    date = _draw_date(chance, form, headline, is_by_day=habits["sections"] == "days")
    forms = [each for each in pool.days if date is not DatePlace.PROSE or each not in words["figures"]]
    labels = {name: chance.choice(words["labels"][name]) for name in _draw_labels(chance, form, date)}
    if habits["comment"] == "label":
        labels["comment"] = chance.choice(words["labels"]["comment"])
    columns = _draw_columns(chance, pool) if form == "rows" else {}
    source = "brackets at the end" if date is DatePlace.SOURCES else "none"
    if form in {"headline", *_RUN_IN} and source == "none":
        line = "line of its own" if form in {"headline", "lead", "tag"} else "none"
        source = chance.choice(("none", "brackets at the end", line))
    issuer = "label" if "issuer" in labels else "prose"
    if date in {DatePlace.UNDER, DatePlace.OVER}:
        issuer = chance.choice(("beside the date", "prose"))
    habits["issuer"] = "column" if "issuer" in columns.values() else issuer
    habits["source"] = "label" if "source" in labels else "column" if "source" in columns.values() else source
    points = PointsPlace.NESTED if form.startswith("bullet") else PointsPlace.BULLETS
    seldom = form in {"paragraph", "numbered"} and chance.random() < 0.7
    return Layout(
        group=group if sections else (),
        headline=headline,
        item=_name_item(form, habits["start"], date),
        date=date,
        date_form=chance.choice([each for each in forms if each != "D日" or habits["masthead"] == "period"]),
        points=PointsPlace.NONE if form == "rows" or seldom else chance.choice((PointsPlace.NONE, points)),
        sections={name: next(iter(right)) for name, right in sections.items() if len(right) == 1},
        labels={word: name for name, word in labels.items()},
        columns=columns,
        closes=chance.choice(words["closes"]) if habits["end"].startswith("people") else "",
    )


def _name_item(form: str, start: str, date: DatePlace) -> tuple[str, ...]:
    if form == "paragraph" and date is not DatePlace.BEFORE:
        return ("bold lead",) if start == "bold" else ("dated paragraph", "acting paragraph")
    looks = {"rows": "row", "lead": "bold lead", "tag": "tagged paragraph", "paragraph": "dated paragraph"}
    looks |= {"numbered": "numbered paragraph", "bullets": "bullet 1", "bullet lead": "bullet 1"}
    return (looks[form],) if form in looks else ()


def _draw_looks(
    chance: random.Random, pool: Pool, habits: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Draw the looks of headings over items, the inner ones last, and of headlines."""
    is_rich, sections = habits["format"] in RICH, habits["sections"]
    top = 2 if is_rich else 1
    lines = ["marked line", "bold line" if is_rich else "short line", *([] if pool.is_chinese else ["capital line"])]
    group = chance.choice(
        [*[f"heading {top}"] * 2, f"numbered heading {top}", *lines, *([] if is_rich else ["numbered line"])]
    )
    looks = [group]
    if sections == "topics inside":
        inner = "short line" if group in {"bold line", "short line"} else lines[1]
        looks.append(f"heading {top + 1}" if "heading" in group else inner)
    if habits["form"] not in {"headline", "labels"}:
        return tuple(dict.fromkeys(looks)), ()
    allowed = [*lines, "numbered line", "short line"]
    allowed += ["linked line"] if habits["format"] in {"markdown", "html", "html styled", "mail html"} else []
    allowed += ["bullet head 1"] if habits["form"] == "headline" and habits["lines"] == "spaced" else []
    deep = top + (len(looks) if sections != "none" else 0)
    if "heading" in looks[-1] and (is_rich or deep < 3):
        allowed += [f"heading {deep}"] * 4 + [f"numbered heading {deep}"] * 2
    return tuple(dict.fromkeys(looks)), (chance.choice([look for look in allowed if look not in looks]),)


def _draw_date(chance: random.Random, form: str, headline: tuple[str, ...], *, is_by_day: bool) -> DatePlace:
    if is_by_day:
        return DatePlace.DAY_HEADING
    if form not in {"headline", *_RUN_IN}:
        return DatePlace.COLUMN if form == "rows" else DatePlace.LABEL
    places = [DatePlace.BEFORE, DatePlace.BEHIND, DatePlace.SOURCES, DatePlace.PROSE]
    places += [DatePlace.HEADLINE, DatePlace.UNDER, DatePlace.UNDER] if form == "headline" else []
    places += [DatePlace.OVER] if form == "headline" and headline != ("bullet head 1",) else []
    return chance.choice(places)


def _draw_labels(chance: random.Random, form: str, date: DatePlace) -> list[str]:
    if form not in {"labels", "records"}:
        return []
    names = ["summary", "issuer", *(["date"] if date is DatePlace.LABEL else [])]
    chance.shuffle(names)
    names += ["source"] if chance.random() < 0.4 else []
    return ["title", *names] if form == "records" else names


def _draw_columns(chance: random.Random, pool: Pool) -> dict[str, str]:
    names = ["date", "summary", *(name for name in ("issuer", "headline") if chance.random() < 0.4)]
    chance.shuffle(names)
    names += ["source"] if chance.random() < 0.4 else []
    return {chance.choice(pool.words["columns"][name]): name for name in names}
