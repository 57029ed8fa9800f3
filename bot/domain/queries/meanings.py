"""Names that mean several: which bodies and companies a name may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.queries.query_names import find_called
from bot.domain.queries.search_plan import means_body

if TYPE_CHECKING:
    from bot.domain.lexicon import Body, Company, Lexicon


def list_meanings(typed: str, lexicon: Lexicon) -> tuple[Body | Company, ...]:
    """Give what the name may mean where that is more than one, bodies first; () for one meaning or none.

    An abbreviation in capitals may be a body and a company called so but for a word such as Motor: SAIC.
    """
    bodies = tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))
    companies = lexicon.find_companies(typed)
    if bodies and typed.isascii() and typed.isupper():
        companies += tuple(lexicon.company_by_id[each] for each in find_called(typed, lexicon))
    meanings: tuple[Body | Company, ...] = (*bodies, *companies)
    return meanings if len(meanings) > 1 else ()
