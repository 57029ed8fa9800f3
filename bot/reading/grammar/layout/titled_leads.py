"""Titled leads: the title, the office and the day with which a paragraph on a document opens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.grammar.layout.lead_ins import names_office
from bot.reading.grammar.lines.date_pattern import DATE

_AFTER_TITLE = re.compile(
    rf"(?P<words>(?:[Dd]raft\s+)?[“\"„«](?P<title>[^“”\"„»\n]{{4,200}})[”\"»])\s*[(（](?P<who>[^()（）]{{2,120}}?)[,，;；]\s*"
    rf"(?P<date>{DATE})\s*[)）](?P<rest>\s*[:：].*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TitledLead:
    """A lead-in that names a document: its title, who issued it and when, and the text without issuers and date."""

    title: str
    issuer_text: str
    date_text: str
    text: str


def find_titled_lead(raw: str) -> TitledLead | None:
    """Return title, issuers and date of a lead-in such as ""Title" (Issuer, 6 March 2024): text"; else None."""
    match = _AFTER_TITLE.match(raw)
    if match is None or not names_office(match["who"]):
        return None
    return TitledLead(
        title=match["title"],
        issuer_text=match["who"],
        date_text=" ".join(match["date"].split()).strip(" ,."),
        text=f"{match['words']}{match['rest']}",
    )
