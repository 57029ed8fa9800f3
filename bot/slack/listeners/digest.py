"""What ``/digest`` does, typed, pressed or filled in: subscriptions, and what they would bring.

It answers in private; what it posts goes through the outbox.
"""

from dataclasses import replace
from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.digests.accounts import LookBack
from bot.digests.compose import Reader
from bot.digests.rules import Asker, BadScheduleError, Rule
from bot.errors import NotAllowedError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import Schedule, Subscription, SubscriptionState, format_schedule, is_person
from bot.query.keys import Key
from bot.query.query_record import Query
from bot.query.questions import FOLLOWING
from bot.query.related import add_related
from bot.slack import actions as act
from bot.slack.actions import Ask, format_ask
from bot.slack.arguments import Request
from bot.slack.blocks import MAX_VALUE, measure
from bot.slack.gate import Incoming, Listener, Visit, on_press
from bot.slack.messages import forms, subscriptions
from bot.slack.messages.frame import build_line
from bot.slack.windows import build_window, find_channel, read_private

_FIELDS = {Key.AT: forms.AT, Key.TZ: forms.ZONE, Key.QUIET: forms.HOURS}
_STATES = {
    "pause": SubscriptionState.PAUSED,
    "resume": SubscriptionState.ACTIVE,
    "unsubscribe": SubscriptionState.CANCELLED,
}


def answer_digest(request: Request, asker: Asker, visit: Visit) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    services, now, notes = visit.services, visit.now, request.notes
    query = services.lookup.read_rule(request.query, now=now)
    match request.action:
        case "unsubscribe" | "pause" | "resume" as action:
            _require_own(request.number, asker, visit)
            changed = services.subscriptions.turn(request.number, _STATES[action], asker=asker, now=now)
            return subscriptions.build_changed(changed, action)
        case "subscribe":
            return _offer(query, asker, visit)
        case "change":
            return _change(request.number, query, asker, visit)
        case "status":
            status = services.accounts.read_status(workspace=asker.workspace, places=asker.places, now=now)
            return subscriptions.build_status(status)
        case "list":
            rows = services.subscriptions.list_here(asker=asker, now=now)
            return subscriptions.build_subscriptions(rows, channel=asker.channel)
    return _preview(replace(request, query=query, notes=(*notes, *query.notes)), asker, visit)


def _offer(query: Query, asker: Asker, visit: Visit) -> Message:
    """Say what a subscription would bring, for Subscribe to set it up; what is there already is said at once."""
    services, now = visit.services, visit.now
    rule = services.subscriptions.read_rule(query, asker=asker, now=now)
    visit.require_place(rule.channel, "/digest subscribe")
    to = "to:me" if is_person(rule.channel) else ""
    ask = Ask(command="digest", text=f"{rule.filter} {format_schedule(rule.schedule)} {to}".strip())
    if services.subscriptions.has_same(rule, workspace=asker.workspace) or measure(format_ask(ask)) > MAX_VALUE:
        return _subscribe(query, asker, visit)
    asked, back = visit.parse(rule.filter), _look_back(rule, asker, visit)
    notes = (*(note for note in query.notes if not note.startswith(FOLLOWING)), *rule.notes)
    related = services.lookup.list_related(asked)
    return subscriptions.build_preview(rule, back, offer=ask, related=related, notes=notes)


def _look_back(rule: Rule | Subscription, asker: Asker, visit: Visit, *, counts_had: bool = True) -> LookBack:
    named = rule.shown_id if isinstance(rule, Subscription) else None
    reader = Reader(rule=named, place=(asker.workspace, rule.channel), counts_had=counts_had)
    return visit.services.accounts.look_back(visit.parse(rule.filter), rule.schedule, reader=reader, now=visit.now)


def _subscribe(query: Query, asker: Asker, visit: Visit) -> Message:
    keeper, now = visit.services.subscriptions, visit.now
    visit.require_place(keeper.read_rule(query, asker=asker, now=now).channel, "/digest subscribe")
    made = keeper.subscribe(query, asker=asker, now=now)
    return subscriptions.build_changed(made, "subscribe", notes=query.notes)


def _change(number: int, query: Query, asker: Asker, visit: Visit) -> Message:
    _require_own(number, asker, visit)
    changed = visit.services.subscriptions.change(number, query, asker=asker, now=visit.now)
    return subscriptions.build_changed(changed, "change", notes=query.notes)


def _require_own(number: int, asker: Asker, visit: Visit) -> None:
    held = visit.services.subscriptions.get_visible(number, asker=asker, now=visit.now)
    visit.require_place(held.channel, held.shown_id)


def _preview(request: Request, asker: Asker, visit: Visit) -> Message:
    """Show what a subscription brings or would bring; one that is there, to people in its channel alone."""
    keeper, now = visit.services.subscriptions, visit.now
    held = keeper.get_visible(request.number, asker=asker, now=now) if request.id else None
    if held and held.channel not in {asker.channel, asker.user}:
        reason = "asked outside its channel"
        visit.services.gatekeeper.record_denial(visit.viewer, Need.READ, about=held.shown_id, reason=reason)
        said = f"{held.shown_id} posts to another channel. Only people in it can see what it brings."
        raise NotAllowedError(said, hint="Type the command in that channel.")
    rule = held or keeper.read_rule(request.query, asker=asker, now=now)
    back = _look_back(rule, asker, visit, counts_had=False)
    return subscriptions.build_preview(rule, back, notes=(*request.notes, *getattr(rule, "notes", ())))


