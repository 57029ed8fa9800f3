"""The review list: what a person should look at, what may be decided about it, and what a decision does to a reading.

Every entry has a key made of what it is about, so that the same thing asked again at a later ingest is the same entry:
settled once, it stays settled. Decisions are applied to the Briefing after it was read (``apply_decisions``); the
reading itself knows nothing of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.briefing import Briefing, CompanyMention, Inference, Item, PolicyStatus
from bot.model.ids import fold, slug
from bot.model.policy import Policy
from bot.model.used_layout import LayoutDoubt, explain_doubt

CERTAIN = 0.7
"""From this confidence on an inference is taken as it is; below, it waits on the list and stays out of posts."""
DECISIVE = frozenset({"issuing_bodies", "reported_on", "status", "deadlines"})
"""The fields that a post must not get wrong."""
_UNLISTED = 0.5
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
    "namesake": "company",
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


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewEntry:
    """Something for a person to look at, ``R3`` once it is on the list; ``decision`` is None while it waits.

    ``key`` says what it is about, None for a person's note. ``name`` is the company, the inferred value, the unread
    text, the file's name, or the note; ``field`` the field of the item that was inferred, ``reason`` why it is not
    certain, of an unread text where it stands; ``quote`` the sentence (of the other report, for two policies).
    ``subject`` is the id of what it is about (``I12``, ``P5``) or "". ``policies`` are the two that may be one, as they
    are known now, by their numbers ``policy_a`` and ``policy_b``. ``other_id`` and ``other_name`` are the company that
    a name was said to be another name of; ``choices`` what may be decided.
    """

    kind: ReviewKind
    name: str
    key: str | None = None
    confidence: float = 0.0
    field: str = ""
    reason: str = ""
    quote: str = ""
    subject: str = ""
    policy_a: int | None = None
    policy_b: int | None = None
    reporter: str = ""
    workspace: str = ""
    number: int = 0
    shown_id: str = ""
    decision: Decision | None = None
    other_id: str | None = None
    other_name: str | None = None
    settled_by: str | None = None
    policies: tuple[Policy, ...] = ()
    choices: tuple[Decision, ...] = ()


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


def require_fitting(kind: ReviewKind, decision: Decision, shown_id: str) -> None:
    """Raise BadQueryError for a decision that does not fit the kind of an entry."""
    if decision not in CHOICES[kind]:
        raise BadQueryError(
            f"“{decision.value}” doesn't fit {shown_id}.", hint=f"Choose one of: {', '.join(CHOICES[kind])}."
        )


# Keys: what an entry is about, the same at every ingest.


def company_key(name: str) -> str:
    """Return the key of a company that is on no list."""
    return f"company:{slug(name)}"


def inference_key(identity: str, inference: Inference) -> str:
    """Return the key of an inferred value: the issue, the field, the value and the sentence, in any format."""
    return "value:" + _digest(identity, inference.field, inference.value, fold(inference.quote))


def unread_key(series: str, text: str) -> str:
    """Return the key of an unread block: its text in its series, since what is no news comes with every issue."""
    return "unread:" + _digest(series, fold(text))


def layout_key(identity: str) -> str:
    """Return the key of the layout that an issue was read with."""
    return "layout:" + _digest(identity)


def document_key(sha256: str) -> str:
    """Return the key of a file that doesn't look like a briefing."""
    return f"document:{sha256}"


# What a reading puts on the list.


def find_document(source_name: str, sha256: str) -> ReviewEntry:
    """Return the question whether to keep a file that doesn't look like a briefing."""
    reason = "hardly anything in it has a date or an issuer"
    key = document_key(sha256)
    return ReviewEntry(kind=ReviewKind.DOCUMENT, key=key, name=source_name, confidence=_NO_BRIEFING, reason=reason)


