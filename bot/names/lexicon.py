"""The names we know: bodies, companies and topics, and how a written name finds its record.

The records come from ``data/reference/`` (see ``bot.names.reference``). A name is compared in its folded form
(``bot.model.ids.fold``); an abbreviation that is also an English word (MOST, SAFE, MEM, MOT) only in capitals.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from bot.model.briefing import Item, PolicyStatus, Section
from bot.model.identity import is_draft_title, list_keys, reference_keys
from bot.model.ids import fold, list_numbers
from bot.model.policy import PolicyFacts
from bot.names.local_bodies import LOCAL, LocalBodies, LocalBody

_RANKED = re.compile(r"(?:National|State) (.+ (?:Administration|Commission))")
"""The name of a central body: people leave out the first word."""
_ABBREVIATION = 4
"""So many letters of an id's word are an abbreviation; longer ones are a word, where the id has several."""
_SMALL_WORDS = frozenset({"us", "Us"})
"""Words that are abbreviations only in capitals."""
_SHORT_WORDS = frozenset({"AIR", "BIG", "COAL", "DATA", "FIRE", "MEAT", "PORT", "TAX", "WORK"}) | frozenset(
    {"HAMI", "HEBI", "HEZE", "JIAN", "JIXI", "LUAN", "PUER", "WUXI", "XIAN", "YAAN", "YIWU", "YUXI", "ZIBO"}
)
"""Words of ids with no more letters that are no abbreviations."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormerNames:
    """Names that a body no longer goes by though it stayed the same one; ``until`` as in ``Body``."""

    names: tuple[str, ...]
    until: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A government or party body.

    ``id`` is its usual English abbreviation. ``abbreviations`` are further forms in capitals. ``names_en`` and
    ``names_zh`` hold short, former and party names besides ``name_en``/``name_zh``; ``pinyin`` forms are written
    together (``gongxinbu``). ``since``/``until`` are ISO dates of any precision (``2018-03``) or None.
    ``former_names`` tells which of its names are no longer its own.
    ``predecessors`` are ids. ``prefixes_zh`` start its document numbers (``工信部``). ``context`` words decide a
    clash with another body of the same abbreviation. ``asked`` are forms by which people ask for it that are too
    ambiguous to be recognised in running text (国办, which also stands in 中国办).
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
    former_names: tuple[FormerNames, ...] = ()
    prefixes_zh: tuple[str, ...] = ()
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


def spell_id(body_id: str) -> str:
    """Return a body's id as people read it: ``MIIT`` as it is, ``STATE_COUNCIL`` as State Council."""
    words = body_id.split("_")
    is_short = (word not in _SHORT_WORDS and len(word) <= _ABBREVIATION for word in words)
    return " ".join(
        word if short or len(words) == 1 else word.capitalize() for word, short in zip(words, is_short, strict=True)
    )


NamedT = TypeVar("NamedT", Body, Company, Topic)
KeyT = TypeVar("KeyT", str, int)


def _read_local(made: LocalBody) -> Body:
    english, chinese = made.all_en, made.all_zh
    return Body(
        id=made.id,
        name_en=english[0],
        name_zh=chinese[0],
        names_en=english[1:],
        names_zh=chinese[1:],
        kind=LOCAL,
    )


