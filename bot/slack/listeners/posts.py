"""The buttons below what is posted, and Follow: subscriptions and their form, deadlines, posts that are held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.digests.rules import Asker, BadScheduleError
from bot.errors import BadQueryError
from bot.model.deadlines import AnswerKind, beijing_day, parse_deadline_key
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import Schedule, Subscription
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.query.query_scan import ALL_KEYS, Key, QueryTextError
from bot.slack.access import Listeners
from bot.slack.actions import (
    CHANGE,
    DECLINE,
    END,
    FOLLOW,
    LEFT_OUT,
    PAUSE,
    POST_AGAIN,
    RESUME,
    SEND_ALL,
    SKIP_ALL,
    TAKE,
    WAS_SENT,
    WHY,
    build_stale_error,
    parse_ask,
)
from bot.slack.blocks import Block
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.commands import name_commands
from bot.slack.failures import reply_in_place, reply_privately
from bot.slack.listeners.buttons import acknowledge, get_value
from bot.slack.listeners.digest import DigestAnswers, build_asker
from bot.slack.messages.notices import build_restored_settled, build_settled
from bot.slack.messages.previews import build_left_out, build_why
from bot.slack.messages.reminders import build_reminder
from bot.slack.messages.subscription_form import (
    AT,
    FILTER,
    FORM,
    MORE,
    ZONE,
    FieldError,
    FormSubject,
    build_done,
    build_form,
    build_whole_form,
    read_form,
    read_subject,
)
from bot.slack.messages.subscriptions import build_changed, build_subscribed
from bot.slack.services import Services
from bot.slack.windows import answer_form, replace_window, show_window

_TIMES_BELOW = BadQueryError(
    "This holds a schedule.", hint="Choose how often, the time and the zone in their fields; in quotes it is words."
)
_FIELDS = {Key.AT: AT, Key.TZ: ZONE}
_TURNS = {PAUSE: "pause", RESUME: "resume", END: "unsubscribe"}


def read_filter(value: str) -> str:
    """Return the filter that a Follow button carries, "" for everything; BadQueryError for a button of another kind."""
    ask = parse_ask(value)
    if ask.command != "digest":  # older ones carry a question, from which no filter is to be guessed
        raise build_stale_error()
    return ask.text


class Follows:
    """Opens the form, saves it, and does what the buttons of subscriptions say."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answers = DigestAnswers(services)

    def build_new(self, body: dict[str, Any]) -> Block:
        """Return the form for a new subscription, filled with what the pressed answer asks for."""
        filter_text = read_filter(get_value(body))
        channel = _channel_of(body)
        schedule = Schedule(zone=self._services.subscriptions.default_zone)
        subject = FormSubject(rule=None, channel=channel)
        return build_form(subject, filter_text=filter_text, schedule=schedule, to_me=not channel)

    def build_change(self, body: dict[str, Any], viewer: Viewer) -> Block:
        """Return the form of a subscription as it stands, or as it is about to become."""
        asker = self._asker(viewer, body)
        number = parse_id(get_value(body), IdKind.SUBSCRIPTION)
        row = self._services.subscriptions.show(number, asker=asker, now=self._services.clock.now())
        if row.subscription.channel not in {asker.channel, asker.user}:
            self._answers.require(asker, row.subscription.channel, about=row.subscription.shown_id)
        rule = row.subscription
        subject = FormSubject(rule=row.subscription.shown_id, channel=asker.channel)
        return build_form(subject, filter_text=rule.filter, schedule=rule.schedule, to_me=False)

    def explain(self, body: dict[str, Any], viewer: Viewer) -> Message:
        """Return why the post that was pressed brought what it brought."""
        held, ts = self._find_pressed(body, viewer)
        why = self._services.why.explain(held, ts=ts, now=self._services.clock.now())
        return build_why(why)

    def list_left_out(self, body: dict[str, Any], viewer: Viewer) -> Message:
        """Return what the post that was pressed left out, and why."""
        held, ts = self._find_pressed(body, viewer)
        left = self._services.why.list_left_out(held, ts=ts, now=self._services.clock.now())
        return build_left_out(left)

    def _find_pressed(self, body: dict[str, Any], viewer: Viewer) -> tuple[Subscription, str]:
        """Return the subscription whose post was pressed, an ended one too, and the post's timestamp."""
        number = parse_id(get_value(body), IdKind.SUBSCRIPTION)
        asker, now = self._asker(viewer, body), self._services.clock.now()
        held = self._services.subscriptions.get_visible(number, asker=asker, now=now, ended=True)
        return held, str((body.get("message") or {}).get("ts") or "")

    def turn(self, action: str, body: dict[str, Any], viewer: Viewer) -> Message:
        """Pause, resume or end the subscription that was pressed."""
        number = parse_id(get_value(body), IdKind.SUBSCRIPTION)
        return self._answers.turn(action, number, self._asker(viewer, body), now=self._services.clock.now())

    def save(self, view: dict[str, Any], viewer: Viewer) -> Message:
        """Make or change what a submitted form says; a field that is wrong raises with the name of its block."""
        subject, filled = read_subject(view), read_form(view)
        asker = self._asker_in(subject.channel or viewer.user, viewer)
        query = _parse(filled.filter, filled.schedule, self._services)
        try:
            return self._save(subject, query, asker)
        except BadQueryError as error:
            block = _FIELDS.get(error.key, FILTER) if isinstance(error, BadScheduleError) else FILTER
            raise FieldError(block, error) from error

    def _asker(self, viewer: Viewer, body: dict[str, Any]) -> Asker:
        return self._asker_in(viewer.channel or _channel_of(body), viewer)

    def _asker_in(self, channel: str, viewer: Viewer) -> Asker:
        return build_asker(self._services, workspace=viewer.workspace, channel=channel, user=viewer.user)

    def _save(self, subject: FormSubject, query: Query, asker: Asker) -> Message:
        services, now = self._services, self._services.clock.now()
        keeper = services.subscriptions
        if subject.rule is not None:
            number = parse_id(subject.rule, IdKind.SUBSCRIPTION)
            held = keeper.get_visible(number, asker=asker, now=now)
            self._answers.require(asker, held.channel, about=held.shown_id)
            changed = keeper.change(number, query, asker=asker, now=now, is_whole=True)
            return build_changed(changed, "change", prefix=services.prefix)
        rule = keeper.read_rule(query, asker=asker, now=now)
        self._answers.require(asker, rule.channel, about="the form to follow")
        return build_subscribed(keeper.subscribe(query, asker=asker, now=now), None)