def find_failed(source: str, name: str, error: str) -> ReviewEntry:
    """Return the word that something could not be read that came on its own."""
    key = f"failed:{source}"
    return ReviewEntry(kind=ReviewKind.FAILED, key=key, name=name, confidence=_NO_BRIEFING, reason=error)


def list_entries(
    briefing: Briefing, *, identity: str, series: str, subject: str, subjects: Sequence[str]
) -> list[ReviewEntry]:
    """Return what this reading puts on the list, likely same policies excepted; each key once.

    The briefing is one to which the decisions were applied: what is settled is no inference any more, and what was
    inferred with certainty is not asked about. ``subject`` is its id, ``subjects`` are those of its items, ``identity``
    is that of the reading as it was read.
    """
    found = list(_find_values(briefing.inferred, identity=identity, subject=subject))
    for item, item_id in zip(briefing.items, subjects, strict=True):
        found += _find_unlisted(item, subject=item_id)
        found += _find_values(item.inferred, identity=identity, subject=item_id)
    unread = ReviewEntry(kind=ReviewKind.UNREAD, name="", confidence=_UNREAD, subject=subject)
    found += [
        replace(unread, key=unread_key(series, block.text), name=block.text, reason=block.place)
        for block in briefing.unread
    ]
    return list({entry.key: entry for entry in reversed(found)}.values())[::-1]


def find_layout_doubt(
    briefing: Briefing, doubt: LayoutDoubt | None, *, identity: str, subject: str
) -> ReviewEntry | None:
    """Return the doubt about the layout of a briefing; None where it is only to be confirmed, or right."""
    if briefing.layout is None or doubt is None or doubt is LayoutDoubt.NEW:
        return None
    return ReviewEntry(
        kind=ReviewKind.LAYOUT,
        key=layout_key(identity),
        name=f"The layout of {subject} is uncertain",
        confidence=_DOUBTED_LAYOUT,
        field="layout",
        reason=explain_doubt(briefing.layout, doubt),
        subject=subject,
    )


def drop_repeated(entries: Sequence[ReviewEntry]) -> list[ReviewEntry]:
    """Return what is left to decide while the layout is doubted: without what it may be the cause of."""
    counts = Counter((entry.kind, entry.field) for entry in entries)
    caused = {ReviewKind.UNREAD, ReviewKind.UNCERTAIN}
    return [each for each in entries if each.kind not in caused or counts[each.kind, each.field] < _REPEATED]


def _find_unlisted(item: Item, *, subject: str) -> Iterator[ReviewEntry]:
    """Yield the companies of an item that are on no list."""
    sure = {one.value: one.confidence for one in item.inferred if one.field == "companies"}
    company = ReviewEntry(kind=ReviewKind.COMPANY, name="", field="companies", subject=subject)
    for one in item.companies:
        if one.company_id is None:
            known = sure.get(one.name, _UNLISTED)
            yield replace(company, key=company_key(one.name), name=one.name, confidence=known, quote=one.quote)


def _find_values(inferred: Sequence[Inference], *, identity: str, subject: str) -> Iterator[ReviewEntry]:
    """Yield the values that were inferred and are not certain."""
    for one in inferred:
        if one.field != "companies" and one.confidence < CERTAIN:
            said = {name: getattr(one, name) for name in ("confidence", "field", "reason", "quote")}
            key = inference_key(identity, one)
            yield ReviewEntry(kind=ReviewKind.UNCERTAIN, key=key, name=one.value, subject=subject, **said)


def describe_entry(entry: ReviewEntry) -> str:
    """Return in a line of plain text what a person should look at."""
    match entry.kind:
        case ReviewKind.COMPANY:
            return f"“{entry.name}”: a company not on the list"
        case ReviewKind.UNREAD:
            return f"not understood{f' ({entry.reason})' if entry.reason else ''}: {entry.name}"
        case ReviewKind.LAYOUT:
            return f"the layout: {entry.reason}"
        case ReviewKind.SAME_POLICY:
            return f"P{entry.policy_a} and P{entry.policy_b} may be one policy: {entry.reason}"
    return f"{FIELD_WORDS.get(entry.field, entry.field)} of {entry.subject} “{entry.name}”: {entry.reason}"


