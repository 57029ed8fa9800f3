"""All names that we know: the lists, the companies that briefings brought, and what people decided of those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.named_lists import add_lists
from bot.model.review import Decision, ReviewEntry, ReviewKind, company_key
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.store.database import Database
from bot.store.licences import is_narrowed
from bot.store.notes import count_unlisted, list_unlisted
from bot.store.review import count_settled_companies, load_settled


class Lexicons:
    """Puts the names together, and keeps them until a briefing or a person brings another."""

    def __init__(self, reference: Lexicon) -> None:
        self._reference = reference
        self._kept: tuple[tuple[int, int], Lexicon] | None = None

    def get(self, db: Database) -> Lexicon:
        """Return all names of one state of the store, with the named lists that whoever asks may use."""
        return add_lists(db, self._get(db))

    def _get(self, db: Database) -> Lexicon:
        if is_narrowed(db):  # some names are not for everybody, so these are not kept
            return compose_lexicon(self._reference, list_unlisted(db), load_settled(db, ReviewKind.COMPANY))
        state, kept = (count_unlisted(db), count_settled_companies(db)), self._kept
        if kept is None or kept[0] != state:
            found = compose_lexicon(self._reference, list_unlisted(db), load_settled(db, ReviewKind.COMPANY))
            kept = self._kept = (state, found)
        return kept[1]


def compose_lexicon(reference: Lexicon, unlisted: Sequence[Company], settled: Mapping[str, ReviewEntry]) -> Lexicon:
    """Return the lists with the companies met since: those confirmed, those not looked at yet, and further names.

    ``settled`` maps an entry's key to what was decided of a name. What is no company, and what is another's name, is
    none of its own.
    """
    if not unlisted:
        return reference
    met: list[Company] = []
    further: dict[str, list[str]] = {}
    for company in unlisted:
        entry = settled.get(company_key(company.name))
        if entry is not None and entry.other_id:
            further.setdefault(entry.other_id, []).append(entry.name)
        elif entry is None or entry.decision is not Decision.NO:
            met.append(replace(company, confirmed=entry is not None))
    every = (*reference.companies, *met)
    companies = (replace(each, aliases=_join(each.aliases, further.get(each.id, ()))) for each in every)
    return replace(reference, companies=tuple(companies))


def _join(names: Sequence[str], further: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *further)))
