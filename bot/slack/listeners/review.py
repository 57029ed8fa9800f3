"""The review list's buttons: each settles its entry and brings the one message up to date."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.errors import BadQueryError
from bot.ingest.review import ReviewEntry
from bot.model.ids import IdKind, find_id
from bot.model.post import Message
from bot.model.review import Decision
from bot.model.roles import Need, Viewer
from bot.slack.access import Listeners, numbered
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.commands import name_commands
from bot.slack.listeners.buttons import acknowledge, get_value
from bot.slack.messages.review import (
    COMPANY_BLOCK,
    PAGE,
    SAME_FORM,
    SAME_VIEW,
    SETTLE,
    Press,
    build_review_list,
    build_same_form,
    describe_settled,
    parse_press,
)
from bot.slack.messages.subscription_form import COMPANIES
from bot.slack.services import Services
from bot.slack.windows import answer_form, build_window, read_private, show_window


def redraw(services: Services, press: Press, notes: tuple[str, ...] = ()) -> Message:
    """Return the message that a press stands in as it is now: the list, a briefing's list, or another's that shows it.

    What else shows entries says how in ``services.review_origins``: the first word of the origin to a function of the
    rest and the notes.
    """
    kind, _, rest = press.origin.partition(" ")
    draw = services.review_origins.get(kind)
    if draw is not None:
        return draw(rest, notes)
    found = find_id(press.origin)
    briefing = found[1] if found and found[0] is IdKind.BRIEFING else None
    listed = services.review.list_open(offset=press.offset, briefing_id=briefing, certain=press.certain)
    if not listed.entries and press.offset:
        listed = services.review.list_open(briefing_id=briefing, certain=press.certain)
    return build_review_list(listed, notes=notes, prefix=services.prefix)


def register(app: Listeners, services: Services) -> None:
    """Register the buttons and the form; ``services`` carry the review list."""

    def show(respond: Responder, press: Press, notes: tuple[str, ...] = ()) -> None:
        message = redraw(services, press, notes)
        respond(message.text, load_blocks(message), replace_original=True)

    def settle(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        press = parse_press(get_value(body))
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"R{press.number}")
        settled = services.review.settle(
            press.number, Decision(press.decision), by=viewer.user, now=services.clock.now()
        )
        show(respond, press, describe_settled(settled))

    def turn(body: dict[str, Any], respond: Responder) -> None:
        show(respond, parse_press(get_value(body)))

    def show_form(body: dict[str, Any], client: WebClient, respond: Responder) -> None:
        press = parse_press(get_value(body))
        entry = services.review.get(press.number)
        if entry.decision is not None:
            show(respond, press, (_describe_taken(entry),))
            return
        show_window(client, body, build_same_form(entry, press))

    def take_company(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        press = parse_press(read_private(view))
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"R{press.number}")
        named = _get_chosen(view)
        try:
            settled = services.review.settle(
                press.number, Decision.SAME, by=viewer.user, now=services.clock.now(), other=named
            )
        except BadQueryError as error:
            return ack(response_action="errors", errors={COMPANY_BLOCK: name_commands(str(error))})
        message = redraw(services, press, describe_settled(settled))
        return answer_form(ack, view, build_window(message, "Review"))

    app.action(numbered(SETTLE))(ack=acknowledge, lazy=[settle])
    app.action(numbered(PAGE))(ack=acknowledge, lazy=[turn])
    app.action(SAME_FORM)(ack=acknowledge, lazy=[show_form])
    app.view(SAME_VIEW)(take_company)


def _get_chosen(view: dict[str, Any]) -> str:
    """Return the id of the company chosen in the form, "" without one."""
    held = (view.get("state") or {}).get("values") or {}
    chosen = ((held.get(COMPANY_BLOCK) or {}).get(COMPANIES) or {}).get("selected_option") or {}
    return str(chosen.get("value") or "")


def _describe_taken(entry: ReviewEntry) -> str:
    said = entry.decision.value if entry.decision else ""
    return f"{entry.shown_id} was settled before: {said}."
