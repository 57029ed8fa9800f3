"""The keys of the command language, and the first look at a text: quoted stretches, words, where each value lies.

Full-width signs and digits are read as their ASCII twins. Double quotes of any kind, 「」『』 and 《》 group anywhere;
single quotes only at the start of a word, so that an apostrophe is part of it. An open quote closes at the end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import takewhile

from bot.errors import BadQueryError
from bot.names.lexicon import Lexicon

# The keys of the command language, what each is for, and the refusal that offers to search as words.


class Key(StrEnum):
    """A key of the command language, in the order of the canonical text."""

    MINISTRY = "ministry"
    JOINT = "joint"
    MENTIONS = "mentions"
    COMPANY = "company"
    TOPIC = "topic"
    TYPE = "type"
    STATUS = "status"
    SECTION = "section"
    BRIEFING = "briefing"
    POLICY = "policy"
    LIST = "list"
    SINCE = "since"
    UNTIL = "until"
    ON = "on"
    LEARNED = "learned"
    DUE = "due"
    EFFECT = "effect"
    TARGET = "target"
    ASOF = "asof"
    SORT = "sort"
    LIMIT = "limit"
    SHARE = "share"
    EXPORT = "export"
    EVERY = "every"
    AT = "at"
    TZ = "tz"
    QUIET = "quiet"
    REMIND = "remind"
    TO = "to"


CHOICE_KEYS = tuple(takewhile(lambda key: key is not Key.SINCE, Key))
"""Keys whose values are chosen (any of; of ``joint`` all) or excluded (none of)."""
BODY_KEYS = frozenset({Key.MINISTRY, Key.JOINT, Key.MENTIONS})
"""Keys whose values are names of bodies."""
ATTACHED_KEYS = frozenset({Key.JOINT, Key.POLICY})
"""Keys that are one only with a value right behind the colon: "policy: new rules" is words."""
DATE_KEYS = (Key.SINCE, Key.UNTIL, Key.ON, Key.LEARNED, Key.DUE, Key.EFFECT)
"""Keys whose values are ranges of days."""
OUTPUT_KEYS = frozenset({Key.SORT, Key.LIMIT, Key.SHARE, Key.EXPORT})
"""Keys that say how an answer looks, not what it holds."""
SCHEDULE_KEYS = frozenset({Key.EVERY, Key.AT, Key.TZ, Key.QUIET, Key.REMIND, Key.TO})
"""Keys that only a subscription understands."""
ALL_KEYS = frozenset(Key)
SEARCH_KEYS = ALL_KEYS - SCHEDULE_KEYS
_LIKELY = {
    "from": Key.SINCE,
    "after": Key.SINCE,
    "before": Key.UNTIL,
    "to": Key.UNTIL,
    "date": Key.ON,
    "deadline": Key.DUE,
    "issuer": Key.MINISTRY,
    "kind": Key.TYPE,
    "year": Key.TARGET,
}


class QueryTextError(BadQueryError):
    """A command's text that cannot be understood; ``as_words`` is the text to search for the same as words."""

    def __init__(self, message: str, *, hint: str = "", as_words: str = "") -> None:
        super().__init__(message, hint=hint)
        self.as_words = as_words


def find_key(name: str) -> Key | None:
    """Return the key of this name in either case, or None."""
    folded = name.casefold()
    return Key(folded) if folded in ALL_KEYS else None


def build_key_error(name: str, keys: frozenset[Key]) -> QueryTextError:
    """Build the refusal of a key that works elsewhere only, or nowhere: then it lists those that do."""
    key = find_key(name)
    if key:
        where = "/digest subscribe" if key in SCHEDULE_KEYS else "another command"
        return QueryTextError(f"“{key}:” works in {where} only.", hint="To search for it as words, put it in quotes.")
    folded = name.casefold()
    valid = [key for key in Key if key in keys]
    near = _LIKELY.get(folded) or next(iter(get_close_matches(folded, valid, n=1)), None)
    meant = f"Did you mean {near}:? " if near in keys else ""
    listed = " ".join(f"{key}:" for key in valid)
    return QueryTextError(
        f"“{name[:40]}:” is not a key.",
        hint=f"{meant}Keys are {listed}. To search for it as words, put it in quotes.",
    )


# How names typed after a key find their records, and which name stands for a record alone.

