"""The composition root: settings become a store, services and a Bolt app; the only place that picks concretes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from slack_bolt.authorization import AuthorizeResult

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.domain.announcement import HOLD
from bot.reading.child import ChildReader
from bot.scheduler import Scheduler
from bot.services.delivery import Delivery
from bot.services.digests import Digests
from bot.services.ingest import Ingest
from bot.services.lookup import Lookup
from bot.services.subscriptions import Subscriptions
from bot.slack.app import build_app
from bot.slack.listeners import digest as digest_listener
from bot.slack.local import LocalWorkspace
from bot.slack.local_slack import BOT_ID, TEAM
from bot.slack.messages.digest import DigestRenderer
from bot.slack.poster import SlackPoster
from bot.slack.services import Services
from bot.store.database import open_store
from bot.store.reference import load_lexicon

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings
    from bot.domain.lexicon import Lexicon
    from bot.services.ports import Reader
    from bot.store.database import Store


@dataclass(frozen=True, kw_only=True)
class Application:
    """Everything, put together; a context manager that closes what was opened."""

    settings: Settings
    clock: Clock
    store: Store
    reader: Reader
    lookup: Lookup
    ingest: Ingest
    subscriptions: Subscriptions
    digests: Digests
    renderer: DigestRenderer
    delivery: Delivery
    scheduler: Scheduler
    workspace: LocalWorkspace

    def __enter__(self) -> Self:
        """Give the application."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the reading process and the store."""
        if isinstance(self.reader, ChildReader):
            self.reader.close()
        self.store.close()


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
    lexicon = read_reference()
    store = open_store(settings.db, create=create)
    lookup = Lookup(store, lexicon)
    renderer = DigestRenderer(settings.command_prefix)
    digests = Digests(store, lookup, renderer, hold=hold)
    subscriptions = Subscriptions(store, lookup, renderer)
    workspace = LocalWorkspace(clock)
    delivery = Delivery(
        store,
        SlackPoster(workspace.client, bot_id=BOT_ID),
        renderer,
        workspace=TEAM,
        admins=tuple(sorted(settings.admins)),
    )
    reader = reader or ChildReader(lexicon)
    services = Services(
        lookup=lookup,
        clock=clock,
        subscriptions=subscriptions,
        digests=digests,
        prefix=settings.command_prefix,
    )
    app = build_app(
        services=services,
        client=workspace.client,
        authorize=workspace.authorize,
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
        registers=(digest_listener.register,),
    )
    workspace.attach(app)
    return Application(
        settings=settings,
        clock=clock,
        store=store,
        reader=reader,
        lookup=lookup,
        ingest=Ingest(store, reader, digests),
        subscriptions=subscriptions,
        digests=digests,
        renderer=renderer,
        delivery=delivery,
        scheduler=Scheduler(digests=digests, delivery=delivery),
        workspace=workspace,
    )


def read_reference() -> Lexicon:
    """Give the names that travel with the program."""
    return load_lexicon(find_data_folder("reference"))


def open_reader() -> ChildReader:
    """Give a reader in a process of its own."""
    return ChildReader(read_reference())
