"""The review list: what a person should check, least certain first, and what a decision brings about.

    ingest -> list_for_review (entries)      settle -> remembered, readings applied again, posts decided again
    Report a mistake -> report_wrong         settle -> the reporter gets a message

What was decided holds at every later ingest (``bot.ingest.reports``).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answers.lookup import Lookup
from bot.digests.holds import notify
from bot.digests.outbox import Digests
from bot.errors import BadQueryError, NotFoundError
from bot.ingest.ingest import Ingest, apply_reading
from bot.ingest.reports import ListPage
from bot.model.ids import IdKind, find_id, format_id
from bot.model.intake import IngestReport
from bot.model.post import Message
from bot.model.review import Decision, ReviewEntry, ReviewKind, company_key
from bot.names.records import Company
from bot.store.access import add_audit
from bot.store.briefings import get_briefing, get_reading
from bot.store.database import Database, Store
from bot.store.items import StoredItem, list_items
from bot.store.policies import find_policy, keep_apart, split_off
from bot.store.policies import merge_policies as merge_decided
from bot.store.review import (
    add_entry,
    find_entry,
    find_file,
    forget_files,
    get_entry,
    list_briefings_of,
    list_open_entries,
    mark_settled,
)

PAGE_SIZE = 8
"""Entries of a page; each brings a row of buttons, and a message takes 50 blocks."""
_LONGEST_NOTE = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What became of a decision: ``already`` when somebody had settled the entry before (``entry`` says how).

    ``lines`` say in words what it changed; ``report`` is that of the briefing that a document became.
    """

    entry: ReviewEntry
    already: bool = False
    lines: tuple[str, ...] = ()
    report: IngestReport | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """Two policies that are one now: ``gone`` leads to ``kept`` (ids as people see them)."""

    kept: str
    gone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """An item that is about a policy of its own now (ids as people see them)."""

    item: str
    policy: str
    before: str


