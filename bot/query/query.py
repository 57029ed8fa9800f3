"""The command language: a command's text into a Query. docs/commands.md has the rules.

Full-width signs and digits are read as their ASCII twins. Double quotes of any kind, 「」『』 and 《》 group anywhere;
single quotes only at the start of a word, so that an apostrophe is part of it. An open quote closes at the end.
Only BadQueryError leaves this module.
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import shorten
from typing import Any

from bot.dates.date_phrases import is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, exclude_range, intersect_ranges, unite_ranges
from bot.model.ids import IdKind, find_id
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
    find_called,
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
    rf"[{_DOUBLE}](?P<double>[^{_DOUBLE}]*)(?:[{_DOUBLE}]|\Z)"
    r"|「(?P<corner>[^」]*)(?:」|\Z)|『(?P<hollow>[^』]*)(?:』|\Z)|《(?P<title>[^》]*)(?:》|\Z)|〈(?P<inner>[^〉]*)(?:〉|\Z)"
    rf"|(?:(?<!\S){_DASH}*|(?<=[:({_COMMAS}]))(?P<sign>[{_SINGLE}])(?P<single>.*?)(?:['’‘›‹](?![^\W_])|\Z)",
    re.DOTALL,
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOOSE = "|".join(key for key in Key if key not in {Key.JOINT, Key.POLICY})
"""Keys that may have a space behind the colon; "policy: new rules" is words."""
_KEY = re.compile(rf"({_DASH}*)(?:((?ai:{_LOOSE})):|([A-Za-z]+):(?=[\w{_DOUBLE}{_SINGLE}「『《〈]))")
_BOUND = re.compile(rf"(?<=[\s{_COMMAS}]){_KEY.pattern}|(?<=\s){_DASH}+(?=\S)")
_GAP = re.compile(rf"[\s{_COMMAS}]*")
_DASHES = re.compile(rf"{_DASH}*")
_WORD = re.compile(rf"(?:[^\s{_COMMAS}]|(?<=\d)[{_COMMAS}](?=\d))*")
_VALUE_WORD = re.compile(rf"[^\s{_COMMAS}]+")
_SEPARATOR = re.compile(rf"(?!\s*,\s*{LEGAL_FORM}\b)\s*[{_COMMAS}]", re.IGNORECASE)
"""A comma between two values; a legal suffix keeps its own."""
_VALUE_EDGES = " \t?!;,，、？！；"
_EDGE = rf"\s,;:.!?…，。、；：！？·{re.escape(DASHES)}"
_EDGES = re.compile(rf"^[{_EDGE}'‘’‚‹›」』》〉]+|[{_EDGE}]+$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "【": "】", "（": "）"}
_SHOWN = 60


def fold_input(text: str) -> str:
    """Return the text with ASCII signs for full-width ones, without invisible signs, and with plain spaces only."""
    if text.isascii() and text.isprintable():
        return text
    shown = (sign for sign in text.translate(_WIDE) if sign.isprintable() or unicodedata.category(sign) != "Cf")
    return "".join(sign if sign.isprintable() else " " for sign in shown)


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
    Raises BadQueryError (as QueryTextError with ``as_words``, the text that searches for the same as words) for an
    unknown key, a bad value, or a text that is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadQueryError(
            f"The text is too long: {len(text)} characters.", hint=f"Write at most {MAX_CHARACTERS} characters."
        )
    folded = fold_input(text)
    try:
        query = _Reader(folded, lexicon, today, keys, bare_cadence=bare_cadence).read()
        if query.as_of is None or query.as_of == today:
            return query
        asked = _Reader(folded, lexicon, query.as_of, keys, bare_cadence=bare_cadence).read()
        return replace(asked, as_of=query.as_of, notes=query.notes)
    except BadQueryError as error:
        offered = _quote_keys(folded)
        try:
            is_read = parse_query(offered, lexicon=lexicon, today=today).terms if offered != folded else ()
        except BadQueryError:
            is_read = ()
        raise QueryTextError(error.message, hint=error.hint, as_words=offered if is_read else "") from error


def _list_quotes(text: str) -> list[tuple[int, int, str]]:
    """Return where each quoted stretch starts and ends, with its quotes, and what stands inside."""
    found = _QUOTED.finditer(text)
    return [(max(each.start(), each.start("sign")), each.end(), each[each.lastgroup or 0]) for each in found]


def _quote_keys(text: str) -> str:
    """Return the text with each of its keys in quotes, or with every word in quotes where it has none."""
    for start, end, inside in reversed(_list_quotes(text)):
        text = f"{text[:start]} {inside} {text[end:]}"
    words = text.split()
    keyed = [word for word in words if ":" in word] or words
    return " ".join(f'"{word}"' if word in keyed else word for word in words)


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

    def __init__(
        self, text: str, lexicon: Lexicon, today: dt.date, keys: frozenset[Key], *, bare_cadence: bool
    ) -> None:
        self.text, self.lexicon, self.today, self.keys = text, lexicon, today, keys
        self.bare_cadence = bare_cadence
        self.at = 0
        self.quotes = {start: (end, inside) for start, end, inside in _list_quotes(text)}

    def read(self) -> Query:
        """Return the query of the whole text."""
        terms: list[Term] = []
        given: list[_Given] = []
        while self._skip():
            if key := self._take_key():
                given += self._read_values(key[0], is_excluded=key[1])
            elif (term := self._take_term()).text:
                terms.append(term)
        if self.bare_cadence:
            terms, scheduled = take_schedule(terms)
            given += [_Given(key=key, text=value, ids=(value,)) for key, value in scheduled]
        if len(terms) > MAX_TERMS:
            raise BadQueryError(
                f"The text has {len(terms)} words to search for.", hint=f"Write at most {MAX_TERMS} words."
            )
        if self.text.strip() and not (terms or given):
            raise BadQueryError(
                f"There is nothing to search for in “{shorten(self.text, _SHOWN, placeholder='…')}”.",
                hint="Write words or a key, such as data security or topic:ai.",
            )
        query = self._build_query(tuple(terms), given)
        return quote_schedule_words(query) if self.bare_cadence else query

    def _move(self, pattern: re.Pattern[str], end: int | None = None) -> str:
        """Move on over what a pattern finds here, and return it."""
        found = pattern.match(self.text, self.at, len(self.text) if end is None else end)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _skip(self) -> bool:
        """Move on over spaces and commas, and return whether anything is left."""
        self._move(_GAP)
        return self.at < len(self.text)

    def _take_key(self) -> tuple[Key, bool] | None:
        """Take the key that stands here and whether a dash excludes it; right behind a colon stands a value."""
        match = _KEY.match(self.text, self.at) if self.text[self.at - 1 : self.at] != ":" else None
        if match is None:
            return None
        key = find_key(match[2] or match[3])
        if key is None or key not in self.keys:
            raise build_key_error(match[2] or match[3], self.keys)
        self.at = match.end()
        return key, bool(match[1])

    def _take_dashes(self) -> bool:
        """Move on over dashes, and return whether they exclude what follows; alone they are punctuation."""
        return bool(self._move(_DASHES)) and self.text[self.at : self.at + 1].strip() != ""

    def _take_quoted(self) -> str | None:
        if self.at not in self.quotes:
            return None
        self.at, inside = self.quotes[self.at]
        return clean_phrase(inside)

    def _next_quote(self, at: int) -> int:
        return next((start for start in self.quotes if start >= at), len(self.text))

    def _take_term(self) -> Term:
        """Take the word or phrase that stands here; its text is "" where nothing to search for is left of it."""
        excluded = self._take_dashes()
        quoted = self._take_quoted()
        if quoted is not None:
            return Term(text=quoted, phrase=True, excluded=excluded)
        raw = self._move(_WORD, self._next_quote(self.at))
        self.at += not raw
        word = strip_word(raw)
        return replace(Term(text=word) if word == raw else make_term(word), excluded=excluded)

    def _read_values(self, key: Key, *, is_excluded: bool) -> Iterator[_Given]:
        """Yield the values of a key: one, and more behind each comma."""
        while True:
            while self.text[self.at : self.at + 1].isspace():
                self.at += 1
            excluded = is_excluded != (key in CHOICE_KEYS and self._take_dashes())
            yield replace(self._read_value(key), excluded=excluded)
            before = self.at
            has_more = self._skip() and set(_COMMAS) & set(self.text[before : self.at])
            if not has_more or _KEY.match(self.text, self.at):
                self.at = before
                return

    def _read_value(self, key: Key) -> _Given:
        """Read what is quoted here, else the longest known value, else all up to the next comma or key."""
        value = self._take_quoted()
        if value is None:
            stretch = self._peek_plain()
            for word in reversed(list(islice(_VALUE_WORD.finditer(stretch), _LONGEST_VALUE))):
                value = stretch[: word.end()].strip(_VALUE_EDGES)
                if value and (given := self._find_given(key, value)):
                    self.at += word.end()
                    return given
            comma = _SEPARATOR.search(stretch)
            end = comma.start() if comma else len(stretch)
            end = (find_schedule(stretch[:end]) if self.bare_cadence else 0) or end
            value = " ".join(stretch[:end].strip(_VALUE_EDGES).split())
            self.at += end
        if not any(sign.isalnum() for sign in value):
            raise QueryTextError(f"“{key}:” has no value.", hint=describe_values(key))
        if given := self._find_given(key, value):
            return given
        if key in NAME_KEYS or key is Key.LIST:
            return _Given(key=key, text=value)  # a name that nobody holds stays as typed
        if key in DATE_KEYS:
            try:
                parse_date_phrase(value, today=self.today, ahead=key is Key.DUE)
            except BadQueryError as error:
                raise QueryTextError(f"{key}: {error.message}", hint=error.hint) from error
        said = shorten(value, _SHOWN, placeholder="…")
        raise QueryTextError(f"“{key}:{said}” isn't possible.", hint=describe_values(key, value))

    def _peek_plain(self) -> str:
        """Return the text from here to the next quote, key or excluded word."""
        if self.text[self.at - 1] != ":" and _KEY.match(self.text, self.at):
            return ""
        quote = self._next_quote(self.at + 1)
        bound = _BOUND.search(self.text, self.at + 1, quote + 1)
        return self.text[self.at : bound.start() if bound else quote]

    def _find_given(self, key: Key, value: str) -> _Given | None:
        """Return the value when it is a known name, a date, or one of the key's words; else None."""
        ids: tuple[str, ...] = ()
        days = None
        if key in NAME_KEYS:
            ids = find_name_ids(key, value, self.lexicon)
            ids = ids or (find_called(value, self.lexicon) if key is Key.COMPANY else ())
            ids = ids[:1] if key is Key.JOINT else ids
        elif key is Key.LIST:
            held = self.lexicon.find_list(value)
            ids = (held.shown_id,) if held else ()
        elif word := find_value(key, value):
            ids, days = (word,), DateRange() if word == ANY_DAY and key in DATE_KEYS else None
        elif key in DATE_KEYS:
            try:
                days = parse_date_phrase(value, today=self.today, ahead=key is Key.DUE)
            except BadQueryError:
                return None
        return _Given(key=key, text=value, ids=ids, days=days) if ids or days else None

    def _build_query(self, terms: tuple[Term, ...], given: list[_Given]) -> Query:
        """Return the query of these terms and values: values of one key are alternatives, keys are restrictions."""
        by_key: defaultdict[Key, list[_Given]] = defaultdict(list)
        for value in given:
            can_exclude = value.key in CHOICE_KEYS or (
                value.key is not Key.ASOF and value.days not in {None, DateRange()}
            )
            if value.excluded and not can_exclude:
                hint = f"For no deadline write {Key.DUE}:{NO_DAY}." if value.days else "Write it without the dash."
                raise QueryTextError(f"“{value.key}:” cannot be excluded.", hint=hint)
            by_key[value.key].append(value)
        words = {key: tuple(value.ids[0] for value in values if value.ids) for key, values in by_key.items()}
        choices = {key: _choose(values) for key, values in by_key.items() if key in CHOICE_KEYS}
        fields: dict[str, Any] = {key.value: chosen for key, chosen in choices.items()}
        fields |= {key: words[key][-1] for key in (Key.SORT, Key.EXPORT, Key.AT, Key.TZ, Key.TO) if key in by_key}
        unheld = [value for value in given if value.key in NAME_KEYS and not value.ids]
        unheld.sort(key=lambda value: (NAME_KEYS.index(value.key), value.excluded))
        listed = choices.get(Key.LIST, Choices())
        return Query(
            **fields,
            terms=terms,
            listed=self._open_lists(listed.include),
            unlisted=self._open_lists(listed.exclude),
            dates=_restrict(by_key, Key.SINCE, Key.UNTIL, Key.ON),
            learned=_restrict(by_key, Key.LEARNED),
            due=_restrict(by_key, Key.DUE),
            without_due=_is_without(by_key[Key.DUE]),
            effect=_restrict(by_key, Key.EFFECT),
            due_text=self._find_moving(by_key[Key.DUE]),
            targets=tuple(sorted({year for span in words.get(Key.TARGET, ()) for year in _list_years(span)})),
            as_of=_find_as_of(by_key[Key.ASOF]),
            limit=int(words[Key.LIMIT][-1]) if Key.LIMIT in words else None,
            share=words.get(Key.SHARE, ("no",))[-1] == "yes",
            every=join_days(words.get(Key.EVERY, ())),
            quiet=join_values(("weekends", "holidays"), words.get(Key.QUIET, ())),
            remind=join_values(("14", "7", "1"), words.get(Key.REMIND, ())),
            unknown=tuple(dict.fromkeys((value.key, value.text) for value in unheld)),
            notes=tuple(dict.fromkeys(note for value in given for note in _list_notes(value, self.lexicon))),
        )

    def _find_moving(self, due: list[_Given]) -> str | None:
        """Return the one range of deadlines as typed where another day of asking would give other days."""
        is_one = len(due) == 1 and due[0].days and not (due[0].ids or due[0].excluded)
        return due[0].text if is_one and is_relative_phrase(due[0].text, today=self.today) else None

    def _open_lists(self, names: tuple[str, ...]) -> tuple[Alternatives, ...]:
        """Return what an item has at least one of when it is on each of these named lists."""
        held = (self.lexicon.find_list(name) for name in names)
        read = (
            parse_query(each.filter, lexicon=self.lexicon, today=self.today, keys=LIST_KEYS) for each in held if each
        )
        return tuple(_compose_members(each, self.lexicon) for each in read)


