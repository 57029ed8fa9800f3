"""Posts to Slack: one call each, its end told apart as far as it can be known; what is unclear can be looked up."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import MISSING_SCOPE
from bot.digests.outcomes import (
    CHANNEL_SCOPE_MISSING,
    ENDLESS,
    ErrorClass,
    Outcome,
    OutcomeKind,
    classify_error,
)
from bot.model.post import Message
from bot.model.subscription import is_person
from bot.slack.calls.replies import FAILURES, read_date, read_failure, read_pages

EVENT_TYPE = "gongbao_post"
SHARED = "channel_shared_with_others"
UNKNOWN = "channel_maybe_shared"
"""Our own codes, of the class of errors that park a subscription and tell its owner."""
_ABSENT = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""What Slack says of channels that a post cannot reach either: its own refusal of the post says it best."""
_CHANNELS = ("C", "G")
_PAGE = 200
_MAX_PAGES = 100


class SlackPoster:
    """Posts through a client that repeats nothing; ``bot_id`` is our own, so that no other app's key counts.

    With a ``gatekeeper`` nothing is posted to a channel that another organisation shares, unless an admin opened it.
    """

    def __init__(self, client: WebClient, *, bot_id: str, gatekeeper: Gatekeeper | None = None) -> None:
        self._client = client
        self._bot_id = bot_id
        self._gatekeeper = gatekeeper
        self._directs: dict[str, str] = {}

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once; see ``bot.digests.chat.Poster``."""
        refused = self._refuse_shared(channel)
        if refused is not None:
            return refused
        thread = {} if thread_ts is None else {"thread_ts": thread_ts}
        return self._call("chat.postMessage", {**_build(channel, message, key), **thread})

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours; see ``bot.digests.chat.Poster``."""
        try:
            place = self._find_place(channel)
        except FAILURES as error:
            return read_failure(error)
        return self._call("chat.update", {**_build(place, message, key), "ts": ts})

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Outcome:
        """Look for our own message with this key; see ``bot.digests.chat.Poster``."""
        slack_ts: float | None = None
        try:
            for page in self._pages(channel, after_ts, thread_ts):
                slack_ts = slack_ts or read_date(page)
                for message in page["messages"]:
                    if isinstance(message, dict) and message.get("ts") and self._read_key(message) == key:
                        return Outcome(kind=OutcomeKind.OK, ts=str(message["ts"]), slack_ts=slack_ts)
        except OverflowError:
            return Outcome(kind=OutcomeKind.ERROR, error=ENDLESS, slack_ts=slack_ts)
        except (*FAILURES, TypeError) as error:  # the latter where a page has no messages
            return read_failure(error)
        return Outcome(kind=OutcomeKind.ABSENT, slack_ts=slack_ts)

    def _find_place(self, channel: str) -> str:
        """Return the channel to read or change messages in: only a post takes a person's id in the place of one."""
        if not is_person(channel):
            return channel
        if channel not in self._directs:
            opened = self._client.api_call("conversations.open", json={"users": channel}).get("channel")
            if not isinstance(opened, dict) or not opened.get("id"):
                raise ValueError("no channel of direct messages in the answer")
            self._directs[channel] = str(opened["id"])
        return self._directs[channel]

    def _pages(self, channel: str, after_ts: str | None, thread_ts: str | None) -> Iterator[SlackResponse]:
        """Yield the history since ``after_ts``, its newest page without; OverflowError where it does not end."""
        arguments: dict[str, Any] = {"channel": self._find_place(channel), "include_all_metadata": True, "limit": _PAGE}
        if thread_ts is not None:
            arguments["ts"] = thread_ts
        if after_ts is not None:
            arguments |= {"oldest": after_ts, "inclusive": True}
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        most = 1 if after_ts is None else _MAX_PAGES + 1
        for number, page in enumerate(read_pages(self._client, method, arguments, most=most)):
            if number == _MAX_PAGES:
                raise OverflowError
            yield page

    def _read_key(self, message: Mapping[str, Any]) -> str | None:
        """Return the key of a message of our own bot; another app may write the same metadata."""
        metadata = message.get("metadata")
        if message.get("bot_id") != self._bot_id or not isinstance(metadata, dict):
            return None
        payload = metadata.get("event_payload")
        if metadata.get("event_type") != EVENT_TYPE or not isinstance(payload, dict):
            return None
        return str(payload.get("key") or "") or None

    def _call(self, method: str, arguments: dict[str, Any]) -> Outcome:
        try:
            response = self._client.api_call(method, json=arguments)
        except FAILURES as error:
            return read_failure(error)
        if not response.get("ts"):
            return Outcome(kind=OutcomeKind.UNCLEAR, error="an answer without a timestamp")
        return Outcome(kind=OutcomeKind.OK, ts=str(response["ts"]), slack_ts=read_date(response))

    def _refuse_shared(self, channel: str) -> Outcome | None:
        """Return why nothing may be posted to a channel, as far as it reaches other organisations; None if it may."""
        gatekeeper = self._gatekeeper
        if gatekeeper is None or not channel.startswith(_CHANNELS) or gatekeeper.is_channel_opened(channel):
            return None
        facts = gatekeeper.find_channel(channel)
        if facts.error in _ABSENT or not (facts.error or facts.is_shared):
            return None
        kind = classify_error(facts.error)
        if facts.error and kind in {ErrorClass.NOT_SENT, ErrorClass.UNCLEAR}:
            said = f"Slack does not say whether the channel is shared ({facts.error})"
            return Outcome(kind=OutcomeKind.REFUSED, error=said, retry_after_s=facts.retry_after_s)
        code = facts.error if kind is ErrorClass.TOKEN else UNKNOWN
        code = CHANNEL_SCOPE_MISSING if facts.error == MISSING_SCOPE else code
        return Outcome(kind=OutcomeKind.ERROR, error=code if facts.error else SHARED)


def _build(channel: str, message: Message, key: str) -> dict[str, Any]:
    return {
        "channel": channel,
        "text": message.text,
        "blocks": msgspec.json.decode(message.blocks),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        "unfurl_links": False,
        "unfurl_media": False,
    }
