"""How names typed after a key find their records, and which name stands for a record alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.lexicon import Lexicon  # noqa: TC001  used in signatures of public functions
from bot.domain.queries.query_keys import BODY_KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_BETWEEN = frozenset({"and", "or", "with", "vs", "versus", "&", "和", "与", "及", "或"})
_COUNT = re.compile(r"[2-9]|[1-9][0-9]", re.ASCII)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def find_name_ids(key: Key, name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give the ids of the records that carry this name, several where it clashes, none where nobody does.

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
    """Give the ids of the companies often called by this name, without a word such as Motor or 集团 behind it."""
    called = name.strip()
    full = (*(f"{called} {word}" for word in _GENERIC), *(f"{called}{word}" for word in _GENERIC_ZH))
    return tuple(dict.fromkeys(company.id for each in full for company in lexicon.find_companies(each)))


def split_names(key: Key, words: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Give the ids of the records that these words name one after the other, with "and" or the like between.

    Longest names first, each known and of one record; () where a word is no part of a name.
    """
    ids: list[str] = []
    rest = list(words)
    while rest:
        named = (
            (length, found)
            for length in range(len(rest), 0, -1)
            if len(found := find_name_ids(key, " ".join(rest[:length]), lexicon)) == 1
        )
        taken, found = next(named, (0, ()))
        if not taken and not (ids and len(rest) > 1 and rest[0].casefold() in _BETWEEN):
            return ()
        ids += found
        rest = rest[taken or 1 :]
    return tuple(dict.fromkeys(ids))


def find_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Give the shortest way to name this record and no other: its id where that is enough; the id of an unknown one."""
    names: tuple[str, ...] = ()
    if key is Key.COMPANY and record_id in lexicon.company_by_id:
        names = lexicon.company_by_id[record_id].all_names
    elif key in BODY_KEYS and record_id in lexicon.body_by_id:
        names = lexicon.body_by_id[record_id].all_names
    return next((name for name in names if find_name_ids(key, name, lexicon) == (record_id,)), record_id)


def find_shown_name(key: Key, record_id: str, lexicon: Lexicon) -> str:
    """Give the name that people read: an abbreviation, a company's or topic's name, or the value itself."""
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
    """Give the name that tells this record from others of the same abbreviation."""
    if key in BODY_KEYS and record_id in lexicon.body_by_id:
        return lexicon.body_by_id[record_id].name_en
    return find_shown_name(key, record_id, lexicon)


def find_separator(text: str) -> int:
    """Give where the first comma between two values stands, else the end; a legal suffix keeps its own."""
    inside = {comma.start() + comma[0].index(",") for comma in _SUFFIX_COMMA.finditer(text)}
    return next((i for i, sign in enumerate(text) if sign in ",，、" and i not in inside), len(text))
