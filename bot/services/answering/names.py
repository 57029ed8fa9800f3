"""All names we know: the lists, the companies that briefings brought, and what people decided of those."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.lexicon import Company, Lexicon
from bot.domain.records.review import Decision, company_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def compose_names(
    reference: Lexicon,
    unlisted: Sequence[Company],
    settled: Mapping[str, tuple[str, Decision, str | None]],
) -> Lexicon:
    """Give the lists with the companies met since: those confirmed, those not looked at yet, and further names.

    ``settled`` maps an entry's key to the name, the decision and the id of the company that the name stands for. What
    is no company, and what is another's name, is none of its own.
    """
    if not unlisted:
        return reference
    met: list[Company] = []
    further: dict[str, list[str]] = {}
    for company in unlisted:
        name, decision, other = settled.get(company_key(company.name), (company.name, None, None))
        if decision is Decision.SAME and other is not None:
            further.setdefault(other, []).append(name)
        elif decision is not Decision.NO:
            met.append(replace(company, confirmed=decision is Decision.YES))
    return Lexicon(
        bodies=reference.bodies,
        companies=tuple(
            replace(company, aliases=tuple(dict.fromkeys((*company.aliases, *further[company.id]))))
            if company.id in further
            else company
            for company in (*reference.companies, *met)
        ),
        topics=reference.topics,
        not_companies=reference.not_companies,
        local=reference.local,
        abbreviations=reference.abbreviations,
    )
