"""Putting together what decides who may do what in a workspace: people, channels, admins and licences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.services.access.admins import Admins
from bot.services.access.gatekeeper import Gatekeeper
from bot.services.access.licences import Licences
from bot.slack.calls.channels import Channels
from bot.slack.calls.people import People

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from slack_sdk import WebClient

    from bot.slack.services import Services
    from bot.store.database import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Admission:
    """Who is let in; ``admins`` iterates over all admins as they are at the moment."""

    admins: Admins
    gatekeeper: Gatekeeper
    people: People
    channels: Channels
    licences: Licences

    def into(self, services: Services) -> Services:
        """Give the services with all this."""
        return replace(
            services,
            gatekeeper=self.gatekeeper,
            people=self.people,
            channels=self.channels,
            licences=self.licences,
        )


def build_admission(  # noqa: PLR0913  what a workspace's door is made of
    services: Services,
    *,
    store: Store,
    client: WebClient,
    executor: Executor | None,
    keeps: bool,
    workspace: str,
    admins: frozenset[str],
    guests_read: bool,
) -> Admission:
    """Put it together; ``client`` asks who people are, so it should give up soon; ``executor`` asks again beside.

    ``keeps`` lets what is known of people outlive the process.
    """
    kept = Admins(store, configured=admins)
    people = People(client, executor=executor, keeper=kept if keeps else None)
    channels = Channels(client)
    gatekeeper = Gatekeeper(
        people=people,
        channels=channels,
        clock=services.clock,
        workspace=workspace,
        admins=kept,
        store=store,
        guests_read=guests_read,
    )
    return Admission(
        admins=kept,
        gatekeeper=gatekeeper,
        people=people,
        channels=channels,
        licences=Licences(store),
    )
