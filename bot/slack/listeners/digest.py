"""What ``/digest`` does, typed, pressed or filled in: subscriptions, and what they would bring.

It answers in private; what it posts goes through the outbox.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from bot.access.roles import Need, Role, Viewer
from bot.answers.follow import filter_of
from bot.digests.compose import Reader
from bot.digests.rules import Asker, list_places, note_ignored, read_words
from bot.errors import NotAllowedError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.model.subscription import SubscriptionVerb, format_schedule, is_person
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.query.questions import FOLLOWING
from bot.query.related import add_related
from bot.slack.actions import Ask, format_ask
from bot.slack.arguments import Request
from bot.slack.blocks import build_message, section, value_fits
from bot.slack.listeners.lookups import is_admin
from bot.slack.messages.fields import option
from bot.slack.messages.frame import is_mere_reader
from bot.slack.messages.subscriptions import (
    build_changed,
    build_offer,
    build_preview,
    build_status,
    build_subscribed,
    build_subscriptions,
    describe_rate,
)
from bot.slack.services import Services


def build_asker(viewer: Viewer, services: Services, *, channel: str = "") -> Asker:
    """Return who asks for or about subscriptions; ``channel`` where it is about another than they ask in."""
    facts = services.people.find(viewer.user, now=services.clock.now())
    return Asker(
        workspace=viewer.workspace,
        channel=channel or viewer.channel,
        user=viewer.user,
        zone=facts.zone if facts else None,
        is_admin=is_admin(viewer, services),
    )


def require_place(asker: Asker, place: str, services: Services, *, about: str) -> None:
    """Raise NotAllowedError unless the person may change what is posted to a channel, or to themselves."""
    need = Need.PERSONAL if is_person(place) else Need.SUBSCRIBE_CHANNEL
    viewer = Viewer(workspace=asker.workspace, channel=asker.channel, user=asker.user, role=Role.UNKNOWN)
    services.gatekeeper.require(viewer, need, about=about, channel=None if is_person(place) else place)


def answer_digest(request: Request, asker: Asker, services: Services) -> Message:
    """Do what the command says, as of the clock, and return the private answer; GongbaoError when it is refused."""
    now = services.clock.now()
    request = replace(request, query=services.lookup.read_rule(request.query, now=now))
    match request.action:
        case "unsubscribe" | "pause" | "resume":
            return turn(request.action, request.number, asker, services)
        case "subscribe":
            return offer_subscription(request.query, asker, services, notes=request.notes)
        case "change":
            return change(request.number, request.query, asker, services)
        case "status":
            status = services.accounts.read_status(workspace=asker.workspace, places=list_places(asker), now=now)
            return build_status(status, notes=request.notes, only_reads=is_mere_reader())
        case "preview":
            return _preview(request, asker, services, now=now)
    if request.id is not None and request.id[0] is IdKind.SUBSCRIPTION:
        return _preview(request, asker, services, now=now)
    rows = services.subscriptions.list_here(asker=asker, now=now)
    return build_subscriptions(
        rows, channel=asker.channel, notes=request.notes, prefix=services.prefix, only_reads=is_mere_reader()
    )


def offer_subscription(query: Query, asker: Asker, services: Services, *, notes: tuple[str, ...] = ()) -> Message:
    """Say what a subscription would bring, for Subscribe to set it up; what is there already is said at once."""
    now, keeper = services.clock.now(), services.subscriptions
    rule = keeper.read_rule(query, asker=asker, now=now)
    require_place(asker, rule.channel, services, about="/digest subscribe")
    to = "to:me" if is_person(rule.channel) else ""
    ask = Ask(command="digest", text=f"{rule.filter} {format_schedule(rule.schedule)} {to}".strip())
    if keeper.has_same(rule, workspace=asker.workspace) or not value_fits(format_ask(ask)):
        return subscribe(query, asker, services, notes=notes)
    asked = parse_query(rule.filter, lexicon=services.lookup.lexicon(), today=beijing_day(now))
    place = (asker.workspace, rule.channel)
    return build_offer(
        rule,
        ask,
        back=services.previews.look_back(asked, rule.schedule, now=now, place=place),
        latest=services.previews.preview(asked, now=now, reader=Reader(place=place)),
        related=services.lookup.list_related(asked),
        notes=(*notes, *(note for note in query.notes if not note.startswith(FOLLOWING)), *note_ignored(query)),
    )


def subscribe_too(text: str, ticked: Collection[str], asker: Asker, services: Services) -> Message:
    """Set up the subscription that was shown, with the related terms that were ticked."""
    lookup = services.lookup
    query = parse_query(text, lexicon=lookup.lexicon(), today=beijing_day(services.clock.now()))
    chosen = [each for each in lookup.list_related(query) if option(each.label, "")["value"] in ticked]
    return subscribe(add_related(query, chosen), asker, services)


def subscribe(query: Query, asker: Asker, services: Services, *, notes: tuple[str, ...] = ()) -> Message:
    """Set a subscription up, and return what was understood and what it brings first."""
    now, keeper = services.clock.now(), services.subscriptions
    rule = keeper.read_rule(query, asker=asker, now=now)
    require_place(asker, rule.channel, services, about="/digest subscribe")
    changed = keeper.subscribe(query, asker=asker, now=now)
    digest, rate = None, ""
    if changed.changed:
        held = changed.subscription
        reader = Reader(rule=held.shown_id, place=(held.workspace, held.channel))
        asked = keeper.parse_filter(held, now=now)
        digest = services.previews.preview(asked, now=now, reader=reader)
        rate = describe_rate(services.previews.look_back(asked, held.schedule, now=now, place=reader.place))
    return build_subscribed(changed, digest, rate=rate, notes=(*notes, *query.notes))


def remind(policy: str, asker: Asker, services: Services) -> Message:
    """Set up a private subscription to one policy, and say when it reminds of its deadlines."""
    now, keeper = services.clock.now(), services.subscriptions
    text = f"policy:{policy} every:immediate to:me"
    query = parse_query(text, lexicon=services.lookup.lexicon(), today=beijing_day(now))
    require_place(asker, asker.user, services, about=f"a reminder of {policy}")
    held = keeper.subscribe(query, asker=asker, now=now).subscription
    days = " and ".join(map(str, held.schedule.remind))
    said = f"Done. I'll remind you {days} days before each deadline of {policy}, and of what changes. ({held.shown_id})"
    return build_message(said, [section(said)])


def change(number: int, query: Query, asker: Asker, services: Services, *, is_whole: bool = False) -> Message:
    """Change a subscription to another filter or times; ``is_whole`` where the query says all of it."""
    now, keeper = services.clock.now(), services.subscriptions
    held = keeper.get_visible(number, asker=asker, now=now)
    require_place(asker, held.channel, services, about=held.shown_id)
    changed = keeper.change(number, query, asker=asker, now=now, is_whole=is_whole)
    changed = replace(changed, notes=(*query.notes, *changed.notes))
    return build_changed(changed, "change", prefix=services.prefix)


def turn(action: str, number: int, asker: Asker, services: Services) -> Message:
    """Pause, resume or end (``unsubscribe``) a subscription, and return the private answer."""
    now, keeper = services.clock.now(), services.subscriptions
    held = keeper.get_visible(number, asker=asker, now=now)
    require_place(asker, held.channel, services, about=held.shown_id)
    verb = SubscriptionVerb.CANCEL if action == "unsubscribe" else SubscriptionVerb(action)
    return build_changed(keeper.turn(number, verb, asker=asker, now=now), action, prefix=services.prefix)


def _preview(request: Request, asker: Asker, services: Services, *, now: dt.datetime) -> Message:
    shown_id: str | None = None
    if request.id is not None:
        held = services.subscriptions.get_visible(request.number, asker=asker, now=now)
        if held.channel not in {asker.channel, asker.user}:
            viewer = Viewer(workspace=asker.workspace, channel=asker.channel, user=asker.user, role=Role.UNKNOWN)
            reason = "asked outside its channel"
            services.gatekeeper.record_denial(viewer, Need.READ, about=held.shown_id, reason=reason)
            raise NotAllowedError(
                f"{held.shown_id} posts to another channel. Only people in it can see what it brings.",
                hint="Type the command in that channel.",
            )
        schedule, shown_id, channel = held.schedule, held.shown_id, held.channel
        query = services.subscriptions.parse_filter(held, now=now)
    else:
        rule = services.subscriptions.read_rule(request.query, asker=asker, now=now)
        schedule, channel = rule.schedule, rule.channel
        query = _read_filter(request, now)
    place = (asker.workspace, channel)
    back = services.previews.look_back(query, schedule, now=now, place=place)
    reader = Reader(rule=shown_id, place=place, counts_had=False)
    latest = None if back.entries else services.previews.preview(query, now=now, reader=reader)
    notes = (*request.notes, *request.query.notes, *note_ignored(request.query))
    return build_preview(back, latest, notes=notes, only_reads=is_mere_reader())


def _read_filter(request: Request, now: dt.datetime) -> Query:
    return filter_of(read_words(request.query, beijing_day(now)))
