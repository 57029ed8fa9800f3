"""The command language: a command's text into a Query, and back into its canonical text.

docs/commands.md has the rules. Only BadQueryError leaves this module.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from bot.dates.date_phrases import is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import IdKind, find_id
from bot.names.lexicon import Lexicon
from bot.query.query_build import Given, build_query
from bot.query.query_record import ANY_DAY, Choices, Query, describe_values, find_value
from bot.query.query_scan import (
    ALL_KEYS,
    CHOICE_KEYS,
    DATE_KEYS,
    NAME_KEYS,
    Key,
    QueryTextError,
    Scanner,
    Term,
    find_called,
    find_name_ids,
    find_quotes,
    find_separator,
    fold_input,
)
from bot.query.schedule import quote_schedule_words, take_schedule
from bot.query.search_plan import Alternatives, compose_search_plan
from bot.query.tokens import facet_token

# Named lists: what may stand in one, and what ``list:us`` looks for.

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
    names: dict[str, Any] = {key: Choices(include=query.choices(key).include) for key in _FACETS}
    words = tuple(term for term in query.terms if not term.excluded)
    if query != Query(terms=words, unknown=query.unknown, **names):
        keys = " ".join(f"{key}:" for key in _FACETS)
        said = f"A list holds words, and names with {keys}, no exclusions."
        raise BadQueryError(said, hint=f"Leave the rest out. {_EXAMPLE}")
    if not query.terms and not query.chosen:
        raise BadQueryError("This list would be empty.", hint=_EXAMPLE)


def _open_lists(query: Query, lexicon: Lexicon, today: dt.date) -> Query:
    """Return the query with what an item has at least one of when it is on its named lists."""

    def find(names: tuple[str, ...]) -> tuple[Alternatives, ...]:
        held = [lexicon.find_list(name) for name in names]
        read = [_parse(each.filter, lexicon, today, keys=LIST_KEYS) for each in held if each]
        return tuple(_compose_members(each, lexicon) for each in read)

    return replace(query, listed=find(query.list.include), unlisted=find(query.list.exclude)) if query.list else query


def _compose_members(query: Query, lexicon: Lexicon) -> Alternatives:
    facets = [facet_token(kind, value) for key, kind in _FACETS.items() for value in query.choices(key).include]
    words = [wording for wanted in compose_search_plan(query.terms, lexicon).wanted for wording in wanted.wordings]
    return Alternatives(wordings=(*((facet,) for facet in facets), *words))


# Names among the words of a command: ``/ministry MIIT NDRC``, ``/company BYD Co., Ltd.``, ``joint MIIT and NDRC``.

_AND = re.compile(r"\s+(?:and|with|&)\s+|[和与及、]")


def find_partners(words: str, lexicon: Lexicon) -> Choices | None:
    """Return the bodies of "MIIT and NDRC" or "MIIT NDRC", each known by one name alone; None for anything else."""
    for names in (_AND.split(words), words.split()):
        found = [find_name_ids(Key.MINISTRY, name, lexicon) for name in names]
        if found and all(len(ids) == 1 for ids in found):
            return Choices(include=tuple(dict.fromkeys(ids[0] for ids in found)))
    return None


# Ids among the words of a search: ``P5 since:2025`` asks for the reports of P5, ``B1 topic:ai`` for items of B1.

_JOINING = frozenset({"and", "or", "with", "&", "和", "与", "、"})
"""Words that only join ids: "P5 and P7"."""
_FILTERED = {IdKind.ITEM: "an item", IdKind.SUBSCRIPTION: "a subscription"}


def lift_ids(query: Query) -> Query:
    """Return the query with the ids of policies and briefings among its words, in capitals or alone, as filters.

    Raises BadQueryError for the id of an item or a subscription with nothing but filters beside it.
    """
    is_alone = len(query.terms) == 1
    plain = [term for term in query.terms if not term.phrase and not term.excluded]
    found = {term: find_id(term.text) for term in plain if is_alone or term.text.isupper()}
    ids = {term: named for term, named in found.items() if named}
    for term, (kind, _) in ids.items():
        if is_alone and kind in _FILTERED:
            raise BadQueryError(
                f"{term.text} is {_FILTERED[kind]}, which no filter narrows.",
                hint=f"Write {term.text} alone; P5 since:2025-01 narrows a policy's reports, B1 topic:ai a briefing.",
            )
    taken = {term: named for term, named in ids.items() if named[0] in {IdKind.POLICY, IdKind.BRIEFING}}
    if not taken:
        return query
    left = tuple(term for term in query.terms if term not in taken)
    is_joined = len(taken) > 1 and all(not term.phrase and term.text.casefold() in _JOINING for term in left)
    return replace(
        query,
        terms=() if is_joined else left,
        policy=_add(query.policy, (number for kind, number in taken.values() if kind is IdKind.POLICY)),
        briefing=_add(query.briefing, (number for kind, number in taken.values() if kind is IdKind.BRIEFING)),
    )


def _add(held: Choices, ids: Iterable[int | str]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*held.include, *map(str, ids)))))


MAX_CHARACTERS = 3000
MAX_TERMS = 60
_LONGEST_VALUE = 12
"""Words of the longest value that is looked for."""
_VALUE_WORD = re.compile(r"[^\s,，、]+")
_FIRST_WORD = re.compile(r"(?<!\s)\S+")
_VALUE_EDGES = " \t?!;,，、？！；"


@dataclass(kw_only=True, slots=True)
class _Reading:
    """What has been read so far."""

    lexicon: Lexicon
    today: dt.date
    terms: list[Term] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where quotes, keys and their values stand; of a name on no list its first word, unless behind a space."""
    is_draft: bool = False
    """Whether only these spans are looked for: no value is refused yet."""


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
        query = _parse(folded, lexicon, today, keys=keys, bare_cadence=bare_cadence)
        if query.as_of is None or query.as_of == today:
            return query
        asked = _parse(folded, lexicon, query.as_of, keys=keys, bare_cadence=bare_cadence)
        return replace(asked, as_of=query.as_of, notes=query.notes)
    except BadQueryError as error:
        offered = _quote_keys(folded)
        try:
            is_read = _parse(offered, lexicon, today, keys=keys, bare_cadence=bare_cadence).terms
        except BadQueryError:
            is_read = ()
        offered = offered if is_read and len(offered) <= MAX_CHARACTERS else ""
        raise QueryTextError(error.message, hint=error.hint, as_words=offered) from error


