"""The composition root: settings become a store, services and a Bolt app; the only place that picks concretes."""

from __future__ import annotations

import gc
import threading
import time
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.domain.announcement import HOLD
from bot.errors import StoreError
from bot.reading.child import ChildReader
from bot.scheduler import Scheduler
from bot.services.accounts import Accounts
from bot.services.alarms import Alarms
from bot.services.delivery import Delivery
from bot.services.digests import Digests
from bot.services.exports import Exports
from bot.services.gathering import Roads
from bot.services.health import Heart, list_problems
from bot.services.held import HeldPosts
from bot.services.inbox import Inbox
from bot.services.ingest import Ingest
from bot.services.intake_workers import IntakeWorkers
from bot.services.licences import LicensedStore
from bot.services.lookup import Lookup
from bot.services.named_lists import NamedLists
from bot.services.news import Newsroom
from bot.services.notes import Notes
from bot.services.notices import NoNotices
from bot.services.pace import AT_ONCE, Pace
from bot.services.presses import Presses
from bot.services.receipts import Receipts
from bot.services.replay import Replay
from bot.services.review import Review
from bot.services.semantic import IN_PASSING_ONLY, PATIENT, load_meaning
from bot.services.subscriptions import Subscriptions, Zones
from bot.services.why import Explainer
from bot.slack.admission import Admission, build_admission
from bot.slack.app import build_app
from bot.slack.caretaking import build_departures, build_notices
from bot.slack.catching import InBackground, build_catch_up
from bot.slack.checked_poster import CheckedPoster
from bot.slack.checkup import examine_slack
from bot.slack.client import build_client, build_responder
from bot.slack.desk import Desk
from bot.slack.file_sender import SlackFileSender
from bot.slack.files import SlackFiles
from bot.slack.http import HttpMode, SlackEndpoint
from bot.slack.identity import build_authorize, get_socket_url, wait_for_identity
from bot.slack.intake_room import build_teller, join_intake
from bot.slack.local import LocalWorkspace
from bot.slack.local_intake import LocalTeller, work_inline
from bot.slack.local_slack import ADMIN, BOT_ID, TEAM
from bot.slack.messages.digest import DigestRenderer
from bot.slack.messages.review import ReviewRenderer
from bot.slack.people import ASK_TIMEOUT_S
from bot.slack.poster import SlackPoster
from bot.slack.registers import REGISTERS
from bot.slack.services import Services
from bot.slack.socket import SocketMode
from bot.store.database import open_store
from bot.store.holidays import load_holidays
from bot.store.reference import load_lexicon
from bot.store.subscriptions import list_channels
from bot.store.wording import load_wording
from bot.supervisor import ALIVE, READY, STOPPING, tell_supervisor
from bot.web.fetch import WebFetcher

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings, SlackSettings
    from bot.domain.lexicon import Lexicon
    from bot.services.doctor import Finding
    from bot.services.ports import Fetcher, Reader
    from bot.slack.identity import Identity
    from bot.store.database import Store

_ANSWERING = 32
"""Threads that answer: those that wait until a receipt is durable must not keep questions waiting."""
_CALLING = 8


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What works without Slack, put together; a context manager that closes what was opened."""

    settings: Settings
    clock: Clock
    store: Store
    reader: Reader
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
        """Close the reading process and the store."""
        if isinstance(self.reader, ChildReader):
            self.reader.close()
        self.store.close()


@dataclass(frozen=True, kw_only=True)
class Application(Parts):
    """Everything around the in-memory workspace."""

    delivery: Delivery
    scheduler: Scheduler
    workspace: LocalWorkspace


class Mode(Protocol):
    """One of the two ways in which requests come."""

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set, and finish what was begun."""
        ...

    def list_problems(self) -> tuple[str, ...]:
        """Give what is wrong with the connection at the moment."""
        ...


@dataclass(frozen=True, kw_only=True)
class Connected(Parts):
    """Everything around a workspace of Slack; ``pools`` run what answers and what calls Slack after an answer."""

    identity: Identity
    receipts: Receipts
    scheduler: Scheduler
    mode: Mode
    workers: IntakeWorkers
    pools: tuple[ThreadPoolExecutor, ...]

    def run(self, stop: threading.Event) -> None:
        """Answer and post until ``stop`` is set, then finish what was begun; raises what ends the mode."""
        ticking = threading.Thread(
            target=self.scheduler.run_loop, kwargs={"clock": self.clock, "wait": stop.wait}, name="scheduler"
        )
        ticking.start()
        self.workers.start()
        gc.collect()
        gc.freeze()  # names and listeners stay for good: the collector need not look at them while somebody waits
        tell_supervisor(self.settings.notify_socket, READY)
        try:
            self.mode.run(stop)
        finally:
            stop.set()
            tell_supervisor(self.settings.notify_socket, STOPPING)
            for pool in self.pools:
                pool.shutdown()
            self.workers.stop()
            ticking.join()
            with suppress(StoreError):  # at most a question is answered again
                self.receipts.write_later(self.clock.now())


