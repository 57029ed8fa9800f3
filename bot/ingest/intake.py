"""The queue of documents: stored before they are acknowledged, read one by one, each to an end.

    submit, or a feed or the watched folder -> waiting -> reading (fetch, read, store) -> done | failed

A process that ends meanwhile loses nothing: the next one takes up what was begun, and reading a document twice changes
nothing. What a person asks for at once has one message, which goes out through the outbox like any post: once all of
it has ended, or after a few seconds.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.digests.lines import change_post
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
from bot.ingest.reports import compose_report
from bot.model.intake import MOST_DOCUMENTS, Job, JobState, Source, SourceKind
from bot.model.post import Message, PostKind, PostState, Slot
from bot.model.review import find_failed
from bot.store.briefings import find_reading
from bot.store.database import Database, Store
from bot.store.intake import add_job, find_due, find_next_request, list_request, take_up_again, update_job
from bot.store.outbox import NewPost, add_post, find_post, move_posts
from bot.store.review import add_entry, find_entry
from bot.web.fetch import Fetched

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
PATIENCE = dt.timedelta(seconds=5)
"""How long a message waits for the end of what it is about, so that most say everything at once."""
_FIRST_RETRY = dt.timedelta(minutes=15)
_LONGEST_RETRY = dt.timedelta(days=1)


@dataclass(kw_only=True)
class IntakeQueue:
    """The queue of one workspace; safe to share between threads.

    ``fetch`` gets what is in each kind of place; ``permit`` raises NotAllowedError unless a user may ingest, as of
    now; ``render`` builds the message about the documents of a request. ``on_new`` is called when something
    waits. Once ``closing``, nothing more is taken, and what cannot be fetched is left to the next process.
    """

    store: Store
    ingest: Ingest
    fetch: Mapping[SourceKind, Callable[[Source], Fetched]]
    permit: Callable[[str, str], None]
    render: Callable[[Sequence[Job]], Message]
    workspace: str
    clock: Clock
    on_new: Callable[[], object] = lambda: None
    closing: bool = False

    def submit(self, sources: Sequence[Source], *, by: str, refused: Sequence[tuple[str, GongbaoError]] = ()) -> None:
        """Store what a person asks for; BadQueryError when it is no document, or too many.

        ``refused`` are named in the same message.
        """
        if not sources and not refused:
            raise BadQueryError("There is nothing to read.", hint="Name an address, or send a file.")
        if len(sources) > MOST_DOCUMENTS:
            hint = f"I read at most {MOST_DOCUMENTS} at once."
            raise BadQueryError(f"These are {len(sources)} documents.", hint=hint)
        with self.store.write() as db:
            now, request = self.clock.now(), find_next_request(db)
            documents = [(source, "") for source in sources]
            documents += [(Source(kind=SourceKind.SLACK_FILE, name=name), str(error)) for name, error in refused]
            for source, error in documents:
                job = Job(request=request, workspace=self.workspace, by=by, source=source, error=error)
                add_job(db, replace(job, state=JobState.FAILED) if error else job, now=now)
            self._tell(db, request, now)
        self.on_new()

    def start(self) -> None:
        """Take up what an earlier process had begun; called once, before anything is read."""
        with self.store.write() as db:
            take_up_again(db, self.workspace)

    def work(self) -> None:
        """Read what is due, one after the other, so that neither a command nor a digest ever waits for a document."""
        while not self.closing and self.run_next() is not None:
            pass

    def run_next(self) -> Job | None:
        """Read the next document that is due, and return it as it ended; None when none is."""
        now = self.clock.now()
        with self.store.read() as db:
            if find_due(db, self.workspace, now=now) is None:  # it is asked every second, whoever is writing
                return None
        with self.store.write() as db:
            job = find_due(db, self.workspace, now=now)
            if job is None:
                return None
            job = replace(job, state=JobState.READING, attempts=job.attempts + 1)
            update_job(db, job)
            self._tell(db, job.request, now)
        done, not_before = self._read(job, now)
        with self.store.write() as db:
            now = self.clock.now()
            update_job(db, done, not_before=not_before)
            if not job.workspace and done.state is JobState.FAILED:
                add_entry(db, find_failed(f"job:{job.id}", f"{job.by}: {job.source.name}", done.error))
            self._tell(db, job.request, now)
            return self._show(db, done, now)

    def _read(self, job: Job, now: dt.datetime) -> tuple[Job, dt.datetime | None]:
        """Return a document as it is after an attempt, and when to try again where that may help."""
        failed = replace(job, state=JobState.FAILED)
        try:
            return self._fetch_and_read(job, now), None
        except GongbaoError as error:
            if isinstance(error, FetchError) and self.closing:
                return replace(job, state=JobState.WAITING, attempts=job.attempts - 1), None
            log.info("not ingested: %s", describe_for_log(error))
            failed = replace(failed, error=str(error))
            if not job.workspace and isinstance(error, NotFoundError):
                return replace(failed, state=JobState.DONE), None
            if not job.workspace and isinstance(error, FetchError) and error.later and job.attempts < MOST_ATTEMPTS:
                return replace(failed, state=JobState.WAITING), now + back_off(job.attempts)
            return failed, None
        except Exception:  # a fault of ours must not end the queue, nor leave somebody waiting for a word
            reference = secrets.token_hex(4)
            log.exception("an ingest failed (ref %s)", reference)
            said = f"Something went wrong on our side (ref {reference}). Try again; the log says more."
            return replace(failed, error=said), None

    def _fetch_and_read(self, job: Job, now: dt.datetime) -> Job:
        """Return a document as it is once it is read, or asked about; raises what keeps it from being read."""
        if job.attempts > MOST_ATTEMPTS:
            raise UnreadableDocumentError(
                f"I tried {job.source.name} {MOST_ATTEMPTS} times, and the program ended each time.",
                hint="Check the log and the memory of the machine, then send it again.",
            )
        if job.workspace:
            self.permit(job.workspace, job.by)
        fetched = self.fetch[job.source.kind](job.source)
        done = replace(job, state=JobState.DONE, error="")
        try:
            report = self.ingest.ingest(source_name=fetched.name, data=fetched.data, by=job.by, now=now)
        except NotABriefingError as error:
            again = bool(job.workspace)
            key = self.ingest.ask_to_keep(source_name=fetched.name, data=fetched.data, again=again)
            return replace(done, asked_key=key, error=error.message)
        return replace(done, reading=report.reading, outcome=report.effects.outcome)

    def _tell(self, db: Database, request: int, now: dt.datetime) -> None:
        """Let the message about a request say how it stands; request 0 is nobody's."""
        jobs = [self._show(db, job, now) for job in list_request(db, request)] if request else []
        if not jobs:
            return
        ended, message = all(job.ended for job in jobs), self.render(jobs)
        slot = Slot(self.workspace, jobs[0].by, PostKind.NOTICE, f"intake {request}", "report")
        post = find_post(db, slot)
        if post is None:
            add_post(db, NewPost(slot=slot, parts=(message,), not_before=now if ended else now + PATIENCE), now=now)
            return
        change_post(db, post.id, message, now=now)
        if ended and post.state is PostState.PENDING:  # no Retry-After is passed over
            move_posts(db, post.id, not_before=now, late_after=None)

    def _show(self, db: Database, job: Job, now: dt.datetime) -> Job:
        """Return a document with the report of its reading, or the question about it, as it stands now."""
        if job.asked_key:
            return replace(job, asked=find_entry(db, job.asked_key))
        reading = find_reading(db, job.reading) if job.reading else None
        if reading is None:
            return job
        return replace(job, report=compose_report(db, reading, now=now, outcome=job.outcome))


def back_off(failures: int) -> dt.timedelta:
    """Return how long to wait after so many failures in a row: soon at first, then ever later, a day at most."""
    return min(_FIRST_RETRY * int(4 ** min(failures - 1, 9)), _LONGEST_RETRY)
