"""Names of bodies of provinces and cities in running text: a place, then the field of an office and its rank.

Decided: an office without its place (省财政厅, 市商务局) is of the place that the item named last before it, else of
the first that it names at all; of a place that we do not know it is nobody's. "Beijing's" may be the whole country's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.local_bodies import RANKS, RULE, LocalBody
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Name
from bot.reading.recognition.word_led import WordLed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain.local_bodies import LocalBodies, Place, Rank

_LONGEST_PLACE = 8
_RELATIVE = re.compile(r"(?:^|[、，。；：:（(《“\s和与及会同由向])(?P<level>省|市|自治区)$")
_LEVEL = r"(?:['’]s)?(?:\s(?:Provincial|Municipal|Province|City|Municipality|Autonomous\sRegion)(?:['’]s)?)?"
_HALL = r"(?:办公厅|办公室)?"
_RANK_SIGNS: dict[str, Rank] = {sign: rank for rank in RANKS for sign in (rank.name_zh, *rank.names_zh)}
_RANK_WORDS: dict[str, Rank] = {word: rank for rank in RANKS for word in (rank.name_en, *rank.names_en)}
_CENTRE = re.compile(r"Beijing(?:['’]s)?\s")


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Grammar:
    zh: WordLed
    full: re.Pattern[str]
    before: WordLed
    behind: WordLed


@lru_cache(maxsize=4)
def _build_grammar(local: LocalBodies) -> _Grammar:
    fields_zh = _any_of(name for field in local.fields for name in field.all_zh)
    spelled = [name for field in local.fields for name in field.all_en]
    fields_en = _any_of((*spelled, *(name.replace(" and ", " & ") for name in spelled)))
    places = _any_of(place.name_en.replace("'", "’") for place in local.places).replace("’", "['’]?")
    ranks = _any_of(_RANK_WORDS)
    of = rf"(?P<of_rank>{ranks})\s(?:of|for)\s(?:the\s)?(?P<of_field>{fields_en})"
    office = rf"{of}|(?P<field>{fields_en})\s(?P<rank>{ranks})|(?P<rule>People['’]s\sGovernment)"
    ruled = r"(?:['’]s)?(?P<level>\s(?:[Pp]rovincial|[Mm]unicipal))\s(?P<ruled>[Gg]overnment)"
    return _Grammar(
        zh=WordLed(
            " ".join({name[:2] for field in local.fields for name in field.all_zh} | {"人民政府", "政府"}),
            rf"(?:(?P<field>{fields_zh})(?P<rank>委员会|委(?![员托派任])|厅|局(?![面部势限])|办公室|办(?![法理公事学案])){_HALL}"
            rf"|(?P<rule>人民政府|政府){_HALL})",
        ),
        full=re.compile(_any_of(place.name_zh for place in local.places)),
        before=WordLed(
            " ".join({place.name_en.split()[0].split("'")[0].lower() for place in local.places}),
            rf"(?<!\w)(?P<place>{places})(?:{_LEVEL}\s(?:{office})|{ruled})\b",
        ),
        behind=WordLed(
            " ".join((*_RANK_WORDS, "people")).lower(),
            rf"(?<!\w)(?:{of}|People['’]s\sGovernment)\sof\s(?:the\s)?(?P<place>{places})\b(?!\sand\s)"
            r"(?:\s(?:Province|Municipality|City)\b)?",
        ),
    )


def list_local_names(texts: Iterable[str], local: LocalBodies) -> list[tuple[Name, ...]]:
    """Give the local bodies that each of an item's texts names, in their order and without overlaps."""
    held = tuple(texts)
    grammar = _build_grammar(local)
    stated = [
        local.place_by_name[found[0]] for text in held if not text.isascii() for found in grammar.full.finditer(text)
    ]
    last: list[Place] = []
    return [tuple(_read_zh(text, local, last, stated)) + tuple(_read_en(text, local)) for text in held]


def _read_zh(text: str, local: LocalBodies, last: list[Place], stated: list[Place]) -> Iterator[Name]:
    """Give the Chinese names; ``last`` holds the place last named before, and is kept up."""
    for match in _build_grammar(local).zh.finditer(text):
        at = match.start()
        lengths = range(min(_LONGEST_PLACE, at), 1, -1)
        place = next((found for n in lengths if (found := local.place_by_name.get(text[at - n : at]))), None)
        if place is not None:
            start = at - next(n for n in lengths if text[at - n : at] in local.place_by_name)
        else:
            relative = _RELATIVE.search(text, max(0, at - 5), at)
            place = _find_meant(relative["level"], [*last, *stated], local) if relative else None
            start = relative.start("level") if relative else at
        if place is None:
            continue
        last[:] = [place]
        rank = RULE if match["rule"] else _RANK_SIGNS[match["rank"]]
        field = local.find_field(match["field"]) if match["field"] else None
        yield Name(start=start, end=match.end(), kind=NameKind.BODY, id=LocalBody(place, field, rank).id)


def _find_meant(level: str, near: list[Place], local: LocalBodies) -> Place | None:
    """Give the place of an office of this level, by the places named near it, the nearest first."""
    for place in near:
        if level == "市" and place.name_zh.endswith("市"):
            return place
        province = local.place_by_name.get(place.province.casefold()) if place.province else place
        if level != "市" and province and province.name_zh.endswith(level):
            return province
    return None


def _read_en(text: str, local: LocalBodies) -> Iterator[Name]:
    grammar = _build_grammar(local)
    found = sorted(
        (match for led in (grammar.before, grammar.behind) for match in led.finditer(text)), key=lambda m: m.start()
    )
    end = 0
    for match in found:
        held = match.groupdict()
        place = local.place_by_name.get(match["place"].replace("’", "").replace("'", "").casefold())
        is_centre = _CENTRE.match(match[0]) and "'s" in match[0].replace("’", "'") and "unicipal" not in match[0]
        if place is None or match.start() < end or is_centre:
            continue
        name, word = held["of_field"] or held.get("field"), held["of_rank"] or held.get("rank")
        field = local.find_field(name) if name else None
        rank = _RANK_WORDS[word] if word else RULE
        end = match.end()
        yield Name(start=match.start(), end=end, kind=NameKind.BODY, id=LocalBody(place, field, rank).id)
