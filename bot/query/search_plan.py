"""From the words of a question to what the index is asked for: known names are found in every language."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise, product
from typing import NamedTuple

from bot.model.ids import HAN, fold, list_forms
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company
from bot.query.query_scan import Term, find_called

# English words that the index's stemmer takes for one and that mean something else: "generic" and "general".

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
    """Return for each beginning the first of those that belong together with it."""
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
    """Return the roots of those words of a text that the stemmer takes for others, each once, in their order."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = _BEGINS.findall(folded)
    return tuple(dict.fromkeys(_ROOTS.get(each) or _ROOTS[f"{each}."] for each in found))


def find_beginning(word: str) -> str:
    """Return the beginning by which a word is told from those that the stemmer takes for it; "" where nothing is."""
    found = _BEGINS.match(word.casefold())
    return found[0] if found else ""


def list_confounded(beginning: str) -> tuple[str, ...]:
    """Return the longer beginnings of words that are none of those with this one: that of "importance" for "import"."""
    root = _ROOTS.get(beginning)
    longer = (each for each in _ROOTS if beginning and each.startswith(beginning) and each != beginning)
    return tuple(each for each in longer if _ROOTS[each] != root)


# What goes into the search index and how a question is put to it, in English and Chinese alike.

_TOKEN = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = rf"(?<![^\W_{HAN}])", rf"(?![^\W_{HAN}])"
_HAS_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")
_AT_ONCE = 50_000
_MAX_TOKENS = 64
EVERY_ITEM = "gball0"
"""The index token of every item, for questions that only leave something out."""
NO_ITEM = "gbnone0"
"""A token that no item has, for a question that nothing can answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternatives:
    """One wanted thing in any of several wordings; each wording is a tuple of phrases that must all occur."""

    wordings: tuple[tuple[str, ...], ...]


def index_text(text: str) -> str:
    """Return the text as the index takes it: tokens separated by spaces, Han runs as pairs and their last character."""
    return " ".join(" ".join(_tokens(part, whole_runs=True)) for part in _cut_at_spaces(text))


def _cut_at_spaces(text: str) -> Iterator[str]:
    """Return the text in parts that end where no token goes on, so that a text of megabytes costs little at once."""
    start = 0
    while len(text) - start > _AT_ONCE:
        space = _SPACE.search(text, start + _AT_ONCE)
        if space is None:
            break
        yield text[start : space.start()]
        start = space.end()
    yield text[start:]


def match_phrase(text: str) -> str:
    """Return the match expression that finds this string as a phrase, or an empty string when it has no token."""
    tokens = _tokens(text, whole_runs=False)[:_MAX_TOKENS]
    if not tokens:
        return ""
    quoted = '"' + " ".join(tokens) + '"'
    return f"{quoted} *" if _is_single_han(tokens[-1]) else quoted


def match_all(wanted: tuple[Alternatives, ...]) -> str:
    """Return the match expression for all of ``wanted``; empty when nothing is wanted."""
    return " AND ".join(clause for clause in map(_match_any, wanted) if clause)


def _match_any(alternatives: Alternatives) -> str:
    wordings: list[str] = []
    for wording in alternatives.wordings:
        phrases = [phrase for phrase in map(match_phrase, wording) if phrase]
        phrases += [facet_token("root", root) for each in wording for root in list_roots(each)]
        if phrases:
            wordings.append(f"({' AND '.join(phrases)})" if len(phrases) > 1 else phrases[0])
    distinct = tuple(dict.fromkeys(wordings))
    return f"({' OR '.join(distinct)})" if len(distinct) > 1 else "".join(distinct)


def _tokens(text: str, *, whole_runs: bool) -> list[str]:
    folded = unicodedata.normalize("NFKC", text.replace("\0", " "))
    if not _HAS_HAN.search(folded):
        return _WORD.findall(folded)
    tokens: list[str] = []
    for match in _TOKEN.finditer(folded):
        run, word = match.groups()
        if word:
            tokens.append(word)
            continue
        tokens.extend(a + b for a, b in pairwise(run))
        if whole_runs or len(run) == 1 or _TOKEN.search(folded, match.end()):
            tokens.append(run[-1])
    return tokens


def find_printed(text: str, tokens: str) -> str:
    """Return a stretch of index tokens as a text prints it first, with the signs in between; "" where it does not.

    The text is read in its NFKC form, as the index does.
    """
    words: list[str] = []
    for token in tokens.split():
        is_han = _HAS_HAN.search(token) is not None
        if is_han and words and words[-1][-1] == token[0]:  # pairs overlap by one character
            words[-1] += token[1:]
        else:
            words.append(token)
    if not words:
        return ""
    pattern = r"[\W_]*".join(
        word if _HAS_HAN.match(word) else f"{_NO_LETTER_BEFORE}{re.escape(word)}{_NO_LETTER_AFTER}" for word in words
    )
    found = re.search(pattern, unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def _is_single_han(token: str) -> bool:
    return len(token) == 1 and re.fullmatch(f"[{HAN}]", token) is not None


def facet_token(kind: str, record_id: str) -> str:
    """Return the index token that stands for a record in every item that has to do with it.

    Kinds: ``body``, ``company`` and ``topic`` named in it in any language, ``issuer``, ``issuers`` (how many),
    ``section``, ``briefing``, ``goal`` (a year), the ``root`` of a word that the stemmer takes for others, the policy's
    ``type`` and ``status``.
    """
    letters = record_id.casefold().replace("_", "")
    if letters.isascii() and letters.isalnum():
        return f"gb{kind}{letters}0"
    plain = "".join(c if c.isascii() and c.isalnum() else f"x{ord(c):x}x" for c in letters)
    return f"gb{kind}{plain}0"


_POSSESSIVE = re.compile(r"['’]s$")
_COMPANY = "公司"
_LONGEST_NAME = 6
"""Words of the longest name that is looked for among the words of a question."""


OR = "OR"
"""Joins two words of which one is enough."""
CAPITALS_ONLY = frozenset({"MOST", "SAFE", "MOT", "MEM"})
"""Abbreviations that are English words too: meant only in capitals."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlan:
    """What must occur, what must not, and the wordings to mark in the answer.

    ``texts`` are the words as typed behind each of ``wanted``; a known name of several words is one text. ``quoted``
    are those that stood in quotes: they are asked for as they are and in no other way. What is ``excluded`` is read as
    what is wanted is: a known name in any of its forms or by its record.
    """

    wanted: tuple[Alternatives, ...]
    excluded: tuple[Alternatives, ...]
    marked: tuple[str, ...]
    texts: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()


