"""Composes briefings at random from independent habits of publishers, together with what a reader has to find in them.

``compose`` draws every choice apart, so that a fall in one of them is not hidden by the others. A document is a list of
lines of a few kinds with light inline marks (``**bold**``, ``[label](address)``), which one renderer a format writes.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from tests.benchmarks import layout_pool as pool
from tests.benchmarks.layout_choices import draw_choices
from tests.benchmarks.layout_formats import Line, render
from tests.benchmarks.layout_pool import Fact

POLICY, COMPANY, OTHER, TOP = "policy_news", "corporate_news", "other", "top"

_LATER = ("This is the second text on the matter.", "It has 24 articles.", "Details are to follow in autumn.")
_LAST = dt.date(2025, 3, 28)


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What a careful reader finds of one item; ``sections`` are those that would be right."""

    sections: frozenset[str]
    headline: str | None
    text: str
    reported_on: dt.date | None
    points: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Composed:
    """A briefing: its bytes under a file's name, the choices it was made by, and what is in it."""

    source_name: str
    data: bytes
    outline: str
    choices: dict[str, str]
    items: list[Expected]
    head: dict[str, object]


@dataclass(kw_only=True, slots=True)
class _Draft:
    chance: random.Random
    choices: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    items: list[Expected] = field(default_factory=list)

    def put(self, kind: str, text: str, *, level: int = 0) -> None:
        self.lines.append(Line(kind=kind, text=text, level=level))


def compose(chance: random.Random, choices: dict[str, str] | None = None) -> Composed:
    """Return one briefing by its choices."""
    draft = _Draft(chance=chance, choices=choices or draw_choices(chance))
    series, house = chance.choice(pool.SERIES), chance.choice(pool.PUBLISHERS)
    issued = _LAST + dt.timedelta(days=chance.randrange(1, 4))
    groups = _make_groups(draft)
    _write_masthead(draft, series, house, issued, [name for name, _ in groups if name])
    for number, (name, facts) in enumerate(groups):
        _write_group(draft, name, facts, number=number)
    _write_end(draft, house)
    name, data = render(draft.lines, draft.choices, title=series)
    head: dict[str, object] = {"publisher": house, "series": series, "published_on": issued}
    outline = "\n".join(f"[{line.kind}] {line.text}" for line in draft.lines)
    return Composed(source_name=name, data=data, outline=outline, choices=draft.choices, items=draft.items, head=head)


def _write_masthead(draft: _Draft, series: str, house: str, issued: dt.date, names: list[str]) -> None:
    chance, kind = draft.chance, draft.choices["masthead"]
    day = chance.choice((f"{issued.day} {issued:%B %Y}", f"{issued:%B} {issued.day}, {issued.year}"))
    number = f"Issue {chance.randrange(2, 90)}"
    if kind == "publisher first":
        draft.put("line", house)
    draft.put("title", series)
    if kind == "publisher below":
        draft.put("line", house)
    if kind == "published by":
        draft.put("line", f"Published by {house}")
    draft.put("line", chance.choice((day, f"{number} | {day}", f"{number} – {day}")))
    opening = draft.choices["opening"]
    if opening == "letter":
        draft.put("para", chance.choice(("Dear readers,", "Dear members,")))
        draft.put("para", chance.choice(pool.LETTERS))
    if opening == "contents" and len(names) > 1:
        draft.put("para", "**In this issue**")
        for name in names:
            draft.put("bullet", name)


