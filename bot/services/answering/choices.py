"""A choice where a name in a question means several; each option asks for one of them alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.domain.lexicon import Body, Company, spell_id
from bot.domain.queries.meanings import list_meanings
from bot.domain.queries.query import Choices, format_query
from bot.domain.queries.suggestions import describe_record
from bot.services.results import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query

RecordT = TypeVar("RecordT", Body, Company, Body | Company)
_MOST = 5


def offer_meanings(asked: str, meanings: Sequence[Body | Company]) -> Choice:
    """Ask which of these a name means; each is opened by the name that means nothing else.

    Without a name several are asked for, unless one name stands for them all.
    """
    asked = asked or _name_shared(meanings)
    if not asked:
        return _offer_each(meanings)
    options = [
        (each.name, f"/company {each.name}")
        if isinstance(each, Company)
        else (f"{spell_id(each.id)}: {each.name_en} ({each.name_zh})", f"/ministry {each.name_en}")
        for each in meanings
    ]
    return Choice(asked=asked, options=tuple(options))


def _offer_each(named: Sequence[Body | Company]) -> Choice:
    names = [each.name if isinstance(each, Company) else each.id for each in named]
    command = "company" if isinstance(named[0], Company) else "ministry"
    options = [(spell_id(name), f"/{command} {name}") for name in names]
    together = ("What is held of any of them", f"/policy {command}:{','.join(names)}")
    return Choice(asked=" and ".join(map(spell_id, names)), options=(*options, together), is_several=True)


def _name_shared(records: Sequence[Body | Company]) -> str:
    """Give the name that these have in common, the first of one of them; "" for none."""
    shared = (name for name in records[0].all_names if all(name in each.all_names for each in records))
    return next(shared, "")


def list_choices(
    asked: Query, understood: Query, lexicon: Lexicon, *, names: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Give (label, text of a search) for each meaning of the first name in the question that has several.

    ``asked`` is the question as typed, ``names`` its words with those of a known name as one text, ``understood`` what
    it was read as. () where every name means one thing.
    """
    quoted = {term.text for term in asked.terms if term.phrase or term.excluded}
    for text in names:
        meanings = () if text in quoted else list_meanings(text, lexicon)
        if meanings:
            return tuple((describe_record(each), _choose(understood, text, each, lexicon)) for each in meanings[:_MOST])
    shared = _find_shared(understood.ministry.include, lexicon)
    if shared:
        searches = [replace(understood, ministry=_choose_of(understood.ministry, each, shared)) for each in shared]
    else:
        shared = _find_shared(understood.mentions.include, lexicon)
        searches = [replace(understood, mentions=_choose_of(understood.mentions, each, shared)) for each in shared]
    labels = [describe_record(each) for each in shared]
    return tuple(zip(labels, (format_query(each, lexicon) for each in searches), strict=True))


def _choose_of(choices: Choices, meaning: Body, shared: Sequence[Body]) -> Choices:
    return _with(_without(choices, {each.id for each in shared}), meaning.id)


def _choose(query: Query, text: str, meaning: Body | Company, lexicon: Lexicon) -> str:
    """Give the search for one meaning: the name's words, or what they were lifted into, become its filter alone."""
    words = text.split()
    terms = tuple(term for term in query.terms if term.excluded or term.text not in words)
    others = {each.id for each in list_meanings(text, lexicon)}
    acts, is_joint = (bool(others & set(held.include)) for held in (query.ministry, query.joint))
    cleared = replace(
        query,
        terms=terms,
        ministry=_without(query.ministry, others),
        joint=_without(query.joint, others),
        mentions=_without(query.mentions, others),
        company=_without(query.company, others),
    )
    if isinstance(meaning, Company):
        chosen = replace(cleared, company=_with(cleared.company, meaning.id))
    elif is_joint:
        chosen = replace(cleared, joint=_with(cleared.joint, meaning.id))
    elif acts:
        chosen = replace(cleared, ministry=_with(cleared.ministry, meaning.id))
    else:
        chosen = replace(cleared, mentions=_with(cleared.mentions, meaning.id))
    return format_query(chosen, lexicon)


def _with(choices: Choices, record_id: str) -> Choices:
    return replace(choices, include=(*choices.include, record_id))


def _without(choices: Choices, ids: set[str]) -> Choices:
    return replace(choices, include=tuple(each for each in choices.include if each not in ids))


def _find_shared(ids: tuple[str, ...], lexicon: Lexicon) -> tuple[Body, ...]:
    """Give the bodies among these that bear one name, as those of ``ministry:NFRA``; () where none do."""
    if len(ids) < 2:  # noqa: PLR2004  one shares its name with none
        return ()
    return _find_sharing([lexicon.body_by_id[each] for each in ids if each in lexicon.body_by_id])[:_MOST]


def _find_sharing(known: Sequence[RecordT]) -> tuple[RecordT, ...]:
    for one in known:
        same = [other for other in known if set(one.all_names) & set(other.all_names)]
        if len(same) > 1:
            return tuple(same)
    return ()
