"""Composes an issue by its plan, part by part, and tells what stands in it."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.model.briefing import Section
from bot.reading.layout.layouts import DatePlace, Kind, PointsPlace
from tests.benchmarks.composer.drawing import EXTRAS, Group, Plan, Story
from tests.benchmarks.composer.rendering import RICH, Part, render

_COMMENTED, _WITH_POINTS = 0.7, 0.5
_ADDRESS = "https://paper.example/{}"
_SORTED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
_HAN = "一二三四五六七八九十"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What a careful reader finds of one item: one of sections and headlines; ``points`` None where any are right."""

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
    writer.write_end()
    name, data = render(writer.parts, plan.habits["format"], title=writer.series, sent=plan.issued)
    items, parts = tuple(writer.items), tuple(writer.parts)
    return Composed(plan=plan, source_name=name, data=data, parts=parts, items=items, head=writer.head)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """One story as it is told: headline, text with its day where it is in prose, points, and the day as printed."""

    story: Story
    headline: str
    text: str
    points: tuple[str, ...]
    day: str
    source: str
    comment: str
    extras: frozenset[str]

    def list_values(self) -> dict[str, str]:
        """Return what stands under labels and in columns, by field."""
        named = {"summary": self.text, "issuer": self.story.fact.who, "date": self.day, "source": self.source}
        return {**named, "title": self.headline, "headline": self.headline, "comment": self.comment}