# From the values of a key to what they mean together.


def _choose(given: list[_Given]) -> Choices:
    def find(*, excluded: bool) -> tuple[str, ...]:
        ids = (each for value in given if value.excluded is excluded for each in value.ids or (value.text,))
        return tuple(dict.fromkeys(ids))

    return Choices(include=find(excluded=False), exclude=find(excluded=True))


def _list_years(span: str) -> range:
    first, _, last = span.partition("..")
    return range(int(first), int(last or first) + 1)


def _is_without(due: list[_Given]) -> bool:
    """Return whether ``due:none`` stands among the values; with days beside it the text is refused."""
    plain = [value for value in due if value.days is None]
    if plain and len(plain) < len(due):
        raise QueryTextError(f"“due:{NO_DAY}” stands alone.", hint=f"Write due:{NO_DAY}, or days such as due:30d.")
    return bool(plain)


def _find_as_of(given: list[_Given]) -> dt.date | None:
    days = given[-1].days if given else None
    if days is not None and days.last is None:
        raise QueryTextError("“asof:” needs one day.", hint="Write asof:2023-12-10.")
    return days.last if days else None


def _restrict(given: dict[Key, list[_Given]], *keys: Key) -> DateRange | None:
    """Return the days that lie in any of the values of each of these keys, and in none that is excluded.

    None for no days given, and for all there are: every item is of one, though not every document has a deadline.
    """
    left: DateRange | None = None
    for key in keys:
        sides = [(value.excluded, _side(value)) for value in given.get(key, ()) if value.days]
        ranges = [unite_ranges(days for is_excluded, days in sides if not is_excluded)]
        ranges += [exclude_range(days) for is_excluded, days in sides if is_excluded]
        for days in filter(None, ranges):
            left = intersect_ranges(left or DateRange(), days)
            if left is None:
                raise QueryTextError(
                    "These dates leave no day.", hint="Write the earlier one first: since:2023 until:2024."
                )
    return left if left != DateRange() or keys[0] in {Key.DUE, Key.EFFECT} else None


