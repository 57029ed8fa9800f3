"""What ``/digest`` does, typed, pressed or filled in: subscriptions, and what they would bring.

It answers in private; what it posts goes through the outbox.
"""

from dataclasses import replace
from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.digests.compose import Reader
from bot.digests.rules import Asker, BadScheduleError, Rule
from bot.errors import BadQueryError, NotAllowedError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import Schedule, SubscriptionState, format_schedule, is_person
from bot.query.keys import Key, QueryTextError
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.query.questions import FOLLOWING
from bot.query.related import add_related
from bot.slack import actions as act
from bot.slack.actions import Ask, format_ask
from bot.slack.arguments import Request
from bot.slack.blocks import MAX_VALUE, measure
from bot.slack.gate import Listener, on_press
from bot.slack.incoming import Incoming, Visit
from bot.slack.messages import forms as form
from bot.slack.messages.forms import FieldError, option, read_chosen
from bot.slack.messages.frame import build_line
from bot.slack.messages.subscriptions import (
    build_changed,
    build_explained,
    build_offer,
    build_preview,
    build_status,
    build_subscribed,
    build_subscriptions,
    describe_rate,
)
from bot.slack.windows import build_window, find_channel

_FIELDS = {Key.AT: form.AT, Key.TZ: form.ZONE, Key.QUIET: form.HOURS}
_STATES = {
    "pause": SubscriptionState.PAUSED,
    "resume": SubscriptionState.ACTIVE,
    "unsubscribe": SubscriptionState.CANCELLED,
}


def answer_digest(request: Request, asker: Asker, visit: Visit) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    services, now = visit.services, visit.now
    request = replace(request, query=services.lookup.read_rule(request.query, now=now))
    is_rule = request.id is not None and request.id[0] is IdKind.SUBSCRIPTION
    match request.action:
        case "unsubscribe" | "pause" | "resume":
            return turn(request.action, request.number, asker, visit)
        case "subscribe":
            return offer_subscription(request.query, asker, visit, notes=request.notes)
        case "change":
            return change(request.number, request.query, asker, visit)
        case "status":
            status = services.accounts.read_status(workspace=asker.workspace, places=asker.places, now=now)
            return build_status(status, notes=request.notes)
        case action if action == "preview" or is_rule:
            return _preview(request, asker, visit)
    rows = services.subscriptions.list_here(asker=asker, now=now)
    return build_subscriptions(rows, channel=asker.channel, notes=request.notes)


def offer_subscription(query: Query, asker: Asker, visit: Visit, *, notes: tuple[str, ...] = ()) -> Message:
    """Say what a subscription would bring, for Subscribe to set it up; what is there already is said at once."""
    services, now = visit.services, visit.now
    rule = services.subscriptions.read_rule(query, asker=asker, now=now)
    visit.require_place(rule.channel, "/digest subscribe")
    to = "to:me" if is_person(rule.channel) else ""
    ask = Ask(command="digest", text=f"{rule.filter} {format_schedule(rule.schedule)} {to}".strip())
    if services.subscriptions.has_same(rule, workspace=asker.workspace) or measure(format_ask(ask)) > MAX_VALUE:
        return subscribe(query, asker, visit, notes=notes)
    asked, reader = visit.parse(rule.filter), Reader(place=(asker.workspace, rule.channel))
    back = services.accounts.look_back(asked, rule.schedule, reader=reader, now=now)
    return build_offer(
        rule,
        ask,
        back=back,
        related=services.lookup.list_related(asked),
        notes=(*notes, *(note for note in query.notes if not note.startswith(FOLLOWING)), *rule.notes),
    )