NAME_KEYS = (Key.MINISTRY, Key.JOINT, Key.MENTIONS, Key.COMPANY, Key.TOPIC)
"""Keys whose values are names that the lexicon may hold."""
_FORM = (
    r"(?:co(?:mpany)?|corp(?:oration)?|inc(?:orporated)?|ltd|limited|llc|llp|plc|gmbh|ag|s\.?a|n\.?v|b\.?v|pte|pty"
    r"|holdings?|joint[- ]stock)"
)
_SUFFIX = re.compile(rf"(?:[\s,.]+(?:\(?{_FORM}\)?)\.?)+$|(?:股份)?有限(?:责任)?公司$", re.IGNORECASE)
_SUFFIX_COMMA = re.compile(rf"\s*,\s*{_FORM}\b", re.IGNORECASE)
_GENERIC = ("Motor", "Motors", "Auto", "Group", "Holding", "Holdings", "Corporation")
_GENERIC_ZH = ("公司", "集团", "汽车", "科技", "股份", "控股")
_COUNT = re.compile(r"[2-9]|[1-9][0-9]", re.ASCII)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def find_name_ids(key: Key, name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the ids of the records that carry this name, several where it clashes, none where nobody does.

    A company is found with or without its legal suffix. Of ``joint:`` a figure is how many issued together.
    """
    if key is Key.JOINT and _COUNT.fullmatch(name.strip()):
        return (name.strip(),)
    bare = _ARTICLE.sub("", name.strip())
    if key is Key.TOPIC:
        return tuple(topic.id for topic in lexicon.find_topics(bare))
    if key is Key.COMPANY:
        companies = lexicon.find_companies(bare) or lexicon.find_companies(_SUFFIX.sub("", bare))
        return tuple(company.id for company in companies)
    return tuple(body.id for body in lexicon.find_bodies(bare))


def find_called(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the ids of the companies often called by this name, without a word such as Motor or 集团 behind it."""
    called = name.strip()
    full = (*(f"{called} {word}" for word in _GENERIC), *(f"{called}{word}" for word in _GENERIC_ZH))
    return tuple(dict.fromkeys(company.id for each in full for company in lexicon.find_companies(each)))


def find_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Get the shortest way to name this record and no other: its id where that is enough; the id of an unknown one."""
    held = lexicon.company_by_id if key is Key.COMPANY else lexicon.body_by_id if key in BODY_KEYS else {}
    names = held[record_id].all_names if record_id in held else ()
    return next((name for name in names if find_name_ids(key, name, lexicon) == (record_id,)), record_id)


def find_shown_name(key: Key, record_id: str, lexicon: Lexicon, *, in_full: bool = False) -> str:
    """Return the name that people read: a body's abbreviation unless ``in_full``, another's name, or the value."""
    if key is Key.COMPANY and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    if key is Key.LIST and (held := lexicon.find_list(record_id)):
        return held.name
    if key is Key.TOPIC and record_id in lexicon.topic_by_id:
        return lexicon.topic_by_id[record_id].name_en
    if key in BODY_KEYS and record_id in lexicon.body_by_id and (in_full or "_" in record_id):
        return lexicon.body_by_id[record_id].name_en
    return record_id


def find_separator(text: str) -> int:
    """Return where the first comma between two values stands, else the end; a legal suffix keeps its own."""
    inside = {comma.start() + comma[0].index(",") for comma in _SUFFIX_COMMA.finditer(text)}
    return next((i for i, sign in enumerate(text) if sign in ",，、" and i not in inside), len(text))


DASHES = "-‐‑‒–—―−﹣"
_DOUBLE = '"“”„‟«»'
_SINGLE = "'‘‚‹"
_OPENING = f"{_DOUBLE}{_SINGLE}「『《〈"
_DASH = f"[{re.escape(DASHES)}]"
_DASHES = re.compile(f"{_DASH}+")
_COMMAS = ",，、"
_QUOTED = re.compile(
    rf"[{_DOUBLE}](?P<double>[^{_DOUBLE}]*)(?:[{_DOUBLE}]|\Z)"
    r"|「(?P<corner>[^」]*)(?:」|\Z)|『(?P<hollow>[^』]*)(?:』|\Z)|《(?P<title>[^》]*)(?:》|\Z)|〈(?P<inner>[^〉]*)(?:〉|\Z)"
    rf"|(?:(?<!\S){_DASH}*|(?<=[:({_COMMAS}]))(?P<sign>[{_SINGLE}])(?P<single>.*?)(?:['’‘›‹](?![^\W_])|\Z)",
    re.DOTALL,
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOOSE_KEYS = "|".join(key for key in Key if key not in ATTACHED_KEYS)
_KEY = re.compile(rf"({_DASH}*)(?:((?ai:{_LOOSE_KEYS})):|([A-Za-z]+):(?=[\w{_OPENING}]))")
_BOUND = re.compile(rf"(?<=[\s{_COMMAS}]){_KEY.pattern}|(?<=\s){_DASH}+(?=\S)")
_KEY_LIKE = re.compile(r"[A-Za-z]+:")
_WORD = re.compile(rf"(?:[^\s{_COMMAS}]|(?<=\d)[{_COMMAS}](?=\d))*")
_EDGE = rf"\s,;:.!?…，。、；：！？·{re.escape(DASHES)}"
_EDGES = re.compile(rf"^[{_EDGE}'‘’‚‹›」』》〉]+|[{_EDGE}]+$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "【": "】", "（": "）"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word or phrase to search for, or to exclude."""

    text: str
    phrase: bool = False
    excluded: bool = False


def fold_input(text: str) -> str:
    """Return the text with ASCII signs for full-width ones, without invisible signs, and with plain spaces only."""
    if text.isascii() and text.isprintable():
        return text
    shown = (sign for sign in text.translate(_WIDE) if sign.isprintable() or unicodedata.category(sign) != "Cf")
    return "".join(sign if sign.isprintable() else " " for sign in shown)


def clean_phrase(text: str) -> str:
    """Return what stands inside quotes as one line without quotes, "" when nothing of it could be searched."""
    plain = " ".join(re.sub(f"[{_DOUBLE}]", " ", text).split())
    return plain if any(c.isalnum() for c in plain) else ""


def find_quotes(text: str) -> list[tuple[int, int, str]]:
    """Return the quoted stretches in order: where each starts and ends, with its quotes, and what stands inside."""
    found = _QUOTED.finditer(text)
    return [(max(each.start(), each.start("sign")), each.end(), each[each.lastgroup or 0]) for each in found]


class Scanner:
    """Walks over a command's text once; ``position`` is always where a word may start."""

    def __init__(self, text: str, keys: frozenset[Key]) -> None:
        self.text = text
        self.keys = keys
        self.position = 0
        self._quotes = {start: (end, inside) for start, end, inside in find_quotes(text)}

    @property
    def at_end(self) -> bool:
        """Whether everything has been taken."""
        return self.position >= len(self.text)

    @property
    def stands_at_key(self) -> bool:
        """Whether a key stands here; right behind another key's colon it is that key's value."""
        return self.text[self.position - 1] != ":" and _KEY.match(self.text, self.position) is not None

    def skip(self, signs: str = "") -> None:
        """Move on over spaces and these signs."""
        while not self.at_end and (self.text[self.position].isspace() or self.text[self.position] in signs):
            self.position += 1

    def take_comma(self) -> bool:
        """Move on over spaces and commas, and return whether there was one before another value."""
        at = self.position
        self.skip(_COMMAS)
        if not self.at_end and not self.stands_at_key and set(_COMMAS) & set(self.text[at : self.position]):
            return True
        self.position = at
        return False

    def take_dashes(self) -> bool:
        """Move on over dashes, and return whether they exclude what follows; alone they are punctuation."""
        found = _DASHES.match(self.text, self.position)
        self.position = found.end() if found else self.position
        return found is not None and self.text[self.position : self.position + 1].strip() != ""

    def take_key(self) -> tuple[Key, bool] | None:
        """Take the key that stands here and whether a dash excludes it; raises QueryTextError for one without use."""
        match = _KEY.match(self.text, self.position)
        if match is None:
            return None
        name = match[2] or match[3]
        key = find_key(name)
        if key is None or key not in self.keys:
            raise build_key_error(name, self.keys)
        self.position = match.end()
        return key, bool(match[1])

    @property
    def stands_at_quote(self) -> bool:
        """Whether a quoted stretch starts here."""
        return self.position in self._quotes

    def take_quoted(self) -> str | None:
        """Take the quoted stretch that starts here; None where none does."""
        if not self.stands_at_quote:
            return None
        self.position, inside = self._quotes[self.position]
        return clean_phrase(inside)

    def peek_plain(self) -> str:
        """Return the text from here to the next quote, key or excluded word."""
        quote = self._next_quote(self.position + 1)
        bound = _BOUND.search(self.text, self.position + 1, quote + 1)
        return self.text[self.position : bound.start() if bound else quote]

    def take_word(self) -> Term:
        """Take the word that stands here, without the punctuation around it; its text is "" where nothing is left."""
        found = _WORD.match(self.text, self.position, self._next_quote(self.position))
        raw = found[0] if found else ""
        self.position += max(len(raw), 1)
        word = strip_word(raw)
        return Term(text=word) if word == raw else make_term(word)

    def _next_quote(self, position: int) -> int:
        return next((start for start in self._quotes if start >= position), len(self.text))


def make_term(word: str) -> Term:
    """Return a word that was cut out of a longer one as a term; in quotes where it would else be read as a key."""
    return Term(text=word, phrase=_KEY_LIKE.match(word) is not None)


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
