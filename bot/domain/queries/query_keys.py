"""The keys of the command language, what each is for, and the refusal that offers to search as words."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum

from bot.errors import BadQueryError


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
UNREADY_KEYS: frozenset[Key] = frozenset()
"""Keys of the language that nothing answers yet: read, and refused with what works instead; help leaves them out."""

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
    """Give the key of this name in either case, or None."""
    folded = name.casefold()
    return Key(folded) if folded in ALL_KEYS else None


def build_unknown_key_error(name: str, keys: frozenset[Key]) -> QueryTextError:
    """Build the refusal of a key that nobody knows here: it lists those that work, the likeliest first."""
    folded = name.casefold()
    valid = [key for key in Key if key in keys - UNREADY_KEYS]
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
