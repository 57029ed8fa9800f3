"""``/ingest`` with its form and buttons, files sent to the bot, and the review list; a queue does the reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.errors import BadQueryError, DeliveryError, GongbaoError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, find_id, format_id
from bot.model.intake import MOST_DOCUMENTS, Place, Refused, Source
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry
from bot.slack.access import Listeners, numbered
from bot.slack.actions import Ask, build_stale_error
from bot.slack.arguments import IngestRequest, parse_ingest, parse_request
from bot.slack.blocks import build_message, cut, modal, section
from bot.slack.calls.client import LaterDeliveryError, Responder, build_ack, is_of_app, load_blocks, open_direct
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.commands import build_help_text, name_commands
from bot.slack.failures import reply_in_place, reply_privately
from bot.slack.listeners.buttons import acknowledge, get_value
from bot.slack.listeners.lookups import find_by_id
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.feeds import build_feed_added, build_feed_list, build_feed_removed
from bot.slack.messages.frame import Frame
from bot.slack.messages.ingest import (
    ANNOUNCE,
    HOLD,
    MORE,
    POST,
    PREVIEW,
    SHOW,
    UNDO,
    build_ingest_card,
    build_preview_view,
    build_reading_list,
    describe_done,
    describe_undone,
    parse_value,
)
from bot.slack.messages.ingest_progress import (
    DISCARD,
    FORM,
    KEEP,
    OPEN_FORM,
    build_accepted,
    build_form,
    build_form_offer,
    read_form,
)
from bot.slack.messages.review import (
    COMPANY_BLOCK,
    PAGE,
    SAME_FORM,
    SAME_VIEW,
    SETTLE,
    Press,
    build_entry,
    build_merged,
    build_review_list,
    build_same_form,
    build_split,
    describe_settled,
    parse_press,
)
from bot.slack.messages.review import SHOW as SHOW_ENTRY
from bot.slack.messages.search_form import COMPANIES
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.slack.windows import answer_form, build_window, read_private, show_window

_MAX_NAME = 150


class IngestAnswers:
    """Answers ``/ingest``, but for the form, which opens in a window."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def answer(self, text: str, viewer: Viewer) -> Message | None:
        """Do what the command says, as of the clock; None for the form, GongbaoError when it is refused."""
        request = parse_ingest(text, prefix=self._services.prefix)
        if request.action == "form":
            return None
        answers: dict[str, Callable[[IngestRequest, Viewer], Message]] = {
            "help": lambda _request, _viewer: build_help(build_help_text("ingest", self._services.prefix)),
            "list": lambda _request, _viewer: self.list_readings(offset=0),
            "show": lambda asked, _viewer: self.show_card(asked.number),
            "read": self._read,
            "open": lambda asked, _viewer: self._open(asked),
            "review": lambda _request, _viewer: self._list_review(),
            "merge": self._merge,
            "split": self._split,
            "undo": lambda asked, asker: self.undo(asked.number, viewer=asker),
            "feed add": lambda asked, _viewer: _build_asking(asked.argument),
            "feed list": lambda _request, _viewer: self._list_feeds(),
            "feed remove": self._remove_feed,
        }
        answer = answers.get(request.action, self._change)
        return answer(request, viewer)

    def answer_message(self, text: str, viewer: Viewer) -> Message:
        """Do what was written to the bot after ``ingest``, whole, though it takes a minute; a form is offered."""
        request = parse_ingest(text, prefix=self._services.prefix)
        if request.action == "feed add":
            return self.add_feed(request.argument, viewer=viewer)
        return self.answer(text, viewer) or build_form_offer()

    def require(self, viewer: Viewer, about: str) -> None:
        """Raise NotAllowedError unless this person may ingest, asked again at the write."""
        self._services.gatekeeper.require(viewer, Need.INGEST, about=about)

    def list_readings(self, *, offset: int) -> Message:
        """Return a page of the list."""
        listed = self._services.cards.list_readings(now=self._services.clock.now(), offset=offset)
        return build_reading_list(listed)

    def show_card(self, number: int, *, reading: int | None = None, notes: tuple[str, ...] = ()) -> Message:
        """Return the report of a reading as it stands now; ``notes`` are escaped."""
        card = self._services.cards.get_card(number, now=self._services.clock.now(), reading=reading)
        return build_ingest_card(card, prefix=self._services.prefix, notes=notes)

    def change_posts(self, action: str, number: int, *, viewer: Viewer, reading: int | None = None) -> Message:
        """Release, hold or announce the posts of a briefing, and give its report with what came of it."""
        self.require(viewer, f"{action} B{number}")
        now = self._services.clock.now()
        holds = self._services.holds
        changes = {"release": holds.release, "hold": holds.hold, "announce": holds.announce}
        held = changes[action](number, by=viewer.user, now=now)
        return self.show_card(number, reading=reading, notes=(describe_done(action, held, now=now),))

    def undo(self, number: int, *, viewer: Viewer, reading: int | None = None) -> Message:
        """Take a reading back, and give its report with what came of it."""
        self.require(viewer, f"undo B{number}")
        undone = self._services.ingest.undo(number, by=viewer.user, now=self._services.clock.now(), reading=reading)
        return self.show_card(number, reading=reading, notes=(describe_undone(undone),))

    def _read(self, request: IngestRequest, viewer: Viewer) -> Message:
        self.require(viewer, "/ingest")
        self._services.intake.submit(request.sources, by=viewer.user)
        return build_accepted(request.sources)

    def _change(self, request: IngestRequest, viewer: Viewer) -> Message:
        return self.change_posts(request.action, request.number, viewer=viewer)

    def _list_review(self) -> Message:
        return build_review_list(self._services.review.list_open())

    def _list_feeds(self) -> Message:
        listed = self._services.feeds.list_feeds()
        return build_feed_list(listed, prefix=self._services.prefix)

    def _remove_feed(self, request: IngestRequest, viewer: Viewer) -> Message:
        self.require(viewer, "feed remove")
        now = self._services.clock.now()
        return build_feed_removed(self._services.feeds.remove(request.argument, by=viewer.user, now=now))

    def add_feed(self, text: str, *, viewer: Viewer) -> Message:
        """Begin to poll a feed, once its server gave one; that may take a minute."""
        self.require(viewer, "feed add")
        card = self._services.feeds.add(text, by=viewer.user, now=self._services.clock.now())
        return build_feed_added(card, prefix=self._services.prefix)

    def _open(self, request: IngestRequest) -> Message:
        """Open the thing itself: an id does so in every command."""
        lookup, prefix, now = self._services.lookup, self._services.prefix, self._services.clock.now()
        asked = parse_request("policy", request.argument, lexicon=lookup.lexicon(), today=beijing_day(now))
        found = find_by_id(asked, lookup, now=now, prefix=prefix)
        if found is None:
            raise BadQueryError(f"“{request.argument}” is no id.", hint="Write one such as B3.")
        return build_answer(found, Frame(ask=Ask(command="policy", text=request.argument), prefix=prefix))

    def _merge(self, request: IngestRequest, viewer: Viewer) -> Message:
        self.require(viewer, "merge")
        merged = self._services.review.merge(*request.policies, by=viewer.user, now=self._services.clock.now())
        return build_merged(merged)

    def _split(self, request: IngestRequest, viewer: Viewer) -> Message:
        self.require(viewer, f"split I{request.number}")
        now = self._services.clock.now()
        return build_split(self._services.review.split(request.number, by=viewer.user, now=now))