def _make_groups(draft: _Draft) -> list[tuple[str | None, list[Fact]]]:
    chance, kind = draft.chance, draft.choices["sections"]
    policies = chance.sample(pool.POLICIES, chance.randrange(4, 8))
    companies = chance.sample(pool.COMPANIES, chance.randrange(2, 5))
    named = {"known": pool.KNOWN_NAMES, "worded": pool.WORDED_NAMES, "opaque": pool.OPAQUE_NAMES}
    if kind in named:
        first, second = (chance.choice(names) for names in named[kind])
        return [(first, policies), (second, companies)]
    if kind == "topics inside":
        return [("Policy news", policies), ("Company news", companies)]
    if kind == "ministries":
        bodies = dict.fromkeys(fact.who for fact in policies)
        short = chance.random() < 0.5
        groups = [(who if short else pool.BODIES[who], [f for f in policies if f.who == who]) for who in bodies]
        return [*groups, ("Companies", companies)]
    mixed = [*policies, *companies]
    if kind == "topics":
        topics = {topic: chance.choice(names) for topic, names in pool.TOPICS.items()}
        groups = [(name, [fact for fact in mixed if fact.topic == topic]) for topic, name in topics.items()]
        return [(name, facts) for name, facts in groups if facts]
    if kind in {"days", "weeks"}:
        cut = len(mixed) // 2
        chance.shuffle(mixed)
        days = [_LAST - dt.timedelta(days=ago) for ago in (11, 4)]
        forms = ("{0:%A}, {0.day} {0:%B}", "Week of {0.day} {0:%B}")
        names = [forms[kind == "weeks"].format(day) for day in days]
        return [(names[0], mixed[:cut]), (names[1], mixed[cut:])]
    return [(None, mixed)]


def _write_group(draft: _Draft, name: str | None, facts: list[Fact], *, number: int) -> None:
    kind = draft.choices["sections"]
    if name:
        draft.put("section", name, level=number + 1)
    if name and draft.choices["opening of sections"] != "none":
        draft.put("para", pool.OPENINGS[number % len(pool.OPENINGS)])
    if kind == "topics inside":
        for topic in dict.fromkeys(fact.topic for fact in facts):
            draft.put("topic", pool.TOPICS[topic][0])
            _write_items(draft, [fact for fact in facts if fact.topic == topic], kind, number)
    else:
        _write_items(draft, facts, kind, number)


def _write_items(draft: _Draft, facts: list[Fact], kind: str, number: int) -> None:
    by_day = kind == "days"
    first = _LAST - dt.timedelta(days=11 if number == 0 else 4)
    rows: list[str] = []
    columns: tuple[str, ...] = ()
    for at, fact in enumerate(facts):
        day = first if by_day else _LAST - dt.timedelta(days=draft.chance.randrange(13))
        item = _Item(draft, fact, day, is_day_headed=by_day, sections=_list_right(kind, fact), number=at + 1)
        if draft.choices["form"] == "table":
            columns = columns or item.draw_columns()
            rows = rows or [" | ".join(columns)]
            rows.append(item.write_row(columns))
        else:
            item.write()
    if rows:
        draft.put("table", "\n".join(rows))


def _list_right(kind: str, fact: Fact) -> frozenset[str]:
    telling = kind in {"known", "worded", "opaque", "topics inside"}
    told = POLICY if fact.is_policy else COMPANY
    return frozenset({told} if telling or (kind == "ministries" and told == COMPANY) else {told, OTHER, TOP})


