"""What admins ask to have read: stored before it is acknowledged, read one by one, reported in one message each.

    submit -> waiting -> reading (fetch, read, store) -> done | asked | failed

A process that ends meanwhile loses nothing: the next one takes up what was begun, and reading a document twice changes
nothing. The messages to one person go at the pace that Slack takes for one channel: while it is not their time,
progress is left out, and how a request ended waits its turn.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from bot.clock import Clock
from bot.errors import (
    BadQueryError,
    FetchError,
    GongbaoError,
    NotABriefingError,
    UnreadableDocumentError,
    describe_for_log,
)
from bot.ingest.ingest import Ingest
from bot.ingest.ingest_cards import IngestCard, IngestCards
from bot.ingest.reports import IngestReport, Outcome
from bot.model.ids import IdKind, parse_id
from bot.model.intake import MOST_DOCUMENTS, Intake, Job, JobState, Place, Refused, Source, SourceKind
from bot.store.briefings import find_report, get_last_reading
from bot.store.database import Store
from bot.store.feeds import (
    add_intake,
    claim_job,
    find_asked_job,
    find_waiting_job,
    finish_job,
    get_intake,
    keep_job,
    list_unshown,
    record_told,
    take_up_again,
)
from bot.web.fetch import Fetched, WebFetcher

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
"""How often a document is begun that each time was interrupted; one that ends the process must not do so for ever."""
BETWEEN = dt.timedelta(seconds=1)
"""Between two calls about a person's messages; Slack takes one a second for a channel."""
_AGAIN_AFTER = dt.timedelta(seconds=30)
"""When a message is tried again that Slack did not take, unless it says when."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """How an attempt to tell ended: where the message stands, whether it says so now, and when to try again.

    ``gone`` means that trying again will not help.
    """

    place: Place | None
    done: bool
    wait_s: float = 0.0
    gone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What a message says: a request, and the reports of its documents that were read, by the document's number."""

    intake: Intake
    cards: Mapping[int, IngestCard]


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeParts:
    """What the queue works with.

    ``tell(progress, again=...)`` posts or edits the one message about a request; with ``again`` it may be there
    already, and is looked for first. ``permit`` raises NotAllowedError unless a workspace's user may ingest, as of now.
    """

    ingest: Ingest
    fetcher: WebFetcher
    fetch_file: Callable[[Source], Fetched]
    cards: IngestCards
    tell: Callable[..., Told]
    permit: Callable[[str, str], None]


