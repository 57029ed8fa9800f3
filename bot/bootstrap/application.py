"""Everything around the workspace in memory, which the command line and the tests ask."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bootstrap.parts import Parts, build_delivery, open_parts
from bot.domain.posts.announcement import HOLD
from bot.errors import StoreError
from bot.scheduler import Scheduler
from bot.services.answering.answers import Answers
from bot.services.answering.exports import Exports
from bot.services.answering.semantic import PATIENT
from bot.services.subscribing.departures import Departures
from bot.slack.admission import build_admission
from bot.slack.app import build_app
from bot.slack.calls.file_sender import SlackFileSender
from bot.slack.calls.poster import SlackPoster
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_intake import LocalTeller, work_inline
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, TEAM
from bot.slack.intake_room import build_teller, join_intake
from bot.slack.registers import REGISTERS

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.config import Settings
    from bot.services.ports import FeedReader, Fetcher
    from bot.services.sending.delivery import Delivery


@dataclass(frozen=True, kw_only=True)
class Application(Parts):
    """Everything around the in-memory workspace."""

    delivery: Delivery
    scheduler: Scheduler
    workspace: LocalWorkspace

    def __exit__(self, *ended: object) -> None:
        """Forget the answers that stood in the workspace, which ends here, and close what was opened."""
        with suppress(StoreError):
            Answers(self.store).forget(TEAM)
        super().__exit__(*ended)


def bootstrap(
    settings: Settings,
    *,
    clock: Clock,
    create: bool,
    reader: FeedReader | None = None,
    hold: dt.timedelta = HOLD,
    fetcher: Fetcher | None = None,
) -> Application:
    """Put everything together around the in-memory workspace; ``create`` makes the database where there is none.

    Raises a StoreError when the database cannot be used.
    """
    parts = open_parts(
        settings,
        clock=clock,
        create=create,
        reader=reader,
        hold=hold,
        fetcher=fetcher,
        at_once=PATIENT,
    )
    workspace = LocalWorkspace(clock)
    admission = build_admission(
        parts.services,
        store=parts.store,
        client=workspace.client,
        executor=workspace.executor,
        keeps=False,
        workspace=TEAM,
        admins=settings.admins | {ADMIN},
        guests_read=settings.guests_read,
    )
    departures = Departures(parts.store, parts.renderer, workspace=TEAM, admins=admission.admins)
    delivery = build_delivery(parts, SlackPoster(workspace.client, bot_id=BOT_ID), admission, departures, team=TEAM)
    services = join_intake(
        admission.into(parts.services),
        parts,
        files=workspace.files,
        teller=LocalTeller(build_teller(workspace.client, BOT_ID, prefix=settings.command_prefix), workspace),
        workspace=TEAM,
    )
    work_inline(services.intake)
    sender = SlackFileSender(workspace.client, upload=workspace.take_upload)
    exports = Exports(parts.store, sender, licences=admission.licences, team=TEAM)
    services = replace(services, exports=exports, departures=departures)
    app = build_app(
        services=services,
        client=workspace.client,
        authorize=workspace.authorize,
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
        registers=REGISTERS,
    )
    workspace.attach(app)
    for channel in parts.subscriptions.list_channels(TEAM):
        workspace.slack.open_channel(channel)
    posted = parts.digests.list_sent(TEAM)
    for sent in posted:
        workspace.slack.recall(sent.channel, sent.ts)
    workspace.slack.go_on_after((*parts.services.inbox.list_stamps(TEAM), *(sent.ts for sent in posted)))
    return Application(
        **vars(parts),
        delivery=delivery,
        scheduler=Scheduler(digests=parts.digests, delivery=delivery),
        workspace=workspace,
    )
