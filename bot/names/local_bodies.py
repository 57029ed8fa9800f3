"""Bodies of provinces and cities: which place, what field, what rank, and their names composed of these.

No list could hold them all, so each is made when somebody names it. Places and fields come from
``data/reference/local_offices.toml``; the ranks are here, since grammar needs them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from bot.model.ids import fold
from bot.names.records import Body

_RANKS = {
    "COMMISSION": (("Commission", "Committee"), ("委员会", "委")),
    "DEPARTMENT": (("Department",), ("厅",)),
    "BUREAU": (("Bureau", "Administration"), ("局",)),
    "OFFICE": (("Office",), ("办公室", "办")),
}
"""What an office is called beside its field in both languages, the usual word first."""
_LEVEL = re.compile(r" (?:provincial|municipal|province|city|municipality|autonomous region)$")
_KIND_OF_PLACE = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|省|市)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A province or a city; ``name_zh`` ends in 省, 市 or 自治区."""

    name_en: str
    name_zh: str

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


_Office = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A field with a rank, or the government, which has none: the id and the names without the place, the usual first."""
_GOVERNMENT = ("GOVERNMENT", ("People's Government", "Government"), ("人民政府", "政府"))


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
    def _offices(self) -> dict[str, _Office]:
        found: dict[str, _Office] = {fold(name): _GOVERNMENT for names in _GOVERNMENT[1:] for name in names}
        for field, (rank, (words, signs)) in product(self.fields, _RANKS.items()):
            english = (field.name_en, *field.names_en)
            chinese = tuple(f"{of}{sign}" for of in (field.name_zh, *field.short_zh) for sign in signs)
            office = (f"{_in_capitals(field.id)}_{rank}", _arrange(english, rank, words[0]), chinese)
            written = (form for word in words for form in _arrange((*english, field.id), rank, word))
            found |= {fold(form): office for form in (*written, *chinese)}
        return found

    def find(self, name: str) -> Body | None:
        """Return the body that this is a name of, in either language, full or short, or its id; None for any other."""
        folded = fold(name)
        for end in range(2, len(folded)):
            office = self._offices.get(folded[end:].strip())
            place = self.place_by_name.get(_LEVEL.sub("", folded[:end].strip())) if office else None
            if office and place:
                return _compose(place, office)
        return None


def _arrange(fields: Iterable[str], rank: str, word: str) -> tuple[str, ...]:
    """Return the English names: a commission stands behind its field as a rule, another rank before it."""
    behind, before = [f"{of} {word}" for of in fields], [f"{word} of {of}" for of in fields]
    return (*behind, *before) if rank == "COMMISSION" else (*before, *behind)


def _compose(place: Place, office: _Office) -> Body:
    english = tuple(f"{place.name_en} {name}" for name in office[1])
    chinese = tuple(f"{at}{name}" for at in (place.name_zh, place.short_zh) for name in office[2])
    return Body(
        id=f"{_in_capitals(place.name_en)}_{office[0]}",
        name_en=english[0],
        name_zh=chinese[0],
        names_en=english[1:],
        names_zh=chinese[1:],
        kind="local",
    )


def _in_capitals(name: str) -> str:
    return name.upper().replace("'", "").replace("-", "_").replace(" ", "_")
