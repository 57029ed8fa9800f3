"""Putting together who sees to subscriptions that nobody looks after any more, and who tells people in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Need, Role, decide_role
from bot.services.operation.notices import PrivateNotices
from bot.services.subscribing.departures import Departures, Whereabouts
from bot.slack.calls.members import SlackMembers
from bot.slack.calls.sight import is_out_of, may_see
from bot.slack.commands import name_commands
from bot.slack.messages.feeds import build_private_notice

if TYPE_CHECKING:
    import datetime as dt

    from slack_sdk import WebClient

    from bot.services.ports import Renderer
    from bot.slack.admission import Admission
    from bot.store.database import Store


def build_departures(
    store: Store, renderer: Renderer, admission: Admission, *, client: WebClient, workspace: str
) -> Departures:
    """Give who passes on what people and channels leave behind in a workspace; ``client`` asks who may see channels."""
    members = SlackMembers(client)

    def has_left(user: str, now: dt.datetime) -> bool:
        facts = admission.people.find(user, need=Need.READ, now=now)
        return facts is not None and facts.is_deleted

    def is_outside(user: str, now: dt.datetime) -> bool:
        facts = admission.people.find(user, need=Need.READ, now=now)
        return decide_role(facts, workspace=workspace, is_admin=False) in {Role.GUEST, Role.EXTERNAL}

    return Departures(
        store,
        renderer,
        workspace=workspace,
        admins=admission.admins,
        render=build_private_notice,
        whereabouts=Whereabouts(
            has_left=has_left,
            is_outside=is_outside,
            may_see=lambda channel, user: may_see(client, channel, user),
            is_out_of=lambda channel, user: is_out_of(client, channel, user),
            list_channels=lambda user: members.find_channels(user).channels,
        ),
    )


def build_notices(admission: Admission, *, workspace: str, prefix: str = "") -> PrivateNotices:
    """Give who tells the people of a workspace something in private; ``prefix`` is our commands' there."""
    return PrivateNotices(
        workspace=workspace,
        admins=admission.admins,
        render=lambda text: build_private_notice(name_commands(text, prefix)),
    )