def compose_search_plan(terms: tuple[Term, ...], lexicon: Lexicon) -> SearchPlan:
    """Return the plan for these terms: every one must occur, a known name in any of its forms or by its record.

    Of those that an OR joins one is enough. The same holds for what must not occur. What stands in quotes is words and
    nothing else.
    """
    positive = [term for term in terms if not term.excluded]
    wanted: list[Alternatives] = []
    names: list[str] = []
    texts: list[str] = []
    index = 0
    while index < len(positive):
        joins = bool(wanted) and index < len(positive) - 1 and is_or(positive[index])
        index += joins
        width, alternatives, known = _find_name(positive, index, lexicon)
        text = " ".join(term.text for term in positive[index : index + width])
        if joins:
            wanted[-1] = Alternatives(wordings=(*wanted[-1].wordings, *alternatives.wordings))
            texts[-1] = f"{texts[-1]} {OR} {text}"
        else:
            wanted.append(alternatives)
            texts.append(text)
        names += known
        index += width
    return SearchPlan(
        wanted=tuple(wanted),
        excluded=tuple(_find_name([term], 0, lexicon)[1] for term in terms if term.excluded),
        marked=tuple(dict.fromkeys((*(term.text for term in positive if not is_or(term)), *names))),
        texts=tuple(texts),
        quoted=frozenset(term.text for term in positive if term.phrase),
    )