class _BodyIndex(dict[str, Body]):
    """Bodies by id; those of provinces and cities are made when they are asked for."""

    def __init__(self, bodies: Iterable[Body], local: LocalBodies | None) -> None:
        super().__init__((body.id, body) for body in bodies)
        self._local = local

    def __missing__(self, body_id: str) -> Body:
        made = self._local.get(body_id) if self._local else None
        if made is None:
            raise KeyError(body_id)
        self[body_id] = _read_local(made)
        return self[body_id]

    def __contains__(self, body_id: object) -> bool:
        return self.get(body_id) is not None

    def get(self, body_id: object, default: object = None) -> Any:  # noqa: ANN401  as dict declares it
        try:
            return self[body_id]  # type: ignore[index]  # what is no id is missing
        except KeyError:
            return default


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """All names we know; ``not_companies`` are press outlets, universities and other names never read as a company.

    ``lists`` are the named lists that may be used, the first of a name before others of that name. ``bodies`` are those
    of the centre; ``local`` makes those of provinces and cities, which ``body_by_id`` and ``find_bodies`` give as well.
    ``abbreviations`` are the names of one thing that is none of these, each with the abbreviation first: EU, 欧盟.
    """

    bodies: tuple[Body, ...] = ()
    companies: tuple[Company, ...] = ()
    topics: tuple[Topic, ...] = ()
    not_companies: tuple[str, ...] = ()
    lists: tuple[NamedList, ...] = ()
    local: LocalBodies | None = None
    abbreviations: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def body_by_id(self) -> dict[str, Body]:
        """Bodies by id, those of places on demand."""
        return _BodyIndex(self.bodies, self.local)

    @cached_property
    def company_by_id(self) -> dict[str, Company]:
        """Companies by id."""
        return {company.id: company for company in self.companies}

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def names_by_fold(self) -> dict[str, str]:
        """The names of bodies and companies as written, by their folded form."""
        found: dict[str, str] = {}
        for names in (each.all_names for listed in (self.bodies, self.companies) for each in listed):
            for name in names:
                found.setdefault(fold(name), name)
        return found

    @cached_property
    def folded_by_letter(self) -> dict[str, tuple[str, ...]]:
        """The folded names of bodies and companies, by their first letter."""
        return _group((name[:1], name) for name in self.names_by_fold)

    @cached_property
    def folded_by_length(self) -> dict[int, tuple[str, ...]]:
        """The same, by how many characters they have."""
        return _group((len(name), name) for name in self.names_by_fold)

    @cached_property
    def _bodies_by_name(self) -> dict[str, tuple[Body, ...]]:
        return _index((name, body) for body in self.bodies for name in body.all_names)

    @cached_property
    def _companies_by_name(self) -> dict[str, tuple[Company, ...]]:
        return _index((name, company) for company in self.companies for name in company.all_names)

    @cached_property
    def _topics_by_name(self) -> dict[str, tuple[Topic, ...]]:
        return _index((name, topic) for topic in self.topics for name in topic.all_names)

    def find_bodies(self, name: str) -> tuple[Body, ...]:
        """Return the bodies that carry this name in any form; more than one where the name clashes."""
        found = self._bodies_by_name.get(fold(name), ())
        local = self.local.find(name) if self.local and not found else None
        return (_read_local(local),) if local else found

    def find_companies(self, name: str) -> tuple[Company, ...]:
        """Return the companies that carry this name in any form."""
        return self._companies_by_name.get(fold(name), ())

    def find_topics(self, name: str) -> tuple[Topic, ...]:
        """Return the topics that carry this name in any form."""
        return self._topics_by_name.get(fold(name), ())

    @cached_property
    def _same(self) -> dict[str, tuple[str, ...]]:
        pairs = ((name, names) for names in self.abbreviations for name in names)
        return {form: names for name, names in pairs for form in list_numbers(name)}

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        places = self.local.place_by_name if self.local else {}
        return {name: (place.name_en, place.short_zh) for name, place in places.items()} | self._same

    def find_same(self, name: str) -> tuple[str, ...]:
        """Get all names of the thing that this is an abbreviation or the full name of, in either number; () for none.

        An abbreviation that is an English word too is one only in capitals.
        """
        return () if name in _SMALL_WORDS else self._same.get(fold(name), ())

    def find_same_or_place(self, name: str) -> tuple[str, ...]:
        """Return the same, or the names in both languages of the province or city of this name."""
        return () if name in _SMALL_WORDS else self._places.get(fold(name), ())

    def with_lists(self, lists: tuple[NamedList, ...]) -> Lexicon:
        """Get the same names with these named lists; what is worked out about the names is worked out once for all."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        twin = copy.copy(self)
        object.__setattr__(twin, "lists", lists)
        return twin

    def find_list(self, name: str) -> NamedList | None:
        """Return the named list of this id or name, in either case; None where there is none that may be used."""
        wanted = fold(name)
        by_id = (held for held in self.lists if held.shown_id.casefold() == wanted)
        return next(by_id, None) or next((held for held in self.lists if fold(held.name) == wanted), None)

    def successors(self, body_id: str) -> tuple[Body, ...]:
        """Return the bodies that name this one as a predecessor."""
        return tuple(body for body in self.bodies if body_id in body.predecessors)


def _group(pairs: Iterable[tuple[KeyT, str]]) -> dict[KeyT, tuple[str, ...]]:
    found: defaultdict[KeyT, list[str]] = defaultdict(list)
    for key, name in pairs:
        found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}


def _index(pairs: Iterable[tuple[str, NamedT]]) -> dict[str, tuple[NamedT, ...]]:
    found: defaultdict[str, list[NamedT]] = defaultdict(list)
    for name, record in pairs:
        if record not in found[fold(name)]:
            found[fold(name)].append(record)
    return {name: tuple(records) for name, records in found.items()}


# What of an item its publisher reports, and what stands only in the publisher's comment, which is no fact.

_KEPT = 2048
"""So many texts are kept folded: the same items are shown again and again."""


def is_claim(item: Item) -> bool:
    """Return whether an item tells what companies say of themselves: company news, unless a body's act is the news.

    So does news of no document elsewhere that reports on a company.
    """
    if item.acting_bodies:
        return False
    return item.section is Section.CORPORATE_NEWS or (item.policy is None and bool(split_companies(item)[0]))


def split_companies(item: Item) -> tuple[list[str], list[str]]:
    """Return the names of the companies that an item reports on, and of those that only its comment names."""
    commented = {each.name: is_commented(item, each.quote) for each in reversed(item.companies)}
    names = list(dict.fromkeys(each.name for each in item.companies))
    return [name for name in names if not commented[name]], [name for name in names if commented[name]]


def is_commented(item: Item, said: str) -> bool:
    """Return whether a sentence or name stands in the publisher's comment and nowhere else in the item."""
    if not item.comment:
        return False
    sentence = fold_spaces(said)
    reported = (item.headline or "", item.text, *item.points)
    in_comment = bool(sentence) and sentence in fold_spaces(item.comment)
    return in_comment and not any(sentence in fold_spaces(text) for text in reported)


