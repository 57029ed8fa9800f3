"""What the listeners answer from: the services, the clock and the prefix of our commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.access.gatekeeper import Gatekeeper
from bot.access.inbox import Inbox, Presses
from bot.access.licences import Licences
from bot.answers.asked import Asked
from bot.answers.exports import Exports
from bot.answers.named_lists import NamedLists
from bot.answers.notes import Answers, Notes
from bot.answers.results import (
    BriefingCard,
    BriefingList,
    Choice,
    CompanyCard,
    CompanyList,
    ItemCard,
    ListCard,
    ListOfLists,
    MinistryCard,
    MinistryList,
    NotHeld,
    PolicyCard,
    PolicyList,
    Timeline,
)
from bot.clock import Clock
from bot.digests.digests import Digests
from bot.digests.holds import HeldPosts, Holds
from bot.digests.latest import Latest
from bot.digests.news import Accounts, Newsroom
from bot.digests.reminders import Reminders
from bot.digests.subscriptions import Subscriptions
from bot.digests.troubles import Departures
from bot.digests.why import Explainer
from bot.ingest.feeds import Feeds
from bot.ingest.ingest import Ingest
from bot.ingest.ingest_cards import IngestCards
from bot.ingest.intake import IntakeQueue
from bot.ingest.review import Review
from bot.model.post import Message
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query
from bot.slack.calls.channels import Channels, People

DrawOrigin = Callable[[str, tuple[str, ...]], Message]


class Lookup(Protocol):
    """Answers questions from the store; ``now`` is an aware UTC datetime, ``offset`` the first row of the page."""

    def snapshot(self) -> AbstractContextManager[object]:
        """Let all that is asked until the end of the block be answered from one state of the store."""
        ...

    def lexicon(self) -> Lexicon:
        """Return the names we know."""
        ...

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Return the policies and items that match."""
        ...

    def show_lists(self, *, now: dt.datetime, name: str = "") -> ListCard | ListOfLists:
        """Return the named lists that whoever asks may use, or the one of this name."""
        ...

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Return one policy by the number of its id."""
        ...

    def read_asked(self, query: Query, *, now: dt.datetime) -> Asked | None:
        """Return what a question in words is for instead of a search; None for a search."""
        ...

    def understand_rule(self, query: Query, *, now: dt.datetime) -> Query:
        """Return the filter that a subscription's words stand for."""
        ...

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | NotHeld:
        """Return one item by the number of its id."""
        ...

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Return the policy of this document number (文号)."""
        ...

    def list_ministries(self, *, now: dt.datetime, offset: int = 0, query: Query = ...) -> MinistryList:
        """Return the bodies the corpus names."""
        ...

    def get_ministry(
        self, query: Query, *, now: dt.datetime, offset: int = 0, only_joint: bool = False
    ) -> MinistryCard | NotHeld | Choice | MinistryList:
        """Return the body a query asks for."""
        ...

    def list_companies(self, *, now: dt.datetime, offset: int = 0, query: Query = ...) -> CompanyList | PolicyList:
        """Return the companies named in what a query finds; without any, what it finds."""
        ...

    def get_company(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> CompanyCard | CompanyList | PolicyList | NotHeld | Choice:
        """Return the company a query asks for."""
        ...

    def get_briefing(
        self, number: int | None, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> BriefingCard | NotHeld:
        """Return one briefing, the latest for None."""
        ...

    def get_timeline(
        self, number: int, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Timeline | NotHeld:
        """Return the events of a policy and its kin."""
        ...

    def find_timeline(self, query: Query, *, now: dt.datetime, offset: int = 0) -> Timeline:
        """Return the events of all that matches."""
        ...

    def list_briefings(self, *, offset: int = 0) -> BriefingList:
        """Return the briefings held."""
        ...

    def find_briefings(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> BriefingList | BriefingCard | NotHeld:
        """Return the briefings a query asks for."""
        ...


_LEFT_OUT: Any = None
"""In place of a service that no registered listener calls."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Everything a listener may call; ``prefix`` stands before each command's name (``cn-`` makes ``/cn-policy``).

    Who registers some listeners only may leave out what the others call; what may be None is asked for where it is
    used. ``review_origins`` draws what else shows entries of the review list, by the first word of their origin.
    """

    lookup: Lookup
    clock: Clock
    prefix: str = ""
    subscriptions: Subscriptions = _LEFT_OUT
    digests: Digests = _LEFT_OUT
    latest: Latest = _LEFT_OUT
    news: Newsroom = _LEFT_OUT
    why: Explainer = _LEFT_OUT
    feeds: Feeds = _LEFT_OUT
    gatekeeper: Gatekeeper = _LEFT_OUT
    people: People = _LEFT_OUT
    channels: Channels = _LEFT_OUT
    review: Review = _LEFT_OUT
    inbox: Inbox = _LEFT_OUT
    presses: Presses = _LEFT_OUT
    held: HeldPosts = _LEFT_OUT
    reminders: Reminders = _LEFT_OUT
    accounts: Accounts = _LEFT_OUT
    intake: IntakeQueue = _LEFT_OUT
    holds: Holds = _LEFT_OUT
    cards: IngestCards = _LEFT_OUT
    ingest: Ingest = _LEFT_OUT
    lists: NamedLists = _LEFT_OUT
    notes: Notes = _LEFT_OUT
    answers: Answers | None = None
    licences: Licences | None = None
    departures: Departures | None = None
    exports: Exports | None = None
    executor: Executor | None = None
    review_origins: Mapping[str, DrawOrigin] = field(default_factory=dict)
