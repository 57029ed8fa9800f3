"""``/digest``: subscriptions, what they would bring, and what somebody has not seen.

It answers in its acknowledgement; what it posts goes through the outbox.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from slack_bolt import BoltResponse

from bot.access.roles import Need, Role, Viewer
from bot.answers.follow import filter_of
from bot.digests.compose import Reader
from bot.digests.rules import Asker, list_places, note_ignored, read_words
from bot.errors import BadQueryError, NotAllowedError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.model.subscription import Subscription, is_person
from bot.query.query_record import Query
from bot.slack.access import Listeners
from bot.slack.actions import Ask
from bot.slack.arguments import Request, parse_request
from bot.slack.calls.client import build_ack
from bot.slack.commands import build_help_text
from bot.slack.listeners.lookups import find_by_id
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.digest import is_whole
from bot.slack.messages.frame import Frame
from bot.slack.messages.previews import build_news, build_preview
from bot.slack.messages.source import is_mere_reader
from bot.slack.messages.subscriptions import build_changed, build_status, build_subscribed, build_subscriptions
from bot.slack.services import Services

_CHANGES = frozenset({"unsubscribe", "pause", "resume"})


class DigestAnswers:
    """Answers ``/digest``; without a gatekeeper nobody is asked again what they may do."""

    def __init__(self, services: Services) -> None:
        self._subscriptions = services.subscriptions
        self._previews = services.previews
        self._accounts = services.accounts
        self._lookup = services.lookup
        self._clock = services.clock
        self._prefix = services.prefix
        self._gatekeeper = services.gatekeeper

    def answer(self, text: str, asker: Asker) -> Message:
        """Do what the command says, as of the clock, and give the private answer; GongbaoError when it is refused."""
        now = self._clock.now()
        lexicon = self._lookup.lexicon()
        request = parse_request("digest", text, lexicon=lexicon, today=beijing_day(now), prefix=self._prefix)
        if request.action == "help":
            return build_help(request.argument or build_help_text("digest", self._prefix))
        request = replace(request, query=self._lookup.read_rule(request.query, now=now))
        if request.action in _CHANGES:
            return self._turn(request, asker, now=now)
        if request.action == "subscribe":
            return self._subscribe(request, asker, now=now)
        if request.action == "change":
            return self._change(request, asker, now=now)
        if request.action == "now":
            return self._show_news(request, asker, now=now)
        if request.action == "status":
            return self._show_status(asker, notes=request.notes, now=now)
        if request.action == "preview":
            return self._preview(request, asker, now=now)
        if request.id is not None and request.id[0] is IdKind.SUBSCRIPTION:
            return self._preview(request, asker, now=now)
        found = find_by_id(request, self._lookup, now=now)
        if found is not None:  # an id or document number opens the thing itself, in every command
            return build_answer(found, Frame(ask=Ask(command="digest", text=text), prefix=self._prefix))
        rows = self._subscriptions.list_here(asker=asker, now=now)
        return build_subscriptions(
            rows, channel=asker.channel, notes=request.notes, prefix=self._prefix, only_reads=is_mere_reader()
        )

    def _subscribe(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        rule = self._subscriptions.read_rule(request.query, asker=asker, now=now)
        self.require(asker, rule.channel, about="/digest subscribe")
        changed = self._subscriptions.subscribe(request.query, asker=asker, now=now)
        digest = None
        if changed.changed:
            held = changed.subscription
            reader = Reader(rule=held.shown_id, place=(held.workspace, held.channel))
            digest = self._previews.preview(self._subscriptions.parse_filter(held, now=now), now=now, reader=reader)
        notes = (*request.notes, *request.query.notes)
        return build_subscribed(changed, digest, notes=notes)

    def _change(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        number = _number(request, self._prefix)
        held = self._subscriptions.get_visible(number, asker=asker, now=now)
        self.require(asker, held.channel, about=held.shown_id)
        changed = self._subscriptions.change(number, request.query, asker=asker, now=now)
        changed = replace(changed, notes=(*request.query.notes, *changed.notes))
        return build_changed(changed, "change", prefix=self._prefix)

    def _turn(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        return self.turn(request.action, _number(request, self._prefix), asker, now=now)

    def turn(self, action: str, number: int, asker: Asker, *, now: dt.datetime) -> Message:
        """Pause, resume or end (``unsubscribe``) a subscription, and give the private answer."""
        keeper = self._subscriptions
        held = keeper.get_visible(number, asker=asker, now=now)
        self.require(asker, held.channel, about=held.shown_id)
        changes = {"unsubscribe": keeper.unsubscribe, "pause": keeper.pause, "resume": keeper.resume}
        return build_changed(changes[action](number, asker=asker, now=now), action, prefix=self._prefix)

    def require(self, asker: Asker, place: str, *, about: str) -> None:
        """Raise NotAllowedError unless the person may change what is posted to a channel, or to themselves."""
        if self._gatekeeper is not None:
            need = Need.PERSONAL if is_person(place) else Need.SUBSCRIBE_CHANNEL
            viewer = Viewer(workspace=asker.workspace, channel=asker.channel, user=asker.user, role=Role.UNKNOWN)
            channel = None if is_person(place) else place
            self._gatekeeper.require(viewer, need, about=about, channel=channel)

    def _preview(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        shown_id: str | None = None
        if request.id is not None:
            held = self._subscriptions.get_visible(_number(request, self._prefix), asker=asker, now=now)
            if held.channel not in {asker.channel, asker.user}:
                raise self._deny_elsewhere(held, asker)
            schedule, shown_id, channel = held.schedule, held.shown_id, held.channel
            query = self._subscriptions.parse_filter(held, now=now)
        else:
            rule = self._subscriptions.read_rule(request.query, asker=asker, now=now)
            schedule, channel = rule.schedule, rule.channel
            query = self._read_filter(request, now)
        place = (asker.workspace, channel)
        back = self._previews.look_back(query, schedule, now=now, place=place)
        reader = Reader(rule=shown_id, place=place, counts_had=False)
        latest = None if back.entries else self._previews.preview(query, now=now, reader=reader)
        notes = (*request.notes, *request.query.notes, *note_ignored(request.query))
        return build_preview(back, latest, notes=notes, only_reads=is_mere_reader())

    def _deny_elsewhere(self, held: Subscription, asker: Asker) -> NotAllowedError:
        """Return the refusal to show somebody elsewhere what their subscription brings to a channel, and note it."""
        if self._gatekeeper is not None:
            viewer = Viewer(workspace=asker.workspace, channel=asker.channel, user=asker.user, role=Role.UNKNOWN)
            self._gatekeeper.record_denial(viewer, Need.READ, about=held.shown_id, reason="asked outside its channel")
        return NotAllowedError(
            f"{held.shown_id} posts to another channel, and only those in it see what it brings.",
            hint="Write the command in that channel.",
        )

    def _read_filter(self, request: Request, now: dt.datetime) -> Query:
        return filter_of(read_words(request.query, beijing_day(now)))

    def _show_status(self, asker: Asker, *, notes: tuple[str, ...], now: dt.datetime) -> Message:
        places = list_places(asker)
        status = self._accounts.read_status(workspace=asker.workspace, places=places, now=now, today=beijing_day(now))
        return build_status(status, notes=notes, only_reads=is_mere_reader())

    def _show_news(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        self.require(asker, asker.user, about="/digest now")
        query = self._read_filter(request, now)
        news = self._previews.get_news(query, now=now, **_who(asker))
        notes = (*request.notes, *request.query.notes)
        filtered = query != Query()
        if not filtered and (news.digest is None or is_whole(news.digest)):  # all of it was seen
            self._previews.mark_seen(now=now, **_who(asker))
        return build_news(news, filtered=filtered, notes=notes, prefix=self._prefix)


def _who(asker: Asker) -> dict[str, str]:
    return {"workspace": asker.workspace, "user": asker.user}


def _number(request: Request, prefix: str) -> int:
    if request.id is None or request.id[0] is not IdKind.SUBSCRIPTION:
        raise BadQueryError(
            "This needs the id of a subscription.", hint=f"/{prefix}digest lists them: D and a number, like D3."
        )
    return request.id[1]


def build_asker(services: Services, *, workspace: str, channel: str, user: str) -> Asker:
    """Return who asks for or about subscriptions, looked up as an admin; without a gatekeeper nobody is one."""
    keeper = services.gatekeeper
    is_admin = keeper is not None and keeper.is_admin(workspace=workspace, channel=channel, user=user)
    return Asker(workspace=workspace, channel=channel, user=user, is_admin=is_admin)


def register(app: Listeners, services: Services) -> None:
    """Register ``/digest``; ``services`` carry subscriptions, latest and news."""
    answers = DigestAnswers(services)

    def handle_digest(body: dict[str, Any]) -> BoltResponse:
        asker = build_asker(
            services,
            workspace=str(body.get("team_id") or ""),
            channel=str(body.get("channel_id") or ""),
            user=str(body.get("user_id") or ""),
        )
        return build_ack(answers.answer(str(body.get("text") or ""), asker))

    app.command(f"/{services.prefix}digest")(handle_digest)
