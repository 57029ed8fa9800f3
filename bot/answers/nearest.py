"""The nearest known names to one that is not held: a suggestion, or a spelling that is tried and said so.

Exact names and acronyms are found before this is asked. Under five letters everything is near to everything: only
abbreviations in capitals and Chinese names are compared there, and only suggested. One letter may differ or two be
swapped, one sign of three, or of two one that sounds alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.model.ids import fold
from bot.names.lexicon import Body, Company, Lexicon
from bot.names.pinyin import index_pinyin, list_splits, reads_as_pinyin, syllable_token

_CUTOFF = 80
"""rapidfuzz score, of 100, from which a name is worth suggesting: twice what is alike, of the letters of both."""
_SURE = 88
"""rapidfuzz score from which a spelling is tried."""
_LENGTH_APART = 2
_STEMS = 12
"""So many stems are looked at as whole words."""
_SHORTEST = 5
"""Names and questions of fewer letters are too easily near to everything."""
_FEWEST = 2
_LONGEST_SHORT = 5
_LONGEST_RUN = 8
_MOST_LISTS = 4
_MOST_NEAREST = 3
_BY_PINYIN: list[tuple[Sequence[Company], dict[str, list[int]]]] = []
"""The lists of companies that were asked for last, each with their places by the pinyin of each Chinese name."""


def find_nearest(asked: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the few known names spelled almost like the one asked for, nearest first."""
    by_folded: dict[str, str] = {}
    for name in known:
        by_folded.setdefault(fold(name), name)
    found = [*_list_near(fold(asked), list(by_folded)), *_list_near_short(asked, list(by_folded))]
    return tuple(by_folded[name] for name in dict.fromkeys(found))[:_MOST_NEAREST]


def find_nearest_of(asked: str, records: Iterable[Body | Company]) -> tuple[str, ...]:
    """Return the same of the names of these bodies or companies."""
    return find_nearest(asked, (name for record in records for name in record.all_names))