def _find_name(terms: list[Term], start: int, lexicon: Lexicon) -> tuple[int, Alternatives, tuple[str, ...]]:
    """Return how many terms make the longest known name from here, what to look for, and its names in every language.

    An abbreviation stands for its full name, and that for it; a place for its name in the other language.
    """
    for width in range(min(_LONGEST_NAME, len(terms) - start), 0, -1):
        run = terms[start : start + width]
        if any(term.phrase for term in run):
            continue
        typed = " ".join(term.text for term in run)
        bare = _POSSESSIVE.sub("", typed)
        typed = typed if bare == typed or _is_known(typed, lexicon) else bare
        topics = lexicon.find_topics(typed)
        bodies = find_meant(typed, lexicon)
        companies = lexicon.find_companies(typed) or _find_called(typed, lexicon)
        same = () if topics or bodies or companies else lexicon.find_same_or_place(typed)
        if topics or bodies or companies or same:
            phrases = [*(name for topic in topics for name in topic.all_names), *same]
            facets = [
                *(facet_token("topic", topic.id) for topic in topics),
                *(facet_token("body", body.id) for body in bodies),
                *(facet_token("company", company.id) for company in companies),
            ]
            named = [record.all_names for record in topics]
            named += [record.all_names for record in bodies]
            named += [record.all_names for record in companies]
            as_typed = () if typed in CAPITALS_ONLY else ((typed,),)  # the index knows no capitals
            return (
                width,
                Alternatives(wordings=(*as_typed, *((each,) for each in (*phrases, *facets)))),
                (*chain.from_iterable(named), *same),
            )
    return 1, Alternatives(wordings=((terms[start].text,),)), ()


def is_or(term: Term) -> bool:
    """Return whether this is the sign that one of two words is enough; in small letters and in quotes it is a word."""
    return term.text == OR and not term.phrase and not term.excluded


def _find_called(typed: str, lexicon: Lexicon) -> tuple[Company, ...]:
    """Return the companies that are called so in Chinese but for the word for a company: 苹果 of 苹果公司."""
    return () if typed.isascii() else lexicon.find_companies(f"{typed}{_COMPANY}")


def _is_known(name: str, lexicon: Lexicon) -> bool:
    records = lexicon.find_topics(name) or lexicon.find_bodies(name) or lexicon.find_companies(name)
    return bool(records or lexicon.find_same(name))


def find_meant(typed: str, lexicon: Lexicon) -> tuple[Body, ...]:
    """Return the bodies of this name, an abbreviation that is an English word only in capitals."""
    return tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))


def means_body(typed: str, body_id: str) -> bool:
    """Return whether an abbreviation is typed as one: "most" and "safe" in small letters are words."""
    return body_id not in CAPITALS_ONLY or typed.casefold() != body_id.casefold() or typed.isupper()


# Names that mean several: which bodies and companies a name may stand for.


def list_meanings(typed: str, lexicon: Lexicon) -> tuple[Body | Company, ...]:
    """Return what the name may mean where that is more than one, bodies first; () for one meaning or none.

    An abbreviation in capitals may be a body and a company called so but for a word such as Motor: SAIC.
    """
    bodies = tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))
    companies = lexicon.find_companies(typed)
    if bodies and typed.isascii() and typed.isupper():
        companies += tuple(lexicon.company_by_id[each] for each in find_called(typed, lexicon))
    meanings: tuple[Body | Company, ...] = (*bodies, *companies)
    return meanings if len(meanings) > 1 else ()


# A question in other words: every word or pair of words may stand as one of its synonyms.

Synonyms = Callable[[str], tuple[str, ...]]

