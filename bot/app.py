"""The composition root: settings become store, services, a Bolt app and what sends; only here are concretes picked."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from slack_sdk.signature import SignatureVerifier

from bot.access.licences import LicensedStore
from bot.answers.lookup import Lookup
from bot.answers.named_lists import NamedLists
from bot.answers.notes import Notes
from bot.answers.semantic import IN_PASSING_ONLY, PATIENT, load_meaning
from bot.assistants import agent, work_objects
from bot.clock import Clock
from bot.config import Settings, SettingsError, SlackSettings, find_data_folder
from bot.digests.accounts import Accounts
from bot.digests.compose import Matcher
from bot.digests.delivery import Delivery, Pace
from bot.digests.outbox import Digests
from bot.digests.rules import load_holidays, require_zone
from bot.digests.subscriptions import Subscriptions
from bot.ingest.feeds import Feeds, Watch
from bot.ingest.ingest import Ingest
from bot.ingest.layouts import Layouts
from bot.ingest.review import Review
from bot.model.post import HOLD
from bot.names.reference import load_lexicon
from bot.operations.health import Heart, SendingWatch, beat_waiting, list_problems, tell_supervisor
from bot.query.wording import load_wording
from bot.reading.child import ChildReader
from bot.scheduler import Scheduler
from bot.slack.app import LISTENERS, build_alarms, join_people, join_workspace
from bot.slack.calls.client import build_client, send_reply
from bot.slack.calls.files import fetch_shared_file
from bot.slack.calls.identity import ASK_TIMEOUT_S, Identity, get_identity, keep_trying
from bot.slack.gate import Services
from bot.slack.in_memory.local import IDENTITY, LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN
from bot.slack.messages.review import build_verdict
from bot.slack.messages.subscriptions import DigestRenderer
from bot.slack.transport.catching import CatchUp, in_background
from bot.slack.transport.deliveries import Deliveries
from bot.slack.transport.http import HttpMode
from bot.slack.transport.socket import SocketMode
from bot.store.database import Store, open_store
from bot.store.intake import Inbox
from bot.web.fetch import WebFetcher

_REFERENCE = find_data_folder("reference")
_LISTENERS = (*LISTENERS, *work_objects.LISTENERS)
_CALLING = 8  # threads that call Slack after an answer, for listeners and for chores that take their time


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What works without Slack, put together; a context manager that closes what was opened."""

    settings: Settings
    services: Services

    @property
    def store(self) -> Store:
        """The open database."""
        return self.services.store

    def __enter__(self) -> Self:
        """Return what was put together."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the reader's process and the store."""
        self.services.reader.close()
        self.store.close()


@dataclass(frozen=True, kw_only=True)
class Application(Parts):
    """Everything around the workspace in memory, which the command line and the tests ask."""

    delivery: Delivery
    scheduler: Scheduler
    workspace: LocalWorkspace


@dataclass(frozen=True, kw_only=True)
class Connected(Parts):
    """Everything around a workspace of Slack; ``pools`` run what calls Slack after an answer."""

    identity: Identity
    scheduler: Scheduler
    mode: HttpMode | SocketMode
    pools: tuple[ThreadPoolExecutor, ...]

    def run(self, stop: threading.Event) -> None:
        """Answer and post until ``stop`` is set, then finish what was begun; raises what ends the mode."""
        ticking = threading.Thread(
            target=self.scheduler.run_loop, kwargs={"clock": self.services.clock, "wait": stop.wait}, name="scheduler"
        )
        ticking.start()
        tell_supervisor(self.settings.notify_socket, "READY=1")
        try:
            self.mode.run(stop)
        finally:
            stop.set()
            tell_supervisor(self.settings.notify_socket, "STOPPING=1")
            self.services.intake.closing = True
            for pool in self.pools:
                pool.shutdown()
            ticking.join()


