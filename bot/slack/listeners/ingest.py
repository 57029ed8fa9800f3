"""What ``/ingest`` does, typed, pressed or filled in: documents and their reports, layouts, and what admins settle."""

from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.digests import holds
from bot.errors import BadQueryError, GongbaoError
from bot.model.ids import IdKind, find_id, parse_id
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.post import Message
from bot.model.review import Decision
from bot.reading.layout.layouts import parse_layout
from bot.slack import actions as act
from bot.slack.actions import build_stale_error, parse_carried
from bot.slack.arguments import Request
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.gate import Incoming, Listener, Visit, explain, on_press
from bot.slack.messages import forms, layouts, review
from bot.slack.messages import ingest as reports
from bot.slack.messages.forms import COMPANIES, read_text
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
    by, now = visit.viewer.user, visit.now
    match request.action:
        case "form":
            return forms.build_upload_offer()
        case "list":
            return reports.build_reading_list(services.ingest.list_reports(now=now))
        case "show":
            return show_card(request.number, visit)
        case "read":
            services.intake.submit(request.sources, by=by)
            return reports.build_accepted(request.sources)
        case "review":
            return review.build_review_list(services.review.list_open())
        case "merge":
            return review.build_moved(services.review.merge(*numbers, by=by, now=now))
        case "split":
            return review.build_moved(services.review.split(request.number, by=by, now=now))
        case "undo":
            undone = services.ingest.undo(request.number, by=by, now=now)
            return show_card(request.number, visit, notes=(reports.describe_undone(undone),))
        case action:
            return change_posts(action, request.number, visit)


def show_card(number: int, visit: Visit, *, reading: int | None = None, notes: tuple[str, ...] = ()) -> Message:
    """Return the report of a reading as it stands now; ``notes`` are escaped."""
    report = visit.services.ingest.get_report(number, now=visit.now, reading=reading)
    return reports.build_report(report, notes=notes)


def change_posts(action: str, number: int, visit: Visit, *, reading: int | None = None) -> Message:
    """Release, hold or announce the posts of a briefing, and return its report with what came of it."""
    changed = visit.services.digests.turn(number, action, by=visit.viewer.user, now=visit.now)
    report = visit.services.ingest.get_report(number, now=visit.now, reading=reading)
    done = reports.describe_done(action, report, changed=changed)
    return reports.build_report(report, notes=(done,))


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


def read_value(press: Incoming) -> tuple[int, int]:
    """Return the numbers of the briefing and the reading that a button carries, or raise BadQueryError."""
    found = reports.parse_value(press.value)
    if found is None:
        raise build_stale_error()
    return found


def _press_change(press: Incoming, *, action: str) -> None:
    """Post, hold or announce a briefing, and show its report as it then stands."""
    number, reading = read_value(press)
    press.replace(change_posts(action, number, press, reading=reading))


def _preview(press: Incoming) -> None:
    """Show what waits to be posted, as far as this person may see its channels."""
    services, now, (number, _) = press.services, press.now, read_value(press)
    report = services.ingest.get_report(number, now=now)
    found = services.digests.preview_briefing(number, now=now)
    looked_at = found[:_MOST_LOOKED_AT]
    shown = [each for each in looked_at if services.channels.may_see(each[0].slot.channel, press.viewer.user, now=now)]
    name = f"{report.briefing_id} {report.name}"
    hidden, left = len(looked_at) - len(shown), len(found) - len(looked_at)
    press.open(reports.build_preview_view(name, shown, hidden=hidden, left=left, now=now))


def _show_report(press: Incoming) -> None:
    """Show a report beside the list that it was opened from."""
    number, reading = read_value(press)
    press.reply(show_card(number, press, reading=reading))


def _turn_readings(press: Incoming) -> None:
    """Turn the page of what was read."""
    page = press.services.ingest.list_reports(now=press.now, offset=press.read_number())
    press.replace(reports.build_reading_list(page))


def _take_documents(form: Incoming) -> BoltResponse:
    """Have documents read."""
    sources = forms.read_upload_form(form.view)
    form.services.intake.submit(sources, by=form.viewer.user)
    return form.answer(build_window(reports.build_accepted(sources), "Ingest"))


# Layouts.


def _confirm_layout(press: Incoming) -> None:
    """Keep the layout that a briefing was read with for its series, and show its report."""
    number = press.read_id(IdKind.BRIEFING)
    kept = press.services.layouts.confirm(number, by=press.viewer.user, now=press.now)
    note = escape(f"Confirmed: {kept.name} is read with this layout from now on.")
    press.replace(show_card(number, press, notes=(note,)))


def _open_layout(press: Incoming) -> None:
    """Open the form with the layout that a briefing was read with."""
    press.open(layouts.build_layout_form(press.services.layouts.show(press.read_id(IdKind.BRIEFING))))


def _read_layout(form: Incoming, number: int) -> tuple[str, dict[str, str]]:
    """Return the layout that the form says as TOML, and what is wrong, by field."""
    used = form.services.layouts.show(number).used
    return layouts.read_layout_form(form.view, parse_layout(used.toml))


def _try_layout(press: Incoming) -> None:
    """Show in the form what its layout reads; BadQueryError for what is wrong in it."""
    number = press.read_id(IdKind.BRIEFING)
    toml, errors = _read_layout(press, number)
    if errors:
        raise BadQueryError(" ".join(errors.values()))
    press.update(layouts.build_layout_form(press.services.layouts.show(number, toml)))


