"""The tokens that texts and questions become in the search index: words without endings, pairs of Han, and figures.

A token is a word without its ending, or two Han characters side by side, so that any Chinese string is a phrase. A
figure has a token of its own, however it is written.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from bot.dates.date_words import parse_number
from bot.model.briefing import Item
from bot.model.ids import HAN

# Words without their endings: "pulling" is "pull", "penalties" are a "penalty", and "authorities" are no "authors".

_OWN_FORMS = {
    **{each: each for each in ("customs", "goods", "news", "securities", "arms", "works", "means", "series")},
    "gases": "gas",
    "buses": "bus",
    "viruses": "virus",
    "bonuses": "bonus",
    "analyses": "analysis",
    "crises": "crisis",
}
"""Words in "s" that mean something else without it, and plurals of words in "s"."""
_SIBILANT_PLURALS = ("ches", "shes", "sses", "xes", "zzes")
_NO_PLURALS = ("ss", "us", "sis")
_VERB = re.compile(r"(\w*[aeiouy]\w*)(?<!e)(?:ing|ed)")
_SHORT = re.compile(r"[^aeiouy]*[aeiouy][^aeiouywx]")
"""A word of one short syllable, which had an "e" before "-ing": "make"."""
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_BRITISH = (
    (re.compile(r"(?<=\w{3})is(?=e$|ation$)"), "iz"),
    (re.compile(r"(?<=\w{2})tre$"), "ter"),
    (re.compile(r"(?<=\w{3})our$"), "or"),
    (re.compile(r"(?<=\w{2})ence$"), "ense"),
)
_SHORTEST = 4
"""Shorter words are left as they are."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a word in small letters without its ending: one token for all its forms, British and American."""
    if len(word) < _SHORTEST or word in _OWN_FORMS or not (word.isascii() and word.isalpha()):
        return _OWN_FORMS.get(word, word)
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST:
        word = f"{word[:-3]}y"
    elif word.endswith(_SIBILANT_PLURALS):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(_NO_PLURALS):
        word = word[:-1]
    verb = _VERB.fullmatch(word)
    if verb and len(verb[1]) > 1:
        word = verb[1] if _DOUBLED.search(verb[1]) else f"{verb[1]}e"
    for ending, american in _BRITISH:
        word = ending.sub(american, word)
    if word.endswith("e") and not _SHORT.fullmatch(word[:-1]):
        word = word[:-1]
    return _DOUBLED.sub(r"\1", word)


_NOUNS = (("ation", ""), ("ation", "e"), ("ion", ""), ("ion", "e"), ("ment", ""), ("ment", "e"))
_SHORTEST_KIN = 5


def list_kin(word: str) -> tuple[str, ...]:
    """Return the verbs of a noun in -ion or -ment, or such nouns of a verb, as they may be: restrict, restriction."""
    if not (word.isascii() and word.isalpha()) or len(word) < _SHORTEST_KIN:
        return ()
    singular = word.removesuffix("s")
    verbs = [f"{singular.removesuffix(noun)}{verb}" for noun, verb in _NOUNS if singular.endswith(noun)]
    nouns = [f"{word.removesuffix(verb)}{noun}" for noun, verb in _NOUNS if word.endswith(verb)]
    return tuple(dict.fromkeys(each for each in (verbs or nouns) if len(each) >= _SHORTEST_KIN))


# What goes into the search index and how a question is put to it, in English and Chinese alike.

_TOKEN = re.compile(rf"([{HAN}]+)|((?<!\d)\d{{1,3}}(?:,\d{{3}})+(?!\d)|[^\W_{HAN}]+)")
"""Han in a row, or a word; a figure in groups of three is one."""
HAS_HAN = re.compile(f"[{HAN}]")
_PLURAL_ABBREVIATION = re.compile(r"[A-Z]{2,}s")
EVERY_ITEM = "gball0"
"""The index token of every item, for questions that only leave something out."""
NO_ITEM = "gbnone0"
"""A token that no item has, for a question that nothing can answer."""


def index_text(text: str) -> str:
    """Return the text as the index takes it: tokens separated by spaces, Han runs as pairs and their last character."""
    return " ".join(list_tokens(text))


