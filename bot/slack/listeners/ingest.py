"""What ``/ingest`` does, typed, pressed or filled in: documents and their reports, layouts, and what admins settle."""

from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.digests import holds
from bot.errors import BadQueryError, GongbaoError
from bot.model.ids import IdKind, parse_id
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry
from bot.reading.layout.layouts import parse_layout
from bot.slack import actions as act
from bot.slack.actions import build_stale_error, parse_carried
from bot.slack.arguments import Request
from bot.slack.blocks import actions, button
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.gate import Incoming, Listener, Visit, explain, on_press
from bot.slack.messages import forms, review
from bot.slack.messages import ingest as reports
from bot.slack.messages.frame import build_line
from bot.slack.messages.review import Press
from bot.slack.messages.subscriptions import build_restored_settled, build_settled
from bot.slack.mrkdwn import escape
from bot.slack.windows import build_window, read_private

_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""


def answer_ingest(request: Request, visit: Visit) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    numbers, services = [number for _, number in request.ids], visit.services
    by, now, number = visit.viewer.user, visit.now, request.number
    match request.action:
        case "form":  # only a press or a command opens one
            text = "Press the button to open the form, or send me the file in a direct message."
            return build_line(text, actions(button("Upload a briefing", forms.UPLOAD, "form")))
        case "list":
            return reports.build_reading_list(services.ingest.list_reports(now=now))
        case "show":
            return _report(number, visit)
        case "read":
            services.intake.submit(request.sources, by=by)
            return reports.build_accepted(request.sources)
        case "review":
            return _list_open(visit)
        case "merge":
            return review.build_moved(services.review.merge(*numbers, by=by, now=now))
        case "split":
            return review.build_moved(services.review.split(number, by=by, now=now))
        case "undo":
            undone = services.ingest.undo(number, by=by, now=now)
            return _report(number, visit, reports.describe_undone(undone))
    changed = services.digests.turn(number, request.action, by=by, now=now)  # release, hold, announce
    return _report(number, visit, "" if changed else "Nothing to do: that was done before, or there are no posts.")


def _report(number: int, visit: Visit, *notes: str) -> Message:
    """Return the report of a briefing as it is now; ``notes`` are escaped."""
    return reports.build_report(visit.services.ingest.get_report(number, now=visit.now), notes=notes)


def read_shared_files(files: object) -> tuple[list[Source], list[tuple[str, GongbaoError]]]:
    """Return the documents among the files of a message, and those that are not read, with why."""
    sources: list[Source] = []
    refused: list[tuple[str, GongbaoError]] = []
    for each in [each for each in files if isinstance(each, dict)] if isinstance(files, list) else []:
        try:
            sources.append(parse_shared_file(each))
        except GongbaoError as error:
            refused.append((name_shared_file(each), error))
    too_many = BadQueryError("One file too many.", hint=f"I read at most {MOST_DOCUMENTS} at once; send it again.")
    refused += [(each.name, too_many) for each in sources[MOST_DOCUMENTS:]]
    return sources[:MOST_DOCUMENTS], refused


def _preview(press: Incoming) -> None:
    """Show what waits to be posted, as far as this person may see its channels."""
    services, now, number = press.services, press.now, press.read_id(IdKind.BRIEFING)
    report, found = services.ingest.get_report(number, now=now), services.digests.preview_briefing(number, now=now)
    shown = [
        each
        for each in found[:_MOST_LOOKED_AT]
        if services.channels.may_see(each[0].slot.channel, press.viewer.user, now=now)
    ]
    name, hidden = f"{report.briefing_id} {report.name}", len(found) - len(shown)
    press.open(reports.build_preview_view(name, shown, hidden=hidden, now=now))


def _turn_readings(press: Incoming) -> None:
    page = press.services.ingest.list_reports(now=press.now, offset=press.read_number())
    press.replace(reports.build_reading_list(page))


def _take_documents(form: Incoming) -> BoltResponse:
    sources = forms.read_upload_form(form.view)
    form.services.intake.submit(sources, by=form.viewer.user)
    return form.answer(build_window(reports.build_accepted(sources), "Ingest"))


# Layouts.


def _confirm_layout(press: Incoming) -> None:
    """Keep the layout that a briefing was read with for its series, and show its report."""
    number = press.read_id(IdKind.BRIEFING)
    kept = press.services.layouts.confirm(number, by=press.viewer.user, now=press.now)
    press.replace(_report(number, press, escape(f"Confirmed: {kept.name} is read with this layout from now on.")))


