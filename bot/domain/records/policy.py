"""A policy: one official document across briefings, and what each source reports of it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  msgspec reads the annotations at run time
from dataclasses import dataclass

from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus  # noqa: TC001  the same


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
