"""What ``/ingest`` does, typed, pressed or filled in: documents and their reports, layouts, and what admins settle."""

from functools import partial

from bot.access.roles import Need
from bot.digests import holds
from bot.errors import GongbaoError
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry
from bot.reading.layout.layouts import parse_layout
from bot.slack import actions as act
from bot.slack.actions import build_stale_error, parse_carried
from bot.slack.arguments import Request
from bot.slack.blocks import Block, actions, button
from bot.slack.gate import Incoming, Listener, build_window, explain, on_press
from bot.slack.messages import forms, review
from bot.slack.messages import ingest as reports
from bot.slack.messages.frame import build_line
from bot.slack.messages.review import Press
from bot.slack.messages.subscriptions import build_restored_settled, build_settled
from bot.slack.mrkdwn import escape

_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""


def answer_ingest(request: Request, asked: Incoming) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    numbers, services = [number for _, number in request.ids], asked.services
    by, now, number = asked.viewer.user, asked.now, request.number
    match request.action:
        case "form":  # only a press or a command opens one
            text = "Press the button to open the form, or send me the file in a direct message."
            return build_line(text, actions(button("Upload a briefing", forms.UPLOAD, "form")))
        case "list":
            return reports.build_reading_list(services.ingest.list_reports(now=now))
        case "show":
            return _report(number, asked)
        case "read":
            services.intake.submit(request.sources, by=by)
            return reports.build_accepted(request.sources)
        case "review":
            return _list_open(asked)
        case "merge":
            return review.build_moved(services.review.merge(*numbers, by=by, now=now))
        case "split":
            return review.build_moved(services.review.split(number, by=by, now=now))
        case "undo":
            undone = services.ingest.undo(number, by=by, now=now)
            return _report(number, asked, reports.describe_undone(undone))
    changed = services.digests.turn(number, request.action, by=by, now=now)  # release, hold, announce
    return _report(number, asked, "" if changed else "Nothing to do: that was done before, or there are no posts.")


def _report(number: int, asked: Incoming, *notes: str) -> Message:
    """Return the report of a briefing as it is now; ``notes`` are escaped."""
    return reports.build_report(asked.services.ingest.get_report(number, now=asked.now), notes=notes)


def _preview(press: Incoming) -> Block:
    """Show what waits to be posted, as far as this person may see its channels."""
    services, now, number = press.services, press.now, press.read_id(IdKind.BRIEFING)
    report, found = services.ingest.get_report(number, now=now), services.digests.preview_briefing(number, now=now)
    may_see = partial(services.channels.may_see, user=press.viewer.user, now=now)
    shown = [each for each in found[:_MOST_LOOKED_AT] if may_see(each[0].slot.channel)]
    name = f"{report.briefing_id} {report.name}"
    return reports.build_preview_view(name, shown, hidden=len(found) - len(shown), now=now)


def _turn_readings(press: Incoming) -> Message:
    return reports.build_reading_list(press.services.ingest.list_reports(now=press.now, offset=press.read_number()))


def _take_documents(form: Incoming) -> Block:
    sources = forms.read_upload_form(form.view)
    form.services.intake.submit(sources, by=form.viewer.user)
    return build_window(reports.build_accepted(sources), "Ingest")


# Layouts.


def _open_layout(press: Incoming) -> Block:
    return review.build_layout_form(press.services.layouts.show(press.read_id(IdKind.BRIEFING)))


def _confirm_layout(press: Incoming) -> Message:
    """Keep the layout that a briefing was read with for its series, and show its report."""
    number = press.read_id(IdKind.BRIEFING)
    kept = press.services.layouts.confirm(number, by=press.viewer.user, now=press.now)
    return _report(number, press, escape(f"Confirmed: {kept.name} is read with this layout from now on."))


def _take_layout(form: Incoming) -> Block:
    """Keep a layout, read the briefing again, and show what changed, or why nothing did."""
    number, keeper = form.read_id(IdKind.BRIEFING), form.services.layouts
    toml = review.read_layout_form(form.view, parse_layout(keeper.show(number).used.toml))

    def keep(then: Incoming) -> Block:
        try:
            return review.build_changed(keeper.set(number, toml, by=then.viewer.user, now=then.now))
        except GongbaoError as error:
            return build_window(explain(error), "Not done")

    form.later.append(keep)  # reading takes longer than an acknowledgement may
    return build_window(build_line(f"Reading B{number} again …"), "Layout")


