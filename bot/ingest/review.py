"""The review list: what wants a person's look, least certain first, and what a person's decision brings about.

    ingest -> list_for_review (entries)      settle -> remembered, readings applied again, posts decided again
    Wrong? -> report_wrong                   settle -> the reporter is told

What was decided holds at every later ingest (``bot.ingest.remembered``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.lookup import Lookup
from bot.digests.outbox import Digests
from bot.errors import BadQueryError, NotFoundError
from bot.ingest.ingest import apply_reading
from bot.model.ids import IdKind, find_id, format_id
from bot.model.policy import Policy
from bot.model.post import Message, PostKind, Slot
from bot.model.review import CHOICES, Decision, ReviewKind, SameCompany, company_key, format_review_id, require_fitting
from bot.names.lexicon import Lexicon
from bot.store.briefings import get_briefing, list_ingests
from bot.store.database import Database, Store
from bot.store.identity import count_items_of, keep_apart, split_off
from bot.store.identity import merge_policies as merge_decided
from bot.store.items import find_policy_of, list_items
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post
from bot.store.policies import find_policy, lead_policy, list_policies
from bot.store.review import (
    StoredEntry,
    add_note,
    find_entry_by_key,
    find_note,
    get_entry,
    is_open,
    list_briefings_of,
    list_open_entries,
    mark_settled,
)

# Two policies that are one, and an item that is about another policy: decided by a person, remembered by the store.


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


def merge_policies(db: Database, one: int, other: int, *, by: str, now: dt.datetime) -> Merged:
    """Make one policy of two: the older number stays, the other leads to it.

    Raises NotFoundError for what is not held, BadQueryError when they are one already.
    """
    kept, gone = sorted((lead_policy(db, one), lead_policy(db, other)))
    if kept == gone:
        raise BadQueryError(
            f"{_merges_show(one)} and {_merges_show(other)} are one policy already.",
            hint=f"/policy {_merges_show(kept)} shows it.",
        )
    for number in (kept, gone):
        if not count_items_of(db, number):
            raise NotFoundError(f"No policy {_merges_show(number)} is held.", hint="/policy lists what is held.")
    merge_decided(db, kept, gone)
    _audit(db, by, "merge", _merges_show(kept), f"{_merges_show(gone)} leads to it", now)
    return Merged(kept=_merges_show(kept), gone=_merges_show(gone))


def split_item(db: Database, item_id: int, *, by: str, now: dt.datetime) -> Split:
    """Take an item out of its policy into one of its own, which stays another for good.

    Raises NotFoundError for an item that is not held, BadQueryError where there is nothing to split.
    """
    shown = format_id(IdKind.ITEM, item_id)
    held = list_items(db, [item_id])
    if not held:
        raise NotFoundError(f"No item {shown} is held.", hint="/briefing lists the items of a briefing.")
    before = held[0].policy_id
    if before is None:
        raise BadQueryError(f"{shown} is about no policy.", hint="Only a report of a policy can be split from it.")
    if count_items_of(db, before) == 1:
        raise BadQueryError(
            f"{shown} is all there is of {_merges_show(before)}.", hint="There is nothing to split it from."
        )
    split_off(db, item_id, before)
    number = find_policy_of(db, item_id) or before
    _audit(db, by, "split", shown, f"from {_merges_show(before)} to {_merges_show(number)}", now)
    return Split(item=shown, policy=_merges_show(number), before=_merges_show(before))


def _merges_show(number: int) -> str:
    return format_id(IdKind.POLICY, number)


_NONE = re.compile(r"(?:^|: )none\b")
"""What is said of posts where no channel is concerned: nothing a person who settles an entry has to know."""
PAGE_SIZE = 8
"""Entries of a page; each brings a row of buttons, and a message takes 50 blocks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewEntry:
    """One entry as people see it.

    ``shown_id`` is its id (``R3``). ``name`` is the company, the inferred value, the unread text, or the note;
    ``field`` the field of the item that was inferred, ``reason`` why it is not certain, ``quote`` the sentence (of the
    other report, for two policies). ``subject`` is the id of what it is about (``I12``, ``P5``) or "". ``policies`` are
    the two that may be one. ``choices`` are the decisions that fit, none once it is settled (``decision``).
    """

    number: int
    shown_id: str
    kind: ReviewKind
    name: str
    field: str
    reason: str
    quote: str
    confidence: float
    subject: str
    policies: tuple[Policy, ...]
    reporter: str
    workspace: str
    choices: tuple[Decision, ...]
    decision: Decision | None
    other_name: str | None
    settled_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewList:
    """A page of what waits, the least certain first; ``briefing_id`` (``B3``) when only what that briefing brought.

    ``certain`` tells that what was inferred with certainty is among it; ``more`` counts that where it is not.
    """

    entries: tuple[ReviewEntry, ...]
    total: int
    offset: int
    page_size: int
    briefing_id: str | None = None
    certain: bool = False
    more: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What became of a decision: ``already`` when somebody had settled the entry before (``entry`` says how).

    ``lines`` say in words what it changed, ``told`` that the reporter is told.
    """

    entry: ReviewEntry
    already: bool = False
    lines: tuple[str, ...] = ()
    told: bool = False


class Review:
    """Keeps the review list of a store."""

    def __init__(
        self, store: Store, lookup: Lookup, announcer: Digests, render_verdict: Callable[[ReviewEntry], Message]
    ) -> None:
        self._store = store
        self._lookup = lookup
        self._announcer = announcer
        self._render_verdict = render_verdict

    def list_open(self, *, offset: int = 0, briefing_id: int | None = None, certain: bool = False) -> ReviewList:
        """Get a page of what waits, of all briefings or of one; ``certain`` adds what was inferred with certainty."""
        with self._store.read() as db:
            if briefing_id is not None:
                get_briefing(db, briefing_id)
            found, total = list_open_entries(
                db, certain=certain, briefing_id=briefing_id, limit=PAGE_SIZE, offset=max(0, offset)
            )
            every = (
                total if certain else list_open_entries(db, certain=True, briefing_id=briefing_id, limit=0, offset=0)[1]
            )
            return ReviewList(
                entries=tuple(_show(db, entry) for entry in found),
                total=total,
                offset=max(0, offset),
                page_size=PAGE_SIZE,
                briefing_id=None if briefing_id is None else format_id(IdKind.BRIEFING, briefing_id),
                certain=certain,
                more=every - total,
            )

    def get(self, number: int) -> ReviewEntry:
        """Return one entry, settled or not, or raise NotFoundError."""
        with self._store.read() as db:
            return _show(db, get_entry(db, number))

    def report_wrong(self, *, subject: str, note: str, user: str, workspace: str, now: dt.datetime) -> ReviewEntry:
        """Put a person's note about a policy, an item or a briefing on the list; the same note twice is one entry.

        Raises BadQueryError for an empty note or a subject that is no such id, NotFoundError for one not held.
        """
        text = note.strip()[:2000]
        if not text:
            raise BadQueryError("The note is empty.", hint="Say in a few words what is wrong.")
        with self._store.write() as db:
            shown = _require_subject(db, subject)
            number = find_note(db, subject=shown, note=text, user=user, workspace=workspace)
            if number is None:
                number = add_note(db, subject=shown, note=text, user=user, workspace=workspace, now=now)
                _audit(db, user, "report wrong", shown, format_review_id(number), now)
            return _show(db, get_entry(db, number))

    def settle(
        self, number: int, decision: Decision, *, by: str, now: dt.datetime, other: str | None = None
    ) -> Settled:
        """Record a decision and bring about what follows from it; ``other`` names the company for ``same``.

        An entry that is settled stays as it is (``already``). Raises NotFoundError for an entry that is not there or
        whose briefing is not held any more, BadQueryError for a decision or a company that does not fit.
        """
        lexicon = self._lookup.lexicon()
        with self._store.write() as db:
            entry = get_entry(db, number)
            require_fitting(entry.kind, decision, format_review_id(number))
            if entry.decision is not None:
                return Settled(entry=_show(db, entry), already=True)
            if not is_open(db, number):
                raise NotFoundError(
                    f"What {format_review_id(number)} is about is not held any more.",
                    hint="The review list shows what waits for a person.",
                )
            same = _find_same(entry, decision, other, lexicon)
            mark_settled(db, number, decision, by=by, now=now, same=same)
            self._confirm_same(db, same, by=by, now=now)
            detail = f"{entry.kind.value}: {decision.value}{f' {same.name}' if same else ''}"
            _audit(db, by, "review", format_review_id(number), detail, now)
            lines = self._bring_about(db, entry, decision, by=by, now=now)
            settled = _show(db, get_entry(db, number))
            told = self._tell_reporter(db, settled, now=now)
            return Settled(entry=settled, lines=lines, told=told)

    def merge(self, policy_a: int, policy_b: int, *, by: str, now: dt.datetime) -> Merged:
        """Make one policy of two (see ``bot.ingest.review``); an entry that asked so is settled."""
        with self._store.write() as db:
            return merge_policies(db, policy_a, policy_b, by=by, now=now)

    def split(self, item: int, *, by: str, now: dt.datetime) -> Split:
        """Take an item out of its policy into one of its own (see ``bot.ingest.review``)."""
        with self._store.write() as db:
            return split_item(db, item, by=by, now=now)

    def _confirm_same(self, db: Database, same: SameCompany | None, *, by: str, now: dt.datetime) -> None:
        """Take a company that another name stands for to be one, when it waits on the list itself."""
        waiting = find_entry_by_key(db, company_key(same.name)) if same else None
        if waiting is not None and waiting.decision is None:
            mark_settled(db, waiting.id, Decision.YES, by=by, now=now)
            for briefing in list_briefings_of(db, waiting.id):
                self._apply_again(db, briefing, by=by, now=now)

    def _bring_about(
        self, db: Database, entry: StoredEntry, decision: Decision, *, by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        if entry.policies and decision is Decision.SAME:
            merged = merge_policies(db, *entry.policies, by=by, now=now)
            return (f"{merged.gone} leads to {merged.kept} now.",)
        if entry.policies:
            keep_apart(db, *entry.policies)
        elif entry.field == "policy" and decision is Decision.NO and entry.item_id is not None:
            split = split_item(db, entry.item_id, by=by, now=now)
            return (f"{split.item} is about {split.policy} now, no longer about {split.before}.",)
        elif entry.kind in {ReviewKind.COMPANY, ReviewKind.UNCERTAIN} and entry.field != "policy":
            posts = [
                line
                for briefing in list_briefings_of(db, entry.id)
                for line in self._apply_again(db, briefing, by=by, now=now)
            ]
            return tuple(dict.fromkeys(posts))
        return ()

    def _apply_again(self, db: Database, briefing_id: int, *, by: str, now: dt.datetime) -> tuple[str, ...]:
        """Bring a briefing up to what was decided, from the reading that is kept; give what it means for posts."""
        reading = list_ingests(db, briefing_id)[0].briefing
        changes = apply_reading(db, reading, number=briefing_id, by=by, now=now).changes
        posts = self._announcer.announce(db, briefing_id=briefing_id, now=now, by=by, is_new=False, changes=changes)
        return tuple(f"Posts: {line}." for line in posts if not _NONE.search(line))

    def _tell_reporter(self, db: Database, entry: ReviewEntry, *, now: dt.datetime) -> bool:
        if entry.kind is not ReviewKind.WRONG or not entry.reporter or not entry.workspace:
            return False
        slot = Slot(
            workspace=entry.workspace,
            channel=entry.reporter,
            kind=PostKind.NOTICE,
            source=entry.shown_id,
            slot="settled",
        )
        message = self._render_verdict(entry)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)
        return True


def _show(db: Database, entry: StoredEntry) -> ReviewEntry:
    held = list_policies(db, list(entry.policies)) if entry.policies else {}
    subject = format_id(IdKind.ITEM, entry.item_id) if entry.item_id is not None else entry.subject
    return ReviewEntry(
        number=entry.id,
        shown_id=format_review_id(entry.id),
        kind=entry.kind,
        name=entry.name,
        field=entry.field,
        reason=entry.reason,
        quote=entry.quote,
        confidence=entry.confidence,
        subject=subject,
        policies=tuple(policy for _, policy in sorted(held.items())),
        reporter=entry.reporter,
        workspace=entry.workspace,
        choices=CHOICES[entry.kind] if entry.decision is None else (),
        decision=entry.decision,
        other_name=entry.other_name,
        settled_by=entry.settled_by,
    )


def _require_subject(db: Database, subject: str) -> str:
    """Return the id of what a note is about as people see it; it must be held."""
    found = find_id(subject)
    if found is None or found[0] is IdKind.SUBSCRIPTION:
        raise BadQueryError(
            f"“{subject[:40]}” is no id of a policy, item or briefing.", hint="Write one such as P5, I12 or B1."
        )
    kind, number = found
    if kind is IdKind.BRIEFING:
        get_briefing(db, number)
    held = (kind is IdKind.POLICY and find_policy(db, number)) or (kind is IdKind.ITEM and list_items(db, [number]))
    if kind is not IdKind.BRIEFING and not held:
        raise NotFoundError(f"{format_id(kind, number)} is not held.", hint="Ask for it again to see what is.")
    return format_id(kind, number)


def _find_same(entry: StoredEntry, decision: Decision, other: str | None, lexicon: Lexicon) -> SameCompany | None:
    """Return the company that a name is said to be another name of, or raise BadQueryError."""
    if entry.kind is not ReviewKind.COMPANY or decision is not Decision.SAME:
        return None
    named = (other or "").strip()
    if not named:
        raise BadQueryError("Which company is it the same as?", hint="Name it, as the list of companies writes it.")
    found = [company for company in lexicon.find_companies(named) if company_key(company.name) != entry.key]
    if len(found) != 1:
        what = "is the name of several companies" if found else "is no company we know besides this one"
        raise BadQueryError(f"“{named[:80]}” {what}.", hint="/company list shows the companies and their names.")
    return SameCompany(id=found[0].id, name=found[0].name)


def _audit(db: Database, by: str, action: str, subject: str, detail: str, now: dt.datetime) -> None:
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
