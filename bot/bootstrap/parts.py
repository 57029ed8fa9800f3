"""What works without Slack, put together from the settings: store, reader, services and what sends."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from bot.config import SettingsError, find_data_folder
from bot.reading.child import ChildReader
from bot.services.access.admins import Admins
from bot.services.access.inbox import Inbox
from bot.services.access.licences import LicensedStore
from bot.services.access.presses import Presses
from bot.services.answering.answers import Answers
from bot.services.answering.lookup import Lookup
from bot.services.answering.named_lists import NamedLists
from bot.services.answering.notes import Notes
from bot.services.answering.semantic import load_meaning
from bot.services.ingesting.gathering import Roads
from bot.services.ingesting.ingest import Ingest
from bot.services.ingesting.review import Review
from bot.services.operation.notices import NoNotices
from bot.services.posting.accounts import Accounts
from bot.services.posting.corrections import Corrections
from bot.services.posting.digests import Digests
from bot.services.posting.latest import Latest
from bot.services.posting.news import Newsroom
from bot.services.posting.recall import Recall
from bot.services.posting.replay import Replay
from bot.services.posting.why import Explainer
from bot.services.sending.delivery import Delivery
from bot.services.sending.held import HeldPosts
from bot.services.sending.last_look import LastLook
from bot.services.sending.pace import AT_ONCE, Pace
from bot.services.subscribing.subscriptions import Subscriptions, Zones
from bot.slack.calls.checked_poster import CheckedPoster
from bot.slack.messages.digest import DigestRenderer
from bot.slack.messages.review import ReviewRenderer
from bot.slack.services import Services
from bot.store.database import open_store
from bot.store.holidays import load_holidays
from bot.store.reference import load_lexicon
from bot.store.wording import load_wording
from bot.web.fetch import WebFetcher

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings
    from bot.domain.lexicon import Lexicon
    from bot.domain.posts.holidays import Holidays
    from bot.domain.queries.wording import Wording
    from bot.services.answering.semantic import SentenceIndex
    from bot.services.ports import FeedReader, Fetcher
    from bot.services.subscribing.departures import Departures
    from bot.slack.admission import Admission
    from bot.slack.calls.poster import SlackPoster
    from bot.store.database import Store


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What works without Slack, put together; a context manager that closes what was opened."""

    settings: Settings
    clock: Clock
    store: Store
    reader: FeedReader
    fetcher: Fetcher
    lookup: Lookup
    ingest: Ingest
    roads: Roads
    subscriptions: Subscriptions
    digests: Digests
    renderer: DigestRenderer
    services: Services

    def __enter__(self) -> Self:
        """Give the application."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the reader's process and the store."""
        if isinstance(self.reader, ChildReader):
            self.reader.close()
        self.store.close()


def open_parts(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: FeedReader | None,
    hold: dt.timedelta,
    fetcher: Fetcher | None,
    at_once: int,
) -> Parts:
    """Put together what works without Slack; raises a StoreError when the database cannot be used.

    ``hold`` is how long posts wait, ``at_once`` how many items may be encoded while somebody waits. Raises a
    SettingsError when the time zone is none.
    """
    zones = _read_zones(settings.time_zone)
    meaning = load_meaning(at_once=at_once) if settings.semantic else None
    store, lookup = open_lookup(settings, create=create, meaning=meaning)
    renderer = DigestRenderer(settings.command_prefix)
    holidays = read_holidays()
    admins = Admins(store, configured=settings.admins)
    digests = Digests(
        store,
        lookup,
        renderer,
        hold=hold,
        holidays=holidays,
        admins=admins,
    )
    subscriptions = Subscriptions(store, lookup, renderer, zones=zones, holidays=holidays)
    reader = reader or open_reader()
    fetcher = fetcher or WebFetcher()
    ingest = Ingest(store, reader, digests)
    roads = Roads(store=store, ingest=ingest, fetcher=fetcher, reader=reader)
    services = Services(
        lookup=lookup,
        clock=clock,
        subscriptions=subscriptions,
        digests=digests,
        latest=Latest(store, lookup),
        replay=Replay(store, lookup, holidays=holidays),
        news=Newsroom(store, lookup),
        why=Explainer(store, lookup),
        prefix=settings.command_prefix,
        feeds=roads.build_feeds(NoNotices()),
        inbox=Inbox(store),
        presses=Presses(store),
        held=HeldPosts(store),
        lists=NamedLists(store, lookup, renderer),
        notes=Notes(store),
        answers=Answers(store),
        reminders=digests.reminders,
        accounts=Accounts(store, holidays=holidays),
        review=Review(store, lookup, digests, ReviewRenderer()),
    )
    return Parts(
        settings=settings,
        clock=clock,
        store=store,
        reader=reader,
        fetcher=fetcher,
        lookup=lookup,
        ingest=ingest,
        roads=roads,
        subscriptions=subscriptions,
        digests=digests,
        renderer=renderer,
        services=services,
    )


def open_lookup(settings: Settings, *, create: bool, meaning: SentenceIndex | None) -> tuple[LicensedStore, Lookup]:
    """Open the database and give it with what answers from it; raises a StoreError when it cannot be used."""
    store = LicensedStore(open_store(settings.db, create=create).path)
    lookup = Lookup(store, read_reference(), wording=read_wording(), meaning=meaning, pinyin=settings.pinyin)
    return store, lookup


def build_delivery(
    parts: Parts, poster: SlackPoster, admission: Admission, departures: Departures, *, team: str, pace: Pace = AT_ONCE
) -> Delivery:
    """Give what sends to a workspace, behind the questions that are asked right before a post."""
    checked = CheckedPoster(poster, admission.gatekeeper)
    corrections = Corrections(parts.lookup, parts.renderer)
    last_look = LastLook(
        parts.store,
        corrections,
        Recall(parts.store, corrections, parts.renderer),
        role_of=admission.gatekeeper.role_of,
        departures=departures,
    )
    return Delivery(
        parts.store,
        checked,
        parts.renderer,
        workspace=team,
        admins=admission.admins,
        pace=pace,
        last_look=last_look,
        holidays=read_holidays(),
    )


@cache
def read_reference() -> Lexicon:
    """Give the names that travel with the program; read once, since they are thousands."""
    return load_lexicon(find_data_folder("reference"))


@cache
def read_wording() -> Wording:
    """Give the words of questions that travel with the program."""
    return load_wording(find_data_folder("reference"))


@cache
def read_holidays() -> Holidays:
    """Give the public holidays that travel with the program."""
    return load_holidays(find_data_folder("reference"))


def open_reader() -> ChildReader:
    """Give a reader in a process of its own."""
    return ChildReader(read_reference())


@cache
def _list_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _read_zones(default: str) -> Zones:
    names = _list_zones()
    if default not in names:
        raise SettingsError(f"GONGBAO_TZ is “{default}”.", hint="Set it to an IANA name such as Europe/Berlin.")
    return Zones(names=names, default=default)
