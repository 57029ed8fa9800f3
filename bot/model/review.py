"""The review list: what a person should look at, what may be decided about it, and what a decision does to a reading.

Every entry has a key made of what it is about, so that the same thing asked again at a later ingest is the same entry:
settled once, it stays settled. Decisions are applied to the Briefing after it was read (``apply_decisions``); the
reading itself knows nothing of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.briefing import Briefing, CompanyMention, Inference, Item, PolicyStatus
from bot.model.ids import fold, slug
from bot.model.policy import Policy
from bot.model.series import briefing_identity, series_key
from bot.model.used_layout import LayoutDoubt, explain_doubt

CERTAIN = 0.7
"""From this confidence on an inference is taken as it is; below, it waits on the list and stays out of posts."""
COMPANIES = "companies"
"""The field of a name that may be a company, on no list of ours."""
DECISIVE = frozenset({"issuing_bodies", "reported_on", "status", "deadlines"})
"""The fields that a post must not get wrong."""
_DOUBTED_LAYOUT = 0.1
"""Where a doubted layout stands among what is uncertain: first, as all else follows from it."""
_REPEATED = 3
"""A doubt that so many items share is one about the layout, where that is doubted."""
_UNREAD = 0.65
"""Where unread blocks stand among what is uncertain: mostly furniture, after the doubtful facts."""
_NO_BRIEFING = 0.2
_NUMBER = re.compile(r"[Rr]?([1-9][0-9]{0,9})")
FIELD_WORDS = {
    "issuing_bodies": "issuer",
    "reported_on": "date",
    "status": "status",
    "deadlines": "deadline",
    "topics": "topic",
    "document_type": "kind of document",
    "companies": "company",
    "published_on": "date of issue",
    "period": "period",
}
"""What the inferred fields are called before people."""


class ReviewKind(StrEnum):
    """What an entry is about."""

    UNCERTAIN = "uncertain"
    COMPANY = "company"
    SAME_POLICY = "same_policy"
    LAYOUT = "layout"
    DOCUMENT = "document"
    """A file that came on its own and doesn't look like a briefing: kept, or not."""
    FAILED = "failed"
    """A feed, or something that a feed or the watched folder brought, that could not be read."""
    UNREAD = "unread"
    WRONG = "wrong"


class Decision(StrEnum):
    """What a person may say of an entry."""

    YES = "yes"
    NO = "no"
    SAME = "same"
    DIFFERENT = "different"
    SEEN = "seen"
    FIXED = "fixed"
    NOT_WRONG = "not wrong"


CHOICES: Mapping[ReviewKind, tuple[Decision, ...]] = {
    ReviewKind.UNCERTAIN: (Decision.YES, Decision.NO),
    ReviewKind.COMPANY: (Decision.YES, Decision.SAME, Decision.NO),
    ReviewKind.SAME_POLICY: (Decision.SAME, Decision.DIFFERENT),
    ReviewKind.LAYOUT: (Decision.SEEN,),
    ReviewKind.DOCUMENT: (Decision.YES, Decision.NO),
    ReviewKind.FAILED: (Decision.SEEN,),
    ReviewKind.UNREAD: (Decision.SEEN,),
    ReviewKind.WRONG: (Decision.FIXED, Decision.NOT_WRONG),
}
"""The decisions that fit each kind, in the order of their buttons."""
_CAUSED = frozenset({ReviewKind.UNREAD, ReviewKind.UNCERTAIN})
"""What a wrong layout may be the cause of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewEntry:
    """Something for a person to look at, ``R3`` once it is on the list; ``decision`` is None while it waits.

    ``key`` says what it is about. ``name`` is the company, the inferred value, the unread
    text, the file's name, or the note; ``field`` the field of the item that was inferred, ``reason`` why it is not
    certain, of an unread text where it stands; ``quote`` the sentence (of the other report, for two policies).
    ``subject`` is the id of what it is about (``I12``, ``P5``) or "". ``policies`` are the two that may be one, as they
    are known now, by their numbers ``policy_a`` and ``policy_b``. ``other_id`` and ``other_name`` are the company that
    a name was said to be another name of.
    """

    kind: ReviewKind
    name: str
    key: str
    confidence: float = 0.0
    field: str = ""
    reason: str = ""
    quote: str = ""
    subject: str = ""
    policy_a: int | None = None
    policy_b: int | None = None
    reporter: str = ""
    workspace: str = ""
    shown_id: str = ""
    decision: Decision | None = None
    other_id: str | None = None
    other_name: str | None = None
    settled_by: str | None = None
    policies: tuple[Policy, ...] = ()

    @property
    def number(self) -> int:
        """The number of its id."""
        return parse_review_id(self.shown_id)

    @property
    def choices(self) -> tuple[Decision, ...]:
        """What may be decided about it, nothing more once it is settled."""
        return CHOICES[self.kind] if self.decision is None else ()


def parse_review_id(text: str) -> int:
    """Return the number of ``R3`` or ``3``, or raise BadQueryError."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise BadQueryError(f"“{text}” is not in the review list.", hint="Write R and a number: R3.")
    return int(found[1])