@dataclass(slots=True)
class _Item:
    draft: _Draft
    fact: Fact
    day: dt.date
    is_day_headed: bool
    sections: frozenset[str]
    number: int
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def who(self) -> str:
        full = self.fact.is_policy and self.draft.choices["names"] == "full"
        return f"the {pool.BODIES[self.fact.who]}" if full else self.fact.who

    @property
    def subject(self) -> str:
        return f"{self.who[0].upper()}{self.who[1:]}"

    @property
    def sentence(self) -> str:
        voice = self.draft.choices["voice"]
        if not self.fact.is_policy or voice == "past":
            return f"{self.subject} {self.fact.did}."
        if voice == "passive":
            return f"{self.fact.head} under a notice that was issued by {self.who}."
        return f"{self.fact.head} ({self.fact.who})."

    def date_text(self) -> str:
        day, style = self.day, self.draft.choices["dates"]
        end = "th" if 4 <= day.day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        return {
            "12 March": f"{day.day} {day:%B}",
            "Mar 12": f"{day:%b} {day.day}",
            "12/03": f"{day:%d/%m}",
            "2025-03-12": day.isoformat(),
            "(Mar. 12)": f"{day:%b}. {day.day}",
            "March 12th": f"{day:%B} {day.day}{end}",
            "Wed 12 Mar": f"{day:%a} {day.day} {day:%b}",
        }[style]

    def source(self) -> str:
        kind, chance = self.draft.choices["sources"], self.draft.chance
        if kind == "none":
            return ""
        names = chance.sample(pool.SOURCES, 2)
        address = f"https://paper.example/{self.day:%d}/{self.number}"
        return {
            "link": f" ([{names[0]}]({address}))",
            "Source:": f" Source: {names[0]}",
            "in brackets": f" ({names[0]}, {names[1]})",
            "read more": f" [Read more]({address})",
        }[kind]

    def expect(
        self, text: str, *, headline: str | None = None, dated: bool = True, points: tuple[str, ...] = ()
    ) -> None:
        day = self.day if dated or self.is_day_headed else None
        self.draft.items.append(
            Expected(sections=self.sections, headline=headline, text=text, reported_on=day, points=points)
        )

    def write(self) -> None:
        form = self.draft.choices["form"]
        if form.startswith(("heading", "date and issuer", "linked", "bold line", "numbered")):
            self.write_headed(form)
        elif form.startswith("labels"):
            self.write_labels(alone=form == "labels alone")
        elif form.startswith("bold"):
            self.write_bold(form)
        else:
            self.write_bullet(form)

    def pick_body(self, *, acts: bool) -> tuple[str, tuple[str, ...]]:
        """Return the text and points below a headline; ``acts`` tells that this says who did what already."""
        chance = self.draft.chance
        if acts:
            return f"{self.fact.more} {chance.choice(_LATER)}", ()
        if chance.random() < 0.3:
            return self.sentence, (self.fact.more, chance.choice(_LATER))
        return f"{self.sentence} {self.fact.more}", ()

    def write_headed(self, form: str) -> None:
        draft, acts = self.draft, form.endswith("acts")
        text, points = self.pick_body(acts=acts)
        headline = f"{self.subject} {self.fact.did}" if acts else self.fact.head
        place = draft.choices["place of date"]
        if form.startswith("date and"):
            place = "issuer line"
        if self.is_day_headed and place != "none":
            place = "none"
        day = self.date_text()
        behind = place == "behind headline"
        kind = "linked" if form.startswith("linked") else "line of bold" if form == "bold line" else "head"
        number = f"{self.number}. " if form.startswith("numbered") else ""
        draft.put(kind, number + (f"{headline} ({day})" if behind else headline))
        if place == "issuer line":
            draft.put("para", f"{day} | {self.fact.who}")
        if place == "own line":
            draft.put("para", day)
        if place == "start" and not acts:
            text = f"On {day}, {text[0].lower() if self.who.startswith('the ') else text[0]}{text[1:]}"
        dated = place in {"issuer line", "own line", "behind headline", "end"} or (place == "start" and not acts)
        shown = f"{text} ({day})" if place == "end" else text
        draft.put("para", shown + ("" if points else self.source()))
        for point in points:
            draft.put("bullet", point)
        for more in self.list_paragraphs() if not points else ():
            draft.put("para", more)
        self.write_comment()
        self.expect(text, headline=headline, dated=dated, points=points)

    def list_paragraphs(self) -> list[str]:
        count = {"one": 0, "two": 1, "three": 2}[self.draft.choices["paragraphs"]]
        return self.draft.chance.sample(pool.PARAGRAPHS, count)

    def write_comment(self) -> None:
        label, chance = self.draft.choices["comment"], self.draft.chance
        if label != "none" and chance.random() < 0.6:
            self.draft.put("para", f"**{label}{'' if label.endswith('?') else ':'}** {chance.choice(pool.VIEWS)}")

    def write_labels(self, *, alone: bool) -> None:
        draft = self.draft
        text, points = self.pick_body(acts=False)
        draft.put("head", f"{self.number}. {self.fact.head}")
        fields = [("Summary", text), ("Issued by" if self.fact.is_policy else "Company", self.fact.who)]
        fields += [] if self.is_day_headed else [("Date", self.date_text())]
        for label, value in fields:
            if alone:
                draft.put("para", f"**{label}**")
                draft.put("para", value)
            else:
                draft.put("para", f"**{label}:** {value}")
            for point in points if label == "Summary" else ():
                draft.put("bullet", point)
        self.expect(text, headline=self.fact.head, points=points)

    def write_bold(self, form: str) -> None:
        """Write a paragraph with a bold lead-in: a headline that runs into the text, or the text's own first words."""
        draft, placed = self.draft, self.draft.choices["place of date"] in {"end", "own line"}
        dated = placed and not self.is_day_headed
        text = f"{self.subject} {self.fact.did}. {self.fact.more}"
        lead = f"{self.fact.head}{draft.choices['sign behind lead']}" if form == "bold title" else self.subject
        rest = f" {text}" if form == "bold title" else text[len(lead) :]
        draft.put("para", f"**{lead}**{rest}" + (f" ({self.date_text()})" if dated else "") + self.source())
        if form == "bold title":
            self.expect(text, headline=self.fact.head, dated=dated)
        else:
            self.expect(text, dated=dated)

    def write_bullet(self, form: str) -> None:
        draft, day = self.draft, self.date_text()
        text = f"{self.sentence} {self.fact.more}" if form != "nested" else self.sentence
        shown, dated = text, False
        if not self.is_day_headed and form == "date before":
            brackets = draft.choices["dates"].startswith("(")
            lead = f"({day})" if brackets else f"{day}{draft.choices['sign behind lead'].replace('.', ' |')}"
            shown, dated = f"{lead} {text}", True
        elif not self.is_day_headed and form == "date after":
            shown, dated = f"{text} ({day})", True
        draft.put("bullet", shown + self.source())
        points = (self.fact.more, draft.chance.choice(_LATER)) if form == "nested" else ()
        for point in points:
            draft.put("bullet", point, level=1)
        self.expect(text, dated=dated, points=points)

    def draw_columns(self) -> tuple[str, ...]:
        chance = self.draft.chance
        who = "Issuer" if self.fact.is_policy else chance.choice(("Company", "Who"))
        columns = [who, chance.choice(("What happened", "Development", "Summary", "News"))]
        columns += [] if self.is_day_headed else [chance.choice(("Date", "Day", "When"))]
        chance.shuffle(columns)
        return tuple(columns)

    def write_row(self, columns: tuple[str, ...]) -> str:
        did = f"{self.fact.did[0].upper()}{self.fact.did[1:]}. {self.fact.more}"
        cells = [
            self.date_text()
            if name in {"Date", "Day", "When"}
            else self.fact.who
            if name in {"Issuer", "Company", "Who"}
            else did
            for name in columns
        ]
        self.expect(did)
        return " | ".join(cells)


def _write_end(draft: _Draft, house: str) -> None:
    chance, ahead = draft.chance, draft.choices["ahead"]
    if ahead != "none":
        draft.put("section", chance.choice(pool.AHEAD), level=9)
        rows = ["Date | Event"]
        for at, text in enumerate(chance.sample(pool.EVENTS, 3)):
            day = dt.date(2025, 4, 8 + 4 * at)
            printed = f"{day.day} {day:%B}"
            rows.append(f"{printed} | {text}")
            if ahead == "bullets":
                draft.put("bullet", f"{printed}: {text}")
            draft.items.append(
                Expected(sections=frozenset({OTHER}), headline=None, text=text, reported_on=day, points=())
            )
        if ahead == "table":
            draft.put("table", "\n".join(rows))
    if draft.choices["masthead"] == "publisher in footer":
        draft.put("para", f"© 2025 {house}")
    if draft.choices["footer"] != "none":
        draft.put("para", chance.choice(pool.FOOTERS))
