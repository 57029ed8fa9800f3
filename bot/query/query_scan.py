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


CHOICE_KEYS = (
    Key.MINISTRY,
    Key.JOINT,
    Key.MENTIONS,
    Key.COMPANY,
    Key.TOPIC,
    Key.TYPE,
    Key.STATUS,
    Key.SECTION,
    Key.BRIEFING,
    Key.POLICY,
    Key.LIST,
)
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
KEY_MEANINGS = {
    Key.MINISTRY: "who issued it or acts; `ministry:MIIT,NDRC` is either of them",
    Key.JOINT: "issued together: `joint:MIIT,NDRC` by both, `joint:MIIT` by it with any others, `joint:4` by four",
    Key.MENTIONS: "a body named anywhere in it",
    Key.COMPANY: "a company named in it, such as `company:China Mobile`",
    Key.TOPIC: "what it is about, such as `topic:robotics`",
    Key.TYPE: "the kind of document, such as `type:measures`",
    Key.STATUS: "`draft_for_comment` (open today), `comment_closed`, `issued`, `in_force`, `amended`, `repealed` or"
    " `withdrawn`",
    Key.SECTION: "the part of the briefing: `top`, `policy_news`, `corporate_news` or `other`",
    Key.BRIEFING: "one briefing, such as `briefing:B1`",
    Key.POLICY: "all reports of a policy, its draft and its final text, such as `policy:P5`",
    Key.LIST: "a named list: `list:us` finds what has any of the names and words saved under that name",
    Key.SINCE: "dated on that day or later: `2023-11`, `5 Nov 2023`, `Q4 2023`, `last month`, `past 2 weeks`",
    Key.UNTIL: "dated on that day or earlier; `until:2023-11` has all of November",
    Key.ON: "dated on that day, in that month or in that range, such as `on:10/25-11/28`",
    Key.LEARNED: "when the briefing was read",
    Key.DUE: "a deadline in a range: `due:30d`, `due:2025-06`; `due:any` has one, `due:none` has none",
    Key.EFFECT: "takes effect in a range, such as `effect:2024`; `effect:any` has such a day",
    Key.TARGET: "a goal for that year, such as `target:2027`",
    Key.ASOF: "the answer as it was on that day",
    Key.SORT: "`relevance`, `date` or `due`",
    Key.LIMIT: "how many, up to 100",
    Key.SHARE: "`yes` answers to the whole channel",
    Key.EXPORT: "`csv`, `ics`, `md` or `docx`: a file in your direct messages",
    Key.EVERY: "`immediate`, `daily`, `weekdays`, `weekly` (Monday), `monthly` (the 1st) or days such as `mon,thu`",
    Key.AT: "the local time, such as `at:09:00`",
    Key.TZ: "the time zone, such as `tz:Europe/Berlin`; without it that of `GONGBAO_TZ`",
    Key.QUIET: "when nothing is posted: `20:00-07:00`, `weekends`, `holidays` (China's) or `none`",
    Key.REMIND: "how many days before a deadline a reminder comes: `7` (default), `14,7,1` or `none`",
    Key.TO: "`me` posts to your direct messages instead of the channel",
}
"""What each key means, in one line of Markdown; the tables in docs/ are made from it."""

