"""A policy: one official document across briefings, and what each source reports of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.model.briefing import DocumentType, Item, Link, Nature, PolicyStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyReport:
    """What one item reports of a policy: the date and the issuers that this source gives."""

    item_id: str
    issued_on: dt.date | None
    issuing_bodies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyFacts:
    """What one source, or several together, say of a document; None and () where they say nothing."""

    title_en: str | None
    title_zh: str | None
    document_number: str | None
    document_type: DocumentType | None
    nature: Nature | None
    status: PolicyStatus
    issuing_bodies: tuple[str, ...]
    issued_on: dt.date | None
    comments_close_on: dt.date | None
    applications_close_on: dt.date | None
    effective_on: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy(PolicyFacts):
    """One official document.

    Its facts are those of the official notice when it is held (``official``), else those of the earliest report that
    gives them. ``reports`` are what the other sources say, by date; never overwritten by the official facts.
    """

    id: str
    official: PolicyFacts | None = None
    reports: tuple[PolicyReport, ...]
    item_ids: tuple[str, ...]


# Whether a document binds and whether it is final, as far as its kind and status tell; never legal advice.

_BINDS = {
    DocumentType.MEASURES: "yes where issued as rules of a ministry, as measures mostly are",
    DocumentType.PROVISIONS: "yes where issued as rules of a ministry, as provisions mostly are",
    DocumentType.STANDARD: "only where it is mandatory, or a rule refers to it",
    DocumentType.CATALOGUE: "only through the rules that refer to it",
    DocumentType.INTERPRETATION: "only through the text that it explains",
}
BINDING_KINDS = (DocumentType.LAW, DocumentType.REGULATION, DocumentType.MEASURES, DocumentType.PROVISIONS)
"""Kinds of document that bind where they are what they are called, and final."""
GUIDING_KINDS = (
    DocumentType.OPINIONS,
    DocumentType.NOTICE,
    DocumentType.PLAN,
    DocumentType.ACTION_PLAN,
    DocumentType.GUIDELINES,
)
"""Kinds of document that guide what authorities do and do not bind as law."""
_LAWMAKERS = {"NPC", "NPCSC"}
_OF_COUNCIL = {"STATE_COUNCIL"}
_OVER = {PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN}
_NOTHING_SETTLES = "which neither its issuer nor a Chinese title held settles"
_ENDS_ZH = {kind: re.compile(rf"(?<!办){kind}\s*(?:[》(（]|$)") for kind in ("法", "条例")}
"""How the Chinese title of such a document ends, before its brackets."""
_LETTER_ZH, _LETTER = re.compile(r"函\s*(?:[》(（]|$)"), re.compile(r"(?:reply )?letter\b", re.IGNORECASE)
FINAL_STATUSES = (PolicyStatus.ISSUED, PolicyStatus.IN_FORCE, PolicyStatus.AMENDED)
"""Statuses of a document that is final."""


def describe_binding(facts: PolicyFacts) -> str:
    """Say whether a document binds, from its kind, nature and status: ``no, a draft``."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft"
    if facts.status in _OVER:
        return f"no longer, {facts.status.value}"
    kind = facts.document_type
    if kind is None or kind is DocumentType.OTHER:
        if _LETTER_ZH.search(facts.title_zh or "") or _LETTER.match(facts.title_en or ""):
            return "not as law; a letter tells those whom it is addressed to"
        return "not known, its kind is not stated"
    if kind in GUIDING_KINDS:
        name = kind.value.replace("_", " ")
        guides = f"{name} guide" if name.endswith("s") else f"the {name} guides"
        return f"not as law; {guides} what authorities do"
    said = _describe_kind(facts, kind)
    if facts.status not in FINAL_STATUSES and said.startswith("yes"):
        return "not certain: no source held says that it was adopted"
    if facts.nature is Nature.TRIAL:
        return f"{said}; on trial"
    return f"{said}; for the interim" if facts.nature is Nature.INTERIM else said


def _describe_kind(facts: PolicyFacts, kind: DocumentType) -> str:
    if kind is DocumentType.LAW:
        is_law = _ENDS_ZH["法"].search(facts.title_zh or "") or _LAWMAKERS.intersection(facts.issuing_bodies)
        return "yes, a law" if is_law else f"not certain: called a law, {_NOTHING_SETTLES}"
    if kind is DocumentType.REGULATION:
        if _OF_COUNCIL.intersection(facts.issuing_bodies):
            return "yes, administrative regulations of the State Council"
        if _ENDS_ZH["条例"].search(facts.title_zh or ""):
            return "yes where the State Council or a people's congress adopted it, as 条例 mostly are"
        return f"not certain: called regulations, {_NOTHING_SETTLES}"
    return _BINDS[kind]


def describe_finality(facts: PolicyFacts) -> str:
    """Say whether a document is final, from its status."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft for comment"
    if facts.status in FINAL_STATUSES:
        return "yes, amended since" if facts.status is PolicyStatus.AMENDED else "yes"
    return f"it was {facts.status.value}" if facts.status in _OVER else "not stated"


# Which links of an item lead to what it reports, and which only its prose has on its way.

_OF_SOURCE, _OF_TEXT, _OF_COMMENT = range(3)


def order_links(item: Item) -> tuple[Link, ...]:
    """Return the links with those of the source first: they stand beside the prose, the others are words of it.

    Those that the publisher's comment has on its way come last.
    """
    return tuple(sorted(item.links, key=_ranker(item)))


def list_source_links(item: Item) -> tuple[Link, ...]:
    """Return the links that may be cited for what an item reports, the likeliest first: none that its comment has."""
    rank = _ranker(item)
    return tuple(link for link in order_links(item) if rank(link) < _OF_COMMENT)


def _ranker(item: Item) -> Callable[[Link], int]:
    text = _flatten(item.headline or "", item.text, *item.points)
    comment = _flatten(item.comment or "")

    def rank(link: Link) -> int:
        label = _flatten(link.label)
        if label and label in text:
            return _OF_TEXT
        return _OF_COMMENT if label and label in comment else _OF_SOURCE

    return rank


def _flatten(*texts: str) -> str:
    return " ".join(" ".join(texts).split())


# What an item prints, in reading order.

_OPENS_LIST = (":", "\uff1a")


def split_printed(item: Item) -> tuple[list[str], list[str]]:
    """Return the paragraphs of an item before its points and those after: points follow the last that announces them.

    Where none ends with a colon, all stand before.
    """
    paragraphs = [part.strip() for part in item.text.split("\n\n") if part.strip()]
    opening = [place for place, part in enumerate(paragraphs, start=1) if part.endswith(_OPENS_LIST)]
    border = opening[-1] if opening and item.points else len(paragraphs)
    return paragraphs[:border], paragraphs[border:]


def add_points(item: Item, sentence: str) -> str:
    """Return a sentence of an item's text with the points behind it where it is what announces them, else as it is."""
    before, _ = split_printed(item)
    announces = bool(before) and sentence.endswith(_OPENS_LIST) and before[-1].endswith(sentence)
    return " ".join([sentence, *(f"• {' '.join(point.split())}" for point in item.points)]) if announces else sentence


def join_printed(item: Item) -> str:
    """Return all that an item prints on one line, each point behind a bullet sign."""
    before, after = split_printed(item)
    points = [f"• {point}" for point in item.points]
    return " ".join(" ".join([*before, *points, *after]).split())
