"""What admins settle by buttons: the review list, doubtful posts, subscriptions that nobody manages."""

from __future__ import annotations

from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id
from bot.model.post import Message
from bot.model.review import Decision
from bot.slack import actions as act
from bot.slack.actions import build_stale_error
from bot.slack.gate import Listener
from bot.slack.incoming import Incoming
from bot.slack.listeners.digest import build_asker
from bot.slack.listeners.ingest import show_card
from bot.slack.messages import review
from bot.slack.messages.fields import read_text
from bot.slack.messages.forms import COMPANIES
from bot.slack.messages.frame import build_line
from bot.slack.messages.ingest import REPORT_ORIGIN, parse_value
from bot.slack.messages.notices import build_restored_settled, build_settled
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.slack.windows import build_window, read_private


def _redraw(services: Services, press: review.Press, notes: tuple[str, ...] = ()) -> Message:
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
    return review.build_review_list(listed, notes=notes)


def settle_entry(press: Incoming) -> None:
    """Settle an entry of the review list, and show the list as it then stands."""
    pressed = review.parse_press(press.value)
    if pressed.decision is None:
        raise build_stale_error()
    settled = press.services.review.settle(pressed.number, pressed.decision, by=press.viewer.user, now=press.now)
    if pressed.origin != review.ALONE:
        press.replace(_redraw(press.services, pressed, review.describe_settled(settled)))
    elif settled.kept is not None:
        press.replace(show_card(settled.kept, press.services))
    else:
        press.replace(review.build_settled(settled))


def turn_review(press: Incoming) -> None:
    """Turn the page of the review list."""
    press.replace(_redraw(press.services, review.parse_press(press.value)))


def show_entry(press: Incoming) -> None:
    """Show an entry of the review list beside the report that names it."""
    pressed = review.parse_press(press.value)
    press.reply(review.build_entry(press.services.review.get(pressed.number), pressed))


def ask_company(press: Incoming) -> None:
    """Ask which company a name is another name of, unless the entry is settled."""
    pressed = review.parse_press(press.value)
    entry = press.services.review.get(pressed.number)
    if entry.decision is None:
        press.open(review.build_same_form(entry, pressed))
    else:
        said = f"{entry.shown_id} was settled before: {entry.decision.value}."
        press.replace(_redraw(press.services, pressed, (said,)))


def take_company(form: Incoming) -> BoltResponse:
    """Make a name another name of the company that was chosen."""
    press = review.parse_press(read_private(form.view))
    other, by = read_text(form.view, COMPANIES), form.viewer.user
    try:
        settled = form.services.review.settle(press.number, Decision.SAME, by=by, now=form.now, other=other)
    except BadQueryError as error:
        return form.refuse(COMPANIES, error)
    return form.answer(build_window(_redraw(form.services, press, review.describe_settled(settled)), "Review"))


def take_over(press: Incoming) -> None:
    """Let an admin manage a subscription whose manager left."""
    number, asker = press.read_id(IdKind.SUBSCRIPTION), build_asker(press.viewer, press.services)
    press.services.subscriptions.take_over(number, asker=asker, now=press.now)
    press.reply(build_line(f"You manage D{number} now."))


def settle_post(press: Incoming, *, sent: bool) -> None:
    """Note of a post that nobody knows of whether it was sent; one that was not goes again."""
    number, by = press.read_number(), press.viewer.user
    settled = press.services.held.settle(number, sent=sent, by=by, now=press.now)
    press.replace(build_settled(settled, sent=sent, by=by))


def settle_restored(press: Incoming, *, sent: bool) -> None:
    """Send or skip all that fell due before a restore."""
    viewer, held = press.viewer, press.services.held
    until = press.read_number()
    count = held.settle_restored(viewer.workspace, until=until, sent=sent, by=viewer.user, now=press.now)
    press.replace(build_restored_settled(count, sent=sent, by=viewer.user))


LISTENERS = (
    *(
        Listener(f"action:{action_id}", Need.REVIEW, later=handle)
        for action_id, handle in (
            (f"{review.SETTLE}.#", settle_entry),
            (f"{review.PAGE}.#", turn_review),
            (review.SHOW, show_entry),
            (review.SAME, ask_company),
            (f"{act.TAKE_OVER}.#", take_over),
            (act.WAS_SENT, partial(settle_post, sent=True)),
            (act.POST_AGAIN, partial(settle_post, sent=False)),
            (act.SEND_ALL, partial(settle_restored, sent=False)),
            (act.SKIP_ALL, partial(settle_restored, sent=True)),
        )
    ),
    Listener(f"view:{review.SAME}", Need.REVIEW, take_company),
)
"""The buttons of admins, and the form that names a company."""
