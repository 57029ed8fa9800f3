"""What is known by name: bodies, companies, topics, groups of companies, and people's own named lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.model.ids import fold

_RANKED = re.compile(r"(?:National|State) (.+ (?:Administration|Commission))")
"""The name of a central body: people leave out the first word."""
_WORD_OF_ID = re.compile(
    r"\w{5,}|AIR|BIG|COAL|DATA|FIRE|MEAT|PORT|TAX|WORK"
    r"|HAMI|HEBI|HEZE|JIAN|JIXI|LUAN|PUER|WUXI|XIAN|YAAN|YIWU|YUXI|ZIBO"
)
"""What is a word in an id of several; other parts are abbreviations."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A government or party body.

    ``id`` is its usual English abbreviation. ``abbreviations`` are further forms in capitals. ``names_en`` and
    ``names_zh`` hold short, former and party names besides ``name_en``/``name_zh``; ``pinyin`` forms are written
    together (``gongxinbu``). ``since``/``until`` are ISO dates of any precision (``2018-03``) or None.
    ``former_names`` are those of its names that it no longer goes by. ``predecessors`` are ids. ``context`` words
    decide a clash with another body of the same abbreviation. ``asked`` are forms by which people ask for it that are
    too ambiguous to be recognised in running text (国办, which also stands in 中国办).
    """

    id: str
    name_en: str
    name_zh: str
    abbreviations: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    names_zh: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    kind: str = "ministry"
    parent: str | None = None
    since: str | None = None
    until: str | None = None
    predecessors: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        """All other names, abbreviations first, without repetition."""
        seen = (*self.abbreviations, *self.names_en, *self.names_zh, *self.pinyin)
        return tuple(dict.fromkeys(n for n in seen if n not in {self.id, self.name_en, self.name_zh}))

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every form under which it may be asked for: id, names, aliases, its name without "National" or "State"."""
        bare = _RANKED.fullmatch(self.name_en)
        short = tuple(bare.groups()) if bare and not self.until else ()
        return tuple(dict.fromkeys((self.id, self.name_en, self.name_zh, *self.aliases, *self.asked, *short)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """A company: canonical ``name`` without legal suffix, other names, and brands that stand for it.

    ``words`` are those of its names that are words of the language too: they name it only where a text shows so.
    ``sector`` is the part of the economy it belongs to wholly (see ``Topic.sectors``), or None.
    """

    id: str
    name: str
    name_zh: str | None = None
    aliases: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    confirmed: bool = True

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every form under which it may be asked for: name, Chinese name, aliases, brands, id."""
        zh = (self.name_zh,) if self.name_zh else ()
        return tuple(dict.fromkeys((self.name, *zh, *self.aliases, *self.brands, self.id)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic: its id, its name in both languages, and keywords that place an item under it.

    ``weak_en`` and ``weak_zh`` are keywords that hardly count beside those of other topics; ``misleading`` are longer
    phrases that hold a keyword of some topic and are not about it. ``bodies`` and ``companies`` are ids, and
    ``sectors`` those of companies, whose news is about it where no words say what it is about; ``issuers`` are ids of
    bodies whose acts are about it whatever else they are about. What cuts across the trades is ``crossing``.
    """

    id: str
    name_en: str
    name_zh: str
    keywords_en: tuple[str, ...] = ()
    keywords_zh: tuple[str, ...] = ()
    weak_en: tuple[str, ...] = ()
    weak_zh: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    crossing: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every form under which it may be asked for."""
        spelled = self.id.replace("_", " ")
        return tuple(dict.fromkeys((self.id, spelled, self.name_en, self.name_zh)))


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedList:
    """Names and words under one name: an item is on the list when it has any of them.

    ``owner`` is the id of the channel or the person it belongs to. ``filter`` is the text of a query that holds
    nothing but words and the keys of ``bot.query.query``.
    """

    id: int
    name: str
    owner: str
    filter: str

    @property
    def shown_id(self) -> str:
        """The id as people see it: ``L3``."""
        return f"L{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A country or a trade: ``names`` mean its companies beside a word for firms, ``makers`` by themselves.

    Its companies are those of its ``countries``, else of its ``sectors`` and topics, and ``companies``.
    """

    id: str
    names: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


NamedT = TypeVar("NamedT", Body, Company, Topic)


def spell_id(body_id: str) -> str:
    """Return a body's id as people read it: ``MIIT`` as it is, ``STATE_COUNCIL`` as State Council."""
    words = body_id.split("_")
    return " ".join(word.capitalize() if words[1:] and _WORD_OF_ID.fullmatch(word) else word for word in words)


def describe_record(record: Body | Company | Topic) -> str:
    """Return a record in one line: ``MIIT · Ministry of Industry and Information Technology · 工业和信息化部``."""
    first = record.id.replace("_", " ") if isinstance(record, Body) else ""
    name = record.name if isinstance(record, Company) else record.name_en
    return " · ".join(dict.fromkeys(filter(None, (first, name, record.name_zh))))


def suggest_records(records: Iterable[NamedT], typed: str, *, limit: int) -> list[NamedT]:
    """Return at most ``limit`` records that fit what was typed so far; all of them for nothing typed.

    A record that bears the very name comes first, then those with a name that starts so, then with a word that does,
    then with three letters or a sign anywhere inside; equals stay in their order.
    """
    wanted = fold(typed)
    ways = [f"\n{wanted}\n", f"\n{wanted}", f" {wanted}"]
    ways += [wanted] if len(wanted) >= (3 if wanted.isascii() else 1) else []  # two letters stand everywhere
    named = (("\n".join(fold(name) for name in record.all_names), record) for record in records)
    ranked = [([way in f"\n{names}\n" for way in ways], record) for names, record in named]
    fitting = sorted((pair for pair in ranked if any(pair[0])), key=lambda pair: pair[0].index(True))
    return [record for _, record in fitting[:limit]]