def _side(value: _Given) -> DateRange:
    """Return the days that a value of a key means: those from its first or to its last one for since and until."""
    days = value.days or DateRange()
    if value.key not in {Key.SINCE, Key.UNTIL}:
        return days
    side = DateRange(start=days.start) if value.key is Key.SINCE else DateRange(end=days.end)
    if side == DateRange():
        end = "first" if value.key is Key.SINCE else "last"
        raise QueryTextError(f"“{value.key}:{value.text}” has no {end} day.", hint=f"Write {value.key}:2023-11.")
    return side


def _list_notes(value: _Given, lexicon: Lexicon) -> Iterator[str]:
    """Yield what was read differently than typed: a name that several bear, another key's name, a day of many."""
    if len(value.ids) > 1 and value.key in NAME_KEYS:
        names = ", ".join(find_shown_name(value.key, record_id, lexicon, in_full=True) for record_id in value.ids)
        yield f"“{value.text}” can be {names}: all of them were searched for."
    for other in (Key.MINISTRY, Key.COMPANY, Key.TOPIC) if value.key in NAME_KEYS and not value.ids else ():
        if other is not value.key and find_name_ids(other, value.text, lexicon):
            yield f"“{value.text}” is known as {other}: {other}:{value.text}"
    if value.key is Key.ASOF and value.days and value.days.last and value.days.start != value.days.last:
        yield f"“asof:{value.text}” was read as {value.days.last.isoformat()}."


