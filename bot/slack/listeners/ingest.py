"""What ``/ingest`` does, typed, pressed or written in a message; a queue does the reading."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.errors import DeliveryError, GongbaoError
from bot.model.ids import IdKind, find_id, format_id
from bot.model.intake import MOST_DOCUMENTS, Refused, Source
from bot.model.post import Message
from bot.slack.arguments import Request
from bot.slack.blocks import Block
from bot.slack.calls.client import LaterDeliveryError, open_direct
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.messages.ingest import (
    REPORT_ORIGIN,
    build_ingest_card,
    build_preview_view,
    build_reading_list,
    describe_done,
    describe_undone,
    parse_value,
)
from bot.slack.messages.ingest_progress import build_accepted, build_form_offer
from bot.slack.messages.review import Press, build_merged, build_review_list, build_split
from bot.slack.mrkdwn import escape
from bot.slack.services import Services

_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""


def answer_ingest(request: Request, viewer: Viewer, services: Services) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    answers: dict[str, Callable[[], Message]] = {
        "form": build_form_offer,
        "list": lambda: list_readings(services),
        "show": lambda: show_card(request.number, services),
        "read": lambda: _read(request, viewer, services),
        "review": lambda: build_review_list(services.review.list_open()),
        "merge": lambda: _merge(request, viewer, services),
        "split": lambda: _split(request, viewer, services),
        "undo": lambda: undo(request.number, viewer, services),
    }
    answer = answers.get(request.action)
    return answer() if answer else change_posts(request.action, request.number, viewer, services)


def require(viewer: Viewer, services: Services, about: str) -> None:
    """Raise NotAllowedError unless this person may ingest, asked again at the write."""
    services.gatekeeper.require(viewer, Need.INGEST, about=about)


def list_readings(services: Services, *, offset: int = 0) -> Message:
    """Return a page of what was read."""
    listed = services.cards.list_readings(now=services.clock.now(), offset=offset)
    return build_reading_list(listed)


def show_card(number: int, services: Services, *, reading: int | None = None, notes: tuple[str, ...] = ()) -> Message:
    """Return the report of a reading as it stands now; ``notes`` are escaped."""
    card = services.cards.get_card(number, now=services.clock.now(), reading=reading)
    return build_ingest_card(card, prefix=services.prefix, notes=notes)


def change_posts(
    action: str, number: int, viewer: Viewer, services: Services, *, reading: int | None = None
) -> Message:
    """Release, hold or announce the posts of a briefing, and return its report with what came of it."""
    require(viewer, services, f"{action} B{number}")
    now, holds = services.clock.now(), services.holds
    changes = {"release": holds.release, "hold": holds.hold, "announce": holds.announce}
    held = changes[action](number, by=viewer.user, now=now)
    return show_card(number, services, reading=reading, notes=(describe_done(action, held, now=now),))


def undo(number: int, viewer: Viewer, services: Services) -> Message:
    """Take the last reading of a briefing back, and return its report with what came of it."""
    require(viewer, services, f"undo B{number}")
    undone = services.ingest.undo(number, by=viewer.user, now=services.clock.now())
    return show_card(number, services, notes=(describe_undone(undone),))


def build_preview(number: int, viewer: Viewer, services: Services) -> Block:
    """Return the window with what waits to be posted, as far as this person may see its channels."""
    now = services.clock.now()
    held, found = services.holds.get(number, now=now), services.digests.preview_briefing(number, now=now)
    looked_at = found[:_MOST_LOOKED_AT]
    shown = [each for each in looked_at if services.channels.may_see(each.channel, viewer.user, now=now)]
    name = f"{format_id(IdKind.BRIEFING, number)} {held.name}"
    hidden, left = len(looked_at) - len(shown), len(found) - len(looked_at)
    return build_preview_view(name, shown, hidden=hidden, left=left, now=now)


def require_direct(client: WebClient, user: str) -> None:
    """Raise DeliveryError where a report cannot come to a person's direct messages until something is done."""
    try:
        open_direct(client, user)
    except LaterDeliveryError:
        return  # whoever brings the report tries again
    except DeliveryError as error:
        said = f"{error.message} I'm reading it, but can't send you the report: see /ingest list."
        raise DeliveryError(said, hint=error.hint) from error


def read_shared_files(files: object) -> tuple[tuple[Source, ...], tuple[Refused, ...]]:
    """Return the documents among the files of a message, and those that are not read, with why."""
    sources: list[Source] = []
    refused: list[Refused] = []
    for each in [each for each in files if isinstance(each, dict)] if isinstance(files, list) else []:
        try:
            sources.append(parse_shared_file(each))
        except GongbaoError as error:
            refused.append(Refused(name=name_shared_file(each), said=error.message, hint=error.hint))
    hint = f"I read at most {MOST_DOCUMENTS} at once; send it again."
    refused += [Refused(name=each.name, said="One file too many.", hint=hint) for each in sources[MOST_DOCUMENTS:]]
    return tuple(sources[:MOST_DOCUMENTS]), tuple(refused)


def redraw(services: Services, press: Press, notes: tuple[str, ...] = ()) -> Message:
    """Return the message that a press of the review list stands in as it is now: the list, or a report."""
    kind, _, rest = press.origin.partition(" ")
    if kind == REPORT_ORIGIN:
        number, reading = parse_value(rest) or (0, 0)
        return show_card(number, services, reading=reading, notes=tuple(escape(note) for note in notes))
    found = find_id(press.origin)
    briefing = found[1] if found and found[0] is IdKind.BRIEFING else None
    listed = services.review.list_open(offset=press.offset, briefing_id=briefing)
    if not listed.entries and press.offset:
        listed = services.review.list_open(briefing_id=briefing)
    return build_review_list(listed, notes=notes)


def _read(request: Request, viewer: Viewer, services: Services) -> Message:
    require(viewer, services, "/ingest")
    services.intake.submit(request.sources, by=viewer.user)
    return build_accepted(request.sources)


def _merge(request: Request, viewer: Viewer, services: Services) -> Message:
    require(viewer, services, "merge")
    one, other = (number for _, number in request.ids)
    return build_merged(services.review.merge(one, other, by=viewer.user, now=services.clock.now()))


def _split(request: Request, viewer: Viewer, services: Services) -> Message:
    require(viewer, services, f"split I{request.number}")
    return build_split(services.review.split(request.number, by=viewer.user, now=services.clock.now()))
