"""What works without Slack, put together from the settings: store, reader, services and what sends."""

from __future__ import annotations

import datetime as dt
import threading
import time
import zoneinfo
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Protocol, Self

from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.access.admins import Admins, is_user_id
from bot.access.inbox import Inbox, Presses
from bot.access.licences import LicensedStore
from bot.answers.exports import Exports
from bot.answers.lookup import Lookup
from bot.answers.named_lists import NamedLists
from bot.answers.notes import Answers, Notes
from bot.answers.semantic import IN_PASSING_ONLY, PATIENT, SentenceIndex, load_meaning
from bot.clock import Clock
from bot.config import Settings, SettingsError, SlackSettings, find_data_folder
from bot.digests.delivery import Delivery
from bot.digests.digests import Digests
from bot.digests.holds import HeldPosts
from bot.digests.last_look import LastLook
from bot.digests.latest import Latest
from bot.digests.news import Accounts, Newsroom
from bot.digests.pace import AT_ONCE, Pace
from bot.digests.subscription_rules import Zones
from bot.digests.subscriptions import Subscriptions
from bot.digests.troubles import Departures
from bot.digests.why import Explainer
from bot.errors import StoreError
from bot.ingest.gathering import Roads
from bot.ingest.ingest import Ingest
from bot.ingest.intake import IntakeWorkers
from bot.ingest.review import Review
from bot.model.post import HOLD
from bot.model.schedule import Holidays
from bot.names.lexicon import Lexicon
from bot.names.reference import load_holidays, load_lexicon
from bot.operations.doctor import Finding
from bot.operations.health import WAITING, Alarms, Heart, NoNotices, SendingWatch, list_problems
from bot.query.word_lists import load_wording
from bot.query.wording import Wording
from bot.reading.child import ChildReader, FeedReader
from bot.scheduler import ALIVE, READY, STOPPING, Scheduler, tell_supervisor
from bot.slack.admission import Admission, build_admission, build_notices, build_teller, join_intake
from bot.slack.app import build_app
from bot.slack.calls.channels import ASK_TIMEOUT_S
from bot.slack.calls.client import build_client, build_reader, build_responder
from bot.slack.calls.files import SlackFiles, SlackFileSender
from bot.slack.calls.identity import Identity, build_authorize, examine_slack, wait_for_identity
from bot.slack.calls.poster import CheckedPoster, SlackPoster
from bot.slack.in_memory.local import LocalTeller, LocalWorkspace, work_inline
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, TEAM
from bot.slack.messages.digest import DigestRenderer
from bot.slack.messages.review import ReviewRenderer
from bot.slack.registers import REGISTERS
from bot.slack.services import Services
from bot.slack.transport.catching import InBackground, build_catch_up
from bot.slack.transport.deliveries import Deliveries
from bot.slack.transport.http import EVENTS_PATH, Gate, HttpMode
from bot.slack.transport.socket import SocketMode
from bot.store.database import Store, open_store
from bot.store.subscriptions import list_channels
from bot.web.fetch import Fetcher, WebFetcher


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
        """Return the application."""
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
        latest=Latest(store, lookup, holidays=holidays),
        news=Newsroom(store, lookup),
        why=Explainer(store, lookup),
        prefix=settings.command_prefix,
        feeds=roads.build_feeds(NoNotices()),
        inbox=Inbox(store),
        presses=Presses(store),
        held=HeldPosts(store),
        lists=NamedLists(store, lookup.lexicon, renderer.render_list_change),
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
    """Return what sends to a workspace, behind the questions that are asked right before a post."""
    checked = CheckedPoster(poster, admission.gatekeeper)
    last_look = LastLook(
        parts.store,
        parts.lookup,
        parts.renderer,
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
    """Return the names that travel with the program; read once, since they are thousands."""
    return load_lexicon(find_data_folder("reference"))


@cache
def read_wording() -> Wording:
    """Return the words of questions that travel with the program."""
    return load_wording(find_data_folder("reference"))


@cache
def read_holidays() -> Holidays:
    """Return the public holidays that travel with the program."""
    return load_holidays(find_data_folder("reference"))


def open_reader() -> ChildReader:
    """Return a reader in a process of its own."""
    return ChildReader(read_reference())


@cache
def _list_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _read_zones(default: str) -> Zones:
    names = _list_zones()
    if default not in names:
        raise SettingsError(f"GONGBAO_TZ is “{default}”.", hint="Set it to an IANA name such as Europe/Berlin.")
    return Zones(names=names, default=default)


# Everything around the workspace in memory, which the command line and the tests ask.


@dataclass(frozen=True, kw_only=True)
class Application(Parts):
    """Everything around the in-memory workspace."""

    delivery: Delivery
    scheduler: Scheduler
    workspace: LocalWorkspace

    def __exit__(self, *ended: object) -> None:
        """Forget the answers that stood in the workspace, which ends here, and close what was opened."""
        with suppress(StoreError):
            Answers(self.store).forget(TEAM)
        super().__exit__(*ended)


def bootstrap(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: FeedReader | None = None,
    hold: dt.timedelta = HOLD,
    fetcher: Fetcher | None = None,
) -> Application:
    """Put everything together around the in-memory workspace; ``create`` makes the database where there is none.

    Raises a StoreError when the database cannot be used.
    """
    parts = open_parts(
        settings,
        clock=clock,
        create=create,
        reader=reader,
        hold=hold,
        fetcher=fetcher,
        at_once=PATIENT,
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
    departures = Departures(parts.store, parts.renderer, workspace=TEAM, admins=admission.admins)
    delivery = build_delivery(parts, SlackPoster(workspace.client, bot_id=BOT_ID), admission, departures, team=TEAM)
    services = join_intake(
        admission.into(parts.services),
        parts,
        files=workspace.files,
        teller=LocalTeller(build_teller(workspace.client, BOT_ID, prefix=settings.command_prefix), workspace),
        workspace=TEAM,
    )
    work_inline(services.intake)
    sender = SlackFileSender(workspace.client)
    exports = Exports(parts.store, sender, licences=admission.licences, team=TEAM)
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
    posted = parts.digests.list_sent(TEAM)
    for sent in posted:
        workspace.slack.recall(sent.channel, sent.ts)
    workspace.slack.go_on_after((*parts.services.inbox.list_stamps(TEAM), *(sent.ts for sent in posted)))
    return Application(
        **vars(parts),
        delivery=delivery,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery),
        workspace=workspace,
    )


# Everything around a workspace of Slack, running until it is told to stop; and what the doctor finds of one.

_CALLING = 8
"""Threads that call Slack after an answer: what lazy listeners do, and chores that take their time."""


class Mode(Protocol):
    """One of the two ways in which requests come."""

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set, and finish what was begun."""
        ...

    def list_problems(self) -> tuple[str, ...]:
        """Return what is wrong with the connection at the moment."""
        ...


@dataclass(frozen=True, kw_only=True)
class Connected(Parts):
    """Everything around a workspace of Slack; ``pools`` run what calls Slack after an answer."""

    identity: Identity
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


def connect(
    settings: Settings,
    slack: SlackSettings,
    *,
    clock: Clock,
    stop: threading.Event,
    reader: FeedReader | None = None,
    fetcher: Fetcher | None = None,
) -> Connected | None:
    """Put everything together around a workspace of Slack, making the database where there is none.

    Waits while Slack is away, and says so over HTTP in that mode; None when ``stop`` is set meanwhile. Raises a
    StoreError when the database cannot be used, NotAllowedError when Slack refuses the token, DeliveryError when the
    port is taken.
    """
    fetcher = fetcher or WebFetcher(stop=stop)
    parts = open_parts(
        settings,
        clock=clock,
        create=True,
        reader=reader,
        hold=HOLD,
        fetcher=fetcher,
        at_once=IN_PASSING_ONLY,
    )
    early = None
    try:
        early = _listen_early(slack) if slack.mode == "http" else None
        connected = _connect(parts, slack, early, stop=stop)
    except BaseException:
        _close(parts, early)
        raise
    if connected is None:
        _close(parts, early)
    return connected


def _listen_early(slack: SlackSettings) -> HttpMode:
    """Return HTTP mode, answering already that it waits for Slack."""
    gate = Gate(signing_secret=slack.signing_secret, check_health=lambda: (WAITING,))
    return HttpMode(gate, host=slack.host, port=slack.port)


def _close(parts: Parts, early: HttpMode | None) -> None:
    if early is not None:
        early.close()
    parts.__exit__()


def _connect(parts: Parts, slack: SlackSettings, early: HttpMode | None, *, stop: threading.Event) -> Connected | None:
    client = build_client(slack.bot_token, slack.api_url)
    waiting = Heart(parts.store, workspace="", mode=slack.mode, check=lambda: (WAITING,))
    try:
        identity = wait_for_identity(client, wait=partial(waiting.wait, clock=parts.clock, wait=stop.wait))
    finally:
        waiting.end()
    if identity is None:
        return None
    calling = ThreadPoolExecutor(_CALLING, thread_name_prefix="calling")
    gathering = ThreadPoolExecutor(1, thread_name_prefix="gathering")
    reader = build_reader(slack.bot_token, slack.api_url)
    impatient = build_client(slack.bot_token, slack.api_url, timeout=ASK_TIMEOUT_S)
    admission = build_admission(
        parts.services,
        store=parts.store,
        client=impatient,
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
    departures = Departures(parts.store, parts.renderer, workspace=identity.team, admins=admission.admins)
    services = replace(services, exports=exports, departures=departures)
    app = build_app(
        services=services,
        client=client,
        authorize=build_authorize(identity, slack.bot_token),
        respond_factory=build_responder,
        executor=calling,
        registers=REGISTERS,
    )
    prefix = parts.settings.command_prefix
    app.use(
        Deliveries(parts.store, clock=parts.clock, team=identity.team, gatekeeper=admission.gatekeeper, prefix=prefix)
    )
    sending = SendingWatch(elapsed=time.monotonic)

    def check() -> tuple[str, ...]:
        return (*list_problems(parts.store, workspace=identity.team), *sending.list_problems())

    mode = early or SocketMode(app, build_client(slack.app_token, slack.api_url))
    pace = Pace(elapsed=time.monotonic, stopping=stop.is_set)
    poster = SlackPoster(client, bot_id=identity.bot_id)
    delivery = build_delivery(parts, poster, admission, departures, team=identity.team, pace=pace)
    holidays = read_holidays()
    notices = build_notices(admission, workspace=identity.team, prefix=prefix)
    alarms = Alarms(parts.store, notices, workspace=identity.team, holidays=holidays, lexicon=parts.lookup.lexicon)
    alarms.start(now=parts.clock.now())
    delivery.start()
    heart = Heart(
        parts.store,
        workspace=identity.team,
        mode=slack.mode,
        check=lambda: (*check(), *mode.list_problems()),
    )
    catch_up = build_catch_up(app, services, identity, client=client, reader=reader)
    gather = parts.roads.build_gathering(notices, folder=parts.settings.watch, stopping=stop.is_set)
    chores = (
        heart.beat,
        lambda _: tell_supervisor(parts.settings.notify_socket, ALIVE),
        alarms.look,
        InBackground(catch_up.step, calling),
        InBackground(gather.step, gathering),
        InBackground(lambda now: parts.lookup.warm(now=now), calling),
    )
    if early is not None:
        early.gate.check_health = check
        early.gate.app = SlackRequestHandler(app, path=EVENTS_PATH)
    return Connected(
        **vars(parts),
        identity=identity,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery, chores=chores, note=sending.note),
        mode=mode,
        workers=IntakeWorkers(services.intake),
        pools=(calling, gathering),
    )


def check_slack(settings: Settings, slack: SlackSettings, *, clock: Clock) -> list[Finding]:
    """Return what the doctor finds of Slack with these settings."""

    def read_held(read: Callable[[Store], list[str]]) -> list[str]:
        if not settings.db.exists():
            return []
        store = open_store(settings.db, create=False)
        try:
            return read(store)
        finally:
            store.close()

    def list_following(team: str) -> list[str]:
        def read(store: Store) -> list[str]:
            with store.read() as db:
                return list_channels(db, team)

        return read_held(read)

    granted = read_held(lambda store: list(Admins(store).list_users()))
    admins = [user for user in sorted({*settings.admins, *granted}) if is_user_id(user)]
    app = build_client(slack.app_token, slack.api_url) if slack.mode == "socket" else None
    bot = build_reader(slack.bot_token, slack.api_url)
    return examine_slack(bot=bot, app=app, clock=clock, list_channels=list_following, admins=admins)
