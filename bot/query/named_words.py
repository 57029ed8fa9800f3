"""Names among the words of a command: ``/ministry MIIT NDRC``, ``/company BYD Co., Ltd.``, ``joint MIIT and NDRC``."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model.text import HAN
from bot.names.lexicon import Lexicon
from bot.query.query_keys import Key
from bot.query.query_record import Choices, Query
from bot.query.query_scan import find_name_ids, split_names

_AND = re.compile(r"\s+(?:and|with|&)\s+|[和与及、]")
_SIGN_BETWEEN = re.compile(rf"[和与及或](?=[{HAN}A-Z])")


def lift_name(key: Key, query: Query, lexicon: Lexicon, *, several: bool = True) -> Query:
    """Turn a name that is known in another spelling (with a legal suffix or article) into the command's filter.

    So are ``several`` names one after the other.
    """
    words = " ".join(term.text for term in query.terms if not term.excluded)
    exact = lexicon.find_companies(words) if key is Key.COMPANY else lexicon.find_bodies(words)
    if not words or exact or query.choices(key):
        return query
    ids = find_name_ids(key, words, lexicon) or find_name_ids(key, words.replace(" ", ""), lexicon)
    if len(ids) != 1 and not several:
        return query
    ids = ids if len(ids) == 1 else split_names(key, _SIGN_BETWEEN.sub(r" \g<0> ", words).split(), lexicon)
    if not ids:
        return query
    chosen = Choices(include=ids)
    excluded = tuple(term for term in query.terms if term.excluded)
    if key is Key.COMPANY:
        return replace(query, terms=excluded, company=chosen)
    return replace(query, terms=excluded, ministry=chosen)


def find_partners(words: str, lexicon: Lexicon) -> Choices | None:
    """Return the bodies of "MIIT and NDRC" or "MIIT NDRC", each known by one name alone; None for anything else."""
    for names in (_AND.split(words), words.split()):
        found = [find_name_ids(Key.MINISTRY, name, lexicon) for name in names]
        if found and all(len(ids) == 1 for ids in found):
            return Choices(include=tuple(dict.fromkeys(ids[0] for ids in found)))
    return None
