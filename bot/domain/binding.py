"""Whether a document binds and whether it is final, as far as its kind and status tell; never legal advice.

Source: the Legislation Law of the People's Republic of China (2023), on laws, administrative regulations and rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.briefing import DocumentType, Nature, PolicyStatus

if TYPE_CHECKING:
    from bot.domain.policy import PolicyFacts

_BINDS = {
    DocumentType.LAW: "yes, a law",
    DocumentType.REGULATION: "yes, regulations",
    DocumentType.MEASURES: "yes where issued as rules of a ministry, as measures mostly are",
    DocumentType.PROVISIONS: "yes where issued as rules of a ministry, as provisions mostly are",
    DocumentType.STANDARD: "only where it is mandatory, or a rule refers to it",
    DocumentType.CATALOGUE: "only through the rules that refer to it",
    DocumentType.INTERPRETATION: "only through the text that it explains",
}
_GUIDES = {
    DocumentType.OPINIONS,
    DocumentType.NOTICE,
    DocumentType.PLAN,
    DocumentType.ACTION_PLAN,
    DocumentType.GUIDELINES,
}
_OVER = {PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN}
_FINAL = {PolicyStatus.ISSUED, PolicyStatus.IN_FORCE, PolicyStatus.AMENDED}


def describe_binding(facts: PolicyFacts) -> str:
    """Say whether a document binds, from its kind, nature and status: ``no, a draft``."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft"
    if facts.status in _OVER:
        return f"no longer, {facts.status.value}"
    kind = facts.document_type
    if kind is None or kind is DocumentType.OTHER:
        return "not known, its kind is not stated"
    if kind in _GUIDES:
        name = kind.value.replace("_", " ")
        guides = f"{name} guide" if name.endswith("s") else f"the {name} guides"
        return f"not as law; {guides} what authorities do"
    said = _BINDS[kind]
    if facts.nature is Nature.TRIAL:
        return f"{said}; on trial"
    return f"{said}; for the interim" if facts.nature is Nature.INTERIM else said


def describe_finality(facts: PolicyFacts) -> str:
    """Say whether a document is final, from its status."""
    if facts.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "no, a draft for comment"
    if facts.status in _FINAL:
        return "yes, amended since" if facts.status is PolicyStatus.AMENDED else "yes"
    return f"it was {facts.status.value}" if facts.status in _OVER else "not stated"
