"""Composes an issue by its plan, part by part, and tells what stands in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.model.briefing import Section
from bot.reading.layout.layouts import DatePlace, IssuerPlace, Kind, PointsPlace, SourcePlace
from tests.benchmarks.composer.drawing import EXTRAS, Group, Plan, Story
from tests.benchmarks.composer.pool import IN_FIGURES, Pool
from tests.benchmarks.composer.rendering import RICH, Part, render

_COMMENTED = 0.7
_WITH_POINTS = 0.5
_ADDRESS = "https://paper.example/{}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What a careful reader finds of one item: one of the sections and headlines; ``points`` None where any are right."""

    sections: frozenset[Section]
    headlines: tuple[str | None, ...]
    text: str
    reported_on: dt.date | None
    points: tuple[str, ...] | None = ()
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """A briefing: its bytes under a file's name, the plan it was made by, its parts, and what is in it."""

    plan: Plan
    source_name: str
    data: bytes
    parts: tuple[Part, ...]
    items: tuple[Expected, ...]
    head: dict[str, object]


def compose(plan: Plan, chance: random.Random) -> Composed:
    """Return the issue of a plan; ``chance`` only varies its words."""
    writer = _Writer(plan=plan, chance=chance)
    if plan.layout.kind is not Kind.FEED:
        writer.write_masthead()
        writer.write_opening()
    for number, group in enumerate(plan.groups, 1):
        writer.write_group(group, number)
    writer.write_days_ahead()
    writer.write_end()
    name, data = render(writer.parts, plan.format, title=writer.series, sent=plan.issued)
    return Composed(
        plan=plan,
        source_name=name,
        data=data,
        parts=tuple(writer.parts),
        items=tuple(writer.items),
        head=writer.head,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """One story as it is told: headline, text with its day in it where it is in prose, points, and the day as printed."""

    story: Story
    headline: str
    text: str
    points: tuple[str, ...]
    day: str
    source: str
    extras: frozenset[str]


@dataclass(kw_only=True)
class _Writer:
    plan: Plan
    chance: random.Random
    parts: list[Part] = field(default_factory=list)
    items: list[Expected] = field(default_factory=list)
    head: dict[str, object] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        words, chance = self.pool.words, self.chance
        self.series, self.house = chance.choice(words["series"]), chance.choice(words["publishers"])
        self.is_rich = self.plan.format in RICH
        self.group_mark = chance.choice(self.pool.words["marks"]["group"])
        self.item_mark = chance.choice([mark for mark in self.pool.words["marks"]["item"] if mark != self.group_mark])
        self.sign = chance.choice(self.pool.words["marks"]["signs"])
        self.item_sign = chance.choice([sign for sign in self.pool.words["marks"]["signs"] if sign != self.sign])
        self.lead = chance.choice(
            self.pool.words["leads"]["figures" if self.plan.layout.date_form in IN_FIGURES else "words"]
        )
        if not self.is_rich:
            self.lead = self.lead.replace("**", "")
        self.cited = chance.choice(self.pool.words["cited"])
        count = sum(len(group.stories) for group in self.plan.groups)
        self.special = {name: chance.randrange(count) for name in EXTRAS if self.plan.has(name)}
        self.restarts = chance.random() < 0.5

    @property
    def pool(self) -> Pool:
        """What there is to say."""
        return self.plan.pool

    def fill(self, text: str) -> str:
        """Return a sentence with a number in it, so that hardly any comes twice."""
        return text.format(n=self.chance.randrange(3, 60))

    def put(self, kind: str, text: str, level: int = 0, role: str = "") -> None:
        """Add a part; in a tight text a paragraph follows the line above it at once."""
        before = self.parts[-1].kind if self.parts else ""
        glued = self.plan.habits["lines"] == "tight" and kind == "para" and before == "head"
        self.parts.append(Part(kind=kind, text=text, level=level, glued=glued, role=role))

    def put_line(self, look: str, text: str, *, number: int, deeper: int = 0, is_item: bool = False) -> str:
        """Add a line in a look, and return its words as they are read."""
        role = "headline" if is_item else "group"
        mark = _number(self.item_mark if is_item else self.group_mark, number)
        if look == "capital line":
            text = text.upper()
        shown = f"{mark}{text}" if look.startswith("numbered") else text
        if "heading" in look:
            self.put("heading", shown, min(int(look[-1]) + deeper, 4), role=role)
        elif look == "bullet head 1":
            self.put("bullet", shown, 1, role=role)
        else:
            sign = self.item_sign if is_item else self.sign
            shown = sign.format(text) if look == "marked line" else f"**{text}**" if look == "bold line" else shown
            self.put("head", f"[{text}]({_ADDRESS.format(number)})" if look == "linked line" else shown, role=role)
        return text

    def write_masthead(self) -> None:
        plan, pool, words = self.plan, self.pool, self.pool.words["masthead"]
        kind, day = plan.habits["masthead"], pool.print_full(plan.issued)
        issue = words["issue"].format(self.chance.randrange(2, 90))
        self.head |= {"publisher": self.house, "series": self.series, "published_on": plan.issued}
        if kind == "publisher first":
            self.put("line", self.house)
        self.put("heading" if self.is_rich else "line", self.series, 1 if self.is_rich else 0)
        if kind == "one line":
            self.put("line", f"{self.house} | {day} | {issue}")
            return
        if kind in {"publisher below", "published by"}:
            self.put("line", words["by"].format(self.house) if kind == "published by" else self.house)
        if kind == "period":
            start, end = plan.issued - dt.timedelta(days=7), plan.issued - dt.timedelta(days=1)
            self.head |= {"period_start": start, "period_end": end}
            self.put("line", issue)
            self.put(
                "line", words["period"].format(f"{pool.print_full(start)}{words['between']}{pool.print_full(end)}")
            )
            self.put("line", self.house)
            self.put("line", day)
            return
        self.put("line", self.chance.choice((day, f"{issue} | {day}", f"{day} · {issue}")))

    def write_opening(self) -> None:
        opening, words = self.plan.habits["opening"], self.pool.words
        names = [group.name for group in self.plan.groups if group.name]
        if opening == "letter":
            for text in self.chance.choice(words["letters"]).split("|"):
                self.put("para", text)
        if opening == "contents with headlines":
            names = [story.fact.head for group in self.plan.groups for story in group.stories]
        if opening.startswith("contents") and len(names) > 1:
            self.put("para", f"**{words['contents'][0]}**" if self.is_rich else self.chance.choice(words["contents"]))
            for name in names:
                self.put("bullet", name, 1)

    def write_group(self, group: Group, number: int) -> None:
        layout, habits, words = self.plan.layout, self.plan.habits, self.pool.words
        if self.restarts:
            self.number = 0
        if group.name:
            self.put_line(layout.group[0], group.name, number=number)
        if group.name and habits["opening of sections"] != "none":
            self.put("para", self.chance.choice(words["openings"]))
        if not group.is_by_topic:
            self.write_stories(group.stories)
            return
        for at, topic in enumerate(dict.fromkeys(story.fact.topic for story in group.stories), 1):
            self.put_line(layout.group[-1], words["topics"][topic][0], number=at)
            self.write_stories([story for story in group.stories if story.fact.topic == topic])

    def write_stories(self, stories: Sequence[Story]) -> None:
        if self.plan.habits["form"] == "rows":
            self.put("row", " | ".join(self.plan.layout.columns), 1)
        for story in stories:
            self.number += 1
            told = self.tell(story)
            match self.plan.habits["form"]:
                case "headline":
                    self.write_headed(told)
                case "labels" | "records":
                    self.write_labels(told)
                case "rows":
                    self.write_row(told)
                case "entries":
                    self.put("heading", told.headline, 2)
                    self.put("line", story.day.isoformat())
                    self.put("para", told.text)
                    self.expect(told, headline=told.headline)
                case form:
                    self.write_run(form, told)
            if "advert" in told.extras and self.plan.habits["form"] not in {"rows", "entries"}:
                self.put("para", self.chance.choice(self.pool.words["adverts"]))

    def tell(self, story: Story) -> _Told:
        """Choose the words of a story."""
        plan, pool, fact, chance = self.plan, self.pool, story.fact, self.chance
        at = len(self.items)
        extras = frozenset(name for name, chosen in self.special.items() if chosen == at)
        is_dated = "undated item" not in extras and plan.layout.date is not DatePlace.DAY_HEADING
        day = pool.print_day(story.day, plan.day) if is_dated and plan.day else ""
        who = fact.who
        if fact.office and not pool.is_chinese and plan.habits["names"] == "full":
            who = f"the {pool.words['bodies'][fact.office]}"
        in_prose = day if plan.layout.date is DatePlace.PROSE else ""
        sentence = self.say_sentence(story, who, in_prose)
        points = tuple(map(self.fill, chance.sample(pool.words["points"], chance.randrange(2, 4))))
        has_points = plan.layout.points is not PointsPlace.NONE and (
            chance.random() < _WITH_POINTS or "split bullet" in extras
        )
        joint = pool.say(" ", "")
        headline, text = fact.head, sentence if has_points else f"{sentence}{joint}{fact.more}"
        if plan.habits["headlines"] == "act" and not in_prose:
            headline = f"{who[0].upper()}{who[1:]}{joint}{fact.did}"
            text = f"{fact.more}{joint}{self.fill(pool.words['paragraphs'][0])}"
        return _Told(
            story=story,
            headline=headline,
            text=text,
            points=points if has_points else (),
            day=day,
            source=chance.choice(pool.words["sources"]),
            extras=extras,
        )

    def say_sentence(self, story: Story, who: str, day: str) -> str:
        fact, voice = story.fact, self.plan.habits["voice"]
        if self.pool.is_chinese:
            return f"{who}{day}{fact.did}。"
        if fact.office and voice == "passive":
            return f"{fact.head} under a notice that was issued by {who}{f' on {day}' if day else ''}."
        if fact.office and voice == "issuer in brackets" and not day:
            return f"{fact.head} ({fact.who})."
        return f"On {day}, {who} {fact.did}." if day else f"{who[0].upper()}{who[1:]} {fact.did}."

    def dress(self, told: _Told) -> list[str]:
        """Return the paragraphs of a story with its day and sources before and behind, as far as they stand there."""
        layout, say = self.plan.layout, self.pool.say
        count = {"one": 0, "two": 1, "three": 2}[self.plan.habits["paragraphs"]]
        more = self.chance.sample(self.pool.words["paragraphs"][1:], count) if not told.points else []
        first, *rest = [told.text, *map(self.fill, more)]
        if layout.date is DatePlace.BEFORE and told.day:
            first = f"{self.lead.format(told.day)}{first}"
        text = rest.pop() if rest else first
        if layout.date is DatePlace.BEHIND and told.day:
            text = f"{text}{say(' ({})', '（{}）').format(told.day)}"
        cited = [told.source] if layout.source is SourcePlace.BRACKETS else []
        if layout.date is DatePlace.SOURCES and told.day:
            cited.append(told.day)
        if cited:
            text = f"{text}{self.cited.format(say(', ', '，').join(cited))}"
        return [first, *rest, text] if more else [text]

    def write_headed(self, told: _Told) -> None:
        layout, pool = self.plan.layout, self.pool
        look, shown = layout.headline[0], told.headline
        beside = told.day
        if layout.issuer is IssuerPlace.BESIDE_DATE:
            beside = " | ".join(filter(None, (told.day, told.story.fact.who)))
        if layout.date is DatePlace.OVER and beside:
            self.put("line", beside)
        elif "topic over headline" in told.extras:
            self.put("line", pool.words["topics"][told.story.fact.topic][-1])
        if layout.date is DatePlace.HEADLINE and told.day:
            shown = f"{shown}{pool.say(' ({})', '（{}）').format(told.day)}"
        deeper = 1 if "wrong level" in told.extras else 0
        self.put_line(look, shown, number=self.number, deeper=deeper, is_item=True)
        if layout.date is DatePlace.UNDER and beside:
            self.put("para", beside)
        for text in self.dress(told):
            self.put("para", text)
        comment = self.write_rest(told)
        headline = told.headline.upper() if look == "capital line" else told.headline
        self.expect(told, headline=headline, comment=comment)

    def write_rest(self, told: _Told) -> str | None:
        """Write what follows a story's paragraphs, and return its comment."""
        layout, words, chance = self.plan.layout, self.pool.words, self.chance
        self.write_points(told, level=2 if "bullet head 1" in layout.headline else 1)
        self.write_inside(told)
        if layout.source is SourcePlace.LINE:
            more = f"[{chance.choice(words['more_link'])}]({_ADDRESS.format(self.number)})"
            label = f"{words['labels']['source'][0]}{self.pool.say(': ', '：')}{told.source}"
            self.put("para", more if self.is_rich and self.number % 2 and self.plan.format != "word" else label)
        return self.write_comment()

    def write_points(self, told: _Told, level: int = 1) -> None:
        for number, point in enumerate(told.points):
            if "split bullet" in told.extras and number == 0:
                cut = point.find(" ", len(point) // 2) if " " in point else len(point) // 2
                self.put("bullet", point[:cut], level)
                self.put("para", point[cut:].strip())
            else:
                self.put("bullet", point, level)

    def write_inside(self, told: _Told) -> None:
        """Write a table, a box or a caption inside an item."""
        words, chance = self.pool.words, self.chance
        if "table inside" in told.extras:
            for number, row in enumerate(words["table"]):
                self.put("row", row, 1 if number == 0 else 0)
        if "box inside" in told.extras:
            self.put("box", chance.choice(words["boxes"]))
        if "picture caption" in told.extras:
            self.put("para", words["caption"])

    def write_comment(self) -> str | None:
        label = next((words for words, name in self.plan.layout.labels.items() if name == "comment"), None)
        if label is None or self.plan.habits["form"] in {"bullets", "bullet lead"} or self.chance.random() > _COMMENTED:
            return None
        view = self.fill(self.chance.choice(self.pool.words["views"]))
        self.put("para", f"{self.print_label(label, is_bold=self.is_rich)}{view}")
        return view

    def print_label(self, label: str, *, is_bold: bool) -> str:
        colon = "" if label.endswith("?") else self.pool.say(":", "：")
        return f"**{label}{colon}**{self.pool.say(' ', '')}" if is_bold else f"{label}{colon}{self.pool.say(' ', '')}"

    def write_labels(self, told: _Told) -> None:
        layout, form = self.plan.layout, self.plan.habits["labels set"]
        if layout.headline:
            deeper = 1 if "wrong level" in told.extras else 0
            self.put_line(layout.headline[0], told.headline, number=self.number, deeper=deeper, is_item=True)
        values = {"summary": told.text, "issuer": told.story.fact.who, "date": told.day, "source": told.source}
        values["title"] = told.headline
        comment = self.fill(self.chance.choice(self.pool.words["views"])) if self.chance.random() < _COMMENTED else ""
        values["comment"] = comment
        fields = [(words, values[name], name) for words, name in layout.labels.items() if values[name]]
        if "label spelled otherwise" in told.extras:
            fields = [(f"【{words}】" if self.pool.is_chinese else words.upper(), *rest) for words, *rest in fields]
        if form == "lines":
            self.put("para", "\n".join(f"{self.print_label(w, is_bold=False)}{value}" for w, value, _ in fields))
            self.write_points(told)
        for words, value, name in fields if form != "lines" else ():
            self.write_field(form, words, value)
            if name == "summary" and form != "table":
                self.write_points(told)
                self.write_inside(told)
        if form == "table":
            self.write_points(told)
        look = layout.headline[0] if layout.headline else ""
        self.expect(
            told,
            headline=told.headline.upper() if look == "capital line" else told.headline,
            more=() if look else (None,),
            comment=comment if "comment" in layout.labels.values() and comment else None,
        )

    def write_field(self, form: str, label: str, value: str) -> None:
        look = self.plan.layout.headline[0] if self.plan.layout.headline else ""
        if form == "table" and look:
            self.put("row", f"{label} | {value}")
        elif form == "headings" and "heading" in look and int(look[-1]) < 4:
            self.put("heading", label, int(look[-1]) + 1)
            self.put("para", value)
        elif form in {"alone", "headings"}:
            self.put("para", f"**{label}**" if self.is_rich else label)
            self.put("para", value)
        else:
            self.put("para", f"{self.print_label(label, is_bold=form != 'inline' and self.is_rich)}{value}")

    def write_run(self, form: str, told: _Told) -> None:
        """Write a story that is a paragraph or a bullet, with a headline that runs into the text or without."""
        texts, headline = self.dress(told), None
        text = texts[0]
        if form in {"lead", "bullet lead"}:
            sign = (
                self.chance.choice((".", ":", " –")) if not self.pool.is_chinese else self.chance.choice(("。", "："))
            )
            text, headline = f"**{told.headline}{sign}**{self.pool.say(' ', '')}{text}", told.headline
        elif form == "tag":
            text, headline = f"【{told.headline}】{text}", told.headline
        elif form == "numbered":
            text = f"{_number(self.item_mark, self.number)}{text}"
        elif self.plan.habits["start"] == "bold" and text.startswith(told.text):
            cut = len(told.story.fact.who) if self.pool.is_chinese else text.find(" ", 8)
            text = f"**{text[:cut]}**{text[cut:]}"
        if form.startswith("bullet"):
            self.put("bullet", self.pool.say(" ", "").join((text, *texts[1:])), 1, role="item")
            self.write_points(told, level=2)
            self.expect(told, headline=headline)
        else:
            self.put("para", text, role="item")
            for more in texts[1:]:
                self.put("para", more)
            self.expect(told, headline=headline, comment=self.write_rest(told))

    def write_row(self, told: _Told) -> None:
        fact, columns = told.story.fact, self.plan.layout.columns
        text = told.text
        if "issuer" in columns.values():
            did = fact.did if self.pool.is_chinese else f"{fact.did[0].upper()}{fact.did[1:]}"
            text = f"{did}{self.pool.say('. ', '。')}{fact.more}"
        cells = {"date": told.day, "summary": text, "issuer": fact.who, "source": told.source, "headline": fact.head}
        self.put("row", " | ".join(cells[name] or "–" for name in columns.values()))
        told = replace(told, text=text)
        self.expect(told, headline=fact.head if "headline" in columns.values() else None)

    def expect(
        self, told: _Told, *, headline: str | None, more: tuple[None, ...] = (), comment: str | None = None
    ) -> None:
        """Note what a reader has to find of the story just written."""
        story, layout = told.story, self.plan.layout
        is_dated = bool(told.day) or layout.date in {DatePlace.DAY_HEADING, DatePlace.ENTRY}
        self.items.append(
            Expected(
                sections=story.sections,
                headlines=(headline, *more),
                text=told.text,
                reported_on=story.day if is_dated else None,
                points=None if told.extras & {"table inside", "split bullet"} else told.points,
                comment=comment,
            )
        )

    def write_days_ahead(self) -> None:
        form, words = self.plan.habits["days ahead"], self.pool.words
        if form == "none":
            return
        look = self.plan.layout.group[0] if self.plan.layout.group else "heading 2" if self.is_rich else "short line"
        self.put_line(look, self.plan.ahead, number=len(self.plan.groups) + 1)
        if form == "rows":
            self.put("row", " | ".join(words["ahead_columns"]), 1)
        for number, text in enumerate(self.chance.sample(words["events"], 3)):
            day = self.plan.issued + dt.timedelta(days=2 + 3 * number)
            printed = self.pool.print_day(day, self.pool.say("{d.day} {d:%B}", "{d.month}月{d.day}日"))
            if form == "rows":
                self.put("row", f"{printed} | {text}")
            else:
                self.put("bullet", f"{printed}{self.pool.say(': ', '：')}{text}", 1)
            self.items.append(
                Expected(sections=frozenset({Section.OTHER}), headlines=(None,), text=text, reported_on=day)
            )

    def write_end(self) -> None:
        plan, words = self.plan, self.pool.words
        end = plan.habits["end"]
        if plan.layout.closes:
            look = plan.layout.group[0] if plan.layout.group else "heading 2" if self.is_rich else "short line"
            self.put_line("short line" if look.startswith("numbered line") else look, plan.layout.closes, number=9)
            people = self.chance.sample(words["people"], 2)
            self.head["people"] = tuple(sorted(people))
            if end == "people in a table":
                self.put("row", " | ".join(words["people_columns"]), 1)
            for person, role in zip(people, words["roles"], strict=True):
                told = (person, role, "desk@house.example")
                if end == "people in a table":
                    self.put("row", " | ".join(told))
                else:
                    self.put("para", self.pool.say("{}, {}", "{}（{}）").format(*told))
        if plan.habits["masthead"] == "publisher in the footer":
            self.put("para", words["masthead"]["rights"].format(self.house, year=plan.issued.year))
        if end == "disclaimer":
            self.put("para", self.chance.choice(words["footers"]))


def _number(mark: str, number: int) -> str:
    """Return the number of a line as a publisher prints it."""
    han = "一二三四五六七八九十"
    counted = han[number - 1] if number <= len(han) else f"十{han[(number - 1) % 10]}"
    return mark.format(n=number, letter=chr(64 + number), han=counted, circled=chr(0x245F + min(number, 20)))
