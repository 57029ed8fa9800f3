"""Briefings made up at random for tests of what is shown: any lengths and counts, any signs."""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.model.briefing import (
    Briefing,
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Figure,
    Inference,
    Item,
    Link,
    Nature,
    Person,
    PolicyStatus,
    ReportedPolicy,
    Section,
    Target,
    UnreadBlock,
)
from tests.feed_lister import FeedLister

PUBLISHED_ON = dt.date(2025, 4, 8)
_PIECES = ("data security", "robots", "数据安全管理办法", "征求意见稿", "&", "<b>", "*star*", "_under_", "😀", "Ärger")
_ADDRESS = "https://paper.example/a?b=1&c=2"
_LENGTHS = (1, 3, 8, 30, 120, 900)


def write_text(chance: random.Random) -> str:
    """Return a text of any length, on one line or several."""
    count = chance.choice(_LENGTHS)
    sign = chance.choice((" ", " ", "\n", ""))
    return sign.join(chance.choices(_PIECES, k=count)).strip() or "x"


@dataclass
class FakeReader(FeedLister):
    """Reads briefings that were made for it; the bytes are a number."""

    briefings: list[Briefing] = field(default_factory=list)

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        """Return the briefing of this number."""
        _ = layouts
        assert source_name
        return self.briefings[int(data)]


def make_briefing(chance: random.Random, number: int, write: Callable[[], str], *, items: int) -> Briefing:
    """Return an issue with so many items; ``write`` gives every text in it."""
    made = [_make_item(chance, write) for _ in range(items)]
    placed: list[Item] = []
    for section in Section:
        inside = [item for item in made if item.section is section]
        placed += [replace(item, position=position) for position, item in enumerate(inside, 1)]
    return Briefing(
        publisher=write(),
        series=f"{write()} {number}",
        title=write(),
        published_on=PUBLISHED_ON - dt.timedelta(days=number % 40),
        period_start=PUBLISHED_ON - dt.timedelta(days=60),
        period_end=PUBLISHED_ON,
        people=tuple(Person(name=write(), role=role) for role in ("author", "editor")),
        items=tuple(placed),
        unread=tuple(UnreadBlock(page=1, line=number, text=write()) for _ in range(chance.randrange(4))),
        source_name=f"{write()[:60]}.md",
        media_type="text/markdown",
        sha256=f"{number:064x}",
    )


def _make_item(chance: random.Random, write: Callable[[], str]) -> Item:
    section = chance.choice(list(Section))
    about_policy = section in {Section.TOP, Section.POLICY_NEWS}
    bodies = tuple(chance.sample(("MIIT", "NDRC", "CAC", "MOT", "SAMR", "MOF"), k=chance.randrange(1, 5)))
    day = PUBLISHED_ON - dt.timedelta(days=chance.randrange(60))

    def several(most: int) -> range:
        return range(chance.randrange(most + 1))

    return Item(
        section=section,
        position=1,
        headline=write() if chance.random() < 0.7 else None,
        text=write(),
        points=tuple(write() for _ in several(6)),
        comment=write() if chance.random() < 0.5 else None,
        reported_on=day if chance.random() < 0.9 else None,
        policy=_make_policy(chance, write) if about_policy else None,
        issuing_bodies=bodies if about_policy else (),
        bodies=bodies,
        companies=() if about_policy else tuple(_make_company(chance, write) for _ in several(4)),
        topics=tuple(chance.sample(("ai", "robotics", "energy", "data_security"), k=chance.randrange(3))),
        deadlines=tuple(
            Deadline(on=day + dt.timedelta(days=30), kind=kind, quote=write())
            for kind in chance.sample(list(DeadlineKind), k=chance.randrange(3))
        ),
        targets=tuple(Target(year=2025 + each, quote=write()) for each in several(3)),
        figures=tuple(Figure(value="318,900", unit=write()[:200], quote=write()) for _ in several(3)),
        references=tuple(write() for _ in several(2)),
        links=tuple(Link(label=write(), url=chance.choice((None, _ADDRESS))) for _ in several(5)),
        pages=chance.choice((None, (1, 2))),
        lines=(1, 9),
        inferred=(Inference(field="reported_on", value=str(day), confidence=0.5, reason=write(), quote=write()),),
    )


def _make_policy(chance: random.Random, write: Callable[[], str]) -> ReportedPolicy:
    return ReportedPolicy(
        title_en=write() if chance.random() < 0.8 else None,
        title_zh=write() if chance.random() < 0.8 else None,
        document_number=chance.choice((None, "工信部科〔2025〕" + str(chance.randrange(1, 999)) + "号")),
        document_type=chance.choice((None, *DocumentType)),
        nature=chance.choice((None, *Nature)),
        status=chance.choice(list(PolicyStatus)),
    )


def _make_company(chance: random.Random, write: Callable[[], str]) -> CompanyMention:
    listed: Sequence[tuple[str, str]] = (("Huawei", "huawei"), ("CATL", "catl"))
    if chance.random() < 0.5:
        name, company_id = chance.choice(listed)
        return CompanyMention(name=name, company_id=company_id, quote=write())
    return CompanyMention(name=write()[:120], company_id=None, quote=write())
