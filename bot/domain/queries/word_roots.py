"""English words that the index's stemmer takes for one and that mean something else: "generic" and "general".

Porter's stemmer, which SQLite has (sqlite.org/fts5.html#porter_tokenizer), cuts both to one stem. Its successor knows
such words by their beginnings (snowballstem.org/algorithms/english/stemmer.html, "exceptional forms"); here each family
of them is parted by the beginnings that belong together. A word that begins like none of these is not touched.
"""

from __future__ import annotations

import re
import unicodedata

from bot.domain.names import HAN

_FAMILIES = """
    accountab | account
    additive | addition
    authorit | authoris authoriz | author
    busines | busy busie
    communit | communic | commun
    competen | compet
    conservativ | conserv
    conversation | conversion convers
    critical | critic
    customs | customer | customi | custom
    designat | design
    directiv | direction | direct
    emergency emergencies | emerg
    engineer | engine
    experience | experiment
    general | generic | generat | generous generos
    goods | good
    governan | governm | govern
    hospitali | hospital
    importan | import
    initial | initiat
    integrity | integral | integrat
    lateral | later
    mechanism | mechan
    mineral | miner
    news | new
    nominal | nominat
    objectiv | objection | object
    organic | organism | organi | organ
    original | originat | origin
    physical | physics
    positive | position
    presiden | presid
    providen | provid
    publicat | publici | public
    reservat | reserv
    residen | residu | resid
    respectiv | respect
    responsib | respons
    securities securitis securitiz
    several | severe severi | sever
    silicone | silicon
    terminal | terminat
    transition | transit
    unite uniti | unit
    universal | universit | universe
    us. | use usi usa
"""
"""Each line a family, parted by bars; beginnings side by side belong together, a dot ends a whole word.

What is left out of its family, as "security" is, finds all of it.
"""


def _read_families() -> dict[str, str]:
    """Give for each beginning the first of those that belong together with it."""
    roots: dict[str, str] = {}
    for family in _FAMILIES.split("\n"):
        for group in family.split("|"):
            roots.update(dict.fromkeys(group.split(), group.split()[0].rstrip(".") if group.split() else ""))
    return roots


_ROOTS = _read_families()
_IN_WORD = rf"[^\W_{HAN}]"
_BEGINS = re.compile(
    rf"(?<!{_IN_WORD})(?:"
    + "|".join(
        f"{each.rstrip('.')}(?!{_IN_WORD})" if each.endswith(".") else each
        for each in sorted(_ROOTS, key=len, reverse=True)
    )
    + ")"
)


def list_roots(text: str) -> tuple[str, ...]:
    """Give the roots of those words of a text that the stemmer takes for others, each once, in their order."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = _BEGINS.findall(folded)
    return tuple(dict.fromkeys(_ROOTS.get(each) or _ROOTS[f"{each}."] for each in found))


def find_beginning(word: str) -> str:
    """Give the beginning by which a word is told from those that the stemmer takes for it; "" where nothing is."""
    found = _BEGINS.match(word.casefold())
    return found[0] if found else ""


def list_confounded(beginning: str) -> tuple[str, ...]:
    """Give the longer beginnings of words that are none of those with this one: that of "importance" for "import"."""
    root = _ROOTS.get(beginning)
    longer = (each for each in _ROOTS if beginning and each.startswith(beginning) and each != beginning)
    return tuple(each for each in longer if _ROOTS[each] != root)
