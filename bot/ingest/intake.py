"""The queue of documents: stored before they are acknowledged, read one by one, each to one of these ends.

    submit, or a feed or the watched folder -> waiting -> reading (fetch, read, store) -> done | failed | passed

A process that ends meanwhile loses nothing: the next one takes up what was begun, and reading a document twice changes
nothing. What a person asks for at once has one message, which goes out through the outbox like any post: once all of
it has ended, or after a few seconds.
"""

import datetime as dt
import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from bot.clock import Clock
from bot.errors import (
    BadQueryError,
    FetchError,
    GongbaoError,
    NotABriefingError,
    NotFoundError,
    UnreadableDocumentError,
    describe_for_log,
)
from bot.ingest.ingest import Ingest
from bot.ingest.ingest_cards import IngestCard, IngestCards
from bot.ingest.reports import IngestReport, Outcome
from bot.model.intake import MOST_DOCUMENTS, Job, JobState, Refused, Source, SourceKind
from bot.model.post import Message, PostKind, PostState, Slot
from bot.model.review import CHOICES, ReviewEntry, document_key, find_failed
from bot.store.database import Store
from bot.store.intake import add_request, claim_job, find_due_job, list_request, take_up_again, update_job
from bot.store.outbox import NewPost, add_post, change_post, find_post, move_posts
from bot.store.review import add_entry, find_entry_by_key
from bot.web.fetch import Fetched

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
"""How often a document is begun: one that ends the process must not do so for ever, nor a page be asked for."""
WORKERS = 3
"""Documents under way at once: while one is read, the others are fetched."""
PATIENCE = dt.timedelta(seconds=5)
"""A request that takes longer is told to be under way."""


