"""What ``/digest`` does, typed, pressed or filled in: subscriptions, and what they would bring.

It answers in private; what it posts goes through the outbox.
"""

from functools import partial

from bot.access.roles import Need
from bot.digests.accounts import LookBack
from bot.digests.compose import Reader
from bot.digests.rules import BadScheduleError, Rule
from bot.errors import NotAllowedError
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.model.subscription import Schedule, Subscription, SubscriptionState, format_schedule, is_person
from bot.query.keys import Key
from bot.query.query_record import Query
from bot.query.questions import FOLLOWING
from bot.query.related import add_related
from bot.slack import actions as act
from bot.slack.actions import Ask, format_ask
from bot.slack.arguments import Request
from bot.slack.blocks import MAX_VALUE, Block, measure
from bot.slack.gate import Incoming, Listener, build_window, on_press
from bot.slack.messages import forms, subscriptions
from bot.slack.messages.frame import build_line

_FIELDS = {Key.AT: forms.AT, Key.TZ: forms.ZONE, Key.QUIET: forms.HOURS}
_STATES = {
    "pause": SubscriptionState.PAUSED,
    "resume": SubscriptionState.ACTIVE,
    "unsubscribe": SubscriptionState.CANCELLED,
}


def answer_digest(request: Request, asked: Incoming) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    services, now, asker = asked.services, asked.now, asked.asker
    query = services.lookup.read_rule(request.query, now=now)
    match request.action:
        case "unsubscribe" | "pause" | "resume" as action:
            _require_own(request.number, asked)
            changed = services.subscriptions.turn(request.number, _STATES[action], asker=asker, now=now)
            return subscriptions.build_changed(changed, action)
        case "subscribe":
            return _offer(query, asked)
        case "change":
            return _change(request.number, query, asked)
        case "status":
            status = services.accounts.read_status(workspace=asker.workspace, places=asker.places, now=now)
            return subscriptions.build_status(status)
        case "list":
            rows = services.subscriptions.list_here(asker=asker, now=now)
            return subscriptions.build_subscriptions(rows, channel=asker.channel)
    if not request.id:  # a preview of what would be
        rule = services.subscriptions.read_rule(query, asker=asker, now=now)
        notes = (*request.notes, *query.notes, *rule.notes)
        return subscriptions.build_preview(rule, _look_back(rule, asked, counts_had=False), notes=notes)
    held = services.subscriptions.get_visible(request.number, asker=asker, now=now)
    if held.channel not in {asker.channel, asker.user}:
        reason = "asked outside its channel"
        services.gatekeeper.record_denial(asked.viewer, Need.READ, about=held.shown_id, reason=reason)
        said = f"{held.shown_id} posts to another channel. Only people in it can see what it brings."
        raise NotAllowedError(said, hint="Type the command in that channel.")
    return subscriptions.build_preview(held, _look_back(held, asked, counts_had=False), notes=request.notes)


def _look_back(rule: Rule | Subscription, asked: Incoming, *, counts_had: bool = True) -> LookBack:
    named = rule.shown_id if isinstance(rule, Subscription) else None
    reader = Reader(rule=named, place=(asked.viewer.workspace, rule.channel), counts_had=counts_had)
    return asked.services.accounts.look_back(asked.parse(rule.filter), rule.schedule, reader=reader, now=asked.now)


def _offer(query: Query, asked: Incoming) -> Message:
    """Say what a subscription would bring, for Subscribe to set it up; what is there already is said at once."""
    keeper = asked.services.subscriptions
    rule = keeper.read_rule(query, asker=asked.asker, now=asked.now)
    to = "to:me" if is_person(rule.channel) else ""
    ask = Ask(command="digest", text=f"{rule.filter} {format_schedule(rule.schedule)} {to}".strip())
    if keeper.has_same(rule, workspace=asked.viewer.workspace) or measure(format_ask(ask)) > MAX_VALUE:
        return _subscribe(query, asked)
    asked.require_place(rule.channel, "/digest subscribe")
    related = asked.services.lookup.list_related(asked.parse(rule.filter))
    notes = (*(note for note in query.notes if not note.startswith(FOLLOWING)), *rule.notes)
    return subscriptions.build_preview(rule, _look_back(rule, asked), offer=ask, related=related, notes=notes)


def _subscribe(query: Query, asked: Incoming) -> Message:
    keeper, asker, now = asked.services.subscriptions, asked.asker, asked.now
    asked.require_place(keeper.read_rule(query, asker=asker, now=now).channel, "/digest subscribe")
    made = keeper.subscribe(query, asker=asker, now=now)
    return subscriptions.build_changed(made, "subscribe", notes=query.notes)


