"""Bodies of provinces and cities: which place, what field, what rank, and their names composed of these.

No list could hold them all, so each is made when somebody names it. Places and fields come from
``data/reference/local_offices.toml``; the ranks are here, since grammar needs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.model.ids import fold

LOCAL = "local"
"""The ``kind`` of such a body."""
_GOVERNMENT = "GOVERNMENT"
_RANKS = {
    _GOVERNMENT: (("People's Government", "Government"), ("人民政府", "政府")),
    "COMMISSION": (("Commission", "Committee"), ("委员会", "委")),
    "DEPARTMENT": (("Department",), ("厅",)),
    "BUREAU": (("Bureau", "Administration"), ("局",)),
    "OFFICE": (("Office",), ("办公室", "办")),
}
"""What an office is called beside its field in both languages, the usual word first; a government has no field."""
_RANK_BY_WORD = {fold(word): rank for rank, (english, _) in _RANKS.items() for word in english}
_SIGNS = [(sign, rank) for rank, (_, chinese) in _RANKS.items() for sign in chinese]
_PARTS = re.compile(
    rf"(?P<before>{'|'.join(_RANK_BY_WORD)}) of (?P<of>.+)|(?:(?P<field>.+) )?(?P<rank>{'|'.join(_RANK_BY_WORD)})"
)
_LEVEL = re.compile(r" (?:provincial|municipal|province|city|municipality|autonomous region)$")
_KIND_OF_PLACE = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|省|市)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A province or a city; ``name_zh`` ends in 省, 市 or 自治区. ``province`` is that of a city, else None."""

    name_en: str
    name_zh: str
    province: str | None = None

    @property
    def id(self) -> str:
        """The name in capitals, as it begins the ids of its offices."""
        return _in_capitals(self.name_en)

    @property
    def short_zh(self) -> str:
        """The name without what it is: 广西 of 广西壮族自治区."""
        return _KIND_OF_PLACE.sub("", self.name_zh)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What an office is for: its names in both languages without the rank; ``short_zh`` are those of short forms."""

    id: str
    name_en: str
    name_zh: str
    names_en: tuple[str, ...] = ()
    short_zh: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names in both languages."""
        return (self.name_en, *self.names_en, self.name_zh, *self.short_zh)


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A place's office for a field, or its government (``field`` None), with all forms of its name."""

    place: Place
    field: Field | None
    rank: str

    @property
    def id(self) -> str:
        """Place, field and rank in capitals: ``GUANGDONG_FINANCE_DEPARTMENT``, ``XIAN_GOVERNMENT``."""
        return "_".join((self.place.id, *((_in_capitals(self.field.id),) if self.field else ()), self.rank))

    @property
    def all_en(self) -> tuple[str, ...]:
        """The English names, the usual one first: a commission stands behind its field, another rank before it."""
        place, words = self.place.name_en, _RANKS[self.rank][0]
        if self.field is None:
            return tuple(f"{place} {word}" for word in words)
        fields = (self.field.name_en, *self.field.names_en)
        behind = [f"{place} {of} {words[0]}" for of in fields]
        before = [f"{place} {words[0]} of {of}" for of in fields]
        return (*behind, *before) if self.rank == "COMMISSION" else (*before, *behind)

    @property
    def all_zh(self) -> tuple[str, ...]:
        """The Chinese names, the full one first."""
        fields = (self.field.name_zh, *self.field.short_zh) if self.field else ("",)
        places, signs = (self.place.name_zh, self.place.short_zh), _RANKS[self.rank][1]
        return tuple(f"{where}{of}{sign}" for where in places for of in fields for sign in signs)


@dataclass(frozen=True, kw_only=True, eq=False)
class LocalBodies:
    """The places and fields of which local bodies are made."""

    places: tuple[Place, ...] = ()
    fields: tuple[Field, ...] = ()

    @cached_property
    def place_by_name(self) -> dict[str, Place]:
        """Places by their names in Chinese, full and short, and by their folded English ones."""
        english = {fold(place.name_en): place for place in self.places}
        return english | {name: place for place in self.places for name in (place.short_zh, place.name_zh)}

    @cached_property
    def _field_by_name(self) -> dict[str, Field]:
        return {fold(name): field for field in self.fields for name in field.all_names}

    @cached_property
    def _place_by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def _field_by_id(self) -> dict[str, Field]:
        return {_in_capitals(field.id): field for field in self.fields}

    def get(self, body_id: str) -> LocalBody | None:
        """Return the body of this id, or None where it is none of a place and an office that we know."""
        head, _, rank = body_id.rpartition("_")
        words = head.split("_")
        for end in range(1, len(words) + 1) if rank in _RANKS else ():
            place, office = self._place_by_id.get("_".join(words[:end])), "_".join(words[end:])
            if place and (self._field_by_id.get(office) if office else rank == _GOVERNMENT):
                return self._make(place, self._field_by_id.get(office), rank)
        return None

    def find(self, name: str) -> LocalBody | None:
        """Return the body that this is a name of, in either language, full or short, or its id; None for any other."""
        folded = fold(name)
        if not folded.isascii():
            return self._find_zh(folded)
        if " " not in folded:  # a place and its office are two words
            return None
        return self._find_en(folded) or self.get(folded.upper().replace(" ", "_"))

    def _find_zh(self, name: str) -> LocalBody | None:
        sign, rank = next((pair for pair in _SIGNS if name.endswith(pair[0])), ("", ""))
        rest = name.removesuffix(sign) if sign else ""
        bodies = (
            self._make(self.place_by_name.get(rest[:at]), self._field_by_name.get(rest[at:]), rank, rest[at:])
            for at in range(2, len(rest) + 1)
        )
        return next(filter(None, bodies), None)

    def _find_en(self, name: str) -> LocalBody | None:
        words = name.split()
        for end in range(1, len(words)):
            place = self.place_by_name.get(_LEVEL.sub("", " ".join(words[:end])))
            parts = _PARTS.fullmatch(" ".join(words[end:])) if place else None
            if parts:
                field, rank = parts["of"] or parts["field"] or "", _RANK_BY_WORD[parts["before"] or parts["rank"]]
                if made := self._make(place, self._field_by_name.get(field), rank, field):
                    return made
        return None

    def _make(self, place: Place | None, field: Field | None, rank: str, said: str = "") -> LocalBody | None:
        """Return the body, None where the rank does not go with the field that was ``said``."""
        is_made = place and (field is not None) == bool(said or field) and (field is None) == (rank == _GOVERNMENT)
        return LocalBody(place, field, rank) if place and is_made else None


def _in_capitals(name: str) -> str:
    return name.upper().replace("'", "").replace("-", "_").replace(" ", "_")
