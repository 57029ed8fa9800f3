"""The composition root: settings become a store, services and a Bolt app; the only place that picks concretes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.domain.announcement import HOLD
from bot.reading.child import ChildReader
from bot.scheduler import Scheduler
from bot.services.delivery import Delivery
from bot.services.digests import Digests
from bot.services.health import Heart, list_problems
from bot.services.ingest import Ingest
from bot.services.lookup import Lookup
from bot.services.receipts import Receipts
from bot.services.subscriptions import Subscriptions
from bot.slack.app import build_app
from bot.slack.checkup import examine_slack
from bot.slack.client import SlackResponder, build_client
from bot.slack.desk import Desk
from bot.slack.http import HttpMode, SlackEndpoint
from bot.slack.identity import build_authorize, get_socket_url, wait_for_identity
from bot.slack.listeners import digest as digest_listener
from bot.slack.local import LocalWorkspace
from bot.slack.local_slack import BOT_ID, TEAM
from bot.slack.messages.digest import DigestRenderer
from bot.slack.poster import SlackPoster
from bot.slack.services import Services
from bot.slack.socket import SocketMode
from bot.store.database import open_store
from bot.store.reference import load_lexicon
from bot.store.subscriptions import list_channels
from bot.supervisor import ALIVE, READY, STOPPING, tell_supervisor

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings, SlackSettings
    from bot.domain.lexicon import Lexicon
    from bot.services.doctor import Finding
    from bot.services.ports import Reader
    from bot.slack.identity import Identity
    from bot.store.database import Store

_ANSWERING = 8
_CALLING = 8


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What works without Slack, put together; a context manager that closes what was opened."""

    settings: Settings
    clock: Clock
    store: Store
    reader: Reader
    lookup: Lookup
    ingest: Ingest
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
    scheduler: Scheduler
    mode: Mode
    pools: tuple[ThreadPoolExecutor, ...]

    def run(self, stop: threading.Event) -> None:
        """Answer and post until ``stop`` is set, then finish what was begun; raises what ends the mode."""
        ticking = threading.Thread(
            target=self.scheduler.run_loop, kwargs={"clock": self.clock, "wait": stop.wait}, name="scheduler"
        )
        ticking.start()
        tell_supervisor(self.settings.notify_socket, READY)
        try:
            self.mode.run(stop)
        finally:
            stop.set()
            tell_supervisor(self.settings.notify_socket, STOPPING)
            for pool in self.pools:
                pool.shutdown()
            ticking.join()


def bootstrap(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: Reader | None = None,
    hold: dt.timedelta = HOLD,
) -> Application:
    """Put everything together around the in-memory workspace; ``create`` makes the database where there is none.

    Raises a StoreError when the database cannot be used.
    """
    parts = _open_parts(settings, clock=clock, create=create, reader=reader, hold=hold)
    workspace = LocalWorkspace(clock)
    delivery = _build_delivery(parts, SlackPoster(workspace.client, bot_id=BOT_ID), team=TEAM)
    app = build_app(
        services=parts.services,
        client=workspace.client,
        authorize=workspace.authorize,
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
        registers=(digest_listener.register,),
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
    settings: Settings, slack: SlackSettings, *, clock: Clock, stop: threading.Event, reader: Reader | None = None
) -> Connected | None:
    """Put everything together around a workspace of Slack, making the database where there is none.

    Waits while Slack is away; None when ``stop`` is set meanwhile. Raises a StoreError when the database cannot be
    used, NotAllowedError when Slack refuses the token, DeliveryError when the port is taken.
    """
    parts = _open_parts(settings, clock=clock, create=True, reader=reader, hold=HOLD)
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
    app = build_app(
        services=parts.services,
        client=client,
        authorize=build_authorize(identity, slack.bot_token),
        respond_factory=SlackResponder,
        executor=calling,
        registers=(digest_listener.register,),
    )
    desk = Desk(app=app, receipts=Receipts(parts.store), clock=parts.clock, identity=identity)
    mode = _build_mode(desk, parts, slack, answering)
    delivery = _build_delivery(parts, SlackPoster(client, bot_id=identity.bot_id), team=identity.team)
    delivery.start()
    heart = Heart(
        parts.store,
        workspace=identity.team,
        mode=slack.mode,
        check=lambda: (*list_problems(parts.store, workspace=identity.team), *mode.list_problems()),
    )
    chores = (heart.beat, lambda _: tell_supervisor(parts.settings.notify_socket, ALIVE))
    return Connected(
        **vars(parts),
        identity=identity,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery, chores=chores),
        mode=mode,
        pools=(answering, calling),
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


def _build_delivery(parts: Parts, poster: SlackPoster, *, team: str) -> Delivery:
    admins = tuple(sorted(parts.settings.admins))
    return Delivery(parts.store, poster, parts.renderer, workspace=team, admins=admins)


def _open_parts(settings: Settings, *, clock: Clock, create: bool, reader: Reader | None, hold: dt.timedelta) -> Parts:
    lexicon = read_reference()
    store = open_store(settings.db, create=create)
    lookup = Lookup(store, lexicon)
    renderer = DigestRenderer(settings.command_prefix)
    digests = Digests(store, lookup, renderer, hold=hold)
    subscriptions = Subscriptions(store, lookup, renderer)
    reader = reader or ChildReader(lexicon)
    services = Services(
        lookup=lookup,
        clock=clock,
        subscriptions=subscriptions,
        digests=digests,
        prefix=settings.command_prefix,
    )
    return Parts(
        settings=settings,
        clock=clock,
        store=store,
        reader=reader,
        lookup=lookup,
        ingest=Ingest(store, reader, digests),
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
