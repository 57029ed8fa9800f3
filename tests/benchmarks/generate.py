"""Fill a store with made-up items, straight into its tables, for measuring speed; and write briefings to read.

The words are made of syllables and as unevenly frequent as those of a language; names, topics, kinds and statuses are
real ones. Half of the items are about a policy, every day of ten years has its share, and twenty items make a briefing.
"""

import calendar
import datetime as dt
import random
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.model.briefing import (
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
from bot.model.policy import compose_policy
from bot.names.lexicon import Lexicon
from bot.store.briefings import write_coverage
from bot.store.database import Store
from bot.store.items import build_index_row, first_place

FIRST_DAY = dt.date(2015, 1, 1)
DAYS = 3650
PER_BRIEFING = 20
_SHAPES = 4000
"""So many different texts; each item is one of them with names, kind and date of its own."""
_WORDS = 6000
_CHUNK = 20_000
_JOINED = ("items", "policies", "item_facets")
"""What the joined statements look into: SQLite gets to know these, the index answers slower where it knows it too."""
_SYLLABLES = ("ba", "den", "kor", "lim", "mos", "nar", "pel", "quor", "rin", "sal", "tov", "vex", "wim", "yor", "zan")
_ISSUERS = (
    *("MIIT", "NDRC", "MOFCOM", "MOF", "CAC", "SAMR", "PBOC", "CSRC", "NFRA", "NEA", "MOST", "MOT", "MPS", "MOHURD"),
    *("MEE", "MARA", "MNR", "NHC", "GACC", "SASAC", "CNIPA", "NDA", "NMPA", "MCA"),
)
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
    shapes = [_make_item(chance, words, lexicon, number) for number in range(_SHAPES)]
    rows = [build_index_row(shape, briefing_id=0) for shape in shapes]
    with store.write() as db:
        db.execute("INSERT INTO item_index(item_index, rank) VALUES ('automerge', 0)")
    for start in range(0, count, _CHUNK):
        with store.write() as db:
            _write(db, chance, shapes, rows, range(start, min(count, start + _CHUNK)), count)
    with store.write() as db:
        write_coverage(db)
        db.execute("INSERT INTO item_index(item_index) VALUES ('optimize')")
        for table in _JOINED:
            db.execute(f"ANALYZE {table}")
    return words


def write_briefing(number: int, sentences: int = 1) -> str:
    """Return a briefing of twenty items of our own making, its Markdown: no two are the same.

    ``sentences`` is how many stand in each item after its first.
    """
    day = dt.date(2015, 1, 1) + dt.timedelta(days=3 * number)
    lines = [f"# Harbour Notes {number}", "", f"{day:%-d %B %Y}", "", "## Policy news", ""]
    for at in range(PER_BRIEFING):
        body, thing = _BODIES[(number + at) % len(_BODIES)], _SUBJECTS[(number * 7 + at) % len(_SUBJECTS)]
        act = _ACTS[(number + 3 * at) % len(_ACTS)]
        when = day - dt.timedelta(days=at % 3)
        said = " ".join(
            _TEXTS[more % len(_TEXTS)].format(
                thing=thing, number=number * PER_BRIEFING + at + more, share=5 + more, year=day.year + 2 + more % 9
            )
            for more in range(sentences)
        )
        lines.append(f"- *{when:%B} {when.day}:* {body} {act} {thing} in region {number}-{at}. {said} ([notice](#))")
    return "\n".join([*lines, ""])


def build_long_issue(number: int, items: int) -> bytes:
    """Get a briefing of so many items as Markdown, another one for each number from 0 to 11; it takes long to read."""
    month = calendar.month_name[number + 1]
    lines = [f"# Load Notes\n\n28 {month} 2024\n\n## Policy news\n"]
    for n in range(items):
        plant = f"{number}-{n}"
        one, other = _ISSUERS[n % len(_ISSUERS)], _ISSUERS[(n // 7) % len(_ISSUERS)]
        issuers = f"The {one} and the {other}" if one != other else f"The {one}"
        lines.append(
            f"- *{month} {1 + n % 27}:* {issuers} issued a notice on plant {plant}, which asks makers of"
            f" machine tools to report an output of {n + 1:,} units by 2025 (关于第{plant}号工厂的通知)."
        )
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


def _write(
    db: Database,
    chance: random.Random,
    shapes: list[Item],
    rows: list[tuple[str, str, str, str, str]],
    numbers: range,
    count: int,
) -> None:
    tables: dict[str, list[tuple[object, ...]]] = {name: [] for name in _INSERTS}
    for number in numbers:
        shape = chance.randrange(len(shapes))
        item, row = shapes[shape], rows[shape]
        day = FIRST_DAY + dt.timedelta(days=number * DAYS // count)
        place = first_place(day) + number % (1 << 23)
        briefing = number // PER_BRIEFING + 1
        item = replace(item, reported_on=day, deadlines=_deadlines(item, day))
        _add_item(tables, number + 1, item, row, place=place, briefing=briefing)
        if number % PER_BRIEFING == 0:
            tables["briefings"].append(_briefing(briefing, day))
    for name, values in tables.items():
        db.conn.executemany(_INSERTS[name], values)


_INSERTS = {
    "briefings": "INSERT INTO briefings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
    "policies": (
        "INSERT INTO policies (id, document_type, status, issued_on, comments_close_on, record)"
        " VALUES (?, ?, ?, ?, ?, ?)"
    ),
    "companies": "INSERT OR IGNORE INTO companies VALUES (?, ?, 1)",
    "items": (
        "INSERT INTO items (id, briefing_id, policy_id, own_policy_id, section, position, reported_on, learned_at,"
        " record, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "item_facets": "INSERT OR IGNORE INTO item_facets VALUES (?, ?, ?)",
    "item_index": (
        "INSERT INTO item_index (rowid, title, names, text, comment, facets, kind) VALUES (?, ?, ?, ?, ?, ?, ?)"
    ),
}


def _add_item(
    tables: dict[str, list[tuple[object, ...]]],
    number: int,
    item: Item,
    row: tuple[str, str, str, str, str],
    *,
    place: int,
    briefing: int,
) -> None:
    day = str(item.reported_on)
    kind = ""
    if item.policy:
        policy = compose_policy(f"P{number}", [(f"I{number}", item)])
        closes = str(policy.comments_close_on) if policy.comments_close_on else None
        kind = f"gbtype{str(policy.document_type).replace('_', '')}0 gbstatus{policy.status.replace('_', '')}0"
        record = msgspec.json.encode(policy).decode()
        tables["policies"].append((number, policy.document_type, policy.status, day, closes, record))
    record = msgspec.json.encode(item).decode()
    policy_id = number if item.policy else None
    at = f"{day}T00:00:00+00:00"
    tables["items"].append(
        (number, briefing, policy_id, policy_id, item.section, item.position, day, at, record, place)
    )
    facets = row[4].replace("gbbriefing00", f"gbbriefing{briefing}0")
    tables["item_index"].append((place, *row[:4], facets, kind))
    tables["item_facets"] += [(number, kind, body) for body in item.bodies for kind in ("body", "issuer")]
    tables["item_facets"] += [(number, deadline.kind, str(deadline.on)) for deadline in item.deadlines]
    tables["item_facets"] += [(number, "topic", topic) for topic in item.topics]
    for company in item.companies:
        tables["companies"].append((company.company_id, company.name))
        tables["item_facets"].append((number, "company", company.company_id))


def _deadlines(item: Item, day: dt.date) -> tuple[Deadline, ...]:
    if item.policy is None or item.policy.status is not PolicyStatus.DRAFT_FOR_COMMENT:
        return ()
    return (Deadline(on=day + dt.timedelta(days=30), kind=DeadlineKind.COMMENTS_CLOSE, quote="until then"),)


def _briefing(number: int, day: dt.date) -> tuple[object, ...]:
    briefing = Briefing(
        publisher="Bench",
        series="Bench",
        title=f"Bench {number}",
        published_on=day,
        period_start=None,
        period_end=None,
        people=(),
        items=(),
        unread=(),
        source_name=f"{number}.md",
        media_type="text/markdown",
        sha256=f"{number:064x}",
    )
    record = msgspec.json.encode(briefing).decode()
    return (number, f"bench {number}", "bench", str(day), None, None, briefing.sha256, record, f"{day}T00:00:00+00:00")