def _open_layout(press: Incoming) -> None:
    press.open(review.build_layout_form(press.services.layouts.show(press.read_id(IdKind.BRIEFING))))


def _take_layout(form: Incoming) -> BoltResponse:
    """Keep a layout, read the briefing again, and show what changed, or why nothing did."""
    number = parse_id(read_private(form.view), IdKind.BRIEFING)
    toml = review.read_layout_form(form.view, parse_layout(form.services.layouts.show(number).used.toml))

    def keep(then: Incoming) -> None:
        try:
            view = review.build_changed(then.services.layouts.set(number, toml, by=then.viewer.user, now=then.now))
        except GongbaoError as error:
            view = build_window(explain(error), "Not done")
        then.update(view)

    form.later.append(keep)  # reading takes longer than an acknowledgement may
    return form.answer(build_window(build_line(f"Reading B{number} again …"), "Layout"))


# The review list and doubtful posts.


def _list_open(visit: Visit, *notes: str, offset: int = 0) -> Message:
    return review.build_review_list(visit.services.review.list_open(offset=offset), notes=notes)


def _settle_entry(press: Incoming) -> None:
    """Settle an entry of the review list, and show what is left of it, or the report of what was read by that."""
    pressed = parse_carried(press.value, Press)
    if pressed.decision is None:
        raise build_stale_error()
    settled = press.services.review.settle(pressed.number, pressed.decision, by=press.viewer.user, now=press.now)
    if settled.report:
        press.replace(reports.build_report(settled.report))
    else:
        press.replace(_list_open(press, *review.describe_settled(settled)))


def _find_entry(press: Incoming) -> ReviewEntry:
    return press.services.review.get(parse_carried(press.value, Press).number)


def _take_company(form: Incoming) -> BoltResponse:
    """Make a name another name of the company that was chosen."""
    number, other = parse_carried(read_private(form.view), Press).number, forms.read_text(form.view, forms.COMPANIES)
    keeper, by = form.services.review, form.viewer.user
    settled = keeper.settle(number, Decision.SAME, by=by, now=form.now, other=other)
    return form.answer(build_window(_list_open(form, *review.describe_settled(settled)), "Review"))


def _settle_post(press: Incoming, *, sent: bool) -> None:
    """Note of a post that nobody knows of whether it was sent; one that was not goes again."""
    number, by = press.read_number(), press.viewer.user
    with press.services.store.write() as db:
        post, done = holds.settle(db, number, sent=sent, by=by, now=press.now)
    press.replace(build_settled(post, done, by=by))


def _settle_restored(press: Incoming, *, sent: bool) -> None:
    viewer, until = press.viewer, press.read_number()
    with press.services.store.write() as db:
        count = holds.settle_restored(db, viewer.workspace, until=until, sent=sent, by=viewer.user, now=press.now)
    press.replace(build_restored_settled(count, sent=sent, by=viewer.user))


LISTENERS = (
    *on_press(
        Need.INGEST,
        {
            reports.PREVIEW: _preview,
            f"{reports.MORE}.#": _turn_readings,
            forms.UPLOAD: lambda press: press.open(forms.build_upload_form()),
            review.LAYOUT_RIGHT: _confirm_layout,
            review.LAYOUT_OPEN: _open_layout,
        },
    ),
    *on_press(
        Need.REVIEW,
        {
            f"{review.SETTLE}.#": _settle_entry,
            f"{review.PAGE}.#": lambda press: press.replace(_list_open(press, offset=press.read_number())),
            review.SHOW: lambda press: press.reply(review.build_entry(_find_entry(press))),
            review.SAME: lambda press: press.open(review.build_same_form(_find_entry(press))),
            act.WAS_SENT: partial(_settle_post, sent=True),
            act.POST_AGAIN: partial(_settle_post, sent=False),
            act.SEND_ALL: partial(_settle_restored, sent=False),
            act.SKIP_ALL: partial(_settle_restored, sent=True),
        },
    ),
    Listener(f"view:{forms.UPLOAD_VIEW}", Need.INGEST, _take_documents, field=forms.ADDRESSES),
    Listener(f"view:{review.LAYOUT_FORM}", Need.INGEST, _take_layout, field=review.HEADLINE),
    Listener(f"view:{review.SAME}", Need.REVIEW, _take_company, field=forms.COMPANIES),
)
"""The buttons and forms of reports, layouts, the review list and doubtful posts."""
