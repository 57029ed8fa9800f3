"""What a text asks for, in English and Chinese, on every command.

The text is cut into parts; each rule takes the parts it understands and makes filters of them: which briefing, what is
left out, who issued, phrases of the table, times, names, kinds. Words that only ask are left out, the rest is searched
for. Quoted words are never touched. Whatever is lifted, or left out, is said to the person.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import Any

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DRAFT, COMMENT_CLOSED, Key
from bot.query.query import parse_query, strip_word
from bot.query.query_record import Choices, Query, Term, describe_query
from bot.query.question_dates import is_by_year, list_goal_years, read_days, read_deadline_days
from bot.query.question_parts import Part, cut_exceptions, cut_terms, list_terms, spell
from bot.query.schedule import quote_schedule_words
from bot.query.wording import Wording, normalise

_OPEN = ANY_DRAFT[0]
_EFFECTS = ("effect", "effective")
_DEADLINES = ("deadline", "closed", *_EFFECTS)
_ASKING = frozenset({"plain", "opener", "asking", "issuing", "newest", "and", "count"})
_DROPPED = _ASKING | {*_DEADLINES, "compare", "goal", "moment", "past", "view", "saying", "latest", "draft"}
"""What is left out of a question where no rule has taken it."""
_OF_ONE = re.compile(r"is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|when|who|why|how|where")
"""First words of a question about one thing that is named, unless "there" or "any" follows."""
_CLOSES = re.compile(r"(?:until|till|by|before) ", re.IGNORECASE)
"""What is open "until May" closes then."""
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""
_LONGEST_GROUP, _LONGEST_TITLE = 4, 8
_BY = frozenset({"by", "per", "各", "每个", "按"})


class Asked(StrEnum):
    """What kind of answer is asked for."""

    SEARCH = "search"
    DUE = "due"
    TARGETS = "targets"
    TIMELINE = "timeline"
    COMPARE = "compare"
    POLICY = "policy"
    MINISTRY = "ministry"
    MINISTRIES = "ministries"
    COMPANY = "company"
    COMPANIES = "companies"
    BRIEFING = "briefing"
    BRIEFINGS = "briefings"


_NAMED = {"ministry": Asked.MINISTRY, "company": Asked.COMPANY}
_ALL = {"ministry": Asked.MINISTRIES, "company": Asked.COMPANIES, "briefing": Asked.BRIEFING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A text as it was understood: ``query`` has the filters that were lifted and the words to search for.

    ``plain`` is the same with its names, kinds, trades and years left as words, for where the filters find nothing.
    ``notes`` say what was not understood. ``wants_most``: those of a list that are named most come first.
    ``wants_policies``: policies are asked for, and news of companies is none. ``absent_briefing`` is how the text names
    a briefing that is not there.
    """

    asked: Asked
    query: Query
    plain: Query
    is_question: bool = False
    lifted: bool = False
    notes: tuple[str, ...] = ()
    wants_comment: bool = False
    wants_most: bool = False
    wants_policies: bool = False
    absent_briefing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing there is: its names folded, its date and the days it covers."""

    number: int
    names: tuple[str, ...]
    published_on: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None

    def is_called(self, said: str) -> bool:
        """Return whether a folded name is one of its own, or two words or more that one begins with."""
        return said in self.names or (" " in said and any(name.startswith(f"{said} ") for name in self.names))

    def is_of(self, days: DateRange) -> bool:
        """Return whether it covers one of these days."""
        return bool(self.first_on and self.last_on and days.meets(self.first_on, self.last_on))


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names that a briefing of this publisher, series and title goes by, the longest last."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    return tuple(dict.fromkeys(fold(name).removeprefix("the ") for name in (*parts, " ".join(parts[:2])) if name))


def read_question(
    query: Query,
    *,
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
    command: str = "policy",
    list_issues: Callable[[], Sequence[Issue]] = tuple,
) -> Question:
    """Return what a query's words ask for on ``today``; ``list_issues`` gives the briefings there are, oldest first.

    Raises BadQueryError for a date that can be read two ways, and for a question that names nothing.
    """
    if not query.terms:
        return Question(asked=_find_alone(query, command), query=query, plain=query)
    terms = cut_exceptions(query.terms)
    text = _Reading(cut_terms(terms, wording, lexicon, today), lexicon, wording, today, command)
    if command == "briefing" or text.has("briefing", "briefings", "saying", "view"):
        text.briefing = _find_briefing(text, list_issues())
    text.is_question = text.briefing is not None or _is_put_as_question(text)
    wants_most = text.has("count")
    text.listed = _find_list(text, query)
    _read_negations(text)
    if text.is_question:
        _read_issuers(text)
        _read_phrases(text)
    _read_times(text)
    if text.is_question or command in {"ministry", "company", "digest"}:
        _read_names(text)
        _read_kinds(text)
    return replace(_conclude(text, replace(query, terms=terms), query), wants_most=wants_most)


FOLLOWING = "Following:"
"""How the note of a rule begins that says what was understood."""


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for.

    What was understood is said in its notes. What only forms an answer stays as it was given. Deadlines without a date
    stay the word ``deadlines``, which a subscription knows.
    """
    question = read_question(query, lexicon=lexicon, wording=wording, today=today, command="digest")
    found = question.query
    if not (found.has_filters or found.terms) or found == query:
        return query
    deadlines = question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today)
    found = replace(found, due=None) if deadlines else found
    said = " · ".join((*describe_query(found, lexicon, moving=True), *(("deadlines",) if deadlines else ())))
    terms = (*found.terms, Term(text="deadlines")) if deadlines else found.terms
    notes = (*found.notes, f"{FOLLOWING} {said}.")
    return quote_schedule_words(replace(found, terms=terms, sort=query.sort, limit=query.limit, notes=notes))


