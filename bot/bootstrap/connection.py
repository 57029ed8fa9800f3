"""Everything around a workspace of Slack, running until it is told to stop; and what the doctor finds of one."""

from __future__ import annotations

import gc
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.bootstrap.parts import Parts, build_delivery, open_parts, read_holidays
from bot.bootstrap.relief import AT_ONCE
from bot.clock import SystemClock
from bot.domain.posts.announcement import HOLD
from bot.errors import StoreError
from bot.lazy_re import compile_all
from bot.scheduler import ALIVE, READY, STOPPING, Scheduler, tell_supervisor
from bot.services.access.admins import Admins, is_user_id
from bot.services.access.receipts import Receipts
from bot.services.answering.exports import Exports
from bot.services.answering.semantic import IN_PASSING_ONLY
from bot.services.ingesting.intake_workers import IntakeWorkers
from bot.services.operation.alarms import Alarms
from bot.services.operation.health import WAITING, Heart, SendingWatch, list_problems
from bot.services.sending.pace import Pace
from bot.slack.admission import build_admission
from bot.slack.app import build_app
from bot.slack.calls.channel_list import ChannelList
from bot.slack.calls.checkup import examine_slack
from bot.slack.calls.client import build_client, build_responder
from bot.slack.calls.file_sender import SlackFileSender
from bot.slack.calls.files import SlackFiles
from bot.slack.calls.identity import build_authorize, get_socket_url, wait_for_identity
from bot.slack.calls.members import SlackMembers
from bot.slack.calls.people import ASK_TIMEOUT_S
from bot.slack.calls.poster import SlackPoster
from bot.slack.caretaking import build_departures, build_notices
from bot.slack.intake_room import build_teller, join_intake
from bot.slack.registers import REGISTERS
from bot.slack.transport.catching import InBackground, build_catch_up
from bot.slack.transport.desk import Desk
from bot.slack.transport.http import HttpMode, SlackEndpoint
from bot.slack.transport.socket import SocketMode
from bot.store.database import Store, open_store
from bot.store.subscriptions import list_channels
from bot.web.fetch import WebFetcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.config import Settings, SlackSettings
    from bot.services.operation.doctor import Finding
    from bot.services.ports import FeedReader, Fetcher
    from bot.slack.calls.identity import Identity

_ACTING = 32
"""Threads that answer what changes something: it waits until its receipt is durable, behind whatever is written."""
ASKING = 1 + AT_ONCE
"""Threads that answer what only asks, one here and the others through the second process: two that compute here would
take the interpreter from each other, and each take as long as both."""
_CALLING = 8
TURN_S = 0.001
"""After so long a thread that computes lets others go on; at Python's own 5 ms each step of an answer waits for it."""


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
        if self.relief is not None:
            self.relief.start()
        compile_all()  # what reads a question is ready before somebody waits
        ticking = threading.Thread(
            target=self.scheduler.run_loop, kwargs={"clock": self.clock, "wait": stop.wait}, name="scheduler"
        )
        ticking.start()
        self.workers.start()
        gc.collect()
        gc.freeze()  # names and listeners stay for good: the collector need not look at them while somebody waits
        sys.setswitchinterval(TURN_S)
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
        relieved=True,
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
    """Give HTTP mode, answering already that it waits for Slack."""
    endpoint = SlackEndpoint(signing_secret=slack.signing_secret, clock=SystemClock(), check_health=lambda: (WAITING,))
    mode = HttpMode(endpoint, host=slack.host, port=slack.port)
    mode.start()
    return mode


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
    acting = ThreadPoolExecutor(_ACTING, thread_name_prefix="acting")
    asking = ThreadPoolExecutor(ASKING, thread_name_prefix="asking")
    calling = ThreadPoolExecutor(_CALLING, thread_name_prefix="calling")
    gathering = ThreadPoolExecutor(1, thread_name_prefix="gathering")
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
    departures = build_departures(parts.store, parts.renderer, admission, client=client, workspace=identity.team)
    services = replace(services, exports=exports, departures=departures)
    app = build_app(
        services=services,
        client=client,
        authorize=build_authorize(identity, slack.bot_token),
        respond_factory=build_responder,
        executor=calling,
        registers=REGISTERS,
    )
    receipts = Receipts(parts.store)
    prefix = parts.settings.command_prefix
    desk = Desk(
        app=app,
        receipts=receipts,
        clock=parts.clock,
        identity=identity,
        prefix=prefix,
        gatekeeper=admission.gatekeeper,
    )
    sending = SendingWatch(elapsed=time.monotonic)

    def check() -> tuple[str, ...]:
        return (*list_problems(parts.store, workspace=identity.team), *sending.list_problems())

    mode = early or _build_socket_mode(desk, slack, acting=acting, asking=asking)
    pace = Pace(elapsed=time.monotonic, stopping=stop.is_set)
    poster = SlackPoster(client, bot_id=identity.bot_id)
    delivery = build_delivery(parts, poster, admission, departures, team=identity.team, pace=pace)
    members = SlackMembers(client)
    parts.memberships.begin(members, at_once=SlackMembers(impatient, at_once=True), workspace=identity.team)
    parts.memberships.resume(parts.clock.now())
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
    catch_up = build_catch_up(
        desk,
        services,
        client,
        count_lines=lambda: getattr(mode, "opened", 0),
    )
    channel_list = ChannelList(client, admission.channels, learn=admission.sharing.learn_all)
    gather = parts.roads.build_gathering(notices, folder=parts.settings.watch, stopping=stop.is_set)
    chores = (
        receipts.write_later,
        heart.beat,
        lambda _: tell_supervisor(parts.settings.notify_socket, ALIVE),
        alarms.look,
        InBackground(parts.memberships.look, calling),
        InBackground(departures.look, calling),
        InBackground(channel_list.look, calling),
        InBackground(admission.sharing.look, calling),
        InBackground(catch_up.step, calling),
        InBackground(gather.step, gathering),
        InBackground(lambda now: parts.lookup.warm(now=now), calling),
    )
    if early is not None:
        early.endpoint.open(desk, check)
    return Connected(
        **vars(parts),
        identity=identity,
        receipts=receipts,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery, chores=chores, note=sending.note),
        mode=mode,
        workers=IntakeWorkers(services.intake),
        pools=(asking, acting, calling, gathering),
    )


def _build_socket_mode(
    desk: Desk, slack: SlackSettings, *, acting: ThreadPoolExecutor, asking: ThreadPoolExecutor
) -> SocketMode:
    client = build_client(slack.app_token, slack.api_url)
    return SocketMode(
        open_url=lambda: get_socket_url(client), receiver=desk, acting=acting, asking=asking, proxy=client.proxy
    )


def check_slack(settings: Settings, slack: SlackSettings, *, clock: Clock) -> list[Finding]:
    """Give what the doctor finds of Slack with these settings."""

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
    bot = build_client(slack.bot_token, slack.api_url)
    return examine_slack(bot=bot, app=app, clock=clock, list_channels=list_following, admins=admins)