def _change(number: int, query: Query, asked: Incoming) -> Message:
    _require_own(number, asked)
    changed = asked.services.subscriptions.change(number, query, asker=asked.asker, now=asked.now)
    return subscriptions.build_changed(changed, "change", notes=query.notes)


def _require_own(number: int, asked: Incoming) -> None:
    held = asked.services.subscriptions.get_visible(number, asker=asked.asker, now=asked.now)
    asked.require_place(held.channel, held.shown_id)


# The buttons of subscriptions and their posts.


def _subscribe_shown(press: Incoming) -> Message:
    """Set up the subscription that was shown, with the related terms that were ticked beside it."""
    query, ticked = press.parse(press.ask.text), forms.read_chosen(press.view or press.body, act.RELATED)
    related = press.services.lookup.list_related(query)
    chosen = [each for each in related if forms.option(each.label, "")["value"] in ticked]
    return _subscribe(add_related(query, chosen), press)


def _get_own(press: Incoming) -> Subscription:
    number = press.read_id(IdKind.SUBSCRIPTION)
    return press.services.subscriptions.get_own(number, asker=press.asker, now=press.now)


def _open_new(press: Incoming) -> Block:
    """Open the form for a new subscription, filled with what the pressed answer asks for."""
    place = "here" if press.channel.startswith(("C", "G")) else ""
    schedule = Schedule(zone=press.asker.zone or press.services.subscriptions.default_zone)
    return forms.build_subscription_form("", filter_text=press.ask.text, schedule=schedule, place=place)


def _open_change(press: Incoming) -> Block:
    held = _get_own(press)
    if held.channel not in {press.channel, press.viewer.user}:
        press.require_place(held.channel, held.shown_id)
    return forms.build_subscription_form(held.shown_id, filter_text=held.filter, schedule=held.schedule)


def _show_more(press: Incoming) -> Block:
    new = Schedule(zone=press.asker.zone or press.services.subscriptions.default_zone)
    return forms.build_whole_form(press.view, _get_own(press).schedule if press.private else new)


def _save(sent: Incoming) -> Block:
    """Set a subscription up, or change one; what cannot be read is said beside its field."""
    try:
        query = forms.parse_subscription_form(sent.view, lexicon=sent.lexicon, today=sent.today)
        message = _change(sent.read_id(IdKind.SUBSCRIPTION), query, sent) if sent.private else _offer(query, sent)
    except BadScheduleError as error:
        raise forms.FieldError(_FIELDS.get(error.key, forms.FILTER), error) from error
    return build_window(message, "Subscription")


def _explain(press: Incoming, *, left_out: bool) -> Message:
    """Say why the post that was pressed has what it has, or what it left out and why."""
    services, number = press.services, press.read_id(IdKind.SUBSCRIPTION)
    held = services.subscriptions.get_visible(number, asker=press.asker, now=press.now, ended=True)
    ts = str((press.body.get("message") or {}).get("ts") or "")
    found = services.accounts.explain(held, ts=ts, left_out=left_out, now=press.now)
    return subscriptions.build_explained(found, left_out=left_out)


def _remind(press: Incoming) -> Message:
    """Set up a private subscription to one policy, and say when it reminds of its deadlines."""
    policy = f"P{press.read_id(IdKind.POLICY)}"
    query = press.parse(f"policy:{policy} every:immediate to:me")
    held = press.services.subscriptions.subscribe(query, asker=press.asker, now=press.now).subscription
    days = " and ".join(map(str, held.schedule.remind))
    said = f"Done. I'll remind you {days} days before each deadline of {policy}, and of what changes. ({held.shown_id})"
    return build_line(said)


def _take_over(press: Incoming) -> Message:
    number = press.read_id(IdKind.SUBSCRIPTION)
    press.services.subscriptions.take_over(number, asker=press.asker, now=press.now)
    return build_line(f"You manage D{number} now.")


LISTENERS = (  # what changes something needs more than is said here, asked for where it does
    on_press(act.FOLLOW, Need.READ, _open_new),
    on_press(act.CHANGE, Need.READ, _open_change),
    on_press(act.WHY, Need.READ, partial(_explain, left_out=False)),
    on_press(act.LEFT_OUT, Need.READ, partial(_explain, left_out=True)),
    on_press(act.SUBSCRIBE, Need.READ, _subscribe_shown, in_place=True),
    on_press(forms.MORE_OPTIONS, Need.READ, _show_more, in_place=True),
    on_press(act.REMIND, Need.PERSONAL, _remind),
    on_press(f"{act.TAKE_OVER}.#", Need.REVIEW, _take_over),
    Listener(f"view:{forms.SUBSCRIPTION_VIEW}", Need.READ, _save, field=forms.FILTER),
)
"""The buttons of subscriptions and their posts, and the form of one."""
