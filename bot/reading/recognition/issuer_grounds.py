"""Why somebody is taken for the issuer of a document, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuerGround:
    """Why somebody is taken for the issuer: certain (1.0) under a label or as the subject of an act, else less so."""

    confidence: float = 1.0
    reason: str = ""


GROUNDS = (
    IssuerGround(),
    IssuerGround(),
    IssuerGround(confidence=0.85, reason="it approved it; nobody else acts"),
    IssuerGround(confidence=0.8, reason="it is what the first sentence is about; no word says that it issues"),
    IssuerGround(confidence=0.75, reason="it is what the headline is about; no word says that it issues"),
    IssuerGround(confidence=0.72, reason="it stands beside the name of the document; no word says that it issues"),
    IssuerGround(confidence=0.6, reason="it is the only one named, and acts by what kind of body it is"),
    IssuerGround(confidence=0.5, reason="it acted before, or in an aside; nobody else acts"),
    IssuerGround(confidence=0.65, reason="it stands in the heading alone"),
)
"""The grounds in the order in which they are tried (``bot.reading.recognition.issuers``)."""
BY_HOST = IssuerGround(confidence=0.6, reason="the text says 我部 or the like without a name; it stands on its page")
