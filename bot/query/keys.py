"""The keys of the command language: one table says what each is called, may hold, and how it is said.

Parsing, the canonical text, the sentences for people, the docs and "Did you mean" all come from it.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import Self

from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id, fold
from bot.names.lexicon import Lexicon

COMMENT_CLOSED = "comment_closed"
"""The counterpart of draft_for_comment on the day of asking; no status of a policy itself."""
ANY_DRAFT = ("draft_for_comment", COMMENT_CLOSED)
NO_DAY, ANY_DAY = "none", "any"
"""Values of ``due:`` for what prints no deadline, and for any day as long as there is one."""
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = tuple(day[:3] for day in _DAY_NAMES)

# Values of a fixed shape: each returns the normal form, or None.

_Shape = Callable[[str], str | None]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_QUIET = re.compile(r"(.+?)\s*(?:[-‐‑‒–—−~]|\bto\b|\.\.)\s*(.+)")
_YEARS = re.compile(r"(?:by\s+)?((?:19|20)\d\d)(?:\s*(?:\.\.|[-‐‑‒–—−]|to)\s*((?:19|20)\d\d))?年?", re.IGNORECASE)
_MAX_YEARS, _NOON = 60, 12


def _read_number(kind: IdKind) -> _Shape:
    def read(text: str) -> str | None:
        found = find_id(text if text[:1].isalpha() else f"{kind}{text}")
        return str(found[1]) if found and found[0] is kind else None

    return read


def _read_years(text: str) -> str | None:
    match = _YEARS.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    is_span = first <= last < first + _MAX_YEARS
    return (str(first) if first == last else f"{first}..{last}") if is_span else None


def _read_clock(text: str) -> str | None:
    match = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % _NOON + (_NOON if match[3] in "pP" else 0) if 1 <= hour <= _NOON else 99
    return f"{hour:02}:{minute:02}" if hour < 2 * _NOON and minute < 60 else None  # noqa: PLR2004  as clocks count


def _read_quiet_hours(text: str) -> str | None:
    match = _QUIET.fullmatch(text)
    start, end = (_read_clock(match[1]), _read_clock(match[2])) if match else (None, None)
    return f"{start}-{end}" if start and end and start != end else None


def _read_as(pattern: str) -> _Shape:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: text if compiled.fullmatch(text) else None


# The table.

_TYPES = (
    "law laws 法 法律",
    "regulation regulations 条例",
    "measures measure 办法",
    "provisions provision 规定",
    "opinions opinion guiding_opinions 意见 指导意见 实施意见",
    "notice notices circular circulars 通知 通告 公告",
    "plan plans 规划 计划 方案 实施方案 工作方案",
    "action_plan action_plans 行动计划 行动方案",
    "guidelines guideline guidance guide 指南 指引",
    "catalogue catalogues catalog catalogs 目录",
    "standard standards 标准",
    "interpretation interpretations 解读",
    "other others 其他",
)
_STATUSES = (
    "draft_for_comment draft drafts open open_for_comment 征求意见 征求意见稿",
    "comment_closed comments_closed closed 已截止",
    "issued published 印发 发布",
    "in_force effective in_effect 施行 生效 现行有效 有效",
    "amended revised 修订 修改",
    "repealed abolished 废止 失效",
    "withdrawn 撤回",
    "unknown",
)
_SECTIONS = ("top top_items top_news", "policy_news policy", "corporate_news company_news corporate company", "other")
_CADENCES = (
    *("immediate immediately", "daily day days", "weekdays weekday workdays workday", "weekly week weeks"),
    *("monthly month months", *(f"{day[:3]} {day[:4]} {day[:5]} {day} {day}s" for day in _DAY_NAMES)),
)
_SHARES, _EXPORTS = ("yes true on y 1", "no false off n 0"), ("csv", "ics", "md markdown", "docx")
_REST, _REMINDERS = ("weekends weekend", "holidays holiday", "none no off"), ("14 14d", "7 7d", "1 1d", "none no off 0")
_ZONE, _PLACE = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", r"<[#@][A-Z0-9]+(?:\|[^<>|\s]*)?>|[#@]?[\w.-]+"


class Key(StrEnum):
    """A key of the command language, in the order of the canonical text.

    Each line has its name, what it is for, the words before a value of it, words that people type for it, and its
    values: those it has, each with its other forms behind it, and what reads such as no list can hold.
    """

    doc: str
    said: str
    likely: list[str]
    forms: dict[str, str]
    read: _Shape | None

    def __new__(cls, name: str, doc: str, said: str = "", likely: str = "", *values: str | _Shape) -> Self:
        """Build the key of a line of the table."""
        key = str.__new__(cls, name)
        key._value_ = name
        key.doc, key.said, key.likely = doc, said, likely.split()
        listed = (line.split() for line in values if isinstance(line, str))
        key.forms = {fold(form): forms[0] for forms in listed for form in forms}
        key.read = next((each for each in values if callable(each)), None)
        return key

    MINISTRY = "ministry", "who issued it or acts; `ministry:MIIT,NDRC` is either", "issued by", "issuer"
    JOINT = "joint", "who issued it together: `joint:MIIT,NDRC` is both, `joint:4` is four bodies", "issued jointly by"
    MENTIONS = "mentions", "a body named anywhere in it", "naming"
    COMPANY = "company", "a company named in it, such as `company:China Mobile`", "about the company"
    TOPIC = "topic", "what it is about, such as `topic:robotics`", "topic"
    TYPE = "type", "the kind of document, such as `type:measures`", "kind of document:", "kind", *_TYPES
    STATUS = "status", "what became of it; `draft_for_comment` is open today", "status:", "", *_STATUSES
    SECTION = "section", "the part of the briefing", "section:", "", *_SECTIONS
    BRIEFING = "briefing", "one briefing, such as `briefing:B1`", "in briefing", "", _read_number(IdKind.BRIEFING)
    POLICY = "policy", "all reports of a policy, such as `policy:P5`", "about", "", _read_number(IdKind.POLICY)
    LIST = "list", "a named list: `list:us` has any of its names and words", "on the list"
    SINCE = "since", "the first day: `2023-11`, `5 Nov 2023`, `Q4 2023`, `past 2 weeks`", "", "from after"
    UNTIL = "until", "the last day; `until:2023-11` has all of November", "", "before to"
    ON = "on", "a day, a month or a range, such as `on:10/25-11/28`", "", "date"
    LEARNED = "learned", "when the briefing was read", "learned "
    DUE = "due", "a deadline, such as `due:30d` or `due:2025-06`", "due ", "deadline", NO_DAY, ANY_DAY
    EFFECT = "effect", "from when it applies, such as `effect:2024`", "taking effect ", "", ANY_DAY
    TARGET = "target", "a goal for a year: `target:2027`, `target:2025..2030`", "", "year goal", _read_years
    ASOF = "asof", "the day whose answer you want: `asof:2023-12-10`"
    SORT = "sort", "what comes first", "", "", "relevance", "date newest", "due deadline"
    LIMIT = "limit", "how many, up to 100, such as `limit:20`", "", "", _read_as(r"[1-9]\d?|100")
    SHARE = "share", "whether the whole channel sees the answer", "", "", *_SHARES
    EXPORT = "export", "a file in your direct messages", "", "", *_EXPORTS
    EVERY = "every", "when: weekly is Monday, monthly the 1st, or days such as `mon,thu`", "", "", *_CADENCES
    AT = "at", "the local time, such as `at:09:00`", "", "time", _read_clock
    TZ = "tz", "the time zone, such as `tz:Europe/Berlin`; else the bot's", "", "zone", _read_as(_ZONE)
    QUIET = "quiet", "when nothing is posted: `20:00-07:00`, `weekends`, `holidays`", "", "", *_REST, _read_quiet_hours
    REMIND = "remind", "how many days before a deadline a reminder comes; `14,7,1`, else 7", "", "", *_REMINDERS
    TO = "to", "where: `to:me` is your direct messages instead of the channel", "", "", _read_as(_PLACE)


_KEYS = tuple(Key)
CHOICE_KEYS = _KEYS[: _KEYS.index(Key.SINCE)]
"""Keys whose values are chosen (any of; of ``joint`` all) or excluded (none of)."""
NAME_KEYS = _KEYS[: _KEYS.index(Key.TYPE)]
"""Keys whose values are names that the lexicon may hold."""
BODY_KEYS = frozenset({Key.MINISTRY, Key.JOINT, Key.MENTIONS})
DATE_KEYS = (Key.SINCE, Key.UNTIL, Key.ON, Key.LEARNED, Key.DUE, Key.EFFECT, Key.ASOF)
OUTPUT_KEYS = frozenset({Key.SORT, Key.LIMIT, Key.SHARE, Key.EXPORT})
"""Keys that say how an answer looks, not what it holds."""
SCHEDULE_KEYS = frozenset(_KEYS[_KEYS.index(Key.EVERY) :])
"""Keys that only a subscription understands."""
ALL_KEYS = frozenset(Key)
SEARCH_KEYS = ALL_KEYS - SCHEDULE_KEYS


class QueryTextError(BadQueryError):
    """A command's text that cannot be understood; ``as_words`` is the text to search for the same as words."""

    def __init__(self, message: str, *, hint: str = "", as_words: str = "") -> None:
        super().__init__(message, hint=hint)
        self.as_words = as_words


