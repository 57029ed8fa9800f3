"""Terms related to a filter, which it may follow too: other names of its words, and what its bodies were or became."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.model.ids import list_forms
from bot.names.lexicon import Lexicon
from bot.names.records import spell_id
from bot.query.query_record import OR, Choices, Query, Term
from bot.query.search_plan import compose_search_plan
from bot.query.wording import Synonyms

MOST_RELATED = 10
_MOST_BODIES = 4
_BODIES = ("ministry", "mentions")


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A term that may be followed too, and ``of`` what: the query's field for a body, by its id, or typed words."""

    label: str
    of: str
    term: str


def list_related(
    query: Query, lexicon: Lexicon, synonyms: Synonyms, *, since: dt.date | None = None
) -> tuple[Related, ...]:
    """Return at most ten terms that the filter does not find by itself; no body ended before ``since``, or at all."""
    bodies = islice(_list_bodies(query, lexicon, since), _MOST_BODIES)
    return tuple(islice((*bodies, *_list_names(query, lexicon, synonyms)), MOST_RELATED))


def _list_bodies(query: Query, lexicon: Lexicon, since: dt.date | None) -> Iterator[Related]:
    """Yield the bodies that those of a filter were or became."""
    for field in _BODIES:
        chosen = getattr(query, field).include
        for other in (each for body in chosen for each in lexicon.list_line(body) if each.id not in chosen):
            if other.until and (since is None or other.until < since.isoformat()[: len(other.until)]):
                continue  # "2008-03": of the precision that our list has
            until = f", until {other.until}" if other.until else ""
            yield Related(label=f"{spell_id(other.id)} {other.name_zh}{until}", of=field, term=other.id)


def _list_names(query: Query, lexicon: Lexicon, synonyms: Synonyms) -> Iterator[Related]:
    """Yield other names of the words of a filter, each in one of its forms."""
    plan = compose_search_plan(query.terms, lexicon)
    for wanted, text in zip(plan.wanted, plan.texts, strict=True):
        covered = {form for wording in wanted.wordings for phrase in wording for form in list_forms(phrase)}
        for name in () if text in plan.quoted else synonyms.list_all(text):
            if covered.isdisjoint(list_forms(name)):
                covered.update(list_forms(name))
                yield Related(label=name, of=text, term=name)


def add_related(query: Query, chosen: Collection[Related]) -> Query:
    """Return the filter that finds these, too: a body beside its own, a name as one of which each is enough."""
    for each in chosen:
        if each.of in _BODIES:
            query = replace(query, **{each.of: getattr(query, each.of).join(Choices(include=(each.term,)))})
        else:
            terms, size = query.terms, len(query.terms)
            runs = ((start, end) for start in range(size) for end in range(start + 1, size + 1))
            of = (end for start, end in runs if " ".join(term.text for term in terms[start:end]) == each.of)
            end = next(of, size)  # behind these words
            added = (Term(text=OR), Term(text=each.term, phrase=True))
            query = replace(query, terms=(*terms[:end], *added, *terms[end:]))
    return query
