"""Make up items for measuring speed: a store full of them, put there by the ingest, and briefings to read.

The words are made of syllables and as unevenly frequent as those of a language; names, topics, kinds and statuses are
real ones. Half of the items are about a policy, every day of ten years has its share, and twenty items make a briefing.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from bot.domain.lexicon import Lexicon
from bot.domain.records.briefing import (
    Briefing,
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
)
from bot.services.ingesting.ingest import Ingest
from bot.store.database import Store

FIRST_DAY = dt.date(2015, 1, 1)
DAYS = 3650
PER_BRIEFING = 20
_SHAPES = 4000
"""So many different texts; each item is one of them with names, kind and date of its own."""
_WORDS = 6000
_SYLLABLES = ("ba", "den", "kor", "lim", "mos", "nar", "pel", "quor", "rin", "sal", "tov", "vex", "wim", "yor", "zan")
_ISSUERS = (
    *("MIIT", "NDRC", "MOFCOM", "MOF", "CAC", "SAMR", "PBOC", "CSRC", "NFRA", "NEA", "MOST", "MOT", "MPS", "MOHURD"),
    *("MEE", "MARA", "MNR", "NHC", "GACC", "SASAC", "CNIPA", "NDA", "NMPA", "MCA"),
)
_HAN = (
    "工业数据安全能源汽车电池机器人标准市场外资投资碳排放网络信息技术管理办法规定通知意见方案计划发展促进加快推动实施"
)
_MORE = (
    "The machines of plant {plant} must be checked each year, and {share} percent of them renewed by {year}.",
    "Local governments are asked to help small makers with loans, land and trained staff in the years to {year}.",
    "Plant {plant} serves as the model: it shares its data with its suppliers and tells its results in public.",
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """Made-up words, the most frequent first."""

    listed: tuple[str, ...]

    def take(self, chance: random.Random, count: int) -> str:
        """Return so many words, frequent ones more often (Zipf)."""
        size = len(self.listed)
        return " ".join(self.listed[min(size - 1, int(size ** chance.random()) - 1)] for _ in range(count))


def make_words(chance: random.Random) -> Words:
    """Return the words that all texts are made of."""
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))] = None
    return Words(listed=tuple(found))


class MadeUp:
    """Stands for a reader and an announcer: what is read is the briefing at this place, and nothing is posted."""

    def __init__(self, shapes: list[Item], count: int, chance: random.Random) -> None:
        self._shapes = shapes
        self._count = count
        self._chance = chance

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Return the briefing whose first item has the number that the bytes say."""
        first = int(data)
        numbers = range(first, min(self._count, first + PER_BRIEFING))
        day = FIRST_DAY + dt.timedelta(days=first * DAYS // self._count)
        items = [self._chance.choice(self._shapes) for _ in numbers]
        return Briefing(
            publisher="Bench",
            series="Bench",
            title=f"Bench {first}",
            published_on=day,
            period_start=None,
            period_end=None,
            people=(),
            items=tuple(
                replace(
                    item,
                    position=position,
                    reported_on=day,
                    deadlines=_deadlines(item, day),
                    lines=(position, position),
                )
                for position, item in enumerate(items, 1)
            ),
            unread=(),
            source_name=source_name,
            media_type="text/markdown",
            sha256=f"{first:064x}",
        )

    def announce(self, *_: object, **__: object) -> tuple[str, ...]:
        """Post nothing."""
        return ()

    withdraw = announce


def fill_store(store: Store, lexicon: Lexicon, count: int, *, seed: int = 1) -> Words:
    """Ingest ``count`` made-up items; return the words they are made of."""
    chance = random.Random(seed)  # noqa: S311  texts for a benchmark
    words = make_words(chance)
    made_up = MadeUp([_make_item(chance, words, lexicon, number) for number in range(_SHAPES)], count, chance)
    ingest = Ingest(store, made_up, made_up)
    for first in range(0, count, PER_BRIEFING):
        at = FIRST_DAY + dt.timedelta(days=first * DAYS // count)
        now = dt.datetime.combine(at, dt.time(8), dt.UTC)
        ingest.ingest(source_name=f"{first}.md", data=str(first).encode(), by="bench", now=now)
    return words


def build_long_issue(number: int, items: int, *, sentences: int = 0) -> bytes:
    """Return a briefing of so many items as Markdown, another for each number; so many sentences follow in each."""
    day = dt.date(2024, 12, 28) - dt.timedelta(days=3 * number)
    lines = [f"# Load Notes\n\n{day.day} {day:%B %Y}\n\n## Policy news\n"]
    for n in range(items):
        plant = f"{number}-{n}"
        when = day - dt.timedelta(days=n % 20)
        one, other = _ISSUERS[n % len(_ISSUERS)], _ISSUERS[(n // 7) % len(_ISSUERS)]
        issuers = f"The {one} and the {other}" if one != other else f"The {one}"
        more = [
            _MORE[(n + at) % len(_MORE)].format(plant=plant, share=5 + at, year=2025 + (n + at) % 9)
            for at in range(sentences)
        ]
        notice = (
            f"{issuers} issued a notice on plant {plant}, which asks makers of machine tools to report an output of"
            f" {n + 1:,} units by 2025 (关于第{plant}号工厂的通知)."
        )
        lines.append(" ".join((f"- *{when:%B} {when.day}:*", notice, *more)))
    return "\n".join(lines).encode()


def _make_item(chance: random.Random, words: Words, lexicon: Lexicon, number: int) -> Item:
    issuers = tuple(dict.fromkeys(chance.choices(lexicon.bodies, k=chance.choice((1, 1, 2)))))
    topics = tuple(topic.id for topic in dict.fromkeys(chance.choices(lexicon.topics, k=2)))
    company = chance.choice(lexicon.companies)
    about_policy = number % 2 == 0
    policy = ReportedPolicy(
        title_en=words.take(chance, 7),
        title_zh="关于" + "".join(chance.choices(_HAN, k=10)) + "的通知",
        document_number=None,
        document_type=chance.choice(list(DocumentType)),
        nature=None,
        status=chance.choice((PolicyStatus.ISSUED, PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT)),
    )
    return Item(
        section=Section.POLICY_NEWS if about_policy else Section.CORPORATE_NEWS,
        position=1 + number % PER_BRIEFING,
        headline=words.take(chance, 6),
        text=f"{words.take(chance, 18)}. {words.take(chance, 14)}.",
        reported_on=FIRST_DAY,
        policy=policy if about_policy else None,
        issuing_bodies=tuple(body.id for body in issuers) if about_policy else (),
        bodies=tuple(body.id for body in issuers) if about_policy else (),
        companies=()
        if about_policy
        else (CompanyMention(name=company.name, company_id=company.id, quote=company.name),),
        topics=topics,
        lines=(1, 2),
    )


def _deadlines(item: Item, day: dt.date) -> tuple[Deadline, ...]:
    if item.policy is None or item.policy.status is not PolicyStatus.DRAFT_FOR_COMMENT:
        return ()
    return (Deadline(on=day + dt.timedelta(days=30), kind=DeadlineKind.COMMENTS_CLOSE, quote="until then"),)