def find_key(name: str) -> Key | None:
    """Return the key of this name in either case, or None."""
    return next((key for key in Key if key == name.casefold()), None)


def find_value(key: Key, text: str) -> str | None:
    """Return the normal form of a listed value or one of a fixed shape, or None; years are ``2025`` or a range."""
    return key.forms.get(fold(text)) or (key.read(text.strip()) if key.read else None)


def describe_values(key: Key, typed: str = "") -> str:
    """Return the hint that says what may stand after this key, the nearest to what was typed first."""
    near = get_close_matches(fold(typed), key.forms, n=1)
    meant = f"Did you mean {key}:{key.forms[near[0]]}? " if near else ""
    if not key.forms or key.read or key in DATE_KEYS:
        return f"{meant}Write {key.doc.replace('`', '')}."
    *others, last = dict.fromkeys(key.forms.values())
    return f"{meant}Try {', '.join(others)} or {last}."


def build_key_error(name: str, keys: frozenset[Key]) -> QueryTextError:
    """Build the refusal of a key that works elsewhere only, or nowhere: then it lists those that do."""
    quoting = "To search for it as words, put it in quotes."
    if key := find_key(name):
        where = "/digest subscribe" if key in SCHEDULE_KEYS else "another command"
        return QueryTextError(f"“{key}:” works in {where} only.", hint=quoting)
    folded, valid = name.casefold(), [key for key in Key if key in keys]
    meant = [key for key in valid if folded in key.likely] or get_close_matches(folded, valid, n=1)
    near = f"Did you mean {meant[0]}:? " if meant else ""
    listed = " ".join(f"{key}:" for key in valid)
    return QueryTextError(f"“{name[:40]}:” is not a key.", hint=f"{near}Keys are {listed}. {quoting}")