# The review list and doubtful posts.


def _list_open(asked: Incoming, *notes: str, offset: int = 0) -> Message:
    return review.build_review_list(asked.services.review.list_open(offset=offset), notes=notes)


def _settle_entry(press: Incoming) -> Message:
    """Settle an entry of the review list, and show what is left of it, or the report of what was read by that."""
    pressed = parse_carried(press.value, Press)
    if pressed.decision is None:
        raise build_stale_error()
    settled = press.services.review.settle(pressed.number, pressed.decision, by=press.viewer.user, now=press.now)
    if settled.report:
        return reports.build_report(settled.report)
    return _list_open(press, *review.describe_settled(settled))


def _find_entry(press: Incoming) -> ReviewEntry:
    return press.services.review.get(parse_carried(press.value, Press).number)


def _take_company(form: Incoming) -> Block:
    """Make a name another name of the company that was chosen."""
    number, other = parse_carried(form.private, Press).number, forms.read_text(form.view, forms.COMPANIES)
    settled = form.services.review.settle(number, Decision.SAME, by=form.viewer.user, now=form.now, other=other)
    return build_window(_list_open(form, *review.describe_settled(settled)), "Review")


def _settle_post(press: Incoming, *, sent: bool) -> Message:
    """Note of a post that nobody knows of whether it was sent; one that was not goes again."""
    number, by = press.read_number(), press.viewer.user
    with press.services.store.write() as db:
        post, done = holds.settle(db, number, sent=sent, by=by, now=press.now)
    return build_settled(post, done, by=by)


def _settle_restored(press: Incoming, *, sent: bool) -> Message:
    viewer, until = press.viewer, press.read_number()
    with press.services.store.write() as db:
        count = holds.settle_restored(db, viewer.workspace, until=until, sent=sent, by=viewer.user, now=press.now)
    return build_restored_settled(count, sent=sent, by=viewer.user)


LISTENERS = (
    on_press(reports.PREVIEW, Need.INGEST, _preview),
    on_press(forms.UPLOAD, Need.INGEST, lambda _: forms.build_upload_form()),
    on_press(review.LAYOUT_OPEN, Need.INGEST, _open_layout),
    on_press(f"{reports.MORE}.#", Need.INGEST, _turn_readings, in_place=True),
    on_press(review.LAYOUT_RIGHT, Need.INGEST, _confirm_layout, in_place=True),
    on_press(review.SHOW, Need.REVIEW, lambda press: review.build_entry(_find_entry(press))),
    on_press(review.SAME, Need.REVIEW, lambda press: review.build_same_form(_find_entry(press))),
    on_press(f"{review.SETTLE}.#", Need.REVIEW, _settle_entry, in_place=True),
    on_press(f"{review.PAGE}.#", Need.REVIEW, lambda at: _list_open(at, offset=at.read_number()), in_place=True),
    on_press(act.WAS_SENT, Need.REVIEW, partial(_settle_post, sent=True), in_place=True),
    on_press(act.POST_AGAIN, Need.REVIEW, partial(_settle_post, sent=False), in_place=True),
    on_press(act.SEND_ALL, Need.REVIEW, partial(_settle_restored, sent=False), in_place=True),
    on_press(act.SKIP_ALL, Need.REVIEW, partial(_settle_restored, sent=True), in_place=True),
    Listener(f"view:{forms.UPLOAD_VIEW}", Need.INGEST, _take_documents, field=forms.ADDRESSES),
    Listener(f"view:{review.LAYOUT_FORM}", Need.INGEST, _take_layout, field=review.HEADLINE, in_place=True),
    Listener(f"view:{review.SAME}", Need.REVIEW, _take_company, field=forms.COMPANIES),
)
"""The buttons and forms of reports, layouts, the review list and doubtful posts."""
