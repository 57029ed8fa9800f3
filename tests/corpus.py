"""A small corpus of our own wording in a real store, and a matcher over it."""

import datetime as dt

from sqlite_utils import Database

from bot.digests.compose import Matcher
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
from bot.model.changes import Change, ItemChange
from bot.model.identity import briefing_identity
from bot.model.intake import Effects, Outcome
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic
from bot.query.query_record import Query
from bot.store.briefings import add_ingest, find_briefing, write_briefing
from bot.store.items import list_items_of, write_change, write_index_row
from bot.store.policies import regroup_items

LEXICON = Lexicon(
    bodies=(
        Body(id="MIIT", name_en="Ministry of Industry and Information Technology", name_zh="工业和信息化部"),
        Body(id="STATE_COUNCIL", name_en="State Council", name_zh="国务院"),
    ),
    companies=(Company(id="byd", name="BYD"),),
    topics=(
        Topic(id="energy", name_en="Energy", name_zh="能源"),
        Topic(id="robotics", name_en="Robotics", name_zh="机器人"),
    ),
)


def make_policy_item(position: int, text: str, *, topic: str = "energy", closes_on: dt.date | None = None) -> Item:
    """Return a policy of the ministry, with a deadline for comments where one is given."""
    deadlines = (Deadline(on=closes_on, kind=DeadlineKind.COMMENTS_CLOSE, quote=text),) if closes_on else ()
    return Item(
        section=Section.TOP,
        position=position,
        headline=f"Headline {position}",
        text=text,
        comment="The editors doubt it.",
        reported_on=dt.date(2024, 2, 20),
        policy=ReportedPolicy(
            title_en=None,
            title_zh=None,
            document_number=None,
            document_type=DocumentType.MEASURES,
            nature=None,
            status=PolicyStatus.DRAFT_FOR_COMMENT if closes_on else PolicyStatus.ISSUED,
        ),
        issuing_bodies=("MIIT",),
        topics=(topic,),
        deadlines=deadlines,
        pages=(2, 2),
    )


def make_company_item(position: int, text: str, *, name: str = "BYD", company_id: str | None = "byd") -> Item:
    """Return a piece of company news."""
    return Item(
        section=Section.CORPORATE_NEWS,
        position=position,
        headline=None,
        text=text,
        companies=(CompanyMention(name=name, company_id=company_id, quote=text),),
        topics=("energy",),
        lines=(40, 41),
    )


ITEMS = (
    make_policy_item(1, "The ministry opens rules on grid batteries for comment.", closes_on=dt.date(2024, 3, 20)),
    make_policy_item(2, "The ministry sets out a scheme for service robots.", topic="robotics"),
    make_company_item(1, "BYD says that a new cell plant runs."),
)


def make_briefing(
    published_on: dt.date | None = dt.date(2024, 3, 5), *, sha256: str = "a", items: tuple[Item, ...] = ITEMS
) -> Briefing:
    """Return an issue of our series."""
    return Briefing(
        publisher="Harbour Institute",
        series="Harbour Notes",
        title="Notes",
        published_on=published_on,
        period_start=dt.date(2024, 2, 1),
        period_end=dt.date(2024, 2, 29),
        people=(),
        items=items,
        unread=(),
        source_name="notes.md",
        media_type="text/markdown",
        sha256=sha256,
    )


def store_briefing(db: Database, briefing: Briefing, *, now: dt.datetime) -> int:
    """Store an issue with its items, or bring a held one up to it; return its number.

    Items of one Chinese title are about one policy.
    """
    identity = briefing_identity(briefing)
    known = find_briefing(db, identity)
    number = write_briefing(
        db,
        number=known.id if known else None,
        identity=identity,
        briefing=briefing,
        now=now,
    )
    held = {(h.item.section, h.item.position): h for h in list_items_of(db, number, also_gone=True)}
    for item in briefing.items:
        old = held.get((item.section, item.position))
        kind = Change.ADDED if old is None else Change.MOVED if old.item == item else Change.CHANGED
        change = ItemChange(change=kind, item_id=old.id if old else None, item=item)
        item_id = write_change(db, change, briefing_id=number, now=now)
        if item.policy and item.policy.title_zh:
            regroup_items(db, [item_id])
        write_index_row(db, item_id, item, briefing_id=number)
    effects = Effects(outcome=Outcome.ADDED)
    add_ingest(db, briefing_id=number, briefing=briefing, effects=effects, by="U9", now=now)
    return number


class TopicMatcher(Matcher):
    """Matches by topic alone; a query without topics matches everything."""

    def __init__(self) -> None:
        """Need no store."""

    def lexicon(self) -> Lexicon:
        return LEXICON

    def match(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> set[int]:
        _ = now
        wanted = set(query.topic.include)
        return {each.id for each in list_items_of(db, briefing) if not wanted or wanted & set(each.item.topics)}