def find_nearest_name(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the same of the names of bodies and companies."""
    wanted = fold(asked)
    shortest = -(-len(wanted) * _CUTOFF // (200 - _CUTOFF))  # a name of less, or of more, cannot reach the cutoff
    longest = len(wanted) * (200 - _CUTOFF) // _CUTOFF
    lengths = range(shortest, longest + 1)
    likely = [name for length in lengths for name in lexicon.folded_by_length.get(length, ())]
    short = (name for length in range(_FEWEST, _LONGEST_SHORT + 1) for name in lexicon.folded_by_length.get(length, ()))
    found = dict.fromkeys((*_list_near(wanted, likely), *_list_near_short(asked, short)))
    return tuple(lexicon.names_by_fold[name] for name in found)[:_MOST_NEAREST]


def find_nearest_bodies(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the nearest names of bodies; of one that is only meant in capitals the abbreviation in them."""
    near = find_nearest_of(asked, lexicon.bodies)
    return near or tuple(body.id for body in lexicon.find_bodies(asked))


def find_nearest_companies(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the nearest names of companies, else of those with a name that begins with these words."""
    begins = fold(asked) if len(asked) >= _FEWEST and not asked.isascii() else f"{fold(asked)} "
    begun = (each.name for each in lexicon.companies if any(fold(name).startswith(begins) for name in each.all_names))
    return find_nearest_of(asked, lexicon.companies) or tuple(dict.fromkeys(begun))[:_MOST_NEAREST]


def find_in_pinyin(asked: str, companies: Sequence[Company]) -> tuple[Company, ...]:
    """Return the companies whose Chinese name the whole text is in pinyin, with spaces or without, in their order."""
    if not reads_as_pinyin(asked):
        return ()
    held = _list_by_pinyin(companies)
    ways = {" ".join(map(syllable_token, way)) for way in list_splits(asked)}
    return tuple(companies[at] for at in sorted({at for way in ways for at in held.get(way, ())}))


def _list_by_pinyin(companies: Sequence[Company]) -> dict[str, list[int]]:
    for held, places in _BY_PINYIN:
        if held is companies:
            return places
    places = {}
    for at, company in enumerate(companies):
        for name in company.all_names:
            if not name.isascii() and (read := _read_name(name)):
                places.setdefault(read, []).append(at)
    _BY_PINYIN[:] = [(companies, places), *_BY_PINYIN[: _MOST_LISTS - 1]]
    return places


@lru_cache(maxsize=16_384)
def _read_name(name: str) -> str:
    return index_pinyin(name)


def _list_near(wanted: str, folded: list[str]) -> list[str]:
    if len(wanted) < _SHORTEST:
        return []
    found = process.extract(wanted, folded, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=None)
    return [name for name, _, _ in found if len(name) >= _SHORTEST]


def _list_near_short(asked: str, folded: Iterable[str]) -> list[str]:
    """Return the short names that an abbreviation or a Chinese name may stand for, each one step away."""
    wanted = fold(asked)
    if (
        not _FEWEST <= len(wanted) <= _LONGEST_SHORT
        or not wanted.isalpha()
        or (wanted.isascii() and asked != asked.upper())
    ):
        return []
    return [name for name in folded if name[0] == wanted[0] and name != wanted and _is_one_step_away(wanted, name)]


def _is_one_step_away(wanted: str, name: str) -> bool:
    if wanted.isascii() is not name.isascii() or OSA.distance(wanted, name, score_cutoff=1) > 1:
        return False
    if not wanted.isascii():
        sounds_alike = index_pinyin(wanted) == index_pinyin(name)
        return len(wanted) == len(name) and (len(wanted) > _FEWEST or sounds_alike)
    return sorted(wanted) == sorted(name) or min(len(wanted), len(name)) >= _SHORTEST - 1


def find_name_spelling(asked: str, lexicon: Lexicon) -> str | None:
    """Return the known name of a body or company that is spelled almost so, swapped letters included; else None.

    One letter may be wrong where only one name is so near. The first letter must be right, since people seldom miss it
    and a wrong guess answers another question.
    """
    wanted = fold(asked)
    if len(wanted) < _SHORTEST or not wanted.isascii():
        return None
    likely = [
        name
        for name in lexicon.folded_by_letter.get(wanted[0], ())
        if len(name) >= _SHORTEST and abs(len(name) - len(wanted)) <= _LENGTH_APART
    ]
    for scorer in (fuzz.ratio, _swap_ratio):
        found = process.extractOne(wanted, likely, scorer=scorer, score_cutoff=_SURE)
        if found and found[0] != wanted:
            return lexicon.names_by_fold[found[0]]
    meant = {lexicon.names_by_fold[name] for name in likely if _is_one_letter_away(wanted, name)}
    return meant.pop() if len(meant) == 1 else None


def _is_one_letter_away(wanted: str, name: str) -> bool:
    """Return whether two names of one length differ in one letter, which of five letters is too much for a score."""
    return len(wanted) == len(name) and OSA.distance(wanted, name, score_cutoff=1) == 1


def find_misspelt_run(
    words: Sequence[str | None], unheld: Collection[str], lexicon: Lexicon
) -> tuple[int, int, str] | None:
    """Return where words, one of which no item has, are a known name spelled almost so: first, one behind, the name.

    The nearest of all; None stands for a word that is as it is.
    """
    best: tuple[float, int, int, str] | None = None
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + _LONGEST_RUN) + 1):
            run = [word for word in words[start:end] if word is not None]
            if len(run) < end - start or not any(word in unheld for word in run):
                continue
            text = " ".join(run)
            name = find_name_spelling(text, lexicon)
            likeness = OSA.normalized_similarity(fold(text), fold(name)) if name else 0.0
            if name and (best is None or likeness > best[0]):
                best = (likeness, start, end, name)
    return best[1:] if best else None


def list_near_stems(asked: str, stems: Iterable[str]) -> list[str]:
    """Return the stems, of those that begin with the same letter, that this word might have were it spelled right.

    Nearest first, at most a few: a stem is short of its word, so which is meant is decided by whole words
    (``choose_spelling``).
    """
    wanted = fold(asked)
    if len(wanted) <= _SHORTEST or not wanted.isascii():
        return []
    near: list[tuple[float, str]] = []
    for stem in _list_within_reach(wanted, [stem for stem in stems if len(stem) >= _SHORTEST]):
        forms = (wanted[: len(stem)], wanted[: len(stem) + 1], wanted[: len(stem) - 1], wanted[:-1] + "i")
        likeness = max(100.0 * OSA.normalized_similarity(form, stem) for form in forms)
        apart = min(OSA.distance(form, stem) for form in forms)
        if likeness >= _SURE or apart <= 1:
            near.append((likeness, stem))
    return [stem for _, stem in sorted(near, key=lambda pair: (-pair[0], pair[1]))[:_STEMS]]


def _list_within_reach(wanted: str, stems: list[str]) -> list[str]:
    """Return the stems that are not too far from every beginning of the word to be near to one."""
    reach = max(1, int((1 - _SURE / 100) * (len(wanted) + _LENGTH_APART)))
    beginnings = {wanted[:end] for end in range(_SHORTEST - 1, len(wanted) + 1)} | {wanted[:-1] + "i"}
    found = {
        stem
        for form in beginnings
        for stem, _, _ in process.extract(form, stems, scorer=OSA.distance, score_cutoff=reach, limit=None)
    }
    return [stem for stem in stems if stem in found]


def choose_spelling(asked: str, words: Iterable[str]) -> str | None:
    """Get the word that is spelled almost so, endings and doubled letters aside; the nearest, of equals the first."""
    wanted = _leave_ending(fold(asked))
    best: tuple[float, str] | None = None
    for word in words:
        folded = _leave_ending(fold(word))
        likeness = 100.0 * max(OSA.normalized_similarity(wanted, form) for form in _list_forms(folded, len(wanted)))
        is_near = likeness >= _SURE or OSA.distance(wanted, folded) <= 1
        if is_near and (best is None or likeness > best[0]):
            best = (likeness, word)
    return best[1] if best else None


def _leave_ending(word: str) -> str:
    """Return a word without the S of a plural, and with doubled letters once, where people err: "labling"."""
    return "".join(letter for letter, _ in groupby(word.removesuffix("s")))


def _list_forms(word: str, length: int) -> tuple[str, ...]:
    """Return the word, and its beginning where it is longer: the question may have it with a shorter ending."""
    return (word, word[:length]) if len(word) > length else (word,)


def _swap_ratio(one: str, other: str, **_: object) -> float:
    """Return the likeness of two names of one length that differ in two neighbouring letters only."""
    if len(one) != len(other):
        return 0.0
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]]  # noqa: PLR2004  a pair
    return 100.0 if swapped and one[apart[1]] == other[apart[0]] else 0.0
