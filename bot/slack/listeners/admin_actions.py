"""The buttons of admins: reports of what was read, layouts, the review list, posts about which a person is asked."""

from __future__ import annotations

from functools import partial

from bot.access.roles import Need
from bot.errors import BadQueryError
from bot.model.ids import IdKind
from bot.reading.layout.layouts import parse_layout
from bot.slack import actions as act
from bot.slack.actions import build_stale_error
from bot.slack.blocks import build_message, section
from bot.slack.gate import Listener
from bot.slack.incoming import Incoming
from bot.slack.listeners import ingest
from bot.slack.listeners.actions import refuse
from bot.slack.listeners.digest import build_asker
from bot.slack.messages import ingest as reports
from bot.slack.messages import ingest_progress as progress
from bot.slack.messages import layouts, review
from bot.slack.messages.notices import build_restored_settled, build_settled
from bot.slack.mrkdwn import escape


def _read_value(press: Incoming) -> tuple[int, int]:
    """Return the numbers of the briefing and the reading that a button carries, or raise BadQueryError."""
    found = reports.parse_value(press.value)
    if found is None:
        raise build_stale_error()
    return found


def change_posts(press: Incoming, *, action: str) -> None:
    """Post, hold or announce a briefing, and show its report as it then stands."""
    number, reading = _read_value(press)
    press.replace(ingest.change_posts(action, number, press.viewer, press.services, reading=reading))


def preview(press: Incoming) -> None:
    """Show what waits to be posted."""
    press.open(ingest.build_preview(_read_value(press)[0], press.viewer, press.services))


def show_report(press: Incoming) -> None:
    """Show a report beside the list that it was opened from."""
    number, reading = _read_value(press)
    press.reply(ingest.show_card(number, press.services, reading=reading))


def turn_readings(press: Incoming) -> None:
    """Turn the page of what was read."""
    press.replace(ingest.list_readings(press.services, offset=press.read_number()))


def decide_document(press: Incoming, *, keep: bool) -> None:
    """Keep or discard a document that does not look like a briefing."""
    press.require(Need.INGEST, "a document that is no briefing")
    press.services.intake.decide(press.read_number(), keep=keep)


def open_documents(press: Incoming) -> None:
    """Open the form for documents to read."""
    press.open(progress.build_form())


def confirm_layout(press: Incoming) -> None:
    """Keep the layout that a briefing was read with for its series, and show its report."""
    number = press.read_id(IdKind.BRIEFING)
    press.require(Need.INGEST, f"the layout of B{number}")
    kept = press.services.layouts.confirm(number, by=press.viewer.user, now=press.now)
    note = escape(f"Confirmed: {kept.name} is read with this layout from now on.")
    press.replace(ingest.show_card(number, press.services, notes=(note,)))


def open_layout(press: Incoming) -> None:
    """Open the form with the layout that a briefing was read with."""
    press.open(layouts.build_layout_form(press.services.layouts.show(press.read_id(IdKind.BRIEFING))))


def try_layout(press: Incoming) -> None:
    """Show in the form what its layout reads; BadQueryError for what is wrong in it."""
    number, kept = press.read_id(IdKind.BRIEFING), press.services.layouts
    toml, errors = layouts.read_layout_form(press.view, parse_layout(kept.show(number).used.toml))
    if errors:
        raise BadQueryError(" ".join(errors.values()))
    press.update(layouts.build_layout_form(kept.preview(number, toml)))


def settle_entry(press: Incoming) -> None:
    """Settle an entry of the review list, and show the list as it then stands."""
    pressed = review.parse_press(press.value)
    press.require(Need.REVIEW, f"R{pressed.number}")
    decision, by = pressed.decision, press.viewer.user
    if decision is None:
        raise build_stale_error()
    settled = press.services.review.settle(pressed.number, decision, by=by, now=press.now)
    press.replace(ingest.redraw(press.services, pressed, review.describe_settled(settled)))


def turn_review(press: Incoming) -> None:
    """Turn the page of the review list."""
    press.replace(ingest.redraw(press.services, review.parse_press(press.value)))


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
        press.replace(ingest.redraw(press.services, pressed, (said,)))


def take_over(press: Incoming) -> None:
    """Let an admin manage a subscription whose manager left."""
    number, asker = press.read_id(IdKind.SUBSCRIPTION), build_asker(press.viewer, press.services)
    press.services.subscriptions.take_over(number, asker=asker, now=press.now)
    said = f"You manage D{number} now."
    press.reply(build_message(said, [section(said)]))


def settle_post(press: Incoming, *, sent: bool) -> None:
    """Note of a post that nobody knows of whether it was sent; one that was not goes again."""
    number, by = press.read_number(), press.viewer.user
    press.require(Need.REVIEW, f"post {number}")
    settled = press.services.held.settle(number, sent=sent, by=by, now=press.now)
    press.replace(build_settled(settled, sent=sent, by=by))


def settle_restored(press: Incoming, *, sent: bool) -> None:
    """Send or skip all that fell due before a restore."""
    until, viewer = press.read_number(), press.viewer
    press.require(Need.REVIEW, f"post {until}")
    held = press.services.held
    count = held.settle_restored(viewer.workspace, until=until, sent=sent, by=viewer.user, now=press.now)
    press.replace(build_restored_settled(count, sent=sent, by=viewer.user))


LISTENERS = (
    *(
        Listener(f"action:{action_id}", need, later=handle)
        for need, rows in (
            (
                Need.INGEST,
                (
                    (reports.PREVIEW, preview),
                    (reports.POST, partial(change_posts, action="release")),
                    (reports.HOLD, partial(change_posts, action="hold")),
                    (reports.ANNOUNCE, partial(change_posts, action="announce")),
                    (reports.SHOW, show_report),
                    (f"{reports.MORE}.#", turn_readings),
                    (progress.KEEP, partial(decide_document, keep=True)),
                    (progress.DISCARD, partial(decide_document, keep=False)),
                    (progress.OPEN_FORM, open_documents),
                    (layouts.RIGHT, confirm_layout),
                    (layouts.OPEN, open_layout),
                    (layouts.TRY, try_layout),
                ),
            ),
            (
                Need.REVIEW,
                (
                    (f"{review.SETTLE}.#", settle_entry),
                    (f"{review.PAGE}.#", turn_review),
                    (review.SHOW, show_entry),
                    (review.SAME_FORM, ask_company),
                    (f"{act.TAKE_OVER}.#", take_over),
                    (act.WAS_SENT, partial(settle_post, sent=True)),
                    (act.POST_AGAIN, partial(settle_post, sent=False)),
                    (act.SEND_ALL, partial(settle_restored, sent=False)),
                    (act.SKIP_ALL, partial(settle_restored, sent=True)),
                ),
            ),
        )
        for action_id, handle in rows
    ),
    Listener("action:*", Need.READ, later=refuse),
)
"""The buttons of admins, and what says of all that nobody knows that they are from before."""