@dataclass(kw_only=True)
class _Person:
    """The messages to one person: one call at a time, none before ``free_at``."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: dt.datetime | None = None


class IntakeQueue:
    """The queue of one workspace; safe to share between threads.

    ``on_new`` is called when something waits. Once ``closing``, what cannot be fetched is left to the next process.
    """

    def __init__(
        self, store: Store, parts: IntakeParts, *, workspace: str, clock: Clock, between: dt.timedelta = BETWEEN
    ) -> None:
        self._store = store
        self._parts = parts
        self._workspace = workspace
        self._clock = clock
        self._between = between
        self._people: dict[str, _Person] = {}
        self._fresh: set[int] = set()
        self.on_new: Callable[[], None] = lambda: None
        self.closing = False

    def submit(
        self, sources: Sequence[Source], *, by: str, place: Place | None = None, refused: Sequence[Refused] = ()
    ) -> Intake:
        """Store a request, and give it; BadQueryError when it names no document or too many.

        ``place`` is where its message goes, when that is known already; ``refused`` are named in the same message.
        """
        if not sources and not refused:
            raise BadQueryError("There is nothing to read.", hint="Name an address, or send a file.")
        if len(sources) > MOST_DOCUMENTS:
            raise BadQueryError(
                f"These are {len(sources)} documents.", hint=f"I read at most {MOST_DOCUMENTS} at once."
            )
        with self._store.write() as db:
            intake = add_intake(
                db,
                workspace=self._workspace,
                by=by,
                sources=sources,
                refused=refused,
                place=place,
                now=self._clock.now(),
            )
            self._fresh.add(intake.id)
        self.on_new()
        return intake

    def decide(self, number: int, *, keep: bool) -> None:
        """Store a document that does not look like a briefing after all, or not; nothing for one decided before."""
        with self._store.write() as db:
            job = find_asked_job(db, number, self._workspace)
            if job is None:
                return
            if keep:
                keep_job(db, job)
            else:
                finish_job(db, number, JobState.FAILED, said=f"{job.source.name} was discarded.")
        self._tell(job.intake_id)
        self.on_new()

    def start(self) -> int:
        """Take up what an earlier process had begun; give how many documents. Called once, before any worker."""
        with self._store.write() as db:
            return take_up_again(db, self._workspace)

    def run_next(self) -> bool:
        """Read the oldest document that waits; False when none does."""
        with self._store.read() as db:
            if find_waiting_job(db, self._workspace) is None:
                return False
        with self._store.write() as db:
            job = claim_job(db, self._workspace)
        if job is not None:
            self._run(job)
        return job is not None

    def tell_rest(self) -> float | None:
        """Bring the messages of ended requests up to date; return the seconds until the next may be told, if any."""
        with self._store.read() as db:
            waiting = list_unshown(db, self._workspace)
        now = self._clock.now()
        times = [time for intake in waiting if (time := self._tell(intake.id)) is not None]
        return max(0.0, (min(times) - now).total_seconds()) if times else None

    def _run(self, job: Job) -> None:
        state, outcome, said, hint = JobState.FAILED, "", "", ""
        try:
            report = self._read(job)
            state, outcome = JobState.DONE, msgspec.json.encode(report).decode()
        except NotABriefingError as error:
            state, said = JobState.ASKED, error.message
        except GongbaoError as error:
            if self.closing and isinstance(error, FetchError):
                return
            log.info("not ingested: %s", describe_for_log(error))
            said, hint = error.message, error.hint
        except Exception:  # a fault of ours must not end the queue, nor leave somebody waiting for a word
            reference = secrets.token_hex(4)
            log.exception("an ingest failed (ref %s)", reference)
            said, hint = f"Something went wrong on our side (ref {reference}).", "Try again; the log says more."
        with self._store.write() as db:
            finish_job(db, job.id, state, outcome=outcome, said=said, hint=hint)
        self._tell(job.intake_id)

    def _read(self, job: Job) -> IngestReport:
        if job.attempts > MOST_ATTEMPTS:
            raise UnreadableDocumentError(
                f"I tried {job.source.name} {MOST_ATTEMPTS} times, and the program ended each time.",
                hint="Check the log and the memory of the machine, then send it again.",
            )
        with self._store.read() as db:
            intake = get_intake(db, job.intake_id)
        self._parts.permit(intake.workspace, intake.by)
        self._tell(job.intake_id)
        is_web = job.source.kind is SourceKind.WEB
        fetched = self._parts.fetcher.fetch(job.source.url) if is_web else self._parts.fetch_file(job.source)
        report = self._parts.ingest.ingest(
            source_name=fetched.name, data=fetched.data, by=intake.by, now=self._clock.now(), keep=job.source.keep
        )
        return self._find_earlier(report, by=intake.by) if job.attempts > 1 else report

    def _find_earlier(self, report: IngestReport, *, by: str) -> IngestReport:
        """Return the report of the attempt before, when that one stored the document and then was interrupted."""
        if report.outcome is not Outcome.UNCHANGED:
            return report
        with self._store.read() as db:
            last = get_last_reading(db, parse_id(report.briefing_id, IdKind.BRIEFING))
            kept = find_report(db, last.id) if last.by == by and last.undone_at is None else None
        return msgspec.json.decode(kept, type=IngestReport) if kept else report

    def _tell(self, intake_id: int) -> dt.datetime | None:
        """Bring the message of a request up to date if its person's turn has come; else give when it will come."""
        with self._store.read() as db:
            by = get_intake(db, intake_id).by
        person = self._people.setdefault(by, _Person())
        with person.lock:
            now = self._clock.now()
            if person.free_at is not None and now < person.free_at:
                return person.free_at
            with self._store.read() as db:
                intake = get_intake(db, intake_id)
            again = intake_id not in self._fresh and not (intake.place and intake.place.ts)
            self._fresh.discard(intake_id)
            told = self._parts.tell(self._describe(intake, now=now), again=again)
            wait = dt.timedelta(seconds=told.wait_s)
            person.free_at = now + (self._between if told.done or told.gone else wait or _AGAIN_AFTER)
            is_over = intake.ended and (told.done or told.gone)
            with self._store.write() as db:
                record_told(db, intake_id, told.place or intake.place, is_over=is_over)
            return None if is_over else person.free_at

    def _describe(self, intake: Intake, *, now: dt.datetime) -> Progress:
        cards = {
            job.id: self._parts.cards.build_card(msgspec.json.decode(job.outcome, type=IngestReport), now=now)
            for job in intake.jobs
            if job.state is JobState.DONE
        }
        return Progress(intake=intake, cards=cards)


# The threads that read what waits in the queue, so that neither a command nor a digest ever waits for a document.

WORKERS = 3
"""Documents under way at once: while one is read, the others are fetched."""
_LOOK_EVERY_S = 5.0
_END_S = 20.0


class IntakeWorkers:
    """Works a queue off in threads of its own, from ``start`` to ``stop``."""

    def __init__(self, queue: IntakeQueue, *, count: int = WORKERS) -> None:
        self._queue = queue
        self._wake = threading.Condition()
        self._news = 0
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._work, name=f"intake-{number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Take up what an earlier process had begun, and begin to work."""
        begun = self._queue.start()
        if begun:
            log.info("reading again %d documents that were interrupted", begun)
        self._queue.on_new = self.wake
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that something new waits."""
        with self._wake:
            self._news += 1
            self._wake.notify()

    def stop(self) -> None:
        """Take nothing more and wait for what is under way; what takes longer is read again by the next process."""
        self._queue.closing = True
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        until = time.monotonic() + _END_S
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        while True:
            with self._wake:
                seen = self._news
            pause = self._work_once()
            with self._wake:
                if self._stopping:
                    return
                if pause and seen == self._news:
                    self._wake.wait(pause)

    def _work_once(self) -> float:
        """Read one document, and tell what could not be told before; give how long there is nothing more to do."""
        try:
            busy = self._queue.run_next()
            wait_s = self._queue.tell_rest()
            return 0.0 if busy else min(_LOOK_EVERY_S, _LOOK_EVERY_S if wait_s is None else wait_s + 0.01)
        except GongbaoError as error:
            log.warning("The queue of documents: %s", describe_for_log(error))
        except Exception:  # a fault in one turn must not end the reading
            log.exception("The queue of documents failed; it goes on.")
        return _LOOK_EVERY_S
