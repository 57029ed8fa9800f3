"""Whether a document binds and whether it is final, as far as its kind and status tell; never legal advice.

Source: the Legislation Law of the People's Republic of China (2023): laws are made by the National People's Congress
and its Standing Committee (article 10), administrative regulations by the State Council (article 72), local ones by
people's congresses (article 80), rules by ministries (article 91). English "law" and "regulations" are used loosely.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus

if TYPE_CHECKING:
    from bot.domain.records.policy import PolicyFacts

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