@lru_cache(maxsize=_KEPT)
def fold_spaces(text: str | None) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join((text or "").split())


def split_references(item: Item) -> tuple[list[str], list[str]]:
    """Return the documents that an item refers to as reported, and those that only its comment names; itself never.

    A draft whose title is not known otherwise does not build on a draft: that title is its own.
    """
    own = set(list_keys(item))
    untitled = item.policy is not None and not (item.policy.title_en or item.policy.title_zh)
    is_draft = item.policy is not None and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    others = [
        title
        for title in item.references
        if not own & set(reference_keys((title,))) and not (untitled and is_draft and is_draft_title(title))
    ]
    return (
        [title for title in others if not is_commented(item, title)],
        [title for title in others if is_commented(item, title)],
    )


def is_built_on_by_comment(items: Iterable[Item], held: PolicyFacts) -> bool:
    """Return whether these items name a document that is held in comments only, as far as its titles tell."""
    keys = set(reference_keys([title for title in (held.title_zh, held.title_en) if title]))
    sides = [split_references(item) for item in items]
    reported, commented = (
        any(keys & set(reference_keys((title,))) for side in sides for title in side[place]) for place in (0, 1)
    )
    return commented and not reported


def names_company(item: Item, company: Company) -> bool:
    """Return whether an item names a company anywhere."""
    return any(mention.company_id == company.id or mention.name == company.name for mention in item.companies)


def names_company_in_comment(items: Iterable[Item], company: Company) -> bool:
    """Return whether all items that name a company do so in their publisher's comment only."""
    quotes = [
        (item, mention.quote)
        for item in items
        for mention in item.companies
        if mention.company_id == company.id or mention.name == company.name
    ]
    return bool(quotes) and all(is_commented(item, said) for item, said in quotes)
