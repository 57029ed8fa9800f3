"""What a briefing says, as typed records: Briefing, Item and the facts recognised in an item.

Dates are the dates printed in the source. Every fact that is not the item's own text carries ``quote``, the exact
sentence or bullet it was read from. Sequences keep the order of the source. Periods are inclusive here, as printed.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.model.ids import slug


class Section(StrEnum):
    """The part of a briefing an item stands in, in the order of the export."""

    TOP = "top"
    POLICY_NEWS = "policy_news"
    CORPORATE_NEWS = "corporate_news"
    OTHER = "other"


SECTION_ORDER = tuple(Section)


class DeadlineKind(StrEnum):
    """What happens at the end of a deadline's day in Beijing."""

    COMMENTS_CLOSE = "comments_close"
    APPLICATIONS_CLOSE = "applications_close"
    TAKES_EFFECT = "takes_effect"


class DocumentType(StrEnum):
    """The kind of an official document, from the suffix of its title in either language."""

    LAW = "law"
    REGULATION = "regulation"
    MEASURES = "measures"
    PROVISIONS = "provisions"
    OPINIONS = "opinions"
    NOTICE = "notice"
    PLAN = "plan"
    ACTION_PLAN = "action_plan"
    GUIDELINES = "guidelines"
    CATALOGUE = "catalogue"
    STANDARD = "standard"
    INTERPRETATION = "interpretation"
    OTHER = "other"


class Nature(StrEnum):
    """Whether a document is issued on trial (试行) or for the interim (暂行)."""

    TRIAL = "trial"
    INTERIM = "interim"


