"""Looking back once at each start for what people wrote while the bot was off, and answering what waits.

A message that was heard but not claimed when the program ended is answered at the next start; one that was claimed is
not, since its answer may stand there already.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import DeliveryError, NotAllowedError, NotFoundError
from bot.store.inbox import Inbox, Question

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEvent:
    """What somebody wrote to the bot, found in a history: Slack's timestamp, and the body an event would have had."""

    ts: str
    body: Mapping[str, object]


class CatchUp:
    """Answers what waits, and reads the direct messages of one workspace once; for one thread at a time.

    Make it before events come in: it reads on from what was seen by then. ``bring`` has an event answered like any
    other, ``answer`` answers what is recorded and waits. ``list_events`` gives what a person wrote in a conversation
    after a Slack time, oldest first; it raises NotAllowedError where the app may never read, NotFoundError where it is
    not in the conversation, DeliveryError where Slack does not answer now.
    """

    def __init__(
        self,
        inbox: Inbox,
        list_events: Callable[[str, str], Sequence[PastEvent]],
        *,
        workspace: str,
        bring: Callable[[PastEvent], object],
        answer: Callable[[Question], object],
    ) -> None:
        self._inbox = inbox
        self._list_events = list_events
        self._workspace = workspace
        self._bring = bring
        self._answer = answer
        self._left = inbox.list_conversations(workspace)
        for question in inbox.list_questions(workspace, "answering"):
            inbox.close(question)
            log.warning("a message of %s was being answered when the bot ended: left as it is", question.channel)

    def step(self, now: dt.datetime) -> None:
        """Answer what waits as of now, and read one conversation: one a tick stays below Slack's 50 calls a minute."""
        for question in self._inbox.list_questions(self._workspace, "heard", due_by=now):
            self._answer(question)
        if not self._left:
            return
        channel, seen_ts = next(iter(self._left.items()))
        try:
            self._look(channel, seen_ts, now=now)
        except NotAllowedError as error:
            self._left.clear()
            log.warning("Lost messages cannot be looked for: %s", error)
        except DeliveryError as error:
            log.info("the look back waits: %s", error.message)
        else:
            del self._left[channel]

    def _look(self, channel: str, seen_ts: str, *, now: dt.datetime) -> None:
        """Read one conversation; one that is there no more is forgotten."""
        try:
            events = self._list_events(channel, seen_ts)
        except NotFoundError:
            self._inbox.forget(self._workspace, channel)
            return
        heard = set(self._inbox.list_heard(self._workspace, channel))
        for event in events:
            if event.ts not in heard:
                log.info("found a message that never came, in %s", channel)
                self._bring(event)
            self._inbox.see(self._workspace, channel, ts=event.ts, now=now)
