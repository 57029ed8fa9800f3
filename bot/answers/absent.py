"""The answers where nothing is known by a name, or several things are: the nearest names, or one to pick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.context import Context
from bot.answers.rows import Coverage
from bot.answers.search import LOOSE
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, describe_record, spell_id
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, format_query
from bot.query.questions import Question
from bot.query.search_plan import list_meanings

_MOST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Nothing is known by this name: the nearest names, and the days that the briefings cover.

    ``kind`` is policy, item, ministry, company or briefing. ``filters`` are those that leave nothing of a name on our
    lists, in words. ``in_words`` counts the items that have the words without naming anybody so.
    """

    kind: str
    asked: str
    coverage: Coverage
    nearest: tuple[str, ...] = ()
    in_words: int = 0
    filters: tuple[str, ...] = ()


def compose_absent(context: Context, question: Question, kind: str, name: str) -> Absent:
    """Return what to say of a body or company that is on no list and in no briefing."""
    words = Query(terms=question.query.terms)
    searched = context.search(replace(question, query=words)) if join_words(words) else None
    return Absent(
        kind=kind,
        asked=name,
        coverage=context.coverage,
        nearest=context.lexicon.suggest_names(name),
        in_words=0 if searched is None or searched.step in LOOSE else len(searched.hits),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A name that means several, or ``is_several`` names: the person picks one. ``options`` are (label, command)."""

    asked: str
    options: tuple[tuple[str, str], ...]
    is_several: bool = False


def offer_meanings(asked: str, meanings: Sequence[Body | Company]) -> Choice:
    """Ask which of these one name means; without such a name which of several names, or all together."""
    shared = [name for name in meanings[0].all_names if all(name in each.all_names for each in meanings)]
    if shared or asked:
        return Choice(asked=asked or shared[0], options=tuple(map(_offer_one, meanings)))
    names = [each.name if isinstance(each, Company) else each.id for each in meanings]
    key = Key.COMPANY if isinstance(meanings[0], Company) else Key.MINISTRY
    options = [(spell_id(name), f"/{key} {name}") for name in names]
    together = ("All of them", f"/policy {key}:{','.join(names)}")
    return Choice(asked=" and ".join(map(spell_id, names)), options=(*options, together), is_several=True)


def _offer_one(meaning: Body | Company) -> tuple[str, str]:
    if isinstance(meaning, Company):
        return meaning.name, f"/company {meaning.name}"
    return f"{spell_id(meaning.id)}: {meaning.name_en} ({meaning.name_zh})", f"/ministry {meaning.name_en}"


def list_choices(query: Query, lexicon: Lexicon, *, typed: Query) -> tuple[tuple[str, str], ...]:
    """Return (label, search) for each meaning of a name in the query that several bodies and companies bear.

    ``typed`` is the query before words became filters: who chose a body by a key did not mean a company.
    """
    for term in query.terms:
        if not term.phrase and not term.excluded and (found := list_meanings(term.text, lexicon)):
            rest = replace(query, terms=tuple(each for each in query.terms if each is not term))
            return _offer_searches(rest, found, lexicon, Key.MENTIONS)
    for key in (Key.MINISTRY, Key.MENTIONS):
        ids = query.choices(key).include
        lifted = (each for each in ids if each not in typed.choices(key).include)
        if found := next((meant for each in lifted if (meant := list_meanings(each, lexicon))), ()):
            rest = choose(query, key, tuple(each for each in ids if each not in {one.id for one in found}))
            return _offer_searches(rest, found, lexicon, key)
    return ()


def _offer_searches(
    query: Query, meanings: Sequence[Body | Company], lexicon: Lexicon, key: Key
) -> tuple[tuple[str, str], ...]:
    """Return for each meaning the search with it as one more filter."""
    offered = []
    for each in meanings[:_MOST]:
        chosen = Key.COMPANY if isinstance(each, Company) else key
        search = choose(query, chosen, (*query.choices(chosen).include, each.id))
        offered.append((describe_record(each), format_query(search, lexicon)))
    return tuple(offered)


def choose(query: Query, key: Key, ids: tuple[str, ...]) -> Query:
    """Return the query with these ids chosen by a key, in the place of those that were."""
    chosen: dict[str, Any] = {key.value: Choices(include=ids, exclude=query.choices(key).exclude)}
    return replace(query, **chosen)


def join_words(query: Query) -> str:
    """Return the words of a query as one text."""
    return " ".join(term.text for term in query.terms if not term.excluded)


def note_spelling(query: Query, typed: str, meant: str) -> Query:
    """Return a query that says which name is taken for one that is spelled or written otherwise."""
    return replace(query, notes=(*query.notes, f"Showing results for “{meant}” (you typed “{typed}”)."))