def subscribe(query: Query, asker: Asker, visit: Visit, *, notes: tuple[str, ...] = ()) -> Message:
    """Set a subscription up, and return what was understood and what it brings first."""
    keeper, accounts, now = visit.services.subscriptions, visit.services.accounts, visit.now
    visit.require_place(keeper.read_rule(query, asker=asker, now=now).channel, "/digest subscribe")
    changed = keeper.subscribe(query, asker=asker, now=now)
    digest, rate = None, ""
    if changed.changed:
        held = changed.subscription
        reader = Reader(rule=held.shown_id, place=(held.workspace, held.channel))
        back = accounts.look_back(visit.parse(held.filter), held.schedule, reader=reader, now=now)
        digest, rate = back.latest, describe_rate(back)
    return build_subscribed(changed, digest, rate=rate, notes=(*notes, *query.notes))


def change(number: int, query: Query, asker: Asker, visit: Visit, *, is_whole: bool = False) -> Message:
    """Change a subscription to another filter or times; ``is_whole`` where the query says all of it."""
    _require_own(number, asker, visit)
    changed = visit.services.subscriptions.change(number, query, asker=asker, now=visit.now, is_whole=is_whole)
    return build_changed(replace(changed, notes=(*query.notes, *changed.notes)), "change")


def turn(action: str, number: int, asker: Asker, visit: Visit) -> Message:
    """Pause, resume or end (``unsubscribe``) a subscription, and return the private answer."""
    _require_own(number, asker, visit)
    changed = visit.services.subscriptions.turn(number, _STATES[action], asker=asker, now=visit.now)
    return build_changed(changed, action)


def _require_own(number: int, asker: Asker, visit: Visit) -> None:
    held = visit.services.subscriptions.get_visible(number, asker=asker, now=visit.now)
    visit.require_place(held.channel, held.shown_id)


def _preview(request: Request, asker: Asker, visit: Visit) -> Message:
    """Show what a subscription brings or would bring; one that is there, to people in its channel alone."""
    keeper, accounts, now = visit.services.subscriptions, visit.services.accounts, visit.now
    held = keeper.get_visible(request.number, asker=asker, now=now) if request.id else None
    if held and held.channel not in {asker.channel, asker.user}:
        reason = "asked outside its channel"
        visit.services.gatekeeper.record_denial(visit.viewer, Need.READ, about=held.shown_id, reason=reason)
        raise NotAllowedError(
            f"{held.shown_id} posts to another channel. Only people in it can see what it brings.",
            hint="Type the command in that channel.",
        )
    rule = held or keeper.read_rule(request.query, asker=asker, now=now)
    reader = Reader(rule=held.shown_id if held else None, place=(asker.workspace, rule.channel), counts_had=False)
    back = accounts.look_back(visit.parse(rule.filter), rule.schedule, reader=reader, now=now)
    notes = rule.notes if isinstance(rule, Rule) else ()
    return build_preview(back, notes=(*request.notes, *request.query.notes, *notes))


# The buttons of subscriptions and their posts.


def _subscribe_shown(press: Incoming) -> None:
    """Set up the subscription that was shown, with the related terms that were ticked beside it."""
    query, ticked = press.parse(press.read_ask().text), read_chosen(press.view or press.body, act.RELATED)
    related = press.services.lookup.list_related(query)
    chosen = [each for each in related if option(each.label, "")["value"] in ticked]
    press.replace(subscribe(add_related(query, chosen), press.build_asker(), press))


def _open_new(press: Incoming) -> None:
    """Open the form for a new subscription, filled with what the pressed answer asks for."""
    ask, channel, services = press.read_ask(), find_channel(press.body), press.services
    schedule = Schedule(zone=press.build_asker().zone or services.subscriptions.default_zone)
    subject = form.FormSubject(rule=None, channel=channel)
    press.open(form.build_subscription_form(subject, filter_text=ask.text, schedule=schedule, to_me=not channel))


def _open_change(press: Incoming) -> None:
    """Open the form of a subscription as it stands."""
    asker = press.build_asker()
    held = press.services.subscriptions.get_own(press.read_id(IdKind.SUBSCRIPTION), asker=asker, now=press.now)
    if held.channel not in {asker.channel, asker.user}:
        press.require_place(held.channel, held.shown_id)
    subject = form.FormSubject(rule=held.shown_id, channel=asker.channel)
    press.open(form.build_subscription_form(subject, filter_text=held.filter, schedule=held.schedule, to_me=False))


