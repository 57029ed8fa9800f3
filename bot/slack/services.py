"""What the listeners answer from: the services, the clock and the prefix of our commands."""

from dataclasses import dataclass
from typing import Any

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Licences
from bot.access.roles import Admins
from bot.answers.lookup import Lookup
from bot.answers.named_lists import NamedLists
from bot.answers.notes import Notes
from bot.clock import Clock
from bot.digests.accounts import Accounts
from bot.digests.chat import Renderer
from bot.digests.holds import Troubles
from bot.digests.outbox import Digests
from bot.digests.subscriptions import Subscriptions
from bot.ingest.feeds import Feeds
from bot.ingest.ingest import Ingest
from bot.ingest.intake import IntakeQueue
from bot.ingest.layouts import Layouts
from bot.ingest.review import Review
from bot.model.subscription import NO_HOLIDAYS, Holidays
from bot.reading.child import ChildReader
from bot.slack.calls.identity import Channels, People
from bot.store.database import Store
from bot.store.intake import Inbox
from bot.web.fetch import WebFetcher

_LEFT_OUT: Any = None
"""In place of a service that no registered listener calls."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Everything a listener may call; ``prefix`` stands before each command's name (``cn-`` makes ``/cn-policy``).

    Who registers some listeners only may leave out what the others call; what may be None is asked for where it is
    used.
    """

    lookup: Lookup
    clock: Clock
    prefix: str = ""
    subscriptions: Subscriptions = _LEFT_OUT
    digests: Digests = _LEFT_OUT
    feeds: Feeds = _LEFT_OUT
    admins: Admins = _LEFT_OUT
    gatekeeper: Gatekeeper = _LEFT_OUT
    people: People = _LEFT_OUT
    channels: Channels = _LEFT_OUT
    review: Review = _LEFT_OUT
    inbox: Inbox = _LEFT_OUT
    accounts: Accounts = _LEFT_OUT
    intake: IntakeQueue = _LEFT_OUT
    ingest: Ingest = _LEFT_OUT
    layouts: Layouts = _LEFT_OUT
    troubles: Troubles = _LEFT_OUT
    lists: NamedLists = _LEFT_OUT
    notes: Notes = _LEFT_OUT
    reader: ChildReader = _LEFT_OUT
    fetcher: WebFetcher = _LEFT_OUT
    renderer: Renderer = _LEFT_OUT
    holidays: Holidays = NO_HOLIDAYS
    store: Store = _LEFT_OUT
    licences: Licences | None = None
