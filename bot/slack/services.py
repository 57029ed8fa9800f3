"""What the listeners answer from: the services, the clock and the prefix of our commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.domain.lexicon import Lexicon
    from bot.domain.query import Query
    from bot.services.results import (
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


class Lookup(Protocol):
    """Answers questions from the store; ``now`` is an aware UTC datetime, ``offset`` the first row of the page."""

    def lexicon(self) -> Lexicon:
        """Give the names we know."""
        ...

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Give the policies and items that match."""
        ...

    def show_lists(self, *, now: dt.datetime, name: str = "") -> ListCard | ListOfLists:
        """Give the named lists that whoever asks may use, or the one of this name."""
        ...

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Give one policy by the number of its id."""
        ...

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | NotHeld:
        """Give one item by the number of its id."""
        ...

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Give the policy of this document number (文号)."""
        ...

    def list_ministries(self, *, now: dt.datetime, offset: int = 0) -> MinistryList:
        """Give the bodies the corpus names."""
        ...

    def get_ministry(
        self, query: Query, *, now: dt.datetime, offset: int = 0, only_joint: bool = False
    ) -> MinistryCard | NotHeld | Choice | MinistryList:
        """Give the body a query asks for."""
        ...

    def list_companies(self, *, now: dt.datetime, offset: int = 0) -> CompanyList:
        """Give the companies in the news."""
        ...

    def get_company(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> CompanyCard | CompanyList | NotHeld | Choice:
        """Give the company a query asks for."""
        ...

    def get_briefing(self, number: int | None, *, now: dt.datetime) -> BriefingCard | NotHeld:
        """Give one briefing, the latest for None."""
        ...

    def get_timeline(
        self, number: int, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Timeline | NotHeld:
        """Give the events of a policy and its kin."""
        ...

    def find_timeline(self, query: Query, *, now: dt.datetime, offset: int = 0) -> Timeline:
        """Give the events of all that matches."""
        ...

    def list_briefings(self, *, now: dt.datetime, offset: int = 0) -> BriefingList:
        """Give the briefings held."""
        ...

    def find_briefings(self, query: Query, *, now: dt.datetime, offset: int = 0) -> BriefingList | NotHeld:
        """Give the briefings a query asks for."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Everything a listener may call; ``prefix`` stands before each command's name (``cn-`` makes ``/cn-policy``)."""

    lookup: Lookup
    clock: Clock
    subscriptions: Any = None
    digests: Any = None
    replay: Any = None
    news: Any = None
    why: Any = None
    prefix: str = ""
    feeds: Any = None
    gatekeeper: Any = None
    licences: Any = None
    people: Any = None
    channels: Any = None
    review: Any = None
    review_origins: Any = None
    inbox: Any = None
    presses: Any = None
    held: Any = None
    reminders: Any = None
    accounts: Any = None
    departures: Any = None
    intake: Any = None
    holds: Any = None
    cards: Any = None
    ingest: Any = None
    lists: Any = None
    exports: Any = None
    notes: Any = None
    executor: Any = None