_LIKELY = {
    "from": Key.SINCE,
    "after": Key.SINCE,
    "before": Key.UNTIL,
    "to": Key.UNTIL,
    "date": Key.ON,
    "deadline": Key.DUE,
    "issuer": Key.MINISTRY,
    "issuers": Key.MINISTRY,
    "body": Key.MINISTRY,
    "agency": Key.MINISTRY,
    "firm": Key.COMPANY,
    "kind": Key.TYPE,
    "tag": Key.TOPIC,
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


def build_unknown_key_error(name: str, keys: frozenset[Key]) -> QueryTextError:
    """Build the refusal of a key that nobody knows here: it lists those that work, the likeliest first."""
    folded = name.casefold()
    valid = [key for key in Key if key in keys]
    near = _LIKELY.get(folded) or next(iter(get_close_matches(folded, valid, n=1)), None)
    meant = f"Did you mean {near}:? " if near in keys else ""
    listed = " ".join(f"{key}:" for key in valid)
    return QueryTextError(
        f"“{name[:40]}:” is not a key.",
        hint=f"{meant}Keys are {listed}. To search for it as words, put it in quotes.",
    )


def build_foreign_key_error(key: Key) -> QueryTextError:
    """Build the refusal of a key that works in another command only."""
    where = "/digest subscribe" if key in SCHEDULE_KEYS else "another command"
    return QueryTextError(f"“{key}:” works in {where} only.", hint="To search for it as words, put it in quotes.")


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
    names: tuple[str, ...] = ()
    if key is Key.COMPANY and record_id in lexicon.company_by_id:
        names = lexicon.company_by_id[record_id].all_names
    elif key in BODY_KEYS and record_id in lexicon.body_by_id:
        names = lexicon.body_by_id[record_id].all_names
    return next((name for name in names if find_name_ids(key, name, lexicon) == (record_id,)), record_id)


def find_shown_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Return the name that people read: an abbreviation, a company's or topic's name, or the value itself."""
    if key is Key.COMPANY and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    if key is Key.LIST:
        held = lexicon.find_list(record_id)
        return held.name if held else record_id
    if key is Key.TOPIC and record_id in lexicon.topic_by_id:
        return lexicon.topic_by_id[record_id].name_en
    if key in BODY_KEYS and record_id in lexicon.body_by_id and "_" in record_id:
        return lexicon.body_by_id[record_id].name_en
    return record_id


def find_full_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Return the name that tells this record from others of the same abbreviation."""
    if key in BODY_KEYS and record_id in lexicon.body_by_id:
        return lexicon.body_by_id[record_id].name_en
    return find_shown_name(key, record_id, lexicon)


def find_separator(text: str) -> int:
    """Return where the first comma between two values stands, else the end; a legal suffix keeps its own."""
    inside = {comma.start() + comma[0].index(",") for comma in _SUFFIX_COMMA.finditer(text)}
    return next((i for i, sign in enumerate(text) if sign in ",，、" and i not in inside), len(text))


DASHES = "-‐‑‒–—―−﹣"
_DOUBLE = '"“”„‟«»'
_CORNERS = {"「": "」", "『": "』", "《": "》", "〈": "〉"}
_SINGLE_OPEN = "'‘‚‹"
_SINGLE_CLOSE = "'’‘›‹"
QUOTES = frozenset(_DOUBLE + _SINGLE_OPEN + _SINGLE_CLOSE + "".join(_CORNERS) + "".join(_CORNERS.values()))
"""Every sign that may open or close a quoted stretch."""
_OPENING = re.compile(f"[{re.escape(_DOUBLE + ''.join(_CORNERS) + _SINGLE_OPEN)}]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_KEY = re.compile(r"([A-Za-z]+):")
_TRUE_KEY_GAP = re.compile(rf"[\w{re.escape(_DOUBLE)}{''.join(_CORNERS)}{re.escape(_SINGLE_OPEN)}]")
_COMMAS = ",，、"
_COMMA = re.compile(rf"(?<!\d)[{_COMMAS}]|[{_COMMAS}](?!\d)")
_LEFT = re.compile(rf"^[\s,;:.!?…，。、；：！？·'‘’‚‹›」』》〉{re.escape(DASHES)}]+")
_RIGHT = re.compile(rf"[\s,;:.!?…，。、；：！？·{re.escape(DASHES)}]+$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "【": "】", "（": "）"}
_SPACES = re.compile(r"\s+")
_EXCLUDING = re.compile(rf"(?<=\s)[{re.escape(DASHES)}]+(?=\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word or phrase to search for, or to exclude."""

    text: str
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """A quoted stretch from ``start`` to ``end`` (excluded, with its quotes) and what stands inside."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyMark:
    """A key at ``start`` (its dash included), its value from ``end`` on; ``key`` None for an unknown true key."""

    start: int
    end: int
    name: str
    key: Key | None
    excluded: bool


def fold_input(text: str) -> str:
    """Return the text with ASCII signs for full-width ones, without invisible signs, and with plain spaces only."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_fold_sign(sign) for sign in text.translate(_WIDE))


def _fold_sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    return "" if unicodedata.category(sign) == "Cf" else " "


def clean_phrase(text: str) -> str:
    """Return what stands inside quotes as one line without quotes, "" when nothing of it could be searched."""
    plain = _SPACES.sub(" ", "".join(" " if c in _DOUBLE else c for c in text)).strip()
    return plain if any(c.isalnum() for c in plain) else ""


class Scanner:
    """Walks over a command's text once; the caller takes what stands at ``position`` and moves it on."""

    def __init__(self, text: str, keys: frozenset[Key]) -> None:
        self.text = text
        self.keys = keys
        self.position = 0
        self._quotes = {quoted.start: quoted for quoted in find_quotes(text)}
        self._starts = sorted(self._quotes)
        self._marks: dict[int, KeyMark] = {}
        for mark in self._find_marks():
            self._marks.setdefault(mark.start, mark)
        self._bounds = sorted({*self._starts, *self._marks, *self._find_excluded()})

    @property
    def at_end(self) -> bool:
        """Whether everything has been taken."""
        return self.position >= len(self.text)

    @property
    def stands_at_key(self) -> bool:
        """Whether a key stands here."""
        return self.position in self._marks

    def skip(self, signs: str = "") -> None:
        """Move on over spaces and these signs."""
        text, at = self.text, self.position
        while at < len(text) and (text[at].isspace() or text[at] in signs):
            at += 1
        self.position = at

    def take_comma(self) -> bool:
        """Move on over spaces and one comma, and tell whether there was one before another value."""
        at = self.position
        self.skip()
        if not self.at_end and self.text[self.position] in _COMMAS:
            self.skip(_COMMAS)
            if not self.at_end and self.position not in self._marks:
                return True
        self.position = at
        return False

    def take_dashes(self) -> bool:
        """Move on over dashes, and tell whether they exclude what follows; alone they are punctuation."""
        at = self.position
        while not self.at_end and self.text[self.position] in DASHES:
            self.position += 1
        return at < self.position and not self.at_end and not self.text[self.position].isspace()

    def take_key(self) -> KeyMark | None:
        """Take the key that stands here, if one does; raises QueryTextError for one that cannot be used."""
        mark = self._marks.get(self.position)
        if mark is None:
            return None
        if mark.key is None:
            raise build_unknown_key_error(mark.name, self.keys)
        if mark.key not in self.keys:
            raise build_foreign_key_error(mark.key)
        self.position = mark.end
        return mark

    def take_quoted(self) -> str | None:
        """Take the quoted stretch that starts here; None where none does."""
        quoted = self._quotes.get(self.position)
        if quoted is None:
            return None
        self.position = quoted.end
        return clean_phrase(quoted.text)

    def peek_plain(self) -> str:
        """Return the text from here to the next quote, key or excluded word."""
        return self.text[self.position : self._bound_after(self.position)]

    def take_word(self) -> Term | None:
        """Take the word that stands here, without the punctuation around it; None where nothing is left of it."""
        raw = self.text[self.position : self._next_quote(self.position)]
        cut = _SPACES.search(raw)
        raw = raw[: cut.start()] if cut else raw
        comma = _COMMA.search(raw)
        raw = raw[: comma.start()] if comma else raw
        self.position += max(len(raw), 1)
        word = strip_word(raw)
        if not word:
            return None
        return make_term(word) if word != raw else Term(text=word)

    def _next_quote(self, position: int) -> int:
        return next((start for start in self._starts if start >= position), len(self.text))

    def _bound_after(self, position: int) -> int:
        return next((bound for bound in self._bounds if bound > position), len(self.text))

    def _find_marks(self) -> list[KeyMark]:
        marks = []
        for match in _KEY.finditer(self.text):
            start = match.start()
            while start > 0 and self.text[start - 1] in DASHES:
                start -= 1
            if self._is_inside_quote(start) or not self._is_word_start(start):
                continue
            key = find_key(match[1])
            if key in ATTACHED_KEYS and not _TRUE_KEY_GAP.match(self.text, match.end()):
                continue
            if key is not None or _TRUE_KEY_GAP.match(self.text, match.end()):
                excluded = start < match.start()
                marks.append(KeyMark(start=start, end=match.end(), name=match[1], key=key, excluded=excluded))
        return marks

    def _find_excluded(self) -> list[int]:
        found = _EXCLUDING.finditer(self.text)
        return [match.start() for match in found if not self._is_inside_quote(match.start())]

    def _is_word_start(self, position: int) -> bool:
        if position == 0 or self.text[position - 1].isspace() or self.text[position - 1] in _COMMAS:
            return True
        return any(quoted.end == position for quoted in self._quotes.values())

    def _is_inside_quote(self, position: int) -> bool:
        return any(quoted.start <= position < quoted.end for quoted in self._quotes.values())


def find_quotes(text: str) -> tuple[Quoted, ...]:
    """Return the quoted stretches, in order."""
    found: list[Quoted] = []
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        end = _find_closing(text, start)
        if end is None:
            position = start + 1
            continue
        found.append(Quoted(start=start, end=min(end + 1, len(text)), text=text[start + 1 : end]))
        position = end + 1
    return tuple(found)


def _find_closing(text: str, start: int) -> int | None:
    sign = text[start]
    if sign in _DOUBLE:
        return next((i for i in range(start + 1, len(text)) if text[i] in _DOUBLE), len(text))
    if sign in _CORNERS:
        end = text.find(_CORNERS[sign], start + 1)
        return end if end >= 0 else len(text)
    if sign in _SINGLE_OPEN and _opens_word(text, start):
        closings = (
            i for i in range(start + 1, len(text)) if text[i] in _SINGLE_CLOSE and not text[i + 1 : i + 2].isalnum()
        )
        return next(closings, len(text))
    return None


def _opens_word(text: str, start: int) -> bool:
    before = text[:start].rstrip(DASHES)
    return not before or before[-1].isspace() or (before[-1] in f":({_COMMAS}" and len(before) == start)


def make_term(word: str) -> Term:
    """Return a word that was cut out of a longer one as a term; in quotes where it would else be read as a key."""
    return Term(text=word, phrase=_KEY.match(word) is not None)


def strip_word(raw: str) -> str:
    """Return a word without the punctuation around it; "" where nothing to search for is left."""
    word, before = raw, None
    while word != before:
        before = word
        word = _RIGHT.sub("", _LEFT.sub("", word))
        if word[:1] in _PAIRS and _PAIRS[word[0]] not in word[:-1]:
            word = word[1:-1] if word[-1] == _PAIRS[word[0]] else word[1:]
        elif word[-1:] in _PAIRS.values() and not any(sign in word for sign in _PAIRS):
            word = word[:-1]
    return word if any(sign.isalnum() for sign in word) else ""


# What of a text is quoted or the value of a key: no schedule stands there.

_VALUE = re.compile(rf"[{re.escape(DASHES)}]*([A-Za-z]+):(\S*)")
_TOKEN = re.compile(r"[^\s,，、]+")
_LONGEST_NAME = 12


def mask_values(text: str, lexicon: Lexicon) -> str:
    """Return a text of the same length in which quotes, keys and their values are signs that no word has."""
    spans = [(quoted.start, quoted.end) for quoted in find_quotes(text)]
    for match in _VALUE.finditer(text):
        key = find_key(match[1])
        is_inside = any(start <= match.start() < end for start, end in spans)
        if is_inside or not (key or match[2]) or not (match.start() == 0 or not text[match.start() - 1].isalnum()):
            continue
        following = None if match[2] else _TOKEN.search(text, match.end())
        end = max(
            match.end(), following.end() if following else 0, _find_value_end(text, match.end(1) + 1, key, lexicon)
        )
        while key is Key.EVERY and (more := re.compile(r"\s*,\s*\w+").match(text, end)):
            end = more.end()
        spans.append((match.start(), end))
    signs = list(text)
    for start, end in spans:
        signs[start:end] = _MASK * (end - start)
    return "".join(signs)


_MASK = "\ufffc"


def _find_value_end(text: str, start: int, key: Key | None, lexicon: Lexicon) -> int:
    """Return where the longest known name ends that stands as a key's value from ``start`` on; ``start`` for none."""
    words = list(_TOKEN.finditer(text, start))[:_LONGEST_NAME] if key in NAME_KEYS else []
    ends = (word.end() for word in reversed(words))
    return next((end for end in ends if key and find_name_ids(key, text[start:end].strip(), lexicon)), start)
