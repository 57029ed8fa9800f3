"""Putting together who sees to subscriptions that nobody looks after any more, and to posts that do not go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Need
from bot.services.alarms import Alarms
from bot.services.departures import Departures
from bot.slack.messages.feeds import build_admin_notice

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.holidays import Holidays
    from bot.services.ports import Renderer
    from bot.slack.admission import Admission
    from bot.store.database import Store


def build_departures(store: Store, renderer: Renderer, admission: Admission, *, workspace: str) -> Departures:
    """Give who passes on what people and channels leave behind in a workspace."""

    def has_left(user: str, now: dt.datetime) -> bool:
        facts = admission.people.find(user, need=Need.READ, now=now)
        return facts is not None and facts.is_deleted

    return Departures(
        store,
        renderer,
        workspace=workspace,
        admins=admission.admins,
        render=build_admin_notice,
        has_left=has_left,
    )


def build_alarms(store: Store, admission: Admission, *, workspace: str, holidays: Holidays) -> Alarms:
    """Give who tells of posts in a workspace that do not go out."""
    return Alarms(store, workspace=workspace, admins=admission.admins, render=build_admin_notice, holidays=holidays)