def _explain(press: Incoming, *, left_out: bool) -> None:
    """Say why the post that was pressed has what it has, or what it left out and why."""
    services, number = press.services, press.read_id(IdKind.SUBSCRIPTION)
    held = services.subscriptions.get_visible(number, asker=press.build_asker(), now=press.now, ended=True)
    found = services.accounts.explain(held, ts=press.ts, left_out=left_out, now=press.now)
    press.reply(build_explained(found, left_out=left_out))


def _turn_pressed(press: Incoming, action: str) -> None:
    press.reply(turn(action, press.read_id(IdKind.SUBSCRIPTION), press.build_asker(), press))


def _remind(press: Incoming) -> None:
    """Set up a private subscription to one policy, and say when it reminds of its deadlines."""
    policy = f"P{press.read_id(IdKind.POLICY)}"
    query = press.parse(f"policy:{policy} every:immediate to:me")
    held = press.services.subscriptions.subscribe(query, asker=press.build_asker(), now=press.now).subscription
    days = " and ".join(map(str, held.schedule.remind))
    said = f"Done. I'll remind you {days} days before each deadline of {policy}, and of what changes. ({held.shown_id})"
    press.reply(build_line(said))


def _take_over(press: Incoming) -> None:
    """Let an admin manage a subscription whose manager left."""
    number = press.read_id(IdKind.SUBSCRIPTION)
    press.services.subscriptions.take_over(number, asker=press.build_asker(), now=press.now)
    press.reply(build_line(f"You manage D{number} now."))


def _save(sent: Incoming) -> BoltResponse:
    """Set a subscription up, or change one; what cannot be read is said beside its field."""
    subject = form.read_subject(sent.view)
    asker = sent.build_asker(subject.channel or sent.viewer.user)
    try:
        query = _parse_halves(*form.read_subscription_form(sent.view), sent)
        if subject.rule is None:
            message = offer_subscription(query, asker, sent)
        else:
            message = change(parse_id(subject.rule, IdKind.SUBSCRIPTION), query, asker, sent, is_whole=True)
    except BadScheduleError as error:
        raise FieldError(_FIELDS.get(error.key, form.FILTER), error) from error
    return sent.answer(build_window(message, "Subscription"))


def _parse_halves(filter_text: str, schedule_text: str, sent: Incoming) -> Query:
    """Read both halves of the form as one request; the half that cannot be read is named."""
    read = partial(parse_query, lexicon=sent.lexicon, today=beijing_day(sent.now))
    try:
        read(schedule_text)
    except QueryTextError as error:
        raise FieldError(form.ZONE, error) from error
    asked = read(filter_text, bare_cadence=True)
    if asked.every or asked.at or asked.tz:
        raise BadQueryError("This holds a schedule.", hint="Choose how often and when in their fields.")
    return sent.parse(f"{filter_text} {schedule_text}")


LISTENERS = (
    *on_press(
        Need.READ,  # what changes something needs more, asked for where it does
        {
            act.FOLLOW: _open_new,
            act.SUBSCRIBE: _subscribe_shown,
            act.CHANGE: _open_change,
            form.MORE_OPTIONS: lambda press: press.update(form.build_whole_form(press.view)),
            act.WHY: partial(_explain, left_out=False),
            act.LEFT_OUT: partial(_explain, left_out=True),
            act.PAUSE: partial(_turn_pressed, action="pause"),
            act.RESUME: partial(_turn_pressed, action="resume"),
        },
    ),
    *on_press(Need.PERSONAL, {act.REMIND: _remind}),
    *on_press(Need.REVIEW, {f"{act.TAKE_OVER}.#": _take_over}),
    Listener(f"view:{form.SUBSCRIPTION_VIEW}", Need.READ, _save, field=form.FILTER),
)
"""The buttons of subscriptions and their posts, and the form of one."""