_SAID = 3
_LONGEST_PHRASE, _PAIR = 3, 2
"""Words of the longest phrase that is looked for; of one longer than a pair each word stands as it was typed."""


def widen_words(plan: SearchPlan, list_synonyms: Synonyms) -> tuple[SearchPlan, list[str]]:
    """Return the plan in which each text may be a synonym, neighbours first, and what was added in words.

    ``list_synonyms`` gives those of a text. What stood in quotes stays as it is.
    """
    wanted, texts = list(plan.wanted), list(plan.texts)
    said: list[str] = []
    for width in range(_LONGEST_PHRASE, 1, -1):
        for start in range(len(texts) - width, -1, -1):
            run = slice(start, start + width)
            synonyms = _list_unquoted(tuple(texts[run]), plan, list_synonyms)
            if synonyms:
                words = product(*(each.wordings[: None if width == _PAIR else 1] for each in wanted[run]))
                others = ((each,) for each in synonyms)
                wanted[run] = [Alternatives(wordings=(*(tuple(chain(*each)) for each in words), *others))]
                texts[run] = [" ".join(texts[run])]
                said.insert(0, _say(texts[start], synonyms))
    added: list[str] = []
    for index, text in enumerate(texts):
        synonyms = _list_unquoted((text,), plan, list_synonyms)
        if synonyms:
            wanted[index] = Alternatives(wordings=(*wanted[index].wordings, *((each,) for each in synonyms)))
            line = _say(text, synonyms)
            said += [line] if line not in said else []
            added += synonyms
    marked = tuple(dict.fromkeys((*plan.marked, *added)))
    return replace(plan, wanted=tuple(wanted), texts=tuple(texts), marked=marked), said


def _list_unquoted(texts: tuple[str, ...], plan: SearchPlan, list_synonyms: Synonyms) -> tuple[str, ...]:
    return () if plan.quoted & set(texts) else list_synonyms(" ".join(texts))


def _say(text: str, synonyms: tuple[str, ...]) -> str:
    more = f" and {len(synonyms) - _SAID} more" if len(synonyms) > _SAID else ""
    return f"{text} → {', '.join(synonyms[:_SAID])}{more}"


# Groups of words that find each other: synonyms, names of one thing in both languages, and wholes with their parts.


class Parts(NamedTuple):
    """What goes by these ``names`` is also found by those of its ``parts``, and not the other way round."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WordGroups:
    """``synonyms`` mean much the same; ``translations`` are names of one thing, nothing wider and nothing narrower."""

    synonyms: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, ...], ...]
    parts: tuple[Parts, ...]

    def list_translations(self, text: str) -> tuple[str, ...]:
        """Get the other names of the same thing in both languages, and of its parts, in either number; () for none."""
        forms, first = set(list_forms(text)), len(self.synonyms)
        numbers = sorted({number for form in forms for number in self._numbers.get(form, ()) if number >= first})
        words = dict.fromkeys(word for number in numbers for word in self._groups[number])
        return tuple(word for word in words if not forms.intersection(list_forms(word)))

    def list_synonyms(self, text: str) -> tuple[str, ...]:
        """Return every other wording of the groups that hold this one, in either number, the smallest group first."""
        numbers = dict.fromkeys(number for form in list_forms(text) for number in self._numbers.get(form, ()))
        groups = sorted((self._groups[number] for number in numbers), key=len)
        words = dict.fromkeys(word for group in groups for word in group)
        return tuple(word for word in words if fold(word) != fold(text))

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        return (*self.synonyms, *self.translations, *((*whole.names, *whole.parts) for whole in self.parts))

    @cached_property
    def _numbers(self) -> dict[str, tuple[int, ...]]:
        """Which groups a word finds, by its forms."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, group in enumerate((*self.synonyms, *self.translations, *(whole.names for whole in self.parts))):
            for word in group:
                for form in list_forms(word):
                    if number not in found[form]:
                        found[form].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}