def _quote_keys(text: str) -> str:
    """Return the text with each of its keys in quotes, or with every word in quotes where it has none."""
    for start, end, inside in reversed(find_quotes(text)):
        text = f"{text[:start]} {inside} {text[end:]}"
    words = text.split()
    keyed = [word for word in words if ":" in word] or words
    return " ".join(f'"{word}"' if word in keyed else word for word in words)


def _parse(text: str, lexicon: Lexicon, today: dt.date, *, keys: frozenset[Key], bare_cadence: bool = False) -> Query:
    reading = _Reading(lexicon=lexicon, today=today)
    if bare_cadence:
        draft = _Reading(lexicon=lexicon, today=today, is_draft=True)
        _read(Scanner(text, keys), draft)
        text, given = take_schedule(text, draft.spans)
        reading.given += given
    _read(Scanner(text, keys), reading)
    if len(reading.terms) > MAX_TERMS:
        raise BadQueryError(
            f"The text has {len(reading.terms)} words to search for.", hint=f"Write at most {MAX_TERMS} words."
        )
    if text.strip() and not (reading.terms or reading.given):
        raise BadQueryError(
            f"There is nothing to search for in “{_cut(text.strip())}”.",
            hint="Write words or a key, such as data security or topic:ai.",
        )
    query = build_query(tuple(reading.terms), tuple(reading.given), lexicon)
    query = quote_schedule_words(query) if bare_cadence else query
    return _open_lists(query, lexicon, today)


