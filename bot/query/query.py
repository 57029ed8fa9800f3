"""The command language: a command's text into a Query. docs/commands.md has the rules.

Full-width signs and digits are read as their ASCII twins. Double quotes of any kind, 「」『』 and 《》 group anywhere;
single quotes only at the start of a word, so that an apostrophe is part of it. An open quote closes at the end.
Only BadQueryError leaves this module.
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from bot.dates.date_phrases import is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, exclude_range, intersect_ranges, unite_ranges
from bot.model.ids import find_id
from bot.names.lexicon import Lexicon
from bot.query.keys import (
    ALL_KEYS,
    ANY_DAY,
    CHOICE_KEYS,
    DATE_KEYS,
    LEGAL_FORM,
    NAME_KEYS,
    NO_DAY,
    Key,
    QueryTextError,
    build_key_error,
    describe_values,
    find_key,
    find_name_ids,
    find_shown_name,
    find_value,
)
from bot.query.query_record import Alternatives, Choices, Query, Term
from bot.query.schedule import find_schedule, join_days, join_values, quote_schedule_words, take_schedule
from bot.query.search_plan import compose_search_plan
from bot.query.tokens import facet_token

MAX_CHARACTERS = 3000
MAX_TERMS = 60
_LONGEST_VALUE = 12
"""Words of the longest value that is looked for."""
DASHES = "-‐‑‒–—―−﹣"
_DOUBLE, _SINGLE, _COMMAS = '"“”„‟«»', "'‘‚‹", ",，、"
_DASH = f"[{re.escape(DASHES)}]"
_QUOTED = re.compile(
    rf"[{_DOUBLE}]([^{_DOUBLE}]*)(?:[{_DOUBLE}]|\Z)|「([^」]*)(?:」|\Z)|『([^』]*)(?:』|\Z)|《([^》]*)(?:》|\Z)|〈([^〉]*)(?:〉|\Z)"
    rf"|(?P<before>(?<!\S){_DASH}*|(?<=[:({_COMMAS}]))[{_SINGLE}](.*?)(?:['’‘›‹](?![^\W_])|\Z)",
    re.DOTALL,
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOOSE = "|".join(key for key in Key if key not in {Key.JOINT, Key.POLICY})
"""Keys that may have a space behind the colon; "policy: new rules" is words."""
_KEY = re.compile(rf'(?<!:)({_DASH}*)((?ai:{_LOOSE})|[A-Za-z]+(?=:[\w"])):')
_TERM = re.compile(rf'({_DASH}*)(?:"([^"]*)"|((?:[^\s"{_COMMAS}]|(?<=\d)[{_COMMAS}](?=\d))*))')
_BOUND = re.compile(rf'"|(?<=[\s{_COMMAS}]){_KEY.pattern}|(?<=\s){_DASH}+(?=\S)')
"""Where a value ends at the latest."""
_STRAIGHT = re.compile('"([^"]*)"')
_GAP, _SPACES, _DASHES = (re.compile(f"{signs}*") for signs in (rf"[\s{_COMMAS}]", r"\s", _DASH))
_NEXT_VALUE = re.compile(rf"\s*[{_COMMAS}][\s{_COMMAS}]*+(?!{_KEY.pattern}|\Z)")
_VALUE_WORD = re.compile(rf"[^\s{_COMMAS}]+")
_SEPARATOR = re.compile(rf"(?!\s*,\s*{LEGAL_FORM}\b)\s*[{_COMMAS}]", re.IGNORECASE)
"""A comma between two values; a legal suffix keeps its own."""
_VALUE_EDGES = " \t?!;,，、？！；"
_EDGE = rf"\s,;:.!?…，。、；：！？·{re.escape(DASHES)}"
_EDGES = re.compile(rf"^[{_EDGE}'‘’‚‹›」』》〉]+|[{_EDGE}]+$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "【": "】", "（": "）"}


def fold_input(text: str) -> str:
    """Return the text with ASCII signs for full-width ones, without invisible signs, and with plain spaces only."""
    if text.isascii() and text.isprintable():
        return text
    shown = (sign for sign in text.translate(_WIDE) if sign.isprintable() or unicodedata.category(sign) != "Cf")
    return "".join(sign if sign.isprintable() else " " for sign in shown)


def _fold_quotes(text: str) -> str:
    """Return the text with every quoted stretch in straight double quotes, which then stand nowhere else."""
    return _QUOTED.sub(lambda found: f'{found["before"] or ""}"{clean_phrase(found[found.lastindex or 0])}"', text)


def clean_phrase(text: str) -> str:
    """Return what stands inside quotes as one line without quotes, "" when nothing of it could be searched."""
    plain = " ".join(re.sub(f"[{_DOUBLE}]", " ", text).split())
    return plain if any(sign.isalnum() for sign in plain) else ""


def make_term(word: str) -> Term:
    """Return a word that was cut out of a longer one as a term; in quotes where it would else be read as a key."""
    return Term(text=word, phrase=re.match(r"[A-Za-z]+:", word) is not None)


def strip_word(raw: str) -> str:
    """Return a word without the punctuation around it; "" where nothing to search for is left."""
    word, before = raw, None
    while word != before:
        before = word
        word = _EDGES.sub("", word)
        if word[:1] in _PAIRS and _PAIRS[word[0]] not in word[:-1]:
            word = word[1:-1] if word[-1] == _PAIRS[word[0]] else word[1:]
        elif word[-1:] in _PAIRS.values() and not any(sign in word for sign in _PAIRS):
            word = word[:-1]
    return word if any(sign.isalnum() for sign in word) else ""


def parse_query(
    text: str, *, lexicon: Lexicon, today: dt.date, keys: frozenset[Key] = ALL_KEYS, bare_cadence: bool = False
) -> Query:
    """Return the meaning of a command's text on ``today``; with ``asof:`` other dates are meant as on that day.

    ``keys`` are those that may be used; ``bare_cadence`` reads a schedule such as ``weekly at 09:00`` behind the words.
    Raises QueryTextError, with ``as_words`` where the text can be searched for as words, for an unknown key, a bad
    value, or a text that is too long.
    """
    try:
        query = _Reader(text, lexicon, today, keys, bare=bare_cadence).read()
        if query.as_of in {None, today}:
            return query
        asked = _Reader(text, lexicon, query.as_of or today, keys, bare=bare_cadence).read()
        return replace(asked, as_of=query.as_of)
    except BadQueryError as error:
        as_words = _quote_keys(text, lexicon, today)
        raise QueryTextError(error.message, hint=error.hint, as_words=as_words) from error


def _quote_keys(text: str, lexicon: Lexicon, today: dt.date) -> str:
    """Return the text with each of its keys in quotes, or all words where it has none; "" if that is no query."""
    words = _fold_quotes(fold_input(text)).replace('"', " ").split()
    keyed = [word for word in words if ":" in word] or words
    quoted = " ".join(f'"{word}"' if word in keyed else word for word in words)
    try:
        query = _Reader(quoted, lexicon, today, ALL_KEYS, bare=False).read()
    except BadQueryError:
        return ""
    return quoted if query.terms else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Given:
    """One value of one key: ``ids`` what it stands for (none for a name nobody holds), ``days`` for dates."""

    key: Key
    text: str
    excluded: bool = False
    ids: tuple[str, ...] = ()
    days: DateRange | None = None


class _Reader:
    """Walks over a text once; ``at`` is always where a word may start."""

    def __init__(self, text: str, lexicon: Lexicon, today: dt.date, keys: frozenset[Key], *, bare: bool) -> None:
        if len(text) > MAX_CHARACTERS:
            hint = f"Write at most {MAX_CHARACTERS} characters."
            raise BadQueryError(f"The text is too long: {len(text)} characters.", hint=hint)
        self.typed = fold_input(text)
        self.text, self.at = _fold_quotes(self.typed), 0
        self.lexicon, self.today, self.keys, self.bare_cadence = lexicon, today, keys, bare

    def read(self) -> Query:
        """Return the query of the whole text."""
        terms: list[Term] = []
        given: list[_Given] = []
        while self._skip(_GAP):
            if key := _KEY.match(self.text, self.at):
                self.at = key.end()
                given += self._read_values(key[2], is_excluded=bool(key[1]))
            elif term := _TERM.match(self.text, self.at):
                self.at = term.end()
                terms += _read_term(*term.groups())
        if self.bare_cadence:
            terms, scheduled = take_schedule(terms)
            given += [_Given(key=key, text=value, ids=(value,)) for key, value in scheduled]
        if len(terms) > MAX_TERMS:
            hint = f"Write at most {MAX_TERMS} words."
            raise BadQueryError(f"The text has {len(terms)} words to search for.", hint=hint)
        if self.text.strip() and not (terms or given):
            said = f"There is nothing to search for in “{_shorten(self.typed)}”."
            raise BadQueryError(said, hint="Write words or a key, such as data security or topic:ai.")
        query = self._build_query(tuple(terms), given)
        return quote_schedule_words(query) if self.bare_cadence else query

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Move on over what a pattern finds here, and return whether anything is left."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _read_values(self, name: str, *, is_excluded: bool) -> Iterator[_Given]:
        """Yield the values of a key: one, and more behind each comma."""
        key = find_key(name)
        if key is None or key not in self.keys:
            raise build_key_error(name, self.keys)
        before = -1
        while self.at != before:
            self._skip(_SPACES)
            start = self.at
            if key in CHOICE_KEYS:
                self._skip(_DASHES)
            has_dash = self.at > start and not self.text[self.at : self.at + 1].isspace()  # alone it is punctuation
            yield replace(self._read_value(key), excluded=is_excluded != has_dash)
            before = self.at
            self._skip(_NEXT_VALUE)

    def _read_value(self, key: Key) -> _Given:
        """Read what is quoted here, else the longest known value, else all up to the next comma or key."""
        if quoted := _STRAIGHT.match(self.text, self.at):
            self.at, value = quoted.end(), quoted[1]
        else:
            bound = _BOUND.search(self.text, self.at + 1)
            stretch = self.text[self.at : bound.start() if bound else None]
            if _KEY.match(self.text, self.at):
                stretch = ""
            for word in [*_VALUE_WORD.finditer(stretch)][:_LONGEST_VALUE][::-1]:
                value = stretch[: word.end()].strip(_VALUE_EDGES)
                with suppress(BadQueryError):
                    if value and (given := self._find_given(key, value)):
                        self.at += word.end()
                        return given
            comma = _SEPARATOR.search(stretch)
            end = comma.start() if comma else len(stretch)
            end = (self.bare_cadence and find_schedule(stretch[:end])[0]) or end
            value = " ".join(stretch[:end].strip(_VALUE_EDGES).split())
            self.at += end
        if not any(sign.isalnum() for sign in value):
            raise QueryTextError(f"“{key}:” has no value.", hint=describe_values(key))
        try:
            given = self._find_given(key, value)
        except BadQueryError as error:
            raise QueryTextError(f"{key}: {error.message}", hint=error.hint) from error
        if given or key in NAME_KEYS or key is Key.LIST:
            return given or _Given(key=key, text=value)  # a name that nobody holds stays as typed
        raise QueryTextError(f"“{key}:{_shorten(value)}” isn't possible.", hint=describe_values(key, value))

    def _find_given(self, key: Key, value: str) -> _Given | None:
        """Return the value when it is a known name, a date, or one of the key's words; else None."""
        ids: tuple[str, ...] = ()
        days = None
        if key in NAME_KEYS:
            ids = find_name_ids(key, value, self.lexicon)[: 1 if key is Key.JOINT else None]
        elif key is Key.LIST:
            held = self.lexicon.find_list(value)
            ids = (held.shown_id,) if held else ()
        elif word := find_value(key, value):
            ids, days = (word,), DateRange() if word == ANY_DAY else None
        elif key in DATE_KEYS:
            days = _take_side(key, parse_date_phrase(value, today=self.today, ahead=key is Key.DUE))
        return _Given(key=key, text=value, ids=ids, days=days) if ids or days else None

    def _build_query(self, terms: tuple[Term, ...], given: list[_Given]) -> Query:
        """Return the query of these terms and values: values of one key are alternatives, keys are restrictions."""
        by_key: defaultdict[Key, list[_Given]] = defaultdict(list)
        for value in given:
            is_range = value.key is not Key.ASOF and value.days not in {None, DateRange()}
            if value.excluded and value.key not in CHOICE_KEYS and not is_range:
                raise QueryTextError(f"“{value.key}:” cannot be excluded.", hint="Write it without the dash.")
            by_key[value.key].append(value)
        words: defaultdict[Key, tuple[str, ...]] = defaultdict(tuple)
        words |= {key: tuple(value.ids[0] for value in values if value.ids) for key, values in by_key.items()}
        fields: dict[str, Any] = {key.value: _choose(by_key[key]) for key in CHOICE_KEYS if key in by_key}
        fields |= {key: words[key][-1] for key in (Key.SORT, Key.EXPORT, Key.AT, Key.TZ, Key.TO) if key in by_key}
        unheld = [value for value in given if value.key in NAME_KEYS and not value.ids]
        unheld.sort(key=lambda value: (NAME_KEYS.index(value.key), value.excluded))
        due, listed = by_key[Key.DUE], fields.get(Key.LIST, Choices())
        spans = [[*map(int, span.split(".."))] for span in words[Key.TARGET]]
        is_moving = len(due) == 1 and not (due[0].ids or due[0].excluded)
        if NO_DAY in words[Key.DUE] and any(value.days for value in due):
            raise QueryTextError(f"“due:{NO_DAY}” stands alone.", hint=f"Write due:{NO_DAY}, or days such as due:30d.")
        return Query(
            **fields,
            terms=terms,
            listed=self._open_lists(listed.include),
            unlisted=self._open_lists(listed.exclude),
            dates=_restrict(by_key, Key.SINCE, Key.UNTIL, Key.ON),
            learned=_restrict(by_key, Key.LEARNED),
            due=_restrict(by_key, Key.DUE),
            without_due=NO_DAY in words[Key.DUE],
            effect=_restrict(by_key, Key.EFFECT),
            due_text=due[0].text if is_moving and is_relative_phrase(due[0].text, today=self.today) else None,
            targets=tuple(sorted({year for span in spans for year in range(span[0], span[-1] + 1)})),
            as_of=next((value.days.last for value in reversed(by_key[Key.ASOF]) if value.days), None),
            limit=next(map(int, reversed(words[Key.LIMIT])), None),
            share=words[Key.SHARE][-1:] == ("yes",),
            every=join_days(words[Key.EVERY]),
            quiet=join_values(("weekends", "holidays"), words[Key.QUIET]),
            remind=join_values(("14", "7", "1"), words[Key.REMIND]),
            unknown=tuple(dict.fromkeys((value.key, value.text) for value in unheld)),
            notes=tuple(dict.fromkeys(note for value in given for note in _list_notes(value, self.lexicon))),
        )

    def _open_lists(self, ids: Sequence[str]) -> tuple[Alternatives, ...]:
        """Return what an item has at least one of when it is on each of these named lists."""
        opened: list[Alternatives] = []
        for held in filter(None, map(self.lexicon.find_list, ids)):
            query = parse_query(held.filter, lexicon=self.lexicon, today=self.today, keys=LIST_KEYS)
            facets = [facet_token(kind, each) for key, kind in _FACETS.items() for each in query.choices(key).include]
            words = [way for each in compose_search_plan(query.terms, self.lexicon).wanted for way in each.wordings]
            opened.append(Alternatives(wordings=(*((facet,) for facet in facets), *words)))
        return tuple(opened)


