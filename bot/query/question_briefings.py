"""Which briefing a question speaks of: "what does the briefing of 16 September say about AI?", 最新一期简报.

The date, the publisher or "latest" beside the word for a briefing choose among those that are held; a publisher or a
series is one too where it says something ("what does the Institute say about robots?"). The rest of the question is
asked of these briefings; with nothing left it is for the briefing itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model.deadlines import DateRange
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.query_scan import Term
from bot.query.question_dates import find_days, is_month, list_days, match_han_date, split_chinese
from bot.query.question_marks import asks_for_view
from bot.query.question_names import find_named, is_filler
from bot.query.wording import Wording

_ONE = frozenset({"briefing", "newsletter", "edition"})
_SEVERAL = frozenset({"briefings", "newsletters", "editions"})
_ISSUES, _EDITIONS = frozenset({"issue", "issues"}), frozenset({"edition", "editions"})
"""A verb as well: a briefing only behind "latest", a date or a name."""
_NEWEST = frozenset({"latest", "newest", "last", "current", "recent", "this"})
_BEFORE = frozenset({"previous", "earlier", "prior", "before"})
_THAT = frozenset({"that", "this", "it", "last", ""})
_CORPUS = frozenset({"publishers", "sources", "period", "coverage", "corpus"})
"""What is held is asked for with one of these and nothing else."""
_JOINING = frozenset({"the", "a", "an", "our", "your", "most", "of", "from", "for", "dated", "published", "in", "on"})
"""Words that join a date or a name to the word for a briefing."""
_LEADING = frozenset({"according", "to", "in", "from", "per", "by"})
_SAYING = frozenset(
    {"say", "says", "said", "report", "reports", "reported", "write", "writes", "wrote", "think", "thinks"}
)
_SINCE = frozenset({"since", "after", "until"})
"""Before a briefing they ask for days, which it is none of."""
_VIEWS = frozenset({"view", "views", "comment", "comments", "take", "opinion", "report", "reporting"})
_ON = frozenset({"on", "about", "of", "that"})
_SPEAKING = _SAYING | _VIEWS | {"according"}
_NAMING = _ONE | _SEVERAL | _ISSUES | _CORPUS | _SPEAKING | {"unread", "read"}
"""One of these stands in every question in English that speaks of a briefing."""
_POSSESSIVE = re.compile(r"['’]s?$")
_ASKING = frozenset({"does", "did", "do", "has", "to", "how"})
_WHAT = ("it", "there", "you", "when", "new", "items", "lines")
_ABOUT = frozenset(
    {
        *("hold", "holds", "held", "have", "contain", "contains", "read", "cover", "covers", "covered", "published"),
        "it",
        *_WHAT,
    }
)
"""Words that ask of a briefing what it holds, or when it is of."""
_COUNTING = frozenset({"which", "list", "all", "many", "show"})
_ARTICLE = "the "
_LONGEST_DATE = 5
_LONGEST_NAME = 8
_HAN_NOUN = re.compile(
    r"(?P<which>最新|最近|上|前|这|本)?的?[一]?(?:期简报|份简报|简报)|(?P<issue>最新|最近|上|前|这|本)一?期"
)
_HAN_NEWEST, _HAN_BEFORE = frozenset({"最新", "最近", "这", "本"}), frozenset({"上", "前"})
_HAN_ASIDE = re.compile(r"^(?:里面|里|中|上|都|你们|我们)|(?:在|收录|你们|我们)$")
_HAN_SINCE = ("以来", "之后", "以后")
_HAN_COUNTING = ("哪些", "几", "多少", "列出", "所有")


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing that is held: its names folded, its date and the days it covers."""

    number: int
    names: tuple[str, ...]
    published_on: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None

    def is_called(self, said: str) -> bool:
        """Return whether a folded name is one of its own, or two words or more that one begins with."""
        return said in self.names or (" " in said and any(name.startswith(f"{said} ") for name in self.names))

    def has_words(self, words: Sequence[str]) -> bool:
        """Return whether one of its names has all these folded words."""
        return any(set(words) <= set(name.split()) for name in self.names)


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedIssues:
    """The briefings that a question speaks of by number, ``said`` as it names them, and what else it asks.

    ``numbers`` are None for whatever is held. It ``is_about`` the briefings themselves where nothing else is asked, and
    for ``several`` of them where it counts or lists them.
    """

    numbers: tuple[int, ...] | None
    said: str
    terms: tuple[Term, ...]
    is_about: bool
    several: bool = False


