"""A room for service tests: a real store, a reader that gives what it was told, an announcer that keeps its calls."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from bot.answers.lookup import Answer, Lookup
from bot.clock import FixedClock
from bot.digests.compose import Matcher
from bot.digests.outbox import Digests
from bot.errors import UnreadableDocumentError
from bot.ingest.ingest import Ingest
from bot.model.briefing import (
    Briefing,
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Inference,
    Item,
    Link,
    PolicyStatus,
    ReportedPolicy,
    Section,
    Target,
    UnreadBlock,
)
from bot.model.changes import ItemChange
from bot.model.deadlines import beijing_day
from bot.model.intake import Outcome
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic
from bot.operations.export import compose_export
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.slack.actions import Ask
from bot.slack.gate import Services
from bot.slack.listeners.commands import find_answer
from bot.store.database import Store, check_integrity
from tests.empty_store import open_empty
from tests.feed_lister import FeedLister

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
LEXICON = Lexicon(
    bodies=(
        Body(id="MIIT", name_en="Ministry of Industry and Information Technology", name_zh="工业和信息化部"),
        Body(id="MOT", name_en="Ministry of Transport", name_zh="交通运输部"),
    ),
    companies=(Company(id="huawei", name="Huawei", name_zh="华为"),),
    topics=(Topic(id="robotics", name_en="robotics", name_zh="机器人"),),
)
POLICY = ReportedPolicy(
    title_en="Measures for Robots (Draft for Comments)",
    title_zh="《机器人管理办法（征求意见稿）》",
    document_number=None,
    document_type=DocumentType.MEASURES,
    nature=None,
    status=PolicyStatus.DRAFT_FOR_COMMENT,
)
TOP = Item(
    section=Section.TOP,
    position=1,
    headline="Robots get rules",
    text="MIIT published draft measures for robots.",
    points=("Robots need a licence by 2027.",),
    reported_on=dt.date(2024, 3, 1),
    policy=POLICY,
    issuing_bodies=("MIIT", "MOT"),
    bodies=("MIIT", "MOT"),
    topics=("robotics",),
    deadlines=(Deadline(on=dt.date(2024, 4, 1), kind=DeadlineKind.COMMENTS_CLOSE, quote="until 1 April"),),
    targets=(Target(year=2027, quote="Robots need a licence by 2027."),),
    links=(Link(label="Link", url=None),),
    lines=(10, 20),
)
NEWS = Item(
    section=Section.CORPORATE_NEWS,
    position=1,
    headline=None,
    text="Huawei and the start-up Nimbus Gears showed a robot hand.",
    reported_on=dt.date(2024, 3, 2),
    companies=(
        CompanyMention(name="Huawei", company_id="huawei", quote="Huawei showed"),
        CompanyMention(name="Nimbus Gears", company_id=None, quote="Nimbus Gears showed"),
    ),
    inferred=(
        Inference(field="companies", value="Nimbus Gears", confidence=0.5, reason="unlisted", quote="Nimbus Gears"),
    ),
    lines=(30, 30),
)
ISSUE = Briefing(
    publisher="Institute",
    series="Watch",
    title="Institute Watch",
    published_on=dt.date(2024, 3, 6),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 3, 5),
    people=(),
    items=(TOP, NEWS),
    unread=(UnreadBlock(page=None, line=40, text="?"),),
    source_name="issue.md",
    media_type="text/markdown",
    sha256="aa",
)


@dataclass
class FakeReader(FeedLister):
    """Reads whatever it was told to."""

    briefings: dict[bytes, Briefing] = field(default_factory=dict)

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        _ = layouts
        if data not in self.briefings:
            raise UnreadableDocumentError(f"{source_name} is empty.", hint="Give a briefing.")
        return replace(self.briefings[data], sha256=hashlib.sha256(data).hexdigest())


@dataclass
class RecordingAnnouncer(Digests):
    """Keeps what it was asked."""

    calls: list[tuple[str, int]] = field(default_factory=list)
    changes: list[Sequence[ItemChange]] = field(default_factory=list)

    def announce(self, db: Database, *, briefing_id: int, by: str, now: dt.datetime) -> None:
        _ = db, now, by
        self.calls.append(("announce", briefing_id))

    def correct(
        self, db: Database, *, briefing_id: int, changes: Sequence[ItemChange], by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        _ = db, by, now
        self.changes.append(changes)
        self.calls.append(("correct", briefing_id))
        return ("none",)

    def withdraw(
        self, db: Database, briefing: Briefing, *, briefing_id: int, by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        _ = db, briefing, by, now
        self.calls.append(("withdraw", briefing_id))
        return ()


@dataclass
class Room:
    store: Store
    reader: FakeReader
    announcer: RecordingAnnouncer
    service: Ingest
    lookup: Lookup

    def ingest(self, briefing: Briefing) -> Outcome:
        data = briefing.sha256.encode()
        self.reader.briefings[data] = briefing
        return self.service.ingest(source_name=briefing.source_name, data=data, by="U1", now=NOW).effects.outcome

    def export(self) -> str:
        return json.dumps(compose_export(self.store, self.lookup.lexicon()), ensure_ascii=False)

    def query(self, text: str, *, now: dt.datetime = NOW) -> Query:
        return parse_query(text, lexicon=self.lookup.lexicon(), today=beijing_day(now))

    def ask(self, text: str, *, now: dt.datetime = NOW, offset: int = 0) -> Answer:
        """Return the answer to a command such as ``/policy robots``."""
        command, _, words = text.removeprefix("/").partition(" ")
        services = Services(lookup=self.lookup, clock=FixedClock(now))
        found = find_answer(Ask(command=command, text=words, offset=offset), services).answer
        assert found is not None
        return found

    def list_matching(self, text: str, *, briefing: int) -> list[str]:
        """Return the items of a briefing that a subscription with this filter brings."""
        with self.store.read() as db:
            found = Matcher(self.lookup).match(db, self.query(text), now=NOW, briefing=briefing)
        return [f"I{number}" for number in sorted(found)]

    def close(self) -> None:
        check_integrity(self.store.path)
        self.store.close()

    @classmethod
    def open(cls, path: Path, *, page_size: int = 8) -> Self:
        store = open_empty(path)
        reader, announcer = FakeReader(), RecordingAnnouncer()
        lookup = Lookup(store, LEXICON, page_size=page_size)
        return cls(store, reader, announcer, Ingest(store, reader, announcer), lookup)