class PolicyStatus(StrEnum):
    """What the sources say of a policy, never what today makes of it."""

    DRAFT_FOR_COMMENT = "draft_for_comment"
    ISSUED = "issued"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone named in the imprint; ``role`` is ``author`` or ``editor``."""

    name: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnreadBlock:
    """A block that no rule could place, kept with its position (page and line from 1, or None)."""

    page: int | None
    line: int | None
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for people (``p. 3, line 40``); empty for formats with neither."""
        return ", ".join(f"{word} {number}" for word, number in (("p.", self.page), ("line", self.line)) if number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A whole day in Asia/Shanghai by whose end something closes or starts."""

    on: dt.date
    kind: DeadlineKind
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A goal set for a year."""

    year: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number with its unit, both as printed."""

    value: str
    unit: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link; ``url`` None where the source has no usable address, ``via`` the printed one that leads to it."""

    label: str
    url: str | None
    via: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyMention:
    """A company named in an item: canonical ``name``; ``company_id`` None when no list of ours holds it."""

    name: str
    company_id: str | None
    quote: str

    @property
    def key(self) -> str:
        """Its id, or one made of its name."""
        return self.company_id or slug(self.name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Inference:
    """Something inferred rather than read: the ``field`` of the item, its ``value`` as text, and how sure it is.

    ``confidence`` runs from 0 to 1 (see ``bot.model.review.CERTAIN``), ``reason`` says in words why it is no
    more, ``quote`` is the sentence it was inferred from.
    """

    field: str
    value: str
    confidence: float
    reason: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportedPolicy:
    """What one item says of its document; ``number_bodies`` are the ids of the bodies whose count its number is."""

    title_en: str | None
    title_zh: str | None
    document_number: str | None
    document_type: DocumentType | None
    nature: Nature | None
    status: PolicyStatus
    number_bodies: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One piece of news of a briefing, with all that was recognised in it.

    ``text`` holds the summary's paragraphs (joined by a blank line) or the bullet, without date, sources, points and
    comment. ``issuing_bodies`` and ``bodies`` are body ids. ``policy`` is None for news that is about no official
    document (corporate news). ``is_official`` tells the official notice itself from a report of it. ``pages`` and
    ``lines`` are first and last, or None for formats without. ``inferred`` is what of all this was not read but
    inferred, and that no person has settled yet. ``acting_bodies`` are those whose act is the news where that is about
    no document: such news is told of a company, not by it.
    """

    section: Section
    position: int
    headline: str | None
    text: str
    points: tuple[str, ...] = ()
    comment: str | None = None
    reported_on: dt.date | None = None
    year_inferred: bool = False
    is_official: bool = False
    policy: ReportedPolicy | None = None
    issuing_bodies: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    companies: tuple[CompanyMention, ...] = ()
    topics: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    figures: tuple[Figure, ...] = ()
    references: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    pages: tuple[int, int] | None = None
    lines: tuple[int, int] | None = None
    inferred: tuple[Inference, ...] = ()
    acting_bodies: tuple[str, ...] = ()


ANY_SERIES = ""
"""The key of a layout that is for whatever is read."""


class LayoutDoubt(StrEnum):
    """Why a person should look at the layout that a briefing was read with."""

    NEW = "new"
    UNCERTAIN = "uncertain"
    DRIFTED = "drifted"


DOUBTS = {
    LayoutDoubt.NEW: "nobody has confirmed it for this series yet",
    LayoutDoubt.UNCERTAIN: "another layout explains it about as well, or much of it fits none",
    LayoutDoubt.DRIFTED: "this issue doesn't fit the layout that was confirmed for its series",
}
"""Each doubt in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenLook:
    """A look that lines of a document have, how many have it, how many of these are in items, and the first of them."""

    look: str
    count: int
    inside: int
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UsedLayout:
    """The layout that a briefing was read with, as TOML; ``cost`` is what it leaves unexplained of an item.

    ``series`` is the key under which the layout of the series is kept, ``is_kept`` tells that it was read with that
    one; ``runner_up`` is the next best, or what would have been found. That of a notice or a feed ``is_fixed``.
    """

    toml: str
    cost: float
    series: str
    is_kept: bool = False
    is_fixed: bool = False
    runner_up: str = ""
    runner_up_cost: float | None = None
    looks: tuple[SeenLook, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefing:
    """One issue as read from one file, items in order; ``inferred`` is what of its own dates nobody has settled yet."""

    publisher: str | None
    series: str | None
    title: str | None
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    people: tuple[Person, ...]
    items: tuple[Item, ...]
    unread: tuple[UnreadBlock, ...]
    source_name: str
    media_type: str
    sha256: str
    inferred: tuple[Inference, ...] = ()
    layout: UsedLayout | None = None


_LEAST_TOLD = 1.0
_LEAST_SHARE = 0.25


def looks_like_briefing(briefing: Briefing) -> bool:
    """Return whether enough of a file is dated, acts or names bodies and companies to be a briefing, not an invoice.

    An official notice counts whole, and so does a dated item about an official document, or one that names a body or
    a listed company. What is undated counts half of that, and so does what is dated and names nobody known.
    """
    told = sum(map(_weigh, briefing.items))
    return told >= max(_LEAST_TOLD, _LEAST_SHARE * len(briefing.items))


def _weigh(item: Item) -> float:
    policy = item.policy
    tells_document = policy and (item.issuing_bodies or policy.title_en or policy.title_zh or policy.document_number)
    is_known = bool(tells_document or item.bodies or any(company.company_id for company in item.companies))
    if item.reported_on is None and not item.is_official:
        return 0.5 if is_known else 0.0
    return 1.0 if is_known or item.is_official else 0.5


# What an item prints, and what of it leads to its sources.


def list_source_links(item: Item) -> tuple[Link, ...]:
    """Return the links that may be cited for what an item reports: those of its text last, none of its comment."""
    text, comment = fold_spaces("\n".join((item.headline or "", item.text, *item.points))), fold_spaces(item.comment)
    labelled = [(fold_spaces(link.label), link) for link in item.links]
    of_text = [link for label, link in labelled if label and label in text]
    others = [link for label, link in labelled if not label or label not in f"{text}\n{comment}"]
    return (*others, *of_text)


_OPENS_LIST = (":", "\uff1a")


def split_printed(item: Item) -> tuple[list[str], list[str]]:
    """Return the paragraphs of an item before its points, up to the last that ends with a colon, and those after."""
    paragraphs = [part.strip() for part in item.text.split("\n\n") if part.strip()]
    opening = [place for place, part in enumerate(paragraphs, start=1) if part.endswith(_OPENS_LIST)]
    border = opening[-1] if opening and item.points else len(paragraphs)
    return paragraphs[:border], paragraphs[border:]


def add_points(item: Item, sentence: str) -> str:
    """Return a sentence of an item's text with the points behind it where it is what announces them, else as it is."""
    before, _ = split_printed(item)
    announces = bool(before) and sentence.endswith(_OPENS_LIST) and before[-1].endswith(sentence)
    return " ".join([sentence, *(f"• {fold_spaces(point)}" for point in item.points)]) if announces else sentence


def join_printed(item: Item) -> str:
    """Return all that an item prints on one line, each point behind a bullet sign."""
    before, after = split_printed(item)
    points = [f"• {point}" for point in item.points]
    return fold_spaces(" ".join([*before, *points, *after]))


# What its publisher reports, and what stands only in the publisher's comment, which is no fact.


def is_claim(item: Item) -> bool:
    """Return whether an item tells what companies say of themselves: their news without a body's act or a document."""
    if item.acting_bodies:
        return False
    return item.section is Section.CORPORATE_NEWS or (item.policy is None and bool(split_companies(item)[0]))


def split_companies(item: Item) -> tuple[list[str], list[str]]:
    """Return the names of the companies that an item reports on, and of those that only its comment names."""
    commented = {each.name: is_commented(item, each.quote) for each in reversed(item.companies)}
    names = list(dict.fromkeys(each.name for each in item.companies))
    return [name for name in names if not commented[name]], [name for name in names if commented[name]]


def is_commented(item: Item, said: str) -> bool:
    """Return whether a sentence or name stands in the publisher's comment and nowhere else in the item."""
    if not item.comment:
        return False
    sentence = fold_spaces(said)
    reported = (item.headline or "", item.text, *item.points)
    in_comment = bool(sentence) and sentence in fold_spaces(item.comment)
    return in_comment and not any(sentence in fold_spaces(text) for text in reported)


def list_own_targets(item: Item) -> list[Target]:
    """Return the goals that an item reports, without those that only its publisher's comment speaks of."""
    return [target for target in item.targets if not is_commented(item, target.quote)]


@lru_cache(maxsize=2048)  # the same items are shown again and again
def fold_spaces(text: str | None) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join((text or "").split())