def open_parts(
    settings: Settings,
    *,
    clock: Clock,
    at_once: int,
    create: bool = True,
    reader: ChildReader | None = None,
    hold: dt.timedelta = HOLD,
    fetcher: WebFetcher | None = None,
) -> Parts:
    """Put together what works without Slack; raises a StoreError when the database cannot be used.

    ``hold`` is how long posts wait, ``at_once`` how many items may be encoded while somebody waits. Raises a
    SettingsError when the time zone is none.
    """
    zone = require_zone(settings.time_zone)
    meaning = load_meaning(at_once=at_once) if settings.semantic else None
    lexicon, holidays = load_lexicon(_REFERENCE), load_holidays(_REFERENCE)
    store = LicensedStore(open_store(settings.db, create=create).path)
    lookup = Lookup(store, lexicon, wording=load_wording(_REFERENCE), meaning=meaning, pinyin=settings.pinyin)
    matcher, renderer = Matcher(lookup), DigestRenderer(settings.command_prefix)
    digests = Digests(store, matcher, renderer, hold=hold, holidays=holidays)
    reader, fetcher = reader or ChildReader(lexicon), fetcher or WebFetcher()
    ingest = Ingest(store, reader, digests)
    services = Services(
        lookup=lookup,
        clock=clock,
        subscriptions=Subscriptions(store, matcher, renderer, zone=zone, holidays=holidays),
        digests=digests,
        prefix=settings.command_prefix,
        feeds=Feeds(store, fetcher, reader),
        inbox=Inbox(store),
        ingest=ingest,
        layouts=Layouts(store, reader, ingest),
        lists=NamedLists(store, lookup.lexicon),
        notes=Notes(store),
        store=store,
        reader=reader,
        fetcher=fetcher,
        renderer=renderer,
        holidays=holidays,
        accounts=Accounts(store, matcher, holidays=holidays),
        review=Review(store, lookup, digests, ingest, build_verdict),
    )
    return Parts(settings=settings, services=services)


def bootstrap(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: ChildReader | None = None,
    hold: dt.timedelta = HOLD,
    fetcher: WebFetcher | None = None,
) -> Application:
    """Put everything together around the in-memory workspace; ``create`` makes the database where there is none.

    Raises a StoreError when the database cannot be used.
    """
    parts = open_parts(settings, clock=clock, create=create, reader=reader, hold=hold, fetcher=fetcher, at_once=PATIENT)
    workspace = LocalWorkspace(clock)
    services, app, delivery = join_workspace(
        parts.services,
        replace(settings, admins=settings.admins | {ADMIN}),
        IDENTITY,
        client=workspace.client,
        asking=workspace.client,
        executor=workspace.executor,
        send_reply=workspace.take_reply,
        fetch_shared=lambda source: parts.services.fetcher.fetch(source.url),
        listeners=_LISTENERS,
    )
    parts = replace(parts, services=services)
    workspace.join(app, services, delivery)
    scheduler = Scheduler(digests=services.digests, delivery=delivery)
    return Application(**vars(parts), delivery=delivery, scheduler=scheduler, workspace=workspace)


def connect(settings: Settings, slack: SlackSettings, *, clock: Clock, stop: threading.Event) -> Connected | None:
    """Put everything together around a workspace of Slack, making the database where there is none.

    Waits while Slack is away; None when ``stop`` is set meanwhile. Raises a StoreError when the database cannot be
    used, NotAllowedError when Slack refuses the token, DeliveryError when the port is taken.
    """
    with ExitStack() as opened:
        made = open_parts(settings, clock=clock, fetcher=WebFetcher(stop=stop), at_once=IN_PASSING_ONLY)
        parts = opened.enter_context(made)
        client = build_client(slack.bot_token, slack.api_url)
        with beat_waiting(parts.store, mode=slack.mode, clock=clock, wait=stop.wait) as wait:
            identity = keep_trying(partial(get_identity, client), wait=wait)
        if identity is None:
            return None
        connected = _connect(parts, slack, identity, stop=stop)
        opened.pop_all()
        return connected