@dataclass(frozen=True, slots=True)
class _Briefing:
    """The numbers of the briefings that a text speaks of, None for whatever there is, and how it names them."""

    numbers: tuple[int, ...] | None
    said: str
    is_several: bool = False


@dataclass(slots=True)
class _Reading:
    """A text while it is read: its parts, what was lifted out of them so far, and what could not be read."""

    parts: list[Part]
    lexicon: Lexicon
    wording: Wording
    today: dt.date
    command: str
    is_question: bool = False
    briefing: _Briefing | None = None
    listed: Asked | None = None
    firms: Sequence[Part] = ()
    lifted: Query = field(default_factory=Query)
    notes: list[str] = field(default_factory=list)

    def has(self, *marks: str) -> bool:
        """Return whether a part that no rule has taken bears one of these marks."""
        return any(part.has(*marks) for part in self.parts)

    def take(self, *parts: Part) -> None:
        """Take these parts out: they are no words to search for."""
        for part in parts:
            part.is_taken = True

    def take_marked(self, *marks: str) -> None:
        """Take all parts with one of these marks."""
        self.take(*(part for part in self.parts if part.has(*marks)))

    def lift(self, asked: Query) -> bool:
        """Add what is asked for; return False, and add nothing, where its dates leave no day."""
        both = _merge(self.lifted, asked)
        self.lifted = both or self.lifted
        return both is not None

    def choose(self, key: Key, values: Sequence[str], *, exclude: bool = False) -> None:
        """Add values of a key to what is asked for, or to what is left out."""
        chosen = Choices(exclude=tuple(values)) if exclude else Choices(include=tuple(values))
        named: dict[str, Any] = {key.value: chosen}
        self.lift(Query(**named))

    def add_filter(self, text: str) -> None:
        """Add a filter in the command language."""
        self.lift(parse_query(text, lexicon=self.lexicon, today=self.today))

    @property
    def words(self) -> list[Part]:
        """The parts that are searched for so far: neither taken nor known for anything."""
        return [part for part in self.parts if part.is_word and not part.is_taken]

    @property
    def dates(self) -> list[Part]:
        """The dates that no rule has taken."""
        return [part for part in self.parts if part.is_date and not part.is_taken]

    def begins_with(self, *marks: str) -> bool:
        """Return whether what bears one of these marks is asked for: no word to search for stands before it."""
        return _comes_first(self.parts, marks)

    def asks_for(self, mark: str) -> bool:
        """Return whether what bears this mark is asked for: it comes first, in Chinese last (新能源汽车有什么政策)."""
        return _comes_first(self.parts if self.parts[-1].text.isascii() else self.parts[::-1], (mark,))


