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
from functools import lru_cache
from typing import Any, TypeVar

from bot.errors import BadQueryError
from bot.model.briefing import Briefing, CompanyMention, Inference, Item, PolicyStatus
from bot.model.identity import numbers_differ, title_core_zh
from bot.model.ids import HAN, fold, slug
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
_NO_BRIEFING, _LONGEST_ID = 0.2, 11
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


CHOICES = {
    ReviewKind.UNCERTAIN: (Decision.YES, Decision.NO),
    ReviewKind.COMPANY: (Decision.YES, Decision.SAME, Decision.NO),
    ReviewKind.SAME_POLICY: (Decision.SAME, Decision.DIFFERENT),
    ReviewKind.DOCUMENT: (Decision.YES, Decision.NO),
    ReviewKind.WRONG: (Decision.FIXED, Decision.NOT_WRONG),
}
"""The decisions that fit a kind, in the order of their buttons; what is of another kind is seen."""
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
        return CHOICES.get(self.kind, (Decision.SEEN,)) if self.decision is None else ()


def parse_review_id(text: str) -> int:
    """Return the number of ``R3`` or ``3``, or raise BadQueryError."""
    digits = text.strip().upper().removeprefix("R")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < _LONGEST_ID and int(digits)):
        raise BadQueryError(f"“{text}” is not in the review list.", hint="Write R and a number: R3.")
    return int(digits)


def parse_decision(words: str) -> Decision:
    """Read a decision as people type it, or raise BadQueryError with those there are."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text not in set(Decision):
        raise BadQueryError(f"I can't decide “{words}”.", hint=f"Choose one of: {', '.join(Decision)}.")
    return Decision(text)


# Keys: what an entry is about, the same at every ingest.


def company_key(name: str) -> str:
    """Return the key of a company that is on no list."""
    return f"company:{slug(name)}"


def layout_key(read: Briefing) -> str:
    """Return the key of the layout that an issue was read with."""
    return "layout:" + _digest(briefing_identity(read))


def _inference_key(identity: str, one: Inference) -> str:
    """Return the key of an inferred value: the issue, the field, the value and the sentence, in any format."""
    is_company = one.field == COMPANIES
    return company_key(one.value) if is_company else "value:" + _digest(identity, one.field, one.value, fold(one.quote))


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

_InferredT = TypeVar("_InferredT", Briefing, Item)


def apply_decisions(read: Briefing, settled: Mapping[str, ReviewEntry]) -> Briefing:
    """Return a reading as people have settled it, by key: what is right is certain, what is wrong is taken out."""
    identity = briefing_identity(read)
    items = (replace(item, companies=_settle_companies(item, settled)) for item in read.items)
    return _settle(replace(read, items=tuple(_settle(item, settled, identity) for item in items)), settled, identity)


def _settle(record: _InferredT, settled: Mapping[str, ReviewEntry], identity: str) -> _InferredT:
    left = []
    for one in record.inferred:
        entry = settled.get(_inference_key(identity, one))
        if entry is None:
            left.append(one)
        elif entry.decision is Decision.NO:
            record = _take_out(record, one)
    return replace(record, inferred=tuple(left))


def _settle_companies(item: Item, settled: Mapping[str, ReviewEntry]) -> tuple[CompanyMention, ...]:
    companies: dict[str, CompanyMention] = {}
    for mention in item.companies:
        entry, decided = None if mention.company_id else settled.get(company_key(mention.name)), mention
        if entry is not None:
            name = entry.other_name or mention.name
            decided = replace(mention, company_id=entry.other_id or slug(name), name=name)
        if entry is None or entry.decision is not Decision.NO:
            companies.setdefault(decided.key, decided)
    return tuple(companies.values())


def _take_out(record: _InferredT, wrong: Inference) -> _InferredT:
    """Return a briefing or an item without a value that a person called wrong."""
    if isinstance(record, Briefing):
        if wrong.field == "period":
            return replace(record, period_start=None, period_end=None)
        return replace(record, published_on=None)
    changed: dict[str, Any] = {
        "reported_on": {"reported_on": None, "year_inferred": False},
        "issuing_bodies": {"issuing_bodies": ()},
        "deadlines": {
            "deadlines": tuple(each for each in record.deadlines if format_deadline(each.on, each.kind) != wrong.value)
        },
        "topics": {"topics": tuple(topic for topic in record.topics if topic != wrong.value)},
        "status": {"policy": record.policy and replace(record.policy, status=PolicyStatus.UNKNOWN)},
        "document_type": {"policy": record.policy and replace(record.policy, document_type=None)},
    }
    return replace(record, **changed.get(wrong.field, {}))


def format_deadline(day: object, kind: str) -> str:
    """Return a deadline as the value of an inference: ``2023-12-22 comments_close``."""
    return f"{day} {kind}"


# How likely two policies that bear no common title or number are one document: a likely pair goes before a person.

PAIR_DAYS = 7
"""Two reports further apart are not asked about: events of one kind come every week."""
LIKELY = 0.55
"""From this likeness on a person is asked."""

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_COMMON_TEXT = (
    "the and for with its from that this will new was were has have are not out set also which their more "
    "than into china chinese ministry national state council commission administration general office "
    "department bureau issued issue issues published released release announced plan plans notice guidelines "
    "measures opinions policy rules draft development industry industrial promote support including according "
    "year years percent system december november october september august july june may april march february "
    "january implementation standards enterprises companies government information technology other"
)
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words that reports of policies have in common, whatever they are about."""
_FEWEST = 3
"""Reports in one language are compared from so many common words on."""
_ACROSS_LANGUAGES = 0.85
"""How much is to be said for what two reports in two languages have in common: they share no words."""


def rate_pair(a: Item, b: Item) -> float:
    """Return how likely two reports are about one document, from 0 to 1; 0 where something printed says that of two."""
    said, others = a.policy, b.policy
    if said is None or others is None or a.reported_on is None or b.reported_on is None:
        return 0.0
    days = abs((a.reported_on - b.reported_on).days)
    drafts = {each.status is PolicyStatus.DRAFT_FOR_COMMENT for each in (said, others)}
    titles = {title_core_zh(each.title_zh) for each in (said, others) if each.title_zh}
    are_two = len(drafts) > 1 or len(titles) > 1 or numbers_differ(said.document_number, others.document_number)
    if are_two or days > PAIR_DAYS:
        return 0.0
    near = 0.15 * (1 - days / (PAIR_DAYS + 1))
    topics, issuers = {*a.topics} & {*b.topics}, {*a.issuing_bodies} & {*b.issuing_bodies}
    (words, is_han), (other_words, is_other_han) = (_list_words(_join_opening(item)) for item in (a, b))
    if is_han is is_other_han:
        common = len(words & other_words)
        score = 0.6 * common / max(1, min(len(words), len(other_words)))
        return min(score + 0.15 * bool(issuers) + 0.1 * bool(topics) + near, 0.99) if common >= _FEWEST else 0.0
    if not issuers:
        return 0.0
    years = {each.year for each in a.targets} & {each.year for each in b.targets}
    is_kind = said.document_type is not None and said.document_type is others.document_type
    score = 0.3 * len(topics) / max(1, min(len({*a.topics}), len({*b.topics})))
    score += 0.2 * len(issuers) / len({*a.issuing_bodies, *b.issuing_bodies})
    return _ACROSS_LANGUAGES * (score + 0.2 * is_kind + 0.15 * bool(years) + near)


def _join_opening(item: Item) -> str:
    titles = (item.policy.title_en, item.policy.title_zh) if item.policy else ()
    return "\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0])))


@lru_cache(maxsize=2048)  # each report is compared with all around its day
def _list_words(text: str) -> tuple[frozenset[str], bool]:
    """Return the words that tell a text apart, and whether they are Chinese: pairs of neighbouring characters."""
    folded = fold(text)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(len(run) - 1)}
    latin = {word.removesuffix("s") for word in set(_WORD.findall(folded)) - _COMMON}
    return frozenset(latin | pairs), len(pairs) > len(latin)
