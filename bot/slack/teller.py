"""The one message about a request to read something: posted to the direct messages of whoever asked, then edited."""

from __future__ import annotations

import logging
from dataclasses import replace
from http.client import HTTPException
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.intake import Place
from bot.domain.posts.delivery import ErrorClass, FoundKind, OutcomeKind, classify_error
from bot.domain.posts.post import drop_blocks
from bot.services.ingesting.intake import Told
from bot.slack.messages.ingest_progress import build_progress

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.domain.intake import Intake
    from bot.domain.posts.delivery import Outcome
    from bot.domain.posts.post import Message
    from bot.services.ingesting.intake import Progress
    from bot.services.ports import Poster

log = logging.getLogger(__name__)
_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR, ErrorClass.TOKEN})
_AGAIN_S = 60.0


class SlackTeller:
    """Tells through the poster, which knows a message again by its key."""

    def __init__(self, client: WebClient, poster: Poster, *, prefix: str = "") -> None:
        self._client = client
        self._poster = poster
        self._prefix = prefix

    def tell(self, progress: Progress, *, again: bool) -> Told:
        """Post or edit the message; with ``again`` it may stand there already, and is looked for first."""
        intake = progress.intake
        place = intake.place
        if place is None:
            opened = self._open_direct(intake)
            if isinstance(opened, Told):
                return opened
            place = opened
        if not place.ts and again:
            found = self._poster.find(
                channel=place.channel, key=intake.key, after_ts=None, thread_ts=place.thread_ts or None
            )
            if found.kind is FoundKind.FOUND and found.ts:
                place = replace(place, ts=found.ts)
        message = build_progress(progress, prefix=self._prefix)
        outcome = self._send(message, place, intake.key)
        if outcome.kind is OutcomeKind.ERROR and classify_error(outcome.error) is ErrorClass.BLOCKS:
            outcome = self._send(drop_blocks(message), place, intake.key)
        return self._explain(outcome, place)

    def _send(self, message: Message, place: Place, key: str) -> Outcome:
        if place.ts:
            return self._poster.update(channel=place.channel, ts=place.ts, message=message, key=key)
        return self._poster.post(channel=place.channel, message=message, key=key, thread_ts=place.thread_ts or None)

    def _explain(self, outcome: Outcome, place: Place) -> Told:
        if outcome.kind is OutcomeKind.OK:
            return Told(place=replace(place, ts=place.ts or str(outcome.ts)), done=True)
        log.warning("the message about an ingest was not brought up to date: %s", outcome.error)
        if outcome.kind is OutcomeKind.ERROR and place.ts and outcome.error == "message_not_found":
            return Told(place=replace(place, ts=""), done=False)  # deleted: the next attempt posts it anew
        gone = outcome.kind is OutcomeKind.ERROR and classify_error(outcome.error) not in _PASSING
        return Told(place=place, done=False, gone=gone, wait_s=outcome.retry_after_s or 0.0)

    def _open_direct(self, intake: Intake) -> Place | Told:
        """Give the direct messages with a person, or how the attempt ended."""
        try:
            said = self._client.api_call("conversations.open", json={"users": intake.by})
            channel = str((said.get("channel") or {}).get("id") or "")
        except SlackApiError as error:
            code = str(error.response.get("error") or "")
            log.warning("no direct messages with %s: %s", intake.by, code)
            return Told(place=None, done=False, gone=classify_error(code) not in _PASSING, wait_s=_AGAIN_S)
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            log.warning("no direct messages with %s: %s", intake.by, type(error).__name__)
            return Told(place=None, done=False, wait_s=_AGAIN_S)
        return Place(channel=channel) if channel else Told(place=None, done=False, gone=True)