def _read_term(dashes: str, quoted: str | None, raw: str) -> list[Term]:
    """Return the word or phrase that was found; nothing where nothing to search for is left of it."""
    word = strip_word(raw) if quoted is None else quoted
    is_phrase = quoted is not None or (word != raw and make_term(word).phrase)
    return [Term(text=word, phrase=is_phrase, excluded=bool(dashes))] if word else []


def _shorten(text: str) -> str:
    return shorten(text, 60, placeholder="…")


# From the values of a key to what they mean together.


def _choose(given: list[_Given]) -> Choices:
    sides: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for value in given:
        sides[value.excluded].update(dict.fromkeys(value.ids or (value.text,)))
    return Choices(include=tuple(sides[False]), exclude=tuple(sides[True]))


def _restrict(given: dict[Key, list[_Given]], *keys: Key) -> DateRange | None:
    """Return the days in any of the values of each of these keys and in none excluded; None for no days, and all."""
    left: DateRange | None = None
    for key in keys:
        values = [(value.excluded, value.days) for value in given.get(key, ()) if value.days]
        ranges = [unite_ranges(days for is_excluded, days in values if not is_excluded)]
        ranges += [exclude_range(days) for is_excluded, days in values if is_excluded]
        for days in filter(None, ranges):
            left = intersect_ranges(left or DateRange(), days)
            if left is None:
                hint = "Write the earlier one first: since:2023 until:2024."
                raise QueryTextError("These dates leave no day.", hint=hint)
    return left if left != DateRange() or keys[0] in {Key.DUE, Key.EFFECT} else None  # every item is of a day