def _comes_first(parts: Sequence[Part], marks: Collection[str]) -> bool:
    first = next((part for part in parts if part.is_word or not part.phrase.marks.isdisjoint(marks)), None)
    return first is not None and not first.is_word


def _merge(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    merged: dict[str, Any] = {}
    for name in (each.name for each in fields(Query)):
        mine, others = getattr(one, name), getattr(other, name)
        if isinstance(mine, Choices):
            include, exclude = (*mine.include, *others.include), (*mine.exclude, *others.exclude)
            merged[name] = Choices(include=tuple(dict.fromkeys(include)), exclude=tuple(dict.fromkeys(exclude)))
        else:
            merged[name] = tuple(dict.fromkeys((*mine, *others))) if isinstance(mine, tuple) else mine or others
    if one.dates and other.dates:
        merged["dates"] = intersect_ranges(one.dates, other.dates)
        return Query(**merged) if merged["dates"] else None
    return Query(**merged)


# Whether a text is put as a question, or is so plain a list of conditions that it is read as one.


def _is_put_as_question(text: _Reading) -> bool:
    parts = text.parts
    first = next((part for part in parts if not part.has("plain")), parts[0])
    if parts[0].quoted is not None:
        return False
    if first.has("newest") or (len(parts) > 1 and first.has("opener", "compare", "goal")):
        return True
    if any(_asks(text, part, behind) for part, behind in zip(parts, (*parts[1:], None), strict=True)):
        return True
    is_known = not any(part.is_word or part.quoted for part in parts)
    return is_known and not all(part.is_name or part.has("and", "plain") for part in parts)  # "MIIT 2024", "CAC drafts"


def _asks(text: _Reading, part: Part, behind: Part | None) -> bool:
    """Say whether a part makes any text a question: a phrase that means a filter, deadlines with a date, 哪些."""
    is_chinese = not part.text.isascii()
    if part.means:
        return " " in part.text or is_chinese or bool(behind and (behind.kind or behind.has("asking")))
    if part.has(*_DEADLINES):
        return bool(text.dates) or text.has("ahead") or not part.start or not behind
    if part.has("joint", "alone"):
        return _tells_issuers(text)
    if part.has("goal"):
        return bool(text.dates)
    if part.has("compare", "or"):
        return sum(each.is_name for each in text.parts) > 1
    if part.has("not"):
        return behind is not None and (bool(behind.means) or behind.has("draft", *_DEADLINES))
    return is_chinese and part.has("opener", "moment", "issuing")


# Which briefing a text speaks of: "what does the briefing of 16 September say about AI?", 最新一期简报.

_LINKS = frozenset({"the", "a", "an", "our", "your", "of", "from", "for", "dated", "published", "in", "on", "by"})
_LINKS |= {"per", "to", "的"}
_VERBS = frozenset({"issue", "issues", "edition", "editions"})
"""Verbs and years of a text as well: a briefing only behind what chooses one."""
_ASIDE = frozenset({"one", "ones", "里", "里面", "中", "上"})
"""What may stand behind a briefing and says nothing of its own."""
_SINCE = re.compile(r"since|after|until|以来.*|[之以]后.*")


def _find_briefing(text: _Reading, issues: Sequence[Issue]) -> _Briefing | None:
    """Return the briefings that a text speaks of, and take their words; None where it speaks of none.

    The date, the publisher or "latest" beside the word for a briefing choose among those there are; a publisher or a
    series is one too where it says something, unless it is a body or company, which say things themselves.
    """
    parts = text.parts
    for place, part in enumerate(parts):
        is_last = all(other.text.casefold() in _ASIDE for other in parts[place + 1 :])
        is_meant = text.command == "briefing" and is_last and part.has("latest", "previous")
        if (is_meant or part.has("briefing", "briefings")) and (found := _read_around(text, place, issues)):
            return found
    for place, part in enumerate(parts):
        step = 1 if part.text.casefold() == "according to" else -1
        edge = _pass_choosers(parts, place + 1, step) if step > 0 else place
        name, run = _find_name(parts, edge, step, issues) if part.has("saying", "view") else ("", [])
        if name and not (len(run) == 1 and run[0].is_name):
            text.take(part, *run)
            return _Briefing(tuple(each.number for each in issues if each.is_called(name)), spell(run))
    return None


def _read_around(text: _Reading, place: int, issues: Sequence[Issue]) -> _Briefing | None:
    """Read what stands around the word for a briefing, and chooses it: "the latest", a date, a name."""
    parts, noun = text.parts, text.parts[place]
    edge = _pass_choosers(parts, place, -1)
    name, run = _find_name(parts, edge, -1, issues)
    start, end = _pass_choosers(parts, edge - len(run), -1), place + 1
    if is_noun := noun.text.casefold() not in _VERBS:
        end = _pass_choosers(parts, end, 1)
        if not name:
            name, run = _find_name(parts, end, 1, issues)
            end += len(run)
    around, run = parts[max(0, start - 1) : end + 1], parts[start:end]
    if any(_SINCE.fullmatch(part.text.casefold()) for part in (around[0], around[-1])):
        raise BadQueryError(
            f"“{spell(around)}” is no date.",
            hint="The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02.",
        )
    date = next((part.text for part in run if part.is_date), "")
    is_newest, is_previous = (any(part.has(mark) for part in run) for mark in ("latest", "previous"))
    is_chosen = bool(name) or is_newest or is_previous
    if not (is_noun or is_chosen) and (not date or date.isdecimal()):
        return None
    is_several = noun.has("briefings")
    chosen = [issue for issue in issues if not name or issue.is_called(name)]
    if date:
        days = read_days(date, text.today) or DateRange()
        published = [each for each in chosen if each.published_on and days.contains(each.published_on)]
        chosen = published or [each for each in chosen if each.is_of(days)]
    elif is_previous or (is_newest and not is_several):
        chosen = chosen[-2:-1] if is_previous else chosen[-1:]
    text.take(*run, *(each for each in parts[end : end + 1] if each.has("saying") or each.text in _ASIDE))
    said = spell(run)
    while (first := said.partition(" "))[0].casefold() in _LINKS - {"the"}:
        said = first[2]
    numbers = tuple(issue.number for issue in chosen) if (is_chosen or date) and issues else None
    return _Briefing(numbers, said, is_several)


def _pass_choosers(parts: Sequence[Part], place: int, step: int) -> int:
    """Return the place past the links, dates and words such as "latest" on this side."""
    side = parts[place:] if step > 0 else parts[:place][::-1]
    run = takewhile(lambda part: part.text.casefold() in _LINKS or part.is_date or part.has("latest", "previous"), side)
    return place + step * len(list(run))


def _find_name(parts: Sequence[Part], place: int, step: int, issues: Sequence[Issue]) -> tuple[str, list[Part]]:
    """Return the longest name of a briefing that stands on this side of a place, and its parts."""
    for width in range(_LONGEST_TITLE, 0, -1):
        run = list(parts[place : place + width] if step > 0 else parts[max(0, place - width) : place])
        if len(run) == width and not any(part.quoted or part.is_taken for part in run):
            name = fold(re.sub(r"['’]s?$", "", spell(run))).removeprefix("the ")
            if any(issue.is_called(name) for issue in issues):
                return name, run
    return "", []


# Lists of ministries or companies, and things side by side.


def _find_list(text: _Reading, query: Query) -> Asked | None:
    """Return that all ministries or companies of some kind are asked for, or things side by side; None for neither."""
    are_several = len(query.policy.include) > 1 or len(query.briefing.include) > 1
    listed = next((at for at in range(len(text.parts)) if _is_listed(text, at)), None)
    found: Asked | None = None
    if text.has("compare") and (are_several or (sum(part.is_name for part in text.parts) > 1 and text.is_question)):
        text.take_marked("compare", "and", "or")
        found = Asked.COMPARE
    elif firms := _read_firms(text):
        found = firms
    elif listed is not None:
        found = Asked.COMPANIES if text.parts[listed].has("companies") else Asked.MINISTRIES
        text.take_marked("count", "companies" if found is Asked.COMPANIES else "ministries")
        text.take(*(other for other in text.parts[listed + 1 : listed + 3] if other.has("affected")))
    text.is_question = text.is_question or found is not None
    return found


def _is_listed(text: _Reading, place: int) -> bool:
    """Say whether a word for companies or ministries is what is listed: only words of asking stand before it."""
    part, before, behind = text.parts[place], text.parts[:place], text.parts[place + 1 :]
    if not part.has("companies", "ministries"):
        return False
    if before and before[-1].text.casefold() in _BY:
        return text.has("count")
    leads = all(other.has("opener", "plain", "asking", "count", "latest") for other in before)
    opens = any(other.has("opener", "count") for other in before) or part.has("opener")
    stands_alone = not before and (not behind or behind[0].has("affected"))
    return (part.is_several or text.has("count")) and leads and (opens or stands_alone)


def _read_firms(text: _Reading) -> Asked | None:
    """Read companies by their country or trade: "German companies", "pharma", 药企; None where none are named so."""
    parts = text.parts
    for start in range(len(parts)):
        for end in range(min(len(parts), start + _LONGEST_GROUP), start, -1):
            run = parts[start:end]
            is_whole = text.command == "company" and len(run) == len(parts)
            of_firms = is_whole or any(part.has("companies") for part in run)
            ids = [company.id for company in text.lexicon.find_group(spell(run))] if of_firms else []
            if not ids:
                continue
            others = [part for part in parts if part not in run and not part.has(*_ASKING, "affected")]
            if others and (not text.is_question or len(ids) > _MOST_FIRMS):
                return None
            text.choose(Key.COMPANY, ids)
            text.firms = run
            text.take(*run)
            text.take_marked("affected")
            text.is_question = True
            return None if others and text.command != "company" else Asked.COMPANIES
    return None


# What is not wanted.

_DENIED = {"effect": "effect:after today", "deadline": "due:none", "draft": f"-status:{','.join(ANY_DRAFT)}"}


def _read_negations(text: _Reading) -> None:
    """Leave out what stands behind a "not", "without" or "except", and note what cannot be read so."""
    for place, part in enumerate(text.parts):
        links = list(takewhile(lambda other: other.has("plain", "asking"), text.parts[place + 1 : place + 3]))
        rest = text.parts[place + 1 + len(links) :] if part.has("not", "except") else []
        width = _leave_out(text, part, rest) if rest else 0
        if width:
            text.take(part, *links, *rest[:width])
        elif rest and rest[0].is_word:
            word = rest[0].text
            text.notes.append(f"“{part.text} {word}” is read as words. To leave it out write -{word}.")


def _leave_out(text: _Reading, sign: Part, rest: Sequence[Part]) -> int:
    """Leave out what stands first behind a negation, and return how many parts that are; 0 for nothing."""
    target, meaning = rest[0], rest[0].phrase.filter
    opposite = " ".join(f"-{word}" for word in meaning.means.split())
    if denied := next((said for mark, said in _DENIED.items() if target.has(mark)), "") or meaning.denied or opposite:
        text.add_filter(denied)
        return 1
    if target.is_name:
        names = list(takewhile(lambda part: part.is_name or part.has("and", "or"), rest))
        text.choose(Key.MENTIONS, [each for part in names for each in part.bodies], exclude=True)
        text.choose(Key.COMPANY, [each for part in names for each in part.companies], exclude=True)
        return len(names)
    if target.kind and sign.has("except"):
        text.choose(Key.TYPE, (target.kind,), exclude=True)
        return 1
    words = list(takewhile(lambda part: part.is_word or part.kind, rest))
    said = strip_word(" ".join(part.text for part in words))
    if topics := text.lexicon.find_topics(said):
        text.choose(Key.TOPIC, [topic.id for topic in topics], exclude=True)
    elif sign.has("except") and said:
        text.lift(Query(terms=(Term(text=said, phrase=" " in said, excluded=True),)))
    else:
        return 0
    return len(words)


# Who issued, and phrases that mean a filter.


def _tells_issuers(text: _Reading) -> bool:
    """Return whether a text asks for what bodies issued together, or one alone, and not for a joint venture."""
    parts = text.parts
    for place, part in enumerate(parts if any(part.bodies for part in parts) else ()):
        said = part.text.casefold() if part.has("joint", "alone") else ""
        is_of_word = said == "joint" and any(other.is_word for other in parts[place + 1 : place + 2])
        meets = said == "together" and (not place or "issuing" not in parts[place - 1].phrase.marks)
        if said and not is_of_word and not meets:
            return True
    return False


def _read_issuers(text: _Reading) -> None:
    """Read bodies that issued together as such, and one that issued alone."""
    if _tells_issuers(text):
        bodies = [part for part in text.parts if part.bodies and not part.is_taken]
        ids = [part.bodies[0] for part in bodies]
        is_alone = text.has("alone")
        text.choose(Key.MINISTRY, ids if is_alone else ())
        text.choose(Key.JOINT, ids, exclude=is_alone)
        text.take(*bodies)
        text.take_marked("joint", "alone")


def _read_phrases(text: _Reading) -> None:
    """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
    said = [part.text.casefold() for part in text.parts[:2]]
    is_of_one = bool(_OF_ONE.fullmatch(said[0])) and said[-1] not in {"there", "any"}
    for part in (part for part in text.parts if part.means and not part.is_taken):
        if not (part.phrase.filter.of_document and is_of_one and not part.means.startswith("status:draft")):
            text.add_filter(part.means)
        text.take(part)
    if text.has("comments") and not text.words and not text.has(*_DEADLINES) and not text.lifted.status:
        text.choose(Key.STATUS, (_OPEN,))
    if _OPEN in text.lifted.status.include:
        text.take_marked("comments")
    if text.lifted.joint:
        text.take_marked("joint")


# Times: of goals, of deadlines, of taking effect, or of the items themselves.


def _read_times(text: _Reading) -> None:
    """Read the dates; in a question they are those of goals or deadlines where one of their words stands there."""
    if text.is_question:
        _read_goals(text)
        closes = _OPEN in text.lifted.status.include and any(_CLOSES.match(part.text) for part in text.dates)
        if closes or text.has(*_DEADLINES):
            _read_deadlines(text)
            return
    for part in text.dates:
        days = None if is_by_year(part.text) else read_days(part.text, text.today)
        if days and text.lift(Query(dates=days)):
            text.take(part)
            if not text.is_question:
                text.take_marked("asking")


def _read_goals(text: _Reading) -> None:
    """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
    is_about_goals = text.has("goal")
    for part in text.dates:
        years = list_goal_years(part.text, text.today) if is_about_goals or is_by_year(part.text) else ()
        text.lift(Query(targets=years))
        text.take(*([part] if years else []))
    if is_about_goals and not text.lifted.targets and text.begins_with("goal"):
        first = text.today.year
        text.lift(Query(targets=tuple(range(first - _GOALS_BACK, first + _GOALS_AHEAD))))
    if text.lifted.targets:
        text.take_marked("goal")


def _read_deadlines(text: _Reading) -> None:
    """Read whether deadlines or days of taking effect are asked for, to come or gone by, and the dates for them."""
    is_soon, is_over = text.has("ahead"), text.has("closed", "effective")
    is_past = not is_soon and (is_over or (text.has("past") and not text.has("issuing")))
    of_effect = text.has(*_EFFECTS) and not text.has("deadline", "closed")
    asks_for_day = text.has("moment")
    if not of_effect and text.has("draft", "comments") and not text.lifted.status:
        text.choose(Key.STATUS, (COMMENT_CLOSED if is_past else _OPEN,))
        text.take_marked("draft", "comments")
    due, typed = None, None
    is_told = text.words and (asks_for_day or (of_effect and not is_soon))
    if dates := text.dates:
        text.take(dates[0])
        due, typed = read_deadline_days(dates[0].text, text.today, is_past=is_past)
    elif (is_soon or text.begins_with(*_DEADLINES, "ahead")) and not (text.lifted.status or is_told):
        tomorrow = text.today + dt.timedelta(days=1)
        due = DateRange(end=tomorrow) if is_past else DateRange(start=text.today)
    if of_effect:
        text.lifted = replace(text.lifted, effect=due)
        if due is None and asks_for_day and not text.lifted.status:
            text.choose(Key.STATUS, ANY_DRAFT, exclude=True)  # a draft never binds
    else:
        is_ahead = (due or _OPEN in text.lifted.status.include) and not is_past
        text.lifted = replace(text.lifted, due=due, due_text=typed, sort="due" if is_ahead else None)
    text.take_marked(*_DEADLINES, "ahead")


# Names, kinds of document, and the order.


def _read_names(text: _Reading) -> None:
    """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
    parts = text.parts
    acting = {"issuing", "compare", "deadline"}
    acts = text.command in {"ministry", "digest"} or any(not part.phrase.marks.isdisjoint(acting) for part in parts)
    acts = acts or (not text.words and any(part.kind and not part.phrase.marks for part in parts))
    for part in parts if not (text.has("or") and text.words) else ():
        if (part.is_name or part.has("or")) and not part.is_taken:
            text.choose(Key.MINISTRY if acts else Key.MENTIONS, part.bodies)
            text.choose(Key.COMPANY, part.companies)
            text.take(part)
    if text.command == "ministry" and not text.lifted.ministry:
        said = fold(" ".join(part.text for part in text.words))
        bodies = text.lexicon.find_bodies_of_field(said) or (
            text.lexicon.find_bodies_begun(said) if " " in said else ()
        )
        text.choose(Key.MINISTRY, [body.id for body in bodies])
        text.take(*(text.words if bodies else ()))


def _read_kinds(text: _Reading) -> None:
    """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts; the newest.

    A kind at the end of a Chinese text, and one where no words are left, is a condition too.
    """
    told = [part for part in text.parts if not part.is_taken and (part.kind or part.is_word or part.has("draft"))]
    leads = text.parts[0].has("opener")
    for number, part in enumerate(told):
        if part.has("draft"):
            is_of_kind = len(told) == 1 or bool(told[number + 1 :] and told[number + 1].kind)
            if (part.is_several or is_of_kind) and not text.lifted.status:
                text.choose(Key.STATUS, ANY_DRAFT)
            text.take(part)
        elif part.kind and not part.phrase.marks:
            begins = all(other.has("draft") for other in told[:number] if not other.is_taken)
            ends = not part.text.isascii() and number + 1 == len(told)
            if (begins and (leads or part.is_several)) or ends or not text.words:
                text.choose(Key.TYPE, (part.kind,))
                text.take(part)
    if text.lifted.sort is None and text.has("newest"):
        text.lifted = replace(text.lifted, sort="date")


# What kind of answer is asked for, and what is left to search for.


def _find_alone(query: Query, command: str) -> Asked:
    """Return what filters without words ask for on a command."""
    names = {"ministry": (*query.ministry.include, *query.joint.include), "company": query.company.include}
    if names.get(command):
        return _NAMED[command]
    is_chosen = bool(query.briefing.include) or not query.has_filters
    return Asked.BRIEFINGS if command == "briefing" and not is_chosen else _ALL.get(command, Asked.SEARCH)


def _choose_answer(text: _Reading, query: Query) -> Asked:
    if text.listed is not None:
        return Asked.SEARCH if text.listed is Asked.MINISTRIES and query.terms else text.listed
    has_more = query.terms or replace(query, briefing=Choices(), dates=None).has_filters
    if text.briefing is not None and not has_more:
        are_several = text.briefing.is_several or len(text.briefing.numbers or ()) > 1
        return Asked.BRIEFINGS if are_several else Asked.BRIEFING
    is_alone = not any(part.is_word or part.is_name or part.quoted for part in text.parts)
    if text.command == "briefing":
        is_one = is_alone and query.briefing.include and not text.has("briefings")
        return Asked.BRIEFING if is_one else Asked.BRIEFINGS
    if len(query.policy.include) == 1 and is_alone:
        return Asked.TIMELINE if text.has("timeline") else Asked.POLICY
    if text.command in _NAMED:
        is_named = query.ministry or query.joint or query.company or query.terms
        return (_NAMED if is_named else _ALL)[text.command]
    if query.targets and text.begins_with("goal"):
        return Asked.TARGETS
    return Asked.DUE if query.due and not query.terms and text.is_question else Asked.SEARCH


def _conclude(text: _Reading, query: Query, typed: Query) -> Question:
    """Return what was understood of a text: ``query`` as typed, what Chinese words except taken out of its words."""
    briefing, is_question = text.briefing, text.is_question
    is_lifted = text.lifted != Query() or briefing is not None
    dropped = _DROPPED if is_question else frozenset({"plain", "and"})
    kept = [part for part in text.parts if not (part.is_taken or part.has(*dropped))]
    terms = list_terms(kept, query.terms)
    unread = [part.text for part in text.parts if is_question and part.has("compare")]
    if is_question and is_lifted and all(normalise(term.text) in text.wording.light for term in terms):
        unread, terms = [*unread, *(term.text for term in terms)], ()  # they hardly say what is asked for
    text.notes += [f"Left out: {', '.join(f'“{word}”' for word in unread)}."] if unread else []
    terms = _lift_topic(text, terms) if text.listed or text.command in _NAMED else terms
    found = _merge(replace(query, terms=terms), text.lifted)
    if found is None:
        return Question(asked=Asked.SEARCH, query=typed, plain=typed, is_question=is_question)
    if briefing is not None and briefing.numbers is not None:
        found = replace(found, briefing=Choices(include=tuple(map(str, briefing.numbers)) or ("0",)))
    asked = _choose_answer(text, found)
    if asked in {Asked.POLICY, Asked.TIMELINE} or (asked is Asked.BRIEFING and query.briefing.include):
        found = replace(typed, terms=())  # its card tells whatever is asked of it
    if not (found.terms or found.has_filters or found.limit):
        if asked is Asked.SEARCH and not is_lifted and is_question:
            _refuse_nothing(text)
        found = found if is_question else typed
    return Question(
        asked=asked,
        query=found,
        plain=_keep_words(text, query, found, kept),
        is_question=is_question,
        lifted=is_lifted,
        notes=tuple(text.notes),
        wants_comment=(is_question or bool(query.briefing)) and any("view" in part.phrase.marks for part in text.parts),
        wants_policies=text.asks_for("policies") if is_question else text.parts[0].has("policies"),
        absent_briefing=briefing.said if briefing and briefing.numbers == () else "",
    )


def _keep_words(text: _Reading, query: Query, found: Query, kept: Sequence[Part]) -> Query:
    """Return what was found with the names, kinds, trades and years that became filters as words again.

    A year alone may be a figure of the text, a name half of another one.
    """
    keys = (Key.MINISTRY, Key.JOINT, Key.MENTIONS, Key.COMPANY, Key.TYPE)
    taken = [part for part in text.parts if part.is_taken and (part.is_name or part.kind or part in text.firms)]
    years = [part for part in text.parts if part.is_taken and part.is_date and _YEAR.fullmatch(part.text)]
    if any(text.lifted.choices(key).exclude for key in keys) or not (taken or (years and found.dates)):
        return found
    terms = list_terms([part for part in text.parts if part in (*kept, *taken, *years)], query.terms)
    names: dict[str, Any] = {key.value: query.choices(key) for key in keys}
    return replace(found, terms=terms, dates=query.dates if years else found.dates, **names)


def _lift_topic(text: _Reading, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Lift the words that are left as a topic, where they are the name of one and nothing else."""
    is_plain = not any(term.phrase or term.excluded for term in terms)
    topics = text.lexicon.find_topics(" ".join(term.text for term in terms)) if is_plain else ()
    text.choose(Key.TOPIC, [topic.id for topic in topics])
    return () if topics else terms


def _refuse_nothing(text: _Reading) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    understood = {"asking", "newest", "goal", *_DEADLINES}
    if not any(part.phrase.marks & understood for part in text.parts):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )
