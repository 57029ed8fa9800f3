"""What ``/ingest`` does, typed, pressed or filled in: documents, their reports and layouts; a queue reads them."""

from __future__ import annotations

from functools import partial

from slack_bolt import BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.errors import BadQueryError, DeliveryError, GongbaoError
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.intake import MOST_DOCUMENTS, Refused, Source
from bot.model.post import Message
from bot.reading.layout.layouts import parse_layout
from bot.slack.actions import build_stale_error
from bot.slack.arguments import Request
from bot.slack.blocks import modal
from bot.slack.calls.client import LaterDeliveryError, load_blocks, open_direct
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.failures import explain
from bot.slack.gate import Listener
from bot.slack.incoming import Incoming
from bot.slack.messages import forms, layouts
from bot.slack.messages import ingest as reports
from bot.slack.messages.fields import FieldError
from bot.slack.messages.review import build_merged, build_review_list, build_split
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.slack.windows import read_private

_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""


def answer_ingest(request: Request, viewer: Viewer, services: Services) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    numbers, review = [number for _, number in request.ids], services.review
    by, now = viewer.user, services.clock.now()
    match request.action:
        case "form":
            return forms.build_upload_offer()
        case "list":
            return list_readings(services)
        case "show":
            return show_card(request.number, services)
        case "read":
            services.intake.submit(request.sources, by=by)
            return reports.build_accepted(request.sources)
        case "review":
            return build_review_list(review.list_open())
        case "merge":
            return build_merged(review.merge(numbers[0], numbers[1], by=by, now=now))
        case "split":
            return build_split(review.split(request.number, by=by, now=now))
        case "undo":
            undone = services.ingest.undo(request.number, by=by, now=now)
            return show_card(request.number, services, notes=(reports.describe_undone(undone),))
        case action:
            return change_posts(action, request.number, by, services)


def list_readings(services: Services, *, offset: int = 0) -> Message:
    """Return a page of what was read."""
    return reports.build_reading_list(services.cards.list_readings(now=services.clock.now(), offset=offset))


def show_card(number: int, services: Services, *, reading: int | None = None, notes: tuple[str, ...] = ()) -> Message:
    """Return the report of a reading as it stands now; ``notes`` are escaped."""
    card = services.cards.get_card(number, now=services.clock.now(), reading=reading)
    return reports.build_ingest_card(card, prefix=services.prefix, notes=notes)


def change_posts(action: str, number: int, by: str, services: Services, *, reading: int | None = None) -> Message:
    """Release, hold or announce the posts of a briefing, and return its report with what came of it."""
    now, holds = services.clock.now(), services.holds
    changes = {"release": holds.release, "hold": holds.hold, "announce": holds.announce}
    held = changes[action](number, by=by, now=now)
    return show_card(number, services, reading=reading, notes=(reports.describe_done(action, held, now=now),))


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


def _read_value(press: Incoming) -> tuple[int, int]:
    """Return the numbers of the briefing and the reading that a button carries, or raise BadQueryError."""
    found = reports.parse_value(press.value)
    if found is None:
        raise build_stale_error()
    return found


def press_change(press: Incoming, *, action: str) -> None:
    """Post, hold or announce a briefing, and show its report as it then stands."""
    number, reading = _read_value(press)
    press.replace(change_posts(action, number, press.viewer.user, press.services, reading=reading))


def preview(press: Incoming) -> None:
    """Show what waits to be posted, as far as this person may see its channels."""
    services, now, (number, _) = press.services, press.now, _read_value(press)
    held, found = services.holds.get(number, now=now), services.digests.preview_briefing(number, now=now)
    looked_at = found[:_MOST_LOOKED_AT]
    shown = [each for each in looked_at if services.channels.may_see(each.channel, press.viewer.user, now=now)]
    name = f"{format_id(IdKind.BRIEFING, number)} {held.name}"
    hidden, left = len(looked_at) - len(shown), len(found) - len(looked_at)
    press.open(reports.build_preview_view(name, shown, hidden=hidden, left=left, now=now))


def show_report(press: Incoming) -> None:
    """Show a report beside the list that it was opened from."""
    number, reading = _read_value(press)
    press.reply(show_card(number, press.services, reading=reading))


def turn_readings(press: Incoming) -> None:
    """Turn the page of what was read."""
    press.replace(list_readings(press.services, offset=press.read_number()))


def open_documents(press: Incoming) -> None:
    """Open the form for documents to read."""
    press.open(forms.build_upload_form())


def take_documents(form: Incoming) -> BoltResponse:
    """Have documents read."""
    try:
        sources = forms.read_upload_form(form.view)
    except FieldError as error:
        return form.refuse(error.block, error)
    form.services.intake.submit(sources, by=form.viewer.user)
    return form.answer(modal("Ingest", load_blocks(reports.build_accepted(sources))))


def confirm_layout(press: Incoming) -> None:
    """Keep the layout that a briefing was read with for its series, and show its report."""
    number = press.read_id(IdKind.BRIEFING)
    kept = press.services.layouts.confirm(number, by=press.viewer.user, now=press.now)
    note = escape(f"Confirmed: {kept.name} is read with this layout from now on.")
    press.replace(show_card(number, press.services, notes=(note,)))


def open_layout(press: Incoming) -> None:
    """Open the form with the layout that a briefing was read with."""
    press.open(layouts.build_layout_form(press.services.layouts.show(press.read_id(IdKind.BRIEFING))))


def _read_layout(form: Incoming, number: int) -> tuple[str, dict[str, str]]:
    """Return the layout that the form says as TOML, and what is wrong, by field."""
    used = form.services.layouts.show(number).used
    return layouts.read_layout_form(form.view, parse_layout(used.toml))


def try_layout(press: Incoming) -> None:
    """Show in the form what its layout reads; BadQueryError for what is wrong in it."""
    number = press.read_id(IdKind.BRIEFING)
    toml, errors = _read_layout(press, number)
    if errors:
        raise BadQueryError(" ".join(errors.values()))
    press.update(layouts.build_layout_form(press.services.layouts.preview(number, toml)))


def take_layout(form: Incoming) -> BoltResponse:
    """Check a layout, and say that the briefing is being read again."""
    number = parse_id(read_private(form.view), IdKind.BRIEFING)
    _, errors = _read_layout(form, number)
    if errors:
        return form.ack(response_action="errors", errors=errors)
    return form.answer(layouts.build_waiting(f"B{number}"))


def keep_layout(form: Incoming) -> None:
    """Keep a layout, read the briefing again, and show what changed, or why nothing did."""
    number = parse_id(read_private(form.view), IdKind.BRIEFING)
    toml, errors = _read_layout(form, number)
    if errors:
        return
    try:
        view = layouts.build_changed(form.services.layouts.set(number, toml, by=form.viewer.user, now=form.now))
    except GongbaoError as error:
        view = modal("Not done", load_blocks(explain(error)))
    form.update(view)


LISTENERS = (
    *(
        Listener(f"action:{action_id}", Need.INGEST, later=handle)
        for action_id, handle in (
            (reports.PREVIEW, preview),
            (reports.POST, partial(press_change, action="release")),
            (reports.HOLD, partial(press_change, action="hold")),
            (reports.ANNOUNCE, partial(press_change, action="announce")),
            (reports.SHOW, show_report),
            (f"{reports.MORE}.#", turn_readings),
            (forms.UPLOAD, open_documents),
            (layouts.RIGHT, confirm_layout),
            (layouts.OPEN, open_layout),
            (layouts.TRY, try_layout),
        )
    ),
    Listener(f"view:{forms.UPLOAD_VIEW}", Need.INGEST, take_documents),
    Listener(f"view:{layouts.FORM}", Need.INGEST, take_layout, keep_layout),
)
"""The buttons of reports and layouts, and their forms."""