def _take_side(key: Key, days: DateRange) -> DateRange:
    """Return the days that a key means: those from the first or to the last of these for since, until and asof."""
    if key not in {Key.SINCE, Key.UNTIL, Key.ASOF}:
        return days
    side = DateRange(start=days.start) if key is Key.SINCE else DateRange(end=days.end)
    if side == DateRange():
        end = "first" if key is Key.SINCE else "last"
        raise BadQueryError(f"The {end} day is missing.", hint=f"Write {key}:2023-11.")
    return side


def _list_notes(value: _Given, lexicon: Lexicon) -> Iterator[str]:
    """Yield what was read differently than typed: a name that several bear, another key's name."""
    if len(value.ids) > 1:
        names = ", ".join(find_shown_name(value.key, record_id, lexicon, in_full=True) for record_id in value.ids)
        yield f"“{value.text}” can be {names}: all of them were searched for."
    for other in (Key.MINISTRY, Key.COMPANY, Key.TOPIC) if value.key in NAME_KEYS and not value.ids else ():
        if other is not value.key and find_name_ids(other, value.text, lexicon):
            yield f"“{value.text}” is known as {other}: {other}:{value.text}"


# Named lists: what may stand in one, and what ``list:us`` looks for.

_FACETS = {Key.MINISTRY: "issuer", Key.MENTIONS: "body", Key.COMPANY: "company", Key.TOPIC: "topic"}
LIST_KEYS = frozenset(_FACETS)
"""Keys that may stand in a named list, beside words."""
_LIST_NAME = re.compile(r"(?![PIBDLN][0-9]+\Z)[^\W_](?:[\w.&+-]{0,38}[\w])?", re.IGNORECASE)
_EXAMPLE = "Write it like this: list save us = topic:robotics,ai company:Huawei."


def check_list_name(name: str) -> str:
    """Return the name of a list when it is one: a word of up to 40 letters and figures that is no id."""
    if not _LIST_NAME.fullmatch(name):
        hint = "A name is one word of letters and figures, such as us or machine-tools, and no id such as P5."
        raise BadQueryError(f"“{name[:60]}” cannot be the name of a list.", hint=hint)
    return name


def check_list(query: Query) -> None:
    """Refuse what cannot stand in a list: an exclusion, any key but those of names, nothing at all."""
    names: dict[str, Any] = {key: Choices(include=query.choices(key).include) for key in _FACETS}
    words = tuple(term for term in query.terms if not term.excluded)
    if query != Query(terms=words, unknown=query.unknown, **names):
        said = f"A list holds words, and names with {' '.join(f'{key}:' for key in _FACETS)}, no exclusions."
        raise BadQueryError(said, hint=f"Leave the rest out. {_EXAMPLE}")
    if query == Query():
        raise BadQueryError("This list would be empty.", hint=_EXAMPLE)


# Ids among the words of a search: ``P5 since:2025`` asks for the reports of P5, ``B1 topic:ai`` for items of B1.


def lift_ids(query: Query) -> Query:
    """Return the query with the ids of policies and briefings among its words, in capitals or alone, as filters."""
    is_alone = len(query.terms) == 1
    for term in query.terms:
        may_name = not (term.phrase or term.excluded) and (is_alone or term.text.isupper())
        kind, number = (find_id(term.text) if may_name else None) or ("", 0)
        if key := {"P": Key.POLICY, "B": Key.BRIEFING}.get(kind):
            changed: dict[str, Any] = {key: query.choices(key).join(Choices(include=(str(number),)))}
            query = replace(query, terms=tuple(each for each in query.terms if each != term), **changed)
    return query