@dataclass(frozen=True, slots=True)
class Review:
    """Keeps the review list of a store."""

    store: Store
    lookup: Lookup
    announcer: Digests
    ingest: Ingest
    render_verdict: Callable[[ReviewEntry], Message]

    def list_open(self, *, offset: int = 0, briefing_id: int | None = None) -> ListPage[ReviewEntry]:
        """Return a page of what waits, the least certain first, of all briefings or of one."""
        with self.store.read() as db:
            shown = format_id(IdKind.BRIEFING, get_briefing(db, briefing_id).id) if briefing_id is not None else None
            found, total = list_open_entries(db, briefing_id=briefing_id, limit=PAGE_SIZE, offset=offset)
            return ListPage(rows=tuple(found), total=total, offset=offset, page_size=PAGE_SIZE, briefing_id=shown)

    def get(self, number: int) -> ReviewEntry:
        """Return one entry, settled or not, or raise NotFoundError."""
        with self.store.read() as db:
            return get_entry(db, number)

    def report_wrong(self, *, subject: str, note: str, user: str, workspace: str, now: dt.datetime) -> ReviewEntry:
        """Put a person's note about a policy, an item or a briefing on the list; the same note twice is one entry.

        Raises BadQueryError for an empty note or a subject that is no such id, NotFoundError for one that is not there.
        """
        text = note.strip()[:_LONGEST_NOTE]
        if not text:
            raise BadQueryError("The note is empty.", hint="Say in a few words what is wrong.")
        with self.store.write() as db:
            shown = _require_subject(db, subject)
            wrong = ReviewEntry(kind=ReviewKind.WRONG, key=f"wrong:{user}:{shown}:{text}", name=text, subject=shown)
            wrong = replace(wrong, reporter=user, workspace=workspace)
            known = find_entry(db, wrong.key)
            if known is not None and known.decision is None:
                return known
            add_entry(db, wrong, again=True)
            entry = find_entry(db, wrong.key) or wrong
            add_audit(db, user, "report wrong", shown, entry.shown_id, now=now)
            return entry

    def settle(
        self, number: int, decision: Decision, *, by: str, now: dt.datetime, other: str | None = None
    ) -> Settled:
        """Record a decision and bring about what follows from it; ``other`` names the company for ``same``.

        An entry that is settled stays as it is (``already``). Raises NotFoundError for an entry that is not there or
        whose briefing was taken back, BadQueryError for a decision or a company that does not fit.
        """
        entry, report, lines = self.get(number), None, tuple[str, ...]()
        if entry.kind is ReviewKind.DOCUMENT and entry.decision is None and decision is Decision.YES:
            report = self._keep_document(entry, by=by, now=now)  # before it is settled: twice changes nothing
            lines = (f"{report.name} is {report.briefing_id}, {len(report.briefing.items)} items.",)
        with self.store.write() as db:
            entry = get_entry(db, number)
            if entry.decision is not None:
                return Settled(entry=entry, already=True)
            get_entry(db, number, waits=True)  # its briefing may have been taken back
            if decision not in entry.choices:
                hint = f"Choose one of: {', '.join(entry.choices)}."
                raise BadQueryError(f"“{decision.value}” doesn't fit {entry.shown_id}.", hint=hint)
            entry = replace(entry, decision=decision, settled_by=by)
            if entry.kind is ReviewKind.COMPANY and decision is Decision.SAME:
                company = self._find_company(entry, other)
                entry = replace(entry, other_id=company.id, other_name=company.name)
            mark_settled(db, entry)
            detail = f"{entry.kind.value}: {decision.value} {entry.other_name or ''}".strip()
            add_audit(db, by, "review", entry.shown_id, detail, now=now)
            lines += self._bring_about(db, entry, by=by, now=now)
            return Settled(entry=get_entry(db, number), lines=lines, report=report)

    def merge(self, policy_a: int, policy_b: int, *, by: str, now: dt.datetime) -> Merged:
        """Make one policy of two; an entry that asked so is settled."""
        with self.store.write() as db:
            return merge_policies(db, policy_a, policy_b, by=by, now=now)

    def split(self, item: int, *, by: str, now: dt.datetime) -> Split:
        """Take an item out of its policy into one of its own."""
        with self.store.write() as db:
            return split_item(db, item, by=by, now=now)

    def _keep_document(self, entry: ReviewEntry, *, by: str, now: dt.datetime) -> IngestReport:
        """Store a file that doesn't look like a briefing; reading it twice changes nothing."""
        with self.store.read() as db:
            data = find_file(db, entry.key.partition(":")[2])
        if data is None:
            raise NotFoundError(f"The file of {entry.shown_id} is gone.", hint="Send it again.")
        return self.ingest.ingest(source_name=entry.name, data=data, by=by, now=now, keep=True)

    def _find_company(self, entry: ReviewEntry, other: str | None) -> Company:
        """Return the company that a name is said to be another name of, or raise BadQueryError."""
        named = (other or "").strip()
        if not named:
            raise BadQueryError("Which company is it the same as?", hint="Name it, as the list of companies writes it.")
        known = self.lookup.lexicon().find_companies(named)
        found = [company for company in known if company_key(company.name) != entry.key]
        if len(found) != 1:
            what = "is the name of several companies" if found else "is not another company I know"
            raise BadQueryError(f"“{named[:80]}” {what}.", hint="/company list shows the companies and their names.")
        return found[0]

    def _bring_about(self, db: Database, entry: ReviewEntry, *, by: str, now: dt.datetime) -> tuple[str, ...]:
        """Do what follows from a decision, by the kind of entry; return it in lines."""
        match entry.kind:
            case ReviewKind.COMPANY | ReviewKind.UNCERTAIN:
                return self._apply_again(db, entry, by=by, now=now)
            case ReviewKind.SAME_POLICY if entry.policy_a and entry.policy_b:
                if entry.decision is Decision.SAME:
                    merged = merge_policies(db, entry.policy_a, entry.policy_b, by=by, now=now)
                    return (f"{merged.gone} is now {merged.kept}.",)
                keep_apart(db, entry.policy_a, entry.policy_b)
            case ReviewKind.DOCUMENT:
                forget_files(db)
            case ReviewKind.WRONG:
                message = self.render_verdict(entry)
                notify(db, entry.workspace, [entry.reporter], message, entry.shown_id, "settled", now=now)
        return ()

    def _apply_again(self, db: Database, entry: ReviewEntry, *, by: str, now: dt.datetime) -> tuple[str, ...]:
        """Bring the briefings of an entry up to what was decided; say what it means for posts.

        A company that another name stands for is one, when it waits on the list itself.
        """
        briefings, lines = list_briefings_of(db, entry.number), list[str]()
        waiting = find_entry(db, company_key(entry.other_name)) if entry.other_name else None
        if waiting is not None and waiting.decision is None:
            mark_settled(db, replace(waiting, decision=Decision.YES, settled_by=by))
            briefings = sorted({*briefings, *list_briefings_of(db, waiting.number)})
        for number in briefings:
            reading = get_reading(db, number).briefing
            changes = apply_reading(db, reading, number=number, by=by, now=now).changes
            lines += self.announcer.correct(db, briefing_id=number, changes=changes, by=by, now=now)
        return tuple(dict.fromkeys(f"Posts: {line}." for line in lines))