def bootstrap(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: Reader | None = None,
    hold: dt.timedelta = HOLD,
    fetcher: Fetcher | None = None,
) -> Application:
    """Put everything together around the in-memory workspace; ``create`` makes the database where there is none.

    Raises a StoreError when the database cannot be used.
    """
    parts = _open_parts(
        settings, clock=clock, create=create, reader=reader, hold=hold, fetcher=fetcher, at_once=PATIENT
    )
    workspace = LocalWorkspace(clock)
    admission = build_admission(
        parts.services,
        store=parts.store,
        client=workspace.client,
        executor=workspace.executor,
        keeps=False,
        workspace=TEAM,
        admins=settings.admins | {ADMIN},
        guests_read=settings.guests_read,
    )
    delivery = _build_delivery(parts, SlackPoster(workspace.client, bot_id=BOT_ID), admission, team=TEAM)
    services = join_intake(
        admission.into(parts.services),
        parts,
        files=workspace.files,
        teller=LocalTeller(build_teller(workspace.client, BOT_ID, prefix=settings.command_prefix), workspace),
        workspace=TEAM,
    )
    work_inline(services.intake)
    sender = SlackFileSender(workspace.client, upload=workspace.take_upload)
    exports = Exports(parts.store, sender, licences=admission.licences, team=TEAM)
    departures = build_departures(parts.store, parts.renderer, admission, workspace=TEAM)
    services = replace(services, exports=exports, departures=departures)
    app = build_app(
        services=services,
        client=workspace.client,
        authorize=workspace.authorize,
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
        registers=REGISTERS,
    )
    workspace.attach(app)
    for channel in parts.subscriptions.list_channels(TEAM):
        workspace.slack.open_channel(channel)
    for sent in parts.digests.list_sent(TEAM):
        workspace.slack.recall(sent.channel, sent.ts)
    return Application(
        **vars(parts),
        delivery=delivery,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery),
        workspace=workspace,
    )


def connect(
    settings: Settings,
    slack: SlackSettings,
    *,
    clock: Clock,
    stop: threading.Event,
    reader: Reader | None = None,
    fetcher: Fetcher | None = None,
) -> Connected | None:
    """Put everything together around a workspace of Slack, making the database where there is none.

    Waits while Slack is away; None when ``stop`` is set meanwhile. Raises a StoreError when the database cannot be
    used, NotAllowedError when Slack refuses the token, DeliveryError when the port is taken.
    """
    fetcher = fetcher or WebFetcher(stop=stop)
    parts = _open_parts(
        settings, clock=clock, create=True, reader=reader, hold=HOLD, fetcher=fetcher, at_once=IN_PASSING_ONLY
    )
    try:
        return _connect(parts, slack, stop=stop)
    except BaseException:
        parts.__exit__()
        raise


def _connect(parts: Parts, slack: SlackSettings, *, stop: threading.Event) -> Connected | None:
    client = build_client(slack.bot_token, slack.api_url)
    identity = wait_for_identity(client, wait=stop.wait)
    if identity is None:
        parts.__exit__()
        return None
    answering = ThreadPoolExecutor(_ANSWERING, thread_name_prefix="answering")
    calling = ThreadPoolExecutor(_CALLING, thread_name_prefix="calling")
    gathering = ThreadPoolExecutor(1, thread_name_prefix="gathering")
    admission = build_admission(
        parts.services,
        store=parts.store,
        client=build_client(slack.bot_token, slack.api_url, timeout=ASK_TIMEOUT_S),
        executor=calling,
        keeps=True,
        workspace=identity.team,
        admins=parts.settings.admins,
        guests_read=parts.settings.guests_read,
    )
    services = join_intake(
        admission.into(parts.services),
        parts,
        files=SlackFiles(client, token=slack.bot_token),
        teller=build_teller(client, identity.bot_id, prefix=parts.settings.command_prefix),
        workspace=identity.team,
    )
    exports = Exports(parts.store, SlackFileSender(client), licences=admission.licences, team=identity.team)
    departures = build_departures(parts.store, parts.renderer, admission, workspace=identity.team)
    app = build_app(
        services=replace(services, exports=exports, departures=departures),
        client=client,
        authorize=build_authorize(identity, slack.bot_token),
        respond_factory=build_responder,
        executor=calling,
        registers=REGISTERS,
    )
    receipts = Receipts(parts.store)
    prefix = parts.settings.command_prefix
    desk = Desk(app=app, receipts=receipts, clock=parts.clock, identity=identity, prefix=prefix)
    mode = _build_mode(desk, parts, slack, answering)
    pace = Pace(elapsed=time.monotonic, stopping=stop.is_set)
    poster = SlackPoster(client, bot_id=identity.bot_id)
    delivery = _build_delivery(parts, poster, admission, team=identity.team, pace=pace)
    holidays = load_holidays(find_data_folder("reference"))
    notices = build_notices(admission, workspace=identity.team)
    alarms = Alarms(parts.store, notices, workspace=identity.team, holidays=holidays)
    alarms.start(now=parts.clock.now())
    delivery.start()
    heart = Heart(
        parts.store,
        workspace=identity.team,
        mode=slack.mode,
        check=lambda: (*list_problems(parts.store, workspace=identity.team), *mode.list_problems()),
    )
    catch_up = build_catch_up(
        desk,
        replace(admission.into(parts.services), exports=exports),
        client,
        count_lines=lambda: getattr(mode, "opened", 0),
    )
    gather = parts.roads.build_gathering(notices, folder=parts.settings.watch, stopping=stop.is_set)
    chores = (
        receipts.write_later,
        heart.beat,
        lambda _: tell_supervisor(parts.settings.notify_socket, ALIVE),
        alarms.look,
        InBackground(departures.look, calling),
        InBackground(catch_up.step, calling),
        InBackground(gather.step, gathering),
        InBackground(lambda now: parts.lookup.warm(now=now), calling),
    )
    return Connected(
        **vars(parts),
        identity=identity,
        receipts=receipts,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery, chores=chores),
        mode=mode,
        workers=IntakeWorkers(services.intake),
        pools=(answering, calling, gathering),
    )