# Named lists: what may stand in one, and what ``list:us`` looks for.

_FACETS = {Key.MINISTRY: "issuer", Key.MENTIONS: "body", Key.COMPANY: "company", Key.TOPIC: "topic"}
LIST_KEYS = frozenset(_FACETS)
"""Keys that may stand in a named list, beside words."""
_LIST_NAME = re.compile(r"(?![PIBDLN][0-9]+\Z)[^\W_](?:[\w.&+-]{0,38}[\w])?", re.IGNORECASE)
_EXAMPLE = "Write it like this: list save us = topic:robotics,ai company:Huawei."


def check_list_name(name: str) -> str:
    """Return the name of a list when it is one: a word of up to 40 letters and figures that is no id."""
    if not _LIST_NAME.fullmatch(name):
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


def _compose_members(query: Query, lexicon: Lexicon) -> Alternatives:
    facets = [facet_token(kind, value) for key, kind in _FACETS.items() for value in query.choices(key).include]
    words = [wording for wanted in compose_search_plan(query.terms, lexicon).wanted for wording in wanted.wordings]
    return Alternatives(wordings=(*((facet,) for facet in facets), *words))


# Ids among the words of a search: ``P5 since:2025`` asks for the reports of P5, ``B1 topic:ai`` for items of B1.


def lift_ids(query: Query) -> Query:
    """Return the query with the ids of policies and briefings among its words, in capitals or alone, as filters."""
    plain = [term for term in query.terms if not term.phrase and not term.excluded]
    named = {term: find_id(term.text) for term in plain if len(query.terms) == 1 or term.text.isupper()}

    def add(held: Choices, kind: IdKind) -> Choices:
        ids = (str(found[1]) for found in named.values() if found and found[0] is kind)
        return replace(held, include=tuple(dict.fromkeys((*held.include, *ids))))

    policy, briefing = add(query.policy, IdKind.POLICY), add(query.briefing, IdKind.BRIEFING)
    if (policy, briefing) == (query.policy, query.briefing):
        return query
    lifted = [term for term, found in named.items() if found and found[0] in {IdKind.POLICY, IdKind.BRIEFING}]
    left = tuple(term for term in query.terms if term not in lifted)
    return replace(query, terms=left, policy=policy, briefing=briefing)