def parse_decision(words: str) -> Decision:
    """Read a decision as people type it, or raise BadQueryError with those there are."""
    text = " ".join(words.lower().replace("_", " ").replace("-", " ").split())
    known = {decision.value: decision for decision in Decision} | {"right": Decision.YES, "wrong": Decision.NO}
    if text not in known:
        raise BadQueryError(f"I can't decide “{words}”.", hint=f"Choose one of: {', '.join(Decision)}.")
    return known[text]


# Keys: what an entry is about, the same at every ingest.


def company_key(name: str) -> str:
    """Return the key of a company that is on no list."""
    return f"company:{slug(name)}"


def layout_key(read: Briefing) -> str:
    """Return the key of the layout that an issue was read with."""
    return "layout:" + _digest(briefing_identity(read))


def _inference_key(identity: str, inference: Inference) -> str:
    """Return the key of an inferred value: the issue, the field, the value and the sentence, in any format."""
    if inference.field == COMPANIES:
        return company_key(inference.value)
    return "value:" + _digest(identity, inference.field, inference.value, fold(inference.quote))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


# What is put on the list.


def find_document(source_name: str, sha256: str) -> ReviewEntry:
    """Return the question whether to keep a file that doesn't look like a briefing."""
    reason, key = "hardly anything in it has a date or an issuer", f"document:{sha256}"
    return ReviewEntry(kind=ReviewKind.DOCUMENT, key=key, name=source_name, confidence=_NO_BRIEFING, reason=reason)


def find_failed(source: str, name: str, error: str) -> ReviewEntry:
    """Return the word that something could not be read that came on its own."""
    key = f"failed:{source}"
    return ReviewEntry(kind=ReviewKind.FAILED, key=key, name=name, confidence=_NO_BRIEFING, reason=error)


def find_wrong(note: str, *, subject: str, reporter: str, workspace: str) -> ReviewEntry:
    """Return a person's note that something is wrong; the same words on the same thing are one entry."""
    key = f"wrong:{reporter}:{subject}:{note}"
    return ReviewEntry(
        kind=ReviewKind.WRONG, key=key, name=note, subject=subject, reporter=reporter, workspace=workspace
    )


def list_entries(
    briefing: Briefing, *, read: Briefing, subject: str, subjects: Sequence[str], doubt: LayoutDoubt | None
) -> list[ReviewEntry]:
    """Return what a reading puts on the list, likely same policies excepted.

    The briefing is one to which the decisions were applied: what is settled is no inference any more, and what was
    inferred with certainty is not asked about; ``read`` is as it was read. ``subject`` is its id, ``subjects`` are
    those of its items. Where its layout is doubted, that is asked, and not what many items share and it may cause.
    """
    identity, found = briefing_identity(read), list[ReviewEntry]()
    inferred = [(one, subject) for one in briefing.inferred]
    inferred += [(one, at) for item, at in zip(briefing.items, subjects, strict=True) for one in item.inferred]
    for one, at in inferred:
        if one.confidence < CERTAIN:
            kind = ReviewKind.COMPANY if one.field == COMPANIES else ReviewKind.UNCERTAIN
            entry = ReviewEntry(kind=kind, key=_inference_key(identity, one), name=one.value, subject=at)
            found.append(replace(entry, confidence=one.confidence, field=one.field, reason=one.reason, quote=one.quote))
    for block in briefing.unread:
        key = "unread:" + _digest(series_key(read), fold(block.text))  # what is no news comes with every issue
        entry = ReviewEntry(kind=ReviewKind.UNREAD, key=key, name=block.text, confidence=_UNREAD, subject=subject)
        found.append(replace(entry, reason=block.place))
    if briefing.layout is not None and doubt in {LayoutDoubt.UNCERTAIN, LayoutDoubt.DRIFTED}:
        counts = Counter((entry.kind, entry.field) for entry in found)
        found = [each for each in found if each.kind not in _CAUSED or counts[each.kind, each.field] < _REPEATED]
        name, reason = f"The layout of {subject} is uncertain", explain_doubt(briefing.layout, doubt)
        entry = ReviewEntry(kind=ReviewKind.LAYOUT, key=layout_key(read), name=name, subject=subject, reason=reason)
        found.append(replace(entry, confidence=_DOUBTED_LAYOUT, field="layout"))
    return found


