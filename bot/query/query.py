"""The command language: a command's text into a Query, and back into its canonical text.

docs/commands.md has the rules. Only BadQueryError leaves this module.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.dates.date_phrases import is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.dates import DateRange
from bot.names.lexicon import Lexicon, NamedList
from bot.query.query_build import Given, build_query
from bot.query.query_keys import ALL_KEYS, CHOICE_KEYS, DATE_KEYS, Key, QueryTextError, find_key
from bot.query.query_lists import LIST_KEYS, open_lists
from bot.query.query_record import ANY_DAY, Choices, Query, describe_values, find_value
from bot.query.query_scan import (
    DASHES,
    NAME_KEYS,
    QUOTES,
    KeyMark,
    Scanner,
    Term,
    find_called,
    find_name_ids,
    find_quotes,
    find_separator,
    fold_input,
)
from bot.query.query_schedule import begins_schedule, is_schedule_word, take_schedule

MAX_CHARACTERS = 3000
MAX_TERMS = 60
_LONGEST_VALUE = 12
"""Words of the longest value that is looked for."""
_VALUE_END = re.compile(r"(?=[\s,，、])|$")
_GAPS = " \t\r\n\u00a0,，、"
_VALUE_EDGES = " \t?!;,，、？！；"


@dataclass(kw_only=True, slots=True)
class _Reading:
    """What has been read so far."""

    lexicon: Lexicon
    today: dt.date
    terms: list[Term] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)


def parse_query(
    text: str,
    *,
    lexicon: Lexicon,
    today: dt.date,
    keys: frozenset[Key] = ALL_KEYS,
    bare_cadence: bool = False,
) -> Query:
    """Return the meaning of a command's text on ``today``; with ``asof:`` other dates are meant as on that day.

    ``keys`` are those that may be used; ``bare_cadence`` reads ``weekly`` and ``at 09:00`` where they stand. Raises
    BadQueryError (as QueryTextError with ``as_words``, the text that searches for the same as words) for an unknown
    key, a bad value, or a text that is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadQueryError(
            f"The text is too long: {len(text)} characters.", hint=f"Write at most {MAX_CHARACTERS} characters."
        )
    folded = fold_input(text)
    try:
        query = _parse(folded, _Reading(lexicon=lexicon, today=today), keys=keys, bare_cadence=bare_cadence)
        if query.as_of is None or query.as_of == today:
            return query
        then = _Reading(lexicon=lexicon, today=query.as_of)
        asked = _parse(folded, then, keys=keys, bare_cadence=bare_cadence)
        return replace(asked, as_of=query.as_of, notes=query.notes)
    except BadQueryError as error:
        offered = _offer_words(folded, lexicon=lexicon, today=today, keys=keys, bare_cadence=bare_cadence)
        raise QueryTextError(error.message, hint=error.hint, as_words=offered) from error


def _parse(text: str, reading: _Reading, *, keys: frozenset[Key], bare_cadence: bool) -> Query:
    if bare_cadence:
        taken = take_schedule(text, reading.lexicon)
        text = taken.text
        reading.given += taken.given
    _read(Scanner(text, keys), reading)
    if len(reading.terms) > MAX_TERMS:
        raise BadQueryError(
            f"The text has {len(reading.terms)} words to search for.", hint=f"Write at most {MAX_TERMS} words."
        )
    query = build_query(tuple(reading.terms), tuple(reading.given), reading.lexicon)
    query = quote_schedule_words(query) if bare_cadence else query
    return open_lists(query, reading.lexicon, lambda text: _parse_list(text, reading)) if query.list else query


def follow_list(query: Query, held: NamedList, *, lexicon: Lexicon, today: dt.date) -> Query:
    """Return the query for what is on this named list too, as ``list:`` with its name gives it."""
    names = dict.fromkeys((*query.list.include, held.shown_id))
    chosen = replace(query, list=Choices(include=tuple(names), exclude=query.list.exclude))
    return open_lists(chosen, lexicon, lambda text: _parse_list(text, _Reading(lexicon=lexicon, today=today)))


def _parse_list(text: str, reading: _Reading) -> Query:
    return _parse(text, _Reading(lexicon=reading.lexicon, today=reading.today), keys=LIST_KEYS, bare_cadence=False)


def _read(scanner: Scanner, reading: _Reading) -> None:
    while True:
        scanner.skip(",，、")
        if scanner.at_end:
            return
        mark = scanner.take_key()
        if mark is not None and mark.key is not None:
            _read_values(scanner, mark, mark.key, reading)
            continue
        excluded = scanner.take_dashes()
        phrase = scanner.take_quoted()
        if phrase is not None:
            term = Term(text=phrase, phrase=True) if phrase else None
        else:
            term = scanner.take_word() if not scanner.at_end else None
        if term:
            reading.terms.append(replace(term, excluded=True) if excluded else term)


def _read_values(scanner: Scanner, mark: KeyMark, key: Key, reading: _Reading) -> None:
    while True:
        scanner.skip()
        excluded = mark.excluded
        if key in CHOICE_KEYS and scanner.take_dashes():
            excluded = not excluded
        quoted = scanner.take_quoted()
        if quoted is not None:
            if not quoted:
                raise _missing(key)
            reading.given.append(
                _accept(key, quoted, reading, excluded=excluded) or _unresolved(key, quoted, reading, excluded=excluded)
            )
        else:
            _read_plain_value(scanner, key, reading, excluded=excluded)
        if not scanner.take_comma():
            return


def _read_plain_value(scanner: Scanner, key: Key, reading: _Reading, *, excluded: bool) -> None:
    stretch = "" if scanner.at_end or scanner.stands_at_key else scanner.peek_plain()
    ends = list(islice(_find_value_ends(stretch), _LONGEST_VALUE))
    if not ends:
        raise _missing(key)
    for end in reversed(ends):
        given = _accept(key, stretch[:end].strip(_VALUE_EDGES), reading, excluded=excluded)
        if given:
            reading.given.append(given)
            scanner.position += end
            return
    end = find_separator(stretch)
    value = " ".join(stretch[:end].strip(_VALUE_EDGES).split())
    if not any(sign.isalnum() for sign in value):
        raise _missing(key)
    reading.given.append(_unresolved(key, value, reading, excluded=excluded))
    scanner.position += end


def _find_value_ends(stretch: str) -> Iterator[int]:
    for match in _VALUE_END.finditer(stretch):
        end = match.start()
        if end > 0 and stretch[end - 1] not in _GAPS and stretch[:end].strip(_VALUE_EDGES):
            yield end


def _accept(key: Key, value: str, reading: _Reading, *, excluded: bool) -> Given | None:
    """Return the value when it is a known name, a date, or one of the key's words; else None."""
    if key in NAME_KEYS:
        ids = find_name_ids(key, value, reading.lexicon)
        ids = ids or (find_called(value, reading.lexicon) if key is Key.COMPANY else ())
        return Given(key=key, text=value, excluded=excluded, ids=ids) if ids else None
    if key is Key.LIST:
        held = reading.lexicon.find_list(value)
        return Given(key=key, text=value, excluded=excluded, ids=(held.shown_id,)) if held else None
    if key in {Key.DUE, Key.EFFECT} and (word := find_value(key, value)):
        days = DateRange() if word == ANY_DAY else None
        return Given(key=key, text=value, excluded=excluded, ids=(word,), days=days)
    if key in DATE_KEYS or key is Key.ASOF:
        try:
            days = parse_date_phrase(value, today=reading.today, ahead=key is Key.DUE)
        except BadQueryError:
            return None
        moves = key is Key.DUE and is_relative_phrase(value, today=reading.today)
        return Given(key=key, text=value, excluded=excluded, days=days, is_relative=moves)
    normal = find_value(key, value)
    return Given(key=key, text=value, excluded=excluded, ids=(normal,)) if normal else None


def _unresolved(key: Key, value: str, reading: _Reading, *, excluded: bool) -> Given:
    """Return a name that nobody holds as typed; raises QueryTextError for a value of any other kind."""
    if key in NAME_KEYS or key is Key.LIST:
        return Given(key=key, text=value, excluded=excluded)
    if key in DATE_KEYS or key is Key.ASOF:
        try:
            parse_date_phrase(value, today=reading.today, ahead=key is Key.DUE)
        except BadQueryError as error:
            raise QueryTextError(f"{key}: {error.message}", hint=error.hint) from error
    raise QueryTextError(f"“{_cut(value)}” is no value of {key}:.", hint=describe_values(key))


def _missing(key: Key) -> QueryTextError:
    if key in NAME_KEYS or key is Key.LIST:
        hint = f'Write a name after it, or {key}:"a longer name".'
    elif key in DATE_KEYS or key is Key.ASOF:
        hint = f"Write a date after it: {key}:2023-11."
    else:
        hint = describe_values(key)
    return QueryTextError(f"“{key}:” has no value.", hint=hint)


def _cut(value: str) -> str:
    longest = 60
    return value if len(value) <= longest else f"{value[:longest]}…"


def quote_schedule_words(query: Query) -> Query:
    """Return the query with the words that could be read as a schedule as phrases.

    Of a saying of several words ("real time") one in quotes is enough.
    """
    plain = ["" if term.phrase else term.text for term in query.terms]
    terms = tuple(
        replace(term, phrase=True) if plain[place] and begins_schedule(plain[place:]) else term
        for place, term in enumerate(query.terms)
    )
    return query if terms == query.terms else replace(query, terms=terms)


def _offer_words(text: str, *, lexicon: Lexicon, today: dt.date, keys: frozenset[Key], bare_cadence: bool) -> str:
    """Return the text with the keys that do not work in quotes, else with all keys in quotes; "" when neither works.

    Where ``bare_cadence`` is read the words of a schedule are in quotes as well.
    """
    quotes = find_quotes(text)
    signs = {quoted.start for quoted in quotes} | {
        quoted.end - 1 for quoted in quotes if text[quoted.end - 1] in QUOTES
    }
    words = "".join(" " if i in signs else sign for i, sign in enumerate(text)).split()
    unusable = [word for word in words if _names_unusable_key(word, keys)]
    keyed = [word for word in words if ":" in word or (bare_cadence and is_schedule_word(word))]
    for quoted_words in filter(None, (unusable, keyed)):
        offered = " ".join(f'"{word}"' if word in quoted_words else word for word in words)
        try:
            query = _parse(offered, _Reading(lexicon=lexicon, today=today), keys=keys, bare_cadence=bare_cadence)
        except BadQueryError:
            continue
        if query.terms and len(offered) <= MAX_CHARACTERS:
            return offered
    return ""


def _names_unusable_key(word: str, keys: frozenset[Key]) -> bool:
    name = word.lstrip(DASHES).partition(":")[0]
    return ":" in word and find_key(name) not in keys
