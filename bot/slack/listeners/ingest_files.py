"""Documents given as files: in a direct message with the bot, or by the form. Both are stored before they are acked."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse

from bot.errors import GongbaoError
from bot.model.intake import MOST_DOCUMENTS, Place, Refused, Source
from bot.model.roles import Need, Viewer
from bot.slack.access import Listeners
from bot.slack.blocks import modal
from bot.slack.calls.client import is_of_app, load_blocks
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.messages.ingest import FORM, build_accepted, read_form
from bot.slack.services import Services
from bot.slack.windows import answer_form


def read_shared_files(event: dict[str, Any]) -> tuple[tuple[Source, ...], tuple[Refused, ...]]:
    """Return the documents of a message, and those of its files that are not read, with why."""
    said = event.get("files")
    files = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    sources: list[Source] = []
    refused: list[Refused] = []
    for each in files:
        if len(sources) == MOST_DOCUMENTS:
            hint = f"At most {MOST_DOCUMENTS} are read at once; send it again."
            refused.append(Refused(name=name_shared_file(each), said="It is one file too many.", hint=hint))
            continue
        try:
            sources.append(parse_shared_file(each))
        except GongbaoError as error:
            refused.append(Refused(name=name_shared_file(each), said=error.message, hint=error.hint))
    return tuple(sources), tuple(refused)


def register(app: Listeners, services: Services) -> None:
    """Register files in direct messages and the form; ``services`` carry intake and the gatekeeper."""

    def take_files(ack: Ack, event: dict[str, Any], viewer: Viewer) -> None:
        channel, ts = str(event.get("channel") or ""), str(event.get("ts") or "")
        sources, refused = read_shared_files(event)
        if channel.startswith("D") and not is_of_app(event) and (sources or refused):
            thread_ts = event.get("thread_ts")
            place = Place(channel=channel, thread_ts=thread_ts if isinstance(thread_ts, str) else "")
            services.intake.submit(sources, by=viewer.user, place=place, refused=refused)
            services.inbox.see(viewer.workspace, channel, ts=ts, now=services.clock.now())
        ack()

    def take_form(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        sources, errors = read_form(view)
        if errors:
            return ack(response_action="errors", errors=errors)
        services.gatekeeper.require(viewer, Need.INGEST, about="the form of /ingest")
        services.intake.submit(sources, by=viewer.user)
        return answer_form(ack, view, modal("Ingest", load_blocks(build_accepted(sources))))

    app.event({"type": "message", "subtype": "file_share"})(take_files)
    app.view(FORM)(take_form)