def _register_ingest(app: Listeners, services: Services) -> None:
    """Register ``/ingest``; ``services`` carry intake, holds, cards, ingest, review and the gatekeeper."""
    answers = IngestAnswers(services)

    def handle_ingest(ack: Ack, body: dict[str, Any], viewer: Viewer) -> BoltResponse:
        message = answers.answer(str(body.get("text") or ""), viewer)
        return ack() if message is None else build_ack(message)

    def follow_up(body: dict[str, Any], client: WebClient, respond: Responder, viewer: Viewer) -> None:
        request = _find_request(str(body.get("text") or ""))
        if request.action == "form":
            show_window(client, body, build_form())
        elif request.action == "read":
            require_direct(client, viewer.user)
        elif request.action == "feed add":
            reply_privately(respond, answers.add_feed(request.argument, viewer=viewer))

    def open_form(body: dict[str, Any], client: WebClient) -> None:
        show_window(client, body, build_form())

    app.action(OPEN_FORM)(ack=acknowledge, lazy=[open_form])
    app.command(f"/{services.prefix}ingest")(ack=handle_ingest, lazy=[follow_up])


def require_direct(client: WebClient, user: str) -> None:
    """Raise DeliveryError where a report cannot come to a person's direct messages until something is done."""
    try:
        open_direct(client, user)
    except LaterDeliveryError:
        return  # whoever brings the report tries again
    except DeliveryError as error:
        said = f"{error.message} It is read all the same, but its report cannot come there now: see /ingest list."
        raise DeliveryError(said, hint=error.hint) from error