# How names typed after a key find their records, and which name stands for a record alone.

LEGAL_FORM = (
    r"(?:co(?:mpany)?|corp(?:oration)?|inc(?:orporated)?|ltd|limited|llc|llp|plc|gmbh|ag|s\.?a|n\.?v|b\.?v|pte|pty"
    r"|holdings?|joint[- ]stock)"
)
_SUFFIX = re.compile(rf"(?:[\s,.]+(?:\(?{LEGAL_FORM}\)?)\.?)+$|(?:股份)?有限(?:责任)?公司$", re.IGNORECASE)
_GENERIC = (
    *(" Motor", " Motors", " Auto", " Group", " Holding", " Holdings", " Corporation"),
    *("公司", "集团", "汽车", "科技", "股份", "控股"),
)
_COUNT = re.compile(r"[2-9]|[1-9][0-9]", re.ASCII)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def find_name_ids(key: Key, name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the ids of the records of this name, several where it clashes; of ``joint:`` also how many issued."""
    bare = _ARTICLE.sub("", name.strip())
    if key is Key.JOINT and _COUNT.fullmatch(bare):
        return (bare,)
    if key is Key.TOPIC:
        return tuple(topic.id for topic in lexicon.find_topics(bare))
    if key is Key.COMPANY:
        companies = lexicon.find_companies(bare) or lexicon.find_companies(_SUFFIX.sub("", bare))
        return tuple(company.id for company in companies) or find_called(name, lexicon)
    return tuple(body.id for body in lexicon.find_bodies(bare))


def find_called(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the ids of the companies often called by this name, without a word such as Motor or 集团 behind it."""
    full = (f"{name.strip()}{word}" for word in _GENERIC)
    return tuple(dict.fromkeys(company.id for each in full for company in lexicon.find_companies(each)))


def find_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Return the shortest way to name this record and no other: its id where that is enough."""
    if key in {Key.BRIEFING, Key.POLICY}:
        return f"{key[0].upper()}{record_id}"
    held = lexicon.company_by_id if key is Key.COMPANY else lexicon.body_by_id if key in BODY_KEYS else {}
    names = held[record_id].all_names if record_id in held else ()
    return next((name for name in names if find_name_ids(key, name, lexicon) == (record_id,)), record_id)


_STATUS_WORDS = {"draft_for_comment": "open for comment", COMMENT_CLOSED: "comments closed"}


def find_shown_name(key: Key, record_id: str, lexicon: Lexicon, *, in_full: bool = False) -> str:
    """Return the name that people read: a body's abbreviation unless ``in_full``, a name, or a value in words."""
    if key is Key.JOINT and record_id.isdecimal():
        return f"{record_id} bodies"
    if key is Key.COMPANY and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    if key is Key.LIST and (held := lexicon.find_list(record_id)):
        return held.name
    if key is Key.TOPIC and record_id in lexicon.topic_by_id:
        return lexicon.topic_by_id[record_id].name_en
    if key in BODY_KEYS and record_id in lexicon.body_by_id:
        return lexicon.body_by_id[record_id].name_en if in_full or "_" in record_id else record_id
    if key in {Key.STATUS, Key.TYPE, Key.SECTION}:
        return _STATUS_WORDS.get(record_id, record_id.replace("_", " "))
    return find_name(key, record_id, lexicon)
