"""Fill a store with made-up items, without reading, for measuring speed; and write briefings to read.

The words are made of syllables and as unevenly frequent as those of a language; names, topics, kinds and statuses are
real ones. Half of the items are about a policy, every day of ten years has its share, and twenty items make a briefing.
"""

import datetime as dt
import random
from dataclasses import dataclass, replace

from bot.model.briefing import (
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
)
from bot.names.lexicon import Lexicon
from bot.store.database import Store
from tests.corpus import make_briefing, store_briefing

FIRST_DAY = dt.date(2015, 1, 1)
DAYS = 3650
PER_BRIEFING = 20
_WORDS = 6000
_CHUNK = 20_000
"""Items of one transaction."""
_JOINED = ("items", "policies", "item_facets")
"""What the joined statements look into: SQLite gets to know these, the index answers slower where it knows it too."""
_SYLLABLES = ("ba", "den", "kor", "lim", "mos", "nar", "pel", "quor", "rin", "sal", "tov", "vex", "wim", "yor", "zan")
_BODIES = ("MIIT", "NDRC", "MOFCOM", "the Ministry of Finance", "SAMR", "the Cyberspace Administration of China")
_SUBJECTS = ("cranes", "lathes", "tunnel drills", "battery cells", "data rooms", "grid meters", "rare magnets", "seeds")
_ACTS = ("issued a notice on", "released measures for", "published draft guidelines for", "set out an action plan for")
_TEXTS = (
    "The {thing} of plant {number} must be checked each year, and {share} percent of them renewed by {year}.",
    "Local governments are asked to help small makers of {thing} with loans, land and trained staff.",
    "The text leaves open who pays for the change, and what happens to makers that cannot follow in time.",
    "Foreign makers of {thing} may take part on the same terms where they keep their records inside the country.",
    "Plant {number} serves as the model: it shares its data with its suppliers and tells its results in public.",
)
_HAN = (
    "工业数据安全能源汽车电池机器人标准市场外资投资碳排放网络信息技术管理办法规定通知意见方案计划发展促进加快推动实施"
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


def fill_store(store: Store, lexicon: Lexicon, count: int, *, seed: int = 1) -> Words:
    """Write ``count`` items and what belongs to them; give the words they are made of."""
    chance = random.Random(seed)  # noqa: S311  texts for a benchmark
    words = make_words(chance)
    for start in range(0, count, _CHUNK):
        with store.write() as db:
            for first in range(start, min(count, start + _CHUNK), PER_BRIEFING):
                day = FIRST_DAY + dt.timedelta(days=first * DAYS // count)
                positions = range(1, 1 + min(PER_BRIEFING, count - first))
                items = tuple(_make_item(chance, words, lexicon, position, day) for position in positions)
                briefing = make_briefing(day, sha256=f"{first:064x}", items=items)
                store_briefing(
                    db, replace(briefing, series=f"Bench {first}"), now=dt.datetime.combine(day, dt.time(), dt.UTC)
                )
    with store.write() as db:
        db.execute("INSERT INTO item_index(item_index) VALUES ('optimize')")
        for table in _JOINED:
            db.execute(f"ANALYZE {table}")
    return words


def write_briefing(number: int, *, items: int = PER_BRIEFING, sentences: int = 1) -> str:
    """Return a briefing of our own making, its Markdown: no two are the same.

    ``sentences`` is how many stand in each item after its first.
    """
    day = dt.date(2015, 1, 1) + dt.timedelta(days=3 * number)
    lines = [f"# Harbour Notes {number}", "", f"{day:%-d %B %Y}", "", "## Policy news", ""]
    for at in range(items):
        body, thing = _BODIES[(number + at) % len(_BODIES)], _SUBJECTS[(number * 7 + at) % len(_SUBJECTS)]
        act = _ACTS[(number + 3 * at) % len(_ACTS)]
        when = day - dt.timedelta(days=at % 3)
        said = " ".join(
            _TEXTS[more % len(_TEXTS)].format(
                thing=thing, number=number * items + at + more, share=5 + more, year=day.year + 2 + more % 9
            )
            for more in range(sentences)
        )
        lines.append(f"- *{when:%B} {when.day}:* {body} {act} {thing} in region {number}-{at}. {said} ([notice](#))")
    return "\n".join([*lines, ""])


def _make_item(chance: random.Random, words: Words, lexicon: Lexicon, position: int, day: dt.date) -> Item:
    """Return an item on a policy at each second position, else a piece of company news."""
    text, headline = f"{words.take(chance, 18)}. {words.take(chance, 14)}.", words.take(chance, 6)
    topics = tuple(topic.id for topic in dict.fromkeys(chance.choices(lexicon.topics, k=2)))
    company = chance.choice(lexicon.companies)
    news = Item(
        section=Section.CORPORATE_NEWS,
        position=position,
        headline=headline,
        text=text,
        reported_on=day,
        companies=(CompanyMention(name=company.name, company_id=company.id, quote=company.name),),
        topics=topics,
        lines=(1, 2),
    )
    if position % 2:
        return news
    policy = ReportedPolicy(
        title_en=words.take(chance, 7),
        title_zh="关于" + "".join(chance.choices(_HAN, k=10)) + "的通知",
        document_number=None,
        document_type=chance.choice(list(DocumentType)),
        nature=None,
        status=chance.choice((PolicyStatus.ISSUED, PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT)),
    )
    issuers = tuple(body.id for body in dict.fromkeys(chance.choices(lexicon.bodies, k=chance.choice((1, 1, 2)))))
    closes = Deadline(on=day + dt.timedelta(days=30), kind=DeadlineKind.COMMENTS_CLOSE, quote="until then")
    return replace(
        news,
        section=Section.POLICY_NEWS,
        policy=policy,
        issuing_bodies=issuers,
        bodies=issuers,
        companies=(),
        deadlines=(closes,) if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else (),
    )
