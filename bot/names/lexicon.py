"""The names we know, and how a written name finds its record.

The records come from ``data/reference/`` (see ``bot.names.reference``). A name is compared in its folded form
(``bot.model.ids.fold``).
"""

from __future__ import annotations

import copy
import re
from collections import UserDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from bot.model.ids import HAN, fold, list_forms
from bot.names.local_bodies import LocalBodies
from bot.names.pinyin import index_pinyin, list_splits, reads_as_pinyin, syllable_token
from bot.names.records import Body, Company, Group, NamedList, NamedT, Topic
from bot.names.spelling import Spelling

RecordT = TypeVar("RecordT", bound=Body | Company | Topic)
_FIELD = re.compile(
    r"Ministry of (\S+ .+)|(?:National|State|General) (?:Administration|Commission|Bureau) (?:of|for) (\S+ .+)"
    r"|(?:China |National |State )*+(\S+ .+) (?:Administration|Commission|Bureau|Agency)(?: of China)?"
)
"""A body's name whose field names it too, where it has two words or more: public security."""
_FIELD_ZH = re.compile(r"(?:国家|中国)?(.{2,}?)(?:总局|局|委员会|总署|署|办公室)|(?!国家)(.{2,})部")
_FIELD_WORD = re.compile(
    r"\b(?!(?:ministry|national|state|general|administration|commission|bureau|agency|office|council|china|people)\b)"
    r"[a-z]{4,}\b"
)
"""A word of a body's name that says what it is for."""
_FIRMS = re.compile(
    r"(?:^| )(?:company|companies|business(?:es)?|(?:firm|enterprise|maker|producer|manufacturer|supplier|giant)s?)$"
    "|的?(?:公司|企业|厂商|厂家|巨头)$"
)
_FIRMS_OF = re.compile(r"(.+?) (?:based in|from|of|in) (?:the )?(.+)")
_BEGINS = re.compile(r"(?:ministry|state|national|general|central|supreme|china) \S+ .*\w{3}(?<! and)(?<! for)")
"""The first three words of a body's name, or more, which a name cut short has at least."""
_BEGINS_ZH = re.compile(f"[{HAN}]{{5,}}")  # four signs may be two common words: 国家能源


class _Bodies(UserDict[str, Body]):
    """Bodies by id; those of provinces and cities are made when they are asked for."""

    def __init__(self, bodies: Iterable[Body], local: LocalBodies) -> None:
        super().__init__({body.id: body for body in bodies})
        self._local = local

    def __contains__(self, body_id: object) -> bool:
        made = None if body_id in self.data else self._local.find(str(body_id))
        if made and made.id == body_id:
            self.data[made.id] = made
        return body_id in self.data

    def __missing__(self, body_id: str) -> Body:
        if body_id not in self:
            raise KeyError(body_id)
        return self.data[body_id]