@dataclass(kw_only=True)
class _Writer:
    plan: Plan
    chance: random.Random
    parts: list[Part] = field(default_factory=list)
    items: list[Expected] = field(default_factory=list)
    head: dict[str, object] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        self.pool, self.layout, self.habits = self.plan.pool, self.plan.layout, self.plan.habits
        self.words, self.say = self.pool.words, self.pool.say
        self.series, self.house, self.cited = map(self.choose, ("series", "publishers", "cited"))
        self.is_rich = self.habits["format"] in RICH
        marks = self.words["marks"]
        self.sign, self.item_sign = self.chance.sample(marks["signs"], 2)
        self.group_mark = self.chance.choice(marks["group"])
        self.item_mark = self.chance.choice([mark for mark in marks["item"] if mark != self.group_mark])
        is_in_figures = self.layout.date_form in self.words["figures"]
        lead = self.chance.choice(self.words["leads"]["figures" if is_in_figures else "words"])
        self.lead = lead if self.is_rich else lead.replace("**", "")
        count = sum(len(group.stories) for group in self.plan.groups)
        self.special = {name: self.chance.randrange(count) for name in EXTRAS if self.habits[name] == "yes"}
        self.restarts = self.chance.random() < 0.5

    def choose(self, name: str) -> str:
        """Choose a word or sentence of a list."""
        return self.choose_some(name, 1)[0]

    def choose_some(self, name: str, count: int) -> tuple[str, ...]:
        """Choose different ones of a list, with numbers in sentences so that hardly any comes twice in an issue."""
        chosen: list[str] = self.chance.sample(self.words[name], count)
        return tuple(each.replace("{n}", str(self.chance.randrange(3, 60))) for each in chosen)

    def put(self, kind: str, text: str, level: int = 0, role: str = "") -> None:
        """Add a part; in a tight text a paragraph follows the line above it at once."""
        glued = self.habits["lines"] == "tight" and kind == "para" and self.parts[-1].kind == "head"
        self.parts.append(Part(kind=kind, text=text, level=level, glued=glued, role=role))

    def put_line(self, look: str, text: str, *, number: int, deeper: int = 0, is_item: bool = False) -> str:
        """Add a line in a look, and return its words as they are read."""
        role = "headline" if is_item else "group"
        text = text.upper() if look == "capital line" else text
        mark = _count(self.item_mark if is_item else self.group_mark, number) if look.startswith("numbered") else ""
        if "heading" in look:
            self.put("heading", f"{mark}{text}", min(int(look[-1]) + deeper, 4), role)
        elif look == "bullet head 1":
            self.put("bullet", text, 1, role)
        else:
            sign = self.item_sign if is_item else self.sign
            shown = {"marked line": sign.format(text), "bold line": f"**{text}**"}.get(look, f"{mark}{text}")
            self.put("head", f"[{text}]({_ADDRESS.format(number)})" if look == "linked line" else shown, role=role)
        return text

    def put_heading(self, text: str) -> None:
        """Add a heading over what is no news, set as those over news."""
        look = self.layout.group[0] if self.layout.group else "heading 2" if self.is_rich else "short line"
        self.put_line(look.replace("numbered line", "short line"), text, number=len(self.plan.groups) + 1)

    def write_masthead(self) -> None:
        issued, words, kind = self.plan.issued, self.words["masthead"], self.habits["masthead"]
        day, issue = self.pool.print_day(issued), words["issue"].format(issued.day)
        self.head |= {"publisher": self.house, "series": self.series, "published_on": issued}
        lines = {
            "one line": (f"{self.house} | {day} | {issue}",),
            "publisher below": (self.house, f"{issue} | {day}"),
            "published by": (words["by"].format(self.house), day),
        }.get(kind, (self.chance.choice((day, f"{issue} | {day}", f"{day} · {issue}")),))
        if kind == "period":
            start, end = issued - dt.timedelta(days=7), issued - dt.timedelta(days=1)
            self.head |= {"period_start": start, "period_end": end}
            lines = (issue, words["period"].format(*map(self.pool.print_day, (start, end))), self.house, day)
        if kind == "publisher first":
            self.put("line", self.house)
        self.put("heading" if self.is_rich else "line", self.series, int(self.is_rich))
        for line in lines:
            self.put("line", line)

    def write_opening(self) -> None:
        opening = self.habits["opening"]
        names = [group.name for group in self.plan.groups if group.name]
        if opening == "letter":
            for text in self.choose("letters").split("|"):
                self.put("para", text)
        if opening == "contents with headlines":
            names = [story.fact.head for group in self.plan.groups for story in group.stories]
        if opening.startswith("contents") and len(names) > 1:
            title = self.choose("contents")
            self.put("para", f"**{title}**" if self.is_rich else title)
            for name in names:
                self.put("bullet", name, 1)

    def write_group(self, group: Group, number: int) -> None:
        self.number = 0 if self.restarts else self.number
        if group.name:
            self.put_line(self.layout.group[0], group.name, number=number)
            if self.habits["opening of sections"] != "none":
                self.put("para", self.choose("openings"))
        if self.habits["sections"] != "topics inside":
            self.write_stories(group.stories)
            return
        for at, topic in enumerate(dict.fromkeys(story.fact.topic for story in group.stories), 1):
            self.put_line(self.layout.group[-1], self.words["topics"][topic][0], number=at)
            self.write_stories([story for story in group.stories if story.fact.topic == topic])

    def write_stories(self, stories: Sequence[Story]) -> None:
        form = self.habits["form"]
        write = {"headline": self.write_headed, "labels": self.write_labels, "records": self.write_labels}
        write |= {"rows": self.write_row, "entries": self.write_entry}
        if form == "rows":
            self.put("row", " | ".join(self.layout.columns), 1)
        for story in stories:
            self.number += 1
            told = self.tell(story)
            write.get(form, self.write_run)(told)
            if "advert" in told.extras and form not in {"rows", "entries"}:
                self.put("para", self.choose("adverts"))

    def tell(self, story: Story) -> _Told:
        """Choose the words of a story."""
        fact, joint = story.fact, self.say(" ", "")
        extras = frozenset(name for name, at in self.special.items() if at == len(self.items))
        has_day = bool(self.plan.day) and "undated item" not in extras and self.layout.date is not DatePlace.DAY_HEADING
        day = self.pool.print_day(story.day, self.plan.day) if has_day else ""
        is_full = fact.office and not self.pool.is_chinese and self.habits["names"] == "full"
        who = f"the {self.words['bodies'][fact.office]}" if is_full else fact.who
        in_prose = day if self.layout.date is DatePlace.PROSE else ""
        text = self.say_sentence(fact.head if fact.office else None, who, fact.did, in_prose)
        has_points = self.layout.points is not PointsPlace.NONE
        has_points = has_points and (self.chance.random() < _WITH_POINTS or "split bullet" in extras)
        headline = fact.head
        if self.habits["headlines"] == "act" and not in_prose:
            headline = f"{who[0].upper()}{who[1:]}{joint}{fact.did}"
            text = f"{fact.more}{joint}{self.choose('paragraphs')}"
        elif not has_points:
            text = f"{text}{joint}{fact.more}"
        return _Told(
            story=story,
            headline=headline,
            text=text,
            points=self.choose_some("points", self.chance.randrange(2, 4)) if has_points else (),
            day=day,
            source=self.choose("sources"),
            comment=self.choose("views") if self.chance.random() < _COMMENTED else "",
            extras=extras,
        )

    def say_sentence(self, act: str | None, who: str, did: str, day: str) -> str:
        """Return who did what; ``act`` is a noun for it that may stand before the name of an authority."""
        if self.pool.is_chinese:
            return f"{who}{day}{did}。"
        if act and self.habits["voice"] == "passive":
            return f"{act} under a notice that was issued by {who}{f' on {day}' if day else ''}."
        if act and self.habits["voice"] == "issuer in brackets" and not day:
            return f"{act} ({who.removeprefix('the ')})."
        return f"On {day}, {who} {did}." if day else f"{who[0].upper()}{who[1:]} {did}."

    def dress(self, told: _Told) -> list[str]:
        """Return the paragraphs of a story with its day and sources before and behind, as far as they stand there."""
        layout = self.layout
        count = 0 if told.points else ("one", "two", "three").index(self.habits["paragraphs"])
        texts = [told.text, *self.choose_some("paragraphs", count)]
        if layout.date is DatePlace.BEFORE and told.day:
            texts[0] = f"{self.lead.format(told.day)}{texts[0]}"
        if layout.date is DatePlace.BEHIND and told.day:
            texts[-1] += self.say(" ({})", "（{}）").format(told.day)
        cited = [told.source] if self.habits["source"] == "brackets at the end" else []
        cited += [told.day] if layout.date is DatePlace.SOURCES and told.day else []
        texts[-1] += self.cited.format(self.say(", ", "，").join(cited)) if cited else ""
        return texts

    def write_headed(self, told: _Told) -> None:
        layout, day, who = self.layout, told.day, told.story.fact.who
        beside = " | ".join(filter(None, (day, who))) if self.habits["issuer"] == "beside the date" else day
        if layout.date is DatePlace.OVER and beside:
            self.put("line", beside)
        elif "topic over headline" in told.extras:
            self.put("line", self.words["topics"][told.story.fact.topic][-1])
        shown = told.headline
        if layout.date is DatePlace.HEADLINE and day:
            shown += self.say(" ({})", "（{}）").format(day)
        self.put_headline(told, shown)
        if layout.date is DatePlace.UNDER and beside:
            self.put("para", beside)
        for text in self.dress(told):
            self.put("para", text)
        self.write_rest(told)

    def put_headline(self, told: _Told, shown: str) -> None:
        deeper = 1 if "wrong level" in told.extras else 0
        self.put_line(self.layout.headline[0], shown, number=self.number, deeper=deeper, is_item=True)

    def write_rest(self, told: _Told, headline: str | None = None) -> None:
        """Write what follows a story's paragraphs, and note what a reader has to find of it."""
        self.write_points(told, level=2 if "bullet head 1" in self.layout.headline else 1)
        self.write_inside(told)
        if self.habits["source"] == "line of its own":
            link = f"[{self.choose('more_link')}]({_ADDRESS.format(self.number)})"
            label = f"{self.words['labels']['source'][0]}{self.say(': ', '：')}{told.source}"
            has_links = self.is_rich and self.habits["format"] != "word"
            self.put("para", link if has_links and self.number % 2 else label)
        label = next((words for words, name in self.layout.labels.items() if name == "comment"), "")
        if label and told.comment:
            self.put("para", f"{self.print_label(label, is_bold=self.is_rich)}{told.comment}")
        self.expect(told, headline or self.name_headline(told), comment=told.comment if label else "")

    def name_headline(self, told: _Told) -> str | None:
        """Return the headline as a line of its own prints it, None where stories have none."""
        look = self.layout.headline[0] if self.layout.headline else ""
        return (told.headline.upper() if look == "capital line" else told.headline) if look else None

    def write_points(self, told: _Told, level: int = 1) -> None:
        for number, point in enumerate(told.points):
            cut = len(point) if "split bullet" not in told.extras or number else point.find(" ", len(point) // 2)
            cut = len(point) // 2 if cut < 0 else cut
            self.put("bullet", point[:cut], level)
            if point[cut:]:
                self.put("para", point[cut:].strip())

    def write_inside(self, told: _Told) -> None:
        """Write a table, a box or a caption inside an item."""
        for number, row in enumerate(self.words["table"] if "table inside" in told.extras else ()):
            self.put("row", row, int(number == 0))
        if "box inside" in told.extras:
            self.put("box", self.choose("boxes"))
        if "picture caption" in told.extras:
            self.put("para", self.words["caption"])

    def print_label(self, label: str, *, is_bold: bool) -> str:
        text = label if label.endswith("?") else f"{label}{self.say(':', '：')}"
        return f"{f'**{text}**' if is_bold else text}{self.say(' ', '')}"

    def write_labels(self, told: _Told) -> None:
        form, layout = self.habits["labels set"], self.layout
        if layout.headline:
            self.put_headline(told, told.headline)
        values = told.list_values()
        fields = {words: name for words, name in layout.labels.items() if values[name]}
        if "label spelled otherwise" in told.extras:
            fields = {self.say(words.upper(), f"【{words}】"): name for words, name in fields.items()}
        if form == "lines":
            lines = (f"{self.print_label(words, is_bold=False)}{values[name]}" for words, name in fields.items())
            self.put("para", "\n".join(lines))
            self.write_points(told)
        for words, name in fields.items() if form != "lines" else ():
            self.write_field(form, words, values[name])
            if name == "summary" and form != "table":
                self.write_points(told)
                self.write_inside(told)
        if form == "table":
            self.write_points(told)
        more = () if layout.headline else (told.headline,)
        self.expect(told, self.name_headline(told), *more, comment=told.comment if "comment" in fields.values() else "")

    def write_field(self, form: str, label: str, value: str) -> None:
        look = self.layout.headline[0] if self.layout.headline else ""
        is_head = form == "headings" and "heading" in look and int(look[-1]) < 4
        if form == "table":
            self.put("row", f"{label} | {value}")
        elif form in {"alone", "headings"}:
            if is_head:
                self.put("heading", label, int(look[-1]) + 1)
            else:
                self.put("para", f"**{label}**" if self.is_rich else label)
            self.put("para", value)
        else:
            self.put("para", f"{self.print_label(label, is_bold=form == 'bold' and self.is_rich)}{value}")

    def write_run(self, told: _Told) -> None:
        """Write a story that is a paragraph or a bullet, with a headline that runs into the text or without."""
        form, headline = self.habits["form"], None
        text, *more = self.dress(told)
        if form in {"lead", "bullet lead"}:
            text, headline = f"**{told.headline}{self.choose('lead_signs')}**{self.say(' ', '')}{text}", told.headline
        elif form == "tag":
            text, headline = f"【{told.headline}】{text}", told.headline
        elif form == "numbered":
            text = f"{_count(self.item_mark, self.number)}{text}"
        elif self.habits["start"] == "bold" and self.layout.date is not DatePlace.BEFORE:
            cut = text.find(" ", len(told.story.fact.who)) if " " in text else len(told.story.fact.who)
            text = f"**{text[:cut]}**{text[cut:]}"
        if form.startswith("bullet"):
            self.put("bullet", text, 1, role="item")
            self.write_points(told, level=2)
            self.expect(told, headline)
            return
        self.put("para", text, role="item")
        for text in more:
            self.put("para", text)
        self.write_rest(told, headline)

    def write_row(self, told: _Told) -> None:
        fact, names = told.story.fact, self.layout.columns.values()
        if "issuer" in names:
            did = self.say(f"{fact.did[0].upper()}{fact.did[1:]}. ", f"{fact.did}。")
            told = replace(told, text=f"{did}{fact.more}")
        values = told.list_values()
        self.put("row", " | ".join(values[name] or "–" for name in names), role="item")
        self.expect(told, fact.head if "headline" in names else None)

    def write_entry(self, told: _Told) -> None:
        self.put("heading", told.headline, 2)
        self.put("line", told.story.day.isoformat())
        self.put("para", told.text)
        self.expect(told, told.headline)

    def expect(self, told: _Told, *headlines: str | None, comment: str = "") -> None:
        """Note what a reader has to find of the story just written."""
        is_dated = bool(told.day) or self.layout.date in {DatePlace.DAY_HEADING, DatePlace.ENTRY}
        expected = Expected(
            sections=told.story.sections,
            headlines=headlines,
            text=told.text,
            reported_on=told.story.day if is_dated else None,
            points=None if told.extras & {"table inside", "split bullet"} else told.points,
            comment=comment or None,
        )
        self.items.append(expected)

    def write_end(self) -> None:
        """Write the days ahead, the people, and the imprint."""
        ahead, end, issued = self.habits["days ahead"], self.habits["end"], self.plan.issued
        if ahead != "none":
            self.put_heading(self.plan.ahead)
            if ahead == "rows":
                self.put("row", " | ".join(self.words["ahead_columns"]), 1)
            is_named = _SORTED.intersection(self.layout.sections.values())
            where = frozenset({Section.OTHER} if is_named else {Section.OTHER, *_SORTED})  # who acts may tell it
            for number, text in enumerate(self.chance.sample(self.words["events"], 3)):
                day = issued + dt.timedelta(days=2 + 3 * number)
                printed = self.pool.print_day(day, self.words["ahead_day"])
                joint = " | " if ahead == "rows" else self.say(": ", "：")
                self.put("row" if ahead == "rows" else "bullet", f"{printed}{joint}{text}", int(ahead != "rows"))
                self.items.append(Expected(sections=where, headlines=(None,), text=text, reported_on=day))
        if self.layout.closes:
            self.put_heading(self.layout.closes)
            people = self.chance.sample(self.words["people"], 2)
            self.head["people"] = tuple(sorted(people))
            if end == "people in a table":
                self.put("row", " | ".join(self.words["people_columns"]), 1)
            for person, role in zip(people, self.words["roles"], strict=True):
                line = "{} | {} | desk@house.example" if "table" in end else self.say("{}, {}", "{}（{}）")
                self.put("row" if "table" in end else "para", line.format(person, role))
        if self.habits["masthead"] == "publisher in the footer":
            self.put("para", f"© {issued.year} {self.house}")
        if end == "disclaimer":
            self.put("para", self.choose("footers"))


def _count(mark: str, number: int) -> str:
    """Return the number of a line as a publisher prints it."""
    han = _HAN[number - 1] if number <= len(_HAN) else f"十{_HAN[(number - 1) % 10]}"
    return mark.format(n=number, letter=chr(64 + number), han=han, circled=chr(0x245F + min(number, 20)))