# The buttons of subscriptions and their posts.


def _subscribe_shown(press: Incoming) -> None:
    """Set up the subscription that was shown, with the related terms that were ticked beside it."""
    query, ticked = press.parse(press.read_ask().text), forms.read_chosen(press.view or press.body, act.RELATED)
    related = press.services.lookup.list_related(query)
    chosen = [each for each in related if forms.option(each.label, "")["value"] in ticked]
    press.replace(_subscribe(add_related(query, chosen), press.build_asker(), press))


def _find_schedule(press: Incoming, rule: str) -> Schedule:
    """Return the schedule of a subscription, or "" for that of a new one."""
    asker, keeper = press.build_asker(), press.services.subscriptions
    if rule:
        return keeper.get_own(parse_id(rule, IdKind.SUBSCRIPTION), asker=asker, now=press.now).schedule
    return Schedule(zone=asker.zone or keeper.default_zone)


def _open_new(press: Incoming) -> None:
    """Open the form for a new subscription, filled with what the pressed answer asks for."""
    text, channel, schedule = press.read_ask().text, find_channel(press.body), _find_schedule(press, "")
    place = "" if channel.startswith("D") or not channel else "here"
    press.open(forms.build_subscription_form("", filter_text=text, schedule=schedule, place=place))


def _open_change(press: Incoming) -> None:
    number, asker = press.read_id(IdKind.SUBSCRIPTION), press.build_asker()
    held = press.services.subscriptions.get_own(number, asker=asker, now=press.now)
    if held.channel not in {asker.channel, asker.user}:
        press.require_place(held.channel, held.shown_id)
    press.open(forms.build_subscription_form(held.shown_id, filter_text=held.filter, schedule=held.schedule))


def _show_more(press: Incoming) -> None:
    press.update(forms.build_whole_form(press.view, _find_schedule(press, read_private(press.view))))


def _save(sent: Incoming) -> BoltResponse:
    """Set a subscription up, or change one; what cannot be read is said beside its field."""
    rule, asker = read_private(sent.view), sent.build_asker(find_channel(sent.body) or sent.viewer.user)
    try:
        query = forms.parse_subscription_form(sent.view, lexicon=sent.lexicon, today=beijing_day(sent.now))
        if rule:
            message = _change(parse_id(rule, IdKind.SUBSCRIPTION), query, asker, sent)
        else:
            message = _offer(query, asker, sent)
    except BadScheduleError as error:
        raise forms.FieldError(_FIELDS.get(error.key, forms.FILTER), error) from error
    return sent.answer(build_window(message, "Subscription"))


def _explain(press: Incoming, *, left_out: bool) -> None:
    """Say why the post that was pressed has what it has, or what it left out and why."""
    services, number = press.services, press.read_id(IdKind.SUBSCRIPTION)
    held = services.subscriptions.get_visible(number, asker=press.build_asker(), now=press.now, ended=True)
    ts = str((press.body.get("message") or {}).get("ts") or "")
    found = services.accounts.explain(held, ts=ts, left_out=left_out, now=press.now)
    press.reply(subscriptions.build_explained(found, left_out=left_out))


def _remind(press: Incoming) -> None:
    """Set up a private subscription to one policy, and say when it reminds of its deadlines."""
    policy = f"P{press.read_id(IdKind.POLICY)}"
    query = press.parse(f"policy:{policy} every:immediate to:me")
    held = press.services.subscriptions.subscribe(query, asker=press.build_asker(), now=press.now).subscription
    days = " and ".join(map(str, held.schedule.remind))
    said = f"Done. I'll remind you {days} days before each deadline of {policy}, and of what changes. ({held.shown_id})"
    press.reply(build_line(said))


def _take_over(press: Incoming) -> None:
    number = press.read_id(IdKind.SUBSCRIPTION)
    press.services.subscriptions.take_over(number, asker=press.build_asker(), now=press.now)
    press.reply(build_line(f"You manage D{number} now."))


LISTENERS = (
    *on_press(
        Need.READ,  # what changes something needs more, asked for where it does
        {
            act.FOLLOW: _open_new,
            act.SUBSCRIBE: _subscribe_shown,
            act.CHANGE: _open_change,
            forms.MORE_OPTIONS: _show_more,
            act.WHY: partial(_explain, left_out=False),
            act.LEFT_OUT: partial(_explain, left_out=True),
        },
    ),
    *on_press(Need.PERSONAL, {act.REMIND: _remind}),
    *on_press(Need.REVIEW, {f"{act.TAKE_OVER}.#": _take_over}),
    Listener(f"view:{forms.SUBSCRIPTION_VIEW}", Need.READ, _save, field=forms.FILTER),
)
"""The buttons of subscriptions and their posts, and the form of one."""