def _build_mode(desk: Desk, parts: Parts, slack: SlackSettings, pool: ThreadPoolExecutor) -> Mode:
    if slack.mode == "http":
        endpoint = SlackEndpoint(
            receiver=desk,
            signing_secret=slack.signing_secret,
            clock=SystemClock(),
            check_health=lambda: list_problems(parts.store, workspace=desk.identity.team),
        )
        return HttpMode(endpoint, host=slack.host, port=slack.port)
    client = build_client(slack.app_token, slack.api_url)
    return SocketMode(open_url=lambda: get_socket_url(client), receiver=desk, pool=pool, proxy=client.proxy)


def _build_delivery(
    parts: Parts, poster: SlackPoster, admission: Admission, *, team: str, pace: Pace = AT_ONCE
) -> Delivery:
    checked = CheckedPoster(poster, admission.gatekeeper)
    return Delivery(parts.store, checked, parts.renderer, workspace=team, admins=admission.admins, pace=pace)


def _open_parts(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: Reader | None,
    hold: dt.timedelta,
    fetcher: Fetcher | None,
    at_once: int,
) -> Parts:
    lexicon = read_reference()
    store = LicensedStore(open_store(settings.db, create=create).path)
    meaning = load_meaning(at_once=at_once) if settings.semantic else None
    wording = load_wording(find_data_folder("reference"))
    lookup = Lookup(store, lexicon, wording=wording, meaning=meaning, pinyin=settings.pinyin)
    renderer = DigestRenderer(settings.command_prefix)
    holidays = load_holidays(find_data_folder("reference"))
    digests = Digests(store, lookup, renderer, hold=hold, holidays=holidays)
    zones = Zones(names=frozenset(zoneinfo.available_timezones()), default=settings.time_zone)
    subscriptions = Subscriptions(store, lookup, renderer, zones=zones, holidays=holidays)
    reader = reader or ChildReader(lexicon)
    fetcher = fetcher or WebFetcher()
    ingest = Ingest(store, reader, digests)
    roads = Roads(store=store, ingest=ingest, fetcher=fetcher, reader=reader)
    services = Services(
        lookup=lookup,
        clock=clock,
        subscriptions=subscriptions,
        digests=digests,
        replay=Replay(store, lookup, holidays=holidays),
        news=Newsroom(store, lookup),
        why=Explainer(store, lookup),
        prefix=settings.command_prefix,
        feeds=roads.build_feeds(NoNotices()),
        inbox=Inbox(store),
        presses=Presses(store),
        held=HeldPosts(store),
        lists=NamedLists(store, lookup),
        notes=Notes(store),
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


def read_reference() -> Lexicon:
    """Give the names that travel with the program."""
    return load_lexicon(find_data_folder("reference"))


def open_reader() -> ChildReader:
    """Give a reader in a process of its own."""
    return ChildReader(read_reference())


def check_slack(settings: Settings, slack: SlackSettings, *, clock: Clock) -> list[Finding]:
    """Give what the doctor finds of Slack with these settings."""

    def list_following(team: str) -> list[str]:
        if not settings.db.exists():
            return []
        store = open_store(settings.db, create=False)
        try:
            with store.read() as db:
                return list_channels(db, team)
        finally:
            store.close()

    app = build_client(slack.app_token, slack.api_url) if slack.mode == "socket" else None
    bot = build_client(slack.bot_token, slack.api_url)
    return examine_slack(bot=bot, app=app, clock=clock, list_channels=list_following)