# Two policies that are one, and an item that is about another policy: decided by a person, remembered by the store.


def merge_policies(db: Database, one: int, other: int, *, by: str, now: dt.datetime) -> Merged:
    """Make one policy of two: the older number stays, the other leads to it.

    Raises NotFoundError for what is not there, BadQueryError when they are one already.
    """
    kept, gone = sorted((_require_policy(db, one), _require_policy(db, other)))
    if kept == gone:
        raise BadQueryError(f"P{one} and P{other} are one policy already.", hint=f"/policy P{kept} shows it.")
    merge_decided(db, kept, gone)
    add_audit(db, by, "merge", f"P{kept}", f"P{gone} leads to it", now=now)
    return Merged(kept=f"P{kept}", gone=f"P{gone}")


def split_item(db: Database, item_id: int, *, by: str, now: dt.datetime) -> Split:
    """Take an item out of its policy into one of its own, which stays another for good.

    Raises NotFoundError for an item that is not there, BadQueryError where there is nothing to split.
    """
    before = _require_item(db, item_id).policy_id
    policy = find_policy(db, before) if before else None
    if before is None or policy is None:
        raise BadQueryError(f"I{item_id} is about no policy.", hint="Only a report of a policy can be split from it.")
    if len(policy.item_ids) == 1:
        raise BadQueryError(f"I{item_id} is the only report of P{before}.", hint="There is nothing to split it from.")
    split_off(db, item_id, before)
    number = _require_item(db, item_id).policy_id or before
    add_audit(db, by, "split", f"I{item_id}", f"from P{before} to P{number}", now=now)
    return Split(item=f"I{item_id}", policy=f"P{number}", before=f"P{before}")


def _require_item(db: Database, item_id: int) -> StoredItem:
    for found in list_items(db, [item_id]):
        return found
    raise NotFoundError(f"There is no I{item_id}.", hint="/briefing lists the items of a briefing.")


def _require_policy(db: Database, number: int) -> int:
    """Return the number of a policy that is there, or of the one that it was merged into."""
    policy = find_policy(db, number)
    if policy is None:
        raise NotFoundError(f"There is no P{number}.", hint="/policy lists the policies.")
    return policy.number


def _require_subject(db: Database, subject: str) -> str:
    """Return the id of what a note is about as people see it; NotFoundError for what is not there."""
    kind, number = find_id(subject) or (None, 0)
    if kind is IdKind.BRIEFING:
        get_briefing(db, number)
    elif kind is IdKind.ITEM:
        _require_item(db, number)
    elif kind is IdKind.POLICY:
        _require_policy(db, number)
    else:
        hint = "Write one such as P5, I12 or B1."
        raise BadQueryError(f"“{subject[:40]}” is not the id of a policy, item or briefing.", hint=hint)
    return format_id(kind, number)
