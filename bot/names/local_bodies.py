"""Bodies of provinces and cities: which place, what field, what rank, and their names composed of these.

No list could hold them all, so each is made when somebody names it. Places and fields come from
``data/reference/local_offices.toml``; the ranks are here, since grammar needs them.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.model.ids import fold
from bot.names.records import Body

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
        """The names in both languages, and the id."""
        return (self.name_en, *self.names_en, self.name_zh, *self.short_zh, self.id)


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

    def get(self, body_id: str) -> Body | None:
        """Return the body of this id, or None where it is none of a place and an office that we know."""
        made = self._find_en(fold(body_id).split())
        return made if made and made.id == body_id else None

    def find(self, name: str) -> Body | None:
        """Return the body that this is a name of, in either language, full or short, or its id; None for any other."""
        folded = fold(name)
        return self._find_en(folded.split()) if folded.isascii() else self._find_zh(folded)

    def _find_zh(self, name: str) -> Body | None:
        sign, rank = next((pair for pair in _SIGNS if name.endswith(pair[0])), (name, ""))
        rest = name.removesuffix(sign)
        cuts = ((self.place_by_name.get(rest[:at]), rest[at:]) for at in range(2, len(rest) + 1))
        return next(filter(None, (self._make(place, field, rank) for place, field in cuts if place)), None)

    def _find_en(self, words: list[str]) -> Body | None:
        for end in range(1, len(words)):
            place = self.place_by_name.get(_LEVEL.sub("", " ".join(words[:end])))
            parts = _PARTS.fullmatch(" ".join(words[end:])) if place else None
            rank = _RANK_BY_WORD[parts["before"] or parts["rank"]] if parts else ""
            if place and parts and (made := self._make(place, parts["of"] or parts["field"] or "", rank)):
                return made
        return None

    def _make(self, place: Place, field: str, rank: str) -> Body | None:
        """Return the office of this field and rank, or the government, which has none; None for what there is not."""
        known = self._field_by_name.get(field)
        return _compose(place, known, rank) if bool(known) is bool(field) is (rank != _GOVERNMENT) else None


def _compose(place: Place, field: Field | None, rank: str) -> Body:
    """Return the body with all its names: in English a commission stands behind its field, another rank before it."""
    words, signs = _RANKS[rank]
    fields_en = (field.name_en, *field.names_en) if field else ()
    fields_zh = (field.name_zh, *field.short_zh) if field else ("",)
    behind = [f"{place.name_en} {of} {words[0]}" for of in fields_en]
    before = [f"{place.name_en} {words[0]} of {of}" for of in fields_en]
    english = (*behind, *before) if rank == "COMMISSION" else (*before, *behind)
    english = english or tuple(f"{place.name_en} {word}" for word in words)
    chinese = tuple(f"{at}{of}{sign}" for at in (place.name_zh, place.short_zh) for of in fields_zh for sign in signs)
    return Body(
        id="_".join(filter(None, (place.id, _in_capitals(field.id) if field else "", rank))),
        name_en=english[0],
        name_zh=chinese[0],
        names_en=english[1:],
        names_zh=chinese[1:],
        kind=LOCAL,
    )


def _in_capitals(name: str) -> str:
    return name.upper().replace("'", "").replace("-", "_").replace(" ", "_")