def _build_asking(named: str) -> Message:
    text = f"Asking {escape(cut(named, _MAX_NAME))} what it holds …"
    return build_message(text, [section(text)])


def _find_request(text: str) -> IngestRequest:
    try:
        return parse_ingest(text)
    except GongbaoError:  # said in the acknowledgement
        return IngestRequest(action="help")


_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""
_MAX_NUMBER = 1_000_000_000


def read_value(body: dict[str, Any]) -> tuple[int, int]:
    """Return the numbers of the briefing and the reading that a button carries, or raise BadQueryError."""
    found = parse_value(get_value(body))
    if found is None:
        raise build_stale_error()
    return found


def _read_number(body: dict[str, Any]) -> int:
    """Return the number that a button carries, or raise BadQueryError."""
    value = get_value(body)
    if not (value.isascii() and value.isdecimal() and int(value) <= _MAX_NUMBER):
        raise build_stale_error()
    return int(value)


def _register_ingest_buttons(app: Listeners, services: Services) -> None:
    """Register the buttons; ``services`` carry intake, holds, cards, ingest and the gatekeeper."""
    answers = IngestAnswers(services)

    def change(action: str) -> Callable[..., None]:
        def change_posts(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
            number, reading = read_value(body)
            reply_in_place(respond, answers.change_posts(action, number, viewer=viewer, reading=reading))

        return change_posts

    def undo(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        number, reading = read_value(body)
        try:
            message = answers.undo(number, viewer=viewer, reading=reading)
        except NotFoundError as error:  # taken back already, or corrected since: the report says which
            message = answers.show_card(number, reading=reading, notes=(escape(str(error)),))
        reply_in_place(respond, message)

    def show(body: dict[str, Any], respond: Responder) -> None:
        number, reading = read_value(body)
        reply_privately(respond, answers.show_card(number, reading=reading))

    def turn(body: dict[str, Any], respond: Responder) -> None:
        reply_in_place(respond, answers.list_readings(offset=_read_number(body)))

    def preview(body: dict[str, Any], client: WebClient, viewer: Viewer) -> None:
        number, _reading = read_value(body)
        now = services.clock.now()
        held = services.holds.get(number, now=now)
        found = services.digests.preview_briefing(number, now=now)
        looked_at = found[:_MOST_LOOKED_AT]
        shown = [each for each in looked_at if services.channels.may_see(each.channel, viewer.user, now=now)]
        left, hidden = len(found) - len(looked_at), len(looked_at) - len(shown)
        name = f"{format_id(IdKind.BRIEFING, number)} {held.name}"
        show_window(client, body, build_preview_view(name, shown, hidden=hidden, left=left, now=now))

    def decide(*, keep: bool) -> Callable[..., None]:
        def decide_document(body: dict[str, Any], viewer: Viewer) -> None:
            answers.require(viewer, "a document that is no briefing")
            services.intake.decide(_read_number(body), keep=keep)

        return decide_document

    app.action(KEEP)(ack=acknowledge, lazy=[decide(keep=True)])
    app.action(DISCARD)(ack=acknowledge, lazy=[decide(keep=False)])
    app.action(PREVIEW)(ack=acknowledge, lazy=[preview])
    app.action(POST)(ack=acknowledge, lazy=[change("release")])
    app.action(HOLD)(ack=acknowledge, lazy=[change("hold")])
    app.action(ANNOUNCE)(ack=acknowledge, lazy=[change("announce")])
    app.action(UNDO)(ack=acknowledge, lazy=[undo])
    app.action(SHOW)(ack=acknowledge, lazy=[show])
    app.action(numbered(MORE))(ack=acknowledge, lazy=[turn])


def read_shared_files(event: dict[str, Any]) -> tuple[tuple[Source, ...], tuple[Refused, ...]]:
    """Return the documents of a message, and those of its files that are not read, with why."""
    said = event.get("files")
    files = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    sources: list[Source] = []
    refused: list[Refused] = []
    for each in files:
        if len(sources) == MOST_DOCUMENTS:
            hint = f"At most {MOST_DOCUMENTS} are read at once; send it again."
            refused.append(Refused(name=name_shared_file(each), said="It is one file too many.", hint=hint))
            continue
        try:
            sources.append(parse_shared_file(each))
        except GongbaoError as error:
            refused.append(Refused(name=name_shared_file(each), said=error.message, hint=error.hint))
    return tuple(sources), tuple(refused)


def _register_ingest_files(app: Listeners, services: Services) -> None:
    def take_files(ack: Ack, event: dict[str, Any], viewer: Viewer) -> None:
        channel, ts = str(event.get("channel") or ""), str(event.get("ts") or "")
        sources, refused = read_shared_files(event)
        if channel.startswith("D") and not is_of_app(event) and (sources or refused):
            thread_ts = event.get("thread_ts")
            place = Place(channel=channel, thread_ts=thread_ts if isinstance(thread_ts, str) else "")
            services.intake.submit(sources, by=viewer.user, place=place, refused=refused)
            services.inbox.see(viewer.workspace, channel, ts=ts)
        ack()

    def take_form(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        sources, errors = read_form(view)
        if errors:
            return ack(response_action="errors", errors=errors)
        services.gatekeeper.require(viewer, Need.INGEST, about="the form of /ingest")
        services.intake.submit(sources, by=viewer.user)
        return answer_form(ack, view, modal("Ingest", load_blocks(build_accepted(sources))))

    app.event({"type": "message", "subtype": "file_share"})(take_files)
    app.view(FORM)(take_form)


def redraw(services: Services, press: Press, notes: tuple[str, ...] = ()) -> Message:
    """Return the message that a press stands in as it is now: the list, a briefing's list, or another's that shows it.

    What else shows entries says how in ``services.review_origins``: the first word of the origin to a function of the
    rest and the notes.
    """
    kind, _, rest = press.origin.partition(" ")
    draw = services.review_origins.get(kind)
    if draw is not None:
        return draw(rest, notes)
    found = find_id(press.origin)
    briefing = found[1] if found and found[0] is IdKind.BRIEFING else None
    listed = services.review.list_open(offset=press.offset, briefing_id=briefing, certain=press.certain)
    if not listed.entries and press.offset:
        listed = services.review.list_open(briefing_id=briefing, certain=press.certain)
    return build_review_list(listed, notes=notes)


def _register_review(app: Listeners, services: Services) -> None:
    def show(respond: Responder, press: Press, notes: tuple[str, ...] = ()) -> None:
        reply_in_place(respond, redraw(services, press, notes))

    def settle(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        press = parse_press(get_value(body))
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"R{press.number}")
        settled = services.review.settle(
            press.number, Decision(press.decision), by=viewer.user, now=services.clock.now()
        )
        show(respond, press, describe_settled(settled))

    def turn(body: dict[str, Any], respond: Responder) -> None:
        show(respond, parse_press(get_value(body)))

    def show_entry(body: dict[str, Any], respond: Responder) -> None:
        press = parse_press(get_value(body))
        reply_privately(respond, build_entry(services.review.get(press.number), press))

    def show_form(body: dict[str, Any], client: WebClient, respond: Responder) -> None:
        press = parse_press(get_value(body))
        entry = services.review.get(press.number)
        if entry.decision is not None:
            show(respond, press, (_describe_taken(entry),))
            return
        show_window(client, body, build_same_form(entry, press))

    def take_company(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        press = parse_press(read_private(view))
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"R{press.number}")
        named = _get_chosen(view)
        try:
            settled = services.review.settle(
                press.number, Decision.SAME, by=viewer.user, now=services.clock.now(), other=named
            )
        except BadQueryError as error:
            return ack(response_action="errors", errors={COMPANY_BLOCK: name_commands(str(error))})
        message = redraw(services, press, describe_settled(settled))
        return answer_form(ack, view, build_window(message, "Review"))

    app.action(numbered(SETTLE))(ack=acknowledge, lazy=[settle])
    app.action(numbered(PAGE))(ack=acknowledge, lazy=[turn])
    app.action(SHOW_ENTRY)(ack=acknowledge, lazy=[show_entry])
    app.action(SAME_FORM)(ack=acknowledge, lazy=[show_form])
    app.view(SAME_VIEW)(take_company)


def _get_chosen(view: dict[str, Any]) -> str:
    """Return the id of the company chosen in the form, "" without one."""
    held = (view.get("state") or {}).get("values") or {}
    chosen = ((held.get(COMPANY_BLOCK) or {}).get(COMPANIES) or {}).get("selected_option") or {}
    return str(chosen.get("value") or "")


def _describe_taken(entry: ReviewEntry) -> str:
    said = entry.decision.value if entry.decision else ""
    return f"{entry.shown_id} was settled before: {said}."


def register(app: Listeners, services: Services) -> None:
    """Register all that has something read, and the buttons of its reports."""
    _register_ingest(app, services)
    _register_ingest_buttons(app, services)
    _register_ingest_files(app, services)
    _register_review(app, services)