def _register_follow(app: Listeners, services: Services) -> None:
    """Register the buttons and the form; ``services`` carry what ``/digest`` needs, and why."""
    follows = Follows(services)

    def open_new(body: dict[str, Any], client: WebClient) -> None:
        show_window(client, body, follows.build_new(body))

    def open_change(body: dict[str, Any], client: WebClient, viewer: Viewer) -> None:
        show_window(client, body, follows.build_change(body, viewer))

    def explain(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        reply_privately(respond, follows.explain(body, viewer))

    def list_left_out(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        reply_privately(respond, follows.list_left_out(body, viewer))

    def build_turn(action: str) -> Callable[..., None]:
        def turn(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
            reply_privately(respond, follows.turn(action, body, viewer))

        return turn

    def handle_form(ack: Ack, body: dict[str, Any], viewer: Viewer) -> BoltResponse:
        try:
            message = follows.save(body["view"], viewer)
        except FieldError as error:
            return ack(
                response_action="errors", errors={error.block: name_commands(f"{error.message} {error.hint}".strip())}
            )
        return answer_form(ack, body["view"], build_done(message.text, load_blocks(message)))

    def show_options(body: dict[str, Any], client: WebClient) -> None:
        replace_window(client, body, build_whole_form(body["view"]))

    app.action(MORE)(ack=acknowledge, lazy=[show_options])
    app.action(FOLLOW)(ack=acknowledge, lazy=[open_new])
    app.action(CHANGE)(ack=acknowledge, lazy=[open_change])
    app.action(WHY)(ack=acknowledge, lazy=[explain])
    app.action(LEFT_OUT)(ack=acknowledge, lazy=[list_left_out])
    for action_id, action in _TURNS.items():
        app.action(action_id)(ack=acknowledge, lazy=[build_turn(action)])
    app.view(FORM)(handle_form)


def _parse(filter_text: str, schedule_text: str, services: Services) -> Query:
    """Read both halves of a form as one request; the half that cannot be read is named."""
    lexicon, today = services.lookup.lexicon(), beijing_day(services.clock.now())
    for block, text in ((FILTER, filter_text), (ZONE, schedule_text)):
        try:
            read = parse_query(text, lexicon=lexicon, today=today, keys=ALL_KEYS, bare_cadence=block == FILTER)
        except QueryTextError as error:
            raise FieldError(block, error) from error
        if block == FILTER and (read.every or read.at or read.tz):
            raise FieldError(block, _TIMES_BELOW)
    return parse_query(f"{filter_text} {schedule_text}", lexicon=lexicon, today=today, keys=ALL_KEYS)


def _channel_of(body: dict[str, Any]) -> str:
    channel = body.get("channel")
    held = channel.get("id") if isinstance(channel, dict) else None
    return str(held or (body.get("container") or {}).get("channel_id") or "")


def _register_reminders(app: Listeners, services: Services) -> None:
    def build(kind: AnswerKind) -> Callable[..., None]:
        def answer(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
            key = parse_deadline_key(get_value(body))
            is_direct = viewer.channel.startswith("D")
            need = Need.PERSONAL if is_direct else Need.SUBSCRIBE_CHANNEL
            services.gatekeeper.require(viewer, need, about=f"a deadline of {key.subject}")
            place = viewer.user if is_direct else viewer.channel
            reminder = services.reminders.answer(
                key,
                kind,
                workspace=viewer.workspace,
                channel=place,
                user=viewer.user,
                now=services.clock.now(),
                ts=str((body.get("message") or {}).get("ts") or ""),
            )
            reply_in_place(respond, build_reminder(reminder))

        return answer

    app.action(TAKE)(ack=acknowledge, lazy=[build(AnswerKind.TAKEN)])
    app.action(DECLINE)(ack=acknowledge, lazy=[build(AnswerKind.DECLINED)])


_LONGEST = 18


def register_held_posts(app: Listeners, services: Services) -> None:
    """Register the buttons; ``services`` carry the held posts."""

    def read_number(body: dict[str, Any], viewer: Viewer) -> int:
        value = get_value(body)
        if not value.isascii() or not value.isdigit() or len(value) > _LONGEST:
            raise build_stale_error()
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"post {value}")
        return int(value)

    def build_settle(*, sent: bool) -> Callable[..., None]:
        def settle(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
            number = read_number(body, viewer)
            settled = services.held.settle(number, sent=sent, by=viewer.user, now=services.clock.now())
            reply_in_place(respond, build_settled(settled, sent=sent, by=viewer.user))

        return settle

    def build_settle_all(*, sent: bool) -> Callable[..., None]:
        def settle_all(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
            until, now = read_number(body, viewer), services.clock.now()
            count = services.held.settle_restored(viewer.workspace, until=until, sent=sent, by=viewer.user, now=now)
            reply_in_place(respond, build_restored_settled(count, sent=sent, by=viewer.user))

        return settle_all

    app.action(SEND_ALL)(ack=acknowledge, lazy=[build_settle_all(sent=False)])
    app.action(SKIP_ALL)(ack=acknowledge, lazy=[build_settle_all(sent=True)])
    app.action(WAS_SENT)(ack=acknowledge, lazy=[build_settle(sent=True)])
    app.action(POST_AGAIN)(ack=acknowledge, lazy=[build_settle(sent=False)])


def register(app: Listeners, services: Services) -> None:
    """Register the buttons and the form."""
    _register_follow(app, services)
    _register_reminders(app, services)
    register_held_posts(app, services)
