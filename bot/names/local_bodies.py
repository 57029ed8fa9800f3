"""Bodies of provinces and cities: which place, what field, what rank, and their names composed of these.

No list could hold them all, so each is made when somebody names it. Places and fields come from
``data/reference/local_offices.toml``; the ranks are here, since grammar needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.model.ids import fold

GOVERNMENT = "government"
"""The field of a people's government, which has no other rank."""
LOCAL = "local"
"""The ``kind`` of such a body."""


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
        bare = self.name_zh.removesuffix("自治区")
        for people in ("壮族", "回族", "维吾尔"):
            bare = bare.removesuffix(people)
        return bare.removesuffix("省").removesuffix("市")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What an office is for: its names in both languages without the rank; ``short_zh`` are those of short forms."""

    id: str
    name_en: str
    name_zh: str
    names_en: tuple[str, ...] = ()
    short_zh: tuple[str, ...] = ()

    @property
    def all_zh(self) -> tuple[str, ...]:
        """The Chinese names, the full one first."""
        return (self.name_zh, *self.short_zh)

    @property
    def all_en(self) -> tuple[str, ...]:
        """The English names, the usual one first."""
        return (self.name_en, *self.names_en)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names in both languages."""
        return (*self.all_en, *self.all_zh)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rank:
    """What an office is called beside its field; ``names_en`` are further words, ``names_zh`` further signs."""

    id: str
    name_en: str
    name_zh: str
    names_en: tuple[str, ...] = ()
    names_zh: tuple[str, ...] = ()


RANKS = (
    Rank(id="COMMISSION", name_en="Commission", name_zh="委员会", names_en=("Committee",), names_zh=("委",)),
    Rank(id="DEPARTMENT", name_en="Department", name_zh="厅"),
    Rank(id="BUREAU", name_en="Bureau", name_zh="局", names_en=("Administration",)),
    Rank(id="OFFICE", name_en="Office", name_zh="办公室", names_zh=("办",)),
)
RULE = Rank(id="", name_en="People's Government", name_zh="人民政府", names_en=("Government",), names_zh=("政府",))
_RULE_WORDS = frozenset(map(fold, (RULE.name_en, *RULE.names_en)))
_RANK_BY_WORD = {fold(word): rank for rank in RANKS for word in (rank.name_en, *rank.names_en)}
_LEVELS = (" provincial", " municipal", " province", " city", " municipality", " autonomous region")


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A place's office for a field, or its government (``field`` None), with all forms of its name."""

    place: Place
    field: Field | None
    rank: Rank

    @property
    def id(self) -> str:
        """Place, field and rank in capitals: ``GUANGDONG_FINANCE_DEPARTMENT``, ``XIAN_GOVERNMENT``."""
        office = (_in_capitals(self.field.id), self.rank.id) if self.field else (GOVERNMENT.upper(),)
        return "_".join((self.place.id, *office))

    @property
    def all_en(self) -> tuple[str, ...]:
        """The English names, the usual one first: a commission stands behind its field, another rank before it."""
        if self.field is None:
            return tuple(f"{self.place.name_en} {word}" for word in (self.rank.name_en, *self.rank.names_en))
        behind = [f"{self.place.name_en} {what} {self.rank.name_en}" for what in self.field.all_en]
        before = [f"{self.place.name_en} {self.rank.name_en} of {what}" for what in self.field.all_en]
        return (*behind, *before) if self.rank.id == "COMMISSION" else (*before, *behind)

    @property
    def all_zh(self) -> tuple[str, ...]:
        """The Chinese names, the full one first."""
        return tuple(
            f"{where}{what}{kind}"
            for where in (self.place.name_zh, self.place.short_zh)
            for what in (self.field.all_zh if self.field else ("",))
            for kind in (self.rank.name_zh, *self.rank.names_zh)
        )


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
        return {fold(name): field for field in self.fields for name in (*field.all_en, *field.all_zh)}

    @cached_property
    def _offices(self) -> dict[str, tuple[Field | None, Rank]]:
        offices: dict[str, tuple[Field | None, Rank]] = {
            f"{_in_capitals(field.id)}_{rank.id}": (field, rank) for field in self.fields for rank in RANKS
        }
        return offices | {GOVERNMENT.upper(): (None, RULE)}

    @cached_property
    def _place_by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    def get(self, body_id: str) -> LocalBody | None:
        """Return the body of this id, or None where it is none of a place and an office that we know."""
        words = body_id.split("_")
        for end in range(1, len(words)):
            place = self._place_by_id.get("_".join(words[:end]))
            office = self._offices.get("_".join(words[end:])) if place else None
            if place and office:
                return LocalBody(place, *office)
        return None

    def find(self, name: str) -> LocalBody | None:
        """Return the body that this is a name of, in either language, full or short, or its id; None for any other."""
        folded = fold(name)
        found = None if folded.isascii() else self._find_zh(folded)
        if found or " " not in folded:  # in English a place and its office are two words
            return found
        return self._find_en(folded) or self.get(folded.upper().replace(" ", "_"))

    def find_field(self, name: str) -> Field | None:
        """Return the field of this name in either language."""
        return self._field_by_name.get(fold(name))

    def _find_zh(self, name: str) -> LocalBody | None:
        for rank in (RULE, *RANKS):
            end = next((sign for sign in (rank.name_zh, *rank.names_zh) if name.endswith(sign)), None)
            rest = name.removesuffix(end) if end else ""
            for at in range(2, len(rest) + 1):
                place = self.place_by_name.get(rest[:at])
                field = self._field_by_name.get(rest[at:]) if rank is not RULE else None
                if place and (field or (rank is RULE and at == len(rest))):
                    return LocalBody(place, field, rank)
        return None

    def _find_en(self, name: str) -> LocalBody | None:
        head, _, tail = name.partition(" of ")
        if tail and _RANK_BY_WORD.get(head.rpartition(" ")[2]):
            place, word = _cut_last(head)
            return self._compose_en(place, tail, word)
        for words in (2, 1):
            parts = name.rsplit(" ", words)
            word = " ".join(parts[1:])
            if word in _RULE_WORDS:
                found = self.place_by_name.get(_without_level(parts[0]))
                return LocalBody(found, None, RULE) if found else None
        rest, word = _cut_last(name)
        starts = [at for at, sign in enumerate(rest) if sign == " "]
        made = (self._compose_en(rest[:at], rest[at + 1 :], word) for at in starts)
        return next((body for body in made if body), None)

    def _compose_en(self, place: str, field: str, word: str) -> LocalBody | None:
        found, meant, rank = (
            self.place_by_name.get(_without_level(place)),
            self.find_field(field),
            _RANK_BY_WORD.get(word),
        )
        return LocalBody(found, meant, rank) if found and meant and rank else None


def _in_capitals(name: str) -> str:
    return name.upper().replace("'", "").replace("-", "_").replace(" ", "_")


def _cut_last(text: str) -> tuple[str, str]:
    rest, _, last = text.rpartition(" ")
    return rest, last


def _without_level(place: str) -> str:
    for level in _LEVELS:
        place = place.removesuffix(level)
    return place
