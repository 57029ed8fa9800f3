"""Everything that reading from Slack works with, put together: the queue, its one message, holds and reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from bot.domain.access import Need, Role, Viewer
from bot.services.ingesting.ingest_cards import IngestCards
from bot.services.ingesting.intake import IntakeParts, IntakeQueue
from bot.services.posting.holds import Holds
from bot.slack.calls.poster import SlackPoster
from bot.slack.listeners.ingest import IngestAnswers
from bot.slack.messages.ingest import REPORT_ORIGIN, parse_value
from bot.slack.mrkdwn import escape
from bot.slack.teller import SlackTeller

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.domain.posts.post import Message
    from bot.services.ingesting.ingest import Ingest
    from bot.services.ingesting.intake import FileFetcher, Teller
    from bot.services.ports import Fetcher
    from bot.slack.services import Services
    from bot.store.database import Store


class Works(Protocol):
    """What works without Slack; see ``bot.bootstrap.Parts``."""

    @property
    def store(self) -> Store:
        """The store."""
        ...

    @property
    def ingest(self) -> Ingest:
        """What reads documents into it."""
        ...

    @property
    def fetcher(self) -> Fetcher:
        """What gets documents from the web."""
        ...


def join_intake(services: Services, works: Works, *, files: FileFetcher, teller: Teller, workspace: str) -> Services:
    """Give the services with the queue, the holds and the reports among them; they need review and gatekeeper.

    Whoever asked must still be allowed to when their document is read.
    """

    def require_allowed(of_workspace: str, user: str) -> None:
        viewer = Viewer(workspace=of_workspace, channel="", user=user, role=Role.UNKNOWN)
        services.gatekeeper.require(viewer, Need.INGEST, about="ingest")

    holds = Holds(works.store, services.digests)
    cards = IngestCards(works.store, holds, services.review)
    parts = IntakeParts(
        ingest=works.ingest, fetcher=works.fetcher, files=files, cards=cards, teller=teller, permit=require_allowed
    )
    queue = IntakeQueue(works.store, parts, workspace=workspace, clock=services.clock)
    joined = replace(services, intake=queue, holds=holds, cards=cards, ingest=works.ingest)

    def draw_report(value: str, notes: tuple[str, ...]) -> Message:
        number, reading = parse_value(value) or (0, 0)
        shown = tuple(escape(note) for note in notes)
        return IngestAnswers(joined).show_card(number, reading=reading, notes=shown)

    return replace(joined, review_origins={**services.review_origins, REPORT_ORIGIN: draw_report})


def build_teller(client: WebClient, bot_id: str, *, prefix: str) -> SlackTeller:
    """Give what tells in Slack how a request stands; ``bot_id`` is our own."""
    return SlackTeller(client, SlackPoster(client, bot_id=bot_id), prefix=prefix)