def _connect(parts: Parts, slack: SlackSettings, identity: Identity, *, stop: threading.Event) -> Connected:
    settings, clock, team = parts.settings, parts.services.clock, identity.team
    client = build_client(slack.bot_token, slack.api_url)
    calling = ThreadPoolExecutor(_CALLING, thread_name_prefix="calling")
    reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
    services, app, delivery = join_workspace(
        parts.services,
        settings,
        identity,
        client=client,
        asking=build_client(slack.bot_token, slack.api_url, timeout=ASK_TIMEOUT_S),
        executor=calling,
        send_reply=send_reply,
        fetch_shared=partial(fetch_shared_file, client),
        pace=Pace(elapsed=time.monotonic, stopping=stop.is_set),
        listeners=(*agent.LISTENERS, *_LISTENERS) if agent.SCOPE in identity.scopes else _LISTENERS,
    )
    parts = replace(parts, services=services)
    app.use(Deliveries(parts.store, clock=clock, prefix=services.prefix))
    sending = SendingWatch(elapsed=time.monotonic)

    def check() -> tuple[str, ...]:
        return (*list_problems(parts.store, workspace=team), *sending.list_problems(), *mode.list_problems())

    mode: HttpMode | SocketMode
    if slack.mode == "http":
        mode = HttpMode(app, check, signing_secret=slack.signing_secret, host=slack.host, port=slack.port)
    else:
        mode = SocketMode(app, build_client(slack.app_token, slack.api_url))
    alarms = build_alarms(services, workspace=team)
    alarms.start(now=clock.now())  # it tells of a stop that the next line ends
    delivery.start()
    catch_up = CatchUp(app, services, identity, client)
    chores: list[Callable[[dt.datetime], object]] = [
        Heart(parts.store, workspace=team, mode=slack.mode, check=check).beat,
        lambda _: tell_supervisor(settings.notify_socket, "WATCHDOG=1"),
        alarms.look,
        in_background(catch_up.step, calling),
        in_background(lambda now: services.feeds.poll(now=now), calling),
        in_background(lambda _: services.intake.work(), reading),
        in_background(lambda now: services.lookup.warm(now=now), calling),
    ]
    if settings.watch:
        chores.append(in_background(Watch(parts.store, settings.watch).look, calling))
    services.intake.start()
    return Connected(
        **vars(parts),
        identity=identity,
        scheduler=Scheduler(digests=services.digests, delivery=delivery, chores=chores, note=sending.note),
        mode=mode,
        pools=(calling, reading),
    )


def serve_assistants(settings: Settings, *, clock: Clock, slack: SlackSettings | None = None) -> None:
    """Answer the operator's assistant over standard input; with ``slack``, those that Slack signs for, over HTTP.

    Ends when the input does, or when it is stopped. Raises a SettingsError without the extra, a StoreError when the
    database cannot be used, what ``get_identity`` raises when Slack does not say whom we serve.
    """
    try:
        from bot.assistants.server import build_server, serve_http  # noqa: PLC0415  the extra may be missing
        from bot.assistants.signed import SignedCallers  # noqa: PLC0415  the same
        from bot.assistants.tools import Tools  # noqa: PLC0415  the same
    except ImportError as error:
        raise SettingsError("This needs the extra mcp.", hint="Install it: pip install 'gongbao[mcp]'.") from error
    with open_parts(settings, clock=clock, create=False, at_once=PATIENT) as parts:
        server = build_server(Tools(parts.services))
        if slack is None:
            server.run("stdio")
            return
        asking = build_client(slack.bot_token, slack.api_url, timeout=ASK_TIMEOUT_S)
        team = get_identity(build_client(slack.bot_token, slack.api_url)).team
        gatekeeper = join_people(parts.services, settings, asking=asking, workspace=team).gatekeeper
        sign = partial(SignedCallers, verifier=SignatureVerifier(slack.signing_secret), gatekeeper=gatekeeper)
        serve_http(server, partial(sign, store=parts.store, clock=clock), host=slack.host, port=slack.mcp_port)
