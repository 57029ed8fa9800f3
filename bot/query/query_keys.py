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