class _Index:
    """What is worked out about the names when it is first asked for, once for all named lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._of = lexicon

    @cached_property
    def records(self) -> dict[str, tuple[Body | Company | Topic, ...]]:
        records: tuple[Body | Company | Topic, ...] = (*self._of.bodies, *self._of.companies, *self._of.topics)
        return _by_fold((name, record) for record in records for name in record.all_names)

    @cached_property
    def fields(self) -> dict[str, tuple[Body, ...]]:
        named = [(of, body) for body in self._of.bodies if not body.until and (of := _FIELD.fullmatch(body.name_en))]
        named += [(of, body) for _, body in named if (of := _FIELD_ZH.fullmatch(body.name_zh))]
        return _by_fold((next(filter(None, of.groups())), body) for of, body in named)

    @cached_property
    def field_words(self) -> dict[str, Body]:
        named = [(body, _FIELD_WORD.findall(fold(body.name_en))) for body in self._of.bodies if not body.until]
        return {word: body for body, words in reversed(named) for word in words}  # the most prominent come first

    @cached_property
    def companies_in_pinyin(self) -> dict[str, tuple[Company, ...]]:
        named = ((name, company) for company in self._of.companies for name in company.all_names if not name.isascii())
        return _by_fold((index_pinyin(name), company) for name, company in named)

    @cached_property
    def same(self) -> dict[str, tuple[str, ...]]:
        return {form: names for names in self._of.abbreviations for name in names for form in list_forms(name)}

    @cached_property
    def groups(self) -> dict[str, Group]:
        named = ((name, group) for group in self._of.groups for name in (*group.names, *group.makers))
        return {form: group for name, group in named for form in list_forms(name)}

    @cached_property
    def spelling(self) -> Spelling:
        bodies = ((name, body.name_en) for body in self._of.bodies for name in body.all_names)
        companies = ((name, company.name) for company in self._of.companies for name in company.all_names)
        return Spelling((*bodies, *companies))


def _by_fold(pairs: Iterable[tuple[str, RecordT]]) -> dict[str, tuple[RecordT, ...]]:
    found: defaultdict[str, dict[RecordT, None]] = defaultdict(dict)
    for name, record in pairs:
        found[fold(name)][record] = None
    return {name: tuple(records) for name, records in found.items()}


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
    local: LocalBodies = field(default_factory=LocalBodies)
    abbreviations: tuple[tuple[str, ...], ...] = ()
    groups: tuple[Group, ...] = ()

    @cached_property
    def _index(self) -> _Index:
        return _Index(self)

    @cached_property
    def body_by_id(self) -> Mapping[str, Body]:
        """Bodies by id, those of places on demand."""
        return _Bodies(self.bodies, self.local)

    @cached_property
    def company_by_id(self) -> dict[str, Company]:
        """Companies by id."""
        return {company.id: company for company in self.companies}

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    def with_lists(self, lists: tuple[NamedList, ...]) -> Lexicon:
        """Return the same names with these named lists; what is worked out about the names is shared."""
        twin = copy.copy(self) if self._index else self
        object.__setattr__(twin, "lists", lists)
        return twin

    def _find(self, name: str, kind: type[NamedT]) -> tuple[NamedT, ...]:
        return tuple(record for record in self._index.records.get(fold(name), ()) if isinstance(record, kind))

    def find_bodies(self, name: str) -> tuple[Body, ...]:
        """Return the bodies that carry this name in any form, or cut short; more than one where the name clashes."""
        found = self._find(name, Body)
        local = None if found else self.local.find(name)
        folded = fold(name)
        return (local,) if local else found or (self.find_bodies_begun(folded) if _BEGINS.fullmatch(folded) else ())

    def find_bodies_begun(self, begin: str) -> tuple[Body, ...]:
        """Return the one body of which a folded text is the beginning of a name: "ministry of industry and inf"."""
        begun = (records for name, records in self._index.records.items() if name.startswith(begin))
        named = dict.fromkeys(record for records in begun for record in records if not isinstance(record, Topic))
        bodies = tuple(record for record in named if isinstance(record, Body) and not record.until)
        return bodies if len(bodies) == 1 and not any(isinstance(record, Company) for record in named) else ()

    def find_bodies_of_field(self, text: str) -> tuple[Body, ...]:
        """Return the bodies of whose name these words are the field, "public security" and 公安, or cut short."""
        folded = fold(text)
        return self._index.fields.get(folded, ()) or (
            self.find_bodies_begun(folded) if _BEGINS_ZH.fullmatch(folded) else ()
        )

    def find_body_of_word(self, text: str) -> Body | None:
        """Return the most prominent body in whose English name this one word says what it is for: "industry"."""
        return self._index.field_words.get(fold(text))

    def find_companies(self, name: str) -> tuple[Company, ...]:
        """Return the companies that carry this name in any form."""
        return self._find(name, Company)

    def find_companies_begun(self, text: str) -> tuple[Company, ...]:
        """Return the companies whose name begins with these words and goes on: "Knorr" of Knorr-Bremse."""
        begin = fold(text) if len(text) > 2 else "-"  # noqa: PLR2004  two letters begin anything
        found = (each for name, each in self._index.records.items() if name.startswith((f"{begin} ", f"{begin}-")))
        return tuple(dict.fromkeys(record for each in found for record in each if isinstance(record, Company)))

    def find_topics(self, name: str) -> tuple[Topic, ...]:
        """Return the topics that carry this name in any form, in Chinese with 化 or without."""
        return self._find(name, Topic) or self._find(f"{name}化", Topic)

    def find_companies_in_pinyin(self, text: str) -> tuple[Company, ...]:
        """Return the companies whose Chinese name the whole text is in pinyin, with spaces or without."""
        ways = list_splits(text) if reads_as_pinyin(text) else ()
        found = (self._index.companies_in_pinyin.get(fold(" ".join(map(syllable_token, way))), ()) for way in ways)
        return tuple(dict.fromkeys(company for companies in found for company in companies))

    def find_group(self, text: str, *, of_firms: bool = False) -> tuple[Company, ...]:
        """Return the companies of the country, the trade or both that a text names: "pharma", "French firms", 车企.

        With ``of_firms`` a trade by itself must speak of firms: "carmakers", and not "EV", which is a thing as well.
        """
        said, groups = fold(text).removeprefix("all ").removeprefix("the "), self._index.groups
        if turned := _FIRMS_OF.fullmatch(said):
            said = f"{turned[2]} {turned[1]}"
        bare = _FIRMS.sub("", said)
        for name, cut in ((each, cut) for each in (said, bare) for cut in range(len(each) + 1)):
            place, thing = name[:cut].strip(), name[cut:].strip(" 的")
            country, trade = groups.get(place), groups.get(thing)
            if (place and not (country and country.countries)) or (thing and (trade is None or trade.countries)):
                continue
            if of_firms and trade and not country and said == bare:
                trade = trade if any(thing in list_forms(maker) for maker in trade.makers) else None
            held = [self._list_members(group) for group in (country, trade) if group]
            return tuple(firm for firm in self.companies if held and all(firm.id in ids for ids in held))
        return ()

    def _list_members(self, group: Group) -> set[str]:
        topics = [topic for topic in self.topics if topic.id in group.topics]
        sectors = {*group.sectors, *(sector for topic in topics for sector in topic.sectors)}
        named = (firm.id for firm in self.companies if firm.country in group.countries or firm.sector in sectors)
        return {*group.companies, *(firm for topic in topics for firm in topic.companies), *named}

    def find_same(self, name: str) -> tuple[str, ...]:
        """Return all names of the thing, province or city that this is a name of, an abbreviation or in full.

        Those of a thing count in either number. An abbreviation that is an English word too is one only in capitals.
        """
        if name in {"us", "Us"}:
            return ()
        place = self.local.place_by_name.get(fold(name))
        return self._index.same.get(fold(name)) or ((place.name_en, place.short_zh) if place else ())

    def find_list(self, name: str) -> NamedList | None:
        """Return the named list of this id or name, in either case; None where there is none that may be used."""
        wanted = fold(name)
        by_id = (held for held in self.lists if held.shown_id.casefold() == wanted)
        return next(by_id, None) or next((held for held in self.lists if fold(held.name) == wanted), None)

    def suggest_names(self, text: str, *, limit: int = 3) -> tuple[str, ...]:
        """Return the names of bodies and companies nearest to a text, to ask which is meant."""
        return self._index.spelling.suggest(text, limit=limit)

    def find_spelling(self, text: str) -> str | None:
        """Return the one name of a body or company that is almost spelled so, sure enough to look for it."""
        return self._index.spelling.find(text)

    def list_line(self, body_id: str) -> tuple[Body, ...]:
        """Return the bodies that came of this one and those it came from, however many steps away, nearest first."""
        line: list[Body] = []
        for step in (self.successors, self.predecessors):
            waiting = [*step(body_id)]
            for other in waiting:  # it grows as it is walked
                waiting += [each for each in step(other.id) if each not in waiting]
            line += waiting
        return tuple(dict.fromkeys(line))

    def successors(self, body_id: str) -> tuple[Body, ...]:
        """Return the bodies that name this one as a predecessor."""
        return tuple(body for body in self.bodies if body_id in body.predecessors)

    def predecessors(self, body_id: str) -> tuple[Body, ...]:
        """Return the bodies that this one names as predecessors."""
        body = self.body_by_id.get(body_id)
        return tuple(self.body_by_id[old] for old in body.predecessors if old in self.body_by_id) if body else ()
