"""Named lists: what may stand in one, and what ``list:us`` looks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.errors import BadQueryError
from bot.names.lexicon import Lexicon
from bot.query.query_keys import CHOICE_KEYS, Key
from bot.query.query_record import Query
from bot.query.search_plan import Alternatives, compose_search_plan, facet_token

_FACETS = {Key.MINISTRY: "issuer", Key.MENTIONS: "body", Key.COMPANY: "company", Key.TOPIC: "topic"}
LIST_KEYS = frozenset(_FACETS)
"""Keys that may stand in a named list, beside words."""
_NAME = re.compile(r"[^\W_](?:[\w.&+-]{0,38}[\w])?")
_ID = re.compile(r"[PIBDLN][0-9]+", re.IGNORECASE)
_EXAMPLE = "Write it like this: list save us = topic:robotics,ai company:Huawei."


def check_list_name(name: str) -> str:
    """Return the name of a list when it is one: a word of up to 40 letters and figures that is no id."""
    if not _NAME.fullmatch(name) or _ID.fullmatch(name):
        raise BadQueryError(
            f"“{name[:60]}” cannot be the name of a list.",
            hint="A name is one word of letters and figures, such as us or machine-tools, and no id such as P5.",
        )
    return name


def check_list(query: Query) -> None:
    """Refuse what cannot stand in a list: an exclusion, any key but those of names, nothing at all."""
    excluded = any(term.excluded for term in query.terms) or any(query.choices(key).exclude for key in CHOICE_KEYS)
    if excluded:
        raise BadQueryError("A list holds names and words, no exclusions.", hint=f"Leave the dash out. {_EXAMPLE}")
    named = Query(
        terms=query.terms,
        unknown=query.unknown,
        ministry=query.ministry,
        mentions=query.mentions,
        company=query.company,
        topic=query.topic,
    )
    if query != named:
        keys = " ".join(f"{key}:" for key in Key if key in LIST_KEYS)
        raise BadQueryError(f"A list holds words, and names with {keys}", hint=f"Leave other keys out. {_EXAMPLE}")
    if not compose_members(query, None).wordings:
        raise BadQueryError("This list would be empty.", hint=_EXAMPLE)


def compose_members(query: Query, lexicon: Lexicon | None) -> Alternatives:
    """Return what an item has at least one of when it is on the list; without a lexicon words are only words."""
    facets = [facet_token(kind, value) for key, kind in _FACETS.items() for value in query.choices(key).include]
    words: list[tuple[str, ...]] = [(term.text,) for term in query.terms]
    if lexicon is not None:
        words = [wording for wanted in compose_search_plan(query.terms, lexicon).wanted for wording in wanted.wordings]
    return Alternatives(wordings=(*((facet,) for facet in facets), *words))


def open_lists(query: Query, lexicon: Lexicon, parse: Callable[[str], Query]) -> Query:
    """Return the query with what its named lists hold; ``parse`` reads the text of one."""

    def find(names: tuple[str, ...]) -> tuple[Alternatives, ...]:
        held = [lexicon.find_list(name) for name in names]
        return tuple(compose_members(parse(each.filter), lexicon) for each in held if each is not None)

    return replace(query, listed=find(query.list.include), unlisted=find(query.list.exclude))