def _take_layout(form: Incoming) -> BoltResponse:
    """Keep a layout, read the briefing again, and show what changed, or why nothing did."""
    number = parse_id(read_private(form.view), IdKind.BRIEFING)
    toml, errors = _read_layout(form, number)
    if errors:
        return form.refuse(errors)

    def keep(then: Incoming) -> None:
        try:
            view = layouts.build_changed(then.services.layouts.set(number, toml, by=then.viewer.user, now=then.now))
        except GongbaoError as error:
            view = build_window(explain(error), "Not done")
        then.update(view)

    form.later.append(keep)  # reading takes longer than an acknowledgement may
    return form.answer(build_window(build_line(f"Reading B{number} again …"), "Layout"))


# The review list and doubtful posts.


def _redraw(visit: Visit, press: Press, notes: tuple[str, ...] = ()) -> Message:
    """Return the review list that a press stands in, or that of the report it stands beside, as it is now."""
    found = find_id(press.origin)
    briefing = found[1] if found and found[0] is IdKind.BRIEFING else None
    keeper = visit.services.review
    listed = keeper.list_open(offset=press.offset, briefing_id=briefing)
    if not listed.rows and press.offset:
        listed = keeper.list_open(briefing_id=briefing)
    return review.build_review_list(listed, notes=notes)


def _settle_entry(press: Incoming) -> None:
    """Settle an entry of the review list, and show the list as it then stands."""
    pressed = parse_carried(press.value, Press)
    if pressed.decision is None:
        raise build_stale_error()
    settled = press.services.review.settle(pressed.number, pressed.decision, by=press.viewer.user, now=press.now)
    if pressed.origin != review.ALONE:
        press.replace(_redraw(press, pressed, review.describe_settled(settled)))
    elif settled.report is not None:
        press.replace(reports.build_report(settled.report))
    else:
        press.replace(review.build_settled(settled))


def _show_entry(press: Incoming) -> None:
    """Show an entry of the review list beside the report that names it."""
    pressed = parse_carried(press.value, Press)
    press.reply(review.build_entry(press.services.review.get(pressed.number), pressed))


def _ask_company(press: Incoming) -> None:
    """Ask which company a name is another name of."""
    pressed = parse_carried(press.value, Press)
    press.open(review.build_same_form(press.services.review.get(pressed.number), pressed))


def _take_company(form: Incoming) -> BoltResponse:
    """Make a name another name of the company that was chosen."""
    press = parse_carried(read_private(form.view), Press)
    other, by = read_text(form.view, COMPANIES), form.viewer.user
    settled = form.services.review.settle(press.number, Decision.SAME, by=by, now=form.now, other=other)
    return form.answer(build_window(_redraw(form, press, review.describe_settled(settled)), "Review"))


def _settle_post(press: Incoming, *, sent: bool) -> None:
    """Note of a post that nobody knows of whether it was sent; one that was not goes again."""
    number, by = press.read_number(), press.viewer.user
    with press.services.store.write() as db:
        post, done = holds.settle(db, number, sent=sent, by=by, now=press.now)
    press.replace(build_settled(post, done, by=by))


def _settle_restored(press: Incoming, *, sent: bool) -> None:
    """Send or skip all that fell due before a restore."""
    viewer, until = press.viewer, press.read_number()
    with press.services.store.write() as db:
        count = holds.settle_restored(db, viewer.workspace, until=until, sent=sent, by=viewer.user, now=press.now)
    press.replace(build_restored_settled(count, sent=sent, by=viewer.user))


LISTENERS = (
    *on_press(
        Need.INGEST,
        {
            reports.PREVIEW: _preview,
            reports.POST: partial(_press_change, action="release"),
            reports.HOLD: partial(_press_change, action="hold"),
            reports.ANNOUNCE: partial(_press_change, action="announce"),
            reports.SHOW: _show_report,
            f"{reports.MORE}.#": _turn_readings,
            forms.UPLOAD: lambda press: press.open(forms.build_upload_form()),
            layouts.RIGHT: _confirm_layout,
            layouts.OPEN: _open_layout,
            layouts.TRY: _try_layout,
        },
    ),
    *on_press(
        Need.REVIEW,
        {
            f"{review.SETTLE}.#": _settle_entry,
            f"{review.PAGE}.#": lambda press: press.replace(_redraw(press, parse_carried(press.value, Press))),
            review.SHOW: _show_entry,
            review.SAME: _ask_company,
            act.WAS_SENT: partial(_settle_post, sent=True),
            act.POST_AGAIN: partial(_settle_post, sent=False),
            act.SEND_ALL: partial(_settle_restored, sent=False),
            act.SKIP_ALL: partial(_settle_restored, sent=True),
        },
    ),
    Listener(f"view:{forms.UPLOAD_VIEW}", Need.INGEST, _take_documents, field=forms.ADDRESSES),
    Listener(f"view:{layouts.FORM}", Need.INGEST, _take_layout),
    Listener(f"view:{review.SAME}", Need.REVIEW, _take_company, field=COMPANIES),
)
"""The buttons and forms of reports, layouts, the review list and doubtful posts."""