def list_tokens(text: str, *, is_asked: bool = False) -> list[str]:
    """Return the tokens of a text; of one that ``is_asked`` for the last Han run may go on behind its last pair."""
    folded = unicodedata.normalize("NFKC", text.replace("\0", " "))
    tokens: list[str] = []
    for match in _TOKEN.finditer(folded):
        run, word = match.groups()
        if word:
            tokens.append(_stem_printed(word))
            continue
        tokens.extend(a + b for a, b in pairwise(run))
        if not is_asked or len(run) == 1 or _TOKEN.search(folded, match.end()):
            tokens.append(run[-1])
    return tokens


def find_words(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a text that are not Chinese, each as its token, with where it begins and ends."""
    return tuple((_stem_printed(each[2]), each.start(), each.end()) for each in _TOKEN.finditer(text) if each[2])


def _stem_printed(word: str) -> str:
    word = word[:-1] if _PLURAL_ABBREVIATION.fullmatch(word) else word.replace(",", "")
    return stem(word.casefold())


def facet_token(kind: str, record_id: str) -> str:
    """Return the index token that stands for a record in every item that has to do with it.

    Kinds: ``body``, ``company`` and ``topic`` named in it in any language, ``figure``, ``issuer``, ``issuers`` (how
    many), ``section``, ``briefing``, ``goal`` (a year), the policy's ``type`` and ``status``.
    """
    letters = record_id.casefold().replace("_", "")
    plain = "".join(c if c.isascii() and c.isalnum() else f"x{ord(c):x}x" for c in letters)
    return f"gb{kind}{plain}0"


# Figures: 600,000, 600000, 0.6 million and 60万 are one.

_SCALES = {"万亿": 12, "亿": 8, "万": 4, "千": 3, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALES |= {"k": 3, "m": 6, "mn": 6, "bn": 9, "trn": 12, "tn": 12}
_FIGURE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?"
    rf"(?:\s?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![a-z]))?(?![\d.,]*\d)",
    re.IGNORECASE | re.ASCII,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_FIGURE = 1000
"""Smaller figures, and years, are words."""
_MEASURE = 2
"""A figure may be asked for with so many Han characters behind it: 60万辆, 60万美元."""


def find_figures(text: str) -> Iterator[tuple[int, int, str]]:
    """Return each figure of a text in NFKC form: where it starts and ends, and its value."""
    for found in _FIGURE.finditer(text):
        whole, part, scale = found.groups()
        value = Decimal(whole.replace(",", "") + (part or "")).scaleb(_SCALES.get((scale or "").casefold(), 0))
        if value >= _LEAST_FIGURE and value == value.to_integral_value() and not _YEAR.fullmatch(found[0]):
            yield found.start(), found.end(), str(int(value))


def read_figure(text: str) -> str:
    """Return the value of a text that is a figure and perhaps what it counts in Chinese; "" for any other."""
    plain = unicodedata.normalize("NFKC", text)
    start, end, value = next(find_figures(plain), (-1, 0, ""))
    measure = plain[end:].strip()
    counts = not measure or (len(measure) <= _MEASURE and all(map(HAS_HAN.match, measure)))
    return value if start == 0 and counts else ""


_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SAID_COUNT = re.compile(
    r"([二两三四五六七八九十]|十[一二三四五六七八九]|[1-9]\d?)(?:个|家)?(?:部门|部委)"
    rf"|\b({'|'.join(_NUMBERS)}) (?:ministries|departments|agencies|regulators|bodies)",
    re.IGNORECASE,
)


def list_issuer_counts(item: Item) -> set[int]:
    """Return how many bodies issued together, also as the text says, which need not name all: 工信部等四部门."""
    titles = (item.policy.title_en, item.policy.title_zh) if item.policy else ()
    said = " ".join(filter(None, (item.headline, *titles, item.text)))
    found = _SAID_COUNT.finditer(said) if item.issuing_bodies else ()
    counts = {parse_number(each[1]) if each[1] else _NUMBERS.index(each[2].casefold()) + 2 for each in found}
    named = len(set(item.issuing_bodies))
    return counts if counts and named == 1 else {named, *counts}