def may_name_briefing(terms: Sequence[Term]) -> bool:
    """Return whether it is worth looking for a briefing in these words."""
    return any(
        not term.phrase and (fold(term.text) in _NAMING or (not term.text.isascii() and _HAN_NOUN.search(term.text)))
        for term in terms
    )


def find_asked_issues(
    terms: tuple[Term, ...], held: Sequence[Issue], lexicon: Lexicon, wording: Wording, today: dt.date
) -> AskedIssues | None:
    """Return the briefings that a question speaks of; None where it speaks of none. ``held`` come oldest first.

    Raises BadQueryError for a date that can be read two ways.
    """
    for place, term in enumerate(terms):
        if not (term.phrase or term.excluded or term.text.isascii()) and (match := _HAN_NOUN.search(term.text)):
            if term.text[match.end() :].startswith(_HAN_SINCE):
                return None
            return _read_chinese(terms, place, match, held, lexicon, wording, today)
    return _Reader(terms, held, lexicon, wording, today).read()


class _Reader:
    """Reads a question in English from the word for a briefing outwards, or from a name that says something."""

    def __init__(
        self,
        terms: tuple[Term, ...],
        held: Sequence[Issue],
        lexicon: Lexicon,
        wording: Wording,
        today: dt.date,
    ) -> None:
        self._terms = terms
        self._words = ["" if term.phrase or term.excluded else fold(term.text) for term in terms]
        self._held = held
        self._lexicon = lexicon
        self._wording = wording
        self._today = today
        self._days: DateRange | None = None
        self._said_days = ""
        self._name: str | None = None

    def read(self) -> AskedIssues | None:
        for place, word in enumerate(self._words):
            if word not in _ONE | _SEVERAL | _ISSUES:
                continue
            start, end = self._widen(place, forward=word not in _ISSUES)
            span = self._words[start:end]
            is_chosen = self._days is not None or self._name is not None or bool({*span} & (_NEWEST | _BEFORE))
            if (word in _ISSUES and not is_chosen) or self._is_of_a_text(span):
                continue
            if start and self._words[start - 1] in _SINCE:
                return None
            return self._choose(start, end, is_several=word in _SEVERAL)
        if "unread" in self._words or ("read" in self._words and "not" in self._words):
            is_about = not any(_asks_more(term, self._wording) for term in self._terms)
            return AskedIssues(numbers=None, said="", terms=(), is_about=True) if is_about else None
        if _CORPUS.intersection(self._words):
            left = tuple(term for term, word in zip(self._terms, self._words, strict=True) if word not in _CORPUS)
            is_about = not any(_asks_more(term, self._wording) for term in left)
            return AskedIssues(numbers=None, said="", terms=left, is_about=True, several=True) if is_about else None
        found = self._find_speaker() if _SPEAKING.intersection(self._words) else None
        return self._choose(*found, is_several=False) if found else None

    def _is_of_a_text(self, span: Sequence[str]) -> bool:
        """Return whether an edition is said of a document with its year: "the negative list, 2024 edition"."""
        is_edition = bool(_EDITIONS.intersection(span))
        return is_edition and self._said_days.isdecimal() and self._name is None and not {*span} & (_NEWEST | _BEFORE)

    def _widen(self, place: int, *, forward: bool) -> tuple[int, int]:
        """Return the words around the one for a briefing that choose it: "the latest", a date, a name.

        Not ``forward`` only those before it: "what did they issue in June?" is for no briefing.
        """
        start, end = place, place + 1
        while (taken := self._take_before(start)) < start:
            start = taken
        while forward and (taken := self._take_behind(end)) > end:
            end = taken
        behind = [*self._words[end : end + 2], "", ""]
        if forward and behind[0] in _BEFORE and behind[1] in _THAT:
            end = min(len(self._words), end + 2)
        while start and self._words[start - 1] in _LEADING:
            start -= 1
        return start, end

    def _take_before(self, end: int) -> int:
        for start in range(max(0, end - _LONGEST_DATE), end):
            if self._take(start, end):
                return start
        return end - 1 if end and self._words[end - 1] in _NEWEST | _BEFORE | _JOINING - {"of", "for"} else end

    def _take_behind(self, start: int) -> int:
        first = start
        while first < len(self._words) and self._words[first] in _JOINING:
            first += 1
        longest = min(len(self._words), first + _LONGEST_NAME)
        return next((end for end in range(longest, first, -1) if first > start and self._take(first, end)), start)

    def _take(self, start: int, end: int) -> bool:
        """Take a date or a name that these words are, the first of each."""
        if not all(self._words[start:end]):
            return False
        said = " ".join(term.text for term in self._terms[start:end])
        if self._name is None and self._is_name(fold(said)):
            self._name = fold(said)
            return True
        lead = "in " if said.isdecimal() or is_month(said) else ""
        if self._days is None and (days := find_days(f"{lead}{said}", self._today)) is not None:
            self._days = days
            self._said_days = " ".join(word for word in said.split() if fold(word) not in _JOINING)
            return True
        return False

    def _is_name(self, said: str) -> bool:
        return any(issue.is_called(said) for issue in self._held)

    def _find_speaker(self) -> tuple[int, int] | None:
        """Return where a name stands that says something: no body and no company, which say things themselves."""
        for start in range(len(self._words)):
            for end in range(min(len(self._words), start + _LONGEST_NAME), start, -1):
                last = self._terms[end - 1].text
                bare = _POSSESSIVE.sub("", last)
                said = " ".join((*self._words[start : end - 1], fold(bare)))
                if not self._is_name(said) or any(find_named(said, self._lexicon)):
                    continue
                before, behind = self._words[start - 1] if start else "", [*self._words[end:], ""][0]
                then = [*self._words[end + 1 :], ""][0]
                if behind in _VIEWS and (bare != last or (not start and then in _ON)):
                    self._name = said
                    return start, end
                if behind in _SAYING and (before in _ASKING or not start):
                    self._name = said
                    return start, end
                if self._words[max(0, start - 2) : start] == ["according", "to"]:
                    self._name = said
                    return start - 2, end
        return None

    def _choose(self, start: int, end: int, *, is_several: bool) -> AskedIssues:
        span = set(self._words[start:end])
        chosen = [issue for issue in self._held if self._name is None or issue.is_called(self._name)]
        if self._days is not None:
            chosen = _choose_dated(chosen, self._days) or (
                _choose_month(chosen, self._said_days, self._today) if self._name else []
            )
        elif span & _BEFORE:
            chosen = chosen[-2:-1]
        elif span & _NEWEST and not is_several:
            chosen = chosen[-1:]
        is_open = self._days is None and self._name is None and not span & (_NEWEST | _BEFORE)
        behind = self._terms[end:]
        if behind and fold(behind[0].text) in _SAYING | _VIEWS:
            behind = behind if asks_for_view(behind[:1], self._wording) else behind[1:]
        if not start and behind and fold(behind[0].text) in _ON:
            behind = behind[1:]
        first = next(place for place in range(start, end) if self._words[place] not in _LEADING)
        terms = (*self._terms[:start], *behind)
        asked = {fold(term.text) for term in terms}
        return AskedIssues(
            numbers=None if is_open else tuple(issue.number for issue in chosen),
            said=" ".join(term.text for term in self._terms[first:end]),
            terms=terms,
            is_about=not any(_asks_more(term, self._wording) for term in terms),
            several=is_several or bool(asked & _COUNTING),
        )


