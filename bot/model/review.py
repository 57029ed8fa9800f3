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
from bot.model.briefing import DOUBTS, Briefing, CompanyMention, Inference, Item, LayoutDoubt, PolicyStatus, UsedLayout
from bot.model.identity import briefing_identity, numbers_differ, series_key, title_core_zh
from bot.model.ids import HAN, fold, slug
from bot.model.policy import Policy

CERTAIN = 0.7
"""From this confidence on an inference is taken as it is; below, it waits on the list and stays out of posts."""
COMPANIES = "companies"
"""The field of a name that may be a company, on no list of ours."""
DECISIVE = frozenset({"issuing_bodies", "reported_on", "status", "deadlines"})
"""The fields that a post must not get wrong."""
_REPEATED = 3
"""A doubt that so many items share is one about the layout, where that is doubted."""
_UNREAD = 0.65
"""Where unread blocks stand among what is uncertain: mostly furniture, after the doubtful facts."""
_CLOSE = 0.01
"""A runner-up that explains an item nearly as well as the layout chosen makes the choice a close one."""
_POOR = 0.35
"""A layout that leaves so much of an item unexplained is uncertain by itself."""
_DRIFT = 0.3
"""A kept layout that leaves so much more of an item unexplained than it did when it was kept fits no longer."""
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

    ``name`` is the company, the inferred value, the unread text, the file's name, or the note; ``reason`` says why it
    is not certain, of an unread text where it stands; ``quote`` is the sentence, of two policies the other report's.
    ``subject`` is the id of what it is about or "". ``policies`` are the two that may be one, ``policy_a`` and
    ``policy_b`` their numbers. ``other_id`` and ``other_name`` are the company that a name was said to be another of.
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
        return int(self.shown_id[1:])

    @property
    def choices(self) -> tuple[Decision, ...]:
        """What may be decided about it, nothing more once it is settled."""
        return CHOICES.get(self.kind, (Decision.SEEN,)) if self.decision is None else ()


def parse_decision(words: str) -> Decision:
    """Read a decision as people type it, or raise BadQueryError with those there are."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text not in set(Decision):
        raise BadQueryError(f"I can't decide “{words}”.", hint=f"Choose one of: {', '.join(Decision)}.")
    return Decision(text)


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


def find_document(source_name: str, sha256: str) -> ReviewEntry:
    """Return the question whether to keep a file that doesn't look like a briefing."""
    reason = "hardly anything in it has a date or an issuer"
    return ReviewEntry(kind=ReviewKind.DOCUMENT, key=f"document:{sha256}", name=source_name, reason=reason)


def find_failed(source: str, name: str, error: str) -> ReviewEntry:
    """Return the word that something could not be read that came on its own."""
    return ReviewEntry(kind=ReviewKind.FAILED, key=f"failed:{source}", name=name, reason=error)


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
    for one, at in (pair for pair in inferred if pair[0].confidence < CERTAIN):
        kind = ReviewKind.COMPANY if one.field == COMPANIES else ReviewKind.UNCERTAIN
        entry = ReviewEntry(kind=kind, key=_inference_key(identity, one), name=one.value, subject=at)
        found.append(replace(entry, confidence=one.confidence, field=one.field, reason=one.reason, quote=one.quote))
    for block in briefing.unread:
        key = "unread:" + _digest(series_key(read), fold(block.text))  # what is no news comes with every issue
        entry = ReviewEntry(kind=ReviewKind.UNREAD, key=key, name=block.text, confidence=_UNREAD, subject=subject)
        found.append(replace(entry, reason=block.place))
    if doubt and doubt is not LayoutDoubt.NEW:
        counts = Counter((entry.kind, entry.field) for entry in found)
        found = [each for each in found if each.kind not in _CAUSED or counts[each.kind, each.field] < _REPEATED]
        entry = ReviewEntry(kind=ReviewKind.LAYOUT, key=layout_key(read), name=f"The layout of {subject} is uncertain")
        found.append(replace(entry, subject=subject, reason=DOUBTS[doubt], field="layout"))
    return found


def decide_doubt(used: UsedLayout | None, kept_cost: float | None) -> LayoutDoubt | None:
    """Return why a person should look at a layout; ``kept_cost`` is that of the layout kept for its series, if any."""
    if used is None or used.is_fixed:
        return None
    if kept_cost is not None:
        return LayoutDoubt.DRIFTED if used.is_kept and used.cost > kept_cost + _DRIFT else None
    is_close = not used.is_kept and used.runner_up_cost is not None and used.runner_up_cost < used.cost + _CLOSE
    return LayoutDoubt.UNCERTAIN if is_close or used.cost > _POOR else LayoutDoubt.NEW


def find_doubt(item: Item) -> str | None:
    """Say why an item is not certain enough to be posted unasked, or None: a decisive field was inferred and waits."""
    weak = [one for one in item.inferred if one.field in DECISIVE and one.confidence < CERTAIN]
    least = min(weak, key=lambda one: one.confidence, default=None)
    return f"{FIELD_WORDS[least.field]} not certain" if least else None


_InferredT = TypeVar("_InferredT", Briefing, Item)


def apply_decisions(read: Briefing, settled: Mapping[str, ReviewEntry]) -> Briefing:
    """Return a reading as people have settled it, by key: what is right is certain, what is wrong is taken out."""
    identity = briefing_identity(read)
    items = (replace(item, companies=_settle_companies(item, settled)) for item in read.items)
    return _settle(replace(read, items=tuple(_settle(item, settled, identity) for item in items)), settled, identity)


def _settle(record: _InferredT, settled: Mapping[str, ReviewEntry], identity: str) -> _InferredT:
    known = [(one, settled.get(_inference_key(identity, one))) for one in record.inferred]
    for one in (one for one, entry in known if entry and entry.decision is Decision.NO):
        record = _take_out(record, one)
    return replace(record, inferred=tuple(one for one, entry in known if entry is None))


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
    changed: dict[str, dict[str, Any]] = {
        "period": {"period_start": None, "period_end": None},
        "published_on": {"published_on": None},
        "reported_on": {"reported_on": None, "year_inferred": False},
        "issuing_bodies": {"issuing_bodies": ()},
    }
    if isinstance(record, Item):
        left = (each for each in record.deadlines if format_deadline(each.on, each.kind) != wrong.value)
        changed["deadlines"] = {"deadlines": tuple(left)}
        changed["topics"] = {"topics": tuple(topic for topic in record.topics if topic != wrong.value)}
        changed["status"] = {"policy": record.policy and replace(record.policy, status=PolicyStatus.UNKNOWN)}
        changed["document_type"] = {"policy": record.policy and replace(record.policy, document_type=None)}
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
    words, other_words = (_list_words(_join_opening(item)) for item in (a, b))
    common = len(words & other_words)
    score = 0.6 * common / max(1, min(len(words), len(other_words)))
    return min(score + 0.15 * bool(issuers) + 0.1 * bool(topics) + near, 0.99) if common >= _FEWEST else 0.0


def _join_opening(item: Item) -> str:
    titles = (item.policy.title_en, item.policy.title_zh) if item.policy else ()
    return "\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0])))


@lru_cache(maxsize=2048)  # each report is compared with all around its day
def _list_words(text: str) -> frozenset[str]:
    """Return the words that tell a text apart; of Chinese the pairs of neighbouring characters."""
    folded = fold(text)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(len(run) - 1)}
    return frozenset(pairs | {word.removesuffix("s") for word in set(_WORD.findall(folded)) - _COMMON})