def _read(scanner: Scanner, reading: _Reading) -> None:
    while True:
        scanner.skip(",，、")
        if scanner.at_end:
            return
        start = scanner.position
        if key := scanner.take_key():
            reading.spans.append((start, scanner.position))
            _read_values(scanner, key[0], reading, is_excluded=key[1])
            continue
        excluded = scanner.take_dashes()
        if scanner.stands_at_quote:
            term = Term(text=scanner.take_quoted() or "", phrase=True)
            reading.spans.append((start, scanner.position))
        else:
            term = scanner.take_word()
        if term.text:
            reading.terms.append(replace(term, excluded=excluded))


def _read_values(scanner: Scanner, key: Key, reading: _Reading, *, is_excluded: bool) -> None:
    while True:
        scanner.skip()
        start = scanner.position
        excluded = is_excluded != (key in CHOICE_KEYS and scanner.take_dashes())
        is_quoted = scanner.stands_at_quote
        given = _read_value(scanner, key, reading)
        reading.given.append(replace(given, excluded=excluded))
        is_known = bool(is_quoted or given.ids or given.days)
        if is_known:
            reading.spans.append((start, scanner.position))
        elif word := _FIRST_WORD.match(scanner.text, start):
            reading.spans.append(word.span())
        if (reading.is_draft and not is_known and " " in given.text) or not scanner.take_comma():
            return


def _read_value(scanner: Scanner, key: Key, reading: _Reading) -> Given:
    """Read what is quoted here, else the longest known value, else all up to the next comma or key."""
    value = scanner.take_quoted()
    if value is None:
        stretch = "" if scanner.at_end or scanner.stands_at_key else scanner.peek_plain()
        for word in reversed(list(islice(_VALUE_WORD.finditer(stretch), _LONGEST_VALUE))):
            value = stretch[: word.end()].strip(_VALUE_EDGES)
            given = _accept(key, value, reading) if value else None
            if given:
                scanner.position += word.end()
                return given
        end = find_separator(stretch)
        value = " ".join(stretch[:end].strip(_VALUE_EDGES).split())
        scanner.position += end
    if not any(sign.isalnum() for sign in value):
        raise QueryTextError(f"“{key}:” has no value.", hint=describe_values(key))
    return _accept(key, value, reading) or _keep_unknown(key, value, reading)


def _accept(key: Key, value: str, reading: _Reading) -> Given | None:
    """Return the value when it is a known name, a date, or one of the key's words; else None."""
    ids: tuple[str, ...] = ()
    days, moves = None, False
    if key in NAME_KEYS:
        ids = find_name_ids(key, value, reading.lexicon)
        ids = ids or (find_called(value, reading.lexicon) if key is Key.COMPANY else ())
    elif key is Key.LIST:
        held = reading.lexicon.find_list(value)
        ids = (held.shown_id,) if held else ()
    elif word := find_value(key, value):
        ids = (word,)
        days = DateRange() if word == ANY_DAY and key in DATE_KEYS else None
    elif key in DATE_KEYS or key is Key.ASOF:
        try:
            days = parse_date_phrase(value, today=reading.today, ahead=key is Key.DUE)
        except BadQueryError:
            return None
        moves = key is Key.DUE and is_relative_phrase(value, today=reading.today)
    return Given(key=key, text=value, ids=ids, days=days, is_relative=moves) if ids or days else None


def _keep_unknown(key: Key, value: str, reading: _Reading) -> Given:
    """Return a name that nobody holds as typed; raises QueryTextError for a value of any other kind."""
    if reading.is_draft or key in NAME_KEYS or key is Key.LIST:
        return Given(key=key, text=value)
    if key in DATE_KEYS or key is Key.ASOF:
        try:
            parse_date_phrase(value, today=reading.today, ahead=key is Key.DUE)
        except BadQueryError as error:
            raise QueryTextError(f"{key}: {error.message}", hint=error.hint) from error
    raise QueryTextError(f"“{_cut(value)}” is no value of {key}:.", hint=describe_values(key, value))


def _cut(value: str) -> str:
    longest = 60
    return value if len(value) <= longest else f"{value[:longest]}…"