def _read_chinese(
    terms: tuple[Term, ...],
    place: int,
    match: re.Match[str],
    held: Sequence[Issue],
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
) -> AskedIssues:
    """Read a question in Chinese: a date or a name before the word for a briefing, or 最新 and 上 in it."""
    text = terms[place].text
    before, behind = text[: match.start()].removesuffix("的"), text[match.end() :]
    which = match["which"] or match["issue"] or ""
    days, name = None, ""
    for start in range(len(before)):
        date = match_han_date(before, start)
        if date and start + len(date) == len(before):
            days, before = find_days(date, today), before[:start]
            break
        if any(issue.is_called(fold(before[start:])) for issue in held):
            name, before = fold(before[start:]), before[:start]
            break
    chosen = [issue for issue in held if not name or issue.is_called(name)]
    if days is not None:
        chosen = _choose_dated(chosen, days)
    elif which in _HAN_BEFORE:
        chosen = chosen[-2:-1]
    elif which in _HAN_NEWEST:
        chosen = chosen[-1:]
    rest = [part for part in (_HAN_ASIDE.sub("", before), _HAN_ASIDE.sub("", behind)) if part]
    cut = split_chinese(tuple(map(_plain, rest)), lexicon, wording, is_question=True)
    others = (*terms[:place], *map(_plain, rest), *terms[place + 1 :])
    is_about = not any(_asks_more(term, wording) for term in (*terms[:place], *cut, *terms[place + 1 :]))
    return AskedIssues(
        numbers=None if days is None and not name and not which else tuple(issue.number for issue in chosen),
        said=text[len(before) : match.end()],
        terms=others,
        is_about=is_about,
        several=any(word in before or word in behind for word in _HAN_COUNTING),
    )