def find_doubt(item: Item) -> str | None:
    """Say why an item is not certain enough to be posted unasked, or None: a decisive field was inferred and waits."""
    weak = [one for one in item.inferred if one.field in DECISIVE and one.confidence < CERTAIN]
    if not weak:
        return None
    least = min(weak, key=lambda one: one.confidence)
    return f"{FIELD_WORDS[least.field]} not certain"


# What was decided, applied to a reading.


def apply_decisions(briefing: Briefing, settled: Mapping[str, ReviewEntry], *, identity: str) -> Briefing:
    """Return the reading as people have settled it, by key: what is right is certain, what is wrong is taken out.

    ``identity`` is that of the reading as it was read: a date that is taken out does not make it another issue.
    """
    if not settled:
        return briefing
    briefing = replace(briefing, items=tuple(_apply(item, settled, identity=identity) for item in briefing.items))
    for one in briefing.inferred:
        entry = settled.get(inference_key(identity, one))
        if entry is not None:
            briefing = replace(briefing, inferred=tuple(other for other in briefing.inferred if other != one))
            if entry.decision is Decision.NO and one.field == "period":
                briefing = replace(briefing, period_start=None, period_end=None)
            elif entry.decision is Decision.NO:
                briefing = replace(briefing, published_on=None)
    return briefing


def _apply(item: Item, settled: Mapping[str, ReviewEntry], *, identity: str) -> Item:
    item = _apply_to_companies(item, settled)
    left: list[Inference] = []
    for one in item.inferred:
        entry = settled.get(company_key(one.value) if one.field == "companies" else inference_key(identity, one))
        if entry is None:
            left.append(one)
        elif entry.decision is Decision.NO and one.field != "companies":
            item = _take_out(item, one)
    return item if len(left) == len(item.inferred) else replace(item, inferred=tuple(left))


def _apply_to_companies(item: Item, settled: Mapping[str, ReviewEntry]) -> Item:
    companies: dict[str, CompanyMention] = {}
    for mention in item.companies:
        entry = None if mention.company_id else settled.get(company_key(mention.name))
        if entry is not None and entry.decision is Decision.NO:
            continue
        decided = mention
        if entry is not None and entry.decision is Decision.YES:
            decided = replace(mention, company_id=slug(mention.name))
        elif entry is not None and entry.other_id and entry.other_name:
            decided = replace(mention, company_id=entry.other_id, name=entry.other_name)
        companies.setdefault(decided.company_id or slug(decided.name), decided)
    kept = tuple(companies.values())
    return item if kept == item.companies else replace(item, companies=kept)


def _take_out(item: Item, wrong: Inference) -> Item:
    """Return the item without a value that a person called wrong; what is not known is said to be not known."""
    match wrong.field:
        case "reported_on":
            return replace(item, reported_on=None, year_inferred=False)
        case "issuing_bodies":
            return replace(item, issuing_bodies=())
        case "deadlines":
            kept = tuple(d for d in item.deadlines if format_deadline(d.on.isoformat(), d.kind) != wrong.value)
            return replace(item, deadlines=kept)
        case "topics":
            return replace(item, topics=tuple(topic for topic in item.topics if topic != wrong.value))
        case "namesake":
            return replace(item, companies=tuple(known for known in item.companies if known.name != wrong.value))
        case "status" if item.policy:
            return replace(item, policy=replace(item.policy, status=PolicyStatus.UNKNOWN))
        case "document_type" if item.policy:
            return replace(item, policy=replace(item.policy, document_type=None))
    return item


def format_deadline(day: str, kind: str) -> str:
    """Return a deadline as the value of an inference: ``2023-12-22 comments_close``."""
    return f"{day} {kind}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