def find_doubt(item: Item) -> str | None:
    """Say why an item is not certain enough to be posted unasked, or None: a decisive field was inferred and waits."""
    weak = [one for one in item.inferred if one.field in DECISIVE and one.confidence < CERTAIN]
    least = min(weak, key=lambda one: one.confidence, default=None)
    return f"{FIELD_WORDS[least.field]} not certain" if least else None


# What was decided, applied to a reading.


def apply_decisions(read: Briefing, settled: Mapping[str, ReviewEntry]) -> Briefing:
    """Return a reading as people have settled it, by key: what is right is certain, what is wrong is taken out."""
    identity = briefing_identity(read)
    left, wrong = _sort_out(read.inferred, settled, identity)
    items = tuple(_apply(item, settled, identity) for item in read.items)
    briefing = replace(read, inferred=left, items=items)
    for one in wrong:
        if one.field == "period":
            briefing = replace(briefing, period_start=None, period_end=None)
        else:
            briefing = replace(briefing, published_on=None)
    return briefing


def _sort_out(
    inferred: Sequence[Inference], settled: Mapping[str, ReviewEntry], identity: str
) -> tuple[tuple[Inference, ...], list[Inference]]:
    """Return which of these nobody has settled, and which were called wrong."""
    decided = {one: settled.get(_inference_key(identity, one)) for one in inferred}
    wrong = [one for one, entry in decided.items() if entry and entry.decision is Decision.NO]
    return tuple(one for one, entry in decided.items() if entry is None), wrong


def _apply(item: Item, settled: Mapping[str, ReviewEntry], identity: str) -> Item:
    companies: dict[str, CompanyMention] = {}
    for mention in item.companies:
        entry, decided = None if mention.company_id else settled.get(company_key(mention.name)), mention
        if entry is not None and entry.decision is Decision.NO:
            continue
        if entry is not None:
            name = entry.other_name or mention.name
            decided = replace(mention, company_id=entry.other_id or slug(name), name=name)
        companies.setdefault(decided.key, decided)
    left, wrong = _sort_out(item.inferred, settled, identity)
    item = replace(item, companies=tuple(companies.values()), inferred=left)
    for one in wrong:
        item = _take_out(item, one)
    return item


def _take_out(item: Item, wrong: Inference) -> Item:
    """Return the item without a value that a person called wrong; what is not known is said to be not known."""
    match wrong.field:
        case "reported_on":
            return replace(item, reported_on=None, year_inferred=False)
        case "issuing_bodies":
            return replace(item, issuing_bodies=())
        case "deadlines":
            kept = tuple(each for each in item.deadlines if format_deadline(each.on, each.kind) != wrong.value)
            return replace(item, deadlines=kept)
        case "topics":
            return replace(item, topics=tuple(topic for topic in item.topics if topic != wrong.value))
        case "status" if item.policy:
            return replace(item, policy=replace(item.policy, status=PolicyStatus.UNKNOWN))
        case "document_type" if item.policy:
            return replace(item, policy=replace(item.policy, document_type=None))
    return item


def format_deadline(day: object, kind: str) -> str:
    """Return a deadline as the value of an inference: ``2023-12-22 comments_close``."""
    return f"{day} {kind}"