def _choose_dated(issues: Sequence[Issue], days: DateRange) -> list[Issue]:
    """Return the briefings that were published on one of these days; where there is none, those that cover one."""
    published = [each for each in issues if each.published_on is not None and days.contains(each.published_on)]
    return published or [
        each
        for each in issues
        if each.first_on is not None and each.last_on is not None and days.meets(each.first_on, each.last_on)
    ]


def _choose_month(issues: Sequence[Issue], said: str, today: dt.date) -> list[Issue]:
    """Return those of a month that was said without its year, in the last year that has some; [] for another text."""
    years = [each.published_on.year for each in issues if each.published_on is not None]
    dated = (_choose_dated(issues, days) for days in list_days(said, today, since=min(years, default=today.year)))
    return next((chosen for chosen in dated if chosen), [])


def find_issue_of_month(terms: Sequence[Term], held: Sequence[Issue], today: dt.date) -> tuple[int, ...]:
    """Return the briefings, oldest first, that a text of words of a name and a month or year means ("Weekly December").

    Of a month without a year the last year that has some; () for any other text.
    """
    if any(term.phrase or term.excluded for term in terms):
        return ()
    words = [fold(term.text) for term in terms]
    plain = [place for place, word in enumerate(words) if word not in _JOINING | _ONE | _ISSUES]
    for date in (plain[-1:], plain[:1]):
        name = [words[place] for place in plain if place not in date]
        called = [issue for issue in held if name and issue.has_words(name)]
        if called and (chosen := _choose_month(called, terms[date[0]].text, today)):
            return tuple(issue.number for issue in chosen)
    return ()


def _asks_more(term: Term, wording: Wording) -> bool:
    if term.phrase or term.excluded:
        return True
    said = fold(term.text)
    if said in wording.listed and said.endswith("s"):
        return True
    asks = (
        wording.openers
        | wording.briefings
        | wording.newest
        | _ABOUT
        | {"there", "you", "when", "new", "items", "lines"}
    )
    return not (is_filler(term, wording) or said in asks or said in _HAN_COUNTING)


def _plain(text: str) -> Term:
    return Term(text=text)


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names that a briefing of this publisher, series and title goes by, the longest last."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    joined = [" ".join(parts[:2])] if len(parts) > 1 else []
    return tuple(dict.fromkeys(fold(name).removeprefix(_ARTICLE) for name in (*parts, *joined)))