_FIRST_RETRY, _LONGEST_RETRY = dt.timedelta(minutes=15), dt.timedelta(hours=24)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What a message says: the documents of a request, and by their numbers the reports of those that were read.

    ``asked`` are the entries of the review list about those that don't look like a briefing.
    """

    jobs: tuple[Job, ...]
    cards: Mapping[int, IngestCard]
    asked: Mapping[int, ReviewEntry]

    @property
    def ended(self) -> bool:
        """Whether every document was read or refused."""
        return all(job.ended for job in self.jobs)


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeParts:
    """What the queue works with.

    ``fetch`` gets what is in each kind of place; ``permit`` raises NotAllowedError unless a workspace's user may
    ingest, as of now.
    """

    ingest: Ingest
    fetch: Mapping[SourceKind, Callable[[Source], Fetched]]
    cards: IngestCards
    render: Callable[[Progress], Message]
    permit: Callable[[str, str], None]


class IntakeQueue:
    """The queue of one workspace; safe to share between threads.

    ``on_new`` is called when something waits. Once ``closing``, nothing more is taken, and what cannot be fetched is
    left to the next process.
    """

    def __init__(self, store: Store, parts: IntakeParts, *, workspace: str, clock: Clock) -> None:
        self._store = store
        self._parts = parts
        self._workspace = workspace
        self._clock = clock
        self._telling = threading.Lock()
        self.on_new: Callable[[], object] = lambda: None
        self.closing = False

    def submit(self, sources: Sequence[Source], *, by: str, refused: Sequence[Refused] = ()) -> None:
        """Store what a person asks for; BadQueryError when it is no document, or too many.

        ``refused`` are named in the same message.
        """
        if not sources and not refused:
            raise BadQueryError("There is nothing to read.", hint="Name an address, or send a file.")
        if len(sources) > MOST_DOCUMENTS:
            raise BadQueryError(
                f"These are {len(sources)} documents.", hint=f"I read at most {MOST_DOCUMENTS} at once."
            )
        with self._store.write() as db:
            now = self._clock.now()
            request = add_request(db, workspace=self._workspace, by=by, sources=sources, refused=refused, now=now)
        self._tell(request)
        self.on_new()

    def start(self) -> None:
        """Take up what an earlier process had begun; called once, before anything is read."""
        with self._store.write() as db:
            begun = take_up_again(db, self._workspace)
        if begun:
            log.info("reading again %d documents that were interrupted", begun)

    def work(self) -> None:
        """Read what is due, one after the other, so that neither a command nor a digest ever waits for a document."""
        try:
            while not self.closing and self.run_next() is not None:
                pass
        except GongbaoError as error:
            log.warning("The queue of documents: %s", describe_for_log(error))
        except Exception:  # a fault in one turn must not end the reading
            log.exception("The queue of documents failed; it goes on.")

    def run_next(self) -> Job | None:
        """Read the next document that is due, and return it as it ended; None when none is."""
        now = self._clock.now()
        with self._store.read() as db:
            if find_due_job(db, self._workspace, now=now) is None:
                return None
        with self._store.write() as db:
            job = claim_job(db, self._workspace, now=now)
        if job is None:
            return None
        self._tell(job.request)
        done, not_before = self._run(job)
        with self._store.write() as db:
            update_job(db, done, not_before=not_before)
            if job.origin and done.state is JobState.FAILED:
                finding = find_failed(
                    f"job:{job.id}", f"{job.by}: {job.source.name}", f"{done.said} {done.hint}".strip()
                )
                add_entry(db, finding, now=self._clock.now())
        self._tell(job.request)
        return done

    def _run(self, job: Job) -> tuple[Job, dt.datetime | None]:
        """Return a document as it is after an attempt, and when to try again where that may help."""
        now = self._clock.now()
        try:
            report = self._read(job)
        except NotABriefingError as error:
            return replace(job, state=JobState.PASSED, said=error.message, outcome=document_key(error.sha256)), None
        except GongbaoError as error:
            if isinstance(error, FetchError) and self.closing:
                return replace(job, state=JobState.WAITING, attempts=job.attempts - 1), None
            log.info("not ingested: %s", describe_for_log(error))
            failed = replace(job, state=JobState.FAILED, said=error.message, hint=error.hint)
            if job.origin and isinstance(error, NotFoundError):
                return replace(failed, state=JobState.PASSED), None
            if job.origin and isinstance(error, FetchError) and error.later and job.attempts < MOST_ATTEMPTS:
                return replace(failed, state=JobState.WAITING), now + back_off(job.attempts)
            return failed, None
        except Exception:  # a fault of ours must not end the queue, nor leave somebody waiting for a word
            reference = secrets.token_hex(4)
            log.exception("an ingest failed (ref %s)", reference)
            said, hint = f"Something went wrong on our side (ref {reference}).", "Try again; the log says more."
            return replace(job, state=JobState.FAILED, said=said, hint=hint), None
        return replace(job, state=JobState.DONE, outcome=msgspec.json.encode(report).decode(), said="", hint=""), None

    def _read(self, job: Job) -> IngestReport:
        if job.attempts > MOST_ATTEMPTS:
            raise UnreadableDocumentError(
                f"I tried {job.source.name} {MOST_ATTEMPTS} times, and the program ended each time.",
                hint="Check the log and the memory of the machine, then send it again.",
            )
        if not job.origin:
            self._parts.permit(job.workspace, job.by)
        now, ingest = self._clock.now(), self._parts.ingest
        fetched = self._parts.fetch[job.source.kind](job.source)
        name, data = fetched.name, fetched.data
        try:
            return ingest.ingest(source_name=name, data=data, by=job.by, now=now)
        except NotABriefingError as error:
            ingest.ask_to_keep(error, source_name=name, data=data, now=now, again=not job.origin)
            raise

    def _tell(self, request: int) -> None:
        """Let the message about a request say how it stands; request 0 is nobody's."""
        if not request:
            return
        with self._telling:
            now = self._clock.now()
            with self._store.read() as db:
                jobs = tuple(list_request(db, request))
                asked = {
                    job.id: replace(entry, choices=CHOICES[entry.kind])
                    for job in jobs
                    if job.state is JobState.PASSED and (entry := find_entry_by_key(db, job.outcome))
                }
            cards = {
                job.id: self._parts.cards.build_card(read_outcome(job), now=now)
                for job in jobs
                if job.state is JobState.DONE
            }
            progress = Progress(jobs=jobs, cards=cards, asked=asked)
            message = self._parts.render(progress)
            slot = Slot(jobs[0].workspace, jobs[0].by, PostKind.NOTICE, f"intake {request}", "report")
            with self._store.write() as db:
                post = find_post(db, slot)
                if post is None:
                    not_before = now if progress.ended else now + PATIENCE
                    add_post(db, NewPost(slot=slot, parts=(message,), not_before=not_before, late_after=None), now=now)
                    return
                change_post(db, post.id, message, now=now)
                if progress.ended and post.state is PostState.PENDING:  # no Retry-After is passed over
                    move_posts(db, post.id, not_before=now, late_after=None)


def back_off(failures: int) -> dt.timedelta:
    """Return how long to wait after so many failures in a row: soon at first, then ever later, a day at most."""
    return min(_FIRST_RETRY * int(4 ** min(failures - 1, 9)), _LONGEST_RETRY)


def read_outcome(job: Job) -> IngestReport:
    """Return the report of a document that was read."""
    return msgspec.json.decode(job.outcome, type=IngestReport)


def describe_offered(job: Job) -> str:
    """Return in a line what came of something that a feed or the watched folder offered."""
    name = f"{job.by}: “{job.source.name}”"
    if job.state is not JobState.DONE:
        again = " I will try again." if job.state is JobState.WAITING else ""
        asked = " It waits in the review list." if job.state is JobState.PASSED else ""
        return f"{name} was not read. {job.said}{again}{asked}"
    report = read_outcome(job)
    if report.outcome is Outcome.UNCHANGED:
        return f"{name} was already stored as {report.briefing_id}."
    posts = f" Posts: {'; '.join(report.posts)}." if report.posts else ""
    return f"{name} is {report.briefing_id}, {report.items} items.{posts}"
